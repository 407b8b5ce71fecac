"""Graph: the plan as networkx sees it."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from builders import plan_from
from responsibility.graph import build_graph, sides, write_graphml

PLAN = plan_from({"1.1": ["a", "b"], "1.2": ["b", "a", "c"], "2.1": []})


def test_every_assignment_is_an_edge_in_order():
    """Edges come as assigned and carry their role."""
    graph = build_graph(PLAN)
    edges = [(each.item_id, each.unit_id, each.role.value) for each in PLAN.assignments]
    assert [(item, unit, role) for (_, item), (_, unit), role in graph.edges(data="role")] == edges
    assert nx.is_bipartite(graph)


def test_items_without_units_are_nodes_too():
    """Item 2.1 stands alone; sides keep document and protocol order."""
    items, units = sides(build_graph(PLAN))
    assert [name for _, name in items] == ["1.1", "1.2", "2.1"]
    assert [name for _, name in units] == ["a", "b", "c"]


def test_an_item_may_have_the_id_of_a_unit():
    """Nodes say which side they are on."""
    assert len(build_graph(plan_from({"1": ["1"]}))) == 2


def test_an_assignment_of_a_stranger_is_refused():
    """A plan that contradicts itself is a bug and is said so."""
    with pytest.raises(ValueError, match="unit c"):
        build_graph(replace(PLAN, units=PLAN.units[:2]))


def test_graphml_is_read_back():
    """Another program finds the same nodes, labels and roles."""
    again = nx.parse_graphml(write_graphml(PLAN))
    assert again.nodes["unit a"]["label"] == "市a局"
    assert again.edges["item 1.2", "unit b"]["role"] == "lead"


@pytest.mark.parametrize("marks", ["市局", '<一>&"“\n\t'], ids=["plain", "what XML escapes"])
@pytest.mark.parametrize("named", [{"1.1": ["a", "b"], "1.2": ["b"], "2.1": []}, {"1": []}, {}], ids=len)
def test_graphml_is_what_networkx_writes(named, marks):
    """Byte for byte, so that no reader of it sees another hand."""
    plan = plan_from(named)
    plan = replace(plan, units=tuple(replace(each, short=marks) for each in plan.units))
    graph = nx.Graph(plan=plan.id)
    graph.add_nodes_from((" ".join(node), each) for node, each in build_graph(plan).nodes(data=True))
    graph.add_edges_from((" ".join(a), " ".join(b), each) for a, b, each in build_graph(plan).edges(data=True))
    assert write_graphml(plan) == "\n".join(nx.generate_graphml(graph)) + "\n"


def test_an_empty_plan_is_an_empty_graph():
    """Nothing named, nothing joined."""
    assert len(build_graph(plan_from({}))) == 0
