"""Rows and merged cells that a page end cut."""

from __future__ import annotations

import pytest

from responsibility.extract.draft import Placed
from responsibility.extract.pages.printed import PrintedLine, PrintedPage, TableEnds
from responsibility.extract.pages.tables.overleaf import join_cut_tables

HEADS = (Placed(1, 1, "牵头单位"), Placed(1, 2, "任务"), Placed(1, 3, "配合单位"))
MERGED = (*HEADS, Placed(2, 1, "市甲局", 2), Placed(2, 2, "修桥"), Placed(2, 3, "市乙局"), Placed(3, 2, "铺路"))


def join(
    before: tuple[Placed, ...], after: tuple[Placed, ...], ends: TableEnds
) -> tuple[list[str], list[str], frozenset[tuple[int, int]]]:
    """The words of both parts of a table, and where words were carried to in the second."""
    first = PrintedLine("", 70, 500, 60, 780, before, ends=ends)
    pages = [PrintedPage(1, 842, (first,)), PrintedPage(2, 842, (PrintedLine("", 70, 500, 60, 160, after),))]
    one, two = (page.lines[0] for page in join_cut_tables(pages))
    return [cell.text for cell in one.cells], [cell.text for cell in two.cells], two.ends.carried


@pytest.mark.parametrize(("room", "joined"), [(0.5, True), (9.0, False)])
def test_a_row_without_a_number_goes_on_only_behind_lines_that_were_full(room, joined):
    """Under a merged cell the next row lacks its first cell too; its words begin anew."""
    last = (Placed(3, 3, "市丙局、市"),)
    rest = (*HEADS, Placed(2, 1, ""), Placed(2, 2, "种树"), Placed(2, 3, "丁局"), Placed(3, 1, "市戊局"))
    ends = TableEnds({(3, 2): room, (3, 3): room})
    words, below, carried = join((*MERGED, *last), rest, ends)
    assert ("铺路种树" in words, "市丙局、市丁局" in words) == (joined, joined)
    assert (below[3] == "市甲局" and carried == {(2, 1)}) != joined


def test_a_merged_cell_without_a_rule_at_the_page_end_is_one_with_the_empty_cell_behind_it():
    """Whatever else is empty in its column; beside it no row goes on, though its lines were full."""
    after = (*HEADS, Placed(2, 1, ""), Placed(2, 2, "种树"), Placed(2, 3, ""), Placed(3, 1, ""), Placed(3, 2, "清河"))
    ends = TableEnds({(3, 2): 0.0}, frozenset({1}))
    _, below, carried = join((*MERGED, Placed(3, 3, "市丙局")), after, ends)
    assert below == ["牵头单位", "任务", "配合单位", "市甲局", "种树", "", "", "清河"]
    assert carried == {(2, 1)}


def test_words_of_a_merged_cell_that_stand_in_its_second_part_are_put_in_the_first():
    before = (*HEADS, Placed(2, 1, ""), Placed(2, 2, "修桥"), Placed(2, 3, "市乙局"))
    after = (*HEADS, Placed(2, 1, "市甲局"), Placed(2, 2, "种树"), Placed(2, 3, ""))
    words, _, _ = join(before, after, TableEnds({}, frozenset({1})))
    assert words[3:] == ["市甲局", "修桥", "市乙局"]


def test_words_of_a_cut_cell_that_are_printed_over_repeated_heads_are_none_of_these():
    after = (Placed(1, 1, "牵头单位市甲局"), *HEADS[1:], Placed(2, 1, ""), Placed(2, 2, "种树"), Placed(2, 3, ""))
    _, below, _ = join((*MERGED, Placed(3, 3, "市丙局")), after, TableEnds({}, frozenset({1})))
    assert below[0] == "牵头单位"
    assert below[3] == "市甲局"


def test_an_empty_cell_is_left_empty_where_others_of_its_column_are():
    rows = (
        Placed(2, 1, ""),
        Placed(2, 2, "种树"),
        Placed(2, 3, "市丁局"),
        Placed(3, 1, ""),
        Placed(3, 2, "清河"),
    )
    _, below, carried = join((*MERGED, Placed(3, 3, "市丙局")), (*HEADS, *rows), TableEnds({(3, 2): 9.0, (3, 3): 9.0}))
    assert below[3] == ""
    assert not carried
