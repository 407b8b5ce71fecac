"""Options: what several verbs take, and what they all do first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responsibility.errors import ResponsibilityError
from responsibility.kinds import Severity
from responsibility.language.wording import Wording, tell_error
from responsibility.model import Finding, Plan
from responsibility.system.evidence import read_kept
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import decode_table, list_plan_ids, read_matrix, read_plan_folder
from responsibility.system.log import foresee
from responsibility.system.office import office_converter
from responsibility.views.findings import count_severities
from responsibility.workflows.project import House, find_matrix, furnish, read_plan

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


@dataclass(frozen=True, slots=True)
class Project:
    """A matrix folder as a verb works on it. inputs: hashes of the files with which every plan is read."""

    root: Path
    house: House
    inputs: Mapping[str, str]
    plan_ids: tuple[str, ...]

    def read(self, plan_id: str) -> tuple[Plan, dict[str, str]]:
        """Read one plan; with the hash of each file that it rests on."""
        folder, inputs = read_plan_folder(self.root, plan_id)
        return read_plan(folder, self.house), dict(sorted({**self.inputs, **inputs}.items()))


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


def read_settled(root: Path, plan_id: str) -> tuple[tuple[Decision, ...], dict[str, str]]:
    """Read what a person settled about matches with the plan before; with the hash of the file read."""
    from responsibility.analysis.change.decisions import DECISIONS, parse_decisions

    source = read_kept(root, plan_id, DECISIONS.name)
    if source is None:
        return (), {}
    return parse_decisions(decode_table(source), source.path), {source.path: sha256(source.data).hexdigest()}


def print_strays(strays: Sequence[Decision], wording: Wording) -> None:
    """Say which decisions could not be used, by line and items."""
    for each in strays:
        click.echo(wording("cli.stray", line=each.line, old=each.old_id, new=each.new_id), err=True)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 exactly where a finding is an error."""
    return int(any(each.severity is Severity.ERROR for each in findings))


def print_summary(plan: Plan, wording: Wording, findings: Sequence[Finding]) -> None:
    """Print one line of counts."""
    counts = count_severities(findings)
    words = wording(
        "cli.summary",
        items=len(plan.items),
        assigned=len({each.item_id for each in plan.assignments}),
        units=len(plan.units),
        assignments=len(plan.assignments),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    click.echo(words)
