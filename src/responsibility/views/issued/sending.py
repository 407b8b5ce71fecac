"""Sending: 交办清单, whom each task file goes to and what came back; and all units' sheets as one printable book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from responsibility.kinds import Role
from responsibility.paths import sheet_name
from responsibility.views.issued.layout import LAYOUT, fit_grid
from responsibility.views.issued.tasks import Stack, build_tasks, lay_block, sheet_of
from responsibility.views.measure import shorten_cell
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Choice, Column, Row, Sheet, quoted, row_of

TICKS = ("□", "√")  # both in GB2312, so in every Chinese font
_HEAD = 2
_ONE_PAGE = 36  # units whose rows stay legible on one page
_MOST_SHEETS = 250  # a book of more is hard to find one's way in; below each other, pages that go on have no heads
_KEYS = (
    "seq", "unit", "full-name", "lead", "co-lead", "support", "items", "file",
    "sent", "receiver", "received-on", "returned", "remark",
)  # fmt: skip
_WIDTHS = (5, 22, 40, 6, 9, 6, 8, 42, 7, 12, 12, 7, 16)
_TICKED = (8, 11)


def build_sending(scene: Scene) -> Sheet:
    """Build 交办清单, one row a unit in protocol order, with ticks to set."""
    say = scene.say
    name = say("sheet.sending.name")
    words = {role.value: scene.role(role) for role in Role}
    heads = (
        Cell(words.get(key) or say(f"sheet.column.{key}"), "head-fill" if key in _KEYS[8:] else "head") for key in _KEYS
    )
    rows = [
        row_of(Cell(say("sheet.sending.title"), "title")),
        row_of(Cell(scene.title, "subtitle")),
        row_of(*heads),
        *(_row(scene, seq, unit_id) for seq, unit_id in enumerate(scene.units, 1)),
    ]
    first = 1 + len(LAYOUT.statuses)
    ticks = f"{quoted(say('sheet.options.name'))}!$A${first}:$A${first + len(TICKS) - 1}"
    bottom = len(rows) - 1
    return Sheet(
        name,
        tuple(Column(key, width, width) for key, width in zip(_KEYS, _WIDTHS, strict=True)),
        tuple(rows),
        tuple(Area(row, 0, row, len(_KEYS) - 1) for row in (0, 1)),
        frozen=(_HEAD + 1, 2),
        page=scene.paper(repeat_rows=(_HEAD, _HEAD), tall=1 if len(scene.units) <= _ONE_PAGE else 0),
        choices=tuple(Choice(Area(_HEAD + 1, column, bottom, column), ticks) for column in _TICKED if scene.units),
    )


def _row(scene: Scene, seq: int, unit_id: str) -> Row:
    unit = scene.units[unit_id]
    roles = Counter(each.role for each in scene.by_unit[unit_id])
    path = scene.task_path(unit)
    return row_of(
        Cell(seq, "count"),
        Cell(scene.short(unit_id), "cell"),
        Cell(scene.name(unit), "cell"),
        *(Cell(roles[role], "count") for role in Role),
        Cell(roles.total(), "count"),
        # LibreOffice does not wrap a link; the path's end is the unit's name, which stands before it.
        Cell(shorten_cell(path, _WIDTHS[7], 1), "cell-link", link=f"external:{path}"),
        Cell(TICKS[0], "tick"),
        Cell("", "fill-center"),
        Cell("", "fill-center"),
        Cell(TICKS[0], "tick"),
        Cell("", "fill"),
    )


def build_all_tasks(scene: Scene) -> Iterator[Sheet]:
    """Build all units' task sheets, one a unit; very many units go below each other on one sheet."""
    if len(scene.units) > _MOST_SHEETS:
        yield _build_one_below_another(scene)
        return
    taken = {scene.say(key) for key in ("sheet.sending.name", "sheet.options.name")}
    for unit in scene.plan.units:
        name = sheet_name(scene.short(unit.id), taken)
        taken.add(name)
        yield replace(build_tasks(scene, unit), name=name)


def _build_one_below_another(scene: Scene) -> Sheet:
    rows: list[Row] = []
    merges: list[Area] = []
    fills: list[int] = []
    breaks: list[int] = []
    grid = fit_grid(scene, scene.plan.units)
    for unit in scene.plan.units:
        if rows:
            breaks.append(len(rows))
        block = lay_block(scene, unit, len(rows), grid)
        rows += block.rows
        merges += block.merges
        fills += block.fills
    stack = Stack(tuple(rows), tuple(merges), tuple(fills))
    return sheet_of(scene, scene.say("sheet.all-tasks.name"), stack, grid, breaks=breaks)
