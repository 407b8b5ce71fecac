"""Inspection papers: 抽查核实安排, how tasks were drawn, and 抽查核实表, one form a task, to be filled in on the spot.

FORM is shared with the room that reads filled forms: which label has its value how many columns to the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from responsibility.analysis.course.progress import Progress
from responsibility.analysis.course.sampling import Draw, Stratum
from responsibility.language.rounding import show_number
from responsibility.views.measure import PADDING, UNIT, capacity_of, count_lines, line_height, shorten_cell
from responsibility.views.naming import cite_title
from responsibility.views.running import widen_signs
from responsibility.views.scene import Scene, show_task
from responsibility.views.sheet import Area, Book, Cell, Choice, Column, Row, Sheet, State, quoted, row_of
from responsibility.views.sheets.books import build_options, make_book
from responsibility.views.sheets.listing import Record, list_records, percent_words, spill_row
from responsibility.views.sheets.progress import say_lead

INSPECTED = "_inspect"  # the very hidden sheet: plan and period, then sheet and item of each form
# By label: how many columns to its right the answer stands.
FORM: Mapping[str, int] = {
    "method": 1, "day": 1, "place": 1, "person": 1, "status": 4, "percent": 4, "words": 4, "proof": 1, "verdict": 1,
    "objection": 1, "by": 1,
}  # fmt: skip
VERDICTS = ("true", "partly", "false")
STATUSES = ("done", "on-schedule", "behind", "not-started")
PHOTOS = 4  # lines of the list of photos
GROUPS = 3  # lines for those who look, to be filled in by hand
_DRAWN = (("seq", 9.0), ("task", 32.0), ("lead", 19.0), ("stratum", 16.0), ("look", 16.0), ("chance", 11.0))
_FORM_COLUMNS = (13.0, 21.0, 11.5, 17.0, 13.0, 21.0)
_TALL, _LOW = 96.0, 26.0
_ACROSS = sum(_FORM_COLUMNS[1:4])  # the cell of the unit's own words
_MOST_LINES = 18  # of the unit's words; the ledger has them whole


class Drawn(NamedTuple):
    """What was drawn for a period, and by which seed."""

    progress: Progress
    draws: tuple[Draw, ...]
    seed: int

    @property
    def items(self) -> list[str]:
        """The tasks drawn, by stratum, then document order."""
        return [draw.chance.item_id for draw in self.draws if draw.is_drawn]


def build_inspection_book(scene: Scene, sample: Drawn) -> Book:
    """Build 抽查核实表.xlsx: how it was drawn, then a form for each task."""
    lights = {str(row["item_id"]): row for row in list_records(sample.progress.lights)}
    words = {(row["item_id"], row["unit_id"]): row for row in list_records(sample.progress.ledger)}
    names = {item: scene.say("inspect.form-name", number=place) for place, item in enumerate(sample.items, 1)}
    forms = [
        _build_form(scene, sample, name, lights[item], words[item, lights[item]["unit_id"]])
        for item, name in names.items()
    ]
    options = [scene.say(f"inspect.verdict.{each}") for each in VERDICTS]
    options += [scene.say(f"inspect.status.{each}") for each in STATUSES]
    known = [row_of(scene.plan.id, sample.progress.period.id), *(row_of(names[item], item) for item in names)]
    meta = Sheet(INSPECTED, (Column("sheet", 20, 20), Column("item", 20, 20)), tuple(known), state=State.VERY_HIDDEN)
    title = scene.say("inspect.title", period=scene.show_period(sample.progress.period))
    return make_book(scene, title, (_build_plan(scene, sample, lights), *forms, build_options(scene, options), meta))


def _build_plan(scene: Scene, sample: Drawn, lights: Mapping[str, Record]) -> Sheet:
    say, last = scene.say, len(_DRAWN) - 1
    rows = [
        row_of(Cell(say("inspect.title", period=scene.show_period(sample.progress.period)), "title")),
        row_of(Cell(say("score.plan", plan=scene.title), "subtitle")),
        row_of(*(Cell(say(f"inspect.column.{key}"), "annex-head") for key, _ in _DRAWN)),
    ]
    drawn = [draw for draw in sample.draws if draw.is_drawn]
    rows += (line for draw in drawn for line in _plan_rows(scene, draw, lights[draw.chance.item_id]))
    listed = len(rows)
    merges = [Area(row, 0, row, last) for row in (0, 1, listed)]
    rows.append(row_of(Cell(say("inspect.how"), "section")))
    table = list(_list_strata(scene, sample))
    for line in range(len(rows), len(rows) + len(table)):
        merges += (Area(line, 0, line, 1), Area(line, 4, line, last))
    rows += table
    groups = list(_list_groups(scene))
    merges += (Area(len(rows), 0, len(rows), last),)
    merges += (Area(len(rows) + line, 3, len(rows) + line, 4) for line in range(1, len(groups)))
    rows += groups
    notes = list(_notes(scene, sample))
    merges += (Area(len(rows) + line, 0, len(rows) + line, last) for line in range(len(notes) + 1))
    rows += (row_of(Cell(note, "annex-note")) for note in notes)
    rows.append(row_of(Cell(say("inspect.signs"), "sign-line"), height=36.0))
    columns = tuple(Column(key, width, width, "annex-cell") for key, width in _DRAWN)
    # One page holds what comes after the list, below a row of it: the head that repeats is the list's.
    rows[listed - 1 :] = [replace(row, kept=True) for row in rows[listed - 1 :]]
    page = scene.paper(landscape=False, repeat_rows=(2, 2))
    return Sheet(say("inspect.name"), columns, tuple(rows), tuple(merges), page=page)


def _list_groups(scene: Scene) -> Iterator[Row]:
    """Yield an empty table of who looks at what, on which day."""
    say = scene.say
    yield row_of(Cell(say("inspect.groups"), "section"))
    heads = [Cell(say(f"inspect.column.{key}"), "annex-head") for key in ("group", "people", "looks-at", "way", "when")]
    yield row_of(*heads[:4], Cell("", "annex-head"), heads[4])
    for number in range(1, GROUPS + 1):
        yield row_of(Cell(number, "annex-center"), *(Cell("", "sheet-fill") for _ in _DRAWN[1:]), height=_LOW)


def _plan_rows(scene: Scene, draw: Draw, light: Record) -> Iterator[Row]:
    say, item = scene.say, scene.items[draw.chance.item_id]
    cells = (
        Cell(scene.number(item.id), "annex-center"),
        Cell((item.title or item.body).removesuffix("…")),
        Cell(say_lead(scene, light), "annex-center"),
        Cell(say(f"inspect.stratum.{draw.chance.stratum.value}"), "annex-center"),
        Cell(scene.join(say(f"inspect.risk.{risk.value}") for risk in draw.chance.risks)),
        Cell(_show_chance(scene, draw.probability), "annex-center"),
    )
    yield from spill_row(cells, {1: _DRAWN[1][1]}, say)


def _show_chance(scene: Scene, probability: float) -> str:
    return scene.say("inspect.certain") if probability >= 1 else f"{show_number(100 * probability, '.1f')}%"


def _list_strata(scene: Scene, sample: Drawn) -> Iterator[Row]:
    """Yield the table of strata: how many tasks, how many drawn, with what chances, which."""
    say = scene.say
    blank = Cell("", "annex-head")
    heads = [Cell(say(f"inspect.column.{key}"), "annex-head") for key in ("kind", "tasks", "drawn", "chances")]
    yield row_of(heads[0], blank, *heads[1:], blank)
    for stratum in Stratum:
        own = [draw for draw in sample.draws if draw.chance.stratum is stratum]
        if not own:
            continue
        chances = sorted({draw.probability for draw in own})
        least, most = (_show_chance(scene, share) for share in (chances[0], chances[-1]))
        told = least if least == most else f"{least}–{most}"
        yield row_of(
            Cell(say(f"inspect.stratum.{stratum.value}")),
            Cell("", "annex-cell"),
            Cell(len(own), "annex-center"),
            Cell(sum(draw.is_drawn for draw in own), "annex-center"),
            Cell(told, "annex-center"),
            Cell("", "annex-center"),
        )


def _notes(scene: Scene, sample: Drawn) -> Iterator[str]:
    say, rule = scene.say, scene.settings.inspect
    lights = list_records(sample.progress.lights)
    silent = [scene.number(str(row["item_id"])) for row in lights if row["light"] == "unreported"]
    if silent:
        yield say("inspect.note.silent", numbers=scene.join(silent))
    more = {"red": rule.red, "jump": rule.jump, "wordless": rule.wordless, "fresh": rule.fresh}
    told = {key: f"{value:g}" if value else "" for key, value in more.items()}
    yield say("inspect.note.weights", points=f"{rule.jump_points:g}", **told)
    yield say("inspect.note.seed", seed=sample.seed)
    yield say("inspect.note.results")


def _build_form(scene: Scene, sample: Drawn, name: str, light: Record, own: Record) -> Sheet:
    """Build one task's form; what the unit claimed stands beside what is to be found."""
    say, item = scene.say, scene.items[str(light["item_id"])]
    text, title = show_task(item)
    number = say("inspect.number", number=scene.number(item.id))
    text, title = number + widen_signs(text), len(number) + title if title else 0
    status = say(f"sheet.status.{own['status']}") if own["status"] else ""
    period = scene.show_period(sample.progress.period)
    words = "；".join(str(own[key]) for key in ("done", "notes") if own[key])
    claimed = (("status", status), ("percent", percent_words(own["percent"])), ("words", words))
    rows = [
        row_of(Cell(say("inspect.form"), "title")),
        row_of(Cell(say("inspect.form-of", plan=cite_title(scene.title), period=period), "subtitle")),
        _wide(scene, "task", Cell(shorten_cell(text, sum(_FORM_COLUMNS[1:]), _MOST_LINES), "annex-cell", strong=title)),
        _three(scene, ("lead", say_lead(scene, light)), ("due", scene.show_due(item)),
               ("expected", percent_words(light["expected"]))),
        _half(scene, "method", "day", Cell(say("inspect.method-room"), "sheet-fill")),
        _half(scene, "place", "person"),
        _wide_heads(scene),
        *(_compare(scene, key, words) for key, words in claimed),
        replace(_wide(scene, "proof", Cell("", "sheet-fill")), least=_TALL, grows=True),
        _wide(scene, "verdict", Cell("", "sheet-fill-center"), _LOW),
        _wide(scene, "objection", Cell(say("inspect.objection-room"), "sign"), _TALL / 2),
        _photo_row(tuple(say(f"inspect.photo.{key}") for key in ("seq", "name", "when", "remark")), "annex-head"),
        *(_photo_row((str(number), "", "", ""), "sheet-fill") for number in range(1, PHOTOS + 1)),
        _wide(scene, "by", Cell("", "sheet-fill"), _LOW),
    ]  # fmt: skip
    columns = tuple(Column(str(place), width, width, "annex-cell") for place, width in enumerate(_FORM_COLUMNS))
    page = scene.paper(landscape=False, form="form", whole=True)
    return Sheet(name, columns, tuple(rows), tuple(_form_merges(len(rows))), page=page, choices=_choices(scene))


_FILL = Cell("", "sheet-fill")
_VERDICT_ROW, _STATUS_ROW, _PHOTO_ROW = 11, 7, 13


def _label(scene: Scene, key: str) -> Cell:
    return Cell(scene.say(f"inspect.label.{key}"), "annex-head")


def _wide(scene: Scene, key: str, cell: Cell, height: float | None = None) -> Row:
    return row_of(_label(scene, key), cell, *(Cell("", cell.style) for _ in range(4)), height=height)


def _three(scene: Scene, *pairs: tuple[str, str]) -> Row:
    cells = [cell for key, words in pairs for cell in (_label(scene, key), Cell(words, "annex-center"))]
    return row_of(*cells, height=_LOW)


def _half(scene: Scene, one: str, other: str, room: Cell = _FILL) -> Row:
    return row_of(_label(scene, one), room, _FILL, _FILL, _label(scene, other), _FILL, height=_LOW)


def _wide_heads(scene: Scene) -> Row:
    heads = [_label(scene, key) for key in ("what", "claimed", "found")]
    blank = Cell("", "annex-head")
    return row_of(heads[0], heads[1], blank, blank, heads[2], blank)


def _compare(scene: Scene, key: str, words: str) -> Row:
    blank, fill = Cell("", "annex-cell"), Cell("", "sheet-fill")
    shown = shorten_cell(words, _ACROSS, _MOST_LINES)
    height = max(
        _TALL if key == "words" else _LOW, count_lines(shown, capacity_of(_ACROSS)) * line_height(UNIT) + PADDING
    )
    return row_of(_label(scene, key), Cell(shown, "annex-cell"), blank, blank, fill, fill, height=height)


def _photo_row(words: Sequence[str], style: str) -> Row:
    seq, name, when, remark = words
    blank = Cell("", style)
    shown = "annex-center" if style == "sheet-fill" else style
    return row_of(
        Cell(seq, shown), Cell(name, style), blank, Cell(when, style), blank, Cell(remark, style), height=_LOW
    )


def _form_merges(count: int) -> Iterator[Area]:
    yield from (Area(row, 0, row, 5) for row in (0, 1))
    yield from (Area(row, 1, row, 5) for row in (2, 10, 11, 12, count - 1))
    yield from (Area(row, 1, row, 3) for row in (4, 5, 6, 7, 8, 9))
    yield from (Area(row, 4, row, 5) for row in (6, 7, 8, 9))
    for row in range(_PHOTO_ROW, _PHOTO_ROW + PHOTOS + 1):
        yield from (Area(row, 1, row, 2), Area(row, 3, row, 4))


def _choices(scene: Scene) -> tuple[Choice, ...]:
    source = quoted(scene.say("sheet.options.name"))
    count = len(VERDICTS)
    return (
        Choice(Area(_VERDICT_ROW, 1, _VERDICT_ROW, 1), f"{source}!$A$1:$A${count}"),
        Choice(Area(_STATUS_ROW, 4, _STATUS_ROW, 4), f"{source}!$A${count + 1}:$A${count + len(STATUSES)}"),
    )
