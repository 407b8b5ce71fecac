"""Collecting: joins the rooms for collect and remind; nothing else.

In: a plan that was read, and the bytes that came back. Out: Outputs for `system` to publish. Pure: which map to use
and where files lie is given from above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from responsibility.analysis.course.period import Period, follow_period
from responsibility.errors import ResponsibilityError
from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.analysis.course.contacts import Contact
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.analysis.course.progress import Progress
    from responsibility.analysis.course.replies import Answer
    from responsibility.model import Unit
    from responsibility.registry import Registry
    from responsibility.returns import Collection, FormEntry, Issued, Placing, Refusal, Return
    from responsibility.settings import SourceSettings
    from responsibility.views.scene import Scene
    from responsibility.views.sheet import Book
    from responsibility.workflows.refining import Stages


_NOTHING: Mapping[str, str] = MappingProxyType({})


class File(Protocol):
    """A file that came in, or why it could not be read."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def data(self) -> bytes: ...  # noqa: D102
    @property
    def error(self) -> ResponsibilityError | None: ...  # noqa: D102


Take = Callable[[File], "Return | Refusal"]
Map = Callable[[Take, Iterable[File]], Iterator["Return | Refusal"]]


@dataclass(frozen=True, slots=True)
class Sent:
    """The files of one period, and what of them a person has placed by hand."""

    period: Period
    files: Iterable[File]
    placed: tuple[Placing, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """What a period came to. earlier: the answers of the period before."""

    scene: Scene
    collection: Collection
    progress: Progress
    answers: tuple[Answer, ...]
    course: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    earlier: tuple[Answer, ...] = ()
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what each unit last wrote beside its tasks
    contacts: tuple[Contact, ...] = ()  # whom units named last, in the sheets of this period and of those before


@dataclass(frozen=True, slots=True)
class Known:
    """What else periods rest on: inspections of all of them, accepted stages by item, whom units named in refining.

    registry: knows who goes on for a unit that a sheet was issued to.
    """

    inspections: tuple[Inspection, ...] = ()
    stages: Stages | None = None
    contacts: tuple[Contact, ...] = ()
    registry: Registry | None = None


def take_file(file: File, issued: Issued, limits: SourceSettings) -> Return | Refusal:
    """Read one file; whatever is wrong with it becomes a Refusal."""
    from responsibility.returns import Refusal, take_return

    if file.error is not None:
        return Refusal(file.name, "", file.error)
    return take_return(file.data, file.name, issued, limits)


def refuse_file(file: File, error: ResponsibilityError) -> Refusal:
    """Refuse a file that could not be read to its end."""
    from responsibility.returns import Refusal

    return Refusal(file.name, sha256(file.data).hexdigest(), error)


def walk_periods(
    scene: Scene, sent: Sequence[Sent], run_map: Map = map, as_of: date | None = None, known: Known | None = None
) -> Iterator[Collected]:
    """Judge every period sent, earliest first, each in the light of the one before it.

    as_of: the day asked about for the last; its end if not given.
    """
    from responsibility.analysis.course.contacts import name_contacts, renew_contacts
    from responsibility.analysis.course.inspection import pick_inspections
    from responsibility.analysis.course.progress import judge_progress
    from responsibility.frames import frame_plan
    from responsibility.resolve.meetings import recall_plan
    from responsibility.returns import gather_returns, place_by_hand, view_issued
    from responsibility.returns.booking import book_answers
    from responsibility.returns.gathering import doubt_period

    known = known or Known()
    issued = view_issued(scene, known.registry)
    take = partial(take_file, issued=issued, limits=scene.settings.sources)
    start, end = plan_span(scene, sent[-1].period)
    course: dict[str, Mapping[str, int]] = {}
    forms, contacts = _list_forms(known.contacts), known.contacts
    done: Collected | None = None
    for each in sent:
        collection = place_by_hand(gather_returns(run_map(take, each.files), issued), each.placed, issued)
        collection = doubt_period(collection, each.period, scene.settings.progress)
        earlier = done.answers if done else ()
        answers = book_answers(collection, scene.say)
        day = as_of if as_of and each is sent[-1] else each.period.end
        plan = recall_plan(scene.plan, day.isoformat())
        progress = judge_progress(
            scene.frames if plan is scene.plan else frame_plan(plan),
            answers,
            scene.settings.progress,
            each.period,
            day,
            start=start,
            end=end,
            filled_on={each.unit_id: each.filled_on for each in collection.returns},
            earlier=earlier,
            lights_before=_list_lights(done),
            inspections=pick_inspections(known.inspections, each.period.id),
            milestones=known.stages,
            items=plan.items,
        )
        course = {**course, scene.show_period(progress.period): progress.count_lights()}
        # What a unit left blank holds as it said it before.
        written = [(one.unit_id, list_form(one.form)) for one in collection.returns]
        forms = {**forms, **{unit: {**forms.get(unit, {}), **form} for unit, form in written}}
        contacts = renew_contacts(contacts, name_contacts(written, answers, each.period.id))
        done = Collected(scene, collection, progress, answers, course, earlier, forms, contacts)
        yield done


def _list_forms(contacts: Iterable[Contact]) -> dict[str, Mapping[str, str]]:
    """Return by unit whom it named for all of its tasks, as the next sheet's form has them."""
    forms: dict[str, dict[str, str]] = {}
    for each in contacts:
        if each.post:
            forms.setdefault(each.unit_id, {})[each.post] = " ".join(filter(None, (each.name, each.phone)))
    return dict(forms)


def _list_lights(done: Collected | None) -> dict[str, tuple[str, object]]:
    if done is None:
        return {}
    lights = done.progress.lights
    return dict(zip(lights["item_id"], zip(lights["light"], lights["gap"], strict=True), strict=True))


def plan_span(scene: Scene, period: Period) -> tuple[date, date]:
    """Return from when to when a plan runs: its years, or from the day it was issued, as the settings say."""
    issued_on = scene.plan.header.issued_on or scene.plan.header.published_on
    first, last = scene.years or (period.end.year, period.end.year)
    start = issued_on if issued_on and scene.settings.progress.start == "issued" else date(first, 1, 1)
    return start, date(last, 12, 31)


def report_progress(done: Collected) -> Iterator[Output]:
    """Make 进展台账.xlsx, 通报.docx, index.html, the tables and the next period's sheets."""
    from responsibility.render.delimited import render_csv
    from responsibility.render.excel import render_book
    from responsibility.render.letter import render_letter
    from responsibility.render.lists import render_tables
    from responsibility.resolve.meetings import recall_plan
    from responsibility.returns.booking import frame_answers, frame_booked, frame_files, frame_unplaced
    from responsibility.views.issued.bulletin import build_bulletin
    from responsibility.views.sheets.progress import Beside, build_progress_book

    progress, collection = done.progress, done.collection
    # What a meeting decided after the period is no part of it; the next sheets have it.
    scene = replace(done.scene, plan=recall_plan(done.scene.plan, progress.as_of.isoformat())).on_day(progress.as_of)
    files, unplaced = frame_files(collection, scene.say), frame_unplaced(collection)
    findings = (*collection.findings, *(finding for each in collection.returns for finding in each.findings))
    beside = Beside(unplaced, files, findings, done.course, done.contacts)
    book = build_progress_book(scene, progress, beside)
    ledger, lights, course, *lists = book.sheets
    page = replace(book, sheets=(course, lights, *lists, ledger))
    yield Output("index.html", render_tables(page, scene.say))
    yield Output(name_file(scene.say, "ledger", ".xlsx"), render_book(book))
    yield Output(name_file(scene.say, "bulletin", ".docx"), render_letter(build_bulletin(scene, progress)))
    tables = {name: getattr(progress, name) for name in _TABLES}
    tables |= {
        "answers": frame_answers(done.answers),
        "booked": frame_booked(collection),
        "unplaced": unplaced,
        "files": files,
    }
    for name, table in tables.items():
        yield Output(f"data/{name}.csv", render_csv(table))
    following = follow_period(progress.period, scene.settings.progress)
    for unit in done.scene.plan.units:
        yield Output(f"next/{_file_name(scene, unit)}", render_book(_next_book(done, unit, following)))


_TABLES = ("ledger", "lights", "reports", "contradictions", "doubts", "reminders")


def _file_name(scene: Scene, unit: Unit) -> str:
    return scene.task_path(unit).rpartition("/")[2]


def _next_book(done: Collected, unit: Unit, period: Period) -> Book:
    from responsibility.views.issued.books import build_task_book

    scene = done.scene
    form = {"period": scene.show_period(period), **done.forms.get(unit.id, {})}
    return carry(scene, build_task_book(scene, unit), list_own(done.answers, unit.id), form)


def list_form(entries: Iterable[FormEntry]) -> dict[str, str]:
    """Return whom a unit named beside its tasks, by key; layout 1 had their telephones in cells of their own."""
    said = {each.key: each.words for each in entries}
    people = {"deputy": "telephone", "liaison": "telephone-2", "checked-by": "", "filled-by": "telephone-3"}
    known = {key: " ".join(filter(None, (said.get(key), said.get(phone)))) for key, phone in people.items()}
    return {key: words for key, words in known.items() if words}


def list_own(answers: Iterable[Answer], unit_id: str) -> dict[str, Answer]:
    """Return one unit's answers by item."""
    return {each.item_id: each for each in answers if each.unit_id == unit_id}


def carry(scene: Scene, book: Book, answers: Mapping[str, Answer], form: Mapping[str, str] = _NOTHING) -> Book:
    """Put answers into a unit's sheet in grey, and what is known of its form, by key."""
    from responsibility.views.issued.carrying import carry_answers
    from responsibility.views.issued.layout import LAYOUT

    statuses = {key: scene.say(f"sheet.status.{key}") for key in LAYOUT.statuses}
    known = {scene.say(f"sheet.form.{key}"): words for key, words in form.items()}
    return carry_answers(book, answers, statuses, known)


def report_reminders(done: Collected) -> Iterator[Output]:
    """Make one workbook for each unit that has not answered all: what it is asked for, and its sheet to fill in."""
    from responsibility.render.excel import render_book
    from responsibility.views.issued.reminder import add_reminder

    reports, scene = done.progress.reports, done.scene.on_day(done.progress.as_of)
    waited_for = set(reports.loc[reports["state"].isin(("missing", "partial")), "unit_id"])
    for unit in done.scene.plan.units:
        if unit.id in waited_for:
            sheet = _next_book(done, unit, done.progress.period)
            book = add_reminder(sheet, scene, scene.units[unit.id], done.progress)
            yield Output(_file_name(done.scene, unit), render_book(book))
