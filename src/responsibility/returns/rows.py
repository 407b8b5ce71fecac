"""Tasks: one returned grid that has column heads, row by row, to answers.

In: a Grid with its Heads and what was issued. Out: answers, leftovers and findings in a Harvest. A row is booked under
the task that all its evidence names, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from responsibility.kinds import Severity
from responsibility.returns.answers import COMMENT, EXTRA, Harvest, Misfit, Word
from responsibility.returns.cells import Content, Tab, Typed
from responsibility.returns.fills import name_place, read_fill
from responsibility.returns.heads import Heads
from responsibility.returns.identity import Bearings, RowIdentity, drop_zeros, identify_row
from responsibility.returns.others import read_form
from responsibility.returns.values import squeeze


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of tasks with what it turned out to be."""

    number: int
    entries: Mapping[int, Typed]
    identity: RowIdentity
    answers: tuple[Word, ...]


class TaskReader:
    """Reads one grid that has column heads."""

    def __init__(
        self,
        grid: Tab,
        heads: Heads,
        context: Bearings,
        harvest: Harvest,
    ) -> None:
        self.grid, self.heads, self.context, self.harvest = grid, heads, context, harvest
        self.issued, self.sheet = context.issued, context.sheet
        self.filled = frozenset(field.key for field in context.issued.layout.fields if field.filled)
        self.by_column = heads.fields

    def read(self) -> list[str]:
        """Read everything; returns the tasks that have a row."""
        rows = self._spread_merges()
        self._note_looks()
        form = {row: entries for row, entries in rows.items() if row < self.heads.row or self._is_form(row, entries)}
        read_form(self.grid, form, self.issued, self.sheet, self.harvest)
        self._read_head_row(rows[self.heads.row])
        below = [
            self._read_row(number, entries)
            for number, entries in rows.items()
            if number > self.heads.row and number not in form
        ]
        self._settle([row for row in below if row is not None])
        return [row.identity.item_id for row in below if row and row.identity.item_id]

    def _is_form(self, row: int, entries: Mapping[int, Typed]) -> bool:
        """Whether a row is one of the form's lines, which stand below the tasks too."""
        words = {squeeze(entry.words).rstrip(":") for entry in entries.values()}
        return row != self.heads.row and len(words & self.issued.form.keys()) > 1

    def _spread_merges(self) -> dict[int, dict[int, Typed]]:
        """Give each row that a merge downwards covers the value of its first."""
        columns = frozenset(column for column, key in self.by_column.items() if key in self.filled)
        spread = {
            (row, column): replace(self.grid.cells[top, left], comment="")
            for row, column, top, left in self.grid.spread(columns)
            if top > self.heads.row
        }
        for top, left in sorted({(top, left) for _, _, top, left in self.grid.spread(columns) if top > self.heads.row}):
            self.harvest.note(
                "RETURN_MERGED", Severity.NOTE, name_place(self.grid, top, left), self.grid.cells[top, left].words
            )
        return replace(self.grid, cells={**spread, **self.grid.cells}).rows()

    def _note_looks(self) -> None:
        for key in self.heads.renamed:
            place = name_place(self.grid, self.heads.row, self.heads.columns[key])
            head = self.grid.cells.get((self.heads.row, self.heads.columns[key]), Typed(""))
            self.harvest.note("RETURN_HEAD_RENAMED", Severity.NOTE, place, head.words, field=key)
        absent = [key for key in sorted(self.filled) if key not in self.heads.columns]
        if absent:
            heads = {key: word for word, key in self.issued.heads.items()}
            fields = "、".join(heads[key] for key in absent)
            self.harvest.note("RETURN_COLUMN_MISSING", Severity.WARNING, self.grid.name, "", fields=fields)
        fills = {column for column, key in self.by_column.items() if key in self.filled}
        filled_rows = {row for row, column in self.grid.cells if column in fills and row > self.heads.row}
        if self.grid.hidden_columns & fills or self.grid.hidden_rows & filled_rows:
            self.harvest.note("RETURN_HIDDEN", Severity.NOTE, self.grid.name)

    def _read_head_row(self, entries: Mapping[int, Typed]) -> None:
        """Keep notes on heads; the heads of added columns go with their values, or stand alone."""
        for column, entry in entries.items():
            place = name_place(self.grid, self.heads.row, column)
            if entry.comment:
                self.harvest.leave(place, entry.comment, Misfit.NO_TASK)
            is_alone = column in self.heads.extras and not any(
                row > self.heads.row and at == column for row, at in self.grid.cells
            )
            if is_alone and squeeze(entry.words) not in self.sheet.words | self.issued.heads.keys():
                self.harvest.leave(place, entry.words, Misfit.NO_TASK)

    def _read_row(self, number: int, entries: Mapping[int, Typed]) -> _Row | None:
        """Read one row below the heads; None if it holds printed words alone."""
        told = identify_row(entries, self.heads, self.context)
        if told.reason is Misfit.NO_TASK:
            self._leave_row(number, entries, told)
            return None
        answers = tuple(self._read_answers(number, entries, told))
        if told.reason is None:
            self._tell_reshaped(number, told, answers)
            return _Row(number, entries, told, answers)
        codes = {
            Misfit.TEXT_CHANGED: "RETURN_TEXT_CHANGED",
            Misfit.IDS_DISAGREE: "RETURN_IDS_DISAGREE",
            Misfit.OTHER_UNIT: "RETURN_OTHER_UNIT",
            Misfit.LEFT_OUT: "RETURN_LEFT_OUT",
        }
        words = self._words(entries, "text")
        place = name_place(self.grid, number, self.heads.columns.get("text", min(entries)))
        self.harvest.note(codes[told.reason], Severity.ERROR, place, words, told.former or told.item_id)
        if told.reason is Misfit.TEXT_CHANGED:
            self.harvest.leave(place, words, told.reason, told.item_id, "text")
        for each in answers:
            self.harvest.leave(each.place, each.words, told.reason, told.item_id, each.field)
        return None

    def _tell_reshaped(self, number: int, told: RowIdentity, answers: Sequence[Word]) -> None:
        """Say where answers go whose task has joined another, or was split, since the sheet was issued."""
        place = name_place(self.grid, number, self.heads.columns.get("item", 0))
        sent = self.sheet.sent.get((told.item_id, "text"), frozenset())
        if answers and told.former:
            self.harvest.note("RETURN_JOINED", Severity.NOTE, place, told.former, told.item_id)
            return
        later, now = self.issued.list_split(told.item_id), self.sheet.items[told.item_id]
        if answers and later and sent and not any(self.issued.shows(now, text) for text in sent):
            self.harvest.note("RETURN_SPLIT", Severity.NOTE, place, "、".join(later), told.item_id)

    def _leave_row(self, number: int, entries: Mapping[int, Typed], told: RowIdentity) -> None:
        printed = self.sheet.words.union(self.issued.heads, *self.sheet.sent.values())
        for column, entry in entries.items():
            place = name_place(self.grid, number, column)
            if entry.words and squeeze(entry.words) not in printed and not self._is_repeat(number, column):
                self.harvest.leave(
                    place, entry.words, _reason_of(entry, Misfit.NO_TASK), field=self.by_column.get(column, "")
                )
            if entry.comment:
                self.harvest.leave(place, entry.comment, told.reason or Misfit.NO_TASK)

    def _is_repeat(self, number: int, column: int) -> bool:
        """Whether a cell only shows the value of the merge above it, which is kept where it was typed."""
        return (number, column) not in self.grid.cells

    def _words(self, entries: Mapping[int, Typed], key: str) -> str:
        column = self.heads.columns.get(key)
        return entries[column].words if column is not None and column in entries else ""

    def _read_answers(self, number: int, entries: Mapping[int, Typed], told: RowIdentity) -> Iterable[Word]:
        """Yield what was typed in a row, whether or not the row can be booked."""
        for column, entry in entries.items():
            place = name_place(self.grid, number, column)
            key = self.by_column.get(column, "")
            if entry.comment:
                yield Word(told.item_id, COMMENT, entry.comment, entry.comment, place)
            if not entry.words:
                continue
            if entry.is_struck:
                self.harvest.note("RETURN_STRUCK", Severity.NOTE, place, entry.words, told.item_id)
            printed = self.sheet.list_printed(told.former or told.item_id, key) or {""}
            is_printed = any(_is_printed(key, entry, words) for words in printed)
            if key in self.filled and any(printed) and is_printed:
                continue  # whom the notice names was filled in for them
            if key in self.filled:
                draft = Word(told.item_id, key, entry.words, None, place)
                yield from read_fill(draft, entry, self.issued, self.harvest)
            elif not key:
                yield Word(told.item_id, EXTRA, entry.words, entry.words, place, self.heads.extras.get(column, ""))
            elif key != "text" and not is_printed:
                self.harvest.leave(place, entry.words, Misfit.PRINTED, told.item_id)

    def _settle(self, rows: Sequence[_Row]) -> None:
        """Book each task once: further rows of a long text add to it, a copied row that differs is kept apart."""
        by_item: dict[str, list[_Row]] = {}
        for row in rows:
            by_item.setdefault(row.identity.item_id, []).append(row)
        for item_id, own in by_item.items():
            joined = [row for row in own if row.identity.former]
            whole = [row for row in own if not row.identity.is_part and row.answers and row not in joined]
            kinds = {tuple((each.field, each.head, each.words) for each in row.answers) for row in whole}
            if len(kinds) > 1:
                places = "、".join(name_place(self.grid, row.number, min(row.entries)) for row in whole)
                self.harvest.note("RETURN_ROW_TWICE", Severity.ERROR, places, "", item_id)
                for each in (each for row in own for each in row.answers):
                    self.harvest.leave(each.place, each.words, Misfit.ROW_TWICE, item_id, each.field)
                continue
            booked = list(whole[0].answers) if whole else []
            for part in (row for row in own if row.identity.is_part):
                self._add_part(part, booked)
            for row in joined:
                self._add_joined(row, booked)
            self.harvest.answers += booked

    def _add_joined(self, row: _Row, booked: list[Word]) -> None:
        """Book what was said of a task that has joined another: in its place if that is free, else beside it."""
        taken = {each.field for each in booked} - {COMMENT, EXTRA}
        heads = {key: word for word, key in self.issued.heads.items()}
        for each in row.answers:
            head = f"{row.identity.former} {heads.get(each.field, each.head)}".rstrip()
            is_beside = each.field in taken
            booked.append(replace(each, field=EXTRA, value=each.words, head=head) if is_beside else each)

    def _add_part(self, part: _Row, booked: list[Word]) -> None:
        """Book what stands in a further row of a long text where the first row left room; keep the rest."""
        taken = {each.field for each in booked}
        for each in part.answers:
            if each.field in taken and each.field not in (COMMENT, EXTRA):
                self.harvest.leave(each.place, each.words, Misfit.ROW_TWICE, each.item_id, each.field)
            else:
                booked.append(each)


def _reason_of(entry: Typed, otherwise: Misfit) -> Misfit:
    kinds = {Content.PICTURE: Misfit.PICTURE, Content.ERROR: Misfit.ERROR, Content.UNCOMPUTED: Misfit.UNCOMPUTED}
    return kinds.get(entry.kind, otherwise)


def _is_printed(key: str, entry: Typed, printed: str) -> bool:
    """Whether a cell shows what was issued; a renumbered 序号 says nothing, and 2.1 may be what became of 2.10."""
    words = squeeze(entry.words)
    return (
        words in ("", printed)
        or (key in ("seq", "item") and words.isdecimal())
        or drop_zeros(words) == drop_zeros(printed)
    )
