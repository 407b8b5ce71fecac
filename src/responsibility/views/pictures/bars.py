"""Bars: how much each unit carries, and how unevenly it is spread.

In: a Scene. Out: Pictures. Bars stand in order of their length; lead, co-lead and support
differ by hatching as well as by shade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from responsibility.kinds import Role
from responsibility.model import Unit
from responsibility.views.lines import wrap_text
from responsibility.views.pictures.network import Sample, explain_basis
from responsibility.views.pictures.picture import LINE, Box, Picture, Point, Shape, Sketch, Stroke
from responsibility.views.scene import Scene

SIZE = 9.0
SMALL = 7.5
NAME_WIDTH = 160.0
REACH = 300.0
THICK = 11.0
SIDE = 220.0  # of the square of the Lorenz curve
HATCHES = {Role.LEAD: 0.0, Role.CO_LEAD: 4.0, Role.SUPPORT: 0.0}  # points between slanting lines, 0 for none
BARS = {Role.LEAD: "lead-bar", Role.CO_LEAD: "co-lead-bar", Role.SUPPORT: "support-bar"}
CURVES = (("leads", "strong", 2.0), ("load", "axis", 1.4), ("items", "weak", 0.8))


def draw_workload(scene: Scene) -> Picture:
    """Lay out the bars of the units with most tasks."""
    plan, settings, wording, measure, loads = scene.plan, scene.settings, scene.say, scene.measure, scene.loads
    counts = Counter((each.unit_id, each.role) for each in plan.assignments)
    totals = Counter(each.unit_id for each in plan.assignments)
    units = sorted(plan.units, key=lambda unit: (-totals[unit.id], -counts[unit.id, Role.LEAD]))
    shown = units[: settings.diagram.max_units]
    most = max((totals[unit.id] for unit in shown), default=0)
    sketch = Sketch(measure)
    y = 0.0
    for unit in shown:
        height = max(len(wrap_text(_name(unit), NAME_WIDTH / SIZE, measure)) * SIZE * LINE + 4, 17.0)
        sketch.write(-6, y + height / 2, _name(unit), SIZE, anchor="end", limit=NAME_WIDTH, unit=unit.id)
        end = _draw_bar(sketch, [counts[unit.id, role] for role in Role], REACH / max(most, 1), y + height / 2, unit.id)
        text = wording("diagram.workload.total", items=totals[unit.id], load=f"{loads[unit.id]:g}")
        width, _ = sketch.write(end + 6, y + height / 2, text, SMALL, style="quiet", unit=unit.id)
        if unit.id in scene.overloaded:
            sketch.write(end + 12 + width, y + height / 2, wording("diagram.workload.over"), SMALL, style="warn")
        y += height
    _rule(sketch, most, y)
    legend = [*_explain_bars(scene), *explain_basis(plan, wording)]
    if len(shown) < len(units):
        legend.append(([], wording("diagram.workload.rest", count=len(units) - len(shown), shown=len(shown))))
    title = wording("diagram.workload.title", plan=scene.title)
    top = [wording("diagram.workload.words", unit=_name(unit), items=totals[unit.id]) for unit in shown[:1]]
    return sketch.finish("workload", title, legend, "".join(top))


def _name(unit: Unit) -> str:
    return unit.short or unit.name


def _draw_bar(sketch: Sketch, counts: Sequence[int], scale: float, middle: float, unit: str) -> float:
    """Draw the roles one after the other from x = 0; return where the bar ends."""
    x = 0.0
    for role, count in zip(Role, counts, strict=True):
        if count:
            box = Box(x, middle - THICK / 2, count * scale, THICK, BARS[role], unit=unit)
            sketch.add(box, *hatch(box, HATCHES[role]))
            x += count * scale
    return x


def hatch(box: Box, gap: float) -> Iterator[Stroke]:
    """Yield lines that rise over a box, so many points apart along its edge; none where gap is 0."""
    right, bottom = box.x + box.width, box.y + box.height
    reach = gap
    while gap and reach < box.width + box.height:
        # The line through all points that are `reach` away from the upper left corner, across plus down.
        low = max(box.x, box.x + reach - box.height), min(bottom, box.y + reach)
        high = min(right, box.x + reach), max(box.y, box.y + reach - box.width)
        yield Stroke((low, high), "hatch", 0.5)
        reach += gap


def _rule(sketch: Sketch, most: int, bottom: float) -> None:
    """Draw the zero line and number the items below the bars."""
    if not most:
        return
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, most) if most / step <= 6)
    for count in range(0, most + 1, step):
        x = REACH * count / most
        sketch.add(Stroke(((x, bottom), (x, bottom + 4)), "axis", 0.6))
        sketch.write(x, bottom + 10, str(count), SMALL, anchor="middle", style="quiet")
    sketch.add(Stroke(((0, bottom), (REACH, bottom)), "axis", 0.6), Stroke(((0, 0), (0, bottom)), "axis", 0.6))


def _explain_bars(scene: Scene) -> Iterator[Sample]:
    wording, present = scene.say, {each.role for each in scene.plan.assignments}
    for role in Role:
        if role in present:
            box = Box(-12, -4, 24, 8, BARS[role])
            weight = f"{scene.settings.weights.of(role):g}"
            yield [box, *hatch(box, HATCHES[role])], wording(f"diagram.workload.{role.value}", weight=weight)
    if scene.weighed:
        yield [], wording("diagram.workload.weighed", count=scene.weighed)
    yield [], wording("diagram.workload.axis")


def draw_lorenz(scene: Scene) -> Picture:
    """Lay out the Lorenz curves of leads, load and items."""
    wording, title = scene.say, scene.title
    curves = list_curves(scene)
    sketch = Sketch(scene.measure)
    sketch.add(
        Stroke(((0, 0), (0, SIDE), (SIDE, SIDE), (SIDE, 0), (0, 0)), "axis", 0.6),
        Stroke(((0, SIDE), (SIDE, 0)), "equal", 0.6),
    )
    for percent in (0, 50, 100):
        away = SIDE * percent / 100
        sketch.write(away, SIDE + 9, f"{percent}%", SMALL, anchor="middle", style="quiet")
        sketch.write(-5, SIDE - away, f"{percent}%", SMALL, anchor="end", style="quiet")
    sketch.write(SIDE / 2, SIDE + 21, wording("diagram.lorenz.across"), SMALL, anchor="middle", style="quiet")
    legend: list[tuple[Sequence[Shape], str]] = []
    for name, style, width in CURVES:
        if name in curves:
            sketch.add(*draw_curve(curves[name], style, width))
            sample = Stroke(((-12.0, 0.0), (12.0, 0.0)), style, width)
            legend.append(([sample], wording(f"diagram.lorenz.{name}")))
    legend.append(([Stroke(((-12.0, 0.0), (12.0, 0.0)), "equal", 0.6)], wording("diagram.lorenz.equal")))
    legend.append(([], wording("diagram.lorenz.read")))
    return sketch.finish("lorenz", wording("diagram.lorenz.title", plan=title), legend)


def list_curves(scene: Scene) -> dict[str, list[Point]]:
    """Return by measure the shares (0 to 1) of units and of their total, least loaded first."""
    points = scene.analysis.lorenz.groupby("measure", sort=False)
    return {str(name): list(zip(of["unit_share"], of["total_share"], strict=True)) for name, of in points}


def draw_curve(
    points: Sequence[Point], style: str, width: float, side: float = SIDE, corner: Point = (0.0, 0.0)
) -> Iterable[Stroke]:
    """Draw a curve of shares (0 to 1, upwards) in a square with this side and upper left corner."""
    places = [(corner[0] + side * across, corner[1] + side * (1 - up)) for across, up in points]
    return [Stroke(pair, style, width) for pair in pairwise(places)]
