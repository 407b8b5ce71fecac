"""Listed: a page of tables shows, cell by cell, what its workbook shows; a number as the cell's format has it."""

from __future__ import annotations

import io
import re
import warnings
from html import unescape

from openpyxl import load_workbook
from openpyxl.cell import Cell

from oracle.tally import Tally, show

_FORM = re.compile(r"0(?:\.(0+))?(%?)")


def shown(cell: Cell) -> str:
    """What a person sees in a cell."""
    form = _FORM.fullmatch(cell.number_format)
    if form and isinstance(cell.value, int | float):
        return show(cell.value, f".{len(form[1] or '')}{form[2] or 'f'}")
    return "" if cell.value is None else str(cell.value)


def check_lists(page: bytes, book: bytes, tally: Tally) -> None:
    """Each section of the page is a sheet of the workbook, with the same rows below the same heads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        sheets = {each.title: each for each in load_workbook(io.BytesIO(book), data_only=True).worksheets}
    sections = re.findall(r"<section>(.*?)</section>", page.decode(), re.S)
    tally.same("sections", sorted(name for name, each in sheets.items() if each.sheet_state == "visible"),
               sorted(unescape(re.search(r"<h2[^>]*>(.*?)</h2>", each, re.S)[1]) for each in sections))  # fmt: skip
    for section in sections:
        name = unescape(re.search(r"<h2[^>]*>(.*?)</h2>", section, re.S)[1])
        table = [_cells(row) for row in section.partition("<table>")[2].split("<tr>")[1:]]
        rows = [[_plain(shown(cell)) for cell in row] for row in sheets[name].iter_rows()]
        start = rows.index(table[0])
        tally.same((name, "rows"), sum(any(row) for row in rows[start:]), len(table))
        for place, (own, row) in enumerate(zip(filter(any, rows[start:]), table, strict=False)):
            for at, (cell, words) in enumerate(zip(own, row, strict=True)):
                tally.same((name, place, at), cell, words)


def _cells(row: str) -> list[str]:
    return [_plain(unescape(re.sub(r"<[^>]+>", "", words))) for words in re.split(r"<t[hd]\b[^>]*>", row)[1:]]


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words)
