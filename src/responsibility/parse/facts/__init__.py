"""Facts of a notice and of its items: header, days, figures."""
