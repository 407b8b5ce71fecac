"""The network of the page: items left, units right, as one inline SVG that the script can light up.

Above the settings' size an item stands for nothing a reader can follow, so sections take the items' place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from responsibility.model import Role
from responsibility.render.page.markup import element, escape
from responsibility.views.order import reduce_crossings
from responsibility.views.page import PageView
from responsibility.wording import Wording

Edge = tuple[str, str, Role]  # item or section, unit, role
_WIDTH, _ROW, _TOP = 1100, 24, 12
_LEFT, _RIGHT = 480, 800  # where edges begin and end


@dataclass(frozen=True, slots=True)
class _Node:
    """A label at a height. key: its id; kind: its data attribute."""

    key: str
    kind: str
    label: str
    target: str


def _cut(words: str, width: int) -> str:
    """Shorten a label; its whole text stands in its title."""
    return words if len(words) <= width else f"{words[: width - 1]}…"


def _edges(page: PageView, grouped: bool) -> dict[Edge, int]:
    """How many assignments each line stands for."""
    sections = {item.id: str(item.section) for item in page.items}
    return dict(Counter((sections[m.item_id] if grouped else m.item_id, m.unit_id, m.role) for m in page.marks))


def _spread(count: int, height: float) -> list[float]:
    """Heights of count labels, evenly over the picture."""
    step = height / max(count, 1)
    return [_TOP + step * (index + 0.5) for index in range(count)]


def _untangle(left: list[_Node], right: list[_Node], edges: dict[Edge, int], groups: list[int]) -> list[list[_Node]]:
    """Order both sides so that few lines cross; items stay within their section."""
    rows = {node.key: place for place, node in enumerate(left)}
    columns = {node.key: place for place, node in enumerate(right)}
    orders = reduce_crossings(groups, [(rows[source], columns[unit_id]) for source, unit_id, _ in edges], len(right))
    return [[side[place] for place in order] for side, order in zip((left, right), orders, strict=True)]


def _label(node: _Node, y: float, right: bool) -> str:
    x, anchor, width = (_RIGHT + 12, "start", 20) if right else (_LEFT - 12, "end", 30)
    dot = element("circle", cx=_RIGHT if right else _LEFT, cy=f"{y:.1f}", r=4)
    text = element("text", escape(_cut(node.label, width)), x=x, y=f"{y + 5:.1f}", text_anchor=anchor)
    whole = element("title", escape(node.label)) if len(node.label) > width else ""
    return element("a", whole, dot, text, href=node.target, **{f"data_{node.kind}": node.key})


def _curve(edge: Edge, count: int, kind: str, y1: float, y2: float) -> str:
    source, unit_id, role = edge
    middle = (_LEFT + _RIGHT) / 2
    path = f"M{_LEFT},{y1:.1f}C{middle:.0f},{y1:.1f} {middle:.0f},{y2:.1f} {_RIGHT},{y2:.1f}"
    width = None if count == 1 else f"stroke-width:{1 + count**0.5:.1f}px"
    return element("path", d=path, class_=role.value, style=width, data_unit=unit_id, **{f"data_{kind}": source})


def draw_network(page: PageView, wording: Wording) -> str:
    """Draw the bipartite network; a picture given from above takes its place."""
    note = element("p", escape(wording("page.network.note")), class_="note")
    if page.network_svg:
        return note + element("div", page.network_svg[max(page.network_svg.find("<svg"), 0) :], class_="wide picture")
    grouped = len(page.items) > page.network_items
    kind = "section" if grouped else "item"
    edges = _edges(page, grouped)
    left = (
        [_Node(str(place), kind, title, "#matrix") for place, title in enumerate(page.sections)]
        if grouped
        else [_Node(item.id, kind, f"{item.number}{item.title}", f"#i-{item.id}") for item in page.items]
    )
    groups = list(range(len(left))) if grouped else [item.section for item in page.items]
    right = [_Node(unit.id, "unit", unit.short, f"#u-{unit.id}") for unit in page.units]
    left, units = _untangle(left, right, edges, groups)
    height = _ROW * max(len(left), len(units), 1)
    y_left = dict(zip((node.key for node in left), _spread(len(left), height), strict=True))
    y_right = dict(zip((node.key for node in units), _spread(len(units), height), strict=True))
    faint_first = sorted(edges.items(), key=lambda pair: -pair[0][2].strength)
    curves = (_curve(edge, count, kind, y_left[edge[0]], y_right[edge[1]]) for edge, count in faint_first)
    svg = element(
        "svg",
        element("title", escape(wording("page.network.title"))),
        element("g", *curves, class_="edges"),
        element("g", *(_label(node, y_left[node.key], right=False) for node in left)),
        element("g", *(_label(node, y_right[node.key], right=True) for node in units)),
        viewBox=f"0 0 {_WIDTH} {height + 2 * _TOP}",
        role="group",
        aria_label=wording("page.network.title"),
        id="net",
    )
    if grouped:
        note += element("p", escape(wording("page.network.grouped", items=len(page.items))), class_="note")
    return note + element("div", svg, class_="wide picture")
