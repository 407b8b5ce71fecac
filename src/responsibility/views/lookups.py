"""Lookups: a plan's units, tasks and names, looked up once, before anything is judged.

In: a plan, its tables, words and settings. Out: lookups in protocol and document order, and how they are named and
written on every table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from responsibility.kinds import Basis, Role
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Charge, Item, Plan, Unit
from responsibility.paths import name_file, safe_name
from responsibility.settings import Settings
from responsibility.views.naming import number_items, plan_title, write_ordinal
from responsibility.views.running import widen_signs
from responsibility.views.sheet import Page

if TYPE_CHECKING:
    from typing import Self

    from responsibility.analysis.course.period import Period
    from responsibility.frames import Frames

_UNKNOWN_DAY = date(2000, 1, 1)  # stands in the file's properties where the notice has no date
LONGEST_SHORT, LONGEST_NAME = 80, 200  # characters: a name has to fit a row


@dataclass(frozen=True)
class Lookups:
    """A plan with all that is read off it without judging it."""

    plan: Plan
    frames: Frames
    say: Wording
    settings: Settings

    @cached_property
    def as_of(self) -> date | None:
        """The day the outputs speak of: the notice's."""
        return self.plan.header.issued_on or self.plan.header.published_on

    @cached_property
    def created(self) -> date:
        """The only date in a file's properties."""
        return self.as_of or _UNKNOWN_DAY

    @cached_property
    def title(self) -> str:
        """The plan's own title in one line, or its id."""
        return cut_words(plan_title(self.plan.header.title or self.plan.id), LONGEST_NAME)

    @cached_property
    def office(self) -> str:
        """Who signs: the settings' name, or who issued the notice."""
        return widen_signs(self.settings.office.name or self.plan.header.issuer or "")

    @cached_property
    def roles(self) -> dict[tuple[str, str], Assignment]:
        """Assignments by item and unit."""
        return {(each.item_id, each.unit_id): each for each in self.plan.assignments}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by id, protocol order."""
        return {unit.id: unit for unit in self.plan.units}

    def on_day(self, day: date) -> Self:
        """Return the plan as papers of a day have it: a unit that had ended by then is named by who goes on for it."""
        units = tuple(self._name_on(unit, day) for unit in self.plan.units)
        return self if units == self.plan.units else replace(self, plan=replace(self.plan, units=units))

    def _name_on(self, unit: Unit, day: date) -> Unit:
        after = unit
        while after.valid_to and after.valid_to < day and after.succeeded_by in self.units:
            after = self.units[after.succeeded_by]
        if after is unit:
            return unit
        name = self.say("progress.succeeded", unit=after.name, former=unit.name)
        return replace(unit, name=name, short=self.say("progress.succeeded", unit=after.short, former=unit.short))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id, document order."""
        return {item.id: item for item in self.plan.items}

    @cached_property
    def by_item(self) -> dict[str, list[Assignment]]:
        """Assignments of each item in the order they are printed; every item has an entry."""
        grouped: dict[str, list[Assignment]] = {item_id: [] for item_id in self.items}
        for each in self.plan.assignments:
            grouped[each.item_id].append(each)
        return grouped

    @cached_property
    def by_unit(self) -> dict[str, list[Assignment]]:
        """Assignments of each unit, strongest role first, then document order; every unit has an entry."""
        grouped: dict[str, list[Assignment]] = {unit_id: [] for unit_id in self.units}
        for item_id in self.items:
            for each in self.by_item[item_id]:
                grouped[each.unit_id].append(each)
        return {unit_id: sorted(own, key=lambda each: each.role.strength) for unit_id, own in grouped.items()}

    @cached_property
    def people(self) -> dict[str, list[Charge]]:
        """Who answers for each item; every item has an entry."""
        grouped: dict[str, list[Charge]] = {item_id: [] for item_id in self.items}
        for each in self.plan.people:
            grouped[each.item_id].append(each)
        return grouped

    @cached_property
    def assigned(self) -> list[Item]:
        """The items that name someone."""
        return [item for item in self.plan.items if self.by_item[item.id]]

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each item counts where settings weigh items differently; empty where all count 1."""
        from responsibility.analysis.plan.workload import weigh_items

        weights = weigh_items(self.frames, self.settings.weights)
        return weights if any(weight != 1 for weight in weights.values()) else {}

    @property
    def weighed(self) -> int:
        """How many items settings weigh differently."""
        return sum(weight != 1 for weight in self.weights.values())

    @cached_property
    def partners(self) -> dict[str, list[tuple[str, int]]]:
        """With whom each unit shares how many items, most first, then protocol order; collectives are partners too."""
        place = {unit_id: at for at, unit_id in enumerate(self.units)}
        shared: dict[str, Counter[str]] = {unit_id: Counter() for unit_id in self.units}
        for own in self.by_item.values():
            units = {each.unit_id for each in own}
            for unit_id in units:
                shared[unit_id].update(units - {unit_id})
        return {unit: sorted(own.items(), key=lambda pair: (-pair[1], place[pair[0]])) for unit, own in shared.items()}

    @cached_property
    def lead_bases(self) -> Counter[Basis]:
        """How many leads rest on which basis."""
        return Counter(each.basis for each in self.plan.assignments if each.role is Role.LEAD)

    def show_day(self, day: date | None) -> str:
        """Write a day as the language does."""
        if day is None:
            return self.say("sheet.no-day")
        return self.say("sheet.day", year=day.year, month=day.month, day=day.day)

    def show_period(self, period: Period) -> str:
        """Write a period as the language does: 2023年二季度."""
        ordinal, day = write_ordinal(period.number or 0, self.say.language), self.show_day(period.end)
        key, year = f"progress.period.{period.kind}", period.end.year
        return self.say(key, year=year, number=period.number, ordinal=ordinal, day=day)

    def show_due(self, item: Item) -> str:
        """Write when an item is due as the notice prints it, figures alone (2023-06-30) as the language writes days."""
        words = item.due_text or ""
        if item.due and all(char.isascii() for char in words):
            return self.show_day(date.fromisoformat(item.due))
        return words

    @cached_property
    def leader_post(self) -> str:
        """The post that all leaders of a plan have, which a column's head then says for all; "" where they differ."""
        posts = {each.post for item in self.plan.items for each in item.people if each.is_leader}
        return posts.pop() if len(posts) == 1 else ""

    def number(self, item_id: str) -> str:
        """Return a task's number as the notice prints it, the headings' before it where numbers repeat: （四）15.

        An id that the plan does not have stays.
        """
        return self.numbers.get(item_id, item_id)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each task as the notice prints it, by its id."""
        return number_items(self.plan)

    def mark(self, role: Role) -> str:
        """Return the sign of a role."""
        return self.say(f"role_mark.{role.value}")

    def role(self, role: Role) -> str:
        """Return the word of a role."""
        return self.say(f"role.{role.value}")

    def join(self, words: Iterable[str]) -> str:
        """Join words as the language lists them."""
        return self.say("sheet.and").join(words)

    def show_roles(self, counts: Mapping[Role, int]) -> str:
        """Count roles in words, those that occur."""
        shown = ((self.role(role), counts[role]) for role in Role if counts[role])
        return self.join(self.say("sheet.overview.role", role=role, count=count) for role, count in shown)

    def short(self, unit_id: str) -> str:
        """Return a unit's short name, or its full one where there is none."""
        unit = self.units[unit_id]
        return cut_words(unit.short or unit.name, LONGEST_SHORT)

    def name(self, unit: Unit) -> str:
        """Return a unit's full name."""
        return cut_words(unit.name, LONGEST_NAME)

    def part(self, item: Item) -> str:
        """Return the innermost heading above an item, short enough to stand beside it."""
        return cut_words(item.path[-1].title, LONGEST_SHORT) if item.path else ""

    def parts(self, item: Item) -> tuple[str, ...]:
        """Return the headings above an item with their numbers, each short enough for a line."""
        return tuple(cut_words(f"{heading.number}{heading.title}", LONGEST_NAME) for heading in item.path)

    def task_path(self, unit: Unit) -> str:
        """Return where a unit's task sheet lies in the output folder; unique by its place in protocol order."""
        digits = max(2, len(str(len(self.units))))
        name = safe_name(f"{self._places[unit.id]:0{digits}}-{unit.short or unit.name}")
        return f"{name_file(self.say, 'tasks')}/{name}.xlsx"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit_id: place for place, unit_id in enumerate(self.units, 1)}

    def paper(self, **given: object) -> Page:
        """Return a printed page of a paper that is issued: its number alone, from 1 on, as offices print it."""
        return Page(footer='&C&"宋体"&12— &P —', first=1, **given)  # type: ignore[arg-type]  # checked by Page's own fields


def cut_words(words: str, longest: int) -> str:
    """Return words, or their beginning where they are longer than so many characters."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
