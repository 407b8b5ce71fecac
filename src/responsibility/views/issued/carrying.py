"""Carrying: task sheets of the next period, with the last answers in grey, what is new, and what is asked for.

In: a unit's Book as issued, its last answers, news and reminders. Out: the Book to send next. The sheet stays the one
that a reader of returns knows: same columns, same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from responsibility.analysis.course.progress import Progress
from responsibility.analysis.course.replies import Answer
from responsibility.model import Unit
from responsibility.views.issued.beside import add_printed
from responsibility.views.issued.tasks import LAYOUT
from responsibility.views.scene import Scene
from responsibility.views.sheet import Book, Cell, Row, Value
from responsibility.views.sheets.listing import Listing, Shown, build_listing, common_shows, show_rows
from responsibility.views.sheets.progress import stamp_progress

_MID = "cell-center"
_REMINDER = Listing("progress", "reminder", (
    Shown("item", 9, _MID, "item_id", "number"), Shown("text", 50, "cell", "item_id", "title"),
    Shown("role", 10, _MID, "role", "role"), Shown("reason", 44, "cell", "reason", "reason"),
    Shown("due", 13, _MID, "due", "due"), Shown("light", 10, _MID, "light", "light"),
))  # fmt: skip


def carry_answers(book: Book, answers: Mapping[str, Answer], statuses: Mapping[str, str]) -> Book:
    """Put a unit's last answers, by item, into its sheet in grey. statuses: the printed word of each status."""
    place = first_task_sheet(book)
    tasks = book.sheets[place]
    rows = tuple(_carry_row(row, answers, statuses) for row in tasks.rows)
    return replace(book, sheets=(*book.sheets[:place], replace(tasks, rows=rows), *book.sheets[place + 1 :]))


def first_task_sheet(book: Book) -> int:
    """Return the place of a unit's task sheet: behind its cover, if it has one."""
    return next(place for place, sheet in enumerate(book.sheets) if sheet.protected)


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


def add_reminder(book: Book, scene: Scene, unit: Unit, progress: Progress) -> Book:
    """Add a sheet with what the unit is asked for, behind its task sheet."""
    own = progress.reminders[progress.reminders["unit_id"] == unit.id]
    stamp = stamp_progress(scene, progress)
    return add_printed(
        book,
        first_task_sheet(book) + 1,
        build_listing(scene, _REMINDER, show_rows(own, _REMINDER, common_shows(scene)), stamp),
    )
