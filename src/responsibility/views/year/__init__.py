"""The year's accounts: what units are scored by, and how the year is closed."""
