"""Refining: joins the rooms for refine and collect plan: sheets for lead units, and what came back of them.

In: a plan; the files that came back and the office's decisions. Out: Outputs for `system`, accepted stages. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from responsibility.errors import ResponsibilityError
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.analysis.course.refinement import Refinement
    from responsibility.views.scene import Scene
    from responsibility.workflows.collecting import File

Decided = Mapping[tuple[str, str], tuple[str, str]]
Stages = Mapping[str, tuple[tuple[date, float], ...]]


@dataclass(frozen=True, slots=True)
class Refined:
    """What came back: pieces by unit and task, units that sent theirs, and what could not be read."""

    pieces: tuple[Refinement, ...]
    units: tuple[str, ...]
    refused: tuple[ResponsibilityError, ...]


def report_refinement(scene: Scene) -> Iterator[Output]:
    """Make a 细化分解表 for each unit that leads a task, named as its task sheet."""
    from responsibility.render.excel import render_book
    from responsibility.views.issued.refinement import build_refinement_book, list_led

    for unit in scene.plan.units:
        if items := list_led(scene, unit):
            name = scene.task_path(unit).rpartition("/")[2]
            yield Output(name, render_book(build_refinement_book(scene, unit, items)))


def gather_refined(scene: Scene, files: Iterable[File]) -> Refined:
    """Read what came back, in the order of the plan; of a unit's several sheets the last counts."""
    from responsibility.returns.refined import read_refined

    by_unit: dict[str, list[Refinement]] = {}
    refused: list[ResponsibilityError] = []
    for file in files:
        try:
            if file.error is not None:
                raise file.error
            unit, pieces = read_refined(file.data, file.name, scene.plan.id, scene.say, scene.settings.sources)
        except ResponsibilityError as error:
            refused.append(error)
            continue
        by_unit[unit] = [piece for piece in pieces if piece.item_id in scene.items]
    order = {item: place for place, item in enumerate(scene.items)}
    units = tuple(unit for unit in scene.units if unit in by_unit)
    listed = [piece for unit in units for piece in sorted(by_unit[unit], key=lambda each: order[each.item_id])]
    return Refined(tuple(listed), units, tuple(refused))


def accept_stages(refined: Refined, decided: Decided, year: int) -> Stages:
    """Return the stages of the tasks whose pieces the office accepted."""
    from responsibility.analysis.course.refinement import find_decision, set_stages

    return set_stages((each for each in refined.pieces if find_decision(each, decided)[0] == "accepted"), year)


def report_refined(scene: Scene, refined: Refined, decided: Decided) -> Iterator[Output]:
    """Make 细化分解汇总.xlsx, and refinements.csv with a line for each task that is not decided yet."""
    from responsibility.analysis.course.refinement import REFINEMENTS, find_decision
    from responsibility.render.excel import render_book
    from responsibility.rows import encode_rows, write_rows
    from responsibility.views.issued.refinement import build_pieces_book, list_led

    missing = [unit.id for unit in scene.plan.units if list_led(scene, unit) and unit.id not in refined.units]
    yield Output("细化分解汇总.xlsx", render_book(build_pieces_book(scene, refined.pieces, decided, missing)))
    pairs = dict.fromkeys((p.unit_id, p.item_id) for p in refined.pieces if not find_decision(p, decided)[0])
    rows = ((scene.short(unit), scene.number(item), "", "") for unit, item in pairs)
    yield Output("refinements.csv", encode_rows(write_rows(REFINEMENTS.heads, rows)))
