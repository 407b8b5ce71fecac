"""Columns: whether a page is set in two columns, and where they are.

In: the parts of a page's lines between wide gaps. Out: the gutter, and the bands of the page that are set in columns
between lines that go across it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.extract.pages.printed import PrintedLine, find_edge

_FEWEST_LINES = 4  # in each column
_BOTTOM = 1e6


@dataclass(frozen=True, slots=True)
class Columns:
    """A page set in two columns. zones: tops and bottoms from above to below; bands: those set in columns.

    gutter: between the columns. left: where the left column ends; right: where the right one begins; page: the outer
    edges of both.
    """

    zones: tuple[tuple[float, float], ...]
    bands: tuple[tuple[float, float], ...]
    gutter: float
    left: float
    right: float
    page: tuple[float, float]

    def stretch(self, line: PrintedLine, *, is_left: bool) -> PrintedLine:
        """Return a line of a column as if the column were as wide as the page, so that lines are joined alike."""
        if is_left:
            return replace(line, x1=line.x1 + self.page[1] - self.left)
        return replace(line, x0=line.x0 - self.right + self.page[0])


def find_text_columns(parts: Sequence[PrintedLine], width: float, before: Columns | None = None) -> Columns | None:
    """Tell a page set in two columns by the parts of its lines between wide gaps.

    before: the columns of an earlier page; the last page may hold a few lines only.
    The right parts begin at one place, the left ones mostly reach up to it; parts across the gutter divide the bands.
    A table without rules has more columns, or cells that end anywhere.
    """
    if before is not None and parts and _fits(parts, before):
        lefts = [part for part in parts if part.x1 < before.right]
        return _band(parts, lefts, [part for part in parts if part.x0 > before.left], before)
    starts = Counter(round(part.x0 / part.size) for part in parts if 0.35 * width < part.x0 < 0.7 * width)
    most = max(starts.values(), default=0)
    if most < _FEWEST_LINES:
        return None
    # More lines may begin paragraphs, further in, than go on in one.
    bucket = min(start for start, count in starts.items() if count >= max(_FEWEST_LINES, most / 2))
    right = min(part.x0 for part in parts if round(part.x0 / part.size) == bucket)
    rights = [part for part in parts if part.x0 > right - 0.8 * part.size]
    lefts = [part for part in parts if part.x1 < right - 0.2 * part.size]
    flush = sum(part.x0 < right + 2.6 * part.size for part in rights)
    reaching = sum(part.x1 > right - 5 * part.size for part in lefts)
    broad = max(part.x1 for part in rights) - right > 0.25 * width
    if len(lefts) < _FEWEST_LINES or flush < 0.7 * len(rights) or reaching < 0.4 * len(lefts) or not broad:
        return None
    left = max(part.x1 for part in lefts)
    page = find_edge(part.x0 for part in lefts), -find_edge(-part.x1 for part in rights)  # page heads stand further out
    return _band(parts, lefts, rights, Columns((), (), (left + right) / 2, left, right, page))


def _fits(parts: Sequence[PrintedLine], columns: Columns) -> bool:
    inside = sum(part.x1 < columns.left + part.size or part.x0 > columns.right - part.size for part in parts)
    return inside >= 0.7 * len(parts)


def _band(
    parts: Sequence[PrintedLine], lefts: Sequence[PrintedLine], rights: Sequence[PrintedLine], columns: Columns
) -> Columns | None:
    """Divide a page at the lines that go across its gutter."""
    sides = {id(part): side for side, group in ((0, lefts), (1, rights)) for part in group}
    runs: list[list[PrintedLine]] = []
    across = True
    for part in sorted(parts, key=lambda part: part.top):
        if across or id(part) not in sides:
            runs.append([])
        across = id(part) not in sides
        runs[-1].append(part)
    tops = [min(part.top for part in run) for run in runs]
    ends = [max(part.bottom for part in run) for run in runs]
    edges = [0.0, *((end + top) / 2 for end, top in zip(ends, tops[1:], strict=False)), _BOTTOM]
    zones = tuple(pairwise(edges))
    bands = tuple(zone for zone, run in zip(zones, runs, strict=True) if sum(id(part) in sides for part in run) > 1)
    return replace(columns, zones=zones, bands=bands) if bands else None
