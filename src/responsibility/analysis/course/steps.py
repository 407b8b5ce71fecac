"""Steps: where each step of a plan's year stands: refined, reported, met, inspected, assessed, closed.

In: what the verbs wrote down of themselves (steps.csv), what meetings decided and what inspections found. Out: Steps
in the order of the year. Nothing is counted anew from what came back: a verb that reads it writes down what it came to.

    步骤,期次,完成,应有
    细化分解,,28,30
    报送,2026-q1,28,30
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from responsibility.analysis.course.inspection import Inspection
from responsibility.resolve.meetings import MEETINGS
from responsibility.rows import CsvLine, Faults, Table, encode_rows, read_date, read_rows, write_rows


class StepKind(StrEnum):
    """The steps of a year, as they follow each other."""

    REFINE = "refine"
    REPORT = "report"
    MEET = "meet"
    INSPECT = "inspect"
    ASSESS = "assess"
    CLOSE = "close"


_WORDS = {"细化分解": StepKind.REFINE, "报送": StepKind.REPORT, "抽查": StepKind.INSPECT, "考核": StepKind.ASSESS,
          "交账": StepKind.CLOSE}  # fmt: skip
STEPS = Table(
    "steps.csv",
    {"kind": ("步骤",), "label": ("期次",), "done": ("完成",), "asked": ("应有",)},
    ("kind", "done", "asked"),
    {"kind": {word: kind.value for word, kind in _WORDS.items()}},
)


@dataclass(frozen=True, slots=True)
class Step:
    """How far one step is. label: its period, meeting or year; days: on which it was, where known.

    done, asked: units that refined, reported or were scored; decisions of a meeting; tasks looked at of those drawn;
    tasks done of all.
    """

    kind: StepKind
    label: str = ""
    done: int = 0
    asked: int = 0
    days: tuple[date, ...] = ()


def list_steps(recorded: str, meetings: str, inspections: Iterable[Inspection], where: str = "") -> tuple[Step, ...]:
    """Return the steps of a year by kind, then label. recorded, meetings: the text of steps.csv and meetings.csv.

    Raises RegistryError naming every line that cannot be understood.
    """
    drawn = {(each.kind, each.label): each for each in read_steps(recorded, f"{where}{STEPS.name}")}
    for found in _list_looked(inspections):
        known = drawn.get((found.kind, found.label), found)
        drawn[found.kind, found.label] = replace(found, asked=max(known.asked, found.done))
    steps = [*drawn.values(), *_list_met(meetings, f"{where}{MEETINGS.name}")]
    return tuple(sorted(steps, key=lambda each: ([*StepKind].index(each.kind), each.days[:1], each.label)))


def read_steps(text: str, where: str = STEPS.name) -> tuple[Step, ...]:
    """Read what the verbs wrote down, file order."""
    problems, steps = Faults(), []
    for row in read_rows(text, STEPS, where, problems):
        good = row("kind") in [*StepKind] and row("done").isdecimal() and row("asked").isdecimal()
        if good:
            steps.append(Step(StepKind(row("kind")), row("label"), int(row("done")), int(row("asked"))))
        else:
            problems.add(where, row.line, "NO_STEP", words=" ".join(row.cells.values()))
    problems.raise_all(where)
    return tuple(steps)


def renew_steps(text: str, step: Step) -> bytes:
    """Return steps.csv with a step in the place of what stood there of it."""
    known = {(each.kind, each.label): each for each in read_steps(text)} | {(step.kind, step.label): step}
    words = {kind: word for word, kind in _WORDS.items()}
    order = sorted(known.values(), key=lambda each: ([*StepKind].index(each.kind), each.label))
    rows = ((words[each.kind], each.label, str(each.done), str(each.asked)) for each in order)
    return encode_rows(write_rows(STEPS.heads, rows))


def _list_looked(inspections: Iterable[Inspection]) -> Iterable[Step]:
    """Yield a step a period: how many tasks were looked at, and on which days; of a task's several lines one counts."""
    for period, own in groupby(sorted(inspections, key=lambda each: each.period), key=lambda each: each.period):
        found = list(own)
        days = tuple(sorted({each.day for each in found if each.day}))
        yield Step(StepKind.INSPECT, period, len({each.item_id for each in found}), 0, days)


def _list_met(text: str, where: str) -> Sequence[Step]:
    """Return a step a meeting that decided something or has a day set, with its days."""
    problems = Faults()
    rows = [row for row in read_rows(text, MEETINGS, where, problems) if row("decision") or row("day")]
    days = {row.line: read_date(row, "day", where, problems) for row in rows}
    problems.raise_all(where)
    met: dict[str, list[CsvLine]] = {}
    for row in rows:
        met.setdefault(row("meeting"), []).append(row)
    return [
        Step(
            StepKind.MEET, name, sum(bool(row("decision")) for row in own), len(own),
            tuple(sorted({day for row in own if (day := days[row.line])})),
        )
        for name, own in met.items()
    ]  # fmt: skip
