"""责任矩阵.xlsx: what its sheets say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from builders import plan_from
from responsibility.analysis import analyze
from responsibility.kinds import Role
from responsibility.model import Plan, Target
from responsibility.render.excel import render_book
from responsibility.render.paper import fit_columns, fit_rows, lay_pages
from responsibility.views.issued.books import build_combined_book, build_task_books
from responsibility.views.measure import capacity_of, count_lines
from responsibility.views.sheet import Area, State, to_text
from responsibility.views.sheets.books import build_appendix_book, build_matrix_book
from responsibility.views.sheets.grid import HEAD, LEFT
from responsibility.views.sheets.items import build_items
from responsibility.views.sheets.matrix import build_blocks, build_matrix, stack_name
from responsibility.views.sheets.overlap import build_overlap
from responsibility.views.sheets.overview import build_notes, build_overview
from responsibility.views.sheets.problems import build_findings
from responsibility.views.sheets.workload import build_workload
from test_reference import reference
from workbooks import SMALL, finding_of, reopen, scene_of, small_scene

NO_PLAN = plan_from({})


def book_of(scene):
    return build_matrix_book(scene)


def test_the_matrix_reads_as_the_plan_says():
    """Marks stand where the notice puts them, sections as bands, totals beside and below as formulas."""
    lines = to_text(build_matrix(small_scene())).splitlines()[HEAD:]
    formulas = re.compile(r" \{.*?\}")
    assert [formulas.sub("", line) for line in lines] == [
        "编号 | 重点任务 | 市a局 | 市b局 | 市c局 | 牵头 | 共同责任 | 配合 | 合计",
        "（1）第1部分",
        "（1）1 | 任务1.1 | ● | ○ |  | 1 | 1 | 0 | 2",
        "（1）2 | 任务1.2 | ● |  |  | 1 | 0 | 0 | 1",
        "（2）第2部分",
        "（2）1 | 任务2.1 | ○ | ● | ○ | 1 | 2 | 0 | 3",
        " | 牵头 | 2 | 1 | 0 | 3 |  |  | 3",
        " | 共同责任 | 1 | 1 | 1 |  | 3 |  | 3",
        " | 配合 | 0 | 0 | 0 |  |  | 0 | 0",
        " | 合计 | 3 | 2 | 1 | 3 | 3 | 0 | 6",
    ]
    assert '1 {COUNTIF(C7:E7,"●")}' in lines[2]
    assert '2 {COUNTIF(C6:C10,"●")}' in lines[6]


def test_kinds_of_units_stand_above_their_names():
    """Neighbours of one kind share a head; where all are of one kind there is none, nor where groups set the order."""
    plan = plan_from(SMALL)
    kinds = ("government", "government", "enterprise")
    units = tuple(replace(unit, kind=kind) for unit, kind in zip(plan.units, kinds, strict=True))
    scene = scene_of(replace(plan, units=units))
    sheet = build_matrix(scene)
    assert [cell.value for _, cell in sheet.rows[HEAD - 1].cells] == ["", "", "政府部门", "", "企业", "", "", "", ""]
    assert sheet.merges == (Area(HEAD - 1, LEFT, HEAD - 1, LEFT + 1),)
    many = plan_from({"1.1": [f"u{number}" for number in range(24)]})
    units = tuple(replace(unit, kind="enterprise" if at > 20 else "government") for at, unit in enumerate(many.units))
    long = build_matrix(scene_of(replace(many, units=units)))
    told = [(column, cell.value) for column, cell in long.rows[HEAD - 1].cells if cell.value]
    assert told == [(LEFT, "政府部门"), (LEFT + 15, "政府部门"), (LEFT + 21, "企业")]  # again for the next page
    assert long.merges == (Area(HEAD - 1, LEFT + 21, HEAD - 1, LEFT + 23),)
    plain = (build_matrix(small_scene()), build_blocks(scene))
    assert [(each.rows[HEAD - 1].height, each.merges) for each in plain] == [(0.0, ())] * 2


def test_only_marks_are_written_in_the_matrix():
    """An empty cell costs nothing: looks come from columns and conditional formats."""
    sheet = build_matrix(small_scene())
    last = LEFT + 2
    body = [cell for row in sheet.rows[HEAD + 1 : HEAD + 6] for column, cell in row.cells if LEFT <= column <= last]
    assert len(body) == 6


def test_workload_counts_from_the_matrix():
    """Counts, load, share and rank are formulas whose cached values are the analysis'."""
    lines = to_text(build_workload(small_scene())).splitlines()
    assert lines[6].startswith(
        "1 | 市a局 | 2 {'责任矩阵'!$C$11} | 1 {'责任矩阵'!$C$12} | 0 {'责任矩阵'!$C$13} | 3 {SUM(C7:E7)}"
    )
    assert "2.5 {C7*$C$3+D7*$D$3+E7*$E$3}" in lines[6]
    assert "{RANK(G7,$G$7:$G$9)}" in lines[6]


def test_that_leads_rest_on_first_place_is_said_once_a_sheet():
    """The sentence stands in the overview, the workload and the notes."""
    scene = small_scene()
    for build in (build_overview, build_workload, build_notes):
        assert to_text(build(scene)).count("3项牵头均按惯例取排序第一的单位") == 1


def test_every_visible_sheet_says_plan_day_version_and_findings():
    """The stamp stands on each sheet and in its footer."""
    scene = small_scene()
    for sheet in book_of(scene).sheets:
        if sheet.state is State.VISIBLE:
            assert scene.stamp in to_text(sheet)
            assert "some-plan" in sheet.page.footer


def test_items_without_units_are_listed_and_not_in_the_matrix():
    """An item that names nobody is in 任务清单 alone."""
    scene = small_scene()
    (line,) = (line for line in to_text(build_items(scene)).splitlines() if "（未写明责任单位）" in line)
    assert line.split(" | ")[0] == scene.number("2.2")
    assert line.endswith(" | 2.2")  # in a hidden column
    assert "2.2 |" not in to_text(build_matrix(scene))


def test_pairs_name_the_items_they_share():
    """The first pair shares the most items and lists them."""
    text = to_text(build_overlap(small_scene()))
    assert re.search(r"市a局 \| 市b局 \| 2 \|.*（1）1、（2）1", text)


def test_pairs_too_small_to_judge_stand_below_what_is_printed():
    """The paper holds what can be judged, then a note; the sheet holds every pair once."""
    scene = scene_of(reference())
    sheet = build_overlap(scene)
    shown = to_text(sheet).splitlines()
    small = scene.say("verdict.too-few")
    printed, rest = shown[: sheet.page.rows], shown[sheet.page.rows :]
    assert printed[-1] == scene.say("sheet.overlap.note")
    assert not any(f"| {small} |" in line for line in printed)
    counts = scene.analysis.overlap["verdict"].value_counts()
    assert sum(f"| {small} |" in line for line in rest) == counts["too-few"]


def test_findings_are_spoken_with_place_and_fix():
    """A finding of the plan appears once with its line, sentence and suggested step."""
    plan = finding_of(plan_from(SMALL), "SPOKEN", name="市x局")
    scene = scene_of(plan)
    words = {"finding.SPOKEN.text": "{item}中有{name}", "finding.SPOKEN.fix": "请核对"}
    scene = replace(scene, say=_with(scene.say, words))
    assert "1 | 警告 | SPOKEN | 第1行 | （1）1 |  | （1）1中有市x局 | 请核对" in to_text(build_findings(scene))


def _with(say, words):
    from responsibility.language.wording import Wording

    return Wording(say.language, {**{key: say(key) for key in say.keys}, **words})


@pytest.mark.parametrize(
    "plan", [NO_PLAN, plan_from({"1.1": []}), plan_from({"1.1": ["a"]})], ids=["no item", "no unit", "one"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_smallest_plans_give_a_whole_book(plan: Plan, language):
    """A plan without items or units is no special case for the reader."""
    book = reopen(render_book(book_of(scene_of(plan, language))))
    assert len(book.sheetnames) == 11


def test_the_book_is_the_same_twice_and_opens_at_its_first_cell():
    """Equal input gives equal bytes; the overview is what opens."""
    first, second = (render_book(book_of(small_scene())) for _ in range(2))
    assert first == second
    book = reopen(first)
    assert book.active.title == "总览"
    assert book["选项"].sheet_state == "hidden"


def test_a_role_that_the_plan_has_not_has_no_row_and_a_zero_is_a_blank():
    """Its row of totals is there for the formulas and hidden."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a"]})
    helped = replace(plan, assignments=tuple(
        replace(each, role=Role.SUPPORT) if each.role is Role.CO_LEAD else each for each in plan.assignments
    ))  # fmt: skip
    hidden = {
        name: [row.height == 0.0 for row in build_matrix(scene_of(each)).rows[-4:]]
        for name, each in (("co-led", plan), ("helped", helped))
    }
    assert hidden == {"co-led": [False, False, True, False], "helped": [False, True, False, False]}
    sheet = reopen(render_book(build_matrix_book(scene_of(plan))))["责任矩阵"]
    assert sheet.row_dimensions[HEAD + 6].hidden
    assert sheet.cell(HEAD + 4, LEFT + 2).number_format == "0;-0;"


def test_no_band_of_a_matrix_over_several_pages_ends_one():
    """Forty sections of three tasks each, ninety units: a page begins with a band rather than end with it."""
    assigned = {f"{part}.{number}": [f"u{unit}" for unit in range(90)] for part in range(1, 41) for number in (1, 2, 3)}
    sheet = build_matrix(scene_of(plan_from(assigned)))
    widths = fit_columns(sheet)
    paged = lay_pages(sheet, widths, fit_rows(sheet, widths))
    assert sheet.page.wide > 1
    assert len(paged.breaks) > 1
    bands = {area.top for area in sheet.merges if (area.left, area.right) == (0, LEFT - 1)}
    assert len(bands) == 40
    assert not {start - 1 for start in paged.breaks} & bands


def test_what_empty_columns_leave_goes_to_the_text_and_to_long_figures():
    """No stages, people, helpers or days: the figures' column may be as wide as their lines, the text gains as much."""
    plan = plan_from({"1.1": ["a", "b"]})
    figure = Target("九成以上社区建成示范点", "", 1, "", "=", plan.items[0].span)
    told = replace(plan.items[0], targets=(figure,))
    full = replace(plan, notice=replace(plan.notice, items=(told,)))
    with_figures, without = ({each.key: each for each in build_items(scene_of(each)).columns} for each in (full, plan))
    assert with_figures["targets"].most == 20 + (22 + 6 + 6) / 2
    assert with_figures["text"].least == 34 + (22 + 6 + 6) / 2
    assert without["text"].least == 34 + 22 + 6 + 6 + 18


def test_no_name_of_a_unit_is_parted_in_the_list_of_tasks():
    """Each line of the units' cell fits its column, which is as wide as the longest name."""
    plan = plan_from({"1.1": list("abcdefgh")})
    units = tuple(replace(unit, short=f"市自然资源和规划{unit.id}局") for unit in plan.units)
    sheet = build_items(scene_of(replace(plan, units=units)))
    at = next(place for place, column in enumerate(sheet.columns) if column.key == "co-lead")
    words = str(dict(sheet.rows[3].cells)[at].value)
    assert words.replace("\n", "") == "、".join(unit.short for unit in units[1:])
    assert {count_lines(line, capacity_of(fit_columns(sheet)[at])) for line in words.split("\n")} == {1}


def test_the_matrix_prints_with_repeated_heads():
    """Paper, heads, print area and frozen panes are set."""
    sheet = reopen(render_book(book_of(small_scene(paper="A3"))))["责任矩阵"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "C6"
    assert sheet.print_area == "'责任矩阵'!$A$1:$I$14"


def test_marks_are_chosen_from_a_list():
    """The drop-down covers the marks and takes them from the hidden sheet."""
    (choice,) = reopen(render_book(book_of(small_scene())))["责任矩阵"].data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ("'选项'!$A$1:$A$3", "C6:E10")


def test_long_names_are_stacked_in_lines_of_equal_length():
    """A name of forty letters still fits Excel's tallest row."""
    lines = stack_name("单" * 40).split("\n")
    assert [len(line) for line in lines] == [14, 14, 12]
    plan = plan_from({"1.1": ["a"]})
    unit = replace(plan.units[0], short="单" * 40)
    assert render_book(book_of(scene_of(replace(plan, units=(unit,)))))


def test_the_chart_has_words_for_those_who_do_not_see_it():
    """The native chart carries alt text and one series a role in use."""
    (chart,) = build_workload(small_scene()).charts
    assert "3个单位" in chart.alt
    assert [series.name for series in chart.series] == ["牵头", "共同责任"]
    assert Role.SUPPORT.value not in {series.style for series in chart.series}


def test_items_of_different_weight_are_weighed_live():
    """Where settings weigh items, the matrix shows the weights and the load multiplies by them."""
    scene = small_scene()
    weights = scene.settings.weights.but(items={"1.1": 2.0})
    settings = scene.settings.but(weights=weights)
    scene = replace(scene, settings=settings, analysis=analyze(scene.frames, settings))
    assert to_text(build_matrix(scene)).splitlines()[HEAD + 2].endswith("| 2.0")
    line = to_text(build_workload(scene)).splitlines()[6]
    assert "3.5 {SUMPRODUCT(('责任矩阵'!$C$6:$C$10=\"●\")*'责任矩阵'!$J$6:$J$10)*$C$3+" in line
    assert render_book(book_of(scene))


@pytest.mark.slow
def test_words_beyond_all_measure_give_whole_books():
    """Endless names, titles, targets and addressees are shortened or go on below, never refused."""
    plan = plan_from({"1.1": ["a", "b"]})
    endless = "极长" * 2000
    item = replace(
        plan.items[0], title=endless, due_text=endless, targets=(Target(endless, "", 1, "", "=", plan.items[0].span),)
    )
    units = tuple(replace(unit, name=endless + unit.id, short=endless + unit.id) for unit in plan.units)
    header = replace(plan.header, title=endless, issuer=endless, addressees=(endless,) * 9)
    plan = replace(plan, units=units, notice=replace(plan.notice, items=(item,), header=header))
    scene = scene_of(replace(plan, id="&" * 200))
    assert render_book(book_of(scene))
    assert render_book(build_combined_book(scene))
    assert render_book(build_appendix_book(scene))
    assert [render_book(book) for _, book in build_task_books(scene)]


def test_blocks_hold_the_same_marks_in_another_order():
    """Groups are bands, their own cells are shaded, and no mark is lost or gained."""
    scene = scene_of(plan_from({"1.1": ["a", "b"], "1.2": ["c", "d"], "1.3": ["b", "a"], "1.4": ["d", "c"]}))
    sheet, plain = build_blocks(scene), build_matrix(scene)
    lines = to_text(sheet).splitlines()
    assert [line for line in lines if line.startswith("第")] == ["第1群：2个单位、2项任务", "第2群：2个单位、2项任务"]
    assert Counter(_marks(sheet)) == Counter(_marks(plain))
    assert [rule.area for rule in sheet.rules if rule.style == "block-wash"] == [Area(6, 2, 7, 3), Area(9, 4, 10, 5)]
    assert not sheet.choices


def _marks(sheet):
    columns = [column.key for column in sheet.columns]
    for row in sheet.rows[HEAD + 1 :]:
        cells = dict(row.cells)
        for column, cell in row.cells:
            if cell.value in ("●", "○", "△"):
                yield cells[0].value, columns[column], cell.value


@pytest.mark.parametrize(("units", "pages"), [(3, 1), (20, 2), (40, 2), (41, 0)])
def test_the_chart_is_never_cut_by_a_page(units, pages):
    """Few units fit one page; for more the chart begins on the second, and is no taller than what stands before."""
    scene = scene_of(plan_from({"1.1": [f"u{number}" for number in range(units)]}))
    sheet = build_workload(scene)
    assert sheet.page.tall == pages
    heights = [height or 15.75 for height in fit_rows(sheet, fit_columns(sheet))]
    for chart in sheet.charts:
        before = sum(heights[: chart.row]) * 4 / 3
        assert before + chart.height < sum(heights) * 4 / 3 + 1
        assert pages == 1 or before >= max(chart.height, 830)
