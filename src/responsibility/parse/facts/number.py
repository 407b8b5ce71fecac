"""Number: the 文号 of a notice, 澄政办发〔2025〕3号.

In: the head of a notice as printed and folded. Out: the number that stands for itself, without blanks.
"""

from __future__ import annotations

import re

from responsibility.patterns import late
from responsibility.spans import Span

DOCUMENT_NUMBER = re.compile(r"[\[(]\s?((?:19|20)\d\d)\s?[\])]\s?第?\s?(?:\d ?){1,5}号")
_BEHIND = re.compile(rf"\((?P<number>[^\W\d_]{{1,30}}\s?{DOCUMENT_NUMBER.pattern})\)\s*$")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LETTERS = re.compile(r"(?:[^\W\d_]{1,30}|(?:(?<=\n)|(?<=^))[^\W\d_](?: [^\W\d_]){1,9})\s?$")
_SERIES = late(r"[^\W\d_]{1,12}[发函字办文电]")  # 澄政办发 on a line of its own


def part_number(head: str, title: Span | None) -> tuple[Span | None, Span]:
    """Part a title from the 文号 in a bracket that ends its line: …的通知(澄政办发[2025]3号)."""
    if title is None:
        return None, Span(0, 0)
    end = head.find("\n", title.end)
    found = _BEHIND.search(head, title.start, end if end >= 0 else len(head))
    named = Span(title.start, min(title.end, found.start())) if found else title
    return named, Span(*found.span("number")) if found else Span(0, 0)


def plain_number(number: str) -> str:
    """Return a number as it is written: no blanks, plain digits."""
    return re.sub(r"\s", "", number).translate(_DIGITS)


def find_document_number(printed: str, head: str, start: int, issuer: str) -> str:
    """Find a 文号 that stands for itself: a word or bracket of its own, or run on behind the issuer's name.

    Blanks inside it are left out; its two parts may stand on lines of their own, in either order.
    """
    for found in DOCUMENT_NUMBER.finditer(head, start):
        letters = _LETTERS.search(head, max(start, found.start() - 31), found.start())
        number = plain_number(printed[found.start() : found.end()])
        if not letters:
            series = _series_beside(head, found)
            if series:
                return series + number
            continue
        first = letters.start()
        before = head[first - 1 : first]
        words = re.sub(r"\s", "", printed[first : found.start()])
        if issuer and words.startswith(issuer):
            return words.removeprefix(issuer) + number
        follows = head[found.end() : found.end() + 1]
        own_bracket = (
            before == "(" and follows in (")", ",", ";") and head[max(0, first - 2) : first - 1] in ("", "\n", " ")
        )
        if (before in ("", "\n", " ") and follows in ("", "\n", " ")) or own_bracket:
            return words + number
    return ""


def _series_beside(head: str, found: re.Match[str]) -> str:
    """Return 澄政办发 from the line below 〔2025〕15号, which a copy moved there."""
    line, _, rest = head[found.end() :].partition("\n")
    below = rest.partition("\n")[0].strip()
    return below if not line.strip() and _SERIES.fullmatch(below) else ""
