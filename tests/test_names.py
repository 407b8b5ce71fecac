"""Unknown names come with candidates and with what merging would change; nothing is merged."""

from __future__ import annotations

from dataclasses import replace

from builders import plan_from
from responsibility.kinds import Match, Role
from responsibility.model import Plan
from responsibility.registry import Registry, load_base, parse_registry
from responsibility.registry.tables import ALIASES
from responsibility.resolve.review import (
    Accepted,
    NameReview,
    accept_first,
    alias_rows,
    measure_merge,
    review_names,
    unit_rows,
)
from responsibility.rows import Edit, decode_rows, edit_rows, write_rows
from responsibility.settings import WeightSettings

UNITS = "id,name,short\nslj,甲市水利和湖泊局,市水利和湖泊局\ncgw,甲市城市管理执法委员会,市城管执法委\n"
OWN = parse_registry(UNITS)


def plan_of(assigned: dict[str, list[str]], unknown: tuple[str, ...] = ()) -> Plan:
    """A plan whose unit ids are printed names; those in unknown matched nothing."""
    plan = plan_from(assigned)
    return replace(
        plan,
        assignments=tuple(
            replace(each, name=each.unit_id, match=Match.UNKNOWN if each.unit_id in unknown else Match.ALIAS)
            for each in plan.assignments
        ),
    )


def ids(review: NameReview) -> list[tuple[str, str]]:
    return [(each.unit.id, each.reason) for each in review.candidates]


def test_an_unknown_name_is_listed_with_its_items_and_candidates():
    """First mention first; known names are not listed."""
    plan = plan_of({"1.1": ["市水利局", "slj"], "1.2": ["某办", "市水利局"]}, unknown=("市水利局", "某办"))
    first, second = review_names(plan, OWN)
    assert (first.name, first.mentions, first.item_ids, first.ambiguous) == ("市水利局", 2, ("1.1", "1.2"), False)
    assert ids(first) == [("slj", "subset")]
    assert (second.name, second.candidates) == ("某办", ())


def test_a_merge_says_how_units_assignments_and_loads_would_change():
    """Item 1.1 names both, so one assignment goes and the stronger role stays with the unit."""
    plan = plan_of({"1.1": ["市水利局", "slj"], "1.2": ["某办", "市水利局"]}, unknown=("市水利局",))
    (review,) = review_names(plan, OWN)
    (candidate,) = review.candidates
    merge = candidate.merge
    assert (merge.units_before, merge.units_after) == (3, 2)
    assert (merge.assignments_before, merge.assignments_after) == (4, 3)
    assert (merge.load_before, merge.load_after) == (0.5, 1.5)


def test_a_merge_into_a_unit_that_is_not_in_the_plan_changes_no_count():
    """A name that stands for a unit nobody else named keeps the numbers and gains an official name."""
    plan = plan_of({"1.1": ["某办", "市水利局"]}, unknown=("市水利局",))
    merge = measure_merge(plan, "市水利局", "slj", WeightSettings())
    assert (merge.units_before, merge.units_after) == (2, 2)
    assert (merge.assignments_before, merge.assignments_after) == (2, 2)
    assert (merge.load_before, merge.load_after) == (0, 0.5)


def test_an_ambiguous_name_lists_the_units_that_bear_it():
    """The registry itself names two; the review says so and proposes neither."""
    registry = parse_registry(UNITS, "text,unit_id,source,scope\n市管办,slj,甲,a\n市管办,cgw,乙,b\n")
    plan = replace(plan_of({"1.1": ["市管办"]}, unknown=("市管办",)), id="")
    (review,) = review_names(plan, registry)
    assert review.ambiguous
    assert ids(review)[:2] == [("slj", "ambiguous"), ("cgw", "ambiguous")]
    assert accept_first([review]) == ()


def test_a_general_office_beside_the_places_own_of_the_same_duty_is_reviewed():
    """市城管局 is known to the general register; the place has a 城管执法委, perhaps the same."""
    registry = parse_registry(UNITS, base=load_base())
    plan = plan_of({"1.1": ["slj", "市城管局"], "1.2": ["市财政局"]})
    (review,) = review_names(plan, registry)
    assert (review.name, ids(review)) == ("市城管局", [("cgw", "same-short")])


def test_a_place_without_tables_has_nothing_of_its_own_to_compare_with():
    """With no registry every name is as printed and only unknown ones are listed."""
    plan = plan_of({"1.1": ["市城管局", "某办"]}, unknown=("某办",))
    assert [review.name for review in review_names(plan, Registry.empty(load_base()))] == ["某办"]


def test_likeness_alone_is_never_accepted():
    """市水利居 is one sign off; a person must say so by hand."""
    plan = plan_of({"1.1": ["市城管执法伟", "市水利局"]}, unknown=("市城管执法伟", "市水利局"))
    reviews = review_names(plan, OWN)
    assert ids(reviews[0])[0] == ("cgw", "likeness")
    assert accept_first(reviews, by="张三") == (Accepted("市水利局", "slj", "subset", "张三"),)


def test_accepted_names_become_lines_that_the_registry_takes():
    """Each line says where it is from, for a person to review in git."""
    (row,) = alias_rows((Accepted("市水利局", "slj", "subset", "张三"),), "某通知, 第3项")
    assert row["source"] == "某通知, 第3项; units --accept: subset; 张三"
    registry = parse_registry(UNITS, decode_rows(edit_rows(b"", ALIASES, Edit(values=row), "a.csv"), "a.csv"))
    assert [(each.unit.id, each.alias_line) for each in registry.find("市水利局")] == [("slj", 2)]


def test_general_offices_become_lines_of_the_places_own_table():
    """What the general register knows can be taken over, with its source."""
    (candidate,) = Registry.empty(load_base()).find("市财政局")
    (row,) = unit_rows([candidate.unit], "某通知")
    assert parse_registry(write_rows(row, [row.values()])).units == (replace(candidate.unit, order=0),)


def test_the_stronger_role_stays_whichever_comes_first():
    """Merging a supporter with a leader leaves one leader."""
    plan = plan_of({"1.1": ["slj", "市水利局"]}, unknown=("市水利局",))
    roles = {each.unit_id: each.role for each in plan.assignments}
    assert roles == {"slj": Role.LEAD, "市水利局": Role.CO_LEAD}
    assert measure_merge(plan, "市水利局", "slj", WeightSettings()).load_after == 1.0
