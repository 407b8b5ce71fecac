"""Readers: what was written, read back by names: CSV by column, workbooks by heads, the page's own data."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings

from openpyxl import load_workbook


def read_table(data: bytes) -> list[dict[str, object]]:
    """The rows of a CSV by column name; numbers as numbers, true and false as such, nothing as None."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    return [{column: _value(column, text) for column, text in row.items()} for row in rows]


_WORDS = {
    *("item_id", "item_a", "item_b", "old_id", "new_id", "old_item", "new_item", "id", "unit_ids", "item_ids"),
    *("number", "section_id", "spelling", "file", "saved", "telephone"),
}


def _value(column: str, text: str) -> object:
    if column in ("verdict", "cause", "claimed", "why"):
        return text or None
    if column in _WORDS or text in ("true", "false"):
        return text == "true" if text in ("true", "false") else text
    if text == "":
        return None
    try:
        return float(text) if re.fullmatch(r"[-+.\deE]+", text) else text
    except ValueError:
        return text


def read_sheets(data: bytes, values: bool = True) -> dict[str, list[list[object]]]:
    """The cells of every sheet that is shown; values: as cached, not as formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # extensions that LibreOffice adds
        book = load_workbook(io.BytesIO(data), data_only=values)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }


def find_tables(rows: list[list[object]], *heads: str) -> list[list[dict[str, object]]]:
    """Every table below a row that has all these heads: its rows until one that is empty in the first of them."""
    found = []
    for at, row in enumerate(rows):
        places = {_head(cell): place for place, cell in enumerate(row) if cell is not None}
        if set(heads) <= places.keys():
            body = []
            for below in rows[at + 1 :]:
                if below[places[heads[0]]] is None:
                    break
                body.append({head: below[place] for head, place in places.items()})
            found.append(body)
    return found


def _head(cell: object) -> str:
    """A head less its line breaks and the remark below it."""
    return str(cell).partition("\n（")[0].replace("\n", "")


def read_page(data: bytes) -> dict:
    """The data that the page's script works on."""
    found = re.search(r"<script type=application/json id=data>(.*?)</script>", data.decode(), re.S)
    return json.loads(found[1])


def words_of(rows: list[list[object]]) -> list[str]:
    """Every cell of words of a sheet, top down."""
    return [cell for row in rows for cell in row if isinstance(cell, str)]
