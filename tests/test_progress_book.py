"""The progress book, the bulletin and the page: what a reader sees."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from builders import frames_from, plan_from
from reading import plan_of
from responsibility.analysis.change.compare import KINDS, compare_plans
from responsibility.analysis.course.lights import Colour, Why
from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.progress import Progress, judge_progress
from responsibility.analysis.course.replies import Answer
from responsibility.frames import frame_plan
from responsibility.kinds import Severity
from responsibility.language.wording import load_wording
from responsibility.model import Finding
from responsibility.render.excel import render_book
from responsibility.render.lists import _ground, render_tables
from responsibility.render.paper import fit_columns
from responsibility.returns import Misfit
from responsibility.returns.booking import FILE_COLUMNS, UNPLACED_COLUMNS
from responsibility.settings import Settings
from responsibility.views.issued.books import build_task_book
from responsibility.views.issued.carrying import carry_answers
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.measure import COLUMN, SIDES
from responsibility.views.sheet import to_text
from responsibility.views.sheets.changes import build_changes_book, list_news
from responsibility.views.sheets.listing import HEAD
from responsibility.views.sheets.progress import Beside, build_progress_book
from responsibility.views.sheets.workload import build_workload
from workbooks import scene_of

ASSIGNED = {"1.1": ["a", "b"], "1.2": ["a"], "1.3": ["b", "a"]}
ANSWERS = (
    Answer("1.1", "a", "done", 100.0, "已建成", notes="批注：待验收"),
    Answer("1.1", "b", "behind", 30.0, "", "设备未到", "催货", "综合科", "王五", "0715-1"),
    Answer("1.2", "a", "on-schedule", 3.0, "刚开工"),
)


@pytest.fixture(scope="module")
def scene():
    return scene_of(plan_from(ASSIGNED))


@pytest.fixture(scope="module")
def progress(scene) -> Progress:
    settings = Settings().progress
    period = parse_period("2023-q2", settings)
    span = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    sent = {"a": None, "b": date(2023, 6, 28)}
    return judge_progress(scene.frames, ANSWERS, settings, period, date(2023, 6, 30), **span, filled_on=sent)


def received(**course) -> Beside:
    unplaced = pd.DataFrame([("甲.xlsx", "a", "1.1", "任务清单!C9", "=1+1", "no-task")], columns=list(UNPLACED_COLUMNS))
    files = pd.DataFrame(
        [
            ("甲.xlsx", "0" * 64, "a", "taken", "", "", 3, 1, ""),
            ("乙.xlsx", "", "", "refused", "", "", 0, 0, "文件有密码"),
        ],
        columns=list(FILE_COLUMNS),
    )
    said = Finding("RETURN_STRUCK", Severity.NOTE, None, "1.1", "a", {"file": "甲.xlsx", "place": "I9", "value": "x"})
    return Beside(unplaced, files, (said,), {"2023年第1季度": course, "2023年第2季度": {"done": 1, "red": 1}})


def body(book, name: str) -> list[str]:
    sheet = next(each for each in book.sheets if each.name == name)
    return to_text(sheet).splitlines()[HEAD + 1 :]


def test_the_ledger_shows_lead_and_other_units_side_by_side(scene, progress):
    """Every word of every unit is in the row of its task, with role, status and share."""
    first, *_ = body(build_progress_book(scene, progress, received()), "进展台账")
    assert first.split(" | ")[5:] == [
        "已完成", "已完成", "100%", "49.5%", "●市a局（已完成 100%）：已建成⏎批注：待验收", "", "",
        "○市b局（慢于序时 30%）：存在问题：设备未到⏎下一步打算：催货⏎综合科 王五 0715-1",
    ]  # fmt: skip


def test_every_list_says_what_it_must(scene, progress):
    """Lights with their reason, who is late, what clashes, whom to urge, what has no place, which files came."""
    book = build_progress_book(scene, progress, received(done=0, red=2))
    assert body(book, "亮灯表")[1].endswith("46.5 |  | 红灯 |  | 应完成 49.5%，已完成 3%，落后 46.5 个百分点")
    assert body(book, "未报送单位") == [
        "市a局 | 某市a局 | 部分未填 | 3 | 2 | 2 |  | ",
        "市b局 | 某市b局 | 部分未填 | 2 | 1 | 1 | 2023-06-28 | 3",
    ]
    assert "牵头单位报已完成，其他单位报未完成" in body(book, "矛盾清单")[0]
    assert [line.split(" | ")[4] for line in body(book, "催办清单")] == [
        "与其他单位所报矛盾，请会商后重报", "红灯，请说明原因和赶进度的措施", "本项未填",
        "与其他单位所报矛盾，请会商后重报", "本项未填",
    ]  # fmt: skip
    assert body(book, "未能归位") == ["甲.xlsx | 市a局 | 任务清单!C9 | =1+1 | 1 | 不在任何任务的行里"]
    assert body(book, "回收文件")[1].endswith("文件有密码")
    assert body(book, "进度走势")[:2] == [
        "2023年第1季度 | 0 | 0 | 0 | 0 | 2 | 0 | 0",
        "2023年第2季度 | 1 | 0 | 0 | 0 | 1 | 0 | 0",
    ]


def test_the_list_of_reports_says_what_it_lists(scene, progress):
    """Every unit has its row, and the words above it speak of every unit."""
    book = build_progress_book(scene, progress, received())
    sheet = next(each for each in book.sheets if each.name == "未报送单位")
    assert len(body(book, "未报送单位")) == len(scene.plan.units)
    above = "".join(to_text(sheet).splitlines()[:HEAD])
    assert "每个单位一行" in above
    assert "其余" not in above


def test_no_chart_is_wider_than_the_columns_that_are_printed(scene, progress):
    """LibreOffice and Excel cut a print at the last column, and with it the end of every bar."""
    charted = [each for each in build_progress_book(scene, progress, received(done=1)).sheets if each.charts]
    charted += [build_workload(scene)]
    for sheet in charted:
        across = sum(width + SIDES for width in fit_columns(sheet)) * COLUMN * 96 / 72
        assert all(chart.width + 12 <= across for chart in sheet.charts)
    assert len(charted) == 2


def test_the_book_and_the_page_are_the_same_bytes_twice(scene, progress):
    """Equal content, equal bytes; nothing typed becomes a formula."""
    book = build_progress_book(scene, progress, received())
    assert render_book(book) == render_book(book)
    assert render_tables(book, scene.say) == render_tables(book, scene.say)


def test_the_page_needs_nothing_else_and_escapes_what_was_typed(scene, progress):
    """One file, no script, no link outside; words from outside stay words."""
    answers = received()
    answers.unplaced.loc[0, "words"] = "<script>alert(1)</script>"
    page = render_tables(build_progress_book(scene, progress, answers), scene.say).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page
    assert "https://" not in page
    assert 'lang="zh-CN"' in page or "lang=zh-CN" in page
    for word in ("红灯", "未报送", "2023年第1季度"):
        assert word in page


def test_every_list_is_there_in_english(progress):
    """The other language has every word."""
    english = scene_of(plan_from(ASSIGNED), "en")
    assert "Ledger" in [sheet.name for sheet in build_progress_book(english, progress, received()).sheets]


def test_last_answers_are_carried_in_grey(scene):
    """Only the cells to fill in change, and only where there was an answer."""
    unit = scene.plan.units[0]
    book = build_task_book(scene, unit)
    carried = carry_answers(book, {"1.2": ANSWERS[2]}, {"on-schedule": "按序时推进"})
    changed = [
        (number, place, cell.value, cell.style)
        for number, (row, before) in enumerate(zip(carried.sheets[0].rows, book.sheets[0].rows, strict=True))
        for place, cell in row.cells
        if (place, cell) not in before.cells
    ]
    assert [(place, value, style) for _, place, value, style in changed] == [
        (LAYOUT.place("status"), "按序时推进", "carried"),
        (LAYOUT.place("progress"), 0.03, "carried-percent"),
        (LAYOUT.place("done"), "刚开工", "carried"),
    ]


def test_changes_are_told_with_their_arithmetic_and_to_whom():
    """变更表 has every kind in words, and each unit is told what is new for it."""
    old = scene_of(plan_from({"1.1": ["a", "b"]}, {"1.1": "修建环湖绿道12公里,完善配套。"}))
    new = scene_of(
        plan_from({"1.1": ["b", "a"], "1.2": ["a"]}, {"1.1": "修建环湖绿道15公里,完善配套。", "1.2": "发放补贴。"})
    )
    changes = compare_plans(old.frames, new.frames, Settings())
    book = build_changes_book(old, new, changes)
    assert [line.split(" | ")[:3] for line in body(book, "任务变更")] == [["改写", "1", "1"], ["新增", "", "2"]]
    assert "【15】公里" in body(book, "任务变更")[0]
    assert [line.split(" | ")[1] for line in body(book, "责任变更")] == ["升格", "降格", "增加"]
    news = list_news(old, new, changes)
    assert [kind for _, kind, _ in news["a"]] == ["demoted", "added", "reworded", "partner"]
    assert [kind for _, kind, _ in news["b"]] == ["promoted", "reworded", "partner"]


def test_a_day_that_moved_is_told_once_with_its_task_and_both_days():
    """建设绿道: June to September; a unit that the register does not know is the same unit in both plans."""
    text = "一、任务\n1.建设绿道。建成绿道12公里,{when}完成。(责任单位:市甲乙丙服务中心、市丁戊己专班)\n"
    old, new = (scene_of(plan_of(text.format(when=when))) for when in ("6月底前", "9月底前"))
    changes = compare_plans(old.frames, new.frames, Settings())
    assert (len(changes.units), len(changes.shares), len(changes.targets)) == (0, 0, 0)
    for told in list_news(old, new, changes).values():
        assert [row for row in told if row[1] != "reworded"] == [("1", "due", "建设绿道：6月底前 → 9月底前")]


def test_a_unit_that_left_a_task_is_told_by_its_name():
    """Also where the new plan does not know the unit any more; an id is nobody's name."""
    old, new = (scene_of(plan_from({"1.1": units}, {"1.1": "修建环湖绿道。"})) for units in (["a", "b"], ["a"]))
    news = list_news(old, new, compare_plans(old.frames, new.frames, Settings()))
    assert news["a"] == [("1", "partner", "市b局：共同责任 → 无")]


def test_an_empty_comparison_has_empty_lists():
    """A plan with itself: every list says that there is nothing."""
    plan = plan_from(ASSIGNED)
    book = build_changes_book(
        scene_of(plan), scene_of(plan), compare_plans(frame_plan(plan), frame_plan(plan), Settings())
    )
    assert all(body(book, sheet.name) == [] for sheet in book.sheets)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_light_reason_and_kind_has_its_word(language):
    """No value that a table can hold is without a sentence."""
    say = load_wording(language)
    wanted = {
        "progress.light": Colour, "progress.why": Why, "progress.unplaced": Misfit,
        "progress.state": ("missing", "partial", "late", "complete"),
        "progress.contradiction": ("done-not-done", "not-started-under-way", "adjusted-not", "leads-differ"),
        "changes.kind": (*KINDS, "renamed", "added", "removed", "promoted", "demoted", "raised", "lowered", "bound"),
    }  # fmt: skip
    assert [f"{key}.{each}" for key, values in wanted.items() for each in values if f"{key}.{each}" not in say] == []


def test_a_reminder_or_ledger_of_nothing(scene):
    """Nobody answered: all are missing, and every list can be built."""
    frames = frames_from(ASSIGNED)
    settings = Settings().progress
    day = date(2023, 6, 30)
    progress = judge_progress(
        frames, (), settings, parse_period("2023-q2", settings), day, start=date(2023, 1, 1), end=day, filled_on={}
    )
    assert set(progress.reports["state"]) == {"missing"}
    assert render_book(build_progress_book(scene, progress, received()))


@pytest.mark.parametrize(
    ("colour", "letters"),
    [("#A9AFB6", "#1F2328"), ("#D9B036", "#1F2328"), ("#B33A00", "#FFFFFF"), ("#004E7C", "#FFFFFF")],
)
def test_numbers_on_a_bar_are_read_on_any_ground(colour, letters):
    """White on the grey of what nobody reported has a contrast of 2.2, where 4.5 is asked for."""
    assert _ground(colour) == f"background:{colour};color:{letters}"
