"""Layout: column widths and row heights from the words in the cells.

XlsxWriter's autofit is about half too narrow for Chinese, and a row without a height prints as overlapping lines;
so both are computed here.
"""

from __future__ import annotations

from dataclasses import replace

from responsibility.render.styles import LINES, LOOKS, font_size
from responsibility.views.measure import (
    PADDING,
    SIDES,
    TALLEST,
    capacity_of,
    count_lines,
    line_height,
    text_width,
    width_for,
)
from responsibility.views.sheet import Area, Cell, Sheet

_HEADS = frozenset({"head", "head-fill", "annex-head"})
_STACKED = 270  # XlsxWriter's number for letters below each other
_TURNED_SLACK = 1.15


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
    last = repeated[1] if repeated else len(sheet.columns) - 1
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
    Raises ValueError where a row would need more than Excel's 409 points, naming the row.
    """
    across = {(area.top, area.left): area for area in sheet.merges}
    heights: list[float | None] = []
    for number, row in enumerate(sheet.rows):
        needs = [
            _cell_height(
                cell, _style(sheet, row.style, index, cell), _span_width(across.get((number, index)), index, widths)
            )
            for index, cell in row.cells
            if not _spans_rows(across.get((number, index)))
        ]
        heights.append(row.height if row.height is not None else max(needs, default=None))
    _grow_merged(sheet, widths, heights)
    for number, height in enumerate(heights):
        if height is not None and height > TALLEST:
            raise ValueError(f"row {number + 1} of sheet {sheet.name!r} needs {height:.0f} points")
    return heights


def _spans_rows(area: Area | None) -> bool:
    return area is not None and area.bottom > area.top


def _span_width(area: Area | None, index: int, widths: list[float]) -> float:
    return widths[index] if area is None else sum(widths[area.left : area.right + 1])


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
