"""Arcs: which units work on the same items, as an arc diagram.

In: a Plan and its pairs of units. Out: a Picture. A unit's place says with whom it shares most, an arc's width
how many items two units share, a dark arc that the number is more than their sizes explain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from responsibility.language.wording import Wording
from responsibility.model import Plan
from responsibility.settings import Settings
from responsibility.views.lines import wrap_text
from responsibility.views.pictures.network import Sample
from responsibility.views.pictures.picture import LINE, Mark, Picture, Sketch, Stroke
from responsibility.views.scene import Scene, SharedPair

SIZE = 9.0
UNIT_WIDTH = 170.0
REACH = 260.0  # how far the widest arc pulls
NAMED = 8  # pairs that the legend names
PASSES = 6


def draw_overlap(scene: Scene) -> Picture:
    """Lay out the overlap network; pairs that share more items than their sizes explain are always drawn."""
    plan, settings, wording = scene.plan, scene.settings, scene.say
    table = scene.analysis.overlap
    supported = table[table["supported"].astype(bool)]
    firm = set(zip(supported["unit_a"], supported["unit_b"], strict=True))
    order = {unit_id: place for place, unit_id in enumerate(scene.units)}
    pairs = sorted(scene.shared, key=lambda pair: (order[pair.unit_a], order[pair.unit_b]))
    drawn, note = _choose_pairs(pairs, firm, settings, wording)
    names = {unit.id: unit.short or unit.name for unit in plan.units}
    units = _order_units(plan, drawn, settings)
    sketch = Sketch(scene.measure)
    places = _place_units(sketch, plan, units, names, wording)
    widths = _arc_widths(drawn)
    for pair in sorted(drawn, key=lambda pair: (_is_firm(pair, firm), -pair.shared)):
        _draw_arc(sketch, pair, places, widths[pair.shared], _is_firm(pair, firm))
    legend = [*_explain_widths(widths, wording), *_explain_firm(drawn, firm, names, wording), *note]
    if drawn:
        legend.append(([], wording(f"diagram.overlap.order_{settings.diagram.order}")))
    absent = len(plan.units) - len(units)
    if absent and drawn:
        legend.append(([], wording("diagram.overlap.absent", count=absent)))
    title = wording("diagram.overlap.title", plan=scene.title)
    return sketch.finish("overlap", title, legend, _describe(title, drawn, names, wording))


def _describe(title: str, drawn: Sequence[SharedPair], names: Mapping[str, str], wording: Wording) -> str:
    if not drawn:
        return title
    top = max(drawn, key=lambda pair: pair.shared)
    a, b = names[top.unit_a], names[top.unit_b]
    return wording("diagram.overlap.words", pairs=len(drawn), a=a, b=b, count=top.shared)


def _is_firm(pair: SharedPair, firm: Collection[tuple[str, str]]) -> bool:
    return (pair.unit_a, pair.unit_b) in firm


def _choose_pairs(
    pairs: Sequence[SharedPair], firm: Collection[tuple[str, str]], settings: Settings, wording: Wording
) -> tuple[list[SharedPair], list[Sample]]:
    """Keep the firm pairs and those above the threshold, which rises until few enough are left."""
    least, most = settings.diagram.min_shared, settings.diagram.max_pairs
    top = max((pair.shared for pair in pairs), default=0)
    while least < top and sum(pair.shared >= least for pair in pairs) > most:
        least += 1
    kept = [pair for pair in pairs if pair.shared >= least or _is_firm(pair, firm)]
    left_out = len(pairs) - len(kept)
    if not kept:
        return [], [([], wording("diagram.overlap.none", least=least))]
    note: list[Sample] = []
    if left_out:
        note = [([], wording("diagram.overlap.drawn", least=least, drawn=len(kept), left_out=left_out))]
    if len(kept) > most:
        kept.sort(key=lambda pair: (not _is_firm(pair, firm), -pair.shared))
        note = [([], wording("diagram.overlap.cut", least=least, drawn=most, left_out=len(pairs) - most))]
    return kept[:most], note


def _order_units(plan: Plan, pairs: Sequence[SharedPair], settings: Settings) -> list[str]:
    named = {unit for pair in pairs for unit in (pair.unit_a, pair.unit_b)}
    units = [unit.id for unit in plan.units if unit.id in named]
    if settings.diagram.order == "protocol":
        return units
    links: dict[str, list[tuple[str, int]]] = {unit: [] for unit in units}
    for pair in pairs:
        links[pair.unit_a].append((pair.unit_b, pair.shared))
        links[pair.unit_b].append((pair.unit_a, pair.shared))
    return shorten_arcs(units, links)


def shorten_arcs(units: Sequence[str], links: Mapping[str, Sequence[tuple[str, int]]]) -> list[str]:
    """Return an order with short arcs: each unit in turn moves to where the sum of shared x distance is least."""
    order = list(units)
    for _ in range(PASSES):
        before = list(order)
        for unit in units:
            order.remove(unit)
            order.insert(_best_place(unit, order, links), unit)
        if order == before:
            break
    return order


def _best_place(unit: str, order: Sequence[str], links: Mapping[str, Sequence[tuple[str, int]]]) -> int:
    """Return the gap of the order where the unit costs least, counting the arcs it lengthens by standing there."""
    place = {other: index for index, other in enumerate(order)}
    own = [(place[other], shared) for other, shared in links[unit]]
    over = [0] * (len(order) + 1)
    for other, neighbours in links.items():
        for far, shared in neighbours:
            if unit not in (other, far) and place[other] < place[far]:
                for gap in range(place[other] + 1, place[far] + 1):
                    over[gap] += shared

    def cost(gap: int) -> float:
        return over[gap] + sum(shared * abs(other + 0.5 - gap) for other, shared in own)

    return min(range(len(order) + 1), key=cost)


def _place_units(
    sketch: Sketch, plan: Plan, units: Sequence[str], names: Mapping[str, str], wording: Wording
) -> dict[str, float]:
    loads = Counter(each.unit_id for each in plan.assignments)
    most = max((loads[unit] for unit in units), default=1)
    places: dict[str, float] = {}
    y = 0.0
    for unit in units:
        height = max(len(wrap_text(names[unit], UNIT_WIDTH / SIZE, sketch.measure)) * SIZE * LINE + 6, 24.0)
        middle = y + height / 2
        places[unit] = middle
        sketch.add(Mark(0, middle, 2.0 + 5.0 * (loads[unit] / most) ** 0.5, "disc", "node", unit=unit))
        width, _ = sketch.write(13, middle, names[unit], SIZE, limit=UNIT_WIDTH, unit=unit)
        count = wording("diagram.overlap.count", items=loads[unit])
        sketch.write(19 + width, middle, count, 7.5, style="quiet", unit=unit)
        y += height
    return places


def _draw_arc(sketch: Sketch, pair: SharedPair, places: Mapping[str, float], width: float, firm: bool) -> None:
    top, bottom = sorted((places[pair.unit_a], places[pair.unit_b]))
    reach = -min((bottom - top) * 0.72, REACH)
    points = ((0.0, top), (reach, top), (reach, bottom), (0.0, bottom))
    sketch.add(Stroke(points, "strong" if firm else "weak", width, unit=pair.unit_a))


def _arc_widths(pairs: Sequence[SharedPair]) -> dict[int, float]:
    """Return line width by number of shared items, the most being 5 points wide."""
    counts = sorted({pair.shared for pair in pairs})
    span = max(counts[-1] - counts[0], 4) if counts else 1
    return {count: 0.7 + 4.3 * (count - counts[0]) / span for count in counts}


def _explain_widths(widths: Mapping[int, float], wording: Wording) -> Iterator[Sample]:
    counts = list(widths)
    for key, count in zip(("thin", "thick"), counts[:1] + counts[1:][-1:], strict=False):
        line = Stroke(((-12.0, 0.0), (12.0, 0.0)), "weak", widths[count])
        yield [line], wording(f"diagram.overlap.{key}", count=count)


def _explain_firm(
    pairs: Sequence[SharedPair], firm: Collection[tuple[str, str]], names: Mapping[str, str], wording: Wording
) -> Iterator[Sample]:
    """Yield what a dark arc means, and the first pairs by name."""
    dark = [pair for pair in pairs if _is_firm(pair, firm)]
    if dark:
        yield [Stroke(((-12.0, 0.0), (12.0, 0.0)), "strong", 2.0)], wording("diagram.overlap.strong", count=len(dark))
    for pair in dark[:NAMED]:
        words = wording("diagram.overlap.pair", a=names[pair.unit_a], b=names[pair.unit_b], count=pair.shared)
        yield [], words
