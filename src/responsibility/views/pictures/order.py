"""Order: two columns of nodes with few crossing lines.

In: edges as pairs of indices, left nodes in groups that must stay whole and in order. Out: an order of each
column. Barycentre sweeps (Sugiyama, Tagawa, Toda 1981), then swaps of neighbours while they help (greedy
switching, Eades and Kelly 1986). Deterministic; ties keep the order given.
"""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int]
SWEEPS = 24


def count_crossings(edges: Sequence[Edge], left: Sequence[int], right: Sequence[int]) -> int:
    """Count the pairs of edges that cross when the columns stand in these orders; O(E log E).

    Edges that share an end do not cross. Barth, Mutzel, Juenger 2004: inversions by a Fenwick tree.
    """
    across = {node: place for place, node in enumerate(left)}
    down = {node: place for place, node in enumerate(right)}
    places = [down[v] for _, v in sorted(((across[u], v) for u, v in edges), key=lambda edge: (edge[0], down[edge[1]]))]
    tree = [0] * (len(right) + 1)
    crossings = 0
    for seen, place in enumerate(places):
        crossings += seen - _count_upto(tree, place + 1)
        _count_in(tree, place + 1)
    return crossings


def _count_upto(tree: list[int], index: int) -> int:
    total = 0
    while index:
        total += tree[index]
        index &= index - 1
    return total


def _count_in(tree: list[int], index: int) -> None:
    while index < len(tree):
        tree[index] += 1
        index += index & -index


def reduce_crossings(groups: Sequence[int], edges: Sequence[Edge], right_count: int) -> tuple[list[int], list[int]]:
    """Return orders of the left and right nodes with few crossings; never more than in the orders given.

    groups: the group of each left node, not falling; nodes move within their group only.
    """
    left, right = list(range(len(groups))), list(range(right_count))
    to_right: list[list[int]] = [[] for _ in left]
    to_left: list[list[int]] = [[] for _ in right]
    for u, v in edges:
        to_right[u].append(v)
        to_left[v].append(u)
    whole = [0] * right_count
    best = (count_crossings(edges, left, right), left, right)
    for _ in range(SWEEPS):
        right = _sort_by_neighbours(right, whole, to_left, left)
        left = _sort_by_neighbours(left, groups, to_right, right)
        best = min(best, (count_crossings(edges, left, right), left, right), key=lambda found: found[0])
    _, left, right = best
    while _swap_neighbours(right, whole, to_left, left) | _swap_neighbours(left, groups, to_right, right):
        pass
    return left, right


def _sort_by_neighbours(
    nodes: Sequence[int], groups: Sequence[int], neighbours: Sequence[Sequence[int]], others: Sequence[int]
) -> list[int]:
    place = {node: index for index, node in enumerate(others)}
    own = {node: index for index, node in enumerate(nodes)}
    scale = len(others) / max(len(nodes), 1)

    def centre(node: int) -> float:
        near = neighbours[node]
        return sum(place[other] for other in near) / len(near) if near else own[node] * scale

    return sorted(nodes, key=lambda node: (groups[node], centre(node), own[node]))


def _swap_neighbours(
    nodes: list[int], groups: Sequence[int], neighbours: Sequence[Sequence[int]], others: Sequence[int]
) -> bool:
    """Swap adjacent nodes in place while that saves crossings; tell whether any was saved."""
    place = {node: index for index, node in enumerate(others)}
    places = [sorted(place[other] for other in near) for near in neighbours]
    saved = False
    for _ in nodes:
        swapped = False
        for index in range(len(nodes) - 1):
            u, v = nodes[index : index + 2]
            if groups[u] == groups[v] and _crossings(places[u], places[v]) > _crossings(places[v], places[u]):
                nodes[index], nodes[index + 1] = v, u
                saved = swapped = True
        if not swapped:
            break
    return saved


def _crossings(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Count pairs where the upper node's neighbour lies below the lower one's; both sorted."""
    total = index = 0
    for place in upper:
        while index < len(lower) and lower[index] < place:
            index += 1
        total += index
    return total
