"""Overlap: what two units share, and whether that is more than size explains."""

from __future__ import annotations

import numpy as np
import pytest

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis import analyze
from responsibility.analysis.plan.incidence import _count_dense, count_pairs
from responsibility.analysis.plan.overlap import OVERLAP_COLUMNS, bound_tails, control_discoveries
from responsibility.settings import Settings


def overlap_of(frames):
    return analyze(frames, Settings()).overlap


def test_one_pair_of_the_reference_is_supported():
    """Six of six items inside another's seven is the one overlap that size does not explain."""
    table = overlap_of(reference_frames())
    assert [tuple(row) for row in table.loc[table["supported"], ["unit_a", "unit_b", "shared", "verdict"]].values] == [
        ("zjj", "cgw", 6, "contained")
    ]
    assert f"{table.loc[table['supported'], 'p_size'].item():.1e}" == "9.4e-05"


def test_the_largest_count_of_the_reference_proves_nothing():
    """Ten shared items are what two units in half of everything share anyway: 8.3 expected, p 0.135."""
    first = overlap_of(reference_frames()).iloc[0]
    assert (first["unit_a"], first["unit_b"], first["shared"], first["verdict"]) == ("fgw", "hjj", 10, "as-size")
    assert round(first["expected"], 1) == 8.3
    assert round(first["p_size"], 3) == 0.135


def test_tarone_finds_33_testable_pairs_in_the_reference():
    """Of 435 pairs only 33 could reach 0.05 / 33 = 1.5e-3 at all."""
    chance = analyze(reference_frames(), Settings()).chance
    assert (chance.pairs, chance.tested, f"{chance.threshold:.1e}") == (435, 33, "1.5e-03")


def test_identical_units_with_one_item_are_too_few_to_judge():
    """Two units named once, together, prove nothing, though their items are the same."""
    table = overlap_of(reference_frames())
    row = table[(table["unit_a"] == "jyj") & (table["unit_b"] == "fl")].iloc[0]
    assert (row["relation"], row["verdict"]) == ("identical", "too-few")


@pytest.mark.parametrize(
    ("shared", "size_a", "size_b", "items", "expected"),
    [(2, 2, 2, 4, 1 / 6), (1, 2, 2, 4, 5 / 6), (0, 2, 2, 4, 1.0), (3, 3, 3, 3, 1.0), (5, 5, 5, 10, 1 / 252)],
)
def test_tail_is_that_of_drawing_without_replacement(shared, size_a, size_b, items, expected):
    """The hypergeometric tail agrees with counting by hand."""
    tail = bound_tails(np.array([shared]), np.array([size_a]), np.array([size_b]), items)
    assert tail[0] == pytest.approx(expected)


def test_discoveries_are_controlled_as_benjamini_and_hochberg_do():
    """A q is the least p * tests / rank from there on; absent tests count as p = 1."""
    assert control_discoveries(np.array([0.01, 0.04, 0.03]), 4).tolist() == pytest.approx([0.04, 0.16 / 3, 0.16 / 3])


def test_counting_by_blocks_equals_counting_by_lists():
    """The road for plans whose items name thousands of units gives the same pairs."""
    rng = np.random.default_rng(1)
    owners, members = np.nonzero(rng.random((60, 12)) < 0.3)
    for listed, dense in zip(count_pairs(owners, members, 12), _count_dense(owners, members, 12), strict=True):
        assert listed.tolist() == dense.tolist()


@pytest.mark.parametrize("assigned", [{}, {"1.1": []}, {"1.1": ["a"]}], ids=["empty", "nobody", "one"])
def test_plans_without_pairs_have_an_empty_table(assigned):
    """No pair, no row, and every column there."""
    table = overlap_of(frames_from(assigned))
    assert (len(table), list(table.columns)) == (0, list(OVERLAP_COLUMNS))
