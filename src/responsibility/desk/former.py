"""Former: what a corrected notice changed: its tasks beside those of the notice before, and which decisions still fit.

In: a Desk and a plan whose notice was put in the place of another. Out: the differing tasks in the order of the notice,
each cut into what both, only the old and only the new text has, and every decision that stands with whether it fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from responsibility.analysis.texts import part_differences
from responsibility.desk.office import Desk
from responsibility.desk.questions import quote_stale
from responsibility.desk.records import find_former, read_deeds
from responsibility.errors import SettingsError
from responsibility.model import Item, Plan
from responsibility.system.inputs import SourceFile, read_source
from responsibility.views.matters import KINDS
from responsibility.views.naming import number_items
from responsibility.views.scene import Scene
from responsibility.workflows.comparing import compare_scenes
from responsibility.workflows.project import make_scene, read_plan


def show_former(desk: Desk, plan_id: str) -> dict[str, object]:
    """Return what is different from the notice before, and what became of the decisions."""
    new, read = desk.scene(plan_id)
    name = find_former(desk.root, plan_id)
    if not name:
        raise SettingsError("NO_FORMER_NOTICE", plan_id)
    source = SourceFile(name, read_source(desk.root / "plans" / plan_id / name).data)
    old = make_scene(read_plan(replace(read.folder, notice=source), read.house), read.house)
    matches = compare_scenes(old, new, read.house).matches
    pairs = dict(zip(matches["new_id"], matches["old_id"], strict=True))
    return {
        "former": name,
        "changes": list(_list_changes(old.plan, new.plan, pairs)),
        "deeds": list(_list_deeds(desk, new)),
    }


def _list_changes(old: Plan, new: Plan, pairs: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Yield the tasks of both notices that are not the same, those that are gone last."""
    before = {item.id: item for item in old.items}
    numbers, old_numbers = number_items(new), number_items(old)
    for item in new.items:
        was, is_now = before.get(pairs.get(item.id, "")), _text(new, item)
        parts = part_differences(_text(old, was), is_now) if was else (("ins", is_now),)
        if any(kind for kind, _ in parts):
            yield {"kind": "changed" if was else "new", "number": numbers[item.id], "parts": parts}
    for item in old.items:
        if item.id not in pairs.values():
            yield {"kind": "gone", "number": old_numbers[item.id], "parts": (("del", _text(old, item)),)}


def _text(plan: Plan, item: Item) -> str:
    """Return an item as printed, less its number, which says nothing of what it asks, and blanks."""
    words = plan.notice.document.text[item.span.start : item.span.end]
    return "".join(words.removeprefix(item.number).split())


def _list_deeds(desk: Desk, scene: Scene) -> Iterator[dict[str, object]]:
    """Yield the decisions that stand, each with whether the lines it wrote all fit the notice as it is now."""
    findings = (each for each in scene.findings if each.code in KINDS["stale"])
    stale = [(table.name, _filled(cells)) for table, cells in (quote_stale(scene.plan, each) for each in findings)]
    for deed in read_deeds(desk.root, scene.plan.id):
        lines = [(each.file, _filled(each.values)) for each in deed.settlement.lines if not each.drop]
        lost = any(file == name and said <= cells for file, said in lines for name, cells in stale)
        if not deed.undone:
            yield {"number": deed.number, "words": deed.settlement.words, "fits": not lost}


def _filled(cells: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, cell) for name, cell in cells.items() if cell)
