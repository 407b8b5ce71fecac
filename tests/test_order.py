"""Crossings: counted right, and fewer after ordering."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.views.pictures.order import count_crossings, reduce_crossings

EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5)), unique=True, max_size=30)


def count_by_pairs(edges, left, right):
    across, down = {n: i for i, n in enumerate(left)}, {n: i for i, n in enumerate(right)}
    return sum((across[a] - across[c]) * (down[b] - down[d]) < 0 for (a, b), (c, d) in combinations(edges, 2))


def test_two_lines_cross_when_their_ends_stand_in_opposite_order():
    """Lines 0-1 and 1-0 cross once; after swapping a column they do not."""
    assert count_crossings([(0, 1), (1, 0)], [0, 1], [0, 1]) == 1
    assert count_crossings([(0, 1), (1, 0)], [0, 1], [1, 0]) == 0


def test_lines_from_one_node_do_not_cross():
    """Edges that share an end never cross."""
    assert count_crossings([(0, 0), (0, 1), (0, 2), (1, 2)], [0, 1], [0, 1, 2]) == 0


@given(EDGES, st.permutations(range(8)), st.permutations(range(6)))
@settings(max_examples=80)
def test_the_tree_counts_what_comparing_all_pairs_counts(edges, left, right):
    """The fast count equals the definition."""
    assert count_crossings(edges, left, right) == count_by_pairs(edges, left, right)


@given(EDGES)
@settings(max_examples=80)
def test_ordering_never_adds_crossings_and_keeps_groups_whole(edges):
    """The result permutes both columns, keeps groups in order and crosses no more than before."""
    groups = [0, 0, 0, 1, 1, 2, 2, 2]
    left, right = reduce_crossings(groups, edges, 6)
    assert sorted(left) == list(range(8))
    assert sorted(right) == list(range(6))
    assert [groups[node] for node in left] == groups
    assert count_crossings(edges, left, right) <= count_crossings(edges, list(range(8)), list(range(6)))


def test_a_plan_in_reverse_order_is_untangled():
    """A perfect matching drawn upside down loses all of its crossings."""
    edges = [(node, 5 - node) for node in range(6)]
    left, right = reduce_crossings([0] * 6, edges, 6)
    assert count_crossings(edges, left, right) == 0


def test_nothing_to_order_is_no_trouble():
    """No node and no edge give empty orders."""
    assert reduce_crossings([], [], 0) == ([], [])
