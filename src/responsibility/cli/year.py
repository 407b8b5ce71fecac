"""The verbs of the year's steps beside reporting: assess."""

from __future__ import annotations

from pathlib import Path

import click

from responsibility.cli.options import matrix_option, output_option, plan_option
from responsibility.cli.periods import hash_kept, meant_period, open_plan, read_inspections, walk_kept
from responsibility.system.evidence import read_kept
from responsibility.system.inputs import decode_table
from responsibility.system.outputs import Published, lock_folder, publish
from responsibility.workflows.project import House, make_scene


def _tell(house: House, published: Published, folder: Path) -> None:
    counts = {"written": len(published.written), "kept": len(published.kept), "removed": len(published.removed)}
    click.echo(house.wording("cli.published", folder=folder.as_posix(), **counts))


@click.command(help="cli.assess")
@click.argument("year", type=int)
@plan_option
@matrix_option
@output_option
def assess(year: int, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Score every unit for a year: 考核评分表.xlsx."""
    from responsibility.analysis.course.score import SCORES, Finders, parse_scores
    from responsibility.workflows.assessing import name_items, name_units, report_scores, score_periods
    from responsibility.workflows.reports import build_manifest

    root, house, plan, inputs = open_plan(matrix, plan_id)
    scene = make_scene(plan, house)
    kept = read_kept(root, plan.id, SCORES.name)
    by_hand = parse_scores(
        decode_table(kept) if kept else "",
        Finders(name_units(scene), name_items(scene), lambda words: meant_period(words, house, plan).id),
        house.settings.score.point("leader"),
        f"plans/{plan.id}/{SCORES.name}",
    )
    periods = [each for each in walk_kept(root, house, plan, None) if each.progress.period.end.year == year]
    assessment = score_periods(scene, periods, read_inspections(root, scene, house), by_hand)
    outputs = dict(report_scores(scene, assessment))
    folder = output / plan.id / "assessment" / str(year)
    manifest = build_manifest(outputs, {**inputs, **hash_kept(root, plan.id)}, house.settings)
    with lock_folder(output):
        published = publish(folder, (*outputs.items(), manifest))
    bands = max((each.band for each in assessment.scores), default=0)
    told = {"units": len(assessment.scores), "unscored": len(assessment.unscored), "bands": bands}
    click.echo(house.wording("cli.assessed", year=year, periods=len(periods), **told))
    _tell(house, published, folder)
    return 0


VERBS = (assess,)
