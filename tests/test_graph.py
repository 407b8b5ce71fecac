"""Graph: the plan as networkx reads it back from GraphML."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from builders import plan_from
from responsibility.graph import write_graphml

PLAN = plan_from({"1.1": ["a", "b"], "1.2": ["b", "a", "c"], "2.1": []})


def read(plan):
    return nx.parse_graphml(write_graphml(plan))


def test_every_assignment_is_an_edge_in_order():
    """Edges come as assigned and carry role, basis and match; the two sides are kept apart."""
    edges = [
        (f"item {each.item_id}", f"unit {each.unit_id}", each.role.value, each.basis.value, each.match.value)
        for each in PLAN.assignments
    ]
    found = [(a, b, *marks.values()) for a, b, marks in read(PLAN).edges(data=True)]
    assert [each[:5] for each in found] == edges
    assert nx.is_bipartite(read(PLAN))


def test_items_without_units_are_nodes_too():
    """Item 2.1 stands alone; both sides keep document and protocol order, and say what they are called."""
    nodes = read(PLAN).nodes(data=True)
    assert [(name, marks["bipartite"]) for name, marks in nodes] == [
        ("item 1.1", 0), ("item 1.2", 0), ("item 2.1", 0), ("unit a", 1), ("unit b", 1), ("unit c", 1)
    ]  # fmt: skip
    assert nodes["unit a"]["label"] == "市a局"
    assert nodes["item 1.1"]["number"] == PLAN.items[0].number


def test_an_item_may_have_the_id_of_a_unit():
    """Nodes say which side they are on."""
    assert len(read(plan_from({"1": ["1"]}))) == 2


def test_an_assignment_of_a_stranger_is_refused():
    """A plan that contradicts itself is a bug and is said so."""
    with pytest.raises(ValueError, match="unit c"):
        write_graphml(replace(PLAN, units=PLAN.units[:2]))


def test_any_title_is_read_back():
    """Signs of XML, control signs and Chinese come back, or as U+FFFD where no XML holds them."""
    items = (replace(PLAN.items[0], title='<a&b "簰">\x01'), *PLAN.items[1:])
    again = read(replace(PLAN, notice=replace(PLAN.notice, items=items)))
    assert again.nodes["item 1.1"]["label"] == '<a&b "簰">\ufffd'


def test_an_empty_plan_is_an_empty_graph():
    """Nothing named, nothing joined."""
    assert len(read(plan_from({}))) == 0
