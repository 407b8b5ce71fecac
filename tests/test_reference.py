"""The reference notice, against figures counted by hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from responsibility.extract.text import extract_text
from responsibility.kinds import Basis, Role, Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Plan
from responsibility.parse import parse_notice
from responsibility.registry import parse_registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings

MATRIX = Path(__file__).parents[1] / "matrix"
# Unit, items, leads: all that lead something or have more than one item.
LOADS = """
市发改委 14 4  市生态环境局 13 2  市经信局 9 1  市商务局 7 4  市住建局 7 1  市市场监管局 7 1  市城管执法委 6 0
市交通运输局 6 2  市科技局 5 2  市自然资源和规划局 5 1  市财政局 4 1  市农业农村局 3 1  市林业局 3 0  市邮政管理局 3 0
市水利和湖泊局 2 0  市文旅局 2 0  市机关事务服务中心 2 1  市税务局 2 0  市供电公司 2 0  市城发集团 2 0  人行咸宁分行 1 1
"""
ITEM_SIZES = [4, 8, 7, 4, 6, 5, 3, 8, 7, 5, 9, 4, 5, 9, 8, 4, 2, 3, 4, 2, 4, 3]


@cache
def reference() -> Plan:
    path = MATRIX / "plans" / "xianning-green-2023" / "notice.txt"
    notice = parse_notice(extract_text(path.read_bytes(), path.name), load_lexicon())
    units, aliases = ((MATRIX / name).read_text("utf-8-sig") for name in ("units.csv", "aliases.csv"))
    return resolve_plan(notice, parse_registry(units, aliases), Settings(), (), "xianning-green-2023")


def test_every_numbered_item_is_found_under_its_full_path():
    """25 numbered items, of which the three of the last part name nobody."""
    items = reference().items
    assert [item.id for item in items[:6]] == ["2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6"]
    assert [item.id for item in items[-4:]] == ["2.6.22", "3.1", "3.2", "3.3"]
    assert len(items) == 25
    assert [len({m.text for c in i.clauses for m in c.mentions}) for i in items if i.clauses] == ITEM_SIZES
    assert [item.id for item in items if not item.clauses] == ["3.1", "3.2", "3.3"]


def test_title_body_and_path_are_as_printed():
    """Number with its dot, the short title before the first full stop, the headings above."""
    item = reference().items[19]
    assert (item.number, item.title) == ("20.", "加大财税扶持力度")
    assert item.body.startswith("统筹中央和省") and item.body.endswith("税收优惠政策。")
    assert [(each.level, each.number, each.title) for each in item.path] == [
        (1, "二、", "工作任务"),
        (2, "(六)", "完善政策制度体系"),
    ]


def test_mentions_and_spellings_are_counted():
    """115 mentions in 34 spellings come down to 30 units and 114 assignments."""
    plan = reference()
    mentions = [mention.text for item in plan.items for clause in item.clauses for mention in clause.mentions]
    assert (len(mentions), len(set(mentions))) == (115, 34)
    assert (len(plan.units), len(plan.assignments)) == (30, 114)


def test_every_lead_rests_on_being_listed_first():
    """The notice never says 牵头: 22 leads by convention, 92 others listed."""
    assignments = reference().assignments
    assert Counter((each.role, each.basis) for each in assignments) == {
        (Role.LEAD, Basis.FIRST_LISTED): 22,
        (Role.CO_LEAD, Basis.LISTED): 92,
    }


def test_loads_and_leads_are_those_counted_by_hand():
    """The other nine units have one item each and lead none."""
    plan = reference()
    loads = Counter(each.unit_id for each in plan.assignments)
    leads = Counter(each.unit_id for each in plan.assignments if each.role is Role.LEAD)
    cells = LOADS.split()
    expected = {cells[n]: (int(cells[n + 1]), int(cells[n + 2])) for n in range(0, len(cells), 3)}
    counted = {unit.short: (loads[unit.id], leads[unit.id]) for unit in plan.units}
    assert {short: pair for short, pair in counted.items() if pair != (1, 0)} == expected
    assert list(counted.values()).count((1, 0)) == 9


def test_units_stand_in_protocol_order():
    """Row order of units.csv, not order of mention."""
    orders = [unit.order for unit in reference().units]
    assert orders == sorted(orders) == list(range(30))


def test_the_unit_named_twice_is_found_and_nothing_is_an_error():
    """市市场监督管理局 twice in item 2, 项目项目 in item 12, and three items without units: no more is to be said."""
    findings = [(each.code, each.item_id, each.unit_id) for each in reference().findings]
    assert findings == [
        ("H8", "2.1.2", "scj"),
        ("WORD_TWICE", "2.4.12", None),
        ("ITEM_NO_CLAUSE", "3.1", None),
        ("ITEM_NO_CLAUSE", "3.2", None),
        ("ITEM_NO_CLAUSE", "3.3", None),
    ]
    assert all(each.severity is not Severity.ERROR for each in reference().findings)


def test_every_span_quotes_its_own_words():
    """document.text[start:end] is the mention, for every assignment and every mention of every clause."""
    plan = reference()
    text = plan.notice.document.text
    assert all(each.span.of(text) == each.mention for each in plan.assignments)
    for item in plan.items:
        for clause in item.clauses:
            assert item.span.holds(clause.span)
            assert all(clause.span.holds(each.span) and each.span.of(text) == each.text for each in clause.mentions)
