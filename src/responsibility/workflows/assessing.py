"""Assessing: joins the rooms for assess: the periods of a year and what people gave by hand to 考核评分表.xlsx.

In: a plan, its collected periods, the tables of inspections and of points by hand. Out: Outputs for `system`. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from responsibility.errors import ReturnError
from responsibility.kinds import Role
from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.score import Assessment, Filed, Point
    from responsibility.views.scene import Scene
    from responsibility.workflows.collecting import Collected


# One row a point: value signed, as weighted; file, place, day: its proof; percent, expected: of the task then.
POINT_COLUMNS = (
    "unit_id", "cause", "value", "period", "item_id", "file", "place", "day", "percent", "expected", "words",
)  # fmt: skip
# One row a unit that is scored, by band, then protocol order.
SCORE_COLUMNS = ("unit_id", "band", "tasks", "leads", "base", "taken", "given", "leader", "total")


def score_periods(
    scene: Scene,
    periods: Sequence[Collected],
    inspections: tuple[Inspection, ...],
    by_hand: Sequence[Point],
    refined: Collection[str] | None = None,
) -> Assessment:
    """Score a year. refined: units that sent their refinement; None where nobody was asked.

    Raises ReturnError where nobody reported in the year: nothing is invented.
    """
    from responsibility.analysis.course.score import assess_year
    from responsibility.views.issued.refinement import list_led

    if not any(each.collection.returns for each in periods):
        raise ReturnError("NOTHING_TO_SCORE", scene.plan.id)
    roles: dict[str, dict[str, Role]] = {
        item: {each.unit_id: each.role for each in own} for item, own in scene.by_item.items() if own
    }
    filed = [_file(each, inspections) for each in periods]
    asked = [unit.id for unit in scene.plan.units if refined is not None and list_led(scene, unit)]
    unrefined = [unit for unit in asked if unit not in (refined or ())]
    return assess_year(
        [unit.id for unit in scene.plan.units], roles, filed, by_hand, scene.settings.score, unrefined=unrefined
    )


def _file(done: Collected, inspections: tuple[Inspection, ...]) -> Filed:
    """Say where each answer of a period stood."""
    from responsibility.analysis.course.inspection import INSPECTIONS, pick_inspections
    from responsibility.analysis.course.score import Filed

    places: dict[tuple[str, str], tuple[str, str, date | None]] = {}
    for each in done.collection.returns:
        day = next((entry.place for entry in each.form if entry.key == "filled-on"), "")
        places["", each.unit_id] = (each.file, day, each.filled_on)
        for item, place in each.list_places().items():
            places[item, each.unit_id] = (each.file, place, each.filled_on)
    found = {
        item: (each.words or each.proof, each.source or f"{INSPECTIONS.name}:{each.line}", each.day)
        for item, each in pick_inspections(inspections, done.progress.period.id).items()
    }
    return Filed(done.progress, places, found)


def report_scores(scene: Scene, assessment: Assessment) -> Iterator[Output]:
    """Make 考核评分表.xlsx and the table of points."""
    from responsibility.render.delimited import render_csv
    from responsibility.render.excel import render_book
    from responsibility.views.year.score import build_score_book

    yield Output(name_file(scene.say, "scores", ".xlsx"), render_book(build_score_book(scene, assessment)))
    for name, table in frame_scores(assessment).items():
        yield Output(f"data/{name}.csv", render_csv(table))


def frame_scores(assessment: Assessment) -> dict[str, DataFrame]:
    """Lay out points and scores as tables."""
    import pandas as pd

    from responsibility.analysis.course.score import Portion

    points = [
        (p.unit_id, p.cause.value, p.value, p.period, p.item_id, p.file, p.place, p.day.isoformat() if p.day else "",
         p.percent, p.expected, p.words)
        for score in assessment.scores for p in score.points
    ]  # fmt: skip
    scores = [
        (s.unit_id, s.band, s.tasks, s.leads, s.base, *(s.sum_part(part) for part in Portion), s.total)
        for s in assessment.scores
    ]
    return {
        "points": pd.DataFrame(points, columns=list(POINT_COLUMNS)),
        "scores": pd.DataFrame(scores, columns=list(SCORE_COLUMNS)),
    }
