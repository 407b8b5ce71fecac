"""Beside the tasks: what changed for a unit since the plan before.

What a task book prints is also told to the reader of returns, on a very hidden sheet: words printed, not typed. So a
sheet that comes back after the plan was corrected is still known for what it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from responsibility.model import Unit
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.scene import News, Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, State, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, size_columns

PRINTED = "_printed"  # the very hidden sheet: every printed word, and of which task and field it is
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
    printed = _list_words((*(known[0].rows if known else ()), *(row_of(word) for word in words)))
    others = [each for each in book.sheets if each.name != PRINTED]
    return replace(book, sheets=(*others[:place], sheet, *others[place:], printed))


def note_printed(tasks: Sheet, *others: Sheet) -> Sheet:
    """Return the very hidden sheet of a book: each word of a task's row with its task and field, all others alone."""
    keys = [field.key for field in LAYOUT.fields]
    id_place, item_place = LAYOUT.place("item_id"), LAYOUT.place("item")
    sent: dict[tuple[str, str, str], None] = {}
    own, number = "", ""
    for row in tasks.rows:
        words = {place: str(cell.value) for place, cell in row.cells if cell.value not in (None, "")}
        if id_place in words:
            own, number = words[id_place], words.get(item_place, "")
        elif not number or words.get(item_place) != number:
            own = ""  # only further rows of a long text bear its task's number again
        sent |= dict.fromkeys((words[at], own, keys[at] if own else "") for at in sorted(words))
    cells = (cell for sheet in others for row in sheet.rows for _, cell in row.cells)
    sent |= dict.fromkeys((str(cell.value), "", "") for cell in cells if cell.value not in (None, ""))
    return _list_words(tuple(row_of(*each) for each in sent))


def _list_words(rows: tuple[Row, ...]) -> Sheet:
    columns = tuple(Column(key, 20, 20, "plain") for key in ("word", "item_id", "field"))
    return Sheet(PRINTED, columns, rows, state=State.VERY_HIDDEN)
