"""Standing: where each step of a plan's year stands, as its card shows it.

In: a Desk and a plan. Out: CardSteps in the order of the year: settled, issued, refined, each period, and the meetings,
inspections, assessment and closing. No clock: what was not begun is not late here; the calendar tells days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from responsibility.analysis.course.period import Period, parse_period
from responsibility.analysis.course.steps import StepKind
from responsibility.desk.office import Desk
from responsibility.desk.papers import read_table
from responsibility.system.evidence import list_periods
from responsibility.system.outputs import MANIFEST, list_files
from responsibility.views.naming import write_ordinal
from responsibility.views.scene import Scene

_BEHIND = (StepKind.MEET, StepKind.INSPECT, StepKind.ASSESS, StepKind.CLOSE)  # the periods
DONE, BEGUN = "done", "begun"


@dataclass(frozen=True, slots=True)
class CardStep:
    """One step. key: which, a period's id for reports. words: its name; state: done, begun or ""; note: how much of it.

    is_period: whether units report in it.
    """

    key: str
    words: str
    state: str
    note: str = ""
    is_period: bool = False


def list_terms(desk: Desk, plan_id: str) -> dict[str, str]:
    """Return the periods in which units report, with their names: the quarters, or those that were collected."""
    scene, _ = desk.scene(plan_id)
    settings, this = scene.settings.progress, desk.this_day().year
    first, last = scene.years or (this, this)
    year = min(max(this, first), last)  # of the plan's years the one that runs, or the nearest
    kept = [parse_period(name, settings, year) for name in list_periods(desk.root, plan_id)]
    usual = [parse_period(f"{year}-q{number}", settings, year) for number in range(1, 5)]
    meant = {each.id: each for each in (*kept, *(usual if all(each.kind == "quarter" for each in kept) else ()))}
    ordered: Sequence[Period] = sorted(meant.values(), key=lambda each: each.end)
    return {each.id: _name(desk, scene, each) for each in ordered}


def _name(desk: Desk, scene: Scene, period: Period) -> str:
    """Name a quarter in a word, since four stand side by side; any other period in full."""
    if period.kind != "quarter":
        return scene.show_period(period)
    return desk.words("desk.step.quarter", ordinal=write_ordinal(period.number, desk.language), number=period.number)


def list_card_steps(desk: Desk, plan_id: str, settled: int, left: int) -> list[dict[str, object]]:
    """Return where each step stands. settled, left: decisions made and open."""
    scene, _ = desk.scene(plan_id)
    files = list_files(desk.output / plan_id)
    steps = [
        CardStep("settle", desk.words("desk.ui.settle"), _tell(not left, settled > 0), f"{settled}/{settled + left}"),
        CardStep("issue", desk.words("desk.ui.issue"), _tell(MANIFEST in files)),
        _recall(desk, scene, StepKind.REFINE),
        *(_period(desk, plan_id, *term) for term in list_terms(desk, plan_id).items()),
        *(_recall(desk, scene, kind) for kind in _BEHIND),
    ]
    return [asdict(step) for step in steps]


def _tell(is_done: bool, is_begun: bool = False) -> str:
    return DONE if is_done else BEGUN if is_begun else ""


def _recall(desk: Desk, scene: Scene, kind: StepKind) -> CardStep:
    """Tell a step by what was written down of it; the latest says how much, where the step has a measure."""
    own = [each for each in scene.steps if each.kind is kind]
    note = f"{own[-1].done}/{own[-1].asked}" if own and own[-1].asked else ""
    # A year is closed once it was closed, whatever stays open: the note says how much.
    is_done = bool(own) and (kind is StepKind.CLOSE or own[-1].done >= own[-1].asked)
    return CardStep(kind.value, desk.words(f"desk.step.{kind.value}"), _tell(is_done, bool(own)), note)


def _period(desk: Desk, plan_id: str, period: str, words: str) -> CardStep:
    reports = read_table(desk, plan_id, f"progress/{period}/data/reports.csv")
    got = sum(row["state"] != "missing" for row in reports)
    note = f"{got}/{len(reports)}" if reports else ""
    return CardStep(period, words, _tell(bool(reports) and got == len(reports), got > 0), note, is_period=True)
