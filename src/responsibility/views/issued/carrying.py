"""Carrying: task sheets of the next period, with the last answers in grey.

In: a unit's Book as issued and its last answers. Out: the Book to send next. The sheet stays the one
that a reader of returns knows: same columns, same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from responsibility.analysis.course.replies import Answer
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.running import STRONG
from responsibility.views.sheet import Book, Cell, Row, Value

_NOTHING: Mapping[str, str] = MappingProxyType({})


def carry_answers(
    book: Book, answers: Mapping[str, Answer], statuses: Mapping[str, str], form: Mapping[str, str] = _NOTHING
) -> Book:
    """Put a unit's last answers, by item, into its sheet in grey. statuses: the printed word of each status.

    form: what is known of the lines above and below the tasks, by their printed label.
    """
    place = first_task_sheet(book)
    tasks = book.sheets[place]
    filled = (_mark_goal(_fill_line(row, form), tuple(form.values())) for row in tasks.rows)
    rows = tuple(_carry_row(row, answers, statuses) for row in filled)
    return replace(book, sheets=(*book.sheets[:place], replace(tasks, rows=rows), *book.sheets[place + 1 :]))


def first_task_sheet(book: Book) -> int:
    """Return the place of a unit's task sheet: behind its cover, if it has one."""
    return next(place for place, sheet in enumerate(book.sheets) if sheet.protected)


def _fill_line(row: Row, form: Mapping[str, str]) -> Row:
    """Write into the first cell behind each label what is known of it."""
    cells = list(row.cells)
    for place, (_, cell) in enumerate(row.cells[:-1]):
        known = form.get(str(cell.value)) if cell.style == "sheet-label-right" else ""
        if known:
            column, blank = row.cells[place + 1]
            cells[place + 1] = (column, replace(blank, value=known))
    return replace(row, cells=tuple(cells))


def _mark_goal(row: Row, known: tuple[str, ...]) -> Row:
    """Let the stage of the sheet's own period (二季度：… where 2026年二季度 is reported) stand out."""
    cells = dict(row.cells)
    stages = cells.get(LAYOUT.place("targets"), Cell())
    if LAYOUT.place("item_id") not in cells or not isinstance(stages.value, str):
        return row
    stretches, start = list(stages.stretches), 0
    for line in stages.value.split("\n"):
        period = line.partition("：")[0]
        if period != line and any(words.endswith(period) for words in known):
            stretches.append((start, start + len(line), STRONG))
        start += len(line) + 1
    cells[LAYOUT.place("targets")] = replace(stages, stretches=tuple(stretches))
    return replace(row, cells=tuple(sorted(cells.items())))


def _carry_row(row: Row, answers: Mapping[str, Answer], statuses: Mapping[str, str]) -> Row:
    cells = dict(row.cells)
    item = cells.get(LAYOUT.place("item_id"), Cell()).value
    answer = answers.get(str(item))
    if answer is None:
        return row
    people = (answer.office, answer.person, answer.telephone)
    values: dict[str, Value] = {
        "status": statuses.get(answer.status, ""),
        "progress": None if answer.percent is None else answer.percent / 100,
        "done": answer.done,
        "problems": answer.problems,
        "next-step": answer.next_step,
        "contact": "\n".join(filter(None, people)),
    }
    looks = {"progress": "carried-percent", "contact": "sheet-fill-text"}  # whom to call holds until it is changed
    for key, value in values.items():
        if value not in (None, ""):
            cells[LAYOUT.place(key)] = Cell(value, looks.get(key, "carried"))
    return replace(row, cells=tuple(sorted(cells.items())))
