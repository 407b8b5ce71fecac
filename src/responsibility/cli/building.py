"""The verbs that write: reports and verify."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from responsibility.cli.options import (
    Project,
    Trouble,
    exit_code,
    get_wording,
    matrix_option,
    open_project,
    output_option,
    plan_option,
    print_strays,
    print_summary,
    read_settled,
)
from responsibility.errors import OutputError, ResponsibilityError, SettingsError
from responsibility.language.wording import tell_error
from responsibility.system.inputs import PORTFOLIO, list_plan_ids, read_plan_folder, take_snapshot
from responsibility.system.log import tell_unforeseen
from responsibility.system.outputs import Published, compare_outputs, lock_folder, publish, read_outputs
from responsibility.system.processes import Stopwatch, Workers, map_heavy, rebuild_elsewhere, wait_until
from responsibility.workflows.project import House, find_matrix, make_scene, read_plan
from responsibility.workflows.reports import Apply, Failure, Output, add_failures, build_reports

if TYPE_CHECKING:
    from rich.status import Status

    from responsibility.views.scene import Scene

# A run shorter than this shows nothing: a bar that flashes is noise.
QUIET_SECONDS = 1.0
# Made by other verbs; a rebuild leaves them alone.
KEPT = ("progress/", "changes/")
_WITH_NEWS = "tasks"  # the report that tells what changed since the plan before


class Spinner:
    """Says on a terminal what is being made once a run takes longer than a second; silent elsewhere."""

    def __init__(self) -> None:
        self._watch = Stopwatch()
        self._status: Status | None = None

    def __enter__(self) -> Spinner:
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
    from responsibility.workflows.reports import pick_reports

    pick_reports(only)  # a mistyped key is told once, before anything is read
    project = open_project(matrix, [plan_id] if plan_id else ())
    wording, several = project.house.wording, len(project.plan_ids) > 1
    trouble = Trouble(project)
    kept: dict[str, Scene] = {}
    inputs: dict[str, str] = {}
    unchanged: list[str] = []
    with lock_folder(output), Spinner() as progress, Workers() as workers:
        builder = _Builder(project, only, output, progress, trouble, workers.map if several else map_heavy)
        for each in project.plan_ids:
            with trouble.alone(each):
                scene, read, published = builder.build(each, kept)
                inputs |= read
                unchanged += [] if published.written or published.removed else [each]
                if several and not only:
                    kept[each] = scene
        if kept:
            progress(PORTFOLIO)
            missing = dict(trouble.failed)
            with trouble.alone(PORTFOLIO):
                outputs = build_portfolio(list(kept.values()), dict(sorted(inputs.items())), missing)
                _print_published(publish(output / PORTFOLIO, outputs), project.house, output / PORTFOLIO)
    if several:
        plans, failed = len(project.plan_ids), len(set(trouble.failed) - {PORTFOLIO})
        made = plans - failed - len(unchanged)
        click.echo(wording("cli.reported", plans=plans, made=made, unchanged=len(unchanged), failed=failed))
    return trouble.code


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes and publishes the reports of one plan after the other."""

    project: Project
    only: tuple[str, ...]
    output: Path
    progress: Spinner
    trouble: Trouble
    apply: Apply

    def build(self, plan_id: str, known: Mapping[str, Scene]) -> tuple[Scene, dict[str, str], Published]:
        """Make one plan's reports and put them into place. known: plans that were analysed before."""
        house, folder = self.project.house, self.output / plan_id
        self.progress(plan_id)
        plan, inputs = self.project.read(plan_id)
        scene = make_scene(plan, house)
        if not self.only or _WITH_NEWS in self.only:
            scene, more = self._add_news(scene, known)
            inputs |= more
        outputs, failures = self._make(scene, inputs)
        if failures:
            # Once more, so that every output counts and tells what could not be made.
            scene = add_failures(scene, failures)
            outputs, failures = self._make(scene, inputs)
        published = publish(folder, outputs, KEPT)
        for each in failures:
            self._tell(plan_id, each)
        self.trouble.code = max(self.trouble.code, exit_code(scene.findings))
        print_summary(plan, house.wording, scene.findings)
        _print_published(published, house, folder)
        return scene, inputs, published

    def _make(self, scene: Scene, inputs: Mapping[str, str]) -> tuple[list[Output], list[Failure]]:
        outputs: list[Output] = []
        failures: list[Failure] = []
        for made in build_reports(scene, inputs, self.only, self.apply):
            self.progress(f"{scene.plan.id}/{made.path}")
            if isinstance(made, Failure):
                failures.append(made)
            else:
                outputs.append(made)
        return outputs, failures

    def _add_news(self, scene: Scene, known: Mapping[str, Scene]) -> tuple[Scene, dict[str, str]]:
        """Compare with the plan before, if any, for the covers of the task books; with the hashes of what was read.

        A plan before that cannot be read takes the covers with it, not the plan.
        """
        from responsibility.workflows.comparing import find_before

        project, plan_id = self.project, scene.plan.id
        before = find_before(plan_id, list_plan_ids(project.root), project.house)
        if before is None:
            return scene, {}
        if before not in self.trouble.failed:
            with self.trouble.alone(before):
                folder, more = read_plan_folder(project.root, before)
                old = known.get(before) or make_scene(read_plan(folder, project.house), project.house)
                return self._compare(old, scene), {**more, **read_settled(project.root, plan_id)[1]}
        click.echo(project.house.wording("cli.no_news", plan=plan_id, before=before), err=True)
        return scene, {}

    def _compare(self, old: Scene, new: Scene) -> Scene:
        from responsibility.workflows.comparing import compare_scenes, list_strays, tell_news

        house = self.project.house
        decisions, _ = read_settled(self.project.root, new.plan.id)
        print_strays(list_strays(old, new, decisions), house.wording)
        return replace(new, news=tell_news(old, new, compare_scenes(old, new, house, decisions)))

    def _tell(self, plan_id: str, failure: Failure) -> None:
        error = failure.error or tell_unforeseen(failure.reason, failure.trace, "")
        words = tell_error(error, self.project.house.wording)
        click.echo(self.project.house.wording("cli.not_made", path=f"{plan_id}/{failure.path}", reason=words), err=True)
        self.trouble.code = max(self.trouble.code, error.exit_code, OutputError.exit_code)


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
    project = open_project(matrix, [plan_id] if plan_id else ())
    wanted = [*project.plan_ids, *([PORTFOLIO] if len(project.plan_ids) > 1 else [])]
    names = [name for name in wanted if (output / name).is_dir()]
    if not names:
        raise SettingsError("nothing was built here yet", str(output), "run `responsibility reports` first")
    house = project.house
    for name in wanted:
        if name not in names:
            click.echo(house.wording("cli.verify_absent", plan=name))
    with tempfile.TemporaryDirectory() as elsewhere, Spinner() as progress:
        progress(" ".join(names))
        rebuild_elsewhere(project.root, Path(elsewhere), names, plan_id, house.wording.language)
        rebuilt = {name: read_outputs(Path(elsewhere) / name) for name in names}
    differing = [_print_compared(output, name, rebuilt[name], house) for name in names]
    return int(any(differing) or names != wanted)


def _print_compared(output: Path, name: str, rebuilt: list[tuple[str, bytes]], house: House) -> int:
    """Print what is different in one folder and return how many files are."""
    compared = compare_outputs(output / name, rebuilt)
    for path, state in compared:
        click.echo(f"{name}/{path}: {house.wording(f'cli.verify_{state}')}")
    click.echo(house.wording("cli.verified", plan=name, files=len(rebuilt), differing=len(compared)))
    return len(compared)


VERBS = (reports, verify)
