"""Plain: .xls, .et, .csv and workbooks that openpyxl cannot read, to Pages by their values alone."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any

from responsibility.returns.grid import Entry, Grid, Kind, Pages, Value

_MOST_FIELDS = 256
_PICTURE = "DISPIMG("


def read_values(data: bytes) -> Pages:
    """Read a workbook of any age with calamine; any exception passes through to the caller's boundary."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    grids = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        cells = {
            (row, column): _entry(value)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value not in (None, "")
        }
        merges = tuple(sorted((*start, *end) for start, end in sheet.merged_cell_ranges or ()))
        grids.append(Grid(name, cells, merges))
    return Pages(tuple(grids))


def _entry(value: Any) -> Entry:
    kind = Kind.PICTURE if isinstance(value, str) and _PICTURE in value else Kind.VALUE
    return Entry(_value(value), kind)


def _value(value: Any) -> Value:
    if isinstance(value, str | int | float | datetime | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else repr(value)


def read_csv(text: str) -> Pages:
    """Read a CSV text; its separator is the one of , ; and tab that its longest rows have most of.

    Raises ValueError where it is no table.
    """
    sample = text[:20_000]
    separator = max(",;\t", key=lambda sign: (sample.count(sign), sign == ","))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if any(len(row) > _MOST_FIELDS for row in rows):
        raise ValueError(f"more than {_MOST_FIELDS} columns")
    cells = {
        (number, column): Entry(words.strip())
        for number, row in enumerate(rows)
        for column, words in enumerate(row)
        if words.strip()
    }
    return Pages((Grid("", cells),), is_typed=False)
