"""What could not be placed is placed by a person: lines of placed.csv, beside the files of the period."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangling import open_sheet
from reading import plan_of
from responsibility.cli import main
from responsibility.errors import RegistryError
from responsibility.registry import parse_registry
from responsibility.render.excel import render_book
from responsibility.returns import Collection, gather_returns, parse_placed, place_by_hand, take_return, view_issued
from responsibility.returns.booking import book_answers, frame_answers
from responsibility.returns.placing import tell_row
from responsibility.settings import SourceSettings
from responsibility.views.issued.books import build_task_book
from test_collecting import NOTICE, UNITS, place  # noqa: F401  # the fixture
from workbooks import scene_of

HEAD = "文件,位置,任务,单位,栏目,理由,经办人,日期\n"
NAME = "经信.xlsx"


def write_below(data: bytes) -> bytes:
    """Write a row anew below a sheet's form, where no identity tells its task."""
    sheet = open_sheet(data, NAME, 1)
    below = sheet.sheet.max_row + 1
    for column, words in ((2, "另报:污水管网"), (6, "正常推进"), (7, 0.4), (8, "已改造12公里")):
        sheet.sheet.cell(below, column).value = words
    return sheet.save()


@pytest.fixture(scope="module")
def world():
    """A plan, what was issued for it, and the sheet of one unit with a row that nobody can place."""
    plan = plan_of(NOTICE, parse_registry(UNITS))
    scene = scene_of(plan)
    issued = view_issued(scene)
    unit = next(each for each in plan.units if each.id == "jxj")
    read = take_return(write_below(render_book(build_task_book(scene, unit))), NAME, issued, SourceSettings())
    return scene, issued, gather_returns([read], issued)


def placed(world, lines: str) -> Collection:
    scene, issued, collection = world
    return place_by_hand(collection, parse_placed(HEAD + lines, "placed.csv", scene.plan), issued)


def left(collection: Collection) -> list[str]:
    return [each.words for one in (*collection.returns, *collection.refusals) for each in one.unplaced]


def where(world, words: str) -> str:
    return next(each.place for each in world[2].returns[0].unplaced if each.words == words)


def answer(world, collection: Collection):
    rows = frame_answers(book_answers(collection, world[0].say)).to_dict("records")
    return next((row for row in rows if row["item_id"] == "1.3"), None)


def test_a_row_is_placed_with_all_its_words(world):
    """Each word under its own column; what has no column is a note, and nothing is left over."""
    assert answer(world, world[2]) is None
    row = tell_row(where(world, "已改造12公里"))
    done = placed(world, f"{NAME},{row},3,,,电话核实,张三,2023-07-02\n")
    told = answer(world, done)
    assert left(done) == []
    assert (told["percent"], told["status"], told["done"]) == (40.0, "on-schedule", "已改造12公里")
    assert "另报:污水管网" in told["notes"]


def test_what_belongs_to_no_task_is_set_aside_with_its_reason(world):
    """The line stays; the ledger is as it was."""
    row = tell_row(where(world, "正常推进"))
    done = placed(world, f"{NAME},{row},无,,,是另报的工作,张三,\n")
    assert (left(done), done.returns[0].answers) == ([], world[2].returns[0].answers)


def test_one_cell_may_be_placed_under_another_column(world):
    """The rest of the row waits on; a second word for the same column overwrites nothing."""
    cell, other = where(world, "已改造12公里"), where(world, "另报:污水管网")
    lines = f"{NAME},{cell},3,市经信局,存在问题,电话,张三,\n{NAME},{other},3,,存在问题,电话,张三,\n"
    done = placed(world, lines)
    assert len(left(done)) == len(left(world[2])) - 2
    told = answer(world, done)
    assert (told["problems"], told["notes"]) == ("另报:污水管网", "已改造12公里")


@pytest.mark.parametrize("line", ["任务清单!Z99,3", "{row},2"])
def test_a_line_that_fits_nothing_is_told(world, line):
    """A cell that says nothing, or a task in which the unit has no part: all waits where it did."""
    done = placed(world, f"{NAME},{line.format(row=tell_row(where(world, '正常推进')))},,,来电,,\n")
    assert left(done) == left(world[2])
    assert [each.code for each in done.findings] == ["PLACED_STALE"]


def test_every_wrong_line_is_told_at_once(world):
    """No reason, no such task, unit or column; two lines on one place."""
    with pytest.raises(RegistryError) as raised:
        placed(world, "a,b,3,,,,,\na,b,99,,,x,,\nc,d,3,市丁局,,x,,\ne,f,3,,心得,x,,\n")
    for words in (
        "no reason",
        "corrects what line 2",
        "no such task: 99",
        "no such unit: 市丁局",
        "no such column: 心得",
    ):
        assert words in str(raised.value)


@pytest.mark.slow
def test_collect_honours_it(place):  # noqa: F811
    """A line beside the files of the period; the file itself is no sheet that came in."""
    sheet = next(Path("output/green/tasks").glob("*-市经信局.xlsx"))
    (place / NAME).write_bytes(write_below(sheet.read_bytes()))
    main(["collect", "2023-q2", NAME])
    unplaced = Path("output/green/progress/2023-q2/data/unplaced.csv")
    row = tell_row(unplaced.read_text("utf-8-sig").splitlines()[1].split(",")[3])
    Path("matrix/plans/green/returns/2023-q2/placed.csv").write_text(f"{HEAD}{NAME},{row},3,,,电话核实,,\n", "utf-8")
    assert main(["collect", "2023-q2"]) == 0
    assert len(unplaced.read_text("utf-8-sig").splitlines()) == 1
    assert "已改造12公里" in Path("output/green/progress/2023-q2/data/answers.csv").read_text("utf-8-sig")
    assert "placed.csv" not in Path("output/green/progress/2023-q2/data/files.csv").read_text("utf-8-sig")
