"""A whole year: 30 units, four periods, two meetings, three inspections, late sheets, false claims, a unit renamed.

Every number of every paper is counted anew from what was typed; nothing typed is lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from responsibility.analysis.course.refinement import Refinement, set_stages
from responsibility.analysis.course.score import Cause
from responsibility.kinds import Role
from responsibility.settings import parse_settings
from responsibility.views.issued.bulletin import build_bulletin
from responsibility.views.issued.meeting import build_meeting
from responsibility.views.letter import Letter, LetterTable
from responsibility.workflows.assessing import report_scores, score_periods
from responsibility.workflows.closing import report_closing
from responsibility.workflows.collecting import Collected, report_progress
from responsibility.workflows.inspecting import draw_inspections
from responsibility.workflows.reports import REPORTS
from year import PERIODS, Typed, Year, write_year

pytestmark = pytest.mark.slow

START, END = date(2026, 1, 1), date(2026, 12, 31)
WORDS = {"done": "已完成", "ahead": "超进度", "on-course": "达进度", "behind": "欠进度", "unreported": "未报"}


@pytest.fixture(scope="module")
def year() -> Year:
    return write_year()


@pytest.fixture(scope="module")
def walked(year) -> list[Collected]:
    return year.walk()


class Counted:
    """One period counted by hand from the values typed: how each task stands, as claimed and as found."""

    def __init__(self, year: Year, period: str) -> None:
        self.period = next(each for each in year.periods() if each.id == period)
        self.leads = {a.item_id: a.unit_id for a in year.scene.plan.assignments if a.role is Role.LEAD}
        self.typed: dict[tuple[str, str], Typed] = {
            (each.item, each.unit): each for each in year.typed if each.period == period
        }
        self.found = {each.item_id: each for each in year.inspections if each.period == period}
        days, whole = (self.period.end - START).days, (END - START).days
        self.expected = round(100 * days / whole, 1)
        self.at_end = self.period.end >= END

    def share(self, item: str) -> float | None:
        """The share that holds: as found where an inspection found one, else as typed."""
        found, typed = self.found.get(item), self.typed.get((item, self.leads[item]))
        return found.percent if found and found.percent is not None else typed.percent if typed else None

    def is_false(self, item: str) -> bool:
        return item in self.found and self.found[item].verdict == "false"

    def stand(self, item: str) -> str:
        share = self.share(item)
        if share is None:
            return "unreported"
        gap = self.expected - share
        if share >= 100 and not self.is_false(item):
            return "done"
        if gap >= 10 or self.is_false(item) or self.at_end:
            return "behind"
        return "ahead" if gap < -5 else "on-course"

    def is_red(self, item: str) -> bool:
        share = self.share(item)
        return share is not None and share < 100 and self.expected - share > 30

    def counts(self) -> Counter[str]:
        return Counter(map(self.stand, self.leads))


@pytest.fixture(scope="module")
def counted(year) -> dict[str, Counted]:
    return {period: Counted(year, period) for period in PERIODS}


def text_of(letter: Letter) -> str:
    return "\n".join("".join(run for run, _ in part.runs) for part in letter.parts if not isinstance(part, LetterTable))


def test_the_year_is_as_hard_as_it_should_be(year):
    """Late, silent and false are there, in about the shares that were asked for."""
    late = sum(
        day > period.due.day for period in year.periods() for (name, _), day in year.days.items() if name == period.id
    )
    assert 0.07 < late / len(year.days) < 0.17
    assert year.silent
    assert any(each.verdict == "false" for each in year.inspections)
    assert {each.period for each in year.inspections} == set(PERIODS[1:])


def test_the_bulletins_counts_and_shares_are_those_of_the_values_typed(walked, counted):
    """Every number of the first part, and what became more or less since the period before."""
    for number, done in enumerate(walked):
        now = counted[PERIODS[number]].counts()
        words = text_of(build_bulletin(done.scene, done.progress))
        total = sum(now.values())
        for key, count in now.items():
            share = f"{round(1000 * count / total + 1e-9) / 10:g}"
            assert f"{WORDS[key]}{count}项，占{share}%" in words, (PERIODS[number], key)
        if number:
            before = counted[PERIODS[number - 1]].counts()
            for key in ("done", "behind", "unreported"):
                if change := now[key] - before[key]:
                    assert f"{WORDS[key]}{'增加' if change > 0 else '减少'}{abs(change)}项" in words


def test_claimed_and_verified_are_told_apart(walked, counted):
    """The letter of each inspected period tells how many were looked at and how many were not confirmed."""
    for number, done in enumerate(walked):
        one, words = counted[PERIODS[number]], text_of(build_bulletin(done.scene, done.progress))
        false = sum(map(one.is_false, one.found))
        assert (f"抽查核实{len(one.found)}项" in words) == bool(one.found)
        assert (f"与填报不一致{false}项" in words) == bool(false)


def test_the_tables_of_the_bulletin_add_up(walked, counted):
    """The second annex: each lead unit's tasks by how they stand, and the total row, equal the count by hand."""
    for number, done in enumerate(walked):
        one = counted[PERIODS[number]]
        tables = [part for part in build_bulletin(done.scene, done.progress).parts if isinstance(part, LetterTable)]
        heads, rows = tables[1].heads, tables[1].rows
        by_unit: dict[str, Counter[str]] = defaultdict(Counter)
        for item, lead in one.leads.items():
            by_unit[done.scene.short(lead)][WORDS[one.stand(item)]] += 1
        shown = {str(row[0].value): dict(zip(heads[1:], (cell.value for cell in row[1:]), strict=True)) for row in rows}
        for unit, counts in by_unit.items():
            for word, count in counts.items():
                assert int(str(shown[unit][word])) == count


def test_the_meetings_lines_are_those_of_the_values_typed(walked, counted):
    """Two meetings, after the second and the third period: the state in figures."""
    for number in (1, 2):
        done, one, before = walked[number], counted[PERIODS[number]], counted[PERIODS[number - 1]]
        words = text_of(build_meeting(done.scene, done.progress, number))
        counts = one.counts()
        told = "、".join(f"{word}{counts[key]}" for key, word in WORDS.items() if counts[key])
        assert f"{len(one.leads)}项中，{told}。" in words
        behind = [item for item in one.leads if one.stand(item) == "behind"]
        units = {one.leads[item] for item in behind}
        assert f"欠进度的是第{'、'.join(map(done.scene.number, behind))}项，涉及{len(units)}个单位。" in words
        again = [done.scene.number(item) for item in behind if before.stand(item) == "behind"]
        assert f"第{'、'.join(again)}项连续两期欠进度" in words


def expect_scores(year: Year, counted: dict[str, Counted]) -> dict[str, float]:
    """What each unit comes to by the plain rule, from the values typed."""
    totals = dict.fromkeys(year.scene.units, 100.0)
    parts: dict[str, dict[str, float]] = defaultdict(dict)
    for each in year.scene.plan.assignments:
        parts[each.item_id][each.unit_id] = 1.0 if each.role is Role.LEAD else 0.5
    for period, one in counted.items():
        for unit in year.scene.units:
            if (period, unit) in year.silent:
                totals[unit] -= 10
            elif year.days[period, unit] > one.period.due.day:
                totals[unit] -= 2
        for item, units in parts.items():
            for unit, weight in units.items():
                if one.is_false(item) and unit == one.leads[item]:
                    totals[unit] -= 10
                elif one.is_red(item):
                    totals[unit] -= 3 * weight
    last = counted[PERIODS[-1]]
    for item, units in parts.items():
        if (last.share(item) or 0) > 100 and not last.is_false(item):
            for unit, weight in units.items():
                totals[unit] += 2 * weight
    return totals


def test_every_score_is_what_the_typed_values_come_to(year, walked, counted):
    """Thirty units, all four periods: each total recounted by another way."""
    assessment = score_periods(year.scene, walked, year.inspections, ())
    expected = expect_scores(year, counted)
    assert {score.unit_id: score.total for score in assessment.scores} == pytest.approx(expected)
    book = load_workbook(BytesIO(dict(report_scores(year.scene, assessment))["考核评分表.xlsx"]), data_only=True)
    shown = {
        row[0]: row[7] for row in book.worksheets[0].iter_rows(values_only=True) if isinstance(row[7], int | float)
    }
    assert shown == pytest.approx({year.scene.short(unit): total for unit, total in expected.items()})


def test_nothing_typed_is_lost(year, walked):
    """Every word of the year stands in the ledger of its period, and in the workbook that the office opens."""
    for number, done in enumerate(walked):
        typed = {each.words for each in year.typed if each.period == PERIODS[number]}
        assert typed == set(done.progress.ledger["done"]) - {""}
    outputs = dict(output for output in report_progress(walked[-1]) if output[0] == "进展台账.xlsx")
    book = load_workbook(BytesIO(outputs["进展台账.xlsx"]), read_only=True)
    said = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    words = {each.words for each in year.typed if each.period == PERIODS[-1]}
    assert {each for each in words if each not in said} == set()


def test_the_draw_of_each_inspection_is_of_tasks_that_were_reported(walked, counted):
    """What nobody reported is asked for and not drawn; each period has a draw of its own."""
    drawn = [tuple(draw_inspections(done, (), 1).items) for done in walked]
    for items, period in zip(drawn, PERIODS, strict=True):
        assert all(counted[period].share(item) is not None for item in items)
    assert len(set(drawn)) == len(PERIODS)


def test_a_unit_that_became_another_keeps_its_account(year):
    """Reorganised: sheets come back under the unit's id and its new name; points before and after are one's."""
    renamed = tuple(
        replace(unit, name="某市新设局", short="市新设局") if unit.id == "u03" else unit
        for unit in year.scene.plan.units
    )
    after = replace(year, scene=replace(year.scene, plan=replace(year.scene.plan, units=renamed)))
    one, two = (score_periods(each.scene, each.walk(), each.inspections, ()) for each in (year, after))
    assert [(s.unit_id, s.total) for s in one.scores] == [(s.unit_id, s.total) for s in two.scores]
    assert {s.unit_id: after.scene.short(s.unit_id) for s in two.scores}["u03"] == "市新设局"


def test_late_is_by_the_day_on_the_sheet(year, walked):
    """The days of the reports' table are those on the sheets against the working day by which they were due."""
    for number, done in enumerate(walked):
        due = year.periods()[number].due.day
        late = dict(zip(done.progress.reports["unit_id"], done.progress.reports["late_days"], strict=True))
        for unit in year.scene.units:
            day = year.days.get((PERIODS[number], unit))
            assert late[unit] == (max(timedelta(0), day - due).days if day else None)


def test_the_points_of_a_unit_name_sheets_that_it_sent(year, walked):
    """Each proof is a file that came in, and a cell that was filled in."""
    cells = {(each.file, f"任务清单!I{each.cell}") for each in year.typed} | {
        (f"{period}-{unit}.xlsx", "任务清单!M5") for period, unit in year.days
    }
    for score in score_periods(year.scene, walked, year.inspections, ()).scores:
        for point in score.points:
            if point.cause is not Cause.MISSING and not re.match(r"inspections\.csv:\d+", point.place):
                assert (point.file, point.place) in cells, point


def test_the_closing_book_has_every_task_its_last_words_and_what_stays_open(year, walked, counted):
    """One row a task; carried over are those that the typed values leave undone, each as a notice has it."""
    outputs = dict(report_closing(walked, year.inspections, 2026))
    book = load_workbook(BytesIO(outputs["年底交账.xlsx"]), read_only=True)
    tasks, left = (list(sheet.iter_rows(min_row=5, values_only=True)) for sheet in book.worksheets)
    last = counted[PERIODS[-1]]
    assert [row[0] for row in tasks] == [year.scene.number(item) for item in last.leads]
    for row, item in zip(tasks, last.leads, strict=True):
        typed = last.typed.get((item, last.leads[item]))
        assert (typed.words if typed else None) == row[7]
    undone = [year.scene.number(item) for item in last.leads if last.stand(item) != "done"]
    assert [row[0] for row in left] == undone
    lines = outputs["结转任务.txt"].decode("utf-8-sig").splitlines()[1:]
    assert len(lines) == len(undone)
    assert all("（牵头单位：" in line or "（责任单位：" in line for line in lines)


def test_the_calendar_has_the_days_by_which_units_report(year):
    """Each quarter's working day, once the settings say that units report by the quarter; none before the notice."""
    settings = parse_settings({"progress": {"every": "quarter"}})
    calendar = next(report for report in REPORTS if report.key == "calendar")
    assert list(calendar.build(year.scene)) == []
    text = b"".join(output.data for output in calendar.build(replace(year.scene, settings=settings))).decode()
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)
    assert days == [period.due.day.strftime("%Y%m%d") for period in year.periods()]
    assert "报送2026年一季度进展" in text


def test_accepted_goals_are_what_their_tasks_are_judged_by(year, counted):
    """Twenty tasks refined: each quarter asks for what their units promised, the others go by the calendar."""
    goals = (10, 30, 60, 100)
    leads = counted[PERIODS[0]].leads
    refined = [item for item in leads if leads[item] < "u10"]
    quarters = tuple(f"{goal * 2}家" for goal in goals)
    stages = set_stages([Refinement(leads[item], item, "新增", "200家", quarters) for item in refined], 2026)  # type: ignore[arg-type]
    for goal, done, period in zip(goals, year.walk(stages), PERIODS, strict=True):
        one = counted[period]
        for row in done.progress.lights.itertuples(index=False):
            own = goal if row.item_id in refined else one.expected
            assert row.expected == own
            share = one.share(row.item_id)
            if share is not None and share < 100 and period != PERIODS[-1] and not one.is_false(row.item_id):
                gap = round(own - share, 1)
                assert row.light == ("red" if gap > 30 else "yellow" if gap >= 10 else "green"), (row.item_id, gap)
