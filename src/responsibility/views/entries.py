"""Entries: the days of a plan, and how people and stages are written wherever they are shown.

In: a Plan or an Item. Out: one Entry a due day or stage, by day and then in document order; words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from responsibility.language.lexicon import load_lexicon
from responsibility.model import Field, Item, Person, Plan
from responsibility.parse.beside.fields import FieldKind, tell_field
from responsibility.parse.beside.people import head_post
from responsibility.patterns import late

_YEAR = late(r"\d{4}年")


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """A day on which something is due. words: what is reached then, "" where only the day is told.

    said: when, as the notice prints a stage's day; "" for that of the whole item.
    is_due: whether the whole item is due, and not only a stage of it. unit_id: of the unit that set that stage for
    itself in refining; "" where the notice did.
    """

    item: Item
    day: date
    words: str
    is_due: bool
    said: str = ""
    unit_id: str = ""

    @property
    def quarter(self) -> tuple[int, int]:
        """Year and quarter."""
        return _quarter(self.day)


def list_dated(plan: Plan) -> tuple[DatedEntry, ...]:
    """Return every day of a plan that is known as one."""
    found = [entry for item in plan.items for entry in _of_item(item)]
    return tuple(sorted(found, key=lambda entry: entry.day))


def _of_item(item: Item) -> Iterator[DatedEntry]:
    """Yield a task's stages and its own day, which says what is reached by then.

    What a quarter is to bring (四季度：交付使用) is reached by a day within it on which the whole task is due.
    """
    if item.cancelled:
        return
    due = read_iso_day(item.due or "")
    last = []
    # What a column of stages and the task's own words both say is one stage.
    for each in {(each.due, each.text): each for each in reversed(item.milestones)}.values():
        day = read_iso_day(each.due)
        if day and due and day >= due and _quarter(day) == _quarter(due):
            last.append(each.text)
        elif day:
            yield DatedEntry(item, day, each.text, is_due=False, said=each.period)
    if due:
        yield DatedEntry(item, due, "；".join(dict.fromkeys(reversed(last))), is_due=True)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def read_iso_day(words: str) -> date | None:
    """Read an ISO date; None for other words."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def show_person(person: Person) -> str:
    """Write a person with the rank the source gives: 副市长周某, 周某, or the post that stands for its holder."""
    return f"{person.rank}{person.name}" or person.office or person.post


def name_leader(person: Person) -> str:
    """Return what a leader is called in lists: post and name, or 副市长周某 where the rank is told."""
    if person.rank or not person.name:
        return show_person(person)
    return head_post(person.post) + person.name


def show_contact(person: Person) -> str:
    """Write a person with office and telephone, blanks between."""
    name = f"{person.rank}{person.name}"
    return " ".join(words for words in (person.office, name, person.phone) if words) or person.post


def show_stages(item: Item) -> list[str]:
    """Write each stage of an item on a line: 一季度：完成招标."""
    return [f"{each.period}：{each.text}" for each in item.milestones]


def brief_stages(item: Item, *, repeated: bool = True) -> list[str]:
    """Write stages as papers have room for, a year only where it begins: 2026年一季度：完成招标, 二季度：….

    What stands where stages do and is none with a day (阶段目标：每季度60家) comes after them. Where stages have a
    column of their own, those of the task's words are not said again beside these; nor alone, unless repeated.
    """
    lines, before = [], ""
    own = [each for each in item.milestones if not (each.period in item.body and each.text in item.body)]
    for each in own or item.milestones * repeated:
        year = found.group() if (found := _YEAR.match(each.period)) else ""
        lines.append(f"{each.period.removeprefix(year) if year == before else each.period}：{each.text}")
        before = year or before
    return [*lines, *(each.text for each in item.fields if _is_staged(each))]


def other_fields(item: Item) -> tuple[Field, ...]:
    """Return the further fields of an item but those that are shown with its stages."""
    return tuple(each for each in item.fields if not _is_staged(each))


def _is_staged(field: Field) -> bool:
    return tell_field(field.heading, load_lexicon()) is FieldKind.SCHEDULE


def show_people(people: Iterable[Person]) -> list[str]:
    """Write each person on a line behind what the notice calls them: 分管领导：副市长周某."""
    return [f"{each.post}：{show_contact(each)}" if each.post else show_contact(each) for each in people]


def show_fields(fields: Iterable[Field]) -> list[str]:
    """Write each further field of an item on a line: 资金来源：市级财政."""
    return [f"{each.heading}：{each.text}" for each in fields]
