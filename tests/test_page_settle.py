"""Settling on the page in a real Chromium: by keys alone, held as it is made, taken away with what was before."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from chromium import PROGRAM, Browser
from pages import render_of
from reading import plan_of
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.render.lists import render_tables
from responsibility.resolve.dismissals import parse_dismissals
from responsibility.resolve.overrides import parse_overrides
from responsibility.views.sheet import Book, Cell, Column, Row, Sheet
from test_matters import world
from test_page_browser import AXE
from test_reference import reference
from test_settling import OWN, TEXT, ask

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="no Chromium on this machine"),
]

KEPT = '# 一月的决定\nitem_id,mention,unit_id,role,reason,by\n1,,市教育局,责任,"会议, 纪要",张三\n'


def plan(*files: tuple[str, str]) -> Plan:
    return replace(plan_of(TEXT, OWN), tables=files)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A page of four tasks with nothing decided; nothing may complain and nothing may leave the file."""
    show(chromium, tmp_path / "index.html", render_of(plan(("overrides.csv", KEPT))))
    yield chromium
    assert chromium.complaints() == []


def show(browser: Browser, path: Path, page: bytes, width: int = 1366, height: int = 768) -> None:
    path.write_bytes(page)
    browser.open(path, width=width, height=height)
    browser.run("localStorage.clear()")
    browser.open(path, width=width, height=height)
    browser.run("document.getElementById('settle').scrollIntoView()")


def title(browser: Browser) -> str:
    return str(browser.run("document.querySelector('#settle-desk h3').textContent"))


def progress(browser: Browser) -> str:
    return str(browser.run("document.querySelector('.track p').textContent"))


def take(browser: Browser) -> dict[str, str]:
    """The files of the zip that the button gives, by name."""
    data = browser.run(
        "new Promise(function(done){var old=Keep.save,r=new FileReader();"
        "URL.createObjectURL=function(blob){r.onload=function(){done([].slice.call(new Uint8Array(r.result)))};"
        "r.readAsArrayBuffer(blob);return '#'};document.querySelector('.held button').click()})"
    )
    with zipfile.ZipFile(BytesIO(bytes(data))) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}


def settle_all(browser: Browser) -> int:
    """Press 1 and Enter until nothing is open; return the keys pressed."""
    keys = 0
    while browser.run("!!document.querySelector('.foot')"):
        browser.press("1", "Enter")
        keys += 2
        assert keys < 40
    return keys


def test_everything_is_settled_by_keys_and_read_back(browser: Browser):
    """Two keys a decision; with the files of the zip nothing that was answered is asked again."""
    asked = ask(plan())
    assert progress(browser) == f"已处理 0/{len(asked)}"
    assert settle_all(browser) == 2 * len(asked)
    assert title(browser) == "都定了"
    files = take(browser)
    assert sorted(files) == [f"matrix/plans/some-plan/{name}.csv" for name in ("dismissals", "overrides")]
    overrides = parse_overrides(files["matrix/plans/some-plan/overrides.csv"].removeprefix("\ufeff"), "overrides.csv")
    dismissals = parse_dismissals(files["matrix/plans/some-plan/dismissals.csv"].removeprefix("\ufeff"), "d")
    after = replace(plan_of(TEXT, OWN, overrides), dismissals=dismissals)
    assert [matter.kind for matter in world(after).matters] == []


def test_the_download_holds_what_was_decided_before(browser: Browser):
    """Comment, heads and lines as they stand, then the new lines with reason, person and day."""
    browser.run("document.getElementById('settle-by').value='李四'")
    browser.run("document.querySelector('.track ol li:last-child button').click()")
    assert title(browser).startswith("3项任务没有写明谁牵头")
    browser.press("Enter")
    text = take(browser)["matrix/plans/some-plan/overrides.csv"]
    day = browser.run("Settle.acts()[0].lines[0][1].day")
    assert text == (
        "\ufeff" + KEPT.replace(",by\n", ",by,日期\n") + f"1,,czj,lead,3项都以列首位的单位牵头,,{day}\n"
        f"2,,jyj,lead,3项都以列首位的单位牵头,,{day}\n3,,czj,lead,3项都以列首位的单位牵头,,{day}\n"
    )


def test_a_line_about_the_same_takes_the_place_of_the_old_one(browser: Browser):
    """What is tried goes along; two lines that correct the same would be refused when read."""
    browser.run("Page.whatif.apply([{item:0,unit:1,role:2}])")
    text = take(browser)["matrix/plans/some-plan/overrides.csv"]
    assert "会议" not in text
    assert "1,,jyj,support," in text
    assert len(parse_overrides(text.removeprefix("\ufeff"), "overrides.csv")) == 1


def test_decisions_outlive_the_page_and_u_takes_back(browser: Browser, tmp_path: Path):
    """Opened again the page goes on; undo leads to what was undone; what the files say by now is held no more."""
    first = title(browser)
    browser.press("1", "Enter")
    second = title(browser)
    browser.open(tmp_path / "index.html")
    browser.run("document.getElementById('settle').scrollIntoView()")
    assert (title(browser), progress(browser)) == (second, "已处理 1/3")
    browser.press("u")
    assert (title(browser), progress(browser)) == (first, "已处理 0/3")
    settle_all(browser)
    files = take(browser)
    tables = [(name.rpartition("/")[2], text.removeprefix("\ufeff")) for name, text in files.items()]
    (tmp_path / "index.html").write_bytes(render_of(plan(*tables)))
    browser.open(tmp_path / "index.html")
    assert browser.run("Settle.acts().length") == 0


def test_nothing_is_chosen_without_evidence_and_enter_says_so(browser: Browser):
    """The first question has no answer that custom gives: Enter alone decides nothing."""
    assert browser.run("document.querySelector('.foot .main').disabled") is True
    browser.press("Enter")
    assert progress(browser) == "已处理 0/3"
    assert browser.run("document.getElementById('live').textContent") == "请先按数字选一个"


def test_put_off_comes_last_and_still_counts_as_open(browser: Browser):
    """0 goes on, and the question is there again at the end."""
    first = title(browser)
    browser.press("0")
    assert title(browser) != first
    browser.press("1", "Enter", "1", "Enter")
    assert (title(browser), progress(browser)) == (first, "已处理 2/3")


def test_what_was_taken_back_is_done_again(browser: Browser):
    """By Shift and U; with the capitals locked U alone still takes back."""
    browser.press("1", "Enter", "U")
    assert progress(browser) == "已处理 0/3"
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="U", code="KeyU", text="U", modifiers=8)
    assert progress(browser) == "已处理 1/3"


def test_r_arrows_f6_and_ctrl_z_lead_where_they_do_on_the_desk(browser: Browser):
    """The reason, the question before and behind, the notice beside, and what was decided last."""
    where = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
    first = title(browser)
    browser.press("ArrowDown")
    second = title(browser)
    browser.press("ArrowUp", "ArrowUp")  # before the first there is none
    assert (title(browser), second != first) == (first, True)
    browser.press("F6")
    assert browser.run(where) == "paper quote"
    browser.press("F6")
    assert browser.run(where) == "H3"
    browser.press("r")
    assert browser.run(where) == "settle-reason"
    browser.press("Tab", "Tab", "Tab")
    browser.run("document.activeElement.blur()")
    browser.press("1", "Enter")
    assert progress(browser) == "已处理 1/3"
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="z", code="KeyZ", modifiers=2)
    assert (title(browser), progress(browser)) == (first, "已处理 0/3")


def test_names_that_may_be_one_unit_are_settled_by_two_keys(chromium: Browser, tmp_path: Path):
    """What is taken away makes them one unit, and they are asked about no more."""
    text = TEXT.replace("飞鸟集团)\n3", "市飞鸟保障中心)\n3").replace("飞鸟集团)\n4", "市飞鸟中心)\n4")
    show(chromium, tmp_path / "index.html", render_of(plan_of(text, OWN)))
    chromium.press(*["ArrowDown"] * list(ask(plan_of(text, OWN))).index("names:市飞鸟保障中心"), "1", "Enter")
    files = {name.rpartition("/")[2]: held.removeprefix("\ufeff") for name, held in take(chromium).items()}
    after = plan_of(text, OWN, parse_overrides(files["overrides.csv"], "overrides.csv"))
    after = replace(after, dismissals=parse_dismissals(files["dismissals.csv"], "dismissals.csv"))
    assert [unit.name for unit in after.units if "飞鸟" in unit.name] == ["市飞鸟保障中心"]
    assert not [key for key in ask(after) if "飞鸟" in key]
    assert chromium.complaints() == []


def test_the_keys_are_told_and_single_ones_can_be_turned_off(browser: Browser):
    """? opens the list; without single keys only Enter and clicks decide, and the browser holds that."""
    browser.press("?")
    assert browser.run("document.activeElement.parentNode.open") is True
    browser.click("#settle-no-keys")
    browser.press("1", "0", "u", "?")
    assert browser.run("document.querySelectorAll('#settle-desk [type=radio]:checked').length") == 0
    assert browser.run("document.querySelector('.keys').open") is True
    assert browser.run("Keep.read('no-keys', false)") is True


def test_space_goes_through_the_tasks_in_question(browser: Browser):
    """The notice beside a question scrolls, and after the last task the first comes again."""
    browser.run("var q=document.querySelector('.quote');q.style.cssText='height:20px;overflow:auto;position:relative'")
    count = browser.run("document.querySelectorAll('.quote p').length")
    tops = []
    for _ in range(count + 1):
        browser.press(" ")
        tops.append(browser.run("document.querySelector('.quote').scrollTop"))
    assert tops[0] == tops[count] == 0
    assert tops[:count] == sorted(tops[:count])


def test_letters_and_digits_are_words_where_words_are_typed(browser: Browser):
    """A reason may hold 1 and u; Enter in it decides and goes on."""
    browser.press("1")
    browser.run("document.getElementById('settle-reason').focus();document.getElementById('settle-reason').value=''")
    browser.press("u", "2", "Enter")
    assert browser.run("Settle.acts()[0].lines[0][1].reason") == "u2"
    assert progress(browser) == "已处理 1/3"


def test_the_effect_is_told_before_the_act(browser: Browser):
    """How many lines in which file, and that nobody's count changes."""
    browser.press("1")
    assert browser.run("document.querySelector('.effect').textContent").startswith("dismissals.csv 加 1 行")


def read_back(browser: Browser) -> Plan:
    """The notice read with what the page gives to take away."""
    text = take(browser)["matrix/plans/some-plan/overrides.csv"].removeprefix("\ufeff")
    browser.run("document.getElementById('settle').scrollIntoView()")  # the link of the download led to the top
    return plan_of(TEXT, OWN, parse_overrides(text, "overrides.csv"))


def test_tasks_are_split_joined_and_left_out_by_keys(browser: Browser):
    """Words chosen by arrows begin a task; a whole task is joined or left out; each is a line, undone by U."""
    browser.press("m")
    assert browser.run("document.querySelector('.quote').getAttribute('role')") == "application"
    item = browser.run("document.querySelector('.quote [data-i]').getAttribute('data-i')")
    browser.press("m", "m", "9")
    assert "分不成" in browser.run("document.querySelector('#mark-effect').textContent")  # in the clause of units
    browser.press("Escape", "ArrowUp", "m", "9", "Enter")  # from the figure on
    assert [line.get("kind") for _, line in held(browser)] == ["split"]
    assert f"{item}b" in [each.id for each in read_back(browser).items]
    browser.press("u", "m", "0")
    ways = browser.run("[].slice.call(document.querySelectorAll('.pick .way')).map(function(b){return b.textContent})")
    browser.press(str(next(place for place, words in enumerate(ways, 1) if "不算任务" in words)), "Enter")
    assert [line.get("kind") for _, line in held(browser)] == ["omit"]
    assert item not in [each.id for each in read_back(browser).items]
    browser.press("u", "m", "0", "1", "Enter")
    assert [line.get("kind") for _, line in held(browser)] == ["join"]
    assert len(read_back(browser).items) == len(plan().items) - 1
    browser.press("u")
    assert held(browser) == []


def test_a_task_gets_another_day_by_keys(browser: Browser):
    """The day is typed, with the reason; the line is that of the desk."""
    browser.press("m", "0")
    ways = browser.run("[].slice.call(document.querySelectorAll('.pick .way')).map(function(b){return b.textContent})")
    browser.press(str(len(ways)))
    assert browser.run("document.activeElement.id") == "mark-typed"
    browser.type("2023-06-30")
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "mark-reason"
    browser.type("会议")
    browser.press("Enter")
    assert [(line["kind"], line["value"], line["reason"]) for _, line in held(browser)] == [
        ("due", "2023-06-30", "会议")
    ]
    assert "2023-06-30" in [each.due for each in read_back(browser).items]


def held(browser: Browser) -> list[tuple[str, dict[str, str]]]:
    return [(file, line) for act in browser.run("Settle.acts()") for file, line in act["lines"]]


def test_words_are_said_to_be_another_role_or_no_unit_by_keys(browser: Browser):
    """M goes to the next mark; a digit says what it is; the lines are those of the desk."""
    browser.press("m", "m", "m")  # behind the figure
    words = browser.run("String(getSelection())")
    item = browser.run("getSelection().anchorNode.parentNode.closest('[data-i]').getAttribute('data-i')")
    browser.press("Enter", "3", "Enter")
    given = {each.mention: each.role.value for each in read_back(browser).assignments if each.item_id == item}
    assert given[words] == "support"
    browser.press("m", "m", "m", "8", "Enter")
    assert words not in [each.mention for each in read_back(browser).assignments if each.item_id == item]
    assert len(held(browser)) == 1  # the last word on them


def test_leaving_the_choice_keeps_the_words_and_leaving_them_the_question(browser: Browser):
    """Esc goes back a step at a time, and what was read stays a region with its name."""
    named = browser.run("document.querySelector('.quote').getAttribute('aria-label')")
    browser.press("m", "ArrowRight", "Enter")
    assert browser.run("document.activeElement.getAttribute('role')") == "dialog"
    words = browser.run("String(getSelection())")
    browser.press("Escape")
    assert browser.run("[!document.querySelector('.pick'), String(getSelection())]") == [True, words]
    browser.press("Escape")
    assert browser.run("document.querySelector('.quote').getAttribute('aria-label')") == named
    assert browser.run("document.activeElement.tagName") == "H3"


def test_where_the_browser_holds_nothing_the_page_says_so(chromium: Browser, tmp_path: Path):
    """Decisions work all the same, and the words are other ones."""
    show(chromium, tmp_path / "index.html", render_of(plan()))
    chromium.run("Storage.prototype.setItem=function(){throw new Error('full')}")
    chromium.press("1", "Enter")
    assert "不让网页保存" in chromium.run("document.querySelector('.held').textContent")
    assert progress(chromium) == "已处理 1/3"
    assert chromium.complaints() == []


@pytest.mark.parametrize(("width", "most"), [(390, 8000), (1366, 20000)])
def test_the_reference_plan_is_read_without_endless_scrolling(chromium: Browser, tmp_path: Path, width: int, most: int):
    """Narrow, sections open when wanted; nothing is wider than the screen, and a link opens where it leads."""
    show(chromium, tmp_path / "index.html", render_of(reference()), width=width, height=844)
    tall, wide = chromium.run("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert (tall < most, wide <= width) == (True, True), (tall, wide)
    chromium.run("location.hash='f-60'")
    chromium.run("new Promise(function(done){setTimeout(done,50)})")
    assert chromium.run("document.getElementById('f-60').offsetHeight") > 0
    assert chromium.complaints() == []


def test_the_desk_fits_a_small_screen_without_scrolling_the_page(chromium: Browser, tmp_path: Path):
    """At 1366 × 768 every question of the reference plan is seen with its foot."""
    show(chromium, tmp_path / "index.html", render_of(reference()))
    for place in range(chromium.run("document.querySelectorAll('.track li').length")):
        chromium.run(f"document.querySelectorAll('.track li button')[{place}].click()")
        chromium.run("document.getElementById('settle').scrollIntoView()")
        assert chromium.run("document.querySelector('.foot').getBoundingClientRect().bottom<window.innerHeight"), place


def test_findings_are_narrowed_by_severity_unit_and_words(chromium: Browser, tmp_path: Path):
    """Groups that hold nothing are hidden, and the count says how many are left."""
    show(chromium, tmp_path / "index.html", render_of(reference()))

    def count() -> tuple[int, int]:
        words = chromium.run("document.getElementById('found-count').textContent").removeprefix("显示").split("/")
        rows = chromium.run(
            "Page.all('#findings .group:not([hidden]) li').filter(function(r){return !r.hidden}).length"
        )
        return int(words[0]), rows

    def choose(name: str, value: str) -> tuple[int, int]:
        kind = "input" if name == "text" else "change"
        node = f"document.getElementById('find-{name}')"
        chromium.run(f"{node}.value='{value}';{node}.dispatchEvent(new Event('{kind}'))")
        return count()

    assert choose("severity", "warning") == (9, 9)
    shown, rows = choose("text", "市场监管局")
    assert 0 < shown == rows < 9
    assert choose("severity", "")[0] > shown
    assert chromium.complaints() == []


def test_paper_has_every_finding_and_no_desk(chromium: Browser, tmp_path: Path):
    """Folded groups are opened for print; what only a screen can do is left out."""
    show(chromium, tmp_path / "index.html", render_of(reference()))
    notes = chromium.run("Page.all('.group[data-severity=note] li').length")
    assert notes > 50
    chromium.call("Emulation.setEmulatedMedia", media="print")
    chromium.run("window.dispatchEvent(new Event('beforeprint'))")
    text = chromium.run("document.body.innerText")  # what is displayed, so that no font has to have the letters
    assert "下载改动" not in text
    assert "只看与它相连的线" not in text
    assert text.count("H9") > 0
    assert "按惯例" in text
    chromium.run("window.dispatchEvent(new Event('afterprint'))")
    chromium.call("Emulation.setEmulatedMedia", media="")
    assert chromium.run("Page.all('.group:not([open])').length") > 0  # folded again


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core (make tools brings it)")
@pytest.mark.parametrize(
    ("width", "state"),
    [(1366, ""), (1366, "done"), (390, ""), (1366, "words"), (390, "words")],
    ids=["asked", "done", "narrow", "words", "narrow-words"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(chromium: Browser, tmp_path: Path, width: int, state: str, language: str):
    """Asked, chosen, done, narrow, in both languages."""
    show(chromium, tmp_path / "index.html", render_of(plan(), language), width=width, height=768)
    chromium.press("1")
    if state == "done":
        settle_all(chromium)
    if state == "words":
        chromium.press("m", "m", "3")
    chromium.run(AXE.read_text("utf-8"))
    found = chromium.run(
        "axe.run(document,{resultTypes:['violations']}).then(function(r){return r.violations"
        ".map(function(v){return v.id+' '+v.nodes.map(function(n){return n.target}).slice(0,3)})})"
    )
    assert found == []


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core (make tools brings it)")
@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_of_progress_and_changes_have_the_same_face(chromium: Browser, tmp_path: Path, width: int):
    """Head, bar and sections; a table of 300 rows scrolls in its place, and axe finds nothing."""
    rows = tuple(
        Row(((0, Cell(f"{n}")), (1, Cell("推进绿色升级" * 6)), (2, Cell("红灯", "light-red")))) for n in range(300)
    )
    heads = Row(((0, Cell("编号")), (1, Cell("任务")), (2, Cell("亮灯"))))
    sheet = Sheet("亮灯表", tuple(Column(key, 6, 40) for key in "abc"), (heads, *rows))
    path = tmp_path / "index.html"
    path.write_bytes(render_tables(Book("进展台账", "某市计划", "", date(2026, 6, 30), (sheet,)), load_wording()))
    chromium.open(path, width=width, height=768)
    assert chromium.run("[document.querySelector('h1').textContent,document.querySelector('nav a').hash]") == [
        "进展台账",
        "#s0",
    ]
    tall, wide = chromium.run("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert (tall < 1600, wide <= width) == (True, True)
    chromium.run(AXE.read_text("utf-8"))
    assert chromium.run("axe.run(document).then(function(r){return r.violations.map(function(v){return v.id})})") == []
    assert chromium.complaints() == []
