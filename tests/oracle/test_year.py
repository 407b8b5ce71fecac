"""Every light, course and report of a period whose returns stand at every edge."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date

import pytest
from docx import Document

from oracle import bulletin
from oracle.listed import check_lists
from oracle.progress import Asked, light_row, report_of
from oracle.readers import read_sheets, read_table
from oracle.tally import Tally, take
from oracle.year import AFTER, HALF, run_year


@pytest.fixture(
    scope="module",
    params=[("points", HALF), ("share", HALF), ("due", HALF), ("points", AFTER)],
    ids=["points", "share", "due", "over"],
)
def year(request, tmp_path_factory):
    """A period of its own folder; what the program prints is read back."""
    preset, when = request.param
    folder, out = tmp_path_factory.mktemp("year"), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sys.stdout", out)
        return run_year(folder, 7, preset, when, lambda: take(out))


def rows_of(year):
    rules, end = year.facts.settings["progress"], date(2025, 12, 31)
    return {
        item: light_row(year.facts, item, year.answers, Asked(year.dues[item] or end, year.when[1], rules))
        for item in year.facts.assigned
    }


@pytest.mark.slow
def test_every_light_and_report_is_true(year):
    """Light, reason, share, course, gap, day and whose word it is; state and days late of every unit."""
    tally, true = Tally(), rows_of(year)
    printed = {row["item_id"]: row for row in read_table(year.files["data/lights.csv"])}
    tally.same("tasks with a light", sorted(true), sorted(printed))
    for item, row in true.items():
        due = year.dues[item]
        told = {
            "unit_id": row.unit, "voice": row.voice, "status": row.status or None, "light": row.light.colour,
            "why": row.light.why, "percent": row.light.percent, "gap": row.light.gap,
            "expected": None if row.light.colour == "none" else row.light.expected,
            "due": due.isoformat() if due else None,
        }  # fmt: skip
        for column, value in told.items():
            tally.same(("lights", item, column), value, printed[item][column])
    check_reports(year, tally)
    tally.settle()


@pytest.mark.slow
def test_the_bulletin_and_the_ledger_say_what_the_lights_say(year):
    """通报.docx, 进展台账.xlsx and its page: how many stand how, why, and every share, course, gap and day."""
    tally, rows, book = Tally(), rows_of(year), year.files["进展台账.xlsx"]
    bulletin.check_letter(year, rows, Document(io.BytesIO(year.files["通报.docx"])), tally)
    bulletin.check_ledger(year, rows, read_sheets(book), tally)
    check_lists(year.files["index.html"], book, tally)
    tally.settle()


def check_reports(year, tally):
    printed = {row["unit_id"]: row for row in read_table(year.files["data/reports.csv"])}
    tally.same("units that report", sorted(year.facts.units), sorted(printed))
    for unit, row in printed.items():
        for column, value in report_of(year.facts, unit, year.answers, year.sent, year.when[2]).items():
            tally.same(("reports", unit, column), value, row[column])
    states = Counter(row["state"] for row in printed.values())
    tally.same("every kind of report", {"missing", "partial", "late", "complete"}, set(states))
