"""Chance: how often random plans share as much, in which every item and every unit keeps its size.

In: an Incidence and its pairs. Out: one p a pair, and how many random plans it rests on; stops as soon as no further
plan could change which pairs are supported. Plans are drawn by curveball trades (Strona et al. 2014, Nat Commun
5:4114) in their global form (Carstens, Berger, Strona 2018): in each step all rows are matched at random and each two
deal out anew what only one of them has. A thousand chains advance at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from responsibility.analysis.plan.incidence import Floats, Incidence, Ints
from responsibility.analysis.plan.overlap import (
    Chance,
    Pairs,
    control_discoveries,
    find_testable,
    mark_testable,
    tabulate_overlap,
)
from responsibility.settings import OverlapSettings

Bits = NDArray[np.uint8]

_CHAINS = 1000
_BURN_IN = 20  # global steps before the first batch: the overlap of a chain with its start is gone after about 5
_THINNING = 3  # global steps between batches; each row trades once in each


def draw_plans(matrix: Bits, samples: int, seed: int, chains: int = _CHAINS) -> Iterator[Bits]:
    """Yield random matrices with the margins of matrix, as arrays of shape (rows, columns, chains), until samples.

    An array is overwritten by the next one. The same seed gives the same plans. Every matrix with these margins is
    equally likely in the long run; 20,000 of 22 x 30 took 0.5 s on one core (measured 2026-11).
    """
    rng = np.random.default_rng(seed)
    # Trades walk along the longer side in the inner loop, so that the outer, Python one is short.
    flat = matrix.T if len(matrix) < matrix.shape[1] else matrix
    chains = min(chains, samples)
    state = np.repeat(np.ascontiguousarray(flat.T)[:, :, None], chains, axis=2)
    steps = _BURN_IN
    for start in range(0, samples, chains or 1):
        for _ in range(steps):
            _trade(state, rng)
        steps = _THINNING
        kept = state[:, :, : min(chains, samples - start)]
        yield kept if flat is not matrix else kept.transpose(1, 0, 2)


def _trade(state: Bits, rng: np.random.Generator) -> None:
    """Match the second axis at random; each two deal out anew, over the first axis, what only one of them has.

    Places are dealt in order, each to the first with the chance of what it must still get among what is left
    (Knuth's selection sampling), which makes every deal equally likely.
    """
    order = rng.permutation(state.shape[1])
    half = len(order) // 2
    first, second = state[:, order[:half]], state[:, order[half : 2 * half]]
    differs = first ^ second
    due = (first & differs).sum(axis=0, dtype=np.float32)
    left = differs.sum(axis=0, dtype=np.float32)
    for place, differ in enumerate(differs):
        draw = rng.random(left.shape, np.float32)
        draw *= left
        taken = (draw < due).view(np.uint8)
        taken &= differ
        due -= taken
        left -= differ
        common = first[place] & second[place]
        first[place] = common | taken
        second[place] = common | (taken ^ differ)
    state[:, order[:half]] = first
    state[:, order[half : 2 * half]] = second


def judge_overlap(incidence: Incidence, pairs: Pairs, settings: OverlapSettings) -> tuple[pd.DataFrame, Chance]:
    """Describe and judge every pair, by random plans where they can decide and by size alone elsewhere."""
    units = len(incidence.unit_ids)
    tested, threshold, testable = find_testable(incidence.unit_sizes, len(incidence.item_ids), settings.alpha)
    chance = Chance(units * (units - 1) // 2, tested, threshold, testable)
    p_margins = None
    if is_sampled(incidence, chance, settings):
        p_margins, drawn = sample_margins(incidence, pairs, chance, settings)
        chance = replace(chance, samples=drawn)
    return tabulate_overlap(incidence, pairs, chance, p_margins, settings), chance


def is_sampled(incidence: Incidence, chance: Chance, settings: OverlapSettings) -> bool:
    """Say whether random plans can decide: a plan small enough, and samples enough to reach alpha after correction."""
    cells = len(incidence.item_ids) * len(incidence.unit_ids)
    return 0 < chance.testable <= settings.alpha * settings.samples and cells <= settings.most_cells


def sample_margins(incidence: Incidence, pairs: Pairs, chance: Chance, settings: OverlapSettings) -> tuple[Floats, int]:
    """Return p = (1 + plans that share as much) / (1 + plans) for each pair, and the plans drawn.

    Fixed degree sequence model: Neal, Domagalski, Sagan 2021, Sci Rep 11:23929. The least p is 1 / (1 + plans).
    """
    testable = mark_testable(incidence, pairs, chance)
    hits = np.zeros(len(pairs.shared), np.int64)
    drawn = 0
    for plans in draw_plans(incidence.matrix(), settings.samples, settings.seed):
        hits += count_hits(plans, pairs)
        drawn += plans.shape[2]
        if settings.stop_when_sure and _is_sure(hits[testable], drawn, chance, settings):
            break
    return (1 + hits) / (1 + drawn), drawn


def count_hits(plans: Bits, pairs: Pairs) -> Ints:
    """Count, for each pair, the random plans in which it shares at least as much as in the real one."""
    shared = np.zeros((len(pairs.a), plans.shape[2]), np.uint16)
    for item in plans:
        shared += item[pairs.a] & item[pairs.b]
    hits: Ints = np.count_nonzero(shared >= pairs.shared[:, None], axis=1)
    return hits


def _is_sure(hits: Ints, drawn: int, chance: Chance, settings: OverlapSettings) -> bool:
    """Say whether the least and the most that each p can be support the same pairs.

    Bounds: empirical Bernstein (Maurer and Pontil 2009), shared out over the pairs and the looks.
    """
    looks = max(settings.samples // 1000, 1)
    depth = np.log(3 * max(len(hits), 1) * looks / max(settings.doubt, 1e-12))
    share = hits / drawn
    margin = np.sqrt(2 * share * (1 - share) * depth / drawn) + 3 * depth / drawn
    margin = np.where(hits == 0, depth / drawn, margin)  # exact where nothing was hit: (1 - p) ** drawn
    least, most = np.maximum(share - margin, 0), share + margin
    low, high = (control_discoveries(each, chance.testable) <= settings.alpha for each in (least, most))
    return bool((low == high).all())
