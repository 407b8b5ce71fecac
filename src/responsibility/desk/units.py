"""Units: the office's register as a table that is changed a line at a time.

In: an Desk, and what is to be done with a unit. Out: the units in protocol order, with how much each carries in a
plan; units.csv or aliases.csv changed whole or not at all. The order of the lines is the protocol order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from responsibility.desk.office import Desk
from responsibility.desk.records import BY_UNIT, Settlement, is_kept
from responsibility.errors import SettingsError
from responsibility.extract import extract_document
from responsibility.kinds import Role
from responsibility.paths import safe_name
from responsibility.registry.tables import ALIASES, GROUPS, UNITS
from responsibility.resolve.listed import new_units, read_listed
from responsibility.resolve.overrides import OVERRIDES
from responsibility.resolve.plan import make_stranger
from responsibility.resolve.review import unit_rows
from responsibility.rows import CsvLine, Faults, Table, read_rows
from responsibility.system.evidence import read_kept
from responsibility.system.inputs import SourceFile, decode_table, list_plan_names, read_matrix
from responsibility.system.outputs import list_files
from responsibility.views.matters import TableLine

_PART = re.compile(r"([、,，;；])")  # between units of a cell
_MEANT = ("unit_id", "parent", "succeeded_by")  # columns that name a unit
ACTS = ("add", "rename", "merge", "retire", "up", "down")


def show_register(desk: Desk, plan_id: str) -> dict[str, object]:
    """Return the units of the register, then those that only this plan names, each with whom it may be."""
    scene, read = desk.scene(plan_id)
    every = Counter(each.unit_id for each in scene.plan.assignments)
    leads = Counter(each.unit_id for each in scene.plan.assignments if each.role is Role.LEAD)
    rows = _rows(desk)
    own = [(row("id"), row("name"), row("short") or row("name"), row("valid_to"), True) for row in rows]
    known = {row("id") for row in rows}
    met = [(u.id, u.name, u.short or u.name, "", False) for u in scene.plan.units if u.id not in known]
    registry = read.house.registry
    near = {u: [one.unit.id for one in registry.suggest(name) if one.unit.id in known] for u, name, *_ in met}
    units = [
        {"id": key, "name": name, "short": short, "valid_to": end, "known": is_known, "items": every[key],
         "leads": leads[key], "near": near.get(key, [])}
        for key, name, short, end, is_known in (*own, *met)
    ]  # fmt: skip
    return {"version": read.version, "units": units}


def _rows(desk: Desk) -> tuple[CsvLine, ...]:
    return read_rows(read_matrix(desk.root, plans=False).units, UNITS, UNITS.name, Faults())


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done with a unit. act: of ACTS; values: its columns, by whom it is merged into under "into"."""

    act: str
    values: Mapping[str, str]
    by: str

    def __call__(self, name: str) -> str:
        """Return a value, "" where none is given."""
        return self.values.get(name, "")


def change_unit(desk: Desk, plan_id: str, version: str, change: Change) -> dict[str, object]:
    """Do one thing with a unit. Raises StaleError, and SettingsError for a unit or an act that is not there."""
    if change.act not in ACTS:
        raise SettingsError("NO_SUCH_MEANING", meaning=change.act)
    rows = {row("id"): row for row in _rows(desk)}
    words, lines = desk.words(f"desk.ui.{change.act}"), tuple(_lines(desk, plan_id, rows, change))
    if lines:
        desk.act(plan_id, version, Settlement(f"unit:{change.act}", words, lines), words, change.by)
    return {**show_register(desk, plan_id), "words": _tell_settings(desk, plan_id, change)}


def _tell_settings(desk: Desk, plan_id: str, change: Change) -> str:
    """Say that settings.toml, which people write, still means a unit that was merged; "" where it does not."""
    settings = desk.scene(plan_id)[0].settings
    meant = {*settings.load.capacity, *settings.balance.capacity, *settings.balance.eligible}
    meant.update(settings.balance.excluded_units)
    if change.act != "merge" or change("id") not in meant:
        return ""
    return desk.words("desk.ui.merge_settings", unit=change("id"), into=change("into"))


def preview_merge(desk: Desk, plan_id: str, change: Change) -> dict[str, object]:
    """Return what a plan would come to with two units made one; nothing is written."""
    rows = {row("id"): row for row in _rows(desk)}
    return desk.preview(plan_id, tuple(_merge(desk, plan_id, rows, change)))


def _lines(desk: Desk, plan_id: str, rows: Mapping[str, CsvLine], change: Change) -> Iterator[TableLine]:
    if change.act == "add":
        unit = make_stranger(change("name"))
        yield TableLine(UNITS.name, {"id": unit.id, "name": unit.name, "short": change("short") or unit.name})
    elif change.act == "merge":
        yield from _merge(desk, plan_id, rows, change)
    elif change.act in ("up", "down"):
        yield from _swap([*rows.values()], _get(rows, change("id")), -1 if change.act == "up" else 1)
    else:
        row = _get(rows, change("id"))
        renamed = {name: change(name) for name in ("name", "short") if change(name)}
        changed = renamed if change.act == "rename" else {"valid_to": desk.this_day().isoformat()}
        yield from _replace(UNITS.name, row, changed)


def _swap(rows: Sequence[CsvLine], row: CsvLine, step: int) -> Iterator[TableLine]:
    """Put the lower of two neighbours before the upper; turned round, the upper goes before the lower."""
    place = rows.index(row) + step
    if 0 <= place < len(rows):
        upper, lower = (rows[place], row) if step < 0 else (row, rows[place])
        yield TableLine(UNITS.name, _cells(lower), drop=True)
        yield TableLine(UNITS.name, _cells(lower), before=upper("id"))
        yield TableLine(UNITS.name, _cells(upper), drop=True, before=lower("id"))
        yield TableLine(UNITS.name, _cells(upper))


def _merge(desk: Desk, plan_id: str, rows: Mapping[str, CsvLine], change: Change) -> Iterator[TableLine]:
    """Make a unit's names aliases of another, and lead to that one whatever led to it.

    A unit that only the plan names has no line to take out.
    """
    into = _get(rows, change("into"))
    row = rows.get(change("id"))
    if into is row:
        raise SettingsError("NOT_LISTED_UNIT", UNITS.name, unit=change("into"))
    scene, read = desk.scene(plan_id)
    if row is not None:
        names = [name for name in (row("name"), row("short")) if name]
        ids = [*rows, ""]
        yield TableLine(UNITS.name, _cells(row), drop=True, before=ids[ids.index(row("id")) + 1])
        for table, text in (
            (UNITS, read.matrix.units), (ALIASES, read.matrix.aliases), (GROUPS, read.matrix.groups),
        ):  # fmt: skip
            yield from _redirect(table, text, (row("id"), *names), into("id"), table.name)
        for file, table, text in _list_kept(desk, plan_id):
            yield from _redirect(table, text, (row("id"), *names), into("id"), file)
    else:
        names = [each.name for each in scene.plan.assignments if each.unit_id == change("id")]
        _get(dict.fromkeys((each.unit_id for each in scene.plan.assignments), into), change("id"))
    taken = {each("text") for each in read_rows(read.matrix.aliases, ALIASES, ALIASES.name, Faults())}
    for name in dict.fromkeys(names):
        if name not in (*taken, into("name"), into("short")):
            yield TableLine(ALIASES.name, {"text": name, "unit_id": into("id")})


def _list_kept(desk: Desk, plan_id: str) -> Iterator[tuple[str, Table, str]]:
    """Yield what people keep of every plan that names units: corrections, what meetings decided, sheets put by hand."""
    for plan in list_plan_names(desk.root):
        for name in list_files(desk.root / "plans" / plan):
            table = BY_UNIT.get(name.rpartition("/")[2])
            file = name if plan == plan_id and table is OVERRIDES else f"plans/{plan}/{name}"
            if table is not None and is_kept(file) and (source := read_kept(desk.root, plan, name)):
                yield file, table, decode_table(source)


def _redirect(table: Table, text: str, old: Collection[str], new: str, file: str) -> Iterator[TableLine]:
    """Have the lines of a table that mean one unit mean another."""
    for row in read_rows(text, table, file, Faults()):
        meant = {
            name: "".join(new if part.strip() in old else part for part in _PART.split(row(name))) for name in _MEANT
        }
        changed = {name: cell for name, cell in meant.items() if cell != row(name) and row("id") not in old}
        if changed:
            yield from _replace(file, row, changed)


def _replace(file: str, row: CsvLine, changed: Mapping[str, str]) -> Iterator[TableLine]:
    yield TableLine(file, _cells(row), drop=True)
    yield TableLine(file, {**_cells(row), **changed})


def take_list(desk: Desk, plan_id: str, version: str, source: SourceFile, by: str) -> dict[str, object]:
    """Add the units of a list that an office keeps elsewhere, as one act, and return the register.

    Raises SourceError where it cannot be read, SettingsError where it names nobody new.
    """
    _, read = desk.scene(plan_id)
    limits = read.house.settings.sources
    document = extract_document(
        source.data, safe_name(source.name), limits=limits, convert=desk.convert, guard=desk.guard
    )
    listed = read_listed(document)
    made = new_units(listed, read.house.registry)
    if not made:
        raise SettingsError("NO_NEW_UNIT", source.name, count=len(listed))
    words = desk.words("desk.ui.import_done", count=len(made), name=source.name)
    lines = tuple(TableLine(UNITS.name, row) for row in unit_rows(made, source.name))
    desk.act(plan_id, version, Settlement("unit:import", words, lines), words, by)
    return {**show_register(desk, plan_id), "words": words}


def _get(rows: Mapping[str, CsvLine], unit_id: str) -> CsvLine:
    if unit_id not in rows:
        raise SettingsError("NOT_LISTED_UNIT", UNITS.name, unit=unit_id)
    return rows[unit_id]


def _cells(row: CsvLine) -> dict[str, str]:
    return {name: cell for name, cell in row.cells.items() if cell}
