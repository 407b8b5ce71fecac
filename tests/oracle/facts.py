"""Facts: a plan as plain tuples, from the JSON of `read`, units.csv and settings.toml."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property

ROLES = ("lead", "co-lead", "support")


@dataclass(frozen=True)
class Item:
    id: str
    number: str
    title: str
    body: str
    section: tuple
    targets: int
    dated: bool
    shared_out: bool  # gives each unit a figure of its own


@dataclass
class Facts:
    """A plan as read.

    items: all, document order. units: id to (name, short, kind), protocol order, those named. edges: (item, unit)
    to (role, basis), the strongest where a unit is named twice, as listed. reading: the JSON itself.
    """

    items: list[Item]
    units: dict[str, tuple[str, str, str]]
    edges: dict[tuple[str, str], tuple[str, str]]
    settings: dict
    findings: list[dict] = field(default_factory=list)
    reading: dict = field(default_factory=dict)

    def sign_after(self, sign: str) -> bool:
        """Say whether a sign may stand behind a name in a list."""
        return sign in "、,，;；–"

    @cached_property
    def assigned(self) -> list[str]:
        """Ids of items that name anyone, document order."""
        named = {item for item, _ in self.edges}
        return [item.id for item in self.items if item.id in named]

    @cached_property
    def judged(self) -> list[str]:
        """Units that rules ask about: no collectives, unless settings want them."""
        every = self.settings["load"]["collectives"]
        return [unit for unit, (_, _, kind) in self.units.items() if every or kind != "collective"]

    @cached_property
    def units_of(self) -> dict[str, list[str]]:
        """Units of each assigned item, as listed."""
        found: dict[str, list[str]] = {item: [] for item in self.assigned}
        for item, unit in self.edges:
            found[item].append(unit)
        return found

    @cached_property
    def items_of(self) -> dict[str, set[str]]:
        """Items of each unit."""
        found: dict[str, set[str]] = {unit: set() for unit in self.units}
        for item, unit in self.edges:
            found[unit].add(item)
        return found

    @cached_property
    def judged_items(self) -> list[str]:
        """Items that name a judged unit, document order."""
        return [item for item in self.assigned if set(self.units_of[item]) & set(self.judged)]

    def short(self, unit: str) -> str:
        return self.units[unit][1]

    def names(self, units: list[str]) -> str:
        return "、".join(map(self.short, units))

    def role(self, item: str, unit: str) -> str:
        return self.edges[item, unit][0]

    def leads(self, unit: str) -> int:
        return sum(role == "lead" for (_, other), (role, _) in self.edges.items() if other == unit)

    def by_order(self, unit: str) -> int:
        return sum(basis == "first-listed" for (_, other), (_, basis) in self.edges.items() if other == unit)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {item.id: item.title for item in self.items}

    @cached_property
    def numbers(self) -> dict[str, str]:
        """What each item is called by: the notice's number, as printed less its signs."""
        return {item.id: re.sub(r"\D", "", item.number) for item in self.items}


def list_unnamed(facts: Facts) -> list[str]:
    """What items that name nobody are called by where numbers repeat: those of their heading stand before, （三）1."""
    rows = [row for row in facts.reading["items"] if row["id"] not in facts.assigned and row["path"]]
    return [f"（{row['path'][-1]['number'].strip('、')}）{facts.numbers[row['id']]}" for row in rows]


def gather(reading: dict, units_csv: str, settings_toml: str, defaults_toml: str) -> Facts:
    """Lay out the JSON of `read`; raises KeyError for a unit that units.csv does not have."""
    registry = {row["name"]: row for row in csv.DictReader(io.StringIO(units_csv.lstrip("\ufeff")))}
    edges: dict[tuple[str, str], tuple[str, str]] = {}
    for each in reading["assignments"]:
        key = each["item"], registry[each["unit"]]["id"]
        before = edges.get(key)
        if before is None or ROLES.index(each["role"]) < ROLES.index(before[0]):
            edges[key] = each["role"], each["basis"]
    named = {unit for _, unit in edges}
    units = {row["id"]: (row["name"], row["short"], row["kind"]) for row in registry.values() if row["id"] in named}
    return Facts(
        [_item(each) for each in reading["items"]],
        units,
        edges,
        _settings(settings_toml, defaults_toml),
        reading["findings"],
        reading,
    )


def _item(row: dict) -> Item:
    section = tuple(heading["title"] for heading in row["path"])
    return Item(
        row["id"], row["number"], row["title"], row["body"], section, len(row["targets"]),
        bool(row["due"] or row["due_text"]), any(target["holder"] for target in row["targets"]),
    )  # fmt: skip


def _settings(own: str, defaults: str) -> dict:
    merged = tomllib.loads(defaults)
    for section, values in tomllib.loads(own).items():
        merged[section] = {**merged.get(section, {}), **values}
    return merged


def numbers_of(facts: Facts) -> dict[str, str]:
    """What each assigned item is called by."""
    return {item: facts.numbers[item] for item in facts.assigned}
