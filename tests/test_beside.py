"""What stands beside a task: stages, problems with their measures, and fields under their own heads."""

from __future__ import annotations

import pytest

from reading import table_of as read
from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.parse.notice import parse_notice
from test_people import items_of


def stages(item):
    return [(each.period, each.due, each.text) for each in item.milestones]


def fields(item):
    return [(each.heading, each.text) for each in item.fields]


def test_stages_in_running_text_open_their_phrases():
    (item,) = items_of(
        "2025年工作计划\n一、任务\n1.修缮泵站。一季度完成立项，落实资金，6月底前开工；年底前通水。（责任单位：市甲局）"
    )
    assert stages(item) == [
        ("一季度", "2025-03-31", "完成立项，落实资金"),
        ("6月底前", "2025-06-30", "开工"),
        ("年底前", "2025-12-31", "通水"),
    ]


def test_a_stage_in_the_clause_ends_before_its_bracket():
    (item,) = items_of(
        "2025年工作计划\n一、任务\n1.修缮泵站。（市甲局负责，各乡配合；6月底前县城完工，年底前乡村（含学校）完工）"
    )
    assert [text for *_, text in stages(item)] == ["县城完工", "乡村（含学校）完工"]


@pytest.mark.parametrize("sign", "，；,;")
def test_stages_parted_by_one_sign_alone_are_stages(sign):
    (item,) = items_of(
        f"2025年工作计划\n一、任务\n1.修缮泵站。新建泵站3座{sign}一季度立项{sign}6月底前开工。（市甲局负责）"
    )
    assert [each.period for each in item.milestones] == ["一季度", "6月底前"]


def test_under_a_label_every_day_that_opens_a_phrase_is_a_stage_and_nothing_before_it_is_lost():
    """So in a labelled line, in 【】 and in a cell, whatever is to be done by then."""
    told = "成立专班；上半年选址，年中复核；下半年招标"
    heads = "某市通知\n一、任务\n1.修缮泵站。\n"
    for text in (f"实施步骤：{told}\n责任单位：市甲局", f"【实施步骤】{told}\n【责任单位】市甲局"):
        (item,) = items_of(heads + text)
        assert [(each.period, each.text) for each in item.milestones] == [
            ("上半年", "选址，年中复核"),
            ("下半年", "招标"),
        ]
        assert (fields(item), item.body) == ([("实施步骤", "成立专班")], "")
    (row,) = read(("任务", "实施步骤", "责任单位"), ("修缮泵站", told, "市甲局")).items
    assert (len(row.milestones), fields(row)) == (2, [("实施步骤", "成立专班")])


@pytest.mark.parametrize("label", ["数据来源：", "【实施路径】", "【技术路径】", "推进路径："])
def test_a_head_of_a_field_is_one_above_the_units_too(label):
    (item,) = items_of(f"某市通知\n一、任务\n1.修缮泵站。\n{label}先选址。\n责任单位：市甲局")
    assert (fields(item), item.body) == ([(label.strip("【】："), "先选址")], "")


def test_one_day_in_running_text_is_the_items_own():
    (item,) = items_of("2025年工作计划\n一、任务\n1.修缮泵站。6月底前全部完工，力争提前。（责任单位：市甲局）")
    assert (item.milestones, item.due) == ((), "2025-06-30")


def test_a_line_of_stages_is_read_as_stages_and_left_out_of_the_body():
    (item,) = items_of("2025年工作计划\n一、任务\n1.修缮泵站。\n进度安排：3月底前招标；9月底前完工。\n责任单位：市甲局")
    assert stages(item) == [("3月底前", "2025-03-31", "招标"), ("9月底前", "2025-09-30", "完工")]
    assert (item.body, item.due) == ("", "2025-09-30")


def test_under_a_label_what_opens_with_no_day_goes_on_in_its_stage():
    text = (
        "2025年工作计划\n一、任务\n1.修缮泵站。\n进度安排：3月底前招标；资金到位。9月底前完工；验收。\n责任单位：市甲局"
    )
    (item,) = items_of(text)
    assert [(each.period, each.text) for each in item.milestones] == [
        ("3月底前", "招标；资金到位"),
        ("9月底前", "完工；验收"),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("任务名称：修缮泵站\n责任单位：市甲局\n\n任务名称：更换管网\n责任单位：市乙局", ["修缮泵站", "更换管网"]),
        (
            "改革事项：一窗受理\n改革目标：时限减半\n牵头部门：市甲局\n\n改革事项：水权交易\n改革目标：首单\n牵头部门：市乙局",
            ["一窗受理", "水权交易"],
        ),
        (
            "一、任务\n任务1：修缮泵站。责任单位：市甲局，市丙局。\n任务2：更换管网。责任单位：市乙局。",
            ["修缮泵站", "更换管网"],
        ),
        (
            "一、任务\n任务一：修缮泵站\n责任单位：市甲局\n任务二：更换管网\n责任单位：市乙局",
            ["修缮泵站", "更换管网"],
        ),
        ("第一项：修缮泵站。责任单位：市甲局。\n第二项：更换管网。责任单位：市乙局。", ["修缮泵站", "更换管网"]),
        ("修缮泵站要快。（市甲局负责）。更换管网要稳。（市乙局负责）。", ["修缮泵站要快", "更换管网要稳"]),
    ],
    ids=["label", "goal below the task", "counted", "counted in Han", "ordinals", "a stop behind the bracket"],
)
def test_a_block_without_number_is_called_by_its_task(text, titles):
    """The label of the task, and the stop that ended the clause before, are no part of the title."""
    assert [each.title for each in items_of(f"2025年工作计划\n{text}")] == titles


def test_columns_of_quarters_are_stages():
    (item,) = read(
        ["序号", "任务", "责任单位", "2025年一季度", "6月底前"],
        ["1", "修缮泵站", "市甲局", "完成招标", "主体完工"],
    ).items
    assert stages(item) == [("2025年一季度", "2025-03-31", "完成招标"), ("6月底前", "2025-06-30", "主体完工")]


def test_quarters_below_one_head_are_stages():
    """A two-row head: 形象进度 over the quarters."""
    (item,) = read(
        ["序号", "任务", "责任单位", "形象进度", None],
        [None, None, None, "上半年", "下半年"],
        ["1", "修缮泵站", "市甲局", "完成招标", "主体完工"],
    ).items
    assert [(each.period, each.text) for each in item.milestones] == [("上半年", "完成招标"), ("下半年", "主体完工")]


def test_a_column_of_stages_without_days_is_a_field():
    (item,) = read(["序号", "任务", "责任单位", "阶段目标"], ["1", "修缮泵站", "市甲局", "分批推进"]).items
    assert (stages(item), fields(item)) == ([], [("阶段目标", "分批推进")])


def test_the_day_of_striking_off_is_no_state_of_a_problem():
    (item,) = read(
        ["序号", "问题", "整改措施", "责任单位", "销号时间"], ["1", "固废堆存", "修复", "市甲局", "2025年5月"]
    ).items
    assert item.problem is not None
    assert (item.problem.state, fields(item)) == ("", [("销号时间", "2025年5月")])


def test_a_problem_is_the_task_and_its_measures_are_parts():
    (item,) = read(
        ["序号", "反馈问题", "整改目标", "整改措施", "责任单位", "整改时限", "销号情况", "督导单位"],
        [
            "1",
            "管网渗漏。",
            "漏损率降到8%",
            "1.排查漏点40处。\n2.更换管段；\n③建账。",
            "市甲局",
            "2025年9月底",
            "未销号",
            "市乙局",
        ],
    ).items
    assert item.title == "管网渗漏"
    assert item.problem is not None
    assert item.problem.measures == ("1.排查漏点40处。", "2.更换管段；", "③建账。")
    assert (item.problem.goal, item.problem.state, item.problem.supervisor) == ("漏损率降到8%", "未销号", "市乙局")
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市甲局"]
    assert item.due == "2025-09-30"


def test_what_a_problem_asks_for_stands_under_the_heads_of_the_table():
    """In the order of the columns, a head once; a column that says there is nothing is left out."""
    heads = ["序号", "存在问题", "整改目标", "整改举措", "责任单位"]
    first, second = read(
        heads,
        ["1", "管网渗漏。居民不满。", "漏损率降到8%", "1.排查漏点40处。\n2.更换管段。", "市甲局"],
        ["2", "河道淤积", "/", "清淤", "市甲局"],
    ).items
    assert first.body == "居民不满。\n整改目标：漏损率降到8%\n整改举措：1.排查漏点40处。\n2.更换管段。"
    assert second.body == "整改举措：清淤"


def test_all_sentences_before_the_goal_are_the_problem():
    (item,) = items_of(
        "青山市整改方案\n一、水环境\n1.管网渗漏。老旧管段多，居民不满。\n整改目标：漏损率降到8%。\n责任单位：市甲局"
    )
    assert item.problem is not None
    assert item.problem.text == "管网渗漏。老旧管段多，居民不满"


PROSE = (
    "青山市督察反馈意见整改方案\n一、管网渗漏。\n责任单位：市甲局、市乙局\n整改时限：2025年9月底\n整改目标：漏损率降到8%。\n"
    "整改措施：\n1.排查漏点40处。\n2.更换管段。\n督导单位：市丁局\n二、河道淤积。\n整改目标：畅通。整改措施：（一）清淤。\n"
    "（二）拦网。\n责任单位：市丙局"
)


def test_numbered_measures_of_prose_are_parts_of_their_problem():
    first, second = items_of(PROSE)
    assert first.problem is not None
    assert second.problem is not None
    assert (first.problem.text, first.problem.measures) == ("管网渗漏", ("1.排查漏点40处。", "2.更换管段"))
    assert (second.problem.text, second.problem.measures) == ("河道淤积", ("（一）清淤。", "（二）拦网"))


def test_who_supervises_a_problem_of_prose_stands_under_their_label():
    first, _ = items_of(PROSE)
    assert first.problem is not None
    assert (first.problem.supervisor, fields(first)) == ("市丁局", [("督导单位", "市丁局")])


def test_measures_with_units_of_their_own_are_items():
    items = items_of(
        "青山市整改方案\n一、管网渗漏。\n整改措施：\n1.排查漏点。责任单位：市甲局\n2.更换管段。责任单位：市乙局\n二、河道淤积。"
    )
    units = [[each.name for clause in item.clauses for each in clause.mentions] for item in items if item.clauses]
    assert units == [["市甲局"], ["市乙局"]]


@pytest.mark.parametrize(
    ("below", "count"),
    [("责任单位：市甲局", 1), ("2.河道淤积。\n整改目标：畅通。\n整改措施：清淤。\n责任单位：市甲局", 2)],
)
def test_a_number_in_the_style_of_the_problems_counts_measures_up_to_the_next_problem(below, count):
    """Where the next label is that of another goal, the number before it is that of another problem."""
    items = items_of(f"青山市整改方案\n1.管网渗漏。\n整改措施：\n1.排查漏点。\n{below}")
    assert len(items) == count


def test_who_supervises_is_kept_beside_those_who_work():
    (item,) = read(["序号", "任务", "责任单位", "督办单位"], ["1", "修缮泵站", "市甲局", "市乙局"]).items
    assert fields(item) == [("督办单位", "市乙局")]


@pytest.mark.parametrize(
    "words",
    [
        "（责任单位：市甲局；督导单位：市乙局）",
        "（督办部门：市乙局；责任单位：市甲局）",
        "（责任单位：市甲局；完成时限：6月底；验收责任部门：市乙局）",
        "\n责任单位：市甲局\n监督单位：市乙局",
    ],
)
def test_who_supervises_under_a_label_is_no_unit_of_the_task(words):
    """As a column of theirs; a verb behind a name (市乙局督导) makes them support."""
    (item,) = items_of(f"一、任务\n1.修缮泵站。{words}")
    assert [mention.name for clause in item.clauses for mention in clause.mentions] == ["市甲局"]
    assert [text for _, text in fields(item)] == ["市乙局"]


def test_a_labelled_line_below_the_units_is_a_field_whatever_its_label():
    """Of the last item, too, behind which a closing sentence would be left out; what is to be done stays its text."""
    first, last = items_of(
        "一、任务\n1.修缮泵站。\n责任单位：市甲局\n工作要求：按月调度\n2.修路。\n责任单位：市甲局\n技术支撑：某平台\n"
        "资金（万元）：300\n验收单位：市丁局\n各单位要抓好落实。"
    )
    assert (first.body, fields(first)) == ("工作要求：按月调度", [])
    assert (last.body, fields(last)) == ("", [("技术支撑", "某平台"), ("资金（万元）", "300"), ("验收单位", "市丁局")])


def test_a_table_that_names_only_supervisors_is_read_all_the_same():
    (item,) = read(["序号", "任务", "验收单位", "完成时限"], ["1", "修缮泵站", "市乙局", "2025年9月底"]).items
    assert (item.clauses, item.due, fields(item)) == ((), "2025-09-30", [("验收单位", "市乙局")])


def test_every_other_column_is_kept_under_its_own_head():
    (item,) = read(
        ["序号", "任务", "责任单位", "资金（万元）", "备注"], ["1", "修缮泵站", "市甲局", "300", "续建"]
    ).items
    assert fields(item) == [("资金（万元）", "300"), ("备注", "续建")]


def test_labelled_lines_are_kept_under_their_labels():
    (item,) = items_of("一、任务\n1.修缮泵站。\n责任单位：市甲局\n数据来源：水务年报\n备注：续建项目")
    assert fields(item) == [("数据来源", "水务年报"), ("备注", "续建项目")]
    assert item.body == ""


def figures(item):
    return [(each.holder, each.quantity, each.value, each.unit) for each in item.targets]


def test_a_table_with_units_across_gives_each_its_own_figure():
    first, second = read(
        ["序号", "指标", "东山县", "西河区", "合计"],
        ["1", "新增规上企业（家）", "5", "8", "13"],
        ["2", "招商引资额（亿元）", "—", "20.5", "20.5"],
    ).items
    assert figures(first) == [("东山县", "新增规上企业", 5.0, "家"), ("西河区", "新增规上企业", 8.0, "家")]
    assert figures(second) == [("西河区", "招商引资额", 20.5, "亿元")]
    assert [each.name for clause in first.clauses for each in clause.mentions] == ["东山县", "西河区"]
    assert fields(first) == [("合计", "13")]


def test_a_table_with_units_down_is_read_as_if_turned():
    first, second = read(
        ["县区", "新增规上企业（家）", "招商引资额（亿元）"], ["东山县", "5", "10"], ["西河区", "8", "20.5"]
    ).items
    assert (first.title, second.title) == ("新增规上企业（家）", "招商引资额（亿元）")
    assert figures(first) == [("东山县", "新增规上企业", 5.0, "家"), ("西河区", "新增规上企业", 8.0, "家")]
    assert figures(second)[1] == ("西河区", "招商引资额", 20.5, "亿元")


def test_who_leads_an_indicator_stands_beside_those_with_figures():
    (item,) = read(
        ["序号", "指标", "计量单位", "牵头单位", "东山县", "西河区"], ["1", "新增学位", "个", "市甲局", "500", "800"]
    ).items
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市甲局", "东山县", "西河区"]
    assert figures(item) == [("东山县", "新增学位", 500.0, "个"), ("西河区", "新增学位", 800.0, "个")]


def test_lines_of_goal_and_measures_make_an_item_a_problem():
    (item,) = items_of(
        "青山市整改方案\n一、水环境\n1.管网渗漏。\n整改目标：漏损率降到8%。\n整改措施：排查漏点40处，更换管段。\n"
        "责任单位：市甲局\n整改时限：2025年9月底\n销号情况：未销号"
    )
    assert item.problem is not None
    assert (item.problem.text, item.problem.goal, item.problem.state) == ("管网渗漏", "漏损率降到8%", "未销号")
    assert item.problem.measures == ("排查漏点40处，更换管段",)
    assert "排查漏点40处" in item.body


def test_problems_met_in_a_task_are_no_plan_of_problems():
    """存在问题 beside a task reports on it; it is a field."""
    (item,) = read(["序号", "任务", "责任单位", "存在问题"], ["1", "修缮泵站", "市甲局", "资金不足"]).items
    assert (item.title, item.problem, fields(item)) == ("修缮泵站", None, [("存在问题", "资金不足")])


@pytest.mark.parametrize("total", ["合计", "全市"])
def test_a_sum_over_all_units_is_no_units_target(total):
    """With a head 指标名称 and the unit of measure in a column of its own, too."""
    (item,) = read(["指标名称", "单位", "东山县", "西河区", total], ["新建粮仓", "座", "6", "9", "15"]).items
    assert [(each.holder, each.value, each.unit) for each in item.targets] == [
        ("东山县", 6.0, "座"),
        ("西河区", 9.0, "座"),
    ]
    assert (total, "15") in fields(item)


@pytest.mark.parametrize(
    ("above", "heads", "row", "measure"),
    [
        ("", ["任务", "单位", "目标值", "责任单位"], ["新建粮仓", "座", "6", "东山县"], "座"),
        ("", ["任务", "目标值（座）", "责任单位"], ["新建粮仓", "6", "东山县"], "座"),
        ("单位：座", ["任务", "目标值", "责任单位"], ["新建粮仓", "6", "东山县"], "座"),
        ("单位：座", ["任务", "目标值（间）", "责任单位"], ["新建粮仓", "6", "东山县"], "间"),
        ("（单位：座）", ["指标", "东山县", "西河区"], ["新建粮仓", "6", "9"], "座"),
        ("单位：座", ["指标", "东山县", "西河区"], ["建成率（%）", "60", "90"], "%"),
        ("填报单位：市甲局", ["指标", "东山县", "西河区"], ["新建粮仓", "6", "9"], ""),
    ],
)
def test_what_a_bare_figure_counts_stands_in_a_column_a_head_or_above_the_table(above, heads, row, measure):
    text = "\n".join([f"粮仓建设任务表\n{above}", "\t".join(heads), "\t".join(row)])
    (item,) = parse_notice(extract_text(text.encode(), "notice.txt"), load_lexicon()).items
    targets = item.targets
    assert {each.unit for each in targets} == {measure}
    assert [each.value for each in targets] == [float(word) for word in row if word.isdigit()]


def test_a_bare_figure_that_counts_nothing_known_stays_a_word_of_the_task():
    (item,) = read(["任务", "目标值", "责任单位"], ["新建粮仓", "6", "东山县"]).items
    assert (item.targets, item.body) == ((), "6")


@pytest.mark.parametrize(
    ("head", "cell", "held"),
    [
        ("责任科室及责任人", "产业科 吴某", [("产业科", "吴某", "8111")]),
        ("责任科室（责任人）", "产业科（吴某）", [("产业科", "吴某", "8111")]),
        ("科室、联系人", "营销部：吴某", [("营销部", "吴某", "8111")]),
        ("责任股室/经办人", "一股 吴某\n二股 孙某", [("一股", "吴某", ""), ("二股", "孙某", "8111")]),
        ("责任科室、责任人及电话", "产业科 吴某 8222333", [("产业科", "吴某", "8222333")]),
    ],
)
def test_a_column_of_offices_and_persons_names_no_unit(head, cell, held):
    """A telephone beside it is theirs, and not the leader's who stands before the units."""
    (item,) = read(
        ["任务", "分管领导", "责任单位", head, "联系电话"], ["修缮泵站", "副市长周某", "市甲局", cell, "8111"]
    ).items
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市甲局"]
    leader, *own = item.people
    assert (leader.name, leader.phone) == ("周某", "")
    assert [(each.office, each.name, each.phone) for each in own] == held


def test_a_telephone_behind_the_units_is_no_leaders():
    (item,) = read(["任务", "分管领导", "责任单位", "联系电话"], ["修缮泵站", "副市长周某", "市甲局", "8111"]).items
    assert ([each.phone for each in item.people], fields(item)) == ([""], [("联系电话", "8111")])


def test_a_person_in_brackets_behind_a_unit_is_its_own_in_a_column_of_both():
    (item,) = read(["任务", "责任单位及责任人"], ["修缮泵站", "市甲局（吴某）、市乙局"]).items
    assert [(each.name, each.unit) for each in item.people] == [("吴某", "市甲局")]
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市甲局", "市乙局"]


def test_a_column_of_bare_figures_holds_no_tasks_whatever_it_is_called():
    """新开工项目（个） counts projects, unit by unit; below it stands no task."""
    first, second = read(
        ["县区", "引资额（亿元）", "新开工项目（个）"], ["东山县", "5", "10"], ["西河区", "8", "20"]
    ).items
    assert figures(first) == [("东山县", "引资额", 5.0, "亿元"), ("西河区", "引资额", 8.0, "亿元")]
    assert figures(second) == [("东山县", "新开工项目", 10.0, "个"), ("西河区", "新开工项目", 20.0, "个")]
