"""Partners: 协作单位, whom a unit works with and how to reach them."""

from __future__ import annotations

from collections import Counter

from responsibility.kinds import Role
from responsibility.model import Unit
from responsibility.views.scene import Scene
from responsibility.views.sheet import Cell, Column, Sheet, row_of
from responsibility.views.spill import spill_row

_WIDTHS = (5, 24, 9, 11, 52, 14, 18, 20)
_STYLES = ("count", "cell", "count", "count", "cell")


def build_partners(scene: Scene, unit: Unit) -> Sheet:
    """Build 协作单位: whom this unit works with, on which tasks, with room for names and telephones."""
    say = scene.say
    name = say("sheet.partners.name")
    shared: dict[str, list[str]] = {}
    leads: Counter[str] = Counter()
    for own in scene.by_unit[unit.id]:
        for each in scene.by_item[own.item_id]:
            if each.unit_id != unit.id:
                shared.setdefault(each.unit_id, []).append(own.item_id)
                leads[each.unit_id] += each.role is Role.LEAD
    keys = ("seq", "partner", "shared", "their-leads", "shared-items", "liaison", "telephone", "remark")
    rows = [
        row_of(Cell(say("sheet.partners.title", unit=scene.name(unit)), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(*(Cell(say(f"sheet.column.{key}"), "head-fill" if key in keys[5:] else "head") for key in keys)),
    ]
    fill = (Cell("", "fill-center"), Cell("", "fill-text"), Cell("", "fill"))
    for seq, other in enumerate((other for other in scene.units if other in shared), 1):
        items = "、".join(shared[other])
        told: tuple[str | int, ...] = (seq, scene.short(other), len(shared[other]), leads[other], items)
        cells = [Cell(value, style) for value, style in zip(told, _STYLES, strict=False)]
        rows += spill_row([*cells, *fill], {1: _WIDTHS[1], 4: _WIDTHS[4]}, say)
    columns = tuple(Column(key, width, width) for key, width in zip(keys, _WIDTHS, strict=True))
    return Sheet(name, columns, tuple(rows), frozen=(3, 0), page=scene.page(name, repeat_rows=(2, 2)), protected=True)
