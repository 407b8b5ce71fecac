"""What diagrams cost and what ordering saves: `python bench/bench_diagrams.py`.

Crossings of our order against those of networkx's bipartite_layout, then times of layout and files, for the
reference plan (from tests/reference_plan.py) and a generated one of 400 items and 150 units.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import networkx as nx

from builders import plan_from
from reference_plan import ASSIGNED, PROTOCOL
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.graph import build_graph, sides
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.render.diagram import render_diagram
from responsibility.render.fonts import load_font
from responsibility.render.svg import write_svg
from responsibility.settings import Settings
from responsibility.views.pictures.arcs import draw_overlap
from responsibility.views.pictures.bars import draw_workload
from responsibility.views.pictures.condense import condense_plan
from responsibility.views.pictures.ego import draw_egos
from responsibility.views.pictures.heat import draw_matrix
from responsibility.views.pictures.network import draw_network, order_columns
from responsibility.views.pictures.order import count_crossings, reduce_crossings
from responsibility.views.scene import Scene

SETTINGS, WORDING = Settings(), load_wording()


def main() -> None:
    reference = plan_from(ASSIGNED)
    reference = replace(reference, units=tuple(sorted(reference.units, key=lambda unit: PROTOCOL.index(unit.id))))
    show("import matplotlib", clock(lambda: __import__("matplotlib.backends.backend_agg"), 1))
    show("load font", clock(load_font, 1))
    for name, plan in (("22 x 30", reference), ("400 x 150", large_plan())):
        print(f"\n{name}")
        compare_crossings(plan)
        time_pictures(plan)


def large_plan() -> Plan:
    chance = Random(7)
    weights = [1 / (rank + 1) ** 0.7 for rank in range(150)]
    names = [f"u{rank:03d}" for rank in range(150)]
    ids = [f"{part}.{section}.{item}" for part in range(1, 5) for section in range(1, 9) for item in range(1, 14)][:400]
    return plan_from({each: [*dict.fromkeys(chance.choices(names, weights, k=chance.randint(1, 9)))] for each in ids})


def stage(plan: Plan, settings: Settings = SETTINGS) -> Scene:
    frames = frame_plan(plan)
    return Scene(plan, frames, WORDING, settings, analyze(frames, settings, plan), measure=load_font().measure)


def compare_crossings(plan: Plan) -> None:
    """Sections stay whole in our order while networkx is free; its order of units changes with PYTHONHASHSEED."""
    graph = build_graph(plan)
    items, _ = sides(graph)
    named = [node for node in graph if graph.degree(node)]
    positions = nx.bipartite_layout(graph.subgraph(named), [node for node in items if graph.degree(node)])
    high = sorted(named, key=lambda node: positions[node][1])
    condensed = condense_plan(stage(plan, SETTINGS.but(diagram=WIDE)))
    row = {("item", each.key): at for at, each in enumerate(condensed.rows)}
    column = {("unit", each.key): at for at, each in enumerate(condensed.columns)}
    edges = [(cell.row, cell.column) for cell in condensed.cells]
    left, right = [row[node] for node in high if node in row], [column[node] for node in high if node in column]
    theirs = count_crossings(edges, left, right)
    printed = count_crossings(edges, range(len(row)), range(len(column)))
    start = perf_counter()
    ours = count_crossings(edges, *order_columns(condensed, SETTINGS))
    seconds = perf_counter() - start
    print(f"  crossings: networkx bipartite_layout {theirs}, document and protocol order {printed}, ours {ours}")
    print(f"  {theirs / max(ours, 1):.2f} times fewer than networkx, in {1000 * seconds:.1f} ms")
    free = count_crossings(edges, *reduce_crossings([0] * len(row), edges, len(column)))
    print(f"  without keeping sections whole: {free}, {theirs / max(free, 1):.2f} times fewer")


WIDE = SETTINGS.diagram.but(max_items=10_000, max_units=10_000)


def time_pictures(plan: Plan) -> None:
    scene = stage(plan)
    for build in (draw_network, draw_overlap, draw_matrix, draw_workload):
        picture = build(scene)
        show(f"{picture.name} layout", clock(partial(build, scene)))
        for form in ("svg", "png", "pdf"):
            show(f"{picture.name} {form}", clock(partial(render_diagram, picture, SETTINGS, (form,))))
    start = perf_counter()
    egos = [(ego, write_svg(ego)) for ego in draw_egos(scene)]
    show(f"one of {len(egos)} egos, layout and svg", (perf_counter() - start) / len(egos))
    start = perf_counter()
    for ego, _ in egos[:30]:
        render_diagram(ego, SETTINGS, ("png",), SETTINGS.diagram.ego_dpi)
    show("one ego png", (perf_counter() - start) / 30)


def clock(work: Callable[[], object], times: int = 3) -> float:
    """Return the best of some runs in seconds."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def show(what: str, seconds: float) -> None:
    print(f"  {what:36}{1000 * seconds:9.1f} ms")


if __name__ == "__main__":
    main()
