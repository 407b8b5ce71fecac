"""Drifted: tables of a plain text whose columns do not stand one below the other, line by line.

In: the lines of a text from heads on. Out: the lines as words by column. `pdftotext -layout` sets a word where its page
has it, or one blank behind the word before: cells come close to each other, or stand a few places off. Each word
belongs to the column whose words begin, or have their middle, nearest. A line that fits in two ways lets the table be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from responsibility.extract.layer.banded import AlignedHead, Cells
from responsibility.extract.layer.headed import LineWord, measure, opens_aligned, read_aligned_heads
from responsibility.extract.pages.printed import is_page_number
from responsibility.patterns import late

_WIDE_CHARACTER = 1  # columns of a sign of Chinese
_NUMBER = re.compile(r"[0-9]{1,4}[.、]?")
_SECTION = late(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\S")
_FEWEST = 3  # heads
_COUNTED = late(r"第[0-9]{1,4}页[，,]?共[0-9]{1,4}页")
_APART = 2  # blanks between cells
_SPACED = 4  # blanks within a name of two characters, 张   三
_MARGIN = 2.0  # columns that the second best way is worse
_STRANGE, _CLOSE = (
    6.0,
    2.0,
)  # cost of words of one cell that stand apart, or are of another kind; of two cells that stand close
_BEGUN = 3.0  # of a word that begins just where the next column does
_STRANGERS = {"due": late(r".*[局厅委办部]"), "units": re.compile(r"[0-9%]")}  # words that are no day, or no unit
_FAR = 10**6
_MOST_WORDS = 24  # of a line: each way to share them out is weighed
_MOST_LINES = 4_000  # of a table
_SOON = 12  # lines between the foot of a page and the heads of the next


@dataclass(frozen=True, slots=True)
class DriftedTable:
    """A table's lines, its words by column, a heading of rows as it is; stop: the line behind it."""

    stop: int
    heads: tuple[AlignedHead, ...]
    lines: tuple[Cells | str, ...]


def read_drifted(lines: Sequence[str], at: int) -> DriftedTable | None:
    """Read the lines below heads that begin in a line, on all pages that repeat them."""
    heads, start = read_aligned_heads(lines, at, _WIDE_CHARACTER)
    if len(heads) < _FEWEST or heads[0].kind != "number" or not {"text", "units"} <= {head.kind for head in heads}:
        return None
    texts = [head.text for head in heads]
    found: list[Cells | str] = []
    while True:
        body, stop = _take(lines, start)
        cells = _part(body, heads)
        if cells is None:
            return None
        found += cells
        following = _find_heads(lines, stop, texts)
        if following is None:
            return DriftedTable(stop, tuple(heads), tuple(found))
        heads, start = following


def _find_heads(lines: Sequence[str], at: int, texts: Sequence[str]) -> tuple[list[AlignedHead], int] | None:
    """Return the same heads on the next page, the number of the page before and a running head aside."""
    for line in range(at, min(len(lines), at + _SOON)):
        if opens_aligned(lines[line]):
            heads, start = read_aligned_heads(lines, line, _WIDE_CHARACTER)
            return (heads, start) if [head.text for head in heads] == texts else None
    return None


def _take(lines: Sequence[str], start: int) -> tuple[list[list[LineWord] | str], int]:
    """Return the lines of one page of a table as words, and where they end: at its foot, or below them."""
    taken: list[list[LineWord] | str] = []
    at = stop = start
    while at < min(len(lines), start + _MOST_LINES):
        line = lines[at]
        words = _join_names(measure(line, _WIDE_CHARACTER))
        if words and (_is_foot(line, lines[at - 1]) or opens_aligned(line)):
            break
        if words:
            if _SECTION.match(words[0].text) and not any(_is_wide(*pair) for pair in pairwise(words)):
                taken.append(" ".join(word.text for word in words))
            else:
                taken.append(words)
            stop = at + 1
        elif at > start and _ends(lines, at):
            break
        at += 1
    return taken, stop


def _is_foot(line: str, above: str) -> bool:
    """Say whether a line is the number of its page: a bare one below a blank line, for rows have numbers too."""
    words = "".join(line.split())
    return _COUNTED.fullmatch(words) is not None or (
        is_page_number(words) and (not words.isdigit() or not above.strip())
    )


def _ends(lines: Sequence[str], at: int) -> bool:
    """Say whether a text begins below a blank line: no wide blank, and it reaches further than a cell."""
    below = next((line for line in lines[at : at + _SOON] if line.strip()), None)
    return below is not None and below[:1].strip() != "" and not _SECTION.match(below) and "  " not in below.strip()


def _is_wide(left: LineWord, right: LineWord) -> bool:
    return right.start - left.end >= _APART


def _join_names(words: Sequence[LineWord]) -> list[LineWord]:
    """Put the two characters of a name together that blanks hold apart."""
    joined: list[LineWord] = []
    for word in words:
        last = joined[-1] if joined else None
        single = last is not None and len(last.text) == 1 == len(word.text) and not (last.text + word.text).isascii()
        if last is not None and single and word.start - last.end <= _SPACED:
            joined[-1] = LineWord(last.text + word.text, last.start, word.end)
        else:
            joined.append(word)
    return joined


def _part(body: Sequence[list[LineWord] | str], heads: Sequence[AlignedHead]) -> list[Cells | str] | None:
    """Return the words of lines by column where each line fits in one way."""
    columns = _learn([line for line in body if not isinstance(line, str)], heads)
    parted: list[Cells | str] = []
    number = 0  # of the row before
    for line in body:
        cells = line if isinstance(line, str) else _share(line, columns, _is_number(line[0], columns, number))
        if cells is None:
            return None
        parted.append(cells)
        number = int(cells[0].rstrip(".、")) if not isinstance(cells, str) and 0 in cells else number
    return parted


def _is_number(word: LineWord, columns: Sequence[_Column], before: int) -> bool:
    """Say whether a word is the number of a row: it stands in that column, or is the next and stands left."""
    if not _NUMBER.fullmatch(word.text):
        return False
    following = int(word.text.rstrip(".、")) == before + 1 and word.start < columns[1].middle
    return following or word.end <= columns[0].limit


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the words of a column begin and have their middle, and between where they stand."""

    kind: str
    start: float
    middle: float
    floor: float
    limit: float


def _learn(lines: Sequence[Sequence[LineWord]], heads: Sequence[AlignedHead]) -> list[_Column]:
    """Return the columns by the lines that have words in each, or else by their heads."""
    numbered = [line for line in lines if _NUMBER.fullmatch(line[0].text)]
    full = [cells for line in lines if len(cells := _cells_of(line)) == len(heads)]
    full += [list(line) for line in numbered if len(line) == len(heads) != len(_cells_of(line))]  # one blank between
    rows: Sequence[Sequence[LineWord | AlignedHead]] = full or [heads]
    found = list(zip(*rows, strict=True))
    limits = [*(min(cell.start for cell in column) for column in found[1:]), _FAR]
    starts = [median(cell.start for cell in own) for own in found]
    middles = [median((cell.start + cell.end) / 2 for cell in own) for own in found]
    kinds = [head.kind for head in heads]
    floors = [0.0, *(median(cell.end for cell in column) for column in found[:-1])]
    return [_Column(*each) for each in zip(kinds, starts, middles, floors, limits, strict=True)]


def _cells_of(line: Sequence[LineWord]) -> list[LineWord]:
    """Return the words of a line put together where no wide blank parts them; a number stands alone."""
    cells: list[LineWord] = []
    for n, word in enumerate(line):
        apart = not cells or _is_wide(cells[-1], word) or (n == 1 and _NUMBER.fullmatch(line[0].text))
        if apart:
            cells.append(word)
        else:
            cells[-1] = LineWord(f"{cells[-1].text} {word.text}", cells[-1].start, word.end)
    return cells


def _share(line: Sequence[LineWord], columns: Sequence[_Column], numbered: bool) -> Cells | None:
    """Share the words of a line out to the columns, in order; None where a second way is about as good."""
    if len(line) > _MOST_WORDS:
        return None

    @cache
    def ways(at: int, column: int) -> tuple[tuple[float, tuple[int, ...]], ...]:
        """Return the two best ways of the words from one on, none left of a column: the cost, and where cells end."""
        if at == len(line):
            return ((0.0, ()),)
        found: list[tuple[float, tuple[int, ...]]] = []
        for own in [0] if numbered and at == 0 else range(max(column, 1), len(columns)):
            for end in range(at + 1, len(line) + 1 if own else at + 2):
                cost = _cost(line, at, end, columns[own])
                found += [(cost + rest, (own, end, *cells)) for rest, cells in ways(end, own + 1)]
        return tuple(sorted(found)[:2])

    best = ways(0, 0)
    if not best or (len(best) > 1 and best[1][0] - best[0][0] < _MARGIN):
        return None
    cells: Cells = {}
    at = 0
    for column, end in zip(best[0][1][::2], best[0][1][1::2], strict=True):
        cells[column] = " ".join(word.text for word in line[at:end])
        at = end
    return cells


def _cost(line: Sequence[LineWord], at: int, end: int, column: _Column) -> float:
    """Return how far words stand from a column, and how much they stand apart, or close to those before them."""
    start, stop = line[at].start, line[end - 1].end
    strange = sum(_is_wide(*pair) for pair in pairwise(line[at:end]))
    strange += column.kind in _STRANGERS and _STRANGERS[column.kind].match(line[at].text) is not None
    close = at > 1 and not _is_wide(line[at - 1], line[at])
    off = min(abs(start - column.start), abs((start + stop) / 2 - column.middle))
    beyond = max(0, column.floor - start) + max(0, stop - column.limit)
    beyond += _BEGUN * any(word.start == column.limit for word in line[at + 1 : end])
    return off + beyond + _STRANGE * strange + _CLOSE * close
