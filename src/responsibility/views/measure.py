"""Measure: how much room words take, in half-width characters of 10.5 pt.

A column's unit is a digit of the workbook's default font, Consolas 9: 5.25 points in Excel, which rounds it to whole
pixels; 4.95 in LibreOffice, which does not, and 5.42 there where another monospaced font stands in. Lines are counted
with the least, since one line too few hides words, and sheets printed in their own size hold with the most. As Office
and WPS show one height differently under display scaling, every height has a slack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

UNIT = 10.5  # points; the size of letters in a cell
COLUMN, BROADEST = 4.95, 5.42  # points of one column unit at the least and at the most
SIDES = 0.71  # column units that a column is wider than said, for the room beside its words
TALLEST = 409.0  # points; Excel's limit of a row
PADDING = 5.0  # points above and below the words of a cell together
_EDGES = 2.1  # points beside the words of a cell that stay empty, together
_LINE = 1.3  # line pitch in letter sizes; 仿宋 1.2, 微软雅黑 1.32
_SLACK = 1.12
_SPARE = 0.3  # column units, so that rounding wraps no line
_LEAST = 10  # half-width characters of the narrower of two columns
_NOTE = 4  # lines kept for a note that a text goes on
_BROAD = "MWmw%&@"
_NOT_FIRST = frozenset("、，。；：？！）》」』】〉”’…%％,.;:?!)]")  # signs that may not begin a line
_NOT_LAST = frozenset("“‘（《〈「『【([{")  # signs that may not end one
_QUOTES = frozenset("“”‘’")
_LATIN = re.compile(r"[A-Za-z0-9.%]+")
# What begins no line and what ends none: in Excel, in LibreOffice among Chinese words, there beside Latin ones.
_HABITS = ((_NOT_FIRST, _NOT_LAST), (_QUOTES, _QUOTES), (_NOT_FIRST | _QUOTES, _NOT_LAST | _QUOTES))


class _Widths(dict[str, float]):
    def __missing__(self, char: str) -> float:
        # Ambiguous signs (“”—…●) are full-width in Chinese fonts; Latin letters are wider than half in many.
        latin = 1.75 if char in _BROAD else 1.4 if char.isupper() else 1.15
        width = self[char] = 2.0 if east_asian_width(char) in "WFA" else latin
        return width


_WIDTHS = _Widths()


def text_width(line: str) -> float:
    """Return how many half-width characters a line takes.

    >>> text_width("市发改委"), text_width("")
    (8.0, 0)
    """
    return sum(map(_WIDTHS.__getitem__, line))


def title_width(line: str) -> float:
    """Return how many letters a line takes where the program sets a quarter of one around figures and Latin words.

    >>> title_width("2023年计划")
    5.5
    """
    return text_width(line) / 2 + len(_LATIN.findall(line)) / 2


@lru_cache(maxsize=8192)
def count_lines(text: str, capacity: float) -> int:
    """Count the lines a text wraps into when a line holds capacity half-width characters."""
    return sum(_count_wrapped(line, max(capacity, 2.0)) for line in text.split("\n"))


def share_line(pairs: Sequence[tuple[str, str]], characters: float) -> int:
    """Share a line of half-width characters between two columns: what the first takes, for the fewest lines in all."""

    def count(first: int) -> int:
        return sum(max(count_lines(a, first), count_lines(b, characters - first)) for a, b in pairs)

    return min(range(_LEAST, int(characters) - _LEAST), key=count, default=_LEAST)


def _count_wrapped(line: str, capacity: float) -> int:
    """Count lines as the program does that needs most: some let signs begin a line, some part no quotes, some both."""
    reach = list(accumulate(map(_WIDTHS.__getitem__, line)))
    if not reach or reach[-1] <= capacity:
        return 1
    return max(_wrap(line, reach, capacity, *signs) for signs in _HABITS)


def _wrap(line: str, reach: list[float], capacity: float, not_first: frozenset[str], not_last: frozenset[str]) -> int:
    count, start, end = 0, 0, len(line)
    while start < end:
        used = reach[start - 1] if start else 0.0
        stop = max(bisect_right(reach, used + capacity, start), start + 1)
        start = stop if stop >= end else _break_before(line, start, stop, not_first, not_last)
        count += 1
    return count


def _break_before(line: str, start: int, stop: int, not_first: frozenset[str], not_last: frozenset[str]) -> int:
    """Move a break to the left so that no such sign begins or ends a line and no Latin word is cut."""
    place = stop
    while place > start + 1 and (
        line[place] in not_first or line[place - 1] in not_last or _belong_together(line[place - 1 : place + 1])
    ):
        place -= 1
    return place if place > start + 1 else stop


def _belong_together(pair: str) -> bool:
    """Whether a break between two letters would cut a Latin word, or part it from the bracket behind it."""
    return pair[0].isascii() and pair[0].isalnum() and (pair[1] in _NOT_LAST or (pair.isascii() and pair.isalnum()))


def line_height(size: float) -> float:
    """Return the height in points that one line of letters of this size takes, with its slack."""
    return size * _LINE * _SLACK


def lines_that_fit(tallest: float = TALLEST) -> int:
    """Say how many lines a row of this many points can hold."""
    return int((tallest - PADDING) // line_height(UNIT))


def capacity_of(width: float, size: float = UNIT) -> float:
    """Say how many half-width characters of this size a line of a column holds."""
    return round(((width + SIDES) * COLUMN - _EDGES) / (size / 2), 1)


def width_for(characters: float, size: float = UNIT) -> float:
    """Say how wide a column has to be for a line of half-width characters of this size."""
    return (characters * size / 2 + _EDGES) / COLUMN - SIDES + _SPARE


def units_across(points: float, columns: int) -> float:
    """Say how many column units so many columns have together, to be no broader than this in any program."""
    return points / BROADEST - SIDES * columns


def split_text(text: str, width: float, tallest: float = TALLEST) -> list[str]:
    """Cut a text that is too tall for one row of this width into parts that fit, at sentence ends where there are any.

    tallest: points that a row may have.
    Each part leaves room for a note that it goes on. The parts joined give the text again.
    """
    capacity, most = capacity_of(width), max(lines_that_fit(tallest), _NOTE + 1)  # a line, whatever the room
    if count_lines(text, capacity) <= most:
        return [text]
    fits: Callable[[str], bool] = lambda part: count_lines(part, capacity) <= most - _NOTE  # noqa: E731
    parts: list[str] = []
    rest = text
    while not fits(rest):
        reach = _longest_that_fits(rest, fits)
        stop = max(rest.rfind(sign, reach // 2, reach) for sign in "。；、\n") + 1 or reach
        parts.append(rest[:stop])
        rest = rest[stop:]
    return [*parts, rest]


def shorten_cell(text: str, width: float, lines: int) -> str:
    """Cut a text that wraps into more lines than this, ending in "…"; for places where the whole stands elsewhere."""
    capacity = capacity_of(width)
    if count_lines(text, capacity) <= lines:
        return text
    return text[: _longest_that_fits(text, lambda part: count_lines(f"{part}…", capacity) <= lines)] + "…"


def _longest_that_fits(text: str, fits: Callable[[str], bool]) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return low
