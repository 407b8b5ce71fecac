"""What a section's heading says of units reaches the items below it that do not say so themselves."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, rows_of
from responsibility.extract import extract_document
from responsibility.kinds import Role
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item
from responsibility.parse import parse_notice

SECTIONS = """一、产业发展（牵头单位：市工信局）
1.新增企业20家。（责任单位：市统计局）
2.开展诊断30次。
3.建成厂房8处。（市国资委牵头）
二、社会民生（市民政局牵头）
4.新建养老服务站15个。
"""


def test_the_lead_of_a_heading_leads_the_items_that_name_none():
    """An item's own lead prevails; its other units share the work; the heading is no task of its own."""
    plan = plan_of(SECTIONS)
    assert [(item.number, rows_of(plan, item.id)) for item in plan.items] == [
        ("1.", [("市工信局", "lead", "label"), ("市统计局", "co-lead", "listed")]),
        ("2.", [("市工信局", "lead", "label")]),
        ("3.", [("市国资委", "lead", "role-word")]),
        ("4.", [("市民政局", "lead", "role-word")]),
    ]
    assert [each.params["count"] for each in plan.findings if each.code == "SECTION_UNITS"] == [2, 1]


def test_a_heading_above_items_that_all_name_their_lead_stays_an_item():
    """Both levels are tasks then, as many notices have them."""
    plan = plan_of("一、产业发展（市工信局牵头）\n1.新增企业20家。（市统计局牵头）\n2.建成厂房8处。（市国资委牵头）\n")
    assert [item.number for item in plan.items] == ["一、", "1.", "2."]
    assert "SECTION_UNITS" not in codes_of(plan)


def test_units_of_no_stated_role_reach_only_items_without_any():
    """责任单位 in a heading adds nothing to an item that names its own."""
    plan = plan_of("一、产业发展（责任单位：市工信局）\n1.新增企业20家。（责任单位：市统计局）\n2.开展诊断30次。\n")
    assert [rows_of(plan, item.id) for item in plan.items] == [
        [("市统计局", "lead", "sole")],
        [("市工信局", "lead", "sole")],
    ]


def test_a_heading_right_above_a_table_leads_its_rows():
    """A row that names its lead keeps it; a table behind another paragraph is none of the heading's."""
    table = "序号|重点任务|责任单位\n1|清淤河道|市水利局\n2|新建公园|市园林局牵头，市城管局配合\n"
    items = pasted(f"东川市2025年工作要点\n一、产业发展（牵头单位：市工信局）\n{table}")
    assert [[(each.name, each.role) for clause in item.clauses for each in clause.mentions] for item in items] == [
        [("市工信局", Role.LEAD), ("市水利局", Role.CO_LEAD)],
        [("市园林局", Role.LEAD), ("市城管局", Role.SUPPORT)],
    ]
    apart = pasted(f"东川市2025年工作要点\n一、加强组织保障（牵头单位：市政府办）\n附件：任务清单\n{table}")
    assert [item.title for item in apart] == ["加强组织保障", "清淤河道", "新建公园"]


def pasted(text: str) -> tuple[Item, ...]:
    """Read the items of a text file."""
    return parse_notice(extract_document(text.encode(), "a.txt"), load_lexicon()).items


def test_a_heading_that_is_a_units_name_charges_it_with_what_stands_below():
    """Notices ordered by units name them nowhere else; an item with a clause of its own keeps it."""
    plan = plan_of(
        "一、市教育局\n1.新建校舍。\n2.改造食堂。（市财政局负责）\n二、市水利局、市林业局\n1.疏浚河道。\n三、空间布局\n1.扩建园区。\n"
    )
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [
        ["市教育局"],
        ["市财政局"],
        ["市水利局", "市林业局"],
        [],
    ]
    assert [each.params["count"] for each in plan.findings if each.code == "SECTION_UNITS"] == [1, 1]


def test_an_item_called_by_a_units_name_is_its_duty():
    """So stand the duties of members; a name alone is a list of members and no task."""
    plan = plan_of("一、职责\n1.市教育局：负责校园安全，组织转移。\n2.市水利局。监测水情。\n3.市林业局\n")
    assert [rows_of(plan, item.id) for item in plan.items] == [
        [("市教育局", "lead", "prose")],
        [("市水利局", "lead", "prose")],
        [],
    ]
    assert codes_of(plan).count("UNITS_IN_PROSE") == 1


def test_items_of_which_most_are_called_by_units_are_all_units_duties():
    """What no list knows for a unit by itself is one among them; two such items may be anything."""
    names = ["教育局", "水利局", "卫生院", "县供电公司", "各乡镇"]
    row = "".join(f"{number}.{name}：做好防范工作。\n" for number, name in enumerate(names, 1))
    plan = plan_of(f"一、职责\n{row}二、任务\n1.完善布局：建好园区。\n2.供电所：改造线路。\n")
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [
        *([name] for name in names),
        *([], []),
    ]


@pytest.mark.parametrize(
    "closing", ["以上任务由市甲局牵头，市乙局配合。", "（以上任务牵头单位：市甲局；配合单位：市乙局）"]
)
def test_what_speaks_of_all_points_above_holds_for_each(closing: str):
    """Each point stays a task of its own; without such a word a closing clause is that of the whole section."""
    plan = plan_of(
        f"一、任务\n1.新建校舍。\n2.改造食堂。\n{closing}\n二、其他\n3.扩建园区。\n4.疏浚河道。\n（市丙局负责）\n"
    )
    assert [(item.number, item.body, [name for name, *_ in rows_of(plan, item.id)]) for item in plan.items] == [
        ("1.", "", ["市甲局", "市乙局"]),
        ("2.", "", ["市甲局", "市乙局"]),
        ("二、", "3.扩建园区。\n4.疏浚河道。", ["市丙局"]),
    ]


@pytest.mark.parametrize("closing", ["以上2项责任单位：市乙局", "（上述两项任务由市乙局负责）"])
def test_a_clause_of_so_many_tasks_above_holds_for_these(closing: str):
    """What speaks of its own words only, or of more tasks than stand there, holds for none but its own."""
    plan = plan_of(f"1.新建校舍。（市甲局负责）\n2.改造食堂。\n3.扩建园区。\n{closing}\n4.疏浚河道。（市丙局负责）\n")
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [
        ["市甲局"],
        ["市乙局"],
        ["市乙局"],
        ["市丙局"],
    ]
    plan = plan_of("一、任务\n1.改造食堂。\n2.扩建园区。以上事项由市乙局负责。\n3.疏浚河道。（市丙局负责）\n")
    assert [len(rows_of(plan, item.id)) for item in plan.items] == [0, 1, 1]


LED = (
    "一、防洪\n以下任务由市水利局牵头，市应急局配合。\n{}二、排涝\n本部分任务由市水利局牵头，市应急局配合。\n{}",
    "一、由市水利局牵头、市应急局配合的任务\n{}二、市水利局牵头，市应急局配合（1项）\n{}",
    "一、防洪（以下任务由市水利局牵头，市应急局配合）\n{}二、排涝（下列任务由市水利局牵头，市应急局配合）\n{}",
    "市水利局牵头，市应急局配合：\n{}★市水利局牵头，△市应急局配合：\n{}",
    "由市水利局牵头、市应急局配合完成的任务：\n{}由市水利局牵头、市应急局配合完成的任务：\n{}",
    "（一）牵头单位：市水利局；配合单位：市应急局\n{}（二）牵头单位：市水利局；配合单位：市应急局\n{}",
    "一、防洪\n牵头单位：市水利局；配合单位：市应急局\n{}二、排涝\n牵头单位：市水利局；配合单位：市应急局\n{}",
)


@pytest.mark.parametrize("text", LED)
def test_a_line_that_says_who_leads_the_tasks_below_charges_each_of_them(text: str):
    """It is no addressee, no task and no part of the task before it."""
    notice = plan_of("2024年工作要点\n" + text.format("1.加固堤坝。\n2.清理河道。\n", "3.疏通管网。\n"))
    assert [(item.number, item.title, item.body) for item in notice.items] == [
        ("1.", "加固堤坝", ""),
        ("2.", "清理河道", ""),
        ("3.", "疏通管网", ""),
    ]
    for item in notice.items:
        assert [(name, role) for name, role, _ in rows_of(notice, item.id)] == [
            ("市水利局", "lead"),
            ("市应急局", "support"),
        ]


def test_units_of_a_heading_that_says_all_reach_no_task_that_names_its_own():
    """Who only supports is added to them."""
    plan = plan_of(
        "一、法治（市甲局牵头，市乙局配合）\n1.普法。（市丙局负责）\n2.立法。（配合单位：市丁局）\n3.执法。\n"
    )
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [
        ["市丙局"],
        ["市甲局", "市乙局", "市丁局"],
        ["市甲局", "市乙局"],
    ]


def test_persons_below_a_heading_reach_its_tasks():
    """They stand beside the units that lead the tasks."""
    plan = plan_of(
        "一、防洪\n责任单位：市甲局　责任人：赵某\n1.加固。\n二、排涝\n责任单位：市乙局　责任人：钱某\n2.疏通。\n"
    )
    assert [[one.name for one in item.people] for item in plan.items] == [["赵某"], ["钱某"]]


def test_units_alone_before_a_colon_charge_the_tasks_below_where_more_than_one_line_has_them():
    """One line is whom the notice is sent to."""
    plan = plan_of("2024年工作要点\n市甲局：\n1.修路。\n市乙局：\n2.造林。\n")
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [["市甲局"], ["市乙局"]]
    alone = plan_of("关于造林的通知\n各县林业局：\n一、造林。（市甲局）\n二、修路。（市乙局）\n")
    assert [item.id for item in alone.items] == ["1", "2"]


@pytest.mark.parametrize("lead", ["（市甲局牵头）", "牵头单位：市甲局", "市甲局牵头", "市甲局牵头："])
def test_a_line_of_units_below_a_heading_without_a_number_charges_the_tasks_below(lead: str):
    """Neither is part of the task before."""
    other = lead.replace("甲", "乙")
    plan = plan_of(f"某市工作要点\n\n产业发展\n{lead}\n1.造林。\n2.补植。\n民生保障\n{other}\n3.防火。\n")
    assert [(item.path[0].title, item.body, [name for name, *_ in rows_of(plan, item.id)]) for item in plan.items] == [
        ("产业发展", "", ["市甲局"]),
        ("产业发展", "", ["市甲局"]),
        ("民生保障", "", ["市乙局"]),
    ]


def test_one_heading_that_is_nothing_but_who_leads_has_tasks_below():
    plan = plan_of("1.造林。（市甲局）\n（一）牵头单位：市乙局\n2.修堤。\n3.清淤。\n")
    assert [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items] == [
        ["市甲局"],
        ["市乙局"],
        ["市乙局"],
    ]


def test_a_heading_charges_inner_offices_with_what_is_said_to_be_theirs():
    plan = plan_of(
        "（一）由法规科负责的工作（2项）\n1.普法。\n2.立法。\n（二）由项目股、办公室共同负责的工作\n3.建厂。\n"
    )
    names = [[name for name, *_ in rows_of(plan, item.id)] for item in plan.items]
    assert names == [["法规科"], ["法规科"], ["项目股", "办公室"]]


@pytest.mark.parametrize("own", ["（市乙局负责）", "由市乙局负责，市丙局配合。"])
def test_the_lead_of_a_heading_reaches_no_task_that_says_who_is_in_charge(own: str):
    """市乙局、市丙局按职责分工负责 says nobody who leads."""
    plan = plan_of(f"一、产业（市甲局牵头）\n1.造林。{own}\n2.补植。\n3.育苗。（市乙局、市丙局按职责分工负责）\n")
    assert [rows_of(plan, item.id)[0][0] for item in plan.items] == ["市乙局", "市甲局", "市甲局"]
