"""The verbs of a registry: `init`, a new one, and `units`, names nobody answers to and a person's yes."""

from __future__ import annotations

from pathlib import Path

import click

from responsibility.cli.options import FOLDER, Trouble, get_wording, matrix_option, open_project, plan_option
from responsibility.language.rounding import show_number
from responsibility.language.wording import Wording
from responsibility.model import Plan
from responsibility.registry.tables import ALIASES, UNITS
from responsibility.resolve.review import (
    Accepted,
    NameReview,
    accept_first,
    alias_rows,
    review_names,
    unit_rows,
)
from responsibility.system.inputs import add_rows
from responsibility.system.outputs import make_folder
from responsibility.workflows.project import House, Project
from responsibility.workflows.starting import start_matrix


@click.command(help="cli.units")
@click.option("--accept", is_flag=True, help="cli.option.accept")
@plan_option
@matrix_option
def units(accept: bool, plan_id: str | None, matrix: Path | None) -> int:
    """List unknown and ambiguous names with candidates; with accept, write the certain ones as lines to review."""
    project = open_project(matrix, [plan_id] if plan_id else ())
    trouble = Trouble(project)
    for each in project.plan_ids:
        with trouble.alone(each):
            _review(project.read(each)[0], project, accept)
    return trouble.code


def _review(plan: Plan, project: Project, accept: bool) -> None:
    house, limits, registry = project.house, project.house.settings.names, project.house.registry.at(plan.place)
    reviews = review_names(
        plan, registry, house.settings.weights, least=limits.least_likeness, limit=limits.suggestions
    )
    for review in reviews:
        _print_review(review, house.wording)
    click.echo(house.wording("cli.units_open", plan=plan.id, count=len(reviews)))
    if accept and registry is house.registry:  # another place's names have no line in our tables
        _write_accepted(accept_first(reviews), reviews, plan, house, project.root)


def _print_review(review: NameReview, wording: Wording) -> None:
    items = "、".join(review.item_ids)
    click.echo(wording("cli.units_name", name=review.name, mentions=review.mentions, items=items))
    for each in review.candidates:
        merge = each.merge
        words = wording(
            "cli.units_candidate",
            unit=each.unit.name,
            id=each.unit.id,
            reason=wording(f"name_reason.{each.reason}"),
            score=show_number(each.score, ".2f"),
            units=f"{merge.units_before}→{merge.units_after}",
            assignments=f"{merge.assignments_before}→{merge.assignments_after}",
            load=f"{merge.load_before:g}→{merge.load_after:g}",
        )
        click.echo(f"  {words}")


def _write_accepted(
    accepted: tuple[Accepted, ...], reviews: tuple[NameReview, ...], plan: Plan, house: House, root: Path
) -> None:
    """Append to aliases.csv, and to units.csv where the unit is the general register's."""
    source = plan.header.title or plan.id
    named = {each.unit.id: each.unit for review in reviews for each in review.candidates}
    chosen = dict.fromkeys(each.unit_id for each in accepted)
    foreign = [named[unit_id] for unit_id in chosen if house.registry.by_id(unit_id) is None]
    if foreign:
        add_rows(root / UNITS.name, UNITS, unit_rows(foreign, source))
    if accepted:
        add_rows(root / ALIASES.name, ALIASES, alias_rows(accepted, source))
    click.echo(house.wording("cli.units_accepted", aliases=len(accepted), units=len(foreign)))


@click.command(help="cli.init")
@click.argument("folder", type=FOLDER)
@click.option("--place", default="", help="cli.option.place")
def init(folder: Path, place: str) -> int:
    """Make an empty matrix folder for an office."""
    wording = get_wording()
    matrix = folder / "matrix"
    make_folder(matrix, start_matrix(place, wording), ("plans",))
    click.echo(wording("cli.started", folder=matrix.as_posix()))
    return 0


VERBS = (init, units)
