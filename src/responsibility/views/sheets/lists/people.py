"""People: 按领导分工, who leads what above the units, and 通讯录, who answers for what in each of them.

In: a Scene. Out: a Sheet each, or None where nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from responsibility.analysis.course.contacts import CONTACTS, REFINED, Contact
from responsibility.analysis.course.period import parse_period
from responsibility.kinds import Role
from responsibility.model import Charge, Item
from responsibility.parse.beside.people import head_post
from responsibility.views.entries import name_leader, show_person
from responsibility.views.measure import capacity_of
from responsibility.views.running import break_rank
from responsibility.views.scene import Scene
from responsibility.views.sheet import Sheet
from responsibility.views.sheets.listing import Shown
from responsibility.views.sheets.lists.banded import DUE, LEAD, OTHERS, Band, build_banded, task_row

_MID = "cell-center"
LEADER = 17.0  # width of a column of leaders


def build_leaders(scene: Scene) -> Sheet | None:
    """Build 按领导分工: each leader's tasks with lead units, in order of first mention."""
    columns = (
        Shown("item", 8, _MID), Shown("task", 25), Shown("lead", LEAD, _MID), Shown("others", OTHERS),
        Shown("due", DUE, _MID),
    )  # fmt: skip
    bands = [
        Band(_tell_leader(scene, name, items), [task_row(scene, item) for item in items])
        for name, items in leaders_of(scene).items()
    ]
    return build_banded(scene, "leaders", columns, bands)


def leaders_of(scene: Scene) -> dict[str, list[Item]]:
    """Return the items of each leader above the units, by what the leader is called."""
    found: dict[str, list[Item]] = {}
    for each in scene.plan.people:
        if each.person.is_leader and not each.unit_id:
            own = found.setdefault(name_leader(each.person), [])
            item = scene.items[each.item_id]
            if item not in own:
                own.append(item)
    return found


def _tell_leader(scene: Scene, name: str, items: Sequence[Item]) -> str:
    leads = dict.fromkeys(each.unit_id for item in items for each in scene.by_item[item.id] if each.role is Role.LEAD)
    key = "lists.leaders.band" if leads else "lists.leaders.band-alone"
    names = scene.join(scene.short(unit_id) for unit_id in leads)
    return scene.say(key, name=name, count=len(items), units=len(leads), names=names)


def leaders_by_item(scene: Scene) -> dict[str, str]:
    """Return the leaders of each item that has any, the name below its rank where a line does not hold both."""
    capacity = capacity_of(LEADER)
    found: dict[str, list[str]] = {}
    for each in scene.plan.people:
        if each.person.is_leader and not each.unit_id:
            found.setdefault(each.item_id, []).append(break_rank(show_person(each.person), each.person, capacity))
    return {item_id: "、".join(dict.fromkeys(names)) for item_id, names in found.items()}


def build_contacts(scene: Scene) -> Sheet | None:
    """Build 通讯录: who answers for what in each unit, protocol order, and where that is said if sheets came back."""
    columns = (
        Shown("office", 16), Shown("post", 13, _MID), Shown("name", 13, _MID), Shown("telephone", 17, _MID),
        Shown("items", 34), Shown("source", 15, _MID),
    )  # fmt: skip
    found: dict[str, dict[tuple[str, ...], _Said]] = {}
    for unit_id, who, item_id, source in _list_said(scene):
        said = found.setdefault(unit_id, {}).setdefault(who, _Said({}, {}))
        said.items.update({scene.number(item_id): None} if item_id else {})
        said.sources[source] = None
    names = {**{unit.id: scene.name(unit) for unit in scene.plan.units}, "": scene.say("lists.contacts.loose")}
    bands = [
        Band(name, [[*who, "、".join(said.items), "、".join(said.sources)] for who, said in found[unit_id].items()])
        for unit_id, name in names.items()
        if unit_id in found
    ]
    return build_banded(scene, "contacts", columns, bands)


class _Said(NamedTuple):
    """Of what tasks a person is said to answer for, and where; dicts keep the order."""

    items: dict[str, None]
    sources: dict[str, None]


def _list_said(scene: Scene) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Yield unit, person, item and source of each who is named: for all tasks of a unit, in the plan, for one task."""
    named = [(each.unit_id, _show_contact(scene, each), each.item_id, _source(scene, each)) for each in scene.contacts]
    plan = scene.say("lists.contacts.plan") if named else ""
    yield from (each for each in named if not each[2])
    for each in scene.plan.people:
        if each.unit_id or not each.person.is_leader:
            yield each.unit_id, _show_charge(each), each.item_id, plan
    yield from (each for each in named if each[2])


def _show_charge(each: Charge) -> tuple[str, ...]:
    who = each.person
    return who.office, head_post(who.post), f"{who.rank}{who.name}", who.phone


def _show_contact(scene: Scene, each: Contact) -> tuple[str, ...]:
    post = scene.say(f"sheet.form.{each.post}").rstrip("：:") if each.post else ""
    return each.office, post, each.name, each.phone


def _source(scene: Scene, each: Contact) -> str:
    if each.period == REFINED:
        return scene.say("refine.name")
    return scene.show_period(parse_period(each.period, scene.settings.progress, where=CONTACTS.name))
