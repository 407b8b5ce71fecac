"""Changes: what is different between two years' plans and for whom, from the two readings and which task is which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from oracle.facts import ROLES, Facts, numbers_of
from oracle.likeness import Pair, Side, pieces, plain, share, weigh
from oracle.tally import Tally

Row = tuple[object, ...]


class Two(NamedTuple):
    """The plans compared. pairs: old and new task; years: how much later the new one is."""

    old: Side
    new: Side
    before: Facts
    after: Facts
    pairs: list[Pair]
    years: int


def list_items(two: Two) -> Counter[Row]:
    """Every change of a task but its place: kind, old, new."""
    found: list[Row] = []
    for a, b in two.pairs:
        if plain(two.old.text[a]) != plain(two.new.text[b]):
            found.append(("reworded", a, b))
        if _day(two.old.items[a], two.years) != _day(two.new.items[b], 0):
            found.append(("due", a, b))
        found += [("milestone", a, b)] * _count_stages(two.old.items[a], two.new.items[b])
    came = [item for item in two.new.items if item not in {new for _, new in two.pairs}]
    gone = [item for item in two.old.items if item not in {old for old, _ in two.pairs}]
    split = {b: _find_whole(two.new, b, two.old, dict(two.pairs), two) for b in came}
    merged = {a: _find_whole(two.old, a, two.new, {new: old for old, new in two.pairs}, two) for a in gone}
    found += [("split", whole, b) if whole else ("new", None, b) for b, whole in split.items()]
    found += [("merged", a, whole) if whole else ("dropped", a, None) for a, whole in merged.items()]
    return Counter(found)


def _count_stages(old: dict, new: dict) -> int:
    """How many stages are not as they were: of one thing or of one time, else gone and come."""
    before, after = ([(each["text"], each["period"]) for each in item["milestones"]] for item in (old, new))
    left = [each for each in before if each not in after or after.remove(each)]
    paired = 0
    for same in (0, 1):
        for each in list(left):
            other = next((one for one in after if one[same] == each[same]), None)
            if other:
                left.remove(each)
                after.remove(other)
                paired += 1
    return paired + len(left) + len(after)


def _day(item: dict, years: int) -> str:
    return shift(item["due"], years) if item["due"] else item["due_text"] or ""


def shift(day: str, years: int) -> str:
    """The same day so many years later; the last of a month stays the last."""
    given = date.fromisoformat(day)
    is_last = (given + timedelta(days=1)).month != given.month
    following = date(given.year + years + given.month // 12, given.month % 12 + 1, 1) - timedelta(days=1)
    return (following if is_last else following.replace(day=min(given.day, following.day))).isoformat()


def _find_whole(side: Side, item: str, other: Side, partner: dict[str, str], two: Two) -> str | None:
    """The task of the other side that has most of this one's words, if it has enough that its partner lacks."""
    part = two.after.settings["compare"]["part"]
    weights, own = weigh([*two.old.text.values(), *two.new.text.values()]), pieces(side.text[item])
    best = max(other.items, key=lambda each: (_sum(weights, own & pieces(other.text[each])), each))
    rest = pieces(other.text[best]) - pieces(side.text[partner[best]]) if best in partner else set()
    whole = _sum(weights, own)
    is_part = _sum(weights, own & pieces(other.text[best])) >= part * whole
    return best if is_part and _sum(weights, own & rest) >= part * whole / 2 else None


def _sum(weights: dict[str, float], words: set[str]) -> float:
    return sum(weights[word] for word in words)


def count_moved(two: Two) -> int:
    """How many pairs at least left their place: all but the most that stand in both plans in one order."""
    together = Counter((two.old.section[a], two.new.section[b]) for a, b in two.pairs)
    stayed = [pair for pair in two.pairs if _stays(two, pair, together)]
    order = sorted(stayed, key=lambda pair: list(two.old.items).index(pair[0]))
    places = [list(two.new.items).index(b) for _, b in order]
    longest: list[int] = []
    for at, place in enumerate(places):
        longest.append(1 + max((longest[k] for k in range(at) if places[k] < place), default=0))
    return len(two.pairs) - max(longest, default=0)


def _stays(two: Two, pair: Pair, together: Counter) -> bool:
    here, there = two.old.section[pair[0]], two.new.section[pair[1]]
    most = max(count for (old, _), count in together.items() if old == here)
    most_new = max(count for (_, new), count in together.items() if new == there)
    return here == there or together[here, there] in (most, most_new)


def list_shares(two: Two) -> Counter[Row]:
    """Every change of a unit's part in a task: kind, unit, old, new, old role, new role."""
    found: list[Row] = []
    partner, kept = {new: old for old, new in two.pairs}, {old for old, _ in two.pairs}
    for b in two.new.items:
        found += _compare(two, partner.get(b), b)
    for a in two.old.items:
        if a not in kept:
            found += _compare(two, a, None)
    return Counter(found)


def _compare(two: Two, a: str | None, b: str | None) -> Iterator[Row]:
    before = {u: two.before.role(a, u) for u in two.before.units_of.get(a, ())} if a else {}
    after = {u: two.after.role(b, u) for u in two.after.units_of.get(b, ())} if b else {}
    for unit in before | after:
        old, new = before.get(unit), after.get(unit)
        if old != new:
            rises = old and new and ROLES.index(new) < ROLES.index(old)
            kind = "added" if not old else "removed" if not new else "promoted" if rises else "demoted"
            yield kind, unit, a, b, old, new


def list_targets(two: Two) -> list[Row]:
    """Every change of what is promised: kind, old, new, both values, difference, ratio and whether more is asked."""
    found: list[Row] = []
    kept = ({a for a, _ in two.pairs}, {b for _, b in two.pairs})
    lone = [(a, None) for a in two.old.items if a not in kept[0]] + [
        (None, b) for b in two.new.items if b not in kept[1]
    ]
    for a, b in (*two.pairs, *lone):
        old = two.old.items[a]["targets"] if a else []
        new = two.new.items[b]["targets"] if b else []
        paired = _pair(old, new)
        found += [row for i, j in paired if (row := _change(a, b, old[i], new[j], two.years))]
        found += [("dropped", a, b, _value(each), None, None, None, -1) for i, each in enumerate(old)
                  if i not in {one for one, _ in paired}]  # fmt: skip
        found += [("new", a, b, None, _value(each), None, None, 1) for j, each in enumerate(new)
                  if j not in {one for _, one in paired}]  # fmt: skip
    return [row for row in found if not _is_told_with_task(two, *row[1:5])]


def _is_told_with_task(two: Two, a: str | None, b: str | None, before: object, after: object) -> bool:
    """Whether what changed is the day of the whole task, which stands among the changes of tasks."""
    if not a or not b or _day(two.old.items[a], two.years) == _day(two.new.items[b], 0):
        return False
    days = [(value, _day(item, 0)) for value, item in ((before, two.old.items[a]), (after, two.new.items[b])) if value]
    return bool(days) and all(value == day for value, day in days)


def _value(target: dict) -> object:
    return target["value"]


def _pair(old: list[dict], new: list[dict]) -> list[tuple[int, int]]:
    """Likest first: what is counted in one unit of measure, half of its pieces in common at least."""
    ways = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            fits = one["unit"] == other["unit"] and (one["bound"] == "by") == (other["bound"] == "by")
            words = [pieces(each["quantity"]) for each in (one, other)]
            like = share(dict.fromkeys(words[0] | words[1], 1.0), *words) if any(words) else 1.0
            if fits and like >= 0.5:
                near = (abs(i - j), sorted((one["text"], other["text"])), i + j)
                ways.append((-like, one["value"] != other["value"], near, i, j))
    chosen: list[tuple[int, int]] = []
    for *_, i, j in sorted(ways, key=lambda way: way[:3]):
        if all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen


def _change(a: str | None, b: str | None, old: dict, new: dict, years: int) -> Row | None:
    before, after = old["value"], new["value"]
    if old["bound"] == "by":
        days = (date.fromisoformat(after) - date.fromisoformat(shift(before, years))).days
        return (
            ("later" if days > 0 else "earlier", a, b, before, after, days, None, -1 if days > 0 else 1)
            if days
            else None
        )
    if before == after:
        return None if old["bound"] == new["bound"] else ("bound", a, b, before, after, 0, 0, 0)
    sign = (1 if after > before else -1) * (-1 if new["bound"] in ("<", "<=") else 1)
    ratio = round(after / before - 1, 6) if before else None
    return "raised" if after > before else "lowered", a, b, before, after, round(after - before, 6), ratio, sign


def list_news(two: Two, items: list[dict], targets: list[dict]) -> Counter[Row]:
    """What each unit of the new plan is told: unit, number of the task, kind. items, targets: as printed."""
    kept, found = {b for _, b in two.pairs}, Counter()
    numbers = {"old": numbers_of(two.before), "new": numbers_of(two.after)}
    for (kind, unit, a, b, *_), count in list_shares(two).items():
        if unit in two.after.units:
            found[unit, numbers["new"][b] if b else numbers["old"][a], kind] += count
        for other in two.after.units_of.get(b, ()) if b in kept else ():
            found[other, numbers["new"][b], "partner"] += count * (other != unit)
    for row, column in ((row, "new_id") for row in items):
        _tell(two, row, column, numbers["new"], found)
    for row in targets:
        _tell(two, row, "new_item", numbers["new"], found)
    return +found


def _tell(two: Two, row: dict, column: str, numbers: dict[str, str], found: Counter) -> None:
    item = row[column]
    if item and row["kind"] != "new":
        for unit in two.after.units_of.get(item, ()):
            found[unit, numbers[item], row["kind"]] += 1


def check_marks(old: str, new: str, row: dict, tally: Tally) -> None:
    """Both texts are whole, and what is outside of 【】 is the same in both."""
    shown = str(row["old_text"]), str(row["new_text"])
    tally.same(("marks", row["old_id"]), (old, new), tuple(re.sub("[【】]", "", words) for words in shown))
    tally.same(("unmarked", row["old_id"]), *(re.sub("【.*?】", "", words) for words in shown))
