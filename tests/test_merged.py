"""Merged: a table copied with tabs, in which a cell over several columns or rows was printed once."""

from __future__ import annotations

import pytest

from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item, Notice
from responsibility.parse import parse_notice

HEADS = "序号\t任务\t分管领导\t牵头单位\t配合单位"
FIRST = "1\t做甲事\t张某\t市甲局\t市丙局"


def notice_of_lines(*lines: str) -> Notice:
    """Read lines as a file would be read."""
    return parse_notice(extract_text("\n".join(lines).encode(), "notice.txt"), load_lexicon())


def units_of(item: Item) -> list[str]:
    """Name and role of each unit, in order."""
    mentions = [each for clause in item.clauses for each in clause.mentions]
    return [f"{each.text} {each.role.value if each.role else ''}".strip() for each in mentions]


def short_rows(notice: Notice) -> list[str]:
    """What begins each row that is told as short."""
    return [each.params["text"].split("\t")[0] for each in notice.findings if each.code == "TABLE_ROW_SHORT"]


@pytest.mark.parametrize(
    ("upper", "lower", "row"),
    [
        ("序号\t任务\t责任单位", "牵头\t配合", "1\t做甲事\t市甲局\t市乙局、市丙局"),
        ("序号\t任务\t责任分工\t时限", "牵头单位\t配合单位", "1\t做甲事\t市甲局\t市乙局、市丙局\t2030年6月底"),
        ("任务\t责任单位\t督导单位\t备注", "牵头\t配合", "做甲事\t市甲局\t市乙局、市丙局\t市丁局\t"),
    ],
)
def test_heads_below_a_merged_one_that_was_printed_once_are_put_under_it(upper, lower, row):
    """The cells of the rows tell how the heads stand."""
    notice = notice_of_lines("分工表", upper, lower, row, row.replace("甲事", "乙事"))
    assert [(item.title, units_of(item)) for item in notice.items] == [
        (title, ["市甲局 lead", "市乙局 support", "市丙局 support"]) for title in ("做甲事", "做乙事")
    ]


def test_heads_that_can_stand_under_two_others_are_told():
    """Which of two heads of units is over the lower ones cannot be told where both columns hold units."""
    rows = ("1\t做甲事\t市甲局\t市乙局\t市丙局", "2\t做乙事\t市甲局\t市乙局\t市丙局")
    notice = notice_of_lines("序号\t任务\t责任单位\t承办单位", "牵头\t配合", *rows)
    assert [each.params["text"] for each in notice.findings if each.code == "TABLE_FLAT"] == ["牵头\t配合"]


@pytest.mark.parametrize(
    ("row", "units", "leader"),
    [
        ("2\t做乙事\t市乙局\t市丁局", ["市乙局 lead", "市丁局 support"], "张某"),
        ("0\t做丙事\t王某\t\t市丁局\n2\t做乙事\t市乙局\t市丁局", ["市乙局 lead", "市丁局 support"], "王某"),
        ("2\t做乙事\t李某\t市乙局", ["市乙局 lead"], "李某"),
        ("做乙事\t李某\t市乙局\t市丁局", ["市乙局 lead", "市丁局 support"], "李某"),
    ],
)
def test_a_row_that_a_merged_cell_left_short_is_moved_to_where_its_cells_fit(row, units, leader):
    """A person leads no task and a bureau is no person; a row that may be whole stays."""
    notice = notice_of_lines(HEADS, FIRST, row)
    assert [units_of(item) for item in (notice.items[0], notice.items[-1])] == [
        ["市甲局 lead", "市丙局 support"],
        units,
    ]
    assert [each.name for each in notice.items[-1].people] == [leader]
    assert short_rows(notice) == ([] if row.endswith("李某\t市乙局") else [row.split("\n")[-1].split("\t")[0]])


def test_a_row_that_keeps_its_empty_cells_and_lacks_one_is_told():
    """Whether who leads or who helps is merged cannot be told; the row is read as it stands."""
    notice = notice_of_lines(
        "序号\t任务\t牵头单位\t配合单位\t备注", "1\t做甲事\t市甲局\t市丙局\t", "2\t做乙事\t市乙局\t"
    )
    assert units_of(notice.items[1]) == ["市乙局 lead"]
    assert short_rows(notice) == ["2"]


def test_where_one_row_was_moved_one_without_its_last_units_is_told():
    """Who stands there may be who leads, or who helps below a merged lead."""
    notice = notice_of_lines(HEADS, FIRST, "2\t做乙事\t市乙局\t市丁局", "3\t做丙事\t李某\t市戊局")
    assert units_of(notice.items[2]) == ["市戊局 lead"]
    assert short_rows(notice) == ["2", "3"]


def test_a_row_that_fits_nowhere_is_told():
    """A person under those who lead, and no column for persons."""
    heads = "序号\t任务\t牵头单位\t配合单位\t备注"
    notice = notice_of_lines(heads, "1\t做甲事\t市甲局\t市丙局\t已报", "2\t做乙事\t张某\t市乙局")
    assert short_rows(notice) == ["2"]
