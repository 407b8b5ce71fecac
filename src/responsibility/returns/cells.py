"""Grid: a returned workbook as cells, whatever format it came in.

Rows and columns count from 0. Only cells that hold something have an entry; a value is what was typed or computed,
never a look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from responsibility.views.sheet import relative

Value = str | int | float | bool | date | None


class Content(StrEnum):
    """What stands in a cell."""

    VALUE = "value"
    COMPUTED = "computed"  # a formula with the value it gave when the file was saved
    UNCOMPUTED = "uncomputed"  # a formula without one: nobody knows what its author saw
    ERROR = "error"  # #REF!, #DIV/0! …
    PICTURE = "picture"  # in a cell (DISPIMG) or over one
    TEXT_BOX = "text-box"


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell. is_percent: shown as a percentage. is_number: typed as a number, so 2.10 may have lost its 0."""

    value: Value
    kind: Content = Content.VALUE
    is_percent: bool = False
    comment: str = ""
    is_struck: bool = False

    @property
    def words(self) -> str:
        """The value as a person would have typed it; "" for an empty cell."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, float | int):
            return f"{value * 100:.10g}%" if self.is_percent else f"{value:.15g}"
        return value


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet. merges: top, left, bottom, right of merged cells. hidden: rows and columns that were out of sight."""

    name: str
    cells: Mapping[tuple[int, int], Typed]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # What lies over the cells: pictures and text boxes, by the cell under their corner.
    floating: tuple[tuple[tuple[int, int], Typed], ...] = ()

    def rows(self) -> dict[int, dict[int, Typed]]:
        """Return the entries by row and column, both in order."""
        grouped: dict[int, dict[int, Typed]] = {}
        for (row, column), entry in sorted(self.cells.items(), key=lambda pair: pair[0]):
            grouped.setdefault(row, {})[column] = entry
        return grouped

    def spread(self, columns: frozenset[int]) -> Iterator[tuple[int, int, int, int]]:
        """Yield row, column and origin of the empty cells that a merge downwards in these columns stands for."""
        for top, left, bottom, _ in self.merges:
            if left in columns and (top, left) in self.cells:
                yield from ((row, left, top, left) for row in range(top + 1, bottom + 1))


@dataclass(frozen=True, slots=True)
class Pages:
    """A workbook. identity: custom properties. saved: when its program says it was last saved, "" if it does not."""

    grids: tuple[Tab, ...]
    identity: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""
    is_typed: bool = True  # False for CSV, where 2.10 may have become 2.1


def name_cell(row: int, column: int) -> str:
    """Name a cell as a person would: A1."""
    return relative(row, column)
