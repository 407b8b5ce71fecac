"""Chance: random plans with the same margins, and what they say about a pair."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_plan import reference_frames
from responsibility.analysis.plan.chance import draw_plans, judge_overlap
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.analysis.plan.overlap import list_pairs
from responsibility.settings import OverlapSettings


@settings(max_examples=50)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 99))
def test_random_plans_keep_every_margin(rows, columns, seed):
    """Each item keeps its number of units and each unit its number of items."""
    matrix = np.random.default_rng(seed).integers(0, 2, (rows, columns), np.uint8)
    drawn = 0
    for plans in draw_plans(matrix, 7, seed, chains=3):
        assert (plans.sum(axis=1) == matrix.sum(axis=1)[:, None]).all()
        assert (plans.sum(axis=0) == matrix.sum(axis=0)[:, None]).all()
        drawn += plans.shape[2]
    assert drawn == 7


@pytest.mark.parametrize("turned", [False, True], ids=["wide", "tall"])
def test_every_plan_with_the_same_margins_is_equally_likely(turned):
    """All 12 matrices with these margins, counted by trying every one, come up about 500 times in 6,000."""
    matrix = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 1]], np.uint8)
    cases = (np.array(bits, np.uint8).reshape(3, 4) for bits in product((0, 1), repeat=12))
    margins = matrix.sum(axis=0).tolist(), matrix.sum(axis=1).tolist()
    possible = [each for each in cases if (each.sum(axis=0).tolist(), each.sum(axis=1).tolist()) == margins]
    seen: Counter[bytes] = Counter()
    for plans in draw_plans(matrix.T.copy() if turned else matrix, 6000, seed=5):
        seen.update((each.T.copy() if turned else each).tobytes() for each in plans.transpose(2, 0, 1).copy())
    assert len(possible) == 12
    assert set(seen) == {each.tobytes() for each in possible}
    # Chi squared with 11 degrees of freedom is below 31.3 in 999 of 1,000 fair runs.
    assert sum((count - 500) ** 2 / 500 for count in seen.values()) < 31.3


def judge(**limits):
    incidence = build_incidence(reference_frames())
    return judge_overlap(incidence, list_pairs(incidence), OverlapSettings(**limits))


def test_fixed_margins_support_the_same_one_pair():
    """Of 20,000 random plans at most a handful let the one supported pair share all six items."""
    table, chance = judge(stop_when_sure=False)
    assert chance.samples == 20_000
    supported = table[table["supported"]]
    assert supported[["unit_a", "unit_b"]].values.tolist() == [["zjj", "cgw"]]
    # The least possible p is 5.0e-5. Two million plans, and 1.2e9 single swaps in C, say 1.3e-4.
    assert 5e-5 <= supported["p_margins"].item() < 4e-4


@pytest.mark.slow
def test_a_million_random_plans_settle_p():
    """The pair's p under fixed margins is 1.3e-4, as 1.2e9 single swaps in C say; 0.1e-4 is one standard error."""
    table, _ = judge(samples=1_000_000, stop_when_sure=False)
    assert table.loc[table["supported"], "p_margins"].item() == pytest.approx(1.3e-4, abs=0.3e-4)


def test_sampling_stops_when_its_answer_is_sure():
    """With samples to spare it ends early, and supports what all samples support."""
    table, chance = judge(samples=100_000)
    assert 5_000 <= chance.samples < 50_000
    assert table["supported"].sum() == 1


def test_the_same_seed_gives_the_same_p():
    """Chance repeats."""
    assert judge(samples=3000)[0].equals(judge(samples=3000)[0])
    assert not judge(samples=3000, seed=1)[0].equals(judge(samples=3000, seed=2)[0])


@pytest.mark.parametrize("limits", [{"samples": 0}, {"samples": 500}, {"most_cells": 100}])
def test_where_samples_cannot_decide_size_does(limits):
    """Too few samples for the number of tests, or too large a plan: p_margins is absent and p_size decides."""
    table, chance = judge(**limits)
    assert chance.samples == 0
    assert table["p_margins"].isna().all()
    assert table["supported"].sum() == 1
