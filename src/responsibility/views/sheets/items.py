"""Items: 任务清单 of the whole plan, one row a task, its text whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from responsibility.kinds import Role
from responsibility.model import Assignment, Item
from responsibility.views.findings import show_place
from responsibility.views.scene import Scene, show_targets, show_task
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

_TEXT, _TEXT_WIDTH = 2, 56.0
_HEAD = 2
_COLUMNS = (
    Column("item_id", 8, 14, "cell-center"),
    Column("section", 12, 14, "cell"),
    Column("text", _TEXT_WIDTH, _TEXT_WIDTH, "cell-top"),
    Column("targets", 18, 20, "cell-top"),
    Column("lead", 12, 14, "cell"),
    Column("co-lead", 14, 18, "cell"),
    Column("support", 6, 16, "cell"),
    Column("due", 6, 12, "cell-center"),
    Column("basis", 9, 12, "cell"),
    Column("place", 8, 10, "cell-center"),
)


def build_items(scene: Scene) -> Sheet:
    """Build 任务清单: every numbered item, also those that name nobody."""
    say = scene.say
    name = say("sheet.items.name")
    heads = ("item", "section", "text", "targets", "lead", "co-lead", "support", "due", "basis", "place")
    rows = [
        row_of(Cell(say("sheet.items.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(*(Cell(say(f"sheet.column.{key}"), "head") for key in heads)),
    ]
    rows += (row for item in scene.plan.items for row in _rows(scene, item))
    return Sheet(
        name,
        _COLUMNS,
        tuple(rows),
        frozen=(_HEAD + 1, 1),
        page=scene.page(name, repeat_rows=(_HEAD, _HEAD)),
        filter=Area(_HEAD, 0, max(len(rows) - 1, _HEAD), len(_COLUMNS) - 1),
    )


def _rows(scene: Scene, item: Item) -> Iterator[Row]:
    own = scene.by_item[item.id]
    words, title = show_task(item)
    lists = {role: "、".join(scene.short(each.unit_id) for each in own if each.role is role) for role in Role}
    if not own:
        lists[Role.LEAD] = scene.say("sheet.items.nobody")
    values = (
        item.id,
        item.path[-1].title if item.path else "",
        words,
        "\n".join(show_targets(item)),
        *lists.values(),
        scene.show_due(item),
        show_bases(scene, own),
        show_place(scene.plan.notice.document, item.span, scene.say),
    )
    cells = [Cell(value, column.style) for value, column in zip(values, _COLUMNS, strict=True)]
    cells[_TEXT] = Cell(words, "cell-top", strong=title)
    widths = {place: _COLUMNS[place].least for place in range(1, len(_COLUMNS))}
    return spill_row(cells, widths, scene.say, keep=(0,))


def show_bases(scene: Scene, own: list[Assignment]) -> str:
    """Say what the leads among these assignments rest on."""
    bases = Counter(each.basis for each in own if each.role is Role.LEAD)
    return "、".join(scene.say(f"basis.{basis.value}") for basis in bases)
