"""Balance: the fewest changes of lead that bring the largest number of leads down; a proposal, never an order.

In: Frames, an Incidence, Settings. Out: the tables `frontier` and `moves`. Each item is led by one of its own units
(a semi-matching: Harvey, Ladner, Lovász, Tamir 2006, J. Algorithms 59:53), found as a flow of least cost. Who is
competent to lead is hardly in the data: a unit that leads in the same section is taken to be, others only where
settings say so; pins and capacities are settings too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil, floor

import numpy as np
import pandas as pd

from responsibility.analysis.plan.incidence import Incidence, Ints
from responsibility.analysis.plan.workload import weigh_items
from responsibility.frames import Frames
from responsibility.settings import Settings

# One row a cap on leads, from today's largest number down; stops where no proposal exists or it would be too long.
# moves: leads changed against today; cost: sum over units of 1 + 2 + ... + leads; leaders: units that lead; worth:
# whether it takes enough off the unit that leads most to be put to anyone.
FRONTIER_COLUMNS = ("cap", "moves", "cost", "leaders", "worth")
# One row a changed lead of a cap, document order. from_leads, to_leads: leads of the two units today; place: of
# to_unit among the item's units as listed, from 1; reason: over (from_unit leads more than the cap today) or chain
# (it passes an item on because it takes another).
MOVE_COLUMNS = ("cap", "item_id", "from_unit", "to_unit", "from_leads", "to_leads", "place", "reason")

# Fewest moves first, then the least sum of costs, then lighter items, then units named earlier in their list.
_STEP = 10**7
_WEIGHT = 10**3


@dataclass(frozen=True, slots=True)
class _Choice:
    """Who may lead what; units and items by position.

    places: of each unit among those its item lists, from 1. lead: today's lead of each item that can move. costs:
    of each unit that may lead it. fixed: leads of each unit that stay. limits: most leads each unit may have.
    """

    places: dict[tuple[int, int], int]
    lead: dict[int, int]
    costs: dict[int, dict[int, int]]
    fixed: list[int]
    limits: list[int]


def propose_leads(frames: Frames, incidence: Incidence, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Walk the cap down from today's largest number of leads; return frontier, moves.

    Items with no lead or several stay as they are. Moves are counted, not weighed; of equal proposals the one that
    moves lighter items (settings weights) is made.
    """
    choice = _list_choices(frames, incidence, settings)
    flow = _Flow(choice)
    points, moves = [], []
    for cap in range(max(flow.loads, default=0), 0, -1):
        feasible = flow.lower(cap)
        changed = [(item, unit, flow.lead[item]) for item, unit in choice.lead.items() if unit != flow.lead[item]]
        if not feasible or len(changed) > settings.balance.most_moves:
            break
        cost = sum(load * (load + 1) // 2 for load in flow.loads)
        worth = _is_worth(cap, incidence.unit_leads, settings)
        points.append((cap, len(changed), cost, sum(load > 0 for load in flow.loads), worth))
        moves += [(cap, *_describe(incidence, choice, cap, move)) for move in changed]
    return (
        pd.DataFrame(points, columns=list(FRONTIER_COLUMNS)),
        pd.DataFrame(moves, columns=list(MOVE_COLUMNS)),
    )


def _is_worth(cap: int, leads: Ints, settings: Settings) -> bool:
    """Say whether a leader would call it a decision: not so of 3 leads brought to 2, nor of 50 brought to 49."""
    today = int(leads.max(initial=0))
    excess = today - ceil(leads.sum() / max(int((leads > 0).sum()), 1))
    return today > settings.load.leads_floor and today - cap >= max(settings.balance.least_gain * excess, 1)


def _describe(
    incidence: Incidence, choice: _Choice, cap: int, move: tuple[int, int, int]
) -> tuple[str, str, str, int, int, int, str]:
    item, giver, taker = move
    leads = incidence.unit_leads
    return (
        incidence.item_ids[item],
        incidence.unit_ids[giver],
        incidence.unit_ids[taker],
        int(leads[giver]),
        int(leads[taker]),
        choice.places[item, taker],
        "over" if leads[giver] > min(cap, choice.limits[giver]) else "chain",
    )


def _list_choices(frames: Frames, incidence: Incidence, settings: Settings) -> _Choice:
    limits, items = settings.balance, len(incidence.item_ids)
    weights = weigh_items(frames, settings.weights)
    places = _list_places(frames, incidence)
    barred = frames.units["kind"].isin(limits.excluded_kinds) | frames.units["unit_id"].isin(limits.excluded_units)
    may_lead = (~barred).tolist()
    able = _list_able(frames, incidence, limits.eligible)
    lead: dict[int, int] = {}
    costs: dict[int, dict[int, int]] = {}
    fixed = [0] * len(incidence.unit_ids)
    # Edges are sorted by item; a lead is put first, so that an item is known before its other units come.
    order = np.lexsort((incidence.roles, incidence.items))
    for item, unit, strength in np.column_stack((incidence.items, incidence.units, incidence.roles))[order].tolist():
        if strength == 0 and (incidence.item_leads[item] != 1 or incidence.item_ids[item] in limits.pinned_items):
            fixed[unit] += 1
        elif strength == 0:
            lead[item], costs[item] = unit, {unit: 0}
        elif item in lead and may_lead[unit] and able(item, unit) and (strength == 1 or limits.supports_may_lead):
            weight = floor(10 * weights[incidence.item_ids[item]] + 0.5)
            costs[item][unit] = _STEP * items * (items + 1) + _WEIGHT * weight + places[item, unit]
    caps = [limits.capacity.get(unit_id, items) for unit_id in incidence.unit_ids]
    return _Choice(places, lead, costs, fixed, caps)


def _list_able(frames: Frames, incidence: Incidence, eligible: tuple[str, ...]) -> Callable[[int, int], bool]:
    """Tell who could lead an item: a unit that leads another of its section, or that settings name ("*": any)."""
    section_of = dict(zip(frames.items["item_id"].tolist(), frames.items["section_id"].tolist(), strict=True))
    sections = [section_of[item_id] for item_id in incidence.item_ids]
    leads = incidence.roles == 0
    edges = zip(incidence.items[leads].tolist(), incidence.units[leads].tolist(), strict=True)
    # Where a plan has no sections, to lead elsewhere in it tells nothing.
    known = {(sections[item], unit) for item, unit in edges if sections[item]}
    named = {unit for unit, unit_id in enumerate(incidence.unit_ids) if "*" in eligible or unit_id in eligible}
    return lambda item, unit: unit in named or (sections[item], unit) in known


def _list_places(frames: Frames, incidence: Incidence) -> dict[tuple[int, int], int]:
    table = frames.assignments.sort_values("start", kind="stable")
    place = table.groupby("item_id", sort=False).cumcount() + 1
    items = {item_id: position for position, item_id in enumerate(incidence.item_ids)}
    units = {unit_id: position for position, unit_id in enumerate(incidence.unit_ids)}
    rows = zip(table["item_id"].tolist(), table["unit_id"].tolist(), place.tolist(), strict=True)
    return {(items[item_id], units[unit_id]): at for item_id, unit_id, at in rows}


class _Flow:
    """Leads at least cost under a cap that is lowered step by step: successive shortest paths.

    Taking one lead from a unit passes it along the cheapest chain of units to one with room. Potentials keep every
    cost along the way at 0 or more, so that a search ends where the next room is found (Dijkstra 1959, Johnson 1977).
    """

    def __init__(self, choice: _Choice) -> None:
        self.lead = dict(choice.lead)
        self.loads = list(choice.fixed)
        self._costs, self._limits = choice.costs, choice.limits
        self._led: list[dict[int, None]] = [{} for _ in choice.fixed]
        self._potential = [0] * len(choice.fixed)
        for item, unit in self.lead.items():
            self.loads[unit] += 1
            self._led[unit][item] = None

    def lower(self, cap: int) -> bool:
        """Bring every unit down to cap and its own limit; say whether that was possible."""
        room = [min(cap, limit) for limit in self._limits]
        for unit in range(len(self.loads)):
            while self.loads[unit] > room[unit]:
                if not self._pass_on(unit, room):
                    return False
        return True

    def _pass_on(self, source: int, room: list[int]) -> bool:
        reached, end, cost = self._search(source, room)
        if end is None:
            return False
        for unit, (distance, _, _) in reached.items():
            self._potential[unit] += min(distance - cost, 0)
        self.loads[end] += 1
        self.loads[source] -= 1
        while end != source:
            _, before, item = reached[end]
            self.lead[item] = end
            del self._led[before][item]
            self._led[end][item] = None
            end = before
        return True

    def _search(self, source: int, room: list[int]) -> tuple[dict[int, tuple[int, int, int]], int | None, int]:
        """Return the units reached (cost, unit before, item passed on), the nearest with room, and its cost."""
        reached = {source: (0, source, -1)}
        queue = [(0, source)]
        ends = {
            unit: _STEP * (load + 1) + self._potential[unit]
            for unit, load in enumerate(self.loads)
            if load < room[unit]
        }
        least = min(ends.values(), default=0)  # no way on from anywhere costs less
        end, best = None, 0
        while queue:
            distance, unit = heappop(queue)
            if end is not None and distance + least >= best:
                break
            if distance > reached[unit][0]:
                continue
            if unit in ends and (end is None or distance + ends[unit] < best):
                end, best = unit, distance + ends[unit]
            base = distance + self._potential[unit]
            for item in self._led[unit]:
                costs = self._costs[item]
                start = base - costs[unit]
                for other, cost in costs.items():
                    there = start + cost - self._potential[other]
                    if other not in reached or there < reached[other][0]:
                        reached[other] = (there, unit, item)
                        heappush(queue, (there, other))
        return reached, end, best
