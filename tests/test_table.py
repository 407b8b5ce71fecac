"""Responsibility tables and drawn matrices are read by their heads."""

from __future__ import annotations

import pytest

from reading import table_of as read
from responsibility.extract import extract_document
from responsibility.kinds import Basis, Role, Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item, Notice
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.notice import parse_notice
from responsibility.parse.table.heads import tell_head
from sources import docx_of, paragraph, table, table_pdf, xlsx_of

LEAD, CO_LEAD, SUPPORT = Role.LEAD, Role.CO_LEAD, Role.SUPPORT
TWO_TASKS = (("1", "建一所学校", "市教育局"), ("2", "修一条渠道", "市水利局"))
HEADS = ["序号", "重点任务", "主要内容", "牵头单位", "配合单位", "完成时限"]


def units(item: Item) -> list[tuple[str, Role | None]]:
    return [(mention.name, mention.role) for clause in item.clauses for mention in clause.mentions]


def codes(notice: Notice) -> list[str]:
    return [each.code for each in notice.findings]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("序  号", "number"),
        ("重点\n任务", "task"),
        ("2023年重点工作任务", "task"),
        ("牵头单位（部门）", "lead"),
        ("市级责任单位", "shared"),
        ("协办单位", "support"),
        ("完成时限", "due"),
        ("计划完成时间", "due"),
        ("拟完成时限", "due"),
        ("拟投用时间", "due"),
        ("计划交付节点", "due"),
        ("完成进度", ""),
        ("计划开工时间", ""),
        ("分管领导", "person"),
        ("目标值", "target"),
        ("备注", "note"),
        ("责任单位及责任人", "shared"),
        ("市级责任领导", "person"),
        ("工作目标及内容", "target"),
        ("建设单位", "shared"),
        ("责任镇（街）", "shared"),
        ("属地政府", "shared"),
        ("承接单位", "shared"),
        ("负责人（单位）", "shared"),
        ("单位及责任人", "shared"),
        ("市级牵头", "lead"),
        ("县级落实", "shared"),
        ("项目业主", "shared"),
        ("联动部门", "support"),
        ("牵头专班", "lead"),
        ("责任乡镇", "shared"),
        ("属地责任", "shared"),
        ("包联单位", "shared"),
        ("责任单位（配合）", "support"),
        ("督导单位", "watch"),
        ("验收责任部门", "watch"),
        ("监督电话", "phone"),
        ("考核指标", "target"),
        ("计划完成时间", "due"),
        ("存在问题", "problem"),
        ("整改措施", "content"),
        ("市发改委", ""),
        ("督办单位", "watch"),
        ("联系电话", "phone"),
        ("第二季度形象进度", "period"),
        ("阶段目标", "schedule"),
        ("巡察反馈问题", "problem"),
        ("决策事项名称", "task"),
        ("考核指标名称", "target"),
        ("上半年推进情况", "field"),
        ("预期成效", "target"),
    ],
)
def test_a_head_tells_what_its_column_holds(head, kind):
    assert tell_head(head, load_lexicon()) == kind


@pytest.mark.parametrize(("head", "cells", "dues"), [
    ("工作进度", ["6月底", "2025年9月"], ["2025-06-30", "2025-09-30"]),
    ("工作进度", ["6月底", "已过半"], [None, None]),
    ("联系电话", ["6月底", "9月底"], [None, None]),
])  # fmt: skip
def test_a_column_of_nothing_but_days_under_a_head_of_time_is_the_deadlines(head, cells, dues):
    """What an unknown head means is told by its cells only where it speaks of time and each cell is a day."""
    rows = [[n, f"改造第{n}厂", "市甲局", cell] for n, cell in enumerate(cells, 1)]
    notice = read(["2025年任务分工表"], ["序号", "工作任务", "责任单位", head], *rows)
    assert [item.due for item in notice.items] == dues


def test_a_column_of_when_a_task_begins_is_no_deadline():
    """Both are headed by a time and hold days alone; the day of the beginning is kept beside."""
    heads = ["序号", "工作任务", "责任单位", "计划开工时间", "计划完工时间"]
    (item,) = read(["2025年任务分工表"], heads, [1, "改造泵站", "市甲局", "2025年3月", "2025年11月"]).items
    assert (item.due, item.due_text) == ("2025-11-30", "2025年11月")
    assert [(each.heading, each.text) for each in item.fields] == [("计划开工时间", "2025年3月")]


def test_a_deadline_may_stand_in_the_cell_of_units():
    """Lines with labels of their own: who leads, who is charged, until when."""
    cell = "牵头单位：市甲局\n分管领导：陈某\n完成时限：8月底前"
    (item,) = read(["2025年任务分工表"], ["序号", "工作任务", "责任落实"], [1, "改造泵站", cell]).items
    assert (item.due, item.due_text) == ("2025-08-31", "8月底前")
    assert units(item) == [("市甲局", Role.LEAD)]
    assert [person.name for person in item.people] == ["陈某"]


def test_of_heads_in_two_rows_a_page_may_repeat_the_upper_one_alone():
    """责任分工 alone does not take the place of 牵头单位 and 配合单位 below it."""
    heads = ["序号", "任务", "责任分工", "", "时限"]
    first = [heads, ["", "", "牵头单位", "配合单位", ""], [1, "改造泵站", "市甲局", "市乙局", "6月底"]]
    book = xlsx_of(
        first,
        [heads, [2, "新建水厂", "市丙局", "市丁局", "9月底"]],
        merges=[(0, 0, 1, 0, "序号"), (0, 1, 1, 1, "任务"), (0, 2, 0, 3, "责任分工"), (0, 4, 1, 4, "时限")],
    )
    notice = parse_notice(extract_document(book, "a.xlsx"), load_lexicon())
    assert [(item.id, units(item)) for item in notice.items] == [
        ("1", [("市甲局", LEAD), ("市乙局", SUPPORT)]), ("2", [("市丙局", LEAD), ("市丁局", SUPPORT)]),
    ]  # fmt: skip


@pytest.mark.parametrize("heads", [["序号", "任务", "牵头单位", "备注"], ["任务", "牵头单位", "备注"]])
def test_a_table_goes_on_without_heads_though_its_last_column_is_empty(heads):
    """Its numbers tell it, or its units."""
    first, second = ([words, unit] if len(heads) == 3 else [n, words, unit] for n, words, unit in TWO_TASKS)
    body = table([heads, [*first, "省定"]]) + table([second])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [units(item) for item in notice.items] == [[("市教育局", LEAD)], [("市水利局", LEAD)]]


def test_what_says_how_to_fill_in_a_form_is_no_task():
    """A sheet of numbered lines beside the table; each is told, and the numbers of the tasks stay."""
    rows = [["序号", "任务", "责任单位"], [1, "改造泵站", "市甲局"], [2, "新建水厂", "市乙局"]]
    book = xlsx_of(rows, [["1.责任单位填写全称。"], ["2.时限填写到月。"]])
    notice = parse_notice(extract_document(book, "a.xlsx"), load_lexicon())
    assert [item.id for item in notice.items] == ["1", "2"]
    assert codes(notice).count("LINE_NO_TASK") == 2


def test_the_cell_of_a_deadline_is_kept_as_printed():
    """Papers print the notice's words; the day beside them is for sorting and lights."""
    notice = read(["2025年任务分工表"], HEADS, [1, "甲事", "", "市甲局", "", "6月底前出方案，\n12月底前建成"])
    assert (notice.items[0].due, notice.items[0].due_text) == ("2025-12-31", "6月底前出方案， 12月底前建成")


def test_a_deadline_with_figures_that_are_no_day_is_told():
    """2025年13月 is kept as printed and is a finding."""
    notice = read(HEADS, [1, "甲事", "", "市甲局", "", "2025年13月"])
    assert (notice.items[0].due, notice.items[0].due_text) == (None, "2025年13月")
    assert "DUE_DOUBTFUL" in codes(notice)


def test_columns_are_read_in_any_order():
    notice = read(
        ["责任单位", "完成时限", "牵头单位", "备注", "工作任务", "序号", "责任领导"],
        ["市乙局、市丙局", "2023年6月底", "市甲局", "", "改造管网。新建管网30公里", 1, "某某"],
    )
    (item,) = notice.items
    assert (item.number, item.title, item.body, item.due) == ("1", "改造管网", "新建管网30公里", "2023-06-30")
    assert units(item) == [("市乙局", CO_LEAD), ("市丙局", CO_LEAD), ("市甲局", LEAD)]
    assert [target.text for target in item.targets] == ["30公里"]
    assert [(each.post, each.name) for each in item.people] == [("责任领导", "某某")]
    assert notice.findings == ()


def test_a_target_column_is_part_of_the_body_and_of_the_targets():
    (item,) = read(
        ["序号", "任务", "内容", "目标值", "责任单位"], ["1", "改造管网", "分批改造。", "新建30公里", "市甲局"]
    ).items
    assert (item.title, item.body) == ("改造管网", "分批改造。\n新建30公里")
    assert [target.text for target in item.targets] == ["30公里"]


def test_every_span_quotes_and_lies_in_its_parent():
    notice = read(HEADS, ["1", "改造管网", "新建管网30公里", "市甲局", "市乙局\n各县（市、区）人民政府", "年底前"])
    text = notice.document.text
    for item in notice.items:
        for clause in item.clauses:
            assert item.span.holds(clause.span)
            for mention in clause.mentions:
                assert clause.span.holds(mention.span)
                assert mention.span.of(text) == mention.text
    assert units(notice.items[0]) == [("市甲局", LEAD), ("市乙局", SUPPORT), ("各县（市、区）人民政府", SUPPORT)]


def test_a_day_without_a_year_is_in_the_year_of_the_plan():
    rows = table([HEADS, ["1", "改造管网", "新建一批", "市甲局", "无", "6月底前"]])
    body = paragraph("关于印发2024年工作计划的通知") + rows
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert notice.items[0].due == "2024-06-30"


def test_heads_over_two_rows_and_a_title_above():
    notice = read(
        ["附件：任务分解表"],
        ["序号", "任务", "责任单位", ""],
        ["", "", "牵头", "配合"],
        ["1", "改造管网", "市甲局", "市乙局"],
        merges=[(1, 2, 1, 3, "责任单位"), (1, 0, 2, 0, "序号"), (1, 1, 2, 1, "任务")],
    )
    assert [units(item) for item in notice.items] == [[("市甲局", LEAD), ("市乙局", SUPPORT)]]


def test_merged_category_cells_hold_for_the_rows_they_cover_and_make_the_path():
    notice = read(
        ["重点领域", "序号", "任务", "责任单位"],
        ["一、工业", "1", "甲事", "市甲局"],
        ["", "2", "乙事", "市乙局"],
        ["二、农业", "1", "丙事", "市丙局"],
        merges=[(1, 0, 2, 0, "一、工业")],
    )
    assert [(item.id, item.path[0].number, item.path[0].title) for item in notice.items] == [
        ("1.1", "一、", "工业"),
        ("1.2", "一、", "工业"),
        ("2.1", "二、", "农业"),
    ]


def test_a_row_of_one_wide_cell_is_a_heading():
    notice = read(
        ["序号", "任务", "责任单位"],
        ["（一）工业", "", ""],
        ["1", "甲事", "市甲局"],
        ["（二）农业", "", ""],
        ["2", "乙事", "市乙局"],
        merges=[(1, 0, 1, 2, "（一）工业"), (3, 0, 3, 2, "（二）农业")],
    )
    assert [(item.id, item.path[0].title) for item in notice.items] == [("1.1", "工业"), ("2.2", "农业")]


def test_a_row_of_a_number_and_one_cell_over_all_else_is_a_heading():
    notice = read(
        ["序号", "任务", "责任单位"],
        ["一", "工业", ""],
        ["1", "甲事", "市甲局"],
        merges=[(1, 1, 1, 2, "工业")],
    )
    assert [(item.id, item.path[0].title) for item in notice.items] == [("1.1", "工业")]


@pytest.mark.parametrize("number", ["一", "（一）", ""])
def test_a_row_that_only_heads_the_numbered_rows_below_is_a_heading(number):
    """Nothing is merged; a list that numbers its tasks so has no rows of figures below."""
    rows = [[number, "工业", ""], ["1", "甲事", "市甲局"], [number, "农业", ""], ["1", "乙事", "市乙局"]]
    items = read(["序号", "任务", "责任单位"], *rows).items
    assert [(item.path[0].title, item.title) for item in items] == [("工业", "甲事"), ("农业", "乙事")]
    flat = read(
        ["序号", "任务", "责任单位"], ["一", "甲事", "市甲局"], ["二", "乙事", ""], ["三", "丙事", "市丙局"]
    ).items
    assert [(item.title, item.path) for item in flat] == [("甲事", ()), ("乙事", ()), ("丙事", ())]


def test_a_note_below_a_table_that_is_no_rule_is_told():
    row = ["备注：经费从紧。", "", ""]
    notice = read(["序号", "任务", "责任单位"], [1, "甲事", "市甲局"], row, merges=[(2, 0, 2, 2, row[0])])
    assert (len(notice.items), codes(notice)) == (1, ["TABLE_NOTE"])


def test_none_is_no_unit_and_a_verb_in_the_cell_is_no_name():
    notice = read(
        HEADS,
        ["1", "甲事", "做好", "市甲局", "无", ""],
        ["2", "乙事", "", "市乙局", "市丙局、市丁局按职责分工负责", "长期"],
    )
    assert units(notice.items[0]) == [("市甲局", LEAD)]
    assert [name for name, _ in units(notice.items[1])] == ["市乙局", "市丙局", "市丁局"]
    assert (notice.items[1].due, notice.items[1].due_text) == (None, "长期")


def test_labels_inside_a_cell_say_the_roles():
    notice = read(["序号", "任务", "责任单位"], ["1", "甲事", "牵头单位：市甲局\n配合单位：市乙局、市丙局"])
    assert units(notice.items[0]) == [("市甲局", LEAD), ("市乙局", SUPPORT), ("市丙局", SUPPORT)]


def test_a_rule_in_a_head_or_a_note_is_a_rule_of_the_notice():
    for rows in (
        [["序号", "任务", "责任单位（列首位的为牵头单位）"], ["1", "甲事", "市甲局、市乙局"]],
        [["序号", "任务", "责任单位"], ["1", "甲事", "市甲局、市乙局"], ["注：列首位的为牵头单位", "", ""]],
        [["序号", "任务", "责任单位"], ["1", "甲事", "市甲局、市乙局（列首位的为牵头单位，下同）"]],
    ):
        notice = read(*rows)
        assert len(notice.rules) == 1
        assert "首位" in notice.rules[0].span.of(notice.document.text)
        assert len(notice.items) == 1


@pytest.mark.parametrize("place", [0, -1])
def test_a_rule_above_the_heads_or_below_the_table_says_what_the_others_do(place):
    """说明：…首位的为主办单位，其余为协办单位 makes helpers of the rest, too."""
    rows = [["序号", "任务", "责任单位"], ["1", "甲事", "市甲局、市乙局"]]
    rows.insert(place if place == 0 else len(rows), ["说明：列首位的为主办单位，其余为协办单位", "", ""])
    (rule,) = read(*rows).rules
    assert rule.rest is SUPPORT


@pytest.mark.parametrize(
    ("heads", "row", "expected"),
    [
        (
            ["序号", "任务", "时限"],
            ["1", "甲事（市甲局牵头，市乙局配合）", "6月"],
            [("市甲局", LEAD), ("市乙局", SUPPORT)],
        ),
        (["序号", "任务及责任单位"], ["1", "甲事（责任单位：市甲局、市乙局）"], [("市甲局", None), ("市乙局", None)]),
        (["序号", "任务", "时限"], ["1", "甲事。由市甲局牵头制定办法。", "6月"], [("市甲局", LEAD)]),
        (["序号", "任务", "责任单位"], ["1", "甲事（市乙局牵头）", "市甲局"], [("市甲局", None)]),
    ],
    ids=["bracket", "one column for both", "sentence", "a column of units says it all"],
)
def test_words_of_a_task_say_who_acts_where_no_column_does(heads, row, expected):
    """The clause is no part of the title then."""
    (item,) = read(heads, row).items
    assert units(item) == expected
    assert item.title.startswith("甲事")
    assert ("（" in item.title) == (len(heads) == 3 and row[2] == "市甲局")


def test_a_column_of_units_that_were_responsible_is_a_field():
    """原责任单位 beside 现责任单位 charges nobody any more."""
    (item,) = read(["任务", "原责任单位", "现责任单位"], ["甲事", "市甲局", "市乙局"]).items
    assert units(item) == [("市乙局", None)]
    assert [(each.heading, each.text) for each in item.fields] == [("原责任单位", "市甲局")]


def test_heads_that_are_counted_are_read_as_without_the_number():
    (item,) = read(["任务", "责任单位一", "责任单位二"], ["甲事", "市甲局", "市乙局"]).items
    assert [name for name, _ in units(item)] == ["市甲局", "市乙局"]


def test_a_column_of_units_is_never_the_task():
    """数据来源单位 has more words than the indicator."""
    (item,) = read(["指标", "目标值", "责任单位", "数据来源单位"], ["学位", "90%", "市甲局", "市统计局"]).items
    assert item.title == "学位"


def test_a_unit_with_a_verb_ends_what_the_unit_before_does():
    (item,) = read(["任务", "责任分工"], ["甲事", "市甲局负责立项，市乙局负责资金，各镇配合"]).items
    assert [name for name, _ in units(item)] == ["市甲局", "市乙局", "各镇"]


@pytest.mark.parametrize("cell", ["市甲局（{}）、市乙局", "市甲局、市乙局（{}）"])
def test_the_unit_that_bears_the_rule_of_a_cell_is_one(cell):
    """The first or the last may bear it, and what it says of the others is kept."""
    notice = read(["任务", "责任单位"], ["甲事", cell.format("列首位的为牵头单位，其他为配合单位，下同")])
    assert [name for name, _ in units(notice.items[0])] == ["市甲局", "市乙局"]
    assert [rule.rest for rule in notice.rules] == [SUPPORT]


def test_a_card_for_each_task_is_a_row_each():
    """Heads beside what they head, twice in a row, and a card below the other; a day is no head."""
    cards = [
        [
            ["任务名称", name, "建设性质", "新建"],
            ["牵头单位", "市甲局", "配合单位", helper],
            ["完成时限", "8月底", "备注", "无"],
        ]
        for name, helper in (("甲事", "市乙局"), ("丙事", "市丁局、市戊局"))
    ]
    first, second = read(*cards[0], *cards[1]).items
    assert (first.title, second.title) == ("甲事", "丙事")
    assert units(first) == [("市甲局", LEAD), ("市乙局", SUPPORT)]
    assert units(second) == [("市甲局", LEAD), ("市丁局", SUPPORT), ("市戊局", SUPPORT)]
    assert first.due_text == "8月底"


def test_several_cells_beside_one_head_of_a_card_are_all_read():
    rows = [["任务", "做甲", ""], ["牵头单位", "市甲局", ""], ["配合单位", "市乙局", "市丙局"]]
    (item,) = read(*rows, merges=[(0, 1, 0, 2, "做甲"), (1, 1, 1, 2, "市甲局")]).items
    assert (item.title, units(item)) == ("做甲", [("市甲局", LEAD), ("市乙局", SUPPORT), ("市丙局", SUPPORT)])


def test_a_form_that_names_nobody_is_no_card():
    """Without a task and a unit among its heads a table of labels stays text."""
    assert read(["姓名", "某某", "电话", "123"], ["住址", "甲路", "备注", "无"]).items == ()


@pytest.mark.parametrize(("lead", "helper"), [("●", "○"), ("牵头", "配合")])
def test_a_matrix_with_units_down_is_read_as_if_turned(lead, helper):
    """Tasks stand across; a sign or word that leads tells it from a sheet of ticks."""
    notice = read(
        ["注：●牵头单位，○配合单位", "", ""], ["部门", "甲事", "丙事"], ["市甲局", lead, ""], ["市乙局", helper, lead]
    )
    first, second = notice.items
    assert (first.title, second.title) == ("甲事", "丙事")
    assert units(first) == [("市甲局", LEAD), ("市乙局", SUPPORT)]
    assert units(second) == [("市乙局", LEAD)]


def test_tasks_across_that_end_as_units_do_are_tasks_beside_a_head_of_units():
    """Beside 单位 the names stand down, whatever the tasks end with: 城市, 幼儿园."""
    notice = read(["单位", "创建平安城市", "新建幼儿园"], ["市甲局", "牵头", "配合"], ["市乙局", "配合", "牵头"])
    assert [item.title for item in notice.items] == ["创建平安城市", "新建幼儿园"]
    assert [units(item) for item in notice.items] == [
        [("市甲局", LEAD), ("市乙局", SUPPORT)],
        [("市甲局", SUPPORT), ("市乙局", LEAD)],
    ]


def test_a_sheet_of_ticks_is_no_matrix():
    assert read(["单位", "已上报", "已整改"], ["市甲局", "√", "√"], ["市乙局", "√", ""]).items == ()


def test_who_builds_comes_after_who_answers():
    """建设单位 stands first in the table, and the unit under 责任单位 leads."""
    (item,) = read(["任务", "建设单位", "责任单位"], ["甲事", "市丙集团", "市甲局"]).items
    assert [name for name, _ in units(item)] == ["市甲局", "市丙集团"]


def test_figures_of_units_that_cannot_be_read_are_a_warning():
    """A column of leaders keeps the table from being turned; its figures are not lost in silence."""
    notice = read(["乡镇", "造林面积（亩）", "包联领导"], ["甲镇", "30", "赵某"], ["乙镇", "20", "钱某"])
    assert [each.severity for each in notice.findings if each.code == "TABLE_AS_TEXT"] == [Severity.WARNING]


def test_a_row_cut_by_a_page_goes_on_in_the_row_above():
    notice = read(
        ["序号", "任务", "内容", "责任单位"], ["1", "甲事", "改造一批，", "市甲局、"], ["", "", "新建一批。", "市乙局"]
    )
    (item,) = notice.items
    assert item.body == "改造一批，\n新建一批。"
    assert [name for name, _ in units(item)] == ["市甲局", "市乙局"]


def test_one_number_over_several_rows_makes_items_of_their_own():
    notice = read(
        ["序号", "任务", "措施", "责任单位"],
        ["1", "甲事", "改造一批", "市甲局"],
        ["", "", "新建一批", "市乙局"],
        merges=[(1, 0, 2, 0, "1"), (1, 1, 2, 1, "甲事")],
    )
    assert [(item.id, item.title, item.body, units(item)[0][0]) for item in notice.items] == [
        ("1", "甲事", "改造一批", "市甲局"),
        ("1.2", "甲事", "新建一批", "市乙局"),
    ]


def test_a_table_without_heads_goes_on_in_the_one_before_and_repeated_heads_are_skipped():
    heads = ["序号", "任务", "责任单位"]
    body = (
        table([heads, ["1", "甲事", "市甲局"]])
        + paragraph("")
        + table([["2", "乙事", "市乙局"], heads, ["3", "丙事", "市丙局"]])
    )
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [(item.number, item.title) for item in notice.items] == [("1", "甲事"), ("2", "乙事"), ("3", "丙事")]


def test_a_day_in_the_first_row_of_a_table_that_goes_on_is_no_head():
    """8月底前 heads a column of stages, but only beside other heads."""
    heads = ["序号", "任务", "牵头单位", "配合单位", "时限"]
    body = table([heads, ["1", "甲事", "市甲局", "市丁局", "5月底前"]]) + paragraph("")
    body += table([["2", "乙事", "市乙局", "市戊局", "8月底前"], ["3", "丙事", "市丙局", "市己局", "9月"]])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [(item.number, item.title) for item in notice.items] == [("1", "甲事"), ("2", "乙事"), ("3", "丙事")]


def test_two_tables_keep_their_numbers_apart():
    heads = ["序号", "任务", "责任单位"]
    body = table([heads, ["1", "甲事", "市甲局"]]) + paragraph("附件2") + table([heads, ["1", "乙事", "市乙局"]])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [item.id for item in notice.items] == ["1.1", "2.1"]


def test_a_table_in_a_pdf_is_read_like_any_other():
    rows = [
        ["序号", "重点任务", "责任单位"],
        ["1", "推进工业绿色升级。" + "开展循环化改造，" * 9, "市经信局、市科技局、市生态环境局"],
    ]
    notice = parse_notice(extract_document(table_pdf("附件", rows), "a.pdf"), load_lexicon())
    assert [(item.title, [name for name, _ in units(item)]) for item in notice.items] == [
        ("推进工业绿色升级", ["市经信局", "市科技局", "市生态环境局"])
    ]


def test_a_table_that_repeats_the_prose_doubles_nothing():
    prose = paragraph("1.改造管网。新建管网。（责任单位：市甲局、市乙局）") + paragraph("2.植树造林。新造林地。")
    rows = [
        ["序号", "任务", "责任单位"],
        ["1", "改造管网", "市甲局、市丙局"],
        ["2", "植树造林", "市丁局"],
        ["3", "治理河道", "市戊局"],
    ]
    notice = parse_notice(extract_document(docx_of(prose + table(rows)), "a.docx"), load_lexicon())
    assert [(item.id, item.title, [name for name, _ in units(item)]) for item in notice.items] == [
        ("1", "改造管网", ["市甲局", "市乙局"]),
        ("2", "植树造林", ["市丁局"]),
        ("3", "治理河道", ["市戊局"]),
    ]
    (apart,) = (each for each in notice.findings if each.code == "TABLE_CONTRADICTS")
    assert apart.params["names"] == "市乙局、市丙局"
    assert "TABLE_REPEATS" in codes(notice)
    assert "ITEM_NO_CLAUSE" not in codes(notice)


def test_other_tables_unknown_columns_and_empty_rows_are_reported():
    assert codes(read(["姓名", "电话"], ["某某", "123"])) == ["ITEMS_NONE", "TABLE_AS_TEXT"]
    notice = read(["序号", "任务", "责任单位", "奇怪的列"], ["1", "甲事", "市甲局", "x"], ["合计", "", "", "y"])
    assert codes(notice) == ["TABLE_COLUMN_UNREAD", "TABLE_ROW_UNREAD"]


def test_a_drawn_matrix_gives_its_marks_as_roles_and_heads_as_names():
    notice = read(
        ["序号", "任务", "市甲局", "市乙局", "市丙局"], ["1", "甲事", "●", "○", "△"], ["2", "乙事", "", "●", ""]
    )
    assert [units(item) for item in notice.items] == [
        [("市甲局", LEAD), ("市乙局", CO_LEAD), ("市丙局", SUPPORT)],
        [("市乙局", LEAD)],
    ]
    mention = notice.items[0].clauses[0].mentions[1]
    assert (mention.text, mention.span.of(notice.document.text), mention.basis) == ("○", "○", Basis.MARK)
    assert codes(notice) == ["MARKS_GUESSED"]


@pytest.mark.parametrize(
    "rows",
    [
        [["任务", "市甲局", "市乙局"], ["甲事", "1", "2"], ["乙事", "2", "1"]],
        [["单位", "甲事", "乙事"], ["市甲局", "1", "2"], ["市乙局", "2", "1"]],
    ],
    ids=["units across", "units down"],
)
def test_figures_below_units_are_marks_where_a_legend_says_so_and_else_told(rows):
    notice = read(*rows, ["注：1为牵头单位，2表示配合单位", "", ""])
    assert [units(item) for item in notice.items] == [
        [("市甲局", LEAD), ("市乙局", SUPPORT)],
        [("市甲局", SUPPORT), ("市乙局", LEAD)],
    ]
    assert codes(notice) == []
    assert codes(read(*rows)) == ["MARKS_NUMBERS"]
    assert "MARKS_NUMBERS" not in codes(read(*[[each.replace("事", "站（座）") for each in row] for row in rows]))


def test_a_legend_goes_before_custom_and_words_need_none():
    rows = [["任务", "市甲局", "市乙局"], ["甲事", "●", "○"], ["注：○ 为配合单位，●为牵头单位", "", ""]]
    notice = read(*rows)
    assert units(notice.items[0]) == [("市甲局", LEAD), ("市乙局", SUPPORT)]
    assert codes(notice) == []
    assert units(read(["任务", "市甲局", "市乙局"], ["甲事", "主办", "协办"]).items[0]) == [
        ("市甲局", LEAD),
        ("市乙局", SUPPORT),
    ]


def test_a_tick_says_that_a_unit_is_in_it_and_not_that_it_leads():
    assert units(read(["任务", "市甲局", "市乙局"], ["甲事", "√", "√"]).items[0]) == [
        ("市甲局", CO_LEAD),
        ("市乙局", CO_LEAD),
    ]


def test_a_thousand_rows_are_a_thousand_tasks():
    rows = [HEADS] + [[str(n), f"第{n}件事", "做好", "市甲局", "市乙局、市丙局", "年底前"] for n in range(1, 1001)]
    document = extract_document(xlsx_of(rows), "a.xlsx")
    assert len(parse_notice(document, load_lexicon()).items) == 1000


def test_heads_over_two_rows_that_a_new_page_repeats_make_no_item():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("责任单位")
    tall = [f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(words)}' for words in ("序号", "任务")]
    under = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}"
    heads = [[*tall, wide], [under, under, "牵头", "配合"]]
    body = table([*heads, ["1", "甲事", "市甲局", "市乙局"], *heads, ["2", "乙事", "市丙局", "无"]])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [units(item) for item in notice.items] == [[("市甲局", LEAD), ("市乙局", SUPPORT)], [("市丙局", LEAD)]]


def test_a_matrix_with_groups_of_units_and_upright_names():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("市直部门")
    tall = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("重点任务")}'
    under = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}"
    upright = "".join(paragraph(char) for char in "市科技局")
    body = table([[tall, wide], [under, "市发改委", upright], ["甲事", "牵头", "配合"]])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert [units(item) for item in notice.items] == [[("市发改委", LEAD), ("市科技局", SUPPORT)]]


def test_an_empty_numbered_row_is_no_heading():
    notice = read(["序号", "任务", "责任单位"], ["1", "甲事", "市甲局"], ["2", "", ""], ["3", "丙事", "市丙局"])
    assert [(item.number, item.path) for item in notice.items] == [("1", ()), ("3", ())]
    assert codes(notice) == ["TABLE_ROW_UNREAD"]


def test_a_mark_behind_a_name_says_who_leads():
    notice = read(["序号", "任务", "责任单位"], ["1", "甲事", "市甲局、市乙局（牵头）"])
    assert units(notice.items[0]) == [("市甲局", CO_LEAD), ("市乙局", LEAD)]


def test_a_task_cell_of_two_lines_is_title_and_body():
    notice = read(["序号", "重点任务", "责任单位"], ["1", "推进绿色升级\n新增企业80家。", "市甲局"])
    assert (notice.items[0].title, notice.items[0].body) == ("推进绿色升级", "新增企业80家。")


def test_who_supervises_or_accepts_neither_leads_nor_shares():
    notice = read(["序号", "任务", "责任单位", "督办单位"], [1, "做甲", "市甲局", "市乙局"])
    assert units(notice.items[0]) == [("市甲局", None)]
    assert [(each.heading, each.text) for each in notice.items[0].fields] == [("督办单位", "市乙局")]


def test_a_table_whose_only_units_supervise_is_read_for_its_tasks():
    (item,) = read(["序号", "任务", "验收单位", "时限"], [1, "做甲", "市乙局", "2025年6月底"]).items
    assert (item.title, item.due, item.clauses) == ("做甲", "2025-06-30", ())


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["责任单位", "行业主管部门"], [("市甲局", None), ("市乙局", SUPPORT)]),
        (["行业主管部门", "备注"], [("市甲局", LEAD)]),
        (["业主单位", "行业主管部门（牵头）"], [("市乙局", LEAD), ("市甲局", CO_LEAD)]),
        (["责任单位", "督促落实单位"], [("市甲局", None)]),
        (["责任单位", "责任科室"], [("市甲局", None)]),
        (["责任科室", "备注"], [("市甲局", None)]),
        (["牵头专班", "责任单位"], [("市甲局", LEAD), ("市乙局", CO_LEAD)]),
    ],
)
def test_what_a_head_means_depends_on_the_heads_beside_it(heads, expected):
    """An office is no unit beside one, and a trade authority helps beside the unit responsible."""
    (item,) = read(["任务", *heads], ["做甲", "市甲局", "市乙局"]).items
    assert units(item) == expected


def test_one_cell_over_both_columns_of_units_names_each_once():
    notice = read(
        ["序号", "任务", "牵头单位", "配合单位"],
        [1, "做甲", "市甲局、市乙局", ""],
        merges=[(1, 2, 1, 3, "市甲局、市乙局")],
    )
    assert units(notice.items[0]) == [("市甲局", None), ("市乙局", None)]


def test_one_unit_a_row_below_a_merged_task_is_a_list():
    """The first leads by convention and the others share the work; they are not all sole leads."""
    notice = read(
        ["序号", "任务", "责任单位"],
        [1, "做甲", "市甲局"],
        ["", "", "市乙局"],
        merges=[(1, 0, 2, 0, "1"), (1, 1, 2, 1, "做甲")],
    )
    assert [units(item) for item in notice.items] == [[("市甲局", None), ("市乙局", CO_LEAD)]]


@pytest.mark.parametrize("sign", ["同上", "〃", "″", "同前", "（同上）", "(同上)", "“"])
def test_a_ditto_sign_stands_for_the_cell_above(sign):
    notice = read(
        ["任务", "牵头单位", "时限"], ["做甲", "市甲局", "2025年6月底"], ["做乙", sign, sign], ["做丙", sign, "9月"]
    )
    assert [(units(item), item.due) for item in notice.items][1] == ([("市甲局", LEAD)], "2025-06-30")
    assert units(notice.items[2]) == [("市甲局", LEAD)]


def test_a_field_printed_in_every_row_is_one_heading():
    rows = [["民生", 1, "做甲", "市甲局"], ["民生", 2, "做乙", "市甲局"], ["产业", 3, "做丙", "市乙局"]]
    assert [item.id for item in read(["领域", "序号", "任务", "责任单位"], *rows).items] == ["1.1", "1.2", "2.3"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_heading_that_names_the_lead_names_it_for_its_rows(merged):
    """In a cell over its rows or in a row of its own; those of the row share the work."""
    name = "产业（牵头单位：市甲局）"
    if merged:
        rows = [["领域", "任务", "责任单位"], [name, "做甲", "市乙局"], ["", "做乙", "市丙局"]]
        notice = read(*rows, merges=[(1, 0, 2, 0, name)])
    else:
        rows = [["序号", "任务", "责任单位"], [name], [1, "做甲", "市乙局"], [2, "做乙", "市丙局"]]
        notice = read(*rows, merges=[(1, 0, 1, 2, name)])
    assert [units(item) for item in notice.items] == [
        [("市甲局", LEAD), ("市乙局", CO_LEAD)],
        [("市甲局", LEAD), ("市丙局", CO_LEAD)],
    ]
    assert [item.path[0].title for item in notice.items] == ["产业", "产业"]


@pytest.mark.parametrize("gap", [[], [""]])
def test_two_tables_side_by_side_are_two(gap):
    heads = ["序号", "任务", "牵头单位"]
    notice = read(
        ["任务表"],
        [*heads, *gap, *heads],
        [1, "做甲", "市甲局", *gap, 3, "做丙", "市丙局"],
        [2, "做乙", "市乙局", *gap, "", "", ""],
    )
    assert sorted((item.number, item.title, units(item)[0][0]) for item in notice.items) == [
        ("1", "做甲", "市甲局"),
        ("2", "做乙", "市乙局"),
        ("3", "做丙", "市丙局"),
    ]


def test_the_line_of_who_filled_in_the_sheet_is_no_task():
    for foot in (["填表人：", "", "审核人："], ["制表：某某  2025年3月", "", ""], ["单位负责人签字：", "", ""]):
        notice = read(["序号", "任务", "责任单位"], [1, "做甲", "市甲局"], foot)
        assert [item.title for item in notice.items] == ["做甲"]
        assert codes(notice) == ["TABLE_ROW_UNREAD"]


def test_a_table_that_stands_twice_is_read_once():
    rows = table([["序号", "任务", "责任单位"], ["1", "做甲", "市甲局"]])
    document = extract_document(docx_of(rows + paragraph("再贴一次") + rows), "a.docx")
    notice = parse_notice(document, load_lexicon())
    assert [item.id for item in notice.items] == ["1.1"]
    assert "TABLE_TWICE" in codes(notice)


def test_a_column_without_a_head_that_holds_units_is_read_and_told():
    notice = read(["序号", "任务", ""], [1, "做甲", "市甲局"], [2, "做乙", "市乙局、市丙局"])
    assert [units(item) for item in notice.items] == [[("市甲局", None)], [("市乙局", None), ("市丙局", None)]]
    assert codes(notice) == ["TABLE_COLUMN_GUESSED"]


def test_a_column_of_units_under_a_strange_head_is_read_where_no_other_is_and_told():
    notice = read(["任务", "建设科", "时限"], ["做甲", "市甲局", "6月"], ["做乙", "市乙局", "7月"])
    assert [units(item) for item in notice.items] == [[("市甲局", None)], [("市乙局", None)]]
    assert "TABLE_COLUMN_GUESSED" in codes(notice)
    notice = read(["任务", "建设科", "责任单位"], ["做甲", "市甲局", "市丙局"])
    assert units(notice.items[0]) == [("市丙局", None)]
    assert "TABLE_COLUMN_UNREAD" in codes(notice)


def test_a_column_of_persons_that_names_the_bureau_of_each_is_one_of_units_where_no_other_is():
    notice = read(["序号", "任务", "责任人"], [1, "做甲", "张某 市甲局"], [2, "做乙", "市乙局 李某"])
    assert [[name for name, _ in units(item)] for item in notice.items] == [["市甲局"], ["市乙局"]]
    assert "TABLE_COLUMN_GUESSED" in codes(notice)
    notice = read(["序号", "任务", "责任人", "责任单位"], [1, "做甲", "市乙局 李某", "市甲局"])
    assert units(notice.items[0]) == [("市甲局", None)]


@pytest.mark.parametrize(
    "cell", ["张某（市甲局、市乙局）", "分管领导：张某\n市甲局、市乙局", "责任人：张某 市甲局\n市乙局"]
)
def test_units_beside_or_below_their_person_are_units(cell):
    notice = read(["序号", "任务", "负责人（单位）"], [1, "做甲", cell])
    assert [name for name, _ in units(notice.items[0])] == ["市甲局", "市乙局"]


@pytest.mark.parametrize("remark", ["配合单位：市乙局", "由市乙局配合"])
def test_a_remark_that_says_who_helps_is_read(remark):
    notice = read(["序号", "任务", "责任单位", "备注"], [1, "做甲", "市甲局", remark], [2, "做乙", "市甲局", "续建"])
    assert [[name for name, _ in units(item)] for item in notice.items] == [["市甲局", "市乙局"], ["市甲局"]]


@pytest.mark.parametrize(
    "cell",
    [
        "市甲局 张某\n市乙局 李某",
        "市甲局：张某\n市乙局：李某",
        "市甲局\n张某\n市乙局\n李某",
        "市甲局\n（分管领导：张某）\n市乙局",
        "责任人：张某\n市甲局、市乙局",
        "分管领导：张某\n市甲局\n市乙局",
        "市甲局/张某\n市乙局/李某",
    ],
)
def test_units_and_persons_share_a_cell_line_by_line(cell):
    notice = read(["任务", "责任单位及责任人"], ["做甲", cell])
    assert [name for name, _ in units(notice.items[0])] == ["市甲局", "市乙局"]


def test_a_clause_in_the_cell_at_the_right_is_that_of_the_task():
    """A table of two columns without heads."""
    rows = [
        ["1.做甲。新建30公里。", "责任单位：市甲局"],
        ["2.做乙。", "市乙局牵头；市丙局配合"],
        ["3.做丙。", "市丁局负责"],
    ]
    document = extract_document(docx_of(paragraph("一、任务") + table(rows)), "a.docx")
    notice = parse_notice(document, load_lexicon())
    assert [units(item) for item in notice.items] == [
        [("市甲局", None)],
        [("市乙局", LEAD), ("市丙局", SUPPORT)],
        [("市丁局", None)],
    ]


@pytest.mark.parametrize(
    ("tasks", "found"),
    [(["1.做甲。", "2.做乙。"], [[("市甲局", None)], [("市乙局", None), ("市丙局", None)]]), (["甲", "乙"], [])],
)
def test_units_in_the_cell_at_the_right_are_those_of_a_numbered_task(tasks, found):
    """A list of telephones has units in a column too, and numbers no tasks."""
    rows = [[tasks[0], "市甲局"], [tasks[1], "市乙局、市丙局"]]
    document = extract_document(docx_of(paragraph("一、任务") + table(rows)), "a.docx")
    items = parse_notice(document, load_lexicon()).items
    assert [units(item) for item in items if item.clauses] == found


@pytest.mark.parametrize(
    "row",
    [
        ["2", "做乙", "市乙局", "市金融监管局", "2025年6月底"],
        ["2", "加强组织领导", "市乙局", "市市场监管局", "2025年6月底"],
        ["", "加强组织领导", "市乙局", "市金融监管局", "2025年6月底"],
    ],
)
def test_a_page_that_begins_with_a_row_goes_on_in_the_table_before(row):
    """Its words are no heads, though 监管, 领导 and a day also stand in heads."""
    heads = [["序号", "任务", "牵头单位", "配合单位", "时限"], ["1", "做甲", "市甲局", "市乙局", "5月底"]]
    document = extract_document(
        docx_of(table(heads) + table([row, ["3", "做丙", "市丙局", "市甲局", "7月底"]])), "a.docx"
    )
    found = [units(item) for item in parse_notice(document, load_lexicon()).items]
    assert found == [
        [("市甲局", LEAD), ("市乙局", SUPPORT)],
        [("市乙局", LEAD), (row[3], SUPPORT)],
        [("市丙局", LEAD), ("市甲局", SUPPORT)],
    ]


def test_a_row_of_totals_is_no_task():
    rows = [["序号", "任务", "责任单位"], [1, "做甲", "市甲局"], ["合计", "1项", ""]]
    assert [item.title for item in read(*rows).items] == ["做甲"]


@pytest.mark.parametrize("cell", ["市银保监\n局、市乙局", "市甲委\n员会、市乙局", "市乙局、市甲联\n合会"])
def test_a_line_end_inside_a_name_of_a_cell_is_nothing(cell):
    (item,) = read(["任务", "责任单位"], ["做甲", cell]).items
    assert [name for name, _ in units(item)] == cell.replace("\n", "").split("、")


def test_a_number_that_the_spreadsheet_made_a_day_is_told():
    notice = read(["序号", "任务", "责任单位"], ["2025-01-10", "做甲", "市甲局"])
    assert [(item.id, item.title) for item in notice.items] == [("1.10", "做甲")]
    assert codes(notice) == ["NUMBER_IS_DAY"]


def test_marks_of_those_who_supervise_are_left_aside():
    notice = read(
        ["序号", "任务", "市甲局", "市乙局", "市丙局"],
        [1, "做甲", "★", "△", "○"],
        ["注：★为牵头单位，△为配合单位，○为监督单位。"],
    )
    assert units(notice.items[0]) == [("市甲局", LEAD), ("市乙局", SUPPORT)]
    assert codes(notice) == ["MARKS_ASIDE"]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["A", "R", "I"], [("市甲局", LEAD), ("市乙局", CO_LEAD)]),
        (["C", "A/R", "I"], [("市乙局", LEAD)]),
        (["R", "R", "C"], [("市甲局", None), ("市乙局", None)]),
    ],
)
def test_a_is_accountable_r_does_the_work_and_c_and_i_are_told(marks, expected):
    notice = read(["序号", "任务", "市甲局", "市乙局", "市丙局"], [1, "做甲", *marks], [2, "做乙", "A", "R", "I"])
    assert units(notice.items[0]) == expected


def test_a_section_right_below_the_heads_is_no_second_row_of_heads():
    """一、水环境方面 ends as a head of kinds does; it stands under a column that has its own."""
    rows = [
        ["序号", "任务", "责任单位"],
        ["一、水环境方面", None, None],
        ["1", "清淤", "市甲局"],
        ["二、大气环境方面", None, None],
    ]
    first, second = read(*rows, ["1", "降尘", "市乙局"]).items
    assert [(each.id, each.number, each.path[0].title) for each in (first, second)] == [
        ("1.1", "1", "水环境方面"),
        ("2.1", "1", "大气环境方面"),
    ]


@pytest.mark.parametrize(("bare", "severity"), [(1, Severity.WARNING), (3, Severity.NOTE)])
def test_a_row_that_names_nobody_is_a_warning_where_nearly_all_others_do(bare, severity):
    """Words that a page end cost, or a cell left blank by mistake; where many rows are so it is how the table is."""
    rows = [[f"{n}", f"改造管网{n}", "" if n <= bare else "市甲局"] for n in range(1, 7)]
    notice = read(["序号", "任务", "责任单位"], *rows)
    assert [each.severity for each in notice.findings if each.code == "ITEM_NO_CLAUSE"] == [severity] * bare


@pytest.mark.parametrize(
    "tasks",
    [
        ("新建泵站3站", "增设候车亭20处"),
        ("整治易涝点十五处", "改造公厕二十所"),
        ("组建巡防队12组", "完善社区服务中心"),
    ],
)
def test_a_matrix_of_tasks_under_bureaux_is_never_turned(tasks):
    """What a task counts (20处), or its last word (服务中心), is no unit's name."""
    marks = [[str(n), task, *signs] for n, (task, signs) in enumerate(zip(tasks, ("●○", "○●"), strict=True), 1)]
    notice = read(["序号", "任务", "县水利局", "县住建局"], *marks)
    assert [item.title for item in notice.items] == list(tasks)
    assert [units(item) for item in notice.items] == [
        [("县水利局", LEAD), ("县住建局", CO_LEAD)],
        [("县水利局", CO_LEAD), ("县住建局", LEAD)],
    ]


def test_units_in_a_column_beside_marks_are_read_with_them():
    """牵头单位 beside ticks leads; what a remark says of a unit holds too."""
    head = ["任务", "牵头单位", "市甲局", "市乙局", "备注"]
    (item,) = read(head, ["甲事", "市丙局", "√", "√", "由市丁局配合"]).items
    told = [("市丙局", LEAD), ("市丁局", SUPPORT), ("市甲局", CO_LEAD), ("市乙局", CO_LEAD)]
    assert units(item) == told


def test_where_a_mark_leads_no_unit_of_a_column_leads_by_being_first():
    (item,) = read(["任务", "责任单位", "市甲局", "市乙局"], ["甲事", "市丙局", "●", "△"]).items
    assert units(item) == [("市丙局", CO_LEAD), ("市甲局", LEAD), ("市乙局", SUPPORT)]


def test_responsible_in_words_lists_those_who_share_the_work_and_the_first_leads():
    (item,) = read(["任务", "市甲局", "市乙局"], ["甲事", "责任单位", "配合单位"]).items
    assert units(item) == [("市甲局", None), ("市乙局", SUPPORT)]


def test_a_column_of_roles_tells_what_the_unit_beside_it_does():
    head = ["责任单位", "任务", "角色"]
    first, second = read(head, ["市甲局", "甲事", "牵头"], ["市乙局", "乙事", "配合"]).items
    assert (units(first), units(second)) == ([("市甲局", LEAD)], [("市乙局", SUPPORT)])


def test_sums_below_marks_and_letters_of_a_legend_leave_a_matrix_one():
    rows = [["序号", "任务", "市甲局", "市乙局"], ["1", "甲事", "A", "B"], ["2", "乙事", "B", "A"]]
    notice = read(*rows, ["合计", "", "2", "2"], ["A—牵头 B—配合", "", "", ""])
    assert [units(item) for item in notice.items] == [
        [("市甲局", LEAD), ("市乙局", SUPPORT)],
        [("市甲局", SUPPORT), ("市乙局", LEAD)],
    ]


@pytest.mark.parametrize("name", ["电科38所", "第3处", "执法二处", "市110指挥中心"])
def test_a_figure_in_a_name_counts_nothing(name):
    assert is_unit_like(name, load_lexicon())


@pytest.mark.parametrize("words", ["改造校门12处", "新建学校12所", "设站点3个站", "扶持企业30余家企业", "编组4组"])
def test_a_figure_and_its_counter_are_no_unit(words):
    assert not is_unit_like(words, load_lexicon())


def test_a_table_of_one_cell_is_words():
    """A frame around a paragraph."""
    notice = parse_notice(
        extract_document(docx_of(table([["甲事"]]) + paragraph("1.做乙事。（市乙局负责）")), "a.docx"), load_lexicon()
    )
    assert [each.text for item in notice.items for clause in item.clauses for each in clause.mentions] == ["市乙局"]


TOP = ("序号", "项目名称", "责任单位")


def test_a_second_row_of_heads_begins_a_table_of_its_own():
    """Nothing below other heads is read under the first ones, and the line above them calls the second table."""
    notice = read(
        ("表一：工程", "", ""),
        TOP,
        ("1", "建一所学校", "市教育局"),
        ("表二：改革", "", ""),
        ("序号", "工作任务", "牵头单位", "配合单位"),
        ("1", "放开一项审批", "市水利局", "市财政局"),
    )
    assert [(item.title, units(item)) for item in notice.items] == [
        ("建一所学校", [("市教育局", None)]),
        ("放开一项审批", [("市水利局", LEAD), ("市财政局", SUPPORT)]),
    ]
    assert [[each.title for each in item.path] for item in notice.items] == [["表一：工程"], ["表二：改革"]]


def test_a_row_of_words_that_might_head_is_a_task_where_no_unit_column_is_named():
    """重点任务 as the words of a task opens no second table."""
    notice = read(TOP, ("1", "重点任务", "市教育局"), ("2", "修一条渠道", "市水利局"))
    assert [item.title for item in notice.items] == ["重点任务", "修一条渠道"]


def test_headings_between_tables_are_the_sections_of_the_rows_below():
    """一、 over （一） and a table: both are above its rows, until the next heading of their depth."""
    rows = [["任务", "责任单位"], ["建一所学校", "市教育局"]]
    more = [["任务", "责任单位"], ["修一条渠道", "市水利局"]]
    parts = [paragraph("一、民生"), paragraph("（一）教育"), table(rows), paragraph("二、水利"), table(more)]
    notice = parse_notice(extract_document(docx_of("".join(parts)), "a.docx"), load_lexicon())
    assert [[each.title for each in item.path] for item in notice.items] == [["民生", "教育"], ["水利"]]


def test_a_line_over_the_heads_names_the_lead_of_every_row_where_no_column_does():
    """牵头单位：市教育局 over a sheet with a column of supporters holds for each row, and is told."""
    notice = read(("牵头单位：市教育局", "", ""), ("序号", "任务", "配合单位"), ("1", "建一所学校", "市水利局"))
    assert [units(item) for item in notice.items] == [[("市教育局", LEAD), ("市水利局", SUPPORT)]]
    assert "SECTION_UNITS" in codes(notice)


def test_a_line_over_the_heads_yields_to_a_column_of_leads():
    """Where each row has its own lead, the line above is told and not read."""
    notice = read(("责任单位：市财政局", "", ""), TOP, *TWO_TASKS)
    assert [units(item) for item in notice.items] == [[("市教育局", None)], [("市水利局", None)]]
    assert "TABLE_ROW_UNREAD" in codes(notice)


@pytest.mark.parametrize("row", [("1", "2", "3"), ("（1）", "（2）", "（3）"), ("甲", "1", "2")])
def test_a_row_that_counts_the_columns_is_no_task(row: tuple[str, str, str]):
    """What stands right below the heads and only counts them is passed over."""
    assert [item.title for item in read(TOP, row, *TWO_TASKS).items] == ["建一所学校", "修一条渠道"]


def test_a_heading_with_its_sub_total_is_the_section_of_the_rows_below():
    """一 | 续建 | 20000 heads the numbered rows; the figure is told as unread."""
    notice = read(
        ("序号", "项目名称", "总投资", "责任单位"), ("一", "续建", "200", ""), ("1", "建一所学校", "200", "市教育局")
    )
    assert [(item.title, [each.title for each in item.path]) for item in notice.items] == [("建一所学校", ["续建"])]
    assert "TABLE_ROW_UNREAD" in codes(notice)
