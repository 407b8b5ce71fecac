"""Clerks: what units and inspectors type into the workbooks that they were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mangling import at, open_sheet
from responsibility.analysis.course.refinement import Refinement

Form = tuple[str, int | None, str]  # verdict, share found, words


def write_beside(sheet: Worksheet, label: str, words: object) -> None:
    """Write into the cell to the right of a label."""
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(label))
    sheet.cell(cell.row, cell.column + 1).value = words  # type: ignore[arg-type]  # a plain cell


def save(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fill_tasks(
    data: bytes, answers: Mapping[str, tuple[int, str, str]], day: date, sender: str
) -> tuple[bytes, dict[str, int]]:
    """Fill in a task sheet; return it with the row of each item.

    answers: share, words and problems by item, the share as people write it: a number, a percent cell, words.
    """
    sent = open_sheet(data, "表", 0)
    rows = {sent.item(row): row for row in sent.rows()}
    assert rows.keys() == answers.keys()
    for place, (item, row) in enumerate(rows.items()):
        percent, words, problems = answers[item]
        sent.sheet.cell(row, at("progress")).value = (percent / 100, f"{percent}%", percent / 100)[place % 3]
        sent.sheet.cell(row, at("done")).value = words
        sent.sheet.cell(row, at("problems")).value = problems or None
    write_beside(sent.sheet, "填报日期", f"{day.year}年{day.month}月{day.day}日")
    sent.sheet["A3"].value = f"填报单位（盖章）：东川{sender}"
    return sent.save(), rows


def fill_refinement(data: bytes, pieces: Sequence[Refinement], liaison: str) -> bytes:
    """Fill in a refinement sheet: the pieces of each task into its empty rows, who to call above them."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    rows: dict[str, list[int]] = {}
    for row in range(1, sheet.max_row + 1):
        if item := str(sheet.cell(row, 11).value or ""):
            rows.setdefault(item, []).append(row)
    for piece in pieces:
        row = rows[piece.item_id].pop(0)
        for column, words in enumerate(piece.words, 2):
            sheet.cell(row, column).value = words
    write_beside(sheet, "联络员", liaison)
    return save(book)


def fill_forms(data: bytes, found: Sequence[Form], day: date) -> bytes:
    """Fill in the forms of an inspection in their order: verdict, share found, words."""
    book = load_workbook(BytesIO(data))
    forms = [sheet for sheet in book.worksheets if sheet.title.startswith("核实表")]
    for sheet, (verdict, share, words) in zip(forms, found, strict=True):
        labels = {str(row[0].value or "").replace("\n", ""): row for row in sheet.iter_rows()}
        labels["核实结论"][1].value = verdict
        labels["完成率"][4].value = None if share is None else share / 100
        labels["进展情况"][4].value = words
        labels["核实方式"][1].value = "现场"
        labels["核实方式"][5].value = day
    return save(book)
