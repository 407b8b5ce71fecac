"""The page as a view and as a file: what it says, that it needs no other file, and that text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html

from builders import plan_from
from pages import HOSTILE, QUICK, hostile_plan, page_of, render_of
from responsibility.kinds import Severity
from responsibility.language.wording import load_wording
from responsibility.model import Charge, Finding, Person
from responsibility.render.page import render_page
from responsibility.render.page.markup import escape, script_json
from responsibility.spans import Span
from responsibility.views.page.page import PageView

SMALL = {"1.1": ["a", "b"], "1.2": ["b"], "2.1": ["c", "a", "b"], "2.2": []}


def speak(page: PageView) -> str:
    """The view as text, one fact a line."""
    lines = [f"# {page.title}", *page.sentences]
    lines += [f"{what} {number} {note}" for what, number, note in page.counts]
    for item in page.items:
        marks = " ".join(f"{m.unit_id}:{m.role}@{m.anchor}" for m in page.marks if m.item_id == item.id)
        lines.append(f"{page.sections[item.section]} | {item.number}{item.title} | {marks}")
    for unit in page.units:
        partners = " ".join(f"{other}×{shared}" for other, shared in unit.partners)
        lines.append(f"{unit.short} {unit.leads}+{unit.co_leads}+{unit.supports} = {unit.load:g} | {partners}")
    lines += [f"{each.severity} {each.code} {each.whereabouts} @{each.anchor}" for each in page.findings]
    return "\n".join(lines)


def test_the_view_of_a_small_plan_reads_as_expected():
    """The golden text of a world of four items and three units: the first sentence, counts, rows and the worst."""
    finding = Finding("NAME_TWICE", Severity.ERROR, Span(0, 2), "1.1", "a")
    page = page_of(replace(plan_from(SMALL), findings=(finding,)))
    assert speak(replace(page, sentences=page.sentences[:1], findings=page.findings[:2])) == (
        "# 某市工作计划\n"
        "3项任务由3个单位承担，共6项责任；任务不足5项，不判断谁过多，最多的是市b局（3）、市a局（2）、市c局（1），"
        "整体相当于2.6个单位均等承担。\n"
        "任务 4 其中3项写明责任单位\n"
        "责任单位 3 其中3个至少牵头一项\n"
        "责任 6 牵头3、其他3\n"
        "问题 2 错误1、警告1；另有提示11\n"
        "(1)第1部分 | 1.任务1.1 | a:lead@24 b:co-lead@28\n"
        "(1)第1部分 | 2.任务1.2 | b:lead@57\n"
        "(2)第2部分 | 1.任务2.1 | c:lead@86 a:co-lead@90 b:co-lead@94\n"
        "(2)第2部分 | 2.任务2.2 | \n"
        "市a局 1+1+0 = 1.5 | b×2 c×1\n"
        "市b局 1+2+0 = 2 | a×2 c×1\n"
        "市c局 1+0+0 = 1 | a×1 b×1\n"
        "error NAME_TWICE 第1行 · 第（1）1项 · 市a局 @0\n"
        "warning H10 第1行 · 第（1）1项 @0"
    )


def test_every_mark_links_to_its_very_words():
    """The link of each cell lands on a name, and the name's words are the mention."""
    plan = plan_from(SMALL)
    tree = html.fromstring(render_of(plan).decode())
    for assignment in plan.assignments:
        place = [unit.id for unit in plan.units].index(assignment.unit_id)
        link = tree.xpath(f"//tr[@data-i='{assignment.item_id}']/td[{place + 1}]/a")[0]
        words = tree.xpath(f"//*[@id='{link.get('href')[1:]}']")[0]
        assert words.text_content() == assignment.mention


def test_every_link_inside_the_page_has_its_place():
    """No link to a missing id, and no id twice."""
    plan = replace(plan_from(SMALL), findings=(Finding("X", Severity.NOTE, Span(3, 4), "1.1", "a"),))
    tree = html.fromstring(render_of(plan).decode())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_the_page_needs_nothing_but_itself():
    """Charset first, a policy that refuses everything, and no address of another place."""
    page = render_of(plan_from(SMALL))
    tree = html.fromstring(page.decode())
    assert tree.xpath("/html/head/*[1]/@charset") == ["utf-8"]
    assert tree.xpath("/html/head/*[2]/@content")[0].startswith("default-src 'none'; ")
    assert b"http:" not in page
    assert b"https:" not in page
    assert tree.xpath("//link|//script[@src]|//img|//iframe|//*[@onclick]") == []


def test_tables_and_landmarks_say_what_they_are():
    """Language, skip link, one main, captions, scopes, and a heading for each section."""
    tree = html.fromstring(render_of(plan_from(SMALL)).decode())
    assert tree.get("lang") == "zh-CN"
    assert tree.xpath("//body/*[1]/@href") == ["#main"]
    assert len(tree.xpath("//main")) == 1
    assert all(table.xpath("caption") for table in tree.xpath("//table"))
    assert all(head.get("scope") for head in tree.xpath("//th"))
    assert all(tree.xpath(f"//h2[@id='{name}']") for name in tree.xpath("//section/@aria-labelledby"))


def test_hostile_names_stay_text():
    """Markup, quotes and direction signs of a name neither close a tag nor turn its neighbours."""
    page = render_of(hostile_plan()).decode()
    tree = html.fromstring(page)
    assert tree.xpath("//img|//*[@onerror]") == []
    assert "\u202e" not in page
    assert tree.xpath("//h1")[0].text_content() == HOSTILE.replace("\u202e", "\ufffd")
    values = json.loads(tree.xpath("//script[@id='data']")[0].text)
    assert values["units"][0][1] == HOSTILE.replace("\u202e", "\ufffd")


def test_script_data_cannot_end_its_script_and_must_be_json():
    """Signs that HTML or JavaScript reads are escaped; NaN is refused."""
    assert script_json({"a": "</script>&\u2028"}) == '{"a":"\\u003c/script\\u003e\\u0026\\u2028"}'
    with pytest.raises(ValueError, match="JSON"):
        script_json({"a": float("nan")})


def test_control_characters_become_visible():
    """Nothing hides in the text: NUL and overrides show as the replacement sign."""
    assert escape("a\0\u202eb") == "a\ufffd\ufffdb"


def test_the_scripts_are_of_2015():
    """No sign of newer syntax, so that a browser of 2018 runs them."""
    tree = html.fromstring(render_of(plan_from(SMALL)).decode())
    script = re.sub(r"/\*.*?\*/|//.*", "", tree.xpath("//body/script[last()]")[0].text, flags=re.S)
    newer = r"=>|`|\?\.|\?\?|\.\.\.|\b(let|const|class|async|await|import|export)\s|replaceAll|fetch\(|\.at\("
    assert re.findall(newer, script) == []


@pytest.mark.slow
def test_a_large_plan_stays_under_a_megabyte():
    """400 items and 150 units with names of up to 40 characters still make one light file."""
    assigned = {f"1.{n}": [f"u{(n * 7 + k * 11) % 150:03}" for k in range(5)] for n in range(400)}
    plan = plan_from(assigned, dict.fromkeys(assigned, "推进重点工作落实见效。" * 10))
    units = tuple(replace(unit, short=f"市{unit.id}局" + "长" * (place % 35)) for place, unit in enumerate(plan.units))
    assert len(render_of(replace(plan, units=units))) < 2**20


def test_above_its_size_the_matrix_becomes_a_list():
    """A matrix that nobody could read says so and lists each item's units."""
    page = replace(page_of(plan_from(SMALL)), matrix_cells=5)
    tree = html.fromstring(render_page(page, load_wording()).decode())
    assert tree.xpath("//*[@id='grid']") == []
    assert "●市c局、○市a局、○市b局" in tree.xpath("//*[@id='matrix']")[0].text_content()


def test_the_network_is_the_picture_given_or_left_out():
    """Its prolog is left out, since it stands inside the page; without a picture no link leads nowhere."""
    page = replace(page_of(plan_from(SMALL)), network_svg='<?xml version="1.0"?><svg id="given"><path d="M0 0"/></svg>')
    tree = html.fromstring(render_page(page, load_wording()).decode())
    assert len(tree.xpath("//*[@id='network']//svg[@id='given']")) == 1
    bare = html.fromstring(render_page(replace(page, network_svg=""), load_wording()).decode())
    assert bare.xpath("//*[@id='network']|//a[@href='#network']") == []


def test_only_what_needs_mending_is_marked_in_the_notice():
    """A warning has its sign, a note only its place."""
    warning = Finding("W", Severity.WARNING, Span(2, 3), "1.1")
    tree = html.fromstring(render_of(replace(plan_from(SMALL), findings=(warning,))).decode())
    assert "found" in tree.xpath("//*[@id='m-2']/@class")[0]
    notes = [each for each in page_of(plan_from(SMALL)).findings if each.code == "H9"]
    assert tree.xpath(f"//*[@id='m-{notes[0].anchor}']/@class") == ["lead"]


def test_a_page_that_lists_the_first_findings_counts_all_of_them():
    """The section and the first screen say the same numbers as every other place."""
    settings = QUICK.but(page=QUICK.page.but(findings=1))
    findings = tuple(Finding("W", Severity.WARNING, Span(at, 3), "1.1") for at in (0, 1, 2))
    page = page_of(replace(plan_from(SMALL), findings=findings), settings=settings)
    assert len(page.findings) == 1
    (said,) = html.fromstring(render_page(page, load_wording()).decode()).xpath("//*[@id='findings']/p[@class='note']")
    words, more = re.findall(r"\d+", said.text), next(note for *_, note in page.counts if note.startswith("错误"))
    assert words == [number for number in re.findall(r"\d+", more) if number != "0"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_plan_still_makes_a_page(language: str):
    """No item, no unit: every section is there and nothing fails."""
    tree = html.fromstring(render_of(plan_from({}), language).decode())
    assert len(tree.xpath("//section")) == 7


def test_both_languages_have_the_same_page_keys():
    """A word missing in one language would stop that page."""
    zh, en = ({key for key in load_wording(name).keys if key.startswith("page.")} for name in ("zh", "en"))
    assert zh == en


def test_the_same_view_gives_the_same_bytes():
    """No clock and no chance in the page."""
    assert render_of(plan_from(SMALL)) == render_of(plan_from(SMALL))


def test_rows_show_when_they_are_due_and_filters_stand_only_where_they_narrow():
    """By leader and by month where the plan has them; without, the page has neither."""
    plan = plan_from(SMALL)
    led = Person("分管领导", "周某", Span(0, 0), rank="副市长", is_leader=True)
    first = replace(plan.items[0], due="2026-06-30", people=(led,))
    notice = replace(plan.notice, items=(first, *plan.items[1:]))
    page = page_of(replace(plan, notice=notice, people=(Charge("1.1", "", led),)))
    assert (page.items[0].leaders, page.items[0].months) == (("副市长周某",), ("2026-06",))
    shown = html.fromstring(render_page(page, load_wording("zh")).decode())
    assert shown.xpath("//tr[@data-i='1.1']//small/text()") == ["2026年6月30日"]
    assert shown.xpath("//select[@id='by-leader']/option/@value") == ["", "副市长周某"]
    assert shown.xpath("//select[@id='by-month']/option/text()") == ["全部", "2026年6月"]
    bare = html.fromstring(render_page(page_of(plan), load_wording("zh")).decode())
    assert bare.xpath("//select[@id='by-leader' or @id='by-month'] | //small") == []
