"""What an office adds or corrects beside the units: people, days, targets, fields."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, table_of
from responsibility.errors import RegistryError
from responsibility.model import Item
from responsibility.registry import Registry, parse_registry
from responsibility.resolve import resolve_plan
from responsibility.resolve.overrides import parse_overrides
from responsibility.settings import Settings

HEAD = "item_id,mention,unit_id,role,reason,by,kind,heading,value\n"
NOTICE = "2025年工作计划\n一、任务\n1.修缮泵站。6月底前完工。\n责任领导：周某\n备注：续建\n责任单位：市甲局"


def corrected(line: str) -> Item:
    plan = plan_of(NOTICE, overrides=parse_overrides(HEAD + line, "o.csv"))
    assert "OVERRIDE_STALE" not in codes_of(plan)
    return plan.items[0]


def people(item: Item) -> list[tuple[str, str]]:
    return [(each.post, each.name) for each in item.people]


def test_a_person_is_added_put_in_anothers_place_or_taken_out():
    assert people(corrected("1.1,,,,来函,,person,联系人,吴某")) == [("责任领导", "周某"), ("联系人", "吴某")]
    assert people(corrected("1.1,周某,,,来函,,person,责任领导,吴某")) == [("责任领导", "吴某")]
    assert people(corrected("1.1,周某,,none,来函,,person,,")) == []
    assert people(corrected(",责任领导,,,来函,,person,责任领导,吴某")) == [("责任领导", "吴某")]


def test_a_person_is_read_as_in_a_cell_of_the_notice():
    (_, person) = corrected("1.1,,,,来函,,person,联系人,科长吴某 8111222").people
    assert (person.rank, person.name, person.phone) == ("科长", "吴某", "8111222")


def test_a_day_a_target_and_a_field_are_set():
    assert corrected("1.1,,,,纪要,,due,,2025-09-30").due == "2025-09-30"
    assert [each.text for each in corrected("1.1,,,,纪要,,target,,新建泵站3座").targets][-1] == "3座"
    assert [(each.heading, each.text) for each in corrected("1.1,,,,纪要,,field,备注,新建").fields] == [
        ("备注", "新建")
    ]
    assert len(corrected("1.1,,,,纪要,,field,资金来源,市级财政").fields) == 2


def test_what_is_added_quotes_nothing_and_says_whose_it_is():
    """It stands at the item's end; unit_id ties a person to a unit of the registry."""
    units = "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\njia,某市甲局,市甲局,government,,,,\n"
    registry = parse_registry(units, "text,unit_id,kind,scope,valid_from,valid_to,source\n", "group,unit_id\n")
    plan = plan_of(NOTICE, registry, parse_overrides(HEAD + "1.1,,jia,,来函,,person,联系人,吴某", "o.csv"))
    added = plan.people[-1]
    end = plan.items[0].span.end
    assert (added.unit_id, added.person.name, added.person.span) == ("jia", "吴某", (end, end))


def test_a_person_may_be_of_a_unit_that_only_the_notice_names():
    plan = plan_of(NOTICE, overrides=parse_overrides(HEAD + "1.1,,市甲局,,来函,,person,联系人,吴某", "o.csv"))
    assert "OVERRIDE_STALE" not in codes_of(plan)
    assert [(each.unit_id, each.person.name) for each in plan.people][-1] == (plan.units[0].id, "吴某")


@pytest.mark.parametrize(
    "line", ["1.1,,市丙局,,来函,,person,联系人,吴某", "1.1,郑某,,none,来函,,person,,", "9.9,,,,来函,,due,,2025-09-30"]
)
def test_a_correction_of_what_is_not_there_is_reported(line):
    assert "OVERRIDE_STALE" in codes_of(plan_of(NOTICE, overrides=parse_overrides(HEAD + line, "o.csv")))


def test_every_wrong_line_is_told_at_once():
    text = (
        HEAD
        + "1,,,,函,,boss,,x\n1,,,lead,函,,due,,2025-01-01\n1,,,none,函,,field,,\n1,,,,函,,person,,\n,,,,函,,due,,x\n"
    )
    with pytest.raises(RegistryError) as raised:
        parse_overrides(text, "o.csv")
    for told in ("no such kind: boss", "a due has no role", "nothing is named to be taken out", "no value is given"):
        assert told in str(raised.value)
    assert "no heading is given" in str(raised.value)
    assert "o.csv:6 [item_id]: neither an item nor a name is given" in str(raised.value)


def test_people_are_tied_to_the_units_they_belong_to():
    """The 责任人 of a task's only unit is that unit's, a leader behind no unit is nobody's."""
    notice = table_of(["序号", "任务", "责任单位", "分管领导", "责任人"], ["1", "修缮泵站", "市甲局", "吴某", "周某"])
    plan = resolve_plan(notice, Registry.empty(), Settings())
    names = {unit.id: unit.name for unit in plan.units}
    whose = [(each.person.name, names.get(each.unit_id, "")) for each in plan.people]
    assert whose == [("吴某", ""), ("周某", "市甲局")]


def test_heads_and_kinds_may_be_chinese():
    head = "任务编号,提法,单位编号,角色,理由,经办人,种类,栏目,内容\n"
    (override,) = parse_overrides(head + "1.1,周某,,无,已调离,甲,人员,,\n", "o.csv")
    assert (override.kind, override.role, override.mention) == ("person", "none", "周某")
