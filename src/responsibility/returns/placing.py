"""Placing: what a person says of words in returned sheets that the reader could not place.

In: the text of placed.csv, which lies beside the files of a period, and a Collection. Out: the Collection with these
words in the ledger, and a finding for each line that fits nothing any more. Nothing that a sheet says itself is
overwritten: where a task has an answer already, what is placed goes to its notes.

    文件,位置,任务,单位,栏目,理由,经办人,日期
    市水务局.xlsx,任务清单!9,8,,,电话核实,张三,2026-07-02          all of the row belongs to task 8
    市水务局.xlsx,任务清单!F12,无,,,是另报的工作,张三,2026-07-02   the words of this cell belong to no task
    扫描.xlsx,Sheet1!C3,2.1.8,slj,progress,来文,张三,2026-07-02    of a file that was refused: whose it is
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from responsibility.errors import Term
from responsibility.kinds import Severity
from responsibility.model import Finding, Plan
from responsibility.resolve.meetings import find_item
from responsibility.returns.answers import EXTRA, Harvest, Refusal, Return, Unplaced, Word
from responsibility.returns.cells import Typed
from responsibility.returns.fills import read_fill
from responsibility.returns.gathering import Collection
from responsibility.returns.issued import Issued
from responsibility.rows import CsvLine, Faults, Table, read_rows

NO_TASK = "none"
_FILLS = {"status": ("状态",), "progress": ("完成率", "进度"), "done": ("进展情况",), "problems": ("存在问题",),
          "next-step": ("下一步", "下一步安排"), "contact": ("联系人",)}  # fmt: skip
PLACED = Table(
    "placed.csv",
    {
        "file": ("文件",), "place": ("位置", "单元格"), "item_id": ("任务", "任务编号"),
        "unit_id": ("单位", "单位编号"),
        "field": ("栏目",), "reason": ("理由", "原因"), "by": ("经办人",), "day": ("日期",),
    },
    ("file", "place", "item_id", "reason"),
    {"item_id": {"无": NO_TASK}, "field": {word: key for key, words in _FILLS.items() for word in words}},
)  # fmt: skip
T = TypeVar("T", Return, Refusal)
_COLUMN = re.compile(r"[A-Z]+(?=\d+$)")


@dataclass(frozen=True, slots=True)
class Placing:
    """What a person said of one cell or row. item_id: "none" where it belongs to no task. field: "" as its column."""

    file: str
    place: str
    item_id: str
    unit_id: str
    field: str
    line: int


class _Moved(NamedTuple):
    """Words taken out of a file, and where they go."""

    source: Return | Refusal
    left: Unplaced
    row: Placing


def tell_row(place: str) -> str:
    """Return the row of a cell: 任务清单!9 for 任务清单!F9."""
    return _COLUMN.sub("", place)


def parse_placed(text: str, where: str, plan: Plan) -> tuple[Placing, ...]:
    """Read what was placed. Raises RegistryError with every problem, each with line and fix."""
    problems = Faults()
    seen: dict[tuple[str, str], int] = {}
    found = []
    units = {word: unit.id for unit in plan.units for word in (unit.name, unit.short, unit.id)}
    for row in read_rows(text, PLACED, where, problems):
        none = row("item_id") == NO_TASK
        item = NO_TASK if none else find_item(plan.items, row("item_id"))
        _check(row, item, row("unit_id") in ("", *units), where, problems)
        key = row("file"), row("place")
        if key in seen:
            problems.add(where, row.line, "CORRECTED_TWICE", first=seen[key])
        seen.setdefault(key, row.line)
        found.append(Placing(*key, item, units.get(row("unit_id"), ""), row("field"), row.line))
    problems.raise_all(where)
    return tuple(found)


def _check(row: CsvLine, item: str, is_unit: bool, where: str, problems: Faults) -> None:
    for column, holds, code in (
        ("reason", row("reason"), "NO_REASON"),
        ("item_id", item, "NO_SUCH_TASK"),
        ("unit_id", is_unit, "NO_UNIT_OF_PLAN"),
        ("field", row("field") in ("", *_FILLS), "NO_FIELD"),
    ):
        if not holds:
            known = tuple(Term(field, words[0]) for field, words in _FILLS.items())
            problems.add(where, row.line, code, head=row.head(column), words=row(column), known=known)


def place_by_hand(collection: Collection, rows: Sequence[Placing], issued: Issued) -> Collection:
    """Put words without a place where a person says they belong."""
    if not rows:
        return collection
    wanted = {(row.file, row.place): row for row in rows}
    files: list[Return | Refusal] = [*collection.returns, *collection.superseded, *collection.refusals]
    moved = [_Moved(each, left, row) for each in files for left in each.unplaced if (row := _find(each, left, wanted))]
    fits = [each for each in moved if each.row.item_id == NO_TASK or _is_owed(each, issued)]
    out = {(id(each.source), each.left) for each in fits}
    placed = [each for each in fits if each.row.item_id != NO_TASK]
    kept = {each.unit_id: _without(each, out) for each in collection.returns}
    for unit_id in dict.fromkeys(map(_unit_of, placed)):
        own = [each for each in placed if _unit_of(each) == unit_id]
        kept[unit_id] = _add(kept.get(unit_id), own, issued)
    done = {each.row for each in fits}
    stale = tuple(_tell_stale(row) for row in rows if row not in done)
    return replace(
        collection,
        returns=tuple(kept[unit_id] for unit_id in issued.sheets if unit_id in kept),
        superseded=tuple(_without(each, out) for each in collection.superseded),
        refusals=tuple(_without(each, out) for each in collection.refusals),
        findings=(*collection.findings, *stale),
    )


def _find(each: Return | Refusal, left: Unplaced, wanted: dict[tuple[str, str], Placing]) -> Placing | None:
    return wanted.get((each.file, left.place)) or wanted.get((each.file, tell_row(left.place)))


def _unit_of(moved: _Moved) -> str:
    return moved.row.unit_id or moved.source.unit_id


def _is_owed(moved: _Moved, issued: Issued) -> bool:
    """Say whether the unit has a part in the task."""
    sheet = issued.sheets.get(_unit_of(moved))
    return sheet is not None and moved.row.item_id in sheet.items


def _without(each: T, out: set[tuple[int, Unplaced]]) -> T:
    return replace(each, unplaced=tuple(left for left in each.unplaced if (id(each), left) not in out))


def _add(before: Return | None, moved: Sequence[_Moved], issued: Issued) -> Return:
    """Return a unit's sheet with words added; one that had none before has that of the first word's file."""
    first = moved[0].source
    whole = before or Return(first.file, first.sha256, _unit_of(moved[0]), (), (), (), ())
    harvest = Harvest(whole.file, whole.unit_id, answers=list(whole.answers))
    for each in moved:
        harvest.answers += _read(each, issued, harvest)
    return replace(
        whole,
        answers=tuple(harvest.answers),
        unplaced=(*whole.unplaced, *harvest.unplaced),
        findings=(*whole.findings, *harvest.findings),
    )


def _read(moved: _Moved, issued: Issued, harvest: Harvest) -> Iterator[Word]:
    """Yield words as the answer that their column asks for, unless the task has one: then as a note."""
    left, row = moved.left, moved.row
    place = left.place if moved.source.file == harvest.file else f"{moved.source.file} {left.place}"
    field = row.field or left.field
    taken = {(each.item_id, each.field) for each in harvest.answers}
    draft = Word(row.item_id, field, left.words, None, place)
    if field in _FILLS and (row.item_id, field) not in taken:
        yield from read_fill(draft, Typed(left.words), issued, harvest)
    else:
        yield replace(draft, field=EXTRA, value=left.words)


def _tell_stale(row: Placing) -> Finding:
    params = {"line": row.line, "file": row.file, "place": row.place, "item": row.item_id}
    return Finding("PLACED_STALE", Severity.WARNING, None, None, params=params)
