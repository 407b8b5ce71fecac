"""Graph: the bipartite graph of a plan as GraphML, for programs that draw and measure graphs.

In: a Plan. Out: text. Nodes "item 2.1.1" and "unit fgw" in document and protocol order, then an edge with role, basis
and match for each assignment, in the order of the items.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from responsibility.model import Plan
from responsibility.spans import writable

_OPEN = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""
# What is said of the graph, its nodes and its edges: numbered from d0.
_KEYS = (
    ("graph", "plan", "string"), ("node", "bipartite", "long"), ("node", "label", "string"),
    ("node", "number", "string"), ("node", "kind", "string"), ("edge", "role", "string"), ("edge", "basis", "string"),
    ("edge", "match", "string"),
)  # fmt: skip
_NUMBERS = {name: number for number, (_, name, _) in enumerate(_KEYS)}


def write_graphml(plan: Plan) -> str:
    """Return the plan as GraphML, as Gephi, yEd and networkx read it: items have bipartite 0, units 1.

    Raises ValueError if an assignment names an item or unit that the plan does not have.
    """
    return "\n".join((_OPEN, *_write_keys(), '  <graph edgedefault="undirected">', *_write_graph(plan), "</graphml>\n"))


def _write_keys() -> Iterator[str]:
    for number, (where, name, kind) in reversed([*enumerate(_KEYS)]):
        yield f'  <key id="d{number}" for="{where}" attr.name="{name}" attr.type="{kind}" />'


def _write_graph(plan: Plan) -> Iterator[str]:
    for item in plan.items:
        said = {"bipartite": "0", "label": item.title, "number": item.number}
        yield from _write_part(f'node id="{_escape(f"item {item.id}")}"', said)
    for unit in plan.units:
        said = {"bipartite": "1", "label": unit.short or unit.name, "kind": unit.kind}
        yield from _write_part(f'node id="{_escape(f"unit {unit.id}")}"', said)
    order, units = {item.id: place for place, item in enumerate(plan.items)}, {unit.id for unit in plan.units}
    for each in plan.assignments:
        if each.item_id not in order or each.unit_id not in units:
            raise ValueError(f"assignment of unknown item {each.item_id} or unit {each.unit_id}")
    for each in sorted(plan.assignments, key=lambda each: order[each.item_id]):
        ends = f'source="{_escape(f"item {each.item_id}")}" target="{_escape(f"unit {each.unit_id}")}"'
        said = {"role": each.role.value, "basis": each.basis.value, "match": each.match.value}
        yield from _write_part(f"edge {ends}", said)
    yield f'    <data key="d0">{_escape(plan.id)}</data>\n  </graph>'


def _write_part(opening: str, said: dict[str, str]) -> Iterator[str]:
    yield f"    <{opening}>"
    for name, words in said.items():
        text = _escape(words)
        yield f'      <data key="d{_NUMBERS[name]}"' + (f">{text}</data>" if text else " />")
    yield f"    </{opening.partition(' ')[0]}>"


def _escape(words: str) -> str:
    return escape(writable(words)).encode("ascii", "xmlcharrefreplace").decode()
