"""Pages: sources that know where words stand on paper, and not what they are: lines, columns, tables."""
