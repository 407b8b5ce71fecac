"""The page in a real Chromium: it works by mouse, by keyboard, without scripts and without any network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from builders import plan_from
from chromium import PROGRAM, Browser
from pages import QUICK, hostile_plan, render_of
from reading import codes_of, plan_of
from responsibility.model import Charge, Person, Plan
from responsibility.registry import Registry, load_base
from responsibility.resolve.overrides import parse_overrides
from responsibility.settings import BalanceSettings
from responsibility.spans import Span
from test_reference import reference

AXE = Path(__file__).parents[1] / ".cache/axe/package/axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="no Chromium on this machine"),
]

ASSIGNED = {
    "1.1": ["fgw", "jyj", "kjj"],
    "1.2": ["fgw", "kjj"],
    "1.3": ["fgw", "jyj"],
    "2.1": ["kjj", "fgw"],
    "2.2": ["jyj", "czj", "fgw", "kjj"],
    "2.3": ["czj"],
}


ANYONE = QUICK.but(balance=BalanceSettings(eligible=("*",)))


def plan() -> Plan:
    """Six items and four units; one body holds a word of its own."""
    return plan_from(ASSIGNED, {"2.2": "建设充电桩80座。"})


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_bytes(render_of(plan(), settings=ANYONE))
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(chromium: Browser, page: Path) -> Iterator[Browser]:
    """A fresh page; whatever a test does, nothing may complain and nothing may leave the file."""
    chromium.open(page)
    yield chromium
    assert chromium.complaints() == []


def shown_items(browser: Browser) -> list[str]:
    found: list[str] = browser.run(
        "Page.all('#grid tr[data-i]').filter(function(r){return !r.hidden}).map(function(r){return r.dataset.i})"
    )
    return found


def heads(browser: Browser) -> list[str]:
    found: list[str] = browser.run(
        "Page.all('#grid thead th[data-u]').filter(function(h){return h.offsetWidth})"
        ".map(function(h){return h.dataset.u})"
    )
    return found


def choose(browser: Browser, selector: str, value: str) -> None:
    browser.run(
        f"(function(){{var e=document.querySelector('{selector}');e.value='{value}';"
        "e.dispatchEvent(new Event(e.tagName==='INPUT'?'input':'change',{bubbles:true}))}())"
    )


def test_a_click_on_a_mark_lights_row_column_and_network(browser: Browser):
    """The card names item and unit, and the very words are one link away."""
    browser.click("tr[data-i='1.2'] td:nth-child(4) a")
    assert browser.run("document.querySelector('#grid tr.lit').dataset.i") == "1.2"
    assert "nth-child(4)" in browser.run("document.getElementById('lit').textContent")
    assert (
        browser.run("Page.all('.picture path.on[data-unit]').length") == 5
    )  # two of the item, four of the unit, one both
    card = browser.run("document.getElementById('dock').innerText")
    assert "2.任务1.2" in card
    assert "市kjj局" in card
    words = browser.run(
        "document.querySelector(Page.all('#dock a[href^=\"#m-\"]')[0].getAttribute('href')).textContent"
    )
    assert words == "市kjj局"
    assert "市kjj局：牵头1项，共同责任3项" in browser.run("document.getElementById('live').textContent")


def test_a_click_on_a_head_shows_the_units_card_with_its_task_sheet(browser: Browser):
    """The card links to the unit's workbook beside the page."""
    browser.click("#grid thead th[data-u='czj'] a")
    link = browser.run("document.querySelector('#dock a[href$=\".xlsx\"]').getAttribute('href')")
    assert link == quote("tasks/04-市czj局.xlsx")


def test_filters_narrow_items_and_units(browser: Browser):
    """By unit, by role of that unit, by section and by words that only the notice holds."""
    choose(browser, "#by-unit", "czj")
    assert shown_items(browser) == ["2.2", "2.3"]
    choose(browser, "#by-role", "lead")
    assert shown_items(browser) == ["2.3"]
    assert heads(browser) == ["czj"]
    browser.run("document.getElementById('filters').reset()")
    browser.run("new Promise(function(done){setTimeout(done,30)})")
    assert len(shown_items(browser)) == 6
    choose(browser, "#by-section", "1")
    assert shown_items(browser) == ["2.1", "2.2", "2.3"]
    choose(browser, "#by-text", "充电桩")
    assert shown_items(browser) == ["2.2"]
    assert browser.run("document.getElementById('shown').textContent") == "显示1/6项任务、4个单位"


def test_sorting_moves_columns_and_rows_and_comes_back(browser: Browser):
    """By load the busiest unit comes first; protocol order is restored with its bands."""
    choose(browser, "#by-sort", "load")
    assert heads(browser) == ["fgw", "kjj", "jyj", "czj"]
    assert shown_items(browser)[0] == "2.2"
    assert browser.run("document.querySelector('#grid .band').offsetHeight") == 0
    choose(browser, "#by-sort", "blocks")
    assert sorted(heads(browser)) == ["czj", "fgw", "jyj", "kjj"]
    choose(browser, "#by-sort", "protocol")
    assert heads(browser) == ["fgw", "jyj", "kjj", "czj"]
    assert shown_items(browser) == list(ASSIGNED)


def test_the_keyboard_reaches_marks_cards_and_back(browser: Browser):
    """One stop in the matrix, arrows from mark to mark over the gaps, Enter to open, Escape to close."""
    browser.run("document.querySelector('#grid a[tabindex=\"0\"]').focus()")
    assert browser.run("Page.all('#grid a').filter(function(a){return a.tabIndex===0}).length") == 1
    browser.press("ArrowDown", "ArrowDown", "ArrowRight")
    at = browser.run("document.activeElement.closest('tr').dataset.i+' '+document.activeElement.parentNode.cellIndex")
    assert at == "1.2 3"
    browser.press("Enter")
    assert browser.run("document.getElementById('dock').hidden") is False
    browser.press("Escape")
    assert browser.run("document.getElementById('dock').hidden") is True


def test_the_skip_link_is_first_and_focus_is_visible(browser: Browser):
    """Tab shows the way past the banner."""
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_scripts_everything_is_there_to_read(chromium: Browser, page: Path):
    """No empty control is shown, and a mark leads to its words."""
    chromium.open(page, scripts=False)
    assert chromium.run("getComputedStyle(document.getElementById('filters')).display") == "none"
    assert chromium.run("document.querySelectorAll('#units .card').length") == 4
    chromium.click("tr[data-i='1.2'] td:nth-child(4) a")
    assert chromium.run("document.querySelector(':target').textContent") == "市kjj局"
    assert chromium.complaints() == []


def test_hostile_names_stay_text_in_cards_and_controls(chromium: Browser, tmp_path: Path):
    """Whatever a name holds, choosing and trying it makes no element and runs no script."""
    path = tmp_path / "index.html"
    path.write_bytes(render_of(hostile_plan()))
    chromium.open(path)
    chromium.click("#grid tbody td a")
    chromium.run("Page.whatif.apply([{item:0,unit:1,role:0}])")
    assert chromium.run("document.images.length") == 0
    assert "<img src=x" in chromium.run("document.querySelector('#dock h3').textContent")
    assert chromium.complaints() == []


def test_the_page_prints_on_landscape_paper_with_the_head_on_each_sheet(chromium: Browser, tmp_path: Path):
    """A matrix of 60 items runs over several sheets, each with its head, and no control is printed."""
    import pdfplumber

    path, printed = tmp_path / "index.html", tmp_path / "index.pdf"
    path.write_bytes(render_of(plan_from({f"1.{n}": ["fgw", "kjj"] for n in range(60)})))
    chromium.open(path)
    chromium.print(printed)
    with pdfplumber.open(printed) as pdf:
        assert all((round(page.width), round(page.height)) == (842, 595) for page in pdf.pages)
        signs = [{char["text"] for char in page.chars} for page in pdf.pages]
        texts = [page.extract_text() for page in pdf.pages]
    assert [set("fgwkj") <= each for each in signs[1:3]] == [True, True]  # the two sheets of the matrix
    assert not any("overrides" in text for text in texts)


def test_the_overview_of_the_reference_plan_prints_on_one_page(chromium: Browser, tmp_path: Path):
    """A leader's first page holds the sentences and all thirty loads; links are for the screen."""
    import pdfplumber

    path, printed = tmp_path / "index.html", tmp_path / "index.pdf"
    path.write_bytes(render_of(reference()))
    chromium.open(path)
    chromium.print(printed)
    with pdfplumber.open(printed) as pdf:
        first = pdf.pages[0].extract_text()
    assert len(re.findall(r"(?m)( \d+){4} [\d.]+$", first)) == 30
    assert ".xlsx" not in first


def test_a_broad_matrix_is_whole_again_once_scripts_run(chromium: Browser, tmp_path: Path):
    """Runs of empty cells are split, so that every mark stands under its unit."""
    assigned = {f"1.{n}": [f"u{n:03}", f"u{n + 40:03}"] for n in range(40)}
    path = tmp_path / "index.html"
    path.write_bytes(render_of(plan_from(assigned)))
    chromium.open(path)
    assert chromium.run("Page.all('#grid tbody tr[data-i]').every(function(r){return r.cells.length===82})")
    assert chromium.run(
        "Page.all('#grid td a').every(function(a){var h=a.closest('table').tHead.rows[0].cells[a.parentNode.cellIndex];"
        "return document.querySelector(a.getAttribute('href')).textContent===h.textContent})"
    )
    assert chromium.complaints() == []


def try_role(browser: Browser, item: str, unit: str, role: str) -> None:
    """Give a unit a role in an item by the form of the section."""
    choose(browser, "#try-item", browser.run(f"Page.itemAt['{item}']"))
    choose(browser, "#try-unit-head", browser.run(f"Page.unitAt['{unit}']"))
    place = ["lead", "co-lead", "support", "none"].index(role) + 1
    browser.run(f"document.querySelector('#whatif .tools button:nth-of-type({place})').click()")


def test_moving_a_lead_shows_in_matrix_totals_loads_and_frontier(browser: Browser):
    """The old lead stays as co-lead, the marks are outlined, and undo brings everything back."""
    try_role(browser, "1.2", "kjj", "lead")
    assert browser.run("Page.all('#grid td.changed').map(function(c){return c.innerText.trim()})") == ["○", "●"]
    assert browser.run("Page.all('#grid tfoot .leads td').map(function(c){return c.innerText})")[:4] == [
        "2",
        "1",
        "2",
        "1",
    ]
    text = browser.run("document.querySelector('#whatif .result').innerText")
    assert "市fgw局\t3 → 2" in text
    assert "共改动2处" in browser.run("document.getElementById('live').textContent")
    browser.run("Page.whatif.reset()")
    assert browser.run("Page.all('#grid td.changed').length") == 0
    assert browser.run("document.querySelector('#grid tfoot .leads td').innerText") == "3"


def test_a_cell_of_the_matrix_can_be_tried_from_its_card(browser: Browser):
    """An empty cell takes a unit in, and the focus stays on the button that did it."""
    browser.click("tr[data-i='2.3'] td:nth-child(2)")
    browser.click("#dock .try button:nth-of-type(3)")
    assert browser.run("document.querySelector(\"tr[data-i='2.3'] td:nth-child(2)\").innerText.trim()") == "△"
    assert browser.run("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert "配合" in browser.run("document.querySelector('#whatif .steps').innerText")
    browser.run("Page.whatif.reset()")


def test_the_change_can_be_taken_away_as_overrides(browser: Browser, tmp_path: Path):
    """The file has a BOM, the heads of a new overrides.csv, quoted fields, and the text beside it is the same."""
    browser.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    try_role(browser, "1.2", "kjj", "lead")
    try_role(browser, "2.3", "czj", "none")
    choose(browser, "#try-reason", "局长说,可以")
    browser.run("Page.all('#whatif button').filter(function(b){return /overrides/.test(b.textContent)})[0].click()")
    path = tmp_path / "overrides.csv"
    for _ in range(50):
        if path.exists():
            break
        browser.run("new Promise(function(done){setTimeout(done,40)})")
    text = path.read_bytes().decode("utf-8")
    assert text == (
        "\ufeff任务编号,提法,单位编号,角色,理由,经办人,日期\n"
        '1.2,,fgw,co-lead,"局长说,可以",,\n'
        '1.2,,kjj,lead,"局长说,可以",,\n'
        '2.3,,czj,none,"局长说,可以",,\n'
    )
    assert browser.run("document.querySelector('#whatif textarea').value") == text[1:]
    browser.run("Page.whatif.reset()")


@pytest.mark.parametrize("registry", [Registry.empty(load_base()), Registry.empty()], ids=["general", "none"])
def test_what_was_tried_is_read_back(chromium: Browser, tmp_path: Path, registry: Registry):
    """Units of the general register, or of none: every line of the page's file is accepted and does what was tried."""
    text = "甲市工作分工\n1.甲事。做好。(责任单位:市财政局、市教育局、飞鸟集团)\n2.乙事。做好。(责任单位:市教育局)\n"
    path = tmp_path / "index.html"
    path.write_bytes(render_of(plan_of(text, registry)))
    chromium.open(path)
    chromium.run("Page.whatif.apply([{item:0,unit:2,role:0},{item:0,unit:1},{item:1,unit:0,role:2}])")
    cells, units = chromium.run("[Page.world.cells, Page.world.units.map(function(u){return u.id})]")
    after = plan_of(text, registry, parse_overrides(chromium.run("Page.whatif.csv()"), "overrides.csv"))
    tried = {(f"{item}", units[int(unit)]): role for item, row in enumerate(cells, 1) for unit, role in row.items()}
    assert {(each.item_id, each.unit_id): each.role.strength for each in after.assignments} == tried
    assert "OVERRIDE_STALE" not in codes_of(after)


def test_a_step_of_the_frontier_can_be_tried(browser: Browser):
    """Its button makes the very moves, after which nothing is left to move at that cap."""
    steps = browser.run("Page.whatif.judge().frontier.map(function(s){return [s.cap,s.moves.length]})")
    assert steps == [[3, 0], [2, 1]]
    browser.run("document.querySelector('#whatif .result button').click()")
    assert browser.run("Page.whatif.judge().frontier[0].cap") == 2
    browser.run("Page.whatif.reset()")


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core (make tools brings it)")
@pytest.mark.parametrize("state", ["", "Card.choose(1,2)", "Page.whatif.apply([{item:1,unit:2,role:0}])"])
def test_axe_finds_nothing_serious(browser: Browser, state: str):
    """The page, a card and a tried change break no rule of WCAG 2.1 A and AA that axe-core can check."""
    browser.run(state)
    browser.run(AXE.read_text("utf-8"))
    found = browser.run(
        "axe.run(document,{resultTypes:['violations']}).then(function(r){return r.violations"
        ".map(function(v){return v.impact+' '+v.id+' '+v.nodes.map(function(n){return n.target}).slice(0,3)})})"
    )
    assert found == []


def test_filters_by_leader_month_and_unit(chromium: Browser, tmp_path: Path):
    """A leader's tasks, then those of them that fall due in a month; then a unit's, and those of them in a month."""
    led = Person("分管领导", "周某", Span(0, 0), is_leader=True)
    days = {"1.1": "2026-06-30", "2.2": "2026-09-30"}
    own = plan()
    items = tuple(replace(item, due=days.get(item.id)) for item in own.items)
    people = tuple(Charge(item_id, "", led) for item_id in days)
    path = tmp_path / "index.html"
    path.write_bytes(render_of(replace(own, notice=replace(own.notice, items=items), people=people)))
    chromium.open(path)
    choose(chromium, "#by-leader", "分管领导周某")
    assert shown_items(chromium) == ["1.1", "2.2"]
    choose(chromium, "#by-month", "2026-09")
    assert shown_items(chromium) == ["2.2"]
    choose(chromium, "#by-leader", "")
    choose(chromium, "#by-month", "")
    choose(chromium, "#by-unit", "kjj")
    assert shown_items(chromium) == ["1.1", "1.2", "2.1", "2.2"]
    choose(chromium, "#by-month", "2026-06")
    assert shown_items(chromium) == ["1.1"]
    assert chromium.run("document.querySelector(\"#grid tr[data-i='1.1']\").innerText").count("2026") == 1
    assert chromium.complaints() == []
