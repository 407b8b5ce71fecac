"""Tables: from the texts of units.csv, aliases.csv and groups.csv to units and their names.

In: CSV texts. Out: Units in file order, which is protocol order, Entries and groups. Problems are collected, not
raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from responsibility.errors import Term
from responsibility.kinds import Match
from responsibility.model import Unit
from responsibility.patterns import late
from responsibility.registry.place import find_place, level_of
from responsibility.rows import CsvLine, Faults, Table, read_dates, read_rows

_TIMES = {"valid_from": ("起始日期", "自"), "valid_to": ("截止日期", "至")}
_SOURCE = {"source": ("来源", "依据", "备注")}
_UNIT_ID = {"unit_id": ("单位编号", "编号", "单位")}
# Kind of a unit: its words in Chinese.
KINDS = {
    "party": ("党委", "党委部门"), "government": ("政府", "政府部门"), "mass": ("群团", "群众团体"),
    "central": ("中央", "垂直管理"), "enterprise": ("企业",), "institution": ("事业", "事业单位"),
    "local": ("属地", "下级政府"), "park": ("园区",), "office": ("办公室", "议事协调机构"), "collective": ("统称",),
}  # fmt: skip
UNITS = Table(
    "units.csv",
    {
        "id": ("编号", "单位编号"),
        "name": ("单位全称", "全称", "单位名称", "名称"),
        "short": ("简称", "单位简称"),
        "kind": ("类别", "单位类别"),
        "parent": ("上级编号", "上级"),
        **_TIMES,
        "succeeded_by": ("承接单位编号", "承接单位"),
        **_SOURCE,
    },
    ("id", "name"),
    {"kind": {word: kind for kind, words in KINDS.items() for word in words}},
)
ALIASES = Table(
    "aliases.csv",
    {"text": ("别名", "提法"), **_UNIT_ID, "kind": ("类别",), "scope": ("适用计划", "计划"), **_TIMES, **_SOURCE},
    ("text", "unit_id", "source"),
)
GROUPS = Table("groups.csv", {"group": ("统称", "单位组"), **_UNIT_ID, **_SOURCE}, ("group", "unit_id"))
_SLUG = late(r"[a-z0-9]+(?:-[a-z0-9]+)*")
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


def read_units(text: str, where: str, problems: Faults) -> tuple[tuple[Unit, int], ...]:
    """Read units.csv: each unit with its line."""
    units: list[tuple[Unit, CsvLine]] = []
    for row in read_rows(text, UNITS, where, problems):
        _check_unit_row(row, where, problems)
        start, end = read_dates(row, where, problems)
        short = row("short") or row("name")
        kind = row("kind") or "government"
        unit = Unit(row("id"), row("name"), short, kind, len(units), row("parent"), start, end, row("succeeded_by"))
        units.append((unit, row))
    _check_ids(units, where, problems)
    _check_references(units, where, problems)
    return tuple((unit, row.line) for unit, row in units)


def _check_unit_row(row: CsvLine, where: str, problems: Faults) -> None:
    if not _SLUG.fullmatch(row("id")) or len(row("id")) > 40:
        problems.add(where, row.line, "UNIT_ID", head=row.head("id"), id=row("id"))
    if not row("name"):
        problems.add(where, row.line, "UNIT_NAMELESS", head=row.head("name"))
    if row("kind") and row("kind") not in KINDS:
        known = tuple(Term(kind, words[0]) for kind, words in KINDS.items())
        problems.add(where, row.line, "NO_SUCH_KIND", head=row.head("kind"), kind=row("kind"), known=known)


def _check_ids(units: list[tuple[Unit, CsvLine]], where: str, problems: Faults) -> None:
    first: dict[str, int] = {}
    for unit, row in units:
        if unit.id in first:
            problems.add(where, row.line, "UNIT_ID_TWICE", head=row.head("id"), id=unit.id, first=first[unit.id])
        first.setdefault(unit.id, row.line)


def _check_references(units: list[tuple[Unit, CsvLine]], where: str, problems: Faults) -> None:
    by_id = {unit.id: unit for unit, _ in units}
    for unit, row in units:
        for column in ("parent", "succeeded_by"):
            target, head = getattr(unit, column), row.head(column)
            if target and target not in by_id:
                problems.add(where, row.line, "NO_ID_OF_FILE", head=head, column=head, id=target)
            elif target and _is_on_cycle(unit.id, column, by_id):
                problems.add(where, row.line, "UNIT_CIRCLE", head=head, column=head, id=unit.id)


def _is_on_cycle(unit_id: str, column: str, by_id: dict[str, Unit]) -> bool:
    seen: set[str] = set()
    at = unit_id
    while at in by_id and at not in seen:
        seen.add(at)
        at = getattr(by_id[at], column)
        if at == unit_id:
            return True
    return False


def key_units(units: Iterable[Unit]) -> dict[str, Unit]:
    """Return units by their ids, and by the official and short names that only one of them bears."""
    units = tuple(units)
    named = Counter(name for unit in units for name in {unit.name, unit.short})
    keys = {name: unit for unit in units for name in (unit.name, unit.short) if named[name] == 1}
    return keys | {unit.id: unit for unit in units}


def read_aliases(text: str, where: str, units: Iterable[Unit], problems: Faults) -> list[Entry]:
    """Read aliases.csv; every line needs a unit of units.csv, by its id or name, and a source."""
    known = key_units(units)
    entries = []
    for row in read_rows(text, ALIASES, where, problems):
        start, end = read_dates(row, where, problems)
        unit = known.get(row("unit_id"))
        if not row("text"):
            problems.add(where, row.line, "ALIAS_EMPTY", head=row.head("text"))
        elif unit is None:
            head, id_ = row.head("unit_id"), row("unit_id")
            problems.add(where, row.line, "ALIAS_OF_NOBODY", head=head, alias=row("text"), id=id_)
        elif not row("source"):
            problems.add(where, row.line, "ALIAS_SOURCE", head=row.head("source"), alias=row("text"))
        else:
            entries.append(Entry(row("text"), unit, Match.ALIAS, row.line, start, end, row("scope"), row("kind")))
    return entries


def parse_groups(text: str, where: str, units: Iterable[Unit], problems: Faults) -> dict[str, tuple[str, ...]]:
    """Read groups.csv: collective name to the ids of its members, file order."""
    known = key_units(units)
    groups: dict[str, tuple[str, ...]] = {}
    for row in read_rows(text, GROUPS, where, problems):
        group, unit, head = row("group"), known.get(row("unit_id")), row.head("unit_id")
        if unit is None:
            problems.add(where, row.line, "MEMBER_UNKNOWN", head=head, id=row("unit_id"))
        elif unit.id in groups.get(group, ()):
            problems.add(where, row.line, "MEMBER_TWICE", head=head, id=row("unit_id"), group=group)
        else:
            groups[group] = (*groups.get(group, ()), unit.id)
    return groups


def list_entries(
    units: tuple[tuple[Unit, int], ...], aliases: list[Entry], where: tuple[str, str], problems: Faults
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


def _report_clash(one: Entry, two: Entry, where: tuple[str, str], lines: dict[str, int], problems: Faults) -> None:
    (one_file, one_line), (file, line) = (
        (where[1], each.line) if each.line else (where[0], lines[each.unit.id]) for each in (one, two)
    )
    params = {"name": two.text, "one": one.unit.id, "two": two.unit.id}
    problems.add(file, line, "NAME_OF_TWO", **params, file=one_file, line=one_line)


def _clash(one: Entry, other: Entry) -> bool:
    """Say whether two names of different units hold at the same time in the same plan."""
    if one.unit.id == other.unit.id or (one.scope and other.scope and one.scope != other.scope):
        return False
    starts = [d for e in (one, other) for d in (e.valid_from, e.unit.valid_from) if d]
    ends = [d for e in (one, other) for d in (e.valid_to, e.unit.valid_to) if d]
    return not starts or not ends or max(starts) <= min(ends)
