"""The verbs of the year's steps beside reporting: meeting, inspect, assess."""

from __future__ import annotations

from pathlib import Path

import click

from responsibility.cli.options import matrix_option, output_option, plan_option
from responsibility.cli.periods import hash_kept, meant_period, open_plan, read_inspections, walk_kept
from responsibility.errors import ResponsibilityError
from responsibility.language.wording import tell_error
from responsibility.model import Plan
from responsibility.rows import write_rows
from responsibility.system.evidence import read_kept, read_received, refuse_missing
from responsibility.system.inputs import add_rows, decode_table
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


@click.command(help="cli.inspect")
@click.argument("period")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--seed", type=int, help="cli.option.seed")
@plan_option
@matrix_option
@output_option
def inspect(  # noqa: PLR0917  # click passes them by name
    period: str, files: tuple[Path, ...], seed: int | None, plan_id: str | None, matrix: Path | None, output: Path
) -> int:
    """Draw the tasks of a period that are looked at, with a form for each; with files: take what the forms say."""
    from responsibility.workflows.inspecting import draw_inspections, report_inspection
    from responsibility.workflows.reports import build_manifest

    refuse_missing(files)
    root, house, plan, inputs = open_plan(matrix, plan_id)
    meant = meant_period(period, house, plan)
    if files:
        return _take_forms(root, house, plan, files)
    *_, done = walk_kept(root, house, plan, meant, claimed=True)
    sample = draw_inspections(done, read_inspections(root, done.scene, house), seed)
    outputs = dict(report_inspection(done, sample))
    folder = output / plan.id / "inspection" / meant.id
    manifest = build_manifest(outputs, {**inputs, **hash_kept(root, plan.id)}, house.settings)
    with lock_folder(output):
        published = publish(folder, (*outputs.items(), manifest))
    click.echo(house.wording("cli.drawn", tasks=len(sample.draws), drawn=len(sample.items), seed=sample.seed))
    _tell(house, published, folder)
    return 0


def _take_forms(root: Path, house: House, plan: Plan, files: tuple[Path, ...]) -> int:
    """Add what filled forms say to inspections.csv; what stands there already is not added again."""
    from responsibility.analysis.course.inspection import INSPECTIONS, parse_inspections
    from responsibility.returns.inspected import read_forms
    from responsibility.workflows.assessing import name_items

    scene, path = make_scene(plan, house), root / "plans" / plan.id / INSPECTIONS.name
    kept = read_kept(root, plan.id, INSPECTIONS.name)
    there = _list_cells(decode_table(kept) if kept else "", str(path))
    new, code = [], 0
    for each in read_received(files):
        try:
            if each.error is not None:
                raise each.error
            new += read_forms(each.data, each.name, plan.id, house.wording, house.settings.sources)
        except ResponsibilityError as error:
            click.echo(tell_error(error, house.wording), err=True)
            code = error.exit_code
    text = write_rows(tuple(INSPECTIONS.columns), ([row.get(key, "") for key in INSPECTIONS.columns] for row in new))
    parse_inspections(text, name_items(scene), lambda words: words, str(files[0]))
    rows = [row for row, cells in zip(new, _list_cells(text, path.name), strict=True) if cells not in there]
    if rows:
        add_rows(path, INSPECTIONS, rows)
    click.echo(house.wording("cli.inspected", forms=len(new), added=len(rows), place=path.as_posix()))
    return code


def _list_cells(text: str, where: str) -> list[dict[str, str]]:
    """Return the lines of inspections.csv by column, every column there."""
    from responsibility.analysis.course.inspection import INSPECTIONS
    from responsibility.rows import Faults, read_rows

    rows = read_rows(text, INSPECTIONS, where, Faults())
    return [{column: row(column) for column in INSPECTIONS.columns} for row in rows]


@click.command(help="cli.meeting")
@click.argument("period")
@click.option("--number", type=click.IntRange(1), default=1, help="cli.option.number")
@plan_option
@matrix_option
@output_option
def meeting(period: str, number: int, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Write what a joint meeting is asked to decide after a period, and the file for its decisions."""
    from responsibility.workflows.meeting import report_meeting
    from responsibility.workflows.reports import build_manifest

    root, house, plan, inputs = open_plan(matrix, plan_id)
    meant = meant_period(period, house, plan)
    *_, done = walk_kept(root, house, plan, meant)
    outputs = dict(report_meeting(done, number))
    folder = output / plan.id / "meeting" / meant.id
    manifest = build_manifest(outputs, {**inputs, **hash_kept(root, plan.id)}, house.settings)
    with lock_folder(output):
        published = publish(folder, (*outputs.items(), manifest))
    place = root / "plans" / plan.id / "meetings.csv"
    draft = folder / "meetings.csv"
    click.echo(house.wording("cli.met", draft=draft.as_posix(), place=place.as_posix()))
    _tell(house, published, folder)
    return 0


VERBS = (meeting, inspect, assess)
