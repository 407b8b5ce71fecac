"""Aligned: tables of a plain text whose cells stand below their heads, as `pdftotext -layout` writes them.

In: the lines of a text. Out: the same with each such table as rows of |cell|cell|. A column is told by its head and by
places where no word stands; a row by its number, or by a column with one line a row: every cell of a row begins
beside it, or has its middle there. A table that fits in two ways, or in none, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from responsibility.extract.layer.banded import AlignedHead, Cells, band_rows, find_rows
from responsibility.extract.layer.cut import cut_rows
from responsibility.extract.layer.drifted import read_drifted
from responsibility.extract.layer.headed import LineWord, measure, opens_aligned, read_aligned_heads
from responsibility.extract.pages.printed import is_page_number

_WIDE = re.compile(r"  (?<=\S  ) *\S")  # the blanks first: a search leaps to them
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\S")
_FEWEST = 3  # heads of a table
_LONGEST_LINE = 1_000  # of heads, and the blanks between
_MOST_LINES = 4_000  # of a table
_SOON = 6  # lines below a heading within which its rows begin
_NEXT = 3  # lines below the last in which a row that does not fit is looked for


@dataclass(frozen=True, slots=True)
class _Found:
    """A table: behind which line it ends, its rows from the heads on, and how well its columns stand below heads."""

    stop: int
    rows: tuple[tuple[str, ...], ...]
    aligned: int


def part_aligned(text: str) -> list[tuple[bool, str]]:
    """Return the parts of a text in order, and whether each is a table: drawn as |cell|cell|, or as it is if lost."""
    if not _WIDE.search(text):
        return [(False, text)]
    lines = text.splitlines(keepends=True)
    parts: list[tuple[bool, str]] = []
    lost: set[str] = set()  # heads of tables that could not be read: what another page has of them is no whole table
    at = begin = 0
    while at < len(lines):
        short = len(lines[at]) < _LONGEST_LINE  # as heads are, and a notice on one line is not
        heads = "".join(lines[at].split()) if short and _WIDE.search(lines[at]) and opens_aligned(lines[at]) else ""
        table = _read_table(lines, at) if heads and heads not in lost else None
        if table is None and not heads:
            at += 1
            continue
        parts += [(False, "".join(lines[begin:at]))] if at > begin else []
        if table is None:
            lost.add(heads)
            stop = _find_end(lines, at)
            parts.append((True, "".join(lines[at:stop])))
        else:
            stop = table.stop
            parts.append((True, "".join("|" + "|".join(row) + "|\n" for row in table.rows)))
        at = begin = stop
    return [*parts, (False, "".join(lines[begin:]))] if begin < len(lines) else parts


def _find_end(lines: Sequence[str], at: int) -> int:
    """Return the line behind the last near one with words in two columns: what could not be read stays as it is."""
    stop = at + 1
    for line in range(at + 1, len(lines)):
        if line - stop > _SOON or opens_aligned(lines[line]):
            break
        stop = line + 1 if _WIDE.search(lines[line]) else stop
    return stop


def _read_table(lines: Sequence[str], at: int) -> _Found | None:
    """Read a table whose heads begin in a line; a sign of Chinese counts for one column or, by its width, for two."""
    found = [table for wide in (1, 2) if (table := _read_measured(lines, at, wide))]
    if len(found) > 1 and found[0].rows != found[1].rows:
        best = max(each.aligned for each in found)
        found = [each for each in found if each.aligned == best]
    certain = len(found) == 1 or (found and found[0].rows == found[-1].rows)
    return found[0] if certain else _read_cut(lines, at)


def _read_cut(lines: Sequence[str], at: int) -> _Found | None:
    """Read a table whose columns drift, or whose rows are told by what their cells say."""
    table = read_drifted(lines, at)
    rows = band_rows(table.lines, table.heads, cut_rows) if table else None
    if table is None or not rows:
        return None
    return _Found(table.stop, (tuple(head.text for head in table.heads), *rows), 0)


def _read_measured(lines: Sequence[str], at: int, wide: int) -> _Found | None:
    heads, start = read_aligned_heads(lines, at, wide)
    kinds = {head.kind for head in heads}
    if len(heads) < _FEWEST or "units" not in kinds:
        return None
    body = _Body(heads)
    stop = body.take(lines, start, wide)
    grid = body.finish()
    if grid is None:
        return None
    rows = band_rows(grid, heads, find_rows)
    if rows is None:
        return None
    table = (tuple(head.text for head in heads), *rows)
    return _Found(stop, table, body.aligned)


class _Body:
    """The lines below heads as long as places are left between all columns where no word stands."""

    def __init__(self, heads: Sequence[AlignedHead]) -> None:
        self.aligned = 0
        self._heads = heads
        self._starts = {head.start for head in heads}
        self._free = [set(range(left.end, right.start + 1)) for left, right in pairwise(heads)]
        self._lines: list[tuple[int, list[LineWord], bool]] = []  # which, its words, whether a blank line stands above
        self._headings: set[int] = set()
        self._whole = True

    def take(self, lines: Sequence[str], start: int, wide: int) -> int:
        """Take the lines that fit from one on; return the line behind the last."""
        at, blank = start, False
        while at < min(len(lines), start + _MOST_LINES):
            words = measure(lines[at], wide)
            if words and not (self._are_heads(words) or (blank and self._is_foot(lines[at], words))):
                if self._heads_rows(words, lines[at + 1 : at + _SOON]):
                    self._headings.add(at)
                elif not self._narrow(words):
                    break
                self._lines.append((at, words, blank))
                blank = False
            blank |= not words
            at += 1
        behind = takewhile(lambda line: not opens_aligned(line), lines[at : at + _NEXT])
        self._whole = not any(_WIDE.search(line) for line in behind)
        return self._cut(at)

    def _cut(self, at: int) -> int:
        """Leave out the last lines that are no rows: words of one column alone, below a blank line."""
        while first := next((n for n in range(len(self._lines) - 1, 0, -1) if self._lines[n][2]), 0):
            if any(len({self._column(word) for word in words}) > 1 for _, words, _ in self._lines[first:]):
                break
            at = self._lines[first][0]
            del self._lines[first:]
        return at

    def _are_heads(self, words: Sequence[LineWord]) -> bool:
        """Say whether a line is one of the heads again, on another page, and its columns stand as they did."""
        known = {(head.text, head.start) for head in self._heads}
        return len(words) > 1 and all((word.text, word.start) in known for word in words)

    def _is_foot(self, line: str, words: Sequence[LineWord]) -> bool:
        return words[0].start > self._heads[0].end and is_page_number(line)

    def _heads_rows(self, words: Sequence[LineWord], below: Sequence[str]) -> bool:
        """Say whether a line is a heading of the rows below: alone at their left, and numbered."""
        alone = all(right.start - left.end == 1 for left, right in pairwise(words))
        left = words[0].start <= self._heads[0].end and _SECTION.match(words[0].text) is not None
        return alone and left and any(_WIDE.search(line) for line in below)

    def _narrow(self, words: Sequence[LineWord]) -> bool:
        """Take away the places where words stand; say False, and take none, where no place would be left."""
        inside = {at for word in words for at in range(word.start + 1, word.end)}
        free = [each - inside for each in self._free]
        if not all(free):
            return False
        self._free = free
        self.aligned += sum(word.start in self._starts for word in words)
        return True

    def _column(self, word: LineWord) -> int:
        return sum(min(each) <= word.start for each in self._free)

    def finish(self) -> list[Cells | str] | None:
        """Return the lines as words by column, a heading as it is; None where a place between columns is not told."""
        headings = self._headings
        body = [words for at, words, _ in self._lines if at not in headings]
        edges = [(min(each), max(each)) for each in self._free]
        between = any(low < word.end and word.start < high for low, high in edges for words in body for word in words)
        if between or not body or not self._whole:
            return None  # words stand between two places that could part the columns
        return [
            " ".join(word.text for word in words) if at in headings else self._cells(words)
            for at, words, _ in self._lines
        ]

    def _cells(self, words: Sequence[LineWord]) -> Cells:
        cells: Cells = {}
        for word in words:
            column = self._column(word)
            cells[column] = f"{cells[column]} {word.text}" if column in cells else word.text
        return cells
