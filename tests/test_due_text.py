"""Papers print when a task is due as the notice prints it; only data knows the day that was reckoned."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from builders import plan_from
from responsibility import read
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.model import Person
from responsibility.spans import Span
from responsibility.views.contract import build_reading
from responsibility.views.issued.tasks import build_tasks
from responsibility.views.page.page import build_page
from responsibility.views.sheet import to_text
from responsibility.views.sheets.appendix import build_appendix
from responsibility.views.sheets.items import build_items
from test_lists import plan as led_plan
from workbooks import SMALL, scene_of

LONG = "2026年12月底前"
DAY, PRINTED = "2023-06-30", "6月底前"


def plan_due(day: str | None = DAY, words: str | None = PRINTED):
    plan = plan_from(SMALL)
    items = tuple(replace(item, due=day, due_text=words) for item in plan.items)
    return replace(plan, notice=replace(plan.notice, items=items))


@pytest.mark.parametrize(
    "build",
    [build_appendix, build_items, lambda scene: build_tasks(scene, scene.plan.units[0])],
    ids=["appendix", "items", "tasks"],
)
def test_sheets_print_the_words_and_never_the_day(build):
    """The reader of a sheet sees 6月底前, not a day that nobody wrote."""
    text = to_text(build(scene_of(plan_due())))
    assert PRINTED in text
    assert "6月30日" not in text and DAY not in text


def test_the_page_prints_the_words():
    """What the page tells of a task is what the notice says."""
    assert {entry.due for entry in build_page(scene_of(plan_due())).items} == {PRINTED}


def test_words_that_name_no_day_are_printed_as_they_stand():
    """全年持续推进 has no day and is printed all the same."""
    assert "全年持续推进" in to_text(build_appendix(scene_of(plan_due(None, "全年持续推进"))))


def test_a_day_that_a_workbook_holds_in_figures_is_written_as_the_language_does():
    """There are no words to keep in 2023-06-30 or 20230630."""
    for words in (DAY, "20230630", None):
        assert "2023年⏎6月30日" in to_text(build_appendix(scene_of(plan_due(DAY, words))))


@pytest.mark.parametrize("words", ["收到文件后10个工作日内", "7月1日起", "视雨情而定"])
def test_what_a_label_says_of_no_day_is_kept(words):
    """A clause that tells the deadline in words that no day follows from is printed all the same."""
    item = read(f"某市2025年计划\n一、水利\n1.疏浚河道。（责任单位：市水利局；完成时限：{words}）\n").items[0]
    assert (item.due, item.due_text) == (None, words)


@pytest.mark.parametrize("words", ["9月（含试运行）", "2025年9月（主体工程）", "9月底前〔含验收〕"])
def test_a_bracket_behind_the_day_takes_it_not_away(words):
    item = read(f"某市2025年计划\n一、水利\n1.疏浚河道。\n责任单位：市水利局\n完成时限：{words}\n").items[0]
    assert (item.due, item.due_text) == ("2025-09-30", words)


@pytest.mark.parametrize("words", ["汛期值守，长期坚持", "汛期值守。长期坚持", "汛期值守（长期坚持）"])
def test_words_that_close_the_sentence_say_when(words):
    item = read(f"某市2025年计划\n一、水利\n1.{words}。（责任单位：市水利局）\n").items[0]
    assert (item.due, item.due_text) == (None, "长期坚持")


@pytest.mark.parametrize("words", ["贴息政策执行至2025年底", "补贴标准沿用到2025年12月31日"])
def test_how_long_a_policy_holds_is_no_deadline(words):
    item = read(f"某市2025年计划\n一、水利\n1.疏浚河道。{words}。（责任单位：市水利局）\n").items[0]
    assert item.due is None


def test_data_keeps_the_day_beside_the_words():
    """The table of items and the contract of read hold both."""
    plan = plan_due()
    items = frame_plan(plan).items
    assert {*zip(items["due"], items["due_text"], strict=True)} == {(DAY, PRINTED)}
    told = json.loads(json.dumps(build_reading(plan, load_wording("zh"))))
    assert {(item["due"], item["due_text"]) for item in told["items"]} == {(DAY, PRINTED)}


@pytest.mark.parametrize(("words", "lines"), [(LONG, "2026年⏎12月底前"), ("11月30日前", "11月30日前")])
def test_no_day_is_parted_but_behind_its_year(words, lines):
    """On task sheets and 责任分解表; a shorter day has the room of one line."""
    scene = scene_of(plan_due(words=words))
    assert f" | {lines}" in to_text(build_appendix(scene))
    assert f" | {lines}" in to_text(build_tasks(scene, scene.plan.units[0]))


def test_a_post_that_the_head_says_is_not_said_again():
    """周某 below the head 分管领导; where the plan names other leaders too, the post stands before each name."""
    plan = led_plan()
    bare = tuple(replace(each, person=replace(each.person, rank="")) for each in plan.people)
    other = Person("包保领导", "李某", Span(0, 0), is_leader=True)
    items = (replace(plan.items[0], people=(*plan.items[0].people, other)), *plan.items[1:])
    one = scene_of(replace(plan, people=bare))
    two = scene_of(replace(plan, people=bare, notice=replace(plan.notice, items=items)))
    first, second = (to_text(build_tasks(scene, scene.plan.units[0])) for scene in (one, two))
    assert " | 周某⏎2025年6月底" in first
    assert " | 分管领导周某⏎2025年6月底" in second
