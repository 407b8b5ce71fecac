"""Looks: what a sheet shows beside its values: units behind numbers, what is struck out, how much is hidden.

In: the bytes of a workbook. Out: Looks by sheet name, places from 0. The reader of values gives 0.85 where the sheet
shows 85%, and words that a line goes through as if they still held. A workbook that has neither is not opened twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

Place = tuple[int, int]
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|(?P<digits>[#0?][#0?,.]*)|(?P<sign>%)|(?P<other>.)')
_BRACKETS = re.compile(r"\[(?:\$(?P<currency>[^\]-]*))?[^\]]*\]")
_DATES = frozenset("yYmMdDhHsSgGeE@")
_TELLING = re.compile(
    rb"<(?:\w+:)?strike\b|formatCode=\"[^\"]*(?:%|&quot;|\\)|formatCode=\"[^\"dD]*[yY]|numFmtId=\"(?:9|10|17|2[7-9]|3[0-6]|5[0-8])\""
)
_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# Formats that a workbook names by a number only, as Chinese editions show them.
_BUILT_IN = dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月") | dict.fromkeys(
    (28, 29, 30, 31, 51, 53, 54, 58), "yyyy年m月d日"
)
_DAY_ZERO = date(1899, 12, 30)
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBERS = ("float", "percentage", "currency")
_MONTH = re.compile(r"\d{4}年(?:\d{1,2}月)?|\d{4}[-/.]\d{1,2}")
_MOST_REPEATED = 1_000  # rows and columns that a sheet repeats to its edge hold nothing


@dataclass(slots=True)
class Looks:
    """shown: numbers as the sheet writes them. kept, struck: words of a cell that no line, or a line, goes through."""

    shown: dict[Place, str] = field(default_factory=dict)
    kept: dict[Place, str] = field(default_factory=dict)
    struck: dict[Place, str] = field(default_factory=dict)
    hidden: int = 0

    def note_number(self, place: Place, value: float, form: str) -> None:
        """Keep a number whose format adds a unit or a percent sign."""
        if words := write_number(value, form):
            self.shown[place] = words

    def note_day(self, place: Place, day: date, form: str) -> None:
        """Keep the words of a day whose format shows its month or its year alone: nobody wrote 2025-06-01 there."""
        if words := write_month(day, form):
            self.shown[place] = words

    def note_words(self, place: Place, parts: list[tuple[str, bool]]) -> None:
        """Keep the words of a cell, each with whether a line goes through them, if one does."""
        if any(struck and words.strip() for words, struck in parts):
            self.kept[place] = "".join(words for words, struck in parts if not struck)
            self.struck[place] = "".join(words for words, struck in parts if struck).strip()


def write_month(day: date, form: str) -> str:
    """Write a day as its format shows it where that leaves the day of the month out; else "".

    >>> [write_month(date(2025, 6, 1), form) for form in ('yyyy"年"m"月"', "yyyy/m/d", "[$-804]yyyy", "h:mm")]
    ['2025年6月', '', '2025年', '']
    """
    signs = set(_QUOTED.sub("", form.partition(";")[0]).lower()) - {"年", "月"}
    if not signs & {"y", "m"} or signs & set("dhs"):
        return ""
    return f"{day.year}年{day.month}月" if "m" in signs else f"{day.year}年"


def write_number(value: float, form: str) -> str:
    """Write a number as its format shows it; "" where the format adds no sign of its own.

    >>> [write_number(*each) for each in ((0.425, "0.0%"), (86400, '#,##0"株"'), (30, "0"), (3.5, 'General"万元"'))]
    ['42.5%', '86,400株', '', '3.5万元']
    """
    section = _BRACKETS.sub(lambda match: f'"{match["currency"] or ""}"', form.partition(";")[0])
    section = _GENERAL.sub("0.##########", section)
    before, digits, after, percents = "", "", "", 0
    for token in _TOKEN.finditer(section):
        if token["digits"] and not digits:
            digits = token["digits"]
            continue
        if (token["other"] or "") in _DATES and token["other"]:
            return ""
        sign = token["quoted"] or token["escaped"] or token["sign"] or (token["other"] or "").strip()
        percents += bool(token["sign"])
        before, after = (before, after + sign) if digits else (before + sign, after)
    if not digits or not (before + after).strip("-+()"):
        return ""
    whole, _, decimals = digits.rstrip(",").partition(".")
    value = value * 100**percents / 1000 ** (len(digits) - len(digits.rstrip(",")))
    written = f"{abs(value):{',' if ',' in whole else ''}.{len(decimals)}f}"
    if "#" in decimals:
        written = written.rstrip("0").rstrip(".")
    return f"{'-' if value < 0 else ''}{before}{written}{after}"


def read_looks(data: bytes, parts: Mapping[str, bytes]) -> dict[str, Looks]:
    """Return what each sheet shows; parts: of a workbook that is a container, else it is an old one."""
    if "content.xml" in parts:
        return _read_ods(parts["content.xml"])
    if not parts:
        return _read_xls(data)
    telling = (
        part for name, part in parts.items() if name.endswith(("styles.xml", "sharedStrings.xml")) or "sheet" in name
    )
    return _read_xlsx(data) if any(_TELLING.search(part) for part in telling) else {}


def _read_xlsx(data: bytes) -> dict[str, Looks]:
    from openpyxl import load_workbook
    from openpyxl.cell.rich_text import CellRichText

    found: dict[str, Looks] = {}
    book = load_workbook(BytesIO(data), data_only=True, rich_text=True)  # read_only loses rich text
    for sheet in book.worksheets:
        looks = found[sheet.title] = Looks()
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                place = cell.row - 1, cell.column - 1
                whole = bool(cell.font and cell.font.strike)
                if isinstance(cell.value, CellRichText):
                    looks.note_words(place, [_rich_part(part, whole) for part in cell.value])
                elif whole:
                    looks.note_words(place, [(str(cell.value), True)])
                elif not isinstance(cell.value, bool | str):
                    _note_value(looks, place, cell)
    return found


def _note_value(looks: Looks, place: Place, cell: Any) -> None:
    built_in = _BUILT_IN.get(cell._style.numFmtId)
    if isinstance(cell.value, date):
        looks.note_day(place, cell.value, built_in or cell.number_format)
    elif isinstance(cell.value, int | float) and built_in:
        day = _DAY_ZERO + timedelta(days=int(cell.value))
        looks.shown[place] = write_month(day, built_in) or day.isoformat()
    elif isinstance(cell.value, int | float):
        looks.note_number(place, cell.value, cell.number_format)


def _rich_part(part: Any, whole: bool) -> tuple[str, bool]:
    """Return the words of a run and whether they are struck; a run without a look of its own has the cell's."""
    return (part, whole) if isinstance(part, str) else (part.text, bool(part.font.strike))


def _read_xls(data: bytes) -> dict[str, Looks]:
    import xlrd

    found: dict[str, Looks] = {}
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=BytesSink())
    for sheet in book.sheets():
        looks = found[sheet.name] = Looks()
        looks.hidden = sum(bool(each.hidden) for row, each in sheet.rowinfo_map.items() if row < sheet.nrows)
        looks.hidden += sum(bool(each.hidden) for column, each in sheet.colinfo_map.items() if column < sheet.ncols)
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                form = book.xf_list[cell.xf_index]
                if cell.ctype == xlrd.XL_CELL_NUMBER:
                    looks.note_number((row, column), cell.value, book.format_map[form.format_key].format_str)
                elif cell.ctype == xlrd.XL_CELL_DATE:
                    day = _DAY_ZERO + timedelta(days=int(cell.value) + 1_462 * book.datemode)
                    looks.note_day((row, column), day, book.format_map[form.format_key].format_str)
                elif cell.ctype == xlrd.XL_CELL_TEXT:
                    runs = [(0, form.font_index), *sheet.rich_text_runlist_map.get((row, column), ())]
                    ends = [start for start, _ in runs[1:]] + [len(cell.value)]
                    looks.note_words((row, column), [
                        (cell.value[start:end], bool(book.font_list[font].struck_out))
                        for (start, font), end in zip(runs, ends, strict=True)
                    ])  # fmt: skip
    return found


class BytesSink:
    """Takes what a library prints and drops it."""

    def write(self, words: str) -> None:
        """Drop words."""


def _read_ods(content: bytes) -> dict[str, Looks]:
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    struck = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for words in style.iter(f"{_STYLE}text-properties")
        if words.get(f"{_STYLE}text-line-through-style", "none") != "none"
    }
    found: dict[str, Looks] = {}
    for sheet in root.iter(f"{_TABLE}table"):
        looks = found[sheet.get(f"{_TABLE}name") or ""] = Looks()
        aside = (*sheet.iter(f"{_TABLE}table-row"), *sheet.iter(f"{_TABLE}table-column"))
        looks.hidden = sum(each.get(f"{_TABLE}visibility", "visible") != "visible" for each in aside)
        for row, line in _repeated(sheet.iter(f"{_TABLE}table-row"), "rows"):
            for column, cell in _repeated(
                line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"), "columns"
            ):
                _note_cell(looks, (row, column), cell, struck)
    return found


def _repeated(elements: Any, what: str) -> Iterator[tuple[int, Any]]:
    """Yield elements with their numbers from 0, those that stand for several as often."""
    at = 0
    for each in elements:
        times = each.get(f"{_TABLE}number-{what}-repeated") or "1"
        count = int(times) if times.isdigit() else 1
        yield from ((at + number, each) for number in range(min(count, _MOST_REPEATED)))
        at += count


def _note_cell(looks: Looks, place: Place, cell: Any, struck: set[str | None]) -> None:
    lines = [[(words, style in struck) for words, style in _styled(line)] for line in cell.iterchildren(f"{_TEXT}p")]
    if not any(lines):
        return
    whole = cell.get(f"{_TABLE}style-name") in struck
    parts = [part for line in lines for part in (*line, ("\n", False))][:-1]
    looks.note_words(place, [(words, whole or each) for words, each in parts])
    if cell.get(f"{_OFFICE}value-type") in _NUMBERS:
        written = "".join(words for words, _ in parts)
        if re.search(r"[^\d.,\s+-]", written):
            looks.shown[place] = written
    elif cell.get(f"{_OFFICE}value-type") == "date" and _MONTH.fullmatch(
        written := "".join(words for words, _ in parts)
    ):
        looks.shown[place] = written


def _styled(node: Any, style: str | None = None) -> Iterator[tuple[str, str | None]]:
    style = node.get(f"{_TEXT}style-name") or style
    if node.text:
        yield node.text, style
    for child in node:
        yield from _styled(child, style)
        if child.tail:
            yield child.tail, style
