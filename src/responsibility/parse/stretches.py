"""Stretches: the own text of each numbered stretch, before its first child, and what it says of units.

In: a Source and its Nodes. Out: an Outlined: the stretches by node, with the clauses that a heading says of all tasks
below it and those that close a row of points given to whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from responsibility.model import Clause, Heading
from responsibility.parse.clause.clauses import Clauses, find_clauses
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.prose import find_prose_clauses
from responsibility.parse.outline import ITEM_RANK, Node
from responsibility.parse.passing import counts_above
from responsibility.parse.sections import find_charge
from responsibility.spans import Span


@dataclass(slots=True)
class OwnStretch:
    """A node's own text, before its first child, and what it says of units."""

    node: Node
    start: int
    end: int
    said: Clauses

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What is said of units."""
        return self.said.clauses


@dataclass(frozen=True, slots=True)
class Outlined:
    """Everything found, by node id; order is the document's."""

    source: Source
    stretches: dict[str, OwnStretch]
    minimum: float
    last: str = ""
    running: frozenset[float] = frozenset()  # the ranks of headings below all of which the numbers run on
    charging: frozenset[str] = frozenset()  # the nodes whose heading says who does all tasks below
    headings: frozenset[str] = frozenset()  # the nodes that are no more than the heading of a table
    titled: dict[str, Heading] = field(default_factory=dict)  # by node, what all items below share


def outline(source: Source, nodes: Sequence[Node], tail: int, *, plain: bool) -> Outlined:
    """Read the stretch of each node, before the tail; plain: no table, so that sentences may say who acts."""
    stretches = {
        node.id: OwnStretch(node, node.text, end, find_clauses(source, node.text, end))
        for node in nodes
        for end in (max(node.text, min(node.end, tail)),)
    }
    if plain:
        bare = {
            Span(each.start, each.end): each for each in stretches.values() if not (each.node.children or each.clauses)
        }
        before = {span: each.said for span, each in bare.items()}
        for span, said in find_prose_clauses(source, before).items():
            bare[span].said = said
    charging = _read_charges(source, stretches)
    running = _running_ranks(nodes)
    _close_parents(source, stretches, nodes, running)
    bearing = [each.node.rank for each in stretches.values() if each.clauses]
    leaves = [node.rank for node in nodes if not node.children]
    minimum = min(bearing, default=max(sorted(set(leaves)), key=leaves.count) if leaves else 0)
    return Outlined(source, stretches, minimum, nodes[-1].id if nodes else "", running, charging)


def _read_charges(source: Source, stretches: dict[str, OwnStretch]) -> frozenset[str]:
    """Read whom the headings that have no clause charge with the tasks below: 以下任务由市甲局牵头.

    Returns the nodes of these, and of such as are nothing but a clause: (一)牵头单位:市甲局.
    """
    found: set[str] = set()
    for each in stretches.values():
        if not each.node.children:
            continue
        if each.clauses:
            around = (
                source.text[each.start : each.clauses[0].span.start] + source.text[each.clauses[-1].span.end : each.end]
            )
            if not around.strip(" \r\n\u3000。;"):
                found.add(each.node.id)
            continue
        said = find_charge(source, each.start, each.end)
        if said.clauses:
            span = said.clauses[0].span
            before = tuple(one for one in each.said.findings if not (one.span and span.holds(one.span)))
            each.said = replace(each.said, clauses=said.clauses, findings=(*before, *said.findings))
            found.add(each.node.id)
    return frozenset(found)


def _running_ranks(nodes: Sequence[Node]) -> frozenset[float]:
    """Return the ranks of headings below all of which the numbers run on: 一、 1. 2. 二、 3. 4.."""
    rows: dict[float, list[tuple[int, int]]] = {}
    for each in nodes:
        if below := each.children:
            rows.setdefault(each.rank, []).append((below[0].ordinal, below[-1].ordinal))
    return frozenset(
        rank
        for rank, row in rows.items()
        if len(row) > 1 and all(last + 1 == first for (_, last), (first, _) in pairwise(row))
    )


def _close_parents(
    source: Source, stretches: dict[str, OwnStretch], nodes: Sequence[Node], running: Set[float]
) -> None:
    """Give a clause that closes a row of bare points to what they are points of.

    So where points are too small to be items, where the parent's peers have clauses of their own, or where no row
    has a clause at each point and this one stands in its own paragraph or is not the only one. 以上任务由市甲局牵头 is
    the clause of each point, and one in the last point is its own where the numbers run on to the next heading's.
    """
    bearing = {each.node.rank for each in stretches.values() if each.clauses and each.node.children == []}
    rows = [node for node in nodes if _is_closed(stretches, node)]
    regular = {child.rank for node in nodes for child in node.children[:-1] if stretches[child.id].clauses}
    for parent in rows:
        last = stretches[parent.children[-1].id]
        if counts_above(source, last.clauses[0]):
            continue
        before = source.text[max(0, last.clauses[0].span.start - 40) : last.clauses[0].span.start]
        apart = before.rpartition("\n")[2].strip() == ""
        if parent.rank in running and not apart:
            continue
        alone = last.node.rank not in regular and (apart or len(rows) > 1)
        if last.node.rank > ITEM_RANK or parent.rank in bearing or alone:
            stretches[parent.id].said = replace(last.said)
            last.said = Clauses()


def _is_closed(stretches: dict[str, OwnStretch], parent: Node) -> bool:
    children = parent.children
    return (
        len(children) > 1
        and not stretches[parent.id].clauses
        and not any(stretches[each.id].clauses for child in children[:-1] for each in (child, *descendants(child)))
        and len(stretches[children[-1].id].clauses) == 1
        and not children[-1].children
    )


def descendants(node: Node) -> Iterator[Node]:
    """Yield all nodes below one, in order."""
    for child in node.children:
        yield child
        yield from descendants(child)
