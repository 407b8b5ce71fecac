"""What leaves the office: no issued paper says how the program works; it holds what the notice says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from builders import plan_from
from reference_plan import ASSIGNED
from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.progress import judge_progress
from responsibility.analysis.course.replies import Answer
from responsibility.kinds import Role
from responsibility.render.paper import fit_columns, page_room
from responsibility.settings import Settings
from responsibility.version import __version__
from responsibility.views.brief import write_brief
from responsibility.views.issued.books import build_combined_book, build_task_book, build_task_books
from responsibility.views.issued.bulletin import build_bulletin
from responsibility.views.issued.inspection import build_inspection_book
from responsibility.views.issued.meeting import build_meeting
from responsibility.views.issued.refinement import build_refinement_book
from responsibility.views.issued.reminder import add_reminder, build_reminder
from responsibility.views.letter import Letter, Line
from responsibility.views.measure import BROADEST, SIDES, capacity_of, count_lines
from responsibility.views.scene import News, Scene
from responsibility.views.sheet import Book, Sheet, State
from responsibility.views.sheets.books import build_appendix_book
from responsibility.views.year.closing import build_closing_book
from responsibility.views.year.score import build_score_book
from responsibility.workflows.assessing import score_periods
from responsibility.workflows.inspecting import draw_inspections
from test_lists import plan as led_plan
from test_reference import reference
from workbooks import scene_of
from year import Year, write_year

# Words of the program and of statistics; 0项 and 0个 are clauses about nothing.
PROGRAM_WORDS = re.compile(
    rf"{re.escape(__version__)}|版本|问题和提示|依据：|惯例|原文作|原文位置|别名|基尼|Gini|Jaccard|HHI|模块度|稳健|[pq]值|\bQ\b"
    r"|超载|some-plan|xianning-green|sha256|item_id|\bNone\b|\bnan\b|(?<![\d.])0\s?[项个条]|[○●△](?:牵头|共同责任|配合)"
)
ANSWERS = (Answer("1", "a", "behind", 30.0, "已开工", "设备未到"),)


def sheet_words(sheet: Sheet) -> Iterator[str]:
    yield from (str(cell.value) for row in sheet.rows for at, cell in row.cells if not sheet.columns[at].hidden)
    yield from (sheet.page.header, sheet.page.footer)


def book_words(book: Book) -> Iterator[str]:
    yield book.title
    for sheet in book.sheets:
        if sheet.state is State.VISIBLE:
            yield from sheet_words(sheet)


def letter_words(letter: Letter) -> Iterator[str]:
    for part in letter.parts:
        if isinstance(part, Line):
            yield "".join(words for words, _ in part.runs)
        else:
            yield from (*part.heads, *(str(cell.value) for row in part.rows for cell in row))


@cache
def scenes() -> dict[str, Scene]:
    titled = plan_from(ASSIGNED)
    return {"reference": scene_of(reference()), "leaders and dues": scene_of(led_plan()), "invented": scene_of(titled)}


def issue_papers(scene: Scene) -> dict[str, list[str]]:
    """Name every paper that is sent out or signed, with its words."""
    unit = scene.plan.units[0]
    news = News({each.id: [("1", "reworded", "改了")] for each in scene.plan.units}, "《新》与《旧》相比")
    settings = Settings().progress
    span = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    period = parse_period("2023-q2", settings)
    progress = judge_progress(scene.frames, ANSWERS, settings, period, date(2023, 6, 30), **span, filled_on={})
    told = Scene(scene.plan, scene.frames, scene.say, scene.settings, scene.analysis, news)
    books = {
        **dict(build_task_books(told)),
        "合订本": build_combined_book(scene),
        "责任分解表": build_appendix_book(scene),
    }
    return {
        **{name: list(book_words(book)) for name, book in books.items()},
        "责任分工要情": list(letter_words(write_brief(scene))),
        "通报": list(letter_words(build_bulletin(scene, progress))),
        "催办": list(sheet_words(build_reminder(scene, unit, progress))),
    }


def program_words(scene: Scene, papers: dict[str, list[str]]) -> set[tuple[str, str, str]]:
    """Name the papers with such words; a plan without a title is called by its id."""
    return {
        (paper, each[0], words[:60])
        for paper, all_words in papers.items()
        for words in all_words
        if (each := PROGRAM_WORDS.search(words.replace(scene.title, "")))
    }


@pytest.mark.parametrize("name", ["reference", "leaders and dues", "invented"])
def test_no_issued_paper_holds_a_program_word(name):
    """Versions, ids, counts of findings, how a lead was inferred and indices stay in the office."""
    scene = scenes()[name]
    assert program_words(scene, issue_papers(scene)) == set()


def year_books(year: Year) -> dict[str, Book | Letter]:
    """Build what a year brings, after its second period and at its end."""
    walked, scene = year.walk(), year.scene
    done = walked[1]
    lead = next(iter(scene.units))
    own = [scene.items[each.item_id] for each in scene.by_unit[lead] if each.role is Role.LEAD]
    heard = {(typed.period, typed.item, typed.unit): f"任务清单!I{typed.cell}" for typed in year.typed}
    assessment = score_periods(scene, walked, year.inspections, ())
    silent = str(done.progress.reminders["unit_id"].iloc[0])
    unit = scene.units[silent]
    return {
        "通报.docx": build_bulletin(done.scene, done.progress),
        "会议材料.docx": build_meeting(done.scene, done.progress, 2),
        "催办.xlsx": add_reminder(build_task_book(scene, unit), done.scene, unit, done.progress),
        "抽查核实.xlsx": build_inspection_book(done.scene, draw_inspections(done, year.inspections, 1)),
        "细化分解表.xlsx": build_refinement_book(scene, scene.units[lead], own),
        "考核评分表.xlsx": build_score_book(scene, assessment),
        "年底交账.xlsx": build_closing_book(scene, [each.progress for each in walked], heard, year.inspections, 2026),
    }


def test_no_paper_of_the_year_holds_a_program_word_or_a_file_name():
    """Refinement, meeting, inspection, bulletin, reminder, assessment, the year's book: of one seeded year."""
    year = write_year(units=6)
    papers = {
        name: list(letter_words(paper) if isinstance(paper, Letter) else book_words(paper))
        for name, paper in year_books(year).items()
    }
    assert all(papers.values())
    assert program_words(year.scene, papers) == set()
    files = re.compile(r"\.(?:xlsx|docx|csv|toml)|任务清单!")
    scored = papers.pop("考核评分表.xlsx")
    assert any(map(files.search, scored))  # a unit that appeals is shown the file and the cell of each point
    assert {(name, words) for name, told in papers.items() for words in told if files.search(words)} == set()


def test_no_name_of_a_unit_is_parted_in_what_goes_over_to_the_next_year():
    """Each line of the units' cell fits its column."""
    year = write_year(units=6)
    long = {unit.id: f"市人力资源社会保障{unit.id}局" for unit in year.scene.plan.units}
    units = tuple(replace(unit, short=long[unit.id]) for unit in year.scene.plan.units)
    scene = replace(year.scene, plan=replace(year.scene.plan, units=units))
    sheet = year_books(replace(year, scene=scene))["年底交账.xlsx"].sheets[1]
    at = next(place for place, column in enumerate(sheet.columns) if column.key == "units")
    cells = [str(cell.value) for row in sheet.rows for place, cell in row.cells if place == at and cell.value]
    told = [line for words in cells if long[units[0].id] in words for line in words.split("\n")]
    assert len(told) > 1
    assert {count_lines(line, capacity_of(fit_columns(sheet)[at])) for line in told} == {1}


@pytest.mark.parametrize("name", ["reference", "leaders and dues", "invented"])
def test_a_paper_in_its_own_size_is_no_broader_than_its_page(name):
    """Nothing shrinks it, so no program may need a second page beside the first."""
    scene = scenes()[name]
    books = [*dict(build_task_books(scene)).values(), build_appendix_book(scene)]
    for sheet in (sheet for book in books for sheet in book.sheets if sheet.page.whole):
        shown = [width for width, column in zip(fit_columns(sheet), sheet.columns, strict=True) if not column.hidden]
        assert sum(width + SIDES for width in shown) * BROADEST <= page_room(sheet.page)[0]
