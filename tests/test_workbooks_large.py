"""A second plan, far from the reference: 400 items, 150 units, long names, a long task, a unit with 200 tasks."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest

from builders import plan_from
from responsibility.render.excel import render_book
from responsibility.render.word import render_document
from responsibility.views.issued.books import build_combined_book, build_task_book
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.sheets.books import build_appendix_book, build_matrix_book
from workbooks import reopen, scene_of

pytestmark = pytest.mark.slow
LONG_NAME = ("某市" + "某领域综合改革协调推进工作领导小组办公室" * 2)[:40]
LONG_TASK = "统筹推进跨区域、跨部门的综合性改革任务，逐项明确责任和时限，" * 100


@cache
def large_scene():
    dice = random.Random(20230324)
    others = [f"u{number}" for number in range(1, 150)]
    assigned = {f"{at // 20 + 1}.{at % 20 + 1}": dice.sample(others, dice.randint(1, 8)) for at in range(400)}
    for item_id in list(assigned)[:200]:
        assigned[item_id].insert(dice.randint(0, 1), "u0")
    bodies = {item_id: "推进项目建设，完善配套政策，定期通报进展。" * dice.randint(1, 6) for item_id in assigned}
    plan = plan_from(assigned, {**bodies, "1.3": LONG_TASK})
    units = tuple(
        replace(unit, order=place, name=LONG_NAME, short=LONG_NAME) if place % 37 == 0 else replace(unit, order=place)
        for place, unit in enumerate(sorted(plan.units, key=lambda unit: int(unit.id[1:])))
    )
    return scene_of(replace(plan, units=units))


@pytest.mark.parametrize("build", [build_matrix_book, build_combined_book, build_appendix_book])
def test_a_large_plan_gives_whole_workbooks(build):
    """No row is taller than Excel takes, and nothing is refused."""
    for sheet in reopen(render_book(build(large_scene()))):
        assert max((row.height or 0 for row in sheet.row_dimensions.values()), default=0) <= 409


def test_a_large_plan_gives_a_whole_document():
    """Word takes the long task in one piece."""
    assert render_document(build_appendix_book(large_scene(), whole=True))


def test_a_unit_with_two_hundred_tasks_gets_each_whole():
    """Every item is there once, and the long task's words join to what the notice says."""
    scene = large_scene()
    unit = scene.plan.units[0]
    sheet = reopen(render_book(build_task_book(scene, unit)))["任务清单"]
    rows = list(sheet.iter_rows(min_row=LAYOUT.head_row + 2, values_only=True))
    ids = [row[LAYOUT.place("item_id")] for row in rows if row[LAYOUT.place("item_id")]]
    assert sorted(ids) == sorted(list(scene.items)[:200])
    parts = [row[LAYOUT.place("text")] or "" for row in rows if row[LAYOUT.place("item")] == scene.number("1.3")]
    words = "".join(parts).replace(scene.say("sheet.goes-on"), "").replace(scene.say("sheet.continued"), "")
    assert words == f"任务1.3。{LONG_TASK}"
