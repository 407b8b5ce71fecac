"""Issued: what was sent out, as far as a returned sheet is judged by it.

In: a Scene, from which the task sheets are made. Out: Issued, small and picklable: for each unit its items, the words
printed in each, and every other printed word, so that whatever else stands in a sheet was typed by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from responsibility.analysis.change.compare import list_successors
from responsibility.model import Reshaped, Unit
from responsibility.registry import Registry
from responsibility.resolve.meetings import list_former
from responsibility.returns.values import squeeze
from responsibility.views.issued import former
from responsibility.views.issued.books import fingerprint
from responsibility.views.issued.form import FORM_KEYS
from responsibility.views.issued.former import FORMER, lay_former, list_former_partners
from responsibility.views.issued.layout import LAYOUT, SheetLayout, fit_grid
from responsibility.views.issued.tasks import lay_block
from responsibility.views.sheet import Row

if TYPE_CHECKING:
    from responsibility.views.scene import Scene

CONTACT_KEYS = ("liaison", "telephone", "remark")


@dataclass(frozen=True, slots=True)
class IssuedItem:
    """One task on one unit's sheet. printed: squeezed words by column key; parts: of a text over several rows."""

    item_id: str
    fingerprint: str
    printed: Mapping[str, str]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """One unit's sheet. words: every printed word that is not in a task's row, squeezed.

    titles: how it is headed, under every name of the unit.
    former: the sheet before each meeting that changed the plan, and that of tasks before they were known as problems,
    which may still come back. sent: what a returned workbook says was printed in it, by task and column key.
    """

    unit_id: str
    name: str
    items: Mapping[str, IssuedItem]
    words: frozenset[str]
    titles: frozenset[str]
    former: tuple[IssuedSheet, ...] = ()
    sent: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def list_printed(self, item_id: str, key: str) -> set[str]:
        """Return what may be printed in a cell of a task's row, now and before."""
        known = (each.items[item_id].printed for each in (self, *self.former) if item_id in each.items)
        return {printed.get(key, "") for printed in known} | self.sent.get((item_id, key), frozenset())


@dataclass(frozen=True, slots=True)
class Issued:
    """All that was sent out in one layout. heads, form, contacts, statuses: keys by printed word, squeezed.

    numbers: of all tasks, as printed. stamp, period: how the line of dates and the label of the period begin; stamp ""
    where none is printed. year: of the plan. marks: what a text over several rows bears before and behind its parts.
    former: what had been sent out in another layout or language, which may still come. reshaped: what became of items.
    successors: who goes on for a unit that was ended.
    """

    plan_id: str
    layout: SheetLayout
    sheets: Mapping[str, IssuedSheet]
    item_ids: frozenset[str]
    numbers: frozenset[str]
    heads: Mapping[str, str]
    form: Mapping[str, str]
    contacts: Mapping[str, str]
    statuses: Mapping[str, str]
    stamp: str
    period: str
    year: int | None
    marks: tuple[str, str]
    former: Issued | None = None
    reshaped: tuple[Reshaped, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)

    def shows(self, item: IssuedItem, text: str) -> bool:
        """Whether a cell holds a task's text: all of it, or a part wherever the rows of the sheet then parted it."""
        if text in item.parts:
            return True
        words, whole = self._bare(text), "".join(map(self._bare, item.parts))
        return words == whole if words == text else bool(words) and words in whole

    def follow(self, item_id: str) -> str:
        """Return the task that an item is part of by now, "" if it was left out."""
        for each in self.reshaped:
            if each.item_id == item_id and each.kind != "split":
                item_id = each.into
        return item_id

    def list_split(self, item_id: str) -> list[str]:
        """Return what was split from an item."""
        return [each.into for each in self.reshaped if each.item_id == item_id and each.kind == "split"]

    def _bare(self, text: str) -> str:
        continued, goes_on = self.marks
        return text.removeprefix(continued).removesuffix(goes_on)


def view_issued(scene: Scene, registry: Registry | None = None) -> Issued:
    """Return what was sent out for this plan. registry: knows units under other names, and who goes on for whom.

    In whatever language a run is, sheets that were issued in another come back: what they say is the same.
    """
    registry = registry or Registry.empty()
    named = [(entry.unit.id, squeeze(entry.text)) for entry in registry.entries]
    successors = list_successors(registry.units)
    issued: Issued | None = None
    for say in reversed(scene.say.list_languages()):
        for each in reversed(_view_layouts(replace(scene, say=say))):
            issued = replace(_add_names(each, named), successors=successors, former=issued)
    assert issued  # there is a language
    return issued


def _add_names(issued: Issued, named: Iterable[tuple[str, str]]) -> Issued:
    """Add how each sheet would be headed under the other names of its unit, as before units were merged or renamed."""
    sheets = dict(issued.sheets)
    for unit_id, name in named:
        if sheet := sheets.get(unit_id):
            titles = {title.replace(squeeze(sheet.name), name) for title in issued.sheets[unit_id].titles}
            sheets[unit_id] = replace(sheet, titles=sheet.titles | titles)
    return replace(issued, sheets=sheets)


def _view_layouts(scene: Scene) -> tuple[Issued, Issued]:
    """Return what was sent out in one language, in the layout of today and in the one before."""
    say = scene.say
    heads = {squeeze(say(f"sheet.column.{each.key}")): each.key for each in FORMER.fields if not each.hidden}
    before = Issued(
        scene.plan.id,
        FORMER,
        {unit.id: _view_former(scene, unit) for unit in scene.plan.units},
        frozenset(scene.items),
        frozenset(scene.items),
        {**heads, "item_id": "item_id"},
        _key_words(scene, "sheet.form", former.FORM_KEYS),
        _key_words(scene, "sheet.column", CONTACT_KEYS),
        _key_words(scene, "sheet.status", FORMER.statuses),
        squeeze(scene.stamp[: scene.stamp.index(scene.plan.id) + len(scene.plan.id)]),
        squeeze(say("sheet.former.period")).rstrip("_"),
        scene.as_of.year if scene.as_of else None,
        (squeeze(say("sheet.continued")), squeeze(say("sheet.goes-on"))),
        reshaped=scene.plan.notice.reshaped,
    )
    now = replace(
        before,
        layout=LAYOUT,
        sheets={unit.id: _view_sheets(scene, unit) for unit in scene.plan.units},
        numbers=frozenset(squeeze(scene.number(item_id)) for item_id in scene.items),
        heads=_view_heads(scene),
        form=_key_words(scene, "sheet.form", FORM_KEYS),
        contacts={},
        stamp="",
        period=squeeze(say("sheet.form.period")).rstrip(":"),
    )
    return now, before


def _key_words(scene: Scene, prefix: str, keys: tuple[str, ...]) -> dict[str, str]:
    spoken = (*_speak_of_tasks(scene), scene)
    return {squeeze(each.say(f"{prefix}.{key}")).rstrip(":"): key for each, key in product(spoken, keys)}


def _view_heads(scene: Scene) -> dict[str, str]:
    """Return every head that a column may have had, with and without what explains it."""
    heads = {"item_id": "item_id"}
    keys = [field.key for field in LAYOUT.fields if not field.hidden]
    for each, unit in product((*_speak_of_tasks(scene), scene), scene.plan.units):
        heads |= {squeeze(words): key for key, words in fit_grid(each, [unit]).heads.items()}
    bare = _key_words(scene, "sheet.tasks.head", tuple(keys))
    led = {squeeze(scene.say("sheet.tasks.leader")) + words: key for words, key in bare.items() if key == "due"}
    return {**bare, **led, **heads}


def _speak_of_tasks(scene: Scene) -> list[Scene]:
    """Return a plan of problems as it had been sent out before its problems were known as such."""
    plain = scene.say.of_tasks
    return [] if plain is scene.say else [replace(scene, say=plain)]


def _view_sheets(scene: Scene, unit: Unit) -> IssuedSheet:
    now = _view_sheet(scene, unit)
    before = [*(replace(scene, plan=plan) for plan in list_former(scene.plan)), *_speak_of_tasks(scene)]
    former = tuple(
        _view_sheet(each, unit) for each in before if any(one.unit_id == unit.id for one in each.plan.assignments)
    )
    return replace(now, words=now.words.union(*(each.words for each in former)), former=former)


def _view_sheet(scene: Scene, unit: Unit) -> IssuedSheet:
    block = lay_block(scene, unit, 0, fit_grid(scene, [unit]))
    sheet = _view_rows(scene, unit, LAYOUT, (block.rows, block.fills))
    return replace(sheet, words=sheet.words | {squeeze(scene.say("sheet.tasks.blank-day"))})


def _view_former(scene: Scene, unit: Unit) -> IssuedSheet:
    sheet = _view_rows(scene, unit, FORMER, lay_former(scene, unit))
    return replace(sheet, words=sheet.words.union(map(squeeze, list_former_partners(scene, unit))))


def _view_rows(scene: Scene, unit: Unit, layout: SheetLayout, laid: tuple[Sequence[Row], Sequence[int]]) -> IssuedSheet:
    """Tell apart the rows of tasks, the further rows of long ones, and everything else that was printed.

    laid: all rows, and which of them are filled in.
    """
    rows, fills = laid
    items: dict[str, IssuedItem] = {}
    others: set[str] = set()
    own, last = set(fills), ""
    item_column, id_column, text_column = map(layout.place, ("item", "item_id", "text"))
    for number, row in enumerate(rows):
        words = _words(row)
        if number in own:
            last = words[id_column]
            printed = {field.key: words.get(place, "") for place, field in enumerate(layout.fields)}
            items[last] = IssuedItem(last, fingerprint(scene.items[last]), printed, (printed["text"],))
        elif last and len(row.cells) > 1 and words.get(item_column) == items[last].printed["item"]:
            items[last] = replace(items[last], parts=(*items[last].parts, words.get(text_column, "")))
        else:
            others |= set(words.values())
    return IssuedSheet(unit.id, unit.name, items, frozenset(others - {""}), frozenset((_words(rows[0])[0],)))


def _words(row: Row) -> dict[int, str]:
    return {column: squeeze(str(cell.value)) for column, cell in row.cells if cell.value is not None}
