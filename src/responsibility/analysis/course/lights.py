"""Lights: how far a task should be, how far it is, and what light that is.

In: a share reached, a status, a due day, the day asked about. Out: a Light with its reason. The measure and its
thresholds are a named preset of the settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from responsibility.language.rounding import round_up
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
    DUE_TODAY = "due-today"
    NEAR = "near"
    SHORT = "short"
    KEPT = "kept"
    AHEAD = "ahead"
    OVER = "over"
    BY_STATUS = "by-status"
    NO_NUMBER = "no-number"
    UNREAD = "unread"
    RHYTHM = "rhythm"  # a standing task that was reported
    FOUND_FALSE = "found-false"  # an inspection did not confirm the claim


class Standing(StrEnum):
    """How a task stands in the words of a bulletin, best first."""

    DONE = "done"
    AHEAD = "ahead"
    ON_COURSE = "on-course"
    BEHIND = "behind"
    LASTING = "lasting"  # long-term or given up
    UNREPORTED = "unreported"


_STANDINGS = {
    Colour.DONE: Standing.DONE,
    Colour.YELLOW: Standing.BEHIND,
    Colour.RED: Standing.BEHIND,
    Colour.NONE: Standing.LASTING,
    Colour.UNREPORTED: Standing.UNREPORTED,
}


def find_standing(colour: str, gap: object = None, ahead_points: float = 0.0) -> Standing:
    """Return how a task with this light stands. gap: points short of what is expected, negative if ahead."""
    ahead = isinstance(gap, float | int) and gap < -ahead_points
    return _STANDINGS.get(Colour(colour), Standing.AHEAD if ahead else Standing.ON_COURSE)


@dataclass(frozen=True, slots=True)
class Light:
    """A task's light. percent: 0 to 100, above where more was done than promised; expected: 0 to 100.

    gap: points short of expected, negative if ahead.
    """

    colour: Colour
    why: Why
    percent: float | None = None
    expected: float | None = None

    @property
    def gap(self) -> float | None:
        """Points by which the task is behind; None where it cannot be said."""
        return None if self.percent is None or self.expected is None else _find_gap(self.percent, self.expected)


@dataclass(frozen=True, slots=True)
class Course:
    """From when to when a task runs; its day never moves for a holiday. stages: share by day within.

    is_standing: whether it goes on all the year (长期坚持, 每季度): its light asks only whether it was reported.
    """

    start: date
    due: date
    stages: tuple[tuple[date, float], ...] = ()
    is_standing: bool = False


def expect_share(course: Course, as_of: date) -> float:
    """Return the share that should be reached (序时进度), 0 to 100: along the stages, else linear by calendar days."""
    points = ((course.start, 0.0), *(stage for stage in course.stages if stage[0] < course.due), (course.due, 100.0))
    if as_of <= course.start or course.due <= course.start:
        return 100.0 if as_of >= course.due else 0.0
    for (first, low), (last, high) in pairwise(points):
        if first <= as_of <= last and last > first:
            return round_up(low + (high - low) * (as_of - first).days / (last - first).days, 1)
    return 100.0


def judge(
    status: str, percent: float | None, course: Course, as_of: date, settings: ProgressSettings, *, told: bool = False
) -> Light:
    """Return the light of one task. status: a key of the task sheet's list, "" for none; told: words were written.

    From its day on, a task that is not done is never green: yellow at best on the day itself, red after it.
    """
    if course.is_standing:
        return _judge_standing(status, percent, told)
    expected = expect_share(course, as_of)
    share = 0.0 if status == "not-started" and percent is None else percent
    if settled := _settle(status, percent, expected, told):
        return settled
    if as_of > course.due:
        return Light(Colour.RED, Why.OVERDUE, share, expected)
    light = _by_status(status, expected) if share is None else _by_share(share, expected, settings)
    if light.colour is Colour.GREEN and as_of == course.due:
        return replace(light, colour=Colour.YELLOW, why=Why.DUE_TODAY)
    near = settings.preset == "due" and (course.due - as_of).days < settings.near_days
    return replace(light, colour=Colour.BLUE, why=Why.NEAR) if light.colour is Colour.GREEN and near else light


def _judge_standing(status: str, percent: float | None, told: bool) -> Light:
    """Return the light of a task without an end: reported or not, unless its unit says itself that it is behind."""
    settled = _settle(status, percent, 0.0, told)
    if settled and settled.why is not Why.NO_NUMBER:
        return replace(settled, expected=None)
    if status in ("behind", "not-started"):
        return Light(Colour.YELLOW, Why.BY_STATUS, percent)
    return Light(Colour.GREEN, Why.RHYTHM, percent)


def withhold(light: Light) -> Light:
    """Return the light of a task whose share was typed and nobody could read: what its status admits, nothing good."""
    good = light.colour in (Colour.DONE, Colour.GREEN, Colour.BLUE, Colour.UNREPORTED)
    return Light(Colour.UNREPORTED, Why.UNREAD, None, light.expected) if good else light


def _settle(status: str, percent: float | None, expected: float, told: bool) -> Light | None:
    """Return the light that no day can change: no course to keep, done, or nothing said."""
    if status in ("long-term", "adjusted"):
        return Light(Colour.NONE, Why(status), percent)
    if percent is not None and percent >= 100:
        return Light(Colour.DONE, Why.OVER if percent > 100 else Why.DONE, percent, expected)
    if status == "done" and percent is None:
        return Light(Colour.DONE, Why.DONE, 100.0, expected)
    if status or percent is not None:
        return None
    return Light(Colour.UNREPORTED, Why.NO_NUMBER if told else Why.UNREPORTED, None, expected)


def _by_status(status: str, expected: float) -> Light:
    if status == "behind":
        return Light(Colour.YELLOW, Why.BY_STATUS, None, expected)
    if status == "on-schedule":
        return Light(Colour.GREEN, Why.BY_STATUS, None, expected)
    return Light(Colour.UNREPORTED, Why.NO_NUMBER, None, expected)


def _find_gap(share: float, expected: float) -> float:
    """Return the points by which a share is short, with one decimal: as printed, so judged."""
    return round_up(expected - share, 1)


def _by_share(share: float, expected: float, settings: ProgressSettings) -> Light:
    gap = _find_gap(share, expected)
    limits = {
        "points": (settings.yellow_points, settings.red_points),
        "share": (0.0, round_up(settings.red_share * expected, 1)),
        "due": (0.0, 100.0),
    }
    yellow, red = limits[settings.preset]
    if gap > red:
        return Light(Colour.RED, Why.SHORT, share, expected)
    if gap > yellow or (settings.preset == "points" and 0 < yellow == gap):
        return Light(Colour.YELLOW, Why.SHORT, share, expected)
    return Light(Colour.GREEN, Why.AHEAD if gap < 0 else Why.KEPT, share, expected)


def pick_slowest(lights: Sequence[Light]) -> int:
    """Return the place of the light that a task with several leads gets: of those reported the worst, the first.

    A share that could not be read may hide anything: it comes behind every good light and before yellow and red.
    """
    order = [*Colour]

    def rank(light: Light) -> float:
        return order.index(Colour.YELLOW) - 0.5 if light.why is Why.UNREAD else order.index(light.colour)

    told = [place for place, light in enumerate(lights) if light.why not in (Why.UNREPORTED, Why.NO_NUMBER)]
    return max(told, key=lambda place: (rank(lights[place]), -place), default=0)
