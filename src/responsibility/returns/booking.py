"""Booking: what was collected, as tables: the answers by task, every word with its cell, and what has no place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from responsibility.analysis.course.replies import ANSWER_COLUMNS, Answer
from responsibility.language.wording import Wording, tell_error
from responsibility.returns.answers import COMMENT, EXTRA, Refusal, Return, Word
from responsibility.returns.gathering import Collection
from responsibility.returns.values import read_contact

if TYPE_CHECKING:
    from pandas import DataFrame

# One row a booked word. value: as read, words: as typed; place: sheet and cell.
BOOKED_COLUMNS = ("file", "unit_id", "item_id", "field", "head", "words", "value", "place")
# One row a word that is not in the ledger. reason: a value of Reason.
UNPLACED_COLUMNS = ("file", "unit_id", "item_id", "place", "words", "reason")
# One row a file. state: taken, superseded, refused or copy; reason: why refused.
FILE_COLUMNS = ("file", "sha256", "unit_id", "state", "saved", "filled_on", "answers", "unplaced", "reason")


def _table(rows: Iterable[Sequence[object]], columns: tuple[str, ...]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)


def book_answers(collection: Collection, wording: Wording) -> tuple[Answer, ...]:
    """Put the words of each unit on each task together, in the order in which they came.

    What was typed in added columns, comments, and shares or statuses that were not understood go to the notes; a share
    that was not understood is marked as unread.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for each in collection.returns:
        for answer in each.answers:
            row = rows.setdefault((answer.item_id, each.unit_id), {})
            if answer.field == "contact":
                row |= zip(("office", "person", "telephone"), read_contact(answer.words), strict=True)
                continue
            key = {"progress": "percent", "next-step": "next_step"}.get(answer.field, answer.field)
            if answer.field in (COMMENT, EXTRA) or answer.value is None:
                row["notes"] = "\n".join(filter(None, (str(row.get("notes", "")), _note(answer, wording))))
                row["unread"] = answer.field == "progress" or row.get("unread", False)
            else:
                row[key] = answer.value
    return tuple(Answer(*key, **row) for key, row in rows.items())


def _note(answer: Word, wording: Wording) -> str:
    if answer.field == COMMENT:
        return f"{wording('progress.comment')}：{answer.words}"
    head = answer.head if answer.field == EXTRA else wording(f"sheet.column.{answer.field}")
    return f"{head}：{answer.words}" if head else answer.words


def frame_answers(answers: Iterable[Answer]) -> DataFrame:
    """Lay out answers, one row each."""
    return _table(map(astuple, answers), ANSWER_COLUMNS)


def frame_booked(collection: Collection) -> DataFrame:
    """List every word in the ledger with its file and cell, form entries too (their item_id is empty)."""
    rows: list[Sequence[object]] = []
    for each in collection.returns:
        rows += ((each.file, each.unit_id, a.item_id, a.field, a.head, a.words, a.value, a.place) for a in each.answers)
        rows += ((each.file, each.unit_id, "", entry.key, "", entry.words, "", entry.place) for entry in each.form)
    return _table(rows, BOOKED_COLUMNS)


def frame_unplaced(collection: Collection) -> DataFrame:
    """List every word that is not in the ledger, with why."""
    files: list[Return | Refusal] = [*collection.returns, *collection.superseded, *collection.refusals]
    return _table(
        (
            (each.file, each.unit_id, left.item_id, left.place, left.words, left.reason.value)
            for each in files
            for left in each.unplaced
        ),
        UNPLACED_COLUMNS,
    )


def frame_files(collection: Collection, wording: Wording) -> DataFrame:
    """List every file with what became of it, and why where it was refused."""
    taken = (
        (
            each.file,
            each.sha256,
            each.unit_id,
            state,
            each.saved,
            each.filled_on.isoformat() if each.filled_on else "",
            len(each.answers),
            len(each.unplaced),
            "",
        )
        for state, files in (("taken", collection.returns), ("superseded", collection.superseded))
        for each in files
    )
    refused = (
        (
            each.file,
            each.sha256,
            each.unit_id,
            "refused",
            "",
            "",
            0,
            len(each.unplaced),
            tell_error(each.error, wording),
        )
        for each in collection.refusals
    )
    copies = ((name, "", "", "copy", "", "", 0, 0, "") for name in collection.copies)
    return _table((*taken, *refused, *copies), FILE_COLUMNS)
