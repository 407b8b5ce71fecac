"""The offline page, and what each mark on it tells."""
