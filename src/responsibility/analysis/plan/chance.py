"""Chance: how often random plans share as much, in which every item and every unit keeps its size.

In: an Incidence and its pairs. Out: one p a pair with its error, and how many random plans it rests on; stops as soon
as no verdict would be another in another run, and says which would be where samples or effort end first.

Plans are drawn by curveball trades (Strona et al. 2014, Nat Commun 5:4114) in their global form (Carstens, Berger,
Strona 2018): in each step all rows are matched at random and each two deal out anew what only one of them has.
A thousand chains advance at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from responsibility.analysis.plan.incidence import Bools, Floats, Incidence, Ints
from responsibility.analysis.plan.overlap import (
    Chance,
    Margins,
    Pairs,
    control_discoveries,
    find_testable,
    mark_testable,
    tabulate_overlap,
)
from responsibility.settings import OverlapSettings

Bits = NDArray[np.uint8]

_CHAINS = 1000
_SHARE = 20  # chains of one set match their rows alike, to be quick; sets are independent, and tell the error
_LEAST_SETS = 10
_BURN_IN = 100  # global steps before the first batch: on 16 plans p was off by up to 0.23 after 20 steps, 0.03 after 80
_THINNING = 3  # global steps between batches; each row trades once in each


def draw_plans(matrix: Bits, samples: int, seed: int, chains: int = _CHAINS, burn_in: int = _BURN_IN) -> Iterator[Bits]:
    """Yield random matrices with the margins of matrix, as arrays of shape (rows, columns, chains), until samples.

    The same seed gives the same plans. Every matrix with these margins is equally likely in the long run. Chains stand
    in sets of `size_set(chains)`, which are independent of each other.
    """
    # Trades walk along the longer side in the inner loop, so that the outer, Python one is short.
    flat = matrix.T if len(matrix) < matrix.shape[1] else matrix
    chains = min(chains, samples)
    drawn = _Chains(flat, chains, np.random.default_rng(seed))
    steps = burn_in
    for start in range(0, samples, chains or 1):
        for _ in range(steps):
            drawn.trade()
        steps = _THINNING
        plans = drawn.list_plans()[:, :, : min(chains, samples - start)]
        yield plans if flat is matrix else plans.transpose(1, 0, 2)


def size_set(chains: int) -> int:
    """Return how many chains share one matching of rows."""
    return max(1, min(_SHARE, chains // _LEAST_SETS))


class _Chains:
    """Copies of one matrix on their way to random ones, in sets that match their rows alike."""

    def __init__(self, matrix: Bits, chains: int, rng: np.random.Generator) -> None:
        rows, places = matrix.shape
        share = size_set(chains)
        sets = -(-chains // share)
        self._rng, self._counted = rng, np.uint8 if places < 256 else np.uint32
        self._rows = np.tile(np.arange(rows), (sets, 1)).T  # which row stands where, in each set
        self._held = np.empty((places, rows, sets, share), np.uint8)
        self._held[:] = matrix.T[:, :, None, None]
        # Memory to write over: new memory for every step took as long as the dealing.
        self._moved, self._differs = np.empty_like(self._held), np.empty_like(self._held[:, : rows // 2])

    def trade(self) -> None:
        """Match the rows at random in each set; each two deal out anew what only one of them has.

        Places are dealt in order, each to the first with the chance of what it must still get among what is left
        (Knuth's selection sampling), which makes every deal equally likely, to within 2 ** -16 of a chance.
        """
        rows, sets = self._rows.shape
        self._place(self._rng.permuted(np.tile(np.arange(rows), (sets, 1)), axis=1).T)
        first, second = self._held[:, : rows // 2], self._held[:, rows // 2 : rows // 2 * 2]
        differs = np.bitwise_xor(first, second, out=self._differs)
        left, due = (each.sum(axis=0, dtype=self._counted) for each in (differs, first))
        first &= second
        due -= first.sum(axis=0, dtype=self._counted)
        draw = np.empty(left.shape, np.float32)
        for place, drawn in enumerate(self._draw(differs.shape)):
            np.multiply(drawn, np.float32(2**-16), out=draw)
            draw *= left
            taken = (draw < due).view(np.uint8)
            taken &= differs[place]
            due -= taken
            left -= differs[place]
            first[place] |= taken
        np.bitwise_xor(first, differs, out=second)

    def list_plans(self) -> Bits:
        """Return the copies as they are now: (rows, places, chains)."""
        self._place(np.argsort(self._rows, axis=0))
        places, rows, sets, share = self._held.shape
        return self._held.reshape(places, rows, sets * share).transpose(1, 0, 2).copy()

    def _draw(self, shape: tuple[int, ...]) -> NDArray[np.uint16]:
        """Return random numbers below 2 ** 16: a quarter of the time that as many of 24 bits take."""
        count = prod(shape)
        return self._rng.bit_generator.random_raw(-(-count // 4)).view(np.uint16)[:count].reshape(shape)

    def _place(self, order: Ints) -> None:
        """Put the rows of each set into another order."""
        places, rows, sets, share = self._held.shape
        flat = (order * sets + np.arange(sets)).ravel()
        held, moved = (each.reshape(places, rows * sets, share) for each in (self._held, self._moved))
        held.take(flat, axis=1, out=moved, mode="clip")
        self._held, self._moved = self._moved, self._held
        self._rows = np.take_along_axis(self._rows, order, axis=0)


@dataclass(frozen=True, slots=True)
class Sample:
    """What random plans say of each pair: in how many of `drawn` it shares as much, and the standard error of p.

    error: from the spread between independent sets, so that plans of one chain, which are alike, are not counted as
    many; at least the binomial one.
    """

    hits: Ints
    drawn: int
    error: Floats

    @property
    def p(self) -> Floats:
        """Return (1 + plans that share as much) / (1 + plans), never below 1 / (1 + plans)."""
        return (1 + self.hits) / (1 + self.drawn)


def judge_overlap(incidence: Incidence, pairs: Pairs, settings: OverlapSettings) -> tuple[pd.DataFrame, Chance]:
    """Describe and judge every pair, by random plans where they can decide and by size alone elsewhere."""
    units = len(incidence.unit_ids)
    tested, threshold, testable = find_testable(incidence.unit_sizes, len(incidence.item_ids), settings.alpha)
    chance = Chance(units * (units - 1) // 2, tested, threshold, testable)
    if not is_sampled(incidence, chance, settings):
        return tabulate_overlap(incidence, pairs, chance, None, settings), chance
    sample = sample_margins(incidence, pairs, chance, settings)
    marked = mark_testable(incidence, pairs, chance)
    unsure = np.zeros(len(marked), bool)
    unsure[marked] = _find_unsure(sample, marked, chance, settings)
    margins = Margins(sample.p, sample.error, unsure)
    error, critical = float(sample.error[marked].max(initial=0)), int(unsure.sum())
    chance = replace(chance, samples=sample.drawn, error=error, unsure=critical)
    return tabulate_overlap(incidence, pairs, chance, margins, settings), chance


def is_sampled(incidence: Incidence, chance: Chance, settings: OverlapSettings) -> bool:
    """Say whether random plans can decide: a plan small enough, and samples enough to reach alpha after correction."""
    cells = len(incidence.item_ids) * len(incidence.unit_ids)
    if not chance.testable or cells > settings.most_cells:
        return False
    return chance.testable <= settings.alpha * _afford(cells, settings)[1]


def _afford(cells: int, settings: OverlapSettings) -> tuple[int, int]:
    """Return the chains and the samples that the effort allows: half of it at most goes into the burn-in."""
    traded = settings.effort * 1_000_000 // max(cells, 1)  # steps of one chain
    chains = max(min(_CHAINS, traded // (2 * _BURN_IN)), 1)
    batches = 1 + max(traded // chains - _BURN_IN, 0) // _THINNING
    return chains, min(settings.samples, batches * chains)


def sample_margins(incidence: Incidence, pairs: Pairs, chance: Chance, settings: OverlapSettings) -> Sample:
    """Draw random plans until no verdict is unsure, or samples or effort are spent.

    Fixed degree sequence model: Neal, Domagalski, Sagan 2021, Sci Rep 11:23929.
    """
    matrix = incidence.matrix()
    chains, samples = _afford(matrix.size, settings)
    share = size_set(min(chains, samples))
    sets = -(-min(chains, samples) // share)
    hits, drawn = np.zeros((sets, len(pairs.shared)), np.int64), np.zeros(sets, np.int64)
    testable = mark_testable(incidence, pairs, chance)
    for plans in draw_plans(matrix, samples, settings.seed, chains):
        for place, start in enumerate(range(0, plans.shape[2], share)):
            part = plans[:, :, start : start + share]
            hits[place] += count_hits(part, pairs)
            drawn[place] += part.shape[2]
        if settings.stop_when_sure and not _find_unsure(_join_sets(hits, drawn), testable, chance, settings).any():
            break
    return _join_sets(hits, drawn)


def count_hits(plans: Bits, pairs: Pairs) -> Ints:
    """Count, for each pair, the random plans in which it shares at least as much as in the real one."""
    each = np.ascontiguousarray(plans.transpose(2, 1, 0), np.float32)  # counts below 2 ** 24 are exact
    shared = (each @ each.transpose(0, 2, 1))[:, pairs.a, pairs.b]
    hits: Ints = np.count_nonzero(shared >= pairs.shared, axis=0)
    return hits


def _join_sets(hits: Ints, drawn: Ints) -> Sample:
    total, plans = hits.sum(axis=0), int(drawn.sum())
    p = (1 + total) / (1 + plans)
    apart = ((hits - drawn[:, None] * (total / plans)) ** 2).sum(axis=0) / plans**2
    spread = apart * len(drawn) / max(len(drawn) - 1, 1)
    return Sample(total, plans, np.sqrt(np.maximum(spread, p * (1 - p) / plans)))


def _find_unsure(sample: Sample, testable: Bools, chance: Chance, settings: OverlapSettings) -> Bools:
    """Say of each testable pair whether another run would judge it otherwise with a chance above doubt.

    The least and the most that p would be in another run, of the same length: the arcsine of the root has the same
    spread everywhere (Anscombe 1948, Biometrika 35:246), and two runs differ by the root of two of it.
    """
    hits, error, p = sample.hits[testable], sample.error[testable], sample.p[testable]
    plans = sample.drawn
    alike = error * np.sqrt(plans / np.maximum(p * (1 - p), 1 / (plans + 1) ** 2))  # 1 were all plans independent
    reach = NormalDist().inv_cdf(1 - settings.doubt / 2) * np.sqrt(0.5 / plans) * np.maximum(alike, 1)
    middle = np.arcsin(np.sqrt((hits + 0.375) / (plans + 0.75)))
    turned = np.clip([middle - reach, middle + reach], 0, np.pi / 2)
    least, most = np.sin(turned) ** 2
    low, high = (control_discoveries(each, chance.testable) <= settings.alpha for each in (least, most))
    unsure: Bools = low != high
    return unsure
