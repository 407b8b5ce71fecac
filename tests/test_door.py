"""The door for programmers: one call, and the examples of its page are true."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import responsibility as r
from responsibility.errors import SourceError

ROOT = Path(__file__).parents[1]
NOTICE = """东川市人民政府关于印发<2025>年工作计划的通知
一、任务
1.甲事。做好。(牵头单位:市财政局;配合单位:市教育局)
2.乙事。做好。
"""


def test_every_example_of_the_page_is_true(monkeypatch):
    """docs/api.md and both READMEs say what happens."""
    monkeypatch.chdir(ROOT)
    for page in ("docs/api.md", "README.md", "README.zh-CN.md"):
        failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
        assert (failed, tried > 0) == (0, True), page


def test_a_path_bytes_and_text_are_one_notice(tmp_path):
    """Whatever is at hand."""
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    readings = [r.read(path), r.read(str(path)), r.read(NOTICE.encode()), r.read(NOTICE)]
    assert len({(reading.items, reading.assignments) for reading in readings}) == 1


def test_bytes_of_any_kind_tell_what_they_are():
    """A workbook needs no name."""
    from sources import docx_of, paragraph

    data = docx_of("".join(paragraph(line) for line in NOTICE.splitlines()))
    assert [each.name for each in r.read(data).assignments] == ["市财政局", "市教育局"]


def test_a_file_that_is_not_there_is_refused():
    """A string without a line break is a path."""
    with pytest.raises(SourceError, match="cannot be read"):
        r.read("没有这个文件.txt")


def test_a_matrix_folder_gives_its_units_and_settings(tmp_path):
    """The place's own unit answers, with its own id."""
    (tmp_path / "units.csv").write_text("编号,单位全称\nczj,东川市财政局\n", "utf-8")
    assert r.read(NOTICE, matrix=tmp_path).units[0].id == "czj"


def test_the_matrix_has_every_item_and_unit_and_ordered_roles():
    """An item without units is a row of gaps; roles compare by strength."""
    matrix = r.read(NOTICE).matrix()
    assert matrix.index.tolist() == ["1.1", "1.2"]
    assert matrix["市财政局"].tolist()[0] == "lead"
    assert matrix.loc["1.2"].isna().all()
    assert matrix["市教育局"].cat.ordered


def test_a_notebook_sees_marks_and_no_markup_of_the_notice():
    """The title is text, the roles are their marks."""
    shown = r.read(NOTICE)._repr_html_()
    assert "●" in shown
    assert "&lt;2025&gt;" in shown
    assert "<2025>" not in shown


def test_a_text_without_tasks_shows_itself_too():
    """An empty matrix is a matrix."""
    assert r.read("没有任务\n").matrix().shape == (0, 0)
    assert "<table" in r.read("没有任务\n")._repr_html_()


def test_reading_loads_no_heavy_library():
    """Only tables wait for pandas."""
    code = (
        "import sys, responsibility as r; p = r.read('1.甲事。(责任单位:市财政局)\\n'); assert p.items;"
        "print([m for m in ('pandas', 'numpy', 'lxml', 'docx') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
