"""Balance: the fewest changes of lead for each cap; a proposal."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis.plan.balance import FRONTIER_COLUMNS, MOVE_COLUMNS, propose_leads
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.settings import parse_settings


def propose(frames, **tables):
    """Propose with any unit of an item as its lead, unless the tables say who may."""
    balance = {"eligible": ["*"], **tables.pop("balance", {})}
    return propose_leads(frames, build_incidence(frames), parse_settings({"balance": balance, **tables}))


def points(frontier):
    return [(cap, moves) for cap, moves in zip(frontier["cap"], frontier["moves"], strict=True)]


def test_frontier_of_the_reference():
    """Four leads at most today; 3 costs 2 moves, 2 costs 4, 1 costs 9; sums of costs fall from 37 to 22."""
    frontier, moves = propose(reference_frames())
    assert points(frontier) == [(4, 0), (3, 2), (2, 4), (1, 9)]
    assert frontier["cost"].tolist() == [37, 31, 27, 22]
    assert moves["cap"].value_counts().to_dict() == {3: 2, 2: 4, 1: 9}


def test_each_move_names_its_reason():
    """The first step takes one lead from each of the two units with four, for units named early and leading none."""
    _, moves = propose(reference_frames())
    first = moves[moves["cap"] == 3]
    assert first[["item_id", "from_unit", "to_unit", "from_leads", "to_leads", "place", "reason"]].values.tolist() == [
        ["2.2.8", "swj", "cgw", 4, 0, 2, "over"],
        ["2.3.11", "fgw", "jyj", 4, 0, 2, "over"],
    ]


def test_a_lead_can_be_passed_along_a_chain():
    """Where the other unit of an item already leads, its own lead moves on: the reason is a chain."""
    _, moves = propose(frames_from({"1.1": ["a", "b"], "1.2": ["a"], "1.3": ["b", "c"]}))
    assert moves[["item_id", "from_unit", "to_unit", "reason"]].values.tolist() == [
        ["1.1", "a", "b", "over"],
        ["1.3", "b", "c", "chain"],
    ]


def test_eligibility_pins_and_capacity_bind():
    """Excluded units and kinds get no lead, pinned items keep theirs, and capacities hold."""
    frames = frames_from({"1.1": ["a", "b", "c"], "1.2": ["a", "b", "c"]})
    assert set(propose(frames)[1]["to_unit"]) == {"b"}
    assert set(propose(frames, balance={"excluded_units": ["b"]})[1]["to_unit"]) == {"c"}
    assert propose(frames, balance={"excluded_kinds": ["government"]})[1].empty
    assert propose(frames, balance={"pinned_items": ["1.1"]})[1]["item_id"].tolist() == ["1.2"]
    full = propose(frames, balance={"capacity": {"a": 0}})
    assert points(full[0]) == [(2, 2), (1, 2)]
    assert "a" not in set(full[1]["to_unit"])


def test_only_units_that_lead_in_the_section_are_proposed():
    """The units of an item that lead nothing in its section could not do it, unless settings name them."""
    frames = frames_from({"1.1": ["a", "b", "c"], "1.2": ["a", "b"], "1.3": ["a"], "1.4": ["c"], "2.1": ["b", "a"]})
    assert propose(frames, balance={"eligible": []})[1]["to_unit"].tolist() == ["c"]
    assert propose(frames, balance={"eligible": ["b"]})[1]["to_unit"].tolist() == ["b"]
    assert propose(frames_from({"1.1": ["a", "b"], "1.2": ["a"]}), balance={"eligible": []})[1].empty


def test_only_what_lightens_the_heaviest_is_worth_telling():
    """Of 9 leads where others have 2 the first step takes one of five: no decision; nor is 3 to 2."""
    one = {f"1.{n}": ["a", "b"] for n in range(9)} | {f"2.{n}": [f"u{n % 2}"] for n in range(4)}
    frontier, _ = propose(frames_from(one))
    told = dict(zip(frontier["cap"], frontier["worth"], strict=True))
    assert (told[9], told[8], told[7], told[6]) == (False, False, True, True)
    few, _ = propose(frames_from({"1.1": ["a", "b"], "1.2": ["a", "b"], "1.3": ["a", "b"], "1.4": ["b"]}))
    assert (few["cap"].tolist(), few["worth"].any()) == ([3, 2], False)
    small, _ = propose(frames_from(one), balance={"least_gain": 0.1})
    assert small["worth"].tolist()[:2] == [False, True]


def test_a_plan_without_sections_tells_nobody_who_could_lead():
    """To lead another item of a plan that has no sections is no sign of being able."""
    frames = frames_from({"1": ["a", "b"], "2": ["a", "b"], "3": ["a"], "4": ["b"]})
    assert propose(frames, balance={"eligible": []})[1].empty


def test_moves_are_counted_and_not_weighed():
    """One move of a heavy item is fewer than two of light ones."""
    frames = frames_from({"1.1": ["a", "b"], "1.2": ["a", "c"], "1.3": ["c", "d"]})
    weights = {"items": {"1.1": 9.0}}
    assert points(propose(frames, weights=weights)[0]) == points(propose(frames)[0]) == [(2, 0), (1, 1)]


def test_heavy_items_are_moved_last():
    """Of two items that could move, the lighter one does."""
    frames = frames_from({"1.1": ["a", "b"], "1.2": ["a", "b"]})
    assert propose(frames, weights={"items": {"1.1": 3.0}})[1]["item_id"].tolist() == ["1.2"]


def test_long_proposals_are_not_made():
    """A proposal of more changes than settings allow is a new plan, not a change."""
    assert points(propose(reference_frames(), balance={"most_moves": 3})[0]) == [(4, 0), (3, 2)]


def fewest_moves(assigned, cap):
    """Try every choice of leads."""
    best = None
    for leads in product(*assigned.values()):
        if all(leads.count(unit) <= cap for unit in leads):
            moves = sum(lead != units[0] for lead, units in zip(leads, assigned.values(), strict=True))
            cost = sum(count * (count + 1) // 2 for count in (leads.count(unit) for unit in set(leads)))
            best = min(best, (moves, cost)) if best else (moves, cost)
    return best


UNITS = st.permutations("abcd").flatmap(lambda units: st.integers(1, 3).map(lambda count: units[:count]))


@pytest.mark.slow
@settings(max_examples=80)
@given(st.lists(UNITS, min_size=1, max_size=6))
def test_the_frontier_is_the_best_of_all_choices(rows):
    """For every cap the moves, and then the costs, are the least that trying every choice finds."""
    assigned = {f"1.{place}": list(row) for place, row in enumerate(rows, 1)}
    frontier, _ = propose(frames_from(assigned))
    found = {cap: (moves, cost) for cap, moves, cost in frontier[["cap", "moves", "cost"]].values.tolist()}
    today = max(sum(units[0] == unit for units in assigned.values()) for unit in "abcd")
    expected = {cap: fewest_moves(assigned, cap) for cap in range(1, today + 1)}
    assert found == {cap: best for cap, best in expected.items() if best}


def test_plans_without_leads_have_no_frontier():
    """Nothing leads, nothing moves."""
    frontier, moves = propose(frames_from({"1.1": []}))
    assert (list(frontier.columns), list(moves.columns)) == (list(FRONTIER_COLUMNS), list(MOVE_COLUMNS))
    assert frontier.empty
    assert moves.empty
