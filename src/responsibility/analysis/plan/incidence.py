"""Incidence: who is named in what, as arrays; the ground every question of this room stands on.

In: Frames. Out: an Incidence over the items that name anyone, document order, and all units, protocol order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from responsibility.frames import Frames
from responsibility.kinds import Role

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.str_]

# Above this many pairs (a few items naming thousands of units) blocks of a dense matrix count faster than lists.
_MOST_LISTED_PAIRS = 50_000_000
_BLOCK = 4096


@dataclass(frozen=True)
class Incidence:
    """Edges of the item and unit graph, sorted by item, then unit.

    items, units: positions in item_ids and unit_ids, one an edge. roles: Role.strength, 0 for a lead.
    """

    item_ids: tuple[str, ...]
    unit_ids: tuple[str, ...]
    items: Ints
    units: Ints
    roles: Ints

    @cached_property
    def unit_sizes(self) -> Ints:
        """How many items name each unit: k."""
        return np.bincount(self.units, minlength=len(self.unit_ids))

    @cached_property
    def item_sizes(self) -> Ints:
        """How many units each item names: m."""
        return np.bincount(self.items, minlength=len(self.item_ids))

    @cached_property
    def item_leads(self) -> Ints:
        """How many leads each item has."""
        return np.bincount(self.items[self.roles == 0], minlength=len(self.item_ids))

    @cached_property
    def unit_leads(self) -> Ints:
        """How many items each unit leads."""
        return np.bincount(self.units[self.roles == 0], minlength=len(self.unit_ids))

    @cached_property
    def units_by_item(self) -> tuple[Ints, ...]:
        """Positions of the units of each item, protocol order."""
        return tuple(np.split(self.units, np.cumsum(self.item_sizes)[:-1])) if self.item_ids else ()

    @cached_property
    def items_by_unit(self) -> tuple[Ints, ...]:
        """Positions of the items of each unit, document order."""
        order = np.argsort(self.units, kind="stable")
        return tuple(np.split(self.items[order], np.cumsum(self.unit_sizes)[:-1])) if self.unit_ids else ()

    def matrix(self) -> NDArray[np.uint8]:
        """Return B: one row an item, one column a unit, 1 where named."""
        dense = np.zeros((len(self.item_ids), len(self.unit_ids)), np.uint8)
        dense[self.items, self.units] = 1
        return dense


def build_incidence(frames: Frames) -> Incidence:
    """List the edges; positions number the items that name anyone, and every unit."""
    table = frames.assignments
    assigned = set(table["item_id"].tolist())
    item_ids = tuple(str(each) for each in frames.items["item_id"].tolist() if each in assigned)
    unit_ids = tuple(str(each) for each in frames.units["unit_id"].tolist())
    rows = _positions(item_ids, table["item_id"].tolist())
    columns = _positions(unit_ids, table["unit_id"].tolist())
    strengths = {role.value: role.strength for role in Role}
    roles = np.array([strengths[each] for each in table["role"].tolist()], np.int64)
    order = np.lexsort((columns, rows))
    return Incidence(item_ids, unit_ids, rows[order], columns[order], roles[order])


def list_rows(table: pd.DataFrame) -> list[SimpleNamespace]:
    """Return the rows of a table with their columns as attributes, of plain Python types."""
    return [
        SimpleNamespace(**{str(column): value for column, value in row.items()}) for row in table.to_dict("records")
    ]


def _positions(ids: tuple[str, ...], wanted: list[str]) -> Ints:
    position = {each: place for place, each in enumerate(ids)}
    return np.array([position[each] for each in wanted], np.int64)


def count_pairs(owners: Ints, members: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """Count how many owners each two members share; pairs that share none are left out.

    owners, members: one edge each, sorted by owner, then member; members are 0 to size - 1.
    Returns a, b, shared with a < b, sorted by a, then b. The work is the sum of m squared over the owners, which is
    linear in the edges while no owner names very many.
    """
    sizes = np.bincount(owners) if len(owners) else np.zeros(0, np.int64)
    starts = np.cumsum(sizes) - sizes
    if (sizes * (sizes - 1) // 2).sum() > _MOST_LISTED_PAIRS:
        return _count_dense(owners, members, size)
    codes = [np.zeros(0, np.int64)]
    for width in np.unique(sizes[sizes > 1]):
        first, second = np.triu_indices(width, 1)
        rows = members[starts[sizes == width][:, None] + np.arange(width)]
        codes.append((rows[:, first] * size + rows[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    return pairs // max(size, 1), pairs % max(size, 1), shared


def _count_dense(owners: Ints, members: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    total = np.zeros((size, size), np.float32)  # counts below 2 ** 24 are exact
    for start in range(0, int(owners[-1]) + 1, _BLOCK):
        inside = slice(*np.searchsorted(owners, (start, start + _BLOCK)))
        block = np.zeros((_BLOCK, size), np.float32)
        block[owners[inside] - start, members[inside]] = 1
        total += block.T @ block
    a, b = np.nonzero(np.triu(total, 1))
    return a, b, total[a, b].astype(np.int64)
