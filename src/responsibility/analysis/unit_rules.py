"""Unit rules: V1 to V11, each a generator of findings; thresholds are settings, sentences are wording.

A sentence about leads says how many of them rest only on being named first.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from responsibility.analysis.evidence import Evidence
from responsibility.analysis.incidence import list_rows
from responsibility.analysis.workload import find_fence, find_lead_limit
from responsibility.kinds import Severity
from responsibility.model import Finding


def _find(evidence: Evidence, code: str, severity: Severity, unit_id: str, **params: object) -> Finding:
    return Finding(code, severity, unit_id=unit_id, params={"unit": evidence.names[unit_id], **params})


# What the sentence of each load rule names.
_TOLD = {
    "V1": ("items", "fence", "robust_z"),
    "V1_CAPACITY": ("load", "capacity"),
    "V2": ("items", "total", "share"),
    "V3": ("leads", "limit", "by_order"),
    "V5": ("leads", "helps", "by_order"),
}


def check_loads(evidence: Evidence) -> Iterator[Finding]:
    """V1 much to do, V2 in half of everything, V3 many leads, V5 both leads and helps most: as workload judged."""
    fence = find_fence(evidence.incidence.unit_sizes, evidence.settings.load.fence)
    common = {
        "fence": fence,
        "total": len(evidence.incidence.item_ids),
        "limit": find_lead_limit(evidence.incidence, evidence.settings.load),
    }
    severities = {"V1": Severity.WARNING, "V2": Severity.NOTE, "V3": Severity.WARNING, "V5": Severity.NOTE}
    for code, severity in severities.items():
        for row in list_rows(evidence.workload):
            if code not in row.reasons.split():
                continue
            told = {
                "items": row.items,
                "share": row.item_share,
                "leads": row.leads,
                "helps": row.items - row.leads,
                "load": row.load,
                "robust_z": "–" if isnan(row.robust_z) else f"{row.robust_z:.1f}",
                "capacity": row.capacity,
                "by_order": evidence.by_order.get(row.unit_id, 0),
                **common,
            }
            spoken = "V1_CAPACITY" if code == "V1" and row.utilisation > 1 else code
            yield _find(evidence, spoken, severity, row.unit_id, **{key: told[key] for key in _TOLD[spoken]})


def check_helpers(evidence: Evidence) -> Iterator[Finding]:
    """V6: much help and never a lead."""
    limit = evidence.settings.load.helps
    table = evidence.workload
    for row in list_rows(table[(table["leads"] == 0) & (table["items"] >= limit)]):
        yield _find(evidence, "V6", Severity.NOTE, row.unit_id, helps=row.items, limit=limit)


def check_single(evidence: Evidence) -> Iterator[Finding]:
    """V7: named once."""
    only = {unit_id: item_id for item_id, units in evidence.joined.items() for unit_id in units}
    for unit_id in evidence.workload.loc[evidence.workload["items"] == 1, "unit_id"]:
        item_id = only[unit_id]
        yield _find(evidence, "V7", Severity.NOTE, unit_id, item=item_id, title=evidence.titles[item_id])


def check_shadows(evidence: Evidence) -> Iterator[Finding]:
    """V8: all items of a unit, two at least, are among another's, which has more; a warning where supported."""
    table = evidence.overlap
    inside = table[table["relation"].isin(["a-in-b", "b-in-a"]) & (table["shared"] >= 2)]
    for row in list_rows(inside):
        turned = row.relation == "b-in-a"
        unit_id, other = (row.unit_b, row.unit_a) if turned else (row.unit_a, row.unit_b)
        size = round(row.shared / (row.containment_a if turned else row.containment_b))
        severity = Severity.WARNING if row.supported else Severity.NOTE
        told = {"other": evidence.names[other], "items": row.shared, "other_items": size, "p": row.p_size}
        yield _find(evidence, "V8", severity, unit_id, **told)


def check_twins(evidence: Evidence) -> Iterator[Finding]:
    """V9: two units have the same items; a warning where supported."""
    table = evidence.overlap
    for row in list_rows(table[table["relation"] == "identical"]):
        severity = Severity.WARNING if row.supported else Severity.NOTE
        told = {"other": evidence.names[row.unit_b], "items": row.shared, "p": row.p_size}
        yield _find(evidence, "V9", severity, row.unit_a, **told)


def check_overlap(evidence: Evidence) -> Iterator[Finding]:
    """OVERLAP: two units share more than their sizes explain."""
    for row in list_rows(evidence.overlap[evidence.overlap["supported"]]):
        told = {"other": evidence.names[row.unit_b], "shared": row.shared, "expected": row.expected}
        yield _find(evidence, "OVERLAP", Severity.WARNING, row.unit_a, **told, p=row.p_size, q=row.q)


def check_top_leads(evidence: Evidence) -> Iterator[Finding]:
    """V10: the two units with most leads hold a large share of them."""
    table, limit = evidence.workload, evidence.settings.load.top_two
    total = int(table["leads"].sum())
    top = table.sort_values("leads", ascending=False, kind="stable").head(2)
    share = int(top["leads"].sum()) / (total or 1)
    if len(top) == 2 and (table["leads"] > 0).sum() > 2 and share > limit:
        units = list(top["unit_id"])
        told = {"units": evidence.name_all(units), "leads": int(top["leads"].sum()), "total": total, "share": share}
        yield Finding(
            "V10", Severity.WARNING, params={**told, "limit": limit, "by_order": sum(evidence.by_order.values())}
        )


def check_concentration(evidence: Evidence) -> Iterator[Finding]:
    """V11: how unevenly items and leads are spread; a note, since there is no right amount."""
    items, leads = evidence.spread["items"], evidence.spread["leads"]
    if items.total:
        told = {"gini_items": items.gini, "gini_leads": leads.gini, "effective": items.effective, "units": items.units}
        yield Finding("V11", Severity.NOTE, params=told)
