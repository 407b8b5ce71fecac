"""A name finds a unit by dictionary, by date, and by the general register; likeness only suggests."""

from __future__ import annotations

from responsibility.model import Match
from responsibility.registry import Registry, parse_registry
from responsibility.registry_base import load_base

UNITS = "id,name,short,kind\nfgw,甲市发展和改革委员会,市发改委,government\nslj,甲市水利局,市水利局,government\n"
ALIASES = "text,unit_id,source\n市发改局,fgw,来函\n"


def found(registry: Registry, name: str) -> list[tuple[str, Match, int]]:
    return [(each.unit.id, each.match, each.alias_line) for each in registry.find(name)]


def test_official_name_short_name_and_alias_are_told_apart():
    """The match says by which kind of name a unit was found, and an alias by which line."""
    registry = parse_registry(UNITS, ALIASES)
    assert found(registry, "甲市发展和改革委员会") == [("fgw", Match.EXACT, 0)]
    assert found(registry, "市发改委") == [("fgw", Match.ALIAS, 0)]
    assert found(registry, "市发改局") == [("fgw", Match.ALIAS, 2)]
    assert found(registry, "市發改 委") == [("fgw", Match.FOLDED, 0)]
    assert found(registry, "市发改办") == []


def test_a_customary_form_finds_the_places_own_unit():
    """市发展改革委 is in no file of the place; the general register knows it as a form of the official name."""
    assert found(parse_registry(UNITS, base=load_base()), "市发展改革委") == [("fgw", Match.ALIAS, 0)]
