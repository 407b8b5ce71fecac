"""Every light, course and report of a period whose returns stand at every edge."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date

import pytest
from docx import Document

from oracle import bulletin
from oracle.progress import Asked, light_row, report_of
from oracle.readers import read_sheets, read_table
from oracle.tally import Tally
from oracle.year import AS_OF, DUE, run_year


@pytest.fixture(params=["points", "share", "due"])
def year(request, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    return run_year(tmp_path, 7, request.param, lambda: capsys.readouterr().out)


def rows_of(year):
    rules, end = year.facts.settings["progress"], date(2025, 12, 31)
    return {
        item: light_row(year.facts, item, year.answers, Asked(year.dues[item] or end, AS_OF, rules))
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
    """通报.docx and 进展台账.xlsx: how many stand how, and every share, course and gap."""
    tally, rows = Tally(), rows_of(year)
    bulletin.check_letter(year, rows, Document(io.BytesIO(year.files["通报.docx"])), tally)
    bulletin.check_ledger(year, rows, read_sheets(year.files["进展台账.xlsx"]), tally)
    tally.settle()


def check_reports(year, tally):
    printed = {row["unit_id"]: row for row in read_table(year.files["data/reports.csv"])}
    tally.same("units that report", sorted(year.facts.units), sorted(printed))
    for unit, row in printed.items():
        for column, value in report_of(year.facts, unit, year.answers, year.sent, DUE).items():
            tally.same(("reports", unit, column), value, row[column])
    states = Counter(row["state"] for row in printed.values())
    tally.same("every kind of report", {"missing", "partial", "late", "complete"}, set(states))
