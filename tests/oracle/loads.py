"""Loads: counts, weighted load, rank, credit and which load rules hold, for each unit."""

from __future__ import annotations

from fractions import Fraction

from oracle.facts import Facts


def quantile(values: list[float], share: float) -> float:
    """The value at place share * (n - 1) of the sorted list, between neighbours in proportion."""
    line = sorted(values)
    place = Fraction(str(share)) * (len(line) - 1)
    low = int(place)
    high = min(low + 1, len(line) - 1)
    return float(line[low] + (place - low) * Fraction(line[high] - line[low]))


def fence(values: list[int], factor: float) -> float:
    """Q3 + factor * max(Q3 - Q1, Q3 / 3)."""
    if not values:
        return float("inf")
    low, high = quantile(values, 0.25), quantile(values, 0.75)
    return high + factor * max(high - low, high / 3)


def limits(facts: Facts) -> dict[str, float]:
    """Above what a unit has much: fence of items, leads; judged: whether there are items enough."""
    load = facts.settings["load"]
    leads = [facts.leads(unit) for unit in facts.judged]
    leaders = sum(lead > 0 for lead in leads)
    sizes = [len(facts.items_of[unit]) for unit in facts.judged]
    return {
        "fence": max(fence(sizes, load["fence"]), load["items_floor"]),
        "leads": max(load["leads_floor"], load["leads_ratio"] * sum(leads) / leaders if leaders else 0),
        "judged": len(facts.judged_items) >= load["least_items"],
    }


def item_weight(facts: Facts, item: str) -> float:
    """The item's own weight (1 if none is set) and more for each target."""
    weights = facts.settings["weights"]
    targets = next(each.targets for each in facts.items if each.id == item)
    return weights["items"].get(item, 1.0) + weights["target"] * targets


def load_of(facts: Facts, unit: str) -> float:
    """Sum over the unit's items of role weight x item weight."""
    weights = facts.settings["weights"]
    return sum(
        weights[facts.role(item, unit).replace("-", "_")] * item_weight(facts, item) for item in facts.items_of[unit]
    )


def workload(facts: Facts) -> dict[str, dict[str, object]]:
    """The row of each unit, protocol order."""
    loads = {unit: load_of(facts, unit) for unit in facts.units}
    total = sum(loads.values())
    rows = {}
    for unit in facts.units:
        own = facts.items_of[unit]
        roles = [facts.role(item, unit) for item in own]
        capacity = facts.settings["load"]["capacity"].get(unit)
        reasons = judge(facts, unit, loads[unit], capacity)
        rows[unit] = {
            "leads": roles.count("lead"),
            "co_leads": roles.count("co-lead"),
            "supports": roles.count("support"),
            "items": len(own),
            "load": loads[unit],
            "share": loads[unit] / total if total else 0.0,
            "rank": 1 + sum(other > loads[unit] + 1e-9 for other in loads.values()),
            "item_share": len(own) / len(facts.assigned),
            "credit": sum(1 / len(facts.units_of[item]) for item in own),
            "capacity": capacity,
            "utilisation": loads[unit] / capacity if capacity else None,
            "judged": unit in facts.judged,
            "overloaded": bool({"V1", "V1_CAPACITY"} & set(reasons)),
            "reasons": " ".join(reasons),
        }
    return rows


def judge(facts: Facts, unit: str, load: float, capacity: float | None) -> list[str]:
    """Which of V1, V1_CAPACITY, V2, V3, V5 hold for a unit, in this order."""
    if unit not in facts.judged:
        return []
    rules, edge = facts.settings["load"], limits(facts)
    items, leads = len(facts.items_of[unit]), facts.leads(unit)
    of_leads = quantile([facts.leads(each) for each in facts.judged], rules["top_decile"])
    of_helps = quantile([len(facts.items_of[each]) - facts.leads(each) for each in facts.judged], rules["top_decile"])
    holds = {
        "V1": edge["judged"] and items > edge["fence"],
        "V1_CAPACITY": capacity is not None and load > capacity,
        "V2": edge["judged"] and items >= rules["half"] * len(facts.assigned),
        "V3": leads > edge["leads"],
        "V5": leads > of_leads and items - leads > of_helps,
    }
    return [code for code, held in holds.items() if held]
