"""Groups: Barber's Q of a grouping, from its formula; the highest of all; what a share of groupings may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

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


MOST_UNITS = 6  # 203 ways to part them


def highest(facts: Facts) -> float | None:
    """Q of the best of all groupings, by trying every one; None where there are too many.

    Given the units' groups, each item goes where it gains most, or stands alone.
    """
    if len(facts.judged) > MOST_UNITS or not facts.judged_items:
        return None
    own = {item: set(facts.units_of[item]) & set(facts.judged) for item in facts.judged_items}
    sizes = {unit: sum(unit in units for units in own.values()) for unit in facts.judged}
    edges = sum(sizes.values())
    ways = list(_part(facts.judged))
    return max(
        sum(
            max(0.0, *(sum((unit in units) - len(units) * sizes[unit] / edges for unit in group) for group in way))
            for units in own.values()
        )
        / edges
        for way in ways
    )


def _part(units: list[str]) -> Iterator[list[list[str]]]:
    """Every way to part units into groups."""
    if not units:
        yield []
        return
    for way in _part(units[1:]):
        yield [[units[0]], *way]
        for at, group in enumerate(way):
            yield [*way[:at], [units[0], *group], *way[at + 1 :]]


def are_shares(rows: list[dict], partitions: int) -> bool:
    """Say whether each firmness can be a mean share of so many groupings, and all of a group count pairs twice."""
    sizes = Counter(row["group"] for row in rows)
    kept: Counter = Counter()
    for row in rows:
        others = sizes[row["group"]] - 1
        count = row["firmness"] * partitions * others
        if abs(count - round(count)) > 1e-6:
            return False
        kept[row["group"]] += round(count)
    alone = partitions > 1 or all(row["firmness"] == 1 for row in rows)
    return alone and all(count % 2 == 0 for count in kept.values())
