"""Units of a list that an office keeps elsewhere: a workbook, a table, a name a line."""

from __future__ import annotations

import pytest

from responsibility.extract import extract_document
from responsibility.registry import load_base, parse_registry
from responsibility.resolve.listed import Listed, new_units, read_listed
from sources import xlsx_of

HEAD = "编号,名称,简称\n"


def listed(*rows: list[object]) -> tuple[Listed, ...]:
    return read_listed(extract_document(xlsx_of(rows), "list.xlsx"))


@pytest.mark.parametrize("head", ["单位名称", "部门", "责任单位", "单 位 全 称"])
def test_a_workbook_is_read_by_its_heads(head):
    """A title above, numbers beside, kinds in Chinese; a row without a name is none."""
    rows = ["甲市单位名录"], ["序号", head, "简称", "类别"], [1, "甲市水利局", "市水利局", "政府"], [2, "", "", ""]
    assert listed(*rows) == (Listed("甲市水利局", "市水利局", "government"),)


def test_a_workbook_without_heads_is_read_by_the_column_of_names():
    """Most cells of it end as the names of units do."""
    rows = [1, "甲市水利局", "张三"], [2, "甲市水务\n保障中心", "李四"], [3, "甲市公安局", "王五"]
    assert [each.name for each in listed(*rows)] == ["甲市水利局", "甲市水务保障中心", "甲市公安局"]


def test_lines_are_names_in_their_order_each_once():
    """Numbers before them and lines that are no names are left out."""
    text = "成员单位如下:\n1.市水利局\n2、市公安局\n（三）市水利局\n三、市教育局\n"
    assert [e.name for e in read_listed(extract_document(text.encode(), "a.txt"))] == [
        "市水利局",
        "市公安局",
        "市教育局",
    ]


def test_what_names_nobody_gives_nothing():
    assert listed(["a", "b"], ["c", "d"]) == ()


def test_new_units_take_what_the_general_register_knows():
    """Id, kind and short name are those of the office's duty; a name that nobody knows gets an id of its own."""
    registry = parse_registry("", base=load_base())
    made = new_units([Listed("甲市水利局"), Listed("甲市水务保障中心")], registry)
    assert [(unit.id, unit.name, unit.short, unit.kind) for unit in made] == [
        ("s-slj", "甲市水利局", "市水利局", "government"),
        (made[1].id, "甲市水务保障中心", "市水务保障中心", ""),
    ]
    assert made[1].id.startswith("x")


def test_who_is_in_the_register_already_is_left_out():
    """Under the full name, the short one, or one that means the same office."""
    registry = parse_registry(HEAD + "a,甲市水利局,市水利局\nb,甲市公安局,\n", base=load_base())
    made = new_units([Listed("市水利局"), Listed("甲市公安局"), Listed("甲市水利局"), Listed("市教育局")], registry)
    assert [unit.name for unit in made] == ["市教育局"]


def test_two_of_a_list_never_share_an_id():
    """One office listed under two names is one line."""
    made = new_units([Listed("甲市教育局"), Listed("市教育局")], parse_registry("", base=load_base()))
    assert [unit.name for unit in made] == ["甲市教育局"]
