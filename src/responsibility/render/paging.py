"""Paging: where printed pages begin, and what is one cell on each of them.

A heading stays with what it heads, pages are about equally full, and a sheet that is a little too long for one page is
shrunk to it. Words that several rows share are one merged cell on each page, since a cell shows its words once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from responsibility.render.styles import HEADINGS, MARGINS
from responsibility.views.measure import COLUMN, SIDES
from responsibility.views.sheet import Area, Page, Row, Sheet

PAPERS = {"A4": (29.7, 21.0), "A3": (42.0, 29.7)}  # centimetres, turned on their side
EMPTY_ROW = 15.75  # points; pictures keep their shape whatever the font
_POINTS = 72 / 2.54  # in a centimetre
_FULL = 0.97  # of a page's room, since programs round heights
_LEAST_SHRINK = 0.8  # a sheet that needs less than this to fit one page goes over several
_LEAST_SCALE = 0.67  # letters of 10.5 points are then 7
_MOST_PAGES = 1023  # page breaks that a sheet can hold
_STEPS = 16  # halvings until pages are even to a thousandth of a page


def page_room(page: Page) -> tuple[float, float]:
    """Return the points across and down within a page's margins."""
    long, short = PAPERS[page.paper]
    across, down = (long, short) if page.landscape else (short, long)
    left, right, top, bottom = MARGINS[page.form]
    return (across - left - right) * _POINTS, (down - top - bottom) * _POINTS


def lay_pages(sheet: Sheet, widths: Sequence[float], heights: Sequence[float | None]) -> Sheet:
    """Return the sheet with its page breaks, or shrunk to one page, and with what rows share merged on each page.

    What the sheet asks for stays. A list that can be filtered gets no breaks of ours: hidden rows would leave holes.
    """
    page = sheet.page
    if page.tall or page.wide != 1 or sheet.charts or sheet.pictures or not sheet.rows:
        return merge_shared(sheet, sheet.breaks)
    points = [EMPTY_ROW if height is None else height for height in heights[: page.rows or None]]
    across, down = page_room(page)
    printed = sum(width + SIDES for width, column in zip(widths, sheet.columns, strict=True) if not column.hidden)
    scale = min(1.0, across / (printed * COLUMN))
    room = down / scale * _FULL
    if not sheet.breaks and max(_LEAST_SHRINK, _LEAST_SCALE / scale) <= room / sum(points) < 1:
        return merge_shared(replace(sheet, page=replace(page, tall=1)), ())
    if sheet.filter is not None and not sheet.breaks:
        return sheet
    first, last = page.repeat_rows or (0, -1)
    starts = turn_pages(points, room, sum(points[first : last + 1]), list_headings(sheet), sheet.breaks)
    return replace(merge_shared(sheet, starts), breaks=starts[:_MOST_PAGES])


def list_headings(sheet: Sheet) -> set[int]:
    """List the rows that only head what comes after them."""
    return {number for number, row in enumerate(sheet.rows) if _is_heading(sheet, row)}


def _is_heading(sheet: Sheet, row: Row) -> bool:
    styles = {cell.style or row.style or sheet.columns[column].style for column, cell in row.cells}
    return bool(styles) and styles <= HEADINGS


def turn_pages(
    heights: Sequence[float],
    room: float,
    head: float = 0.0,
    kept: Collection[int] = (),
    breaks: Sequence[int] = (),
    *,
    even: bool = True,
) -> tuple[int, ...]:
    """Say before which rows new pages begin: as few as can be, and even: about equally full.

    room: points of a page. head: points that repeated rows take on every page but the first. kept: rows that stay on
    the page of the row after them. breaks: rows before which a page begins in any case.
    """
    starts: list[int] = []
    for first, end in pairwise([0, *breaks, len(heights)]):
        blocks = list(_blocks(heights, first, end, kept))
        starts += [first] * (first > 0)
        above = head if first else 0.0
        low, high = 0.0, room
        least = _fill(blocks, room, head, above)
        for _ in range(_STEPS if even and least else 0):
            middle = (low + high) / 2
            low, high = (low, middle) if len(_fill(blocks, middle, head, above)) == len(least) else (middle, high)
        starts += _fill(blocks, high, head, above)
    return tuple(starts)


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


def merge_shared(sheet: Sheet, starts: Collection[int]) -> Sheet:
    """Make one cell of equal words below each other in the columns that ask for it, anew where a page begins."""
    for place, column in enumerate(sheet.columns):
        if column.shared:
            sheet = _merge_column(sheet, place, starts)
    return sheet


def _merge_column(sheet: Sheet, place: int, starts: Collection[int]) -> Sheet:
    areas = [Area(top, place, bottom, place) for top, bottom in _runs(sheet, place, starts) if bottom > top]
    covered = {row for area in areas for row in range(area.top + 1, area.bottom + 1)}
    rows = (_without(row, place) if number in covered else row for number, row in enumerate(sheet.rows))
    return replace(sheet, rows=tuple(rows), merges=(*sheet.merges, *areas))


def _runs(sheet: Sheet, place: int, starts: Collection[int]) -> Iterator[tuple[int, int]]:
    """Give the first and last row of equal words below each other."""
    style, top, words = sheet.columns[place].style, 0, None
    for number, row in enumerate((*sheet.rows, Row(()))):
        cell = dict(row.cells).get(place)
        own = cell.value or None if cell and cell.style == style else None
        if own is None or own != words or number in starts:
            if words is not None:
                yield top, number - 1
            top, words = number, own


def _without(row: Row, place: int) -> Row:
    return replace(row, cells=tuple((at, replace(cell, value="") if at == place else cell) for at, cell in row.cells))
