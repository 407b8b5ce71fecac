"""Printing: how a worksheet comes out on paper: its paper, margins, running words, repeated heads and breaks."""

from __future__ import annotations

from typing import Any

from responsibility.render.styles import MARGINS
from responsibility.views.sheet import Page, Sheet, State

_PAPERS = {"A4": 9, "A3": 8}


def must(code: object, what: str) -> None:
    """Stop where XlsxWriter says by its return code that it dropped something. Raises ValueError."""
    if isinstance(code, int) and code < 0:
        raise ValueError(f"{what} (code {code})")


def set_page(worksheet: Any, sheet: Sheet) -> None:
    """Set a worksheet's page as its sheet says. Raises ValueError for running words that are too long."""
    page = sheet.page
    if page.landscape:
        worksheet.set_landscape()
    worksheet.set_paper(_PAPERS[page.paper])
    left, right, top, bottom = (centimetres / 2.54 for centimetres in MARGINS[page.form])
    worksheet.set_margins(left, right, top, bottom)
    worksheet.fit_to_pages(page.wide, page.tall)
    worksheet.center_horizontally()
    _set_running_words(worksheet, page)
    if sheet.state is not State.VISIBLE:  # LibreOffice prints these too, but for an area without a word
        below, beside = len(sheet.rows), len(sheet.columns)
        worksheet.print_area(below, beside, below, beside)
    elif sheet.rows:
        worksheet.print_area(0, 0, (page.rows or len(sheet.rows)) - 1, _last_printed(sheet))
    if page.repeat_rows:
        worksheet.repeat_rows(*page.repeat_rows)
    if page.repeat_columns:
        worksheet.repeat_columns(*page.repeat_columns)
    if sheet.breaks:
        worksheet.set_h_pagebreaks(list(sheet.breaks))


def _set_running_words(worksheet: Any, page: Page) -> None:
    edge = {"margin": 0.3}
    if page.header:
        must(worksheet.set_header(page.header, edge), "header")
    if page.footer:
        must(worksheet.set_footer(page.footer, edge), "footer")


def _last_printed(sheet: Sheet) -> int:
    """Return the last column that is printed; a column at the end that is hidden never is."""
    return max((index for index, column in enumerate(sheet.columns) if not column.hidden), default=0)
