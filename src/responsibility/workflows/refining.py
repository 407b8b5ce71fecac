"""Refining: joins the rooms for refine and collect plan: sheets for lead units, and what came back of them.

In: a plan; the files that came back and the office's decisions. Out: Outputs for `system`, accepted stages. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from responsibility.errors import ResponsibilityError
from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.analysis.course.contacts import Contact
    from responsibility.analysis.course.refinement import Refinement
    from responsibility.language.wording import Wording
    from responsibility.returns.refined import RefinedSheet
    from responsibility.settings import SourceSettings
    from responsibility.views.scene import Scene
    from responsibility.workflows.collecting import File

Take = Callable[["File"], "RefinedSheet | ResponsibilityError"]
Map = Callable[[Take, Iterable["File"]], Iterator["RefinedSheet | ResponsibilityError"]]
Decided = Mapping[tuple[str, str], tuple[str, str]]
Stages = Mapping[str, tuple[tuple[date, float], ...]]


@dataclass(frozen=True, slots=True)
class Refined:
    """What came back: the sheet of each unit that sent one, protocol order, and what could not be read."""

    sheets: tuple[RefinedSheet, ...]
    refused: tuple[ResponsibilityError, ...]

    @property
    def pieces(self) -> tuple[Refinement, ...]:
        """All pieces, by unit."""
        return tuple(piece for sheet in self.sheets for piece in sheet.pieces)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that sent theirs."""
        return tuple(sheet.unit_id for sheet in self.sheets)


def report_refinement(scene: Scene) -> Iterator[Output]:
    """Make a 细化分解表 for each unit that leads a task, named as its task sheet."""
    from responsibility.render.excel import render_book
    from responsibility.views.issued.refinement import build_refinement_book, list_led

    for unit in scene.plan.units:
        if items := list_led(scene, unit):
            name = scene.task_path(unit).rpartition("/")[2]
            yield Output(name, render_book(build_refinement_book(scene, unit, items)))


def take_refinement(
    file: File, plan_id: str, say: Wording, limits: SourceSettings
) -> RefinedSheet | ResponsibilityError:
    """Read one file; whatever is wrong with it is returned."""
    from responsibility.returns.refined import read_refined

    if file.error is not None:
        return file.error
    try:
        return read_refined(file.data, file.name, plan_id, say, limits)
    except ResponsibilityError as error:
        return error


def gather_refined(scene: Scene, files: Iterable[File], run_map: Map = map) -> Refined:
    """Read what came back; of a unit's several sheets the last counts, and of a sheet what was not printed."""
    take = partial(take_refinement, plan_id=scene.plan.id, say=scene.say, limits=scene.settings.sources)
    by_unit: dict[str, RefinedSheet] = {}
    refused: list[ResponsibilityError] = []
    for each in run_map(take, files):
        if isinstance(each, ResponsibilityError):
            refused.append(each)
        else:
            by_unit[each.unit_id] = each
    sheets = tuple(_order_sheet(scene, by_unit[unit]) for unit in scene.units if unit in by_unit)
    return Refined(sheets, tuple(refused))


def _order_sheet(scene: Scene, sheet: RefinedSheet) -> RefinedSheet:
    """Put pieces into the plan's order; those of a task that it no longer has are words without a place."""
    from responsibility.returns.values import squeeze
    from responsibility.views.issued.refinement import build_refinement_book, list_led

    order = {item: place for place, item in enumerate(scene.items)}
    known = sorted((each for each in sheet.pieces if each.item_id in order), key=lambda each: order[each.item_id])
    lost = [(each.place, " ".join(filter(None, each.words))) for each in sheet.pieces if each.item_id not in order]
    unit = scene.units[sheet.unit_id]
    told = [replace(scene, say=say) for say in scene.say.list_languages()]
    books = [build_refinement_book(each, unit, list_led(each, unit)) for each in told]
    rows = [row for book in books for page in book.sheets for row in page.rows]
    printed = {squeeze(str(cell.value)) for row in rows for _, cell in row.cells}
    loose = [each for each in sheet.loose if squeeze(each[1]) not in printed]
    return replace(sheet, pieces=tuple(known), loose=(*loose, *lost))


def list_contacts(refined: Refined) -> tuple[Contact, ...]:
    """Return the people that units named: above the table for all of their tasks, in a row for its task."""
    from responsibility.analysis.course.contacts import POSTS, REFINED, Contact

    found = []
    for sheet in refined.sheets:
        phone = {"liaison": sheet.form.get("telephone", "")}
        for key in POSTS:
            if name := sheet.form.get(key):
                found.append(Contact(sheet.unit_id, "", key, name, "", phone.get(key, ""), REFINED))
        for piece in sheet.pieces:
            if any(who := (piece.person, piece.office, piece.telephone)):
                found.append(Contact(piece.unit_id, piece.item_id, "", *who, REFINED))
    return tuple(found)


def accept_stages(refined: Refined, decided: Decided, year: int) -> Stages:
    """Return the stages of the tasks whose pieces the office accepted."""
    from responsibility.analysis.course.refinement import find_decision, set_stages

    return set_stages((each for each in refined.pieces if find_decision(each, decided)[0] == "accepted"), year)


def report_refined(scene: Scene, refined: Refined, decided: Decided) -> Iterator[Output]:
    """Make 细化分解汇总.xlsx, and refinements.csv with a line for each task that is not decided yet."""
    from responsibility.analysis.course.refinement import REFINEMENTS, find_decision
    from responsibility.render.excel import render_book
    from responsibility.rows import encode_rows, write_rows
    from responsibility.views.issued.refinement import Sender, build_pieces_book, list_led

    forms = {sheet.unit_id: sheet.form for sheet in refined.sheets}
    senders = [Sender(unit.id, forms.get(unit.id)) for unit in scene.plan.units if list_led(scene, unit)]
    loose = [(sheet.unit_id, sheet.file, *each) for sheet in refined.sheets for each in sheet.loose]
    book = build_pieces_book(scene, refined.pieces, decided, senders, loose)
    yield Output(name_file(scene.say, "refined", ".xlsx"), render_book(book))
    pairs = dict.fromkeys((p.unit_id, p.item_id) for p in refined.pieces if not find_decision(p, decided)[0])
    rows = ((scene.short(unit), scene.number(item), "", "") for unit, item in pairs)
    yield Output("refinements.csv", encode_rows(write_rows(REFINEMENTS.heads, rows)))
