"""People: 按领导分工, who leads what above the units, and 通讯录, who answers for what in each of them.

In: a Scene, and for the contacts what returned sheets add. Out: a Sheet each, or None where nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from responsibility.kinds import Role
from responsibility.model import Charge, Item, Person
from responsibility.parse.beside.people import head_post
from responsibility.spans import Span
from responsibility.views.entries import name_leader, show_person
from responsibility.views.scene import Scene
from responsibility.views.sheet import Sheet
from responsibility.views.sheets.listing import Shown
from responsibility.views.sheets.lists.banded import Band, build_banded, task_row

if TYPE_CHECKING:
    from responsibility.analysis.course.replies import Answer

_MID = "cell-center"
_NOWHERE = Span(0, 0)  # an answer quotes no notice


def build_leaders(scene: Scene) -> Sheet | None:
    """Build 按领导分工: each leader's tasks with lead units, in order of first mention."""
    columns = (
        Shown("item", 8, _MID), Shown("task", 28), Shown("lead", 18, _MID), Shown("others", 24),
        Shown("due", 15.5, _MID),
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
    """Return the leaders of each item that has any, in one line each."""
    found: dict[str, list[str]] = {}
    for each in scene.plan.people:
        if each.person.is_leader and not each.unit_id:
            found.setdefault(each.item_id, []).append(show_person(each.person))
    return {item_id: "、".join(dict.fromkeys(names)) for item_id, names in found.items()}


def build_contacts(scene: Scene, answers: Iterable[Answer] = (), more: Iterable[Charge] = ()) -> Sheet | None:
    """Build 通讯录: who answers for what in each unit, protocol order; answers: what returned sheets add.

    more: whom units named in refining, for a task or, with a post of the form, for all.
    """
    columns = (
        Shown("office", 16), Shown("post", 13, _MID), Shown("name", 13, _MID), Shown("telephone", 17, _MID),
        Shown("items", 34),
    )  # fmt: skip
    found: dict[str, dict[tuple[str, ...], list[str]]] = {unit_id: {} for unit_id in scene.units}
    named = (replace(each, person=_name_post(scene, each.person)) for each in more)
    for charge in (*named, *scene.plan.people, *_answered(answers)):
        if charge.unit_id in found:
            items = found[charge.unit_id].setdefault(_tell(charge.person), [])
            items += [scene.number(charge.item_id)] if charge.item_id else []
    bands = [
        Band(
            scene.name(scene.units[unit_id]),
            [[*told, " ".join(filter(None, dict.fromkeys(items)))] for told, items in own.items()],
        )
        for unit_id, own in found.items()
        if own
    ]
    bands += [Band(scene.say("lists.contacts.loose"), loose)] if (loose := list(_loose(scene))) else []
    return build_banded(scene, "contacts", columns, bands)


def _name_post(scene: Scene, person: Person) -> Person:
    """Write a post of the form in words."""
    return replace(person, post=scene.say(f"sheet.form.{person.post}").rstrip("：:")) if person.post else person


def _loose(scene: Scene) -> Iterator[list[str]]:
    """Yield the people below the leaders of whom nobody says whose they are."""
    found: dict[tuple[str, ...], list[str]] = {}
    for charge in scene.plan.people:
        if not charge.unit_id and not charge.person.is_leader:
            found.setdefault(_tell(charge.person), []).append(scene.number(charge.item_id))
    return ([*told, " ".join(items)] for told, items in found.items())


def _tell(who: Person) -> tuple[str, ...]:
    return who.office, head_post(who.post), f"{who.rank}{who.name}", who.phone


def _answered(answers: Iterable[Answer]) -> Iterator[Charge]:
    for each in answers:
        person = Person("", each.person, _NOWHERE, office=each.office, phone=each.telephone)
        if person != Person("", "", _NOWHERE):
            yield Charge(each.item_id, each.unit_id, person)
