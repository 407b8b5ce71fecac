"""Standing: where each step of a plan's year stands, told by the files that each step leaves, and what to do next.

In: a Desk and a plan. Out: Steps in the order of the year: settled, issued, refined, each period, and the meetings,
inspections, assessment and closing. No clock: what was not begun is not late here; the calendar tells days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from responsibility.analysis.course.period import Period, parse_period
from responsibility.desk.office import Desk
from responsibility.desk.papers import read_table
from responsibility.system.evidence import list_periods, read_kept
from responsibility.system.outputs import MANIFEST, list_files
from responsibility.views.naming import write_ordinal
from responsibility.views.scene import Scene
from responsibility.views.sheets.progress import say_period

_OF_MATRIX = {"meet": "meetings.csv", "inspect": "inspections.csv"}
_OF_OUTPUT = {"assess": "assessment/", "close": "closing/"}
DONE, BEGUN = "done", "begun"


@dataclass(frozen=True, slots=True)
class Step:
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
    settings, year = scene.settings.progress, scene.as_of.year if scene.as_of else desk.this_day().year
    kept = [parse_period(name, settings, year) for name in list_periods(desk.root, plan_id)]
    usual = [parse_period(f"{year}-q{number}", settings, year) for number in range(1, 5)]
    meant = {each.id: each for each in (*kept, *(usual if all(each.kind == "quarter" for each in kept) else ()))}
    ordered: Sequence[Period] = sorted(meant.values(), key=lambda each: each.end)
    return {each.id: _name(desk, scene, each) for each in ordered}


def _name(desk: Desk, scene: Scene, period: Period) -> str:
    """Name a quarter in a word, since four stand side by side; any other period in full."""
    if period.kind != "quarter":
        return say_period(scene, period)
    return desk.words("desk.step.quarter", ordinal=write_ordinal(period.number, desk.language), number=period.number)


def show_steps(desk: Desk, plan_id: str, settled: int, left: int) -> list[dict[str, object]]:
    """Return where each step stands. settled, left: decisions made and open."""
    scene, _ = desk.scene(plan_id)
    files = list_files(desk.output / plan_id)
    steps = [
        Step("settle", desk.words("desk.ui.settle"), _tell(not left, settled > 0), f"{settled}/{settled + left}"),
        Step("issue", desk.words("desk.ui.issue"), _tell(MANIFEST in files)),
        _refine(desk, scene, files),
        *(_period(desk, plan_id, *term) for term in list_terms(desk, plan_id).items()),
        *_rest(desk, plan_id, files),
    ]
    return [asdict(step) for step in steps]


def _tell(is_done: bool, is_begun: bool = False) -> str:
    return DONE if is_done else BEGUN if is_begun else ""


def _refine(desk: Desk, scene: Scene, files: Sequence[str]) -> Step:
    is_done = read_kept(desk.root, scene.plan.id, "refinements.csv") is not None
    is_begun = any(name.startswith("refinement/") for name in files)
    return Step("refine", desk.words("desk.step.refine"), _tell(is_done, is_begun))


def _period(desk: Desk, plan_id: str, period: str, words: str) -> Step:
    reports = read_table(desk, plan_id, f"progress/{period}/data/reports.csv")
    got = sum(row["state"] != "missing" for row in reports)
    note = f"{got}/{len(reports)}" if reports else ""
    return Step(period, words, _tell(bool(reports) and got == len(reports), got > 0), note, is_period=True)


def _rest(desk: Desk, plan_id: str, files: Sequence[str]) -> Iterator[Step]:
    for key, name in _OF_MATRIX.items():
        yield Step(key, desk.words(f"desk.step.{key}"), _tell(read_kept(desk.root, plan_id, name) is not None))
    for key, start in _OF_OUTPUT.items():
        yield Step(key, desk.words(f"desk.step.{key}"), _tell(any(name.startswith(start) for name in files)))
