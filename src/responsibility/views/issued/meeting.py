"""Meeting: 会议材料, what a joint meeting is asked to decide, for whoever takes the chair.

Five lines of state, the tasks that need the meeting with a proposal each and room for the decision, and a list to sign.
A task needs a meeting if it is red, if it is behind and its unit tells a problem, if units contradict each other, if
its unit says that another one holds it up, or if nobody leads it. What goes by itself is not here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from responsibility.analysis.course.contacts import Contact
from responsibility.analysis.course.lights import Standing
from responsibility.analysis.course.progress import Progress
from responsibility.kinds import Role
from responsibility.registry.base import LEVELS
from responsibility.registry.likeness import split_level
from responsibility.views.issued.bulletin import Told, list_told, quote_words
from responsibility.views.letter import TITLE_LINE, Letter, LetterTable, Line, line_of
from responsibility.views.lines import break_title
from responsibility.views.measure import title_width
from responsibility.views.naming import write_ordinal
from responsibility.views.scene import Scene
from responsibility.views.sheet import Cell
from responsibility.views.sheets.listing import Record, list_records, percent_words
from responsibility.views.sheets.progress import stamp_progress

_MARGINS = (24.0, 22.0, 30.0, 25.0)  # millimetres: no official letter, so that five matters find room on a page
_MATTERS = (9.0, 64.0, 54.0, 37.0)
_SIGNING = (12.0, 46.0, 30.0, 38.0, 38.0)
_ROW, _SIGN_ROW = 60.0, 32.0
_SPARE = 2  # rows of the list to sign without a name
_SIGN_PAGE, _SIGN_ROOM = 28, 600.0  # the most rows that a page of it has; points that it has below its title
_CORE = 3  # signs that a name without its level has at least
_REASONS = ("no-lead", "contradiction", "blocked", "red", "problem")  # the hardest to settle first


def build_meeting(scene: Scene, progress: Progress, number: int, contacts: Sequence[Contact] = ()) -> Letter:
    """Build 会议材料.docx. number: of the meeting in its year; contacts: whom units named in their sheets."""
    say, tasks = scene.say, list_told(scene, progress)
    matters = list_matters(scene, progress)
    title = say("meeting.title", number=number, plan=scene.title)
    rows = tuple(_lay_matter(scene, progress, place, *matter) for place, matter in enumerate(matters, 1))
    heads = tuple(say(f"meeting.column.{key}") for key in ("seq", "matter", "proposal", "decision"))
    asked: tuple[Line | LetterTable, ...] = (
        line_of("head", say("meeting.matters", number=write_ordinal(2, say.language), count=len(matters))),
        *((LetterTable(_MATTERS, heads, rows, _ROW),) if rows else (line_of("text", say("meeting.nothing")),)),
        line_of("note", say("meeting.note", number=number)),
    )
    return Letter(
        title,
        scene.title,
        scene.office,
        progress.as_of,
        (
            line_of("title", "\n".join(break_title(title, TITLE_LINE, title_width))),
            line_of("subtitle", say("meeting.when")),
            line_of(
                "head", say("meeting.state", number=write_ordinal(1, say.language), day=scene.show_day(progress.as_of))
            ),
            *(
                line_of("text", f"{place}. {words}")
                for place, words in enumerate(_say_state(scene, progress, tasks, {item for item, _ in matters}), 1)
            ),
            *asked,
            line_of("annex", say("meeting.annex")),
            line_of("annex-title", say("meeting.signing")),
            _list_present(scene, progress, matters, contacts),
        ),
        stamp_progress(scene, progress),
        scene.settings.output.fonts,
        _MARGINS,
    )


def list_matters(scene: Scene, progress: Progress) -> list[tuple[str, str]]:
    """Return the tasks that need a meeting, document order: item and the reason that holds first."""
    lights = {str(row["item_id"]): row for row in list_records(progress.lights)}
    clashing = set(map(str, progress.contradictions["item_id"]))
    rows = list_records(progress.ledger)
    blocked = {str(row["item_id"]) for row in rows if name_blockers(scene, row)}
    troubled = {(row["item_id"], row["unit_id"]) for row in rows if row["problems"]}
    found = []
    for item, light in lights.items():
        holds = {
            "no-lead": not any(each.role is Role.LEAD for each in scene.by_item[item]),
            "contradiction": item in clashing,
            "blocked": item in blocked and light["light"] != "done",
            "red": light["light"] == "red",
            "problem": light["light"] == "yellow" and (item, light["unit_id"]) in troubled,
        }
        reason = next((key for key in _REASONS if holds[key]), None)
        if reason:
            found.append((item, reason))
    return found


def name_blockers(scene: Scene, row: Record) -> list[str]:
    """Return the units that a unit's own account of its problems names, protocol order, by id."""
    words, own = str(row["problems"] or ""), row["unit_id"]
    names = _list_names(scene) if words else {}
    return [unit for unit, called in names.items() if unit != own and called.search(words)]


def _list_names(scene: Scene) -> dict[str, re.Pattern[str]]:
    """Return by unit what it is called: in full, in short, as the notice has it, and without its level (发改委)."""
    names: dict[str, set[str]] = {unit.id: {unit.name, unit.short} for unit in scene.plan.units}
    for each in scene.plan.assignments:
        names[each.unit_id].add(each.name)
    return {unit: re.compile("|".join(sorted(map(_name_pattern, own - {""})))) for unit, own in names.items()}


def _name_pattern(name: str) -> str:
    """Return a pattern of a name and of its core, which is another unit's behind a level of that one (县教育局)."""
    level, core = split_level(name)
    bare = rf"|(?<![{''.join(LEVELS)}]){re.escape(core)}" if level and len(core) >= _CORE else ""
    return f"{re.escape(name)}{bare}"


def _say_state(scene: Scene, progress: Progress, tasks: Sequence[Told], matters: set[str]) -> Iterator[str]:
    """Yield how things stand, a line each; what has no content has no line. matters: tasks on the meeting's table."""
    say, counts = scene.say, Counter(task.standing for task in tasks)
    told = scene.join(f"{say(f'progress.standing.{each.value}')}{counts[each]}" for each in Standing if counts[each])
    yield say("meeting.line.counts", total=len(tasks), counts=told)
    behind = [task for task in tasks if task.standing is Standing.BEHIND]
    if behind:
        units = len({task.unit for task in behind})
        yield say("meeting.line.behind", numbers=scene.join(task.number for task in behind), units=units)
    again = [
        say(f"meeting.line.again-{each.value}", numbers=scene.join(numbers))
        for each in (Standing.UNREPORTED, Standing.BEHIND)
        if (numbers := [task.number for task in tasks if task.standing is each and task.before is each])
    ]
    if again:
        yield say("meeting.line.again", words="；".join(again))
    seen = [task for task in tasks if task.light["verdict"]]
    if seen:
        false = scene.join(task.number for task in seen if task.light["verdict"] == "false")
        yield say("meeting.line.seen", count=len(seen), numbers=false)
    held = {str(row["item_id"]) for row in list_records(progress.ledger) if row["problems"]} - matters
    if held:
        told = scene.join(scene.number(item) for item in scene.items if item in held)
        yield say("meeting.line.problems", numbers=told)
    if next_due := list(_list_due(scene, progress)):
        yield say("meeting.line.due", count=len(next_due), tasks=scene.join(next_due))


def _list_due(scene: Scene, progress: Progress) -> Iterator[str]:
    """Yield the tasks not done that fall due within as many days as the period has had."""
    length = progress.period.end - progress.period.start
    for row in list_records(progress.lights):
        due = str(row["due"])
        is_near = progress.as_of.isoformat() < due <= (progress.as_of + length).isoformat()
        if due and is_near and row["light"] != "done":
            item = scene.items[str(row["item_id"])]
            yield scene.say("meeting.line.task", number=scene.number(item.id), due=scene.show_due(item) or due)


def _lay_matter(scene: Scene, progress: Progress, place: int, item_id: str, reason: str) -> tuple[Cell, ...]:
    head, words, proposal = _tell_matter(scene, progress, item_id, reason)
    return (
        Cell(str(place), "cell-center"),
        Cell(head + words, "cell", strong=len(head)),
        Cell(proposal, "cell"),
        Cell(scene.say("meeting.decide"), "cell"),
    )


def _tell_matter(scene: Scene, progress: Progress, item_id: str, reason: str) -> tuple[str, str, str]:
    """Say what a matter is, each unit's own words about it, and what is proposed."""
    say, item = scene.say, scene.items[item_id]
    rows = [row for row in list_records(progress.ledger) if row["item_id"] == item_id]
    light = next(row for row in list_records(progress.lights) if row["item_id"] == item_id)
    told = {"number": scene.number(item_id), "title": (item.title or item.body).removesuffix("…")}
    said = "".join(
        say("meeting.said", unit=scene.short(str(row["unit_id"])), words=words)
        for row in _choose_voices(scene, progress, rows, light, reason)
        if (words := _words(row))
    )
    shares = {key: percent_words(light[key]) for key in ("percent", "expected")}
    is_measured = reason in ("red", "blocked", "problem") and any(shares.values())
    reached = say("meeting.reached", **shares) if is_measured else ""
    others = list(dict.fromkeys(each for row in rows for each in name_blockers(scene, row)))
    units = {
        "unit": scene.short(str(light["unit_id"])),
        "others": scene.join(map(scene.short, others)),
        "all": scene.join(scene.short(each.unit_id) for each in scene.by_item[item_id]),
        "due": scene.show_due(item),
        "day": scene.show_day(progress.answer_by),
    }
    return say(f"meeting.reason.{reason}", **told), reached + said, say(f"meeting.proposal.{reason}", **units)


def _choose_voices(
    scene: Scene, progress: Progress, rows: Sequence[Record], light: Record, reason: str
) -> list[Record]:
    """Return the answers that a matter is about: of whom it rests on, who is held up, who contradicts whom."""
    clashes = progress.contradictions[progress.contradictions["item_id"] == light["item_id"]]
    heard = {light["unit_id"]}
    if reason == "contradiction":
        heard |= {*clashes["unit_id"], *clashes["other_id"]}
    if reason == "blocked":
        heard |= {row["unit_id"] for row in rows if name_blockers(scene, row)}
    return [row for row in rows if reason == "no-lead" or row["unit_id"] in heard]


def _words(row: Record) -> str:
    return "；".join(filter(None, (quote_words(row["done"]), quote_words(row["problems"]))))


def _list_present(
    scene: Scene, progress: Progress, matters: Sequence[tuple[str, str]], contacts: Sequence[Contact]
) -> LetterTable:
    """List the units that the matters touch, with whom they named and where to call, and two rows to spare."""
    ledger = list_records(progress.ledger)
    items = {item for item, _ in matters}
    touched = {str(row["unit_id"]) for row in ledger if row["item_id"] in items}
    touched |= {each for row in ledger if row["item_id"] in items for each in name_blockers(scene, row)}
    known: dict[str, tuple[str, str]] = {}
    said = [(each.unit_id, each.name, each.phone) for each in sorted(contacts, key=lambda each: not each.post)]
    for unit_id, *person in (
        *said,
        *((each.unit_id, each.person.name, each.person.phone) for each in scene.plan.people),
    ):
        if unit_id and person[0]:
            known.setdefault(unit_id, (person[0], person[1]))
    units = [unit for unit in scene.units if unit in touched or not matters]
    rows = [
        tuple(Cell(words, "cell-center") for words in (str(place), scene.short(unit), *known.get(unit, ("", "")), ""))
        for place, unit in enumerate(units, 1)
    ]
    spare = min(_SPARE, -len(rows) % _SIGN_PAGE)  # no page of spare rows alone
    rows += [
        tuple(Cell(words, "cell-center") for words in (str(len(units) + extra), "", "", "", ""))
        for extra in range(1, spare + 1)
    ]
    heads = tuple(scene.say(f"meeting.column.{key}") for key in ("seq", "unit", "name", "telephone", "sign"))
    pages = ceil(len(rows) / _SIGN_PAGE)  # lower rows rather than a page of a few
    return LetterTable(_SIGNING, heads, tuple(rows), min(_SIGN_ROW, _SIGN_ROOM / ceil(len(rows) / pages)))
