"""Promises: which targets were raised, lowered, moved in time, added or given up between two plans.

In: two plans as Frames and pairs of items. Out: rows of PROMISE_COLUMNS. Targets of a pair are matched by what is
counted and in which unit of measure.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from responsibility.analysis.texts import bigrams
from responsibility.frames import Frames
from responsibility.language.rounding import write_whole

# kind: raised, lowered (numbers), earlier, later (days), bound (only 超过 became 达到 or the like), new, dropped.
# old_value, new_value: as text, "" where there is none. difference: new less old, in the unit, or in days.
# ratio: new through old less 1; None where it cannot be said. demanding: 1 if more is asked, -1 if less, 0 if equal.
PROMISE_COLUMNS = (
    "kind", "old_item", "new_item", "quantity", "unit", "old_value", "new_value", "difference", "ratio", "demanding",
    "old_text", "new_text",
)  # fmt: skip
_LEAST = 0.5  # least Dice of what is counted


class Promise(NamedTuple):
    """One target."""

    text: str
    quantity: str
    value: str
    unit: str
    bound: str


_Row = tuple[str, str, str, str, str, str, str, float | None, float | None, int, str, str]


def compare_targets(
    old: Frames, new: Frames, pairs: Sequence[tuple[str, str]], moved: Container[tuple[str, str]], years: int = 0
) -> Iterator[_Row]:
    """Yield every change of a target: pairs in the order given, then those of new and of dropped items.

    moved: pairs whose own day is told to have changed; it is not told again as a target. years: how many years later
    the new plan is.
    """
    before, after = _by_item(old), _by_item(new)
    days = [_list_days(each) for each in (old, new)]
    for pair in pairs:
        own = tuple(days[place][item] for place, item in enumerate(pair))
        for row in _compare(before.get(pair[0], ()), after.get(pair[1], ()), *pair, years):
            if pair not in moved or not _is_own_day(row[5:7], own):
                yield row
    paired = ({old_item for old_item, _ in pairs}, {new_item for _, new_item in pairs})
    for item, promises in after.items():
        if item not in paired[1]:
            yield from _compare((), promises, "", item)
    for item, promises in before.items():
        if item not in paired[0]:
            yield from _compare(promises, (), item, "")


def _list_days(frames: Frames) -> dict[str, str]:
    """Return until when each item is to be done, as a target has it: a day, or words where no year is known."""
    columns = (frames.items[name] for name in ("item_id", "due", "due_text"))
    return {item: day or words for item, day, words in zip(*columns, strict=True)}


def _is_own_day(values: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Say whether what changed is the day by which the whole task is due."""
    return any(values) and all(value in ("", day) for value, day in zip(values, own, strict=True))


def _by_item(frames: Frames) -> Mapping[str, tuple[Promise, ...]]:
    table = frames.targets
    found: dict[str, tuple[Promise, ...]] = {}
    columns = (table[name] for name in ("item_id", *Promise._fields))
    for item, text, quantity, value, unit, bound in zip(*columns, strict=True):
        promise = Promise(text, quantity, _as_text(value), unit, bound)
        found[item] = (*found.get(item, ()), promise)
    return found


def _as_text(value: object) -> str:
    return write_whole(value) if isinstance(value, int | float) else str(value)


def _compare(
    before: tuple[Promise, ...], after: tuple[Promise, ...], old_item: str, new_item: str, years: int = 0
) -> Iterator[_Row]:
    paired = _pair(before, after)
    for one, other in sorted(paired.items(), key=lambda pair: pair[1]):
        row = _change(before[one], after[other], years)
        if row:
            kind, difference, ratio, demanding = row
            words = (after[other].quantity, after[other].unit, before[one].value, after[other].value)
            texts = (before[one].text, after[other].text)
            yield kind, old_item, new_item, *words, difference, ratio, demanding, *texts
    taken = set(paired.values())
    for place, each in enumerate(after):
        if place not in taken:
            yield "new", old_item, new_item, each.quantity, each.unit, "", each.value, None, None, 1, "", each.text
    for place, each in enumerate(before):
        if place not in paired:
            words = (each.quantity, each.unit, each.value, "")
            yield "dropped", old_item, new_item, *words, None, None, -1, each.text, ""


def _pair(before: tuple[Promise, ...], after: tuple[Promise, ...]) -> dict[int, int]:
    """Pair what is counted, likest first; equal likeness in order of value and text, which both directions share."""
    candidates = []
    for one, early in enumerate(before):
        for other, late in enumerate(after):
            likeness = _alike(early, late)
            if likeness >= _LEAST:
                same = early.value == late.value
                order = (abs(one - other), sorted((early.text, late.text)), one + other)
                candidates.append((-likeness, not same, order, one, other))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, other in sorted(candidates, key=lambda each: each[:3]):
        if one not in paired and other not in taken:
            paired[one] = other
            taken.add(other)
    return paired


def _alike(one: Promise, other: Promise) -> float:
    if one.unit != other.unit or (one.bound == "by") != (other.bound == "by"):
        return 0.0
    left, right = bigrams(one.quantity), bigrams(other.quantity)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def _change(old: Promise, new: Promise, years: int) -> tuple[str, float | None, float | None, int] | None:
    if old.bound == "by":
        return _moved_day(old.value, new.value, years)
    try:
        before, after = float(old.value), float(new.value)
    except ValueError:
        return None if old.value == new.value else ("bound", None, None, 0)
    if before == after:
        return None if old.bound == new.bound else ("bound", 0.0, 0.0, 0)
    sign = 1 if after > before else -1
    ceiling = new.bound in ("<", "<=")
    kind = "raised" if sign > 0 else "lowered"
    ratio = round(after / before - 1, 6) if before else None
    return kind, round(after - before, 6), ratio, -sign if ceiling else sign


def shift_day(day: str, years: int) -> str:
    """Return the same day so many years later, the end of a month as the end of that month; other words as they are.

    >>> shift_day("2023-02-28", 1), shift_day("2024-06-30", -1), shift_day("", 1)
    ('2024-02-29', '2023-06-30', '')
    """
    try:
        given = date.fromisoformat(day)
    except ValueError:
        return day
    last = monthrange(given.year + years, given.month)[1]
    is_last = given.day == monthrange(given.year, given.month)[1]
    return date(given.year + years, given.month, last if is_last else min(given.day, last)).isoformat()


def _moved_day(old: str, new: str, years: int) -> tuple[str, float | None, float | None, int] | None:
    """Say by how many days a day moved within its plan's year: 6月底 of the next plan is no later."""
    old = shift_day(old, years)
    if old == new:
        return None
    try:
        days = (date.fromisoformat(new) - date.fromisoformat(old)).days
    except ValueError:
        return "bound", None, None, 0
    return ("later", days, None, -1) if days > 0 else ("earlier", days, None, 1)
