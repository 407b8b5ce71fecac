"""Workload: how much each unit carries, and how unevenly it is spread.

In: Frames, Incidence, Settings. Out: the tables `workload`, `concentration` and `lorenz`. Load is a count of
responsibilities, weighted by role, item and target; it does not know how hard a task is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from responsibility.analysis.plan.incidence import Bools, Floats, Incidence, Ints
from responsibility.frames import Frames
from responsibility.kinds import Role
from responsibility.settings import LoadSettings, Settings, WeightSettings

# One row a unit, protocol order. items = leads + co_leads + supports; load: weighted; share: of the plan's load, 0
# to 1; rank: by load, 1 = most, ties share the smallest; item_share: of the plan's items, 0 to 1; credit: sum of
# 1 / units of the item; capacity, utilisation (load / capacity): nan where
# no capacity is set; judged: whether rules ask about it (not a collective); overloaded: V1 or V1_CAPACITY is among
# the reasons; reasons: the rules among V1, V1_CAPACITY, V2, V3, V5 that fire.
WORKLOAD_COLUMNS = (
    "unit_id", "leads", "co_leads", "supports", "items", "load", "share", "rank", "item_share", "credit",
    "capacity", "utilisation", "judged", "overloaded", "reasons",
)  # fmt: skip
# One row a measure (items, load, leads) over all units. gini, hhi: 0 to 1; effective = 1 / hhi, of `units` units;
# top_two: share of the two largest. All 0 where the total is 0.
CONCENTRATION_COLUMNS = ("measure", "units", "total", "gini", "hhi", "effective", "top_two")
# Points of the Lorenz curve of each measure, from (0, 0) to (1, 1), least loaded unit first.
LORENZ_COLUMNS = ("measure", "unit_share", "total_share")

# One row a unit over several plans, most load first, then first seen; plans: how many name it; share: of all load;
# rank: by load, ties share the smallest.
TOTAL_COLUMNS = ("unit_id", "plans", "leads", "co_leads", "supports", "items", "load", "share", "rank")


def weigh_items(frames: Frames, weights: WeightSettings) -> dict[str, float]:
    """Return each item's weight: its own from settings or 1, and more for each target."""
    table = frames.items
    return {
        str(item_id): weights.items.get(str(item_id), 1.0) + weights.target * int(targets)
        for item_id, targets in zip(table["item_id"].tolist(), table["targets"].tolist(), strict=True)
    }


@dataclass(frozen=True, slots=True)
class Limits:
    """Above what a unit of a plan carries much.

    fence: of items (V1), never below load.items_floor, inf without units; leads: how many are not yet many (V3).
    judged: whether the plan has items enough for V1 and V2.
    """

    fence: float
    leads: float
    judged: bool


def find_limits(incidence: Incidence, load: LoadSettings) -> Limits:
    """Compute the limits of a plan once for rules, sentences, sheets, pictures and page.

    incidence: of the units that are judged.
    """
    judged = len(incidence.item_ids) >= load.least_items
    fence = max(find_fence(incidence.unit_sizes, load.fence), load.items_floor)
    return Limits(fence, _find_lead_limit(incidence, load), judged)


def list_judged(frames: Frames, load: LoadSettings) -> Bools:
    """Say which units are judged: all but collectives (各地区), unless settings want those too."""
    kinds = frames.units["kind"].to_numpy()
    judged: Bools = (kinds != "collective") | load.collectives
    return judged


def find_fence(counts: Ints, factor: float) -> float:
    """Return Tukey's upper fence Q3 + factor * (Q3 - Q1), quartiles interpolated linearly; inf without counts.

    The spread counts a third of Q3 at least: where nearly all have one item, two are not many.
    """
    if not len(counts):
        return float("inf")
    low, high = np.quantile(counts, (0.25, 0.75))
    return float(high + factor * max(high - low, high / 3))


def tabulate_workload(frames: Frames, incidence: Incidence, settings: Settings, limits: Limits) -> pd.DataFrame:
    """Count and weigh what each unit does; one row a unit, see WORKLOAD_COLUMNS."""
    size = len(incidence.unit_ids)
    by_role = [np.bincount(incidence.units[incidence.roles == role.strength], minlength=size) for role in Role]
    loads = _weigh(frames, incidence, settings.weights)
    total = loads.sum()
    sizes = incidence.unit_sizes
    capacity = np.array([settings.load.capacity.get(each, np.nan) for each in incidence.unit_ids], float)
    with np.errstate(divide="ignore", invalid="ignore"):
        utilisation = loads / capacity
    table = pd.DataFrame(
        {
            "unit_id": list(incidence.unit_ids),
            "leads": by_role[0],
            "co_leads": by_role[1],
            "supports": by_role[2],
            "items": sizes,
            "load": loads,
            "share": loads / total if total else loads,
            "rank": pd.Series(loads).rank(method="min", ascending=False).astype("int64"),
            "item_share": sizes / max(len(incidence.item_ids), 1),
            "credit": np.bincount(incidence.units, 1 / incidence.item_sizes[incidence.items], size),
            "capacity": capacity,
            "utilisation": utilisation,
        }
    )
    judged = list_judged(frames, settings.load)
    claims = _judge_loads(incidence, judged, utilisation, settings.load, limits)
    reasons = [" ".join(code for code, held in claims.items() if held[place]) for place in range(size)]
    overloaded = claims["V1"] | claims["V1_CAPACITY"]
    return table.assign(judged=judged, overloaded=overloaded, reasons=reasons)[list(WORKLOAD_COLUMNS)]


def _weigh(frames: Frames, incidence: Incidence, weights: WeightSettings) -> Floats:
    of_item = weigh_items(frames, weights)
    of_role = np.array([weights.of(role) for role in Role])
    edges = of_role[incidence.roles] * np.array([of_item[each] for each in incidence.item_ids])[incidence.items]
    # Weights are decimals: 0.1 + 0.2 is to tie with 0.3, and not to be above a capacity of 0.3.
    return np.bincount(incidence.units, edges, len(incidence.unit_ids)).astype(float).round(9)


def _judge_loads(
    incidence: Incidence, judged: Bools, utilisation: Floats, load: LoadSettings, limits: Limits
) -> dict[str, Bools]:
    """Say for each unit which of V1, V1_CAPACITY, V2, V3 and V5 hold; of one that is not judged none does."""
    sizes, leads = incidence.unit_sizes, incidence.unit_leads
    helps = sizes - leads
    claims = {
        "V1": (sizes > limits.fence) & limits.judged,
        "V1_CAPACITY": utilisation > 1,
        "V2": (sizes >= load.half * len(incidence.item_ids)) & (sizes > 0) & limits.judged,
        "V3": leads > limits.leads,
        "V5": _above(leads, judged, load.top_decile) & _above(helps, judged, load.top_decile),
    }
    return {code: claim & judged for code, claim in claims.items()}


def _find_lead_limit(incidence: Incidence, limits: LoadSettings) -> float:
    """Return how many leads are not yet many: max(floor, ratio * leads per unit that leads)."""
    leads = incidence.unit_leads
    leaders = int(np.count_nonzero(leads))
    return max(float(limits.leads_floor), limits.leads_ratio * int(leads.sum()) / leaders if leaders else 0.0)


def _above(counts: Ints, judged: Bools, quantile: float) -> Bools:
    return counts > (np.quantile(counts[judged], quantile) if judged.any() else np.inf)


def sum_workloads(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add up the same unit's workload over several plans; one row a unit, see TOTAL_COLUMNS."""
    counted = ["leads", "co_leads", "supports", "items", "load"]
    nothing = pd.DataFrame(columns=["unit_id", *counted])
    rows = pd.concat([table[list(nothing.columns)] for table in tables]) if tables else nothing
    sums = rows.assign(plans=1).groupby("unit_id", sort=False)[["plans", *counted]].sum().reset_index()
    load = sums["load"].astype(float).round(9)  # sums of decimals that are equal tie, as in one plan
    rank = load.rank(method="min", ascending=False).astype("int64")
    sums = sums.assign(load=load, share=load / (load.sum() or 1.0), rank=rank)
    return sums.sort_values("load", ascending=False, kind="stable", ignore_index=True)[list(TOTAL_COLUMNS)]


def measure_concentration(workload: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure how unevenly items, load and leads are spread over all units.

    Gini 1912; Herfindahl-Hirschman index sum (x / sum x)^2; effective units 1 / HHI. Returns concentration, lorenz.
    """
    rows, points = [], []
    for measure in ("items", "load", "leads"):
        values = np.sort(workload[measure].to_numpy(float))
        rows.append((measure, *_concentrate(values)))
        cumulated = np.concatenate(([0.0], np.cumsum(values))) / (values.sum() or 1.0)
        points += [(measure, place / max(len(values), 1), share) for place, share in enumerate(cumulated)]
    return (
        pd.DataFrame(rows, columns=list(CONCENTRATION_COLUMNS)),
        pd.DataFrame(points, columns=list(LORENZ_COLUMNS)),
    )


def _concentrate(values: Floats) -> tuple[int, float, float, float, float, float]:
    count, total = len(values), float(values.sum())
    if not total:
        return count, 0.0, 0.0, 0.0, 0.0, 0.0
    weights = 2 * np.arange(1, count + 1) - count - 1
    hhi = float(((values / total) ** 2).sum())
    return count, total, float(weights @ values / (count * total)), hhi, 1 / hhi, float(values[-2:].sum() / total)
