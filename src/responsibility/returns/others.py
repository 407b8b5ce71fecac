"""Others: what a returned workbook holds beside the tasks: the form above them, partners' contacts, added sheets."""

from __future__ import annotations

from collections.abc import Mapping

from responsibility.returns.answers import FormEntry, Harvest, Misfit
from responsibility.returns.cells import Content, Tab, Typed
from responsibility.returns.fills import name_place
from responsibility.returns.issued import Issued, IssuedSheet
from responsibility.returns.values import squeeze

_CONTACT_HEADS = 3  # heads of contacts that make a sheet the partners' sheet


def read_form(
    grid: Tab, rows: Mapping[int, Mapping[int, Typed]], issued: Issued, sheet: IssuedSheet, harvest: Harvest
) -> None:
    """Book names, telephones and the day above the heads by the label to their left; keep everything else."""
    counts: dict[str, int] = {}
    for number, entries in rows.items():
        label = ""
        for column, entry in entries.items():
            place = name_place(grid, number, column)
            words = squeeze(entry.words).rstrip(":")
            if entry.comment:
                harvest.leave(place, entry.comment, Misfit.NO_TASK)
            if words in issued.form:
                label = _number_label(issued.form[words], counts)
            elif within := _find_label(words, issued):
                # Typed behind the label in its own cell: 分管领导：张三.
                harvest.form.append(FormEntry(within, entry.words, place))
            elif not words or words in sheet.words or _is_stamp(words, issued):
                continue
            elif label and entry.kind in (Content.VALUE, Content.COMPUTED):
                harvest.form.append(FormEntry(label, entry.words, place))
            else:
                harvest.leave(place, entry.words, Misfit.PICTURE if entry.kind is Content.PICTURE else Misfit.NO_TASK)


def _find_label(words: str, issued: Issued) -> str:
    """Return the key of the label that words begin with and go beyond, or ""."""
    labels = {**issued.form, issued.period: "period"}
    return next((key for label, key in labels.items() if words.startswith(label) and words.strip("_") != label), "")


def _number_label(key: str, counts: dict[str, int]) -> str:
    """Return a numbered key for a label that occurs several times: telephone, telephone-2, telephone-3."""
    counts[key] = counts.get(key, 0) + 1
    return key if counts[key] == 1 else f"{key}-{counts[key]}"


def read_other_sheet(grid: Tab, issued: Issued, sheet: IssuedSheet, harvest: Harvest) -> None:
    """Book partners' contacts; whatever else no issued sheet had printed is kept with its cell."""
    rows = grid.rows()
    heads: dict[int, str] = {}
    for number, entries in rows.items():
        named = {
            at: issued.contacts[squeeze(e.words)] for at, e in entries.items() if squeeze(e.words) in issued.contacts
        }
        if len(named) >= _CONTACT_HEADS and not heads:
            heads = named
            continue
        partner = next((e.words for e in entries.values() if isinstance(e.value, str) and squeeze(e.words)), "")
        is_printed = squeeze(partner) in sheet.words
        for column, entry in entries.items():
            place = name_place(grid, number, column)
            words = squeeze(entry.words)
            if entry.comment:
                harvest.leave(place, entry.comment, Misfit.OTHER_SHEET)
            if column in heads and is_printed and words and entry.kind is Content.VALUE:
                harvest.form.append(FormEntry(f"{partner}/{heads[column]}", entry.words, place))
            elif words and not _is_known(words, issued, sheet):
                harvest.leave(
                    place, entry.words, Misfit.PICTURE if entry.kind is Content.PICTURE else Misfit.OTHER_SHEET
                )


def _is_known(words: str, issued: Issued, sheet: IssuedSheet) -> bool:
    return words in sheet.words or words in issued.statuses or _is_stamp(words, issued)


def _is_stamp(words: str, issued: Issued) -> bool:
    return bool(issued.stamp) and words.startswith(issued.stamp)
