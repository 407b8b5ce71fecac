"""Listing: a plain list as a sheet: title, stamp, heads, one row a fact, filtered and frozen.

So that all lists look and print alike. A column says where in a table's row its value is and how it is shown. A row
too tall for Excel's 409 points goes on in rows of its own, with a note; nothing is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from responsibility.language.wording import Wording
from responsibility.views.measure import TALLEST, capacity_of, split_text
from responsibility.views.running import Running, run_names
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, Value, row_of

if TYPE_CHECKING:
    from pandas import DataFrame


def spill_row(
    cells: Sequence[Cell],
    widths: Mapping[int, float],
    say: Wording,
    *,
    keep: Sequence[int] = (),
    rest: str = "",
    tallest: float = TALLEST,
) -> Iterator[Row]:
    """Give a row, and as many rows after it as its longest words need.

    cells: one a column from the first on. widths: the columns whose words may be long, with their least width.
    keep: columns repeated in every further row. rest: the style of further rows where it is not that of the first.
    tallest: points that a row may have, where its page has less room than Excel's limit.
    """
    long = {
        column: split_text(str(cells[column].value), width, tallest)
        for column, width in widths.items()
        if _text(cells[column])
    }
    parts = {column: pieces for column, pieces in long.items() if len(pieces) > 1}
    if not parts:
        yield _row(cells)
        return
    for number in range(max(map(len, parts.values()))):
        shown = {column: _cut(cells[column], pieces, number, say) for column, pieces in parts.items()}
        yield _row([_piece(cell, shown.get(column), number, column in keep, rest) for column, cell in enumerate(cells)])


def _text(cell: Cell) -> bool:
    return isinstance(cell.value, str)


def _row(cells: Sequence[Cell]) -> Row:
    return Row(tuple((column, cell) for column, cell in enumerate(cells) if cell != _NOTHING))


_NOTHING = Cell()


def _cut(cell: Cell, pieces: Sequence[str], number: int, say: Wording) -> Cell:
    """Return one piece of a cell, which says that its text goes on below or comes from above."""
    if number >= len(pieces):
        return replace(cell, value="", strong=0, stretches=())
    start = sum(map(len, pieces[:number]))
    end = start + len(pieces[number])
    before = say("sheet.continued") if number else ""
    after = say("sheet.goes-on") if number < len(pieces) - 1 else ""
    moved = len(before) - start
    stretches = tuple(
        (max(first, start) + moved, min(last, end) + moved, look)
        for first, last, look in cell.stretches
        if first < end and last > start
    )
    return replace(
        cell, value=before + pieces[number] + after, strong=0 if number else cell.strong, stretches=stretches
    )


def _piece(cell: Cell, cut: Cell | None, number: int, kept: bool, rest: str) -> Cell:
    if number == 0:
        return cut or cell
    style = cell.style if kept or not rest else rest
    if kept:
        return replace(cell, style=style)
    return replace(cut or Cell(""), style=style) if cell != _NOTHING else cell


HEAD = 3  # the row of heads, from 0
_OF_NOTICE = frozenset({"section"})  # heads of what a notice may leave out
Record = Mapping[str, object]
Show = Callable[[Record, str], Value | Cell]


class Shown(NamedTuple):
    """One column of a table: key of its head, width, style, the column of the source, and how it is shown.

    most: how wide it may become for its words, 0 for no wider. hidden: what ties a row to the data, for no reader.
    """

    key: str
    width: float
    style: str = "cell"
    source: str = ""
    show: str = "text"
    most: float = 0.0
    hidden: bool = False


def size_columns(columns: Sequence[Shown]) -> tuple[Column, ...]:
    """Return the columns of a sheet."""
    return tuple(Column(each.key, each.width, max(each.width, each.most), each.style, each.hidden) for each in columns)


def list_words(scene: Scene, words: Sequence[str], width: float) -> str:
    """Return words one behind the other in lines of a column of this width, none parted that a line can hold."""
    return run_names([Running(each) for each in words], capacity_of(width), scene.join(["", ""])).words


_SHORT = 25  # rows of a sheet's last table that need no page of their own, nor their heads again
_ABOVE = 8  # rows above it, title and all, with which it still begins on the first page


def part_pages(start: int, head: int, count: int) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Say which row of heads the last of several tables repeats on its pages, and where it begins one of its own.

    start, head: the rows of its heading and of its heads. LibreOffice loses rows where a repeated head is mid-page.
    """
    if count <= _SHORT:
        return None, ()
    return (head, head), (start,) if head > _ABOVE else ()


def open_sheet(title: str, *notes: str) -> list[Row]:
    """Return the first rows of a sheet: its title, and a line for each note."""
    return [row_of(Cell(title, "title-left")), *(row_of(Cell(note, "stamp")) for note in notes)]


def lay_heads(say: Wording, columns: Sequence[Shown], area: str = "sheet") -> Row:
    """Return the row of heads; columns to fill in are told apart."""
    fills = {each.key for each in columns if each.style.startswith("fill")}
    return row_of(*(Cell(say(f"{area}.column.{key}"), "head-fill" if key in fills else "head") for key, *_ in columns))


def lay_row(
    say: Wording, columns: Sequence[Shown], values: Sequence[Value | Cell | None], keep: Sequence[int] = ()
) -> Iterator[Row]:
    """Give a row of a table, in the styles of its columns, and as many rows after it as its longest words need."""
    cells = [
        each if isinstance(each, Cell) else Cell("" if each is None else each, column.style)
        for each, column in zip(values, columns, strict=False)
    ]
    widths = {at: each.width for at, each in enumerate(columns[: len(cells)]) if at not in keep}
    yield from spill_row(cells, widths, say, keep=keep)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows. area, key: its words are under {area}.list.{key}, its heads under {area}.column."""

    area: str
    key: str
    columns: tuple[Shown, ...]
    paper: str = "A4"


def list_records(table: DataFrame) -> list[dict[str, object]]:
    """Return the rows of a table by column name."""
    columns = [str(name) for name in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in table.itertuples(index=False)]


def show_rows(table: DataFrame, listing: Listing, shows: Mapping[str, Show]) -> Iterator[list[Value | Cell]]:
    """Yield the rows of a table as a list shows them."""
    for record in list_records(table):
        yield [shows[column.show](record, column.source or column.key) for column in listing.columns]


def build_listing(
    scene: Scene, listing: Listing, rows: Iterable[Sequence[Value | Cell]], stamp: str, empty: str = ""
) -> Sheet:
    """Build the sheet of one list. stamp: the line of plan and dates; empty: lists beside it that hold nothing."""
    listing, rows = _drop_empty(listing, [*rows])
    say, where = scene.say, f"{listing.area}.list.{listing.key}"
    body = [line for row in rows for line in _lay_row(scene, listing, row)]
    note = say("progress.noted" if body else "progress.none", note=say(f"{where}.note"), empty=empty)
    lines = [
        row_of(Cell(say(f"{where}.title"), "title-left")),
        row_of(Cell(stamp, "note")),
        row_of(Cell(note, "note")),
        lay_heads(say, listing.columns, listing.area),
        *body,
    ]
    name = say(f"{where}.name")
    return Sheet(
        name,
        size_columns(listing.columns),
        tuple(lines),
        tuple(Area(row, 0, row, len(listing.columns) - 1) for row in range(HEAD)),
        frozen=(HEAD + 1, 1),
        page=scene.page(name, repeat_rows=(HEAD, HEAD), paper=listing.paper),
        filter=Area(HEAD, 0, max(len(lines) - 1, HEAD), len(listing.columns) - 1),
    )


def _drop_empty(
    listing: Listing, rows: Sequence[Sequence[Value | Cell]]
) -> tuple[Listing, Sequence[Sequence[Value | Cell]]]:
    """Leave out what the notice does not say of any task; what nobody answered is told by a blank."""
    kept = [
        at
        for at, column in enumerate(listing.columns)
        if not rows or column.key not in _OF_NOTICE or any(_holds(row[at]) for row in rows)
    ]
    columns = tuple(listing.columns[at] for at in kept)
    return replace(listing, columns=columns), [[row[at] for at in kept] for row in rows]


def _holds(value: Value | Cell) -> bool:
    return (value.value if isinstance(value, Cell) else value) not in (None, "")


def _lay_row(scene: Scene, listing: Listing, row: Sequence[Value | Cell]) -> Iterator[Row]:
    lit = [at for at, cell in enumerate(row) if isinstance(cell, Cell) and cell.style.startswith("light-")]
    yield from lay_row(scene.say, listing.columns, row, (0, *lit))


def common_shows(scene: Scene) -> dict[str, Show]:
    """Return how values are shown that any list may have."""

    def unit(record: Record, source: str) -> str:
        value = str(record[source] or "")
        return scene.short(value) if value in scene.units else value

    def title(record: Record, source: str) -> str:
        item = scene.items.get(str(record[source]))
        return (item.title or item.body) if item else ""

    def due(record: Record, source: str) -> str:
        item = scene.items.get(str(record["item_id"]))
        return (scene.show_due(item) if item else "") or str(record[source] or "")

    def word(key: str) -> Show:
        return lambda record, source: scene.say(f"{key}.{record[source]}") if record[source] else ""

    return {
        "text": lambda record, source: str(record[source] or ""),
        "count": lambda record, source: int(str(record[source] or 0)),
        "percent": lambda record, source: percent_words(record[source]),
        "points": lambda record, source: "" if is_none(record[source]) else f"{record[source]:g}",
        "light": lambda record, source: show_light(scene, record[source]),
        "unit": unit,
        "name": lambda record, source: scene.units[str(record[source])].name,
        "number": lambda record, source: scene.number(str(record[source] or "")),
        "title": title,
        "due": due,
        "status": word("sheet.status"),
        "role": word("role"),
        "state": word("progress.state"),
        "contradiction": word("progress.contradiction"),
        "doubt": word("progress.doubt"),
        "reason": word("progress.reason"),
        "unplaced": word("progress.unplaced"),
        "file": word("progress.file"),
    }


def is_none(value: object) -> bool:
    """Whether a cell of a table holds nothing; pandas turns None among numbers into NaN."""
    return value is None or value != value  # noqa: PLR0124


def percent_words(value: object) -> str:
    """Return a share of 0 to 100 as people write it, "" for none."""
    return "" if is_none(value) else f"{float(str(value)):g}%"


def show_light(scene: Scene, colour: object) -> Cell:
    """Show a light by its word and its colour."""
    return Cell(scene.say(f"progress.light.{colour}"), f"light-{colour}") if colour else Cell("", "cell-center")
