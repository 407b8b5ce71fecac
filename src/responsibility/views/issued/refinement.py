"""Refinement papers: 细化分解表, which a lead unit fills in once a year, and the list of all that came back.

The heads are shared with the room that reads filled sheets: a column is known by its head, a row by the hidden id, or
by that of the row above where somebody inserted one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from responsibility.analysis.course.refinement import Refinement, add_up, find_decision
from responsibility.kinds import Role
from responsibility.language.rounding import write_whole
from responsibility.model import Item, Unit
from responsibility.views.entries import show_person
from responsibility.views.running import run_task, widen_signs
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, State, Value, row_of
from responsibility.views.sheets.books import make_book
from responsibility.views.sheets.listing import Listing, Shown, build_listing, spill_row

BAND = "#"  # before the id of a task in its own row, which holds the notice's words
REFINED = "_refine"  # the very hidden sheet: plan and unit
REFINE_COLUMNS = (
    ("seq", 6.0), ("measure", 31.0), ("goal", 12.0), ("q1", 14.0), ("q2", 14.0), ("q3", 14.0), ("q4", 14.0),
    ("office", 9.0), ("person", 10.7), ("telephone", 15.0),
)  # fmt: skip
FORM_KEYS = ("unit", "deputy", "liaison", "telephone", "filled-on")  # the labels above the table
_LAST = len(REFINE_COLUMNS) - 1
_STAGES = tuple(at for at, (key, _) in enumerate(REFINE_COLUMNS) if key in ("q1", "q2", "q3", "q4"))
_TOP = 4  # the upper row of heads
_EMPTY_ROWS = 3  # a task is asked for so many measures; more may be inserted
_ROW = 21.0  # points of a row at the least; they grow to the foot of their page
_FILLS = {"measure": "sheet-fill", "telephone": "sheet-fill-text"}
_PIECES = Listing("refine", "pieces", (
    Shown("unit", 16), Shown("item", 8, "cell-center"), Shown("measure", 36), Shown("goal", 14), Shown("q1", 14),
    Shown("q2", 14), Shown("q3", 14), Shown("q4", 14), Shown("office", 12), Shown("person", 12), Shown("telephone", 14),
    Shown("sum", 24), Shown("verdict", 14),
), "A3")  # fmt: skip


def list_led(scene: Scene, unit: Unit) -> list[Item]:
    """Return the tasks that a unit leads, document order; where nobody leads, who stands first."""
    leads = {
        item: next((a.unit_id for a in own if a.role is Role.LEAD), own[0].unit_id)
        for item, own in scene.by_item.items()
        if own
    }
    return [item for item in scene.assigned if leads[item.id] == unit.id]


def build_refinement_book(scene: Scene, unit: Unit, items: Sequence[Item]) -> Book:
    """Build one unit's 细化分解表: a band a task, empty rows for its measures."""
    say = scene.say
    title = say("refine.title", unit=scene.name(unit))
    rows = [
        row_of(Cell(title, "title")),
        row_of(Cell(say("score.plan", plan=scene.title), "subtitle")),
        _head(scene, unit),
        row_of(height=5.0),
        *_heads(scene),
    ]
    merges = [*(Area(row, 0, row, _LAST) for row in range(2)), Area(2, 0, 2, 1), *_HEAD_AREAS]
    for item in items:
        for line in _band(scene, item):
            merges.append(Area(len(rows), 1, len(rows), _LAST))
            rows.append(replace(line, kept=True))
        rows += (_blank(item, number) for number in range(1, _EMPTY_ROWS + 1))
    merges += [Area(len(rows), 3, len(rows), 4), Area(len(rows), 6, len(rows), _LAST)]
    rows[-1] = replace(rows[-1], kept=True)  # no page holds the signatures alone
    rows.append(replace(_signs(scene), kept=True))
    merges.append(Area(len(rows), 0, len(rows), _LAST))
    rows.append(row_of(Cell(_say_note(scene), "annex-note")))
    columns = tuple(Column(key, width, width, "annex-cell") for key, width in REFINE_COLUMNS)
    hidden = Column("item_id", 8, 8, "plain", hidden=True)
    sheet = Sheet(
        say("refine.name"), (*columns, hidden), tuple(rows), tuple(merges), frozen=(_TOP + 2, 0),
        page=scene.paper(form="form", repeat_rows=(_TOP, _TOP + 1), whole=True),
    )  # fmt: skip
    meta = Sheet(
        REFINED,
        (Column("plan", 20, 20), Column("unit", 20, 20)),
        (row_of(scene.plan.id, unit.id),),
        state=State.VERY_HIDDEN,
    )
    return make_book(scene, title, (sheet, meta))


_HEAD_AREAS = (
    Area(_TOP, _STAGES[0], _TOP, _STAGES[-1]),
    *(Area(_TOP, at, _TOP + 1, at) for at in range(_LAST + 1) if at not in _STAGES),
)


def _heads(scene: Scene) -> Iterator[Row]:
    """Yield the two rows of heads: the stages' own stand below one that they share."""
    named = [Cell(scene.say(f"refine.column.{key}"), "annex-head") for key, _ in REFINE_COLUMNS]
    blank, shared = Cell("", "annex-head"), Cell(scene.say("refine.stages"), "annex-head")
    upper = [shared if at == _STAGES[0] else blank if at in _STAGES else head for at, head in enumerate(named)]
    yield row_of(*upper, Cell("item_id", "plain"))
    yield row_of(*(head if at in _STAGES else blank for at, head in enumerate(named)))


# A label and the cell to its right that is written in, by key: the labels' columns.
_HEAD = (("deputy", 2), ("liaison", 4), ("telephone", 6), ("filled-on", 8))


def _head(scene: Scene, unit: Unit) -> Row:
    """Lay the line above the table: whose it is, then labels with a cell to write in each."""
    cells = [(0, Cell(scene.say("refine.form.unit") + scene.name(unit), "sheet-label"))]
    for key, at in _HEAD:
        cells += [(at, Cell(scene.say(f"refine.form.{key}"), "sheet-label-right")), (at + 1, Cell("", "sheet-line"))]
    return Row(tuple(cells), height=24.0)


def _signs(scene: Scene) -> Row:
    """Lay the line below: two signatures, and the office's verdict."""
    say = scene.say
    head, deputy, office = (Cell(say(f"refine.sign.{key}"), "annex-head") for key in ("head", "deputy", "office"))
    room, blank = Cell(say("refine.signed"), "annex-cell"), Cell("", "annex-cell")
    verdict = Cell(say("refine.verdicts"), "annex-cell")
    return row_of(head, room, deputy, room, blank, office, verdict, blank, blank, blank, height=48.0)


def _say_note(scene: Scene) -> str:
    due, office = scene.settings.steps.refine, scene.settings.office
    day = scene.show_day(date(scene.as_of.year, *map(int, due.split("-")))) if due and scene.as_of else ""
    told = {"contact": office.contact, "telephone": office.telephone} if day else {"contact": "", "telephone": ""}
    return scene.say("refine.note", due=day, office=widen_signs(office.name or scene.plan.header.issuer or ""), **told)


def _band(scene: Scene, item: Item) -> Iterator[Row]:
    text = run_task(item)[0]
    others = scene.join(scene.short(each.unit_id) for each in scene.by_item[item.id][1:])
    people = [each.person for each in scene.people[item.id] if each.person.is_leader and not each.unit_id]
    said = (scene.show_due(item), scene.join(map(show_person, people)), scene.say("refine.others", units=others))
    beside = scene.say("progress.bulletin.semicolon").join(filter(None, said))
    told = text.words + scene.say("refine.beside", told=beside)
    blank = [Cell("", "task-band") for _ in range(_LAST - 1)]
    number, mark = Cell(scene.number(item.id), "task-band-center"), Cell(f"{BAND}{item.id}", "plain")
    cells = (number, Cell(told, "task-band", stretches=text.stretches), *blank, mark)
    yield from spill_row(cells, {1: sum(width for _, width in REFINE_COLUMNS[1:])}, scene.say, keep=(0, len(cells) - 1))


def _blank(item: Item, number: int) -> Row:
    fills = (Cell("", _FILLS.get(key, "sheet-fill-center")) for key, _ in REFINE_COLUMNS[1:])
    row = row_of(Cell(f"（{number}）", "annex-center"), *fills, Cell(item.id, "plain"))
    return replace(row, kept=number < _EMPTY_ROWS, least=_ROW, grows=True)


_SENDERS = Listing("refine", "senders", (
    Shown("unit", 20), Shown("state", 10, "cell-center"), Shown("deputy", 18), Shown("liaison", 18),
    Shown("telephone", 18), Shown("filled-on", 14, "cell-center"),
))  # fmt: skip
_LOOSE = Listing(
    "refine", "loose", (Shown("unit", 20), Shown("file", 30), Shown("place", 18), Shown("words", 60, "cell-top"))
)


class Sender(NamedTuple):
    """A unit that was asked. form: what stands above its table, by key; None where it sent nothing."""

    unit_id: str
    form: Mapping[str, str] | None


def build_pieces_book(
    scene: Scene,
    pieces: Sequence[Refinement],
    decided: Mapping[tuple[str, str], tuple[str, str]],
    senders: Sequence[Sender],
    loose: Iterable[tuple[str, str, str, str]],
) -> Book:
    """Build 细化分解汇总.xlsx: every piece as typed, whether a task's pieces add up, what was decided, who sent it.

    loose: unit, file, place and words of what is no part of a piece.
    """
    missing = [each.unit_id for each in senders if each.form is None]
    say = scene.say
    stamp = say("refine.stamp", count=len(pieces), units=scene.join(map(scene.short, missing)))
    rows: list[list[Value | Cell]] = []
    for number, piece in enumerate(pieces):
        own = [each for each in pieces if each.item_id == piece.item_id]
        is_first = not number or pieces[number - 1].item_id != piece.item_id
        verdict, reason = find_decision(piece, decided)
        rows.append([
            scene.short(piece.unit_id), scene.number(piece.item_id), piece.measure, piece.goal, *piece.quarters,
            piece.office, piece.person, piece.telephone, _say_sum(scene, own) if is_first else "",
            say("refine.verdict", verdict=say(f"refine.verdict-{verdict or 'open'}"), reason=reason),
        ])  # fmt: skip
    forms = [_tell_sender(scene, each) for each in senders]
    rest: list[list[Value | Cell]] = [[scene.short(unit), *words] for unit, *words in loose]
    lists = [build_listing(scene, _PIECES, rows, stamp), build_listing(scene, _SENDERS, forms, stamp)]
    if rest:
        lists.append(build_listing(scene, _LOOSE, rest, say("refine.stamp", count=len(rest), units="")))
    return make_book(scene, say("refine.all"), lists)


def _tell_sender(scene: Scene, sender: Sender) -> list[Value | Cell]:
    form = sender.form or {}
    state = scene.say(f"refine.state-{'missing' if sender.form is None else 'sent'}")
    told = (form.get(key, "") for key in ("deputy", "liaison", "telephone", "filled-on"))
    return [scene.short(sender.unit_id), state, *told]


def _say_sum(scene: Scene, pieces: Sequence[Refinement]) -> str:
    """Say whether pieces come to what their task promises, for each unit of measure that both speak of."""
    targets = [
        (float(each.value), each.unit)
        for each in scene.items[pieces[0].item_id].targets
        if isinstance(each.value, float | int)
    ]
    return "\n".join(_say_total(scene, *each) for each in add_up(pieces, targets))


def _say_total(scene: Scene, unit: str, total: float, promised: Sequence[float]) -> str:
    key = "refine.sum-several" if len(promised) > 1 else "refine.sum" if [total] == promised else "refine.sum-differs"
    return scene.say(key, sum=write_whole(total), promised=write_whole(promised[0]), unit=unit, count=len(promised))
