"""Beside the tasks: what changed for a unit since the plan before, and whom it works with.

What is added to a task book is also told to the reader of returns, on a very hidden sheet: words printed, not typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from responsibility.kinds import Role
from responsibility.model import Unit
from responsibility.views.scene import News, Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, State, row_of
from responsibility.views.sheets.listing import spill_row

PRINTED = "_printed"  # the very hidden sheet: every word of the sheets that were added
_COLUMNS = (Column("new-item", 10, 10), Column("what", 16, 16), Column("words", 104, 104))


def build_cover(scene: Scene, unit: Unit, news: News) -> Sheet:
    """Build 变化说明: how many changes of which kind, then one row a change; where nothing changed it says so."""
    say, own = scene.say, news.rows[unit.id]
    kinds = Counter(say(f"changes.kind.{kind}") for _, kind, _ in own)
    counted = scene.join(say("changes.cover.kind", kind=kind, count=count) for kind, count in kinds.items())
    summary = say("changes.cover.summary", count=len(own), kinds=counted) if own else say("changes.cover.same")
    above = [
        row_of(Cell(say("changes.cover.title", unit=scene.name(unit)), "title-left")),
        row_of(Cell(news.stamp, "note")),
        row_of(Cell(summary, "wrapped")),
    ]
    heads = row_of(*(Cell(say(f"changes.column.{column.key}"), "head") for column in _COLUMNS))
    table = [row for change in own for row in _rows(scene, *change)]
    name = say("changes.cover.name")
    return Sheet(
        name,
        _COLUMNS,
        (*above, *([heads, *table] if table else ())),
        tuple(Area(row, 0, row, len(_COLUMNS) - 1) for row in range(len(above))),
        page=scene.page(name, repeat_rows=(len(above), len(above)) if table else None),
    )


def _rows(scene: Scene, item: str, kind: str, words: str) -> Iterator[Row]:
    cells = [Cell(item, "cell-center"), Cell(scene.say(f"changes.kind.{kind}"), "cell-center"), Cell(words, "cell-top")]
    return spill_row(cells, {2: _COLUMNS[2].least}, scene.say, keep=(0, 1))


def add_printed(book: Book, place: int, sheet: Sheet) -> Book:
    """Add a sheet to a unit's book, and its words to those that a reader of returns takes for printed."""
    words = dict.fromkeys(
        str(cell.value) for row in sheet.rows for _, cell in row.cells if cell.value not in (None, "")
    )
    known = [each for each in book.sheets if each.name == PRINTED]
    rows = (*(known[0].rows if known else ()), *(row_of(word) for word in words))
    printed = Sheet(PRINTED, (Column("word", 20, 20, "plain"),), rows, state=State.VERY_HIDDEN)
    others = [each for each in book.sheets if each.name != PRINTED]
    return replace(book, sheets=(*others[:place], sheet, *others[place:], printed))


_WIDTHS = (5, 24, 9, 11, 52, 14, 18, 20)
_STYLES = ("count", "cell", "count", "count", "cell")


def build_partners(scene: Scene, unit: Unit) -> Sheet:
    """Build 协作单位: whom this unit works with, on which tasks, with room for names and telephones."""
    say = scene.say
    name = say("sheet.partners.name")
    shared: dict[str, list[str]] = {}
    leads: Counter[str] = Counter()
    for own in scene.by_unit[unit.id]:
        for each in scene.by_item[own.item_id]:
            if each.unit_id != unit.id:
                shared.setdefault(each.unit_id, []).append(own.item_id)
                leads[each.unit_id] += each.role is Role.LEAD
    keys = ("seq", "partner", "shared", "their-leads", "shared-items", "liaison", "telephone", "remark")
    rows = [
        row_of(Cell(say("sheet.partners.title", unit=scene.name(unit)), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(*(Cell(say(f"sheet.column.{key}"), "head-fill" if key in keys[5:] else "head") for key in keys)),
    ]
    fill = (Cell("", "fill-center"), Cell("", "fill-text"), Cell("", "fill"))
    for seq, other in enumerate((other for other in scene.units if other in shared), 1):
        items = "、".join(shared[other])
        told: tuple[str | int, ...] = (seq, scene.short(other), len(shared[other]), leads[other], items)
        cells = [Cell(value, style) for value, style in zip(told, _STYLES, strict=False)]
        rows += spill_row([*cells, *fill], {1: _WIDTHS[1], 4: _WIDTHS[4]}, say)
    columns = tuple(Column(key, width, width) for key, width in zip(keys, _WIDTHS, strict=True))
    return Sheet(name, columns, tuple(rows), frozen=(3, 0), page=scene.page(name, repeat_rows=(2, 2)), protected=True)
