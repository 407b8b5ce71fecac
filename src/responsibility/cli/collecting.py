"""The verbs of the year: collect what came back, remind who did not answer, compare plans."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responsibility.cli.options import (
    get_wording,
    matrix_option,
    open_project,
    output_option,
    plan_option,
    print_strays,
)
from responsibility.cli.periods import collect_kept, hash_kept, list_sent, open_plan, record_contacts, record_step
from responsibility.cli.placing import place_outputs, print_published
from responsibility.cli.year import collect_refined
from responsibility.kinds import Severity
from responsibility.language.wording import tell_error
from responsibility.model import Plan
from responsibility.system.evidence import Stored, evidence_folder, read_received, refuse_missing, store_evidence
from responsibility.system.inputs import read_matrix, read_source
from responsibility.system.log import keep
from responsibility.system.outputs import lock_folder
from responsibility.workflows.project import House, find_matrix, make_scene, meant_period, read_notice

if TYPE_CHECKING:
    from responsibility.system.outputs import Published
    from responsibility.workflows.collecting import Collected

FILES = click.Path(path_type=Path)
as_of_option = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="cli.option.as_of")
_PLAN_WORDS = ("plan", "细化", "细化分解")  # no period: refinement sheets come back
_OWN = ("remind/",)  # what another verb keeps in a period's folder


@click.command(help="cli.collect")
@click.argument("period")
@click.argument("files", nargs=-1, type=FILES)
@as_of_option
@plan_option
@matrix_option
@output_option
def collect(  # noqa: PLR0917  # click passes them by name
    period: str, files: tuple[Path, ...], as_of: date | None, plan_id: str | None, matrix: Path | None, output: Path
) -> int:
    """Keep the files as evidence, then turn all that came back in this period into ledger, lights and bulletin."""
    from responsibility.workflows.collecting import report_progress

    refuse_missing(files)
    if period in _PLAN_WORDS:
        return collect_refined(files, plan_id, matrix, output)
    root, house, plan, inputs = open_plan(matrix, plan_id)
    meant = meant_period(period, house, plan)
    with lock_folder(output):
        kept = evidence_folder(root, plan.id, meant.id)
        unread, equal = store_evidence(kept, read_received(files)) if files else Stored([], [])
        done = collect_kept(root, house, plan, meant, as_of and as_of_day(as_of))
        outputs = dict(report_progress(done))
        states = done.progress.reports["state"].tolist()
        record_step(root, plan.id, "report", meant.id, len(states) - states.count("missing"), len(states))
        record_contacts(root, house, plan, done.contacts, done.progress.period)
        folder = output / plan.id / "progress" / meant.id
        published = place_outputs(folder, outputs, {**inputs, **_hashes(done), **hash_kept(root, plan.id)}, house, _OWN)
    for each in unread:
        if each.error is not None:
            click.echo(tell_error(each.error, house.wording), err=True)
    return _print_collected(done, published, folder, len(unread), len(equal))


def as_of_day(moment: date) -> date:
    """Return the day of what click read, which has a time."""
    return date(moment.year, moment.month, moment.day)


def _hashes(done: Collected) -> dict[str, str]:
    found = done.collection
    files = [(each.file, each.sha256) for each in (*found.returns, *found.superseded)]
    files += [(each.file, each.sha256) for each in found.refusals]
    return {f"returns/{done.progress.period.id}/{name}": digest for name, digest in sorted(files)}


def _print_collected(done: Collected, published: Published, folder: Path, unread: int, equal: int) -> int:
    wording, collection = done.scene.say, done.collection
    for refusal in collection.refusals:
        click.echo(tell_error(refusal.error, wording), err=True)
        if refusal.error.trace:
            click.echo(wording("cli.log", log=keep(refusal.error.trace)), err=True)
    states = done.progress.reports["state"].tolist()
    click.echo(
        wording(
            "cli.collected",
            returns=len(collection.returns),
            refusals=len(collection.refusals) + unread,
            copies=len(collection.copies) + equal,
            superseded=len(collection.superseded),
            placed=collection.placed,
            unplaced=collection.unplaced,
            missing=states.count("missing"),
        )
    )
    counts = {key.replace("-", "_"): count for key, count in done.progress.count_lights().items()}
    click.echo(wording("cli.lights", **counts))
    print_published(published, folder, get_wording())
    severe = any(finding.severity is Severity.ERROR for each in collection.returns for finding in each.findings)
    return int(bool(collection.refusals) or unread > 0 or severe)


@click.command(help="cli.remind")
@click.argument("period")
@as_of_option
@plan_option
@matrix_option
@output_option
def remind(period: str, as_of: date | None, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Write one workbook for each unit that has not answered all of its tasks."""
    from responsibility.workflows.collecting import report_reminders

    root, house, plan, inputs = open_plan(matrix, plan_id)
    with lock_folder(output):
        done = collect_kept(root, house, plan, meant_period(period, house, plan), as_of and as_of_day(as_of))
        outputs = dict(report_reminders(done))
        folder = output / plan.id / "progress" / done.progress.period.id / "remind"
        published = place_outputs(folder, outputs, {**inputs, **_hashes(done), **hash_kept(root, plan.id)}, house)
    click.echo(house.wording("cli.reminded", count=len(outputs)))
    print_published(published, folder, get_wording())
    return 0


@click.command(help="cli.compare")
@click.argument("old")
@click.argument("new")
@matrix_option
@output_option
def compare(old: str, new: str, matrix: Path | None, output: Path) -> int:
    """Say what changed between two plans of the matrix folder, or a notice file and a plan."""
    from responsibility.workflows.comparing import compare_scenes, list_strays, read_settled, report_changes

    root = find_matrix(matrix) or Path("matrix")
    house, before, inputs = _read_side(root, old)
    _, after, more = _read_side(root, new)
    decisions, settled = read_settled(root, after.id)
    scenes = make_scene(before, house), make_scene(after, house)
    print_strays(list_strays(*scenes, decisions), house.wording)
    changes = compare_scenes(*scenes, house, decisions)
    periods = list(list_sent(root, house, before))
    answers = collect_kept(root, house, before, periods[-1], None).answers if periods else ()
    with lock_folder(output):
        outputs = dict(report_changes(*scenes, changes, answers))
        folder = output / after.id / "changes" / f"since-{before.id}"
        published = place_outputs(folder, outputs, {**inputs, **more, **settled}, house)
    tables = {name: len(getattr(changes, name)) for name in ("items", "targets", "units", "shares", "doubtful")}
    click.echo(house.wording("cli.compared", old=before.id, new=after.id, **tables))
    if len(changes.doubtful):
        place = root / "plans" / after.id / "decisions.csv"
        click.echo(house.wording("cli.doubtful", draft=(folder / "decisions.csv").as_posix(), place=place.as_posix()))
    print_published(published, folder, get_wording())
    return 0


def _read_side(root: Path, words: str) -> tuple[House, Plan, dict[str, str]]:
    """Read one side: a plan's id, or the path of a notice."""
    path = Path(words)
    if path.is_file():
        from responsibility.system.guard import read_guarded
        from responsibility.system.office import office_converter
        from responsibility.workflows.project import furnish

        folder = read_matrix(root, plans=False)
        house = furnish(folder, get_wording().language, office_converter(), read_guarded)
        return house, read_notice(read_source(path), house, path.stem), dict(folder.inputs)
    project = open_project(root, [words])
    return project.house, *project.read(words)


VERBS = (collect, remind, compare)
