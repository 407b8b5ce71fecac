"""The marked notice: every word kept, every name, clause and finding where it stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import plan_from
from responsibility.kinds import Role, Severity
from responsibility.model import Finding, Plan, Target
from responsibility.spans import Span
from responsibility.views.page.annotated import NoticeLine, Part, annotate


def speak(lines: tuple[NoticeLine, ...]) -> str:
    """The marks as text: [clause] <name> {target}, and #item where an item opens."""
    signs = {Part.CLAUSE: "[{}]", Part.NAME: "<{}>", Part.TARGET: "{{{}}}", Part.HEADING: "={}=", Part.TEXT: "{}"}
    return "\n".join(
        "".join(("#" if s.opens_item else "") + signs[s.part].format(s.text) for s in line.segments) for line in lines
    )


def test_names_stand_apart_from_the_clause_that_holds_them():
    """A golden line: item, clause and names of the smallest world."""
    lines = annotate(plan_from({"1.1": ["甲", "乙"]}))
    assert speak(lines) == "#1.任务1.1。完成第1.1项工作。[(责任单位:]<市甲局>[、]<市乙局>[)]"
    names = [s for s in lines[0].segments if s.part is Part.NAME]
    assert [(s.unit_ids, s.role, s.opens_name) for s in names] == [
        (("甲",), Role.LEAD, True),
        (("乙",), Role.CO_LEAD, True),
    ]


def test_a_mention_without_an_assignment_still_means_its_unit():
    """A name that only repeats another keeps its link, and has no role of its own."""
    plan = plan_from({"1.1": ["甲"], "1.2": ["甲"]})
    segments = [s for line in annotate(replace(plan, assignments=plan.assignments[:1])) for s in line.segments]
    assert [(s.unit_ids, s.role) for s in segments if s.part is Part.NAME] == [(("甲",), Role.LEAD), (("甲",), None)]


def test_words_that_mean_several_units_show_the_strongest_role():
    """A collective is one name with all its members."""
    plan = plan_from({"1.1": ["甲", "乙"]})
    span = plan.assignments[0].span
    both = tuple(replace(each, span=span) for each in reversed(plan.assignments))
    name = next(s for s in annotate(replace(plan, assignments=both))[0].segments if s.start == span.start)
    assert (name.unit_ids, name.role) == (("乙", "甲"), Role.LEAD)


def test_findings_and_targets_cut_the_text_where_they_begin():
    """A finding is named by its place in the list, at the very place where it begins."""
    plan = plan_from({"1.1": ["甲"]}, {"1.1": "新增企业80家。"})
    start = plan.notice.document.text.index("80家")
    target = Target("80家", "企业", 80.0, "家", "=", Span(start, start + 3))
    item = replace(plan.items[0], targets=(target,))
    plan = replace(plan, notice=replace(plan.notice, items=(item,)))
    lines = annotate(plan, (Finding("X", Severity.NOTE), Finding("Y", Severity.NOTE, Span(start, start + 1))))
    assert "新增企业{80家}。" in speak(lines)
    assert [s.findings for s in lines[0].segments if s.start == start] == [(1,)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8))
def test_marking_never_changes_the_words(places: list[tuple[int, int]]):
    """Joined in order the segments are the document's text, however findings fall."""
    plan: Plan = plan_from({"1.1": ["甲", "乙"], "1.2": ["乙"], "2.1": []})
    text = plan.notice.document.text
    findings = [Finding("X", Severity.NOTE, Span(min(a, len(text)), min(a + b, len(text)))) for a, b in places]
    lines = annotate(plan, findings)
    assert "\n".join("".join(s.text for s in line.segments) for line in lines) == text.rstrip("\n")
    assert all(text[s.start : s.start + len(s.text)] == s.text for line in lines for s in line.segments)
