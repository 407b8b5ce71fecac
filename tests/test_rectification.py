"""A plan of problems (整改) speaks of problems everywhere, and other plans of tasks."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from pandas import DataFrame

from desks import desk_of, open_desk, write_folder
from mangling import fill_in, open_sheet
from reading import table_of
from responsibility.analysis.course.inspection import parse_inspections
from responsibility.cli import main
from responsibility.language.wording import Wording, load_wording
from responsibility.registry import Registry
from responsibility.render.excel import render_book
from responsibility.resolve import resolve_plan
from responsibility.returns import read_return, view_issued
from responsibility.settings import Settings, SourceSettings
from responsibility.views.issued.books import build_task_book
from responsibility.views.issued.tasks import build_tasks
from responsibility.views.sheet import to_text
from responsibility.views.sheets.appendix import build_appendix
from responsibility.views.sheets.books import build_matrix_book
from responsibility.views.sheets.items import build_items
from responsibility.views.sheets.listing import Listing, Shown, build_listing
from responsibility.views.sheets.lists.dues import build_dues
from responsibility.views.year.closing import write_open
from responsibility.workflows.project import furnish, make_scene
from responsibility.workflows.reports import make_report
from sources import xlsx_of
from test_people import items_of

HEADS = ["序号", "反馈问题", "整改目标", "整改措施", "责任单位", "整改时限", "销号情况"]
ROW = ["1", "管网渗漏。", "漏损率降到8%", "1.排查漏点40处。\n2.更换管段。", "市甲局", "2025年9月底", "未销号"]


def scene(*rows):
    return make_scene(resolve_plan(table_of(*rows), Registry.empty(), Settings(), plan_id="p"), furnish(None))


def test_a_plan_of_problems_has_lists_of_problems():
    book = build_matrix_book(scene(HEADS, ROW))
    assert "问题清单" in [sheet.name for sheet in book.sheets]
    assert "任务清单" not in [sheet.name for sheet in book.sheets]
    text = to_text(build_appendix(scene(HEADS, ROW)))
    assert "整改责任分解表" in text
    assert "1 | 管网渗漏 | 漏损率降到8% | 1.排查漏点40处。⏎2.更换管段。 | 市甲局 | 2025年9月底 | 未销号" in text
    assert "序号 | 问题 | 整改目标 | 整改措施 | 牵头单位 | 整改时限 | 销号情况" in text


def test_the_list_of_responsibilities_holds_every_sentence_of_a_problem():
    """Its title is the first sentence alone."""
    row = [ROW[0], "管网渗漏。老旧管段多，居民不满。", *ROW[2:]]
    assert "1 | 管网渗漏。老旧管段多，居民不满 | 漏损率降到8% |" in to_text(build_appendix(scene(HEADS, row)))


def test_a_sheet_says_a_problem_and_what_is_asked_under_their_heads():
    plan = scene([*HEADS, "责任领导", "督导单位"], [*ROW, "副市长周某", "市乙局"])
    text = to_text(build_tasks(plan, plan.plan.units[0]))
    assert "1 | 管网渗漏。⏎整改目标：漏损率降到8%⏎整改措施：1.排查漏点40处。⏎2.更换管段。 |" in text
    assert "责任领导⏎整改时限 | 其他事项" in text
    assert "副市长周某⏎2025年9月底 | 销号情况：未销号⏎督导单位：市乙局" in text


def test_a_sheet_that_spoke_of_tasks_comes_back():
    """A plan may turn out to be one of problems when its sheets are out; nothing printed counts as typed."""
    now = scene(HEADS, ROW)
    before = replace(now, say=now.say.of_tasks)
    sent = open_sheet(render_book(build_task_book(before, now.plan.units[0])), "甲.xlsx", 5)
    fill_in(sent, 1.0)
    read = read_return(sent.save(), "甲.xlsx", view_issued(now), SourceSettings())
    assert read.unplaced == ()
    assert len(read.answers) == len(sent.typed) + len(sent.shares)


def test_files_of_a_plan_of_problems_are_named_after_problems():
    """The folder of the units' sheets, too; no name of an output says 任务."""
    plan = scene(HEADS, ROW)
    names = [path for report in ("tasks", "appendix", "matrix") for path, _ in make_report(plan, report)]
    assert names == [
        "problems/01-市甲局.xlsx",
        "各单位问题清单.xlsx",
        "整改责任分解表.xlsx",
        "整改责任分解表.docx",
        "责任矩阵.xlsx",
    ]
    files = [key for key in plan.say.keys if key.startswith("file.")]
    assert [plan.say(key) for key in files if "任务" in plan.say(key) or "tasks" in plan.say(key)] == []


def test_the_overview_leads_to_the_files_as_they_are_named():
    overview = build_matrix_book(scene(HEADS, ROW)).sheets[0]
    links = {getattr(cell, "link", "").removeprefix("external:") for row in overview.rows for _, cell in row.cells}
    assert {"problems/01-市甲局.xlsx", "各单位问题清单.xlsx", "整改责任分解表.docx"} <= links


def test_a_plan_of_tasks_keeps_its_words():
    names = [
        sheet.name for sheet in build_matrix_book(scene(["序号", "任务", "责任单位"], ["1", "清淤", "市甲局"])).sheets
    ]
    assert "任务清单" in names


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_problems_stands_for_one_of_tasks(language):
    """It fills the same places."""
    wording = load_wording(language)
    own = [key for key in wording.keys if key.startswith("problem.")]
    assert own
    for key in own:
        plain = key.removeprefix("problem.")
        assert set(re.findall(r"\{(\w+)", wording(key))) <= set(re.findall(r"\{(\w+)", wording(plain))), key


SPOKEN_TO_THE_CLERK = ("cli.", "error.", "init.", "words-of-problems.")


def test_no_sentence_of_a_plan_of_problems_speaks_of_tasks():
    """But 重点任务, which is a heading that people write in their tables."""
    wording = load_wording().of_problems()
    said = {
        key: wording(key).replace("重点任务", "") for key in wording.keys if not key.startswith(SPOKEN_TO_THE_CLERK)
    }
    assert [key for key, words in said.items() if "任务" in words] == []


def test_what_the_program_asks_about_is_no_problem_of_the_plan():
    """问题 are those of the plan; findings are 核对事项, and what stands in a unit's way is 困难."""
    wording = load_wording().of_problems()
    assert wording("page.findings.none") == "没有发现核对事项。"
    assert wording("sheet.tasks.head.problems") == "存在困难"
    assert wording("matter.leads.what", tasks=2) == "2个问题没有写明谁牵头，拟以排名第一的为准"


def test_the_name_of_a_value_is_no_word():
    words = {"a": "{tasks} tasks", "words-of-problems.tasks": "problems"}
    assert Wording("en", words).of_problems()("a", tasks=3) == "3 problems"


def test_a_problem_put_right_is_struck_off_in_all_papers_of_the_year():
    """完成 stays where a share is said: a half is not struck off."""
    wording = load_wording().of_problems()
    for key in ("progress.standing.done", "progress.light.done", "inspect.status.done", "sheet.status.done"):
        assert wording(key) == "已销号"
    assert wording("progress.bulletin.column.due") == wording("closing.column.due") == "整改时限"
    assert wording("progress.bulletin.why.short", expected="100%", percent="50%") == "应完成100%，已完成50%"


def test_the_desk_speaks_as_the_plan_it_shows(tmp_path):
    """Problems in a plan of problems, tasks elsewhere; a plan that is not there is told."""
    root = write_folder(tmp_path / "matrix")
    (root / "plans/q").mkdir()
    (root / "plans/q/notice.xlsx").write_bytes(xlsx_of([HEADS, ROW]))
    with open_desk(desk_of(root)) as desk:
        words = {plan: desk.ask("GET", f"/api/words?plan={plan}").json for plan in ("", "p", "q")}
        assert desk.ask("GET", "/api/words?plan=r").status == 422
    assert [words[plan]["counts_sheets"] for plan in words] == ["任务清单", "任务清单", "问题清单"]
    assert words[""] == words["p"]
    assert words["q"]["language"] == "zh"


def test_the_command_counts_problems_as_often_as_it_runs(tmp_path, monkeypatch, capsys):
    """When it builds, and when it passes over what stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "matrix/plans/q").mkdir(parents=True)
    (tmp_path / "matrix/plans/q/notice.xlsx").write_bytes(xlsx_of([HEADS, ROW]))
    for _ in range(2):
        assert main(["reports", "--only", "data"]) == 0
        assert main(["reports"]) == 0
        assert "任务" not in capsys.readouterr().out


def test_lists_have_no_column_for_headings_that_no_problem_stands_under():
    """The list of all problems and the ledger; where there are headings they have their column."""
    plan = scene(HEADS, ROW)
    section = plan.say("sheet.column.section")
    assert section not in to_text(build_items(plan))
    assert section in to_text(build_items(scene(HEADS, ["一、水环境方面", *[None] * 6], ROW)))
    listing = Listing("progress", "ledger", (Shown("item", 8), Shown("section", 12), Shown("problems", 22)))
    text = to_text(build_listing(plan, listing, [["1", "", ""]], ""))
    assert f"{plan.say('progress.column.item')} | {plan.say('progress.column.problems')}" in text


def hand_over(plan):
    """The open tasks of a plan, as text."""
    unit = plan.plan.units[0].id
    rows = [
        {"item_id": item.id, "unit_id": unit, "light": "red", "gap": 60.0, "why": "short"} for item in plan.plan.items
    ]
    return write_open(plan, SimpleNamespace(lights=DataFrame(rows)))  # type: ignore[arg-type]


def parts_of(item):
    """What stands beside an item, without places; only signs that part or end words differ on paper."""
    people = {(each.post, each.rank, each.name, each.office, each.phone, each.unit) for each in item.people}
    stages = [(each.period, each.text) for each in item.milestones]
    fields = [(each.heading, each.text.rstrip("。")) for each in item.fields]
    names = [mention.name for clause in item.clauses for mention in clause.mentions]
    problem = item.problem and (item.problem.text, item.problem.goal, item.problem.state, item.problem.supervisor)
    measures = [each.rstrip("。") for each in item.problem.measures] if item.problem else []
    return people, stages, fields, names, item.due, item.due_text, problem, measures


PROBLEMS = (
    [*HEADS, "责任领导", "联系人", "联系电话", "督导单位", "备注", "资金（万元）"],
    [*ROW, "副市长周某", "吴某", "8111222", "市乙局", "续建；列入年度计划。", "300"],
    ["2", "河道淤积。居民不满。", "畅通", "清淤", "市丙局、市丁局", "长期坚持", "未销号", "冯某", "郑某", "", "市乙局"],
)  # fmt: skip
TASKS = (
    ["序号", "任务", "牵头单位", "配合单位", "分管领导", "责任科室", "责任人", "一季度", "二季度", "完成时限", "验收"],
    ["1", "新建公园3座", "市甲局", "市乙局", "冯某", "园林科", "吴某", "选址。公示；招标，评标",
     "开工；复耕", "2025年9月底", "市丁局"],
    ["2", "修桥2座", "市丙局", "", "冯某", "", "孙某（市丙局）", "立项", "完工", "2025年底", "市丁局"],
)  # fmt: skip


@pytest.mark.parametrize("rows", [PROBLEMS, TASKS], ids=["problems", "tasks"])
def test_what_is_open_is_handed_over_with_all_that_stands_beside_it(rows):
    """Read as the next notice it has the same units, people, days, stages, measures and fields; none is more."""
    plan = scene(*rows)
    after = items_of(hand_over(plan))
    assert [parts_of(item) for item in after] == [parts_of(item) for item in plan.plan.items]
    assert not plan.plan.items[0].problem or "督导单位：市乙局。" in hand_over(plan).splitlines()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_form_of_inspection_offers_is_read_back(language):
    """In a plan of tasks, and of problems (已销号)."""
    for wording in (load_wording(language), load_wording(language).of_problems()):
        for status in ("done", "on-schedule", "behind", "not-started"):
            word = wording(f"inspect.status.{status}")
            text = f"period,item_id,verdict,status\n2025-q2,1,true,{word}\n"
            (found,) = parse_inspections(text, lambda words: words, lambda words: words)
            assert found.status == status


def test_the_leader_of_a_problem_without_a_day_stands_in_the_list_by_days():
    """Under a heading, too, where the number that is printed is not the whole id."""
    heads = [*HEADS, "责任领导"]
    dated, lasting = (
        [*ROW, "副市长周某"],
        ["2", "河道淤积", "畅通", "清淤", "市乙局", "长期坚持", "未销号", "副市长冯某"],
    )
    sheet = build_dues(scene(heads, ["一、水环境方面", *[None] * 7], dated, lasting))
    assert sheet is not None
    assert "长期坚持 |  | 副市长冯某" in to_text(sheet)
