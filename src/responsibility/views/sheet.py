"""Sheet: a workbook as data.

A view names styles ("head", "lead", "fill"); only render/styles knows what they look like. Rows and columns count
from 0, in the order they are printed. A width or height that is None is computed from the words in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

Value = str | int | float | date | None
Stretch = tuple[int, int, str]  # of a text: where it begins and ends, and the look of its letters


class State(Enum):
    """Who sees a sheet: everyone, whoever unhides it, only a program."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very-hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. formula: a live formula, with value as what it gives today. link: a place in this book or a file.

    strong: how many characters at its beginning stand out, such as a task's title before its text.
    stretches: what else stands out, left to right: figures, the lead's name; none overlap.
    """

    value: Value = None
    style: str = ""
    formula: str = ""
    link: str = ""
    strong: int = 0
    stretches: tuple[Stretch, ...] = ()


def list_runs(cell: Cell, words: str) -> list[tuple[str, str]]:
    """Part a cell's words where their look changes: words and look, "" for the cell's own; none where nothing does."""
    own = (((0, min(cell.strong, len(words)), "strong"),) if cell.strong else ()) + cell.stretches
    runs: list[tuple[str, str]] = []
    place = 0
    for start, end, look in own:
        runs += [(words[place:start], ""), (words[start:end], look)]
        place = end
    return [run for run in (*runs, (words[place:], "")) if run[0]] if own else []


@dataclass(frozen=True, slots=True)
class Row:
    """One row: (column, cell) pairs from left to right, so that an empty cell costs nothing.

    style: look of the whole row, also where nothing is written; cells without a style of their own take it.
    height: exactly so many points; least: no fewer. grows: takes the room that its page has left. kept: on one page
    with the row after it. spare: at the end of a part, left out where a page would begin for it.
    """

    cells: tuple[tuple[int, Cell], ...]
    style: str = ""
    height: float | None = None
    least: float = 0.0
    grows: bool = False
    kept: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column. least, most: bounds of the computed width in half-width characters; equal for a fixed width.

    style: look of its cells that have none of their own.
    """

    key: str
    least: float
    most: float
    style: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def reference(self) -> str:
        """The area as a formula names it, absolute: "$A$1:$C$9"."""
        return f"{absolute(self.top, self.left)}:{absolute(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells that take only what a list, a number range or a date range allows.

    source: the list as a formula; empty for numbers from least to most.
    """

    area: Area
    source: str = ""
    least: float = 0
    most: float = 0
    title: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A look that depends on the value: kind "text" (holds exactly), "formula", "filled", "any" or "bar" (data bar)."""

    area: Area
    kind: str
    style: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One run of bars of a chart: its name and where its numbers are."""

    name: str
    area: Area
    style: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A stacked bar chart of this sheet's cells; alt is read aloud in place of the picture."""

    title: str
    categories: Area
    series: tuple[Series, ...]
    row: int
    column: int
    alt: str
    width: int = 900  # pixels
    height: int = 400


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG placed over cells; alt is read aloud in its place."""

    data: bytes
    row: int
    column: int
    scale: float
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """The printed page. form: the name of its margins. tall: pages high, 0 for as many as needed.

    rows, columns: how many are printed, 0 for all; the rest is for the screen. most: pages that are printed of a long
    list, 0 for all; there `cut` is the header. whole: in its own size, whatever its length, in percent of it where less
    saves a page. first: the number of its first page, 0 to go on from the sheet before.
    """

    paper: str = "A4"
    landscape: bool = True
    form: str = "work"
    header: str = ""
    footer: str = ""
    repeat_rows: tuple[int, int] | None = None
    repeat_columns: tuple[int, int] | None = None
    wide: int = 1
    tall: int = 0
    rows: int = 0
    columns: int = 0
    most: int = 0
    cut: str = ""
    whole: bool = False
    percent: int = 100
    first: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. frozen: rows and columns that stay in view. filter: the table that can be filtered.

    heads: the row of column heads, if any. merges take the words and style of their top left cell.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    merges: tuple[Area, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    page: Page = Page()
    filter: Area | None = None
    choices: tuple[Choice, ...] = ()
    rules: tuple[Condition, ...] = ()
    charts: tuple[Chart, ...] = ()
    pictures: tuple[Image, ...] = ()
    breaks: tuple[int, ...] = ()
    protected: bool = False
    state: State = State.VISIBLE


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook. created: the only date in it, so that equal content gives equal bytes.

    properties: custom properties by name, in order. names: defined names and what they refer to. fonts: a profile.
    """

    title: str
    subject: str
    author: str
    created: date
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    fonts: str = "safe"
    comments: str = ""


def column_letter(column: int) -> str:
    """Name a column as formulas do: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def relative(row: int, column: int) -> str:
    """Name a cell as formulas do: A1."""
    return f"{column_letter(column)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """Name a cell so that copying does not move it: $A$1."""
    return f"${column_letter(column)}${row + 1}"


def quoted(name: str) -> str:
    """Quote a sheet name for formulas and links: always, since full-width signs need it too."""
    return "'" + name.replace("'", "''") + "'"


def row_of(*cells: Cell | Value, style: str = "", height: float | None = None, start: int = 0) -> Row:
    """Make a row of neighbouring cells; a bare value takes the row's or column's style, None leaves a cell out."""
    placed = ((column, cell if isinstance(cell, Cell) else Cell(cell)) for column, cell in enumerate(cells, start))
    return Row(tuple(pair for pair in placed if pair[1] != _EMPTY), style, height)


_EMPTY = Cell()


def to_text(sheet: Sheet) -> str:
    """Show a sheet as plain text, one row a line: what golden files hold."""
    lines = []
    for row in sheet.rows:
        shown = {column: _shown(cell) for column, cell in row.cells}
        last = max(shown, default=-1)
        lines.append(" | ".join(shown.get(column, "") for column in range(last + 1)))
    return "\n".join(lines) + "\n"


def _shown(cell: Cell) -> str:
    value = "" if cell.value is None else str(cell.value).replace("\n", "⏎")
    return f"{value} {{{cell.formula}}}" if cell.formula else value
