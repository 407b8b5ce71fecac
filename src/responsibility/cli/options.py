"""Options: what several verbs take, and what they all do first."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responsibility.kinds import Severity
from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan
from responsibility.resolve.dismissals import DISMISSALS, Dismissal, parse_dismissals
from responsibility.system.evidence import read_kept
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import decode_table, read_matrix
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


def furnish_plans(matrix: Path | None, plan_id: str | None = None) -> tuple[House, list[Plan], dict[str, str]]:
    """Read the matrix folder and all plans wanted, in order of their ids; with the hash of each file read."""
    folder = read_matrix(find_matrix(matrix) or Path("matrix"), plan_id)
    house = furnish(folder, get_wording().language, office_converter(), read_guarded)
    return house, [read_plan(plan, house) for plan in folder.plans], dict(folder.inputs)


def read_settled(root: Path, plan_id: str) -> tuple[tuple[Decision, ...], dict[str, str]]:
    """Read what a person settled about matches with the plan before; with the hash of the file read."""
    from responsibility.analysis.change.decisions import DECISIONS, parse_decisions

    source = read_kept(root, plan_id, DECISIONS.name)
    if source is None:
        return (), {}
    return parse_decisions(decode_table(source), source.path), {source.path: sha256(source.data).hexdigest()}


def read_dismissed(root: Path, plan_id: str) -> tuple[Dismissal, ...]:
    """Read which findings of a plan a person set aside."""
    source = read_kept(root, plan_id, DISMISSALS.name)
    return parse_dismissals(decode_table(source), source.path) if source else ()


def print_strays(strays: Sequence[Decision], wording: Wording) -> None:
    """Say which decisions could not be used, by line and items."""
    for each in strays:
        click.echo(wording("cli.stray", line=each.line, old=each.old_id, new=each.new_id), err=True)


def print_summary(plan: Plan, wording: Wording, findings: Sequence[Finding]) -> None:
    """Print one line of counts. findings: those that the verb shows or rests on."""
    assigned = len({each.item_id for each in plan.assignments})
    counts = count_severities(findings)
    words = wording(
        "cli.summary",
        items=len(plan.items),
        assigned=assigned,
        units=len(plan.units),
        assignments=len(plan.assignments),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    click.echo(words)
