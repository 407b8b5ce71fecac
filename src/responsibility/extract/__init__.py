"""Extract: bytes of any source to a Document."""

from responsibility.extract.source import extract_document

__all__ = ["extract_document"]
