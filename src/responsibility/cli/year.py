"""The verbs of the year's steps beside reporting: refine, meeting, inspect, assess, close."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from responsibility.cli.options import matrix_option, output_option, plan_option
from responsibility.cli.periods import (
    hash_kept,
    open_plan,
    record_contacts,
    record_step,
    refined_folder,
    walk_kept,
    walk_refined,
)
from responsibility.cli.placing import place_outputs, print_published
from responsibility.errors import ResponsibilityError
from responsibility.language.wording import tell_error
from responsibility.model import Plan
from responsibility.rows import write_rows
from responsibility.system.evidence import read_kept, read_received, refuse_missing, store_evidence
from responsibility.system.inputs import add_rows, decode_table
from responsibility.system.outputs import lock_folder, replace_file
from responsibility.workflows.project import House, make_scene, meant_period, word_plan


@click.command(help="cli.assess")
@click.argument("year", type=int)
@plan_option
@matrix_option
@output_option
def assess(year: int, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Score every unit for a year: 考核评分表.xlsx."""
    from responsibility.analysis.course.score import SCORES, Finders, parse_scores
    from responsibility.views.naming import name_items, name_units
    from responsibility.workflows.assessing import report_scores, score_periods

    root, house, plan, inputs = open_plan(matrix, plan_id)
    scene = make_scene(plan, house)
    kept = read_kept(root, plan.id, SCORES.name)
    by_hand = parse_scores(
        decode_table(kept) if kept else "",
        Finders(name_units(plan), name_items(plan), lambda words: meant_period(words, house, plan).id),
        house.settings.score.point("leader"),
        f"plans/{plan.id}/{SCORES.name}",
    )
    periods = [each for each in walk_kept(root, house, plan, None) if each.progress.period.end.year == year]
    was_asked = any(step.kind == "refine" for step in scene.steps)
    refined = walk_refined(root, scene)[0].units if was_asked else None
    assessment = score_periods(scene, periods, scene.inspections, by_hand, refined)
    outputs = dict(report_scores(scene, assessment))
    scored = len(assessment.scores)
    record_step(root, plan.id, "assess", str(year), scored, scored + len(assessment.unscored))
    folder = output / plan.id / "assessment" / str(year)
    with lock_folder(output):
        published = place_outputs(folder, outputs, {**inputs, **hash_kept(root, plan.id)}, house)
    bands = max((each.band for each in assessment.scores), default=0)
    told = {"units": len(assessment.scores), "unscored": len(assessment.unscored), "bands": bands}
    click.echo(house.wording("cli.assessed", year=year, periods=len(periods), **told))
    print_published(published, folder, house.wording)
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

    refuse_missing(files)
    root, house, plan, inputs = open_plan(matrix, plan_id)
    meant = meant_period(period, house, plan)
    if files:
        return _take_forms(root, house, plan, files)
    *_, done = walk_kept(root, house, plan, meant, claimed=True)
    sample = draw_inspections(done, done.scene.inspections, seed)
    outputs = dict(report_inspection(done, sample))
    record_step(root, plan.id, "inspect", meant.id, 0, len(sample.items))
    folder = output / plan.id / "inspection" / meant.id
    with lock_folder(output):
        published = place_outputs(folder, outputs, {**inputs, **hash_kept(root, plan.id)}, house)
    click.echo(done.scene.say("cli.drawn", tasks=len(sample.draws), drawn=len(sample.items), seed=sample.seed))
    print_published(published, folder, house.wording)
    return 0


def _take_forms(root: Path, house: House, plan: Plan, files: tuple[Path, ...]) -> int:
    """Add what filled forms say to inspections.csv; what stands there already is not added again."""
    from responsibility.analysis.course.inspection import INSPECTIONS, parse_inspections
    from responsibility.system.guard import map_guarded
    from responsibility.views.naming import name_items
    from responsibility.workflows.inspecting import take_forms

    path = root / "plans" / plan.id / INSPECTIONS.name
    kept = read_kept(root, plan.id, INSPECTIONS.name)
    there = _list_cells(decode_table(kept) if kept else "", str(path))
    new: list[dict[str, str]] = []
    code = 0
    take = partial(take_forms, plan_id=plan.id, say=word_plan(plan, house.wording), limits=house.settings.sources)
    for read in map_guarded(take, read_received(files), lambda _, error: error, house.settings.sources):
        if isinstance(read, ResponsibilityError):
            click.echo(tell_error(read, house.wording), err=True)
            code = read.exit_code
        else:
            new += read
    text = write_rows(tuple(INSPECTIONS.columns), ([row.get(key, "") for key in INSPECTIONS.columns] for row in new))
    parse_inspections(text, name_items(plan), lambda words: words, str(files[0]))
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

    root, house, plan, inputs = open_plan(matrix, plan_id)
    meant = meant_period(period, house, plan)
    *_, done = walk_kept(root, house, plan, meant)
    outputs = dict(report_meeting(done, number))
    folder = output / plan.id / "meeting" / meant.id
    with lock_folder(output):
        published = place_outputs(folder, outputs, {**inputs, **hash_kept(root, plan.id)}, house)
    place = root / "plans" / plan.id / "meetings.csv"
    draft = folder / "meetings.csv"
    click.echo(done.scene.say("cli.met", draft=draft.as_posix(), place=place.as_posix()))
    print_published(published, folder, house.wording)
    return 0


@click.command(help="cli.refine")
@plan_option
@matrix_option
@output_option
def refine(plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Write one 细化分解表 for each unit that leads a task."""
    from responsibility.workflows.refining import report_refinement

    root, house, plan, inputs = open_plan(matrix, plan_id)
    scene = make_scene(plan, house)
    outputs = dict(report_refinement(scene))
    back = next((each.done for each in scene.steps if each.kind == "refine"), 0)
    record_step(root, plan.id, "refine", "", back, len(outputs))
    folder = output / plan.id / "refinement"
    with lock_folder(output):
        published = place_outputs(folder, outputs, inputs, house, ("back/",))
    print_published(published, folder, house.wording)
    return 0


def collect_refined(files: tuple[Path, ...], plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Keep refinement sheets as evidence, then list all pieces and what is not decided yet."""
    from responsibility.analysis.course.refinement import GOALS, write_goals
    from responsibility.views.issued.refinement import list_led
    from responsibility.workflows.refining import list_contacts, report_refined

    root, house, plan, inputs = open_plan(matrix, plan_id)
    scene = make_scene(plan, house)
    with lock_folder(output):
        unread = store_evidence(refined_folder(root, plan.id), read_received(files)).failed if files else []
        refined, decided = walk_refined(root, scene)
        outputs = dict(report_refined(scene, refined, decided))
        asked = sum(bool(list_led(scene, unit)) for unit in scene.plan.units)
        record_step(root, plan.id, "refine", "", len(refined.units), asked)
        replace_file(root / "plans" / plan.id / GOALS.name, write_goals(refined.pieces))
        record_contacts(root, house, plan, list_contacts(refined))
        folder = output / plan.id / "refinement" / "back"
        published = place_outputs(folder, outputs, {**inputs, **hash_kept(root, plan.id)}, house)
    errors = [*refined.refused, *(each.error for each in unread if each.error is not None)]
    for error in errors:
        click.echo(tell_error(error, house.wording), err=True)
    told = {"pieces": len(refined.pieces), "units": len(refined.units), "refused": len(errors)}
    told["loose"] = sum(len(sheet.loose) for sheet in refined.sheets)
    place = root / "plans" / plan.id / "refinements.csv"
    draft = folder / "refinements.csv"
    click.echo(house.wording("cli.refined", draft=draft.as_posix(), place=place.as_posix(), **told))
    print_published(published, folder, house.wording)
    return int(bool(errors))


@click.command(help="cli.close")
@click.argument("year", type=int)
@plan_option
@matrix_option
@output_option
def close(year: int, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Write a year's book: each task's course, last words and proofs, and what goes over into the next year."""
    from responsibility.views.year.closing import list_open
    from responsibility.workflows.closing import report_closing

    root, house, plan, inputs = open_plan(matrix, plan_id)
    periods = [each for each in walk_kept(root, house, plan, None) if each.progress.period.end.year == year]
    outputs = dict(report_closing(periods, make_scene(plan, house).inspections, year))
    tasks = len(periods[-1].progress.lights)
    undone = len(list_open(periods[-1].scene, periods[-1].progress))
    record_step(root, plan.id, "close", str(year), tasks - undone, tasks)
    folder = output / plan.id / "closing" / str(year)
    with lock_folder(output):
        published = place_outputs(folder, outputs, {**inputs, **hash_kept(root, plan.id)}, house)
    print_published(published, folder, house.wording)
    return 0


VERBS = (refine, meeting, inspect, assess, close)
