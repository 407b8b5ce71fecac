"""Former: what a task sheet of layout 1 had printed, so that a sheet which is still out comes back.

Words alone, in the columns they stood in; nothing is issued in this layout any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from responsibility.kinds import Role
from responsibility.model import Assignment, Item, Unit
from responsibility.views.entries import name_leader, show_fields, show_people, show_stages
from responsibility.views.issued.layout import LAYOUT, Fill, SheetLayout
from responsibility.views.scene import Scene, show_targets, show_task
from responsibility.views.sheet import Cell, Row, row_of
from responsibility.views.sheets.listing import spill_row

_KEYS = (
    "seq", "item", "text", "targets", "partners", "due", "status", "progress", "done", "problems", "next-step",
    "office", "person", "telephone", "item_id",
)  # fmt: skip
FORMER = SheetLayout(
    version=1,
    fields=tuple(Fill(key, 0, "", filled=6 <= place <= 13, hidden=key == "item_id") for place, key in enumerate(_KEYS)),
    statuses=LAYOUT.statuses,
    head_row=6,
)
FORM_KEYS = ("deputy", "liaison", "filled-by", "checked-by", "filled-on", "telephone")
_LONG = {2: 36.0, 3: 19.0, 4: 17.5, 5: 10.0}  # columns whose words went on in rows of their own, with their widths
_PARTNERS = ("seq", "partner", "shared", "their-leads", "shared-items", "liaison", "telephone", "remark")


def lay_former(scene: Scene, unit: Unit) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return the rows of a unit's sheet as it was issued, and which of them are filled in."""
    rows = [*_above(scene, unit)]
    fills: list[int] = []
    for role in Role:
        own = [each for each in scene.by_unit[unit.id] if each.role is role]
        rows += [_band(scene, role, own)] if own else []
        for each in own:
            fills.append(len(rows))
            cells = _cells(scene, scene.items[each.item_id], each, len(fills))
            rows += spill_row([Cell(words) for words in cells], _LONG, scene.say, keep=(1,))
    return tuple(rows), tuple(fills)


def _above(scene: Scene, unit: Unit) -> Iterator[Row]:
    say = scene.say
    roles = Counter(each.role for each in scene.by_unit[unit.id])
    marks = "　".join(f"{scene.mark(role)}{scene.role(role)}" for role in Role)
    yield row_of(say("sheet.tasks.title", unit=scene.name(unit)))
    yield row_of(scene.title)
    yield row_of(scene.stamp)
    yield row_of(say("sheet.former.reporter", unit=scene.name(unit)), *(say(f"sheet.form.{key}") for key in FORM_KEYS))
    yield row_of(say("sheet.former.period"))
    yield row_of(say("sheet.former.count", count=roles.total(), roles=scene.show_roles(roles), marks=marks))
    yield row_of(*(say(f"sheet.column.{key}") for key in _KEYS[:-1]), "item_id")


def _band(scene: Scene, role: Role, own: Sequence[Assignment]) -> Row:
    bases = scene.join(dict.fromkeys(scene.say(f"basis.{each.basis.value}") for each in own))
    words = {"mark": scene.mark(role), "role": scene.role(role), "count": len(own), "bases": bases}
    return row_of(scene.say("sheet.former.band", **words))


def _cells(scene: Scene, item: Item, own: Assignment, seq: int) -> list[str | int]:
    words, _ = show_task(item)
    due = scene.show_due(item)
    people = [each.person for each in scene.people[item.id] if each.unit_id == own.unit_id]
    return [
        seq,
        item.id,
        words,
        "\n".join(_told(scene, item, own)),
        "\n".join(_partners(scene, item, own)),
        "\n".join([*_leaders(scene, item), *([due] if due else [])]),
        *[""] * 5,
        "\n".join(dict.fromkeys(each.office for each in people if each.office)),
        "\n".join(f"{each.rank}{each.name}" for each in people if each.rank or each.name),
        "\n".join(each.phone for each in people if each.phone),
        item.id,
    ]


def _told(scene: Scene, item: Item, own: Assignment) -> list[str]:
    mine = replace(item, targets=tuple(each for each in item.targets if each.holder in ("", own.name)))
    others = (each.person for each in scene.people[item.id] if not (each.unit_id or each.person.is_leader))
    return [*show_targets(mine), *show_stages(item), *show_people(others), *show_fields(item.fields)]


def _leaders(scene: Scene, item: Item) -> list[str]:
    own = (each for each in scene.people[item.id] if each.person.is_leader and not each.unit_id)
    return [name_leader(each.person) for each in own]


def _partners(scene: Scene, item: Item, own: Assignment) -> Iterator[str]:
    for each in scene.by_item[item.id]:
        if each is not own:
            yield f"{scene.mark(each.role)}{scene.short(each.unit_id)}"
            continue
        unit = scene.units[each.unit_id]
        key = "sheet.tasks.self" if each.mention in (unit.short, unit.name) else "sheet.former.self-as"
        yield f"{scene.mark(each.role)}{scene.say(key, mention=each.mention)}"


def list_former_partners(scene: Scene, unit: Unit) -> Iterator[str]:
    """Return what the sheets beside the tasks had printed: the partners and the picture."""
    say = scene.say
    shared: dict[str, list[Assignment]] = {}
    for own in scene.by_unit[unit.id]:
        for each in scene.by_item[own.item_id]:
            if each.unit_id != unit.id:
                shared.setdefault(each.unit_id, []).append(each)
    yield from (say(f"sheet.former.{key}", unit=scene.name(unit)) for key in ("partners", "circle", "picture"))
    yield from (say(f"sheet.column.{key}") for key in _PARTNERS)
    for seq, (other, tasks) in enumerate(((other, shared[other]) for other in scene.units if other in shared), 1):
        leads = sum(each.role is Role.LEAD for each in tasks)
        yield from map(str, (seq, scene.short(other), len(tasks), leads))
        yield "、".join(scene.number(each.item_id) for each in tasks)
