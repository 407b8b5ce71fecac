"""Dismissals: findings that a person has looked at and set aside, each with a reason.

In: the text of a plan's dismissals.csv, and findings. Out: the findings that stay, those set aside, and a finding for
each line that fits none any more. Takes nothing out of a plan: what is set aside is counted and can be listed.

    rule,item,words,reason,by,day
    H8,2.1.3,市市场监管局,原文如此,张三,2026-03-02     this finding
    H7,,,本办单独承担,李四,2026-03-02                 every finding of the rule in this plan
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from responsibility.kinds import Severity
from responsibility.model import Dismissal, Finding
from responsibility.rows import Faults, Table, read_date, read_rows

DISMISSALS = Table(
    "dismissals.csv",
    {
        "rule": ("规则", "代码"),
        "item": ("任务编号", "编号", "任务"),
        "words": ("原文", "提法"),
        "reason": ("理由", "原因"),
        "by": ("经办人",),
        "day": ("日期",),
    },
    ("rule", "reason"),
)


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings parted by a person's dismissals, in their order; stale: told of dismissals that fit none."""

    kept: tuple[Finding, ...]
    dismissed: tuple[tuple[Finding, Dismissal], ...]
    stale: tuple[Finding, ...]

    @property
    def out(self) -> tuple[Finding, ...]:
        """The findings set aside."""
        return tuple(finding for finding, _ in self.dismissed)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why each was set aside, and by whom."""
        return tuple(" ".join(filter(None, (each.reason, each.by))) for _, each in self.dismissed)


def parse_dismissals(text: str, where: str) -> tuple[Dismissal, ...]:
    """Read dismissals.

    where: the file as problems name it. Raises RegistryError with every problem, each with line and fix.
    """
    problems = Faults()
    dismissals = []
    for row in read_rows(text, DISMISSALS, where, problems):
        for column, code in (("rule", "NO_RULE"), ("reason", "NO_REASON")):
            if not row(column):
                problems.add(where, row.line, code, head=row.head(column))
        words = (row("rule"), row("item"), row("words"), row("reason"), row("by"))
        dismissals.append(Dismissal(*words, read_date(row, "day", where, problems), row.line))
    problems.raise_all(where)
    return tuple(dismissals)


def dismiss_findings(findings: Iterable[Finding], dismissals: Sequence[Dismissal], text: str) -> Settled:
    """Part the findings by the first dismissal that fits each."""
    kept, dismissed = [], []
    for finding in findings:
        meant = next((each for each in dismissals if each.fits(finding, text)), None)
        if meant is None:
            kept.append(finding)
        else:
            dismissed.append((finding, meant))
    used = {each.line for _, each in dismissed}
    stale = tuple(_stale(each) for each in dismissals if each.line not in used)
    return Settled(tuple(kept), tuple(dismissed), stale)


def _stale(dismissal: Dismissal) -> Finding:
    params = {"line": dismissal.line, "rule": dismissal.rule, "words": dismissal.words or "—"}
    return Finding("DISMISSAL_STALE", Severity.WARNING, None, dismissal.item_id or None, params=params)
