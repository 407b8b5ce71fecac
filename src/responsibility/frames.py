"""Frames: the one crossing from a plan to tables; pandas begins here.

In: a Plan. Out: Frames with declared columns, document order for items and assignments, protocol order for
units. Adds nothing that the plan does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from responsibility.model import Charge, Plan, Problem

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
# holder: the unit whose figure it is, "" for the whole item's.
TARGET_COLUMNS = ("item_id", "text", "quantity", "value", "unit", "bound", "start", "end", "holder")
# unit_id: whose they are, "" where the source does not say.
PEOPLE_COLUMNS = ("item_id", "post", "name", "rank", "office", "phone", "unit_id", "leader", "start", "end")
MILESTONE_COLUMNS = ("item_id", "period", "due", "text", "start", "end")  # due: ISO date or ""
FIELD_COLUMNS = ("item_id", "heading", "text", "start", "end")
# measures: one a line.
PROBLEM_COLUMNS = ("item_id", "text", "goal", "measures", "state", "supervisor", "start", "end")


@dataclass(frozen=True, slots=True)
class Frames:
    """A plan as tables. Every assignment's item_id and unit_id occurs in items and units, once each pair."""

    plan_id: str
    items: DataFrame
    units: DataFrame
    assignments: DataFrame
    targets: DataFrame
    people: DataFrame
    milestones: DataFrame
    fields: DataFrame
    problems: DataFrame


def _table(rows: Iterable[Sequence[object]], columns: tuple[str, ...]) -> DataFrame:
    import pandas as pd

    # Words are Python's own wherever pyarrow is installed too: one environment gives what the other gives.
    pd.set_option("mode.string_storage", "python")
    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns))


def frame_plan(plan: Plan) -> Frames:
    """Lay a plan out as tables; one row per item, unit, assignment, target and whatever stands beside."""
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
    targets = [
        (item.id, *astuple(target)[:5], *target.span, target.holder) for item in plan.items for target in item.targets
    ]
    return Frames(
        plan.id,
        _table(items, ITEM_COLUMNS),
        _table(units, UNIT_COLUMNS),
        _table(assignments, ASSIGNMENT_COLUMNS),
        _table(targets, TARGET_COLUMNS),
        _table(map(_person_row, plan.people), PEOPLE_COLUMNS),
        _table(
            ((item.id, one.period, one.due, one.text, *one.span) for item in plan.items for one in item.milestones),
            MILESTONE_COLUMNS,
        ),
        _table(
            ((item.id, each.heading, each.text, *each.span) for item in plan.items for each in item.fields),
            FIELD_COLUMNS,
        ),
        _table((_problem_row(item.id, item.problem) for item in plan.items if item.problem), PROBLEM_COLUMNS),
    )


def _person_row(charge: Charge) -> tuple[object, ...]:
    who = charge.person
    return charge.item_id, who.post, who.name, who.rank, who.office, who.phone, charge.unit_id, who.is_leader, *who.span


def _problem_row(item_id: str, told: Problem) -> tuple[object, ...]:
    return item_id, told.text, told.goal, "\n".join(told.measures), told.state, told.supervisor, *told.span
