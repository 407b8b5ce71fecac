"""Workload: 单位工作量, counted live from the matrix and weighed by the weights above the table."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from math import ceil
from typing import Any

from responsibility.kinds import Role
from responsibility.views.scene import Scene
from responsibility.views.sheet import (
    Area,
    Cell,
    Chart,
    Column,
    Condition,
    Row,
    Series,
    Sheet,
    absolute,
    relative,
    row_of,
)
from responsibility.views.sheets.grid import Lattice, lay_grid, marks_of, total_cell, weights_of

_WEIGHTS = 2  # the row of weights
_HEAD = 5
_TOP = _HEAD + 1
_LEAD, _ITEMS, _LOAD, _SHARE, _RANK = 2, 5, 6, 7, 8
_ACROSS, _TALLEST_CHART = 640, 700  # pixels; within the least width of the columns and one printed page
_ROW = 21  # pixels of an empty row
_PAGE, _TABLE, _TABLE_ROW = 1480, 190, 27  # pixels of a page, of the table without its rows, of one of its rows
_ONE_PAGE = 16  # units whose table and chart stay legible on one page
_MOST_BARS = 40  # a native chart of more units has unreadable labels
_KEYS = ("seq", "unit", "lead", "co-lead", "support", "items", "load", "share", "rank", "overload", "why")


def build_workload(scene: Scene) -> Sheet:
    """Build 单位工作量, one row a unit in protocol order."""
    say = scene.say
    name = say("sheet.workload.name")
    loads = {str(row["unit_id"]): row for row in scene.analysis.workload.to_dict("records")}
    grid, pages = lay_grid(scene), _pages(len(scene.units))
    bottom = _TOP + len(grid.units) - 1
    rows = [
        row_of(Cell(say("sheet.workload.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        _weights(scene),
        row_of(Cell(say("sheet.workload.live"), "stamp")),
        row_of(Cell(say_leads(scene), "stamp")),
        _heads(scene),
        *(_row(scene, grid, place, unit_id, loads[unit_id]) for place, unit_id in enumerate(scene.units)),
        *_totals(scene, bottom),
        row_of(Cell(say("sheet.workload.static"), "stamp")),
    ]
    rows += [row_of()] * _rows_before_chart(len(scene.units))
    charts = _charts(scene, len(rows), bottom)
    rows += [row_of() for chart in charts for _ in range(chart.height // _ROW + 1)]
    columns = (
        Column("seq", 5, 5, "count"),
        Column("unit", 14, 24, "cell"),
        *(Column(key, 8.5, 8.5, "count") for key in _KEYS[2:6]),
        Column("load", 10, 10, "load"),
        Column("share", 7.5, 7.5, "share"),
        Column("rank", 6, 6, "count"),
        Column("overload", 8, 12, "cell-center"),
        Column("why", 16, 26, "cell"),
    )
    return Sheet(
        name,
        columns,
        tuple(rows),
        frozen=(_TOP, 2),
        page=scene.page(name, landscape=False, repeat_rows=None if charts else (_HEAD, _HEAD), tall=pages),
        rules=(Condition(Area(_TOP, _LOAD, bottom, _LOAD), "bar", "bar"),) if scene.units else (),
        charts=charts,
    )


def _pages(units: int) -> int:
    """Say how many pages table and chart are shrunk to; 0 for a table without chart, which goes on as it needs."""
    if units > _MOST_BARS:
        return 0
    return 1 if units <= _ONE_PAGE else 2


def _rows_before_chart(units: int) -> int:
    """Move the chart of a long table to the second page: Excel takes no page break where it shrinks to a width."""
    if _pages(units) != 2:
        return 0
    return max(0, ceil((_PAGE - _TABLE - _TABLE_ROW * units) / _ROW))


def _heads(scene: Scene) -> Row:
    words = {role.value: scene.role(role) for role in Role}
    return row_of(*(Cell(words.get(key) or scene.say(f"sheet.column.{key}"), "head") for key in _KEYS))


def _weights(scene: Scene) -> Row:
    weights = ((_LEAD + role.strength, Cell(scene.settings.weights.of(role), "load")) for role in Role)
    return Row(((0, Cell(scene.say("sheet.workload.weights"), "plain")), *weights))


def say_leads(scene: Scene) -> str:
    """Say once what the leads rest on: by basis, and plainly where all rest on the first place."""
    bases = scene.lead_bases
    shown = scene.join([f"{scene.say(f'basis.{basis.value}')} {count}" for basis, count in bases.most_common()])
    if not bases:
        return scene.say("sheet.leads.none")
    key = "sheet.leads.first-listed" if set(bases) <= {"first-listed", "sole"} else "sheet.leads.mixed"
    return scene.say(key, count=bases.total(), bases=shown)


def _row(scene: Scene, grid: Lattice, place: int, unit_id: str, load: dict[Hashable, Any]) -> Row:
    row, bottom = _TOP + place, _TOP + len(grid.units) - 1
    matrix = scene.say("sheet.matrix.name")
    counts = {Role.LEAD: load["leads"], Role.CO_LEAD: load["co_leads"], Role.SUPPORT: load["supports"]}
    loads = f"{absolute(_TOP, _LOAD)}:{absolute(bottom, _LOAD)}"
    own = relative(row, _LOAD)
    return row_of(
        place + 1,
        scene.short(unit_id),
        *(Cell(int(counts[role]), "", total_cell(grid, place, role, matrix)) for role in Role),
        Cell(int(load["items"]), "", f"SUM({relative(row, _LEAD)}:{relative(row, _LEAD + 2)})"),
        Cell(float(load["load"]), "", _load_formula(scene, grid, place)),
        Cell(float(load["share"]), "", f"IF(SUM({loads})=0,0,{own}/SUM({loads}))"),
        Cell(int(load["rank"]), "", f"RANK({own},{loads})"),
        Cell(scene.say("sheet.workload.overloaded"), "overload") if load["overloaded"] else "",
        show_reasons(scene, str(load["reasons"])),
    )


def _load_formula(scene: Scene, grid: Lattice, place: int) -> str:
    """Weigh counts by role; where settings weigh items too, weigh each mark by its item."""
    matrix = scene.say("sheet.matrix.name")
    counted = {role: relative(_TOP + place, _LEAD + role.strength) for role in Role}
    if scene.weights:
        marks, weights = marks_of(grid, place, matrix), weights_of(grid, matrix)
        counted = {role: f'SUMPRODUCT(({marks}="{scene.mark(role)}")*{weights})' for role in Role}
    return "+".join(f"{counted[role]}*{absolute(_WEIGHTS, _LEAD + role.strength)}" for role in Role)


def show_reasons(scene: Scene, reasons: str) -> str:
    """Name rules by what they say, with their ids."""
    names = ((rule, f"sheet.rule.{rule}") for rule in reasons.split())
    return scene.join(
        scene.say("sheet.noted", name=scene.say(key), note=rule) if key in scene.say else rule for rule, key in names
    )


def _totals(scene: Scene, bottom: int) -> Iterator[Row]:
    if not scene.units:
        return
    loads = scene.analysis.workload
    values: list[float] = [int(loads[key].sum()) for key in ("leads", "co_leads", "supports", "items")]
    values += [float(loads["load"].sum()), float(loads["share"].sum())]
    styles = ("total", "total", "total", "total", "total-load", "total-share")
    sums = (
        Cell(value, style, f"SUM({relative(_TOP, column)}:{relative(bottom, column)})")
        for column, (value, style) in enumerate(zip(values, styles, strict=True), _LEAD)
    )
    blank = Cell("", "total")
    yield row_of(blank, Cell(scene.say("sheet.total"), "total-head"), *sums, blank, blank, blank)


def _charts(scene: Scene, row: int, bottom: int) -> tuple[Chart, ...]:
    if not 0 < len(scene.units) <= _MOST_BARS:
        return ()
    series = tuple(
        Series(scene.role(role), Area(_TOP, _LEAD + role.strength, bottom, _LEAD + role.strength), f"bar-{role.value}")
        for role in Role
        if any(each.role is role for each in scene.plan.assignments)
    )
    top = scene.analysis.workload.sort_values("rank", kind="stable").head(1)["unit_id"]
    alt = scene.say("sheet.workload.alt", units=len(scene.units), first=scene.short(str(top.iloc[0])))
    title = scene.say("sheet.workload.chart")
    names = Area(_TOP, 1, bottom, 1)
    height = min(110 + 24 * len(scene.units), _TALLEST_CHART)
    return (Chart(title, names, series, row, 0, alt, _ACROSS, height),)
