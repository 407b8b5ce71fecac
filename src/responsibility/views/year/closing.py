"""Closing: 年底交账, how each task went through the year, its last words and what proves them, and what stays open.

In: a Scene, the periods of a year as judged and who spoke when, with the cell. Out: a Book, and the open tasks as
text that can stand in next year's notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from responsibility.analysis.course.inspection import Inspection
from responsibility.analysis.course.lights import Standing, find_standing
from responsibility.analysis.course.progress import Progress
from responsibility.kinds import Basis, Role
from responsibility.model import Assignment, Milestone, Person, split_title
from responsibility.views.entries import show_fields, show_people
from responsibility.views.measure import capacity_of
from responsibility.views.running import run_name, run_names, widen_signs
from responsibility.views.scene import Scene, show_task
from responsibility.views.sheet import Book, Cell, Sheet, Value
from responsibility.views.sheets.books import make_book
from responsibility.views.sheets.listing import Listing, Record, Shown, build_listing, list_records, percent_words
from responsibility.views.sheets.progress import say_lead

_MID = "cell-center"
_OPEN = (Standing.BEHIND, Standing.AHEAD, Standing.ON_COURSE, Standing.UNREPORTED)
_UNITS = 30.0  # column units of a task's units
Heard = Mapping[tuple[str, str, str], str]  # where what was said stands, by period, item and unit


def build_closing_book(
    scene: Scene, periods: Sequence[Progress], heard: Heard, inspections: Sequence[Inspection], year: int
) -> Book:
    """Build 年底交账.xlsx: 任务交账, one row a task, and 结转, those that are not done."""
    say, last = scene.say, periods[-1]
    stamp = say("closing.stamp", year=year, periods=scene.join(scene.show_period(each.period) for each in periods))
    columns = (
        Shown("item", 8, _MID), Shown("task", 36), Shown("lead", 16, _MID), Shown("due", 13, _MID),
        Shown("course", 33), Shown("percent", 8, _MID), Shown("standing", 10, _MID), Shown("words", 40, "cell-top"),
        Shown("proof", 52, "cell-top"),
    )  # fmt: skip
    said = {(row["item_id"], row["unit_id"]): row for row in list_records(last.ledger)}
    tasks: list[list[Value | Cell]] = [
        _close_task(scene, periods, light, said, heard, inspections) for light in list_records(last.lights)
    ]
    carried = (
        Shown("item", 8, _MID), Shown("task", 40), Shown("units", _UNITS), Shown("due", 13, _MID),
        Shown("standing", 10, _MID), Shown("percent", 8, _MID), Shown("problems", 40, "cell-top"),
        Shown("next", 40, "cell-top"),
    )  # fmt: skip
    rows = [_carry_over(scene, light, said) for light in list_open(scene, last)]
    return make_book(
        scene,
        say("closing.title", year=year),
        (
            _list(scene, Listing("closing", "tasks", columns, "A3"), tasks, stamp),
            _list(scene, Listing("closing", "open", carried, "A3"), rows, stamp),
        ),
    )


def _list(scene: Scene, listing: Listing, rows: Sequence[Sequence[Value | Cell]], stamp: str) -> Sheet:
    sheet = build_listing(scene, listing, rows, stamp)
    # Signed and kept as paper: pages are evened out, which a list that may be filtered cannot have.
    return replace(sheet, filter=None, page=scene.paper(repeat_rows=sheet.page.repeat_rows, paper=listing.paper))


def list_open(scene: Scene, last: Progress) -> list[Record]:
    """Return the lights of tasks that the year ends without, document order; what never ends is not among them."""
    return [row for row in list_records(last.lights) if _stand(scene, row) in _OPEN and row["why"] != "rhythm"]


def write_open(scene: Scene, last: Progress) -> str:
    """Write the open tasks as a notice has them, so that they are read back with all that they had.

    Number, words; in brackets units by their roles, day and people; stages and further fields in lines below.
    """
    lines = [scene.say("closing.head")]
    for number, light in enumerate(list_open(scene, last), 1):
        item = scene.items[str(light["item_id"])]
        words = _join_lines("\n".join(filter(None, split_title(item.title, item.body))))
        due = scene.show_due(item)
        parts = [
            *_list_parts(scene, scene.by_item[item.id]),
            *([scene.say("closing.part.due", due=due)] if due and due not in words else []),
            *map(_show_holder, item.people),
        ]
        lines.append(scene.say("closing.line", number=number, words=words, units="；".join(parts)))
        if stages := [_show_stage(each) for each in item.milestones if each.text not in words]:
            lines.append(scene.say("closing.part.stages", stages="；".join(stages)))
        lines += (line for each in show_fields(item.fields) if (line := _join_lines(each)) not in words)
    return "\n".join(lines) + "\n"


def _join_lines(words: str) -> str:
    """Write lines as one, each with its stop."""
    return "".join(line if line[-1:] in "。；：！？.;:" else f"{line}。" for line in words.split("\n"))


def _show_stage(stage: Milestone) -> str:
    """Write a stage on one line."""
    return stage.period + "；".join(stage.text.split("\n"))


def _show_holder(person: Person) -> str:
    """Write a person with the unit whose they are, where the notice says it."""
    (words,) = show_people([person])
    return f"{words}（{person.unit}）" if person.unit else words


def _list_parts(scene: Scene, own: Sequence[Assignment]) -> Iterator[str]:
    """Yield each role with its units; one list where the notice itself leaves the lead to the order."""
    if any(each.basis is Basis.FIRST_LISTED for each in own):
        yield scene.say("closing.part.co-lead", units=scene.join(scene.short(each.unit_id) for each in own))
        return
    for role in Role:
        if units := [scene.short(each.unit_id) for each in own if each.role is role]:
            yield scene.say(f"closing.part.{role.value}", units=scene.join(units))


def _stand(scene: Scene, light: Record) -> Standing:
    return find_standing(str(light["light"]), light["gap"], scene.settings.progress.ahead_points)


def _word(scene: Scene, light: Record) -> str:
    return scene.say(f"progress.standing.{_stand(scene, light).value}")


def _close_task(  # noqa: PLR0917  # one row's facts
    scene: Scene,
    periods: Sequence[Progress],
    light: Record,
    said: Mapping[tuple[object, object], Record],
    heard: Heard,
    inspections: Sequence[Inspection],
) -> list[Value | Cell]:
    item = scene.items[str(light["item_id"])]
    words, title = show_task(item)
    own = said[light["item_id"], light["unit_id"]]
    return [
        scene.number(item.id),
        Cell(widen_signs(words), "cell-top", strong=title),
        say_lead(scene, light),
        scene.show_due(item),
        "\n".join(_tell_course(scene, periods, item.id)),
        percent_words(light["percent"]),
        _word(scene, light),
        "\n".join(filter(None, (str(own["done"]), str(own["problems"]), str(own["next_step"])))),
        "\n".join(_list_proofs(scene, periods, item.id, heard, inspections)),
    ]


def _tell_course(scene: Scene, periods: Sequence[Progress], item_id: str) -> Iterator[str]:
    """Yield how the task stood, a line a period."""
    for each in periods:
        for row in list_records(each.lights[each.lights["item_id"] == item_id]):
            told = {"period": scene.show_period(each.period), "standing": _word(scene, row)}
            yield scene.say("closing.course", percent=percent_words(row["percent"]), **told)


def _list_proofs(
    scene: Scene, periods: Sequence[Progress], item_id: str, heard: Heard, inspections: Sequence[Inspection]
) -> Iterator[str]:
    """Yield of each period whose sheets speak of the task and in which cell, then what the office found itself."""
    names = {each.period.id: scene.show_period(each.period) for each in periods}
    for period, name in names.items():
        places = [(each.unit_id, heard.get((period, item_id, each.unit_id))) for each in scene.by_item[item_id]]
        told = [
            scene.say("closing.heard", unit=scene.short(unit), cell=place.rpartition("!")[2])
            for unit, place in places
            if place is not None
        ]
        if told:
            yield scene.say("closing.proof", period=name, units=scene.join(told))
    for found in inspections:
        if found.item_id == item_id:
            verdict = scene.say(f"inspect.verdict.{found.verdict.value}")
            day = scene.show_day(found.day) if found.day else names.get(found.period, found.period)
            yield scene.say("closing.inspected", day=day, verdict=verdict, proof=found.proof)


def _carry_over(scene: Scene, light: Record, said: Mapping[tuple[object, object], Record]) -> list[Value | Cell]:
    item = scene.items[str(light["item_id"])]
    words, title = show_task(item)
    own = said[light["item_id"], light["unit_id"]]
    units = [run_name(f"{scene.mark(each.role)}{scene.short(each.unit_id)}") for each in scene.by_item[item.id]]
    return [
        scene.number(item.id),
        Cell(widen_signs(words), "cell-top", strong=title),
        run_names(units, capacity_of(_UNITS), scene.say("sheet.and")).words,
        scene.show_due(item),
        _word(scene, light),
        percent_words(light["percent"]),
        str(own["problems"]),
        str(own["next_step"]),
    ]
