"""Calendar: the days of a plan as an iCalendar file (RFC 5545), for Outlook, 钉钉 and telephones.

In: Events. Out: bytes. Every identifier comes from the plan and the stamp from the notice, so that the same plan gives
the same bytes and a file taken in again replaces its events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from responsibility.spans import writable
from responsibility.version import __version__


@dataclass(frozen=True, slots=True)
class Day:
    """One event of a whole day. key: what tells it from all others of its plan, and stays when its words change."""

    key: str
    day: date
    summary: str
    description: str
    category: str


def render_calendar(plan_id: str, title: str, stamped: date, days: Iterable[Day]) -> bytes:
    """Write events of whole days, none of which blocks anyone's time."""
    calendar = Calendar()
    calendar.add("prodid", f"-//responsibility//{__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", writable(title))
    for day in days:
        calendar.add_component(_event(plan_id, stamped, day))
    return bytes(calendar.to_ical())


def _event(plan_id: str, stamped: date, day: Day) -> Event:
    event = Event()
    event.add("uid", f"{sha256(f'{plan_id}/{day.key}'.encode()).hexdigest()[:32]}@responsibility")
    event.add("dtstamp", datetime.combine(stamped, time(), UTC))
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", writable(day.summary))
    event.add("description", writable(day.description))
    event.add("categories", [writable(day.category)])
    event.add("transp", "TRANSPARENT")
    return event
