"""Every number of two periods of a year, from the sheets that came back to the table of assessment."""

from __future__ import annotations

import io
import re
import shutil

import pytest
from docx import Document

from oracle import bulletin, draws, marks, year_papers
from oracle.course import Course, run_course, tell_in_english
from oracle.tally import Tally, take
from oracle.templates import check_sentence
from oracle.year_whole import check_english, check_year
from prints import convert_files

BOOK = "考核评分表.xlsx"
# Half a hundredth of a point occurs: 0.5 for a task, a quarter of it for who shares in it.
STRICT = 'rule = "strict"\npoints = {red = 0.5, over = 1.5}\nco_lead = 0.25\nsupport = 0.25'
RULES = {
    "": marks.Rule(),
    STRICT: marks.Rule(
        100,
        {"missing": 10, "late": 5, "blank": 5, "red": 0.5, "yellow": 5, "false": 10, "contradiction": 5, "over": 1.5},
        {"lead": 1.0, "co-lead": 0.25, "support": 0.25},
        10,
    ),
}


@pytest.fixture(scope="module", params=[(3, ""), (8, STRICT)], ids=["hundred", "strict"])
def course(request, tmp_path_factory):
    """A year in a folder of its own; what the program prints is read back."""
    seed, score = request.param
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        out = io.StringIO()
        patch.setattr("sys.stdout", out)
        told = run_course(folder, seed, lambda: take(out), score)
        if not score:
            tell_in_english(folder, told, patch)
        return told, RULES[score]


CHECKS = (
    year_papers.check_tables, year_papers.check_ledger, year_papers.check_reminders, year_papers.check_next,
    year_papers.check_meeting, year_papers.check_closing, draws.check_sample,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_what_a_period_gave_is_true(course, check):
    """Lights, contradictions, doubts, reminders, the next sheets, what is drawn, the meeting, the year's account."""
    tally = Tally()
    check(course[0], tally)
    tally.settle()


def test_no_sentence_of_a_years_paper_is_passed_over(course):
    """Each sentence of each paper that must be there is, and each figure is of one of them, or of what was typed."""
    tally, (year, rule) = Tally(), course
    scored = year_papers.check_points(year, rule, tally)
    for check in CHECKS:
        check(year, tally)
    step = max(rule.points[key] for key in ("red", "yellow", "blank"))
    check_year(year, rule, marks.band({unit: row["total"] for unit, row in scored.items()}, step), tally)
    check_english(year, tally)
    tally.settle()


def test_the_assessment_is_true(course):
    """Every point, sum, band and total, as tables and as cells; and what the command says of it."""
    tally, (year, rule) = Tally(), course
    scored = year_papers.check_points(year, rule, tally)
    year_papers.check_score_book(year, scored, year.outputs["assess"][BOOK], tally)
    bands = marks.band(
        {u: row["total"] for u, row in scored.items()}, max(rule.points[k] for k in ("red", "yellow", "blank"))
    )
    told = {"year": 2025, "periods": 2, "units": len(scored), "unscored": len(year.facts.units) - len(scored)}
    line = next(each for each in year.printed["assess"].splitlines() if "评分单位" in each)
    check_sentence(line, "cli.assessed", {**told, "bands": max(bands.values())}, tally)
    tally.settle()


def test_the_bulletin_and_the_command_count_alike(course):
    """通报: how many stand how, changes since the period before, what was looked at; collect prints the same lights."""
    tally, year = Tally(), course[0]
    document = Document(io.BytesIO(year.periods[year_papers.Q2].files["通报.docx"]))
    bulletin.check_period(year, year_papers.Q1, year_papers.Q2, document, tally)
    line = next(each for each in year.printed[year_papers.Q2].splitlines() if "绿灯" in each)
    counts = [
        sum(row.light.colour == colour for row in year.rows(year_papers.Q2).values()) for colour in bulletin.ORDER
    ]
    tally.same("collect", counts, [int(each) for each in re.findall(r"\d+", line)])
    tally.settle()


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_assessment_recalculated_is_true(course, tmp_path):
    """Every sum, total and mean that LibreOffice computes anew."""
    tally, (year, rule) = Tally(), course
    scored = year_papers.check_points(year, rule, tally)
    made = convert_files(tmp_path, {BOOK: year.outputs["assess"][BOOK]}, "xlsx")[BOOK]
    year_papers.check_score_book(year, scored, made.read_bytes(), tally)
    tally.settle()


def test_a_course_is_told_whole(course):
    """The made-up year has every kind of light, contradiction and cause that matters."""
    year: Course = course[0]
    rows = year.rows(year_papers.Q2)
    assert {"slowest", "no-lead", "lead"} == {row.voice for row in rows.values()}
    assert {"false", "partly", ""} <= {row.verdict for row in rows.values()}
    assert {"red", "none", "unreported", "done"} <= {row.light.colour for row in rows.values()}
