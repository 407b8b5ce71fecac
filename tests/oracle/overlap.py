"""Overlap: shared items, chance by whole numbers, Tarone's K by trying every one, and Benjamini-Hochberg."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb
from random import Random

from oracle.facts import Facts


def tail(shared: int, a: int, b: int, items: int) -> float:
    """P(X >= shared) where b draws its items at random and a has its own: exact, by counting."""
    ways = sum(comb(a, k) * comb(items - a, b - k) for k in range(shared, min(a, b) + 1))
    return float(Fraction(ways, comb(items, b)))


class Overlap:
    """What can be said of every pair of judged units."""

    def __init__(self, facts: Facts) -> None:
        self.items = len(facts.judged_items)
        self.own = {unit: facts.items_of[unit] for unit in facts.judged}
        self.alpha = facts.settings["overlap"]["alpha"]
        pairs = list(combinations(facts.judged, 2))
        self.pairs = len(pairs)
        self.least = {pair: self._least(pair) for pair in pairs}
        self.tested = next(
            k for k in range(1, self.pairs + 2) if sum(p <= self.alpha / k for p in self.least.values()) <= k
        )
        self.threshold = self.alpha / self.tested
        self.testable = sum(p <= self.threshold for p in self.least.values())

    def _least(self, pair: tuple[str, str]) -> float:
        a, b = (len(self.own[unit]) for unit in pair)
        return tail(min(a, b), a, b, self.items)

    def rows(self) -> dict[tuple[str, str], dict[str, object]]:
        """All that needs no random plans, of the pairs that share an item."""
        found = {}
        for a, b in self.least:
            shared = len(self.own[a] & self.own[b])
            if shared:
                sizes = len(self.own[a]), len(self.own[b])
                found[a, b] = {
                    "shared": shared,
                    "expected": sizes[0] * sizes[1] / self.items,
                    "jaccard": shared / len(self.own[a] | self.own[b]),
                    "containment_a": shared / sizes[0],
                    "containment_b": shared / sizes[1],
                    "p_size": tail(shared, *sizes, self.items),
                    "testable": self.least[a, b] <= self.threshold,
                    "relation": self._relate(a, b),
                }
        return found

    def _relate(self, a: str, b: str) -> str:
        first, second = self.own[a], self.own[b]
        if first == second:
            return "identical"
        return "a-in-b" if first < second else "b-in-a" if second < first else "partial"

    def corrected(self, p: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        """Q of each: the least p' * tests / (number of p up to p') over all p' from p on, at most 1."""
        rank = {pair: sum(other <= p[pair] for other in p.values()) for pair in p}
        raised = {pair: p[pair] * self.testable / rank[pair] for pair in p}
        return {pair: min(1.0, *(raised[other] for other in p if p[other] >= p[pair])) for pair in p}


def verdict(testable: bool, unsure: bool, supported: bool, relation: str) -> str:
    """What is said of a pair."""
    if not testable:
        return "too-few"
    if unsure:
        return "unsure"
    if not supported:
        return "as-size"
    return {"identical": "identical", "partial": "more"}.get(relation, "contained")


def clusters(facts: Facts) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Every maximal set of units with all their common items, of enough units and items: by closing intersections."""
    judged = set(facts.judged)
    of_item = {item: frozenset(facts.units_of[item]) & judged for item in facts.judged_items}
    closed = set(of_item.values())
    grown = set(closed)
    while grown:
        grown = {one & other for one in grown for other in of_item.values()} - closed
        closed |= grown
    wanted = facts.settings["clusters"]
    found = set()
    for units in closed:
        items = frozenset(item for item, own in of_item.items() if units <= own)
        if len(units) >= wanted["units"] and len(items) >= wanted["items"]:
            found.add((units, items))
    return found


def sample_swaps(facts: Facts, samples: int, random: Random) -> dict[tuple[str, str], float]:
    """Return how often a random plan shares as much, by single swaps: two units of two items change places.

    The slow and plain way to draw plans in which every item and unit keeps its size; every swap that is not possible
    counts as a step, so that all plans are equally likely.
    """
    edges = [edge for edge in facts.edges if edge[1] in facts.judged]
    own = {pair: len(facts.items_of[pair[0]] & facts.items_of[pair[1]]) for pair in combinations(facts.judged, 2)}
    hits = dict.fromkeys((pair for pair, shared in own.items() if shared), 0)
    held = set(edges)
    for _ in range(samples):
        for _ in range(3 * len(edges)):
            first, second = random.randrange(len(edges)), random.randrange(len(edges))
            (item_a, unit_a), (item_b, unit_b) = edges[first], edges[second]
            if (item_a, unit_b) not in held and (item_b, unit_a) not in held:
                held -= {edges[first], edges[second]}
                edges[first], edges[second] = (item_a, unit_b), (item_b, unit_a)
                held |= {edges[first], edges[second]}
        items_of: dict[str, set[str]] = {unit: set() for unit in facts.judged}
        for item, unit in edges:
            items_of[unit].add(item)
        for a, b in hits:
            hits[a, b] += len(items_of[a] & items_of[b]) >= own[a, b]
    return {pair: count / samples for pair, count in hits.items()}
