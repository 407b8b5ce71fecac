"""Banded: a list of bands with their rows, to be printed upright; what the lists have in common.

In: a Scene, columns and bands. Out: a Sheet, or None where there is nothing to list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Sheet, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, size_columns

_HEAD = 2


class Band(NamedTuple):
    """Some rows below the words that say what they have in common."""

    words: str
    rows: Sequence[Sequence[str]]


def build_banded(
    scene: Scene, key: str, columns: Sequence[Shown], bands: Sequence[Band], *, noted: bool = True
) -> Sheet | None:
    """Build a list of bands; None where there are none. key: of its words, under lists.{key}; noted: with its note.

    A column of which no band has anything is left out.
    """
    if not bands:
        return None
    used = [at for at in range(len(columns)) if any(row[at] for band in bands for row in band.rows)]
    columns = [columns[at] for at in used]
    bands = [Band(band.words, [[row[at] for at in used] for row in band.rows]) for band in bands]
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
    if noted:
        merges.append(Area(len(rows), 0, len(rows), last))
        rows.append(row_of(Cell(say(f"lists.{key}.note"), "note")))
    name = say(f"lists.{key}.name")
    page = scene.paper(repeat_rows=(_HEAD, _HEAD), landscape=False)
    return Sheet(name, size_columns(columns), tuple(rows), tuple(merges), frozen=(_HEAD + 1, 0), page=page)


def list_units(scene: Scene, item: Item, *, lead: bool) -> str:
    """Name the units that lead an item, or the others."""
    own = scene.by_item[item.id]
    return "、".join(scene.short(each.unit_id) for each in own if (each.role is Role.LEAD) is lead)


def task_row(scene: Scene, item: Item) -> list[str]:
    """Return number, words, lead, other units and due of an item."""
    words = item.title or item.body
    return [
        scene.number(item.id),
        words,
        list_units(scene, item, lead=True),
        list_units(scene, item, lead=False),
        scene.show_due(item),
    ]
