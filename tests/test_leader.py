"""责任体检: a plan's state on one page."""

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
    return draw_leader(Scene(plan, frames, analysis, load_wording(language), SETTINGS, measure=measure))


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
    """Ten bars, ten pairs and eight steps at most; what is left out is counted."""
    picture = draw(large_plan(), measure=load_font().measure)
    assert_on_paper(picture)
    assert overlapping(picture) == []
    assert "另有140个单位" in words_of(picture)


def test_the_reference_plan_reads_as_found_by_hand():
    """Overloaded units, concentration, the one supported pair and the frontier of the reference plan."""
    picture = reference()
    assert_on_paper(picture)
    assert overlapping(picture) == []
    words = words_of(picture)
    panels = words[words.index("一、谁负担最重") :]
    assert panels[1:7] == ["市fgw局", "14项(牵头4)", "▲超载", "市hjj局", "13项(牵头2)", "▲超载"]
    assert panels.count("▲超载") == 2
    assert "上限12.9项" in panels
    assert [text for text in panels if text.startswith("基尼系数")] == ["基尼系数 0.694", "基尼系数 0.458"]
    pairs = panels[panels.index("三、谁与谁重叠") :]
    assert pairs[1:4] == ["市zjj局–市cgw局", "6项", "一方含另一方"]
    assert "超出规模" not in pairs
    steps = panels[panels.index("四、建议: 怎样更均衡(供参考)") :]
    assert [text for text in steps[1:] if text == "现状" or text.startswith("变动")] == [
        "现状", "变动2项", "变动5项",
    ]  # fmt: skip
    assert "先变动2项, 即可使单位最多牵头3项:" in steps
    assert "任务2.1.3: 市swj局 → 市jxj局" in steps


def test_five_sentences_stand_first_and_the_methods_last():
    """Each sentence behind its word; the last lines say how it was made."""
    words = words_of(reference())
    labels = [words.index(label) for label in ("负担", "牵头", "重叠", "任务", "调整")]
    assert labels == sorted(labels)
    assert labels[-1] < words.index("一、谁负担最重")
    assert any("K = 33" in text for text in words)


def test_a_plan_that_names_nobody_says_so():
    """One sentence, what to do, and no empty pictures."""
    words = words_of(draw(PLANS["no clause"]))
    assert "计划共2项任务, 没有点名任何单位, 无从分析。" in words
    assert "请核对通知是否写有责任单位; 如写在附表或另文, 请一并交给程序。" in words
    assert "一、谁负担最重" not in words


def test_the_file_is_one_a4_page_with_words_that_can_be_copied():
    """One page of A4, the title as text; the PNG has the same shape; the same bytes twice."""
    picture = draw(PLANS["small"], measure=load_font().measure)
    first, second = (render_diagram(picture, SETTINGS, ("pdf", "png"), dpi=60) for _ in range(2))
    assert first == second
    with pdfplumber.open(BytesIO(first["pdf"])) as pdf:
        (page,) = pdf.pages
        assert (round(page.width, 1), round(page.height, 1)) == (595.3, 841.9)
    assert Image.open(BytesIO(first["png"])).size == (496, 701)


def test_what_differs_in_colour_differs_in_shape_too():
    """A black and white print still tells supported pairs and overload apart: words beside every sign."""
    words = words_of(reference())
    assert "超出规模所能解释" in words
    assert {mark.shape for mark in reference().marks} == {"disc", "ring"}


def test_latin_words_are_kept_whole_in_a_paragraph():
    """A line ends between words; only a word longer than a line is cut."""
    assert fill_lines("one two three", 4.0, em_width) == ("one two", "three")
    assert fill_lines("甲乙丙丁", 2.0, em_width) == ("甲乙", "丙丁")
    assert fill_lines("abcdefgh", 2.0, em_width) == ("abc", "def", "gh")


def test_a_name_too_long_for_its_place_ends_in_an_ellipsis():
    """What is cut says so."""
    assert shorten_text("甲乙丙丁", 3.6, em_width) == "甲乙…"
    assert shorten_text("甲乙", 3.6, em_width) == "甲乙"
