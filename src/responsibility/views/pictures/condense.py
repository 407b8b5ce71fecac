"""Condense: a plan as rows and columns that fit a picture.

In: a Plan and the most rows and columns wanted. Out: Condensed. Up to the bounds a row is an item and a column a
unit; above, rows become sections (then runs of sections), and the least loaded units one last column. Items
that name nobody are no rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Item, Plan
from responsibility.views.naming import join_number
from responsibility.views.scene import Scene

STYLE = {Role.LEAD: "lead", Role.CO_LEAD: "co-lead", Role.SUPPORT: "support"}

LONG = 80  # characters of a text that stands for a missing title


Run = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """An item, or several. section: key of its band. key: the item's id, "" for several."""

    key: str
    title: str
    section: str
    band: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A unit, or the rest. key: the unit's id, "" for the rest. items, leads: how many; load: weighted."""

    key: str
    title: str
    units: tuple[str, ...]
    items: int
    leads: int
    load: float


@dataclass(frozen=True, slots=True)
class Count:
    """How often the units of a column have each role in the items of a row; counts follow Role's order."""

    row: int
    column: int
    counts: tuple[int, ...]

    @property
    def role(self) -> Role:
        """The strongest role."""
        return next(role for role, count in zip(Role, self.counts, strict=True) if count)


@dataclass(frozen=True, slots=True)
class Condensed:
    """rows in document order, columns in protocol order; cells by row, then column. merged_*: how many were merged."""

    rows: tuple[Strip, ...]
    columns: tuple[Bundle, ...]
    cells: tuple[Count, ...]
    merged_items: int = 0
    merged_units: int = 0
    unassigned: int = 0


def condense_plan(scene: Scene) -> Condensed:
    """Return the plan within [diagram] max_items and max_units."""
    plan, diagram, wording = scene.plan, scene.settings.diagram, scene.say
    named = {each.item_id for each in plan.assignments}
    items = [item for item in plan.items if item.id in named]
    rows = _condense_items(items, diagram.max_items, wording)
    columns = _condense_units(plan, scene.loads, diagram.max_units, wording)
    row_of = {item: index for index, row in enumerate(rows) for item in row.items}
    column_of = {unit: index for index, column in enumerate(columns) for unit in column.units}
    counts = Counter((row_of[each.item_id], column_of[each.unit_id], each.role) for each in plan.assignments)
    places = sorted({(row, column) for row, column, _ in counts})
    cells = tuple(Count(row, column, tuple(counts[row, column, role] for role in Role)) for row, column in places)
    return Condensed(
        rows,
        columns,
        cells,
        len(items) if len(rows) < len(items) else 0,
        len(columns[-1].units) if columns and not columns[-1].key else 0,
        len(plan.items) - len(items),
    )


def section_of(item: Item) -> tuple[str, str]:
    """Return key and title of the innermost heading above an item."""
    if not item.path:
        return item.id.rpartition(".")[0], ""
    return item.id.rpartition(".")[0], f"{item.path[-1].number}{item.path[-1].title}"


def title_of(item: Item) -> str:
    """Return number and title; where there is no title, the beginning of the text."""
    return join_number(item.number, item.title or item.body[:LONG])


def _condense_items(items: Sequence[Item], most: int, wording: Wording) -> tuple[Strip, ...]:
    if len(items) <= most:
        return tuple(Strip(item.id, title_of(item), *section_of(item), (item.id,)) for item in items)
    sections = [tuple(group) for _, group in groupby(items, key=section_of)]
    runs = _split_sections(sections, most) if len(sections) <= most else _join_sections(sections, most)
    return tuple(
        Strip("", _title_run(run, sections, wording), *_part_of(run[0]), tuple(item.id for item in run)) for run in runs
    )


def _split_sections(sections: Sequence[Run], most: int) -> list[Run]:
    """Cut long sections into runs of items, so that one section with everything is more than one row."""
    size = 1
    while sum(-(-len(section) // size) for section in sections) > most:
        size += 1
    return [section[at : at + size] for section in sections for at in range(0, len(section), size)]


def _join_sections(sections: Sequence[Run], most: int) -> list[Run]:
    size = -(-len(sections) // most)
    return [sum(sections[at : at + size], ()) for at in range(0, len(sections), size)]


def _title_run(run: Run, sections: Sequence[Run], wording: Wording) -> str:
    """Return what a row of several items is called: its section, the items it takes of it, or the sections it joins."""
    if len(run) == 1:
        return title_of(run[0])
    first, last = section_of(run[0]), section_of(run[-1])
    title = first[1]
    if first != last:
        title = wording("diagram.run", first=first[1] or run[0].id, last=last[1] or run[-1].id)
    elif run not in sections:
        numbers = [re.sub(r"\W", "", item.number) or item.id for item in (run[0], run[-1])]
        title = wording("diagram.part", title=first[1], first=numbers[0], last=numbers[1]).strip()
    return wording("diagram.merged_row", title=title or run[0].id, count=len(run))


def _part_of(item: Item) -> tuple[str, str]:
    if len(item.path) < 2:
        return "", ""
    return f"{item.path[0].number}{item.path[0].title}", f"{item.path[0].number}{item.path[0].title}"


def _condense_units(plan: Plan, loads: Mapping[str, float], most: int, wording: Wording) -> tuple[Bundle, ...]:
    leads = Counter(each.unit_id for each in plan.assignments if each.role is Role.LEAD)
    items = Counter(each.unit_id for each in plan.assignments)
    kept = {unit.id for unit in plan.units}
    if len(plan.units) > most:
        kept = {unit.id for unit in sorted(plan.units, key=lambda unit: -loads[unit.id])[: most - 1]}
    columns = [
        Bundle(unit.id, unit.short or unit.name, (unit.id,), items[unit.id], leads[unit.id], loads[unit.id])
        for unit in plan.units
        if unit.id in kept
    ]
    rest = tuple(unit.id for unit in plan.units if unit.id not in kept)
    if rest:
        title = wording("diagram.rest", count=len(rest))
        totals = sum(items[unit] for unit in rest), sum(leads[unit] for unit in rest), sum(loads[unit] for unit in rest)
        columns.append(Bundle("", title, rest, *totals))
    return tuple(columns)
