"""Dues: 按时限, what falls due by quarter, month and then unit.

In: a Scene. Out: a Sheet, or None where the plan has no day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.views.entries import DatedEntry, list_dated
from responsibility.views.measure import capacity_of
from responsibility.views.running import break_due
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Sheet
from responsibility.views.sheets.listing import Shown
from responsibility.views.sheets.lists.banded import DUE, LEAD, Band, build_banded, list_units, task_row
from responsibility.views.sheets.lists.people import LEADER, leaders_by_item

_MID = "cell-center"


def build_dues(scene: Scene) -> Sheet | None:
    """Build 按时限: by quarter, month and then unit; tasks without a day stand last.

    A day named for a part of a task is marked; the goals of a quarter run on below its rows.
    """
    entries = list_dated(scene.plan)
    if not entries:
        return None
    people = leaders_by_item(scene)
    columns = [
        Shown("item", 7.5, _MID), Shown("task", 25), Shown("lead", LEAD, _MID), Shown("when", DUE, _MID),
        Shown("reached", 24), Shown("leader", LEADER, _MID),
    ]  # fmt: skip
    order = {unit_id: place for place, unit_id in enumerate(scene.units)}

    def key(entry: DatedEntry) -> tuple[object, ...]:
        leads = [order[each.unit_id] for each in scene.by_item[entry.item.id] if each.role is Role.LEAD]
        return entry.quarter, entry.day.month, min(leads, default=len(order)), entry.day

    bands = []
    for (year, quarter), group in groupby(sorted(entries, key=key), key=lambda entry: entry.quarter):
        rows = list(group)
        count = sum(entry.is_due for entry in rows)
        key_of_band = "lists.dues.band" if count else "lists.dues.band-stages"
        words = scene.say(key_of_band, year=year, quarter="一二三四"[quarter - 1], number=quarter, count=count)
        days, goals = ([each for each in rows if _is_goal(each) is kind] for kind in (False, True))
        bands.append(Band(words, [_due_row(scene, entry, people) for entry in days], _tell_goals(scene, goals)))
    bands += _undated(scene, people)
    return build_banded(
        scene, "dues", columns, bands, noted=any(not (entry.is_due or _is_goal(entry)) for entry in entries)
    )


def _is_goal(entry: DatedEntry) -> bool:
    """Whether an entry is what a quarter is to bring, and no day that the notice names for a part of the task."""
    return not entry.is_due and entry.said.endswith("季度")


def _tell_goals(scene: Scene, goals: Sequence[DatedEntry]) -> str:
    place = {item_id: at for at, item_id in enumerate(scene.items)}
    goals = sorted(goals, key=lambda each: place[each.item.id])
    told = [scene.say("lists.dues.goal", number=scene.number(each.item.id), words=each.words) for each in goals]
    return scene.say("lists.dues.goals") + "；".join(told) if told else ""


def _due_row(scene: Scene, entry: DatedEntry, people: Mapping[str, str]) -> list[str]:
    item = entry.item
    reached = entry.words or "；".join(words for words in show_targets(item) if not words.endswith("前"))
    if not entry.is_due:
        reached = scene.say("lists.dues.stage", words=entry.words)
    return [
        scene.number(item.id),
        item.title or item.body,
        list_units(scene, item, lead=True),
        _say_due(scene, item, entry.said),
        reached,
        people.get(item.id, ""),
    ]


def _say_due(scene: Scene, item: Item, said: str = "") -> str:
    return break_due(said or scene.show_due(item), capacity_of(DUE))


def _undated(scene: Scene, people: Mapping[str, str]) -> Iterator[Band]:
    """Yield the tasks whose due words are no day, and those without any."""
    dated = {entry.item.id for entry in list_dated(scene.plan) if entry.is_due}
    loose = [item for item in scene.assigned if item.id not in dated]
    for key, items in (
        ("open", [item for item in loose if scene.show_due(item)]),
        ("undated", [item for item in loose if not (scene.show_due(item) or item.milestones)]),
    ):
        rows = [
            [*task_row(scene, item)[:3], _say_due(scene, item), "；".join(show_targets(item)), people.get(item.id, "")]
            for item in items
        ]
        if rows:
            yield Band(scene.say(f"lists.dues.{key}", count=len(rows)), rows)
