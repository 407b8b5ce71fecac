"""Parting: where the columns of a table stand that no rules draw.

In: its heads and the lines below. Out: the places that part the columns: there no word of its rows stands. Columns
may stand closer than one letter; what the line below then gives as one part is divided there. Where two places would
do, none is taken: a guess would put a unit into another column, and nobody would see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from responsibility.extract.pages.gaps import SLIT, Chars, find_slit_parts
from responsibility.extract.pages.printed import PrintedLine, is_page_number

_ONE = 2.0  # points within which the ends of rules are one place
_NARROWEST = 0.4  # of a character's size, between two columns
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\S")


@dataclass(slots=True)
class PageLine:
    """A line of a page: its parts between wide gaps, and its characters."""

    parts: list[PrintedLine]
    chars: Chars

    @property
    def top(self) -> float:
        """The highest place of its words."""
        return min(part.top for part in self.parts)

    @property
    def bottom(self) -> float:
        """The lowest place of its words."""
        return max(part.bottom for part in self.parts)

    @property
    def size(self) -> float:
        """About one character's width."""
        return self.parts[0].size


@dataclass(frozen=True, slots=True)
class Parting:
    """The columns of a table: the middles of its heads and the places that part them."""

    middles: tuple[float, ...]
    gutters: tuple[float, ...]

    def column(self, middle: float) -> int:
        """Return the column, from 0, that a place across the page is in."""
        return sum(gutter < middle for gutter in self.gutters)

    def crosses(self, part: PrintedLine) -> bool:
        """Say whether words stand over the middles of two columns."""
        return any(part.x0 < left and right < part.x1 for left, right in pairwise(self.middles))

    def straddles(self, part: PrintedLine) -> bool:
        """Say whether words stand over a place that parts two columns."""
        return any(part.x0 < gutter < part.x1 for gutter in self.gutters)

    def heads_rows(self, line: PageLine) -> bool:
        """Say whether a line is a heading of the rows below: alone at their left, and numbered or across columns."""
        part = line.parts[0]
        alone = len(line.parts) == 1 and part.x0 < self.middles[0] + line.size
        return alone and (self.crosses(part) or _SECTION.match(part.text) is not None)

    def divide(self, line: PageLine) -> PageLine:
        """Return a line with its parts divided between columns that stand close; as it is where words stand there."""
        if _SECTION.match(line.parts[0].text) or not any(map(self.straddles, line.parts)):
            return line
        parts = find_slit_parts(line.chars, self.gutters)
        return line if any(map(self.straddles, parts)) else PageLine(parts, line.chars)


def part_columns(page: Sequence[PageLine], heads: Sequence[PrintedLine], ends: Sequence[float]) -> Parting | None:
    """Part the columns below heads; None where words stand in every place between two of them, or two would do.

    ends: where rules across begin and end; those of each cell tell its sides.
    """
    rough = Parting(tuple((part.x0 + part.x1) / 2 for part in heads), ())
    between = [[end for end in ends if left < end < right] for left, right in pairwise(rough.middles)]
    if all(between) and all(max(each) - min(each) < _ONE for each in between):
        return Parting(rough.middles, tuple(sum(each) / len(each) for each in between))
    rows = [line for line in page if not (rough.heads_rows(line) or _is_foot(line, heads[0]))]
    crossed = [line for line in rows if any(map(rough.crosses, line.parts))]
    glued = any(not any(map(rough.crosses, find_slit_parts(line.chars))) for line in crossed)
    apart = None if glued else _place(rough, heads, [part for line in rows for part in line.parts])
    return apart or _place(rough, heads, [part for line in rows for part in find_slit_parts(line.chars)], one=True)


def _is_foot(line: PageLine, first: PrintedLine) -> bool:
    """Say whether a line is the number of the page, which stands below some column but the first."""
    return line.parts[0].x0 > first.x1 and is_page_number("".join(part.text for part in line.parts))


def _place(
    rough: Parting, heads: Sequence[PrintedLine], parts: Sequence[PrintedLine], *, one: bool = False
) -> Parting | None:
    """Place the gutters in the widest gaps between heads; one: only if there is but one, and that may be a slit."""
    body = [part for part in parts if not rough.crosses(part)]
    least = SLIT if one else _NARROWEST
    gutters = []
    for left, right in pairwise(heads):
        gaps = _free((left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2, body)
        wide = sum(width > least * left.size for width, _ in gaps)
        if not wide or (one and wide > 1):
            return None
        gutters.append(gaps[-1][1])
    return Parting(rough.middles, tuple(gutters))


def _free(low: float, high: float, parts: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """Return the gaps between low and high in which no part stands, as (width, middle), narrowest first."""
    gaps, edge = [], low
    for part in sorted(parts, key=lambda part: part.x0):
        if part.x1 <= low or part.x0 >= high:
            continue
        if part.x0 > edge:
            gaps.append((part.x0 - edge, (part.x0 + edge) / 2))
        edge = max(edge, part.x1)
    if edge < high:
        gaps.append((high - edge, (high + edge) / 2))
    return sorted(gaps)
