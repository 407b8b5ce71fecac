"""Graph: the bipartite graph of a plan, for networkx and for programs that read GraphML.

In: a Plan. Out: a networkx Graph whose nodes are ("item", id) and ("unit", id). Nodes in document and protocol
order, edges in the order of the assignments, so that everything derived from it repeats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responsibility.model import Plan
from responsibility.spans import writable

if TYPE_CHECKING:
    from networkx import Graph

Node = tuple[str, str]


def build_graph(plan: Plan) -> Graph:
    """Return items and units as nodes (bipartite 0 and 1), an edge with role, basis and match for each assignment.

    Raises ValueError if an assignment names an item or unit that the plan does not have.
    """
    import networkx as nx

    graph = nx.Graph(plan=plan.id)
    for item in plan.items:
        graph.add_node(("item", item.id), bipartite=0, label=item.title, number=item.number)
    for unit in plan.units:
        graph.add_node(("unit", unit.id), bipartite=1, label=unit.short or unit.name, kind=unit.kind)
    for each in plan.assignments:
        ends = ("item", each.item_id), ("unit", each.unit_id)
        strangers = [f"{kind} {name}" for kind, name in ends if (kind, name) not in graph]
        if strangers:
            raise ValueError(f"assignment of unknown {', '.join(strangers)}")
        graph.add_edge(*ends, role=each.role.value, basis=each.basis.value, match=each.match.value)
    items, _ = sides(graph)
    if not nx.bipartite.is_bipartite_node_set(graph, items):
        raise ValueError("a line joins two items or two units")
    return graph


def sides(graph: Graph) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return the items and the units, each in the graph's order."""
    nodes = tuple(graph.nodes(data="bipartite"))
    return tuple(node for node, side in nodes if side == 0), tuple(node for node, side in nodes if side == 1)


def write_graphml(graph: Graph) -> str:
    """Return the graph as GraphML, as Gephi and yEd read it; node ids are "item 2.1.1", "unit fgw"."""
    import networkx as nx

    named = nx.Graph(**graph.graph)
    said = (
        (node, {key: writable(mark) if isinstance(mark, str) else mark for key, mark in marks.items()})
        for node, marks in graph.nodes(data=True)
    )
    named.add_nodes_from((" ".join(node), marks) for node, marks in said)
    named.add_edges_from((" ".join(a), " ".join(b), marks) for a, b, marks in graph.edges(data=True))
    return "\n".join(nx.generate_graphml(named)) + "\n"
