"""Sheets that other programs saved: .xls and .et are one format, and LibreOffice writes its own .xlsx."""

from __future__ import annotations

import shutil
import subprocess
from random import Random

import pytest

from annual import plan_of_tasks, write_tasks
from mangling import fill_in, open_sheet
from responsibility.render.excel import render_book
from responsibility.returns import read_return, view_issued
from responsibility.settings import SourceSettings
from responsibility.views.issued.books import build_task_book
from test_returns import check_law
from workbooks import scene_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]


@pytest.mark.parametrize("ending", ["xls", "xlsx", "ods"])
def test_a_sheet_saved_by_another_program_reads_the_same(tmp_path, ending):
    """Filled in, saved as 97-2003 workbook or by LibreOffice: every word under its own task."""
    plan, _ = plan_of_tasks(write_tasks(Random(4), 24), "annual")
    scene = scene_of(plan)
    issued = view_issued(scene)
    unit = max(plan.units, key=lambda each: len(issued.sheets[each.id].items))
    sent = open_sheet(render_book(build_task_book(scene, unit)), "甲.xlsx", 5)
    fill_in(sent)
    (tmp_path / "in.xlsx").write_bytes(sent.save())
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", f"{tmp_path}/out", f"{tmp_path}/in.xlsx"], check=True, capture_output=True, timeout=120
    )
    # Units send .xls as .et and the other way round; the ending says nothing.
    read = read_return((tmp_path / "out" / f"in.{ending}").read_bytes(), "甲.et", issued, SourceSettings())
    placed, unplaced = check_law(sent, read)
    assert (placed, unplaced) == (len(sent.typed) + len(sent.shares), 0)
    assert read.unplaced == ()
