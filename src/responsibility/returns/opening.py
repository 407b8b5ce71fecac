"""Opening: the bytes of a returned file to Pages, or a plain word on why not.

In: bytes and a name for messages. What a file is is told by its content as for a notice, never by its ending: units
send .xls as .xlsx, web pages as .xls and CSV as .et. A zip passes the gate before any parser sees it. .xls, .et, .csv
and workbooks that openpyxl cannot read are read by their values alone.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any

from responsibility.errors import ResponsibilityError, ReturnError, Term
from responsibility.extract.gate import pass_zip
from responsibility.extract.source import Kind as FileKind
from responsibility.extract.source import tell_kind
from responsibility.extract.table import list_sheet_rows, open_book
from responsibility.returns.cells import Content, Pages, Tab, Typed, Value
from responsibility.settings import SourceSettings

_WORD = (FileKind.DOCX, FileKind.OLD_WORD, FileKind.RTF, FileKind.WORD_XML, FileKind.ODT)
_FORMATS = {
    **dict.fromkeys(_WORD, Term("Word", "Word 文件")), FileKind.HTML: Term("a web page", "网页"),
    FileKind.MAIL: Term("an e-mail", "电子邮件"), FileKind.ZIP: Term("an archive", "压缩包"),
}  # fmt: skip
_MOST_FIELDS = 256
_PICTURE = "DISPIMG("
_PLAIN_TEXT = ("utf-8-sig", "gb18030")


def open_workbook(data: bytes, name: str, limits: SourceSettings) -> Pages:
    """Read a returned file into cells.

    Raises ResponsibilityError naming the file and how to mend it; never anything else.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise ReturnError("RETURN_EMPTY", name)
    if len(data) > limits.file_bytes:
        raise ReturnError("RETURN_TOO_LARGE", name, size=len(data) // 2**20)
    try:
        return _open(data, name, limits)
    except (ResponsibilityError, MemoryError):
        raise
    except Exception as error:
        # Damaged files make the parsers raise nearly anything: nine kinds were seen in 3,000 mutants.
        raise ReturnError("RETURN_DAMAGED", name) from error


def _open(data: bytes, name: str, limits: SourceSettings) -> Pages:
    kind = tell_kind(data, name)
    if kind is FileKind.XLSX:
        return _open_excel(data, name, limits)
    if kind is FileKind.ODS:
        pass_zip(data, name, limits)
    if kind in (FileKind.ODS, FileKind.XLS):
        return read_values(data, name, limits)
    if kind in (FileKind.TEXT, FileKind.DELIMITED):
        return _open_text(data, name)
    raise _no_table(name, kind)


def _open_excel(data: bytes, name: str, limits: SourceSettings) -> Pages:
    from responsibility.returns.excel import read_excel

    pages = read_excel(data, pass_zip(data, name, limits))
    # "Strict Open XML" has other namespaces, in which openpyxl sees no sheet at all.
    return pages if pages.grids else read_values(data, name, limits)


def read_values(data: bytes, name: str, limits: SourceSettings) -> Pages:
    """Read a workbook of any age with calamine; any exception passes through to the caller's boundary."""
    book = open_book(data, name)
    grids = []
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        rows = list_sheet_rows(sheet, f"{name}: {title}", limits)
        cells = {
            (row, column): _entry(value)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value not in (None, "")
        }
        merges = tuple(sorted((*start, *end) for start, end in sheet.merged_cell_ranges or ()))
        grids.append(Tab(title, cells, merges))
    return Pages(tuple(grids))


def _entry(value: Any) -> Typed:
    kind = Content.PICTURE if isinstance(value, str) and _PICTURE in value else Content.VALUE
    return Typed(_value(value), kind)


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
        (number, column): Typed(words.strip())
        for number, row in enumerate(rows)
        for column, words in enumerate(row)
        if words.strip()
    }
    return Pages((Tab("", cells),), is_typed=False)


def _open_text(data: bytes, name: str) -> Pages:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _PLAIN_TEXT
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.lstrip()[:1] == "<":
            raise _no_table(name, FileKind.HTML)
        if "\0" not in text:
            return read_csv(text)
    raise ReturnError("RETURN_UNKNOWN", name)


def _no_table(name: str, kind: FileKind) -> ReturnError:
    return ReturnError("RETURN_NO_WORKBOOK", name, kind=_FORMATS.get(kind, kind.name))
