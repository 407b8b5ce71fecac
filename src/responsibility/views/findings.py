"""Findings as a reader meets them: a sentence, a fix, and the place where to look.

In: a Plan and Findings. Out: PlacedFindings, worst first, then in document order. A wording without the finding's
own place words it by code and facts, so that nothing found is ever dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from responsibility.kinds import Severity
from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding as a sentence, with its fix and its place. anchor: where it begins in the document, or None."""

    code: str
    severity: Severity
    text: str
    fix: str
    place: str
    anchor: int | None
    item_id: str
    unit_id: str


def gather_findings(plan: Plan, more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding once, worst first, then in document order."""
    every = (*plan.notice.document.findings, *plan.notice.findings, *plan.findings, *more)
    once = {(f.code, f.span, f.item_id, f.unit_id, repr(sorted(f.params.items()))): f for f in every}
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    end = len(plan.notice.document.text)
    return tuple(sorted(once.values(), key=lambda f: (ranks[f.severity], f.span.start if f.span else end)))


def _speak(key: str, finding: Finding, wording: Wording) -> str:
    """Speak a finding; one that the wording does not know yet still shows its facts."""
    if key in wording:
        return wording(key, **finding.params)
    return "" if key.endswith(".fix") else " · ".join(f"{name} {value}" for name, value in finding.params.items())


def _places(plan: Plan, wording: Wording) -> dict[int, str]:
    """Where each block begins and how a person would look for it."""

    def words(name: str, number: int | None) -> str:
        return "" if number is None else wording(f"page.place.{name}", number=number)

    parts = ("page", "line", "paragraph", "table", "row", "column")
    return {
        block.span.start: "".join(words(part, getattr(block.locator, part)) for part in parts)
        for block in plan.notice.document.blocks
    }


def place_findings(plan: Plan, findings: Sequence[Finding], wording: Wording) -> tuple[PlacedFinding, ...]:
    """Speak findings, each with the place where a person would look."""
    places = _places(plan, wording)
    starts = sorted(places)
    numbers = {item.id: item.number.rstrip(".．、)）") for item in plan.items}
    shorts = {unit.id: unit.short for unit in plan.units}

    def place(finding: Finding) -> str:
        before = bisect_right(starts, finding.span.start) if finding.span else 0
        where = (
            places[starts[before - 1]] if before else "",
            wording("page.item", number=numbers[finding.item_id]) if finding.item_id in numbers else "",
            shorts.get(finding.unit_id or "", ""),
        )
        return " · ".join(part for part in where if part)

    return tuple(
        PlacedFinding(
            each.code,
            each.severity,
            _speak(f"finding.{each.code}.text", each, wording),
            _speak(f"finding.{each.code}.fix", each, wording),
            place(each),
            each.span.start if each.span else None,
            each.item_id or "",
            each.unit_id or "",
        )
        for each in findings
    )
