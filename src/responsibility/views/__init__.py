"""Views: what a reader should see, as data."""
