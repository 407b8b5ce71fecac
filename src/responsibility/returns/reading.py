"""Reading: one returned file to the answers in it.

In: bytes, a name for messages, what was issued. Out: a Return; or ReturnError where the file cannot be taken. The law:
every non-empty cell of every sheet is an answer, a name or day of the form, a word that was printed when the sheet was
issued, or it is in `unplaced` with its place and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from responsibility.errors import ResponsibilityError
from responsibility.kinds import Severity
from responsibility.returns.answers import COMMENT, EXTRA, Answer, Harvest, Reason, Refusal, Return, Unplaced
from responsibility.returns.fills import read_fill, show_place
from responsibility.returns.grid import Entry, Grid, Kind, Pages
from responsibility.returns.heads import Heads, find_heads
from responsibility.returns.identity import (
    Context,
    Identity,
    RowIdentity,
    drop_zeros,
    identify_row,
    identify_workbook,
    list_missing,
)
from responsibility.returns.issued import Issued, IssuedSheet
from responsibility.returns.opening import open_workbook
from responsibility.returns.others import read_form, read_other_sheet
from responsibility.returns.values import read_day, squeeze
from responsibility.settings import SourceSettings
from responsibility.views.books import META
from responsibility.views.carrying import PRINTED


def read_return(data: bytes, name: str, issued: Issued, limits: SourceSettings) -> Return:
    """Read one returned file. Raises ResponsibilityError where it cannot be taken."""
    pages = open_workbook(data, name, limits)
    identity = identify_workbook(pages, issued, name)
    return _read_pages(pages, identity, name, sha256(data).hexdigest(), issued)


def take_return(data: bytes, name: str, issued: Issued, limits: SourceSettings) -> Return | Refusal:
    """Read one returned file, or say why not: one bad file never stops the others."""
    digest = sha256(data).hexdigest()
    try:
        pages = open_workbook(data, name, limits)
    except ResponsibilityError as error:
        return Refusal(name, digest, error)
    try:
        return _read_pages(pages, identify_workbook(pages, issued, name), name, digest, issued)
    except ResponsibilityError as error:
        return Refusal(name, digest, error, tuple(_list_typed(pages, issued)))


def _read_pages(pages: Pages, identity: Identity, name: str, digest: str, issued: Issued) -> Return:
    sheet = issued.sheets[identity.unit_id]
    sheet = replace(sheet, words=sheet.words | _list_printed(pages))
    harvest = Harvest(name, identity.unit_id)
    if identity.is_inferred:
        harvest.note("RETURN_IDENTITY_INFERRED", Severity.NOTE, "", sheet.name)
    seen: list[str] = []
    for grid in pages.grids:
        if grid.name in (META, PRINTED):
            continue
        heads = find_heads(grid, issued, sheet)
        if heads is None:
            read_other_sheet(grid, issued, sheet, harvest)
        else:
            reader = _TaskReader(grid, heads, Context(issued, sheet, identity, pages.is_typed), harvest)
            seen += reader.read()
        _note_floating(grid, sheet, harvest)
    missing = list_missing(seen, sheet)
    if missing:
        harvest.note("RETURN_ROWS_MISSING", Severity.WARNING, "", "、".join(missing), count=len(missing))
    filled = next((entry for entry in harvest.form if entry.key == "filled-on"), None)
    filled_on, is_sure = read_day(Entry(filled.words), issued.year) if filled else (None, True)
    if filled and not is_sure:
        harvest.note("RETURN_DAY_UNSURE", Severity.NOTE, filled.place, filled.words)
    return Return(
        name,
        digest,
        identity.unit_id,
        tuple(harvest.answers),
        tuple(harvest.unplaced),
        tuple(harvest.form),
        tuple(harvest.findings),
        pages.saved,
        filled_on,
    )


def _list_printed(pages: Pages) -> frozenset[str]:
    """Return the words of the sheets that were sent along: news and reminders."""
    own = (grid for grid in pages.grids if grid.name == PRINTED)
    return frozenset(squeeze(entry.words) for grid in own for entry in grid.cells.values())


def _note_floating(grid: Grid, sheet: IssuedSheet, harvest: Harvest) -> None:
    for (row, column), entry in grid.floating:
        if squeeze(entry.words) in sheet.words:
            continue  # the picture that was sent along
        is_picture = entry.kind is Kind.PICTURE
        harvest.leave(show_place(grid, row, column), entry.words, Reason.PICTURE if is_picture else Reason.TEXT_BOX)
        if is_picture:
            harvest.note("RETURN_PICTURE", Severity.NOTE, show_place(grid, row, column), entry.words)


def _list_typed(pages: Pages, issued: Issued) -> Iterable[Unplaced]:
    """Yield whatever in a refused file no sheet of this plan had printed."""
    printed = {word for sheet in issued.sheets.values() for word in sheet.words} | set(issued.heads)
    printed |= _list_printed(pages) | {
        word for sheet in issued.sheets.values() for item in sheet.items.values() for word in item.printed.values()
    }
    for grid in pages.grids:
        if grid.name not in (META, PRINTED):
            for (row, column), entry in sorted(grid.cells.items(), key=lambda pair: pair[0]):
                if entry.words and squeeze(entry.words) not in printed:
                    yield Unplaced(show_place(grid, row, column), entry.words, Reason.REFUSED)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of tasks with what it turned out to be."""

    number: int
    entries: Mapping[int, Entry]
    identity: RowIdentity
    answers: tuple[Answer, ...]


class _TaskReader:
    """Reads one grid that has column heads."""

    def __init__(
        self,
        grid: Grid,
        heads: Heads,
        context: Context,
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
        above = {row: entries for row, entries in rows.items() if row < self.heads.row}
        read_form(self.grid, above, self.issued, self.sheet, self.harvest)
        self._read_head_row(rows[self.heads.row])
        below = [self._read_row(number, entries) for number, entries in rows.items() if number > self.heads.row]
        self._settle([row for row in below if row is not None])
        return [row.identity.item_id for row in below if row and row.identity.item_id]

    def _spread_merges(self) -> dict[int, dict[int, Entry]]:
        """Give each row that a merge downwards covers the value of its first."""
        columns = frozenset(column for column, key in self.by_column.items() if key in self.filled)
        spread = {
            (row, column): replace(self.grid.cells[top, left], comment="")
            for row, column, top, left in self.grid.spread(columns)
            if top > self.heads.row
        }
        for top, left in sorted({(top, left) for _, _, top, left in self.grid.spread(columns) if top > self.heads.row}):
            self.harvest.note(
                "RETURN_MERGED", Severity.NOTE, show_place(self.grid, top, left), self.grid.cells[top, left].words
            )
        return replace(self.grid, cells={**spread, **self.grid.cells}).rows()

    def _note_looks(self) -> None:
        for key in self.heads.renamed:
            place = show_place(self.grid, self.heads.row, self.heads.columns[key])
            head = self.grid.cells.get((self.heads.row, self.heads.columns[key]), Entry(""))
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

    def _read_head_row(self, entries: Mapping[int, Entry]) -> None:
        """Keep notes on heads; the heads of added columns go with their values, or stand alone."""
        for column, entry in entries.items():
            place = show_place(self.grid, self.heads.row, column)
            if entry.comment:
                self.harvest.leave(place, entry.comment, Reason.NO_TASK)
            is_alone = column in self.heads.extras and not any(
                row > self.heads.row and at == column for row, at in self.grid.cells
            )
            if is_alone and squeeze(entry.words) not in self.sheet.words | self.issued.heads.keys():
                self.harvest.leave(place, entry.words, Reason.NO_TASK)

    def _read_row(self, number: int, entries: Mapping[int, Entry]) -> _Row | None:
        """Read one row below the heads; None if it holds printed words alone."""
        told = identify_row(entries, self.heads, self.context)
        if told.reason is Reason.NO_TASK:
            self._leave_row(number, entries, told)
            return None
        answers = tuple(self._read_answers(number, entries, told))
        if told.reason is None:
            return _Row(number, entries, told, answers)
        codes = {
            Reason.TEXT_CHANGED: "RETURN_TEXT_CHANGED",
            Reason.IDS_DISAGREE: "RETURN_IDS_DISAGREE",
            Reason.OTHER_UNIT: "RETURN_OTHER_UNIT",
        }
        words = self._words(entries, "text")
        place = show_place(self.grid, number, self.heads.columns.get("text", min(entries)))
        self.harvest.note(codes[told.reason], Severity.ERROR, place, words, told.item_id)
        if told.reason is Reason.TEXT_CHANGED:
            self.harvest.leave(place, words, told.reason, told.item_id)
        for each in answers:
            self.harvest.leave(each.place, each.words, told.reason, told.item_id)
        return None

    def _leave_row(self, number: int, entries: Mapping[int, Entry], told: RowIdentity) -> None:
        printed = self.sheet.words | self.issued.heads.keys()
        for column, entry in entries.items():
            place = show_place(self.grid, number, column)
            if entry.words and squeeze(entry.words) not in printed and not self._is_repeat(number, column):
                self.harvest.leave(place, entry.words, _reason_of(entry, Reason.NO_TASK))
            if entry.comment:
                self.harvest.leave(place, entry.comment, told.reason or Reason.NO_TASK)

    def _is_repeat(self, number: int, column: int) -> bool:
        """Whether a cell only shows the value of the merge above it, which is kept where it was typed."""
        return (number, column) not in self.grid.cells

    def _words(self, entries: Mapping[int, Entry], key: str) -> str:
        column = self.heads.columns.get(key)
        return entries[column].words if column is not None and column in entries else ""

    def _read_answers(self, number: int, entries: Mapping[int, Entry], told: RowIdentity) -> Iterable[Answer]:
        """Yield what was typed in a row, whether or not the row can be booked."""
        printed = self.sheet.items[told.item_id].printed if told.item_id in self.sheet.items else {}
        for column, entry in entries.items():
            place = show_place(self.grid, number, column)
            key = self.by_column.get(column, "")
            if entry.comment:
                yield Answer(told.item_id, COMMENT, entry.comment, entry.comment, place)
            if not entry.words:
                continue
            if entry.is_struck:
                self.harvest.note("RETURN_STRUCK", Severity.NOTE, place, entry.words, told.item_id)
            if key in self.filled:
                draft = Answer(told.item_id, key, entry.words, None, place)
                yield from read_fill(draft, entry, self.issued, self.harvest)
            elif not key:
                yield Answer(told.item_id, EXTRA, entry.words, entry.words, place, self.heads.extras.get(column, ""))
            elif key != "text" and not _is_printed(key, entry, printed.get(key, "")):
                self.harvest.leave(place, entry.words, Reason.PRINTED, told.item_id)

    def _settle(self, rows: Sequence[_Row]) -> None:
        """Book each task once: further rows of a long text add to it, a copied row that differs is kept apart."""
        by_item: dict[str, list[_Row]] = {}
        for row in rows:
            by_item.setdefault(row.identity.item_id, []).append(row)
        for item_id, own in by_item.items():
            whole = [row for row in own if not row.identity.is_part and row.answers]
            kinds = {tuple((each.field, each.head, each.words) for each in row.answers) for row in whole}
            if len(kinds) > 1:
                places = "、".join(show_place(self.grid, row.number, min(row.entries)) for row in whole)
                self.harvest.note("RETURN_ROW_TWICE", Severity.ERROR, places, "", item_id)
                for each in (each for row in own for each in row.answers):
                    self.harvest.leave(each.place, each.words, Reason.ROW_TWICE, item_id)
                continue
            booked = list(whole[0].answers) if whole else []
            for part in (row for row in own if row.identity.is_part):
                self._add_part(part, booked)
            self.harvest.answers += booked

    def _add_part(self, part: _Row, booked: list[Answer]) -> None:
        """Book what stands in a further row of a long text where the first row left room; keep the rest."""
        taken = {each.field for each in booked}
        for each in part.answers:
            if each.field in taken and each.field not in (COMMENT, EXTRA):
                self.harvest.leave(each.place, each.words, Reason.ROW_TWICE, each.item_id)
            else:
                booked.append(each)


def _reason_of(entry: Entry, otherwise: Reason) -> Reason:
    kinds = {Kind.PICTURE: Reason.PICTURE, Kind.ERROR: Reason.ERROR, Kind.UNCOMPUTED: Reason.UNCOMPUTED}
    return kinds.get(entry.kind, otherwise)


def _is_printed(key: str, entry: Entry, printed: str) -> bool:
    """Whether a cell shows what was issued; a renumbered 序号 says nothing, and 2.1 may be what became of 2.10."""
    words = squeeze(entry.words)
    return words in ("", printed) or (key == "seq" and words.isdecimal()) or drop_zeros(words) == drop_zeros(printed)
