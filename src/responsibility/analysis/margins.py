"""Margins: how often chance shares as much, when every item and every unit keeps its size.

In: an Incidence and its pairs. Out: one p a pair, and how many random plans it rests on. Stops as soon as no
further plan could change which pairs are supported.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from responsibility.analysis.chance import Bits, draw_plans
from responsibility.analysis.incidence import Floats, Incidence, Ints
from responsibility.analysis.overlap import (
    Chance,
    Pairs,
    control_discoveries,
    find_testable,
    mark_testable,
    tabulate_overlap,
)
from responsibility.settings import OverlapSettings


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
