"""Merged: tables in which a cell that covers several columns or rows was printed once, so that what follows moved left.

In: a Grid, and for its rows the Layout. Out: the Grid with its cells where they belong. The number of cells and what
each holds tell where the gap is; a row that was moved, or does not fit its columns, is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from responsibility.kinds import Severity
from responsibility.model import Block, Finding
from responsibility.parse.clause.asides import is_person
from responsibility.parse.clause.mentions import QUOTED, Source
from responsibility.parse.table.contents import charges_some, holds_number, is_charge, is_ditto, is_foot
from responsibility.parse.table.heads import TEXTS, UNITS, Grid, span_over, tell_head
from responsibility.parse.table.records import TableLayout

_DEEPEST_HEAD = 6  # rows above the lower heads
_FEWEST = 2  # columns before that of the units
_MOST_GAPS = 3  # in a row
_BELOW = (*UNITS, "watch", "person", "office", "phone")  # what stands below a merged head of units
_SAID = (*TEXTS, "category", "target")
_CODE = re.compile(r"[\d一二三四五六七八九十().、-]{1,8}")
_DAY = re.compile(r"[\d年月日底前末季]|全年|长期|持续|常年|年内|每")
_NAMES = re.compile(r"[、,;\s]+")


def spread_heads(grid: Grid, source: Source, findings: list[Finding]) -> Grid:
    """Put heads under the merged one that was printed once: 牵头 | 配合 below 序号 | 任务 | 责任单位 | 时限.

    Which one it is must be certain by what stands in the columns; where it is not, the heads are told.
    """
    for upper, lower in pairwise(grid.rows[: _DEEPEST_HEAD + 1]) if grid.tabbed else ():
        above, below = _packed(grid, upper), _packed(grid, lower)
        if not 1 < len(below) <= len(above) < grid.width + 1:
            continue
        kinds = [_kind(each, source) for each in above]
        under = [_kind(each, source) for each in below]
        if set(kinds) & {*UNITS} and set(kinds) & {*_SAID} and set(under) & {*UNITS} and set(under) <= {*_BELOW}:
            spread = [_spread(grid, (upper, lower), at, len(below)) for at in _merged(kinds, len(below))]
            fits = [each for each in spread if each.width >= grid.width and _holds_units(each, lower, source)]
            if len(fits) == 1:
                return fits[0]
            span = span_over(below)
            findings.append(Finding("TABLE_FLAT", Severity.WARNING, span, params={"text": span.of(source.original)}))
            break
    return grid


def _packed(grid: Grid, row: int) -> list[Block]:
    """Return the cells of a row that fill its first places, none where one of them is empty or merged."""
    own = grid.own(row)
    packed = all(cell.locator.column == at and cell.columns == cell.rows == 1 for at, cell in enumerate(own, 1))
    return list(own) if packed else []


def _kind(cell: Block, source: Source) -> str:
    return tell_head(cell.span.of(source.text), source.lexicon)


def _merged(kinds: Sequence[str], count: int) -> Iterator[tuple[int, ...]]:
    """Yield which of the upper heads, from 0, can be those over the lower ones."""
    units = tuple(at for at, kind in enumerate(kinds) if kind in UNITS)
    yield from ((at,) for at in units)
    if len(units) > 1 and count % len(units) == 0 and count > len(units):
        yield units


def _spread(grid: Grid, rows: tuple[int, int], merged: tuple[int, ...], count: int) -> Grid:
    """Return the grid with its heads in place: those over the lower ones as wide as they are, the others two rows."""
    above, below = (_packed(grid, row) for row in rows)
    share = count // len(merged)
    cells = {place: block for place, block in grid.cells.items() if place[0] not in rows}
    column = 1
    for at, head in enumerate(above):
        wide = share if at in merged else 1
        whole = head._replace(columns=wide, rows=1 if at in merged else 2)
        for across in range(column, column + wide):
            cells[rows[0], across] = whole
            cells[rows[1], across] = below.pop(0) if at in merged else whole
        column += wide
    return replace(grid, cells=cells, width=column - 1)


def _holds_units(grid: Grid, lower: int, source: Source) -> bool:
    """Say whether most cells in the columns of units hold units, and some do."""
    kinds = {column: _kind(grid.cells[lower, column], source) for column in range(1, grid.width + 1)}
    rows = [row for row in grid.rows if row > lower and (row, grid.width - 1) in grid.cells]
    units = [column for column, kind in kinds.items() if kind in UNITS]
    cells = [cell for row in rows for column in units if (cell := grid.cells.get((row, column)))]
    return bool(cells) and sum(charges_some(cell.span, source) for cell in cells) * 2 > len(cells)


def shift_rows(grid: Grid, layout: TableLayout, start: int, source: Source, findings: list[Finding]) -> Grid:
    """Move back, and tell of, rows that a merged cell left short. start: first row of the body."""
    if grid.tabbed:
        return _shift_tabbed(grid, layout, start, source, findings)
    return _shift_lists(grid, layout, start, source, findings)


def _shift_lists(grid: Grid, layout: TableLayout, start: int, source: Source, findings: list[Finding]) -> Grid:
    """Move back rows of any table: 要求 | 各科室 | "" below 任务 | 要求 | 单位.

    The merged cell is the first one, or the one behind a number. The row ends before the last column, and the cell
    before that of the units holds nothing but units, which theirs does not.
    """
    last = grid.width
    kinds = [head.kind for _, head in sorted(layout.columns.items())]
    units = next((n for n, kind in enumerate(kinds) if kind in UNITS), 0)
    texts = {*kinds[1:units]} <= {*_SAID, ""} and kinds[:1] != ["due"]
    if units < _FEWEST or len(kinds) != last or not texts:
        return grid
    cells = dict(grid.cells)
    for row in (row for row in grid.rows if row > start):
        own = [grid.cells.get((row, number)) for number in range(1, last + 1)]
        whole = [each for each in own if each and each.span.of(source.text).strip()]
        gap = 2 if kinds[0] == "number" and whole and holds_number(whole[0].span, source) else 1
        above = cells.get((row - 1, gap))
        if above is None or gap >= units or not units <= len(whole) < last or whole != own[: len(whole)]:
            continue
        charged = [is_charge(each.span, source) for each in whole[units - 1 :]]
        if not charged[0] or any(charged[1:2]):
            continue
        cells |= {(row, gap): above} | {(row, number): whole[number - 2] for number in range(gap + 1, len(whole) + 2)}
        findings.append(_tell(whole, source))
    return replace(grid, cells=cells)


def _tell(cells: Sequence[Block], source: Source) -> Finding:
    span = span_over(cells)
    return Finding("TABLE_ROW_SHORT", Severity.WARNING, span, params={"text": span.of(source.original)[:QUOTED]})


def _shift_tabbed(grid: Grid, layout: TableLayout, start: int, source: Source, findings: list[Finding]) -> Grid:
    """Move the cells of short rows to where each fits what its column holds; a gap is filled from above.

    Where one row was moved, a row that ends before the last units may be short as well, and is told.
    """
    kinds = [layout.columns[at].kind if at in layout.columns else "" for at in range(1, grid.width + 1)]
    rows = (row for row in grid.rows if row >= start and not is_foot(grid.own(row), source))
    ends = {row: _empty_ends(grid, row, source) for row in rows}
    cells, above = dict(grid.cells), dict[int, Block]()
    doubted: list[Finding] = []
    for row, empty in ends.items():
        own = _packed(grid, row)
        missing = grid.width - len(own) - empty
        misfits = _misfits(own, range(len(own)), kinds, source)
        if 1 < len(own) < grid.width and (misfits or (empty and missing > 0)):
            counts = [missing] if empty else range(1, missing + 1)  # a row that keeps its empty cells lacks no others
            columns = _align(own, kinds, counts, above, source) if misfits else ()
            if columns:
                cells = {place: block for place, block in cells.items() if place[0] != row}
                gaps = {column: above[column] for column in range(1, columns[-1]) if column not in columns}
                placed = gaps | dict(zip(columns, own, strict=True))
                cells |= {(row, column): block for column, block in placed.items()}
            if columns or any(charges_some(each.span, source) for each in own):
                findings.append(_tell(own, source))
        elif len(own) > 1 and {*kinds[len(own) :]} & {*UNITS}:
            doubted.append(_tell(own, source))
        if len(grid.own(row)) > 1:
            above |= {column: cells[row, column] for column in range(1, grid.width + 1) if (row, column) in cells}
    findings.extend(doubted if cells != grid.cells else ())
    return replace(grid, cells=cells)


def _empty_ends(grid: Grid, row: int, source: Source) -> int:
    """Return how many empty cells end a row: the tabs behind its last words."""
    end = max((cell.span.end for cell in grid.own(row)), default=0)
    stop = source.original.find("\n", end)
    return source.original.count("\t", end, stop if stop >= 0 else len(source.original))


def _align(
    own: Sequence[Block], kinds: Sequence[str], counts: Sequence[int], above: Mapping[int, Block], source: Source
) -> tuple[int, ...]:
    """Return the columns of cells in which each fits, few gaps, sure cells and early gaps first; none where none do."""
    for count in (count for count in counts if 0 < count <= _MOST_GAPS):
        found: list[tuple[int, ...]] = []
        for gaps in combinations(range(1, len(kinds) + 1), count):
            left = tuple(column for column in range(1, len(kinds) + 1) if column not in gaps)[: len(own)]
            inner = all(gap in above and gap < left[-1] for gap in gaps)
            if inner and not _misfits(own, [column - 1 for column in left], kinds, source):
                found.append(left)
        if found:
            return min(found, key=lambda left: _count_unsure(own, left, kinds, source))
    return ()


def _count_unsure(own: Sequence[Block], columns: Sequence[int], kinds: Sequence[str], source: Source) -> int:
    """Count the cells under units or persons that name none for sure."""
    pairs = [(kinds[column - 1], cell) for cell, column in zip(own, columns, strict=True)]
    persons = sum(kind == "person" and not _names_persons(cell, source) for kind, cell in pairs)
    return persons + sum(kind in UNITS and not charges_some(cell.span, source) for kind, cell in pairs)


def _names_persons(cell: Block, source: Source) -> bool:
    return all(is_person(each, source.lexicon) for each in _NAMES.split(cell.span.of(source.text)) if each)


def _misfits(own: Sequence[Block], places: Sequence[int], kinds: Sequence[str], source: Source) -> bool:
    """Say whether a cell surely holds what its column does not."""
    return any(not _may_hold(kinds[at], cell, source) for cell, at in zip(own, places, strict=True))


def _may_hold(kind: str, cell: Block, source: Source) -> bool:
    words = cell.span.of(source.text).strip()
    lexicon = source.lexicon
    if words in lexicon["words.none"] or is_ditto(words, lexicon):
        return True
    named = _names_persons(cell, source)
    if kind == "number":
        return _CODE.fullmatch(words) is not None
    if kind in (*UNITS, "watch"):
        return charges_some(cell.span, source) or not (named or _DAY.search(words) or "。" in words)
    if kind == "person":
        return named or not (_CODE.fullmatch(words) or "。" in words or is_charge(cell.span, source))
    if kind == "due":
        return _DAY.search(words) is not None or not charges_some(cell.span, source)
    unlike = is_charge(cell.span, source) or (kind in _SAID and _CODE.fullmatch(words) is not None)
    return kind not in (*_SAID, "note", "") or not unlike
