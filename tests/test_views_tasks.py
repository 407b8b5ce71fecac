"""Task sheets: what a unit gets, fills in and sends back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from builders import plan_from
from responsibility.model import Target
from responsibility.render.excel import render_book
from responsibility.views.issued.books import META, build_task_book, build_task_books
from responsibility.views.issued.tasks import LAYOUT, build_tasks
from responsibility.views.sheet import to_text
from workbooks import SMALL, reopen, scene_of, small_scene

LONG = "推进一项很长的工作，分步落实。" * 200


def unit_book(scene, place=0):
    return reopen(render_book(build_task_book(scene, scene.plan.units[place])))


def body_of(scene, place=0):
    lines = to_text(build_tasks(scene, scene.plan.units[place])).splitlines()
    return [" | ".join(line.split(" | ")[:5]) for line in lines[LAYOUT.head_row + 1 :]]


def test_lead_tasks_come_before_co_lead_tasks():
    """Each role is a band with its count and what it rests on; partners are named with the lead marked."""
    assert body_of(small_scene()) == [
        "● 牵头任务（2项）　依据：排序第一(惯例)",
        "1 | 1.1 | 任务1.1⏎完成第1.1项工作。 |  | ●本单位⏎○市b局",
        "2 | 1.2 | 任务1.2⏎完成第1.2项工作。 |  | ●本单位",
        "○ 共同责任任务（1项）　依据：列名",
        "3 | 2.1 | 任务2.1⏎完成第2.1项工作。 |  | ●市b局⏎○本单位⏎○市c局",
    ]


def test_targets_stand_on_lines_of_their_own():
    """Each number the item promises is one line."""
    plan = plan_from(SMALL)
    first = plan.items[0]
    promised = (("新增企业", "80家"), ("", "培育企业2家"))
    targets = tuple(Target(words, counted, 80, "家", "=", first.span) for counted, words in promised)
    items = (replace(first, targets=targets, due="2023-11-30"), *plan.items[1:])
    scene = scene_of(replace(plan, notice=replace(plan.notice, items=items)))
    line = to_text(build_tasks(scene, plan.units[0])).splitlines()[LAYOUT.head_row + 2]
    assert line.split(" | ")[3:6] == ["新增企业80家⏎培育企业2家", "●本单位⏎○市b局", "2023年11月30日"]


def test_a_name_printed_otherwise_is_quoted():
    """The unit sees under which name the notice means it."""
    plan = plan_from({"1.1": ["a"]})
    other = replace(plan.assignments[0], mention="市甲办")
    assert "本单位（原文作“市甲办”）" in body_of(scene_of(replace(plan, assignments=(other,))))[1]


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
    assert properties == {"plan_id": "some-plan", "unit_id": "a", "layout_version": "1", "item_ids_1": "1.1 1.2 2.1"}
    assert book[META].sheet_state == "veryHidden"
    meta = [tuple(cell.value for cell in row) for row in book[META].iter_rows()]
    assert meta[:3] == [("plan_id", "some-plan", None), ("unit_id", "a", None), ("layout_version", "1", None)]
    assert [row[:2] for row in meta[-3:]] == [("1.1", "lead"), ("1.2", "lead"), ("2.1", "co-lead")]
    sheet, place = book["任务清单"], LAYOUT.place("item_id")
    letter = sheet.cell(1, place + 1).column_letter
    assert sheet.column_dimensions[letter].hidden
    assert [cell.value for cell in sheet[letter] if cell.value][1:] == ["1.1", "1.2", "2.1"]


def test_status_and_progress_take_only_what_they_should():
    """Status comes from the hidden list, progress is a share."""
    sheet = unit_book(small_scene())["任务清单"]
    listed, counted = sheet.data_validations.dataValidation
    assert (listed.formula1, str(listed.sqref)) == ("'选项'!$A$1:$A$6", "G9:G12")
    assert (counted.type, counted.formula1, counted.formula2) == ("decimal", "0", "1")


def test_the_page_is_one_wide_with_repeated_heads_and_page_numbers():
    """A4 landscape, heads on every page."""
    sheet = unit_book(small_scene())["任务清单"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == f"${LAYOUT.head_row + 1}:${LAYOUT.head_row + 1}"
    assert sheet.oddFooter.right.text == "第 &P 页 共 &N 页"


def test_a_very_long_task_goes_on_in_rows_of_its_own():
    """Three thousand letters come whole, no row is too tall, and the task is booked once."""
    scene = scene_of(plan_from({"1.1": ["a"]}, {"1.1": LONG}))
    sheet = build_tasks(scene, scene.plan.units[0])
    place = LAYOUT.place("text")
    cells = [dict(row.cells) for row in sheet.rows[LAYOUT.head_row + 2 :]]
    words = "".join(str(row[place].value) for row in cells)
    assert words.replace(scene.say("sheet.goes-on"), "").replace(scene.say("sheet.continued"), "") == f"任务1.1\n{LONG}"
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
    assert book["任务清单"].max_row == LAYOUT.head_row + 2 + 200


def test_files_are_named_in_protocol_order_and_safely():
    """Number, id and short name make the path; signs that Windows forbids become full-width."""
    plan = plan_from(SMALL)
    units = (plan.units[0], replace(plan.units[1], short="市b/局"), plan.units[2])
    scene = scene_of(replace(plan, units=units))
    books = build_task_books(scene)
    assert [path for path, _ in books] == ["tasks/01-市a局.xlsx", "tasks/02-市b／局.xlsx", "tasks/03-市c局.xlsx"]


def test_partners_are_listed_with_room_for_their_telephones():
    """Whom the unit works with, on which items, protocol order."""
    sheet = unit_book(small_scene())["协作单位"]
    rows = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=4)]
    assert rows == [[1, "市b局", 2, 1, "（1）1、（2）1"], [2, "市c局", 1, 0, "（2）1"]]
    assert not sheet["G4"].protection.locked


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


def test_a_picture_of_the_unit_stands_on_a_sheet_of_its_own():
    """The picture fills one page at most and is described; hidden sheets stay last."""
    header = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR" + (1650).to_bytes(4) + (550).to_bytes(4)
    scene = small_scene()
    book = build_task_book(scene, scene.plan.units[0], header)
    assert [sheet.name for sheet in book.sheets] == ["任务清单", "协作单位", "关系图", "选项", "_meta"]
    (picture,) = book.sheets[2].pictures
    assert picture.scale == pytest.approx(940 / (1650 * 96 / 110), abs=0.001)
    assert "某市a局" in picture.alt
    assert scene.stamp in to_text(book.sheets[2])


def test_another_reader_finds_the_same_sheet():
    """What calamine reads is what the view says: heads, ids and words."""
    scene = small_scene()
    book = CalamineWorkbook.from_filelike(BytesIO(render_book(build_task_book(scene, scene.plan.units[0]))))
    assert book.sheet_names == ["任务清单", "协作单位", "选项", META]
    rows = book.get_sheet_by_name("任务清单").to_python()
    place = LAYOUT.place("item_id")
    assert rows[LAYOUT.head_row][place] == "item_id"
    assert [row[place] for row in rows[LAYOUT.head_row + 1 :] if row[place]] == ["1.1", "1.2", "2.1"]
    assert rows[LAYOUT.head_row + 2][LAYOUT.place("text")] == "任务1.1\n完成第1.1项工作。"
