"""Strayed: what a text layer took from the beginning of a page to another line of it, as pdftotext does with figures.

In: a text whose pages end with a form feed. Out: the same with a line feed there, and each number, dash or quotation
mark that stands alone at the foot of its page, or below its first line, before its first words. The numbers of the
pages themselves stay where they are, and so do running heads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from responsibility.extract.pages.printed import is_page_number
from responsibility.patterns import late

PAGE_END = "\f"
_STRAYED = late(r"\s*(?:([0-9]{1,3})|[0-9]{1,3}[.．﹒、]|[0-9]{1,6}(?:\.[0-9]{1,4})?%?|[—-]{2}|“)\s*")
_FEWEST = 3  # lines with words of a page in which one strays


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's lines, and which of them have words; a running head aside."""

    lines: Sequence[str]
    told: Sequence[int]

    def find_strayed(self) -> list[int]:
        """Return the lines where something may have strayed: the last, the one before a page number, the second."""
        if len(self.told) < _FEWEST:
            return []
        last, before, second = self.told[-1], self.told[-2], self.told[1]
        places = [last, *([before] if is_page_number(self.lines[last]) else []), second]
        return [at for at in places if _STRAYED.fullmatch(self.lines[at])]

    def place(self, strayed: int) -> str:
        """Return the page with a line of it before its first words."""
        words = self.lines[strayed].strip()
        lines = enumerate(self.lines)
        return "".join(words + line.lstrip() if at == self.told[0] else line for at, line in lines if at != strayed)


def place_strayed(text: str) -> str:
    """Put what strayed on a page before its first words, and make a line end of each page's end."""
    if PAGE_END not in text:
        return text
    pages = _part_pages(text)
    own = _find_numbers(pages)
    placed = []
    for at, page in enumerate(pages):
        strayed = [line for line in page.find_strayed() if line != own.get(at)]
        placed.append(page.place(strayed[0]) if strayed else "".join(page.lines))
    return "\n".join(placed)


def _part_pages(text: str) -> list[_Page]:
    pages = [page.splitlines(keepends=True) for page in text.split(PAGE_END)]
    told = [[at for at, line in enumerate(lines) if line.strip()] for lines in pages]
    firsts = [lines[at[0]].strip() if at else "" for lines, at in zip(pages, told, strict=True)]
    often = Counter(firsts)
    parted = zip(pages, told, firsts, strict=True)
    return [_Page(lines, at[1:] if often[first] > 1 else at) for lines, at, first in parted]


def _find_numbers(pages: Sequence[_Page]) -> Mapping[int, int]:
    """Return the line that holds a page's own number, by page: bare numbers that go up with the pages."""
    found = [
        (at, line, int(match[1]) - at)
        for at, page in enumerate(pages)
        for line in page.find_strayed()
        if (match := _STRAYED.fullmatch(page.lines[line])) and match[1]
    ]
    shifts = Counter(shift for _, _, shift in found)
    return {at: line for at, line, shift in found if shifts[shift] > 1 or shift == 1}
