"""Unread units: a list of units that nothing has read is told of, and where it stands."""

from __future__ import annotations

import pytest

from reading import notice_of, table_of

HEAD = "东川市人民政府办公室关于印发防汛任务分工的通知\n一、防汛\n1.巡堤。\n牵头单位：市水利局\n"


def unread_in(notice):
    return [(each.item_id, each.params["names"]) for each in notice.findings if each.code == "UNITS_UNREAD"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("参建方：市住建局、市城管局", "市住建局、市城管局"),  # a label that no list knows
        ("参建方  市住建局", "市住建局"),
        ("申报单位：市城投公司", "市城投公司"),  # asks for the work, and may do it
        ("参建方：市住建局（盖章）\n参建方：市城管局", "市城管局"),
    ],
)
def test_units_behind_an_unknown_label_are_told_of(line, names):
    notice = notice_of(f"{HEAD}{line}\n2.备料。（责任单位：市应急局）\n")
    assert unread_in(notice) == [("1.1", names)]


@pytest.mark.parametrize(
    "line",
    [
        "数据来源：市统计局",  # a field
        "督导单位：市委督查室",
        "抄送：市委办公室",
        "险情及时上报省应急厅、市应急局。",  # running text
        "配合单位：市住建局、市城管局",
        "联系人：张山（市住建局）",
    ],
)
def test_units_that_are_read_or_named_in_passing_are_not(line):
    assert unread_in(notice_of(f"{HEAD}{line}\n2.备料。（责任单位：市应急局）\n")) == []


def test_a_unit_known_from_another_task_needs_no_place_before_it():
    notice = notice_of("一、防汛\n1.巡堤。（市水利局牵头）\n参建方 红石滩公司\n2.备料。（市应急局、红石滩公司）\n")
    assert unread_in(notice) == [("1.1", "红石滩公司")]


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("巡查河道（水利局）", ["水利局"]),
        ("巡查河道（水利局）。", ["水利局"]),
        ("巡查（水利局）河道", []),  # says whose rivers
        ("巡查河道（含支流、沟渠）", []),
        ("巡查河道（水利局）\n责任单位：市应急局", []),
    ],
)
def test_a_bracket_of_bureaux_that_closes_a_task_of_nobody_is_told_of(task, names):
    notice = notice_of(f"一、防汛\n1.{task}\n2.备料。（责任单位：市应急局）\n")
    assert [words for _, words in unread_in(notice)] == names


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("以市水利局为主，市财政局配合，组建队伍。", ["市水利局、市财政局"]),
        ("建成后交市水利局管护。", ["市水利局"]),
        ("组建队伍。——市水利局、市委宣传部", ["市水利局、市委宣传部"]),
        ("由市水利局负责组建，市财政局安排资金。", ["市财政局"]),  # beside who is read
        ("抓住机遇，在全市中部布局场站。", []),
        ("抓好城市管理，报市水利专业委员会。", []),
        ("报市应急局备案。（责任单位：市水利局）", []),  # what a clause says is all of it
    ],
)
def test_bureaux_in_the_text_of_a_task_without_a_clause_are_told_of(task, names):
    notice = notice_of(f"一、防汛\n1.{task}\n2.备料。（责任单位：市应急局）\n")
    assert [words for item, words in unread_in(notice) if item == "1.1"] == names


def test_a_column_is_told_of_once():
    notice = table_of(["序号", "任务", "牵头单位", "参建方"], ["1", "巡堤", "市水利局", "市住建局"])
    assert unread_in(notice) == []
    assert [each.code for each in notice.findings if "TABLE_COLUMN" in each.code] == ["TABLE_COLUMN_UNREAD"]


def test_a_room_of_a_government_that_no_sentence_charges_is_told_of():
    """市政府督查室 is no bureau by its last word, and a house of its own."""
    assert unread_in(notice_of("一、督查\n1.通报。市政府督查室每季度通报1次。\n")) == [("1.1", "市政府督查室")]
