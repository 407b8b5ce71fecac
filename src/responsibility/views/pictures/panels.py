"""Panels: the four pictures of the leader's page, each drawn inside a frame.

In: a Sketch, a Frame and a Scene. Out: shapes on the sketch. Every panel says in words what it cannot show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from responsibility.kinds import Role
from responsibility.views.lines import shorten_text
from responsibility.views.pictures.bars import BARS, HATCHES, draw_curve, hatch, list_curves
from responsibility.views.pictures.picture import Box, Frame, Mark, Shape, Sketch, Stroke, move
from responsibility.views.scene import Scene

if TYPE_CHECKING:
    from pandas import DataFrame

SIZE = 8.0
SMALL = 7.0
FOOT = 16.0  # height of the line that explains the signs
_ROW = 14.0  # least height of a bar with its name
_THICK = 8.0
_MOST_BARS = 10
_MOST_STEPS = 8  # caps that the frontier names


def draw_loads(sketch: Sketch, frame: Frame, scene: Scene) -> None:
    """Draw the units with most items: bars by role, the fence as a dashed line, overload in words."""
    table = scene.analysis.workload.sort_values(["overloaded", "items", "load"], ascending=False, kind="stable")
    shown = table.head(_fit_rows(frame)).to_dict("records")
    most = max((int(row["items"]) for row in shown), default=0)
    names, counts = 88.0, 84.0
    scale = (frame.width - names - counts) / max(most, 1)
    left, step = frame.x + names, _row_height(frame, len(shown))
    for place, row in enumerate(shown):
        middle = frame.y + (place + 0.5) * step
        _write_name(sketch, left - 5, middle, scene.short(str(row["unit_id"])), names - 5)
        _draw_roles(sketch, left, middle, scale, [int(row[key]) for key in ("leads", "co_leads", "supports")])
        text = scene.say("checkup.loads.count", items=int(row["items"]), leads=int(row["leads"]))
        sketch.write(frame.right - counts + 8, middle, text, SMALL, style="quiet")
        if row["overloaded"]:
            sketch.write(frame.right, middle, scene.say("checkup.loads.over"), SMALL, anchor="end", style="warn")
    bottom = frame.y + step * len(shown)
    sketch.add(Stroke(((left, frame.y), (left, bottom)), "axis", 0.6))
    limits = scene.analysis.limits
    fence = limits.fence
    judged = limits.judged and fence <= most
    if judged:
        sketch.add(Stroke(((left + fence * scale, frame.y), (left + fence * scale, bottom)), "equal", 0.8))
    legend: list[tuple[list[Shape], str]] = [
        ([box, *hatch(box, HATCHES[role])], scene.role(role))
        for role in Role
        if any(each.role is role for each in scene.plan.assignments)
        for box in (Box(-7, -3.5, 14, 7, BARS[role]),)
    ]
    if judged:
        legend.append(
            ([Stroke(((0, -4), (0, 4)), "equal", 0.8)], scene.say("checkup.loads.fence", fence=f"{fence:.1f}"))
        )
    if len(table) > len(shown):
        legend.append(([], scene.say("checkup.loads.rest", count=len(table) - len(shown))))
    _explain(sketch, frame, bottom + 11, legend)


def _fit_rows(frame: Frame) -> int:
    return min(int((frame.height - FOOT) / _ROW), _MOST_BARS)


def _row_height(frame: Frame, rows: int) -> float:
    return min((frame.height - FOOT) / max(rows, 1), _ROW * 1.3)


def _write_name(sketch: Sketch, x: float, middle: float, name: str, limit: float) -> None:
    sketch.write(x, middle, shorten_text(name, limit / SIZE, sketch.measure), SIZE, anchor="end")


def _draw_roles(sketch: Sketch, x: float, middle: float, scale: float, counts: Sequence[int]) -> None:
    for role, count in zip(Role, counts, strict=True):
        if count:
            box = Box(x, middle - _THICK / 2, count * scale, _THICK, BARS[role])
            sketch.add(box, *hatch(box, HATCHES[role]))
            x += count * scale


def _explain(sketch: Sketch, frame: Frame, y: float, legend: Iterable[tuple[Sequence[Shape], str]]) -> None:
    """Explain signs in one line around height y, from left to right."""
    x = frame.x
    for sample, text in legend:
        if sample:
            sketch.add(*(move(shape, x + 8, y) for shape in sample))
            x += 19
        words = shorten_text(text, max(frame.right - x, 0) / SMALL, sketch.measure)
        width, _ = sketch.write(x, y, words, SMALL, style="quiet")
        x += width + 9


def draw_concentration(sketch: Sketch, frame: Frame, scene: Scene) -> None:
    """Draw the Lorenz curves of leads and items, with what they say in numbers beside them."""
    spread = {str(row["measure"]): row for row in scene.analysis.concentration.to_dict("records")}
    curves = list_curves(scene)
    side = min(frame.height - 26, frame.width * 0.54)
    corner = (frame.x + 22, frame.y + 2)
    left, top = corner
    sketch.add(
        Stroke(((left, top), (left, top + side), (left + side, top + side)), "axis", 0.6),
        Stroke(((left, top + side), (left + side, top)), "equal", 0.6),
    )
    for percent in (0, 50, 100):
        away = side * percent / 100
        sketch.write(left + away, top + side + 7, f"{percent}%", SMALL, anchor="middle", style="quiet")
        if percent:
            sketch.write(left - 3, top + side - away, f"{percent}%", SMALL, anchor="end", style="quiet")
    sketch.write(
        left + side / 2, top + side + 17, scene.say("checkup.spread.across"), SMALL, anchor="middle", style="quiet"
    )
    x, y = left + side + 16, top + 6.0
    room = frame.right - x
    for measure, style, width in (("leads", "strong", 2.0), ("items", "axis", 1.0)):
        of = spread[measure]
        if of["total"]:
            sketch.add(*draw_curve(curves[measure], style, width, side, corner))
            sketch.add(Stroke(((x, y), (x + 18, y)), style, width))
            sketch.write(x + 22, y, scene.say(f"checkup.spread.{measure}"), SIZE)
            y = sketch.write_paragraph(
                x, y + 6, scene.say("checkup.spread.gini", gini=f"{of['gini']:.3f}"), SIZE, limit=room, style="quiet"
            ) + 9  # fmt: skip
        else:
            y = sketch.write_paragraph(x, y, scene.say(f"checkup.spread.no_{measure}"), SIZE, limit=room) + 6
    told = {"units": len(scene.units), "effective": f"{spread['items']['effective']:.1f}"}
    y = sketch.write_paragraph(x, y, scene.say("checkup.spread.effective", **told), SIZE, limit=room, most=3) + 4
    if spread["leads"]["total"]:
        share = f"{spread['leads']['top_two']:.0%}"
        sketch.write_paragraph(x, y, scene.say("checkup.spread.top_two", share=share), SIZE, limit=room, most=3)


def draw_pairs(sketch: Sketch, frame: Frame, scene: Scene) -> None:
    """Draw the pairs that share most, the supported first: shared items, what size explains, verdict in words."""
    table = scene.analysis.overlap
    shown = table.sort_values("supported", ascending=False, kind="stable").head(_fit_rows(frame)).to_dict("records")
    if not shown:
        sketch.write_paragraph(frame.x, frame.y + 4, scene.say("checkup.pairs.none"), SIZE, limit=frame.width)
        return
    names, words = 112.0, 54.0
    most = max(max(int(row["shared"]), float(row["expected"])) for row in shown)
    left, step = frame.x + names, _row_height(frame, len(shown))
    scale = (frame.width - names - words - 22) / most
    for place, row in enumerate(shown):
        middle = frame.y + (place + 0.5) * step
        pair = _join_names(sketch, scene, row, names - 5)
        sketch.write(left - 5, middle, pair, SIZE, anchor="end")
        end, expected = left + int(row["shared"]) * scale, left + float(row["expected"]) * scale
        style = "lead-bar" if row["supported"] else "co-lead-bar"
        sketch.add(
            Box(left, middle - _THICK / 2, end - left, _THICK, style),
            Stroke(((expected, middle - 6), (expected, middle + 6)), "warn", 1.6),
        )
        count = scene.say("checkup.pairs.count", shared=int(row["shared"]))
        sketch.write(max(end, expected) + 4, middle, count, SMALL, style="quiet")
        verdict = shorten_text(scene.say(f"verdict.{row['verdict']}"), words / SMALL, sketch.measure)
        sketch.write(frame.right, middle, verdict, SMALL, anchor="end", style="text" if row["supported"] else "quiet")
    legend: list[tuple[list[Shape], str]] = [
        ([Box(-7, -3.5, 14, 7, "lead-bar")], scene.say("checkup.pairs.strong")),
        ([Stroke(((0, -5), (0, 5)), "warn", 1.6)], scene.say("checkup.pairs.expected")),
    ]
    if len(table) > len(shown):
        legend.append(([], scene.say("checkup.pairs.rest", count=len(table) - len(shown))))
    _explain(sketch, frame, frame.y + step * len(shown) + 11, legend)


def _join_names(sketch: Sketch, scene: Scene, row: Mapping[Any, Any], limit: float) -> str:
    """Return both names as one; where they do not fit, each gets half the room."""
    names = [scene.short(str(row[key])) for key in ("unit_a", "unit_b")]
    whole = "–".join(names)
    if sketch.measure(whole) * SIZE <= limit:
        return whole
    return "–".join(shorten_text(name, limit / SIZE / 2 - 0.5, sketch.measure) for name in names)


def draw_frontier(sketch: Sketch, frame: Frame, scene: Scene) -> None:
    """Draw the fewest moves against the most leads of a unit, and name the moves of the first step."""
    frontier = scene.analysis.frontier
    better = frontier[frontier["moves"] > 0]
    if better.empty:
        sketch.write_paragraph(frame.x, frame.y + 4, scene.say("checkup.frontier.none"), SIZE, limit=frame.width)
        return
    lines = _tell_first_step(scene, better)
    plot = Frame(frame.x + 24, frame.y + 14, frame.width - 44, frame.height - 14 - 26 - len(lines) * 11.0)
    _plot_frontier(sketch, plot, scene, frontier)
    y = plot.bottom + 27
    for number, line in enumerate(lines):
        text = shorten_text(line, frame.width / 7.5, sketch.measure)
        sketch.write(frame.x, y + (number + 0.5) * 11, text, 7.5, style="quiet" if number else "text")


def _plot_frontier(sketch: Sketch, plot: Frame, scene: Scene, frontier: DataFrame) -> None:
    rows = _thin(frontier.to_dict("records"))
    top = max(int(row["moves"]) for row in rows)
    across = plot.width / max(len(rows) - 1, 1)
    places = [
        (plot.x + number * across, plot.bottom - plot.height * int(row["moves"]) / top)
        for number, row in enumerate(rows)
    ]
    sketch.add(
        Stroke(((plot.x - 10, plot.bottom), (plot.right + 12, plot.bottom)), "axis", 0.6),
        *(Stroke(pair, "strong", 1.4) for pair in pairwise(places)),
    )
    for number, ((x, y), row) in enumerate(zip(places, rows, strict=True)):
        sketch.add(Mark(x, y, 3.2, "disc" if number else "ring", "lead" if number else "co-lead-mark"))
        key = "checkup.frontier.moves" if number else "checkup.frontier.today"
        # The line rises to the right, so a label that ends at its point stays clear of it.
        sketch.write(x + 3, y - 9, scene.say(key, moves=int(row["moves"])), SMALL, anchor="end")
        cap = scene.say("checkup.frontier.cap", cap=int(row["cap"]))
        sketch.write(x, plot.bottom + 8, cap, SMALL, anchor="middle", style="quiet")
    label = scene.say("checkup.frontier.across")
    sketch.write(plot.x + plot.width / 2, plot.bottom + 19, label, SMALL, anchor="middle", style="quiet")


def _thin(rows: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Keep the first, the last and some between where there are more than can be named."""
    if len(rows) <= _MOST_STEPS:
        return rows
    last = len(rows) - 1
    return [rows[round(place * last / (_MOST_STEPS - 1))] for place in range(_MOST_STEPS)]


def _tell_first_step(scene: Scene, better: DataFrame) -> list[str]:
    moves, cap = scene.analysis.moves, int(better["cap"].iloc[0])
    own = moves[moves["cap"] == cap].to_dict("records")
    lines = [scene.say("checkup.frontier.first", moves=len(own), cap=cap)]
    for each in own[:3]:
        names = {key: scene.short(str(each[f"{key}_unit"])) for key in ("from", "to")}
        lines.append(scene.say("checkup.frontier.move", item=each["item_id"], **names))
    if len(own) > 3:
        lines.append(scene.say("checkup.frontier.rest", count=len(own) - 3))
    return lines
