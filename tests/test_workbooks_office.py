"""What LibreOffice makes of the workbooks: it recalculates them, and prints them whole."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook
from pylopdf_fonts_zh_cn import sans_path

from responsibility.render.excel import render_book
from responsibility.render.word import render_document
from responsibility.views.books import build_appendix_book, build_matrix_book, build_task_book
from responsibility.views.sheet import State, to_text
from test_reference import reference
from workbooks import reopen, scene_of, small_scene

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]


def convert(folder: Path, data: bytes, suffix: str, target: str) -> Path:
    """Turn a file into another kind, with the project's own font as the only Chinese one."""
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{sans_path().parent}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    source = folder / f"source.{suffix}"
    source.write_bytes(data)
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(out), str(source)]
    subprocess.run(
        command, check=True, timeout=120, capture_output=True, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
    )
    return out / f"source.{target}"


def matrix_book(scene):
    return build_matrix_book(scene.plan, scene.frames, scene.analysis, scene.say, scene.settings)


def recalculated(folder: Path, scene, changes: dict[str, str | None]):
    book = load_workbook(BytesIO(render_book(matrix_book(scene))))
    for place, mark in changes.items():
        book["责任矩阵"][place] = mark
    buffer = BytesIO()
    book.save(buffer)
    return reopen(convert(folder, buffer.getvalue(), "xlsx", "xlsx").read_bytes(), values=True)


def values(sheet, area: str):
    return [[cell.value for cell in row] for row in sheet[area]]


def test_the_cached_values_are_what_the_formulas_give(tmp_path):
    """A program that calculates shows the same numbers as one that does not."""
    scene = scene_of(reference())
    shown = reopen(render_book(matrix_book(scene)), values=True)
    counted = recalculated(tmp_path, scene, {})
    for name, area in (("责任矩阵", "C5:AJ40"), ("单位工作量", "C7:I37")):
        assert _numbers(counted[name], area) == pytest.approx(_numbers(shown[name], area))
        assert len(_numbers(shown[name], area)) > 200


def _numbers(sheet, area: str):
    return [float(value) for row in values(sheet, area) for value in row if isinstance(value, (int, float))]


def test_a_changed_mark_changes_the_counts(tmp_path):
    """Taking a lead from a and giving it to c moves totals, loads, shares and ranks."""
    book = recalculated(tmp_path, small_scene(), {"C6": None, "E6": "●"})
    assert values(book["责任矩阵"], "F6:I6") == [[1, 1, 0, 2]]
    assert values(book["责任矩阵"], "C10:E10") == [[1, 1, 1]]
    rows = values(book["单位工作量"], "C7:I9")
    assert [row[0] for row in rows] == [1, 1, 1]
    assert [row[4] for row in rows] == [1.5, 1.5, 1.5]
    assert [row[6] for row in rows] == [1, 1, 1]


@pytest.mark.parametrize("kind", ["matrix", "tasks", "appendix", "word"])
def test_the_print_holds_every_letter(tmp_path, kind):
    """No word of a visible sheet is missing from the PDF, no number is a row of #, no page is empty."""
    scene = scene_of(reference())
    args = (scene.plan, scene.frames, scene.analysis, scene.say, scene.settings)
    if kind == "matrix":
        book, most = matrix_book(scene), 30
    elif kind == "tasks":
        book, most = build_task_book(scene, scene.plan.units[0]), 8
    else:
        book, most = build_appendix_book(*args, whole=kind == "word"), 10
    data, suffix = (render_document(book), "docx") if kind == "word" else (render_book(book), "xlsx")
    with pdfplumber.open(convert(tmp_path, data, suffix, "pdf")) as pdf:
        pages = [page.extract_text() or "" for page in pdf.pages]
    assert 1 < len(pages) <= most
    assert all(page.strip() for page in pages)
    printed = Counter("".join(pages))
    assert "###" not in "".join(pages)
    assert not printed["\ufffd"]
    shown = [sheet for sheet in book.sheets if sheet.state is State.VISIBLE]
    visible = [replace(sheet, rows=sheet.rows[: sheet.page.rows or None]) for sheet in shown]
    words = Counter(letter for sheet in visible for letter in to_text(sheet) if "\u4e00" <= letter <= "\u9fff")
    formulas = Counter(
        letter for sheet in visible for row in sheet.rows for _, cell in row.cells for letter in cell.formula
    )
    missing = {letter: count for letter, count in (words - formulas).items() if printed[letter] < count}
    assert missing == {}
