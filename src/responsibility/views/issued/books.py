"""Books: which sheets make a unit's workbook, and the one of all units.

In: a Scene. Out: Books, ready for render/excel. A task book says who it is in custom properties and a very hidden
sheet, beside the hidden column of its task sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from responsibility.model import Item, Unit
from responsibility.views.issued.beside import add_printed, build_cover, note_printed
from responsibility.views.issued.layout import LAYOUT
from responsibility.views.issued.sending import TICKS, build_all_tasks, build_sending
from responsibility.views.issued.tasks import build_tasks
from responsibility.views.scene import Scene
from responsibility.views.sheet import Book, Column, Sheet, State, row_of
from responsibility.views.sheets.books import build_options, make_book

META = "_meta"  # the very hidden sheet: keys and values, then one row an item
_LONGEST_PROPERTY = 250  # characters of a custom property; Excel takes 255


def build_task_books(scene: Scene) -> Iterator[tuple[str, Book]]:
    """Build tasks/NN-简称.xlsx, one a unit, protocol order: path in the output folder, and the book."""
    for unit in scene.plan.units:
        yield scene.task_path(unit), build_task_book(scene, unit)


def build_task_book(scene: Scene, unit: Unit) -> Book:
    """Build one unit's workbook; a cover first where there is a plan before."""
    statuses = build_options(scene, [scene.say(f"sheet.status.{key}") for key in LAYOUT.statuses])
    sheets = (tasks := build_tasks(scene, unit), statuses, _meta(scene, unit), note_printed(tasks, statuses))
    book = make_book(scene, scene.say("sheet.tasks.title", unit=scene.name(unit)), sheets, dict(_identity(scene, unit)))
    return add_printed(book, 0, build_cover(scene, unit, scene.news)) if scene.news else book


def build_combined_book(scene: Scene) -> Book:
    """Build 各单位任务清单.xlsx: 交办清单, then every unit's sheet, each on a new page."""
    words = [scene.say(f"sheet.status.{key}") for key in LAYOUT.statuses]
    sheets = (build_sending(scene), *build_all_tasks(scene), build_options(scene, [*words, *TICKS]))
    return make_book(scene, scene.say("sheet.all-tasks.name"), sheets)


def fingerprint(item: Item) -> str:
    """Return a short hash of a task's words, to see on return whether they were changed."""
    return sha256(f"{item.id}\n{item.title}\n{item.body}".encode(errors="surrogatepass")).hexdigest()[:16]


def _identity(scene: Scene, unit: Unit) -> Iterator[tuple[str, str]]:
    yield "plan_id", scene.plan.id
    yield "unit_id", unit.id
    yield "layout_version", str(LAYOUT.version)
    part, number = "", 1
    for each in scene.by_unit[unit.id]:
        if len(part) + len(each.item_id) + 1 > _LONGEST_PROPERTY:
            yield f"item_ids_{number}", part
            part, number = "", number + 1
        part += f" {each.item_id}" if part else each.item_id
    if part:
        yield f"item_ids_{number}", part


def _meta(scene: Scene, unit: Unit) -> Sheet:
    facts = (
        ("plan_id", scene.plan.id),
        ("unit_id", unit.id),
        ("layout_version", str(LAYOUT.version)),
        ("as_of", scene.as_of.isoformat() if scene.as_of else ""),
        ("source_sha256", scene.plan.notice.document.sha256),
        ("fields", " ".join(field.key for field in LAYOUT.fields)),
    )
    rows = [row_of(*fact) for fact in facts]
    rows.append(row_of("item_id", "role", "fingerprint"))
    rows += (
        row_of(each.item_id, each.role.value, fingerprint(scene.items[each.item_id])) for each in scene.by_unit[unit.id]
    )
    columns = tuple(Column(key, 20, 20, "plain") for key in ("key", "value", "fingerprint"))
    return Sheet(META, columns, tuple(rows), state=State.VERY_HIDDEN)
