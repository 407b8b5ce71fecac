"""Findings: one stream for command, page, workbooks and JSON."""

from __future__ import annotations

from dataclasses import replace

from builders import document_of, plan_from
from reading import plan_of
from responsibility import read
from responsibility.kinds import Severity
from responsibility.language.wording import load_wording
from responsibility.model import Finding
from responsibility.settings import Settings
from responsibility.spans import Locator, Span
from responsibility.views.contract import build_finding_line
from responsibility.views.findings import count_severities, gather_findings, place_findings, show_place
from responsibility.views.page.page import build_page
from responsibility.views.scene import show_task
from responsibility.views.sheets.problems import build_findings
from workbooks import finding_of, scene_of

ZH, EN = load_wording("zh"), load_wording("en")
RARE = plan_from({"1.1": ["a", "b"]}, {"1.1": "保护中华鲟和𫚭。"})


def test_page_and_workbook_show_the_same_findings():
    """The character that the gongwen fonts lack was counted in the workbook and not on the page."""
    scene = scene_of(RARE, fonts="gongwen")
    assert [each.code for each in scene.findings] == ["FONT_OUTSIDE_GB2312"]
    assert [each.code for each in build_page(scene).findings] == ["FONT_OUTSIDE_GB2312"]
    assert sum("FONT_OUTSIDE_GB2312" in str(row) for row in build_findings(scene).rows) == 1


def test_command_page_and_workbook_say_the_same_sentence():
    """One sentence, one fix and one place, in each language."""
    plan = finding_of(RARE, "NAME_TWICE", name="市a局")
    for say in (ZH, EN):
        (placed,) = place_findings(plan, plan.findings, say)
        line = build_finding_line(plan.findings[0], plan, say, "notice.txt")
        assert all(words in line for words in (placed.text, placed.fix, placed.place))


def test_a_finding_speaks_of_tasks_by_their_printed_numbers():
    """In every place that says it; ids stay where a program reads them."""
    plan = plan_of("一、任务\n（一）水务\n3.修泵站。（责任单位：市甲局、市乙局）\n4.修路。（牵头单位：市丙局）")
    finding = Finding("H9", Severity.NOTE, None, plan.items[0].id, "", {"title": "修泵站", "sign": "、"})
    (placed,) = place_findings(plan, [finding], ZH)
    assert (placed.item_id, placed.text[:12]) == ("1.1.3", "任务3“修泵站”没有写明")
    assert placed.text in build_finding_line(finding, plan, ZH, "a.txt")
    (row,) = [row for row in build_findings(scene_of(replace(plan, findings=(finding,)))).rows if "H9" in str(row)]
    assert "1.1.3" not in str(row)


def test_a_place_is_said_in_the_reader_s_language():
    """Row 2 of table 1 is no Chinese place in an English report."""
    document = document_of("一\n二")
    table = Locator(page=3, table=1, row=2, column=4)
    blocks = (document.blocks[0], document.blocks[1].__class__(document.blocks[1].span, table))
    placed = document.__class__("a", "text/plain", "", document.text, blocks)
    assert show_place(placed, Span(2, 3), ZH) == "第3页表1第2行第4列"
    assert show_place(placed, Span(2, 3), EN) == "page 3 table 1 row 2 column 4"


def test_a_finding_without_a_sentence_shows_its_facts():
    """Nothing found is dropped because a wording lacks it."""
    (placed,) = place_findings(RARE, [Finding("NEW", Severity.NOTE, params={"count": 3})], ZH)
    assert (placed.text, placed.fix) == ("count 3", "")


def test_a_finding_told_twice_counts_once():
    """Reading and analysis may both bring it."""
    plan = finding_of(RARE, "NAME_TWICE", name="市a局")
    found = gather_findings(plan, scene_of(plan).settings, plan.findings)
    assert count_severities(found) == {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 0}


def test_a_title_cut_by_us_is_not_said_above_its_own_sentence():
    """What ends in … is the beginning of the text; the sheet prints the sentence once."""
    item = RARE.items[0]
    cut = item.__class__(item.id, item.number, item.path, "保护中华鲟…", "保护中华鲟和𫚭。", item.span)
    assert show_task(cut) == ("保护中华鲟和𫚭。", 0)
    assert show_task(item) == ("任务1.1\n保护中华鲟和𫚭。", 5)


def test_a_remark_on_an_items_words_is_told_with_the_item_and_not_once_more_without():
    """The reader of the file tells of a sign before anybody knows items; check, reports and read counted it twice."""
    plan = read("市测试方案\n一、任务\n1.建设\ue9f9湿地公园。（责任单位：市水利局、市林业局）").plan
    found = gather_findings(plan, Settings())
    assert [each.item_id for each in found if each.code == "SIGN_UNKNOWN"] == ["1.1"]
