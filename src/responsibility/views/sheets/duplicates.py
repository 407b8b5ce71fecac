"""Duplicates: 重复与缺口, tasks that say or bind nearly the same, and what tasks act on while nobody answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from responsibility.analysis.texts import mark_differences
from responsibility.model import Item
from responsibility.views.scene import Scene, show_task
from responsibility.views.sheet import Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

_TEXT, _UNITS = 46, 34
_COLUMNS = (
    Column("item_a", 10, 14, "cell-center"),
    Column("text_a", _TEXT, _TEXT, "cell"),
    Column("item_b", 10, 14, "cell-center"),
    Column("text_b", _TEXT, _TEXT, "cell"),
    Column("text_dice", 10, 10, "share"),
    Column("unit_jaccard", 10, 10, "share"),
    Column("kind", 12, 14, "cell-center"),
    Column("units", _UNITS, _UNITS, "cell"),
)
_PAIR_KEYS = ("item-a", "task-a", "item-b", "task-b", "text-alike", "units-alike", "verdict", "shared-units")
_GAP_KEYS = ("item", "task", "gap-kind", "gap-name")


def build_duplicates(scene: Scene) -> Sheet:
    """Build 重复与缺口: pairs of near-duplicate tasks, most alike first, then gaps in document order."""
    say = scene.say
    name = say("sheet.duplicates.name")
    rows = [
        row_of(Cell(say("sheet.duplicates.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(Cell(say("sheet.duplicates.pairs"), "section")),
        row_of(Cell(explain_pairs(scene), "stamp")),
    ]
    rows += _table(scene, _PAIR_KEYS, list(_pairs(scene)), "sheet.duplicates.no-pairs")
    rows += [row_of(), row_of(Cell(say("sheet.duplicates.gaps"), "section"))]
    rows.append(row_of(Cell(say("sheet.duplicates.hint"), "stamp")))
    rows += _table(scene, _GAP_KEYS, list(_gaps(scene)), "sheet.duplicates.no-gaps")
    return Sheet(name, _COLUMNS, tuple(rows), frozen=(2, 0), page=scene.page(name))


def explain_pairs(scene: Scene) -> str:
    """Say from where on tasks are listed as close, and what the marks mean."""
    limits = scene.settings.duplicates
    return scene.say("sheet.duplicates.marks", units=f"{limits.units:.0%}", text=f"{limits.text:.0%}")


def _table(scene: Scene, keys: tuple[str, ...], rows: list[Row], nothing: str) -> list[Row]:
    if not rows:
        return [row_of(Cell(scene.say(nothing), "plain"))]
    return [row_of(*(Cell(scene.say(f"sheet.column.{key}"), "head") for key in keys)), *rows]


def _pairs(scene: Scene) -> Iterator[Row]:
    held = {item_id: [each.unit_id for each in own] for item_id, own in scene.by_item.items()}
    for row in scene.analysis.duplicates.to_dict("records"):
        a, b = row["item_a"], row["item_b"]
        shared = [scene.short(unit_id) for unit_id in held[a] if unit_id in held[b]]
        texts = show_pair(scene, row, scene.items[a], scene.items[b])
        values = (
            a,
            texts[0],
            b,
            texts[1],
            row["text_dice"],
            row["unit_jaccard"],
            judge_pair(scene, row),
            "、".join(shared),
        )
        cells = [Cell(value, column.style) for value, column in zip(values, _COLUMNS, strict=True)]
        yield from spill_row(cells, {1: _TEXT, 3: _TEXT, 7: _UNITS}, scene.say, keep=(0, 2))


def show_pair(scene: Scene, row: Mapping[Any, Any], first: Item, second: Item) -> tuple[str, str]:
    """Return both tasks, whole and with what differs marked where the texts are alike, else their titles."""
    if row["text_dice"] < scene.settings.duplicates.text:
        return first.title, second.title
    return mark_differences(show_task(first)[0], show_task(second)[0])


def judge_pair(scene: Scene, row: Mapping[Any, Any]) -> str:
    """Say in what a pair is alike: text, units or both."""
    if row["strong"]:
        return scene.say("sheet.duplicates.both")
    alike = row["text_dice"] >= scene.settings.duplicates.text
    return scene.say("sheet.duplicates.by-text" if alike else "sheet.duplicates.by-units")


def _gaps(scene: Scene) -> Iterator[Row]:
    for row in scene.analysis.gaps.to_dict("records"):
        cells = (
            Cell(row["item_id"], "cell-center"),
            Cell(scene.items[row["item_id"]].title, "cell"),
            Cell(scene.say(f"gap_kind.{row['kind']}"), "cell-center"),
            Cell(row["text"], "cell"),
        )
        yield from spill_row(cells, {1: _TEXT, 3: _TEXT}, scene.say)
