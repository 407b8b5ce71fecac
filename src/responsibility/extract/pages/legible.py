"""Legible: whether the text layer of a file holds words at all.

In: all its text. Out: nothing, or a SourceError: a scan has no words, and a font without a map gives signs for letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from responsibility.errors import SourceError
from responsibility.spans import fold_char

_READABLE = 0.6  # least share of characters that are words in some script
_UNMAPPED = 0.03  # most letters that a font names by a number only
_FEWEST_ALONE = 20  # times that a sign stands in a file that has hardly another
_LOOKS = (("\u2e80", "\u2fd5"), ("\ufe10", "\ufe19"), ("\ufe30", "\ufe48"))  # radicals, signs of upright text
_BOXES = "□■▯▢"  # what a font without a letter shows; other signs may be the marks of a matrix


def mark_unmapped(chars: Iterable[dict[str, Any]]) -> None:
    """Put U+FFFD, which is told of, for each letter that its font names by a number only: (cid:12) to pdfminer."""
    for char in chars:
        if char["text"].startswith("(cid:"):
            char["text"] = "\ufffd"


def settle_looks(chars: Iterable[dict[str, Any]]) -> None:
    """Put for a radical or an upright stop the sign it looks like: words are known before the text is clean."""
    for char in chars:
        if any(first <= char["text"] <= last for first, last in _LOOKS):
            char["text"] = fold_char(char["text"])


def check_legible(text: str, name: str) -> None:
    """Refuse a text without words, of unmapped signs, or of one sign for all letters."""
    if not text.strip():
        raise SourceError("SCANNED", name)
    good = sum(
        char.isalnum() or char.isspace() or char.isascii() or "\u2000" < char < "\u303f" or char > "\uff00"
        for char in text
    )
    # No real text has one sign in four, nor a short one every other.
    letters = Counter(char for char in text if char.isalpha() or char in _BOXES)
    beyond = [count for char, count in letters.items() if char > "\x7f"]
    alone = max(beyond, default=0) > max(_FEWEST_ALONE, sum(beyond) / 2)
    alone |= max(letters.values(), default=0) > max(100, len(text) / 4)
    unmapped = text.count("\ufffd") > _UNMAPPED * len(text) or "\ufffd" * 3 in text
    if unmapped or good < _READABLE * len(text) or alone:
        raise SourceError("GARBLED", name)
