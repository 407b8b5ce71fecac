"""Identity: whose sheet of which plan a returned workbook is, and which task each row is.

Never told by a file name or by the order of rows. A workbook says it in custom properties, a very hidden sheet and a
hidden column; where copying has lost them, printed titles and texts are evidence. All evidence must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from responsibility.errors import ReturnError, Term
from responsibility.returns.answers import Misfit
from responsibility.returns.cells import Pages, Typed
from responsibility.returns.heads import Heads
from responsibility.returns.issued import Issued, IssuedSheet
from responsibility.returns.values import squeeze
from responsibility.views.issued.books import META

_KEYS = {
    "plan_id": Term("plan_id", "计划编号"),
    "unit_id": Term("unit_id", "单位编号"),
    "layout_version": Term("layout_version", "表样版本"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose sheet it is. is_inferred: told by printed words alone. prints: fingerprint of each task when issued.

    former: the unit it was issued to, where that one has joined another or has another id by now.
    """

    unit_id: str
    is_inferred: bool = False
    prints: Mapping[str, str] = field(default_factory=dict)
    former: str = ""


def identify_workbook(pages: Pages, issued: Issued, name: str) -> Identity:
    """Tell whose sheet this is. Raises ReturnError for another plan's, another layout's or nobody's sheet."""
    facts, prints = _read_meta(pages)
    claims = [(f"{META}!A1", facts), (META, pages.identity)]
    told = {key: {claim[key].strip() for _, claim in claims if claim.get(key)} for key in _KEYS}
    for key, values in told.items():
        if len(values) > 1:
            raise ReturnError("RETURN_OF_TWO", name, key=_KEYS[key], values=tuple(sorted(values)))
    _check_told({key: next(iter(values), "") for key, values in told.items()}, issued, name)
    unit_id = next(iter(told["unit_id"]), "")
    if not unit_id:
        return Identity(_infer_unit(pages, issued, name), True)
    if unit_id in issued.sheets:
        return Identity(unit_id, False, prints)
    return Identity(_follow_unit(unit_id, pages, issued, name), False, prints, unit_id)


def _follow_unit(unit_id: str, pages: Pages, issued: Issued, name: str) -> str:
    """Return the unit that goes on for one that has no sheet any more: by the register, else by the sheet's title."""
    found = issued.successors.get(unit_id, "")
    titled = [found] if found in issued.sheets else _list_titled(pages, issued)
    if len(titled) != 1:
        raise ReturnError("RETURN_UNIT_UNKNOWN", name, unit=unit_id)
    return titled[0]


def _read_meta(pages: Pages) -> tuple[dict[str, str], dict[str, str]]:
    """Return the facts and the fingerprints of the very hidden sheet, empty where it is gone."""
    facts: dict[str, str] = {}
    prints: dict[str, str] = {}
    for grid in pages.grids:
        if grid.name != META:
            continue
        for entries in grid.rows().values():
            words = [entries[column].words if column in entries else "" for column in range(3)]
            if words[2]:
                prints[words[0]] = words[2]
            else:
                facts.setdefault(words[0], words[1])
    return facts, prints


def _check_told(told: Mapping[str, str], issued: Issued, name: str) -> None:
    if told["plan_id"] and told["plan_id"] != issued.plan_id:
        raise ReturnError("RETURN_OTHER_PLAN", name, other=told["plan_id"], plan=issued.plan_id)
    known = [str(each.layout.version) for each in list_layouts(issued)]
    if told["layout_version"] and told["layout_version"] not in known:
        raise ReturnError("RETURN_OTHER_LAYOUT", name, other=told["layout_version"], version=tuple(known))


def list_layouts(issued: Issued) -> list[Issued]:
    """Return what was sent out in every layout that may come back, the latest first."""
    return [issued, *(list_layouts(issued.former) if issued.former else [])]


def choose_layout(pages: Pages, issued: Issued) -> Issued:
    """Tell in which layout and language a workbook was issued: by what it says of itself, then by its heads."""
    facts, _ = _read_meta(pages)
    version = facts.get("layout_version") or pages.identity.get("layout_version", "")
    words, every = _list_words(pages), list_layouts(issued)
    known = [each for each in every if version.strip() == str(each.layout.version)]
    return max(known or every, key=lambda each: len(words & each.heads.keys()) / len(each.layout.fields))


def _list_words(pages: Pages) -> set[str]:
    return {squeeze(entry.words) for grid in pages.grids for entry in grid.cells.values()}


def _list_titled(pages: Pages, issued: Issued) -> list[str]:
    words = _list_words(pages)
    return [unit_id for unit_id, sheet in issued.sheets.items() if sheet.titles & words]


def _infer_unit(pages: Pages, issued: Issued, name: str) -> str:
    """Tell the unit by the sheet's title, or by tasks and texts that only one unit's sheet has."""
    words, titled = _list_words(pages), _list_titled(pages, issued)
    if len(titled) == 1:
        return titled[0]
    named = [unit_id for unit_id, sheet in issued.sheets.items() if any(squeeze(sheet.name) in each for each in words)]
    if len(named) == 1 and any(part in words for item in issued.sheets[named[0]].items.values() for part in item.parts):
        return named[0]
    raise ReturnError("FROM_NOBODY", name)


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """Which task a row is: item_id with reason None, or why it cannot be told (item_id is then a mere guess).

    is_part: a further row of a long text. former: the id in the sheet, where that task is no more.
    """

    item_id: str
    reason: Misfit | None = None
    is_part: bool = False
    former: str = ""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What a sheet is read against. is_typed: False for CSV, where 2.10 may have become 2.1."""

    issued: Issued
    sheet: IssuedSheet
    identity: Identity
    is_typed: bool


def identify_row(entries: Mapping[int, Typed], heads: Heads, context: Bearings) -> RowIdentity:
    """Tell which task a row is; NO_TASK where it has neither an id nor a task's words."""
    sheet, issued = context.sheet, context.issued

    def words(key: str) -> str:
        column = heads.columns.get(key)
        return squeeze(entries[column].words) if column is not None and column in entries else ""

    hidden, shown, text = words("item_id"), words("item"), words("text")
    if gone := _tell_gone(hidden or shown, context):
        return gone
    by_id, by_number = (_ids_of(word, sheet, key, context.is_typed and _is_text(entries, heads, key)) for key, word in
                        (("item_id", hidden), ("item", shown)))  # fmt: skip
    by_text = frozenset(item for item, each in sheet.items.items() if issued.shows(each, text)) if text else None
    told = [ids for ids in (by_id, by_text) if ids]
    common = frozenset.intersection(*told) if told else frozenset()
    if len(common) != 1 and by_number:  # people renumber 序号, so it only decides what the others leave open
        told = [*told, by_number]
        common = frozenset.intersection(*told)
    guess = min(common or next(iter(told), frozenset()), default="")
    numbers = {each.printed["item"] for each in sheet.items.values()}
    foreign = [hidden] if hidden in issued.item_ids and hidden not in sheet.items else []
    foreign += [shown] if shown in issued.numbers and shown not in numbers else []
    if foreign:
        return RowIdentity(foreign[0], Misfit.OTHER_UNIT)
    if not told:
        return RowIdentity("", Misfit.NO_TASK)
    if len(common) != 1:
        return RowIdentity(guess, Misfit.IDS_DISAGREE)
    reissued = context.identity.prints.get(guess, sheet.items[guess].fingerprint) != sheet.items[guess].fingerprint
    if text and not by_text and not reissued:
        return RowIdentity(guess, Misfit.TEXT_CHANGED)
    goes_on = text in sheet.items[guess].parts[1:] or text.startswith(issued.marks[0])
    is_part = bool(text) and goes_on and not hidden
    return RowIdentity(guess, None, is_part)


def _tell_gone(word: str, context: Bearings) -> RowIdentity | None:
    """Tell where a task went that a person joined to another or left out; None for any that is there."""
    issued = context.issued
    if word in issued.item_ids or not any(word in (each.item_id, each.into) for each in issued.reshaped if word):
        return None
    into = issued.follow(word)
    reason = Misfit.LEFT_OUT if not into else None if into in context.sheet.items else Misfit.OTHER_UNIT
    return RowIdentity(into, reason, former=word)


def _is_text(entries: Mapping[int, Typed], heads: Heads, key: str) -> bool:
    entry = entries.get(heads.columns.get(key, -1))
    return entry is not None and isinstance(entry.value, str)


def _ids_of(word: str, sheet: IssuedSheet, key: str, exact: bool) -> frozenset[str]:
    """Return the tasks an id or number may mean; one typed over "2.10" may have become 2.1, so it may mean either."""
    if not word:
        return frozenset()
    printed = {item: each.printed[key] for item, each in sheet.items.items()}
    if exact or word.count(".") != 1:
        return frozenset(item for item, own in printed.items() if own == word)
    return frozenset(item for item, own in printed.items() if drop_zeros(own) == drop_zeros(word))


def drop_zeros(word: str) -> str:
    """Return an id as a spreadsheet that took it for a number shows it: 2.10 becomes 2.1."""
    return word.rstrip("0").rstrip(".") if word.count(".") == 1 else word


def list_missing(seen: Iterable[str], sheet: IssuedSheet) -> list[str]:
    """Return the tasks of a sheet that have no row, in its order."""
    rows = set(seen)
    return [item_id for item_id in sheet.items if item_id not in rows]
