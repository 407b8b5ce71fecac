"""The findings, a group for each kind, so that a hundred of them are a dozen lines until one is opened."""

from __future__ import annotations

from collections.abc import Sequence

from responsibility.kinds import Severity
from responsibility.language.wording import Wording
from responsibility.render.page.face import section
from responsibility.render.page.markup import element, escape
from responsibility.render.page.matrix import mark_anchor
from responsibility.views.findings import PlacedFinding
from responsibility.views.page.page import PageView

_Numbered = tuple[int, PlacedFinding]


def draw_findings(page: PageView, wording: Wording) -> str:
    """Draw the findings by severity, then by kind in the order of the first of each, with what narrows them."""
    if not page.findings:
        nothing = element("p", escape(wording("page.findings.none")))
        return section("findings", wording, nothing, _dismissed(page, wording))
    groups: dict[tuple[Severity, str], list[_Numbered]] = {}
    for index, each in enumerate(page.findings):
        groups.setdefault((each.severity, each.code), []).append((index, each))
    drawn = (_group(severity, code, own, wording) for (severity, code), own in groups.items())
    more = sum(page.severities.values()) - len(page.findings)
    left = element("p", escape(wording("page.findings.left", count=more))) if more else ""
    tally = element("p", escape(_tally(page, wording)), class_="note")
    return section("findings", wording, tally, _tools(page, wording), *drawn, left, _dismissed(page, wording))


def _tally(page: PageView, wording: Wording) -> str:
    return wording("page.comma").join(
        wording("page.findings.tally", severity=wording(f"severity.{severity}"), count=count)
        for severity, count in page.severities.items()
        if count
    )


def _tools(page: PageView, wording: Wording) -> str:
    """Let the script show one severity, one unit, or what holds some words."""
    every = element("option", escape(wording("page.matrix.every")), value="")
    severities = (
        element("option", escape(wording(f"severity.{severity}")), value=severity.value)
        for severity in Severity
        if any(each.severity is severity for each in page.findings)
    )
    named = {each.unit for each in page.findings if each.unit}
    units = (element("option", escape(unit.short), value=unit.short) for unit in page.units if unit.short in named)

    def field(name: str, label: str, control: str) -> str:
        return element("span", element("label", escape(label), for_=f"find-{name}"), control, class_="field")

    search = element("input", type="search", id="find-text", autocomplete="off")
    return element(
        "form",
        field("severity", wording("page.findings.severity"), element("select", every, *severities, id="find-severity")),
        field("unit", wording("page.unit"), element("select", every, *units, id="find-unit")),
        field("text", wording("page.findings.search"), search),
        element("p", id="found-count", role="status"),
        id="find",
        class_="js tools",
        aria_label=wording("page.findings.tools"),
    )


def _group(severity: Severity, code: str, findings: Sequence[_Numbered], wording: Wording) -> str:
    """Draw one kind. It is open, so that all of it is printed and read where no script runs; the script folds notes."""
    named, first = f"rule.{code}.name", findings[0][1]
    title = wording(named) if named in wording else first.text if len(findings) == 1 else first.fix or first.text
    summary = element(
        "summary",
        element("span", escape(wording(f"severity.{severity}")), class_=f"tag {severity}"),
        element("b", escape(code)),
        escape(title),
        element("i", escape(wording("page.findings.count", count=len(findings)))),
    )
    rows = element("ul", *(_finding(index, each) for index, each in findings))
    return element("details", summary, rows, open=True, class_="group", data_severity=severity.value)


def _finding(index: int, finding: PlacedFinding) -> str:
    place = escape(finding.whereabouts)
    target = f"u-{finding.unit_id}" if finding.unit_id else ""
    if finding.anchor is not None:
        target = mark_anchor(finding.anchor)
    if target:
        place = element("a", place or "→", href=f"#{target}")
    fix = element("p", escape(finding.fix), class_="fix") if finding.fix else ""
    unit = finding.unit or None
    return element(
        "li", element("p", escape(finding.text)), fix, element("p", place, class_="place"), id=f"f-{index}", data_u=unit
    )


def _dismissed(page: PageView, wording: Wording) -> str:
    """Count and list what a person set aside, folded away."""
    if not page.dismissed:
        return ""
    rows = (
        element("li", escape(f"{each.code} {each.text}（{each.whereabouts}）"), element("p", escape(why), class_="fix"))
        for each, why in page.dismissed
    )
    summary = element("summary", escape(wording("matter.dismissed", count=len(page.dismissed))))
    return element("details", summary, element("ul", *rows))
