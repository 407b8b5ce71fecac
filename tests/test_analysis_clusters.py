"""Clusters: maximal bicliques, all of them or a finding."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis import analyze
from responsibility.analysis.plan.clusters import find_clusters
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.settings import ClusterSettings, Settings


def clusters_of(assigned, **limits):
    incidence = build_incidence(frames_from(assigned) if isinstance(assigned, dict) else assigned)
    table, cut = find_clusters(incidence, ClusterSettings(**limits))
    return list(zip(table["unit_ids"], table["item_ids"], strict=True)), cut


def test_reference_has_16_clusters_and_the_largest_is_urban_works():
    """Four units meet in items 8, 11, 13 and 14: the largest group named together."""
    table = analyze(reference_frames(), Settings()).clusters
    assert len(table) == 16
    assert table["unit_ids"][0] == ("fgw", "hjj", "zjj", "cgw")
    assert table["item_ids"][0] == ("2.2.8", "2.3.11", "2.4.13", "2.4.14")


def test_reference_has_73_closed_sets_besides_the_two_empty_ones():
    """Without a least size, each closed set with a unit and an item is listed; no unit and no item make 75."""
    assert len(clusters_of(reference_frames(), units=1, items=1)[0]) == 73


@settings(max_examples=60)
@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=6), st.integers(1, 2))
def test_clusters_are_the_closed_sets_found_by_trying_all(rows, least):
    """Every set of units, closed by hand, gives exactly the listed clusters."""
    assigned = {f"1.{place}": sorted(row) for place, row in enumerate(rows, 1)}
    expected = set()
    for size in range(1, 6):
        for units in combinations("abcde", size):
            items = [item for item, named in assigned.items() if set(units) <= set(named)]
            closed = set("abcde").intersection(*(assigned[item] for item in items)) if items else set()
            if len(items) >= least and closed == set(units):
                expected.add((frozenset(units), tuple(items)))
    found, cut = clusters_of(assigned, units=1, items=least)
    assert not cut
    assert len(found) == len(expected)
    assert {(frozenset(units), items) for units, items in found} == expected


@pytest.mark.parametrize("limits", [{"limit": 3}, {"effort": 5}])
def test_an_explosion_is_cut_and_says_so(limits):
    """Ten units each missing from one of ten items close 1,022 sets; the limit holds and is reported."""
    assigned = {f"1.{item}": [f"u{unit}" for unit in range(10) if unit != item] for item in range(10)}
    found, cut = clusters_of(assigned, units=1, items=1, **limits)
    assert cut
    assert len(found) <= 5


def test_clusters_of_an_empty_plan_are_none():
    """No unit, no cluster, no exception."""
    assert clusters_of({}) == ([], False)
