"""Reminder: 催办, the letter before a unit's task sheet: to whom, what, until when, whom to call.

Up to four tasks stand in the letter; more stand in a list below it, which goes on over pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from responsibility.analysis.course.progress import Progress
from responsibility.model import Unit
from responsibility.views.issued.beside import add_printed
from responsibility.views.issued.bulletin import quote_words
from responsibility.views.measure import capacity_of
from responsibility.views.naming import cite_title
from responsibility.views.running import break_due
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import Record, list_records, percent_words, spill_row

Columns = tuple[tuple[str, float], ...]
_DUE = 13.0
_COLUMNS: Columns = (("item", 8.0), ("text", 30.0), ("due", _DUE), ("state", 23.0), ("ask", 16.0))
_UNDATED: Columns = (("item", 8.0), ("text", 34.0), ("state", 28.0), ("ask", 20.0))
_WITHIN = 4  # tasks that stand in the letter itself


def add_reminder(book: Book, scene: Scene, unit: Unit, progress: Progress) -> Book:
    """Put the letter with what the unit is asked for before its task sheet."""
    return add_printed(book, 0, build_reminder(scene, unit, progress))


def build_reminder(scene: Scene, unit: Unit, progress: Progress) -> Sheet:
    """Build the letter and its list as one sheet."""
    say = scene.say
    asked = [row for row in list_records(progress.reminders) if row["unit_id"] == unit.id]
    own = {row["item_id"]: row for row in list_records(progress.ledger) if row["unit_id"] == unit.id}
    dated = any(scene.show_due(scene.items[str(row["item_id"])]) for row in asked)
    columns = _COLUMNS if dated else _UNDATED
    table = [
        _heads(scene, columns),
        *(line for row in asked for line in _rows(scene, row, own[row["item_id"]], columns)),
    ]
    within = len(asked) <= _WITHIN
    opening, closing = list(_open(scene, unit, progress, asked, within)), list(_close(scene))
    behind = [
        row_of(Cell("", "bulletin")),
        replace(row_of(Cell(say("progress.reminder.list"), "bulletin-head")), kept=True),
    ]
    rows = [*opening, *table, *closing] if within else [*opening, *closing, *behind, *table]
    first = rows.index(table[0])
    lines = {number for number in range(len(rows)) if not first <= number < first + len(table)}
    name = say("progress.reminder.name")
    return Sheet(
        name,
        tuple(Column(key, width, width, "annex-cell") for key, width in columns),
        tuple(rows),
        tuple(Area(row, 0, row, len(columns) - 1) for row in sorted(lines)),
        page=scene.paper(landscape=False, form="letter", repeat_rows=None if within else (first, first)),
    )


def _open(scene: Scene, unit: Unit, progress: Progress, asked: Sequence[Record], within: bool) -> Iterator[Row]:
    say = scene.say
    yield row_of(Cell(say("progress.reminder.title"), "annex-title"))
    yield row_of(Cell("", "bulletin"))
    yield row_of(Cell(say("progress.reminder.unit", unit=scene.name(unit)), "bulletin"))
    told = say(
        "progress.reminder.body",
        plan=cite_title(scene.title),
        period=scene.show_period(progress.period),
        asked=_say_asked(scene, asked),
        where=say(f"progress.reminder.{'below' if within else 'behind'}"),
        day=scene.show_day(progress.answer_by),
    )
    yield row_of(Cell(told, "bulletin"))


def _say_asked(scene: Scene, asked: Sequence[Record]) -> str:
    """Say what is missing, each reason once with its tasks."""
    reasons: dict[str, list[str]] = {}
    for row in asked:
        word = scene.say(f"progress.reminder.reason.{row['reason']}")
        reasons.setdefault(word, []).append(scene.number(str(row["item_id"])))
    said = (
        scene.say("progress.reminder.asked", numbers=scene.join(numbers), reason=word)
        for word, numbers in reasons.items()
    )
    return scene.say("progress.bulletin.semicolon").join(said)


def _close(scene: Scene) -> Iterator[Row]:
    say, office = scene.say, scene.settings.office
    known = {"contact": office.contact, "telephone": office.telephone}
    key = "contact" if all(known.values()) else "contact-open"
    yield row_of(Cell(say(f"progress.reminder.{key}", **known), "bulletin"))
    yield row_of(Cell("", "bulletin"))
    yield row_of(Cell(scene.office or say("progress.bulletin.signer"), "bulletin-sign"))
    yield row_of(Cell(say("progress.bulletin.date"), "bulletin-sign"))


def _heads(scene: Scene, columns: Columns) -> Row:
    return row_of(*(Cell(scene.say(f"progress.reminder.column.{key}"), "annex-head") for key, _ in columns))


def _rows(scene: Scene, row: Record, own: Record, columns: Columns) -> Iterator[Row]:
    item = scene.items[str(row["item_id"])]
    values: Mapping[str, str] = {
        "item": scene.number(item.id),
        "text": (item.title or item.body).removesuffix("…"),
        "due": break_due(scene.show_due(item), capacity_of(_DUE)),
        "state": _say_state(scene, own) or scene.say(f"progress.reminder.reason.{row['reason']}"),
        "ask": scene.say(f"progress.reminder.ask.{row['reason']}"),
    }
    cells = [Cell(values[key], "annex-center" if key in ("item", "due") else "annex-cell") for key, _ in columns]
    yield from spill_row(cells, {place: width for place, (_, width) in enumerate(columns) if place}, scene.say)


def _say_state(scene: Scene, own: Record) -> str:
    """Say how far the unit says it is, and in which words; nothing where it said nothing."""
    status = scene.say(f"sheet.status.{own['status']}") if own["status"] else ""
    said = (
        " ".join(filter(None, (status, percent_words(own["percent"])))),
        *map(quote_words, (own["done"], own["problems"])),
    )
    words = "；".join(filter(None, said))
    return scene.say("progress.reminder.reported", words=words) if words else ""
