"""Balance: what proposals change, and the least that any could, found by a flow of the networkx library."""

from __future__ import annotations

from collections import Counter

import networkx as nx

from oracle.facts import Facts


def today(facts: Facts) -> Counter[str]:
    """Leads of each judged unit."""
    return Counter({unit: facts.leads(unit) for unit in facts.judged})


def after(facts: Facts, moves: list[dict[str, str]]) -> Counter[str]:
    """Leads once some moves are made."""
    leads = today(facts)
    for move in moves:
        leads[move["from_unit"]] -= 1
        leads[move["to_unit"]] += 1
    return leads


def cost(leads: Counter[str]) -> int:
    """Sum of 1 + 2 + … + leads."""
    return sum(count * (count + 1) // 2 for count in leads.values())


def worth(facts: Facts, cap: int) -> bool:
    """Whether a cap takes the share that settings ask for off the most leads, as far as they are above the average."""
    leads = [count for count in today(facts).values() if count]
    above = max(leads, default=0) - cap
    excess = max(leads, default=0) + -sum(leads) // max(len(leads), 1)
    made = facts.settings
    return above > 0 and max(leads) > made["load"]["leads_floor"] and above >= made["balance"]["least_gain"] * excess


def choices(facts: Facts) -> dict[str, tuple[str, set[str]]]:
    """Items with one lead that may move: who leads today, and who could: its units that lead in the same section."""
    section = {item.id: item.section for item in facts.items}
    led = {(section[item], unit) for (item, unit), (role, _) in facts.edges.items() if role == "lead"}
    found = {}
    for item in facts.judged_items:
        own = [unit for unit in facts.units_of[item] if unit in facts.judged]
        leads = [unit for unit in own if facts.role(item, unit) == "lead"]
        if len(leads) == 1:
            found[item] = leads[0], {unit for unit in own if section[item] and (section[item], unit) in led}
    return found


def least(facts: Facts, cap: int) -> tuple[int, int] | None:
    """Fewest moves, then least cost, that bring all units to cap; None where none do."""
    movable = choices(facts)
    fixed = today(facts) - Counter(lead for lead, _ in movable.values())
    if any(count > cap for count in fixed.values()):
        return None
    graph, step = nx.DiGraph(), 10_000
    graph.add_node("end", demand=len(movable))
    for item, (lead, able) in movable.items():
        graph.add_node(("item", item), demand=-1)
        for unit in able | {lead}:
            graph.add_edge(("item", item), ("unit", unit), capacity=1, weight=step if unit != lead else 0)
    for unit in facts.judged:
        for place in range(fixed[unit] + 1, cap + 1):
            graph.add_edge(("unit", unit), ("place", unit, place), capacity=1, weight=place)
            graph.add_edge(("place", unit, place), "end", capacity=1, weight=0)
    try:
        total = nx.min_cost_flow_cost(graph)
    except nx.NetworkXUnfeasible:
        return None
    return total // step, total % step + cost(fixed)
