"""Banded: a list of bands with their rows, to be printed upright; what the lists have in common.

In: a Scene, columns and bands. Out: a Sheet, or None where there is nothing to list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.views.lines import em_width, wrap_text
from responsibility.views.measure import capacity_of
from responsibility.views.running import Running, break_due, run_names
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Row, Sheet, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, size_columns, spill_row

_HEAD = 2
LEAD, OTHERS, DUE = 18.0, 30.0, 17.0  # widths of the columns of units and of days


class Band(NamedTuple):
    """Some rows below the words that say what they have in common; below: running text under them, across all."""

    words: str
    rows: Sequence[Sequence[str]]
    below: str = ""


def build_banded(
    scene: Scene, key: str, columns: Sequence[Shown], bands: Sequence[Band], *, noted: bool = True
) -> Sheet | None:
    """Build a list of bands; None where there are none. key: of its words, under lists.{key}; noted: with its note.

    A column of which no band has anything is left out, and the last column of words has its width.
    """
    if not bands:
        return None
    values = [row for band in bands for row in band.rows]
    used = [at for at in range(len(columns)) if not values or any(row[at] for row in values)]
    columns = _share_width(columns, used)
    bands = [band._replace(rows=[[row[at] for at in used] for row in band.rows]) for band in bands]
    say, last = scene.say, len(columns) - 1
    rows = [
        row_of(Cell(say(f"lists.{key}.title"), "title")),
        row_of(Cell(scene.title, "subtitle")),
        lay_heads(say, columns, "lists"),
    ]
    merges = [Area(row, 0, row, last) for row in range(_HEAD)]
    for band in bands:
        merges.append(Area(len(rows), 0, len(rows), last))
        rows.append(row_of(Cell(band.words, "band-long"), *[Cell("", "band-long")] * last))
        rows += (row for values in band.rows for row in lay_row(say, columns, values, keep=(0,)))
        for row in _run_below(scene, band.below, columns) if band.below else ():
            merges.append(Area(len(rows), 0, len(rows), last))
            rows.append(row)
    if noted:
        merges.append(Area(len(rows), 0, len(rows), last))
        rows.append(row_of(Cell(say(f"lists.{key}.note"), "note")))
    name = say(f"lists.{key}.name")
    page = scene.paper(repeat_rows=(_HEAD, _HEAD), landscape=False)
    return Sheet(name, size_columns(columns), tuple(rows), tuple(merges), frozen=(_HEAD + 1, 0), page=page)


def _share_width(columns: Sequence[Shown], used: Sequence[int]) -> list[Shown]:
    """Return the columns that are used, the last one of words as much wider as the others leave it."""
    kept = [columns[at] for at in used]
    spare = sum(each.width for each in columns) - sum(each.width for each in kept)
    wide = max((at for at, each in enumerate(kept) if each.style == "cell"), default=None)
    return [each._replace(width=each.width + spare * (at == wide)) for at, each in enumerate(kept)]


def _run_below(scene: Scene, words: str, columns: Sequence[Shown]) -> Iterator[Row]:
    cells = [Cell(words, "cell"), *[Cell("", "cell")] * (len(columns) - 1)]
    yield from spill_row(cells, {0: sum(each.width for each in columns)}, scene.say)


def list_units(scene: Scene, item: Item, *, lead: bool) -> str:
    """Name the units that lead an item, or the others; no name is parted that a line can hold."""
    capacity = capacity_of(LEAD if lead else OTHERS)
    own = (scene.short(each.unit_id) for each in scene.by_item[item.id] if (each.role is Role.LEAD) is lead)
    names = (Running("\n".join(wrap_text(name, capacity / 2, em_width))) for name in own)
    return run_names([*names], capacity).words


def task_row(scene: Scene, item: Item) -> list[str]:
    """Return number, words, lead, other units and due of an item."""
    words = item.title or item.body
    return [
        scene.number(item.id),
        words,
        list_units(scene, item, lead=True),
        list_units(scene, item, lead=False),
        break_due(scene.show_due(item), capacity_of(DUE)),
    ]
