"""Rows: a small CSV file of facts, with its line numbers and all that is wrong with it.

In: the text of a CSV file and the columns it must and may have. Out: its rows, and Problems for its owner to
raise all at once. Does not open files and knows no nouns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from responsibility.errors import RegistryError

if TYPE_CHECKING:
    from _csv import Reader

_COLUMNS = "the columns are {known}"


class Row(NamedTuple):
    """One line: its number in the file, from 1, and its cells by column, stripped; absent columns are ""."""

    line: int
    cells: dict[str, str]

    def __call__(self, column: str) -> str:
        """Return the cell under column."""
        return self.cells.get(column, "")


class Problem(NamedTuple):
    """One thing that is wrong at a line of a file; what and fix are templates, as those of an error."""

    where: str
    what: str
    fix: str
    params: Mapping[str, object]


@dataclass(slots=True)
class Problems:
    """What is wrong, collected before raising: nine bad rows make one error with nine lines."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, line: int, what: str, fix: str, /, **params: object) -> None:
        """Note one problem at a line of a file; params fill the templates what and fix."""
        self.found.append(Problem(f"{where}:{line}", what, fix, params))

    def raise_all(self, where: str) -> None:
        """Raise one RegistryError with every problem, if there is any."""
        if not self.found:
            return
        error = RegistryError(
            "problems in the tables of names: {count}",
            where,
            "mend each line above, then run again; nothing was written",
            count=len(self.found),
        )
        error.problems = tuple(self.found)
        raise error


def read_rows(
    text: str, required: Sequence[str], optional: Sequence[str], where: str, problems: Problems
) -> tuple[Row, ...]:
    """Read the rows of a CSV text; an empty text has none.

    Blank lines are skipped. A header that lacks a required column or repeats or invents one, and a row that is
    longer than the header, are problems.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        if not head or not _check_head(head, required, optional, where, problems):
            return ()
        return tuple(_rows(reader, head, where, problems))
    except csv.Error as error:
        problems.add(
            where, reader.line_num, "not readable as CSV: {reason}", "look for a stray quotation mark", reason=error
        )
        return ()


def _check_head(
    head: list[str], required: Sequence[str], optional: Sequence[str], where: str, problems: Problems
) -> bool:
    known = (*required, *optional)
    missing = [name for name in required if name not in head]
    unknown = [name for name in head if name not in known]
    repeated = sorted({name for name in head if head.count(name) > 1})
    if missing:
        problems.add(
            where, 1, "the header lacks {columns}", _COLUMNS, columns=", ".join(missing), known=",".join(known)
        )
    if unknown:
        problems.add(
            where, 1, "the header has unknown {columns}", _COLUMNS, columns=", ".join(unknown), known=",".join(known)
        )
    if repeated:
        problems.add(
            where, 1, "the header repeats {columns}", _COLUMNS, columns=", ".join(repeated), known=",".join(known)
        )
    return not (missing or unknown or repeated)


def _rows(reader: Reader, head: list[str], where: str, problems: Problems) -> list[Row]:
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            what, fix = "{cells} cells under {columns} columns", "put cells that hold a comma in quotation marks"
            problems.add(where, reader.line_num, what, fix, cells=len(cells), columns=len(head))
            continue
        stripped = [cell.strip() for cell in cells] + [""] * (len(head) - len(cells))
        rows.append(Row(reader.line_num, dict(zip(head, stripped, strict=True))))
    return rows


def read_dates(row: Row, where: str, problems: Problems) -> tuple[date | None, date | None]:
    """Read valid_from and valid_to; an end before its start is a problem."""
    start, end = (read_date(row, column, where, problems) for column in ("valid_from", "valid_to"))
    if start and end and end < start:
        problems.add(
            where, row.line, "valid_to {end} is before valid_from {start}", "exchange the dates", end=end, start=start
        )
    return start, end


def read_date(row: Row, column: str, where: str, problems: Problems) -> date | None:
    """Read an ISO date (2023-08-15), or None where the cell is empty or wrong; the latter is a problem."""
    if not row(column):
        return None
    try:
        return date.fromisoformat(row(column))
    except ValueError:
        problems.add(
            where, row.line, "{column} is no date: {value}", "write it as 2023-08-15", column=column, value=row(column)
        )
        return None
