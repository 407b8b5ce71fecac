"""Every workbook and document that we write keeps to the schemas: no Office is at hand to open it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from builders import plan_from
from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.progress import judge_progress
from responsibility.render.excel import render_book
from responsibility.render.letter import render_letter
from responsibility.settings import Settings
from responsibility.views.issued.books import build_task_book
from responsibility.views.issued.bulletin import build_bulletin
from responsibility.views.issued.reminder import add_reminder
from responsibility.views.letter import Letter
from responsibility.workflows.reports import make_report
from test_issued import year_books
from test_lists import plan as led_plan
from workbooks import SMALL, scene_of
from year import write_year

pytestmark = pytest.mark.slow
_REPORTS = ("matrix", "appendix", "tasks", "leader")


@pytest.fixture(scope="module")
def written():
    """Every workbook and document of a plan, of one with leaders and dues, and of a year, by name."""
    scene = scene_of(plan_from(SMALL))
    made = [each for key in _REPORTS for each in make_report(scene, key)]
    led = [each for key in _REPORTS for each in make_report(scene_of(led_plan()), key)]
    settings = Settings().progress
    period, day = parse_period("2023-q2", settings), date(2023, 6, 30)
    span = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    progress = judge_progress(scene.frames, (), settings, period, day, **span, filled_on={})
    unit = scene.plan.units[0]
    reminded = add_reminder(build_task_book(scene, unit), scene, unit, progress)
    named = ((f"{place}/{each.path}", each.data) for place, own in (("", made), ("led", led)) for each in own)
    books = {path.strip("/"): data for path, data in named if path.endswith((".xlsx", ".docx"))}
    year = {
        f"year/{name}": render_letter(paper) if isinstance(paper, Letter) else render_book(paper)
        for name, paper in year_books(write_year(units=6)).items()
    }
    return {
        **books,
        **year,
        "通报.docx": render_letter(build_bulletin(scene, progress)),
        "remind.xlsx": render_book(reminded),
    }


def test_every_office_file_keeps_to_the_schema(written, tmp_path: Path):
    assert {
        "责任分解表.docx",
        "责任矩阵.xlsx",
        "通报.docx",
        "led/责任分解表.docx",
        "year/会议材料.docx",
    } <= written.keys()
    validator = OpenXmlValidator()
    for number, (name, data) in enumerate(written.items()):
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        assert [str(error) for error in validator.validate(path).errors] == [], name
