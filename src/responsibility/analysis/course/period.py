"""Period: the stretch that answers speak of, and the day they are due; Chinese working days.

In: an id that a person types: 2023, 2023-q2, 2023-06, 2023-w23 or a day. Out: a Period. Holidays are known for the
years that chinesecalendar knows; beyond them only weekends are, and that is said.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from responsibility.errors import SettingsError
from responsibility.settings import ProgressSettings

_FORM = re.compile(r"(\d{4})(?:-(?:q([1-4])|w(\d{1,2})|(\d{1,2})(?:-(\d{1,2}))?))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Workday:
    """A working day. is_known: False where no list of that year's holidays is known."""

    day: date
    is_known: bool


@dataclass(frozen=True, slots=True)
class Period:
    """kind: year, quarter, month, week or day; number: which of them in the year.

    due: the working day by which answers are due.
    """

    id: str
    kind: str
    start: date
    end: date
    due: Workday

    @property
    def number(self) -> int:
        """The quarter, month or week of the year; 0 for a year or a day."""
        of_kind = {"quarter": (self.end.month + 2) // 3, "month": self.end.month, "week": self.end.isocalendar().week}
        return of_kind.get(self.kind, 0)


def parse_period(words: str, settings: ProgressSettings) -> Period:
    """Read a period. Raises SettingsError for anything else."""
    found = _FORM.fullmatch(words.strip())
    try:
        kind, start, end = _bounds(found) if found else ("", date.min, date.min)
    except ValueError:
        kind = ""
    if not kind or not found:
        raise SettingsError(
            "{period} is no period", "", "write 2023-q2, 2023-06, 2023-w23, 2023 or a day", period=words
        )
    return Period(words.strip().lower(), kind, start, end, next_workday(_due_day(kind, end, settings)))


def _bounds(found: re.Match[str]) -> tuple[str, date, date]:
    year, quarter, week, month, day = (int(part) if part else 0 for part in found.groups())
    if quarter:
        return "quarter", date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3)
    if week:
        first = date.fromisocalendar(year, week, 1)
        return "week", first, first + timedelta(days=6)
    if day:
        return "day", date(year, month, day), date(year, month, day)
    if month:
        return "month", date(year, month, 1), _month_end(year, month)
    return "year", date(year, 1, 1), date(year, 12, 31)


def _due_day(kind: str, end: date, settings: ProgressSettings) -> date:
    """Return the day set for months, quarters and years in their last month; a week's and a day's is its end."""
    if kind in ("week", "day") or not settings.due_day:
        return end
    return end.replace(day=min(settings.due_day, end.day))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _is_workday(day: date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


def next_workday(day: date, is_workday: Callable[[date], bool] = _is_workday) -> Workday:
    """Return day itself or the next working day after it. is_workday raises NotImplementedError for unknown years."""
    is_known = True
    while True:
        try:
            works = is_workday(day)
        except NotImplementedError:
            works, is_known = day.weekday() < 5, False
        if works:
            return Workday(day, is_known)
        day += timedelta(days=1)
