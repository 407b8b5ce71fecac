"""Periods: one plan of a matrix folder and what its units sent back, as several verbs of the year need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from responsibility.cli.options import open_project
from responsibility.errors import SettingsError, SourceError
from responsibility.model import Plan
from responsibility.system.evidence import (
    PLACED_BY_HAND,
    add_quarantined,
    evidence_folder,
    list_periods,
    read_evidence,
    read_kept,
)
from responsibility.system.inputs import decode_table, read_source
from responsibility.workflows.project import House, make_scene

if TYPE_CHECKING:
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.period import Period
    from responsibility.extract.packed import Received
    from responsibility.returns import Placing, Refusal
    from responsibility.views.scene import Scene
    from responsibility.workflows.collecting import Collected
    from responsibility.workflows.refining import Decided, Refined

KEPT_TABLES = (
    "inspections.csv",
    "refinements.csv",
    "scores.csv",
)  # what people keep beside a plan's notice in the course of its year


def open_plan(matrix: Path | None, plan_id: str | None) -> tuple[Path, House, Plan, dict[str, str]]:
    """Read the one plan that is meant."""
    project = open_project(matrix, [plan_id] if plan_id else ())
    if len(project.plan_ids) != 1:
        known = ", ".join(project.plan_ids)
        raise SettingsError("which plan is meant: {known}", str(project.root), "name one with --plan", known=known)
    return project.root, project.house, *project.read(project.plan_ids[0])


def meant_period(words: str, house: House, plan: Plan) -> Period:
    """Read a period as people write it; the plan's year where none is written."""
    from responsibility.analysis.course.period import parse_period

    day = plan.header.issued_on or plan.header.published_on
    return parse_period(words, house.settings.progress, day.year if day else None)


def list_sent(root: Path, house: House, plan: Plan) -> dict[Period, list[Path]]:
    """Return the periods that hold returned files, earliest first; one may have several folders, however written."""
    from responsibility.analysis.course.period import parse_period

    found: dict[Period, list[Path]] = {}
    for name in list_periods(root, plan.id):
        folder = evidence_folder(root, plan.id, name)
        found.setdefault(parse_period(name, house.settings.progress, where=str(folder)), []).append(folder)
    return dict(sorted(found.items(), key=lambda pair: pair[0].end))


def collect_kept(root: Path, house: House, plan: Plan, period: Period, as_of: date | None) -> Collected:
    """Judge a period from the files kept of it and of the periods before."""
    *_, last = walk_kept(root, house, plan, period, as_of)
    return last


def walk_kept(
    root: Path, house: House, plan: Plan, last: Period | None, as_of: date | None = None, *, claimed: bool = False
) -> Iterator[Collected]:
    """Judge every period that holds files up to the last, and the last; None: those that hold files.

    claimed: the last as the units claim, without what was found in it.
    """
    from responsibility.system.guard import map_guarded
    from responsibility.workflows.collecting import Sent, plan_span, refuse_file, walk_periods
    from responsibility.workflows.refining import accept_stages

    kept = list_sent(root, house, plan)
    wanted = [*(each for each in kept if last is None or each.end < last.end), *([last] if last else [])]
    sent = [
        Sent(
            each,
            chain.from_iterable(map(read_evidence, kept.get(each, ()))),
            read_placed(root, kept.get(each, ()), plan),
        )
        for each in wanted
    ]
    ended: list[tuple[Received, str]] = []

    def give_up(file: Received, error: SourceError) -> Refusal:
        ended.append((file, error.code))
        return refuse_file(file, error)

    run_map = partial(map_guarded, told=give_up, limits=house.settings.sources)
    scene = make_scene(plan, house)
    inspections = read_inspections(root, scene, house)
    if claimed and last:
        inspections = tuple(each for each in inspections if each.period != last.id)
    stages = accept_stages(*walk_refined(root, scene), plan_span(scene, wanted[-1])[0].year) if wanted else {}
    yield from walk_periods(scene, sent, run_map, as_of, inspections, stages) if sent else ()
    add_quarantined(root, plan.id, ended)


def read_placed(root: Path, folders: Iterable[Path], plan: Plan) -> tuple[Placing, ...]:
    """Read what people placed by hand of the files in folders. Raises RegistryError naming every wrong line."""
    from responsibility.returns import parse_placed

    found = [read_source(path, root) for path in (each / PLACED_BY_HAND for each in folders) if path.is_file()]
    return tuple(row for each in found for row in parse_placed(decode_table(each), each.path, plan))


def read_inspections(root: Path, scene: Scene, house: House) -> tuple[Inspection, ...]:
    """Read what a plan's office found when it looked for itself."""
    from responsibility.analysis.course.inspection import INSPECTIONS, parse_inspections
    from responsibility.workflows.assessing import name_items

    source = read_kept(root, scene.plan.id, INSPECTIONS.name)
    if source is None:
        return ()
    where = f"plans/{scene.plan.id}/{INSPECTIONS.name}"
    return parse_inspections(
        decode_table(source), name_items(scene), lambda words: meant_period(words, house, scene.plan).id, where
    )


def refined_folder(root: Path, plan_id: str) -> Path:
    """Return where the refinement sheets that came back are kept."""
    return root / "plans" / plan_id / "refinements"


def walk_refined(root: Path, scene: Scene) -> tuple[Refined, Decided]:
    """Read the refinement sheets that came back and what the office decided on them."""
    from responsibility.analysis.course.refinement import REFINEMENTS, parse_refinements
    from responsibility.analysis.course.score import Finders
    from responsibility.workflows.assessing import name_items, name_units
    from responsibility.workflows.refining import gather_refined

    kept = read_kept(root, scene.plan.id, REFINEMENTS.name)
    find = Finders(name_units(scene), name_items(scene), str)
    where = f"plans/{scene.plan.id}/{REFINEMENTS.name}"
    decided = parse_refinements(decode_table(kept) if kept else "", find, where)
    folder = refined_folder(root, scene.plan.id)
    return gather_refined(scene, read_evidence(folder) if folder.is_dir() else ()), decided


def hash_kept(root: Path, plan_id: str) -> dict[str, str]:
    """Return the hash of each table that people keep of the year, by path."""
    found = [*(read_kept(root, plan_id, name) for name in KEPT_TABLES)]
    found += [read_kept(root, plan_id, f"returns/{period}/{PLACED_BY_HAND}") for period in list_periods(root, plan_id)]
    return {each.path: sha256(each.data).hexdigest() for each in found if each is not None}
