"""Areas: how far the tags of one part of a container reach, told by a streaming parser.

In: the bytes of an XML part. Out: nothing, or a SourceError where a sheet's cells, merges or repeats, or the spans of a
table, would make a reader take gigabytes. A tag is read as the readers read it: in any case, with any spaces, with or
without a place of its own. Empty repeats at the end of a sheet, which every program writes, reach nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from responsibility.errors import SourceError
from responsibility.settings import SourceSettings

_PLACE = re.compile(r"([A-Z]{1,9})(\d{1,10})", re.ASCII)
_UTF8 = ("UTF-8", "UTF8", "US-ASCII", "ASCII")
_VALUES = frozenset(("value", "date-value", "time-value", "boolean-value", "string-value", "formula"))
_MOST_DIGITS = 18
Attributes = Mapping[str, str]


def check_part(content: bytes, where: str, limits: SourceSettings, *, is_strict: bool = True) -> None:
    """Refuse a part that is not UTF-8, declares entities, or reaches too far.

    is_strict: refuse what is no well-formed XML, too; one reader stops there and the next reads on.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        raise SourceError("NOT_UTF8_PART", where)
    parser = expat.ParserCreate()
    areas = _Areas(where, limits, len(content))
    parser.XmlDeclHandler = areas.declare
    parser.StartDoctypeDeclHandler = areas.refuse_entities
    parser.StartElementHandler = areas.start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if is_strict and content.strip():
            raise SourceError("DAMAGED", where, detail=str(error)[:60]) from error


class _Areas:
    """Where the parser stands in a sheet or table."""

    def __init__(self, where: str, limits: SourceSettings, size: int) -> None:
        self._where = where
        self._limits = limits
        self._size = size
        self._row = self._column = 0  # of the last cell, from 1
        self._rows = 0  # how many the present row of an .ods stands for, beyond those above it
        self._cell: tuple[int, int] | None = None  # the last cell, until it is seen to hold something
        self._reach = (0, 0)  # farthest row and column that hold something
        self._merged = 0

    def declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _UTF8:
            raise SourceError("NOT_UTF8_PART", self._where)

    def refuse_entities(self, *_: object) -> NoReturn:
        raise SourceError("DOCTYPE", self._where)

    def start(self, tag: str, attributes: Attributes) -> None:
        if act := _ACTS.get(tag.rpartition(":")[2]):
            act(self, {name.rpartition(":")[2]: value for name, value in attributes.items()})

    def start_sheet(self, _: Attributes) -> None:
        self._row = self._column = self._rows = self._merged = 0
        self._cell, self._reach = None, (0, 0)

    def start_row(self, attributes: Attributes) -> None:
        self._row = _count(attributes.get("r"), self._row + 1)
        self._column = 0
        self._cell = None

    def start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            if not self._row:
                return  # a list of cells elsewhere in the workbook
            row, self._column = self._row, self._column + 1
        else:
            row, self._column = self._read_place(place)
        self._cell = self._check(row, self._column)

    def fill_cell(self, _: Attributes) -> None:
        if self._cell:
            self._reach = max(self._reach[0], self._cell[0]), max(self._reach[1], self._cell[1])
            if self._reach[0] * self._reach[1] > self._limits.cells:
                raise refuse_far(self._where, "{}x{}".format(*self._reach), self._limits)

    def merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        top, left = self._read_place(first)
        bottom, right = self._read_place(last or first)
        area = (abs(bottom - top) + 1) * (abs(right - left) + 1)
        self._merged += area
        if area > self._limits.merged_cells or self._merged > self._limits.cells:
            raise SourceError("WIDE_SPAN", self._where, span=attributes["ref"][:40])

    def count_strings(self, attributes: Attributes) -> None:
        # Each string takes a byte at least; how often they are used is bounded by the cells that may use them.
        used, kept = (_count(attributes.get(name), 0) for name in ("count", "uniqueCount"))
        if kept > self._size or used > max(self._size, self._limits.cells):
            raise SourceError("FALSE_COUNT", self._where)

    def span_columns(self, attributes: Attributes) -> None:
        self._check_span(attributes, "val")

    def start_repeated_row(self, attributes: Attributes) -> None:
        self._row += self._rows
        self._rows = _count(attributes.get("number-rows-repeated"), 1)
        self._column = 0
        self._cell = None

    def start_repeated_cell(self, attributes: Attributes) -> None:
        self._check_span(attributes, "number-columns-spanned")
        self._check_span(attributes, "number-rows-spanned")
        self._column += _count(attributes.get("number-columns-repeated"), 1)
        self._cell = self._row + self._rows, self._column
        if not _VALUES.isdisjoint(attributes):
            self.fill_repeated_cell(attributes)

    def fill_repeated_cell(self, attributes: Attributes) -> None:
        if self._cell:
            self._check(*self._cell)
            self.fill_cell(attributes)

    def _check_span(self, attributes: Attributes, name: str) -> None:
        span = attributes.get(name)
        if _count(span, 1) > self._limits.span:
            raise SourceError("WIDE_SPAN", self._where, span=str(span)[:40])

    def _check(self, row: int, column: int) -> tuple[int, int]:
        if row > self._limits.rows or column > self._limits.columns:
            raise refuse_far(self._where, f"{row}x{column}", self._limits)
        return row, column

    def _read_place(self, place: str) -> tuple[int, int]:
        """Return row and column of A1; what is no place is refused, since each reader would take it for another."""
        found = _PLACE.fullmatch(place.strip().replace("$", "").upper())
        if found is None:
            raise refuse_far(self._where, place.strip()[:40], self._limits)
        return int(found[2]), column_number(found[1])


_ACTS: Mapping[str, Callable[[_Areas, Attributes], None]] = {
    "worksheet": _Areas.start_sheet,
    "row": _Areas.start_row,
    "c": _Areas.start_cell,
    "v": _Areas.fill_cell,
    "f": _Areas.fill_cell,
    "is": _Areas.fill_cell,
    "mergeCell": _Areas.merge,
    "sst": _Areas.count_strings,
    "gridSpan": _Areas.span_columns,
    "table": _Areas.start_sheet,
    "table-row": _Areas.start_repeated_row,
    "table-cell": _Areas.start_repeated_cell,
    "covered-table-cell": _Areas.start_repeated_cell,
    "p": _Areas.fill_repeated_cell,
}


def refuse_far(where: str, cell: str, limits: SourceSettings) -> SourceError:
    """Make the error for a sheet that reaches too far, with the limits named."""
    return SourceError("FAR_CELL", where, cell=cell, rows=limits.rows, columns=limits.columns, cells=limits.cells)


def _count(words: str | None, otherwise: int) -> int:
    words = (words or "").strip()
    return int(words[:_MOST_DIGITS]) if words.isdecimal() else otherwise


def column_number(letters: str) -> int:
    """Return the column of a spreadsheet's letters, from 1: AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
