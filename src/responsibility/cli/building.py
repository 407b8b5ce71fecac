"""The verbs that write: reports and verify."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from responsibility.cli.options import (
    furnish_plans,
    get_wording,
    matrix_option,
    output_option,
    plan_option,
    print_strays,
    print_summary,
    read_settled,
)
from responsibility.cli.speech import tell_error
from responsibility.errors import ResponsibilityError, SettingsError
from responsibility.kinds import Severity
from responsibility.system.inputs import PORTFOLIO, list_plan_ids, take_snapshot
from responsibility.system.outputs import Published, compare_outputs, lock_folder, publish, read_outputs
from responsibility.system.processes import Stopwatch, map_heavy, rebuild_elsewhere, wait_until
from responsibility.workflows.project import House, find_matrix, make_scene

if TYPE_CHECKING:
    from rich.status import Status

    from responsibility.views.scene import Scene

# A run shorter than this shows nothing: a bar that flashes is noise.
QUIET_SECONDS = 1.0
# Made by other verbs; a rebuild leaves them alone.
KEPT = ("progress/", "changes/")
_WITH_NEWS = "tasks"  # the report that tells what changed since the plan before


class Progress:
    """Says on a terminal what is being made once a run takes longer than a second; silent elsewhere."""

    def __init__(self) -> None:
        self._watch = Stopwatch()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, what: str) -> None:
        """Tell that what is being made."""
        if self._status is None and self._watch.seconds > QUIET_SECONDS and sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        if self._status is not None:
            self._status.update(what)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()


@click.command(help="cli.reports")
@click.option("--only", multiple=True, help="cli.option.only")
@click.option("--watch", is_flag=True, help="cli.option.watch")
@plan_option
@matrix_option
@output_option
def reports(only: tuple[str, ...], watch: bool, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Build all reports of all plans; with watch, again whenever something in the matrix folder changes."""
    if not watch:
        return _build(only, plan_id, matrix, output)
    root = find_matrix(matrix) or Path("matrix")
    wording = get_wording()
    while True:
        seen = take_snapshot(root)
        try:
            _build(only, plan_id, matrix, output)
        except ResponsibilityError as error:
            # Half-saved files are usual while someone edits; say it and wait for the next change.
            click.echo(tell_error(error, wording), err=True)
        click.echo(wording("cli.watching", folder=root.as_posix()))
        wait_until(partial(_has_changed, root, seen))


def _has_changed(root: Path, seen: Mapping[str, tuple[int, int]]) -> bool:
    return take_snapshot(root) != seen


def _build(only: tuple[str, ...], plan_id: str | None, matrix: Path | None, output: Path) -> int:
    from responsibility.workflows.portfolio import build_portfolio
    from responsibility.workflows.reports import build_reports

    house, plans, inputs = furnish_plans(matrix, plan_id)
    root = find_matrix(matrix) or Path("matrix")
    several = len(plans) > 1 and not only
    kept: dict[str, Scene] = {}
    failed = False
    with lock_folder(output), Progress() as progress:
        for plan in plans:
            progress(plan.id)
            scene, read = make_scene(plan, house), inputs
            if not only or _WITH_NEWS in only:
                scene, more = _add_news(root, scene, kept, house)
                read = {**inputs, **more}
            outputs = []
            for made in build_reports(scene, read, only, map_heavy):
                progress(f"{plan.id}/{made.path}")
                outputs.append(made)
            published = publish(output / plan.id, outputs, KEPT)
            print_summary(plan, house.wording, scene.findings)
            failed |= any(each.severity is Severity.ERROR for each in scene.findings)
            _print_published(published, house, output / plan.id)
            if several:
                kept[plan.id] = scene
        if several:
            progress(PORTFOLIO)
            published = publish(output / PORTFOLIO, build_portfolio(list(kept.values()), inputs))
            _print_published(published, house, output / PORTFOLIO)
    return int(failed)


def _add_news(root: Path, scene: Scene, known: Mapping[str, Scene], house: House) -> tuple[Scene, dict[str, str]]:
    """Compare with the plan before, if any, for the covers of the task books; with the hashes of what was read."""
    from responsibility.workflows.comparing import compare_scenes, find_before, list_strays, tell_news

    before = find_before(scene.plan.id, list_plan_ids(root), house)
    if before is None:
        return scene, {}
    old, more = known.get(before), dict[str, str]()
    if old is None:
        _, plans, more = furnish_plans(root, before)
        old = make_scene(plans[0], house)
    decisions, settled = read_settled(root, scene.plan.id)
    print_strays(list_strays(old, scene, decisions), house.wording)
    news = tell_news(old, scene, compare_scenes(old, scene, house, decisions))
    return replace(scene, news=news), {**more, **settled}


def _print_published(published: Published, house: House, folder: Path) -> None:
    counts = {
        "written": len(published.written),
        "kept": len(published.kept),
        "removed": len(published.removed),
    }
    click.echo(house.wording("cli.published", folder=folder.as_posix(), **counts))
    if published.strangers:
        click.echo(house.wording("cli.strangers", files="、".join(published.strangers)))


@click.command(help="cli.verify")
@plan_option
@matrix_option
@output_option
def verify(plan_id: str | None, matrix: Path | None, output: Path) -> int:
    """Rebuild in another process, time zone and folder, and compare byte by byte."""
    house, plans, _ = furnish_plans(matrix, plan_id)
    root = find_matrix(matrix) or Path("matrix")
    names = [plan.id for plan in plans] + ([PORTFOLIO] if len(plans) > 1 else [])
    if not names:
        return 0
    for name in names:
        if not (output / name).is_dir():
            raise SettingsError("nothing was built here yet", str(output / name), "run `responsibility reports` first")
    with tempfile.TemporaryDirectory() as elsewhere, Progress() as progress:
        progress(" ".join(names))
        rebuild_elsewhere(root, Path(elsewhere), names, plan_id, house.wording.language)
        rebuilt = {name: read_outputs(Path(elsewhere) / name) for name in names}
    differing = [_print_compared(output, name, rebuilt[name], house) for name in names]
    return int(any(differing))


def _print_compared(output: Path, name: str, rebuilt: list[tuple[str, bytes]], house: House) -> int:
    """Print what is different in one folder and return how many files are."""
    compared = compare_outputs(output / name, rebuilt)
    for path, state in compared:
        click.echo(f"{name}/{path}: {house.wording(f'cli.verify_{state}')}")
    click.echo(house.wording("cli.verified", plan=name, files=len(rebuilt), differing=len(compared)))
    return len(compared)


VERBS = (reports, verify)
