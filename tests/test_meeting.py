"""Meet: what a meeting is asked, and its decisions as tasks and changes with their source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from builders import document_of, plan_from
from responsibility.analysis.course.period import parse_period
from responsibility.cli import main
from responsibility.errors import RegistryError
from responsibility.kinds import Role
from responsibility.language.lexicon import load_lexicon
from responsibility.language.wording import load_wording
from responsibility.parse import parse_notice
from responsibility.registry import Registry, load_base, parse_registry
from responsibility.resolve import resolve_plan
from responsibility.resolve.meetings import decide_items, recall_plan
from responsibility.returns import Return, Word
from responsibility.settings import Settings
from responsibility.views.entries import list_dated
from responsibility.views.issued.meeting import build_meeting, list_matters
from responsibility.views.letter import Letter, LetterTable
from responsibility.workflows.collecting import Collected, Sent, walk_periods
from test_collecting import place, send_back  # noqa: F401  # a fixture
from year import scene_of

REGISTER = (
    "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
    "a,某市a局,市a局,government,,,,\nb,某市b局,市b局,government,,,,\n"
)
HEAD = "会议,日期,任务,决定,单位,时限,经办人\n"


def answered(unit: str, **items: dict[str, object]) -> Return:
    words = [
        Word(item.strip("i").replace("_", "."), key, str(value), value, f"任务清单!A{row}")  # type: ignore[arg-type]
        for item, fields in items.items()
        for row, (key, value) in enumerate(fields.items(), 9)
    ]
    return Return(f"{unit}.xlsx", unit, unit, tuple(words), (), (), (), "", date(2026, 6, 20))


@pytest.fixture(scope="module")
def half() -> Collected:
    """Four tasks at the half of a year: one done, one red, one held up by 市c局, one claimed and denied."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["b"], "1.3": ["a", "c"], "1.4": ["b", "c"]})
    header = replace(plan.notice.header, issued_on=date(2026, 1, 20))
    scene = scene_of(replace(plan, notice=replace(plan.notice, header=header)))
    returns = [
        answered(
            "a", i1_1={"progress": 100.0, "done": "已建成"}, i1_3={"progress": 50.0, "problems": "市c局征地未交付"}
        ),
        answered(
            "b",
            i1_1={"progress": 100.0},
            i1_2={"progress": 5.0, "problems": "资金不足", "person": "王某", "telephone": "8600"},
            i1_4={"status": "done", "done": "全部完成"},
        ),
        answered("c", i1_3={"progress": 45.0}, i1_4={"status": "behind", "done": "还差一半"}),
    ]  # fmt: skip
    period = parse_period("2026-q2", scene.settings.progress)
    return list(walk_periods(scene, [Sent(period, returns)], lambda _, files: iter(files)))[-1]  # type: ignore[arg-type]


def words_of(letter: Letter) -> str:
    lines = ["".join(run for run, _ in part.runs) for part in letter.parts if not isinstance(part, LetterTable)]
    tables = [part for part in letter.parts if isinstance(part, LetterTable)]
    return "\n".join([*lines, *(" | ".join(str(cell.value) for cell in row) for table in tables for row in table.rows)])


def test_only_what_needs_the_meeting_is_on_its_table(half):
    """Red, held up by another unit, contradicted; what is done is not there."""
    assert list_matters(half.scene, half.progress) == [("1.2", "red"), ("1.3", "blocked"), ("1.4", "contradiction")]


def test_a_problem_told_by_a_unit_that_is_behind_is_on_the_table():
    """Yellow alone is not; with a problem it is, and a heading never counts nothing."""
    scene = scene_of(plan_from({"1.1": ["a"], "1.2": ["b"]}))
    late = {"progress": 35.0}
    for told, matters in (({}, []), ({"problems": "用地指标未落实"}, [("1.1", "problem")])):
        sent = [Sent(parse_period("2026-q2", Settings().progress), [answered("a", i1_1=late | told)])]
        (collected,) = walk_periods(scene, sent, lambda _, files: iter(files))
        assert list_matters(scene, collected.progress) == matters
        assert "0项" not in words_of(build_meeting(scene, collected.progress, 1))


def test_a_matter_has_the_units_own_words_and_a_proposal_that_names_who_and_when(half):
    """The words stand as typed; the proposal says which unit until which day."""
    words = words_of(build_meeting(half.scene, half.progress, 2))
    assert "第2次联席会议" in words
    assert "市a局：市c局征地未交付。" in words
    assert "市c局2026年7月10日前提出解决办法，市a局据此倒排进度" in words
    assert "市b局：资金不足。" in words
    assert "市c局：还差一半。" in words


def test_the_state_is_counted_from_the_lights(half):
    """Of four tasks two are claimed done, one is on course and one behind."""
    assert "4项中，已完成2、达进度1、欠进度1。" in words_of(build_meeting(half.scene, half.progress, 1))


def collect_half(problems: str) -> Collected:
    """Two tasks on course: 市发展和改革委员会, printed 市发改委, leads one and 市教育局 the other with a problem."""
    plan = plan_from({"1.1": ["fgw"], "1.2": ["jyj"]})
    names = {"fgw": ("某市发展和改革委员会", "市发改委"), "jyj": ("某市教育局", "市教育局")}
    units = tuple(replace(unit, name=names[unit.id][0], short=names[unit.id][1]) for unit in plan.units)
    assigned = (replace(plan.assignments[0], name="市发展改革委"), *plan.assignments[1:])
    scene = scene_of(replace(plan, units=units, assignments=assigned))
    sent = [answered("fgw", i1_1={"progress": 50.0}), answered("jyj", i1_2={"progress": 50.0, "problems": problems})]
    period = parse_period("2026-q2", scene.settings.progress)
    (done,) = walk_periods(scene, [Sent(period, sent)], lambda _, files: iter(files))  # type: ignore[arg-type]
    return done


@pytest.mark.parametrize("name", ["市发改委", "某市发展和改革委员会", "市发展改革委", "发改委", "发展改革委"])
def test_a_unit_that_holds_another_up_is_known_by_each_of_its_names(name):
    """In full, in short, as the notice has it, without its level."""
    done = collect_half(f"立项需{name}批复")
    assert list_matters(done.scene, done.progress) == [("1.2", "blocked")]


@pytest.mark.parametrize("words", ["资金不足", "需县发改委批复", "需省里批复"])
def test_a_problem_that_names_no_unit_is_told_among_how_things_stand(words):
    """Nothing for the meeting to settle has no count; what a unit told is not passed over."""
    done = collect_half(words)
    said = words_of(build_meeting(done.scene, done.progress, 1))
    assert list_matters(done.scene, done.progress) == []
    assert "提请会议协调的事项\n没有须提请会议协调的事项。" in said
    assert "单位还反映了第2项的困难" in said


def test_no_page_of_the_list_to_sign_is_spare_rows_alone():
    """Twenty-eight low rows fill a page; one unit less leaves one row to spare, four the usual two, in tall rows."""
    for count, rows, pages in ((28, 28, 1), (27, 28, 1), (4, 6, 1), (40, 42, 2)):
        plan = plan_from({f"1.{number}": [f"u{number:02}"] for number in range(1, count + 1)})
        scene = scene_of(plan)
        period = parse_period("2026-q2", scene.settings.progress)
        (done,) = walk_periods(scene, [Sent(period, [])], lambda _, files: iter(files))  # type: ignore[arg-type]
        table = build_meeting(done.scene, done.progress, 1).parts[-1]
        assert isinstance(table, LetterTable)
        assert len(table.rows) == rows
        assert table.height == min(32.0, 600 * pages / rows)


def test_what_a_meeting_added_is_called_as_in_the_papers():
    """会1 is no item of the notice, alone or behind others."""
    say = load_wording()
    assert say("meeting.line.behind", numbers="会1、会2", units=1) == "欠进度的是会1、会2，涉及1个单位。"
    assert say("meeting.line.behind", numbers="4、会1", units=1) == "欠进度的是第4、会1项，涉及1个单位。"


def test_the_list_to_sign_has_the_units_concerned_and_the_telephones_they_gave(half):
    """Every unit that a matter touches, and two rows to spare."""
    from responsibility.analysis.course.contacts import Contact

    contacts = [Contact("b", "1.2", "", "王某", "", "8600", "2023-q1")]
    table = build_meeting(half.scene, half.progress, 1, contacts).parts[-1]
    assert isinstance(table, LetterTable)
    assert [[str(cell.value) for cell in row[1:4]] for row in table.rows] == [
        ["市a局", "", ""], ["市b局", "王某", "8600"], ["市c局", "", ""], ["", "", ""], ["", "", ""],
    ]  # fmt: skip


def test_a_decision_changes_a_task_or_makes_one():
    """The day moves and the decision stands beside its task; without a task it is a new one, led by its first unit."""
    notice = plan_from({"1.1": ["a"], "1.2": ["b"]}).notice
    text = (
        f"{HEAD}第2次联席会议,2026-07-14,2,先行复工,市b局,2026-10-31,张三\n"
        "第2次联席会议,2026-07-14,,编制清单,市a局、市b局,2026-08-31,\n第2次联席会议,,1,,,,\n"
    )
    decided, overrides = decide_items(notice, text)
    assert [(item.id, item.since) for item in decided.items[2:]] == [("m.1", "2026-07-14")]
    assert [(each.item_id, each.unit_id, each.role, each.kind, each.value) for each in overrides] == [
        ("1.2", "市b局", "", "", ""),
        ("1.2", "", "", "due", "2026-10-31"),
        ("1.2", "", "", "field", "先行复工（2026年7月14日）"),
        ("m.1", "市a局", Role.LEAD, "", ""),
        ("m.1", "市b局", Role.CO_LEAD, "", ""),
        ("m.1", "", "", "due", "2026-08-31"),
    ]
    assert {each.reason for each in overrides} == {"第2次联席会议"}


def test_a_meeting_names_units_as_the_notice_does_and_as_everybody_knows_them():
    """The notice's own 市发改委, and one that only the general register has; a name of nobody is told with its file."""
    text = document_of("2026年工作要点\n一、改革\n1.推进改革。（责任单位：市发改委）\n2026年1月5日\n")
    decided, overrides = decide_items(
        parse_notice(text, load_lexicon()),
        f"{HEAD}第1次联席会议,2026-07-14,,编制清单,市发改委、市水利局,,\n第1次联席会议,2026-07-14,1,复工,飞鸟局,,\n",
    )
    plan = resolve_plan(decided, Registry.empty(load_base()), Settings(), overrides)
    assert [(each.unit_id, each.role) for each in plan.assignments if each.item_id == "m.1"] == [
        ("s-fgw", Role.LEAD),
        ("s-slj", Role.CO_LEAD),
    ]
    (stale,) = [each.params for each in plan.findings if each.code == "OVERRIDE_STALE"]
    assert (stale["file"], stale["line"], stale["unit"]) == ("meetings.csv", 3, "飞鸟局")


def test_a_task_is_known_by_what_the_papers_call_it():
    """Where numbers repeat the draft writes the headings' before them; what names nobody takes no number away."""
    plan = plan_from({"1.1": ["a"], "2.1": ["b"], "2.2": ["b"]})
    loose = replace(plan.items[2], id="3.1", number="3.", clauses=())
    twin = replace(plan.items[2], id="3.2", clauses=())
    notice = replace(plan.notice, items=(*plan.items, loose, twin))
    for words, item in (
        ("(1)1", "1.1"),
        ("（2）1", "2.1"),
        ("(2)2", "2.2"),
        ("2", "3.2"),
        ("第3项", "3.1"),
        ("2.2", "2.2"),
    ):
        _, overrides = decide_items(notice, f"{HEAD}第1次会议,2026-07-14,{words},复工,,,\n")
        assert [each.item_id for each in overrides] == [item], words


def test_decisions_that_cannot_be_understood_are_told_all_at_once():
    """No such task, no day, a new task without a unit."""
    notice = plan_from({"1.1": ["a"]}).notice
    with pytest.raises(RegistryError) as raised:
        decide_items(
            notice, f"{HEAD}第1次会议,2026-07-14,9,复工,,,\n第1次会议,,1,复工,,,\n第1次会议,2026-07-14,,复工,,,\n"
        )
    assert len(raised.value.problems) == 3


def test_decisions_stand_in_the_next_sheets_with_their_source(place):  # noqa: F811
    """From the meeting's file to a unit's sheet: the change beside its task, the new task on its own row."""
    send_back(place / "in", "jxj", "表.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    assert main(["meeting", "2023-q2", "--number", "2"]) == 0
    draft = (place / "output/green/meeting/2023-q2/meetings.csv").read_text("utf-8-sig")
    assert draft.startswith("会议,日期,任务,决定")
    table = (
        f"{HEAD}第2次联席会议,2023-07-14,3,管网先行移交,市科技局,2023-10-31,\n"
        "第2次联席会议,2023-07-14,,编制迁改清单,市科技局,,\n"
    )
    (place / "matrix/plans/green/meetings.csv").write_text(table, "utf-8")
    assert main(["collect", "2023-q2"]) in (0, 1)
    book = load_workbook(next((place / "output/green/progress/2023-q2/next").glob("*市科技局.xlsx")))
    said = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "第2次联席会议" in said
    assert "管网先行移交" in said
    assert "编制迁改清单" in said
    lights = (place / "output/green/progress/2023-q2/data/lights.csv").read_text("utf-8-sig")
    assert "m.1" not in lights  # the period ended before the meeting
    assert "2023-10-31" not in lights  # nor does a day moved later change what held then
    files = (place / "output/green/progress/2023-q2/data/unplaced.csv").read_text("utf-8-sig")
    assert files.count("\n") == 1  # what was printed before the meeting is no word of the unit's
    send_back(place / "in3", "jxj", "三季度.xlsx", i1_1="已建成", i1_3="已移交")
    main(["collect", "2023-q3", "in3"])
    lights = (place / "output/green/progress/2023-q3/data/lights.csv").read_text("utf-8-sig")
    assert "2023-10-31" in lights
    assert "m.1" in lights


def test_a_decision_holds_from_its_day_on_and_leaves_earlier_periods_as_they_were():
    """Due in June, overdue at its end; a meeting of July moves it and brings a unit in: only from then on."""
    notice = plan_from({"1.1": ["a"], "1.2": ["b"]}).notice
    items = tuple(replace(item, due="2026-06-20", due_text="6月20日前") for item in notice.items)
    header = replace(notice.header, issued_on=date(2026, 1, 20))
    text = f"{HEAD}第2次联席会议,2026-07-14,1,延期,b,2026-10-31,\n"
    decided, overrides = decide_items(replace(notice, items=items, header=header), text)
    plan = resolve_plan(decided, parse_registry(REGISTER), Settings(), overrides)
    assert plan.items[0].due == "2026-10-31"
    scene = scene_of(plan)
    halves = [answered("a", i1_1={"progress": 50.0}), answered("b", i1_2={"progress": 50.0})]
    sent = [Sent(parse_period(f"2026-q{n}", scene.settings.progress), halves) for n in (2, 3)]
    lights = [
        {row.item_id: (row.due, row.why) for row in each.progress.lights.itertuples()}
        for each in walk_periods(scene, sent, lambda _, files: iter(files))  # type: ignore[arg-type]
    ]
    assert [each["1.1"] for each in lights] == [("2026-06-20", "overdue"), ("2026-10-31", "short")]
    assert recall_plan(plan, "2026-07-13").assignments == tuple(a for a in plan.assignments if not a.since)
    assert recall_plan(plan, "2026-07-14") is plan


def test_a_task_that_a_meeting_made_runs_from_its_day():
    """Decided in July, due at the year's end: half of its way is asked for in the first days of October."""
    notice = plan_from({"1.1": ["a"]}).notice
    notice = replace(notice, header=replace(notice.header, issued_on=date(2026, 1, 20)))
    decided, overrides = decide_items(notice, f"{HEAD}第1次联席会议,2026-07-14,,编制清单,市a局,,\n")
    scene = scene_of(resolve_plan(decided, parse_registry(REGISTER), Settings(), overrides))
    sent = [Sent(parse_period("2026-q3", scene.settings.progress), [answered("a", m_1={"progress": 40.0})])]
    (done,) = walk_periods(scene, sent, lambda _, files: iter(files))  # type: ignore[arg-type]
    assert dict(zip(done.progress.lights["item_id"], done.progress.lights["expected"], strict=True))["m.1"] == 45.9


def test_a_task_that_a_meeting_cancelled_is_asked_about_until_that_day_alone():
    """Overdue and blank before the meeting; no light, reminder or unit behind after it, and what is typed stays."""
    notice = plan_from({"1.1": ["a", "b"], "1.2": ["b"]}).notice
    items = tuple(replace(item, due="2026-06-20", due_text="6月20日前") for item in notice.items)
    text = f"{HEAD}第2次联席会议,2026-07-14,1,取消，并入第2项,,,\n"
    decided, overrides = decide_items(replace(notice, items=items), text)
    plan = resolve_plan(decided, parse_registry(REGISTER), Settings(), overrides)
    scene = scene_of(plan)
    told = [answered("a", i1_1={"progress": 50.0, "done": "已停工"}), answered("b", i1_2={"progress": 100.0})]
    sent = [Sent(parse_period(f"2026-q{n}", scene.settings.progress), told) for n in (2, 3)]
    before, after = walk_periods(scene, sent, lambda _, files: iter(files))  # type: ignore[arg-type]
    lights = [dict(zip(x.progress.lights["item_id"], x.progress.lights["why"], strict=True)) for x in (before, after)]
    assert [each["1.1"] for each in lights] == ["overdue", "adjusted"]
    assert list(before.progress.reminders["item_id"]) == ["1.1", "1.1"]
    assert after.progress.reminders.empty
    assert list(before.progress.reports["state"]) == ["complete", "partial"]
    assert list(after.progress.reports["state"]) == ["complete", "complete"]
    said = after.progress.ledger.set_index(["item_id", "unit_id"])
    assert list(said.loc[("1.1", "a"), ["percent", "done"]]) == [50.0, "第2次联席会议：取消，并入第2项\n已停工"]
    assert said.loc[("1.1", "b"), "done"] == "第2次联席会议：取消，并入第2项"
    assert [each.item.id for each in list_dated(recall_plan(plan, "2026-07-13"))] == ["1.1", "1.2"]
    assert [each.item.id for each in list_dated(plan)] == ["1.2"]


@pytest.mark.parametrize(
    ("words", "cancels"),
    [
        ("取消", True),
        ("取消该任务", True),
        ("取消本项。", True),
        ("同意取消该任务", True),
        ("撤销（并入第2项）", True),
        ("Cancelled", True),
        ("取消收费", False),
    ],
)
def test_what_is_decided_cancels_a_task_only_where_it_says_no_more(words, cancels):
    notice = plan_from({"1.1": ["a"]}).notice
    decided, _ = decide_items(notice, f"{HEAD}第1次会议,2026-07-14,1,{words},,,\n")
    assert (decided.items[0].cancelled is not None) is cancels


def test_a_later_meeting_may_cancel_what_an_earlier_one_made():
    notice = plan_from({"1.1": ["a"]}).notice
    text = f"{HEAD}第1次会议,2026-04-14,,编制清单,市a局,,\n第2次会议,2026-07-14,会1,取消,,,\n"
    decided, _ = decide_items(notice, text)
    assert [(each.id, bool(each.cancelled)) for each in decided.items] == [("1.1", False), ("m.1", True)]
