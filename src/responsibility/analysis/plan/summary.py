"""Summary: five sentences for the leader, and the methods with the very parameters used.

In: what has been found. Out: Sentences, data until a wording speaks them; keys [leader.*] and [methods.*].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from responsibility.analysis.plan.evidence import Evidence
from responsibility.analysis.plan.groups import Modularity
from responsibility.analysis.plan.incidence import list_rows
from responsibility.kinds import rule_of
from responsibility.language.wording import Wording
from responsibility.model import Finding

_MOST_NAMES = 5  # of what a sentence lists


class Sentence(NamedTuple):
    """A sentence as a wording key and what it names."""

    key: str
    params: Mapping[str, object]


def speak(sentences: Iterable[Sentence], wording: Wording) -> tuple[str, ...]:
    """Put sentences into words, one string each; sentences within one are listed in their place."""
    return tuple(
        wording(key, **{name: _list(value, wording) for name, value in told.items()}) for key, told in sentences
    )


def _list(value: object, wording: Wording) -> object:
    if not isinstance(value, list):
        return value
    return wording("sheet.and").join(speak(value, wording))


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
    over = table[_holds(table, "V1")]
    top = (
        (over if len(over) else evidence.judged).sort_values("items", ascending=False, kind="stable").head(_MOST_NAMES)
    )
    told["names"] = [_count(evidence.names[row.unit_id], row.items) for row in list_rows(top)]
    full = table.loc[_holds(table, "V1_CAPACITY"), "unit_id"].tolist()
    told |= {"count": len(over), "full": len(full), "full_names": evidence.name_all(full[:_MOST_NAMES])}
    told["least"] = evidence.settings.load.least_items
    even = "leader.load_even" if evidence.limits.judged else "leader.load_unjudged"
    return Sentence("leader.load" if len(over) else even, told)


def _count(name: str, count: object) -> Sentence:
    return Sentence("sheet.noted", {"name": name, "note": count})


def _holds(table: pd.DataFrame, code: str) -> pd.Series[bool]:
    return table["reasons"].str.split().map(lambda reasons: code in reasons).astype(bool)


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
        "names": evidence.name_all(top[:_MOST_NAMES]),
        # Of two units that lead, the top two always lead all.
        "share": evidence.spread["leads"].top_two if (leads > 0).sum() > 2 else 0,
    }
    some = "leader.leads" if len(top) > 1 else "leader.leads_one"
    return Sentence(some if most else "leader.no_leads", told)


def _tell_overlap(evidence: Evidence) -> Sentence:
    table = evidence.overlap
    found = table[table["supported"]]
    told = {
        "pairs": len(table),
        "testable": evidence.chance.testable,
        "count": len(found),
        "unsure": evidence.chance.unsure,
        "too_few": int((table["verdict"] == "too-few").sum()),
        "names": [
            _count(f"{evidence.names[row.unit_a]}–{evidence.names[row.unit_b]}", row.shared)
            for row in list_rows(found.head(_MOST_NAMES))
        ],
    }
    untested = not evidence.chance.testable
    key = "leader.overlap" if len(found) else "leader.overlap_untested" if untested else "leader.overlap_none"
    return Sentence(key, told)


def _tell_items(evidence: Evidence, findings: tuple[Finding, ...]) -> Sentence:
    counts = Counter(rule_of(finding.code) for finding in findings)
    gaps = evidence.gaps["text"].drop_duplicates()
    names = "、".join(gaps.head(_MOST_NAMES))
    told = {
        "crowded": counts["H4"],
        "thin": counts["H7"],
        "alike": counts["H10"],
        "unmeasured": counts["H11"],
        "gaps": len(gaps),
        "names": names if len(gaps) <= _MOST_NAMES else [Sentence("leader.first", {"names": names})],
    }
    return Sentence("leader.items" if any(told.values()) else "leader.items_none", told)


def _tell_balance(frontier: pd.DataFrame) -> Sentence:
    better = frontier[frontier["worth"]]
    if better.empty:
        return Sentence("leader.balance_none", {})
    told = {
        "today": int(frontier["cap"].iloc[0]),
        "moves": int(better["moves"].iloc[0]),
        "cap": int(better["cap"].iloc[0]),
        "last_moves": int(better["moves"].iloc[-1]),
        "last_cap": int(better["cap"].iloc[-1]),
    }
    return Sentence("leader.balance" if len(better) > 1 else "leader.balance_one", told)


def tell_methods(evidence: Evidence, modularity: Modularity) -> tuple[Sentence, ...]:
    """Say how each figure was made, with the parameters used."""
    settings, chance = evidence.settings, evidence.chance
    weighed = sum(weight != 1.0 for weight in settings.weights.items.values())
    margins = "margins" if chance.samples else "no_margins" if chance.testable else "untested"
    sampled = {**settings.overlap.dump(), **_fields(chance)}
    compared = {**_fields(modularity), "near": settings.groups.near, "seed": settings.overlap.seed}
    return (
        Sentence("methods.counts", {
            "items": len(evidence.incidence.item_ids), "units": len(evidence.incidence.unit_ids),
            "assignments": len(evidence.incidence.items), "by_order": sum(evidence.by_order.values()),
        }),
        Sentence("methods.load", {**settings.weights.dump(), **settings.load.dump(), "items": weighed}),
        Sentence("methods.overlap", sampled),
        Sentence(f"methods.{margins}", sampled),
        Sentence("methods.clusters", settings.clusters.dump()),
        Sentence("methods.groups" if modularity.random_plans else "methods.groups_alone", compared),
        Sentence("methods.duplicates", settings.duplicates.dump()),
        Sentence("methods.gaps", {}),
        Sentence("methods.balance", {"gain": settings.balance.least_gain, "floor": settings.load.leads_floor}),
    )  # fmt: skip


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]  # a slotted dataclass
