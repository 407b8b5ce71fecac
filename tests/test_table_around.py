"""What stands below a table or between its rows is read with them or told."""

from __future__ import annotations

import pytest

from responsibility.extract import extract_document
from responsibility.kinds import Role, Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Notice
from responsibility.parse.notice import parse_notice
from sources import docx_of, paragraph, table, xlsx_of

HEADS = ("序号", "重点任务", "牵头单位", "配合单位")
ROW = ("1", "建一所学校", "市甲局", "市乙局")


def notice_of(*below: str) -> Notice:
    body = "".join([table([HEADS, ROW]), *map(paragraph, below)])
    return parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())


def sheet_of(*rows: tuple[str, ...]) -> Notice:
    return parse_notice(extract_document(xlsx_of([HEADS, *rows]), "a.xlsx"), load_lexicon())


def told(notice: Notice, code: str) -> list[tuple[str, Severity]]:
    return [(str(each.params["words"]), each.severity) for each in notice.findings if each.code == code]


def path_titles(notice: Notice) -> list[list[str]]:
    return [[heading.title for heading in item.path] for item in notice.items]


@pytest.mark.parametrize(
    ("note", "severity"),
    [
        ("以上任务均于2026年11月底前完成", Severity.WARNING),
        ("市财政局统一保障经费", Severity.WARNING),
        ("数据为上年统计数", Severity.NOTE),
    ],
)
def test_a_note_below_a_table_is_told_and_warned_of_where_it_charges(note: str, severity: Severity) -> None:
    """A note is in no task: on paper and on a sheet it is told, as a warning where it names a unit or a day."""
    assert told(notice_of(f"注：{note}。"), "TABLE_NOTE") == [(note, severity)]
    assert told(sheet_of(ROW, (f"注：{note}。", "", "", "")), "TABLE_NOTE") == [(note, severity)]


def test_the_points_of_a_note_are_no_tasks() -> None:
    """Points that go on from 注:1. are told and are no items; those of a rule are rules."""
    notice = notice_of("注：1.列首位的为牵头单位；", "2.市财政局负责以上各项经费。")
    assert [item.title for item in notice.items] == ["建一所学校"]
    assert len(notice.rules) == 1
    assert told(notice, "TABLE_NOTE") == [("市财政局负责以上各项经费", Severity.WARNING)]


def test_a_legend_below_a_table_is_not_told() -> None:
    """What says the meaning of marks is used, or says nothing of any task."""
    assert not told(notice_of("注：●为牵头单位，○为配合单位。"), "TABLE_NOTE")


def test_headings_among_rows_stand_below_those_that_reach_deeper() -> None:
    """(一) below 一、 keeps the outer one; 二、 ends both."""
    rows = [("一、民生", "", "", ""), ("（一）教育", "", "", ""), ROW, ("二、产业", "", "", ""), ("2", *ROW[1:])]
    assert path_titles(sheet_of(*rows)) == [["民生", "教育"], ["产业"]]


def test_a_heading_without_rows_below_it_is_told() -> None:
    """A heading that no row stands under is in no path, so it is told."""
    assert told(sheet_of(ROW, ("三、其他", "", "", "")), "TABLE_ROW_UNREAD") == [("三、其他", Severity.NOTE)]


def test_headings_of_a_text_over_tables_are_no_tasks() -> None:
    """The lines a table is drawn with are none of the heading's words: ## 一、 over a table is its section."""
    lines = "| 序号 | 任务 | 牵头单位 |\n|---|---|---|\n| 1 | {} | 市甲局 |\n"
    text = f"## 一、民生\n\n{lines.format('建校')}\n## 二、产业\n\n{lines.format('修路')}"
    notice = parse_notice(extract_document(text.encode(), "a.md"), load_lexicon())
    assert [(item.title, [each.title for each in item.path]) for item in notice.items] == [
        ("建校", ["民生"]),
        ("修路", ["产业"]),
    ]


def test_a_heading_over_a_table_that_goes_on_is_its_section() -> None:
    """二、 between a table and its rest without heads is above the rest alone."""
    body = [paragraph("一、民生"), table([HEADS, ROW]), paragraph("二、产业"), table([("2", *ROW[1:])])]
    notice = parse_notice(extract_document(docx_of("".join(body)), "a.docx"), load_lexicon())
    assert path_titles(notice) == [["民生"], ["产业"]]


def test_the_number_of_an_annex_and_the_title_below_it_are_one_heading() -> None:
    """附件1 alone on its line heads the table with the next line."""
    parts = [paragraph("附件1"), paragraph("清单"), table([HEADS, ROW]), paragraph("附件2"), table([HEADS, ROW[:3]])]
    notice = parse_notice(extract_document(docx_of("".join(parts)), "a.docx"), load_lexicon())
    assert path_titles(notice) == [["附件1清单"], ["附件2"]]


def gaps_of(*rows: tuple[str, ...]) -> list[str]:
    return [each.code for each in sheet_of(*rows).findings if each.code.startswith("TABLE_")]


@pytest.mark.parametrize("second", [("2", "修一条渠道", "", "市丙局"), ("2", "修一条渠道", "", "")])
def test_an_empty_cell_of_units_below_a_full_one_is_a_warning(second: tuple[str, ...]) -> None:
    """It may mean the same as above, where a merged cell was taken apart; nothing is filled in."""
    assert gaps_of(ROW, second) == ["TABLE_CELL_EMPTY"]


def test_a_cell_that_says_there_is_no_lead_and_a_task_of_parts_have_no_gap() -> None:
    """A stroke is a statement, and 2 above 2.1 leaves the units to its parts."""
    rows = [("2", "修一条渠道", "—", "市丙局"), ("3", "建两座桥", "", ""), ("3.1", "建东桥", "市甲局", "")]
    assert gaps_of(ROW, *rows) == []


def test_a_row_without_number_among_numbered_ones_that_says_less_is_a_warning() -> None:
    """It may be a task or the rest of the row above."""
    assert gaps_of(ROW, ("", "操场两处", "市丙局", ""), ("2", *ROW[1:])) == ["TABLE_ROW_LOOSE"]


def test_what_stands_beside_a_head_may_end_as_a_head_does() -> None:
    """东河治理工程 and 完成主体 are no heads, so the card is one; stages keep their quarter."""
    rows = [
        ("项目编号", "A-1", "项目名称", "东河治理工程"),
        ("责任单位", "市甲局", "配合单位", "市乙局"),
        ("一季度", "开工", "二季度", "完成主体"),
    ]
    notice = parse_notice(extract_document(xlsx_of(rows), "a.xlsx"), load_lexicon())
    assert [(item.title, [each.period for each in item.milestones]) for item in notice.items] == [
        ("东河治理工程", ["一季度", "二季度"])
    ]


def test_a_third_row_of_heads_under_a_merged_one_is_none_of_the_body() -> None:
    """责任单位 over 配合 over 县直 | 乡镇: those who support are told by the middle one."""
    rows = [
        ("序号", "任务", "责任单位", "", ""),
        ("", "", "牵头", "配合", ""),
        ("", "", "", "县直", "乡镇"),
        ("1", "建校", "市甲局", "市乙局", "市丙局"),
    ]
    merges = [(0, 0, 2, 0, "序号"), (0, 1, 2, 1, "任务"), (0, 2, 0, 4, "责任单位"), (1, 2, 2, 2, "牵头")]
    data = xlsx_of(rows, merges=[*merges, (1, 3, 1, 4, "配合")])
    (item,) = parse_notice(extract_document(data, "a.xlsx"), load_lexicon()).items
    named = [(each.name, each.role) for clause in item.clauses for each in clause.mentions]
    assert named == [("市甲局", Role.LEAD), ("市乙局", Role.SUPPORT), ("市丙局", Role.SUPPORT)]


def test_fields_under_a_quarter_keep_it() -> None:
    """一季度 over 投资 | 成果 and 二季度 over the same are four fields, each with its quarter."""
    rows = [("任务", "责任单位", "一季度", "", "二季度", ""), ("", "", "投资额", "成果", "投资额", "成果")]
    merges = [(0, 0, 1, 0, "任务"), (0, 1, 1, 1, "责任单位"), (0, 2, 0, 3, "一季度"), (0, 4, 0, 5, "二季度")]
    data = xlsx_of([*rows, ("建校", "市甲局", "1", "招标", "3", "开工")], merges=merges)
    (item,) = parse_notice(extract_document(data, "a.xlsx"), load_lexicon()).items
    assert [(each.heading, each.text) for each in item.fields] == [
        ("一季度·投资额", "1"),
        ("一季度·成果", "招标"),
        ("二季度·投资额", "3"),
        ("二季度·成果", "开工"),
    ]


def test_a_leader_beside_the_lead_in_the_bracket_of_a_heading_is_read() -> None:
    """一、民生(牵头领导:张某;牵头单位:市丙局) names both for the rows below."""
    (item,) = sheet_of(("一、民生（牵头领导：张某；牵头单位：市丙局）", "", "", ""), ROW).items
    assert [each.name for each in item.people] == ["张某"]


@pytest.mark.parametrize("head", ["监管责任单位", "参战单位及责任人"])
def test_units_kept_beside_the_task_under_a_head_that_may_charge_are_a_warning(head: str) -> None:
    """They stand in a field, and whether they take part is for a person to say."""
    rows = [(*HEADS[:3], head), ROW, ("2", "修一条渠道", "市乙局", "市甲局")]
    notice = parse_notice(extract_document(xlsx_of(rows), "a.xlsx"), load_lexicon())
    assert [each.severity for each in notice.findings if each.code == "TABLE_COLUMN_UNREAD"] == [Severity.WARNING]


def test_a_heading_with_a_sub_total_heads_the_rows_below_whatever_column_it_stands_in() -> None:
    """一 | 产业 | 300 under 项目类型 and 续建小计 | 20 without a number are no tasks; the figures are told."""
    heads = ("序号", "项目类型", "项目名称", "责任单位", "资金")
    rows = [heads, ("一", "产业", "", "", "300"), ("1", "新建", "建校", "市甲局", "300")]
    notice = parse_notice(extract_document(xlsx_of(rows), "a.xlsx"), load_lexicon())
    assert path_titles(notice) == [["产业"]]
    rows = [heads[:1] + heads[2:], ("", "续建小计", "", "20"), ("1", "建校", "市甲局", "20"), ("", "新建小计", "", "0")]
    notice = parse_notice(extract_document(xlsx_of(rows), "a.xlsx"), load_lexicon())
    assert path_titles(notice) == [["续建小计"]]
    assert len(told(notice, "TABLE_ROW_UNREAD")) == 2


def test_a_row_of_sums_may_say_of_how_many():
    """总计（2个） is no task."""
    assert [item.title for item in sheet_of(ROW, ("总计（2个）", "", "", "")).items] == ["建一所学校"]


def test_a_note_in_whatever_column_is_no_task():
    """A clerk types it where there is room."""
    notice = sheet_of(ROW, ("", "注：时间均为本年", "", ""))
    assert (len(notice.items), told(notice, "TABLE_NOTE")) == (1, [("时间均为本年", Severity.NOTE)])


def test_a_heading_over_a_table_keeps_its_leader_s_line_to_itself():
    """牵头领导 between a heading and its table makes no task of the heading, and is told."""
    body = "".join([paragraph("一、产业"), paragraph("牵头领导：张某"), table([HEADS, ROW])])
    notice = parse_notice(extract_document(docx_of(body), "a.docx"), load_lexicon())
    assert (path_titles(notice), told(notice, "TEXT_LEFT")) == ([["产业"]], [("牵头领导：张某", Severity.NOTE)])


def test_what_is_done_with_a_bureau_makes_it_none_of_the_task_s():
    """与市丙局联合推进 in a column of remarks is a remark."""
    heads, row = (*HEADS, "备注"), (*ROW, "与市丙局联合推进")
    notice = parse_notice(extract_document(xlsx_of([heads, row]), "a.xlsx"), load_lexicon())
    names = [mention.name for clause in notice.items[0].clauses for mention in clause.mentions]
    assert (names, [each.text for each in notice.items[0].fields]) == (["市甲局", "市乙局"], ["与市丙局联合推进"])
