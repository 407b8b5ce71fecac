"""Overlap: how much two units share, and whether that is more than their sizes explain.

In: an Incidence and, where sampled, how often chance shared as much. Out: the table `overlap`. A large count alone
says nothing: two units that are in half of everything meet often. Nor does a small one: too few items to judge is
a verdict of its own, never "no overlap".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from responsibility.analysis.plan.incidence import Bools, Floats, Incidence, Ints, Words, count_pairs
from responsibility.settings import OverlapSettings

# One row a pair that shares an item, most shared first, then protocol order. expected: shared by size alone,
# k_a * k_b / n; containment_a: shared / k_a; p_size: hypergeometric, P(X >= shared) (Tumminello et al. 2011, PLoS
# ONE 6:e17994); p_margins: with both margins fixed (Neal, Domagalski, Sagan 2021), nan where not sampled; testable:
# could have reached significance (Tarone 1990); q: Benjamini-Hochberg over the testable pairs, nan elsewhere;
# supported: q <= alpha. verdict: too-few (not testable), identical or contained (and supported), more (supported),
# as-size (testable, not supported). relation: what the item sets are, whatever it proves: identical, a-in-b,
# b-in-a or partial.
OVERLAP_COLUMNS = (
    "unit_a", "unit_b", "shared", "expected", "jaccard", "containment_a", "containment_b", "p_size", "p_margins",
    "p_error", "q", "testable", "supported", "relation", "verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of unit positions, a < b, that share items, most shared first, then protocol order."""

    a: Ints
    b: Ints
    shared: Ints


@dataclass(frozen=True, slots=True)
class Chance:
    """What the tests of a plan rest on.

    pairs: of all units. tested: K of Tarone's procedure; threshold = alpha / K; testable: pairs that could reach
    it. samples: random plans drawn, 0 where only the hypergeometric test was made; error: the largest standard error
    of a testable pair's p_margins; unsure: pairs that another run could judge otherwise.
    """

    pairs: int
    tested: int
    threshold: float
    testable: int
    samples: int = 0
    error: float = 0.0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Margins:
    """What random plans say, one a pair: p, its standard error, and whether another run could judge otherwise."""

    p: Floats
    error: Floats
    unsure: Bools


def list_pairs(incidence: Incidence) -> Pairs:
    """List the pairs of units that share an item."""
    a, b, shared = count_pairs(incidence.items, incidence.units, len(incidence.unit_ids))
    order = np.lexsort((b, a, -shared))
    return Pairs(a[order], b[order], shared[order])


def count_ways(most: int) -> Floats:
    """Return log n! for n from 0 to most."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1)))))


def bound_tails(shared: Ints, size_a: Ints, size_b: Ints, items: int) -> Floats:
    """Return P(X >= shared) when b draws size_b of the items at random and a has size_a of them.

    The tail is summed from its first term by the ratio of neighbours; no term is ever subtracted from 1.
    """
    triples = (shared * (items + 1) + np.minimum(size_a, size_b)) * (items + 1) + np.maximum(size_a, size_b)
    kinds, back = np.unique(triples, return_inverse=True)
    large, rest = kinds % (items + 1), kinds // (items + 1)
    small, first = rest % (items + 1), rest // (items + 1)
    log = count_ways(items)
    below = items - large - small + first  # items that neither would have
    term = np.exp(
        log[large] - log[first] - log[large - first] + log[items - large]
        - log[small - first] - log[np.maximum(below, 0)] - log[items] + log[small] + log[items - small]
    )  # fmt: skip
    total = term.copy()
    going = np.arange(len(term))  # the tails that still grow
    for step in range(int((small - first).max(initial=0))):
        got = first[going] + step
        ways = np.maximum(large[going] - got, 0) * np.maximum(small[going] - got, 0)
        ratio = ways / ((got + 1) * np.maximum(below[going] + step + 1, 1))
        term = term * ratio
        total[going] += term
        grows = (ratio > 1) | (term > 1e-17 * total[going])
        going, term = going[grows], term[grows]
        if not len(going):
            break
    tails: Floats = np.minimum(total, 1.0)[back]
    return tails


def find_testable(sizes: Ints, items: int, alpha: float) -> tuple[int, float, int]:
    """Return Tarone's K, alpha / K and how many pairs could reach it at all.

    K is the least whole number with at most K pairs whose smallest possible p is at most alpha / K (Tarone 1990,
    Biometrics 46:515). The smallest p of a pair depends on its two sizes only.
    """
    values, counts = np.unique(sizes[sizes > 0], return_counts=True)
    small, large = np.triu_indices(len(values))
    ways = np.where(small == large, counts[small] * (counts[small] - 1) // 2, counts[small] * counts[large])
    least = bound_tails(values[small], values[small], values[large], items)
    order = np.argsort(least, kind="stable")
    reached = np.cumsum(ways[order])
    pairs = int(reached[-1]) if len(reached) else 0
    tested = _solve_tarone(least[order], reached, alpha, pairs)
    threshold = alpha / tested
    return tested, threshold, int(ways[least <= threshold].sum())


def _solve_tarone(least: Floats, reached: Ints, alpha: float, pairs: int) -> int:
    low, high = 1, max(pairs, 1)  # the count falls and K rises, so the first K that holds is found by halving
    while low < high:
        middle = (low + high) // 2
        place = int(np.searchsorted(least, alpha / middle, side="right"))
        if (reached[place - 1] if place else 0) <= middle:
            high = middle
        else:
            low = middle + 1
    return low


def control_discoveries(p: Floats, tests: int) -> Floats:
    """Return Benjamini-Hochberg q values (1995, J. R. Stat. Soc. B 57:289) of p among `tests` tests.

    Tests that are not in p are taken to have p = 1, as pairs that share nothing have.
    """
    order = np.argsort(p, kind="stable")
    raised = p[order] * tests / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q


def mark_testable(incidence: Incidence, pairs: Pairs, chance: Chance) -> Bools:
    """Say which pairs could reach the threshold at all, were the smaller unit wholly inside the larger."""
    size_a, size_b = incidence.unit_sizes[pairs.a], incidence.unit_sizes[pairs.b]
    least = bound_tails(np.minimum(size_a, size_b), size_a, size_b, len(incidence.item_ids))
    testable: Bools = least <= chance.threshold
    return testable


def tabulate_overlap(
    incidence: Incidence, pairs: Pairs, chance: Chance, margins: Margins | None, settings: OverlapSettings
) -> pd.DataFrame:
    """Describe and judge every pair that shares an item; see OVERLAP_COLUMNS.

    margins: None where no random plans were drawn; they decide where there are any.
    """
    items, sizes = len(incidence.item_ids), incidence.unit_sizes
    size_a, size_b, shared = sizes[pairs.a], sizes[pairs.b], pairs.shared
    p_size = bound_tails(shared, size_a, size_b, items)
    testable = mark_testable(incidence, pairs, chance)
    absent = np.full(len(shared), np.nan)
    margins = margins or Margins(absent, absent, np.zeros(len(shared), bool))
    deciding = np.where(np.isnan(margins.p), p_size, margins.p)
    q = np.full(len(shared), np.nan)
    q[testable] = control_discoveries(deciding[testable], chance.testable)
    supported = (q <= settings.alpha) & ~margins.unsure
    relation = _relate(shared, size_a, size_b)
    names = np.array(incidence.unit_ids, object)
    return pd.DataFrame(
        {
            "unit_a": names[pairs.a],
            "unit_b": names[pairs.b],
            "shared": shared,
            "expected": size_a * size_b / max(items, 1),
            "jaccard": shared / (size_a + size_b - shared),
            "containment_a": shared / size_a,
            "containment_b": shared / size_b,
            "p_size": p_size,
            "p_margins": margins.p,
            "p_error": margins.error,
            "q": q,
            "testable": testable,
            "supported": supported,
            "relation": relation,
            "verdict": _judge(testable, margins.unsure, supported, relation),
        },
        columns=list(OVERLAP_COLUMNS),
    )


def _relate(shared: Ints, size_a: Ints, size_b: Ints) -> Words:
    return np.select(
        [(shared == size_a) & (shared == size_b), shared == size_a, shared == size_b],
        ["identical", "a-in-b", "b-in-a"],
        "partial",
    )


def _judge(testable: Bools, unsure: Bools, supported: Bools, relation: Words) -> Words:
    words = np.where(np.isin(relation, ("a-in-b", "b-in-a")), "contained", relation)
    proved = np.where(words == "partial", "more", words)
    return np.select([~testable, unsure, supported], ["too-few", "unsure", proved], "as-size")
