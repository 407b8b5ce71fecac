"""Parse: from a Document to a Notice: what the text says, never who is meant."""

from responsibility.parse.notice import parse_notice

__all__ = ["parse_notice"]
