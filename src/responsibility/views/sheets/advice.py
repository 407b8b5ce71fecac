"""Advice: 调整建议, fewest changes of lead against the largest number of leads; a proposal, never an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from responsibility.analysis import speak
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Row, Sheet, row_of
from responsibility.views.sheets.listing import (
    Shown,
    lay_heads,
    lay_row,
    open_sheet,
    part_pages,
    size_columns,
    spill_row,
)

if TYPE_CHECKING:
    from pandas import DataFrame

_MID = "cell-center"
_MOVES = (
    Shown("cap", 14, _MID), Shown("item", 10, _MID, most=14), Shown("task", 36), Shown("from-unit", 18, most=26),
    Shown("to-unit", 18, most=26), Shown("reason", 78),
)  # fmt: skip
_STEPS = (Shown("cap", 14, _MID), *(Shown(key, 10, "count") for key in ("moves", "leaders", "cost")))
_LAST = len(_MOVES) - 1
_PAGES = 4  # that are printed, the step with fewest changes first


def build_advice(scene: Scene) -> Sheet:
    """Build 调整建议: the frontier, who may lead, and the moves of each of its steps with reasons."""
    say, analysis = scene.say, scene.analysis
    name = say("sheet.advice.name")
    (method,) = (sentence for sentence in analysis.methods if sentence.key == "methods.balance")
    rows = [
        *open_sheet(say("sheet.advice.title"), scene.stamp),
        row_of(Cell(say("sheet.advice.proposal"), "label")),
        row_of(Cell(speak((method,), say)[0], "wrapped")),
        row_of(),
        row_of(Cell(say("sheet.advice.steps"), "section")),
    ]
    better = analysis.frontier[analysis.frontier["worth"]]
    nothing = row_of(Cell(say("leader.balance_none"), "plain"))
    rows += [nothing] if better.empty else [lay_heads(say, _STEPS), *_steps(scene)]
    rows += [row_of(), row_of(Cell(say("sheet.advice.eligible"), "section"))]
    first = len(rows)
    rows += _eligible(scene)
    merges = [Area(row, 0, row, _LAST) for row in (2, 3)]
    merges += [area for row in range(first, len(rows)) for area in (Area(row, 0, row, 1), Area(row, 2, row, _LAST))]
    moves = [] if better.empty else list(_moves(scene, better))
    if moves:
        rows += [row_of(), row_of(Cell(say("sheet.advice.moves"), "section")), lay_heads(say, _MOVES)]
    repeated, breaks = part_pages(len(rows) - 2, len(rows) - 1, len(moves))
    if not repeated:  # its heads stand once
        moves = [replace(row, kept=True) for row in moves[:-1]] + moves[-1:]
    page = scene.page(name, repeat_rows=repeated, most=_PAGES)
    columns = size_columns(_MOVES)
    return Sheet(name, columns, (*rows, *moves), tuple(merges), frozen=(2, 0), page=page, breaks=breaks)


def _steps(scene: Scene) -> Iterator[Row]:
    table = scene.analysis.frontier
    for place, row in enumerate(table[table["worth"] | (table.index == 0)].to_dict("records")):
        cap = scene.say("sheet.advice.cap" if place else "sheet.advice.today", cap=int(row["cap"]))
        yield from lay_row(scene.say, _STEPS, (cap, *(int(row[each.key]) for each in _STEPS[1:])))


def _moves(scene: Scene, better: DataFrame) -> Iterator[Row]:
    table = scene.analysis.moves
    for cap in better["cap"]:
        for row in table[table["cap"] == cap].to_dict("records"):
            given = {**row, "from_unit": scene.short(row["from_unit"]), "to_unit": scene.short(row["to_unit"])}
            values = (
                scene.say("sheet.advice.cap", cap=int(cap)),
                scene.number(row["item_id"]),
                scene.items[row["item_id"]].title,
                given["from_unit"],
                given["to_unit"],
                scene.say(f"move_reason.{row['reason']}", **given),
            )
            yield from lay_row(scene.say, _MOVES, values, keep=(0, 1))


def _eligible(scene: Scene) -> Iterator[Row]:
    """Say who may lead, as the settings have it."""
    limits, say = scene.settings.balance, scene.say
    known = {unit.id: scene.short(unit.id) for unit in scene.plan.units}

    def say_kind(kind: str) -> str:
        key = f"sheet.advice.kind.{kind}"
        return say(key) if key in say.keys else kind

    words = {
        "own": say("sheet.advice.own"),
        "eligible": say("sheet.advice.any")
        if "*" in limits.eligible
        else "、".join(known.get(each, each) for each in limits.eligible),
        "kinds": "、".join(map(say_kind, limits.excluded_kinds)),
        "excluded": "、".join(known.get(each, each) for each in limits.excluded_units),
        "pinned": "、".join(limits.pinned_items),
        "supports": say("sheet.advice.yes" if limits.supports_may_lead else "sheet.advice.no"),
        "capacity": "、".join(f"{known.get(each, each)}≤{most}" for each, most in limits.capacity.items()),
    }
    blank = Cell("", "cell")
    for key, value in words.items():
        label = Cell(say(f"sheet.advice.{key}-label"), "cell-strong")
        cells = [label, Cell("", "cell-strong"), Cell(value or say("sheet.overview.none"), "cell"), *[blank] * 3]
        yield from spill_row(cells, {2: sum(each.width for each in _MOVES[2:])}, say)
