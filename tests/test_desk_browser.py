"""The desk in a browser: the whole way from a stranger's notice to the first lights, by keys."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from chromium import PROGRAM, Browser
from mangling import fill_in, open_sheet
from sources import docx_of, paragraph

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not PROGRAM, reason="needs Chromium")]

AXE = Path(__file__).parent.parent / ".cache" / "axe" / "package" / "axe.min.js"
NOTICE = (
    "关于印发《桐江市2026年水环境整治工作要点》的通知",
    "各有关单位：",
    "2026年3月2日",
    "一、重点任务",
    "1.整治黑臭水体。完成整治12处。（牵头单位：市水利局；责任单位：市生态环境局、市河道运维中心）",
    "2.改造污水管网。改造管网30公里。（牵头单位：市住房和城乡建设局；责任单位：市财政局、穆怀远）",
    "3.建设湿地公园。建成2个。（责任单位：市林业局、市财政局、市财政局）",
    "4.发布监测月报。12月底前发布12期。（牵头单位：市生态环境局；责任单位：市水环境监测站）",
)
MOST_DECISIONS = 12
MOST_WALKED = 100  # strokes of Tab on the whole way, papers opened on it
MOST_SECONDS = 10.0  # of the program's work on the whole way
BUILT = 200.0  # seconds in which a busy machine has built, at the latest


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[tuple[Path, str, int]]:
    """A desk in an empty folder, the address that it names, and the number of its process."""
    folder = tmp_path_factory.mktemp("desk")
    command = [sys.executable, "-X", "utf8", "-m", "responsibility", "desk", "--no-browser"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        assert run.stdout is not None
        yield folder, re.search(r"http\S+", run.stdout.readline())[0], run.pid
        run.terminate()


@pytest.fixture(scope="module")
def browser(desk) -> Iterator[Browser]:
    with Browser() as one:
        one.visit(desk[1])
        one.wait("document.querySelector('.drop')")
        yield one


def spent(process: int) -> float:
    """Seconds of work of a process and all that it began."""
    stat = Path(f"/proc/{process}/stat")
    with suppress(OSError):
        own = stat.read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task").glob("*/children")
        begun = [int(each) for path in children for each in path.read_text().split()]
        return sum(map(int, own[11:15])) / os.sysconf("SC_CLK_TCK") + sum(map(spent, begun))
    return 0.0


def is_idle(process: int) -> bool:
    """Say whether a process and its own work hardly at all for a second."""
    before = spent(process)
    sleep(1.0)
    return spent(process) - before < 0.1


def list_windows(browser: Browser) -> list[str]:
    """What stands in the windows that are open."""
    return [each["url"] for each in browser.call("Target.getTargets")["targetInfos"] if each["type"] == "page"]


def wait_for(is_there: Callable[[], bool], seconds: float = 30.0) -> None:
    """Ask again and again until it is there. Raises AssertionError if it stays away."""
    for _ in range(int(seconds * 20)):
        if is_there():
            return
        sleep(0.05)
    raise AssertionError(is_there)


def settle(browser: Browser) -> tuple[list[str], int]:
    """Settle all that is open by keys; returns what was asked, and how many keys it took."""
    asked: list[str] = []
    strokes = 0
    while True:
        browser.wait("document.querySelector('#question') && !document.querySelector('[data-sending]')")
        if not browser.run("document.querySelectorAll('.choice').length"):
            return asked, strokes
        question = browser.run("document.querySelector('#question').textContent")
        assert question not in asked, f"asked twice: {question}"
        asked.append(question)
        if browser.run("document.querySelector('#enter').disabled"):
            browser.press("1")
            strokes += 1
        if not browser.run("document.querySelector('#reason').value"):
            browser.press("r", "1")  # the first of the usual reasons
            strokes += 2
        browser.press("Enter")
        strokes += 1
        words = question.replace("\\", "").replace('"', "")
        browser.wait(f'document.querySelector("#question").textContent.replace(/"/g,"") !== "{words}"')


def open_paper(browser: Browser) -> int:
    """Open a paper in a window of its own; returns the strokes."""
    windows = len(list_windows(browser))
    walk = browser.reach("e.target === '_blank'", most=10)
    browser.press("Enter")
    wait_for(lambda: len(list_windows(browser)) == windows + 1)
    return walk


def fetch_sheets(browser: Browser, folder: Path) -> tuple[int, list[Path]]:
    """Save three task sheets into a folder and fill them in; returns the strokes, and the sheets."""
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    walk, filled = 0, list[Path]()
    for _ in range(3):
        taken = [sheet.name for sheet in filled]
        walk += browser.reach(f"/tasks%?.*xlsx$/.test(e.href) && !{taken}.includes(e.download) && e.download")
        filled.append(folder / browser.run("document.activeElement.download"))
        browser.press("Enter")
        wait_for(filled[-1].is_file)
        sent = open_sheet(filled[-1].read_bytes(), filled[-1].name, 1)
        fill_in(sent, 1)
        filled[-1].write_bytes(sent.save())
    return walk, filled


def pick_period(browser: Browser) -> tuple[int, str]:
    """Go back to the bar and on to the second period of the returns; returns the strokes, and the period."""
    browser.press("Escape")
    walk = browser.reach("e.closest('nav') && e.hash.endsWith('/returns')", "Shift+Tab", most=4)
    browser.press("Enter")
    browser.wait("document.querySelector('#period')")
    walk += browser.reach("e.id === 'period'", most=4)
    browser.press("ArrowDown")
    browser.wait("document.querySelector('#period option:nth-child(2)[selected]')")
    return walk, browser.run("document.activeElement.id === 'period' && document.activeElement.value")


@pytest.mark.slow
def test_a_stranger_s_notice_becomes_sheets_and_the_sheets_a_ledger(desk, browser, tmp_path):
    """By keys alone: choose a docx, settle, build, open papers, take three sheets back for a period that was picked."""
    folder, _, process = desk
    notice = tmp_path / "要点.docx"
    notice.write_bytes(docx_of("".join(map(paragraph, NOTICE))))
    begun = spent(process)
    walk = browser.reach("e.closest('.drop') && e.tagName === 'BUTTON'")
    browser.choose(notice)
    asked, strokes = settle(browser)
    assert len(asked) <= MOST_DECISIONS
    told = " ".join(asked)
    assert "穆怀远" in told
    assert "市河道运维中心" in told
    assert strokes <= 3 * len(asked)

    plan = next(path for path in (folder / "matrix/plans").iterdir() if path.is_dir())
    corrections = (plan / "overrides.csv").read_text("utf-8-sig")
    assert "穆怀远" in corrections
    assert "经电话核实" in corrections + (plan / "dismissals.csv").read_text("utf-8-sig")

    browser.press("Enter")
    browser.wait("document.querySelector('#build')")
    walk += browser.reach("e.id === 'build'", most=3)
    browser.press("Enter")
    browser.wait("document.querySelectorAll('.paper-card').length > 10", BUILT)
    program = spent(process) - begun
    sheets = folder / "output" / plan.name / "tasks"
    assert any("市河道运维中心" in sheet.name for sheet in sheets.glob("*.xlsx"))
    assert not any("穆怀远" in sheet.name for sheet in sheets.glob("*.xlsx"))

    walk += open_paper(browser)
    strokes, returned = fetch_sheets(browser, tmp_path)
    walk += strokes
    strokes, picked = pick_period(browser)
    walk += strokes + browser.reach("e.closest('.drop') && e.tagName === 'BUTTON'", most=3)
    wait_for(lambda: is_idle(process), BUILT)  # what LibreOffice draws of papers meanwhile keeps nobody waiting
    begun = spent(process)
    browser.choose(*returned)
    browser.wait(
        "document.querySelectorAll('.chip').length && document.querySelectorAll('.chip:not(.missing)').length === 3",
        BUILT,
    )
    program += spent(process) - begun
    assert browser.run("document.querySelectorAll('.light').length") >= 4
    assert (folder / "output" / plan.name / "progress" / picked / "data" / "lights.csv").is_file()
    assert walk <= MOST_WALKED
    assert program <= MOST_SECONDS
    assert not [each for each in browser.complaints() if "127.0.0.1" not in each]


def test_the_link_past_the_bar_leads_to_the_content_of_the_same_screen(desk, browser):
    """The first stroke of Tab offers it; it opens no other screen."""
    browser.visit(desk[1])
    browser.wait("document.querySelector('.drop')")
    browser.reach("e.id === 'skip'", "Shift+Tab", most=6)
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "main"
    assert browser.run("location.hash") in ("", "#/")
    assert browser.run("Boolean(document.querySelector('.drop')) && document.querySelector('#banner').hidden")


def test_undo_takes_back_the_last_decision(desk, browser):
    """U brings the question back."""
    browser.visit(desk[1])
    browser.wait("document.querySelector('.drop textarea')")
    browser.run(
        "var t=document.querySelector('.drop textarea');"
        "t.value='关于印发丙县工作计划的通知\\n一、任务\\n1.做好甲事。（责任单位：县财政局、县教育局）\\n2026年1月5日';"
        "document.querySelector('.drop button.main').click()"
    )
    question = browser.wait("document.querySelector('#question') && document.querySelector('#question').textContent")
    before = browser.run("document.querySelectorAll('.step.done').length")
    browser.press("Enter")
    browser.wait(f"document.querySelectorAll('.step.done').length === {before + 1}")
    browser.press("u")
    browser.wait(f"document.querySelectorAll('.step.done').length === {before}")
    assert browser.run("document.querySelector('#question').textContent") == question


def test_who_goes_on_while_papers_are_built_stays_there(desk, browser):
    """What is open is settled meanwhile, and the answer draws nobody back to the papers."""
    browser.visit(desk[1])
    browser.wait("document.querySelector('.card a')")
    plan = browser.run("document.querySelector('.card.open a').getAttribute('href').split('/')[1]")
    browser.run(f"location.hash = '#/{plan}/issue'")
    browser.wait("document.querySelector('#build')")
    browser.run("document.querySelector('#build').click()")
    browser.run(f"location.hash = '#/{plan}/settle'")
    browser.wait("document.querySelector('#question')")
    before = browser.run("document.querySelectorAll('.step.done').length")
    browser.press("1", "Enter")
    browser.wait(f"document.querySelectorAll('.step.done').length > {before}")
    browser.wait(
        "performance.getEntriesByType('resource').some(e => e.name.endsWith('/build') && e.responseEnd)", BUILT
    )
    sleep(1.0)  # in which the screen of the papers would be drawn
    assert browser.run("Boolean(document.querySelector('#question')) && !document.querySelector('#build')")
    browser.press("u")
    browser.wait(f"document.querySelectorAll('.step.done').length === {before}")


def test_the_notice_is_searched_and_left_by_keys(desk, browser):
    """F6 goes between notice and decision; a slash finds words, or a task by its number, wherever they are."""
    browser.visit(desk[1])
    browser.wait("document.querySelector('.card a')")
    browser.run("location.hash = document.querySelector('.card a').getAttribute('href').replace(/[^/]+$/, 'settle')")
    browser.wait("document.querySelector('#paper .number')")
    browser.run("document.querySelector('#question').focus()")
    browser.press("F6")
    assert browser.run("document.activeElement.id") == "notice"
    browser.press("F6")
    assert browser.run("document.activeElement.id") == "question"
    item = browser.run("document.querySelector('#paper .number').dataset.item")
    browser.press("/")
    browser.type("1")
    browser.press("Enter")
    assert browser.wait("document.querySelector('.found') && document.querySelector('.found').dataset.i") == item
    browser.press("Escape", "/")
    browser.type("没有写过的字")
    browser.press("Enter")
    assert "没有写过的字" in browser.run("document.querySelector('#banner').textContent")


def test_units_are_added_and_ordered_by_keys(desk, browser):
    """N asks for a name; with Alt the arrows move the unit that has the focus, which keeps it; U takes back."""
    order = "[...document.querySelectorAll('[data-act=up]')].map(e => e.closest('tr').cells[0].textContent).join()"
    browser.visit(desk[1])
    browser.wait("document.querySelector('.card a')")
    browser.run("location.hash = document.querySelector('.card a').getAttribute('href').replace(/[^/]+$/, 'units')")
    browser.wait("document.querySelector('#unit-add')")
    for name in ("丙县甲局", "丙县乙局"):
        browser.press("n")
        browser.type(name)
        browser.press("Enter")
        browser.wait(f"{order}.endsWith('{name}')")
    browser.reach("!e.closest('tr[data-unit]')?.nextSibling && e.dataset.act === 'up'", most=120)
    browser.press("Alt+ArrowUp")
    browser.wait(f"{order}.endsWith('丙县乙局,丙县甲局')")
    browser.wait("document.activeElement.closest('tr')")
    browser.press("Alt+ArrowDown")
    browser.wait(f"{order}.endsWith('丙县甲局,丙县乙局')")
    for ending in ("丙县乙局,丙县甲局", "丙县甲局,丙县乙局"):
        browser.press("u")
        browser.wait(f"{order}.endsWith('{ending}')")
    for name in ("丙县乙局", "丙县甲局"):
        browser.press("u")
        browser.wait(f"!{order}.includes('{name}')")


def test_words_of_the_notice_are_marked_by_keys_alone(desk, browser):
    """M and the arrows choose words, a digit says what they are and shows what changes, Enter writes it."""
    browser.visit(desk[1])
    browser.wait("document.querySelector('.card a')")
    browser.run("document.querySelector('.card a.button:not(.main), .card a').click()")
    browser.run("location.hash = location.hash.replace(/[a-z]+$/, 'settle')")
    browser.wait("document.querySelector('#paper .number')")
    browser.press("m", "m")
    words = browser.run("String(getSelection())")
    browser.press("Enter", "3")
    browser.wait("document.querySelector('#mark-effect .effect')")
    assert browser.run("document.activeElement.className") == "main"
    before = browser.run("document.querySelectorAll('.step.done').length")
    browser.press("Enter")
    browser.wait(f"document.querySelectorAll('.step.done').length > {before}")
    assert words in browser.run("document.querySelector('.history').textContent")
    browser.press("u")
    browser.wait(f"document.querySelectorAll('.step.done').length === {before}")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
@pytest.mark.parametrize("place", ["", "settle", "units", "issue", "returns"])
def test_every_screen_is_accessible_and_as_wide_as_the_window(desk, browser, place, width, height):
    """axe-core finds nothing, and nothing has to be scrolled sideways."""
    if not AXE.is_file():
        pytest.skip("needs axe-core")
    browser.visit(desk[1], width, height)
    browser.wait("document.querySelector('.card a')")
    if place:
        plan = browser.run("document.querySelector('.card a').getAttribute('href').split('/')[1]")
        browser.run(f"location.hash = '#/{plan}/{place}'")
        browser.wait("document.querySelector('#bar [aria-current]') && !document.querySelector('.card')")
    browser.call("Page.setBypassCSP", enabled=True)
    browser.run(AXE.read_text("utf-8"))
    found = browser.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))")
    assert found == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("[...document.querySelectorAll('.table-box')].every(e => e.scrollWidth <= e.clientWidth)")
