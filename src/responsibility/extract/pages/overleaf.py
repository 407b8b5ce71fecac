"""Overleaf: rows of a table that a page end cut.

In: pages of placed lines, running heads and page numbers out. Out: the same, each cut row put together in the page that
it begins on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from responsibility.extract.draft import Placed
from responsibility.extract.pages.printed import PrintedPage, join_line_words


def join_cut_tables(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Put the first row of a page's table into the last row of the one before where a page ended inside a row.

    So it did where the table has as many columns, opens its page, and lacks the first cell of its first row; heads that
    each page repeats are none.
    """
    joined: list[PrintedPage] = []
    for each in pages:
        page = each
        before = joined[-1].lines[-1] if joined and joined[-1].lines else None
        first = page.lines[0] if page.lines else None
        body = _below_heads(before.cells, first.cells) if before and first else ()
        if before and first and before.cells and body and _row_goes_on(before.cells, body):
            top = min(cell.row for cell in body)
            tail = {cell.column: cell.text for cell in body if cell.row == top}
            last = max(cell.row for cell in before.cells)
            cells = tuple(_add_words(cell, tail, last) for cell in before.cells)
            joined[-1] = replace(joined[-1], lines=(*joined[-1].lines[:-1], replace(before, cells=cells)))
            rest = tuple(cell for cell in first.cells if cell.row != top)
            page = replace(page, lines=((replace(first, cells=rest),) if rest else ()) + page.lines[1:])
        joined.append(page)
    return joined


def _below_heads(before: Sequence[Placed], after: Sequence[Placed]) -> Sequence[Placed]:
    """Return the cells of a table below the rows at its head that repeat those of the one before: one or more."""
    rows = [_rows(cells) for cells in (before, after)]
    heads = next((n for n, (old, new) in enumerate(zip(*rows, strict=False)) if old != new), min(map(len, rows)))
    return [cell for row in rows[1][heads:] for cell in row]


def _rows(cells: Sequence[Placed]) -> list[list[Placed]]:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [list(row) for _, row in groupby(ordered, key=lambda cell: cell.row)]


def _row_goes_on(before: Sequence[Placed], after: Sequence[Placed]) -> bool:
    top, last = min(cell.row for cell in after), max(cell.row for cell in before)
    first = {cell.column: cell.text for cell in after if cell.row == top}
    row = {cell.column: cell.text for cell in before if cell.row + cell.rows - 1 == last}
    widths = [max(cell.column + cell.columns for cell in cells) for cells in (before, after)]
    same = widths[0] == widths[1] and set(first) == set(row)
    return same and not first[min(first)] and any(first.values()) and all(row[key] for key in first if first[key])


def _add_words(cell: Placed, tail: Mapping[int, str], last: int) -> Placed:
    if cell.row + cell.rows - 1 != last or not tail.get(cell.column):
        return cell
    return replace(cell, text=join_line_words(cell.text, tail[cell.column]))
