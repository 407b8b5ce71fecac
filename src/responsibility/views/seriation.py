"""The order of rows and columns that shows the blocks of a matrix.

In: Frames. Out: a place for each item and unit. Reciprocal averaging (Hill 1973, J. Ecology 61:237): each unit
stands at the mean of its items and each item at the mean of its units, until nothing moves; ties keep document
and protocol order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responsibility.frames import Frames

_ROUNDS = 60


def _average(keys: Sequence[str], neighbours: Mapping[str, Sequence[str]], places: Mapping[str, float]) -> list[str]:
    """Order keys by the mean place of their neighbours; those without any come last."""
    means = {
        key: sum(places[n] for n in near) / len(near) if (near := neighbours.get(key)) else float("inf") for key in keys
    }
    return sorted(keys, key=means.__getitem__)


def order_blocks(frames: Frames) -> tuple[dict[str, int], dict[str, int]]:
    """Give each item and each unit its place in the order that shows the blocks, from 0."""
    items, units = frames.items["item_id"].tolist(), frames.units["unit_id"].tolist()
    by_item: dict[str, list[str]] = {}
    by_unit: dict[str, list[str]] = {}
    for item_id, unit_id in frames.assignments[["item_id", "unit_id"]].itertuples(index=False):
        by_item.setdefault(item_id, []).append(unit_id)
        by_unit.setdefault(unit_id, []).append(item_id)
    places = {key: index for index, key in enumerate(items)}
    for _ in range(_ROUNDS):
        units = _average(units, by_unit, places)
        turned = _average(items, by_item, {key: index for index, key in enumerate(units)})
        if turned == items:
            break
        items, places = turned, {key: index for index, key in enumerate(turned)}
    return places, {key: index for index, key in enumerate(units)}
