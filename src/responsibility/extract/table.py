"""Table: spreadsheets and delimited text, every visible sheet cell by cell.

In: the bytes of a .xlsx, .xls, .et, .ods or .csv. Out: a Document of cells located by sheet, row and column, numbers as
the sheet shows them and what is struck out left out; a sheet of one column is lines. Which columns mean what is for
parse to say.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from responsibility.errors import SourceError
from responsibility.extract.areas import refuse_far
from responsibility.extract.draft import Draft, Placed
from responsibility.extract.gate import pass_zip
from responsibility.extract.looks import Looks, read_looks
from responsibility.extract.signs import clean_text
from responsibility.extract.text import decode_text
from responsibility.kinds import DELIMITED, WORKBOOK, Severity
from responsibility.model import Document
from responsibility.settings import SourceSettings
from responsibility.spans import Locator

_SEPARATORS = ",\t;|，；｜"
_PICTURE = re.compile(r"=(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_UNNAMED = re.compile(r"(?i)(?:sheet|工作表|表格?|项目)\s*\d*")
_MOST_NAMES = 100  # characters of them that are told
_QUOTED = 60  # characters of words left out that a finding quotes
_NO_VALUE = re.compile(rb"(?:</f>|<f/>|<f [^>]{0,200}/>)\s{0,9}(?:<v></v>|<v ?/>)?\s{0,9}</c>")
_LEFT_OUT = (
    (re.compile(rb"<comment\s"), "SOURCE_CELL_COMMENTS"),
    (re.compile(rb"<xdr:pic>"), "SOURCE_PICTURES"),
    (re.compile(rb"""\bt=["']e["']"""), "SOURCE_ERROR_CELLS"),
    (_NO_VALUE, "SOURCE_FORMULAS"),
    (re.compile(rb"""<(?:row|col)\s[^>]{0,300}?\bhidden=["'](?:1|true)["']"""), "SOURCE_HIDDEN_ROWS"),
)


def read_workbook(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read a workbook. Raises SourceError if the gate stops it, for a password, or if no visible sheet has words."""
    parts = pass_zip(data, name, limits) if data.startswith(b"PK") else {}
    draft = Draft()
    for pattern, code in _LEFT_OUT:
        if count := sum(len(pattern.findall(part)) for part in parts.values()):
            draft.note(code, Severity.NOTE, count=count)
    workbook = open_book(data, name)
    visible = []
    for sheet in workbook.sheets_metadata:
        if not str(sheet.visible).endswith("Visible"):
            draft.note("SOURCE_HIDDEN_SHEET", Severity.WARNING, sheet=sheet.name)
        elif str(sheet.typ).endswith("WorkSheet"):
            found = workbook.get_sheet_by_name(sheet.name)
            visible.append((sheet.name, found, list_sheet_rows(found, f"{name}: {sheet.name}", limits)))
    looks = read_looks(data, parts)  # the readers of looks have no limits of their own
    if hidden := sum(each.hidden for each in looks.values()):
        draft.note("SOURCE_HIDDEN_ROWS", Severity.NOTE, count=hidden)
    for title, sheet, rows in visible:
        _add_sheet(draft, sheet, rows, looks.get(title, Looks()), where=f"{name}: {title}", limits=limits)
    if not draft.length:
        raise SourceError("NO_TEXT", name)
    if names := list(_list_names((title, rows) for title, _, rows in visible)):
        draft.note("SOURCE_SHEET_NAMES", Severity.NOTE, names="、".join(names)[:_MOST_NAMES])
    return draft.finish(name, WORKBOOK, data)


def _list_names(sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]]) -> Iterator[str]:
    """Yield the names of several sheets that their words do not repeat: they part one plan, or name units."""
    said = [(title.strip(), "".join(str(value) for row in rows for value in row)) for title, rows in sheets]
    filled = [(title, words) for title, words in said if words.strip()]
    for title, words in filled if len(filled) > 1 else ():
        if not _UNNAMED.fullmatch(title) and title not in words:
            yield title


def open_book(data: bytes, name: str) -> Any:
    """Open a workbook of any age. Raises SourceError if it has a password."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise SourceError("PASSWORD", name) from error


def list_sheet_rows(sheet: Any, where: str, limits: SourceSettings) -> list[list[Any]]:
    """Return the values of a sheet from its first row and column on. Raises SourceError if it reaches too far."""
    # calamine counts rows and columns of the last cell from 0
    height, width = int(sheet.total_height) + 1, int(sheet.total_width) + 1
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise refuse_far(where, f"{height}x{width}", limits)
    return list(sheet.to_python(skip_empty_area=False))


def _add_sheet(
    draft: Draft, sheet: Any, rows: Sequence[Sequence[Any]], looks: Looks, *, where: str, limits: SourceSettings
) -> None:
    merged = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        merged[top, left] = (bottom - top + 1, right - left + 1)
    if sum(height * width for height, width in merged.values()) > limits.cells:
        raise SourceError("WIDE_SPAN", where, span=f"{len(merged)}")
    said = [[_say(value) for value in row] for row in rows]
    for (row, column), words in (looks.shown | looks.kept).items():
        if row < len(said) and column < len(said[row]):
            said[row][column] = words
    _add_rows(draft, said, merged)
    for _, words in sorted(looks.struck.items()):
        draft.note("STRUCK_TEXT", Severity.WARNING, words=words[:_QUOTED])


def _say(value: object) -> str:
    """Write a cell's value as the sheet shows it, as far as the value tells."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _add_rows(draft: Draft, rows: Sequence[Sequence[str]], merged: dict[tuple[int, int], tuple[int, int]]) -> None:
    rows = [[_unwrap(words) for words in row] for row in rows]
    if pictures := sum(bool(_PICTURE.match(words)) for row in rows for words in row):
        draft.note("SOURCE_PICTURES", Severity.NOTE, count=pictures)
        rows = [["" if _PICTURE.match(words) else words for words in row] for row in rows]
    covered = _covered(merged)
    hidden = sum(
        1 for row, column in covered if row < len(rows) and column < len(rows[row]) and rows[row][column].strip()
    )
    if hidden:
        draft.note("SOURCE_COVERED_CELLS", Severity.WARNING, count=hidden)
    cells = [
        Placed(row + 1, column + 1, words, *merged.get((row, column), (1, 1)))
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
        if words.strip() and (row, column) not in covered
    ]
    if len({cell.column for cell in cells}) > 1:
        draft.add_table(cells)
        return
    for cell in cells:
        draft.add(clean_text(cell.text).strip(), Locator(row=cell.row, column=cell.column))


def _unwrap(words: str) -> str:
    """Return the words in ="1", which keeps a spreadsheet from taking them for a number."""
    return words[2:-1] if words.startswith('="') and words.endswith('"') and len(words) > 3 else words


def _covered(merged: dict[tuple[int, int], tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the places under merged cells, which a sheet does not show."""
    return {
        (top + down, left + across)
        for (top, left), (rows, columns) in merged.items()
        for down in range(rows)
        for across in range(columns)
        if down or across
    }


def read_delimited(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read comma or tab separated text. Raises SourceError if it cannot be decoded or is beyond the limits."""
    text, findings = decode_text(data, name, line_break=" ")
    rows = max((_split(text, sign) for sign in _SEPARATORS), key=_evenness)
    if len(rows) > limits.rows or max(map(len, rows)) > limits.columns or sum(map(len, rows)) > limits.cells:
        raise refuse_far(name, f"{len(rows)}x{max(map(len, rows))}", limits)
    draft = Draft()
    for each in findings:
        draft.note(each.code, each.severity, None, **each.params)
    _add_rows(draft, rows, {})
    _note_ragged(draft, rows)
    return draft.finish(name, DELIMITED, data)


def _split(text: str, sign: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=sign))


def _evenness(rows: Sequence[Sequence[str]]) -> int:
    """Return how many signs part the lines that have the commonest number of cells.

    A stop that ends many lines inside quoted cells parts more lines than the separator does, but each only once.
    """
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _note_ragged(draft: Draft, rows: Iterable[Sequence[str]]) -> None:
    """Name the lines that have more cells than most: a comma inside a cell without quotes shifts the rest."""
    lengths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    usual = Counter(length for length in lengths if length > 1).most_common(1)
    if usual and (longer := sum(length > usual[0][0] for length in lengths)):
        draft.note("SOURCE_RAGGED_ROWS", Severity.WARNING, count=longer)
