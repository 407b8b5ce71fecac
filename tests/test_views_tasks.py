"""Task sheets: what a unit gets, fills in and sends back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from builders import plan_from
from responsibility.kinds import Role
from responsibility.model import Target
from responsibility.render.excel import render_book
from responsibility.spans import Span
from responsibility.views.issued.beside import PRINTED
from responsibility.views.issued.books import META, build_combined_book, build_task_book, build_task_books
from responsibility.views.issued.layout import LAYOUT, fit_grid
from responsibility.views.issued.tasks import build_tasks
from responsibility.views.measure import text_width
from responsibility.views.running import Running, part_lines, run_number
from responsibility.views.sheet import to_text
from workbooks import SMALL, reopen, scene_of, small_scene

pytestmark = pytest.mark.slow

LONG = "推进一项很长的工作，分步落实。" * 200


def unit_book(scene, place=0):
    return reopen(render_book(build_task_book(scene, scene.plan.units[place])))


def lines_of(scene, place=0):
    return to_text(build_tasks(scene, scene.plan.units[place])).splitlines()


def body_of(scene, place=0):
    lines = lines_of(scene, place)[LAYOUT.head_row + 1 :]
    return [" | ".join(line.split(" | ")[:3]) for line in lines]


def cell_of(scene, key, row=0):
    sheet = build_tasks(scene, scene.plan.units[0])
    filled = [dict(each.cells) for each in sheet.rows if LAYOUT.place("item_id") in dict(each.cells)]
    return filled[row + 1][LAYOUT.place(key)]


def with_item(plan, **changed):
    first = replace(plan.items[0], **changed)
    return replace(plan, notice=replace(plan.notice, items=(first, *plan.items[1:])))


def targets_of(*promised):
    return tuple(Target(words, counted, 80, "家", "=", Span(0, 0)) for counted, words in promised)


def test_lead_tasks_come_before_co_lead_tasks():
    """Each role is a band with its count; tasks have the notice's numbers, units stand in running text."""
    assert body_of(small_scene()) == [
        "一、牵头任务（2项）",
        "（1）1 | 任务1.1。完成第1.1项工作。 | 本单位、市b局",
        "（1）2 | 任务1.2。完成第1.2项工作。 | 本单位",
        "二、共同承担的任务（1项）",
        "（2）1 | 任务2.1。完成第2.1项工作。 | 市b局、本单位、市c局",
        "单位负责人（签字）： |  | ",
        "注：序号为通知原序号；进展状态从下拉列表中选填；责任人请写明科室、姓名和电话，分管领导、联络员写明姓名和电话；"
        "对任务有异议的，请另行函告。",
        "协作单位（2个）",
        "各单位后为共同承担的任务序号，黑体的由该单位牵头。市b局：（1）1、（2）1；市c局：（2）1。",
    ]


def test_the_lead_and_this_unit_stand_out_among_the_units():
    """The lead's name is in another face, this unit is underlined; both where it leads."""
    assert cell_of(small_scene(), "partners").stretches == ((0, 3, "own-strong"),)
    assert cell_of(small_scene(), "partners", 2).stretches == ((0, 3, "strong"), (4, 7, "own"))


def test_supporting_units_begin_a_line_where_others_share_the_task():
    """Who shares a task and who supports it are told apart in words."""
    plan = plan_from({"1.1": ["a", "b", "c"]})
    last = replace(plan.assignments[2], role=Role.SUPPORT)
    scene = scene_of(replace(plan, assignments=(*plan.assignments[:2], last)))
    assert cell_of(scene, "partners").value == "本单位、市b局\n配合：市c局"


def test_figures_stand_out_where_the_text_says_them():
    """Each number is marked in its place, in signs of full width, and no column repeats it."""
    plan = plan_from(SMALL, {"1.1": "新增企业80家,培育企业2家,其中(市属)12家。"})
    scene = scene_of(with_item(plan, targets=targets_of(("新增企业", "80家"), ("", "2家"))))
    cell = cell_of(scene, "text")
    assert cell.value == "任务1.1。新增企业80家，培育企业2家，其中（市属）12家。"
    assert [cell.value[start:end] for start, end, _ in cell.stretches] == ["任务1.1。", "80家", "2家"]
    assert build_tasks(scene, plan.units[0]).columns[LAYOUT.place("targets")].hidden


def test_figures_that_the_text_does_not_say_stand_beside_it():
    """What a table gives in a column of its own is printed in one, as are dues."""
    scene = scene_of(
        with_item(plan_from(SMALL), targets=targets_of(("新增企业", "80家")), due="2023-11-30", due_text="11月底前")
    )
    assert (cell_of(scene, "targets").value, cell_of(scene, "due").value) == ("新增企业80家", "11月底前")
    assert not build_tasks(scene, scene.plan.units[0]).columns[LAYOUT.place("targets")].hidden


def test_a_legend_stands_only_where_it_explains_something():
    """The head of a sheet without figures does not speak of them."""
    plan = plan_from(SMALL, {"1.1": "新增企业80家。"})
    told = scene_of(with_item(plan, targets=targets_of(("新增企业", "80家"))))
    heads = [lines_of(scene)[LAYOUT.head_row].split(" | ")[1] for scene in (told, small_scene())]
    assert heads == ["工作任务⏎（黑体数字为量化指标）", "工作任务"]


def test_a_single_task_has_room_to_write_and_no_list_that_repeats_it():
    """One task fills its page; its units are named beside it, so nothing follows the signatures."""
    scene = small_scene()
    sheet = reopen(render_book(build_task_book(scene, scene.plan.units[2])))["任务清单"]
    assert sheet.row_dimensions[LAYOUT.head_row + 3].height > 250
    assert [cell.value for cell in sheet["A"] if cell.value][-1].startswith("注：")


def test_only_cells_to_fill_in_are_unlocked():
    """The sheet is protected without a password, and the unit may still set row heights and column widths."""
    sheet = unit_book(small_scene())["任务清单"]
    row = LAYOUT.head_row + 3
    unlocked = [cell.column - 1 for cell in sheet[row] if not cell.protection.locked]
    assert unlocked == [place for place, field in enumerate(LAYOUT.fields) if field.filled]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatRows
    assert not sheet.protection.formatColumns


def test_the_sheet_says_who_it_is_in_three_places():
    """Custom properties, a very hidden sheet and a hidden column carry plan, unit, version and items."""
    book = unit_book(small_scene())
    properties = {each.name: each.value for each in book.custom_doc_props.props}
    assert properties == {"plan_id": "some-plan", "unit_id": "a", "layout_version": "2", "item_ids_1": "1.1 1.2 2.1"}
    assert book[META].sheet_state == "veryHidden"
    meta = [tuple(cell.value for cell in row) for row in book[META].iter_rows()]
    assert meta[:3] == [("plan_id", "some-plan", None), ("unit_id", "a", None), ("layout_version", "2", None)]
    assert [row[:2] for row in meta[-3:]] == [("1.1", "lead"), ("1.2", "lead"), ("2.1", "co-lead")]
    sheet, place = book["任务清单"], LAYOUT.place("item_id")
    letter = sheet.cell(1, place + 1).column_letter
    assert sheet.column_dimensions[letter].hidden
    assert [cell.value for cell in sheet[letter] if cell.value][1:] == ["1.1", "1.2", "2.1"]


def test_status_and_progress_take_only_what_they_should():
    """Status comes from the hidden list, progress is a share."""
    sheet = unit_book(small_scene())["任务清单"]
    listed, counted = sheet.data_validations.dataValidation
    assert (listed.formula1, str(listed.sqref)) == ("'选项'!$A$1:$A$6", "F8:F11")
    assert (counted.type, counted.formula1, counted.formula2) == ("decimal", "0", "1")


def test_the_page_is_one_wide_with_repeated_heads_and_page_numbers():
    """A4 landscape, heads on every page; each unit's sheet counts its own pages, in the book of all too."""
    sheet = unit_book(small_scene())["任务清单"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.scale or 100, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        100,
        None,
    )  # nothing shrinks it
    assert sheet.print_title_rows == f"${LAYOUT.head_row + 1}:${LAYOUT.head_row + 1}"
    assert sheet.oddFooter.center.text == "— &P —"
    assert sheet.oddHeader.left.text is None
    together = reopen(render_book(build_combined_book(small_scene())))
    visible = [each for each in together if each.sheet_state == "visible"]
    assert len(visible) == 4
    assert all(each.page_setup.useFirstPageNumber and each.page_setup.firstPageNumber is None for each in visible)


_NUMBERS = [("15", "15"), ("（四）15", "（四）15"), ("（十二）115", "（十二）\n115")]


@pytest.mark.parametrize(("number", "expected"), _NUMBERS)
def test_a_number_that_no_line_holds_parts_behind_its_heading(number, expected):
    assert run_number(number, 8.8).words == expected


def test_a_very_long_task_goes_on_in_rows_of_its_own():
    """Three thousand letters come whole, no row is too tall, and the task is booked once."""
    scene = scene_of(plan_from({"1.1": ["a"]}, {"1.1": LONG}))
    sheet = build_tasks(scene, scene.plan.units[0])
    place = LAYOUT.place("text")
    cells = [dict(row.cells) for row in sheet.rows[LAYOUT.head_row + 2 :] if len(row.cells) > 8]
    words = "".join(str(row[place].value) for row in cells)
    assert words.replace(scene.say("sheet.goes-on"), "").replace(scene.say("sheet.continued"), "") == f"任务1.1。{LONG}"
    assert len(cells) > 3
    assert [row[LAYOUT.place("item_id")].value for row in cells if row[LAYOUT.place("item_id")].value] == ["1.1"]
    heights = unit_book(scene)["任务清单"].row_dimensions
    assert max(each.height or 0 for each in heights.values()) <= 409


def test_a_unit_with_two_hundred_tasks_gets_them_all():
    """Item ids go into as many properties as they need."""
    scene = scene_of(plan_from({f"1.{number}": ["a", "b"] for number in range(1, 201)}))
    book = unit_book(scene)
    ids = " ".join(each.value for each in book.custom_doc_props.props if each.name.startswith("item_ids_"))
    assert ids.split() == [f"1.{number}" for number in range(1, 201)]
    assert sum(cell.value is not None for cell in book["任务清单"]["L"]) == 1 + 200


def test_files_are_named_in_protocol_order_and_safely():
    """Number, id and short name make the path; signs that Windows forbids become full-width."""
    plan = plan_from(SMALL)
    units = (plan.units[0], replace(plan.units[1], short="市b/局"), plan.units[2])
    scene = scene_of(replace(plan, units=units))
    books = build_task_books(scene)
    assert [path for path, _ in books] == ["tasks/01-市a局.xlsx", "tasks/02-市b／局.xlsx", "tasks/03-市c局.xlsx"]


def test_a_partners_tasks_are_in_the_notices_order_the_led_ones_standing_out():
    """Whom the unit works with is one running text below the tasks, protocol order."""
    sheet = build_tasks(small_scene(), small_scene().plan.units[0])
    (cell,) = (cell for _, cell in sheet.rows[-1].cells)
    assert [cell.value[start:end] for start, end, _ in cell.stretches] == ["（2）1"]


def test_no_sign_behind_a_long_name_begins_a_line():
    """The units' column holds the longest name with the sign behind it, beside days and stages too."""
    plan = plan_from({"1.1": ["a", "b", "c"]})
    units = tuple(replace(unit, short=f"市人力资源社会保障{unit.id}") for unit in plan.units)
    items = tuple(replace(item, due="2026-06-30", due_text="6月底前", targets=targets_of("9户")) for item in plan.items)
    scene = scene_of(replace(plan, units=units, notice=replace(plan.notice, items=items)))
    grid = fit_grid(scene, [scene.plan.units[0]])
    assert {"due", "targets"} <= grid.widths.keys()
    assert text_width(f"{units[1].short}、") <= grid.capacity("partners")


def test_a_long_list_of_partners_goes_on_in_further_rows():
    """No row is taller than half a page, and the names of all rows join to the whole list."""
    names = Running("甲\n乙丙\n丁", ((0, 1, "strong"), (3, 4, "own"), (5, 6, "strong")))
    assert list(part_lines(names, 2)) == [
        Running("甲\n乙丙", ((0, 1, "strong"), (3, 4, "own"))),
        Running("丁", ((0, 1, "strong"),)),
    ]


@pytest.mark.parametrize("words", ["=1+1", "+市局", "@甲", "{=1}"])
def test_hostile_words_stay_text_in_every_place(words):
    """A title, a name or a mention is never a formula."""
    plan = plan_from({"1.1": ["a"]}, {"1.1": words})
    item = replace(plan.items[0], title=words)
    plan = replace(
        plan,
        notice=replace(plan.notice, items=(item,)),
        units=(replace(plan.units[0], name=words, short=words),),
        assignments=(replace(plan.assignments[0], mention=words),),
    )
    for sheet in unit_book(scene_of(plan)):
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_equal_plans_give_equal_bytes():
    """The same unit of the same plan is the same file."""
    first, second = (render_book(build_task_book(small_scene(), small_scene().plan.units[0])) for _ in range(2))
    assert first == second


def test_another_reader_finds_the_same_sheet():
    """What calamine reads is what the view says: heads, ids and words."""
    scene = small_scene()
    book = CalamineWorkbook.from_filelike(BytesIO(render_book(build_task_book(scene, scene.plan.units[0]))))
    assert book.sheet_names == ["任务清单", "选项", META, PRINTED]
    rows = book.get_sheet_by_name("任务清单").to_python()
    place = LAYOUT.place("item_id")
    assert rows[LAYOUT.head_row][place] == "item_id"
    assert [row[place] for row in rows[LAYOUT.head_row + 1 :] if row[place]] == ["1.1", "1.2", "2.1"]
    assert rows[LAYOUT.head_row + 2][LAYOUT.place("text")] == "任务1.1。完成第1.1项工作。"
