"""Frames: the one crossing from a plan to tables; pandas begins here.

In: a Plan. Out: Frames with declared columns, document order for items and assignments, protocol order for
units. Adds nothing that the plan does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from responsibility.model import Plan

if TYPE_CHECKING:
    from pandas import DataFrame

# item_id; number as printed; section: titles of the headings above, outermost first, joined by " / ";
# section_id: the id without its last ordinal; assigned: whether a clause names anyone; targets: how many.
ITEM_COLUMNS = ("item_id", "number", "section_id", "section", "title", "body", "due", "due_text", "targets", "assigned")
UNIT_COLUMNS = ("unit_id", "name", "short", "kind", "order", "parent")
# role, basis, match: the values of the enums; start, end: code points; alias_line: 0 if none.
ASSIGNMENT_COLUMNS = (
    "item_id", "unit_id", "role", "basis", "match", "mention", "name", "start", "end", "alias_line",
)  # fmt: skip
# value: number or ISO date as text; bound: "=", ">=", ">", "<=", "<", "+", "by".
TARGET_COLUMNS = ("item_id", "text", "quantity", "value", "unit", "bound", "start", "end")


@dataclass(frozen=True, slots=True)
class Frames:
    """A plan as tables. Every assignment's item_id and unit_id occurs in items and units, once each pair."""

    plan_id: str
    items: DataFrame
    units: DataFrame
    assignments: DataFrame
    targets: DataFrame


def _table(rows: Iterable[Sequence[object]], columns: tuple[str, ...]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns))


def frame_plan(plan: Plan) -> Frames:
    """Lay a plan out as tables; one row per item, unit, assignment and target."""
    assigned = {assignment.item_id for assignment in plan.assignments}
    items = [
        (
            item.id,
            item.number,
            item.id.rpartition(".")[0],
            " / ".join(heading.title for heading in item.path),
            item.title,
            item.body,
            item.due or "",
            item.due_text or "",
            len(item.targets),
            item.id in assigned,
        )
        for item in plan.items
    ]
    units = [(unit.id, unit.name, unit.short, unit.kind, unit.order, unit.parent) for unit in plan.units]
    assignments = [
        (
            each.item_id,
            each.unit_id,
            each.role.value,
            each.basis.value,
            each.match.value,
            each.mention,
            each.name,
            *each.span,
            each.alias_line,
        )
        for each in plan.assignments
    ]
    targets = [(item.id, *astuple(target)[:5], *target.span) for item in plan.items for target in item.targets]
    return Frames(
        plan.id,
        _table(items, ITEM_COLUMNS),
        _table(units, UNIT_COLUMNS),
        _table(assignments, ASSIGNMENT_COLUMNS),
        _table(targets, TARGET_COLUMNS),
    )
