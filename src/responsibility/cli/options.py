"""Options: what several verbs take, and what they all do first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responsibility.errors import ResponsibilityError
from responsibility.kinds import Severity
from responsibility.language.wording import Wording, tell_error
from responsibility.model import Finding, Plan
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import list_plan_ids, read_matrix
from responsibility.system.log import foresee
from responsibility.system.office import office_converter
from responsibility.views.findings import tally_plan
from responsibility.workflows.project import Project, find_matrix, furnish

if TYPE_CHECKING:
    from responsibility.analysis.change.decisions import Decision

FOLDER = click.Path(path_type=Path)
matrix_option = click.option("--matrix", type=FOLDER, help="cli.option.matrix")
plan_option = click.option("--plan", "plan_id", help="cli.option.plan")
output_option = click.option("--output", type=FOLDER, default=Path("output"), help="cli.option.output")


def get_wording() -> Wording:
    """Return the words of the running command."""
    wording = click.get_current_context().find_object(Wording)
    assert wording is not None
    return wording


def open_project(matrix: Path | None, wanted: Sequence[str] = ()) -> Project:
    """Read what all plans are read with. wanted: ids of the plans meant, all if none."""
    root = find_matrix(matrix) or Path("matrix")
    folder = read_matrix(root, plans=False)
    house = furnish(folder, get_wording().language, office_converter(), read_guarded)
    plan_ids = tuple(dict.fromkeys(each for plan_id in wanted or (None,) for each in list_plan_ids(root, plan_id)))
    return Project(root, house, folder.inputs, plan_ids)


class Trouble:
    """Tells on standard error what stops a plan, so that the others go on. code: the worst exit code so far."""

    def __init__(self, project: Project) -> None:
        self.code = 0
        self.failed: dict[str, str] = {}
        self._project = project

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep what goes wrong inside from what comes after; name: of the plan."""
        try:
            yield
        except BrokenPipeError:
            raise  # nobody reads what we say
        except Exception as error:
            self._tell(name, foresee(error, (self._project.root / "plans" / name).as_posix()))

    def _tell(self, name: str, error: ResponsibilityError) -> None:
        words = tell_error(error, self._project.house.wording)
        click.echo(f"{name}: {words}", err=True)
        self.failed[name] = words.partition("\n")[0]
        self.code = max(self.code, error.exit_code)


def print_strays(strays: Sequence[Decision], wording: Wording) -> None:
    """Say which decisions could not be used, by line and items."""
    for each in strays:
        click.echo(wording("cli.stray", line=each.line, old=each.old_id, new=each.new_id), err=True)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 exactly where a finding is an error."""
    return int(any(each.severity is Severity.ERROR for each in findings))


def print_summary(plan: Plan, wording: Wording, findings: Sequence[Finding]) -> None:
    """Print one line of counts."""
    click.echo(wording("cli.summary", **tally_plan(plan, findings)))
