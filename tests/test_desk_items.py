"""Tasks joined, split and left out at the desk: lines of overrides.csv, as if typed, and taken back like the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from desks import desk_of, write_folder
from responsibility.desk.office import Desk
from responsibility.desk.records import Settlement, is_kept
from responsibility.errors import SettingsError
from responsibility.spans import Span
from responsibility.views.matters import TableLine

NOTICE = """甲市2026年工作要点
一、重点任务
1.推进绿色改造。完成改造20家。开展巡查，全年巡查12次。开展巡查评比。(责任单位:市经信局)
2.说明如下。
3.推进宣传。(牵头单位:市教育局)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(write_folder(tmp_path / "matrix", NOTICE))


def ids(desk: Desk) -> list[str]:
    return [item.id for item in desk.scene("p")[0].plan.items]


def say(desk: Desk, words: str, meaning: str) -> None:
    """Say what words of the notice are, as the screen does."""
    text = desk.scene("p")[0].plan.notice.document.text
    start = text.index(words)
    lines = desk.mark("p", Span(start, start + len(words)), meaning, "")
    desk.act("p", str(desk.show("p")["version"]), Settlement("mark:x", words, lines), "来函", "张三")


@pytest.mark.parametrize(
    ("words", "meaning", "items", "line"),
    [
        ("开展巡查，", "split", ["1.1", "1.1b", "1.2", "1.3"], "1.1,,,,来函,张三,2026-03-02,split,,开展巡查，"),
        ("开展巡查评", "split", ["1.1", "1.1b", "1.2", "1.3"], "1.1,,,,来函,张三,2026-03-02,split,,开展巡查评"),
        ("3.", "join", ["1.1", "1.2"], "1.3,,,,来函,张三,2026-03-02,join,,1.2"),
        ("2.", "omit", ["1.1", "1.3"], "1.2,,,,来函,张三,2026-03-02,omit,,"),
    ],
)
def test_what_the_desk_writes_is_what_a_hand_would_write(desk, words, meaning, items, line):
    """The line alone makes the same tasks; undone they are as before, done again as decided."""
    before, path = ids(desk), desk.root / "plans/p/overrides.csv"
    say(desk, words, meaning)
    assert path.read_text("utf-8-sig").splitlines()[1:] == [line]
    assert ids(desk) == items
    desk.undo("p", str(desk.show("p")["version"]), "张三")
    assert ids(desk) == before
    desk.redo("p", str(desk.show("p")["version"]), "张三")
    assert ids(desk) == items
    (desk.root / "plans/p/history.csv").unlink()
    assert ids(desk) == items


def test_tasks_run_together_are_asked_about_and_parted_by_the_answer(tmp_path):
    """The words that open the later one are offered; it is asked no more."""
    text = NOTICE.replace("(责任单位:市经信局)", "(责任单位:市经信局)\n贰-建设湿地公园。建成2个。(责任单位:市林业局)")
    desk = desk_of(write_folder(tmp_path / "matrix", text))
    question = next(each for each in desk.show("p")["questions"] if each["id"].startswith("several:"))
    meant = question["choices"][0]
    lines = tuple(TableLine(line["file"], line["values"]) for line in meant["lines"])
    desk.act("p", str(desk.show("p")["version"]), Settlement(question["id"], meant["words"], lines), "来函", "张三")
    assert ids(desk)[:2] == ["1.1", "1.1b"]
    assert not [each for each in desk.show("p")["questions"] if each["id"].startswith("several:")]


def test_the_first_words_of_a_task_are_as_many_as_tell_the_place(desk):
    """Words that stand earlier in the task too would mean the earlier place."""
    text = desk.scene("p")[0].plan.notice.document.text
    start = text.index("开展巡查评比")
    (line,) = desk.mark("p", Span(start, start + 2), "split", "")
    assert line.values["value"] == "开展巡查评"


def test_the_first_task_has_none_before_it(desk):
    with pytest.raises(SettingsError):
        say(desk, "1.", "join")


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        ("overrides.csv", True),
        ("returns/2026-q1/placed.csv", True),
        ("returns/../placed.csv", False),
        ("returns/2026-q1/../../placed.csv", False),
        ("../placed.csv", False),
        ("history.csv", False),
        ("plans/q/overrides.csv", True),
        ("plans/../../overrides.csv", False),
        ("plans/q/notice.txt", False),
    ],
)
def test_a_history_that_names_another_file_writes_none(file, kept):
    """Its lines may have been typed by anybody."""
    assert is_kept(file) == kept


def test_a_day_that_a_person_types_is_of_the_plan_s_year_and_keeps_its_words(desk):
    """Neither the desk nor who writes the line by hand has to work out the year."""
    start = desk.scene("p")[0].plan.items[0].span.start
    (line,) = desk.mark("p", Span(start, start + 1), "due", "", "6月底前")
    desk.act("p", str(desk.show("p")["version"]), Settlement("mark:x", "6月底前", (line,)), "会议", "张三")
    item = desk.scene("p")[0].plan.items[0]
    assert (item.due, item.due_text) == ("2026-06-30", "6月底前")


@pytest.mark.parametrize("words", ["1.", "责任单位"])
def test_words_from_which_no_task_can_begin_are_refused(desk, words):
    """At the head of the task, and in the clause that names units."""
    with pytest.raises(SettingsError):
        say(desk, words, "split")


def test_what_was_undone_is_done_again_whatever_was_done_since(desk):
    """An act is turned by its number; one that another rests on, or that says otherwise, stays, and that is told."""

    def do(question: str, words: str, *lines: TableLine) -> None:
        desk.act("p", str(desk.show("p")["version"]), Settlement(question, words, lines), "来函", "张三")

    def turn(way: str, number: int) -> list[bool]:
        getattr(desk, way)("p", str(desk.show("p")["version"]), "张三", number)
        return [deed["undone"] for deed in desk.show("p")["deeds"]]

    do("a", "甲", TableLine("units.csv", {"id": "kjj", "name": "市科技局", "short": "市科技局"}))
    do("b", "乙", TableLine("dismissals.csv", {"rule": "H7"}))
    assert turn("undo", 2) == [False, True]
    do("c", "丙", TableLine("aliases.csv", {"text": "科技部门", "unit_id": "kjj"}))
    assert turn("redo", 2) == [False, False, False]
    with pytest.raises(SettingsError) as told:
        turn("undo", 1)
    assert told.value.code == "OTHERS_STAND"
    assert turn("undo", 4) == [False, False, True]
    assert turn("undo", 1) == [True, False, True]
    assert "市科技局" not in (desk.root / "units.csv").read_text("utf-8")
