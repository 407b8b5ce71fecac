"""Summary: five sentences for the leader, and the methods with the very parameters used.

In: what has been found. Out: Sentences, data until a wording speaks them; keys [leader.*] and [methods.*].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from responsibility.analysis.plan.evidence import Evidence
from responsibility.analysis.plan.groups import Modularity
from responsibility.analysis.plan.incidence import list_rows
from responsibility.language.wording import Wording
from responsibility.model import Finding


class Sentence(NamedTuple):
    """A sentence as a wording key and what it names."""

    key: str
    params: Mapping[str, object]


def speak(sentences: Iterable[Sentence], wording: Wording) -> tuple[str, ...]:
    """Put sentences into words, one string each."""
    return tuple(wording(sentence.key, **sentence.params) for sentence in sentences)


def sum_up(evidence: Evidence, frontier: pd.DataFrame, findings: tuple[Finding, ...]) -> tuple[Sentence, ...]:
    """Say the plan's state in five sentences: load, leads, overlap, items, and the smallest fair change.

    A plan that names nobody gets one sentence that says so.
    """
    if not len(evidence.incidence.items):
        return (Sentence("leader.empty", {"items": len(evidence.frames.items)}),)
    return (
        _tell_load(evidence),
        _tell_leads(evidence),
        _tell_overlap(evidence),
        _tell_items(evidence, findings),
        _tell_balance(frontier),
    )


def _tell_load(evidence: Evidence) -> Sentence:
    table = evidence.workload
    told: dict[str, object] = {
        "items": len(evidence.incidence.item_ids),
        "units": len(table),
        "assignments": len(evidence.incidence.items),
        "fence": evidence.limits.fence,
        "effective": evidence.spread["items"].effective,
    }
    over = table[table["overloaded"]]
    top = (over if len(over) else table).sort_values("items", ascending=False, kind="stable").head(5)
    told["names"] = "、".join(f"{evidence.names[row.unit_id]}({row.items})" for row in list_rows(top))
    return Sentence("leader.load" if len(over) else "leader.load_even", {**told, "count": len(over)})


def _tell_leads(evidence: Evidence) -> Sentence:
    leads = evidence.workload.set_index("unit_id")["leads"]
    most = int(leads.max())
    top = [str(unit_id) for unit_id in leads.index[leads == most]]
    told = {
        "by_order": sum(evidence.by_order.values()),
        "total": int(leads.sum()),
        "leaders": int((leads > 0).sum()),
        "never": int((leads == 0).sum()),
        "most": most,
        "names": evidence.name_all(top[:5]),
        "share": evidence.spread["leads"].top_two,
    }
    return Sentence("leader.leads" if most else "leader.no_leads", told)


def _tell_overlap(evidence: Evidence) -> Sentence:
    table = evidence.overlap
    found = table[table["supported"]]
    told = {
        "pairs": len(table),
        "testable": evidence.chance.testable,
        "count": len(found),
        "too_few": int((table["verdict"] == "too-few").sum()),
        "names": "; ".join(
            f"{evidence.names[row.unit_a]}–{evidence.names[row.unit_b]}({row.shared})"
            for row in list_rows(found.head(5))
        ),
    }
    return Sentence("leader.overlap" if len(found) else "leader.overlap_none", told)


def _tell_items(evidence: Evidence, findings: tuple[Finding, ...]) -> Sentence:
    counts = {code: sum(finding.code == code for finding in findings) for code in ("H4", "H7", "H10", "H11")}
    gaps = evidence.gaps[evidence.gaps["kind"] != "unknown"]["text"].drop_duplicates()
    told = {
        "crowded": counts["H4"],
        "thin": counts["H7"],
        "alike": counts["H10"],
        "unmeasured": counts["H11"],
        "gaps": len(gaps),
        "names": "、".join(gaps.head(5)),
    }
    return Sentence("leader.items_gaps" if len(gaps) else "leader.items", told)


def _tell_balance(frontier: pd.DataFrame) -> Sentence:
    better = frontier[frontier["moves"] > 0]
    if better.empty:
        return Sentence("leader.balance_none", {})
    told = {
        "today": int(frontier["cap"].iloc[0]),
        "moves": int(better["moves"].iloc[0]),
        "cap": int(better["cap"].iloc[0]),
        "last_moves": int(better["moves"].iloc[-1]),
        "last_cap": int(better["cap"].iloc[-1]),
    }
    return Sentence("leader.balance", told)


def tell_methods(evidence: Evidence, modularity: Modularity) -> tuple[Sentence, ...]:
    """Say how each figure was made, with the parameters used."""
    settings, chance = evidence.settings, evidence.chance
    sampled = {**_fields(chance), "alpha": settings.overlap.alpha, "seed": settings.overlap.seed}
    compared = {**_fields(modularity), "near": settings.groups.near, "seed": settings.overlap.seed}
    return (
        Sentence("methods.counts", {
            "items": len(evidence.incidence.item_ids), "units": len(evidence.incidence.unit_ids),
            "assignments": len(evidence.incidence.items), "by_order": sum(evidence.by_order.values()),
        }),
        Sentence("methods.load", {**settings.weights.model_dump(), **settings.load.model_dump()}),
        Sentence("methods.overlap", sampled),
        Sentence("methods.margins" if chance.samples else "methods.no_margins", sampled),
        Sentence("methods.clusters", settings.clusters.model_dump()),
        Sentence("methods.groups" if modularity.random_plans else "methods.groups_alone", compared),
        Sentence("methods.duplicates", settings.duplicates.model_dump()),
        Sentence("methods.gaps", {}),
        Sentence("methods.balance", settings.balance.model_dump()),
    )  # fmt: skip


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]  # a slotted dataclass
