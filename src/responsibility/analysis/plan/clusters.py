"""Clusters: units named together in the same items, as large as they can be.

In: an Incidence. Out: the table `clusters` and whether the search was cut. Maximal bicliques, that is the formal
concepts of the matrix (Wille 1982): no unit can be added without losing an item and no item without losing a unit.
Anyone can redo one by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from responsibility.analysis.plan.incidence import Incidence
from responsibility.settings import ClusterSettings

# One row a cluster, largest (units * items) first, then most units, then protocol order. cluster: from 1; unit_ids
# in protocol order and item_ids in document order: tuples.
CLUSTER_COLUMNS = ("cluster", "unit_ids", "item_ids")

Concept = tuple[tuple[int, ...], tuple[int, ...]]


def find_clusters(incidence: Incidence, settings: ClusterSettings) -> tuple[pd.DataFrame, bool]:
    """List the maximal bicliques of enough units and items; also whether a limit cut the search.

    Where it is cut, what is listed is true but not all.
    """
    found: list[Concept] = []
    cut = False
    for tried, concept in enumerate(_walk(incidence, settings.units, settings.items)):
        if tried >= settings.effort or len(found) >= settings.limit:
            cut = True
            break
        if concept is not None:
            found.append(concept)
    found.sort(key=lambda each: (-len(each[0]) * len(each[1]), -len(each[0]), each))
    rows = [
        (
            place,
            tuple(incidence.unit_ids[unit] for unit in units),
            tuple(incidence.item_ids[item] for item in items),
        )
        for place, (units, items) in enumerate(found, 1)
    ]
    return pd.DataFrame(rows, columns=list(CLUSTER_COLUMNS)), cut


def _walk(incidence: Incidence, least_units: int, least_items: int) -> Iterator[Concept | None]:
    """Close by one (Kuznetsov 1993): yield each large enough closed set once, and None for each other attempt.

    Sets are whole numbers with one bit a unit or an item. A closed set is grown by one later unit at a time and
    refused if closing it adds a unit before that one: it is found on another branch. Each branch starts from one
    unit and knows only that unit's items, so the work follows the assignments, not the square of the units.
    """
    of_item = [sum(1 << unit for unit in units.tolist()) for units in incidence.units_by_item]
    for first, own in enumerate(incidence.items_by_unit):
        if len(own) < least_items:
            continue
        shared: dict[int, int] = {}
        for bit, item in enumerate(own):
            for unit in incidence.units_by_item[item].tolist():
                shared[unit] = shared.get(unit, 0) | 1 << bit
        later = sorted(unit for unit, items in shared.items() if unit > first and items.bit_count() >= least_items)
        local = [of_item[item] for item in own]
        stack = [(0, (1 << len(own)) - 1, first, later)]
        while stack:
            before, items, unit, later = stack.pop()
            units = _close(items, local)
            refused = bool((units ^ before) & ((1 << unit) - 1))
            if refused or units.bit_count() < least_units:
                yield None
            else:
                yield tuple(_bits(units)), tuple(int(own[bit]) for bit in _bits(items))
            if not refused:
                stack += _grow(units, items, later, shared, least_items)


def _grow(
    units: int, items: int, later: list[int], of_unit: dict[int, int], least_items: int
) -> list[tuple[int, int, int, list[int]]]:
    # A unit that has all these items is in the closed set already.
    fewer = [
        (unit, left) for unit in later if (left := items & of_unit[unit]) != items and left.bit_count() >= least_items
    ]
    names = [unit for unit, _ in fewer]
    return [(units, left, unit, names[place + 1 :]) for place, (unit, left) in enumerate(fewer)][::-1]


def _close(items: int, of_item: list[int]) -> int:
    units = -1
    for item in _bits(items):
        units &= of_item[item]
    return max(units, 0)


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
