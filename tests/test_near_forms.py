"""Near forms: what real notices print a little otherwise than the form that was known; each is read, or told."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, rows_of, table_of
from responsibility.model import Notice
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings
from responsibility.views.contract import build_assignment_rows

HEAD = "东川市人民政府办公室关于印发节水任务分工的通知\n一、节水\n"


def names_of(clause: str) -> list[str]:
    """The names of one clause in a notice of 东川市, behind the one that leads."""
    return [
        name
        for name, role, _ in rows_of(plan_of(f"{HEAD}1.查漏。（责任单位：市水利局，{clause}）\n"))
        if role != "lead"
    ]


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("各县（市、区）党委和人民政府", ["各县(市、区)党委和人民政府"]),
        ("各区县党委及政府、管委会", ["各区县党委及政府、管委会"]),
        ("各市、县（区）党委和人民政府等", ["各市、县(区)党委和人民政府"]),
        ("各镇（街道）党（工）委和政府（办事处）", ["各镇(街道)党(工)委和政府(办事处)"]),
        ("临江县党委与政府、云岭新区党工委和管委会", ["临江县党委与政府", "云岭新区党工委和管委会"]),
        ("云岭示范区、高新区党工委和管委会", ["云岭示范区党工委和管委会", "高新区党工委和管委会"]),
        ("石桥街道党工委和办事处", ["石桥街道党工委和办事处"]),
        ("江北区委和区政府、各县党委和市人民政府办公室", ["江北区委", "区政府", "各县党委", "市人民政府办公室"]),
    ],
)
def test_a_government_behind_a_committee_is_of_its_place(clause, names):
    """It is never that of the notice's own level."""
    assert [name.replace("（", "(").replace("）", ")") for name in names_of(clause)] == names


def test_a_committee_with_its_government_is_one_however_joined_and_more_than_the_committee():
    """党委和人民政府 and 党委、政府 are one collective; 党委 alone is another."""
    spellings = ("党委和人民政府", "党委、政府", "党委政府", "党委")
    lines = (f"{n}.查漏。（责任单位：各县（市、区）{words}）\n" for n, words in enumerate(spellings, 1))
    assert [unit.name for unit in plan_of(HEAD + "".join(lines)).units] == [
        "各县（市、区）党委和人民政府",
        "各县（市、区）党委",
    ]


def two_rows(*heads: str) -> Notice:
    """A table whose upper heads stand over two columns each, its lower heads as given."""
    return table_of(
        ("序号", "任务", "牵头部门", "", "承办部门", ""),
        ("", "", *heads),
        ("1", "扩建学校", "市教育局", "赵明", "市教育局、市财政局", "钱亮"),
        merges=[(0, 0, 1, 0, "序号"), (0, 1, 1, 1, "任务"), (0, 2, 0, 3, "牵头部门"), (0, 4, 0, 5, "承办部门")],
    )


@pytest.mark.parametrize("head", ["部门", "单位名称", "责任单位", "市级"])
def test_a_lower_head_that_says_little_takes_the_role_of_the_one_above(head):
    """牵头部门 over 部门 and 责任人."""
    plan = resolve_plan(two_rows(head, "责任人", head, "责任人"), Registry.empty(), Settings(), (), "some-plan")
    assert [row[:2] for row in rows_of(plan)] == [("市教育局", "lead"), ("市财政局", "co-lead")]
    assert [(person.post, person.name) for person in plan.items[0].people] == [("责任人", "赵明"), ("责任人", "钱亮")]


def test_a_unit_of_two_cells_of_a_row_stands_once_in_the_reading():
    """A reading lists what each clause says; the cells of a row are one, and the finding tells."""
    plan = resolve_plan(two_rows("部门", "责任人", "部门", "责任人"), Registry.empty(), Settings(), (), "some-plan")
    assert [(row["name"], row["role"]) for row in build_assignment_rows(plan)] == [
        ("市教育局", "lead"),
        ("市财政局", "co-lead"),
    ]
    assert "UNIT_AGAIN" in codes_of(plan)
    prose = plan_of("一、任务\n1.建库。（市教育局牵头）做好。（市教育局负责）\n")
    assert [row["role"] for row in build_assignment_rows(prose)] == ["lead", "lead"]


ROWS = (("1", "新建水厂", "市水利局", "市财政局"), ("2", "扩建道路", "市交通局", "市公安局、市财政局"))
LED = [
    ("市水利局", "lead"),
    ("市财政局", "support"),
    ("市交通局", "lead"),
    ("市公安局", "support"),
    ("市财政局", "support"),
]


@pytest.mark.parametrize(
    "heads", [("序 号", "工 作 任 务", "牵头单位", "配合单位"), ("序号", "目  标  任  务", "牵 头 单 位", "配合单位")]
)
def test_spaced_heads_one_below_the_other_are_heads(heads):
    """A cell a line, the signs of a head set apart; 目标任务 is one head and not two."""
    plan = plan_of("\n".join(word for row in (heads, *ROWS) for word in row))
    assert [row[:2] for row in rows_of(plan)] == LED


@pytest.mark.parametrize("sign", [" |\n", "\n|\n"])
def test_cells_that_a_stroke_ends_are_a_table_whatever_a_head_says(sign):
    """A stroke behind each cell, or on the line below it; a head that no word tells is one, and 300 is a cell."""
    rows = [(*row[:2], figure, *row[2:]) for row, figure in zip(ROWS, ("300", "2025"), strict=True)]
    heads = ("序号", "任务", "年度额度", "牵头单位", "配合单位")
    plan = plan_of("某表\n" + sign.join(word for row in (heads, *rows) for word in row) + sign)
    assert [row[:2] for row in rows_of(plan)] == LED
    assert [field.text for item in plan.items for field in item.fields] == ["300", "2025"]


def test_a_barred_row_that_has_not_as_many_cells_as_heads_is_told():
    """No unit is read out of another's column."""
    plan = plan_of("序号 |\n任务 |\n额度 |\n牵头单位 |\n1 |\n新建水厂 |\n300 |\n市水利局 |\n2 |\n云岭街道 |\n9 |\n")
    assert [row[0] for row in rows_of(plan)] == ["市水利局"]
    assert "TABLE_ROW_LOST" in codes_of(plan)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "序号 任务 牵头部门 承办部门 1 新建水厂 市水利局 市财政局 2 扩建道路 市交通局 市公安局 " + "另有说明" * 12,
            True,
        ),
        ("抓好 任务 落实 牵头部门 要负总责 " + "各项工作都要有人管有人抓" * 6, False),
    ],
)
def test_heads_within_a_long_line_are_told(words, told):
    """A whole table in one line: who stood in which column cannot be told, and that is said."""
    assert ("TABLE_FLAT" in codes_of(plan_of(words))) is told


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("用水量、用电量分别下降24%、25%以上", [(-24, "+"), (-25, "+")]),
        ("水耗、电耗、气耗比上年分别降低5%、6%和7%", [(-5, "+"), (-6, "+"), (-7, "+")]),
        ("产值、收入分别增长8%、6%", [(8, "+"), (6, "+")]),
        ("产值、收入分别增长8%、6%以上", [(8, "+"), (6, ">=")]),
        ("水耗下降5%，产值达到6亿元", [(-5, "+"), (6, ">=")]),
        ("水耗下降5%，覆盖率由60%调整为80%", [(-5, "+"), (80, "=")]),
    ],
)
def test_each_figure_of_a_list_rises_or_falls_as_the_first(words, values):
    """分别下降 holds for every value behind it."""
    targets = plan_of(f"一、任务\n1.节水。{words}。（市水利局负责）").items[0].targets
    assert [(each.value, each.bound) for each in targets] == values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "东川市政府关于科技工作的通知\n一、甲\n1.建库。（市科技局、东川云谷管理局负责）",
            ["市科技局", "东川云谷管理局"],
        ),
        (
            "東川市政府關於科技工作的通知\n一、甲\n1.建庫。（市科技局、東川雲谷管理局負責）",
            ["市科技局", "東川雲谷管理局"],
        ),
        ("一、甲\n1.建库。（市科技局、青岛云谷管理局负责）", ["市科技局", "青岛云谷管理局"]),
        ("一、甲\n1.建库。（市科技局、云谷管理局负责）", ["市科技局", "市云谷管理局"]),
    ],
)
def test_a_unit_that_bears_its_place_gets_no_prefix(text, names):
    """The notice's place in either script, or any city's name where no register knows the unit."""
    assert [row[0] for row in rows_of(plan_of(text))] == names


@pytest.mark.parametrize(
    ("lead", "help_"), [("发起部门", "配合部门"), ("抽查发起单位", "联合部门"), ("召集单位", "协查部门")]
)
def test_who_calls_others_together_leads(lead, help_):
    """发起部门 and 召集单位 over a column; those who join help."""
    notice = table_of(("序号", "抽查事项", lead, help_), ("1", "校园安全", "市教育局", "市公安局"))
    plan = resolve_plan(notice, Registry.empty(), Settings(), (), "some-plan")
    assert [row[:2] for row in rows_of(plan)] == [("市教育局", "lead"), ("市公安局", "support")]


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("市公安局、金融办", "市金融办"),
        ("市委宣传部、金融办", "市委金融办"),
        ("市公安局、外办", "市外办"),
        ("市公安局、网信办、外办", "市委外办"),
    ],
)
def test_an_office_of_party_and_government_alike_goes_with_the_name_before_it(clause, name):
    """市财政局、金融办 is 市金融办, as where its list prints the level."""
    assert name in names_of(clause)


@pytest.mark.parametrize(
    ("row", "units"),
    [
        (("2.公开决算。", "市审计局、各县区", ""), ["市审计局", "各县区"]),
        (("2.办实事。", "市财政局牵头，各科室配合", ""), ["市财政局", "各科室"]),
        (("教育", "扩建市第一中学", ""), []),
        (("教育", "加强管理", "市教育局"), ["市教育局"]),
    ],
)
def test_a_row_that_a_merged_first_cell_left_short_is_moved_back_and_told(row, units):
    """The units stand in the column before theirs, which is empty; a row that may be whole stays."""
    notice = table_of(("工作任务", "具体要求", "责任单位"), ("一、公开", "1.公开预算。", "市水利局"), row)
    plan = resolve_plan(notice, Registry.empty(), Settings(), (), "some-plan")
    assert [name for name, *_ in rows_of(plan)] == ["市水利局", *units]
    assert ("TABLE_ROW_SHORT" in codes_of(plan)) is (bool(units) and not row[2])
    assert len(plan.items) == 2


@pytest.mark.parametrize(
    ("row", "units"),
    [
        (("2", "公开决算", "财务处", "长期推进"), ["财务处"]),
        (("2", "公开决算", "财务处", "2030年3月底前", "另行通知"), ["财务处"]),
        (("2", "公开账目", "公开决算", "财务处", "长期推进"), ["财务处"]),
        (("2", "公开账目", "公开决算", "", "长期推进"), []),
    ],
)
def test_a_merged_cell_behind_the_number_leaves_a_row_short_as_well(row, units):
    """Days and remarks may stand behind the units, and a row whose units are empty is not moved."""
    heads = ("序号", "工作任务", "细化分工", "责任处室", "完成时限", "备注")
    notice = table_of(heads, ("1", "公开账目", "公开预算", "办公室", "长期推进"), row)
    plan = resolve_plan(notice, Registry.empty(), Settings(), (), "some-plan")
    assert [name for name, *_ in rows_of(plan)] == ["办公室", *units]
    assert [item.number for item in plan.items] == ["1", "2"]
    assert ("TABLE_ROW_SHORT" in codes_of(plan)) is (row[2] in units)


def test_what_came_of_a_task_is_not_its_title_however_much_it_says():
    heads = ("类别", "民生事项名称", "年度任务目标", "责任单位", "1-6月取得成效")
    row = ("教育", "3.新建小学", "主体封顶", "市教育局", "两处学校已完成基础施工，正在全力推进后续工程建设")
    plan = resolve_plan(table_of(heads, row), Registry.empty(), Settings(), (), "some-plan")
    assert [(item.number, item.title) for item in plan.items] == [("3.", "新建小学")]
    assert [name for name, *_ in rows_of(plan)] == ["市教育局"]


def test_a_head_that_no_word_tells_ends_a_table_without_numbers():
    """What stands below the heads is a row, not one more head."""
    words = ("任务", "具体要求", "牵头单位", "甲事", "办好甲事", "市水利局", "乙事", "办好乙事", "市交通局")
    assert [name for name, *_ in rows_of(plan_of("\n|\n".join(words) + "\n|\n"))] == ["市水利局", "市交通局"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("市农业局、市林业局等负责所属系统节能", ["市农业局", "市林业局"]),
        ("市发改委负责规划；市教育局、市卫生局等牵头抓好校园卫生", ["市发改委", "市教育局", "市卫生局"]),
        ("市水利局等部门负责供水安全", ["市水利局"]),
        ("各企业等负责人要到会", []),
    ],
)
def test_a_sentence_that_closes_its_list_names_those_before(sentence, names):
    """A、B等负责… charges A and B."""
    assert [
        name for name, *_ in rows_of(plan_of(f"一、任务\n1.分工。{sentence}。\n2.另。（市财政局负责）"), "1.1")
    ] == names


def test_leaders_in_the_bracket_of_a_heading_are_read_and_the_bracket_is_no_unread_clause():
    """(牵头领导:…) behind a section's title holds for each of its tasks."""
    plan = plan_of("一、交通（牵头领导：赵明、钱亮）\n1.修路。做好。（市交通局负责）\n2.修桥。做好。（市交通局负责）\n")
    assert [[person.name for person in item.people] for item in plan.items] == [["赵明", "钱亮"]] * 2
    assert "BRACKET_UNUSED" not in codes_of(plan)
    other = plan_of("一、交通（牵头领导：赵明、有关方面负责）\n1.修路。做好。（市交通局负责）\n")
    assert "BRACKET_UNUSED" in codes_of(other)


@pytest.mark.parametrize(
    ("words", "doubted"),
    [("受理之日起20个工作日内", False), ("收到申请后5日内", False), ("2024年2月30日", True), ("办结5件", True)],
)
def test_a_term_that_begins_with_an_event_is_kept_as_printed(words, doubted):
    """It names no day of the calendar, so none was read wrongly."""
    notice = table_of(("序号", "任务", "责任单位", "完成时限"), ("1", "办结申请", "市民政局", words))
    assert ("DUE_DOUBTFUL" in [each.code for each in notice.findings]) is doubted
    assert notice.items[0].due_text == words


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("办公室  组织、协调公开工作。", "法规处  负责审核文件。", "人教处　牵头考核。"), 3),
        (("办公室  组织、协调公开工作。",), 0),
        (("办公室  组织、协调公开工作。", "其他事项另行安排。", "法规处  负责审核文件。"), 0),
        (("东川市财政局  东川市教育局", "东川市水利局  东川市交通局"), 0),
    ],
)
def test_lines_that_begin_with_a_unit_and_its_duties_are_told_where_several_stand_in_a_row(lines, count):
    """No clause and no table holds them, so each is named; one alone may be anything."""
    assert codes_of(plan_of("三、分工\n" + "\n".join(lines) + "\n")).count("CLAUSE_UNREAD") == count


@pytest.mark.parametrize(
    "lines", ["项目单位：市城投公司\n责任单位：市水利局", "项目单位：市城投公司。\n\n责任单位：市水利局。"]
)
def test_two_lines_of_units_below_a_task_are_one_task(lines):
    """Nothing between them says what a second one would be."""
    plan = plan_of(f"{HEAD}1.查漏。\n{lines}\n2.换管。\n责任单位：市水利局\n")
    assert [item.title for item in plan.items] == ["查漏", "换管"]
    assert {name for name, *_ in rows_of(plan, "1.1")} == {"市城投公司", "市水利局"}
