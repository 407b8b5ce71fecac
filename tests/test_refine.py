"""Refine: measures and stage goals of lead units, accepted or sent back, and the lights that rest on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from builders import plan_from
from responsibility.analysis.course.refinement import (
    Refinement,
    add_up,
    find_decision,
    parse_refinements,
    set_stages,
    share_quarters,
)
from responsibility.analysis.course.score import Finders
from responsibility.cli import main
from responsibility.errors import RegistryError
from responsibility.language.wording import LANGUAGES, load_wording
from responsibility.render.excel import render_book
from responsibility.render.paper import fit_columns, fit_rows, lay_pages
from responsibility.system import guard
from responsibility.system.guard import map_guarded
from responsibility.views.issued.refinement import BAND, build_refinement_book, list_led
from responsibility.workflows.refining import gather_refined
from test_collecting import place, send_back  # noqa: F401  # a fixture
from workbooks import scene_of
from year import write_year


def piece(goal: str, *quarters: str, item: str = "1.1", unit: str = "a") -> Refinement:
    return Refinement(unit, item, "措施", goal, quarters)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("goal", "quarters", "shares"),
    [
        ("42公里", ("7公里", "21公里", "31.5公里", "42公里"), [100 / 6, 50, 75, 100]),
        ("42公里", ("", "21公里", "", "42公里"), [0, 50, 50, 100]),
        ("20万平方米", ("完成基础", "主体封顶", "外墙", "交付"), [25, 50, 75, 100]),
        ("1套", ("印发规程", "—", "—", "—"), [100, 100, 100, 100]),
        ("10个工作日", ("18个工作日", "15个工作日", "12个工作日", "10个工作日"), [25, 50, 75, 100]),
        ("6栋", ("", "", "", ""), None),
        ("", ("设1个", "设2个", "", ""), [50, 100, 100, 100]),
    ],
    ids=["figures", "gaps", "words", "once", "falling", "none", "no-goal"],
)
def test_stage_goals_become_shares(goal, quarters, shares):
    """Cumulative figures by the year's goal; words, and figures that fall, in equal steps; no goal, no course."""
    found = share_quarters(piece(goal, *quarters))
    assert found == (None if shares is None else pytest.approx(shares))


def test_a_tasks_course_is_the_mean_of_its_pieces():
    """Two pieces: half and all by June give three quarters."""
    pieces = [piece("10家", "", "5家", "", "10家"), piece("4家", "", "4家", "", "")]
    assert set_stages(pieces, 2026)["1.1"][1] == (date(2026, 6, 30), 75.0)


def test_pieces_add_up_to_their_task_or_are_told():
    """Sums by unit of measure against what the task promises; what only one side speaks of is no sum."""
    pieces = [piece("30公里", *[""] * 4), piece("11.5公里", *[""] * 4), piece("2套", *[""] * 4)]
    assert add_up(pieces, [(42.0, "公里"), (18.0, "家"), (1.0, "套"), (3.0, "套")]) == [
        ("公里", 41.5, [42.0]),
        ("套", 2.0, [1.0, 3.0]),  # which of them a piece means nobody can tell
    ]
    tenths = [replace(pieces[0], goal=f"{figure}公里") for figure in ("0.1", "0.2")]
    assert add_up(tenths, [(0.3, "公里")]) == [("公里", 0.3, [0.3])]


def test_decisions_hold_for_a_task_before_those_for_its_unit():
    """Accepted as a whole, one task sent back with the reason; sent back without a reason is refused."""
    find = Finders(lambda words: words, lambda words: words, str)
    text = "单位,任务,审核意见,理由\na,,同意,\na,1.2,退回,没有三季度目标\nb,,,\n"
    decided = parse_refinements(text, find)
    assert find_decision(piece("", *[""] * 4), decided) == ("accepted", "")
    assert find_decision(piece("", *[""] * 4, item="1.2"), decided) == ("returned", "没有三季度目标")
    assert find_decision(piece("", *[""] * 4, unit="b"), decided) == ("", "")
    with pytest.raises(RegistryError):
        parse_refinements("单位,审核意见,理由\na,退回,\n", find)
    with pytest.raises(RegistryError):
        parse_refinements("单位,审核意见\na,再议\n", find)


def fill(path: Path, *, insert: bool = False) -> bytes:
    """Fill in the first task's first rows; insert: one row of it put in by hand, as a clerk does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, 1).value == "（1）")
    for offset, values in enumerate(
        (("新增40家", "40家", "4家", "8家", "20家", "40家"), ("新增40家", "40家", "", "4家", "20家", "40家"))
    ):
        for column, value in enumerate(values, 2):
            sheet.cell(row + offset, column).value = value
    if insert:
        sheet.cell(row + 1, 11).value = None
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_refinement_means_does_not_depend_on_the_language(language):
    """Issued in Chinese or English, read by runs in either: the same pieces and form, and no printed word is left."""
    scene = write_year(units=4).scene
    unit = scene.plan.units[0]
    own = list_led(scene, unit)
    told = replace(scene, say=load_wording(language))
    book = load_workbook(BytesIO(render_book(build_refinement_book(told, unit, own))))
    sheet = book.worksheets[0]
    row = next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, 11).value == own[0].id)
    words = ("新增40家", "40家", "4家", "8家", "20家", "40家", "产业科", "罗某", "8600235")
    for column, value in enumerate(words, 2):
        sheet.cell(row, column).value = value
    label = next(c for line in sheet.iter_rows() for c in line if c.value == told.say("refine.form.liaison"))
    sheet.cell(label.row, label.column + 1).value = "何某"
    buffer = BytesIO()
    book.save(buffer)
    sent = SimpleNamespace(name="表.xlsx", data=buffer.getvalue(), error=None)
    sheets = [
        gather_refined(replace(scene, say=load_wording(each)), [sent]).sheets[0]  # type: ignore[list-item]
        for each in LANGUAGES
    ]
    assert sheets[0] == sheets[1]
    (one,) = sheets[0].pieces
    assert (one.item_id, one.words) == (own[0].id, words)
    assert (dict(sheets[0].form), sheets[0].loose) == ({"liaison": "何某"}, ())


def test_a_sheet_with_one_row_of_heads_comes_back():
    """As issued before the stages shared a head."""
    scene = write_year(units=4).scene
    unit = scene.plan.units[0]
    own = list_led(scene, unit)
    book = load_workbook(BytesIO(render_book(build_refinement_book(scene, unit, own))))
    sheet = book.worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for column in range(4, 8):
        sheet.cell(5, column).value = sheet.cell(6, column).value
    sheet.delete_rows(6)
    words = ("新增40家", "40家", "4家", "8家", "20家", "40家", "产业科", "罗某", "8600235")
    for column, value in enumerate(words, 2):
        sheet.cell(7, column).value = value
    buffer = BytesIO()
    book.save(buffer)
    sent = SimpleNamespace(name="表.xlsx", data=buffer.getvalue(), error=None)
    (found,) = gather_refined(scene, [sent]).sheets  # type: ignore[list-item]
    assert [(one.item_id, one.words) for one in found.pieces] == [(own[0].id, words)]
    assert found.loose == ()


@pytest.mark.parametrize("tasks", range(1, 12))
def test_no_page_holds_the_signatures_alone(tasks):
    """They stand below a task, whose rows stay together; three tasks are one page."""
    scene = scene_of(plan_from({f"1.{number}": ["a", "b"] for number in range(1, tasks + 1)}))
    unit = scene.plan.units[0]
    sheet = build_refinement_book(scene, unit, list_led(scene, unit)).sheets[0]
    widths = fit_columns(sheet)
    breaks = lay_pages(sheet, widths, fit_rows(sheet, widths)).breaks
    assert all(str(dict(sheet.rows[start].cells)[10].value).startswith(BAND) for start in breaks)
    assert len(breaks) <= (tasks - 1) // 3


@pytest.mark.slow
@pytest.mark.parametrize("insert", [False, True], ids=["as-issued", "row-inserted"])
def test_from_the_sheet_to_the_light(place, capsys, insert):  # noqa: F811
    """Issued, filled in, taken back, accepted: what the calendar asked for is asked by the unit's own goals."""
    assert main(["refine"]) == 0
    sheet = next((place / "output/green/refinement").glob("*市经信局.xlsx"))
    (place / "经信局细化.xlsx").write_bytes(fill(sheet, insert=insert))
    assert main(["collect", "plan", "经信局细化.xlsx"]) == 0
    assert "1 个单位的细化分解 2 条" in capsys.readouterr().out
    back = place / "output/green/refinement/back"
    said = [
        [str(cell or "") for cell in row]
        for row in load_workbook(back / "细化分解汇总.xlsx").worksheets[0].iter_rows(values_only=True)
    ]
    assert any("合计80家，与任务一致" in row for row in said)
    assert any("尚未报送：市科技局" in cell for row in said for cell in row)
    draft = (back / "refinements.csv").read_text("utf-8-sig")
    assert draft.splitlines()[1:] == ["市经信局,1,,"]
    send_back(place / "in", "jxj", "表.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    lights = place / "output/green/progress/2023-q2/data/lights.csv"
    assert expected_of(lights) == 49.5
    (place / "matrix/plans/green/refinements.csv").write_text("单位,任务,审核意见,理由\n市经信局,,同意,\n", "utf-8")
    main(["collect", "2023-q2"])
    assert expected_of(lights) == 15.0
    main(["collect", "plan"])
    assert (back / "refinements.csv").read_text("utf-8-sig").splitlines()[1:] == []
    goals = (place / "matrix/plans/green/goals.csv").read_text("utf-8-sig").splitlines()
    assert goals[1:] == ["jxj,1.1,新增40家,40家,4家,8家,20家,40家", "jxj,1.1,新增40家,40家,,4家,20家,40家"]
    main(["reports", "--only", "calendar"])
    told = (place / "output/green/calendar.ics").read_text("utf-8").replace("\n ", "")
    assert "新增40家：8家；新增40家：4家（季度目标）" in told


def test_who_is_named_above_the_table_is_kept_and_nothing_typed_is_lost(place):  # noqa: F811
    """Liaison and telephone go into the list of senders, the contacts, the next sheet; a note at the side is told."""
    main(["refine"])
    book = load_workbook(next((place / "output/green/refinement").glob("*市经信局.xlsx")))
    sheet = book.worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    for label, words in (
        ("分管领导：", "唐某"),
        ("联络员：", "何某"),
        ("电话：", 8600231),
        ("填报日期：", "2023年4月3日"),
    ):
        sheet.cell(cells[label].row, cells[label].column + 1).value = words
    first = cells["（1）"].row  # of the last task
    for column, words in ((2, "新增40家"), (8, "产业科"), (9, "罗某"), (10, "8600235"), (14, "请尽快批复")):
        sheet.cell(first, column).value = words
    sign = next(cell for words, cell in cells.items() if words.startswith("单位\n"))
    sheet.cell(sign.row, 2).value = "王某 2023年4月3日"
    book.save(place / "细化.xlsx")
    assert main(["collect", "plan", "细化.xlsx"]) == 0
    back = load_workbook(place / "output/green/refinement/back/细化分解汇总.xlsx")

    def said(name: str) -> list[list[str]]:
        return [[str(cell or "") for cell in row] for row in back[name].iter_rows(values_only=True)]

    assert ["市经信局", "已报", "唐某", "何某", "8600231", "2023-04-03"] in said("报送情况")
    assert ["市科技局", "未报", "", "", "", ""] in said("报送情况")
    assert {row[3] for row in said("未能归位")} >= {"请尽快批复", "王某 2023年4月3日"}
    assert len([row for row in said("未能归位") if row[0] == "市经信局"]) == 2
    send_back(place / "in", "jxj", "表.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    folder = place / "output/green/progress/2023-q2"
    contacts = [
        [str(cell or "") for cell in row]
        for row in load_workbook(folder / "进展台账.xlsx")["通讯录"].iter_rows(values_only=True)
    ]
    assert ["", "联络员", "何某", "8600231", "", "细化分解表"] in contacts
    assert ["产业科", "", "罗某", "8600235", "3", "细化分解表"] in contacts
    sent = load_workbook(next((folder / "next").glob("*市经信局.xlsx")))  # who left them blank has not taken them back
    assert any("何某 8600231" in str(cell.value) for row in sent.worksheets[0].iter_rows() for cell in row)
    main(["collect", "2023-q3"])  # nobody sent anything yet: the form is filled in from the refinement all the same
    sent = load_workbook(next((place / "output/green/progress/2023-q3/next").glob("*市经信局.xlsx")))
    assert any("何某" in str(cell.value) for row in sent.worksheets[0].iter_rows() for cell in row)


def test_a_sheet_whose_heads_were_written_over_is_told_with_all_its_words(place, capsys):  # noqa: F811
    """No piece can be known; every word is listed, and who was named above the table is no signature's label."""
    main(["refine"])
    path = next((place / "output/green/refinement").glob("*市经信局.xlsx"))
    book = load_workbook(BytesIO(fill(path)))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    for cell in (*head[1:10], *sheet[head[0].row + 1][1:10]):
        if cell.value:
            cell.value = "改过"
    deputy = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("分管领导"))
    sheet.cell(deputy.row, deputy.column + 1).value = "唐某"
    book.save(place / "细化.xlsx")
    capsys.readouterr()
    assert main(["collect", "plan", "细化.xlsx"]) == 0
    assert "细化分解 0 条，未能归位 21 处" in capsys.readouterr().out
    back = load_workbook(place / "output/green/refinement/back/细化分解汇总.xlsx")
    assert any(row[2] == "唐某" for row in back["报送情况"].iter_rows(values_only=True))


def test_what_comes_back_is_read_in_a_process_of_its_own(place, monkeypatch):  # noqa: F811
    """Refinement sheets and inspection forms go through the guard, as the sheets of a period do."""
    seen: list[str] = []

    def watch(function, items, told, limits):  # type: ignore[no-untyped-def]
        seen.append(function.func.__name__)
        return map_guarded(function, items, told, limits)

    monkeypatch.setattr(guard, "map_guarded", watch)
    main(["refine"])
    sheet = next((place / "output/green/refinement").glob("*市经信局.xlsx"))
    (place / "细化.xlsx").write_bytes(fill(sheet))
    assert main(["collect", "plan", "细化.xlsx"]) == 0
    assert main(["inspect", "2023-q2", "细化.xlsx"]) != 0  # no inspection form
    assert seen == ["take_refinement", "take_forms"]


def expected_of(path: Path) -> float:
    import csv

    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    return next(float(row["expected"]) for row in rows if row["item_id"] == "1.1")
