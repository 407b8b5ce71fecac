"""Findings as a reader meets them: a sentence, a fix, and the place where to look.

The one stream that command, page, workbooks and JSON show and count. In: a Plan and Findings. Out: PlacedFindings,
worst first, then in document order. A wording that lacks a finding words it by code and facts, so that nothing found
is ever dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from responsibility.kinds import Severity, rule_of
from responsibility.language.wording import Wording
from responsibility.model import Document, Finding, Plan
from responsibility.resolve.dismissals import Settled, dismiss_findings
from responsibility.settings import Settings
from responsibility.spans import Span
from responsibility.views.naming import number_items

_IDS = ("item", "other")  # values that name a task


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding as a sentence, with its fix and its place.

    place: where to look in the source; item, unit: whom it is about, in words; each "" where there is none. anchor:
    where it begins in the document, or None.
    """

    code: str
    severity: Severity
    text: str
    fix: str
    place: str
    anchor: int | None
    item_id: str
    unit_id: str
    item: str
    unit: str

    @property
    def whereabouts(self) -> str:
        """Place, item and unit in one line."""
        return " · ".join(part for part in (self.place, self.item, self.unit) if part)


def gather_findings(plan: Plan, settings: Settings, more: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Every finding of a plan that nobody set aside, see `settle_findings`."""
    return settle_findings(plan, settings, more).kept


def settle_findings(plan: Plan, settings: Settings, more: Iterable[Finding] = (), *, whole: bool = True) -> Settled:
    """Every finding of a plan once, worst first, then in document order, parted by the plan's dismissals.

    more: those of its analysis. whole: whether that is all there is, so that a dismissal that fits none is told.
    Rules that settings switch off are not heard.
    """
    found = [each for each in _gather(plan, settings, more) if rule_of(each.code) not in settings.rules.off]
    settled = dismiss_findings(found, plan.dismissals, plan.notice.document.text)
    return replace(settled, kept=(*settled.kept, *settled.stale)) if whole else settled


def _gather(plan: Plan, settings: Settings, more: Iterable[Finding]) -> tuple[Finding, ...]:
    every = (*plan.findings, *more, *_find_glyphs(plan, settings))
    once = {(f.code, f.span, f.item_id, f.unit_id, repr(sorted(f.params.items()))): f for f in every}
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    end = len(plan.notice.document.text)
    return tuple(sorted(once.values(), key=lambda f: (ranks[f.severity], f.span.start if f.span else end)))


def _find_glyphs(plan: Plan, settings: Settings) -> Iterator[Finding]:
    """Name the characters that the gongwen fonts do not have."""
    if settings.output.fonts != "gongwen":
        return
    words = plan.notice.document.text + "".join(f"{unit.name}{unit.short}" for unit in plan.units)
    missing = "".join(dict.fromkeys(char for char in words if not char.encode("gb2312", "ignore")))
    if missing:
        yield Finding("FONT_OUTSIDE_GB2312", Severity.WARNING, params={"characters": missing})


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings by severity, worst first; a severity that does not occur counts 0."""
    counts = Counter(each.severity for each in findings)
    return {severity: counts[severity] for severity in Severity}


def tally_plan(plan: Plan, findings: Sequence[Finding]) -> dict[str, int]:
    """Count what a plan holds and what was found, as a run's last line tells it. of_problems: 1 for such a plan."""
    counts = count_severities(findings)
    return {
        "items": len(plan.items),
        "assigned": len({each.item_id for each in plan.assignments}),
        "units": len(plan.units),
        "assignments": len(plan.assignments),
        "of_problems": int(plan.is_rectification),
        **{f"{severity.value}s": counts[severity] for severity in Severity},
    }


def speak_finding(finding: Finding, part: str, say: Wording) -> str:
    """Return a finding's sentence ("text") or suggested step ("fix"); one the wording lacks still shows its facts."""
    key = f"finding.{finding.code}.{part}"
    if key in say:
        return say(key, **{"item": finding.item_id or "", "unit": finding.unit_id or "", **finding.params})
    return "" if part == "fix" else " · ".join(f"{name} {value}" for name, value in finding.params.items())


def number_finding(finding: Finding, printed: Mapping[str, str]) -> Finding:
    """Name the tasks that a finding speaks of as the notice numbers them. printed: see `number_items`."""
    ids = {name: finding.params[name] for name in _IDS if name in finding.params}
    named = {name: printed.get(str(value), value) for name, value in ids.items()}
    item = printed.get(finding.item_id or "", finding.item_id)
    if item == finding.item_id and named == ids:
        return finding
    return replace(finding, item_id=item, params={**finding.params, **named})


def show_place(document: Document, span: Span | None, say: Wording) -> str:
    """Return where a person would look for a span: page, line, table of the block that holds its start, or ""."""
    if span is None or not document.blocks:
        return ""
    position = bisect_right(document.blocks, span.start, key=lambda block: block.span.start) - 1
    parts = document.blocks[max(position, 0)].locator._asdict().items()
    return "".join(say(f"page.place.{part}", number=number) for part, number in parts if number is not None).strip()


def place_findings(plan: Plan, findings: Iterable[Finding], say: Wording) -> tuple[PlacedFinding, ...]:
    """Speak findings, each with the place where a person would look; of tasks by their printed numbers."""
    printed = number_items(plan)
    numbers = {item_id: say("page.item", number=number) for item_id, number in printed.items()}
    shorts = {unit.id: unit.short for unit in plan.units}
    return tuple(
        PlacedFinding(
            each.code,
            each.severity,
            speak_finding(shown, "text", say),
            speak_finding(shown, "fix", say),
            show_place(plan.notice.document, each.span, say),
            each.span.start if each.span else None,
            each.item_id or "",
            each.unit_id or "",
            numbers.get(each.item_id or "", ""),
            shorts.get(each.unit_id or "", ""),
        )
        for each in findings
        for shown in (number_finding(each, printed),)
    )
