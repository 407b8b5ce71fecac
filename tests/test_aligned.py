"""Aligned: a table of a plain text is told by where its words stand."""

from __future__ import annotations

import pytest

from responsibility.extract.layer.aligned import part_aligned
from responsibility.extract.layer.banded import AlignedHead
from responsibility.extract.layer.cut import cut_rows
from responsibility.extract.plain import mend_text
from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.parse import parse_notice

ABOVE_LINES = """\
甲市任务表

序号   工作任务     牵头单位    配合单位        完成时限
1    建一座水厂，  市水利局    市财政局、市住    9 月底
     不误工期             房和城乡建设局
2    修一条路    市交通运输局  市公安局       年底前
"""
CENTRED = """\
工作任务        责任单位          完成时限
建一座大水厂，
            市水利局、市财政局     9 月底
不误工期
              市公安局、市交通运
修一条路                        年底前
              输局
"""


def rows_of(text: str) -> list[list[str]]:
    return [line.strip("|").split("|") for drawn, part in part_aligned(text) if drawn for line in part.splitlines()]


def test_cells_that_begin_beside_their_number_are_rows():
    """A name that goes on below is one; what stands above the heads is no row."""
    assert rows_of(ABOVE_LINES)[1:] == [
        ["1", "建一座水厂，不误工期", "市水利局", "市财政局、市住房和城乡建设局", "9 月底"],
        ["2", "修一条路", "市交通运输局", "市公安局", "年底前"],
    ]


def test_cells_in_the_middle_of_their_rows_need_no_number():
    """The days stand one a row, and every cell has its middle there."""
    assert rows_of(CENTRED)[1:] == [
        ["建一座大水厂，不误工期", "市水利局、市财政局", "9 月底"],
        ["修一条路", "市公安局、市交通运输局", "年底前"],
    ]


def test_two_heads_below_a_wider_one_are_columns():
    text = """\
序号   任务    责任单位           时限
           牵头单位   配合单位
1    建厂    市水利局   市财政局   9月
"""
    assert rows_of(text) == [
        ["序号", "任务", "牵头单位", "配合单位", "时限"],
        ["1", "建厂", "市水利局", "市财政局", "9月"],
    ]


def test_a_cell_that_stands_for_several_rows_reaches_over_them():
    text = """\
序号  分管领导   任务    责任单位
1          建厂    市水利局
    张某
2          修路    市公安局
3   李某     种树    市林业局
"""
    assert [row[1] for row in rows_of(text)] == ["分管领导", "张某", "^^", "李某"]


def test_a_page_number_between_the_rows_is_none():
    """The heads that a page repeats are left out as well."""
    page = "\n                 1\n\n序号   任务    牵头单位    配合单位\n"
    first = "序号   任务    牵头单位    配合单位\n1    建厂    市水利局    市财政局\n"
    assert [row[0] for row in rows_of(f"{first}{page}2    修路    市公安局    市财政局\n")] == ["序号", "1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        # No place is left between two columns.
        "序号   任务    牵头单位    配合单位\n1    建厂    市水利局    市财政局\n2  修路市住房城乡建设局    市公安局\n",
        # Nobody can say where the second row begins.
        "任务      责任单位    配合单位\n建水厂     市水利局、   市财政局\n和泵站     市公安局    市林业局\n",
        "责任单位   市水利局   市财政局\n牵头单位   市公安局   市林业局\n",
        "第一段话  有两个空格的话。\n第二段话  也有。\n",
    ],
)
def test_what_does_not_fit_stays_as_it_is(text: str):
    assert "".join(words for _, words in part_aligned(text)) == text


def test_the_prose_around_a_table_stays():
    text = f"请认真抓好落实。\n\n{ABOVE_LINES}\n联系人：某某\n"
    mended = mend_text(text, "txt").text
    assert mended.startswith("请认真抓好落实。\n\n甲市任务表\n")
    assert mended.endswith("联系人：某某\n")


def test_such_a_table_is_read():
    notice = parse_notice(extract_text(ABOVE_LINES.encode(), "表.txt"), load_lexicon())
    named = [(item.number, mention.name) for item in notice.items for each in item.clauses for mention in each.mentions]
    assert named[:3] == [("1", "市水利局"), ("1", "市财政局"), ("1", "市住房和城乡建设局")]


DRIFTED = """\
序号    工作任务     牵头单位   配合单位     完成时限
 1   建一座大水厂，  开发区管委会 市水利局、市财   2026 年 6 月
     不误工期。          政局
 2   修一条环城大道路。 市交通局   市公安局       2026 年 9 月
"""
LABELLED = """\
 序号      工作任务        责任单位      责任领导
一、基础设施
               牵头单位：市水利局
  1 建一座大水厂。    责任单位：市财政局、市住    张 某
               建局
                牵头单位：市交通局
  2 修一条路。
               责任单位：市公安局       李 某
"""


def test_cells_that_come_close_to_each_other_belong_to_the_nearest_column():
    """A long name leaves one blank before the next cell."""
    assert rows_of(DRIFTED)[1:] == [
        ["1", "建一座大水厂，不误工期。", "开发区管委会", "市水利局、市财政局", "2026 年 6 月"],
        ["2", "修一条环城大道路。", "市交通局", "市公安局", "2026 年 9 月"],
    ]


def test_rows_are_cut_where_their_cells_are_whole():
    """The lines above a number are its own where a label opens them, or a name ends."""
    assert rows_of(LABELLED)[1:] == [
        ["一、基础设施"],
        ["1", "建一座大水厂。", "牵头单位：市水利局责任单位：市财政局、市住建局", "张某"],
        ["2", "修一条路。", "牵头单位：市交通局责任单位：市公安局", "李某"],
    ]


def test_a_row_goes_on_below_the_heads_of_the_next_page():
    """The columns of another page stand elsewhere, and its first line ends the name above."""
    text = f"""{DRIFTED}

             — 1 —

序号   工作任务     牵头单位    配合单位       完成时限
                       交警支队
3   种树。      市林业局    市财政局       9 月
"""
    assert [row[3] for row in rows_of(text)[1:]] == ["市水利局、市财政局", "市公安局交警支队", "市财政局"]


HEADS = [AlignedHead("", 0, 1, kind) for kind in ("number", "text", "units", "units")]


@pytest.mark.parametrize(
    "lines",
    [
        [{0: "1", 1: "建厂。", 2: "市水利局"}, {0: "3", 1: "修路。", 2: "市交通局"}],
        [{0: "1", 1: "建厂。", 2: "市水利局"}, {0: "2", 1: "修路。", 3: "市交通局"}],
        [{0: "1", 1: "建厂。", 2: "河边上、山脚下"}, {0: "2", 1: "修路。", 2: "平安路段"}],
        [{2: "市水利局"}, {0: "1", 1: "建厂。", 2: "市林业局"}, {2: "市财政局"}, {0: "2", 1: "修路。", 2: "市交通局"}],
    ],
    ids=["a row is lost", "nobody leads", "no names", "two ways"],
)
def test_rows_that_are_not_certain_are_none(lines):
    assert cut_rows(lines, HEADS) is None
