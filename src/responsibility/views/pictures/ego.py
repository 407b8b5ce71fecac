"""Ego: one unit, its items and its partners, small enough to stand in a task sheet.

In: a Plan. Out: one Picture a unit. Items on the left (leads first, marked), the unit in the middle, on the right
those it works with, the more shared items the thicker the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Unit
from responsibility.views.lines import Measure, wrap_text
from responsibility.views.pictures.condense import STYLE, title_of
from responsibility.views.pictures.heat import SHAPES
from responsibility.views.pictures.network import WIDTHS
from responsibility.views.pictures.picture import LINE, Mark, Picture, Sketch, Stroke
from responsibility.views.scene import Scene

SIZE = 8.0
TASK_WIDTH = 168.0
NAME_WIDTH = 112.0
ARM = 92.0  # from the unit to either side
BEND = 0.5


@dataclass(frozen=True, slots=True)
class Circle:
    """What stands around a unit: its assignments, strongest first, and partners with how many items they share."""

    unit: Unit
    tasks: tuple[Assignment, ...]
    partners: tuple[tuple[Unit, int], ...]


def draw_egos(scene: Scene) -> Iterator[Picture]:
    """Lay out one picture for each unit, in protocol order; named ego-<unit id>."""
    for unit in scene.plan.units:
        yield draw_ego(scene, unit)


def draw_ego(scene: Scene, unit: Unit) -> Picture:
    """Lay out one unit's picture."""
    partners = tuple((scene.units[other], shared) for other, shared in scene.partners[unit.id])
    return _draw_circle(scene, Circle(unit, tuple(scene.by_unit[unit.id]), partners))


def _draw_circle(scene: Scene, circle: Circle) -> Picture:
    settings, wording, measure = scene.settings, scene.say, scene.measure
    tasks, partners = circle.tasks[: settings.diagram.ego_items], circle.partners[: settings.diagram.ego_partners]
    titles = [title_of(scene.items[each.item_id]) for each in tasks]
    names = [partner.short or partner.name for partner, _ in partners]
    more = len(circle.tasks) - len(tasks), len(circle.partners) - len(partners)
    left = titles + [wording("diagram.ego.more_items", count=more[0])] * bool(more[0])
    right = names + [wording("diagram.ego.more_units", count=more[1])] * bool(more[1])
    heights = _heights(left, TASK_WIDTH, measure), _heights(right, NAME_WIDTH, measure)
    body = max(*map(sum, heights), 40.0)
    sketch = Sketch(measure)
    for at, (middle, text) in enumerate(zip(_middles(heights[0], body), left, strict=True)):
        _draw_task(sketch, tasks[at] if at < len(tasks) else None, text, middle, body / 2)
    for at, (middle, text) in enumerate(zip(_middles(heights[1], body), right, strict=True)):
        _draw_partner(sketch, partners[at] if at < len(partners) else None, text, middle, body / 2)
    sketch.add(Mark(0, body / 2, 7.0, "disc", "lead", unit=circle.unit.id))
    leads = sum(each.role is Role.LEAD for each in circle.tasks)
    key = "diagram.ego.title_lead" if leads else "diagram.ego.title"
    title = wording(
        key,
        unit=circle.unit.short or circle.unit.name,
        items=len(circle.tasks),
        leads=leads,
        partners=len(circle.partners),
    )
    return sketch.finish(f"ego-{circle.unit.id}", title, _explain(circle, wording))


def _heights(texts: Sequence[str], width: float, measure: Measure) -> list[float]:
    return [len(wrap_text(text, width / SIZE, measure, 3)) * SIZE * LINE + 4 for text in texts]


def _middles(heights: Sequence[float], body: float) -> Iterator[float]:
    spare = (body - sum(heights)) / max(len(heights), 1)
    y = 0.0
    for height in heights:
        yield y + (height + spare) / 2
        y += height + spare


def _draw_task(sketch: Sketch, each: Assignment | None, text: str, y: float, centre: float) -> None:
    item = each.item_id if each else ""
    sketch.write(
        -ARM - 12, y, text, SIZE, anchor="end", limit=TASK_WIDTH, most=3, style="text" if each else "quiet", item=item
    )
    if each:
        shape, style, radius = SHAPES[each.role]
        points = ((-ARM, y), (-ARM * BEND, y), (-ARM * BEND, centre), (0.0, centre))
        sketch.add(Stroke(points, STYLE[each.role], WIDTHS[each.role], item, each.unit_id))
        sketch.add(Mark(-ARM, y, radius * 0.8, shape, style, item))


def _draw_partner(sketch: Sketch, partner: tuple[Unit, int] | None, text: str, y: float, centre: float) -> None:
    unit, shared = (partner[0].id, partner[1]) if partner else ("", 0)
    width, _ = sketch.write(
        ARM + 10, y, text, SIZE, limit=NAME_WIDTH, most=3, style="text" if partner else "quiet", unit=unit
    )
    if partner:
        sketch.write(ARM + 16 + width, y, str(shared), SIZE * 0.85, style="quiet", unit=unit)
        points = ((0.0, centre), (ARM * BEND, centre), (ARM * BEND, y), (ARM, y))
        sketch.add(Stroke(points, "weak", min(0.4 + 0.3 * shared, 4.0), unit=unit))
        sketch.add(Mark(ARM, y, 2.6, "disc", "node", unit=unit))


def _explain(circle: Circle, wording: Wording) -> Iterator[tuple[list[Mark], str]]:
    present = {each.role for each in circle.tasks}
    for role in Role:
        if role in present:
            shape, style, radius = SHAPES[role]
            yield [Mark(0, 0, radius * 0.8, shape, style)], wording(f"diagram.matrix.{role.value}")
    if circle.partners:
        yield [], wording("diagram.ego.width")
