"""Register: a name to the units it may mean.

In: the texts of units.csv, aliases.csv and groups.csv, and the general register (base) beneath them.
Out: a Registry that finds a name by dictionary. A name is found by its exact official name, short name or alias,
then folded, then as level prefix + a form the general register knows. Likeness suggests (likeness) and
never finds. Does not decide between several candidates (resolve).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from responsibility.kinds import Match
from responsibility.language.spelling import join_committee, name_key
from responsibility.model import Unit
from responsibility.registry.base import Base, Identified
from responsibility.registry.likeness import Suggestion, rank_suggestions
from responsibility.registry.place import place_of_units
from responsibility.registry.tables import (
    PLACED_KINDS,
    Entry,
    exists,
    key_units,
    list_entries,
    parse_groups,
    read_aliases,
    read_units,
)
from responsibility.rows import Faults

_SPELLED = str.maketrans("", "", "()、")  # 各县(市、区), 各县(市)区 and 各县市区 are one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean, why, and the line of aliases.csv that says so (0 if none)."""

    unit: Unit
    match: Match
    alias_line: int


class Registry:
    """Units with their names. entries: every name, strongest first where a unit bears one twice.

    places: whose units these are, such as 甲市, further names of that place behind; () where it cannot be told.
    """

    def __init__(
        self,
        units: Iterable[Unit] = (),
        entries: Iterable[Entry] = (),
        groups: Mapping[str, tuple[str, ...]] | None = None,
        base: Base | None = None,
        places: tuple[str, ...] = (),
    ) -> None:
        self.units = tuple(units)
        self.entries = tuple(entries)
        self.base = base
        self.places = places
        self._ids = {unit.id: unit for unit in self.units}
        self._words = key_units(self.units)
        self.groups = dict(groups or {})
        self._groups = {_group_key(name): ids for name, ids in self.groups.items()}
        self._exact: dict[str, list[Entry]] = {}
        self._folded: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._exact.setdefault(entry.text, []).append(entry)
            self._folded.setdefault(name_key(entry.text), []).append(entry)
        self._offices = _index_offices(self.units, base)
        # Plans repeat the names of all plans; a repeat costs one look-up.
        self._list_bearers = lru_cache(maxsize=4096)(self._search_base)

    def __reduce__(self) -> tuple[type[Registry], tuple[object, ...]]:
        """Travel to another process as what it was made from."""
        return Registry, (self.units, self.entries, self.groups, self.base, self.places)

    @classmethod
    def empty(cls, base: Base | None = None) -> Registry:
        """Return a registry without units of its own; with a base it still knows the usual bureaux."""
        return cls(base=base)

    def by_id(self, unit_id: str) -> Unit | None:
        """Return the unit of that id, or None."""
        return self._ids.get(unit_id)

    def by_word(self, word: str) -> Unit | None:
        """Return the unit that a person means by an id, or by a name or short name that no other bears; or None."""
        return self._words.get(word)

    def at(self, place: str) -> Registry:
        """Return the registry for a notice of that place: this one, or the general register alone for another's.

        "" is a place that nobody knows; a registry that belongs to no place serves all.
        """
        is_ours = not place or not self.places or place in self.places
        return self if is_ours else self._general

    @cached_property
    def _general(self) -> Registry:
        return Registry.empty(self.base)

    def members(self, group_name: str) -> tuple[Unit, ...]:
        """Return the units that groups.csv lists under a collective name, in file order; empty if it has none."""
        return tuple(self._ids[unit_id] for unit_id in self._groups.get(_group_key(group_name), ()))

    def find(self, name: str, on: date | None = None, *, scope: str = "", level: str = "") -> tuple[Candidate, ...]:
        """Return every unit the name may mean: none if unknown, several if ambiguous.

        on: the notice's date; names and units that did not hold then are left out. scope: the plan's id.
        level: the prefix that a bare name of this text has lost, such as "国家" in a State Council notice;
        without it a bare 发展改革委 stays unknown, since every level has one.
        """
        own = self._exact.get(name)
        if own is None and (folded := self._folded.get(name_key(name))):
            own = [entry._replace(match=Match.FOLDED) for entry in folded]
        if own is None:
            return self._identify(name, on, level) if self.base else ()
        found: dict[str, Candidate] = {}
        for entry in own:
            if entry.holds(on, scope):
                found.setdefault(entry.unit.id, Candidate(entry.unit, entry.match, entry.line))
        return tuple(found.values())

    def tell_level(self, names: Iterable[str]) -> str:
        """Return the level to find the bare names of a text under: "国家" in a State Council notice, else ""."""
        return self.base.tell_level(names) if self.base else ""

    def suggest(self, name: str, *, least: float = 0.5, limit: int = 5) -> tuple[Suggestion, ...]:
        """Return the units that the name might mean, likeliest first, each with the reason; for a person to judge.

        least: lowest likeness by edit distance, 0 to 1. Nothing else in the program acts on a suggestion.
        """
        own = [(entry.text, entry.unit, entry.kind == "former") for entry in self.entries]
        return rank_suggestions(name, own, self._ids, self.base, least)[:limit]

    def _identify(self, name: str, on: date | None, level: str) -> tuple[Candidate, ...]:
        found: dict[str, Candidate] = {}
        for unit in self._list_bearers(name, level):
            if on is None or exists(unit, on):
                found.setdefault(unit.id, Candidate(unit, Match.ALIAS, 0))
        return tuple(found.values())

    def _search_base(self, name: str, level: str) -> tuple[Unit, ...]:
        """List the units that bear a name by the general register, whenever they existed."""
        assert self.base is not None
        found = self.base.identify(name, level) or self.base.identify(name_key(name), level)
        return tuple(unit for each in found for unit in self._same_office(each))

    def _same_office(self, each: Identified) -> tuple[Unit, ...]:
        """Return the registry's own units that are this office at this level, else the general one."""
        own = self._offices.get((each.office.id, each.level), ())
        near = tuple(unit for place, unit in own if not each.place or place == each.place)
        return near or (each.unit,)


def _group_key(name: str) -> str:
    """Return what 各县（市、区）人民政府, 各县(市、区)政府 and 各县市区政府 share."""
    return join_committee(name_key(name)).replace("人民政府", "政府").translate(_SPELLED)


def _index_offices(units: Iterable[Unit], base: Base | None) -> dict[tuple[str, str], list[tuple[str, Unit]]]:
    """Which of the place's own units is which office of the general register, told by its official name."""
    index: dict[tuple[str, str], list[tuple[str, Unit]]] = {}
    for unit in units if base else ():
        assert base is not None
        identified = base.identify(unit.name)
        if len(identified) == 1:
            (one,) = identified
            index.setdefault((one.office.id, one.level), []).append((one.place, unit))
    return index


def parse_registry(
    units_csv: str,
    aliases_csv: str = "",
    groups_csv: str = "",
    base: Base | None = None,
    *,
    where: str = "matrix",
    places: tuple[str, ...] = ("",),
) -> Registry:
    """Read a place's own tables of names.

    where: the folder that problems name. places: the place whose tables these are, "" if its official names shall tell,
    and its further names. Raises RegistryError with every problem, each with file, line and fix.
    """
    problems = Faults()
    units_file, aliases_file, groups_file = (f"{where}/{name}.csv" for name in ("units", "aliases", "groups"))
    numbered = read_units(units_csv, units_file, problems)
    units = tuple(unit for unit, _ in numbered)
    aliases = read_aliases(aliases_csv, aliases_file, units, problems)
    groups = parse_groups(groups_csv, groups_file, units, problems)
    entries = list_entries(numbered, aliases, (units_file, aliases_file), problems)
    problems.raise_all(where)
    place, *also = places
    place = place or place_of_units(unit.name for unit in units if unit.kind in PLACED_KINDS)
    return Registry(units, entries, groups, base, (place, *also) if place else ())
