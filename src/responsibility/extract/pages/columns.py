"""Columns: whether a page is set in two columns, and where they are.

In: the parts of a page's lines between wide gaps. Out: the gutter, and the bands of the page that are set in columns
between lines that go across it.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.extract.pages.printed import PrintedLine, find_edge

_FEWEST_LINES = 4  # in each column
_LONG = 8  # lines of a left column that a right one of fewer may go on from
_FLUSH = 4.0  # points within which lines begin at one place
_WIDEST = 4.0  # characters' sizes that a gutter is wide at most
_FAR = 3.0  # characters' sizes from line to line of one column
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
    columns = before if before is not None and parts and _fits(parts, before) else _find_columns(parts, width)
    return None if columns is None else _band(parts, columns)


def _find_columns(parts: Sequence[PrintedLine], width: float) -> Columns | None:
    right = _find_right(parts, width)
    rights = [part for part in parts if part.x0 > right - 0.8 * part.size]
    lefts = [part for part in parts if part.x1 < right - 0.2 * part.size]
    left = max((part.x1 for part in lefts), default=0.0)
    flush = sum(part.x0 < right + 2.6 * part.size for part in rights)
    long = [part for part in lefts if part.x1 - part.x0 > 0.2 * width]
    reaching = sum(part.x1 > max(left, right - _WIDEST * part.size) - 4 * part.size for part in long)
    if len(lefts) < _FEWEST_LINES or flush < 0.7 * len(rights) or reaching < 0.4 * len(lefts):
        return None
    broad = max(part.x1 for part in rights) - right > 0.25 * width
    if not (broad and len(rights) >= _FEWEST_LINES) and not _opens_beside(parts, lefts, rights):
        return None
    edge = find_edge(part.x0 for part in lefts)  # page heads stand further out
    end = -find_edge(-part.x1 for part in rights) if broad else right + left - edge  # a few words do not fill theirs
    return Columns((), (), (left + right) / 2, left, right, (edge, end))


def _find_right(parts: Sequence[PrintedLine], width: float) -> float:
    """Return the place where most parts of the page's right half begin, 0 if none does."""
    starts = sorted(part.x0 for part in parts if 0.35 * width < part.x0 < 0.7 * width)
    counts = {each: bisect(starts, each + _FLUSH) - bisect_left(starts, each) for each in starts}
    most = max(counts.values(), default=0)
    # More lines may begin paragraphs, further in, than go on in one.
    return min((each for each, count in counts.items() if count >= most / 2), default=0.0)


def _opens_beside(parts: Sequence[PrintedLine], lefts: Sequence[PrintedLine], rights: Sequence[PrintedLine]) -> bool:
    """Say whether a few lines go on from the foot of a long left column: at its head, close by each other.

    Nothing goes across beside it; a signature stands lower, and cells of a table stand down to its foot.
    """
    top, foot = min(part.top for part in rights), max(part.bottom for part in lefts)
    beside = sum(part.bottom > top for part in lefts)
    levels = sorted(part.top for part in rights)
    close = all(low - high < _FAR * rights[0].size for high, low in pairwise(levels))
    close = close and levels[-1] < (top + foot) / 2
    inside = sum(top < part.bottom and part.top < foot for part in parts)
    return close and beside >= max(_LONG, 0.8 * len(lefts)) and inside == beside + len(rights)


def _fits(parts: Sequence[PrintedLine], columns: Columns) -> bool:
    inside = sum(part.x1 < columns.left + part.size or part.x0 > columns.right - part.size for part in parts)
    return inside >= 0.7 * len(parts)


def _band(parts: Sequence[PrintedLine], columns: Columns) -> Columns | None:
    """Divide a page at the lines that go across its gutter."""
    runs: list[list[PrintedLine]] = []
    across = True
    for part in sorted(parts, key=lambda part: part.top):
        if across or part.x0 < columns.gutter < part.x1:
            runs.append([])
        across = part.x0 < columns.gutter < part.x1
        runs[-1].append(part)
    tops = [min(part.top for part in run) for run in runs]
    ends = [max(part.bottom for part in run) for run in runs]
    edges = [0.0, *((end + top) / 2 for end, top in zip(ends, tops[1:], strict=False)), _BOTTOM]
    zones = tuple(pairwise(edges))
    sides = [sum(not part.x0 < columns.gutter < part.x1 for part in run) for run in runs]
    bands = tuple(zone for zone, count in zip(zones, sides, strict=True) if count > 1)
    return replace(columns, zones=zones, bands=bands) if bands else None
