"""Meetings: what a joint meeting decided, as corrections of a plan's tasks and as tasks of their own.

In: the text of a plan's meetings.csv, and its Notice. Out: the Notice with the tasks that a meeting added or cancelled,
and Overrides that say who, until when and what was decided, each with the meeting as its source.

    会议,日期,任务,决定,单位,时限,经办人
    第2次联席会议,2026-07-14,12,7月18日前完成变更审查并复工,市住建局,2026-10-31,张三    a task of the notice
    第2次联席会议,2026-07-14,,编制管线迁改清单,市住建局、市交通局,2026-08-31,张三       a new task, the first leads
    第2次联席会议,2026-07-14,7,取消，并入第5项,,,张三                             a task that is no more from then on
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from responsibility.kinds import Role
from responsibility.model import Cancelled, Heading, Item, Notice, Override, Plan
from responsibility.patterns import late
from responsibility.resolve.numbering import tell_apart
from responsibility.rows import CsvLine, Faults, Table, read_date, read_rows
from responsibility.spans import Span

MEETINGS = Table(
    "meetings.csv",
    {
        "meeting": ("会议", "来源"),
        "day": ("日期", "会议日期"),
        "item_id": ("任务", "任务编号", "序号"),
        "decision": ("决定", "会议决定", "议定事项"),
        "unit_id": ("单位", "责任单位"),
        "due": ("时限", "完成时限"),
        "by": ("经办人",),
    },
    ("meeting", "day", "decision"),
)
_CANCELS = late(
    r"(?:同意|决定|予以)?(?:取消|撤销|cancel(?:led)?)(?:(?:[该本此]项?|这项)?(?:任务|工作)?)?(?=$|[，,。.；;（(])",
    re.IGNORECASE,
)
_NAMES = late(r"[、,，;；]")
_STOPS = ".．、 ()"
_BRACKETS = str.maketrans("（）", "()")


def decide_items(notice: Notice, text: str, where: str = MEETINGS.name) -> tuple[Notice, tuple[Override, ...]]:
    """Add what meetings decided. Raises RegistryError naming every line that cannot be understood."""
    problems = Faults()
    rows = read_rows(text, MEETINGS, where, problems)
    items, new = {item.id: item for item in notice.items}, list[Item]()
    overrides: list[Override] = []
    for row in rows:
        if not row("decision"):  # a draft's line that was not settled yet
            continue
        item = find_item((*items.values(), *new), row("item_id"))
        _check(row, item, where, problems)
        day = read_date(row, "day", where, problems)
        since = day.isoformat() if day else ""
        if not row("item_id"):
            new.append(_make_item(notice, row, len(new) + 1, since))
            item = new[-1].id
        overrides += _override(row, item, since)
        if row("item_id") and _CANCELS.match(row("decision")):
            ended = Cancelled(since, f"{row('meeting')}：{row('decision')}")
            new = [replace(each, cancelled=ended) if each.id == item else each for each in new]
            items |= {item: replace(items[item], cancelled=ended)} if item in items else {}
    problems.raise_all(where)
    return replace(notice, items=(*items.values(), *new)), tuple(overrides)


def _check(row: CsvLine, item: str, where: str, problems: Faults) -> None:
    for column, holds, code in (
        ("item_id", item or not row("item_id"), "NO_SUCH_TASK"),
        ("meeting", row("meeting"), "NO_MEETING"),
        ("day", row("day"), "NO_DAY"),
        ("unit_id", row("unit_id") or row("item_id"), "NEW_TASK_OF_NOBODY"),
    ):
        if not holds:
            problems.add(where, row.line, code, head=row.head(column), words=row(column))


def find_item(items: Sequence[Item], words: str) -> str:
    """Return the id of the task meant: by its id, what papers call it, or the printed number if it alone has it."""
    numbers = tell_apart(items, {item.id for item in items if item.clauses})
    for known in ({item.id: item.id for item in items}, numbers, {item.id: item.number for item in items}):
        found = [item for item, number in known.items() if words and _plain(number) == _plain(words)]
        if len(found) == 1:
            return found[0]
    return ""


def _plain(number: str) -> str:
    return number.removeprefix("第").removesuffix("项").translate(_BRACKETS).strip(_STOPS)


def _make_item(notice: Notice, row: CsvLine, number: int, day: str) -> Item:
    """Make a task that stands behind the notice's text, since it quotes nothing of it."""
    end = Span(len(notice.document.text), len(notice.document.text))
    heading = Heading(1, "", row("meeting"), end)
    title = re.split(r"[。，,;；]", row("decision"))[0]
    return Item(f"m.{number}", f"会{number}", (heading,), title, row("decision"), end, since=day)


def _override(row: CsvLine, item: str, since: str) -> Iterator[Override]:
    source, by = row("meeting"), row("by")
    is_new = not row("item_id")
    for place, unit in enumerate(filter(None, map(str.strip, _NAMES.split(row("unit_id"))))):
        # A unit that has a part in the task already keeps its role.
        role = "" if not is_new else Role.CO_LEAD.value if place else Role.LEAD.value
        yield Override(item, "", unit, role, source, by, row.line, since=since)
    if row("due"):
        yield Override(item, "", "", "", source, by, row.line, "due", "", row("due"), since)
    if not is_new and since:  # without a day nothing is decided: the line is refused
        day = date.fromisoformat(since)
        told = f"{day.year}年{day.month}月{day.day}日"
        yield Override(item, "", "", "", source, by, row.line, "field", source, f"{row('decision')}（{told}）")


def recall_plan(plan: Plan, day: str) -> Plan:
    """Return the plan as it was on an ISO day, without what meetings decided after it; the same plan if nothing was."""
    items = tuple(_recall(item, day) for item in plan.items if item.since <= day)
    there = {item.id for item in items}
    assigned = tuple(each for each in plan.assignments if each.since <= day and each.item_id in there)
    if items == plan.items and assigned == plan.assignments:
        return plan
    return replace(plan, notice=replace(plan.notice, items=items), assignments=assigned)


def list_former(plan: Plan) -> tuple[Plan, ...]:
    """Return the plan as it was before each meeting that changed it, earliest first."""
    moved = {each.until for item in plan.items for each in item.former}
    added = {item.since for item in plan.items} | {each.since for each in plan.assignments}
    days = sorted((added | moved) - {""})
    return tuple(recall_plan(plan, (date.fromisoformat(day) - timedelta(days=1)).isoformat()) for day in days)


def _recall(item: Item, day: str) -> Item:
    if item.cancelled and item.cancelled.since > day:
        item = replace(item, cancelled=None)
    moved = next((each for each in item.former if each.until > day), None)
    return replace(item, due=moved.due, due_text=moved.due_text) if moved else item
