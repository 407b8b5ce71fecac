"""Marks: words of the notice, or a task, that a person says the meaning of, as lines in the files that people keep.

In: a Plan, the Registry, a span of its text and what it is. Out: the lines that say so. What no line can say raises
SettingsError, with what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from responsibility.desk.questions import adopt, new_unit
from responsibility.errors import SettingsError
from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Item, Plan, Unit
from responsibility.registry import Registry
from responsibility.registry.tables import ALIASES
from responsibility.resolve.overrides import NO_PART, OVERRIDES
from responsibility.resolve.plan import make_stranger
from responsibility.spans import Span
from responsibility.views.matters import TableLine

_LONGEST = 200
_OPENING = 12  # characters of a task's opening words that a line quotes, unless they stand twice


class Meaning(StrEnum):
    """What selected words are said to be; the last three speak of the task: it begins there, goes on, or is none."""

    LEAD = "lead"
    CO_LEAD = "co-lead"
    SUPPORT = "support"
    ALIAS = "alias"
    LEADER = "leader"
    DUE = "due"
    TARGET = "target"
    NOT_A_UNIT = "none"
    SPLIT = "split"
    JOIN = "join"
    OMIT = "omit"


_ROLES = {Meaning.LEAD: Role.LEAD, Meaning.CO_LEAD: Role.CO_LEAD, Meaning.SUPPORT: Role.SUPPORT}


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of one task that a person has selected, from start.

    named: the assignment that they name already, or None.
    """

    plan: Plan
    registry: Registry
    item: Item
    start: int
    words: str
    named: Assignment | None


def select_words(plan: Plan, registry: Registry, span: Span, typed: str = "") -> Selection:
    """Return what is selected. typed: what a person wrote in its place. Raises SettingsError if in no task."""
    words = typed or " ".join(span.of(plan.notice.document.text).split())
    item = next((each for each in plan.items if each.span.start <= span.start < each.span.end), None)
    if item is None or not words or len(words) > _LONGEST:
        raise SettingsError("WORDS_IN_NO_TASK", words[:40])
    named = next((a for a in plan.assignments if a.item_id == item.id and words in (a.mention, a.name)), None)
    return Selection(plan, registry, item, span.start, words, named)


def mark_words(chosen: Selection, meaning: Meaning, unit_id: str, say: Wording) -> tuple[TableLine, ...]:
    """Return the lines that say what the words are. unit_id: whom they mean, for an alias."""
    return tuple(_mark(chosen, meaning, unit_id, say))


def _mark(chosen: Selection, meaning: Meaning, unit_id: str, say: Wording) -> Iterator[TableLine]:
    words, item, named = chosen.words, chosen.item, chosen.named
    if meaning in _ROLES:
        yield from _give_role(chosen, _ROLES[meaning])
    elif meaning is Meaning.ALIAS:
        yield from _name_alias(chosen, unit_id)
    elif meaning is Meaning.DUE:
        yield _beside(item, "due", "", words)
    elif meaning is Meaning.TARGET:
        yield _beside(item, "target", "", words)
    elif meaning in _SHAPES:
        yield _beside(item, meaning.value, "", _SHAPES[meaning](chosen))
    elif named is not None:
        values = {"item_id": item.id, "mention": named.mention, "unit_id": named.unit_id, "role": NO_PART}
        yield TableLine(OVERRIDES.name, values)
    elif meaning is Meaning.NOT_A_UNIT:
        raise SettingsError("NO_UNIT_OF_TASK", words, words=words)
    if meaning is Meaning.LEADER:
        yield _beside(item, "person", say("desk.leader"), words)


def _opening(chosen: Selection) -> str:
    """Return the words that open the later task, as many as tell the place from others in the task.

    Raises SettingsError where no task can begin.
    """
    text = chosen.plan.notice.document.text[chosen.item.span.start : chosen.item.span.end]
    item, at = chosen.item, chosen.start - chosen.item.span.start
    if at <= len(item.number) or any(each.span.start < chosen.start < each.span.end for each in item.clauses):
        raise SettingsError("NO_SPLIT_HERE", chosen.words, words=chosen.words)
    lengths = range(min(len(chosen.words), _OPENING), len(text) - at)
    return next((text[at : at + n] for n in lengths if text.find(text[at : at + n]) == at), text[at:])


def _before(chosen: Selection) -> str:
    """Return the id of the task before."""
    ids = [item.id for item in chosen.plan.items]
    place = ids.index(chosen.item.id)
    if not place:
        raise SettingsError("NO_TASK_BEFORE", chosen.words)
    return ids[place - 1]


_SHAPES: Mapping[Meaning, Callable[[Selection], str]] = {
    Meaning.SPLIT: _opening, Meaning.JOIN: _before, Meaning.OMIT: lambda _: "",
}  # fmt: skip


def _beside(item: Item, kind: str, heading: str, value: str) -> TableLine:
    return TableLine(OVERRIDES.name, {"item_id": item.id, "kind": kind, "heading": heading, "value": value})


def _name_alias(chosen: Selection, unit_id: str) -> Iterator[TableLine]:
    met = (each for each in chosen.plan.units if each.id == unit_id)
    unit = chosen.registry.by_id(unit_id) or next(met, None)
    if unit is None:
        raise SettingsError("NOT_LISTED_UNIT", chosen.words, unit=unit_id)
    yield from adopt(chosen.plan, unit, chosen.registry)
    yield TableLine(ALIASES.name, {"text": chosen.words, "unit_id": unit.id})


def _give_role(chosen: Selection, role: Role) -> Iterator[TableLine]:
    values, named = {"item_id": chosen.item.id, "role": role.value}, chosen.named
    if named is not None:
        yield TableLine(OVERRIDES.name, {**values, "mention": named.mention, "unit_id": named.unit_id})
        return
    unit = _know(chosen)
    if unit is None:
        unit = make_stranger(chosen.words)
        yield new_unit(unit)
    yield TableLine(OVERRIDES.name, {**values, "unit_id": unit.id})


def _know(chosen: Selection) -> Unit | None:
    """Return the one unit that words name, of the register or of the plan; None where nobody is known by them."""
    plan, words = chosen.plan, chosen.words
    day = plan.header.issued_on or plan.header.published_on
    found = {each.unit.id: each.unit for each in chosen.registry.find(words, day, scope=plan.id)}
    met = [unit for unit in plan.units if words in (unit.name, unit.short)]
    return next(iter(found.values())) if len(found) == 1 else next(iter(met), None)
