"""What LibreOffice makes of the workbooks when it recalculates them."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from prints import convert_files
from responsibility.render.excel import render_book
from responsibility.views.sheets.books import build_matrix_book
from test_reference import reference
from workbooks import reopen, scene_of, small_scene

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]


def matrix_book(scene):
    return build_matrix_book(scene)


def recalculated(folder: Path, scene, changes: dict[str, str | None]):
    book = load_workbook(BytesIO(render_book(matrix_book(scene))))
    for place, mark in changes.items():
        book["责任矩阵"][place] = mark
    buffer = BytesIO()
    book.save(buffer)
    (path,) = convert_files(folder, {"matrix.xlsx": buffer.getvalue()}, "xlsx").values()
    return reopen(path.read_bytes(), values=True)


def values(sheet, area: str):
    return [[cell.value for cell in row] for row in sheet[area]]


def test_the_cached_values_are_what_the_formulas_give(tmp_path):
    """A program that calculates shows the same numbers as one that does not."""
    scene = scene_of(reference())
    shown = reopen(render_book(matrix_book(scene)), values=True)
    counted = recalculated(tmp_path, scene, {})
    for name, area in (("责任矩阵", "C6:AJ41"), ("单位工作量", "C7:I37")):
        assert _numbers(counted[name], area) == pytest.approx(_numbers(shown[name], area))
        assert len(_numbers(shown[name], area)) > 200


def _numbers(sheet, area: str):
    return [float(value) for row in values(sheet, area) for value in row if isinstance(value, (int, float))]


def test_a_changed_mark_changes_the_counts(tmp_path):
    """Taking a lead from a and giving it to c moves totals, loads, shares and ranks."""
    book = recalculated(tmp_path, small_scene(), {"C7": None, "E7": "●"})
    assert values(book["责任矩阵"], "F7:I7") == [[1, 1, 0, 2]]
    assert values(book["责任矩阵"], "C11:E11") == [[1, 1, 1]]
    rows = values(book["单位工作量"], "C7:I9")
    assert [row[0] for row in rows] == [1, 1, 1]
    assert [row[4] for row in rows] == [1.5, 1.5, 1.5]
    assert [row[6] for row in rows] == [1, 1, 1]
