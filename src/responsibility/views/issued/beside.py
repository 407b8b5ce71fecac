"""Beside the tasks: what changed for a unit since the plan before.

What is added to a task book is also told to the reader of returns, on a very hidden sheet: words printed, not typed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from responsibility.model import Unit
from responsibility.views.scene import News, Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Sheet, State, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, size_columns

PRINTED = "_printed"  # the very hidden sheet: every word of the sheets that were added
_CHANGES = (Shown("new-item", 10, "cell-center"), Shown("what", 16, "cell-center"), Shown("words", 104, "cell-top"))


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
        page=scene.paper(repeat_rows=(len(above), len(above)) if table else None),
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
