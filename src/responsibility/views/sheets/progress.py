"""Progress: 进展台账 and the lists beside it, as a Book.

In: a Scene, a Progress, what was received, the courses of earlier periods. Out: the sheets of 进展台账.xlsx.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from responsibility.analysis.course.lights import Colour
from responsibility.analysis.course.progress import Progress
from responsibility.kinds import Role
from responsibility.model import Finding
from responsibility.views.findings import number_finding, speak_finding
from responsibility.views.scene import Scene, show_targets, show_task
from responsibility.views.sheet import Area, Book, Cell, Chart, Row, Series, Sheet, Value
from responsibility.views.sheets.listing import (
    HEAD,
    Listing,
    Record,
    Shown,
    build_listing,
    common_shows,
    list_records,
    percent_words,
    show_light,
    show_rows,
)
from responsibility.views.sheets.lists.people import build_contacts

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.analysis.course.contacts import Contact

_MID = "cell-center"
_ITEM, _TITLE = Shown("item", 8, _MID, "item_id", "number"), Shown("text", 36, "cell", "item_id", "title")
_UNIT, _STATUS = Shown("unit", 16, "cell", "unit_id", "unit"), Shown("status", 11, _MID, "status", "status")
_PERCENT, _DUE = Shown("percent", 8, _MID, "percent", "percent"), Shown("due", 13, _MID, "due", "due")
_LIGHT = Shown("light", 10, _MID, "light", "light")

_LEDGER = Listing("progress", "ledger", (
    _ITEM, Shown("section", 12), Shown("text", 40, "cell-top"), Shown("targets", 18, "cell-top"),
    Shown("due", 10, _MID), _LIGHT, _STATUS, _PERCENT, Shown("expected", 8, _MID), Shown("lead-words", 36, "cell-top"),
    Shown("problems", 22, "cell-top"), Shown("next-step", 22, "cell-top"), Shown("other-words", 44, "cell-top"),
), "A3")  # fmt: skip
_LIGHTS = Listing("progress", "lights", (
    _ITEM, _TITLE, _UNIT, _STATUS, _PERCENT, Shown("expected", 8, _MID, "expected", "percent"),
    Shown("gap", 8, _MID, "gap", "points"), _DUE, _LIGHT, Shown("light-before", 10, _MID, "light_before", "light"),
    Shown("why", 42, "cell", "why", "why"),
))  # fmt: skip
_REPORTS = Listing("progress", "reports", (
    _UNIT, Shown("full-name", 30, "cell", "unit_id", "name"), Shown("state", 14, _MID, "state", "state"),
    Shown("items", 8, "count", "items", "count"), Shown("leads", 8, "count", "leads", "count"),
    Shown("answered", 8, "count", "answered", "count"), Shown("filled-on", 12, _MID, "filled_on"),
    Shown("late-days", 8, "count", "late_days", "points"),
))  # fmt: skip
_CONTRADICTIONS = Listing("progress", "contradictions", (
    _ITEM, _TITLE, Shown("what", 28, "cell", "kind", "contradiction"), _UNIT, _STATUS, Shown("words", 30, "cell-top"),
    Shown("other", 16, "cell", "other_id", "unit"), Shown("other-status", 11, _MID, "other_status", "status"),
    Shown("other-words", 30, "cell-top", "other_words"),
))  # fmt: skip
_DOUBTS = Listing("progress", "doubts", (
    _ITEM, _TITLE, _UNIT, Shown("what", 44, "cell", "kind", "doubt"), _STATUS, _PERCENT,
    Shown("status-before", 11, _MID, "status_before", "status"),
    Shown("percent-before", 8, _MID, "percent_before", "percent"),
))  # fmt: skip
_REMINDERS = Listing("progress", "reminders", (
    _UNIT, _ITEM, _TITLE._replace(width=44), Shown("role", 9, _MID, "role", "role"),
    Shown("reason", 36, "cell", "reason", "reason"), _DUE, _LIGHT,
))  # fmt: skip
_UNPLACED = Listing("progress", "unplaced", (
    Shown("file", 30), _UNIT, Shown("place", 18), Shown("words", 50, "cell-top"), _ITEM,
    Shown("reason", 40, "cell", "reason", "unplaced"),
))  # fmt: skip
_FILES = Listing("progress", "files", (
    Shown("file", 36), _UNIT, Shown("state", 10, _MID, "state", "file"), Shown("filled-on", 12, _MID, "filled_on"),
    Shown("saved", 20, _MID), Shown("answers", 8, "count", "answers", "count"),
    Shown("left", 8, "count", "unplaced", "count"), Shown("reason", 60),
))  # fmt: skip
_REMARKS = Listing("progress", "remarks", (
    Shown("severity", 8, _MID), _UNIT, _ITEM, Shown("code", 24), Shown("sentence", 64), Shown("fix", 44),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """What came in beside the answers. unplaced, files: tables of `returns`; findings: of all files.

    course: how many items had which light, by the words of a period, earliest first. contacts: whom units named.
    """

    unplaced: DataFrame
    files: DataFrame
    findings: tuple[Finding, ...]
    course: Mapping[str, Mapping[str, int]]
    contacts: tuple[Contact, ...] = ()


def build_progress_book(scene: Scene, progress: Progress, received: Beside) -> Book:
    """Build 进展台账.xlsx: the ledger, the lights, who is missing, what clashes, whom to urge, what has no place."""
    stamp = stamp_progress(scene, progress)
    shows = {**common_shows(scene), "why": lambda record, _: say_why(scene, record)}
    tables = (
        (_REPORTS, progress.reports),
        (_CONTRADICTIONS, progress.contradictions),
        (_DOUBTS, progress.doubts),
        (_REMINDERS, progress.reminders),
        (_UNPLACED, received.unplaced),
        (_FILES, received.files),
    )
    rows = [(listing, [*show_rows(table, listing, shows)]) for listing, table in tables]
    rows.append((_REMARKS, [*_remark_rows(scene, received.findings)]))
    lists = [build_listing(scene, listing, own, stamp) for listing, own in rows if own]
    # A list of nothing is no page of its own: the ledger says that there is none.
    empty = scene.join(scene.say(f"progress.list.{listing.key}.name") for listing, own in rows if not own)
    ledger = build_listing(scene, _LEDGER, _ledger_rows(scene, progress), stamp, empty)
    lights = build_listing(scene, _LIGHTS, show_rows(progress.lights, _LIGHTS, shows), stamp)
    contacts = build_contacts(replace(scene, contacts=received.contacts))
    course = build_course(scene, received.course, stamp)
    return Book(
        title=scene.say("progress.book"),
        subject=scene.title,
        author=scene.plan.header.issuer or "",
        created=progress.as_of,
        sheets=(ledger, lights, course, *lists, *([contacts] if contacts else [])),
        properties={"plan_id": scene.plan.id, "period": progress.period.id},
        fonts=scene.settings.output.fonts,
    )


def stamp_progress(scene: Scene, progress: Progress) -> str:
    """Return plan, period, day, and what the lights and days rest on, in one line."""
    due = progress.period.due
    return scene.say(
        "progress.stamp",
        plan=scene.plan.id,
        period=scene.show_period(progress.period),
        day=scene.show_day(progress.as_of),
        due=scene.show_day(due.day),
        preset=scene.say(f"progress.preset.{scene.settings.progress.preset}"),
        known="" if due.is_known else scene.say("progress.holidays-unknown", year=due.day.year),
    )


def build_course(scene: Scene, course: Mapping[str, Mapping[str, int]], stamp: str) -> Sheet:
    """Build 进度走势: how many tasks had which light, period by period, with a chart."""
    columns = (Shown("period", 16), *(Shown(f"light-{each.value}", 10, "count") for each in Colour))
    rows: list[list[Value | Cell]] = [
        [period, *(counts.get(each.value, 0) for each in Colour)] for period, counts in course.items()
    ]
    sheet = build_listing(scene, Listing("progress", "course", columns), rows, stamp)
    first, last = HEAD + 1, len(sheet.rows) - 1
    words = {each.value: scene.say(f"progress.light.{each.value}") for each in Colour}
    series = tuple(
        Series(word, Area(first, place, last, place), f"bar-{key}")
        for place, (key, word) in enumerate(words.items(), 1)
    )
    said = (
        f"{period}：" + "、".join(f"{words[key]}{count}" for key, count in counts.items() if count)
        for period, counts in course.items()
    )
    title = scene.say("progress.list.course.title")
    chart = Chart(title, Area(first, 0, last, 0), series, last + 2, 0, "；".join(said), 580, 300)
    # Empty rows under the chart, so that it lies in the printed area.
    return replace(sheet, charts=(chart,), rows=(*sheet.rows, *[Row(())] * 18)) if course else sheet


def say_why(scene: Scene, record: Record) -> str:
    """Say why a light is what it is, with its numbers."""
    gap = record["gap"] if isinstance(record["gap"], float | int) else 0
    return scene.say(
        f"progress.why.{record['why']}",
        percent=percent_words(record["percent"]),
        expected=percent_words(record["expected"]),
        gap=f"{abs(gap):g}",
        due=say_end(scene, record),
        status=scene.say(f"sheet.status.{record['status']}") if record["status"] else "",
        place=scene.say("progress.ahead" if gap <= 0 else "progress.behind", gap=f"{abs(gap):g}"),
    ) + (scene.say(f"progress.voice.{record['voice']}") if record["voice"] != "lead" else "")


def say_end(scene: Scene, light: Record) -> str:
    """Name the day to which a task runs: its own, else the plan's end."""
    return scene.show_due(scene.items[str(light["item_id"])]) or str(light["due"] or "") or scene.say("progress.end")


def say_lead(scene: Scene, light: Record) -> str:
    """Name the unit that a task's light rests on where leads are listed; where nobody leads, that is said."""
    unit = scene.short(str(light["unit_id"]))
    return unit if light["voice"] != "no-lead" else scene.say("progress.no-lead", unit=unit)


def _ledger_rows(scene: Scene, progress: Progress) -> Iterator[list[Value | Cell]]:
    by_item: dict[object, list[Record]] = {}
    for row in list_records(progress.ledger):
        by_item.setdefault(row["item_id"], []).append(row)
    for light in list_records(progress.lights):
        own = by_item[light["item_id"]]
        lead = next(row for row in own if row["unit_id"] == light["unit_id"])
        item = scene.items[str(light["item_id"])]
        words, title = show_task(item)
        yield [
            scene.number(item.id),
            scene.part(item),
            Cell(words, "cell-top", strong=title),
            "\n".join(show_targets(item)),
            scene.show_due(item),
            show_light(scene, light["light"]),
            scene.say(f"sheet.status.{light['status']}") if light["status"] else "",
            percent_words(light["percent"]),
            percent_words(light["expected"]),
            say_unit(scene, lead),
            str(lead["problems"]),
            str(lead["next_step"]),
            "\n".join(say_unit(scene, row, whole=True) for row in own if row is not lead),
        ]


def say_unit(scene: Scene, row: Record, whole: bool = False) -> str:
    """Say who, with which role, how far, and in which words. whole: with problems and next steps."""
    say = scene.say
    head = f"{scene.mark(Role(str(row['role'])))}{scene.short(str(row['unit_id']))}"
    if not row["answered"]:
        return say("progress.unanswered", unit=head)
    status = say(f"sheet.status.{row['status']}") if row["status"] else ""
    state = " ".join(filter(None, (status, percent_words(row["percent"]))))
    parts = [str(row["done"])]
    if whole:
        pairs = (("problems", "problems"), ("next-step", "next_step"))
        parts += [f"{say(f'progress.column.{key}')}：{row[name]}" for key, name in pairs if row[name]]
    parts += [str(row["notes"]), " ".join(str(row[name]) for name in ("office", "person", "telephone") if row[name])]
    return f"{head}{f'（{state}）' if state else ''}：" + "\n".join(filter(None, parts))


def _remark_rows(scene: Scene, findings: tuple[Finding, ...]) -> Iterator[list[Value | Cell]]:
    for each in findings:
        severity = each.severity.value
        shown = Cell(scene.say(f"severity.{severity}"), "remark" if severity == "note" else severity)
        unit = scene.short(each.unit_id) if each.unit_id in scene.units else each.unit_id or ""
        yield [
            shown,
            unit,
            scene.number(each.item_id or ""),
            each.code,
            *(speak_finding(number_finding(each, scene.numbers), part, scene.say) for part in ("text", "fix")),
        ]
