"""责任分解表, 交办清单 and the combined book: what goes out with the notice."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import plan_from
from responsibility.model import Field, Heading, Milestone, Person
from responsibility.paths import sheet_name
from responsibility.render.excel import render_book
from responsibility.render.word import render_document
from responsibility.spans import Span
from responsibility.views.issued.books import build_combined_book
from responsibility.views.issued.layout import fit_grid
from responsibility.views.issued.sending import build_all_tasks, build_sending
from responsibility.views.measure import BROADEST, SIDES, width_for
from responsibility.views.sheet import Area, to_text
from responsibility.views.sheets.appendix import HEAD, build_appendix
from responsibility.views.sheets.books import build_appendix_book
from test_reference import reference
from workbooks import SMALL, reopen, scene_of, small_scene


def appendix_of(scene, whole=False):
    return build_appendix_book(scene, whole=whole)


def combined_of(scene):
    return build_combined_book(scene)


def test_the_appendix_reads_as_the_notice_is_issued():
    """附件 line, title, heads, one row an item with its lead and the others, and how leads were found."""
    assert to_text(build_appendix(small_scene())).splitlines() == [
        "附件",
        "",
        "某市工作计划责任分解表",
        "",
        "序号 | 工作任务 | 牵头单位 | 责任单位",
        "（1）第1部分 |  |  | ",
        "（1）1 | 任务1.1。完成第1.1项工作。 | 市a局 | 市b局",
        "（1）2 | 任务1.2。完成第1.2项工作。 | 市a局 | ",
        "（2）第2部分 |  |  | ",
        "（2）1 | 任务2.1。完成第2.1项工作。 | 市b局 | 市a局、市c局",
        "注：通知未写明牵头单位的3项任务，以责任单位中列第一位的为牵头单位。",
    ]


def test_headings_are_bands_one_above_all_is_not_said():
    """Every level that tells tasks apart is a row across the table; none is a merged cell that goes down."""
    plan = plan_from(SMALL)
    first, second = (Heading(level, sign, "部分", Span(0, 0)) for level, sign in ((1, "一、"), (2, "（一）")))
    items = tuple(replace(item, path=(first, *item.path) if item.id < "2" else (first, second)) for item in plan.items)
    sheet = build_appendix(scene_of(replace(plan, notice=replace(plan.notice, items=items))))
    lines = to_text(sheet).splitlines()
    assert [lines[5].split(" |")[0], lines[8].split(" |")[0]] == ["（1）第1部分", "（一）部分"]
    assert {area for area in sheet.merges if area.bottom > area.top} == set()
    assert Area(5, 0, 5, 3) in sheet.merges


def test_a_heading_never_ends_a_page():
    """A band stands on the page of the task below it."""
    scene = scene_of(plan_from({f"{part}.{number}": ["a"] for part in range(1, 30) for number in (1, 2)}))
    sheet = reopen(render_book(appendix_of(scene))).active
    ends = [each.id for each in sheet.row_breaks.brk]
    assert len(ends) > 1
    assert not [row for row in ends if "部分" in str(sheet.cell(row, 1).value)]


def test_a_long_first_task_does_not_leave_the_title_alone():
    """In the workbook its first part has room below the title; in Word its row may go over the page, others may not."""
    scene = scene_of(plan_from({"1.1": ["a"], "1.2": ["b"]}, {"1.1": "推进项目建设，完善配套政策。" * 80}))
    sheet = reopen(render_book(appendix_of(scene))).active
    assert sheet.row_breaks.brk[0].id > HEAD + 1
    above = sum(sheet.row_dimensions[row].height for row in range(1, HEAD + 3))
    assert above < 442  # points of a page's height within its margins
    rows = Document(BytesIO(render_document(appendix_of(scene, whole=True)))).tables[0].rows
    assert ["cantSplit" in row._tr.xml for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("关于印发某市工作计划的通知", "某市工作计划"),
        ("某办关于印发《某市方案》的通知", "某市方案"),
        ("某市要点", "某市要点"),
    ],
)
def test_the_title_is_that_of_the_plan_and_not_of_the_notice(title, plain):
    """What a notice issues names the appendix."""
    plan = plan_from(SMALL)
    header = replace(plan.header, title=title)
    scene = scene_of(replace(plan, notice=replace(plan.notice, header=header)))
    assert to_text(build_appendix(scene)).splitlines()[2] == f"{plain}责任分解表"


def test_the_page_form_is_that_of_official_documents():
    """A4 upright, less margin than a document has, page number — 1 —, heads repeated, the stamp in the properties."""
    book = reopen(render_book(appendix_of(small_scene())))
    sheet = book.active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    margins = sheet.page_margins
    assert [round(side * 2.54, 1) for side in (margins.left, margins.right, margins.top, margins.bottom)] == [
        2.2,
        2.2,
        3.0,
        2.2,
    ]
    assert sheet.oddFooter.center.text == "— &P —"
    assert sheet.print_title_rows == f"${HEAD + 1}:${HEAD + 1}"
    assert book.properties.description.startswith("计划 some-plan")


def test_fonts_follow_the_profile_and_name_what_they_lack():
    """Under gongwen the cells are 仿宋_GB2312, and a letter outside GB2312 is a finding."""
    plan = plan_from({"1.1": ["a"]}, {"1.1": "建设簰洲湾大桥。"})
    scene = scene_of(plan, fonts="gongwen")
    (found,) = scene.findings
    assert (found.code, found.params) == ("FONT_OUTSIDE_GB2312", {"characters": "簰"})
    assert scene_of(plan).findings == ()
    assert reopen(render_book(appendix_of(scene))).active["C6"].font.name == "仿宋_GB2312"


def test_the_word_document_holds_the_same_table():
    """Heads repeat, rows stay whole, headings are bands, and the words are those of the workbook."""
    document = Document(BytesIO(render_document(appendix_of(small_scene(), whole=True))))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "附件", "", "某市工作计划责任分解表", "", "注：通知未写明牵头单位的3项任务，以责任单位中列第一位的为牵头单位。",
    ]  # fmt: skip
    (table,) = document.tables
    assert table.rows[1].cells[0]._tc is table.rows[1].cells[3]._tc
    assert [cell.text for cell in table.rows[2].cells] == ["（1）1", "任务1.1。完成第1.1项工作。", "市a局", "市b局"]
    assert [run.text for run in table.rows[2].cells[1].paragraphs[0].runs] == ["任务1.1。", "完成第1.1项工作。"]
    assert "tblHeader" in table.rows[0]._tr.xml
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.settings.odd_and_even_pages_header_footer
    sides = [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)]
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]


@pytest.mark.parametrize(("count", "long", "turned"), [(60, 1, False), (60, 9, True), (4, 9, False)],
                         ids=["short", "long", "a page in any case"])  # fmt: skip
def test_pages_are_turned_where_upright_ones_would_be_many_more(count, long, turned):
    """Long tasks with days beside them leave an upright page a column of few letters."""
    plan = plan_from(
        {f"1.{n}": ["a", "b"] for n in range(count)}, {f"1.{n}": "完成工作，" * long * 2 for n in range(count)}
    )
    items = tuple(replace(item, due="2023-06-30", due_text="6月底前") for item in plan.items)
    scene = scene_of(replace(plan, notice=replace(plan.notice, items=items)))
    assert build_appendix(scene).page.landscape is turned
    document = Document(BytesIO(render_document(appendix_of(scene, whole=True))))
    assert document.settings.odd_and_even_pages_header_footer is not turned


def test_few_words_and_many_units_share_the_width_so_that_the_paper_is_short():
    """Nine units a task beside a line of words get the room; long words beside two units keep it."""
    many = plan_from({f"1.{n}": [f"u{n + at}" for at in range(9)] for n in range(60)})
    few = plan_from({f"1.{n}": ["a", "b", "c"] for n in range(60)}, {f"1.{n}": "完成工作，" * 20 for n in range(60)})
    widths = []
    for plan in (many, few):
        columns = {each.key: each.least for each in build_appendix(scene_of(plan)).columns}
        widths.append(columns["others"])
    assert widths[0] > 40.0
    assert widths[1] == pytest.approx(20.95)


def test_the_word_document_is_the_same_twice_and_holds_no_clock():
    """Container and properties carry fixed dates."""
    first, second = (render_document(appendix_of(small_scene(), whole=True)) for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(first)) as container:
        assert {part.date_time[0] for part in container.infolist()} == {1980}


def test_there_is_a_column_for_what_the_notice_says_and_none_for_what_it_does_not():
    """Due days, posts, stages and fields have columns where an item has them; the table is as wide as its page."""
    plan = plan_from(SMALL)
    nowhere = Span(0, 0)
    told = tuple(
        replace(
            item,
            due="2026-06-30",
            people=(
                Person("分管领导", "周某", nowhere, rank="副市长"),
                Person("联系人", "吴某", nowhere, phone="8111222"),
            ),
            milestones=(Milestone("一季度", "", "招标", nowhere),),
            fields=(Field("资金来源", "市级财政", nowhere),),
        )
        for item in plan.items
    )
    bare = build_appendix(scene_of(plan))
    full = build_appendix(scene_of(replace(plan, notice=replace(plan.notice, items=told))))
    heads = [to_text(sheet).splitlines()[HEAD].split(" | ") for sheet in (bare, full)]
    assert heads[1][2:] == ["阶段目标", *heads[0][2:], "完成时限", "分管领导", "联系人", "资金来源"]
    row = to_text(full).splitlines()[HEAD + 2].split(" | ")
    assert row[-4:] == ["2026年⏎6月30日", "副市长周某", "吴某 8111222", "市级财政"]
    widths = [sum(column.least + SIDES for column in sheet.columns) * BROADEST for sheet in (bare, full)]
    assert widths == pytest.approx([470.0, 728.0])  # points: upright, and turned on its side for the many
    assert [sheet.page.landscape for sheet in (bare, full)] == [False, True]


def test_what_stands_where_stages_do_shares_their_column():
    """A cell under 阶段目标 that tells no day (每季度60家) is no column of its own."""
    nowhere = Span(0, 0)
    plan = plan_from({"1.1": ["a"], "1.2": ["a"]})
    staged, loose = plan.items
    items = (
        replace(staged, milestones=(Milestone("一季度", "", "招标", nowhere),)),
        replace(loose, fields=(Field("阶段目标", "每季度60家", nowhere),)),
    )
    scene = scene_of(replace(plan, notice=replace(plan.notice, items=items)))
    lines = to_text(build_appendix(scene)).splitlines()
    assert lines[HEAD].split(" | ").count("阶段目标") == 1
    assert "每季度60家" in lines[HEAD + 2].split(" | ")
    bare = (items[0], replace(items[1], fields=()))
    lines = to_text(build_appendix(scene_of(replace(plan, notice=replace(plan.notice, items=bare))))).splitlines()
    assert lines[HEAD + 2].split(" | ").count("—") == 1
    assert fit_grid(scene, scene.plan.units).heads["targets"] == "阶段目标"


def test_stages_that_the_tasks_words_tell_are_no_column():
    """The notice's words stand once."""
    plan = plan_from({"1.1": ["a"]})
    told = Milestone("6月底前", "", "主体封顶", Span(0, 0))
    items = (replace(plan.items[0], body="建成厂房，6月底前主体封顶", milestones=(told,)),)
    heads = to_text(build_appendix(scene_of(replace(plan, notice=replace(plan.notice, items=items))))).splitlines()[
        HEAD
    ]
    assert "阶段目标" not in heads


def test_many_fields_share_a_column():
    """Where each would leave no room for what is to be done, each stands on a line behind its heading."""
    plan = plan_from({"1.1": ["a"]})
    fields = tuple(Field(f"栏目{n}", "内容", Span(0, 0)) for n in range(9))
    items = tuple(replace(item, fields=fields) for item in plan.items)
    text = to_text(build_appendix(scene_of(replace(plan, notice=replace(plan.notice, items=items)))))
    assert "其他事项" in text
    assert "栏目0：内容⏎栏目1：内容" in text


def test_a_word_table_has_rows_as_tall_as_its_pages_reckon():
    """Rows have a least height, cells padding."""
    scene = scene_of(plan_from({f"1.{number}": ["a"] for number in range(1, 60)}))
    document = Document(BytesIO(render_document(appendix_of(scene, whole=True))))
    (table,) = document.tables
    rows = [row._tr.xml for row in table.rows]
    assert all('w:hRule="atLeast"' in row for row in rows[1:])
    assert "<w:top w:w=" in table._tbl.tblPr.xml


@pytest.mark.parametrize("plan", [plan_from({}), plan_from({"1.1": []})], ids=["no item", "no unit"])
def test_empty_plans_give_whole_documents(plan):
    """Nothing to list is no special case."""
    scene = scene_of(plan)
    assert render_book(appendix_of(scene))
    assert render_document(appendix_of(scene, whole=True))
    assert render_book(combined_of(scene))


def test_hostile_words_stay_words_in_the_document():
    """Markup in a task is text."""
    plan = plan_from({"1.1": ["a"]}, {"1.1": "<w:p>&amp; =1+1"})
    document = Document(BytesIO(render_document(appendix_of(scene_of(plan), whole=True))))
    assert document.tables[0].rows[1].cells[1].text == "任务1.1。<w:p>&amp; =1+1"


def test_the_sending_list_has_a_tick_for_each_unit():
    """Protocol order, counts, file and ticks from the hidden list."""
    lines = to_text(build_sending(small_scene())).splitlines()
    assert lines[3] == "1 | 市a局 | 某市a局 | 2 | 1 | 0 | 3 | tasks/01-市a局.xlsx | □ |  |  | □ | "
    book = reopen(render_book(combined_of(small_scene())))
    choice = book["交办清单"].data_validations.dataValidation[0]
    assert [book["选项"][f"A{row}"].value for row in (7, 8)] == ["□", "√"]
    assert choice.formula1 == "'选项'!$A$7:$A$8"


def test_the_combined_book_has_a_sheet_for_each_unit():
    """Each unit's sheet has its own repeated heads; hidden lists come last."""
    names = reopen(render_book(combined_of(small_scene()))).sheetnames
    assert names == ["交办清单", "市a局", "市b局", "市c局", "选项"]


def test_very_many_units_share_one_sheet():
    """Every unit begins a page."""
    scene = scene_of(plan_from({"1.1": [f"u{number}" for number in range(251)]}))
    (sheet,) = build_all_tasks(scene)
    assert len(sheet.breaks) == 250
    assert len([*build_all_tasks(scene_of(plan_from({"1.1": [f"u{number}" for number in range(150)]})))]) == 150


@given(st.lists(st.text(max_size=40), max_size=8))
@settings(max_examples=60)
def test_sheet_names_are_legal_and_differ(words):
    """At most 31 letters, no forbidden sign, no two alike to Excel."""
    taken: list[str] = []
    for each in words:
        taken.append(sheet_name(each, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in taken)


def test_no_telephone_breaks_in_its_column():
    """However many columns share the page."""
    plan = plan_from({"1.1": ["a", "b"]})
    (item,) = plan.items
    phones = tuple(Person(f"联系人{n}", "周某", Span(0, 0), phone="13900001111") for n in "甲乙丙丁")
    stages = (Milestone("一季度", "", "完成立项", Span(0, 0)),)
    plan = replace(plan, notice=replace(plan.notice, items=(replace(item, people=phones, milestones=stages),)))
    columns = build_appendix(scene_of(plan)).columns
    assert sum(column.least >= width_for(11) for column in columns) >= len(phones)


def test_no_other_width_of_a_column_turns_the_pages_of_a_paper_that_may_stay_upright():
    """The reference plan takes four upright pages; three turned ones are not worth it, whatever the units' column."""
    scene = scene_of(reference())
    assert [build_appendix(scene, whole).page.landscape for whole in (False, True)] == [False, False]
