"""Fills: one cell that the unit filled in, to an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from responsibility.kinds import Severity
from responsibility.returns.answers import Harvest, Misfit, Word
from responsibility.returns.cells import Content, Tab, Typed, name_cell
from responsibility.returns.issued import Issued
from responsibility.returns.values import read_share, read_status

_BROKEN = {
    Content.UNCOMPUTED: ("RETURN_FORMULA_EMPTY", Severity.ERROR, Misfit.UNCOMPUTED),
    Content.ERROR: ("RETURN_ERROR_CELL", Severity.ERROR, Misfit.ERROR),
    Content.PICTURE: ("RETURN_PICTURE", Severity.NOTE, Misfit.PICTURE),
}


def name_place(grid: Tab, row: int, column: int) -> str:
    """Name a cell with its sheet: 任务清单!H9."""
    cell = name_cell(row, column)
    return f"{grid.name}!{cell}" if grid.name else cell


def read_fill(answer: Word, entry: Typed, issued: Issued, harvest: Harvest) -> Iterator[Word]:
    """Yield the answer with its value read; what cannot be one is kept apart with a finding."""
    key, place, item_id = answer.field, answer.place, answer.item_id
    if entry.kind in _BROKEN:
        code, severity, reason = _BROKEN[entry.kind]
        harvest.note(code, severity, place, entry.words, item_id)
        harvest.leave(place, entry.words, reason, item_id)
        return
    if entry.kind is Content.COMPUTED:
        harvest.note("RETURN_FORMULA", Severity.NOTE, place, entry.words, item_id)
    value: str | float | None = entry.words
    if key == "progress":
        value, is_sure = read_share(entry)
        if value is None or not is_sure:
            state = "UNREAD" if value is None else "OVER" if value > 100 else "UNSURE"
            read = None if value is None else f"{value:g}"
            harvest.note(f"RETURN_SHARE_{state}", Severity.WARNING, place, entry.words, item_id, read=read)
    elif key == "status":
        value = read_status(entry.words, issued.statuses)
        if value is None:
            harvest.note("RETURN_STATUS_UNREAD", Severity.WARNING, place, entry.words, item_id)
    yield replace(answer, value=value)
