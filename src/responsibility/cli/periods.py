"""Periods: one plan of a matrix folder and what its units sent back, as several verbs of the year need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from responsibility.cli.options import open_project
from responsibility.errors import ResponsibilityError, SettingsError, SourceError
from responsibility.model import Plan
from responsibility.system.evidence import (
    PLACED_BY_HAND,
    add_quarantined,
    evidence_folder,
    list_periods,
    read_evidence,
    read_kept,
    returns_folder,
)
from responsibility.system.inputs import decode_table, read_source
from responsibility.system.outputs import replace_file
from responsibility.workflows.project import House, decide_refinements, make_scene

if TYPE_CHECKING:
    from responsibility.analysis.course.contacts import Contact
    from responsibility.analysis.course.period import Period
    from responsibility.extract.packed import Received
    from responsibility.returns import Placing, Refusal
    from responsibility.views.scene import Scene
    from responsibility.workflows.collecting import Collected
    from responsibility.workflows.refining import Decided, Refined

KEPT_TABLES = ("scores.csv",)  # what people keep in the course of a year, beside what every plan has


def open_plan(matrix: Path | None, plan_id: str | None) -> tuple[Path, House, Plan, dict[str, str]]:
    """Read the one plan that is meant, with the hash of each file that its papers of the year rest on."""
    from responsibility.analysis.course.contacts import CONTACTS
    from responsibility.analysis.course.steps import STEPS

    project = open_project(matrix, [plan_id] if plan_id else ())
    if len(project.plan_ids) != 1:
        known = project.plan_ids
        raise SettingsError("WHICH_PLAN", str(project.root), known=known)
    plan, inputs = project.read(project.plan_ids[0])
    for name in (STEPS.name, CONTACTS.name):  # what is written down of a step is no paper's ground
        inputs.pop(f"plans/{plan.id}/{name}", None)
    return project.root, project.house, plan, inputs


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
    from responsibility.workflows.collecting import Known, Sent, plan_span, refuse_file, walk_periods
    from responsibility.workflows.refining import accept_stages, list_contacts

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
    skipped = last.id if claimed and last else None
    inspections = tuple(each for each in scene.inspections if each.period != skipped)
    if sent:
        refined, decided = walk_refined(root, scene)
        stages = accept_stages(refined, decided, plan_span(scene, wanted[-1])[0].year)
        known = Known(inspections, stages, list_contacts(refined), house.registry)
        yield from walk_periods(scene, sent, run_map, as_of, known)
    add_quarantined(returns_folder(root, plan.id), ended)


def read_placed(root: Path, folders: Iterable[Path], plan: Plan) -> tuple[Placing, ...]:
    """Read what people placed by hand of the files in folders. Raises RegistryError naming every wrong line."""
    from responsibility.returns import parse_placed

    found = [read_source(path, root) for path in (each / PLACED_BY_HAND for each in folders) if path.is_file()]
    return tuple(row for each in found for row in parse_placed(decode_table(each), each.path, plan))


def refined_folder(root: Path, plan_id: str) -> Path:
    """Return where the refinement sheets that came back are kept."""
    return root / "plans" / plan_id / "refinements"


def walk_refined(root: Path, scene: Scene) -> tuple[Refined, Decided]:
    """Read the refinement sheets that came back and what the office decided on them."""
    from responsibility.system.guard import map_guarded
    from responsibility.workflows.refining import gather_refined

    folder = refined_folder(root, scene.plan.id)
    ended: list[tuple[Received, str]] = []

    def give_up(file: Received, error: SourceError) -> ResponsibilityError:
        ended.append((file, error.code))
        return error

    run_map = partial(map_guarded, told=give_up, limits=scene.settings.sources)
    refined = gather_refined(scene, read_evidence(folder) if folder.is_dir() else (), run_map)
    add_quarantined(folder.parent, ended)
    return refined, decide_refinements(scene.plan)


def record_step(root: Path, plan_id: str, kind: str, label: str, done: int, asked: int) -> None:  # noqa: PLR0917
    """Write down how far a step of the year is; the words are those of Step."""
    from responsibility.analysis.course.steps import STEPS, Step, StepKind, renew_steps

    step = Step(StepKind(kind), label, done, asked)
    kept = read_kept(root, plan_id, STEPS.name)
    replace_file(root / "plans" / plan_id / STEPS.name, renew_steps(decode_table(kept) if kept else "", step))


def record_contacts(
    root: Path, house: House, plan: Plan, contacts: Sequence[Contact], period: Period | None = None
) -> None:
    """Write down whom units named in the sheets they returned last. contacts: as of a period, or of refining alone."""
    from responsibility.analysis.course.contacts import CONTACTS, write_contacts

    kept = list(list_sent(root, house, plan))
    if kept and (period is None or period.end < kept[-1].end):
        contacts = collect_kept(root, house, plan, kept[-1], None).contacts
    path = root / "plans" / plan.id / CONTACTS.name
    if contacts or path.is_file():
        replace_file(path, write_contacts(contacts))


def hash_kept(root: Path, plan_id: str) -> dict[str, str]:
    """Return the hash of each table that people keep of the year, by path."""
    found = [*(read_kept(root, plan_id, name) for name in KEPT_TABLES)]
    found += [read_kept(root, plan_id, f"returns/{period}/{PLACED_BY_HAND}") for period in list_periods(root, plan_id)]
    return {each.path: sha256(each.data).hexdigest() for each in found if each is not None}
