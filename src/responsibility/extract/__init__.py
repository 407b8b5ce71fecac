"""Extract: bytes of any source to a Document."""
