"""Excel: a Book to the bytes of an .xlsx file.

Only typed writes: text is never taken for a formula, link or number, whatever it begins with. XlsxWriter drops what
is too long with a warning or a return code; here both stop the run: what a plan can hold too much of names its place,
anything else is a fault of the program and rises as it is. Equal books give equal bytes: nothing is read
from the clock and no temporary file is written.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from io import BytesIO
from typing import Any

from responsibility.errors import OutputError
from responsibility.render import palette
from responsibility.render.paper import EMPTY_ROW, LimitError, fit_columns, fit_rows, lay_pages, span_lines
from responsibility.render.styles import MARGINS, look
from responsibility.spans import writable
from responsibility.views.sheet import (
    Book,
    Cell,
    Chart,
    Choice,
    Condition,
    Page,
    Row,
    Sheet,
    State,
    list_runs,
    quoted,
    relative,
)

_PAPERS = {"A4": 9, "A3": 8}


def must(code: object, place: str) -> None:
    """Stop where XlsxWriter says by its return code that it dropped something. Raises LimitError."""
    if isinstance(code, int) and code < 0:
        raise LimitError(place)


def set_page(worksheet: Any, sheet: Sheet) -> None:
    """Set a worksheet's page as its sheet says. Raises LimitError for running words that are too long."""
    page = sheet.page
    if page.landscape:
        worksheet.set_landscape()
    worksheet.set_paper(_PAPERS[page.paper])
    left, right, top, bottom = (centimetres / 2.54 for centimetres in MARGINS[page.form])
    worksheet.set_margins(left, right, top, bottom)
    if page.whole:  # nothing shrinks it unseen
        worksheet.set_print_scale(page.percent)
    else:
        worksheet.fit_to_pages(page.wide, page.tall)
    worksheet.center_horizontally()
    if page.first:
        worksheet.set_start_page(page.first)
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
        must(worksheet.set_header(writable(page.header), edge), page.header[:20])
    if page.footer:
        must(worksheet.set_footer(writable(page.footer), edge), page.footer[:20])


def _last_printed(sheet: Sheet) -> int:
    """Return the last column that is printed; a column at the end that is hidden never is."""
    printed = sheet.columns[: sheet.page.columns or None]
    return max((index for index, column in enumerate(printed) if not column.hidden), default=0)


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    # Column widths count its digits: of a monospaced font, since what stands in for it is nearly as wide everywhere.
    "default_format_properties": {"font_name": "Consolas", "font_size": 9},
}
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST = 32_767  # UTF-16 units in a cell
_MOST_BREAKS = 253  # line feeds in a cell


def render_book(book: Book) -> bytes:
    """Write a workbook.

    Raises OutputError where a cell, name, list or row is more than the file format can hold.
    """
    import xlsxwriter

    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            workbook = xlsxwriter.Workbook(buffer, deepcopy(_OPTIONS))  # it writes into the options it is given
            _Writer(workbook, book).write()
            workbook.close()
        except LimitError as error:
            raise OutputError("WORKBOOK_LIMIT", book.title, place=error) from error
    return buffer.getvalue()


class _Writer:
    """One workbook being written; formats are made once a style."""

    def __init__(self, workbook: Any, book: Book) -> None:
        self.workbook = workbook
        self.book = book
        self.formats: dict[tuple[str, bool], Any] = {}

    def write(self) -> None:
        book = self.book
        self.workbook.set_size(24000, 14000)
        self.workbook.set_properties(
            {
                "title": writable(book.title),
                "subject": writable(book.subject),
                "author": writable(book.author),
                "comments": writable(book.comments),
                "created": datetime(book.created.year, book.created.month, book.created.day),
            }
        )
        for name, value in book.properties.items():
            must(self.workbook.set_custom_property(name, writable(value), "text"), name)
        worksheets = [self.workbook.add_worksheet(sheet.name) for sheet in book.sheets]
        for name, target in book.names.items():
            must(self.workbook.define_name(name, f"={target}"), name)
        for worksheet, sheet in zip(worksheets, book.sheets, strict=True):
            self._write_sheet(worksheet, sheet)

    def format(self, style: str, quote: bool = False) -> Any:
        if not style:
            return self.format("plain", quote) if quote else None
        made = self.formats.get((style, quote))
        if made is None:
            properties = dict(look(style, self.book.fonts))
            made = self.formats[style, quote] = self.workbook.add_format(
                {**properties, "quote_prefix": True} if quote else properties
            )
        return made

    def _write_sheet(self, worksheet: Any, sheet: Sheet) -> None:
        widths = fit_columns(sheet)
        sheet = span_lines(sheet, widths)
        heights = fit_rows(sheet, widths)
        paged = lay_pages(sheet, widths, heights)
        if (paged.merges, paged.rows) != (sheet.merges, sheet.rows):
            heights = fit_rows(paged, widths)
        sheet = paged
        worksheet.hide_gridlines(2)
        worksheet.set_default_row(EMPTY_ROW)
        for index, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
            options = {"hidden": True} if column.hidden else {}
            must(worksheet.set_column(index, index, width, self._column_format(column.style), options), column.key)
        for number, (row, height) in enumerate(zip(sheet.rows, heights, strict=True)):
            if row.style or height is not None:
                must(worksheet.set_row(number, height, self.format(row.style)), f"{sheet.name}!{number + 1}")
        self._write_merges(worksheet, sheet)
        for number, row in enumerate(sheet.rows):
            self._write_row(worksheet, sheet, number, row)
        set_page(worksheet, sheet)
        self._add_objects(worksheet, sheet)
        if sheet.rows:
            # An item's id such as 1.1 is text on purpose; no green corner needs to ask.
            used = f"A1:{relative(len(sheet.rows) - 1, max(len(sheet.columns) - 1, 0))}"
            worksheet.ignore_errors({"number_stored_as_text": used, "formula_differs": used})

    def _column_format(self, style: str) -> Any:
        """Return the look of a whole column; a border would run on below the table and above its head."""
        return None if style and "border" in look(style) else self.format(style)

    def _write_merges(self, worksheet: Any, sheet: Sheet) -> None:
        styles = {
            (number, index): cell.style or row.style
            for number, row in enumerate(sheet.rows)
            for index, cell in row.cells
        } if sheet.merges else {}  # fmt: skip
        for area in sheet.merges:
            style = styles.get((area.top, area.left)) or sheet.columns[area.left].style or "plain"
            must(
                worksheet.merge_range(area.top, area.left, area.bottom, area.right, "", self.format(style)),
                area.reference,
            )

    def _write_row(self, worksheet: Any, sheet: Sheet, number: int, row: Row) -> None:
        for index, cell in row.cells:
            style = cell.style or row.style or sheet.columns[index].style
            if isinstance(cell.value, str) and not _fits(cell.value):
                raise LimitError(f"{sheet.name}!{relative(number, index)} {cell.value[:20]}…")
            if self._write_cell(worksheet, number, index, cell, style) < 0:
                raise LimitError(f"{sheet.name}!{relative(number, index)}")

    def _write_cell(self, worksheet: Any, row: int, column: int, cell: Cell, style: str) -> int:
        value = cell.value
        if cell.formula:
            code = worksheet.write_formula(row, column, f"={cell.formula}", self.format(style), value)
        elif isinstance(value, str) and value:
            code = self._write_text(worksheet, row, column, cell, style)
        elif isinstance(value, (int, float)):
            code = worksheet.write_number(row, column, value, self.format(style))
        elif isinstance(value, date):
            code = worksheet.write_datetime(row, column, value, self.format(style))
        else:
            code = worksheet.write_blank(row, column, None, self.format(style or "plain"))
        return int(code)

    def _write_text(self, worksheet: Any, row: int, column: int, cell: Cell, style: str) -> Any:
        value = writable(str(cell.value))
        quote = value.startswith(_FORMULA_STARTS)
        runs = list_runs(cell, value)
        if len(runs) == 1 and len(value) > 1:  # XlsxWriter wants two
            runs = [(value[:1], runs[0][1]), (value[1:], runs[0][1])]
        if len(runs) > 1:
            parts = [each for words, face in runs for each in (self._face(face, style), words)]
            return worksheet.write_rich_string(row, column, *parts, self.format(style, quote))
        if cell.link:
            return worksheet.write_url(row, column, cell.link, self.format(style), value)
        return worksheet.write_string(row, column, value, self.format(style, quote))

    def _face(self, name: str, style: str) -> Any:
        """Return the format of letters within a cell: their own face in the cell's size and colour."""
        key = (f"{name} in {style}", False)
        if key not in self.formats:
            around, letters = look(style or "plain", self.book.fonts), look(name, self.book.fonts) if name else {}
            own = {each: around[each] for each in ("font_name", "font_size", "font_color")}
            self.formats[key] = self.workbook.add_format({**own, **letters})
        return self.formats[key]

    def _add_objects(self, worksheet: Any, sheet: Sheet) -> None:
        if any(sheet.frozen):
            worksheet.freeze_panes(*sheet.frozen)
        if sheet.filter is not None:
            area = sheet.filter
            worksheet.autofilter(area.top, area.left, area.bottom, area.right)
        for choice in sheet.choices:
            _add_choice(worksheet, choice)
        for rule in sheet.rules:
            self._add_rule(worksheet, rule)
        for chart in sheet.charts:
            self._add_chart(worksheet, sheet, chart)
        for picture in sheet.pictures:
            options = {
                "image_data": BytesIO(picture.data), "x_scale": picture.scale, "y_scale": picture.scale,
                "description": writable(picture.alt), "object_position": 2,
            }  # fmt: skip
            must(worksheet.insert_image(picture.row, picture.column, "picture.png", options), picture.alt)
        if sheet.protected:
            allowed = ("format_rows", "format_columns", "format_cells", "autofilter", "sort")
            worksheet.protect("", dict.fromkeys(allowed, True))
        if sheet.state is State.HIDDEN:
            worksheet.hide()
        elif sheet.state is State.VERY_HIDDEN:
            worksheet.very_hidden()

    def _add_rule(self, worksheet: Any, rule: Condition) -> None:
        area = rule.area
        kinds: Mapping[str, Mapping[str, Any]] = {
            "text": {"type": "cell", "criteria": "==", "value": '"' + rule.value.replace('"', '""') + '"'},
            "formula": {"type": "formula", "criteria": f"={rule.value}"},
            "any": {"type": "formula", "criteria": "=TRUE"},
            "bar": {"type": "data_bar", "min_type": "num", "min_value": 0},
        }
        looked = look(rule.style) if rule.kind == "bar" else {"format": self.format(rule.style)}
        must(
            worksheet.conditional_format(area.top, area.left, area.bottom, area.right, {**kinds[rule.kind], **looked}),
            rule.kind,
        )

    def _add_chart(self, worksheet: Any, sheet: Sheet, chart: Chart) -> None:
        drawn = self.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        where = quoted(sheet.name)
        for series in chart.series:
            colour = look(series.style)
            must(
                drawn.add_series(
                    {
                        "name": series.name,
                        "categories": f"={where}!{chart.categories.reference}",
                        "values": f"={where}!{series.area.reference}",
                        "gap": 40,
                        "border": {"color": palette.LEAD, "width": 0.5},
                        **_filled(colour),
                    }
                ),
                series.name,
            )
        face = {"name": look("head", self.book.fonts)["font_name"], "size": 8, "bold": False}
        drawn.set_title({"name": chart.title, "name_font": {**face, "size": 12}, "overlay": False})
        drawn.set_legend({"position": "top", "font": face})
        drawn.set_y_axis({"reverse": True, "num_font": face, "major_tick_mark": "none", "interval_unit": 1})
        grid = {"visible": True, "line": {"color": palette.HEAD}}
        drawn.set_x_axis({"num_font": face, "major_gridlines": grid})
        drawn.set_size({"width": chart.width, "height": chart.height})
        options = {"description": writable(chart.alt), "object_position": 2, "x_offset": 12}
        must(worksheet.insert_chart(chart.row, chart.column, drawn, options), chart.title)


def _filled(colour: Mapping[str, Any]) -> dict[str, Any]:
    """Fill bars by colour and by pattern, so that a black-and-white print tells them apart."""
    if not colour["pattern"]:
        return {"fill": {"color": colour["color"]}}
    return {"pattern": {"pattern": colour["pattern"], "fg_color": colour["color"], "bg_color": palette.PAPER}}


def _fits(value: str) -> bool:
    if len(value) > _LONGEST // 2 and len(value.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
        return False
    return value.count("\n") <= _MOST_BREAKS


def _add_choice(worksheet: Any, choice: Choice) -> None:
    allowed: dict[str, Any] = (
        {"validate": "list", "source": f"={choice.source}"}
        if choice.source
        else {"validate": "decimal", "criteria": "between", "minimum": choice.least, "maximum": choice.most}
    )
    words = {"input_title": choice.title, "input_message": choice.message} if choice.message else {}
    area = choice.area
    must(worksheet.data_validation(area.top, area.left, area.bottom, area.right, {**allowed, **words}), area.reference)
