"""Carrying: task sheets of the next period, with the last answers in grey, what is new, and what is asked for.

In: a unit's Book as issued, its last answers, news and reminders. Out: the Book to send next. The sheet stays the one
that a reader of returns knows: same columns, same ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from responsibility.analysis.progress import Progress
from responsibility.analysis.replies import Answer
from responsibility.model import Unit
from responsibility.views.listing import Listing, Shown, build_listing, common_shows, show_rows
from responsibility.views.progress import stamp_progress
from responsibility.views.scene import Scene
from responsibility.views.sheet import Book, Cell, Column, Row, Sheet, State, Value, row_of
from responsibility.views.tasks import LAYOUT

PRINTED = "_printed"  # the very hidden sheet: every word of the sheets that were added here
_MID = "cell-center"
_NEWS = Listing(
    "changes", "news", (Shown("new-item", 10, _MID), Shown("what", 16, _MID), Shown("words", 90, "cell-top"))
)
_REMINDER = Listing("progress", "reminder", (
    Shown("item", 9, _MID, "item_id"), Shown("text", 50, "cell", "item_id", "title"),
    Shown("role", 10, _MID, "role", "role"), Shown("reason", 44, "cell", "reason", "reason"),
    Shown("due-moved", 13, _MID, "due"), Shown("light", 10, _MID, "light", "light"),
))  # fmt: skip


def carry_answers(book: Book, answers: Mapping[str, Answer], statuses: Mapping[str, str]) -> Book:
    """Put a unit's last answers, by item, into its sheet in grey. statuses: the printed word of each status."""
    first = book.sheets[0]
    rows = tuple(_carry_row(row, answers, statuses) for row in first.rows)
    return replace(book, sheets=(replace(first, rows=rows), *book.sheets[1:]))


def _carry_row(row: Row, answers: Mapping[str, Answer], statuses: Mapping[str, str]) -> Row:
    cells = dict(row.cells)
    item = cells.get(LAYOUT.place("item_id"), Cell()).value
    answer = answers.get(str(item))
    if answer is None:
        return row
    values: dict[str, Value] = {
        "status": statuses.get(answer.status, ""),
        "progress": None if answer.percent is None else answer.percent / 100,
        "done": answer.done,
        "problems": answer.problems,
        "next-step": answer.next_step,
        "office": answer.office,
        "person": answer.person,
        "telephone": answer.telephone,
    }
    for key, value in values.items():
        if value not in (None, ""):
            cells[LAYOUT.place(key)] = Cell(value, "carried-percent" if key == "progress" else "carried")
    return replace(row, cells=tuple(sorted(cells.items())))


def add_news(book: Book, scene: Scene, news: Sequence[tuple[str, str, str]], stamp: str) -> Book:
    """Add a sheet with what is new for the unit, behind its task sheet; none where nothing is."""
    rows: Iterable[list[Value | Cell]] = (
        [item, scene.say(f"changes.kind.{kind}"), words] for item, kind, words in news
    )
    return _insert(book, 1, build_listing(scene, _NEWS, rows, stamp)) if news else book


def add_reminder(book: Book, scene: Scene, unit: Unit, progress: Progress) -> Book:
    """Add a sheet with what the unit is asked for, behind its task sheet."""
    own = progress.reminders[progress.reminders["unit_id"] == unit.id]
    stamp = stamp_progress(scene, progress)
    return _insert(book, 1, build_listing(scene, _REMINDER, show_rows(own, _REMINDER, common_shows(scene)), stamp))


def _insert(book: Book, place: int, sheet: Sheet) -> Book:
    """Add a sheet, and its words to the very hidden one that tells a reader of returns what was printed."""
    words = dict.fromkeys(
        str(cell.value) for row in sheet.rows for _, cell in row.cells if cell.value not in (None, "")
    )
    known = [each for each in book.sheets if each.name == PRINTED]
    rows = (*(known[0].rows if known else ()), *(row_of(word) for word in words))
    printed = Sheet(PRINTED, (Column("word", 20, 20, "plain"),), rows, state=State.VERY_HIDDEN)
    others = [each for each in book.sheets if each.name != PRINTED]
    return replace(book, sheets=(*others[:place], sheet, *others[place:], printed))
