"""The verbs that write: reports and verify."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responsibility.cli.options import (
    Trouble,
    exit_code,
    get_wording,
    matrix_option,
    open_project,
    output_option,
    plan_option,
    print_strays,
    print_summary,
)
from responsibility.cli.placing import print_published
from responsibility.cli.progress import Spinner
from responsibility.errors import OutputError, ResponsibilityError, SettingsError
from responsibility.kinds import Severity
from responsibility.language.wording import tell_error
from responsibility.system.inputs import PORTFOLIO, take_snapshot
from responsibility.system.log import tell_unforeseen
from responsibility.system.outputs import (
    Published,
    compare_outputs,
    find_current,
    list_changed,
    lock_folder,
    publish,
    read_outputs,
)
from responsibility.system.pools import Workers, count_cores, load, load_shared, map_apart, map_heavy
from responsibility.system.processes import rebuild_elsewhere, wait_until
from responsibility.workflows.making import Built, Maker
from responsibility.workflows.portfolio import build_portfolio, join_scene
from responsibility.workflows.project import House, find_matrix
from responsibility.workflows.reports import DRAWING, DRAWN, LIBRARIES, SHARED, WRITING, Failure, pick_reports

if TYPE_CHECKING:
    from responsibility.views.sheets.portfolio import Member

# Made by other verbs; a rebuild leaves them alone.
KEPT = ("progress/", "changes/", "refinement/", "meeting/", "inspection/", "assessment/", "closing/")


@click.command(help="cli.reports")
@click.option("--only", multiple=True, help="cli.option.only")
@click.option("--force", is_flag=True, help="cli.option.force")
@click.option("--watch", is_flag=True, help="cli.option.watch")
@plan_option
@matrix_option
@output_option
def reports(  # noqa: PLR0917  # click passes them by name
    only: tuple[str, ...], force: bool, watch: bool, plan_id: str | None, matrix: Path | None, output: Path
) -> int:
    """Build all reports of all plans; with watch, again whenever something in the matrix folder changes.

    A plan whose outputs still stand, with all that they rest on, is not built again unless forced.
    """
    if not watch:
        return _build(only, force, plan_id, matrix, output)
    root = find_matrix(matrix) or Path("matrix")
    wording = get_wording()
    while True:
        seen = take_snapshot(root)
        try:
            _build(only, force, plan_id, matrix, output)
        except ResponsibilityError as error:
            # Half-saved files are usual while someone edits; say it and wait for the next change.
            click.echo(tell_error(error, wording), err=True)
        click.echo(wording("cli.watching", folder=root.as_posix()))
        wait_until(partial(_has_changed, root, seen))


def _has_changed(root: Path, seen: Mapping[str, tuple[int, int]]) -> bool:
    return take_snapshot(root) != seen


def _build(only: tuple[str, ...], force: bool, plan_id: str | None, matrix: Path | None, output: Path) -> int:
    pick_reports(only)  # a mistyped key is told once, before anything is read
    project = open_project(matrix, [plan_id] if plan_id else ())
    trouble, several = Trouble(project), len(project.plan_ids) > 1
    with lock_folder(output), Spinner() as progress:
        run = _Run(Maker(project, only), output, force, progress, trouble)
        unchanged = run.build_plans()
        if several and not only:
            with trouble.alone(PORTFOLIO):
                run.build_portfolio(dict(trouble.failed))
    if several:
        plans, failed = len(project.plan_ids), len(set(trouble.failed) - {PORTFOLIO})
        made = plans - failed - unchanged
        click.echo(project.house.wording("cli.reported", plans=plans, made=made, unchanged=unchanged, failed=failed))
    return trouble.code


@dataclass(frozen=True, slots=True)
class _Run:
    """Makes, publishes and tells the reports of all plans, in their order however they are made.

    members: the plans made. standing: how many findings those have whose outputs stood. inputs: of both. failing:
    the plans of which some output could not be made, which the portfolio counts and no key knows.
    """

    maker: Maker
    output: Path
    force: bool
    progress: Spinner
    trouble: Trouble
    members: dict[str, Member] = field(default_factory=dict)
    standing: dict[str, int] = field(default_factory=dict)
    inputs: dict[str, Mapping[str, str]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)

    @property
    def _house(self) -> House:
        return self.maker.project.house

    def build_plans(self) -> int:
        """Build what does not stand; return how many plans are as they were."""
        plan_ids = self.maker.project.plan_ids
        standing = {each: found for each in plan_ids if (found := self._find_standing(each))}
        stale = [each for each in plan_ids if each not in standing]
        made, unchanged, done = self._make(stale), 0, 0
        self.progress.expect(len(stale))
        for plan_id in plan_ids:
            if plan_id in standing:
                self._tell_standing(plan_id, *standing[plan_id])
                unchanged += 1
                continue
            with self.trouble.alone(plan_id):
                unchanged += self._publish(plan_id, next(made))
            done += 1
            self.progress.reach(done)
        return unchanged

    def _find_standing(self, plan_id: str) -> tuple[Published, dict[str, int]] | None:
        if self.force:
            return None
        try:
            inputs = self.maker.list_inputs(plan_id)
        except ResponsibilityError:
            return None  # told when it is made, in its turn
        self.inputs[plan_id] = inputs
        return find_current(self.output / plan_id, self.maker.make_key(inputs), KEPT)

    def _make(self, plan_ids: Sequence[str]) -> Iterator[Built | ResponsibilityError]:
        """Make plans side by side where there are enough for all cores, else one by one with all cores for each."""
        whole, several = not self.maker.only, len(plan_ids) > 1
        if whole and count_cores() > 1:
            load_shared(LIBRARIES if several else SHARED)
        if several and len(plan_ids) >= count_cores():
            self.progress(plan_ids[0])
            yield from map_apart(self.maker.try_plan, plan_ids)
        else:
            with Workers(DRAWING if whole else ()) as workers:
                load(WRITING if whole else ())
                apply = partial(workers.map, theirs=DRAWN)
                for each in plan_ids:
                    self.progress(each)
                    yield self.maker.try_plan(each, apply, workers.begin, partial(self._show, each))

    def _show(self, plan_id: str, path: str) -> None:
        self.progress(f"{plan_id}/{path}")

    def _tell_standing(self, plan_id: str, published: Published, counts: dict[str, int]) -> None:
        self.standing[plan_id] = sum(counts[f"{severity.value}s"] for severity in Severity)
        self.trouble.code = max(self.trouble.code, int(counts["errors"] > 0))
        say = self._house.wording.of_problems() if counts.get("of_problems") else self._house.wording
        click.echo(say("cli.summary", **counts))
        print_published(published, self.output / plan_id, self._house.wording)

    def _publish(self, plan_id: str, built: Built | ResponsibilityError) -> bool:
        """Put a plan's outputs into place and tell what there is to tell; say whether all was as it is."""
        if isinstance(built, ResponsibilityError):
            raise built
        self.progress(plan_id)
        self._tell_before(plan_id, built)
        print_strays(built.strays, self._house.wording)
        published = publish(self.output / plan_id, built.outputs, KEPT)
        for each in built.failures:
            self._tell_failure(plan_id, each)
        self.trouble.code = max(self.trouble.code, exit_code(built.scene.findings))
        print_summary(built.scene.plan, built.scene.say, built.scene.findings)
        print_published(published, self.output / plan_id, self._house.wording)
        self.inputs[plan_id] = built.inputs
        if len(self.maker.project.plan_ids) > 1:
            self.members[plan_id] = join_scene(built.scene)
        if built.failures:
            self.failing.add(plan_id)
        return not (published.written or published.removed)

    def build_portfolio(self, missing: Mapping[str, str]) -> None:
        """Build what all plans come to together, unless it stands. missing: plans that were not made, with why."""
        wanted = [each for each in self.maker.project.plan_ids if each not in missing or each in self.members]
        if not wanted:
            return
        inputs = dict(sorted(pair for each in wanted for pair in self.inputs[each].items()))
        folder, key = self.output / PORTFOLIO, self.maker.make_key({**inputs, "plans": wanted, "missing": missing})
        current = None if self.force or self.failing else find_current(folder, key)
        if current:
            print_published(current[0], folder, self._house.wording)
            return
        self.progress(PORTFOLIO)
        outputs = build_portfolio(self._gather(wanted), inputs, missing, "" if self.failing else key)
        print_published(publish(folder, outputs), folder, self._house.wording)

    def _gather(self, plan_ids: Sequence[str]) -> list[Member]:
        """Return the plans, reading those that were passed over."""
        others = [each for each in plan_ids if each not in self.members]
        found = ((each, self.standing[each]) for each in others)
        joined = dict(zip(others, map_heavy(self.maker.join_standing, found), strict=True))
        return [self.members.get(each) or joined[each] for each in plan_ids]

    def _tell_before(self, plan_id: str, built: Built) -> None:
        """Tell that a plan could not be compared with the one before, whose trouble is told once."""
        if built.before is None:
            return
        before, error = built.before
        if before not in self.trouble.failed:
            with self.trouble.alone(before):
                raise error
        click.echo(self._house.wording("cli.no_news", plan=plan_id, before=before), err=True)

    def _tell_failure(self, plan_id: str, failure: Failure) -> None:
        error = failure.error or tell_unforeseen(failure.trace, "")
        words = tell_error(error, self._house.wording)
        click.echo(self._house.wording("cli.not_made", path=f"{plan_id}/{failure.path}", reason=words), err=True)
        self.trouble.code = max(self.trouble.code, error.exit_code, OutputError.exit_code)


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
        raise SettingsError("NOTHING_BUILT", str(output))
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
    changed = list_changed(output / name, rebuilt) if compared else []
    if changed:
        click.echo(house.wording("cli.verify_stale", inputs=house.wording("sheet.and").join(changed)))
    click.echo(house.wording("cli.verified", plan=name, files=len(rebuilt), differing=len(compared)))
    return len(compared)


VERBS = (reports, verify)
