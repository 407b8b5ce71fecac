"""Assess: every point with its proof, one a task and period, and a table whose formulas give the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from prints import convert_files
from responsibility.analysis.course.inspection import Inspection, Verdict
from responsibility.analysis.course.lights import Colour
from responsibility.analysis.course.score import Cause, Finders, Portion, parse_scores
from responsibility.errors import RegistryError, ReturnError
from responsibility.settings import Settings, parse_settings
from responsibility.views.naming import name_items, name_units
from responsibility.views.year.score import say_proof
from responsibility.workflows.assessing import frame_scores, report_scores, score_periods
from year import Year, write_year


@pytest.fixture(scope="module")
def small() -> Year:
    return write_year(units=8)


def scored(year: Year, text: str = "", **score: object):
    settings = parse_settings({"score": score})
    scene = replace(year.scene, settings=settings)
    find = Finders(name_units(scene.plan), name_items(scene.plan), lambda words: words)
    by_hand = parse_scores(text, find, settings.score.point("leader"))
    return score_periods(scene, replace(year, scene=scene).walk(), year.inspections, by_hand)


def expect_points(year: Year) -> dict[str, Counter[str]]:
    """What each unit loses for reports, counted from the values typed and nothing else."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for period in year.periods():
        for unit in year.scene.units:
            if (period.id, unit) in year.silent:
                found[unit]["missing"] += 1
            elif year.days[period.id, unit] > period.due.day:
                found[unit]["late"] += 1
    return found


def test_reports_that_did_not_come_or_came_late_are_counted_from_the_values_typed(small):
    """Each silent period and each late day is one row, no more."""
    expected = expect_points(small)
    for score in scored(small).scores:
        got = Counter(point.cause.value for point in score.points if point.cause in (Cause.MISSING, Cause.LATE))
        assert got == expected[score.unit_id]


def test_a_task_costs_once_a_period_and_a_false_claim_more_than_a_red_light(small):
    """False, red and blank at once: the gravest alone; the lead pays whole, who shares by half."""
    assessment = scored(small)
    points = [point for score in assessment.scores for point in score.points if point.item_id]
    lost = [(point.unit_id, point.period, point.item_id) for point in points if point.value < 0]
    assert len(lost) == len(set(lost))
    false = {(each.period, each.item_id) for each in small.inspections if each.verdict == "false"}
    leads = {(each.item_id, each.unit_id) for each in small.scene.plan.assignments if each.role == "lead"}
    costs = {(point.period, point.item_id): point.value for point in points if (point.item_id, point.unit_id) in leads}
    reported = {key for key in false if not _is_silent(small, key)}
    assert reported
    assert {costs[key] for key in reported} == {-10.0}


def _is_silent(year: Year, key: tuple[str, str]) -> bool:
    lead = next(each.unit_id for each in year.scene.plan.assignments if each.item_id == key[1] and each.role == "lead")
    return (key[0], lead) in year.silent


def test_who_was_asked_for_a_refinement_and_sent_none_has_a_row_and_nobody_else(small):
    """Asked: lead units that did not send one lose its points, once. Never asked: no row at all."""
    assert all(point.cause is not Cause.UNREFINED for score in scored(small).scores for point in score.points)
    walked, sent = small.walk(), ["u00", "u03"]
    assessment = score_periods(small.scene, walked, small.inspections, (), sent)
    lost = {s.unit_id: [p.value for p in s.points if p.cause is Cause.UNREFINED] for s in assessment.scores}
    assert lost == {unit: [] if unit in sent else [-5.0] for unit in small.scene.units}
    assert {point.period for score in assessment.scores for point in score.points if not point.place} <= {
        "", *(period.id for period in small.periods())
    }  # fmt: skip


def test_every_point_names_what_proves_it(small):
    """But for a sheet that never came, there is a file and cell, or the line of the inspection."""
    for score in scored(small).scores:
        for point in score.points:
            assert bool(point.place) == (point.cause is not Cause.MISSING), point


def test_a_total_is_base_and_points_and_the_tables_agree(small):
    """The score is what a reader adds up by hand."""
    assessment = scored(small, rule="eighty")
    tables = frame_scores(assessment)
    for row in tables["scores"].itertuples(index=False):
        own = tables["points"][tables["points"]["unit_id"] == row.unit_id]
        assert row.total == pytest.approx(80 + own["value"].sum())
        assert row.total == pytest.approx(row.base + row.taken + row.given + row.leader)


def test_points_by_hand_need_a_reason_and_leaders_have_a_limit(small):
    """Praise is a row with its line; a leader gives at most what the rule allows, once."""
    head = "单位,类别,分值,理由,日期\n"
    assessment = scored(
        small, head + "市u01局,加分,1.5,获省通报表扬,2026-09-01\nu02,领导评价,18,领导评价表,\n", rule="eighty"
    )
    by_unit = {score.unit_id: score for score in assessment.scores}
    praise = next(point for point in by_unit["u01"].points if point.cause is Cause.PRAISE)
    assert (praise.value, praise.place, praise.words) == (1.5, "2", "获省通报表扬")
    assert by_unit["u02"].sum_part(Portion.LEADER) == 18
    for line in ("市u01局,加分,1,,", "某局,加分,1,好,", "u01,领导评价,21,好,", "u01,奖励,1,好,", "u01,加分,很多,好,"):
        with pytest.raises(RegistryError):
            scored(small, f"{head}{line}\n", rule="eighty")
    with pytest.raises(RegistryError):
        scored(small, f"{head}u01,领导评价,11,好,\nu01,领导评价,12,好,\n", rule="eighty")


def test_bands_part_where_neighbours_differ_by_more_than_one_report_changes(small):
    """Within a band no two neighbours by total differ more than the step, between bands they do."""
    assessment = scored(small, band=4)
    totals: dict[int, list[float]] = defaultdict(list)
    for score in assessment.scores:
        totals[score.band].append(score.total)
    for own in totals.values():
        ranked = sorted(own)
        assert all(after - before <= 4 for before, after in pairwise(ranked))
    assert all(min(totals[band]) - max(totals[band + 1]) > 4 for band in list(totals)[:-1])


def test_a_step_apart_is_one_band_and_more_is_two(small):
    """97.4 and 97.1 differ by 0.3 and not, as computers subtract, by a little more."""
    head, quiet = "单位,类别,分值,理由\n", dict.fromkeys(("missing", "late", "blank", "red", "yellow", "false"), 0)
    for taken, bands in (("2.9", 1), ("2.91", 2)):
        lines = f"{head}u00,扣分,2.6,有据\n" + "".join(f"u0{place},扣分,{taken},有据\n" for place in range(1, 8))
        points = {**quiet, "contradiction": 0, "over": 0}
        scores = scored(small, lines, band=0.3, points=points).scores
        assert (max(score.band for score in scores), scores[0].total) == (bands, 97.4)


def test_units_whose_tasks_do_not_count_are_named_and_not_scored(small):
    """With leads alone counting, a unit that only shares is in no band."""
    assessment = scored(small, co_lead=0, lead=0, support=1)
    assert assessment.scores == ()
    assert assessment.unscored == tuple(small.scene.units)


def test_without_returns_there_is_no_score(small):
    """Nothing is invented."""
    silent = replace(small, silent={(period.id, unit) for period in small.periods() for unit in small.scene.units})
    with pytest.raises(ReturnError):
        scored(silent)


def test_a_claim_found_false_is_never_green(small):
    """What an inspection did not confirm is yellow or red in its period, and the claim stands beside it."""
    by_period = {each.progress.period.id: each.progress.lights.set_index("item_id") for each in small.walk()}
    false = [each for each in small.inspections if each.verdict == "false"]
    assert false
    for each in false:
        row = by_period[each.period].loc[each.item_id]
        assert row["light"] in (Colour.YELLOW, Colour.RED)
        assert (row["why"], row["verdict"]) == ("found-false", "false")
        assert row["claimed"]


@pytest.mark.parametrize(("share", "told"), [(None, ""), (40.0, "，已完成40%"), (100.0, "，已完成100%")])
def test_a_share_that_was_not_confirmed_proves_nothing(small, share, told):
    """Nobody is told that an office found 100 % where it found the claim of 100 % false."""
    period, item = small.periods()[0], small.scene.plan.items[0].id
    found = Inspection(period.id, item, Verdict.FALSE, day=date(2026, 4, 8), percent=share, words="未见报告", line=2)
    year = replace(small, inspections=(found,))
    points = [each for score in scored(year, points={"false": 0, "yellow": 3}).scores for each in score.points]
    proofs = {say_proof(year.scene, each) for each in points if each.is_found}
    start, end = "抽查核实（2026年4月8日）与填报不一致：未见报告；应完成24.5%", "；inspections.csv:2"
    assert proofs == {f"{start}{told}{end}"}


@pytest.mark.office
def test_the_formulas_of_the_table_give_our_totals(small, tmp_path):
    """LibreOffice counts every total anew from the points, and comes to the same."""
    assessment = scored(small, "单位,类别,分值,理由\nu02,领导评价,18.5,领导评价表\n", rule="eighty")
    book = dict(report_scores(small.scene, assessment))["考核评分表.xlsx"]
    blank = load_workbook(BytesIO(book))  # openpyxl keeps the formulas and no values
    buffer = BytesIO()
    blank.save(buffer)
    path = convert_files(tmp_path, {"score.xlsx": buffer.getvalue()}, "xlsx")["score.xlsx"]
    summary = load_workbook(path, data_only=True).worksheets[0]
    shown = {row[0]: row for row in summary.iter_rows(min_row=5, values_only=True) if isinstance(row[7], int | float)}
    for score in assessment.scores:
        row = shown[small.scene.short(score.unit_id)]
        assert row[7] == pytest.approx(score.total)
        assert row[8] == pytest.approx(score.per_task)
    assert len(shown) == len(assessment.scores)


def test_half_a_hundredth_of_a_point_rounds_up(small):
    """Points of 0.125 are 0.13 each, whatever the machine's own rounding does."""
    assessment = scored(small, points={"red": 0.25, "false": 0, "blank": 0, "contradiction": 0}, co_lead=0.5)
    values = {point.value for score in assessment.scores for point in score.points if point.cause is Cause.RED}
    assert values == {-0.25, -0.13}


def test_the_rule_by_default_is_the_settings(small):
    """A year scored twice is the same."""
    assert frame_scores(scored(small))["points"].equals(
        frame_scores(scored(small, **Settings().score.dump()))["points"]
    )
