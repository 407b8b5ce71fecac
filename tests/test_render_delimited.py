"""Tables to CSV and their description."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.render.delimited import render_csv, render_datapackage
from workbooks import small_scene


def test_a_table_is_written_for_excel_on_chinese_windows():
    """BOM, LF, minimal quotes, empty for missing, numbers as they are."""
    frame = pd.DataFrame(
        {"名称": ["市局,甲", None], "n": [-1, 2], "x": [0.5, float("nan")], "b": [True, False], "t": [("a", "b"), ()]}
    )
    assert render_csv(frame) == '\ufeff名称,n,x,b,t\n"市局,甲",-1,0.5,true,a b\n,2,,false,\n'.encode()


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\tx", "\r\nx", "＝1"])
def test_no_text_becomes_a_formula(words):
    """Text that a spreadsheet would calculate gets an apostrophe in front."""
    rows = list(csv.reader(StringIO(render_csv(pd.DataFrame({words: [words]})).decode("utf-8-sig"), newline="")))
    assert rows == [[f"'{words}"], [f"'{words}"]]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1, max_size=5))
@settings(max_examples=60)
def test_any_other_text_comes_back_whole(words):
    """Commas, quotes and line ends are quoted; one line a row."""
    safe = [each for each in words if not each.startswith(tuple("=+-@\t\r\n\0＝＋－＠"))]
    data = render_csv(pd.DataFrame({"a": safe, "b": safe}, dtype=object)).decode("utf-8-sig")
    assert list(csv.reader(StringIO(data, newline="")))[1:] == [[each, each] for each in safe]


def test_the_package_describes_each_table():
    """Types, keys and hashes are those of the files."""
    frames = small_scene().frames
    tables = {"data/items.csv": frames.items, "data/units.csv": frames.units}
    declared = {("data/items.csv", "targets"): "integer", ("data/items.csv", "assigned"): "boolean"}
    keys = {"data/units.csv": ("unit_id",)}
    package = json.loads(render_datapackage("some-plan", "计划", tables, keys, types=declared))
    items, units = package["resources"]
    assert (items["path"], items["rows"], items["bytes"]) == ("data/items.csv", 4, len(render_csv(frames.items)))
    types = {field["name"]: field["type"] for field in items["schema"]["fields"]}
    assert (types["item_id"], types["targets"], types["assigned"]) == ("string", "integer", "boolean")
    assert units["schema"]["primaryKey"] == ["unit_id"]


def test_a_type_is_declared_and_not_guessed():
    """A table without rows, or with a missing number among words, says the same as a full one."""
    full = pd.DataFrame({"n": [1, 2], "name": ["甲", "乙"]})
    tables = {"a.csv": full, "b.csv": full.iloc[:0].astype(object), "c.csv": full.assign(n=[1, None]).astype(object)}
    types = {(path, "n"): "integer" for path in tables}
    described = json.loads(render_datapackage("p", "计划", tables, types=types))["resources"]
    assert [[f["type"] for f in each["schema"]["fields"]] for each in described] == [["integer", "string"]] * 3


def test_the_package_says_what_a_column_means():
    """A meaning given for a column of a table is its description there and nowhere else."""
    frames = small_scene().frames
    tables = {"data/items.csv": frames.items, "data/assignments.csv": frames.assignments}
    meanings = {("data/items.csv", "item_id"): "任务编号"}
    items, assignments = json.loads(render_datapackage("p", "计划", tables, meanings=meanings))["resources"]
    assert items["schema"]["fields"][0] == {"name": "item_id", "type": "string", "description": "任务编号"}
    assert "description" not in assignments["schema"]["fields"][0]


def test_a_number_among_words_stays_a_number():
    """A column that has missing values holds objects: -0.1 gets no apostrophe, True is true as elsewhere."""
    frame = pd.DataFrame({"gap": [-0.1, None, -2], "answered": [True, None, False]}, dtype=object)
    assert render_csv(frame).decode("utf-8-sig").splitlines() == ["gap,answered", "-0.1,true", ",", "-2,false"]
