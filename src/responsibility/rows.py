"""Rows: the small CSV files of facts that people keep; read with all that is wrong with them, changed line by line.

In: the text or bytes of such a file, and the Table that says what it may hold. Out: its rows, and Problems for its
owner to raise all at once; or the bytes with one line added, changed or withdrawn and every other byte as it was.
Heads and values may be Chinese or English, cells parted by comma, tab or semicolon; a line that begins with # is a
comment. Does not open files and knows no nouns.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from responsibility.errors import Fault, RegistryError, Term

_WRITTEN = "utf-8-sig"  # Excel on Chinese Windows opens it right
_READ = (_WRITTEN, "gb18030")
_SEPARATORS = ",\t;\uff0c"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file of facts holds.

    columns: each column with its further heads, the one that new files bear first. required: those that must be there.
    values: for a column, what its words mean, such as {"role": {"牵头": "lead"}}. is_open: whether other columns may
    stand there, which are not read.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_open: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of a new file, in Chinese."""
        return tuple(heads[0] for heads in self.columns.values())

    def column_of(self, head: str) -> str:
        """Return the column that a head names, or the head itself."""
        plain = "".join(head.split()).casefold()
        return next((column for column, heads in self.columns.items() if plain in (column, *heads)), head)


class CsvLine(NamedTuple):
    """One line: its number in the file, from 1, its cells by column, stripped, and the heads as the file has them.

    Absent columns are "", under the head that the file would have.
    """

    line: int
    cells: Mapping[str, str]
    heads: Mapping[str, str]

    def __call__(self, column: str) -> str:
        """Return the cell under column."""
        return self.cells.get(column, "")

    def head(self, column: str) -> str:
        """Return the head of column in the words of the file."""
        return self.heads.get(column, column)


@dataclass(slots=True)
class Faults:
    """What is wrong, collected before raising: nine bad rows make one error with nine lines."""

    found: list[Fault] = field(default_factory=list)

    def add(self, where: str, line: int, code: str, /, *, head: str = "", **params: object) -> None:
        """Note one problem at a line of a file, under head if it has one; code and params as those of an error."""
        at = f"{where}:{line} [{head}]" if head else f"{where}:{line}"
        self.found.append(Fault(at, code, params))

    def raise_all(self, where: str) -> None:
        """Raise one RegistryError with every problem, if there is any."""
        if not self.found:
            return
        error = RegistryError("FAULTY_TABLES", where, count=len(self.found))
        error.problems = tuple(self.found)
        raise error


def decode_rows(data: bytes, where: str) -> str:
    """Decode a file that a person saved: UTF-8 with or without a mark, else GB18030; every line ends in LF.

    Strict UTF-8 comes first: the reverse order turns 市发改委 into other characters without an error.
    Raises RegistryError for a workbook under the name of a table, and for any other coding.
    """
    return "".join(_lines_of(data, where))


def _lines_of(data: bytes, where: str) -> list[str]:
    text = data.decode(_tell_coding(data, where))
    return io.StringIO(text, newline=None).readlines()


def _tell_coding(data: bytes, where: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise RegistryError("TABLE_HOLDS_WORKBOOK", where)
    for coding in _READ:
        try:
            data.decode(coding)
        except UnicodeDecodeError:
            continue
        return coding
    raise RegistryError("TABLE_CODING", where)


class _Record(NamedTuple):
    """One record of a file: the numbers of its first and last line, from 1, and its cells."""

    first: int
    last: int
    cells: list[str]


def _records(lines: Sequence[str]) -> Iterator[_Record]:
    """Yield the records of a file, its head too; blank lines and comments have none. Raises csv.Error."""
    separator = _tell_separator(lines)
    numbered = enumerate(lines, 1)
    for number, line in numbered:
        if line.strip(" \t\n" + separator) and not line.startswith("#"):
            reader = csv.reader(chain([line], (more for _, more in numbered)), strict=True, delimiter=separator)
            cells = next(reader)
            yield _Record(number, number + reader.line_num - 1, cells)


def _tell_separator(lines: Sequence[str]) -> str:
    """Return the sign that parts the heads most often; a comma where none does."""
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return max(_SEPARATORS, key=head.count)


def read_rows(text: str, table: Table, where: str, problems: Faults) -> tuple[CsvLine, ...]:
    """Read the rows of a CSV text; an empty text has none.

    A header that lacks a required column or repeats or invents one, and a row that is longer than the header, are
    problems.
    """
    lines = io.StringIO(text.removeprefix("\ufeff")).readlines()
    rows: list[CsvLine] = []
    heads: dict[str, str] | None = None
    shown: dict[str, str] = {}
    last = 0
    try:
        for record in _records(lines):
            cells = [cell.strip() for cell in record.cells]
            last = record.last
            if heads is None:
                heads = _read_heads(cells, table, where, record.first, problems)
                if not heads:
                    return ()
                shown = {column: _choose_head(column, table, heads) for column in table.columns} | heads
            elif len(cells) > len(heads) and any(cells[len(heads) :]):
                problems.add(where, last, "TOO_MANY_CELLS", cells=len(cells), columns=len(heads))
            else:
                rows.append(CsvLine(last, _mean(dict(zip(heads, cells, strict=False)), table), shown))
    except csv.Error:  # of a strict reader: quotation marks that do not fit
        problems.add(where, last + 1, "NOT_CSV")
        return ()
    return tuple(rows)


def _mean(cells: dict[str, str], table: Table) -> dict[str, str]:
    """Return the cells with the words that have a meaning under their column in its place."""
    return {column: table.values.get(column, {}).get(cell, cell) for column, cell in cells.items()}


def _read_heads(cells: list[str], table: Table, where: str, line: int, problems: Faults) -> dict[str, str]:
    """Return each column with its head as printed, in order; {} where something is wrong with them."""
    while cells and not cells[-1]:
        cells = cells[:-1]  # a spreadsheet leaves commas for columns it has emptied
    columns = [table.column_of(head) for head in cells]
    missing = [name for name in table.required if name not in columns]
    unknown = [] if table.is_open else [name for name in columns if name not in table.columns]
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    known = {name: Term(name, (*heads, name)[0]) for name, heads in table.columns.items()}
    for names, code in ((missing, "COLUMNS_MISSING"), (unknown, "COLUMNS_UNKNOWN"), (repeated, "COLUMNS_REPEATED")):
        if names:
            problems.add(
                where, line, code, columns=tuple(known.get(name, name) for name in names), known=tuple(known.values())
            )
    return {} if missing or unknown or repeated else dict(zip(columns, cells, strict=True))


def _choose_head(column: str, table: Table, heads: Mapping[str, str]) -> str:
    """Return the head of a column that a file lacks, in the language of those that it has."""
    is_english = all(head.isascii() for head in heads.values())
    return column if is_english else (*table.columns[column], column)[0]


def read_dates(row: CsvLine, where: str, problems: Faults) -> tuple[date | None, date | None]:
    """Read valid_from and valid_to; an end before its start is a problem."""
    start, end = (read_date(row, column, where, problems) for column in ("valid_from", "valid_to"))
    if start and end and end < start:
        problems.add(
            where, row.line, "DATES_REVERSED", head=row.head("valid_to"),
            end=end, start=start, first=row.head("valid_from"), last=row.head("valid_to"),
        )  # fmt: skip
    return start, end


def read_date(row: CsvLine, column: str, where: str, problems: Faults) -> date | None:
    """Read a date (2023-08-15, or 2023/8/15 as a spreadsheet writes it); None where the cell is empty or wrong.

    The latter is a problem.
    """
    if not row(column):
        return None
    found = _DAY.fullmatch(row(column))
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(row(column))
    except ValueError:
        problems.add(where, row.line, "NO_DATE", head=row.head(column), column=row.head(column), value=row(column))
    return None


def write_rows(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV text under a head row, one line each; None is an empty cell."""
    return _show(heads) + "".join(_show(row) for row in rows)


def _show(cells: Iterable[object], separator: str = ",", end: str = "\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end).writerow(cells)
    line = stream.getvalue()
    return _quote_first(line, separator, end) if line.startswith("#") else line


def _quote_first(line: str, separator: str, end: str) -> str:
    """Put the first cell in quotation marks: 甲厂's unit #1 would be read as a comment."""
    first = line.removesuffix(end).partition(separator)[0]
    return f'"{first}"{line[len(first) :]}'


def encode_rows(text: str) -> bytes:
    """Return the bytes of a new file."""
    return text.encode(_WRITTEN)


def list_heads(data: bytes, table: Table, where: str) -> tuple[str, ...]:
    """Return the columns that a file has, those of a new one for b"". Raises RegistryError where it cannot be read."""
    return tuple(_read_whole(_lines_of(data, where), table, where)[0]) if data else tuple(table.columns)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a file of facts: a line added (line 0), its cells changed, or the line withdrawn (values None).

    line: as Row.line gives it. values: cells by column. seen: cells as they stood when the change was decided; a line
    that reads otherwise by now is not touched.
    """

    line: int = 0
    values: Mapping[str, str] | None = None
    seen: Mapping[str, str] = field(default_factory=dict)


def edit_rows(data: bytes, table: Table, edit: Edit, where: str) -> bytes:
    """Return the file with one line added, changed or withdrawn; every other line keeps its bytes.

    data: b"" is a file that is not there yet; it gets Chinese heads. Coding, line ends and separator stay those of the
    file; a column of the table that it lacks is added to its heads. Raises RegistryError where the file cannot be read,
    the table has no column for a value, or the file no such line.
    """
    data = _widen(data or encode_rows(_show(table.heads)), table, edit.values or (), where)
    lines = _lines_of(data, where)
    pieces = data.splitlines(keepends=True)
    heads, rows = _read_whole(lines, table, where)
    made = _Writing(pieces, _tell_separator(lines), _tell_coding(data, where))
    if not edit.line:
        return made.append([(edit.values or {}).get(column, "") for column in heads])
    record, row = rows.get(edit.line, (None, None))
    if record is None or row is None or any(row(column) != value for column, value in edit.seen.items()):
        raise RegistryError("LINE_CHANGED", where, line=edit.line)
    if edit.values is None:
        return made.replace(record, None)
    old = record.cells + [""] * (len(heads) - len(record.cells))
    # A cell that goes on to mean the same stays as it was typed.
    changed = {column: value for column, value in edit.values.items() if value != row(column)}
    return made.replace(record, [changed.get(column, cell) for column, cell in zip(heads, old, strict=False)])


def _widen(data: bytes, table: Table, columns: Iterable[str], where: str) -> bytes:
    """Return the file with heads for columns that it lacks, in the language of its others; shorter lines may stay."""
    lines = _lines_of(data, where)
    heads, _ = _read_whole(lines, table, where)
    missing = [column for column in columns if column not in heads]
    if not missing or not heads:
        return data
    if unknown := [column for column in missing if column not in table.columns]:
        raise RegistryError("NO_SUCH_COLUMN", where, column=unknown[0])
    words = [_choose_head(column, table, heads) for column in missing]
    head = next(_records([line.removeprefix("\ufeff") for line in lines]))
    mark = codecs.BOM_UTF8 if head.first == 1 and data.startswith(codecs.BOM_UTF8) else b""
    written = _Writing(data.splitlines(keepends=True), _tell_separator(lines), _tell_coding(data, where))
    return mark + written.replace(head, [*heads.values(), *words])


def move_row(data: bytes, table: Table, line: int, by: int, where: str) -> bytes:
    """Return the file with a line moved by so many places, -1 up or 1 down; at the edge nothing changes."""
    lines = _lines_of(data, where)
    _read_whole(lines, table, where)
    records = list(_records([each.removeprefix("\ufeff") for each in lines]))[1:]
    place = next((index for index, record in enumerate(records) if record.last == line), None)
    if place is None:
        raise RegistryError("LINE_CHANGED", where, line=line)
    if not 0 <= place + by < len(records):
        return data
    one, other = sorted((records[place], records[place + by]))
    pieces = data.splitlines(keepends=True)
    if not pieces[-1].endswith((b"\n", b"\r")):
        pieces[-1] += b"\n"
    return b"".join((
        *pieces[: one.first - 1], *pieces[other.first - 1 : other.last], *pieces[one.last : other.first - 1],
        *pieces[one.first - 1 : one.last], *pieces[other.last :],
    ))  # fmt: skip


def _read_whole(
    lines: Sequence[str], table: Table, where: str
) -> tuple[dict[str, str], dict[int, tuple[_Record, CsvLine]]]:
    problems = Faults()
    rows = {row.line: row for row in read_rows("".join(lines), table, where, problems)}
    problems.raise_all(where)
    records = list(_records([line.removeprefix("\ufeff") for line in lines]))
    heads = _read_heads([cell.strip() for cell in records[0].cells], table, where, 1, problems) if records else {}
    return heads, {record.last: (record, rows[record.last]) for record in records[1:]}


class _Writing(NamedTuple):
    """The lines of a file as bytes, and how it is written."""

    pieces: list[bytes]
    separator: str
    coding: str

    def append(self, cells: Sequence[str]) -> bytes:
        """Return the file with a line more."""
        *_, last = self.pieces
        gap = b"" if last.endswith((b"\n", b"\r")) else self._end().encode()
        return b"".join(self.pieces) + gap + self._bytes_of(cells)

    def replace(self, record: _Record, cells: Sequence[str] | None) -> bytes:
        """Return the file with a record's lines replaced, or taken out."""
        made = [] if cells is None else [self._bytes_of(cells)]
        return b"".join((*self.pieces[: record.first - 1], *made, *self.pieces[record.last :]))

    def _end(self) -> str:
        first = self.pieces[0]
        return "\r\n" if first.endswith(b"\r\n") else "\r" if first.endswith(b"\r") else "\n"

    def _bytes_of(self, cells: Sequence[str]) -> bytes:
        coding = "gb18030" if self.coding == "gb18030" else "utf-8"
        return _show(cells, self.separator, self._end()).encode(coding)
