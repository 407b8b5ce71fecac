"""Items joined, split and left out by lines of overrides.csv: nothing that the notice says is lost or doubled."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, rows_of, table_of
from responsibility.errors import RegistryError
from responsibility.model import Item, Plan
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.resolve.overrides import parse_overrides
from responsibility.settings import Settings

HEAD = "item_id,mention,unit_id,role,reason,by,kind,heading,value\n"
NOTICE = (
    "2025年工作计划\n一、任务\n"
    "1.修缮泵站。修缮3座，6月底前完工。建立巡查制度，9月底前覆盖12条河。（责任单位：市甲局、市乙局）\n"
    "2.治理河道。治理5公里。（责任单位：市甲局）3）建设湿地。建成2个。（责任单位：市乙局）\n"
    "3.以上是说明。\n"
    "4.接着做好评估。（责任单位：市丙局）"
)


def shaped(*lines: str) -> Plan:
    text = HEAD + "".join(
        f"{item},,,,来函,,{kind},,{value}\n" for item, kind, value in (each.split() for each in lines)
    )
    return plan_of(NOTICE, overrides=parse_overrides(text, "o.csv"))


def ids(plan: Plan) -> list[str]:
    return [item.id for item in plan.items]


def names(plan: Plan, item: str) -> list[str]:
    return [name for name, _, _ in rows_of(plan, item)]


def told(item: Item) -> tuple[str, str, str | None, list[str]]:
    return item.title, item.body, item.due, [each.text for each in item.targets]


def test_an_item_is_split_where_a_person_says():
    """Each part has its own figures and day; the clause behind both holds for both."""
    plan = shaped("1.1 split 建立巡查制度")
    first, later = plan.items[:2]
    assert ids(plan) == ["1.1", "1.1b", "1.2", "1.3", "1.4"]
    assert told(first) == ("修缮泵站", "修缮3座，6月底前完工。", "2025-06-30", ["3座", "6月底前"])
    assert told(later)[1:] == ("建立巡查制度，9月底前覆盖12条河。", "2025-09-30", ["9月底前", "12条"])
    assert names(plan, "1.1") == names(plan, "1.1b") == ["市甲局", "市乙局"]


def test_tasks_run_together_are_parted_with_their_own_clauses():
    """The number that the later one prints is its own, and the finding that asked for it is gone."""
    assert "ITEM_SEVERAL" in codes_of(shaped())
    plan = shaped("1.2 split 3)建设湿地")
    later = plan.items[2]
    assert (later.id, later.number, *told(later)) == ("1.2b", "3）", "建设湿地", "建成2个。", None, ["2个"])
    assert (names(plan, "1.2"), names(plan, "1.2b")) == (["市甲局"], ["市乙局"])
    assert "ITEM_SEVERAL" not in codes_of(plan)


def test_parts_may_be_split_again_and_keep_their_names():
    """The first part of a first part does not rename what was split before it."""
    plan = shaped("1.1 split 建立巡查制度", "1.1 split 6月底前")
    assert ids(plan)[:3] == ["1.1", "1.1c", "1.1b"]
    assert [item.due for item in plan.items[:3]] == [None, "2025-06-30", "2025-09-30"]


@pytest.mark.parametrize("into", ["", "1.3"])
def test_an_item_is_joined_to_the_one_before(into):
    """Its words, units and days go with it; nobody has to say to which."""
    plan = plan_of(NOTICE, overrides=parse_overrides(f"{HEAD}1.4,,,,来函,,join,,{into}\n", "o.csv"))
    item = plan.items[-1]
    assert (item.id, item.title, item.body) == ("1.3", "以上是说明", "以上是说明\n接着做好评估")
    assert names(plan, "1.3") == ["市丙局"]
    assert "ITEM_NO_CLAUSE" not in codes_of(plan)


def test_joined_items_are_due_with_the_last_of_them():
    plan = shaped("1.1 split 建立巡查制度", "1.1b join 1.1")
    assert (plan.items[0].due, names(plan, "1.1")) == ("2025-09-30", ["市甲局", "市乙局"])
    assert ids(plan) == ids(shaped())


def test_an_item_is_left_out_and_told_once():
    """What the notice says of it is still quoted by the finding, with the reason."""
    plan = shaped("1.3 omit x")
    left = next(each for each in plan.findings if each.code == "ITEM_LEFT_OUT")
    assert ids(plan) == ["1.1", "1.2", "1.4"]
    assert left.span is not None
    assert left.span.of(plan.notice.document.text) == "3.以上是说明。"
    assert left.params["reason"] == "来函"
    assert "ITEM_NO_CLAUSE" not in codes_of(plan)


@pytest.mark.parametrize(
    "line", ["9 omit x", "1.4 join 1.1", "1.1 join 1.1", "1.1 split 没有的话", "1.1 split 市乙局", "1.1 split 修缮泵站"]
)
def test_what_no_longer_fits_changes_nothing_and_is_told(line):
    """An item that is not there, no neighbour, itself, words that are not there, in a clause, or where it begins."""
    plan = shaped(line)
    assert ids(plan) == ids(shaped())
    assert "OVERRIDE_STALE" in codes_of(plan)


def test_a_row_of_a_table_is_split_within_its_cell():
    """The cells beside it hold for both parts."""
    notice = table_of(
        ["序号", "任务", "责任单位", "完成时限"],
        [1, "修缮泵站3座；治理河道5公里", "市甲局", "2025年9月底前"],
        [2, "合计", "", ""],
    )
    text = HEAD + f"{notice.items[0].id},,,,来函,,split,,治理河道\n{notice.items[1].id},,,,来函,,omit,,\n"
    plan = resolve_plan(notice, Registry.empty(), Settings(), parse_overrides(text, "o.csv"))
    first, later = plan.items
    assert [[each.text for each in item.targets][:1] for item in plan.items] == [["3座"], ["5公里"]]
    assert ("治理" in first.title + first.body, "市甲局" in later.title + later.body) == (False, False)
    assert {item.due for item in plan.items} == {"2025-09-30"}
    assert [each.name for each in plan.assignments] == ["市甲局", "市甲局"]


def test_every_wrong_line_is_told_at_once():
    """No item, no words to split at, and two words on one item."""
    text = HEAD + ",,,,函,,omit,,\n1,,,,函,,split,,\n2,,,,函,,join,,1\n2,,,,函,,join,,3\n3,,,lead,函,,omit,,\n"
    with pytest.raises(RegistryError) as raised:
        parse_overrides(text, "o.csv")
    for words in ("no item is given", "no value is given", "corrects what line 4 corrects", "a omit has no role"):
        assert words in str(raised.value)
