"""Bulletin and reminders: what an office signs at the end of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Emu

from builders import plan_from
from responsibility.analysis.course.lights import Standing, find_standing
from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.progress import Progress, judge_progress
from responsibility.analysis.course.replies import Answer
from responsibility.kinds import Role
from responsibility.render.letter import render_letter
from responsibility.render.paper import fit_columns, fit_rows, lay_pages
from responsibility.settings import OfficeSettings, Settings
from responsibility.views.issued.bulletin import build_bulletin
from responsibility.views.issued.letterhead import entitle
from responsibility.views.issued.reminder import build_reminder
from responsibility.views.letter import Letter, LetterTable, Line
from responsibility.views.lines import break_title, em_width
from responsibility.views.measure import title_width
from responsibility.views.scene import Scene
from responsibility.views.sheet import to_text
from workbooks import scene_of

ASSIGNED = {"1.1": ["a", "d"], "1.2": ["a"], "1.3": ["b", "a"], "1.4": ["b"], "1.5": ["c"]}
ANSWERS = (
    Answer("1.1", "a", "done", 100.0, "已建成。\n已验收；"),
    Answer("1.2", "a", "behind", 3.0, "刚开工", "设备未到。"),
    Answer("1.3", "b", "on-schedule", 50.0, "过半"),
    Answer("1.4", "b", "on-schedule", 80.0, "主体完成"),
)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of(plan_from(ASSIGNED))


def judge(scene: Scene, answers: tuple[Answer, ...], before: dict[str, str] | None = None) -> Progress:
    settings = Settings().progress
    span = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    sent = {each.unit_id: None for each in answers}
    period = parse_period("2023-q2", settings)
    day = date(2023, 6, 30)
    known = {item: (light, None) for item, light in (before or {}).items()}
    return judge_progress(scene.frames, answers, settings, period, day, **span, filled_on=sent, lights_before=known)


@pytest.fixture(scope="module")
def letter(scene) -> Letter:
    return build_bulletin(scene, judge(scene, ANSWERS, {"1.1": "green", "1.2": "green", "1.5": "unreported"}))


def lines(letter: Letter, style: str = "") -> list[str]:
    shown = (part for part in letter.parts if isinstance(part, Line) and style in ("", part.style))
    return ["".join(words for words, _ in line.runs) for line in shown]


def tables(letter: Letter) -> list[list[list[str]]]:
    found = (part for part in letter.parts if isinstance(part, LetterTable))
    return [[list(table.heads), *([str(cell.value) for cell in row] for row in table.rows)] for table in found]


def test_the_bulletin_is_a_letter_in_the_usual_order(letter):
    """What it is, title, addressees, four parts, annexes, who signs; its number and its day are left open."""
    assert lines(letter, "masthead") == ["督查通报"]
    (number,), (imprint,) = lines(letter, "issue"), lines(letter, "imprint")
    assert imprint == f"（发文单位）\t{lines(letter, 'signed-on')[0]}"
    assert not any(sign.isdigit() for sign in number)
    assert lines(letter, "title") == ["关于《某市工作计划》\n2023年二季度推进情况的通报"]
    assert lines(letter, "addressees") == ["各有关单位："]
    assert [line[:2] for line in lines(letter, "head")] == ["一、", "二、", "三、", "四、"]
    assert lines(letter, "enclosure") == ["附件：1. 各项任务推进情况表"]
    assert not any(sign.isdigit() for sign in lines(letter, "signed-on")[0])


@pytest.mark.parametrize(
    ("plan", "style", "lines_"),
    [
        ("某市工作计划", "title", ["关于《某市工作计划》", "2023年二季度推进情况的通报"]),
        (
            "东川市2026年优化营商环境工作要点",
            "title-smaller",
            ["关于《东川市2026年优化营商环境工作要点》", "2023年二季度推进情况的通报"],
        ),
    ],
    ids=["short", "smaller"],
)
def test_a_cited_plan_stays_on_one_line_of_the_title(plan, style, lines_):
    """Letters two points smaller rather than a line that ends within 《》."""
    line = entitle(f"关于《{plan}》2023年二季度推进情况的通报")
    assert (line.style, line.runs[0][0].split("\n")) == (style, lines_)


def test_counts_have_shares_and_what_changed(letter):
    """What nobody has is no clause; what is claimed is said to be claimed."""
    course = lines(letter, "text")[1]
    assert "已完成1项，占20%；超进度1项，占20%；达进度1项，占20%；欠进度1项，占20%；未报1项，占20%" in course
    assert "已完成增加1项、欠进度增加1项。" in course
    assert "不计进度" not in course
    assert course.endswith("尚未核实。")


def test_problems_are_told_by_lead_unit_in_its_own_words(letter):
    """Each lead unit is a paragraph; what nobody reported is one more."""
    told = [line for line in lines(letter, "text") if line.startswith("（")]
    assert told == [
        "（一）市a局（欠进度1项）。第2项“任务1.2”，应完成49.5%，已完成3%（刚开工），“设备未到”。",
        "（二）尚未报送进展的任务。市c局第5项。",
    ]


def test_who_sent_what_nobody_can_read_is_not_named_as_silent(scene):
    """A share such as 已部署, or words alone: asked for state and share; only who sent nothing says why."""
    answers = (*ANSWERS[:3], Answer("1.4", "b", "on-schedule", None, "已部署", unread=True))
    letter = build_bulletin(scene, judge(scene, answers))
    told, (asked,) = lines(letter, "text"), lines(letter, "text-last")
    assert "（二）尚未报送进展的任务。市c局第5项。" in told
    assert "（三）进展状态、完成率未填或看不懂的任务。市b局第4项。" in told
    assert asked.startswith(
        "一是市c局第5项于2023年7月10日前补报，并说明未报原因。二是市b局第4项于2023年7月10日前补报进展状态、"
    )


def test_a_task_that_was_given_up_is_not_called_long_term(scene):
    """已调整或取消 and 长期推进 have no course: one word that holds for both."""
    given_up = (*ANSWERS[:3], Answer("1.4", "b", "adjusted", None, "会议已取消"))
    assert "不计进度1项" in "".join(lines(build_bulletin(scene, judge(scene, given_up)), "text"))


def test_what_is_asked_names_units_and_days(letter):
    """The day is a working day after the day of judgement."""
    (asked,) = lines(letter, "text-last")
    assert asked.startswith("一是市c局第5项于2023年7月10日前补报")
    assert "二是市a局第2项于2023年7月10日前报送赶进度的措施" in asked


def test_the_annexes_hold_every_task_and_every_lead_unit(letter):
    """Columns that nobody filled in are not there; zeros are blank."""
    tasks, leads = tables(letter)
    assert tasks[0] == ["序号", "工作任务", "牵头单位", "上期", "本期", "本期进展"]
    assert tasks[1] == ["1", "任务1.1", "市a局", "达进度", "已完成", "已建成；已验收"]
    assert leads[1] == ["市a局", "2", "1", "", "", "1", ""]
    assert leads[-2][:3] == ["合计", "5", "1"]


def test_parts_without_content_are_not_there(scene):
    """Where all goes well there are no problems, and nobody is asked for anything."""
    calm = tuple(Answer(item, units[0], "done", 100.0, "已建成") for item, units in ASSIGNED.items())
    letter = build_bulletin(scene, judge(scene, calm))
    assert lines(letter, "head") == ["一、总体情况", "二、进展较好的任务", "三、下一步要求"]
    assert "0项" not in "".join(lines(letter))


def test_no_office_business_is_in_the_bulletin(letter):
    """Version, ids and what only the office needs stay out of what is printed."""
    words = "".join(lines(letter)) + str(tables(letter))
    for word in ("版本", "some-plan", "矛盾", "存疑", "1.1.", "红灯"):
        assert word not in words
    assert "some-plan" in letter.comments


def test_the_word_document_is_a_page_of_the_standard(letter):
    """A4 with a text area of 156 by 225 mm, 28 letters a line by style; the same bytes twice."""
    data = render_letter(letter)
    document = Document(BytesIO(data))
    section = document.sections[0]
    across = section.page_width - section.left_margin - section.right_margin
    down = section.page_height - section.top_margin - section.bottom_margin
    assert (round(Emu(across).mm), round(Emu(down).mm)) == (156, 225)
    text = next(each for each in document.paragraphs if each.text.startswith("按照"))
    assert text.style.name == "公文正文"
    assert not text.text.startswith("　")
    assert round(28 * (16 - 0.25) / 72 * 25.4) <= 156
    assert data == render_letter(letter)


def test_a_task_a_little_ahead_is_on_course():
    """A point more than the calendar asks for is no merit."""
    assert [find_standing("green", gap, 5.0) for gap in (-6.0, -5.0, None)] == [
        Standing.AHEAD, Standing.ON_COURSE, Standing.ON_COURSE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "plan", ["甲市河湖治理委员会2031年工作计划", "甲市2031年度推进数字经济高质量发展若干政策措施重点任务"]
)
def test_a_title_breaks_between_words(plan):
    """No line is too long, none parts a word that the list knows, and nothing is lost."""
    title = f"关于《{plan}》2031年一季度推进情况的通报"
    broken = break_title(title, 20)
    assert "".join(broken) == title
    assert max(map(em_width, broken)) <= 20
    for word in ("通报", "推进", "情况", "工作", "计划", "委员会", "任务", "2031", "措施"):
        assert sum(line.count(word) for line in broken) == title.count(word)


def reminder(scene: Scene, unit: str, answers: tuple[Answer, ...] = ()) -> str:
    return to_text(build_reminder(scene, scene.units[unit], judge(scene, answers)))


def test_a_title_has_room_for_what_word_sets_around_figures():
    """Word and LibreOffice set a quarter of a letter on each side of a figure, so twenty letters are too many."""
    title = "关于《东川市2026年优化营商环境工作要点》二季度推进情况的通报"
    assert all(title_width(line) <= 20 for line in break_title(title, 20, title_width))
    assert title_width("关于《东川市2026年优化营商环境工作要点》") > 20
    assert any("工作要点" in line for line in break_title(title, 20, title_width))


@pytest.mark.parametrize("lines", [
    ("2026年绿色发展工作计划", "第1次联席会议材料"),
    ("东川市2026年高质量发展工作要点", "责任分解表"),
    ("咸宁市绿色发展专业委员会", "2023年工作计划责任分解表"),
    ("某市贯彻落实督察反馈意见整改方案", "责任分解表"),
])  # fmt: skip
def test_what_a_paper_is_stands_below_the_plan_it_is_of(lines):
    """A break behind a plan's own title is as good as one before its year; a lone 东川市 is none."""
    assert break_title("".join(lines), 20, title_width) == lines


def test_a_title_in_english_breaks_at_blanks():
    """A part longer than a line is no reason to part a word."""
    broken = break_title("咸宁市绿色发展专业委员会2023年工作计划: breakdown of responsibilities", 20, title_width)
    assert broken == ("咸宁市绿色发展专业委员会", "2023年工作计划: breakdown", "of responsibilities")


def test_a_reminder_says_what_until_when_and_whom_to_call(scene):
    """Few tasks stand in the letter."""
    office = OfficeSettings(name="某市督查室", contact="孙某", telephone="8600118")
    called = replace(scene, settings=scene.settings.but(office=office))
    assert reminder(called, "a", ANSWERS[:2]).splitlines() == [
        "催办通知",
        "",
        "某市a局：",
        "　　《某市工作计划》2023年二季度填报中，你单位第2项欠进度；第3项未填写。"
        "请按下表办理，在本工作簿的“任务清单”中填好，于2023年7月10日前报回。",
        "序号 | 工作任务 | 目前情况 | 请你单位办理",
        "2 | 任务1.2 | 填报慢于序时 3%；刚开工；设备未到 | 说明原因，报送赶进度的措施",
        "3 | 任务1.3 | 未填写 | 补填本项",
        "　　联系人：孙某　电话：8600118",
        "",
        "某市督查室",
        "　　　　年　　月　　日",
    ]


def test_many_tasks_are_listed_below_the_letter():
    """On its page while they fit, the heads above each further page; the list's title is never left behind."""
    for count, pages in ((6, 1), (60, 3)):
        scene = scene_of(plan_from({f"1.{number}": ["a"] for number in range(count)}))
        sheet = build_reminder(scene, scene.units["a"], judge(scene, ()))
        titled = to_text(sheet).splitlines().index("催办清单")
        assert sheet.page.repeat_rows == (titled + 1, titled + 1)
        assert "计划" not in sheet.page.footer
        widths = fit_columns(sheet)
        breaks = lay_pages(sheet, widths, fit_rows(sheet, widths)).breaks
        assert len(breaks) + 1 == pages
        assert not {titled, titled + 1} & {start - 1 for start in breaks}


def test_a_task_that_nobody_leads_is_told_as_such():
    """No unit is said to lead it: not in the text, not in the table of tasks, not among the leads' counts."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["b"]})
    assignments = tuple(
        replace(each, role=Role.SUPPORT) if each.item_id == "1.1" else each for each in plan.assignments
    )
    scene = scene_of(replace(plan, assignments=assignments))
    letter = build_bulletin(scene, judge(scene, (Answer("1.1", "a", "done", 100.0, "已建成"),)))
    text = "".join(lines(letter))
    assert "市a局牵头" not in text
    assert "第1项“任务1.1”（没有牵头单位，市a局填报），已完成：已建成。" in text
    tasks, leads = (part for part in letter.parts if isinstance(part, LetterTable))
    assert [str(row[2].value) for row in tasks.rows] == ["市a局（无牵头单位）", "市b局"]
    assert [str(row[0].value) for row in leads.rows] == ["市b局", "没有牵头单位的任务", "合计", "占比"]
    assert "没有牵头单位的，列填报的责任单位；进展为所列单位填报。" in text
