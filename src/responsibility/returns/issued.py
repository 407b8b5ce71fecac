"""Issued: what was sent out, as far as a returned sheet is judged by it.

In: a Scene, from which the task sheets are made. Out: Issued, small and picklable: for each unit its items, the words
printed in each, and every other printed word, so that whatever else stands in a sheet was typed by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responsibility.model import Unit
from responsibility.returns.values import squeeze
from responsibility.views.issued.beside import build_partners
from responsibility.views.issued.books import fingerprint
from responsibility.views.issued.tasks import LAYOUT, SheetLayout, lay_block
from responsibility.views.sheet import Row

if TYPE_CHECKING:
    from responsibility.views.scene import Scene

FORM_KEYS = ("deputy", "liaison", "filled-by", "checked-by", "filled-on", "telephone")
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
    """One unit's sheet. words: every printed word that is not in a task's row, squeezed."""

    unit_id: str
    name: str
    items: Mapping[str, IssuedItem]
    words: frozenset[str]
    title: str


@dataclass(frozen=True, slots=True)
class Issued:
    """All that was sent out. heads, form, contacts, statuses: keys by printed word, squeezed.

    stamp, period: how the line of dates and the label of the period begin. year: of the plan.
    """

    plan_id: str
    layout: SheetLayout
    sheets: Mapping[str, IssuedSheet]
    item_ids: frozenset[str]
    heads: Mapping[str, str]
    form: Mapping[str, str]
    contacts: Mapping[str, str]
    statuses: Mapping[str, str]
    stamp: str
    period: str
    year: int | None


def view_issued(scene: Scene) -> Issued:
    """Return what was sent out for this plan."""
    say = scene.say

    def keyed(prefix: str, keys: tuple[str, ...]) -> dict[str, str]:
        return {squeeze(say(f"{prefix}.{key}")): key for key in keys}

    printed = tuple(field.key for field in LAYOUT.fields if not field.hidden)
    return Issued(
        scene.plan.id,
        LAYOUT,
        {unit.id: _view_sheet(scene, unit) for unit in scene.plan.units},
        frozenset(scene.items),
        {**keyed("sheet.column", printed), "item_id": "item_id"},
        keyed("sheet.form", FORM_KEYS),
        keyed("sheet.column", CONTACT_KEYS),
        keyed("sheet.status", LAYOUT.statuses),
        squeeze(scene.stamp[: scene.stamp.index(scene.plan.id) + len(scene.plan.id)]),
        squeeze(say("sheet.tasks.period")).rstrip("_"),
        scene.as_of.year if scene.as_of else None,
    )


def _view_sheet(scene: Scene, unit: Unit) -> IssuedSheet:
    block = lay_block(scene, unit, 0)
    items: dict[str, IssuedItem] = {}
    others: set[str] = set()
    item_column, id_column = LAYOUT.place("item"), LAYOUT.place("item_id")
    for number, row in enumerate(block.rows):
        words = _words(row)
        item_id = words.get(item_column, "")
        if number in block.fills:
            own = {field.key: words.get(place, "") for place, field in enumerate(LAYOUT.fields)}
            items[own["item_id"]] = IssuedItem(
                words[id_column], fingerprint(scene.items[words[id_column]]), own, (own["text"],)
            )
        elif number > LAYOUT.head_row and item_id in items:
            before = items[item_id]
            part = words.get(LAYOUT.place("text"), "")
            items[item_id] = IssuedItem(item_id, before.fingerprint, before.printed, (*before.parts, part))
        else:
            others |= set(words.values())
    for row in build_partners(scene, unit).rows:
        others |= set(_words(row).values())
    others |= {squeeze(scene.say(f"sheet.circle.{key}", unit=scene.name(unit))) for key in ("title", "alt")}
    return IssuedSheet(unit.id, unit.name, items, frozenset(others - {""}), _words(block.rows[0])[0])


def _words(row: Row) -> dict[int, str]:
    return {column: squeeze(str(cell.value)) for column, cell in row.cells if cell.value is not None}
