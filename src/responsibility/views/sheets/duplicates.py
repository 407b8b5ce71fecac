"""Duplicates: 重复与缺口, tasks that say or bind nearly the same, and what tasks act on while nobody answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from responsibility.analysis.texts import mark_differences
from responsibility.language.rounding import show_number
from responsibility.model import Item
from responsibility.views.lookups import Lookups
from responsibility.views.scene import Scene, show_task
from responsibility.views.sheet import Cell, Row, Sheet, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, open_sheet, part_pages, size_columns

_MID = "cell-center"
_PAIRS = (
    Shown("item-a", 10, _MID, most=14), Shown("task-a", 46), Shown("item-b", 10, _MID, most=14), Shown("task-b", 46),
    Shown("text-alike", 10, "share"), Shown("units-alike", 10, "share"), Shown("verdict", 12, _MID, most=14),
    Shown("shared-units", 34),
)  # fmt: skip
_PAGES = 4  # that are printed, gaps and what is most alike first
_GAPS = (Shown("item", 10, _MID), Shown("task", 46), Shown("gap-kind", 10, _MID), Shown("gap-name", 46))


def build_duplicates(scene: Scene) -> Sheet:
    """Build 重复与缺口: gaps in document order, then pairs of near-duplicate tasks, most alike first."""
    say = scene.say
    name = say("sheet.duplicates.name")
    rows = open_sheet(say("sheet.duplicates.title"), scene.stamp)
    rows += [row_of(Cell(say("sheet.duplicates.gaps"), "section"))]
    rows.append(row_of(Cell(say("sheet.duplicates.hint"), "stamp")))
    rows += _table(scene, _GAPS, list(_gaps(scene)), "sheet.duplicates.no-gaps")
    rows.append(row_of())
    start, pairs = len(rows), list(_pairs(scene))
    rows += [row_of(Cell(say("sheet.duplicates.pairs"), "section")), row_of(Cell(explain_pairs(scene), "stamp"))]
    repeated, breaks = part_pages(start, len(rows), len(pairs))
    rows += _table(scene, _PAIRS, pairs, "sheet.duplicates.no-pairs")
    page = scene.page(name, repeat_rows=repeated, most=_PAGES)
    return Sheet(name, size_columns(_PAIRS), tuple(rows), frozen=(2, 0), page=page, breaks=breaks)


def explain_pairs(scene: Lookups) -> str:
    """Say from where on tasks are listed as close, and what the marks mean."""
    limits = scene.settings.duplicates
    return scene.say(
        "sheet.duplicates.marks", units=show_number(limits.units, ".0%"), text=show_number(limits.text, ".0%")
    )


def _table(scene: Scene, columns: Sequence[Shown], rows: list[Row], nothing: str) -> list[Row]:
    return [lay_heads(scene.say, columns), *rows] if rows else [row_of(Cell(scene.say(nothing), "plain"))]


def _pairs(scene: Scene) -> Iterator[Row]:
    held = {item_id: [each.unit_id for each in own] for item_id, own in scene.by_item.items()}
    for row in scene.analysis.duplicates.to_dict("records"):
        a, b = row["item_a"], row["item_b"]
        shared = "、".join(scene.short(unit_id) for unit_id in held[a] if unit_id in held[b])
        texts = show_pair(scene, row, scene.items[a], scene.items[b])
        alike = (row["text_dice"], row["unit_jaccard"], judge_pair(scene, row))
        yield from lay_row(
            scene.say, _PAIRS, (scene.number(a), texts[0], scene.number(b), texts[1], *alike, shared), keep=(0, 2)
        )


def show_pair(scene: Lookups, row: Mapping[Any, Any], first: Item, second: Item) -> tuple[str, str]:
    """Return both tasks, whole and with what differs marked where the texts are alike, else their titles."""
    if row["text_dice"] < scene.settings.duplicates.text:
        return first.title, second.title
    return mark_differences(show_task(first)[0], show_task(second)[0])


def judge_pair(scene: Lookups, row: Mapping[Any, Any]) -> str:
    """Say in what a pair is alike: text, units or both."""
    if row["strong"]:
        return scene.say("sheet.duplicates.both")
    alike = row["text_dice"] >= scene.settings.duplicates.text
    return scene.say("sheet.duplicates.by-text" if alike else "sheet.duplicates.by-units")


def _gaps(scene: Scene) -> Iterator[Row]:
    for row in scene.analysis.gaps.to_dict("records"):
        kind = scene.say(f"gap_kind.{row['kind']}")
        item = row["item_id"]
        yield from lay_row(scene.say, _GAPS, (scene.number(item), scene.items[item].title, kind, row["text"]))
