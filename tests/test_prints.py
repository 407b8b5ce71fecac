"""What comes out of the printer: every task, unit and head whole, no page empty, none begun where it should not be."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from builders import plan_from
from prints import Print, convert_files, list_missing, read_print
from responsibility.render.excel import render_book
from responsibility.render.letter import render_letter
from responsibility.render.word import render_document
from responsibility.views.brief import write_brief
from responsibility.views.issued.books import build_combined_book, build_task_book, build_task_books
from responsibility.views.letter import Letter
from responsibility.views.scene import News
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, State
from responsibility.views.sheets.books import build_appendix_book, build_matrix_book
from test_issued import year_books
from test_reference import reference
from test_workbooks_large import LONG_NAME, LONG_TASK, large_scene
from workbooks import reopen, scene_of
from year import write_year

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
    pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice"),
]
SHOWN = ("责任矩阵.xlsx", "责任分解表.xlsx", "责任分解表.docx", "各单位任务清单.xlsx")


@cache
def scenes():
    return {"zh": scene_of(reference()), "en": scene_of(reference(), "en"), "large": large_scene()}


def books_of(scene) -> dict[str, Book]:
    return {
        "责任矩阵.xlsx": build_matrix_book(scene),
        "责任分解表.xlsx": build_appendix_book(scene),
        "责任分解表.docx": build_appendix_book(scene, whole=True),
        "各单位任务清单.xlsx": build_combined_book(scene),
    }


def write(name: str, book: Book) -> bytes:
    return render_document(book) if name.endswith("docx") else render_book(book)


def print_books(folder: Path, books: dict[str, Book], most: int | None = None) -> dict[str, Print]:
    paths = convert_files(folder, {name: write(name, book) for name, book in books.items()}, "pdf")
    return {name: read_print(path, most) for name, path in paths.items()}


def half_empty(printed: Print) -> list[int]:
    """List the pages, but for the last, that are less than half full."""
    return [number for number, fill in enumerate(printed.fills[:-1], 1) if fill < 0.5]


def count_pages(data: bytes) -> int:
    """Count the pages that a workbook asks for."""
    return sum(len(sheet.row_breaks.brk) + 1 for sheet in reopen(data) if sheet.sheet_state == State.VISIBLE.value)


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(request, tmp_path_factory):
    """The documents of the reference plan with their prints, in each language."""
    books = books_of(scenes()[request.param])
    return books, print_books(tmp_path_factory.mktemp("prints"), books)


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_cut_and_no_letter_is_a_box(printed, name):
    """No border runs through a letter, none stands on another, none is without a glyph, no number is a row of #."""
    assert printed[1][name].faults == ()


@pytest.mark.parametrize("name", SHOWN)
def test_every_cell_is_printed_whole(printed, name):
    """Each task, unit, head and sentence stands in a cell of its own, as often as the sheet has it."""
    assert list_missing(printed[0][name], printed[1][name]) == []


def test_documents_have_the_pages_they_should(printed):
    """Pages end where the workbook says and are used; what a leader may print stays within twenty-four."""
    books, prints = printed
    for name in ("责任分解表.xlsx", "各单位任务清单.xlsx"):
        assert len(prints[name].pages) == count_pages(write(name, books[name]))
    assert abs(len(prints["责任分解表.docx"].pages) - len(prints["责任分解表.xlsx"].pages)) <= 1
    assert len(prints["责任矩阵.xlsx"].pages) <= 24
    assert {name: half_empty(prints[name]) for name in ("责任分解表.xlsx", "责任分解表.docx")} == {
        "责任分解表.xlsx": [],
        "责任分解表.docx": [],
    }


def test_every_task_book_prints_whole(tmp_path):
    """All units' own workbooks: each page to its foot, one page for one task, three for thirteen."""
    scene = scenes()["zh"]
    books = dict(build_task_books(scene))
    prints = print_books(tmp_path, books)
    assert len(prints) == len(scene.plan.units)
    assert sum(len(each.pages) for each in prints.values()) <= 60
    tasks = {scene.task_path(unit): len(scene.by_unit[unit.id]) for unit in scene.plan.units}
    most = {1: 1, 13: 3}
    assert {name for name, each in prints.items() if len(each.pages) > most.get(tasks[name], 4)} == set()
    assert {name: each.fills for name, each in prints.items() if min(each.fills[:-1], default=1.0) < 0.8} == {}
    assert {name: each.faults for name, each in prints.items() if each.faults} == {}
    assert {name: lost for name, each in prints.items() if (lost := list_missing(books[name], each))} == {}
    assert all(len(prints[name].pages) == count_pages(render_book(book)) for name, book in books.items())


def test_a_cover_prints_on_a_page_of_its_own(tmp_path):
    """What changed stands on the first page; the hidden sheet that repeats its words prints nothing."""
    scene = scenes()["zh"]
    unit, words = scene.plan.units[0], "推进绿色转型。" * 30
    told = replace(scene, news=News({unit.id: [("1.1", "reworded", words)]}, "原计划 甲　新计划 乙"))
    book = build_task_book(told, unit)
    (found,) = print_books(tmp_path, {"a.xlsx": book}).values()
    assert (found.faults, list_missing(book, found)) == ((), [])
    assert words in found.pages[0]
    assert len(found.pages) == count_pages(render_book(book))


def test_the_papers_of_a_year_print_whole(tmp_path):
    """Refinement, meeting, inspection, bulletin, reminder, assessment, the year's book: nothing cut, no page wasted."""
    papers = year_books(write_year(units=6))
    data = {
        name: render_letter(paper) if isinstance(paper, Letter) else render_book(paper)
        for name, paper in papers.items()
    }
    prints = {name: read_print(path) for name, path in convert_files(tmp_path, data, "pdf").items()}
    assert {name: each.faults for name, each in prints.items() if each.faults} == {}
    # Each unit's scores and each task's form begin on a page of their own, and a letter's annexes do.
    flowing = {name: found for name in ("细化分解表.xlsx", "年底交账.xlsx") if (found := half_empty(prints[name]))}
    assert flowing == {}


def test_the_leaders_page_is_one_page(tmp_path):
    """With seven decisions, and with names and titles that take two lines."""
    plan = plan_from({f"1.{number}": [f"u{unit}" for unit in range(number % 5 + 3)] for number in range(24)})
    units = tuple(replace(unit, short=f"{LONG_NAME[:18]}{unit.id}") for unit in plan.units)
    items = tuple(replace(item, title="统筹推进重点区域交通基础设施和绿色低碳发展水平提升工作") for item in plan.items)
    long = scene_of(replace(plan, units=units, notice=replace(plan.notice, items=items)))
    pages = {"seven.docx": scenes()["zh"], "long.docx": long, "large.docx": scenes()["large"]}
    data = {name: render_letter(write_brief(scene)) for name, scene in pages.items()}
    prints = {name: read_print(path) for name, path in convert_files(tmp_path, data, "pdf").items()}
    assert {name: (len(each.pages), each.faults) for name, each in prints.items()} == dict.fromkeys(pages, (1, ()))


def test_a_large_plan_is_as_legible(tmp_path):
    """400 items, 150 units, long names, a unit with 200 tasks: the first is as whole as the last."""
    scene = scenes()["large"]
    books = {
        "责任分解表.xlsx": books_of(scene)["责任分解表.xlsx"],
        "tasks.xlsx": build_task_book(scene, scene.plan.units[0]),
        "责任分解表.docx": books_of(scene)["责任分解表.docx"],
    }
    prints = print_books(tmp_path, books)
    assert {name: each.faults for name, each in prints.items() if each.faults} == {}
    assert list_missing(books["tasks.xlsx"], prints["tasks.xlsx"]) == []
    assert list_missing(books["责任分解表.xlsx"], prints["责任分解表.xlsx"]) == []
    # In Word the long task is one cell that goes over pages.
    assert list_missing(books["责任分解表.docx"], prints["责任分解表.docx"]) == [f"任务1.3。{LONG_TASK}"]
    assert {name: found for name, each in prints.items() if (found := half_empty(each))} == {}
    assert "".join(prints["责任分解表.docx"].pages).count("逐项明确责任和时限") >= 95


@pytest.mark.parametrize("name", ["责任矩阵.xlsx", "各单位任务清单.xlsx"])
def test_the_first_pages_of_a_large_book_are_legible(tmp_path, name):
    """What stands on them is cut nowhere."""
    prints = print_books(tmp_path, {name: books_of(scenes()["large"])[name]}, most=12)
    assert prints[name].faults == ()


def book_of(rows: tuple[Row, ...], width: float, merges: tuple[Area, ...] = ()) -> Book:
    columns = tuple(Column(key, width, width, "cell") for key in "ab")
    return Book("题", "题", "办", date(2026, 1, 1), (Sheet("表", columns, rows, merges),))


@pytest.mark.parametrize(
    ("row", "width", "fault"),
    [
        (Row(((0, Cell("推进" * 30)), (1, Cell("好"))), height=30), 20, "a border runs through"),
        (Row(((0, Cell(123456789, "count")), (1, Cell("好")))), 4, "a number is a row of #"),
        (Row(((0, Cell("\u1f00")), (1, Cell("好")))), 8, "no glyph for"),
    ],
    ids=["too low", "number", "box"],
)
def test_a_print_that_is_cut_is_told(tmp_path, row, width, fault):
    """The reader of prints sees what a clerk would."""
    (found,) = print_books(tmp_path, {"a.xlsx": book_of((row,), width)}).values()
    assert fault in "".join(found.faults)


def test_words_that_a_neighbour_covers_are_told(tmp_path):
    """A line that does not wrap ends where the next cell begins."""
    book = book_of((Row(((0, Cell("推进" * 3, "band-open")), (1, Cell("好")))),), 8)
    (found,) = print_books(tmp_path, {"a.xlsx": book}).values()
    assert "推进推进推进" in list_missing(book, found)


def test_a_lost_row_is_told(tmp_path):
    """Two equal rows of which one is not printed."""
    whole = book_of((Row(((0, Cell("甲")), (1, Cell("乙")))),) * 2, 8)
    half = book_of((Row(((0, Cell("甲")), (1, Cell("乙")))),), 8)
    (found,) = print_books(tmp_path, {"a.xlsx": half}).values()
    assert sorted(list_missing(whole, found)) == ["乙", "甲"]
