"""The lists that offices make by hand, the year's calendar and its file; each only where the plan gives it rows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import vobject

from builders import plan_from
from reading import table_of
from responsibility.analysis.course.contacts import (
    REFINED,
    Contact,
    name_contacts,
    parse_contacts,
    renew_contacts,
    write_contacts,
)
from responsibility.analysis.course.inspection import Inspection, Verdict
from responsibility.analysis.course.refinement import Refinement, list_accepted, write_goals
from responsibility.analysis.course.replies import Answer
from responsibility.analysis.course.steps import list_steps
from responsibility.model import Person, Plan
from responsibility.registry import Registry
from responsibility.render.excel import render_book
from responsibility.render.paper import fit_columns, fit_rows, lay_pages
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings, parse_settings
from responsibility.spans import Span
from responsibility.views.entries import brief_stages
from responsibility.views.issued.books import build_task_book
from responsibility.views.issued.carrying import carry_answers
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.issued.tasks import build_tasks
from responsibility.views.running import break_due, break_rank
from responsibility.views.sheet import to_text
from responsibility.views.sheets.books import build_matrix_book
from responsibility.views.sheets.lists.calendar import build_calendar
from responsibility.views.sheets.lists.dues import build_dues
from responsibility.views.sheets.lists.people import build_contacts, build_leaders
from responsibility.workflows.reports import make_report
from workbooks import scene_of

HEADS = ["序号", "任务", "牵头单位", "责任科室", "分管领导", "责任人", "联系电话", "完成时限", "2025年一季度"]
ROWS = (
    ["1", "修缮泵站", "市甲局", "水利科", "副市长周某", "吴某", "8111222", "2025年6月底", "完成招标"],
    ["2", "清理河道", "市乙局", "", "副市长周某", "郑某", "8111333", "2025年9月底", ""],
    ["3", "新建公园", "市甲局", "", "常务副市长冯某", "吴某", "", "长期坚持", "完成选址"],
)


def plan() -> Plan:
    return resolve_plan(table_of(HEADS, *ROWS), Registry.empty(), Settings(), plan_id="some-plan")


def scene():
    return scene_of(plan())


def lines(sheet) -> list[str]:
    return to_text(sheet).splitlines()[3:]


def test_each_leader_has_a_band_with_counts_and_lead_units_and_no_column_is_empty():
    assert lines(build_leaders(scene())) == [
        "副市长周某（2项，牵头单位2个：市甲局、市乙局） |  |  | ",
        "1 | 修缮泵站 | 市甲局 | 2025年6月底",
        "2 | 清理河道 | 市乙局 | 2025年9月底",
        "常务副市长冯某（1项，牵头单位1个：市甲局） |  |  | ",
        "3 | 新建公园 | 市甲局 | 长期坚持",
        "注：领导职务如有变动，由接任的同志负责。",
    ]


def test_dues_stand_by_quarter_and_goals_of_a_quarter_run_on_below():
    shown = [
        line.partition(" |")[0] if "（" in line.partition(" |")[0] else line for line in lines(build_dues(scene()))
    ]
    assert shown == [
        "2025年一季度 |  |  |  | ",
        "本季度阶段目标：第1项：完成招标；第3项：完成选址 |  |  |  | ",
        "2025年二季度（1项到期）",
        "1 | 修缮泵站 | 市甲局 | 2025年6月底 | 副市长周某",
        "2025年三季度（1项到期）",
        "2 | 清理河道 | 市乙局 | 2025年9月底 | 副市长周某",
        "不是某一天的时限（1项）",
        "3 | 新建公园 | 市甲局 | 长期坚持 | 常务副市长冯某",
    ]


def test_a_day_named_for_a_part_of_a_task_is_a_row_of_its_own():
    """It is marked, told at the foot, and not counted; a goal of a quarter is no row."""
    heads = ["序号", "任务", "牵头单位", "完成时限", "2025年一季度", "2025年4月底"]
    told = table_of(heads, ["1", "修缮泵站", "市甲局", "2025年6月底", "完成招标", "开工"])
    text = to_text(build_dues(scene_of(resolve_plan(told, Registry.empty(), Settings(), plan_id="p"))))
    assert "2025年二季度（1项到期）" in text
    assert "1 | 修缮泵站 | 市甲局 | 2025年4月底 | 开工（阶段）" in text
    assert "完成招标（阶段）" not in text
    assert "注：标“阶段”的" in text


def test_no_name_is_parted_in_a_list_that_a_line_can_hold():
    """Names go on in a new line; one longer than its column goes over two of like length."""
    named = ["市自然资源和规划局", "市农业农村局", "市人力资源和社会保障局"]
    told = table_of(
        ["序号", "任务", "分管领导", "牵头单位", "责任单位"],
        ["1", "修缮泵站", "副市长周某", named[2], "、".join(named[:2])],
    )
    text = to_text(build_leaders(scene_of(resolve_plan(told, Registry.empty(), Settings(), plan_id="p"))))
    assert "市自然资源和规划局、⏎市农业农村局" in text
    assert "市人力资源和⏎社会保障局" in text


def test_stages_say_their_year_where_it_begins():
    """Three stages of two years: each year once, and one that has none stays as it is."""
    heads = ["序号", "任务", "2025年三季度", "2025年四季度", "2026年一季度"]
    told = table_of(heads, ["1", "修缮泵站", "完成招标", "开工", "完工"])
    (item,) = resolve_plan(told, Registry.empty(), Settings(), plan_id="p").items
    assert brief_stages(item) == ["2025年三季度：完成招标", "四季度：开工", "2026年一季度：完工"]
    plain = replace(item, milestones=tuple(replace(each, period=each.period[5:]) for each in item.milestones))
    assert brief_stages(plain) == ["三季度：完成招标", "四季度：开工", "一季度：完工"]


def test_a_list_without_stages_does_not_explain_them():
    """The note at the foot stands only where a row bears its sign."""
    told = table_of(["序号", "任务", "牵头单位", "完成时限"], ["1", "修缮泵站", "市甲局", "2025年6月底"])
    bare = scene_of(resolve_plan(told, Registry.empty(), Settings(), plan_id="p"))
    assert "阶段" not in to_text(build_dues(bare))
    assert "注：标“阶段”的" not in to_text(build_dues(scene()))


def test_contacts_stand_by_unit_and_returned_sheets_add_to_them():
    own = next(unit.id for unit in plan().units if unit.short == "市乙局")
    returned = (
        Contact(own, "2", "", "卫某", "办公室", "8111444", "2025-q1"),
        Contact(own, "", "liaison", "冯某", "", "8111555", REFINED),
    )
    assert lines(build_contacts(replace(scene(), contacts=returned)))[:-1] == [
        "市甲局 |  |  |  |  | ",
        "水利科 | 责任人 | 吴某 | 8111222 | 1 | 计划",
        " | 责任人 | 吴某 |  | 3 | 计划",
        "市乙局 |  |  |  |  | ",
        " | 联络员 | 冯某 | 8111555 |  | 细化分解表",
        " | 责任人 | 郑某 | 8111333 | 2 | 计划",
        "办公室 |  | 卫某 | 8111444 | 2 | 2025年一季度",
    ]
    assert "出处" not in to_text(build_contacts(scene()))


def test_the_overview_leads_to_the_lists_that_there_are():
    """And what stands beside a task has a column of its own in the list of all tasks."""
    book = build_matrix_book(scene())
    linked = {cell.value for row in book.sheets[0].rows for _, cell in row.cells if cell.style == "cell-link"}
    assert {"按领导分工", "按时限", "通讯录", "年度日历"} <= linked
    items = to_text(next(sheet for sheet in book.sheets if sheet.name == "任务清单"))
    assert "阶段、人员及其他" in items.splitlines()[2]
    assert "量化指标" not in items


def test_what_a_unit_says_later_takes_the_place_of_what_it_said():
    """Of its task and of its post; a unit that is silent in a period is still who it said."""
    first = name_contacts([("a", {"liaison": "冯某 8111555"})], [Answer("1", "a", person="吴某")], "2025-q1")
    answers = [Answer("1", "a", person="卫某"), Answer("2", "a")]
    said = renew_contacts(renew_contacts((), first), name_contacts([], answers, "2025-q2"))
    assert said == (
        Contact("a", "", "liaison", "冯某", "", "8111555", "2025-q1"),
        Contact("a", "1", "", "卫某", "", "", "2025-q2"),
    )
    assert parse_contacts(write_contacts(said).decode("utf-8-sig"), "contacts.csv") == said


def test_the_calendar_has_a_mark_for_each_day_of_its_year():
    text = to_text(build_calendar(scene()))
    row = next(line for line in text.splitlines() if line.startswith("市甲局")).split(" | ")
    assert (row[3], row[6]) == ("○1 完成招标⏎○3 完成选址", "●1 修缮泵站")
    assert "市甲局 | ————　3 新建公园（长期坚持）　————" in text  # what stands all the year is a line through it
    page = build_calendar(scene()).page
    assert (page.paper, page.landscape, page.wide, page.tall) == ("A3", True, 1, 1)


@pytest.mark.parametrize(("units", "tall"), [(20, 1), (150, 0)], ids=["few", "very many"])
def test_a_calendar_is_one_page_while_it_can_be_read(units, tall):
    """A few units take the whole page; very many go over several, the months above each."""
    rows = [
        [str(number), "修缮泵站", f"市{number}局", f"2025年{number % 12 + 1}月底"] for number in range(1, units + 1)
    ]
    heads = ["序号", "任务", "牵头单位", "完成时限"]
    sheet = build_calendar(scene_of(resolve_plan(table_of(heads, *rows), Registry.empty(), Settings(), plan_id="p")))
    assert (sheet.page.tall, sheet.page.repeat_rows) == (tall, (3, 4))
    assert all(row.least for row in sheet.rows[4:]) == bool(tall)


@pytest.mark.parametrize("year", ["2025", "2026"], ids=["its year", "another"])
def test_a_calendar_holds_as_many_tasks_of_one_month_as_there_are(year):
    """Thirty of one unit on one day: each mark is there once, in rows that a workbook can hold."""
    named = "修缮沿江泵站并更新自动化监测系统"
    rows = [[str(number), named, "市甲局", f"{year}年6月底"] for number in range(1, 31)]
    rows += [[str(number), "巡查", "市乙局", "2025年3月底"] for number in range(31, 91)]
    busy = scene_of(
        resolve_plan(
            table_of(["序号", "任务", "牵头单位", "完成时限"], *rows), Registry.empty(), Settings(), plan_id="p"
        )
    )
    text = to_text(build_calendar(busy))
    assert [len(re.findall(rf"●{number} ", text)) for number in range(1, 91)] == [1] * 90
    assert render_book(build_matrix_book(busy))


def test_a_plan_without_people_and_days_gains_no_sheet_and_no_file():
    bare = scene_of(plan_from({"1.1": ["a", "b"]}))
    names = [sheet.name for sheet in build_matrix_book(bare).sheets]
    assert not {"按领导分工", "按时限", "通讯录", "年度日历"} & set(names)
    assert make_report(bare, "calendar") == ()
    assert {"按领导分工", "按时限", "通讯录", "年度日历"} <= {sheet.name for sheet in build_matrix_book(scene()).sheets}


def test_the_offices_own_days_stand_first_and_in_the_file():
    """Meetings held or to come, inspections, what units send by when: a row of the office, an event each."""
    steps = list_steps(
        "", "会议,日期,任务,决定\n第1次联席会议,2025-07-14,1,复工\n第2次联席会议,2025-10-13,,\n",
        [Inspection("2025-q2", "1", Verdict.TRUE, day=date(2025, 7, 8))],
    )  # fmt: skip
    settings = parse_settings({"steps": {"refine": "03-01", "close": "12-31"}})
    own = plan()
    header = replace(own.notice.header, issued_on=date(2025, 1, 20))
    busy = replace(scene_of(replace(own, notice=replace(own.notice, header=header))), steps=steps, settings=settings)
    row = next(line for line in to_text(build_calendar(busy)).splitlines() if line.startswith("办公室")).split(" | ")
    assert row[3] == "3日 报细化分解表"  # the first of March 2025 is a Saturday
    assert (row[7], row[10]) == ("8日 抽查核实2025年二季度进展⏎14日 第1次联席会议", "13日 第2次联席会议")
    assert row[12] == "31日 年底交账、考核"
    events = vobject.readOne(make_report(busy, "calendar")[0].data.decode()).vevent_list
    told = [(each.dtstart.value.isoformat(), each.summary.value) for each in events][4:]
    assert told == [
        ("2025-03-03", "报细化分解表"),
        ("2025-07-08", "抽查核实2025年二季度进展"),
        ("2025-07-14", "第1次联席会议"),
        ("2025-10-13", "第2次联席会议"),
        ("2025-12-31", "年底交账、考核"),
    ]
    assert "办公室" not in to_text(build_calendar(scene()))


def test_accepted_goals_of_units_are_in_the_calendar_under_a_mark_of_their_own():
    """Of two units' pieces those that were accepted: at the day that the words name, else when the quarter ends."""
    first, other = (unit.id for unit in plan().units[:2])
    text = (
        write_goals(
            Refinement(first, "1", measure, goal, quarters)
            for measure, goal, quarters in (
                ("改造泵房", "4座", ("", "2座", "8月20日前3座", "4座")),
                ("更换机组", "", ("", "完成招标", "无", "—")),
            )
        )
        + write_goals([Refinement(other, "2", "清淤", "", ("开工", "", "", ""))]).partition(b"\n")[2]
    )
    goals = list_accepted(text.decode("utf-8-sig"), {(first, ""): ("accepted", "")}, "goals.csv")
    busy = replace(scene(), goals=goals, years=(2025, 2025))
    told = to_text(build_calendar(busy))
    row = next(line for line in told.splitlines() if line.startswith("市甲局")).split(" | ")
    assert row[6] == "●1 修缮泵站⏎◇1 2座；完成招标"
    assert (row[8], row[12]) == ("◇1 8月20日前3座", "◇1 4座")
    assert "◇ 牵头单位细化的季度目标" in told and "开工" not in told
    assert "◇" not in to_text(build_calendar(scene()))
    events = vobject.readOne(make_report(busy, "calendar")[0].data.decode()).vevent_list
    own = {each.dtstart.value.isoformat(): each for each in events if each.categories.value == ["季度目标"]}
    assert [*own] == ["2025-06-30", "2025-08-20", "2025-12-31"]
    assert own["2025-06-30"].summary.value == "1 修缮泵站：改造泵房：2座；更换机组：完成招标（季度目标）"
    assert own["2025-06-30"].description.value.startswith("牵头：市甲局")


def test_months_are_wider_where_lower_rows_let_the_page_be_printed_larger():
    """Forty units with a goal of two lines each: the page is short of height, not of width."""
    few, many = (scene_of(plan_from({f"1.{n}": [f"u{n}"] for n in range(1, last)})) for last in (4, 41))
    widths = []
    for each in (few, many):
        items = [replace(item, due="2026-06-30", title="新建改建扩建公园") for item in each.plan.items]
        plan = replace(each.plan, notice=replace(each.plan.notice, items=tuple(items)))
        sheet = build_calendar(scene_of(plan))
        assert sheet is not None
        widths.append(sheet.columns[1].most)
    assert widths[0] == 16.0 < widths[1]


def test_the_calendar_file_is_read_by_another_reader():
    """Whole days, one identifier each, no clock: the same plan gives the same bytes."""
    (output,) = make_report(scene(), "calendar")
    assert output.data == make_report(scene(), "calendar")[0].data
    calendar = vobject.readOne(output.data.decode())
    events = list(calendar.vevent_list)
    assert [(each.dtstart.value, each.summary.value) for each in events] == [
        (date(2025, 3, 31), "1 修缮泵站：完成招标"),
        (date(2025, 3, 31), "3 新建公园：完成选址"),
        (date(2025, 6, 30), "1 修缮泵站到期"),
        (date(2025, 9, 30), "2 清理河道到期"),
    ]
    assert len({each.uid.value for each in events}) == len(events)
    assert (events[2].dtend.value - events[2].dtstart.value).days == 1
    assert "分管领导：副市长周某" in events[2].description.value
    calendar.validate(raiseException=True)
    assert all(len(line) <= 75 for line in output.data.split(b"\r\n"))


def test_no_day_and_no_name_is_parted_where_a_column_is_narrow():
    """A day breaks behind its year, a rank has a line of its own; what fits stays on one."""
    who = Person("责任领导", "周文", Span(0, 0), rank="市政府秘书长")
    assert break_due("2026年12月31日前", 12.0) == "2026年\n12月31日前"
    assert break_due("2026年10月至2027年3月", 12.0) == "2026年\n10月至\n2027年3月"
    assert break_due("每季度末", 12.0) == "每季度末"
    assert break_rank("责任领导：市政府秘书长周文", who, 20.0) == "责任领导：\n市政府秘书长\n周文"
    assert break_rank("市政府秘书长周文", who, 10.0) == "市政府\n秘书长\n周文"
    assert break_rank("市政府秘书长周文", who, 16.0) == "市政府秘书长周文"


def test_a_unit_of_many_rows_has_its_name_on_each_page():
    """In a calendar of several pages no row stands without the unit's name; its rows stay together."""
    assigned = {f"{unit}.{n}": [f"u{unit}"] for unit in range(60) for n in range(12)}
    plan = plan_from(assigned)
    items = [replace(each, due_text="长期坚持") for each in plan.items]
    items[0] = replace(items[0], due="2026-06-30", due_text="6月底前")
    sheet = build_calendar(scene_of(replace(plan, notice=replace(plan.notice, items=tuple(items)))))
    assert sheet is not None and not sheet.page.tall
    widths = fit_columns(sheet)
    begins = lay_pages(sheet, widths, fit_rows(sheet, widths)).breaks
    names = {area.top for area in sheet.merges if area.left == area.right == 0}
    assert len(begins) > 3
    assert set(begins[:-1]) <= names


def test_a_task_sheet_brings_people_and_stages_filled_in():
    own = scene()
    unit = next(unit for unit in own.plan.units if unit.short == "市甲局")
    row = next(row for row in build_tasks(own, unit).rows if dict(row.cells).get(LAYOUT.place("item_id")) and any(
        cell.value == "1" for _, cell in row.cells))  # fmt: skip
    cells = {
        field.key: dict(row.cells)[place].value for place, field in enumerate(LAYOUT.fields) if place in dict(row.cells)
    }
    assert cells["contact"] == "水利科\n吴某\n8111222"
    assert cells["due"] == "副市长周某\n2025年6月底"
    assert cells["targets"] == "2025年一季度：完成招标"


def test_the_goal_of_the_period_that_is_reported_stands_out():
    """On the sheet of 2025年一季度 its stage is strong; on that of the second quarter nothing is."""
    own = scene()
    unit = next(unit for unit in own.plan.units if unit.short == "市甲局")
    for period, told in (("2025年一季度", ["2025年一季度：完成招标", "2025年一季度：完成选址"]), ("2025年二季度", [])):
        book = carry_answers(build_task_book(own, unit), {}, {}, {own.say("sheet.form.period"): period})
        cells = [dict(row.cells).get(LAYOUT.place("targets")) for row in book.sheets[0].rows]
        strong = [cell.value[start:end] for cell in cells if cell for start, end, _ in cell.stretches]
        assert strong == told


def test_a_long_name_stands_whole_below_its_label():
    """填报单位 and a name that is longer than the rest of the line."""
    own = scene()
    long = "市住房和城乡建设与园林绿化管理局"
    units = tuple(replace(unit, name=long) for unit in own.plan.units)
    sheet = build_tasks(replace(own, plan=replace(own.plan, units=units)), units[0])
    assert f"填报单位（盖章）：\n{long}" in [str(cell.value) for row in sheet.rows for _, cell in row.cells]
