"""Shares: which unit came, went, rose or was renamed between two plans.

In: two plans as Frames, pairs of items, unit ids that reforms replaced. Out: rows of the columns below. A unit that a
reform renamed is one unit on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from responsibility.frames import Frames
from responsibility.kinds import Role

# kind: new, dropped, renamed; names as each plan has them, "" where it has none.
UNIT_COLUMNS = ("kind", "old_id", "new_id", "old_name", "new_name")
# kind: added, removed, promoted, demoted; unit_id: the present id; roles: values of Role, "" for none.
# old_item, new_item: "" where the whole item is new or dropped.
SHARE_COLUMNS = ("kind", "unit_id", "old_item", "new_item", "old_role", "new_role")


def compare_units(old: Frames, new: Frames, current: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield units that a plan has and the other lacks, and those that bear another name; protocol order."""
    before = dict(zip(old.units["unit_id"], old.units["name"], strict=True))
    after = dict(zip(new.units["unit_id"], new.units["name"], strict=True))
    present_before = {current.get(unit, unit) for unit in before}
    present_after = {current.get(unit, unit) for unit in after}
    for unit, name in after.items():
        if current.get(unit, unit) not in present_before:
            yield "new", "", unit, "", name
    for unit, name in before.items():
        if current.get(unit, unit) not in present_after:
            yield "dropped", unit, "", name, ""
    renamed = [
        (one, other)
        for one in before
        for other in after
        if current.get(one, one) == current.get(other, other) and before[one] != after[other]
    ]
    for one, other in renamed:
        # A plan of the time of change may name the old and the new unit: then neither replaces the other here.
        if one == other or (one not in after and other not in before):
            yield "renamed", one, other, before[one], after[other]


def compare_shares(
    old: Frames, new: Frames, pairs: Iterable[tuple[str, str]], current: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield every change of a unit's part in an item, items in document order, the new plan's first."""
    before, after = _roles(old, current), _roles(new, current)
    partner = dict(pairs)
    counterpart = {item: earlier for earlier, item in partner.items()}
    for item in new.items["item_id"]:
        earlier = counterpart.get(item, "")
        yield from _compare_item(before.get(earlier, {}), after.get(item, {}), earlier, item)
    for item in old.items["item_id"]:
        if item not in partner:
            yield from _compare_item(before.get(item, {}), {}, item, "")


def _compare_item(
    before: Mapping[str, Role], after: Mapping[str, Role], old_item: str, new_item: str
) -> Iterator[tuple[str, str, str, str, str, str]]:
    for unit, role in after.items():
        earlier = before.get(unit)
        if earlier is None:
            yield "added", unit, old_item, new_item, "", role.value
        elif earlier is not role:
            kind = "promoted" if role.strength < earlier.strength else "demoted"
            yield kind, unit, old_item, new_item, earlier.value, role.value
    for unit, role in before.items():
        if unit not in after:
            yield "removed", unit, old_item, new_item, role.value, ""


def _roles(frames: Frames, current: Mapping[str, str]) -> dict[str, dict[str, Role]]:
    """Return each unit's role in each item; the strongest where a reform made one unit of several."""
    roles: dict[str, dict[str, Role]] = {}
    table = frames.assignments
    for item, unit, value in zip(table["item_id"], table["unit_id"], table["role"], strict=True):
        own = roles.setdefault(item, {})
        present, role = current.get(unit, unit), Role(value)
        own[present] = min(own.get(present, role), role, key=lambda each: each.strength)
    return roles
