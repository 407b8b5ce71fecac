"""Groups: Barber's Q of a grouping, from its formula."""

from __future__ import annotations

from collections.abc import Mapping

from oracle.facts import Facts


def modularity(facts: Facts, group: Mapping[tuple[str, str], int]) -> float:
    """Q = (1 / m) sum over pairs in one group of (1 if named) - k d / m; group: of ("unit" or "item", id)."""
    judged = set(facts.judged)
    edges = {edge for edge in facts.edges if edge[1] in judged}
    named = {item: sum(each == item for each, _ in edges) for item in facts.judged_items}
    sizes = {unit: sum(each == unit for _, each in edges) for unit in facts.judged}
    total = sum(
        ((item, unit) in edges) - named[item] * sizes[unit] / len(edges)
        for item in facts.judged_items
        for unit in facts.judged
        if group["item", item] == group["unit", unit]
    )
    return total / len(edges)
