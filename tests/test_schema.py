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
from responsibility.workflows.reports import make_report
from workbooks import SMALL, scene_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written():
    """Every workbook and document of a plan, by name."""
    scene = scene_of(plan_from(SMALL))
    made = [each for key in ("matrix", "appendix", "tasks", "leader") for each in make_report(scene, key)]
    settings = Settings().progress
    period, day = parse_period("2023-q2", settings), date(2023, 6, 30)
    span = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    progress = judge_progress(scene.frames, (), settings, period, day, **span, filled_on={})
    unit = scene.plan.units[0]
    reminded = add_reminder(build_task_book(scene, unit), scene, unit, progress)
    books = {each.path: each.data for each in made if each.path.endswith((".xlsx", ".docx"))}
    return {
        **books,
        "通报.docx": render_letter(build_bulletin(scene, progress)),
        "remind.xlsx": render_book(reminded),
    }


def test_every_office_file_keeps_to_the_schema(written, tmp_path: Path):
    assert {"责任分解表.docx", "责任矩阵.xlsx", "通报.docx"} <= written.keys()
    validator = OpenXmlValidator()
    for number, (name, data) in enumerate(written.items()):
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        assert [str(error) for error in validator.validate(path).errors] == [], name
