"""Rules: every rule of responsibility-chart analysis, asked in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from responsibility.analysis import item_rules, unit_rules
from responsibility.analysis.evidence import Evidence
from responsibility.kinds import Severity
from responsibility.model import Finding

# The rules by id; wording has rule.<id>.name, .formula and .source for each. H8 is found while names are resolved.
RULES = (
    "H1", "H2", "H4", "H7", "H8", "H9", "H10", "H11", "H12", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9",
    "V10", "V11",
)  # fmt: skip

CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    item_rules.check_no_lead,
    item_rules.check_many_leads,
    item_rules.check_crowded,
    item_rules.check_thin,
    item_rules.check_order_leads,
    item_rules.check_duplicates,
    item_rules.check_measurable,
    item_rules.check_gaps,
    unit_rules.check_loads,
    item_rules.check_members,
    unit_rules.check_helpers,
    unit_rules.check_single,
    unit_rules.check_shadows,
    unit_rules.check_twins,
    unit_rules.check_overlap,
    unit_rules.check_top_leads,
    unit_rules.check_concentration,
)


def check_rules(evidence: Evidence) -> tuple[Finding, ...]:
    """Ask every rule; where one finds very much, say how much and list the first."""
    most = evidence.settings.rules.most_findings
    findings: list[Finding] = []
    for check in CHECKS:
        found = list(check(evidence))
        findings += found[:most]
        if len(found) > most:
            told = {"rule": found[most].code, "count": len(found), "limit": most}
            findings.append(Finding("RULE_LIMIT", Severity.NOTE, params=told))
    return tuple(findings)
