"""Reports: the catalogue of outputs. A new report is a view and a line in REPORTS."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from traceback import format_exception
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from responsibility.errors import ResponsibilityError, SettingsError
from responsibility.kinds import Severity
from responsibility.language.wording import Wording, tell_error
from responsibility.model import Finding
from responsibility.paths import name_file
from responsibility.settings import Settings
from responsibility.version import __version__
from responsibility.views.findings import tally_plan

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.model import Unit
    from responsibility.views.pictures.picture import Picture
    from responsibility.views.scene import Scene
    from responsibility.views.sheet import Book

MANIFEST = "manifest.json"
# What the processes that share a plan's reports all need, and what writing workbooks and drawing need besides.
SHARED = ("pandas", "responsibility.analysis", "responsibility.views.scene")
WRITING = (
    "xlsxwriter", "responsibility.render.excel", "responsibility.views.issued.books",
    "responsibility.views.sheets.books",
)  # fmt: skip
DRAWING = (
    "matplotlib.backends.backend_agg", "PIL.PngImagePlugin", "docx", "responsibility.render.diagram",
    "responsibility.render.letter", "responsibility.render.page", "responsibility.views.page.page",
    "responsibility.views.pictures.catalogue",
)  # fmt: skip
LIBRARIES = (*SHARED, *WRITING, *DRAWING, "networkx")
# The libraries whose release can change an output's bytes.
WRITERS = ("icalendar", "matplotlib", "networkx", "numpy", "pandas", "pillow", "python-docx", "xlsxwriter")


class Output(NamedTuple):
    """One file: path below the plan's output folder with forward slashes, and its bytes."""

    path: str
    data: bytes


class Failure(NamedTuple):
    """What stands in the place of an output that could not be made. path: of its first file, or its entry's key.

    error: ours, or None; trace: of what Python raised otherwise.
    """

    path: str
    error: ResponsibilityError | None
    trace: str


Made = Output | Failure
Apply = Callable[[Callable[[str], tuple[Made, ...]], Iterable[str]], Iterator[tuple[Made, ...]]]


class Report(NamedTuple):
    """One entry of the catalogue."""

    key: str
    build: Callable[[Scene], Iterator[Made]]


def attempt(path: str, make: Callable[[], Iterable[Made]]) -> Iterator[Made]:
    """Make what stands or fails apart from all others: one workbook, or one picture in its forms."""
    try:
        yield from tuple(make())
    except ResponsibilityError as error:
        yield Failure(path, error, "")
    except Exception as error:
        yield Failure(path, None, "".join(format_exception(error)))


def _build_matrix(scene: Scene) -> Iterator[Output]:
    from responsibility.render.excel import render_book
    from responsibility.views.sheets.books import build_matrix_book

    yield Output(name_file(scene.say, "matrix", ".xlsx"), render_book(build_matrix_book(scene)))


def _build_appendix(scene: Scene) -> Iterator[Made]:
    from responsibility.render.excel import render_book
    from responsibility.render.word import render_document
    from responsibility.views.sheets.books import build_appendix_book

    def make(path: str, render: Callable[[Book], bytes], whole: bool) -> Iterator[Output]:
        yield Output(path, render(build_appendix_book(scene, whole)))

    for ending, render, whole in ((".xlsx", render_book, False), (".docx", render_document, True)):
        path = name_file(scene.say, "appendix", ending)
        yield from attempt(path, partial(make, path, render, whole))


def _build_tasks(scene: Scene) -> Iterator[Made]:
    from responsibility.render.excel import render_book
    from responsibility.views.issued.books import build_combined_book, build_task_book

    combined = name_file(scene.say, "all-tasks", ".xlsx")

    def make(path: str, unit: Unit) -> Iterator[Output]:
        yield Output(path, render_book(build_task_book(scene, unit)))

    def combine() -> Iterator[Output]:
        yield Output(combined, render_book(build_combined_book(scene)))

    for unit in scene.plan.units:
        yield from attempt(scene.task_path(unit), partial(make, scene.task_path(unit), unit))
    yield from attempt(combined, combine)


def render_ego(scene: Scene, unit: Unit) -> bytes:
    """Draw what stands around a unit, its tasks and partners, as a PNG. scene: measured."""
    from responsibility.render.diagram import render_diagram
    from responsibility.views.pictures.ego import draw_ego

    settings = scene.settings
    return render_diagram(draw_ego(scene, unit), settings, ("png",), settings.diagram.ego_dpi)["png"]


def measured(scene: Scene) -> Scene:
    """Return the scene as pictures show it: with the widths of their font, and no endless name."""
    from responsibility.render.fonts import load_font
    from responsibility.views.scene import shorten_names

    measure = load_font(scene.settings.output.font_file).measure
    return replace(scene, plan=shorten_names(scene.plan), measure=measure)


def _build_diagrams(scene: Scene) -> Iterator[Made]:
    from responsibility.render.diagram import render_diagram
    from responsibility.views.pictures.catalogue import PICTURES

    drawn = measured(scene)

    def make(draw: Callable[[Scene], Picture | None]) -> Iterator[Output]:
        if picture := draw(drawn):
            for form, data in render_diagram(picture, scene.settings, ("svg", "png", "pdf")).items():
                yield Output(f"diagrams/{picture.name}.{form}", data)

    def make_unit(path: str, unit: Unit) -> Iterator[Output]:
        yield Output(path, render_ego(drawn, unit))

    for name, draw in PICTURES.items():
        yield from attempt(f"diagrams/{name}.svg", partial(make, draw))
    for unit in scene.plan.units if scene.settings.diagram.units else ():
        path = f"diagrams/units/{scene.task_path(unit).rpartition('/')[2].removesuffix('.xlsx')}.png"
        yield from attempt(path, partial(make_unit, path, unit))


def _build_leader(scene: Scene) -> Iterator[Output]:
    from responsibility.render.diagram import render_diagram
    from responsibility.render.letter import render_letter
    from responsibility.views.brief import write_brief
    from responsibility.views.pictures.leader import draw_leader

    yield Output(name_file(scene.say, "checkup", ".docx"), render_letter(write_brief(scene)))
    picture = draw_leader(measured(scene))
    for form, data in render_diagram(picture, scene.settings, ("pdf", "png")).items():
        yield Output(name_file(scene.say, "checkup", f".{form}"), data)


BESIDE = ("people", "milestones", "fields", "problems")  # written where the notice has any
# Tables for other programs: file name and the columns that name a row.
TABLE_KEYS: Mapping[str, tuple[str, ...]] = {
    "items": ("item_id",),
    "units": ("unit_id",),
    "assignments": ("item_id", "unit_id"),
    "workload": ("unit_id",),
    "overlap": ("unit_a", "unit_b"),
    "clusters": ("cluster",),
    "workload_total": ("unit_id",),
    "repeats": ("plan_a", "item_a", "plan_b", "item_b"),
}
# Columns that hold no words, by name, or by table and name. value: a number or a day.
COLUMN_TYPES: Mapping[str, str] = {
    **dict.fromkeys((
        "alias_line", "cap", "cluster", "co_leads", "cost", "end", "from_leads", "group", "items", "leaders", "leads",
        "moves", "order", "place", "plans", "rank", "shared", "start", "supported_without", "supports", "targets",
        "to_leads", "unit_items", "unit_items_without", "units", "units_without",
    ), "integer"),
    **dict.fromkeys((
        "capacity", "containment_a", "containment_b", "credit", "effective", "expected", "firmness", "gini", "hhi",
        "item_share", "jaccard", "load", "p_error", "p_margins", "p_size", "q", "share", "text_dice", "top_two",
        "total", "total_share", "unit_jaccard", "unit_share", "utilisation",
    ), "number"),
    **dict.fromkeys(("assigned", "judged", "leader", "overloaded", "strong", "supported", "testable"), "boolean"),
    "merges.supported": "integer",
    "value": "any",
}  # fmt: skip


def list_tables(scene: Scene) -> dict[str, DataFrame]:
    """Return every table of the plan by name: those of the frames, then those of the analysis."""
    import pandas as pd

    found: dict[str, DataFrame] = {}
    for holder in (scene.frames, scene.analysis):
        for name in holder.__dataclass_fields__:
            table = getattr(holder, name)
            if isinstance(table, pd.DataFrame):
                found[name] = table
    return found


def describe_column(table: str, column: str, wording: Wording) -> str:
    """Say what a column of a table holds; most names mean the same in every table."""
    own = f"column_of.{table}.{column}"
    return wording(own if own in wording else f"column.{column}")


def type_column(table: str, column: str) -> str:
    """Say of which type a column of a table is, as Table Schema names types."""
    return COLUMN_TYPES.get(f"{table}.{column}") or COLUMN_TYPES.get(column, "string")


def _build_calendar(scene: Scene) -> Iterator[Output]:
    from responsibility.render.calendar import Day, render_calendar
    from responsibility.views.sheets.lists.calendar import list_days
    from responsibility.views.sheets.lists.office import list_office_days

    days = [
        Day(key, day, summary, description, scene.say(f"calendar.category.{kind}"))
        for key, day, summary, description, kind in list_days(scene)
    ]
    days += (
        Day(each.key, each.day, each.words, "", scene.say(f"calendar.category.{each.kind}"))
        for each in list_office_days(scene)
    )
    if days:
        yield Output("calendar.ics", render_calendar(scene.plan.id, scene.title, scene.created, days))


def _build_data(scene: Scene) -> Iterator[Output]:
    from responsibility.graph import build_graph, write_graphml

    tables = {name: table for name, table in list_tables(scene).items() if len(table) or name not in BESIDE}
    yield from write_tables(scene.plan.id, scene.title, tables, scene.say)
    yield Output("data/network.graphml", write_graphml(build_graph(scene.plan)).encode())


def write_tables(name: str, title: str, listed: Mapping[str, DataFrame], wording: Wording) -> Iterator[Output]:
    """Write tables by name to data/, and datapackage.json, which says what their columns hold."""
    from responsibility.render.delimited import render_csv, render_datapackage

    tables = {f"data/{table}.csv": frame for table, frame in listed.items()}
    for path, table in tables.items():
        yield Output(path, render_csv(table))
    keys = {f"data/{table}.csv": key for table, key in TABLE_KEYS.items()}
    columns = [(table, str(column)) for table, frame in listed.items() for column in frame.columns]
    meanings = {(f"data/{table}.csv", column): describe_column(table, column, wording) for table, column in columns}
    types = {(f"data/{table}.csv", column): type_column(table, column) for table, column in columns}
    yield Output("datapackage.json", render_datapackage(name, title, tables, keys, meanings, types=types))


def _build_page(scene: Scene) -> Iterator[Output]:
    from responsibility.render.page import render_page
    from responsibility.render.svg import write_svg
    from responsibility.views.page.page import build_page
    from responsibility.views.pictures.network import draw_network

    scene = measured(scene)
    network = write_svg(draw_network(scene))
    yield Output("index.html", render_page(build_page(scene, network), scene.say))


# What is drawn, then what is written, the longest at both ends: of two processes one begins at the first, one at the
# last. The order of outputs means nothing.
REPORTS = (
    Report("diagrams", _build_diagrams),
    Report("leader", _build_leader),
    Report("page", _build_page),
    Report("data", _build_data),
    Report("calendar", _build_calendar),
    Report("appendix", _build_appendix),
    Report("matrix", _build_matrix),
    Report("tasks", _build_tasks),
)
DRAWN = ("diagrams", "leader", "page")  # matplotlib, which takes 0.2 s to load, is loaded by one process alone


def build_manifest(
    outputs: Mapping[str, bytes],
    inputs: Mapping[str, str],
    settings: Settings,
    failures: Mapping[str, str] = MappingProxyType({}),
    *,
    key: str = "",
    counts: Mapping[str, int] = MappingProxyType({}),
) -> Output:
    """Return manifest.json: hashes of inputs, settings and outputs, and the versions that made them.

    failures: path and reason of each output that could not be made. key: the hash of all that the outputs rest on,
    by which a later run knows them; none where that run has something to tell anew. counts: what the run told.
    """
    manifest: dict[str, object] = {
        "generator": {"name": "responsibility", "version": __version__},
        "libraries": {name: version(name) for name in WRITERS},
        "inputs": dict(inputs),
        "settings": settings.dump(),
        "outputs": {path: sha256(data).hexdigest() for path, data in sorted(outputs.items())},
    }
    if failures:
        manifest["failures"] = dict(sorted(failures.items()))
    if key:
        manifest |= {"key": key, "counts": dict(counts)}
    return Output(MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())


def make_report(scene: Scene, key: str) -> tuple[Made, ...]:
    """Make the outputs of one entry of the catalogue; a Failure stands for each that could not be made."""
    report = next(report for report in REPORTS if report.key == key)
    return tuple(attempt(key, partial(report.build, scene)))


def pick_reports(only: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of REPORTS that are meant; all if none is named. Raises SettingsError for an unknown one."""
    known = tuple(report.key for report in REPORTS)
    unknown = [key for key in only if key not in known]
    if unknown:
        raise SettingsError("NO_SUCH_REPORT", "--only", keys=tuple(unknown), known=known)
    return tuple(key for key in known if not only or key in only)


def build_reports(
    scene: Scene, inputs: Mapping[str, str], only: Sequence[str] = (), apply: Apply = map, key: str = ""
) -> Iterator[Made]:
    """Make every output of one plan, the manifest last. only: keys of REPORTS; empty means all.

    apply: how the entries are made, in order; the engine's makes several at once. key: as for build_manifest. A run of
    some reports alone makes no manifest, since it does not know the others. One output that cannot be made leaves the
    others: a Failure stands in its place and in the manifest. Raises SettingsError for an unknown key.
    """
    made: dict[str, bytes] = {}
    failures: dict[str, str] = {}
    for results in apply(partial(make_report, scene), pick_reports(only)):
        for each in results:
            if isinstance(each, Failure):
                failures[each.path] = tell_failure(each, scene.say)
            else:
                made[each.path] = each.data
        yield from results
    if not only:
        counts = tally_plan(scene.plan, scene.findings)
        yield build_manifest(made, inputs, scene.settings, failures, key="" if failures else key, counts=counts)


def tell_failure(failure: Failure, wording: Wording) -> str:
    """Say in one line why an output could not be made."""
    if failure.error:
        return tell_error(failure.error, wording).partition("\n")[0]
    return wording("error.UNFORESEEN.what")


def add_failures(scene: Scene, failures: Iterable[Failure]) -> Scene:
    """Add a finding for each output that could not be made, so that the others tell and count it."""
    found = tuple(
        Finding("OUTPUT_FAILED", Severity.ERROR, params={"path": each.path, "reason": tell_failure(each, scene.say)})
        for each in failures
    )
    return replace(scene, plan=replace(scene.plan, findings=(*scene.plan.findings, *found)))
