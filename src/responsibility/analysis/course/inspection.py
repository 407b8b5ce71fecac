"""Inspection: what an office found when it looked for itself, and the light that a task then has.

In: the text of a plan's inspections.csv. Out: Inspections in file order. A claim found false is never a good light:
the task is judged by what was found, and is behind where nothing better is known.

    期次,任务,核实方式,核实日期,核实结论,认定状态,认定完成率,核实情况,依据,核实人
    2026-q2,15,现场,2026-07-08,不属实,慢于序时,40,平均16个工作日,报装档案5件,张三、李四
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from responsibility.analysis.course.lights import Colour, Light, Why
from responsibility.rows import CsvLine, Faults, Table, read_date, read_rows


class Verdict(StrEnum):
    """What an inspection came to."""

    TRUE = "true"
    PARTLY = "partly"
    FALSE = "false"


_STATUSES = {
    "done": ("已完成", "完成", "已销号", "struck off"),
    "on-schedule": ("按序时推进", "达进度", "按序时", "超进度", "on schedule"),
    "behind": ("慢于序时", "欠进度", "滞后"), "not-started": ("未启动", "not started"),
}  # fmt: skip
_VERDICTS = {
    Verdict.TRUE: ("属实", "与填报一致", "一致"), Verdict.PARTLY: ("基本属实", "基本一致", "mostly true"),
    Verdict.FALSE: ("不属实", "不一致"),
}  # fmt: skip
INSPECTIONS = Table(
    "inspections.csv",
    {
        "period": ("期次",),
        "item_id": ("任务", "任务编号", "序号"),
        "method": ("核实方式",),
        "day": ("核实日期", "日期"),
        "verdict": ("核实结论", "结论"),
        "status": ("认定状态",),
        "percent": ("认定完成率",),
        "words": ("核实情况", "情况说明"),
        "proof": ("依据", "照片和资料"),
        "by": ("核实人",),
        "source": ("来源",),
    },
    ("period", "item_id", "verdict"),
    {
        "verdict": {word: verdict.value for verdict, words in _VERDICTS.items() for word in words},
        "status": {word: status for status, words in _STATUSES.items() for word in words},
    },
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]?")


@dataclass(frozen=True, slots=True)
class Inspection:
    """One task looked at in a period. status, percent: as found, "" and None where only the verdict is known.

    percent: 0 to 100 or more. source: the form that it was read from, "" if typed. line: in the file.
    """

    period: str
    item_id: str
    verdict: Verdict
    method: str = ""
    day: date | None = None
    status: str = ""
    percent: float | None = None
    words: str = ""
    proof: str = ""
    by: str = ""
    source: str = ""
    line: int = 0


def parse_inspections(
    text: str, find_item: Callable[[str], str], find_period: Callable[[str], str], where: str = INSPECTIONS.name
) -> tuple[Inspection, ...]:
    """Read inspections. find_item: id of a task by id or printed number, "" for none; find_period: a period's id.

    Raises RegistryError naming every line that cannot be understood.
    """
    problems = Faults()
    rows = read_rows(text, INSPECTIONS, where, problems)
    found = [_read(row, find_item, find_period, where, problems) for row in rows]
    problems.raise_all(where)
    return tuple(found)


def _read(
    row: CsvLine, find_item: Callable[[str], str], find_period: Callable[[str], str], where: str, problems: Faults
) -> Inspection:
    item, share = find_item(row("item_id")), _SHARE.fullmatch(row("percent"))
    for column, holds, code in (
        ("item_id", item, "NO_SUCH_TASK"),
        ("verdict", row("verdict") in [*Verdict], "NO_VERDICT"),
        ("percent", share or not row("percent"), "NO_SHARE"),
        ("status", row("status") in ("", *_STATUSES), "NO_STATUS"),
    ):
        if not holds:
            problems.add(where, row.line, code, head=row.head(column), words=row(column))
    return Inspection(
        find_period(row("period")), item,
        Verdict(row("verdict")) if row("verdict") in [*Verdict] else Verdict.TRUE,
        row("method"), read_date(row, "day", where, problems), row("status"), float(share[1]) if share else None,
        row("words"), row("proof"), row("by"), row("source"), row.line,
    )  # fmt: skip


def pick_inspections(inspections: tuple[Inspection, ...], period: str) -> dict[str, Inspection]:
    """Return what was found in a period by task; of several the last line counts."""
    return {each.item_id: each for each in inspections if each.period == period}


def verify_light(claimed: Light, found: Inspection | None, look: Callable[[str, float | None], Light]) -> Light:
    """Return the light after an inspection: of what was found, and never a good one for a false claim.

    look: the light of a status and a share.
    """
    if found is None:
        return claimed
    known = found.status or found.percent is not None
    light = look(found.status, found.percent) if known else claimed
    if found.verdict is not Verdict.FALSE:
        return light
    if not known:
        light = replace(light, percent=None)  # the share that was not confirmed is nobody's word now
    good = light.colour not in (Colour.YELLOW, Colour.RED)
    return replace(light, colour=Colour.YELLOW if good else light.colour, why=Why.FOUND_FALSE)
