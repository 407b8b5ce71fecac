"""Carrying: task sheets of the next period, with the last answers in grey.

In: a unit's Book as issued and its last answers. Out: the Book to send next. The sheet stays the one
that a reader of returns knows: same columns, same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from responsibility.analysis.course.replies import Answer
from responsibility.views.issued.tasks import LAYOUT
from responsibility.views.sheet import Book, Cell, Row, Value


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
