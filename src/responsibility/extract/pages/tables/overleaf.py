"""Overleaf: rows and merged cells of a table that a page end cut.

In: pages of placed lines, running heads and page numbers out. Out: the same, each cut row put together in the page that
it begins on, and the words of a cut merged cell in both its parts. A row goes on where a number that each row has is
missing, or where lines that had no more room go on and another cell is empty; else a row begins, and its empty cell
belongs to a merged one above where no rule closed that, or where its column has merged cells and no other empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from responsibility.extract.draft import Placed
from responsibility.extract.pages.printed import PrintedLine, PrintedPage, is_filled, join_line_words

_NUMBER = re.compile(r"[0-9]{1,4}[.、]?|[一二三四五六七八九十]{1,3}")
Place = tuple[int, int]


def join_cut_tables(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Put together what a page's table and the one that opens the next page have of one row or one merged cell.

    They are one table where they have as many columns; heads that each page repeats are none of its rows.
    """
    joined: list[PrintedPage] = []
    for each in pages:
        page = each
        at = next((n for n in range(len(joined) - 1, -1, -1) if joined[n].lines), None)
        before = joined[at].lines[-1] if at is not None else None
        after = page.lines[0] if page.lines else None
        if at is not None and before and after and before.cells and after.cells and _width(before) == _width(after):
            before, rest = _join_cut(before, after)
            joined[at] = replace(joined[at], lines=(*joined[at].lines[:-1], before))
            page = replace(page, lines=(*((rest,) if rest.cells else ()), *page.lines[1:]))
        joined.append(page)
    return joined


def _width(table: PrintedLine) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a page end cut a table: its last row before, its first one after, by column; and all cells but the heads.

    A cell that reaches into the row is in it; one that covers several columns stands in its first.
    """

    before: PrintedLine
    after: PrintedLine
    row: Mapping[int, Placed]
    first: Mapping[int, Placed]
    body: tuple[Placed, ...]


def _join_cut(before: PrintedLine, after: PrintedLine) -> tuple[PrintedLine, PrintedLine]:
    """Return the parts of a table that a page end cut, their row put together and their merged cells whole."""
    after = _without_spilled(before, after)
    cut = _find_cut(before, after)
    if cut and _row_goes_on(cut):
        before, after = _join_row(cut)
        cut = _find_cut(before, after)
    return _carry(cut) if cut else (before, after)


def _find_cut(before: PrintedLine, after: PrintedLine) -> _Cut | None:
    """Return where a page end cut a table; None if its rows have other columns there."""
    heads = _count_heads(before.cells, after.cells)
    rows = _rows(after.cells)[heads:]
    last = max(cell.row + cell.rows - 1 for cell in before.cells)
    row = {cell.column: cell for cell in before.cells if cell.row + cell.rows - 1 == last}
    first = {cell.column: cell for cell in rows[0]} if rows else {}
    body = [*(cell for each in _rows(before.cells)[heads:] for cell in each), *(cell for each in rows for cell in each)]
    return _Cut(before, after, row, first, tuple(body)) if row.keys() == first.keys() else None


def _without_spilled(before: PrintedLine, after: PrintedLine) -> PrintedLine:
    """Take the words of an unclosed merged cell out of the repeated heads that a page end printed them over."""
    if not before.ends.unclosed or _is_open(before):
        return after
    heads = {_place(cell): cell.text for cell in before.cells if cell.column in before.ends.unclosed}
    last = [text for place, text in heads.items() if text and place[0] > 1]

    def clean(cell: Placed) -> Placed:
        head = heads.get(_place(cell), "")
        over = cell.text.removeprefix(head).strip()
        return replace(cell, text=head) if head and over != cell.text and over and over in last else cell

    return replace(after, cells=tuple(map(clean, after.cells)))


def _is_open(table: PrintedLine) -> bool:
    """Say whether no rule closes the last row of a table at all."""
    last = max(cell.row + cell.rows - 1 for cell in table.cells)
    return {cell.column for cell in table.cells if cell.row + cell.rows - 1 == last} <= table.ends.unclosed


def _count_heads(before: Sequence[Placed], after: Sequence[Placed]) -> int:
    """Return how many rows at the head of a table repeat those of the one before."""
    rows = [_rows(cells) for cells in (before, after)]
    return next((n for n, (old, new) in enumerate(zip(*rows, strict=False)) if old != new), min(map(len, rows)))


def _rows(cells: Sequence[Placed]) -> list[list[Placed]]:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [list(row) for _, row in groupby(ordered, key=lambda cell: cell.row)]


def _row_goes_on(cut: _Cut) -> bool:
    """Say whether the first row behind a page end is the rest of the last one before it."""
    on = [column for column, cell in cut.first.items() if cell.text]
    lacks = [column for column, cell in cut.first.items() if not cell.text and cut.row[column].text]
    if not on or not lacks or not all(cut.row[column].text for column in on):
        return False
    if cut.before.ends.unclosed and not _is_open(cut.before):
        return False  # a merged cell goes on, and the row beside it does not
    numbers = [column for column, cell in cut.row.items() if _NUMBER.fullmatch(cell.text)]
    if any(column in lacks and not _is_merged(cut, column) for column in numbers):
        return True
    if any(column in on for column in numbers):
        return False
    return all(_is_full(cut, column) for column in on)


def _is_full(cut: _Cut, column: int) -> bool:
    """Say whether the last line of a cell had no room for the words that stand below it in the next page."""
    cell = cut.row[column]
    room = cut.before.ends.rooms.get((cell.row, cell.column))
    return room is not None and is_filled(room, cut.first[column].text) and not cell.text.endswith("。")


def _is_merged(cut: _Cut, column: int) -> bool:
    """Say whether a column has merged cells."""
    return any(cell.column == column and cell.rows > 1 for cell in cut.body)


def _join_row(cut: _Cut) -> tuple[PrintedLine, PrintedLine]:
    """Put the first row behind a page end to the last one before; a merged cell of it goes on in the rows below."""
    words = {column: join_line_words(cut.row[column].text, cell.text) for column, cell in cut.first.items()}
    row = {column: replace(cell, text=words[column]) for column, cell in cut.row.items()}
    rooms = {(cell.row, cell.column): cut.after.ends.rooms.get(_place(cut.first[cell.column])) for cell in row.values()}
    known = {place: room for place, room in rooms.items() if room is not None}
    below = [replace(cell, row=cell.row + 1, rows=cell.rows - 1) for cell in cut.first.values() if cell.rows > 1]
    below = [replace(cell, text=words[cell.column]) for cell in below]
    gone = {*cut.first.values()}
    kept = [*(cell for cell in cut.after.cells if cell not in gone), *below]
    is_last = not any(cell.row > max(each.row for each in gone) for cell in kept)
    ends = replace(cut.before.ends, rooms={**cut.before.ends.rooms, **known})
    ends = replace(ends, unclosed=cut.after.ends.unclosed if is_last else frozenset())
    carried = {*cut.after.ends.carried, *map(_place, below)}
    after = replace(cut.after, cells=tuple(kept), ends=replace(cut.after.ends, carried=frozenset(carried)))
    return _with(replace(cut.before, ends=ends), row.values()), after


def _carry(cut: _Cut) -> tuple[PrintedLine, PrintedLine]:
    """Put the words of each merged cell that a page end cut into its part without any."""
    on: list[Placed] = []
    back: list[Placed] = []
    for column, cell in cut.first.items():
        above = cut.row[column]
        unclosed = column in cut.before.ends.unclosed
        if above.text and not cell.text and (unclosed or _is_merged_throughout(cut, column)):
            on.append(replace(cell, text=above.text))
        elif cell.text and not above.text and unclosed:
            back.append(replace(above, text=cell.text))
    return _with_carried(cut.before, back), _with_carried(cut.after, on, cut.before.ends.guessed)


def _with_carried(table: PrintedLine, cells: Sequence[Placed], guessed: Iterable[Place] = ()) -> PrintedLine:
    """Return a table with the words of merged cells; where no rule tells those of their column, these are guessed."""
    columns = {column for _, column in (*table.ends.guessed, *guessed)}
    unsure = frozenset(_place(cell) for cell in cells if cell.column in columns)
    known = frozenset(map(_place, cells)) - unsure
    ends = replace(table.ends, carried=table.ends.carried | known, guessed=table.ends.guessed | unsure)
    return replace(_with(table, cells), ends=ends)


def _is_merged_throughout(cut: _Cut, column: int) -> bool:
    """Say whether a column has merged cells, and no empty one but the first behind the page end."""
    empty = [cell for cell in cut.body if cell.column == column and not cell.text]
    return _is_merged(cut, column) and empty == [cut.first[column]]


def _with(table: PrintedLine, cells: Iterable[Placed]) -> PrintedLine:
    """Return a table with cells in place of those that begin where they do."""
    new = {_place(cell): cell for cell in cells}
    return replace(table, cells=tuple(new.get(_place(cell), cell) for cell in table.cells))


def _place(cell: Placed) -> Place:
    return cell.row, cell.column
