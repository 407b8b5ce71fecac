"""Paper: column widths and row heights from the words in the cells, and where printed pages begin.

XlsxWriter's autofit is about half too narrow for Chinese, and a row without a height prints as overlapping lines;
so both are computed here. A heading stays with what it heads, each page is filled to its foot, and a sheet that
is a little too long for its pages is shrunk to them. Rows to be written in take what their page has left. No page is
less than half full where it can be helped: rows to be written in grow, others are moved from the page before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from responsibility.render.styles import HEADINGS, LINES, LOOKS, MARGINS, font_size
from responsibility.views.measure import (
    COLUMN,
    PADDING,
    SIDES,
    TALLEST,
    capacity_of,
    count_lines,
    line_height,
    text_width,
    width_for,
)
from responsibility.views.sheet import Area, Cell, Page, Row, Sheet

_HEADS = frozenset({"head", "head-fill", "annex-head"})
_STACKED = 270  # XlsxWriter's number for letters below each other
_TURNED_SLACK = 1.15


class LimitError(Exception):
    """What a workbook cannot hold: the one argument is its place, as a spreadsheet names it, and how it begins."""


def fit_columns(sheet: Sheet) -> list[float]:
    """Compute the width of every column: as wide as its longest line, within the column's bounds.

    Merged cells and cells that do not wrap (titles, bands) do not count. No Latin word of a head is cut.
    """
    widths = [column.least for column in sheet.columns]
    free = {index for index, column in enumerate(sheet.columns) if column.most > column.least}
    least = list(widths)
    merged = {(area.top, area.left) for area in sheet.merges if area.right > area.left}
    for number, row in enumerate(sheet.rows):
        for index, cell in row.cells:
            if not isinstance(cell.value, str) or (number, index) in merged:
                continue
            style = _style(sheet, row.style, index, cell)
            if style in _HEADS:
                least[index] = max(least[index], _longest_word(cell.value, style))
            if index in free:
                widths[index] = max(widths[index], _natural_width(cell, style))
    bounds = zip(widths, sheet.columns, least, strict=True)
    return [max(min(width, column.most), bound) for width, column, bound in bounds]


def _style(sheet: Sheet, row_style: str, index: int, cell: Cell) -> str:
    return cell.style or row_style or sheet.columns[index].style


def _longest_word(words: str, style: str) -> float:
    return max((width_for(text_width(word), font_size(style)) for word in words.split() if word.isascii()), default=0.0)


def _natural_width(cell: Cell, style: str) -> float:
    look = LOOKS[style] if style else {}
    if look.get("rotation") or not (look.get("text_wrap") or look.get("border")):
        return 0.0
    longest = max(map(text_width, str(cell.value).split("\n")))
    return width_for(longest, font_size(style))


def span_lines(sheet: Sheet, widths: list[float]) -> Sheet:
    """Let a title or note that is longer than the sheet is wide go on below, in one cell across the sheet.

    Over several pages only the columns that each repeats count: there LibreOffice cuts what runs over their edge.
    """
    repeated = sheet.page.repeat_columns if sheet.page.wide > 1 else None
    last = repeated[1] if repeated else (sheet.page.columns or len(sheet.columns)) - 1
    shown = [index for index in range(last + 1) if not sheet.columns[index].hidden]
    across = sum(widths[index] + SIDES for index in shown) - SIDES
    taken = {row for area in sheet.merges for row in range(area.top, area.bottom + 1)}
    rows, merges = list(sheet.rows), list(sheet.merges)
    for number, row in enumerate(sheet.rows):
        index, cell = row.cells[0] if len(row.cells) == 1 else (-1, Cell())
        if index or number in taken or cell.style not in LINES or not isinstance(cell.value, str):
            continue
        if text_width(cell.value) > capacity_of(across, font_size(cell.style)):
            rows[number] = replace(row, cells=((index, replace(cell, style=LINES[cell.style])),))
            merges.append(Area(number, 0, number, shown[-1]))
    return replace(sheet, rows=tuple(rows), merges=tuple(merges)) if len(merges) > len(sheet.merges) else sheet


def fit_rows(sheet: Sheet, widths: list[float]) -> list[float | None]:
    """Compute the height of every row that holds words; None where a row is empty.

    A merged cell counts with the width of all its columns; where it spans rows, its last row grows to hold it.
    Raises LimitError where a row would need more than Excel's 409 points, naming the row.
    """
    across = {(area.top, area.left): area for area in sheet.merges}
    widths = [0.0 if column.hidden else width for width, column in zip(widths, sheet.columns, strict=True)]
    heights: list[float | None] = []
    for number, row in enumerate(sheet.rows):
        needs = [
            _cell_height(
                cell, _style(sheet, row.style, index, cell), _span_width(across.get((number, index)), index, widths)
            )
            for index, cell in row.cells
            if not (sheet.columns[index].hidden or _spans_rows(across.get((number, index))))
        ]
        heights.append(row.height if row.height is not None else max((*needs, row.least or 0.0), default=0.0) or None)
    _grow_merged(sheet, widths, heights)
    for number, height in enumerate(heights):
        if height is not None and height > TALLEST:
            raise LimitError(f"{sheet.name}!{number + 1}")
    return heights


def _spans_rows(area: Area | None) -> bool:
    return area is not None and area.bottom > area.top


def _span_width(area: Area | None, index: int, widths: list[float]) -> float:
    shown = [width for width in widths[area.left : area.right + 1] if width] if area else [widths[index]]
    return sum(shown) + SIDES * (len(shown) - 1)


def _cell_height(cell: Cell, style: str, width: float) -> float:
    size = font_size(style)
    if not isinstance(cell.value, str) or not cell.value:
        return line_height(size) + PADDING
    look = LOOKS[style] if style else {}
    if look.get("rotation") == _STACKED:
        # Each letter takes a line, whether full or half width.
        return len(cell.value) * line_height(size) + PADDING
    if look.get("rotation"):
        return max(map(text_width, cell.value.split("\n"))) * size / 2 * _TURNED_SLACK + PADDING
    lines = count_lines(cell.value, capacity_of(width, size)) if look.get("text_wrap") else 1
    return lines * line_height(size) + PADDING


def _grow_merged(sheet: Sheet, widths: list[float], heights: list[float | None]) -> None:
    for area in sheet.merges:
        if not _spans_rows(area):
            continue
        row = sheet.rows[area.top]
        cell = next((cell for index, cell in row.cells if index == area.left), Cell())
        needed = _cell_height(cell, _style(sheet, row.style, area.left, cell), _span_width(area, area.left, widths))
        rest = sum(heights[line] or 0.0 for line in range(area.top, area.bottom))
        heights[area.bottom] = max(heights[area.bottom] or 0.0, needed - rest)


PAPERS = {"A4": (29.7, 21.0), "A3": (42.0, 29.7)}  # centimetres, turned on their side
EMPTY_ROW = 15.75  # points; pictures keep their shape whatever the font
_POINTS = 72 / 2.54  # in a centimetre
_FULL = 0.97  # of a page's room, since programs round heights
_FEW = 4  # pages of which it is worth to spare one
_LEAST_SHRINK = 0.8  # a sheet that needs less than this to spare a page keeps it
_SPARING = 95  # percent of its own size that letters may have where this saves a page: 10 points for 10.5
_LEAST_SCALE = 0.67  # letters of 10.5 points are then 7
_MOST_PAGES = 1023  # page breaks that a sheet can hold
_MOST_GROWN = 312.0  # points of a row that fills a page; more is no help
_HALF = 0.55  # of a page's room: what the last of several pages is filled to


def page_room(page: Page) -> tuple[float, float]:
    """Return the points across and down within a page's margins."""
    long, short = PAPERS[page.paper]
    across, down = (long, short) if page.landscape else (short, long)
    left, right, top, bottom = MARGINS[page.form]
    return (across - left - right) * _POINTS, (down - top - bottom) * _POINTS


def lay_pages(sheet: Sheet, widths: Sequence[float], heights: Sequence[float | None]) -> Sheet:
    """Return the sheet with its page breaks, or shrunk to spare a page.

    What the sheet asks for stays. A list that can be filtered gets no breaks of ours: hidden rows would leave holes.
    """
    page = sheet.page
    if page.tall or sheet.charts or sheet.pictures or not sheet.rows:
        return sheet
    points = [EMPTY_ROW if height is None else height for height in heights[: page.rows or None]]
    across, down = page_room(page)
    shown = [0.0 if column.hidden else width + SIDES for width, column in zip(widths, sheet.columns, strict=True)]
    shown = shown[: page.columns or None]
    left, right = page.repeat_columns or (0, -1)
    printed = sum(shown) + (page.wide - 1) * sum(shown[left : right + 1])
    scale = min(1.0, across * page.wide / (printed * COLUMN))
    room = down / scale * _FULL
    first, last = page.repeat_rows or (0, -1)
    head, kept = sum(points[first : last + 1]), list_headings(sheet)
    if page.whole:
        return _lay_whole(sheet, points, room, head, kept)
    starts = turn_pages(points, room, head, kept, sheet.breaks)
    if 0 < page.most < len(starts):
        return _cut_pages(sheet, starts)
    # Where rows stay together, of many pages one is not worth that the program chooses where they begin.
    free = page.wide == 1 and not sheet.breaks and (len(starts) <= _FEW or max(kept, default=0) <= last)
    if starts and free and _can_shrink(len(starts), sum(points), room, head, scale):
        return replace(sheet, page=replace(page, tall=len(starts)))
    if sheet.filter is not None and not sheet.breaks:
        return sheet
    if starts[-1:] != sheet.breaks[-1:]:
        starts = even_pages(points, room, head, kept, starts)
    return replace(sheet, breaks=starts[:_MOST_PAGES])


def _cut_pages(sheet: Sheet, starts: Sequence[int]) -> Sheet:
    """Leave what comes after the most pages of a sheet to the screen, as its header then says."""
    page = sheet.page
    own = starts if sheet.filter is None else sheet.breaks
    page = replace(page, rows=starts[page.most - 1], header=page.cut)
    return replace(sheet, page=page, breaks=tuple(row for row in own if row < page.rows))


def _lay_whole(sheet: Sheet, points: list[float], room: float, head: float, kept: set[int]) -> Sheet:
    """Lay the pages of a sheet that is printed in its own size, or a little smaller where that spares a page."""
    hidden = list_spared(sheet, points, room, head, kept)
    if hidden:
        points = [0.0 if row in hidden else height for row, height in enumerate(points)]
        rows = [replace(row, height=0.0) if number in hidden else row for number, row in enumerate(sheet.rows)]
        sheet = replace(sheet, rows=tuple(rows))
    starts = turn_pages(points, room, head, kept, sheet.breaks)
    spared = turn_pages(points, room * 100 / _SPARING, head, kept, sheet.breaks)
    if len(spared) < len(starts):
        starts, room = spared, room * 100 / _SPARING
        sheet = replace(sheet, page=replace(sheet.page, percent=_SPARING))
    return replace(grow_rows(sheet, points, room, head, starts), breaks=starts[:_MOST_PAGES])


def list_spared(sheet: Sheet, heights: Sequence[float], room: float, head: float, kept: Collection[int]) -> set[int]:
    """List the rows at the end of each part that may be left out, where they would begin a page of their own."""
    found: set[int] = set()
    for first, end in pairwise([0, *sheet.breaks, len(heights)]):
        last = end
        while last > first and sheet.rows[last - 1].spare:
            last -= 1
        above = head if first else 0.0
        with_them, without = (_fill(list(_blocks(heights, first, to, kept)), room, head, above) for to in (end, last))
        if len(without) < len(with_them):
            found |= set(range(last, end))
    return found


def _can_shrink(pages: int, needed: float, room: float, head: float, scale: float) -> bool:
    """Say whether a sheet that needs a page more than these goes on them, a little smaller."""
    least = max(_LEAST_SHRINK, _LEAST_SCALE / scale)
    return least <= (pages * room - (pages - 1) * head) / needed


def grow_rows(sheet: Sheet, heights: Sequence[float], room: float, head: float, starts: Sequence[int]) -> Sheet:
    """Let rows to be written in take what their page has left.

    The last of several pages is filled to its half; one that is the only one to its foot, its rows within _MOST_GROWN.
    """
    rows = list(sheet.rows)
    for first, end in pairwise([0, *starts, len(heights)]):
        growing = [row for row in range(first, end) if rows[row].grows]
        is_last, is_first = end == len(heights) or end in sheet.breaks, not first or first in sheet.breaks
        wanted = room * _HALF if is_last and not is_first else room
        left = wanted - sum(heights[first:end]) - (head if first else 0.0)
        if not growing or left <= 0:
            continue
        share = left / len(growing)
        for row in growing:
            most = _MOST_GROWN if is_last else TALLEST
            rows[row] = replace(rows[row], height=max(heights[row], min(heights[row] + share, most)))
    return replace(sheet, rows=tuple(rows))


def list_headings(sheet: Sheet) -> set[int]:
    """List the rows that only head what comes after them."""
    return {number for number, row in enumerate(sheet.rows) if row.kept or _is_heading(sheet, row)}


def _is_heading(sheet: Sheet, row: Row) -> bool:
    styles = {cell.style or row.style or sheet.columns[column].style for column, cell in row.cells}
    return bool(styles) and styles <= HEADINGS


def turn_pages(
    heights: Sequence[float],
    room: float,
    head: float = 0.0,
    kept: Collection[int] = (),
    breaks: Sequence[int] = (),
) -> tuple[int, ...]:
    """Say before which rows new pages begin: each page to its foot, so that no paper is wasted.

    room: points of a page. head: points that repeated rows take on every page but the first. kept: rows that stay on
    the page of the row after them. breaks: rows before which a page begins in any case.
    """
    starts: list[int] = []
    for first, end in pairwise([0, *breaks, len(heights)]):
        blocks = list(_blocks(heights, first, end, kept))
        starts += [first] * (first > 0)
        starts += _fill(blocks, room, head, head if first else 0.0)
    return tuple(starts)


def even_pages(
    heights: Sequence[float], room: float, head: float, kept: Collection[int], starts: Sequence[int]
) -> tuple[int, ...]:
    """Begin the last of several pages earlier where it would be less than half full."""
    *before, last = (0, *starts)
    if not before or head + sum(heights[last:]) >= room * _HALF:
        return tuple(starts)
    begins = [start for start, _ in _blocks(heights, before[-1], len(heights), kept)][1:]
    evenest = max(begins, key=lambda start: min(sum(heights[before[-1] : start]), sum(heights[start:])))
    return (*starts[:-1], evenest)


def _blocks(heights: Sequence[float], first: int, end: int, kept: Collection[int]) -> Iterator[tuple[int, float]]:
    """Join rows that stay together: where each block begins, and how high it is."""
    start, height = first, 0.0
    for row in range(first, end):
        height += heights[row]
        if row not in kept or row == end - 1:
            yield start, height
            start, height = row + 1, 0.0


def _fill(blocks: Sequence[tuple[int, float]], room: float, head: float, above: float) -> list[int]:
    """Fill pages to the brim: where new ones begin. above: points that repeated rows take on the first of them."""
    starts: list[int] = []
    used = above
    for number, (start, height) in enumerate(blocks):
        if number and used + height > room:
            starts.append(start)
            used = head
        used += height
    return starts
