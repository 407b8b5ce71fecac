"""Corrections by people are read with their reasons, and every wrong line is told at once."""

from __future__ import annotations

from itertools import product

import pytest

from reading import codes_of, plan_of
from responsibility.errors import RegistryError
from responsibility.language.wording import load_wording, tell_error
from responsibility.model import Override, Plan
from responsibility.registry import Registry, load_base, parse_registry
from responsibility.resolve.overrides import parse_overrides

HEAD = "item_id,mention,unit_id,role,reason,by\n"


def test_a_correction_may_say_who_is_meant_or_which_role_or_that_a_unit_has_no_part():
    """The line of the file stays with each, so that a report can point at it."""
    text = HEAD + "2.1.2,市市监局,scj,,漏字,甲\n2.4.1,,wjw,support,来电核实,乙\n\n"
    text += "2.2.8,某集团,cf,none,已退出,\n,市水办,slj,,来函,甲\n"
    assert parse_overrides(text, "overrides.csv") == (
        Override("2.1.2", "市市监局", "scj", "", "漏字", "甲", 2),
        Override("2.4.1", "", "wjw", "support", "来电核实", "乙", 3),
        Override("2.2.8", "某集团", "cf", "none", "已退出", "", 5),
        Override("", "市水办", "slj", "", "来函", "甲", 6),
    )


def test_no_corrections_are_no_error():
    """Most plans have none; a file may be empty or lack the last column."""
    assert parse_overrides("", "o.csv") == ()
    assert parse_overrides(HEAD, "o.csv") == ()
    assert len(parse_overrides("item_id,mention,unit_id,role,reason\n1,甲局,a,,来函\n", "o.csv")) == 1


def test_every_wrong_line_is_told_at_once():
    """No reason, no unit, nothing to correct, an unknown role, the same correction twice."""
    text = HEAD + "1,甲局,a,,,\n1,乙局,,,来函,\n,,a,lead,来函,\n1,,a,,来函,\n"
    text += "1,丙局,a,boss,来函,\n2,丁局,a,,来函,\n2,丁局,b,,来函,\n"
    with pytest.raises(RegistryError) as raised:
        parse_overrides(text, "plans/x/overrides.csv")
    told = str(raised.value)
    for line in (
        "overrides.csv:2 [reason]: no reason is given",
        "overrides.csv:3 [unit_id]: no unit is given",
        "overrides.csv:4 [item_id]: neither an item nor a name is given",
        "overrides.csv:5 [role]: neither a name nor a role is given",
        "overrides.csv:6 [role]: no such role: boss",
        "overrides.csv:8: corrects what line 7 corrects",
    ):
        assert line in told
    assert "lead, co-lead, support, none" in told
    assert "牵头、责任、配合、无" in tell_error(raised.value, load_wording("zh"))


NOTICE = (
    "东川市人民政府办公室关于印发2025年任务分工的通知\n一、任务\n"
    "1.甲事。做好。（责任单位：市财政局、市教育局、飞鸟集团）\n"
    "2.乙事。做好。（责任单位：市教育局、市财政局，各县（市、区））\n"
    "3.丙事。做好。（责任单位：飞鸟集团；配合单位：市财政局）\n"
)
OWN = "id,name,short,kind\nczj,东川市财政局,市财政局,government\njyj,东川市教育局,市教育局,government\n"
KINDS = {
    "own register": parse_registry(OWN, base=load_base()),
    "general register": Registry.empty(load_base()),
    "another place": parse_registry(OWN.replace("东川", "青山"), base=load_base(), places=("",)),
    "none": Registry.empty(),
}


def matrix_of(plan: Plan) -> dict[tuple[str, str], str]:
    return {(each.item_id, each.unit_id): each.role.value for each in plan.assignments}


@pytest.mark.parametrize("registry", KINDS.values(), ids=KINDS)
def test_every_line_that_the_page_can_write_is_accepted(registry: Registry):
    """Each item, each unit that the notice names, each role or none: what was tried on the page is what is read."""
    before = plan_of(NOTICE, registry)
    matrix = matrix_of(before)
    pairs = [(item.id, unit.id) for item in before.items for unit in before.units]
    assert len(pairs) == 12
    for pair, role in product(pairs, ("lead", "co-lead", "support", "none")):
        if role == matrix.get(pair, "none"):
            continue
        text = f"{HEAD}{pair[0]},,{pair[1]},{role},试调整,\n"
        after = plan_of(NOTICE, registry, parse_overrides(text, "overrides.csv"))
        tried = {**matrix, pair: role}
        assert matrix_of(after) == {one: kept for one, kept in tried.items() if kept != "none"}
        assert [each for each in after.units if each in before.units] == list(after.units)
        assert "OVERRIDE_STALE" not in codes_of(after)


def test_a_unit_that_nobody_names_is_still_told():
    """The notice's units widen what a line may mean, no more."""
    plan = plan_of(NOTICE, KINDS["none"], (Override("1", "", "走兽集团", "lead", "试", line=2),))
    assert "OVERRIDE_STALE" in codes_of(plan)


def test_a_correction_names_a_unit_as_the_notice_prints_it():
    """市住建局 is entered under its full name; who corrects has the notice before them."""
    text = "一、任务\n1.甲。（牵头单位：市住建局；责任单位：市水利局）"
    head = "item_id,mention,unit_id,role,reason\n"
    lines = parse_overrides(f"{head}1.1,,市住建局,support,来函\n", "o.csv")
    plan = plan_of(text, Registry.empty(load_base()), lines)
    assert "OVERRIDE_STALE" not in codes_of(plan)
    assert [(each.mention, each.role.value) for each in plan.assignments] == [
        ("市住建局", "support"),
        ("市水利局", "co-lead"),
    ]
