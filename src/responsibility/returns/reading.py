"""Reading: one returned file to the answers in it.

In: bytes, a name for messages, what was issued. Out: a Return; or ReturnError where the file cannot be taken. The law:
every non-empty cell of every sheet is an answer, a name or day of the form, a word that was printed when the sheet was
issued, or it is in `unplaced` with its place and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from traceback import format_exception

from responsibility.errors import ResponsibilityError, ReturnError
from responsibility.kinds import Severity
from responsibility.returns.answers import Harvest, Misfit, Refusal, Return, Unplaced
from responsibility.returns.cells import Content, Pages, Tab, Typed
from responsibility.returns.fills import name_place
from responsibility.returns.heads import find_heads
from responsibility.returns.identity import Bearings, Identity, choose_layout, identify_workbook, list_missing
from responsibility.returns.issued import Issued, IssuedSheet
from responsibility.returns.opening import open_workbook
from responsibility.returns.others import read_other_sheet
from responsibility.returns.rows import TaskReader
from responsibility.returns.values import read_day, squeeze
from responsibility.settings import SourceSettings
from responsibility.views.issued.beside import PRINTED
from responsibility.views.issued.books import META


def read_return(data: bytes, name: str, issued: Issued, limits: SourceSettings) -> Return:
    """Read one returned file. Raises ResponsibilityError where it cannot be taken."""
    pages = open_workbook(data, name, limits)
    issued = choose_layout(pages, issued)
    identity = identify_workbook(pages, issued, name)
    return _read_pages(pages, identity, name, sha256(data).hexdigest(), issued)


def take_return(data: bytes, name: str, issued: Issued, limits: SourceSettings) -> Return | Refusal:
    """Read one returned file, or say why not: one bad file never stops the others."""
    digest = sha256(data).hexdigest()
    try:
        pages = open_workbook(data, name, limits)
    except ResponsibilityError as error:
        return Refusal(name, digest, error)
    issued = choose_layout(pages, issued)
    try:
        return _read_pages(pages, identify_workbook(pages, issued, name), name, digest, issued)
    except ResponsibilityError as error:
        return Refusal(name, digest, error, tuple(_list_typed(pages, issued)))
    except Exception as error:
        # No file may stop the other thousand, whatever it holds; its words are kept.
        told = ReturnError("RETURN_NOT_UNDERSTOOD", name)
        told.trace = "".join(format_exception(error))
        return Refusal(name, digest, told, tuple(_list_typed(pages, issued)))


def _read_pages(pages: Pages, identity: Identity, name: str, digest: str, issued: Issued) -> Return:
    sheet = issued.sheets[identity.unit_id]
    sent = _list_sent(pages)
    sheet = replace(sheet, words=sheet.words | sent.pop(("", ""), frozenset()), sent=sent)
    harvest = Harvest(name, identity.unit_id)
    if identity.is_inferred:
        harvest.note("RETURN_IDENTITY_INFERRED", Severity.NOTE, "", sheet.name)
    if identity.former:
        harvest.note("RETURN_UNIT_FOLLOWED", Severity.NOTE, "", identity.former, unit=sheet.name)
    seen: list[str] = []
    for grid in pages.grids:
        if grid.name in (META, PRINTED):
            continue
        heads = find_heads(grid, issued, sheet)
        if heads is None:
            read_other_sheet(grid, issued, sheet, harvest)
        else:
            reader = TaskReader(grid, heads, Bearings(issued, sheet, identity, pages.is_typed), harvest)
            seen += reader.read()
        _note_floating(grid, sheet, harvest)
    missing = list_missing(seen, sheet)
    if missing and not identity.former:
        harvest.note("RETURN_ROWS_MISSING", Severity.WARNING, "", "、".join(missing), count=len(missing))
    if not (harvest.answers or harvest.unplaced):
        harvest.note("RETURN_BLANK", Severity.WARNING, "", sheet.name)
    filled = next((entry for entry in harvest.form if entry.key == "filled-on"), None)
    filled_on, is_sure = read_day(Typed(filled.words), issued.year) if filled else (None, True)
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
        identity.former,
    )


def _list_sent(pages: Pages) -> dict[tuple[str, str], frozenset[str]]:
    """Return the words that a workbook says were printed in it, by task and field; "" for those in no task's row."""
    sent: dict[tuple[str, str], set[str]] = {}
    for grid in (each for each in pages.grids if each.name == PRINTED):
        for entries in grid.rows().values():
            word, item_id, key = (squeeze(entries[at].words) if at in entries else "" for at in range(3))
            sent.setdefault((item_id, key), set()).add(word)
    return {place: frozenset(words) for place, words in sent.items()}


def _note_floating(grid: Tab, sheet: IssuedSheet, harvest: Harvest) -> None:
    for (row, column), entry in grid.floating:
        if squeeze(entry.words) in sheet.words:
            continue  # the picture that was sent along
        is_picture = entry.kind is Content.PICTURE
        harvest.leave(name_place(grid, row, column), entry.words, Misfit.PICTURE if is_picture else Misfit.TEXT_BOX)
        if is_picture:
            harvest.note("RETURN_PICTURE", Severity.NOTE, name_place(grid, row, column), entry.words)


def _list_typed(pages: Pages, issued: Issued) -> Iterable[Unplaced]:
    """Yield whatever in a refused file no sheet of this plan had printed."""
    printed = {word for sheet in issued.sheets.values() for word in sheet.words} | set(issued.heads)
    printed = printed.union(*_list_sent(pages).values()) | {
        word for sheet in issued.sheets.values() for item in sheet.items.values() for word in item.printed.values()
    }
    printed -= issued.statuses.keys()  # which are typed, but where nothing else stands: the list to choose from
    for grid in pages.grids:
        words = {squeeze(entry.words) for entry in grid.cells.values()}
        if grid.name not in (META, PRINTED) and not words <= issued.statuses.keys():
            for (row, column), entry in sorted(grid.cells.items(), key=lambda pair: pair[0]):
                if entry.words and squeeze(entry.words) not in printed:
                    yield Unplaced(name_place(grid, row, column), entry.words, Misfit.REFUSED)
