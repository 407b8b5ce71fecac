"""Period: the stretch that answers speak of, and the day they are due; Chinese working days.

In: what a person types: 2023, 2023-q2, 2023年二季度, 2023-06, 上半年, 2023-w23 or a day. Out: a Period. Holidays are
known for the years that chinesecalendar knows; beyond them only weekends are, and that is said.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from responsibility.errors import SettingsError
from responsibility.parse.facts.numerals import HAN_NUMERALS, read_number
from responsibility.settings import ProgressSettings
from responsibility.spans import fold

# After folding, with Chinese numerals as digits: 2023-q2 and 2023年第2季度 alike.
_FORM = re.compile(
    r"(?:(?P<year>\d{4})年?[-./]?)?(?:q(?P<q>[1-4])|第?(?P<quarter>[1-4])季度?|h(?P<h>[12])|(?P<half>上|下)半年"
    r"|w(?P<w>\d{1,2})|第?(?P<week>\d{1,2})周|全年|(?P<m>\d{1,2})月份?(?:(?P<d>\d{1,2})日)?"
    r"|(?<=[-./年])(?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?"
)
_HALVES = ("first-half", "second-half")


@dataclass(frozen=True, slots=True)
class Workday:
    """A working day. is_known: False where no list of that year's holidays is known."""

    day: date
    is_known: bool


@dataclass(frozen=True, slots=True)
class Period:
    """kind: year, first-half, second-half, quarter, month, week or day; number: which of them in the year.

    due: the working day by which answers are due.
    """

    id: str
    kind: str
    start: date
    end: date
    due: Workday

    @property
    def number(self) -> int:
        """The quarter, month or week of the year; 0 for a year, a half or a day."""
        of_kind = {"quarter": (self.end.month + 2) // 3, "month": self.end.month, "week": self.end.isocalendar().week}
        return of_kind.get(self.kind, 0)


def parse_period(words: str, settings: ProgressSettings, year: int | None = None, where: str = "") -> Period:
    """Read a period, in digits or as people say it; its id is one for all ways of writing it.

    year: the one meant where none is written, as in 上半年. where: the words stand. Raises SettingsError for others.
    """
    plain = re.sub(f"[{HAN_NUMERALS}]+", _to_digits, "".join(fold(words).split()).lower())
    found = _FORM.fullmatch(plain)
    if found and plain:
        with suppress(ValueError):  # no such day, or no year
            name, kind, start, end = _bounds(int(found["year"] or year or 0), found)
            return Period(name, kind, start, end, next_workday(_due_day(kind, end, settings)))
    raise SettingsError("NO_PERIOD", where, period=words)


def follow_period(period: Period, settings: ProgressSettings) -> Period:
    """Return the period of the same kind that comes next."""
    day = period.end + timedelta(days=1)
    names = {
        "year": f"{day.year}",
        "first-half": f"{day.year}-h2",
        "second-half": f"{day.year}-h1",
        "quarter": f"{day.year}-q{(day.month + 2) // 3}",
        "month": f"{day:%Y-%m}",
        "week": f"{day:%G}-w{day:%V}",
        "day": f"{day:%Y-%m-%d}",
    }
    return parse_period(names[period.kind], settings)


def _to_digits(found: re.Match[str]) -> str:
    return str(int(read_number(found[0]) or 0))


def _bounds(year: int, found: re.Match[str]) -> tuple[str, str, date, date]:
    """Return id, kind, first and last day. Raises ValueError for a day that is not in the calendar."""

    def number(*names: str) -> int:
        return next((int(found[name]) for name in names if found[name]), 0)

    if quarter := number("q", "quarter"):
        return f"{year}-q{quarter}", "quarter", date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3)
    if half := number("h") or (1 + "上下".index(found["half"]) if found["half"] else 0):
        return f"{year}-h{half}", _HALVES[half - 1], date(year, half * 6 - 5, 1), _month_end(year, half * 6)
    if week := number("w", "week"):
        first = date.fromisocalendar(year, week, 1)
        return f"{year}-w{week:02}", "week", first, first + timedelta(days=6)
    month = number("m", "month")
    if day := number("d", "day"):
        that = date(year, month, day)
        return that.isoformat(), "day", that, that
    if month:
        return f"{year}-{month:02}", "month", date(year, month, 1), _month_end(year, month)
    return f"{year}", "year", date(year, 1, 1), date(year, 12, 31)


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
