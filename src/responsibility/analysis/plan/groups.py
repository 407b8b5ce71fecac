"""Groups: units and items that keep to themselves, how firmly, and whether chance does as well.

In: an Incidence. Out: the table `groups`, its Modularity, and an order of items and units that shows the blocks.
Borders are soft: what is reported is the partition that agrees best with all good ones, and how far each membership
is agreed on, never one run as the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from responsibility.analysis.plan.chance import draw_plans
from responsibility.analysis.plan.incidence import Floats, Incidence, Ints
from responsibility.settings import GroupSettings

# One row a unit or item, largest group first; in it units in protocol order, then items in document order. kind:
# unit or item; firmness: mean share of the good partitions that keep it with each other member, 0 to 1, 1 if alone.
GROUP_COLUMNS = ("group", "kind", "id", "firmness")

_MUTATED = 0.2  # share of labels drawn anew in a copy: less stays in the same optimum, more starts from nothing


@dataclass(frozen=True, slots=True)
class Modularity:
    """How modular the plan is. q: Barber's Q of the groups shown; best: the best found.

    typical: mean of the plan's runs, each one search; null_mean, null_sd: of random plans with the same margins, one
    search each too, since the best of many is higher than the only one; z = (typical - null_mean) / null_sd;
    nan where not compared. partitions: distinct ones within `near` of best; coin_flips: unit pairs that 30 to 70 % of
    them keep together.
    """

    q: float
    best: float
    typical: float
    null_mean: float
    null_sd: float
    z: float
    random_plans: int
    partitions: int
    coin_flips: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups with the order of items and units that shows them as blocks."""

    table: pd.DataFrame
    modularity: Modularity
    item_order: tuple[str, ...]
    unit_order: tuple[str, ...]


class _Edges(NamedTuple):
    """Edges of plans with the same margins: arrays of shape (plans, edges)."""

    items: Ints
    units: Ints
    item_sizes: Ints
    unit_sizes: Ints


def find_groups(incidence: Incidence, settings: GroupSettings, seed: int) -> Grouping:
    """Group units and items by Barber's Q = (1 / m) sum (B - k d / m) within groups.

    Search: BRIM steps (Barber 2007) from random labels; the better third of the members survives, the others become
    mutated copies of it. Real and random plans get the same effort.
    """
    count = len(incidence.items)
    if not count:
        empty = pd.DataFrame(columns=list(GROUP_COLUMNS))
        nothing = Modularity(0.0, 0.0, 0.0, float("nan"), float("nan"), float("nan"), 0, 0, 0)
        return Grouping(empty, nothing, incidence.item_ids, incidence.unit_ids)
    large = count > settings.most_edges
    rng = np.random.default_rng(seed)
    runs = 1 if large else settings.runs
    if large:
        settings = settings.but(generations=settings.generations // 2, members=6)
    real = _Edges(
        np.tile(incidence.items, (runs, 1)), np.tile(incidence.units, (runs, 1)), incidence.item_sizes,
        incidence.unit_sizes,
    )  # fmt: skip
    scores, labels = _search(real, settings, rng)
    null = np.zeros(0) if large else _score_random(incidence, settings, seed, rng)
    good = _keep_good(scores.ravel(), labels.reshape(-1, labels.shape[-1]), settings.near)
    chosen, firmness = _agree(good, settings.most)
    spread = float(null.std(ddof=1)) if len(null) > 1 else float("nan")
    typical = float(scores.max(axis=1).mean())
    mean = float(null.mean()) if len(null) else float("nan")
    z = (typical - mean) / spread if spread > 0 else float("nan")
    flips = _count_flips(good, len(incidence.unit_ids))
    shown, best = measure_modularity(incidence, chosen), float(scores.max())
    modularity = Modularity(shown, best, typical, mean, spread, z, len(null), len(good), flips)
    return Grouping(_tabulate(incidence, chosen, firmness), modularity, *_order_blocks(incidence, chosen))


def measure_modularity(incidence: Incidence, labels: Ints) -> float:
    """Return Barber's Q of a partition: labels of the units, then of the items."""
    units, items = np.split(labels, [len(incidence.unit_ids)])
    edges, together = len(incidence.items), items[:, None] == units
    inside = int(together[incidence.items, incidence.units].sum())
    expected = int((np.outer(incidence.item_sizes, incidence.unit_sizes) * together).sum())
    return (inside * edges - expected) / edges**2


def _score_random(incidence: Incidence, settings: GroupSettings, seed: int, rng: np.random.Generator) -> Floats:
    if not settings.random_plans:
        return np.zeros(0)
    plans = np.concatenate(list(draw_plans(incidence.matrix(), settings.random_plans, seed)), axis=2)
    _, items, units = np.nonzero(plans.transpose(2, 0, 1))
    shape = (settings.random_plans, -1)
    edges = _Edges(items.reshape(shape), units.reshape(shape), incidence.item_sizes, incidence.unit_sizes)
    best: Floats = _search(edges, settings, rng)[0].max(axis=1)
    return best


class _Way(NamedTuple):
    """What a move of all items by the groups of the units rests on, or of all units by those of the items.

    Of each edge of each member's plan: ends, whose label it brings, and starts, where that counts for its node; cells:
    where the totals of each member begin; weights: what each label counts for. Flat, so that a step only looks up.
    """

    ends: Ints
    starts: Ints
    cells: Ints
    weights: Ints
    sizes: Ints
    edges: int
    most: int


def _look_from(edges: _Edges, members: int, most: int) -> _Way:
    nodes, others, sizes, other_sizes = edges
    cells = np.arange(len(nodes) * members).reshape(len(nodes), members, 1)
    ends = (cells * len(other_sizes) + others[:, None, :]).ravel()
    starts = ((cells * len(sizes) + nodes[:, None, :]) * most).ravel()
    weights = np.tile(other_sizes, cells.size)
    return _Way(ends, starts, cells * most, weights, sizes, others.shape[1], most)


def _search(edges: _Edges, settings: GroupSettings, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Return the Q of each plan's members, and their labels: units first, then items."""
    plans, members = len(edges.items), settings.members
    turned = _Edges(edges.units, edges.items, edges.unit_sizes, edges.item_sizes)
    ways = _look_from(edges, members, settings.most), _look_from(turned, members, settings.most)
    labels = rng.integers(0, settings.most, (plans, members, len(edges.unit_sizes)))
    scores, labels, item_labels = _settle(ways, labels)
    kept = members // 3
    for _ in range(settings.generations):
        best = np.argsort(-scores, axis=1, kind="stable")[:, :kept]
        chosen = np.tile(best, (1, 4))[:, :members]
        labels = np.take_along_axis(labels, chosen[:, :, None], axis=1)
        drawn = rng.random(labels.shape) < _MUTATED
        drawn[:, :kept] = False
        labels = np.where(drawn, rng.integers(0, settings.most, labels.shape), labels)
        scores, labels, item_labels = _settle(ways, labels)
    return scores / float(edges.items.shape[1]) ** 2, np.concatenate([labels, item_labels], axis=2)


def _settle(ways: tuple[_Way, _Way], units: Ints) -> tuple[Ints, Ints, Ints]:
    """Move all items, then all units, to their best group until Q stands still. Whole numbers: Q times m squared."""
    scores = np.full(units.shape[:2], np.iinfo(np.int64).min)
    while True:
        items = _gain(ways[0], units).argmax(axis=3)
        gains = _gain(ways[1], items)
        units = gains.argmax(axis=3)
        reached = np.take_along_axis(gains, units[..., None], axis=3).sum(axis=(2, 3))
        if (reached <= scores).all():
            return reached, units, items
        scores = reached


def _gain(way: _Way, labels: Ints) -> Ints:
    """Return what each item adds to m * m * Q in each group of the units: (plans, members, items, groups)."""
    plans, members, _ = labels.shape
    shape = plans, members, len(way.sizes), way.most
    named = np.bincount(way.starts + labels.ravel()[way.ends], minlength=plans * members * len(way.sizes) * way.most)
    totals = np.bincount((way.cells + labels).ravel(), way.weights, plans * members * way.most).astype(np.int64)
    expected = way.sizes[:, None] * totals.reshape(plans, members, 1, way.most)
    gains: Ints = way.edges * named.reshape(shape) - expected
    return gains


def _keep_good(scores: Floats, labels: Ints, near: float) -> Ints:
    """Return the distinct partitions whose Q is within near of the best, best first, groups numbered by first use."""
    good = np.flatnonzero(scores >= scores.max() - near)
    distinct = {
        tuple(pd.factorize(labels[each])[0].tolist()): None for each in good[np.argsort(-scores[good], kind="stable")]
    }
    return np.array(list(distinct), np.int64)


def _agree(partitions: Ints, most: int) -> tuple[Ints, Floats]:
    """Return the partition that agrees best with all, and how firm each node's place in it is.

    Agreement: pairs kept together, each worth the share of partitions that keep it, less one half. All tables of
    group against group come from one product, so no table of node against node is needed.
    """
    count, nodes = partitions.shape
    marks = np.zeros((nodes, count * most), np.float32)
    columns = (np.arange(count) * most)[:, None] + partitions
    marks[np.arange(nodes), columns] = 1
    met = (marks.T @ marks).astype(float)
    sizes = np.diagonal(met).reshape(count, most)
    agreed = (met**2).sum(axis=1).reshape(count, most).sum(axis=1) / count - 0.5 * (sizes**2).sum(axis=1)
    chosen = int(np.argmax(np.round(agreed, 6)))
    own = columns[chosen]
    kept = met[own, columns].mean(axis=0) - 1
    others = met[own, own] - 1
    return partitions[chosen], np.where(others > 0, kept / np.maximum(others, 1), 1.0)


def _count_flips(partitions: Ints, units: int) -> int:
    together = np.zeros((units, units), np.int32)
    for labels in partitions[:, :units]:
        together += labels[:, None] == labels
    share = together[np.triu_indices(units, 1)] / len(partitions)
    return int(((share >= 0.3) & (share <= 0.7)).sum())


def _tabulate(incidence: Incidence, labels: Ints, firmness: Floats) -> pd.DataFrame:
    ids = (*incidence.unit_ids, *incidence.item_ids)
    kinds = ["unit"] * len(incidence.unit_ids) + ["item"] * len(incidence.item_ids)
    rows = [
        (group, kinds[place], ids[place], float(firmness[place]))
        for group, members in enumerate(_sort_groups(labels), 1)
        for place in members
    ]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def _sort_groups(labels: Ints) -> list[Ints]:
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    return sorted(groups, key=lambda members: (-len(members), members[0]))


def _order_blocks(incidence: Incidence, labels: Ints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Order items and units by group; inside, the one most named within its own group first."""
    units = len(incidence.unit_ids)
    inside = labels[incidence.units] == labels[units + incidence.items]
    ties = np.bincount(incidence.units[inside], minlength=len(labels)) + np.bincount(
        units + incidence.items[inside], minlength=len(labels)
    )
    order = [int(each) for group in _sort_groups(labels) for each in group[np.argsort(-ties[group], kind="stable")]]
    return (
        tuple(incidence.item_ids[each - units] for each in order if each >= units),
        tuple(incidence.unit_ids[each] for each in order if each < units),
    )
