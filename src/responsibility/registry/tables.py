"""Tables: from the texts of units.csv, aliases.csv and groups.csv to units and their names.

In: CSV texts. Out: Units in file order, which is protocol order, Entries and groups. Problems are collected, not
raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from responsibility.kinds import Match
from responsibility.model import Unit
from responsibility.registry.place import find_place, level_of
from responsibility.rows import Problems, Row, read_dates, read_rows

UNIT_COLUMNS = ("id", "name"), ("short", "kind", "parent", "valid_from", "valid_to", "succeeded_by", "source")
ALIAS_COLUMNS = ("text", "unit_id", "source"), ("kind", "scope", "valid_from", "valid_to")
GROUP_COLUMNS = ("group", "unit_id"), ("source",)
KINDS = ("party", "government", "mass", "central", "enterprise", "institution", "local", "park", "office", "collective")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Kinds whose official name is the place and then the office; a central body's is not.
PLACED_KINDS = ("party", "government", "mass", "institution")


class Entry(NamedTuple):
    """One name of one unit, with the time and the plan it holds for. kind: that of the alias, or ""."""

    text: str
    unit: Unit
    match: Match
    line: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    scope: str = ""
    kind: str = ""

    def holds(self, on: date | None, scope: str) -> bool:
        """Say whether the name means the unit on that day and in that plan; None and "" ask for any."""
        if scope and self.scope and scope != self.scope:
            return False
        return on is None or (is_within(on, self.valid_from, self.valid_to) and exists(self.unit, on))


def is_within(on: date, start: date | None, end: date | None) -> bool:
    """Say whether a day lies in a time whose ends, both included, may be open."""
    return (start is None or start <= on) and (end is None or on <= end)


def exists(unit: Unit, on: date) -> bool:
    """Say whether the unit was there on that day."""
    return is_within(on, unit.valid_from, unit.valid_to)


def read_units(text: str, where: str, problems: Problems) -> tuple[tuple[Unit, int], ...]:
    """Read units.csv: each unit with its line."""
    units: list[tuple[Unit, int]] = []
    for row in read_rows(text, *UNIT_COLUMNS, where, problems):
        _check_unit_row(row, where, problems)
        start, end = read_dates(row, where, problems)
        short = row("short") or row("name")
        kind = row("kind") or "government"
        unit = Unit(row("id"), row("name"), short, kind, len(units), row("parent"), start, end, row("succeeded_by"))
        units.append((unit, row.line))
    _check_ids(units, where, problems)
    _check_references(units, where, problems)
    return tuple(units)


def _check_unit_row(row: Row, where: str, problems: Problems) -> None:
    if not _SLUG.fullmatch(row("id")) or len(row("id")) > 40:
        fix = "use a-z, 0-9 and single hyphens, 40 at most, such as fgw"
        problems.add(where, row.line, "“{id}” is no short id", fix, id=row("id"))
    if not row("name"):
        problems.add(where, row.line, "the name is empty", "write the official name")
    if row("kind") and row("kind") not in KINDS:
        problems.add(
            where, row.line, "no such kind: {kind}", "one of {known}", kind=row("kind"), known=", ".join(KINDS)
        )


def _check_ids(units: list[tuple[Unit, int]], where: str, problems: Problems) -> None:
    first: dict[str, int] = {}
    for unit, line in units:
        if unit.id in first:
            problems.add(
                where,
                line,
                "id {id} is that of line {first}",
                "give each unit its own id",
                id=unit.id,
                first=first[unit.id],
            )
        first.setdefault(unit.id, line)


def _check_references(units: list[tuple[Unit, int]], where: str, problems: Problems) -> None:
    by_id = {unit.id: unit for unit, _ in units}
    for unit, line in units:
        for column in ("parent", "succeeded_by"):
            target = getattr(unit, column)
            if target and target not in by_id:
                problems.add(
                    where,
                    line,
                    "{column} is no id of this file: {id}",
                    "add that unit or mend the id",
                    column=column,
                    id=target,
                )
            elif target and _is_on_cycle(unit.id, column, by_id):
                problems.add(
                    where, line, "{column} of {id} leads back to itself", "break the circle", column=column, id=unit.id
                )


def _is_on_cycle(unit_id: str, column: str, by_id: dict[str, Unit]) -> bool:
    seen: set[str] = set()
    at = unit_id
    while at in by_id and at not in seen:
        seen.add(at)
        at = getattr(by_id[at], column)
        if at == unit_id:
            return True
    return False


def read_aliases(text: str, where: str, units: Iterable[Unit], problems: Problems) -> list[Entry]:
    """Read aliases.csv; every line needs a unit of units.csv and a source."""
    by_id = {unit.id: unit for unit in units}
    entries = []
    for row in read_rows(text, *ALIAS_COLUMNS, where, problems):
        start, end = read_dates(row, where, problems)
        unit = by_id.get(row("unit_id"))
        if not row("text"):
            problems.add(where, row.line, "the alias is empty", "write the name as printed, or delete the line")
        elif unit is None:
            what, fix = "alias “{alias}” leads to no unit: {id}", "use an id of units.csv"
            problems.add(where, row.line, what, fix, alias=row("text"), id=row("unit_id"))
        elif not row("source"):
            problems.add(
                where, row.line, "alias “{alias}” has no source", "say where it is known from", alias=row("text")
            )
        else:
            entries.append(Entry(row("text"), unit, Match.ALIAS, row.line, start, end, row("scope"), row("kind")))
    return entries


def read_groups(text: str, where: str, units: Iterable[Unit], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Read groups.csv: collective name to the ids of its members, file order."""
    ids = {unit.id for unit in units}
    groups: dict[str, tuple[str, ...]] = {}
    for row in read_rows(text, *GROUP_COLUMNS, where, problems):
        group, unit_id = row("group"), row("unit_id")
        if unit_id not in ids:
            problems.add(where, row.line, "member {id} is no unit", "use an id of units.csv", id=unit_id)
        elif unit_id in groups.get(group, ()):
            problems.add(where, row.line, "{id} is in “{group}” twice", "delete this line", id=unit_id, group=group)
        else:
            groups[group] = (*groups.get(group, ()), unit_id)
    return groups


def list_entries(
    units: tuple[tuple[Unit, int], ...], aliases: list[Entry], where: tuple[str, str], problems: Problems
) -> list[Entry]:
    """Every name, official ones first, then aliases, short names, and official names without their place.

    A name that leads to two units at the same time and in the same plan is a problem.
    """
    lines = {unit.id: line for unit, line in reversed(units)}  # the first line, where an id repeats
    official = [Entry(unit.name, unit, Match.EXACT) for unit, _ in units]
    short = [Entry(unit.short, unit, Match.ALIAS) for unit, _ in units if unit.short != unit.name]
    first: dict[str, list[Entry]] = {}
    for entry in (*official, *aliases, *short):
        clash = next((other for other in first.get(entry.text, ()) if _clash(entry, other)), None)
        if clash:
            _report_clash(clash, entry, where, lines, problems)
        first.setdefault(entry.text, []).append(entry)
    derived = [
        Entry(level_of(place) + unit.name.partition(place)[2], unit, Match.ALIAS)
        for unit, _ in units
        if unit.kind in PLACED_KINDS and (place := find_place(unit.name))
    ]
    return [*official, *aliases, *short, *(entry for entry in derived if entry.text not in first)]


def _report_clash(one: Entry, two: Entry, where: tuple[str, str], lines: dict[str, int], problems: Problems) -> None:
    (one_file, one_line), (file, line) = (
        (where[1], each.line) if each.line else (where[0], lines[each.unit.id]) for each in (one, two)
    )
    what = "“{name}” leads to two units: {one} ({file}:{line}) and {two}"
    fix = "keep one, or give each a scope or dates"
    params = {"name": two.text, "one": one.unit.id, "two": two.unit.id}
    problems.add(file, line, what, fix, **params, file=one_file, line=one_line)


def _clash(one: Entry, other: Entry) -> bool:
    """Say whether two names of different units hold at the same time in the same plan."""
    if one.unit.id == other.unit.id or (one.scope and other.scope and one.scope != other.scope):
        return False
    starts = [d for e in (one, other) for d in (e.valid_from, e.unit.valid_from) if d]
    ends = [d for e in (one, other) for d in (e.valid_to, e.unit.valid_to) if d]
    return not starts or not ends or max(starts) <= min(ends)
