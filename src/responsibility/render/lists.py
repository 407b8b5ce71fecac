"""Tables: a Book as one small static page, for whoever has no spreadsheet at hand.

Each visible sheet becomes a section with its table; a chart becomes bars drawn from the cells it names. No script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from responsibility.language.rounding import show_number
from responsibility.language.wording import Wording
from responsibility.render.page.face import draw_banner, write_document
from responsibility.render.page.markup import element, escape
from responsibility.render.palette import PAPER, TEXT
from responsibility.render.styles import look
from responsibility.version import __version__
from responsibility.views.sheet import Book, Cell, Chart, Sheet, State

_LOOKS = ("light-done", "light-green", "light-blue", "light-yellow", "light-red", "light-none", "light-unreported",
          "error", "warning", "remark")  # fmt: skip
_PLACES = re.compile(r"0(?:\.(0+))?(%?)")


def _write_looks() -> str:
    """Give the looks of a workbook's cells that mean something, as styles of a page."""
    marked = []
    for name in _LOOKS:
        shown = look(name)
        ground = f"background:{shown['bg_color']};" if "bg_color" in shown else ""
        marked.append(f".{name}{{{ground}color:{shown['font_color']}}}")
    return "".join(marked)


def render_tables(book: Book, wording: Wording) -> bytes:
    """Write the page; equal books give equal bytes."""
    sheets = [sheet for sheet in book.sheets if sheet.state is State.VISIBLE]
    links = {f"s{place}": sheet.name for place, sheet in enumerate(sheets)}
    sections = [_section(sheet, place) for place, sheet in enumerate(sheets)]
    facts = (book.subject, wording("page.version", version=__version__))
    body = element(
        "body",
        draw_banner(book.title, facts, links, wording),
        element("main", *sections, id="main", tabindex="-1"),
        element("footer", escape(wording("page.lists.footer"))),
    )
    return write_document(f"{book.title} {book.subject}", body, wording, "lists", more=_write_looks())


def _section(sheet: Sheet, place: int) -> str:
    head = sheet.filter.top if sheet.filter else 0
    above = [str(cell.value) for row in sheet.rows[1:head] for _, cell in row.cells]
    heads = (element("th", escape(cell.value), scope="col") for _, cell in sheet.rows[head].cells)
    # A sheet keeps rows free for its chart; a page has the chart above the table.
    filled = (dict(row.cells) for row in sheet.rows[head + 1 :] if any(_shown(cell) != "" for _, cell in row.cells))
    rows = (_row(sheet, cells) for cells in filled)
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    charts = "".join(_bars(sheet, chart) for chart in sheet.charts)
    words = [element("p", escape(line)) for line in above]
    title = element("h2", escape(sheet.name), id=f"s{place}")
    return element("section", title, *words, charts, element("div", table, class_="wide", tabindex="0"))


def _row(sheet: Sheet, cells: dict[int, Cell]) -> str:
    def cell(place: int) -> Iterator[str]:
        given = cells.get(place, Cell())
        style = given.style if given.style in _LOOKS else "whole" if sheet.columns[place].least > 24 else None
        yield element("td", escape(_shown(given)), class_=style)

    return element("tr", *(words for place in range(len(sheet.columns)) for words in cell(place)))


def _shown(cell: Cell) -> object:
    """Return what a workbook shows of a cell: a number as its style has it."""
    places = _PLACES.fullmatch(look(cell.style).get("num_format", "")) if cell.style else None
    if places and isinstance(cell.value, int | float):
        return show_number(cell.value, f".{len(places[1] or '')}{places[2] or 'f'}")
    return "" if cell.value is None else cell.value


def _ground(colour: str) -> str:
    """Return a ground with whichever of ink and paper is read better on it (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return f"background:{colour};color:{TEXT if light > 0.2 else PAPER}"


def _bars(sheet: Sheet, chart: Chart) -> str:
    """Draw each row of a chart as one bar whose parts are as wide as their numbers; what they mean is in the table."""
    lines = []
    for row in range(chart.categories.top, chart.categories.bottom + 1):
        cells = dict(sheet.rows[row].cells)
        parts = [(series, cells.get(series.area.left, Cell(0)).value or 0) for series in chart.series]
        total = sum(float(str(count)) for _, count in parts) or 1
        drawn = (
            element(
                "i",
                escape(count),
                style=f"width:{90 * float(str(count)) / total:.2f}%;{_ground(str(look(series.style)['color']))}",
                title=f"{series.name} {count}",
            )
            for series, count in parts
            if count
        )
        lines.append(element("div", element("p", escape(cells[chart.categories.left].value)), *drawn, class_="bars"))
    return element("div", *lines, role="img", aria_label=chart.alt)
