"""Beside the tasks: what changed for a unit since the plan before, and whom it works with.

What is added to a task book is also told to the reader of returns, on a very hidden sheet: words printed, not typed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from responsibility.kinds import Role
from responsibility.model import Unit
from responsibility.views.scene import News, Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Sheet, State, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, open_sheet, size_columns

PRINTED = "_printed"  # the very hidden sheet: every word of the sheets that were added
_CHANGES = (Shown("new-item", 10, "cell-center"), Shown("what", 16, "cell-center"), Shown("words", 104, "cell-top"))
_PARTNERS = (
    Shown("seq", 5, "count"), Shown("partner", 24), Shown("shared", 9, "count"), Shown("their-leads", 11, "count"),
    Shown("shared-items", 52), Shown("liaison", 14, "fill-center"), Shown("telephone", 18, "fill-text"),
    Shown("remark", 20, "fill"),
)  # fmt: skip


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
    table = [
        row
        for item, kind, words in own
        for row in lay_row(say, _CHANGES, (item, say(f"changes.kind.{kind}"), words), keep=(0, 1))
    ]
    name = say("changes.cover.name")
    return Sheet(
        name,
        size_columns(_CHANGES),
        (*above, *([lay_heads(say, _CHANGES, "changes"), *table] if table else ())),
        tuple(Area(row, 0, row, len(_CHANGES) - 1) for row in range(len(above))),
        page=scene.page(name, repeat_rows=(len(above), len(above)) if table else None),
    )


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


def build_partners(scene: Scene, unit: Unit) -> Sheet:
    """Build 协作单位: whom this unit works with, on which tasks, with room for names and telephones."""
    say = scene.say
    name = say("sheet.partners.name")
    shared: dict[str, list[str]] = {}
    leads: Counter[str] = Counter()
    for own in scene.by_unit[unit.id]:
        for each in scene.by_item[own.item_id]:
            if each.unit_id != unit.id:
                shared.setdefault(each.unit_id, []).append(scene.number(own.item_id))
                leads[each.unit_id] += each.role is Role.LEAD
    rows = [*open_sheet(say("sheet.partners.title", unit=scene.name(unit)), scene.stamp), lay_heads(say, _PARTNERS)]
    for seq, other in enumerate((other for other in scene.units if other in shared), 1):
        told = (seq, scene.short(other), len(shared[other]), leads[other], "、".join(shared[other]), "", "", "")
        rows += lay_row(say, _PARTNERS, told)
    page = scene.page(name, repeat_rows=(2, 2))
    return Sheet(name, size_columns(_PARTNERS), tuple(rows), frozen=(3, 0), page=page, protected=True)
