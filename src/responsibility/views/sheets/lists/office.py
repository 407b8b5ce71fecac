"""Office: the days of the office itself in a plan's year: what it asks for by when, its meetings and inspections.

In: a Scene. Out: OfficeDays by day; those alone that are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from responsibility.analysis.course.period import next_workday, parse_period
from responsibility.analysis.course.steps import StepKind
from responsibility.views.scene import Scene

_FORMS = {"quarter": [f"q{number}" for number in range(1, 5)], "month": [f"{number:02}" for number in range(1, 13)]}


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day of the office. key: what tells it from all others and stays; kind: of the wording's categories."""

    day: date
    key: str
    words: str
    kind: str


def list_office_days(scene: Scene) -> tuple[OfficeDay, ...]:
    """Return the days by which units refine and report, of meetings and inspections, and of the year's account."""
    found = (*_list_asked(scene), *_list_held(scene))
    return tuple(sorted(found, key=lambda each: (each.day, each.key)))


def _list_asked(scene: Scene) -> Iterator[OfficeDay]:
    """Yield what settings ask for by a day, in the plan's year from the notice on, and the periods that were asked."""
    since = date(scene.years[0], 1, 1) if scene.as_of is None and scene.years else scene.as_of
    if since is None:
        return
    rule, asked = scene.settings.progress, scene.settings.steps
    year = scene.years[0] if scene.years else since.year
    labels = [f"{year}-{form}" for form in _FORMS.get(rule.every, ())]
    labels += [step.label for step in scene.steps if step.kind is StepKind.REPORT]
    for label in dict.fromkeys(labels):
        period = parse_period(label, rule)
        if period.end >= since:
            words = scene.say("calendar.report", period=scene.show_period(period))
            yield OfficeDay(period.due.day, f"report/{period.id}", words, "report")
    for name, month_day in (("refine", asked.refine), ("close", asked.close)):
        if month_day:
            day = parse_period(f"{year}-{month_day}", rule).end
            day = next_workday(day).day if name == "refine" else day  # what units send by moves for a holiday
            yield OfficeDay(day, name, scene.say(f"calendar.{name}"), "report" if name == "refine" else name)


def _list_held(scene: Scene) -> Iterator[OfficeDay]:
    """Yield the days of meetings and inspections, those that took place and those written down ahead."""
    for step in scene.steps:
        for day in step.days:
            if step.kind is StepKind.MEET:
                yield OfficeDay(day, f"meeting/{step.label}/{day}", step.label, "meeting")
            elif step.kind is StepKind.INSPECT:
                period = scene.show_period(parse_period(step.label, scene.settings.progress))
                words = scene.say("calendar.inspection", period=period)
                yield OfficeDay(day, f"inspection/{step.label}/{day}", words, "inspection")
