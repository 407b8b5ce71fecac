"""A year on paper: the issued workbooks, filled in as clerks do, come to what the values typed come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

from clerks import File, fill_forms, fill_refinement, fill_tasks
from responsibility.analysis.course.inspection import INSPECTIONS, parse_inspections
from responsibility.analysis.course.refinement import Refinement, set_stages
from responsibility.language.wording import load_wording
from responsibility.render.excel import render_book
from responsibility.returns.inspected import read_forms
from responsibility.rows import write_rows
from responsibility.views.issued.books import build_task_book
from responsibility.views.issued.refinement import build_refinement_book, list_led
from responsibility.views.naming import name_items
from responsibility.workflows.assessing import report_scores, score_periods
from responsibility.workflows.collecting import Collected, Known, Sent, walk_periods
from responsibility.workflows.inspecting import draw_inspections, report_inspection
from responsibility.workflows.refining import accept_stages, gather_refined, list_contacts, report_refined
from test_year import Counted
from year import PERIODS, Year, write_year

pytestmark = pytest.mark.slow

SECOND = PERIODS[1]


@pytest.fixture(scope="module")
def year() -> Year:
    return write_year()


def send_sheets(year: Year, period: str) -> list[File]:
    """Every sheet of a period as a workbook that its unit filled in; who is silent sends none."""
    files = []
    for unit in year.scene.plan.units:
        own = {t.item: (t.percent, t.words) for t in year.typed if (t.period, t.unit) == (period, unit.id)}
        if own:
            book = render_book(build_task_book(year.scene, unit))
            files.append(File(f"{unit.short}.xlsx", fill_tasks(book, own, year.days[period, unit.id])))
    return files


def take_either(take, files):  # type: ignore[no-untyped-def]
    """Read files, and let returns pass that are values already."""
    return (take(each) if isinstance(each, File) else each for each in files)


@pytest.mark.slow
def test_thirty_filled_workbooks_come_to_what_was_typed_into_them(year):
    """One period on paper beside the same period as values: lights, reports, ledger, cell by cell; nothing is left."""
    first, second = year.periods()[:2]
    before = Sent(first, year.returns(first.id))  # type: ignore[arg-type]  # values
    on_paper, as_values = (
        list(walk_periods(year.scene, [before, Sent(second, files)], take_either))[-1]  # type: ignore[arg-type]
        for files in (send_sheets(year, SECOND), year.returns(SECOND))
    )
    assert on_paper.collection.refusals == ()
    assert on_paper.collection.unplaced == 0
    for table in ("lights", "reports", "ledger", "contradictions", "doubts", "reminders"):
        assert_frame_equal(getattr(on_paper.progress, table), getattr(as_values.progress, table))


def refine(year: Year) -> dict[str, list[Refinement]]:
    """What each lead unit types: two measures a task, in figures or in words; every tenth unit sends nothing."""
    typed: dict[str, list[Refinement]] = {}
    for place, unit in enumerate(year.scene.plan.units):
        if place % 10 == 9:
            continue
        for number, item in enumerate(list_led(year.scene, unit)):
            figures = (f"{10 + place}家", "5家", "8家", f"{9 + place}家", f"{10 + place}家")
            words = ("建成", "立项", "开工", "完工", "验收")
            for goal, *quarters in (figures, words)[number % 2 :]:
                piece = Refinement(unit.id, item.id, f"{unit.short}措施{goal}", goal, tuple(quarters), "办公室", "何某")  # type: ignore[arg-type]
                typed.setdefault(unit.id, []).append(replace(piece, telephone=f"86{place:05}"))
    return typed


def test_refinement_sheets_come_back_as_they_were_typed(year):
    """Twenty-seven of thirty: each piece, who to call, who is missing, the courses that lights are judged by."""
    typed = refine(year)
    files = []
    for unit in year.scene.plan.units:
        if unit.id in typed:
            book = render_book(build_refinement_book(year.scene, unit, list_led(year.scene, unit)))
            files.append(File(f"{unit.id}.xlsx", fill_refinement(book, typed[unit.id], f"联络{unit.id}")))
    refined = gather_refined(year.scene, files)
    assert refined.refused == ()
    assert [replace(piece, file="", place="") for piece in refined.pieces] == [
        piece for own in typed.values() for piece in own
    ]
    assert [loose for sheet in refined.sheets for loose in sheet.loose] == []
    assert {c.unit_id: c.person.name for c in list_contacts(refined) if c.person.post} == {
        unit: f"联络{unit}" for unit in typed
    }
    decided = {(unit, ""): ("accepted", "") for unit in typed}
    assert accept_stages(refined, decided, 2026) == set_stages([piece for own in typed.values() for piece in own], 2026)
    book = load_workbook(BytesIO(dict(report_refined(year.scene, refined, decided))["细化分解汇总.xlsx"]))
    rows = [[cell or "" for cell in row] for row in book["细化分解汇总"].iter_rows(min_row=5, values_only=True)]
    assert [tuple(row[2:11]) for row in rows] == [piece.words for own in typed.values() for piece in own]
    states = Counter(row[1] for row in book["报送情况"].iter_rows(min_row=5, values_only=True))
    assert states == {"已报": len(typed), "未报": len(year.scene.plan.units) - len(typed)}


@pytest.fixture(scope="module")
def claimed(year) -> Collected:
    """The second period as the units claim."""
    sent = [Sent(each, year.returns(each.id)) for each in year.periods()[:2]]  # type: ignore[arg-type]  # values
    return list(walk_periods(year.scene, sent, take_either))[-1]  # type: ignore[arg-type]


def test_inspection_forms_come_back_as_they_were_typed_and_change_their_lights(year, claimed):
    """The draw's own counts, each form's findings, and the lights that they come to, counted by hand."""
    one = Counted(replace(year, inspections=()), SECOND)
    sample = draw_inspections(claimed, (), 1)
    data = dict(report_inspection(claimed, sample))["抽查核实表.xlsx"]
    rows = list(load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == "抽取办法")
    strata = {str(row[0]): (row[2], row[3]) for row in rows[start + 2 :] if isinstance(row[2], int)}
    counts = one.counts()
    assert strata["欠进度"] == (counts["behind"], counts["behind"])
    assert strata["已完成、超进度"][0] == counts["done"] + counts["ahead"]
    assert strata["达进度"][0] == counts["on-course"]
    assert sum(drawn for _, drawn in strata.values()) == len(sample.items)
    found = [("不属实", 10, f"只到{n}处") if n % 3 == 2 else ("属实", None, "") for n in range(len(sample.items))]
    filled = fill_forms(data, found, date(2026, 7, 8))
    say, limits = load_wording(), year.scene.settings.sources
    forms = read_forms(filled, "核实.xlsx", year.scene.plan.id, say, limits)
    assert [(f["item_id"], f["verdict"], f["percent"], f["words"], f["method"], f["day"]) for f in forms] == [
        (item, verdict, "" if share is None else str(share), words, "现场", "2026-07-08")
        for item, (verdict, share, words) in zip(sample.items, found, strict=True)
    ]
    text = write_rows(tuple(INSPECTIONS.columns), ([f.get(key, "") for key in INSPECTIONS.columns] for f in forms))
    looked = parse_inspections(text, name_items(year.scene.plan), str)
    counted = Counted(replace(year, inspections=looked), SECOND)
    sent = [Sent(each, year.returns(each.id)) for each in year.periods()[:2]]  # type: ignore[arg-type]  # values
    *_, done = walk_periods(year.scene, sent, take_either, known=Known(looked))  # type: ignore[arg-type]
    lights = done.progress.lights.set_index("item_id")
    assert len([each for each in found if each[0] == "不属实"]) > 4
    for item in sample.items:
        red = counted.is_red(item)
        good = "done" if counted.stand(item) == "done" else "green"
        assert lights.loc[item, "light"] == ("red" if red else "yellow" if counted.stand(item) == "behind" else good)


def test_a_unit_that_is_merged_within_the_year_keeps_its_account_and_that_is_told(year):
    """From the third period on its successor sends both sheets: every total as before, a note says who goes on."""
    units = tuple(
        replace(unit, valid_to=date(2026, 6, 30), succeeded_by="u04") if unit.id == "u03" else unit
        for unit in year.scene.plan.units
    )
    merged = replace(year, scene=replace(year.scene, plan=replace(year.scene.plan, units=units)))
    one, two = (score_periods(each.scene, each.walk(), each.inspections, ()) for each in (year, merged))
    assert [(s.unit_id, s.total) for s in one.scores] == [(s.unit_id, s.total) for s in two.scores]
    book = load_workbook(BytesIO(dict(report_scores(merged.scene, two))["考核评分表.xlsx"]))
    said = [str(row[0]) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert any("市u03局设至2026年6月30日，其后由市u04局承接" in words for words in said)
