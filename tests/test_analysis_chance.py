"""Chance: random plans with the same margins, and what they say about a pair."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis.plan.chance import count_hits, draw_plans, judge_overlap
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.analysis.plan.overlap import list_pairs
from responsibility.settings import OverlapSettings


@settings(max_examples=50)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 99))
def test_random_plans_keep_every_margin(rows, columns, seed):
    """Each item keeps its number of units and each unit its number of items."""
    matrix = np.random.default_rng(seed).integers(0, 2, (rows, columns), np.uint8)
    drawn = 0
    for plans in draw_plans(matrix, 7, seed, chains=3, burn_in=5):
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
    table, chance = judge(samples=20_000, stop_when_sure=False)
    assert chance.samples == 20_000
    supported = table[table["supported"]]
    assert supported[["unit_a", "unit_b"]].values.tolist() == [["zjj", "cgw"]]
    # The least possible p is 5.0e-5. Two million plans, and 1.2e9 single swaps in C, say 1.3e-4.
    assert 5e-5 <= supported["p_margins"].item() < 4e-4


@pytest.mark.slow
def test_a_million_random_plans_settle_p():
    """The pair's p under fixed margins is 1.3e-4, as 1.2e9 single swaps in C say; 0.1e-4 is one standard error."""
    table, _ = judge(samples=1_000_000, effort=10_000, stop_when_sure=False)
    assert table.loc[table["supported"], "p_margins"].item() == pytest.approx(1.3e-4, abs=0.3e-4)


def test_sampling_stops_when_its_answer_is_sure():
    """With samples to spare it ends early, and supports what all samples support."""
    table, chance = judge(samples=100_000)
    assert 5_000 <= chance.samples < 50_000
    assert chance.unsure == 0
    assert table["supported"].sum() == 1


@pytest.mark.slow
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


def chunky_plan(seed):
    """Two loose blocks of items and units: random plans are far from them, and chains forget them slowly."""
    rng = np.random.default_rng(seed)
    near = np.kron(np.eye(2), np.ones((6, 5))) * 0.55 + 0.12
    named = rng.random((12, 10)) < near
    named[:, 0] |= ~named.any(axis=1)
    return frames_from({f"1.{row}": [f"u{place}" for place in np.flatnonzero(each)] for row, each in enumerate(named)})


def margins_of(frames, **limits):
    incidence = build_incidence(frames)
    settings = OverlapSettings(samples=limits.pop("samples", 20_000), **limits)
    table, chance = judge_overlap(incidence, list_pairs(incidence), settings)
    return table.set_index(["unit_a", "unit_b"]), chance


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_p_is_that_of_long_chains_within_its_error(seed):
    """Chains of 2,000 steps, far beyond the burn-in, count the same p, within what both errors allow."""
    incidence = build_incidence(chunky_plan(seed))
    pairs = list_pairs(incidence)
    table, _ = judge_overlap(incidence, pairs, OverlapSettings(samples=5000, stop_when_sure=False))
    long = next(iter(draw_plans(incidence.matrix(), 1000, seed=99, burn_in=2000)))
    p = count_hits(long, pairs) / 1000
    error = np.sqrt(table["p_error"] ** 2 + 0.25 / 1000)
    assert (abs(table["p_margins"] - p) < 4.5 * error).all()


def stepped_plan():
    """Large items name nearly all units, each next one fewer: few trades are left, and chains forget very slowly."""
    rng = np.random.default_rng(1)
    away = np.arange(40)[:, None] / 40 + np.arange(20) / 20 - 0.9
    named = rng.random((40, 20)) < 1 / (1 + np.exp(away / 0.03))
    return frames_from({f"1.{row}": [f"u{place}" for place in np.flatnonzero(each)] for row, each in enumerate(named)})


@pytest.mark.slow
def test_chains_have_forgotten_the_real_plan_when_the_first_is_counted():
    """The first plans count the same p as after 400 steps, where those after 20 are off by 0.3 for some pair."""
    incidence = build_incidence(stepped_plan())
    pairs = list_pairs(incidence)

    def count_first(**burn_in):
        return count_hits(next(draw_plans(incidence.matrix(), 1000, seed=5, **burn_in)), pairs) / 1000

    settled = count_first(burn_in=400)
    assert abs(count_first(burn_in=20) - settled).max() > 0.2
    assert abs(count_first() - settled).max() < 0.05


@pytest.mark.slow
def test_the_error_is_as_large_as_seeds_differ():
    """The printed standard error is about the spread of p over 30 seeds, on average over the pairs."""
    runs = [margins_of(chunky_plan(0), seed=seed, samples=1000, stop_when_sure=False)[0] for seed in range(30)]
    spread = np.std([run["p_margins"] for run in runs], axis=0, ddof=1)
    told = np.mean([run["p_error"] for run in runs], axis=0)
    assert 0.8 < np.mean(told[spread > 0] / spread[spread > 0]) < 1.6


@pytest.mark.slow
@pytest.mark.parametrize("plan", range(10))
def test_verdicts_under_twenty_seeds_are_the_same_or_unsure(plan):
    """No pair is judged one way by one seed and the other way by another."""
    judged = {}
    for seed in range(20):
        table, _ = margins_of(chunky_plan(plan), seed=seed, samples=3000)
        for pair, verdict in table["verdict"].items():
            judged.setdefault(pair, set()).add(verdict)
    assert all(len(verdicts - {"unsure"}) <= 1 for verdicts in judged.values())
    assert any("too-few" not in verdicts for verdicts in judged.values())


def test_what_another_run_may_judge_otherwise_is_unsure_and_not_supported():
    """Too few samples to tell on which side of alpha a pair is: it is said so, and counted."""
    table, chance = judge(samples=1000)
    unsure = table[table["verdict"] == "unsure"]
    assert len(unsure) == chance.unsure > 0
    assert not unsure["supported"].any()


def test_effort_bounds_a_large_plan():
    """A plan of 3,000 cells ends when 150 million cells are traded, long before a million plans are drawn."""
    rng = np.random.default_rng(1)
    named = rng.random((100, 30)) < 0.1
    assigned = {f"1.{row}": [f"u{place}" for place in np.flatnonzero(each)] for row, each in enumerate(named)}
    _, chance = margins_of(frames_from(assigned), samples=1_000_000, effort=150, stop_when_sure=False)
    assert 0 < chance.samples <= 10_000
