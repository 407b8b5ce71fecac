"""Overlap: 责任重叠, groups of units that share tasks, then every pair that does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from math import isnan
from typing import Any

from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Row, Sheet, row_of
from responsibility.views.sheets.listing import (
    Shown,
    lay_heads,
    lay_row,
    list_words,
    open_sheet,
    part_pages,
    size_columns,
    spill_row,
)

Pair = dict[Hashable, Any]
_VERDICTS = ("identical", "contained", "more", "unsure", "as-size", "too-few")  # what can be judged stands first
_COLUMNS = (
    Shown("unit-a", 22, most=26), Shown("unit-b", 22, most=26), Shown("shared", 9, "count"),
    Shown("expected", 9, "ratio"), Shown("verdict", 18, "cell-center", most=26), Shown("shared-items", 60, most=72),
)  # fmt: skip
_UNITS, _LAST = 3, len(_COLUMNS) - 1  # the last column of a cluster's units, and of its tasks
_TOLD = 25  # pairs of which those that do not stand out are printed as well


def build_overlap(scene: Scene) -> Sheet:
    """Build 责任重叠: clusters first, then pairs: those that stand out, those that do not, those too small to judge."""
    say = scene.say
    name = say("sheet.overlap.name")
    rows = [
        *open_sheet(say("sheet.overlap.title"), scene.stamp),
        row_of(Cell(say("sheet.overlap.clusters"), "section")),
        row_of(
            Cell(say("sheet.column.cluster"), "head"),
            Cell(say("sheet.column.cluster-units"), "head"),
            *[Cell("", "head")] * (_UNITS - 1),
            Cell(say("sheet.column.tasks"), "head"),
            *[Cell("", "head")] * (_LAST - _UNITS - 1),
        ),
    ]
    first = len(rows) - 1
    rows += _clusters(scene)
    merges = [area for row in range(first, len(rows)) for area in _halves(row)]
    if len(rows) == first + 1:
        rows.append(row_of(Cell(say("sheet.overlap.no-clusters"), "plain")))
    rows += [row_of(), row_of(Cell(say("sheet.overlap.pairs"), "section"))]
    heads = lay_heads(say, _COLUMNS)
    head = len(rows)
    judged, rest = _split(scene)
    rows += [heads, *_pairs(scene, judged)] if judged else [row_of(Cell(say("sheet.overlap.none"), "plain"))]
    rows.append(row_of(Cell(say("sheet.overlap.note"), "stamp")))
    printed = len(rows)
    filtered = Area(head, 0, max(head, printed - 2), _LAST)
    if rest:
        title = say("sheet.overlap.rest", count=len(rest))
        rows += [row_of(), row_of(Cell(title, "section")), heads, *_pairs(scene, rest)]
        filtered = filtered if judged else Area(printed + 2, 0, len(rows) - 1, _LAST)
    repeated, breaks = part_pages(head - 1, head, len(judged)) if judged else ((first, first), ())
    return Sheet(
        name,
        size_columns(_COLUMNS),
        tuple(rows),
        tuple(merges),
        frozen=(2, 0),
        page=scene.page(name, repeat_rows=repeated, rows=printed),
        breaks=breaks,
        filter=filtered,
    )


def _halves(row: int) -> tuple[Area, Area]:
    return Area(row, 1, row, _UNITS), Area(row, _UNITS + 1, row, _LAST)


def _split(scene: Scene) -> tuple[list[Pair], list[Pair]]:
    """Order pairs by what they say, and part those that paper has room for from the others, if there are others.

    These are too small to judge; where there are many pairs, also what the units' size explains.
    """
    pairs = sorted(scene.analysis.overlap.to_dict("records"), key=lambda row: _VERDICTS.index(str(row["verdict"])))
    ranks = [_VERDICTS.index(str(row["verdict"])) for row in pairs]
    first = bisect_left(ranks, len(_VERDICTS) - 1)
    if first > _TOLD:
        first = bisect_left(ranks, _VERDICTS.index("as-size"))
    return (pairs[:first], pairs[first:]) if first or len(pairs) > _TOLD else (pairs, [])


def _clusters(scene: Scene) -> Iterator[Row]:
    blank = Cell("", "cell")
    parts = _COLUMNS[1 : _UNITS + 1], _COLUMNS[_UNITS + 1 :]
    widths = {1: sum(each.width for each in parts[0]), _UNITS + 1: sum(each.width for each in parts[1])}
    for row in scene.analysis.clusters.to_dict("records"):
        units = "、".join(scene.short(unit_id) for unit_id in row["unit_ids"])
        items = "；".join(_item(scene, item_id) for item_id in row["item_ids"])
        number = Cell(scene.say("sheet.overlap.cluster", number=row["cluster"]), "cell-center")
        cells = [number, Cell(units, "cell"), *[blank] * (_UNITS - 1), Cell(items, "cell")]
        yield from spill_row([*cells, *[blank] * (_LAST - _UNITS - 1)], widths, scene.say)


def _item(scene: Scene, item_id: str) -> str:
    return f"{scene.number(item_id)} {scene.items[item_id].title}"


def _pairs(scene: Scene, pairs: Sequence[Pair]) -> Iterator[Row]:
    held = {unit_id: {each.item_id for each in own} for unit_id, own in scene.by_unit.items()}
    for row in pairs:
        a, b = str(row["unit_a"]), str(row["unit_b"])
        shared = [scene.number(item.id) for item in scene.assigned if item.id in held[a] and item.id in held[b]]
        told = (
            scene.short(a),
            scene.short(b),
            int(row["shared"]),
            _number(row["expected"]),
            scene.say(f"verdict.{row['verdict']}"),
            list_words(scene, shared, _COLUMNS[-1].most),
        )
        yield from lay_row(scene.say, _COLUMNS, told)


def _number(value: Any) -> float | str:
    """Show a number, or a dash where none could be computed."""
    return "—" if value is None or isnan(value) else float(value)
