"""Year: a whole year of an office, written by seed: who reports what and when, what is found, what is decided.

Answers are values, as the reader of returns gives them, each with the file and cell that it stood in; what a test
expects it counts from these values, not from the program's tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from builders import frames_from, plan_from
from responsibility.analysis import analyze
from responsibility.analysis.course.inspection import Inspection, Verdict
from responsibility.analysis.course.period import Period, parse_period
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.returns import FormEntry, Return, Word
from responsibility.settings import Settings
from responsibility.views.scene import Scene
from responsibility.workflows.collecting import Collected, Known, Sent, walk_periods
from responsibility.workflows.refining import Stages

PERIODS = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")
SILENT, LATE, FALSE = 0.03, 0.12, 0.05
PACES = (0.3, 0.8, 1.0, 1.0, 1.1, 1.3)  # how far a task comes of what its course asks for


def date_sheet(random: Random, due: date) -> date | None:
    """Return the day that a unit writes on its sheet, late or not; None where it sends none."""
    if random.random() < SILENT:
        return None
    is_late = random.random() < LATE
    return due + timedelta(days=random.randint(1, 9) if is_late else -2)


def scene_of(plan: Plan, settings: Settings | None = None, language: str = "zh") -> Scene:
    """A plan looked at from all sides."""
    from responsibility.frames import frame_plan

    settings = settings or Settings()
    frames = frame_plan(plan)
    return Scene(plan, frames, load_wording(language), settings, analyze(frames, settings, plan))


@dataclass
class Typed:
    """What one unit typed for one task in one period."""

    period: str
    unit: str
    item: str
    percent: int
    words: str
    file: str
    cell: str


@dataclass
class Year:
    """A simulated year. days: when each unit's sheet is dated, by period; silent: who sent nothing."""

    scene: Scene
    typed: list[Typed] = field(default_factory=list)
    days: dict[tuple[str, str], date] = field(default_factory=dict)
    silent: set[tuple[str, str]] = field(default_factory=set)
    inspections: tuple[Inspection, ...] = ()

    def periods(self) -> list[Period]:
        return [parse_period(each, self.scene.settings.progress) for each in PERIODS]

    def walk(self, milestones: Stages | None = None) -> list[Collected]:
        """Collect the four periods from the values typed."""
        sent = [Sent(period, self.returns(period.id)) for period in self.periods()]  # type: ignore[arg-type]
        known = Known(self.inspections, milestones)
        return list(walk_periods(self.scene, sent, lambda _, files: iter(files), None, known))

    def returns(self, period: str) -> list[Return]:
        found = []
        for unit in self.scene.units:
            if (period, unit) in self.silent:
                continue
            own = [each for each in self.typed if (each.period, each.unit) == (period, unit)]
            words = [Word(t.item, "progress", f"{t.percent}%", float(t.percent), f"任务清单!I{t.cell}") for t in own]
            words += [Word(t.item, "done", t.words, t.words, f"任务清单!J{t.cell}") for t in own]
            day = self.days[period, unit]
            form = (FormEntry("filled-on", day.isoformat(), "任务清单!M5"),)
            found.append(Return(f"{period}-{unit}.xlsx", f"{period}{unit}", unit, tuple(words), (), form, (), "", day))
        return found


def write_year(seed: int = 2033, units: int = 30, settings: Settings | None = None) -> Year:
    """Write a year: each unit leads two tasks and shares in two others; 12 % of sheets late, some missing."""
    random = Random(seed)
    names = [f"u{number:02}" for number in range(units)]
    assigned = {}
    for number in range(units * 2):
        lead = names[number % units]
        others = random.sample([name for name in names if name != lead], 2)
        assigned[f"{number // 10 + 1}.{number % 10 + 1}"] = [lead, *others]
    plan = plan_from(assigned)
    header = replace(plan.notice.header, issued_on=date(2026, 1, 20))
    plan = replace(plan, notice=replace(plan.notice, header=header))
    year = Year(scene_of(plan, settings))
    pace = {item: random.choice(PACES) for item in assigned}
    for quarter, period in enumerate(year.periods(), 1):
        for unit in names:
            day = date_sheet(random, period.due.day)
            if day is None:
                year.silent.add((period.id, unit))
                continue
            year.days[period.id, unit] = day
            own = [item for item, members in assigned.items() if unit in members]
            for row, item in enumerate(own, 9):
                percent = round(quarter * 25 * pace[item]) if unit == assigned[item][0] else quarter * 25
                words = f"{unit}办理{item}第{quarter}季度{random.randrange(10**6)}"
                year.typed.append(Typed(period.id, unit, item, percent, words, f"{period.id}-{unit}.xlsx", str(row)))
    year.inspections = tuple(_inspect(random, assigned))
    return year


def _inspect(random: Random, assigned: dict[str, list[str]]) -> list[Inspection]:
    """Inspect three times; of the claims looked at 15 % are false, three times as many as of all."""
    found = []
    for line, period in enumerate(PERIODS[1:], 2):
        for item in random.sample(sorted(assigned), len(assigned) // 3):
            is_false = random.random() < FALSE * 3
            verdict = Verdict.FALSE if is_false else Verdict.TRUE
            share = 10.0 if is_false else None
            day = date(2026, 3 * line + 1, 8) if line < 4 else date(2027, 1, 8)
            found.append(Inspection(period, item, verdict, "现场", day, "", share, "与台账不符" * is_false, line=line))
    return found


__all__ = ["PERIODS", "Typed", "Year", "frames_from", "scene_of", "write_year"]
