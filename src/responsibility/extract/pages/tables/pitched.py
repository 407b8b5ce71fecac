"""Pitched: the rows of a table that neither rules nor numbers part, told by how far its lines stand from each other.

In: the lines of each column. Out: how high the rows are parted, and which cells go on there; nothing where the lines
of a cell stand as far apart as its row from the next. The lines of one cell stand at the least distance, and all but
the last of them are full. Each cell of the column with the most words is a row; one of another that reaches over
several rows, or has its middle in the middle of several, is a merged one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.extract.pages.printed import PrintedLine, is_filled
from responsibility.extract.pages.tables.parting import PageLine, Parting

_SAME = 0.06  # of the distance between the lines of a cell by which it may vary
_FULL = 0.6  # least share of lines with others of their cell below that had no more room
_OFF = 0.35  # of a line's height that a cell may stand off the middle of its rows
_UPRIGHT = 0.15  # of a sign, between those of upright words
_LEAST = 1.2  # points


@dataclass(frozen=True, slots=True)
class Rows:
    """How high rows are parted, with the columns, from 0, whose cell goes on there.

    guessed: the columns in which an empty cell was taken for a part of the one above. unsure: whether a row may be no
    more than a line of one.
    """

    parted: Mapping[float, frozenset[int]]
    guessed: frozenset[int] = frozenset()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The lines of one cell: how high they stand, and how many signs they have."""

    top: float
    bottom: float
    signs: int

    @property
    def middle(self) -> float:
        """How high the middle of the cell stands."""
        return (self.top + self.bottom) / 2


def part_pitched(body: Sequence[PageLine], parting: Parting) -> Rows | None:
    """Return the rows, merged cells told by where they stand; None where they cannot be told."""
    columns = [_join_upright(lines) for lines in list_columns(body, parting)]
    apart = [low.top - high.top for lines in columns for high, low in pairwise(lines)]
    pitch = min(apart, default=0.0)
    most = pitch + max(_LEAST, _SAME * pitch)
    if not any(each > most for each in apart) or not _are_wrapped(columns, most):
        return None
    cells = [group_lines(lines, most) for lines in columns]
    main = max(range(len(cells)), key=lambda n: sum(cell.signs for cell in cells[n]))
    off = _OFF * body[0].size
    places = [[_row_of(cell, cells[main], off) for cell in own] for own in cells]
    merged = {n for n, at in enumerate(places) if None in at or len({*at}) < len(at)}
    rows: list[list[LineGroup]] = [[] for _ in cells[main]]
    for column, at in enumerate(places):
        for cell, place in zip(cells[column], at, strict=True):
            if column not in merged and place is not None:
                rows[place].append(cell)
    spans = [(min(cell.top for cell in row), max(cell.bottom for cell in row)) for row in rows]
    shared = {column: share_rows(cells[column], spans, off) for column in merged}
    if any(high[1] > low[0] for high, low in pairwise(spans)) or None in shared.values():
        return None
    # Who leads stands first; a row without is one of a merged cell, or has none: that nobody sees, and it is told.
    empty = main > 0 and 0 not in merged and 0 in places[0] and len(cells[0]) < len(rows)
    firsts = [at for at in places[0] if at is not None]
    guessed = (share_rows(cells[0], spans, off) or _fill(firsts, len(rows))) if empty else []
    return make_rows(
        spans, {**{n: each or [] for n, each in shared.items()}, 0: shared.get(0) or guessed}, bool(guessed)
    )


def make_rows(
    spans: Sequence[tuple[float, float]], shared: Mapping[int, Sequence[tuple[int, int]]], guessed: bool = False
) -> Rows:
    """Return rows by how high they stand. shared: for each column the first and last row of each of its cells."""
    inside = {column: {n for first, last in each for n in range(first, last)} for column, each in shared.items()}
    parted = {
        (high[1] + low[0]) / 2: frozenset(column for column, each in inside.items() if n in each)
        for n, (high, low) in enumerate(pairwise(spans))
    }
    return Rows(parted, frozenset({0}) if guessed else frozenset())


def _fill(firsts: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Give each cell the rows below it that have none."""
    return [(first, (below or count) - 1) for first, below in zip(firsts, [*firsts[1:], count], strict=True)]


def list_columns(body: Sequence[PageLine], parting: Parting) -> list[list[PrintedLine]]:
    """Return the parts of lines by column, from above to below."""
    columns: list[list[PrintedLine]] = [[] for _ in parting.middles]
    for line in body:
        for part in line.parts:
            columns[parting.column((part.x0 + part.x1) / 2)].append(part)
    return [sorted(lines, key=lambda part: part.top) for lines in columns]


def _join_upright(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put the signs of upright words together, one below the other: they stand closer than lines."""
    joined: list[PrintedLine] = []
    signs = 0
    for line in lines:
        below = bool(joined) and len(line.text) == 1 and signs > 0 and abs(line.x0 - joined[-1].x0) < line.size
        if below and line.top - joined[-1].bottom < _UPRIGHT * line.size:
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text, bottom=line.bottom)
            signs += 1
        else:
            joined.append(line)
            signs = int(len(line.text) == 1)
    return joined


def _are_wrapped(columns: Sequence[Sequence[PrintedLine]], most: float) -> bool:
    """Say whether lines that stand close together are those of one cell: the upper one had no more room."""
    full: list[bool] = []
    for lines in columns:
        width = max((part.x1 - part.x0 for part in lines), default=0.0)
        close = [(high, low) for high, low in pairwise(lines) if low.top - high.top <= most]
        full += [is_filled((width - (high.x1 - high.x0)) / high.size, low.text) for high, low in close]
    return bool(full) and sum(full) >= _FULL * len(full)


def group_lines(lines: Sequence[PrintedLine], most: float) -> list[LineGroup]:
    """Put lines together that stand so close below each other."""
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if groups and line.top - groups[-1][-1].top <= most:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [LineGroup(each[0].top, each[-1].bottom, sum(len(line.text) for line in each)) for each in groups]


def _row_of(cell: LineGroup, main: Sequence[LineGroup], off: float) -> int | None:
    """Return the row that a cell is in: beside it, with the same upper edge or the same middle; None if in several."""
    beside = [n for n, row in enumerate(main) if cell.top < row.bottom and row.top < cell.bottom]
    if len(beside) == 1:
        row = main[beside[0]]
        alike = abs(cell.top - row.top) < off or abs(cell.middle - row.middle) < off
        return beside[0] if alike else None
    return None


def share_rows(
    cells: Sequence[LineGroup], rows: Sequence[tuple[float, float]], off: float
) -> list[tuple[int, int]] | None:
    """Share all rows out to merged cells, each in the middle of its own; None if they do not fit."""
    shared: list[tuple[int, int]] = []
    first = 0
    for cell in cells:
        ends = range(first, len(rows))
        last = next((n for n in ends if abs((rows[first][0] + rows[n][1]) / 2 - cell.middle) < off), None)
        if last is None:
            return None
        shared.append((first, last))
        first = last + 1
    return shared if first == len(rows) else None
