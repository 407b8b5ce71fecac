"""Details: 分析附表, the figures behind the sheets: shared load, concentration, groups, merged spellings, methods."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isfinite
from typing import Any

from responsibility.analysis import speak
from responsibility.language.rounding import show_number
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import list_words, spill_row

_WIDE, _NARROW, _COUNT = 20, 10.5, 8  # widths of the first two and of the other columns, and how many but the first
_COLUMNS = (
    Column("name", _WIDE, 28, "cell"),
    Column("value1", _WIDE, 28, "cell-center"),
    *(Column(f"value{place}", _NARROW, _NARROW, "cell-center") for place in range(2, _COUNT + 1)),
)
_UNITS, _ITEMS = 3, 5  # columns that a list of units takes, and one of tasks, which has more
_LOAD_KEYS = ("unit", "items", "credit", "load", "capacity", "utilisation", "fence")
_PAIR_KEYS = (
    "unit-a", "unit-b", "shared", "jaccard", "containment-a", "containment-b", "p-size", "p-margins", "q",
)  # fmt: skip
_SPREAD_KEYS = ("measure", "total", "gini", "hhi", "effective", "of-units", "top-two")
_MERGE_KEYS = (
    "unit", "spelling", "alias-line", "by-spelling", "with", "without", "units-with", "supported-with",
    "supported-without",
)  # fmt: skip


def build_details(scene: Scene) -> Sheet:
    """Build 分析附表."""
    say = scene.say
    name = say("sheet.details.name")
    rows = [row_of(Cell(say("sheet.details.title"), "title-left")), row_of(Cell(scene.stamp, "stamp"))]
    rows += _section(scene, "spread", _SPREAD_KEYS, list(_spread(scene)))
    rows += _section(scene, "merges", _MERGE_KEYS, list(_merges(scene)))
    rows += _heading(scene, "groups")
    first = len(rows)
    rows += _groups(scene)
    merges = [area for row in range(first, len(rows)) for area in _halves(row)]
    rows.append(row_of())
    rows += _section(scene, "loads", _LOAD_KEYS, list(_loads(scene)))
    rows.append(row_of(Cell(say("sheet.details.methods"), "section")))
    merges += [Area(row, 0, row, _COUNT) for row in range(len(rows), len(rows) + len(scene.analysis.methods))]
    rows += (row_of(Cell(words, "wrapped")) for words in speak(scene.analysis.methods, say))
    page = scene.page(name, landscape=False, rows=len(rows))  # hundreds of pairs are for the screen
    rows += [row_of(), *_section(scene, "pairs", _PAIR_KEYS, list(_pairs(scene)))]
    return Sheet(name, _COLUMNS, tuple(rows), tuple(merges), frozen=(2, 0), page=page)


def _heading(scene: Scene, key: str) -> list[Row]:
    return [row_of(Cell(scene.say(f"sheet.details.{key}"), "section")), row_of(Cell(_note(scene, key), "stamp"))]


def _section(scene: Scene, key: str, heads: tuple[str, ...], body: list[Row]) -> list[Row]:
    """Lay out a table below its heading, and an empty row; where it has no rows, say so."""
    shown = row_of(*(Cell(scene.say(f"sheet.column.{head}"), "head") for head in heads))
    return [*_heading(scene, key), shown if body else _nothing(scene), *body, row_of()]


def _nothing(scene: Scene) -> Row:
    return row_of(Cell(scene.say("sheet.overview.none"), "plain"))


def _halves(row: int) -> tuple[Area, Area]:
    return Area(row, 1, row, _UNITS), Area(row, _UNITS + 1, row, _COUNT)


def _note(scene: Scene, key: str) -> str:
    found = scene.analysis.modularity
    told = {"q": show_number(found.q, ".3f"), "partitions": found.partitions, "coin_flips": found.coin_flips}
    told["fence"] = show_number(scene.analysis.limits.fence, ".1f")
    return scene.say(f"sheet.details.{key}-note", **told)


def _number(value: Any, style: str) -> Cell:
    """Show a number, or a dash where none was set or could be computed."""
    return Cell(float(value), style) if value is not None and isfinite(value) else Cell("—", "cell-center")


def _pairs(scene: Scene) -> Iterator[Row]:
    """Give the measures of every pair of units that shares tasks, most first."""
    for row in scene.analysis.overlap.to_dict("records"):
        cells = [
            Cell(scene.short(str(row["unit_a"])), "cell"),
            Cell(scene.short(str(row["unit_b"])), "cell"),
            Cell(int(row["shared"]), "count"),
            *(_number(row[key.replace("-", "_")], "chance" if key[0] in "pq" else "ratio") for key in _PAIR_KEYS[3:]),
        ]
        yield from spill_row(cells, {0: _WIDE, 1: _NARROW}, scene.say)


def _loads(scene: Scene) -> Iterator[Row]:
    table = scene.analysis.workload
    fence = scene.analysis.limits.fence
    for row in table.to_dict("records"):
        cells = [
            Cell(scene.short(str(row["unit_id"])), "cell"),
            Cell(int(row["items"]), "count"),
            _number(row["credit"], "load"),
            _number(row["load"], "load"),
            _number(row["capacity"], "load"),
            _number(row["utilisation"], "share"),
            Cell(scene.say("sheet.details.above" if row["items"] > fence else "sheet.details.within"), "cell-center"),
        ]
        yield from spill_row(cells, {0: _WIDE}, scene.say)


def _spread(scene: Scene) -> Iterator[Row]:
    for row in scene.analysis.concentration.to_dict("records"):
        yield row_of(
            Cell(scene.say(f"sheet.details.{row['measure']}"), "cell"),
            Cell(float(row["total"]), "load"),
            Cell(float(row["gini"]), "ratio-fine"),
            Cell(float(row["hhi"]), "ratio-fine"),
            Cell(float(row["effective"]), "ratio"),
            Cell(int(row["units"]), "count"),
            Cell(float(row["top_two"]), "share"),
        )


def _merges(scene: Scene) -> Iterator[Row]:
    """Give all merges together, then each: what it adds to its unit, and which verdicts rest on it."""
    for row in scene.analysis.merges.to_dict("records"):
        whole = not row["unit_id"]
        dash = Cell("—", "cell-center")
        counts = [Cell(int(row[key]), "count") for key in ("items", "unit_items", "unit_items_without")]
        without = int(row["supported_without"])
        cells = [
            Cell(scene.say("sheet.details.all") if whole else scene.short(row["unit_id"]), "cell"),
            dash if whole else Cell(row["spelling"], "cell"),
            Cell(int(row["alias_line"]), "count") if row["alias_line"] else dash,
            *([dash] * 3 if whole else counts),
            Cell(f"{row['units']} / {row['units_without']}", "cell-center"),
            Cell(int(row["supported"]), "count"),
            Cell(without, "count") if without >= 0 else dash,
        ]
        yield from spill_row(cells, {0: _WIDE, 1: _NARROW}, scene.say)


def _groups(scene: Scene) -> Iterator[Row]:
    say, blank = scene.say, Cell("", "cell")
    table = scene.analysis.groups
    if table.empty:
        return
    heads = [Cell(say(f"sheet.column.{key}"), "head") for key in ("group", "group-units", "group-items")]
    fill = [Cell("", "head")] * (_ITEMS - 1)
    yield row_of(heads[0], heads[1], *fill[: _UNITS - 1], heads[2], *fill)
    widths = {1: _WIDE + _NARROW * (_UNITS - 1), _UNITS + 1: _NARROW * _ITEMS}
    for group, members in table.groupby("group", sort=False):
        told: dict[str, list[str]] = {"unit": [], "item": []}
        for row in members.to_dict("records"):
            shown = scene.short(row["id"]) if row["kind"] == "unit" else scene.number(row["id"])
            told[row["kind"]].append(say("sheet.noted", name=shown, note=show_number(row["firmness"], ".0%")))
        units, items = map(partial(list_words, scene), told.values(), widths.values())
        cells = [Cell(say("sheet.details.group", number=group), "cell-center"), Cell(units, "cell")]
        cells += [*[blank] * (_UNITS - 1), Cell(items, "cell"), *[blank] * (_ITEMS - 1)]
        yield from spill_row(cells, widths, say)
