"""A second plan, far from the reference: 400 items, 150 units, long names, a long task, a unit with 200 tasks."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest

from builders import plan_from
from responsibility.render.excel import render_book
from responsibility.render.paper import fit_columns, fit_rows, lay_pages, page_room
from responsibility.render.word import render_document
from responsibility.views.issued.books import build_combined_book, build_task_book
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.measure import COLUMN, SIDES, UNIT
from responsibility.views.sheet import to_text
from responsibility.views.sheets.books import build_appendix_book, build_matrix_book
from responsibility.views.sheets.grid import LEFT
from responsibility.views.sheets.matrix import build_blocks, build_matrix
from responsibility.views.sheets.overlap import build_overlap
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


@pytest.mark.parametrize("build", [build_matrix, build_blocks])
def test_a_large_matrix_takes_few_sheets_of_paper_and_can_be_read(build):
    """400 tasks by 150 units: letters of 6.4 points at least, on no more than twenty sheets of A3."""
    sheet = build(large_scene())
    widths = fit_columns(sheet)
    paged = lay_pages(sheet, widths, fit_rows(sheet, widths))
    shown = [width + SIDES for width, column in zip(widths, sheet.columns, strict=True) if not column.hidden]
    printed = sum(shown) + (sheet.page.wide - 1) * sum(shown[:LEFT])
    assert page_room(sheet.page)[0] * sheet.page.wide / (printed * COLUMN) * UNIT >= 6.4
    assert (len(paged.breaks) + 1) * sheet.page.wide <= 20


def test_of_thousands_of_pairs_paper_has_those_that_stand_out():
    """What the size of two units explains stands below what is printed, where it can be filtered."""
    scene = large_scene()
    sheet = build_overlap(scene)
    verdicts = scene.analysis.overlap["verdict"].value_counts()
    cell = f"| {scene.say('verdict.as-size')} |"
    shown = to_text(sheet).splitlines()
    printed, rest = ("\n".join(part).count(cell) for part in (shown[: sheet.page.rows], shown[sheet.page.rows :]))
    assert (printed, rest) == (0, verdicts["as-size"])
    assert verdicts["as-size"] > 1000


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
