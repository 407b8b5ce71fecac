"""Analysis: what the tables mean, one question a file."""
