"""Flat: tables drawn in plain text are read; what a copy lost is told."""

from __future__ import annotations

import pytest

from reading import codes_of, notice_of, plan_of, rows_of
from responsibility.extract.text import extract_text
from responsibility.kinds import Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item, Plan
from responsibility.parse import parse_notice
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings

HEADS = ("序号", "重点任务", "牵头部门", "主责单位", "协办单位")
ROW = ("1", "抓好重点", "市科技局", "市财政局", "市教育局、市民政局")
READ = [
    ("市科技局", "lead", "label"),
    ("市财政局", "co-lead", "label"),
    ("市教育局", "support", "label"),
    ("市民政局", "support", "label"),
]


def units_of(item: Item) -> list[tuple[str, str]]:
    return [(each.name, each.role.value if each.role else "") for clause in item.clauses for each in clause.mentions]


def plan_of_bytes(text: str) -> Plan:
    """Read text as a file would be read."""
    notice = parse_notice(extract_text(text.encode(), "notice.txt"), load_lexicon())
    return resolve_plan(notice, Registry.empty(), Settings(), (), "some-plan")


@pytest.mark.parametrize("sign", ["|", "\t", " | ", "｜"])
def test_a_table_drawn_in_text_is_read(sign: str):
    """Cells parted by tabs or strokes are cells."""
    plan = plan_of_bytes(f"任务分解表\n{sign.join(HEADS)}\n{sign.join(ROW)}\n")
    assert rows_of(plan) == READ


def test_outer_strokes_and_a_line_below_the_heads_are_no_cells():
    """A table as Markdown draws it, with an empty cell."""
    lines = ["| " + " | ".join(row) + " |" for row in (HEADS, ["---"] * 5, ROW, ("2", "另一任务", "市教育局", "", ""))]
    plan = plan_of_bytes("\n".join(lines))
    assert rows_of(plan) == [*READ, ("市教育局", "lead", "label")]
    assert all(each.span.of(plan.notice.document.text) in "".join(ROW) + "市教育局" for each in plan.assignments)


def test_strokes_in_a_single_line_are_words():
    """首页 | 公开 | 正文 above a notice makes no table."""
    blocks = extract_text("首页 | 公开 | 正文\n一、任务\n".encode(), "notice.txt").blocks
    assert [block.locator.line for block in blocks] == [1, 2]


@pytest.mark.parametrize("parts", [("一、甲类", "二、乙类"), ("甲类\n（一）小类", "乙类\n（一）小类")])
def test_parts_of_a_table_that_have_one_row_each_part_no_table(parts: tuple[str, str]):
    """A row that was one cell has no signs; what stands below it is still of the table."""
    rows = ["\t".join(HEADS), parts[0], "\t".join(ROW), parts[1], "2\t办好另一件\t市水利局\t\t"]
    assert rows_of(plan_of_bytes("\n".join(rows))) == [*READ, ("市水利局", "lead", "label")]


def test_a_part_of_a_table_may_begin_with_a_row_that_lacks_its_last_cell():
    rows = "序号\t任务\t责任单位\t备注\n一、甲类\n1\t修路\t市甲局\n2\t建桥\t市乙局\n二、乙类\n3\t建园\t市丙局\t分批\n"
    assert [name for name, *_ in rows_of(plan_of_bytes(f"分解表\n{rows}"))] == ["市甲局", "市乙局", "市丙局"]


def test_a_table_between_the_lines_of_a_lost_one_stays():
    """Rows that are a table of their own are not dropped with the blank lines of the one around them."""
    row = "1 | 修路 | 市甲局\n"
    plan = plan_of_bytes(f"分解表\n序号 任务 责任单位\n{row}{row.replace('1', '2')}3 建园 市丙局\n4 建房 市丁局\n")
    assert [name for name, *_ in rows_of(plan)] == ["市甲局", "市甲局", "市丙局", "市丁局"]


def test_a_line_between_two_tables_is_none_of_their_rows():
    """The heads below it open another table."""
    table = ["\t".join(HEADS), "\t".join(ROW)]
    blocks = extract_text("\n".join([*table, "表二", *table]).encode(), "notice.txt").blocks
    assert [block.locator.line for block in blocks if block.locator.table is None] == [3]


HEAD_LINES = "序号\n重点任务\n牵头单位\n配合单位\n完成时限\n"


@pytest.mark.parametrize(
    "text",
    [
        "序号 重点任务 牵头单位 配合单位 完成时限\n1 抓好重点 市科技局 市财政局 年底前",
        "序号 重 点 任 务 牵头单位 配合单位 完成时限\n1 抓好重点 市科技局 市财政局 年底前",
        f"{HEAD_LINES}1\n抓好重点\n市科技局\n市财政局\n年底前\n某市政府\n2025年1月1日",
        f"丙市2025年重点工作安排\n{HEAD_LINES}1\n抓好重点\n市科技局\n市财政局\n年底前",
        f"{HEAD_LINES}1\n抓好重点，\n不留死角\n市科技局\n市财政局\n年底前\n2\n抓好\n市科技局\n市财政局\n6月",
        "|序号\n|\n重点任务\n|\n牵头单位\n|\n配合单位\n|\n1\n|\n抓好重点\n|\n市科技局\n|\n市财政局\n|",
    ],
)
def test_a_table_that_lost_its_lines_is_put_back_where_its_heads_tell_the_columns(text: str):
    rows = [(item.number, item.title.rstrip("，"), units_of(item)) for item in notice_of(text).items]
    assert rows[0] == ("1", "抓好重点", [("市科技局", "lead"), ("市财政局", "support")])
    assert len(rows) == 1 + ("2\n" in text)


def test_a_list_of_units_that_broke_inside_a_name_is_one_cell():
    rows = (
        "1\n抓好重点，\n不留死角\n市科技局、市住房和城\n乡建设局\n市财政局\n年底前\n2\n做乙\n市民政局\n市财政局\n9月底"
    )
    first, second = notice_of(HEAD_LINES + rows).items
    assert units_of(first) == [("市科技局", "lead"), ("市住房和城乡建设局", "lead"), ("市财政局", "support")]
    assert units_of(second) == [("市民政局", "lead"), ("市财政局", "support")]


def test_rows_without_numbers_are_as_many_lines_as_there_are_heads():
    text = "任务\n责任单位\n时限\n做甲\n市科技局\n6月底\n做乙\n市财政局、市民政局\n9月底\n联系人：某某"
    assert [(item.title, item.due) for item in notice_of(f"2025年任务表\n{text}").items] == [
        ("做甲", "2025-06-30"),
        ("做乙", "2025-09-30"),
    ]


SHORT = "类别\n工作任务\n责任单位\n城建\n修路。\n市甲局\n建桥。\n市乙局、市丙局\n"


def test_a_row_without_a_number_ends_with_its_units():
    """Below a merged cell that was printed once a row has a line less: it is read and told, and the next is whole."""
    notice = notice_of(f"{SHORT}民生\n建园。\n市丁局、某调查队\n")
    assert [(item.title, [name for name, _ in units_of(item)]) for item in notice.items] == [
        ("修路", ["市甲局"]),
        ("建桥", ["市乙局", "市丙局"]),
        ("建园", ["市丁局", "某调查队"]),
    ]
    assert [each.code for each in notice.findings] == ["TABLE_ROW_SHORT"]


def test_a_title_that_names_the_first_head_is_none():
    notice = notice_of("某类重点任务分工\n任务\n责任单位\n配合单位\n修路。\n市甲局\n市乙局\n")
    assert [(item.title, units_of(item)) for item in notice.items] == [
        ("修路", [("市甲局", ""), ("市乙局", "support")]),
    ]


def test_a_short_row_that_ends_the_text_is_not_read_but_told():
    """A closing sentence above who signs looks like one."""
    notice = notice_of(SHORT)
    assert [item.title for item in notice.items] == ["修路"]
    assert [each.params["text"][:2] for each in notice.findings if each.code == "TABLE_ROW_LOST"] == ["建桥"]


def test_every_row_that_a_merged_column_of_units_left_short_is_told():
    """Of one list between two tasks nobody knows whether it closes the one or opens the other."""
    rows = ["市甲局\n修路。\n市乙局", "建桥。\n市丙局", "市丁局\n建园。\n市戊局", "建房。\n市己局"]
    notice = notice_of("\n".join(["牵头单位\n目标任务\n责任单位", *rows]))
    assert [item.title for item in notice.items] == ["修路", "建园"]
    lost = [each.params["text"][:2] for each in notice.findings if each.code == "TABLE_ROW_LOST"]
    assert lost == ["建桥", "建房"]


def test_headings_between_the_rows_stay_headings():
    text = f"{HEAD_LINES}一、甲类\n1\n做甲\n市科技局\n市财政局\n6月\n二、乙类\n2\n做乙\n市民政局\n市财政局\n9月"
    assert [(item.id, item.path[0].title) for item in notice_of(text).items] == [("1.1", "甲类"), ("2.2", "乙类")]


def test_a_row_that_fits_in_several_ways_is_not_guessed_but_told():
    """Three units for two columns of units: nobody can say who helps."""
    text = f"{HEAD_LINES}1\n做甲\n市科技局\n市民政局\n市财政局\n6月底\n2\n做乙\n市科技局\n市财政局\n9月底"
    notice = notice_of(text)
    assert [item.number for item in notice.items] == ["2"]
    assert [each.params["text"][:4] for each in notice.findings if each.code == "TABLE_ROW_LOST"] == ["1\n做甲"]


def test_a_row_without_one_of_its_units_is_read_and_told():
    notice = notice_of(f"{HEAD_LINES}1\n做甲\n市科技局\n6月底\n2\n做乙\n市科技局\n市财政局\n9月底")
    assert units_of(notice.items[0]) == [("市科技局", "lead")]
    assert [each.code for each in notice.findings if each.code != "DUE_YEARLESS"] == ["TABLE_ROW_SHORT"]


def test_heads_in_prose_make_no_table():
    notice = notice_of("一、任务\n任务\n牵头单位\n责任单位\n各单位要认真落实。\n1.做甲。（责任单位：市科技局）")
    assert [(item.number, item.title) for item in notice.items] == [("1.", "做甲")]
    assert [each.code for each in notice.findings] == ["TABLE_FLAT"]


def test_a_label_without_its_colon_is_told():
    """责任单位 城投公司 in a line of its own is not read where nothing else tells it from a head, and said so."""
    assert "CLAUSE_UNREAD" in codes_of(plan_of("一、任务\n1.甲。做好。\n责任单位 城投公司 市财政局"))


def test_labels_with_names_are_no_lost_table():
    """责任单位 above a name, or in a sentence, is nothing lost."""
    text = "一、任务\n1.甲。\n牵头单位：市科技局\n责任单位：市财政局\n各责任单位要抓好落实。"
    assert not {"TABLE_FLAT", "ITEMS_NONE"} & set(codes_of(plan_of(text)))


def test_pinyin_in_brackets_is_told():
    """A copy with pinyin may hide words of duty, so it is reported; other brackets are not counted."""
    plan = plan_of("一、任务\n1.規(guī)劃。做好規(guī)劃。（市科技局負(fù)責(zé)）")
    assert next(each for each in plan.findings if each.code == "TEXT_PINYIN").params == {"count": 4}
    assert "TEXT_PINYIN" not in codes_of(plan_of("一、任务\n1.甲。区域(abc)协定(RCEP)好。（市科技局负责）"))


@pytest.mark.parametrize("sign", ["；", "，", "│", "^"])
def test_a_flat_head_row_parted_by_any_sign_is_told_or_read(sign):
    """Cells that a stop parts are no sentence; those that a ruled line parts are a table again."""
    rows = [
        ["序号", "任务", "牵头单位", "配合单位"],
        ["1", "做甲", "市甲局", "市乙局"],
        ["2", "做乙", "市丙局", "市丁局"],
    ]
    plan = plan_of("某市任务分工表\n" + "\n".join(sign.join(row) for row in rows))
    assert "TABLE_FLAT" in codes_of(plan) or [each.name for each in plan.assignments][:2] == ["市甲局", "市乙局"]


def test_every_row_of_a_table_that_could_not_be_read_asks_for_its_units():
    """The head alone tells of the table; whoever looks at a task has to see that its units were lost."""
    text = (
        "2026年重点工作\n序号工作事项 责任单位 完成时限\n"
        "1 修缮城区公路 市甲局、市乙局、市住房和城 3月底前\n乡建设局、市丙局\n"
        "2 疏浚南北河道 市丁局、市乙局、市\n委网信办\n3 植树造林护林 市戊局、市甲局、市自然 6月底前\n资源和规划局\n"
    )
    lost = [each for each in notice_of(text).findings if each.code == "ITEM_NO_CLAUSE"]
    assert [(each.item_id, each.severity) for each in lost] == [(number, Severity.WARNING) for number in "123"]


def lost_rows(text: str) -> list[str]:
    return [each.params["text"] for each in notice_of(text).findings if each.code == "TABLE_ROW_LOST"]


def test_each_row_below_two_heads_that_stand_apart_is_told():
    """A table of two columns is no less lost than one of three; the rest of a name goes with its row."""
    rows = "修缮公路        市甲局、市自然资\n            源和规划局\n植树造林        市乙局\n"
    text = "某市任务表\n工作任务        责任单位\n" + rows
    lost = lost_rows(text)
    assert "市甲局" in lost[0]
    assert "市乙局" in lost[-1]


def test_a_table_copied_column_by_column_is_told_at_each_line_of_units():
    """All numbers, then all tasks, then all units: nobody can say who does what."""
    text = "某市任务表\n序号\n1\n2\n\n工作任务\n修缮公路\n植树造林\n\n牵头单位\n市甲局\n\n市乙局\n\n配合单位\n市丙局\n"
    notice = notice_of(text)
    assert "TABLE_FLAT" in [each.code for each in notice.findings]
    held = [each.text for item in notice.items for clause in item.clauses for each in clause.mentions]
    assert {name for name in ("市甲局", "市乙局", "市丙局") if name in "".join((*lost_rows(text), *held))} == {
        "市甲局",
        "市乙局",
        "市丙局",
    }


def test_no_row_is_lost_where_no_head_stands():
    assert lost_rows("一、任务\n1.做甲。（责任单位：市甲局）\n市乙局\n\n市丙局") == []
