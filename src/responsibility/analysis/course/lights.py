"""Lights: how far a task should be, how far it is, and what light that is.

In: a share reached, a status, a due day, the day asked about. Out: a Light with its reason. The measure and its
thresholds are a named preset of the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from responsibility.settings import ProgressSettings


class Colour(StrEnum):
    """Lights, best first."""

    DONE = "done"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"  # long-term or given up: no course to keep
    UNREPORTED = "unreported"


class Why(StrEnum):
    """Why a light is what it is; a sentence each in the wording."""

    DONE = "done"
    LONG_TERM = "long-term"
    ADJUSTED = "adjusted"
    UNREPORTED = "unreported"
    OVERDUE = "overdue"
    NEAR = "near"
    SHORT = "short"
    KEPT = "kept"
    BY_STATUS = "by-status"
    NO_NUMBER = "no-number"


@dataclass(frozen=True, slots=True)
class Light:
    """A task's light. percent, expected: 0 to 100; gap: points short of expected, negative if ahead."""

    colour: Colour
    why: Why
    percent: float | None = None
    expected: float | None = None

    @property
    def gap(self) -> float | None:
        """Points by which the task is behind; None where it cannot be said."""
        if self.percent is None or self.expected is None:
            return None
        return round(self.expected - self.percent, 1)


@dataclass(frozen=True, slots=True)
class Course:
    """From when to when a task runs. stages: share by day within. moved: the working day for due, if another."""

    start: date
    due: date
    stages: tuple[tuple[date, float], ...] = ()
    moved: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which the task is in time."""
        return self.moved or self.due


def expect_share(course: Course, as_of: date) -> float:
    """Return the share that should be reached (序时进度), 0 to 100: along the stages, else linear by calendar days."""
    points = ((course.start, 0.0), *(stage for stage in course.stages if stage[0] < course.due), (course.due, 100.0))
    if as_of <= course.start or course.due <= course.start:
        return 100.0 if as_of >= course.due else 0.0
    for (first, low), (last, high) in pairwise(points):
        if first <= as_of <= last and last > first:
            return round(low + (high - low) * (as_of - first).days / (last - first).days, 1)
    return 100.0


def judge(
    status: str, percent: float | None, course: Course, as_of: date, settings: ProgressSettings, *, told: bool = False
) -> Light:
    """Return the light of one task. status: a key of the task sheet's list, "" for none; told: words were written."""
    if not status and percent is None:
        why = Why.NO_NUMBER if told else Why.UNREPORTED
        return Light(Colour.UNREPORTED, why, None, expect_share(course, as_of))
    settled: Mapping[str, Light] = {
        "long-term": Light(Colour.NONE, Why.LONG_TERM, percent),
        "adjusted": Light(Colour.NONE, Why.ADJUSTED, percent),
        "done": Light(Colour.DONE, Why.DONE, 100.0 if percent is None else percent, 100.0),
    }
    if status in settled and not (status == "done" and percent is not None and percent < 100):
        return settled[status]
    expected = expect_share(course, as_of)
    share = 0.0 if status == "not-started" and percent is None else percent
    if share == 100:
        return Light(Colour.DONE, Why.DONE, share, expected)
    if as_of > course.last_day:
        return Light(Colour.RED, Why.OVERDUE, share, expected)
    if share is None:
        return _by_status(status, course, as_of, settings)
    return _by_share(share, expected, course, as_of, settings)


def _by_status(status: str, course: Course, as_of: date, settings: ProgressSettings) -> Light:
    expected = expect_share(course, as_of)
    if status == "behind":
        return Light(Colour.YELLOW, Why.BY_STATUS, None, expected)
    if status == "on-schedule":
        return _near(course, as_of, settings) or Light(Colour.GREEN, Why.BY_STATUS, None, expected)
    return Light(Colour.UNREPORTED, Why.NO_NUMBER, None, expected)


def _by_share(share: float, expected: float, course: Course, as_of: date, settings: ProgressSettings) -> Light:
    gap = expected - share
    limits = {
        "points": (settings.yellow_points, settings.red_points),
        "share": (0.0, settings.red_share * expected),
        "due": (0.0, 100.0),
    }
    yellow, red = limits[settings.preset]
    if gap > red:
        return Light(Colour.RED, Why.SHORT, share, expected)
    if gap > yellow or (settings.preset == "points" and 0 < yellow == gap):
        return Light(Colour.YELLOW, Why.SHORT, share, expected)
    return _near(course, as_of, settings, share, expected) or Light(Colour.GREEN, Why.KEPT, share, expected)


def _near(
    course: Course, as_of: date, settings: ProgressSettings, share: float | None = None, expected: float | None = None
) -> Light | None:
    """Blue where the preset warns of days that come near."""
    if settings.preset != "due" or (course.last_day - as_of).days > settings.near_days:
        return None
    return Light(Colour.BLUE, Why.NEAR, share, expect_share(course, as_of) if expected is None else expected)
