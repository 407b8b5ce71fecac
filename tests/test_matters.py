"""Matters: what a person has to decide, and how."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter

import pytest

from builders import plan_from
from reading import plan_of
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.kinds import Basis, Role, Severity
from responsibility.language.wording import load_wording
from responsibility.model import Dismissal, Finding
from responsibility.render.page import render_page
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import OVERRIDES, parse_overrides
from responsibility.rows import write_rows
from responsibility.settings import parse_settings
from responsibility.spans import Span
from responsibility.views.brief import build_brief, write_brief
from responsibility.views.letter import LetterTable
from responsibility.views.matters import KINDS, Act, group_findings, list_ways, speak_matter
from responsibility.views.measure import title_width
from responsibility.views.page.page import build_page
from responsibility.views.scene import Scene
from responsibility.views.sheet import to_text
from responsibility.views.sheets.overview import build_overview
from responsibility.views.sheets.problems import build_findings
from test_reference import reference

ZH = load_wording("zh")
PLAN = plan_from({"1.1": ["a", "b"], "1.2": ["b", "a"]})


def world(plan, **tables):
    settings = parse_settings({"overlap": {"samples": 0}, **tables})
    frames = frame_plan(plan)
    return Scene(plan, frames, ZH, settings, analyze(frames, settings, plan))


def matters_of(plan):
    return world(plan).matters


def test_the_reference_notice_has_seven_decisions_the_slip_first():
    """A unit named twice, a word written twice, then who leads, what can be measured, and how it is spread."""
    matters = matters_of(reference())
    kinds = ["twice", "doubled", "leads", "measure", "places", "overlap", "load"]
    assert [matter.kind for matter in matters] == kinds
    assert speak_matter(reference(), matters[0], ZH)[0].startswith("第2项把市市场监管局列了两次")
    assert [len(matter.findings) for matter in matters[2:4]] == [22, 18]


def test_units_that_meet_too_often_are_told_with_the_tasks_of_both():
    """The line is enough to decide: whom, and where; of many tasks the first four."""
    plan = plan_from({f"1.{n}": ["a", "b"] for n in range(1, 7)} | {f"2.{n}": [f"u{n}"] for n in range(1, 13)})
    scene = world(plan, overlap={"samples": 2000})
    (overlap,) = [each for each in scene.matters if each.kind == "overlap"]
    assert speak_matter(plan, overlap, ZH)[1] == "市a局–市b局（第（1）1、（1）2、（1）3、（1）4等6项）"


def test_leads_that_no_register_knows_are_confirmed_too():
    """A line means whom the notice names; registered under the same id later, it still does."""
    notice = (
        "甲市工作要点\n一、任务\n1.做甲。(责任单位:市飞鸟中心、市教育局)\n2.做乙。(责任单位:各县人民政府、市教育局)\n"
    )
    leads = next(each for each in matters_of(plan_of(notice)) if each.kind == "leads")
    (confirm,) = [way for way in leads.ways if way.act is Act.OVERRIDE]
    text = write_rows(
        ["item_id", "mention", "unit_id", "role", "reason"], [[*row.values(), "惯例"] for row in confirm.rows]
    )
    after = plan_of(notice, overrides=parse_overrides(text, "overrides.csv"))
    assert [each.basis for each in after.assignments if each.role is Role.LEAD] == [Basis.OVERRIDE] * 2
    assert "leads" not in [each.kind for each in matters_of(after)]


def test_each_decision_that_fits_no_more_is_named():
    """Who reads the list on the command line knows every one of them."""
    lines = "item_id,mention,unit_id,role,reason\n1,市水利局,slj,none,来函\n1,市文旅局,wlj,none,来函\n"
    plan = plan_of(
        "甲市工作要点\n一、任务\n1.做甲。(责任单位:市教育局)\n", overrides=parse_overrides(lines, "overrides.csv")
    )
    (stale,) = [each for each in matters_of(plan) if each.kind == "stale"]
    what, why = speak_matter(plan, stale, ZH)
    assert (what[0], "市水利局" in why, "市文旅局" in why) == ("2", True, True)


def test_every_error_and_warning_is_in_one_matter_and_a_remark_in_none():
    """A code that nobody thought of is in the last; notes that ask nothing stay in the list of all."""
    found = [
        Finding("NEW", Severity.WARNING), Finding("H8", Severity.WARNING, None, "1.1", "a", {"name": "市a局"}),
        Finding("PLACE_OTHER", Severity.ERROR, params={"place": "某市", "own": "某县"}),
        Finding("V11", Severity.NOTE), Finding("H2", Severity.NOTE, None, "1.1"),
    ]  # fmt: skip
    matters = group_findings(PLAN, found)
    assert [matter.kind for matter in matters] == ["place", "twice", "other"]
    told = [each for matter in matters for each in matter.findings]
    assert sorted(each.code for each in told) == ["H8", "NEW", "PLACE_OTHER"]


def test_leads_by_order_are_confirmed_at_once():
    """The lines for overrides.csv, given a reason, settle all of them and nothing else."""
    (leads,) = (matter for matter in matters_of(PLAN) if matter.kind == "leads")
    confirm, dismiss = leads.ways
    assert (confirm.act, dismiss.act, dismiss.rows) == (Act.OVERRIDE, Act.DISMISS, ({"rule": "H9"},))
    rows = [[row.get(head, "依惯例" if head == "reason" else "") for head in OVERRIDES.columns] for row in confirm.rows]
    overrides = parse_overrides(write_rows(tuple(OVERRIDES.columns), rows), "o")
    assert [(each.item_id, each.mention, each.role) for each in overrides] == [
        ("1.1", "市a局", "lead"), ("1.2", "市b局", "lead"),
    ]  # fmt: skip


def test_what_is_set_aside_leaves_the_matters_and_is_counted_everywhere():
    """One line covers the rule; page, overview and list say how many and why."""
    plan = replace(PLAN, dismissals=(Dismissal("H9", "", "", "照排序", "张三", None, 2),))
    scene = world(plan)
    assert "leads" not in [matter.kind for matter in scene.matters]
    assert len(scene.settled.dismissed) == 2
    assert "另有不采纳的2条" in to_text(build_overview(scene))
    assert "照排序 张三" in to_text(build_findings(scene))
    page = render_page(build_page(scene), ZH).decode()
    assert "已不采纳的问题 2 条" in page
    assert "照排序 张三" in page


def test_the_first_screen_says_how_many_more_there_are():
    """At most as many as settings say; page and overview begin with them."""
    scene = world(PLAN, page={"decisions": 1})
    shown = scene.show_matters()
    assert len(scene.matters) > 1
    assert shown[-1][0].startswith(f"另有 {len(scene.matters) - 1} 件")
    text = to_text(build_overview(scene))
    assert text.index(shown[0][0]) < text.index(ZH("sheet.overview.plan"))
    assert build_page(scene).matters == tuple(shown)


def test_a_decision_and_its_evidence_take_a_line_each_on_the_brief():
    """Fewer units and numbers are named where a line has no room; bars have a sign a task."""
    brief = build_brief(world(reference()))
    assert len(brief.decisions) == 7
    assert max(title_width(words) for decision in brief.decisions for words in decision) <= 30
    assert "等13个" in brief.decisions[2][1]
    bars = {cell.value for part in write_brief(world(reference())).parts if isinstance(part, LetterTable)
            for row in part.rows for cell in row if cell.style == "cell-bar"}  # fmt: skip
    assert "■" * 4 + "□" * 10 in bars


def test_each_finding_has_candidates_that_are_lines():
    """Who could lead, who is meant by a name, and always the dismissal that means this finding alone."""
    lead = Finding("H9", Severity.NOTE, Span(0, 2), "1.1", "a", {"unit": "市a局"})
    ways = list_ways(PLAN, lead)
    assert [row["mention"] for way in ways[:2] for row in way.rows] == ["市a局", "市b局"]
    name = Finding(
        "UNIT_UNKNOWN", Severity.WARNING, None, "1.1", "x", {"name": "市甲办", "suggestions": "市a局、市b局"}
    )
    assert [way.act for way in list_ways(PLAN, name)] == [Act.ALIAS, Act.ALIAS, Act.DISMISS]
    assert set(ways[-1].rows[0]) <= set(DISMISSALS.columns)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_matter_can_be_spoken(language, kind):
    """What and why, in both languages, whatever the findings name."""
    say = load_wording(language)
    code = next(iter(KINDS[kind]), "NEW")
    sentence = say(f"finding.{code}.text") if code != "NEW" else ""
    names = {name for _, name, _, _ in Formatter().parse(sentence.replace("[[", "").replace("]]", "")) if name}
    params = dict.fromkeys(sorted(names), 1) | {"name": "市a局", "suggestions": ""}
    finding = Finding(code, Severity.WARNING, Span(0, 1), "1.1", "a", params)
    (matter,) = group_findings(PLAN, [finding])
    assert matter.kind == kind
    assert all(words and "{" not in words for words in speak_matter(PLAN, matter, say))
