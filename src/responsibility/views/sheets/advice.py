"""Advice: 调整建议, fewest changes of lead against the largest number of leads; a proposal, never an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from responsibility.analysis import speak
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

if TYPE_CHECKING:
    from pandas import DataFrame

_TASK, _UNIT, _REASON = 36, 18, 78
_COLUMNS = (
    Column("cap", 14, 14, "count"),
    Column("item_id", 10, 14, "cell-center"),
    Column("task", _TASK, _TASK, "cell"),
    Column("from", _UNIT, 26, "cell"),
    Column("to", _UNIT, 26, "cell"),
    Column("reason", _REASON, _REASON, "cell"),
)
_LAST = len(_COLUMNS) - 1
_STEP_KEYS = ("cap", "moves", "leaders", "cost")
_MOVE_KEYS = ("cap", "item", "task", "from-unit", "to-unit", "reason")


def build_advice(scene: Scene) -> Sheet:
    """Build 调整建议: the frontier, the moves of each of its steps with reasons, and who may lead."""
    say, analysis = scene.say, scene.analysis
    name = say("sheet.advice.name")
    (method,) = (sentence for sentence in analysis.methods if sentence.key == "methods.balance")
    rows = [
        row_of(Cell(say("sheet.advice.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(Cell(say("sheet.advice.proposal"), "label")),
        row_of(Cell(speak((method,), say)[0], "wrapped")),
        row_of(),
        row_of(Cell(say("sheet.advice.steps"), "section")),
    ]
    wide = [2, 3]
    better = analysis.frontier[analysis.frontier["moves"] > 0]
    if better.empty:
        rows.append(row_of(Cell(say("leader.balance_none"), "plain")))
    else:
        rows.append(row_of(*(Cell(say(f"sheet.column.{key}"), "head") for key in _STEP_KEYS)))
        rows += _steps(scene)
        rows += [row_of(), row_of(Cell(say("sheet.advice.moves"), "section"))]
        rows.append(row_of(*(Cell(say(f"sheet.column.{key}"), "head") for key in _MOVE_KEYS)))
        rows += _moves(scene, better)
    rows += [row_of(), row_of(Cell(say("sheet.advice.eligible"), "section"))]
    first = len(rows)
    rows += _eligible(scene)
    merges = [Area(row, 0, row, _LAST) for row in wide]
    merges += [area for row in range(first, len(rows)) for area in (Area(row, 0, row, 1), Area(row, 2, row, _LAST))]
    return Sheet(name, _COLUMNS, tuple(rows), tuple(merges), frozen=(2, 0), page=scene.page(name))


def _steps(scene: Scene) -> Iterator[Row]:
    for place, row in enumerate(scene.analysis.frontier.to_dict("records")):
        cap = scene.say("sheet.advice.cap" if place else "sheet.advice.today", cap=int(row["cap"]))
        yield row_of(Cell(cap, "cell-center"), *(Cell(int(row[key]), "count") for key in _STEP_KEYS[1:]))


def _moves(scene: Scene, better: DataFrame) -> Iterator[Row]:
    table = scene.analysis.moves
    for cap in better["cap"]:
        for row in table[table["cap"] == cap].to_dict("records"):
            given = {**row, "from_unit": scene.short(row["from_unit"]), "to_unit": scene.short(row["to_unit"])}
            cells = (
                Cell(scene.say("sheet.advice.cap", cap=int(cap)), "cell-center"),
                Cell(row["item_id"], "cell-center"),
                Cell(scene.items[row["item_id"]].title, "cell"),
                Cell(given["from_unit"], "cell"),
                Cell(given["to_unit"], "cell"),
                Cell(scene.say(f"move_reason.{row['reason']}", **given), "cell"),
            )
            yield from spill_row(cells, {2: _TASK, 3: _UNIT, 4: _UNIT, 5: _REASON}, scene.say, keep=(0, 1))


def _eligible(scene: Scene) -> Iterator[Row]:
    """Say who may lead, as the settings have it."""
    limits, say = scene.settings.balance, scene.say
    known = {unit.id: scene.short(unit.id) for unit in scene.plan.units}
    words = {
        "own": say("sheet.advice.own"),
        "kinds": "、".join(limits.excluded_kinds),
        "excluded": "、".join(known.get(each, each) for each in limits.excluded_units),
        "pinned": "、".join(limits.pinned_items),
        "supports": say("sheet.advice.yes" if limits.supports_may_lead else "sheet.advice.no"),
        "capacity": "、".join(f"{known.get(each, each)}≤{most}" for each, most in limits.capacity.items()),
    }
    blank = Cell("", "cell")
    for key, value in words.items():
        label = Cell(say(f"sheet.advice.{key}-label"), "cell-strong")
        cells = [label, Cell("", "cell-strong"), Cell(value or say("sheet.overview.none"), "cell"), *[blank] * 3]
        yield from spill_row(cells, {2: _TASK + 2 * _UNIT + _REASON}, say)
