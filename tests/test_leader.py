"""责任分工要情: what a leader decides on one page."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from io import BytesIO

import pdfplumber
import pytest
from PIL import Image

from builders import plan_from
from reference_plan import ASSIGNED, PROTOCOL
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.render.diagram import render_diagram
from responsibility.render.fonts import load_font
from responsibility.settings import parse_settings
from responsibility.views.lines import em_width, fill_lines, shorten_text
from responsibility.views.pictures.leader import draw_leader
from responsibility.views.pictures.picture import Picture, bounds
from responsibility.views.scene import Scene
from workbooks import SMALL

SETTINGS = parse_settings({"overlap": {"samples": 2000}, "groups": {"runs": 2, "random_plans": 2}})
EDGE = 30.0  # points that printers may not reach


def draw(plan, language="zh", measure=em_width) -> Picture:
    frames = frame_plan(plan)
    analysis = analyze(frames, SETTINGS, plan)
    return draw_leader(Scene(plan, frames, load_wording(language), SETTINGS, analysis, measure=measure))


@cache
def reference() -> Picture:
    plan = plan_from(ASSIGNED)
    units = tuple(sorted(plan.units, key=lambda unit: PROTOCOL.index(unit.id)))
    return draw(replace(plan, units=units), measure=load_font().measure)


def large_plan():
    rng = random.Random(5)
    items = range(400)
    return plan_from({f"{1 + item // 40}.{item}": rng.sample([f"u{at}" for at in range(150)], 5) for item in items})


def long_plan():
    plan = plan_from({f"1.{item}": [f"u{item % 7}", f"u{item % 5}x", f"u{item % 3}y"] for item in range(20)})
    units = tuple(replace(unit, short=f"{'极长的名称' * 12}{unit.id}") for unit in plan.units)
    header = replace(plan.header, title="极长的标题" * 99)
    return replace(plan, units=units, notice=replace(plan.notice, header=header))


PLANS = {
    "no item": plan_from({}),
    "no clause": plan_from({"1.1": [], "1.2": []}),
    "one": plan_from({"1.1": ["a"]}),
    "small": plan_from(SMALL),
    "long": long_plan(),
}


def shapes_of(picture):
    return (*picture.boxes, *picture.strokes, *picture.marks, *picture.labels)


def words_of(picture):
    return [label.text for label in picture.labels]


def assert_on_paper(picture):
    assert (picture.width, picture.height) == (595.276, 841.89)
    for shape in shapes_of(picture):
        left, top, right, bottom = bounds(shape)
        assert left >= EDGE, shape
        assert top >= EDGE, shape
        assert right <= picture.width - EDGE, shape
        assert bottom <= picture.height - EDGE, shape


def overlapping(picture):
    """Pairs of labels whose letters would touch."""
    found = []
    boxes = [(label, bounds(label)) for label in picture.labels if label.text]
    for place, (one, (left, top, right, bottom)) in enumerate(boxes):
        for other, (left2, top2, right2, bottom2) in boxes[place + 1 :]:
            across = min(right, right2) - max(left, left2)
            down = min(bottom, bottom2) - max(top, top2)
            if across > 0.5 and down > 0.3 * one.size:
                found.append((one.text, other.text))
    return found


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_is_on_the_paper_and_none_on_another(name, language):
    """Nothing is clipped and nothing collides, from no item to endless names."""
    picture = draw(PLANS[name], language, load_font().measure)
    assert_on_paper(picture)
    assert overlapping(picture) == []


@pytest.mark.slow
def test_a_plan_of_400_items_and_150_units_fits_the_page():
    """Seven of each at most."""
    picture = draw(large_plan(), measure=load_font().measure)
    assert_on_paper(picture)
    assert overlapping(picture) == []
    bars = [box for box in picture.boxes if box.style == "blank" and box.height == 7.0]
    assert len(bars) == 8  # and one in the head


def test_the_reference_plan_shows_who_carries_most_as_found_by_hand():
    """Leads and tasks beside plain bars, and the tasks that most units share, by the notice's numbers."""
    picture = reference()
    assert_on_paper(picture)
    assert overlapping(picture) == []
    words = words_of(picture)
    units = words[words.index("任务最多的单位") :]
    assert units[5:9] == ["市fgw局", "4/14", "市hjj局", "2/13"]
    tasks = words[words.index("参加单位最多的任务") :]
    assert tasks[3:6] == ["11", "任务2.3.11", "9"]


def test_a_page_holds_decisions_with_boxes_and_no_statistics():
    """Two boxes a decision, room for the leader's word, neither version nor index."""
    picture = reference()
    words = words_of(picture)
    ticks = [box for box in picture.boxes if box.height == 8.0]
    assert len(ticks) == words.count("同意") + words.count("另定：") > 0
    assert {"领导批示", "签字："} <= {*words}
    assert not [text for text in words if "基尼" in text or "版本" in text or "编制方法" in text]


def test_a_plan_that_names_nobody_says_so():
    """What to do, and no empty lists."""
    words = words_of(draw(PLANS["no clause"]))
    assert "通知没有点名任何责任单位。如写在附表或另文，请一并交给程序。" in words
    assert "任务最多的单位" not in words


def test_the_file_is_one_a4_page_with_words_that_can_be_copied():
    """One page of A4, the title as text; the PNG has the same shape; the same bytes twice."""
    picture = draw(PLANS["small"], measure=load_font().measure)
    first, second = (render_diagram(picture, SETTINGS, ("pdf", "png"), dpi=60) for _ in range(2))
    assert first == second
    with pdfplumber.open(BytesIO(first["pdf"])) as pdf:
        (page,) = pdf.pages
        assert (round(page.width, 1), round(page.height, 1)) == (595.3, 841.9)
        assert picture.title.split() == page.extract_text().split("\n")[1:3]
    assert Image.open(BytesIO(first["png"])).size == (496, 701)


def test_latin_words_are_kept_whole_in_a_paragraph():
    """A line ends between words; only a word longer than a line is cut."""
    assert fill_lines("one two three", 4.0, em_width) == ("one two", "three")
    assert fill_lines("甲乙丙丁", 2.0, em_width) == ("甲乙", "丙丁")
    assert fill_lines("abcdefgh", 2.0, em_width) == ("abc", "def", "gh")


def test_a_name_too_long_for_its_place_ends_in_an_ellipsis():
    """What is cut says so."""
    assert shorten_text("甲乙丙丁", 3.6, em_width) == "甲乙…"
    assert shorten_text("甲乙", 3.6, em_width) == "甲乙"
