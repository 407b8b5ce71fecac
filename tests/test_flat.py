"""Flat: tables drawn in plain text are read; what a copy lost is told."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, rows_of
from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Plan
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


@pytest.mark.parametrize(
    "text",
    [
        "序号 重点任务 牵头单位 配合单位 完成时限\n1 抓好重点 市科技局 市财政局 年底前",
        "序号 工 作 任 务 牵头负责部门\n1 抓好重点 市科技局",
        "序号\n\n重点任务\n\n责任单位\n\n完成时限\n\n1\n\n抓好重点\n\n市科技局\n\n年底前",
    ],
)
def test_a_table_without_its_lines_is_told(text: str):
    """Nobody can say which word stood in which column, so it is not read but reported."""
    assert {"TABLE_FLAT", "ITEMS_NONE"} <= set(codes_of(plan_of(text)))


def test_a_label_without_its_colon_is_told():
    """责任单位 市科技局 in a line of its own is not read, and said so."""
    assert "CLAUSE_UNREAD" in codes_of(plan_of("一、任务\n1.甲。做好。\n责任单位 市科技局 市财政局"))


def test_labels_with_names_are_no_lost_table():
    """责任单位 above a name, or in a sentence, is nothing lost."""
    text = "一、任务\n1.甲。\n牵头单位：市科技局\n责任单位：市财政局\n各责任单位要抓好落实。"
    assert not {"TABLE_FLAT", "ITEMS_NONE"} & set(codes_of(plan_of(text)))


def test_pinyin_in_brackets_is_told():
    """A copy with pinyin may hide words of duty, so it is reported; other brackets are not counted."""
    plan = plan_of("一、任务\n1.規(guī)劃。做好規(guī)劃。（市科技局負(fù)責(zé)）")
    assert next(each for each in plan.findings if each.code == "TEXT_PINYIN").params == {"count": 4}
    assert "TEXT_PINYIN" not in codes_of(plan_of("一、任务\n1.甲。区域(abc)协定(RCEP)好。（市科技局负责）"))
