"""Units: the office's register as a table that is changed a line at a time.

In: an Desk, and what is to be done with a unit. Out: the units in protocol order, with how much each carries in a
plan; units.csv or aliases.csv changed whole or not at all. The order of the lines is the protocol order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from responsibility.desk.office import Desk
from responsibility.desk.records import Settlement, path_of
from responsibility.errors import SettingsError
from responsibility.kinds import Role
from responsibility.registry.tables import ALIASES, UNITS
from responsibility.resolve.plan import make_stranger
from responsibility.rows import CsvLine, Faults, read_rows
from responsibility.system.inputs import read_matrix, reorder_file
from responsibility.views.matters import TableLine

ACTS = ("add", "rename", "merge", "retire", "up", "down")


def show_register(desk: Desk, plan_id: str) -> dict[str, object]:
    """Return the units of the register, then those that only this plan names."""
    scene, read = desk.scene(plan_id)
    every = Counter(each.unit_id for each in scene.plan.assignments)
    leads = Counter(each.unit_id for each in scene.plan.assignments if each.role is Role.LEAD)
    rows = _rows(desk)
    own = [(row("id"), row("name"), row("short") or row("name"), row("valid_to"), True) for row in rows]
    known = {row("id") for row in rows}
    met = [(u.id, u.name, u.short or u.name, "", False) for u in scene.plan.units if u.id not in known]
    units = [
        {"id": key, "name": name, "short": short, "valid_to": end, "known": is_known, "items": every[key],
         "leads": leads[key]}
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
        raise SettingsError("no such meaning: {meaning}", "", "choose one of the list", meaning=change.act)
    rows = {row("id"): row for row in _rows(desk)}
    if change.act in ("up", "down"):
        desk.expect(plan_id, version)
        path, step = path_of(desk.root, plan_id, UNITS.name), -1 if change.act == "up" else 1
        reorder_file(path, UNITS, _get(rows, change("id")).line, step)
    else:
        words = desk.words(f"desk.ui.{change.act}")
        decision = Settlement(f"unit:{change.act}", words, tuple(_lines(desk, rows, change)))
        desk.act(plan_id, version, decision, words, change.by)
    return show_register(desk, plan_id)


def _lines(desk: Desk, rows: Mapping[str, CsvLine], change: Change) -> Iterator[TableLine]:
    if change.act == "add":
        unit = make_stranger(change("name"))
        yield TableLine(UNITS.name, {"id": unit.id, "name": unit.name, "short": change("short") or unit.name})
        return
    row = _get(rows, change("id"))
    yield TableLine(UNITS.name, _cells(row), drop=True)
    if change.act == "merge":
        into = _get(rows, change("into"))
        for name in dict.fromkeys(filter(None, (row("name"), row("short")))):
            yield TableLine(ALIASES.name, {"text": name, "unit_id": into("id")})
        return
    renamed = {name: change(name) for name in ("name", "short") if change(name)}
    changed = renamed if change.act == "rename" else {"valid_to": desk.this_day().isoformat()}
    yield TableLine(UNITS.name, {**_cells(row), **changed})


def _get(rows: Mapping[str, CsvLine], unit_id: str) -> CsvLine:
    if unit_id not in rows:
        raise SettingsError("no such unit: {unit}", UNITS.name, "choose one of the list", unit=unit_id)
    return rows[unit_id]


def _cells(row: CsvLine) -> dict[str, str]:
    return {name: cell for name, cell in row.cells.items() if cell}
