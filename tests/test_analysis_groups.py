"""Groups: Barber's modularity, how firm, and against chance."""

from __future__ import annotations

import numpy as np
import pytest

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis.plan.groups import GROUP_COLUMNS, find_groups
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.settings import GroupSettings
from test_analysis_planted import random_plan


def groups_of(frames, **limits):
    return find_groups(build_incidence(frames), GroupSettings(**limits), seed=1)


def test_reference_reaches_the_best_known_modularity():
    """The best Q is 0.4094, the best known; random plans of the same margins reach 0.374 +- 0.010."""
    modularity = groups_of(reference_frames()).modularity
    assert round(modularity.best, 4) == 0.4094
    assert modularity.null_mean == pytest.approx(0.374, abs=0.008)
    assert modularity.null_sd == pytest.approx(0.010, abs=0.005)  # of 20 plans: known to a sixth
    assert modularity.z > 2.5


def test_modularity_is_that_of_its_formula():
    """Summing B - k d / m over the pairs inside a group shown, by hand, gives the Q that is printed."""
    frames = frames_from(random_plan(4))
    incidence = build_incidence(frames)
    found = find_groups(incidence, GroupSettings(near=0.05, random_plans=0), seed=1)
    group = found.table.set_index(["kind", "id"])["group"]
    total = 0.0
    named = incidence.matrix()
    edges = named.sum()
    for i, item in enumerate(incidence.item_ids):
        for u, unit in enumerate(incidence.unit_ids):
            if group["item", item] == group["unit", unit]:
                total += named[i, u] - incidence.item_sizes[i] * incidence.unit_sizes[u] / edges
    assert total / edges == pytest.approx(found.modularity.q)
    assert found.modularity.q < found.modularity.best  # the one that agrees best with all good ones is not the best


def test_plan_and_random_plans_are_compared_on_equal_terms():
    """One search each: what this plan reaches is the mean of its runs, not the best of them; z follows."""
    found = groups_of(reference_frames()).modularity
    assert found.typical < found.best
    assert found.z == pytest.approx((found.typical - found.null_mean) / found.null_sd)


def test_planted_blocks_are_found_and_firm():
    """Two sets of units that never meet are two groups, shown one after the other."""
    frames = frames_from({"1.1": "abc", "1.2": "xyz", "1.3": "abc", "1.4": "xyz", "1.5": "abc", "1.6": "xyz"})
    found = groups_of(frames)
    assert found.table.groupby("group")["id"].agg(list).tolist() == [
        ["a", "b", "c", "1.1", "1.3", "1.5"],
        ["x", "y", "z", "1.2", "1.4", "1.6"],
    ]
    assert found.table["firmness"].min() == 1.0
    assert found.unit_order == ("a", "b", "c", "x", "y", "z")
    assert found.item_order == ("1.1", "1.3", "1.5", "1.2", "1.4", "1.6")


def test_borders_of_the_reference_are_soft():
    """Many partitions are as good as the best; some units are undecided, and it is said."""
    found = groups_of(reference_frames())
    assert found.modularity.partitions > 5
    assert found.modularity.coin_flips > 0
    assert found.table["firmness"].between(0, 1).all()
    assert found.table["firmness"].min() < 0.8


def test_orders_hold_every_item_and_unit_once():
    """Reordering loses nothing."""
    found = groups_of(reference_frames(), random_plans=0)
    incidence = build_incidence(reference_frames())
    assert sorted(found.item_order) == sorted(incidence.item_ids)
    assert sorted(found.unit_order) == sorted(incidence.unit_ids)


def test_large_plans_are_searched_once_and_not_compared():
    """Above most_edges nothing is claimed against chance."""
    modularity = groups_of(reference_frames(), most_edges=10).modularity
    assert modularity.random_plans == 0
    assert np.isnan(modularity.z)


@pytest.mark.parametrize("assigned", [{}, {"1.1": []}], ids=["empty", "nobody"])
def test_plans_without_assignments_have_no_groups(assigned):
    """Nothing named, no group."""
    found = groups_of(frames_from(assigned))
    assert (len(found.table), list(found.table.columns)) == (0, list(GROUP_COLUMNS))


def test_one_unit_in_one_item_is_one_group():
    """The smallest plan is a group of its own with Q 0."""
    found = groups_of(frames_from({"1.1": ["a"]}))
    assert found.table["id"].tolist() == ["a", "1.1"]
    assert found.modularity.q == 0
