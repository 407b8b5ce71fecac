"""Concentration: Gini by all differences, HHI by squares, and the points of the Lorenz curve."""

from __future__ import annotations

from oracle.facts import Facts
from oracle.loads import load_of

MEASURES = ("items", "load", "leads")


def values_of(facts: Facts, measure: str) -> list[float]:
    """What each judged unit has of a measure."""
    count = {"items": lambda unit: len(facts.items_of[unit]), "load": lambda unit: load_of(facts, unit)}
    return [count.get(measure, facts.leads)(unit) for unit in facts.judged]


def concentration(facts: Facts, measure: str) -> dict[str, float]:
    """Gini = mean absolute difference / (2 mean); HHI = sum of squared shares; effective = 1 / HHI."""
    values = values_of(facts, measure)
    total, count = sum(values), len(values)
    if not total:
        return {"units": count, "total": 0.0, "gini": 0.0, "hhi": 0.0, "effective": 0.0, "top_two": 0.0}
    apart = sum(abs(a - b) for a in values for b in values)
    hhi = sum((value / total) ** 2 for value in values)
    return {
        "units": count, "total": total, "gini": apart / (2 * count * total), "hhi": hhi, "effective": 1 / hhi,
        "top_two": sum(sorted(values)[-2:]) / total,
    }  # fmt: skip


def lorenz(facts: Facts, measure: str) -> list[tuple[float, float]]:
    """Points from (0, 0), least first."""
    values = sorted(values_of(facts, measure))
    total = sum(values) or 1
    return [(place / max(len(values), 1), sum(values[:place]) / total) for place in range(len(values) + 1)]
