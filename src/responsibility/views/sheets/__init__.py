"""Sheets of the office's workbooks: each builds one sheet or book as data."""
