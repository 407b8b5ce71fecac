"""Items: 任务清单 of the whole plan, one row a task, its text whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf

from responsibility.kinds import Role
from responsibility.model import Assignment, Item
from responsibility.views.entries import show_fields, show_people, show_stages
from responsibility.views.findings import show_place
from responsibility.views.measure import capacity_of, text_width, width_for
from responsibility.views.running import break_due, break_rank, run_name, run_names
from responsibility.views.scene import Scene, show_targets, show_task
from responsibility.views.sheet import Area, Cell, Row, Sheet
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, open_sheet, size_columns

_HEAD = 2
_MID = "cell-center"
_NAMES = tuple(role.value for role in Role)
_MOST_NAME = 24.0  # column units of the longest name, 、 behind it
_COLUMNS = (
    Shown("seq", 8, _MID, most=14), Shown("section", 12, most=14), Shown("text", 34, "cell-top"),
    Shown("targets", 18, "cell-top", most=20), Shown("beside", 22, "cell-top"),
    Shown("lead", 12, most=14), Shown("co-lead", 14, most=21),
    Shown("support", 6, most=16), Shown("due", 6, _MID, most=12), Shown("basis", 9, most=17),
    Shown("place", 8, _MID, most=10), Shown("item", 8, _MID, hidden=True),
)  # fmt: skip


def build_items(scene: Scene) -> Sheet:
    """Build 任务清单: every numbered item, also those that name nobody."""
    say = scene.say
    name = say("sheet.items.name")
    columns = _columns(scene)
    rows = [*open_sheet(say("sheet.items.title"), scene.stamp), lay_heads(say, columns)]
    rows += (row for item in scene.plan.items for row in _rows(scene, item, columns))
    return Sheet(
        name,
        size_columns(columns),
        tuple(rows),
        frozen=(_HEAD + 1, 1),
        page=scene.page(name, repeat_rows=(_HEAD, _HEAD)),
        filter=Area(_HEAD, 0, max(len(rows) - 1, _HEAD), len(columns) - 1),
    )


def _columns(scene: Scene) -> tuple[Shown, ...]:
    """Return the columns that the plan fills; what others would take goes to the text, half of it to long figures."""
    empty = {
        Role.CO_LEAD.value: not any(each.role is Role.CO_LEAD for each in scene.plan.assignments),
        Role.SUPPORT.value: not any(each.role is Role.SUPPORT for each in scene.plan.assignments),
        "section": not any(map(scene.part, scene.plan.items)),
        "targets": not any(item.targets for item in scene.plan.items),
        "beside": not any(map(_tell, scene.plan.items)),
        "due": not any(map(scene.show_due, scene.plan.items)),
    }
    spare = sum(each.width for each in _COLUMNS if empty.get(each.key))
    share = spare if empty["targets"] else spare / 2
    name = max((text_width(scene.short(each.unit_id)) for each in scene.plan.assignments), default=0.0)
    least = min(width_for(name + text_width("、")), _MOST_NAME)
    wider = {"text": (share, 0.0), "targets": (0.0, share)}  # the least, and the most
    wider |= {each.key: (0.0, max(least - each.most, 0.0)) for each in _COLUMNS if each.key in _NAMES}
    return tuple(
        each._replace(width=each.width + wider[each.key][0], most=each.most + wider[each.key][1])
        if each.key in wider
        else each
        for each in _COLUMNS
        if not empty.get(each.key)
    )


def _tell(item: Item, capacity: float = inf) -> str:
    told = zip(show_people(item.people), item.people, strict=True)
    people = (break_rank(words, who, capacity) for words, who in told)
    return "\n".join([*show_stages(item), *people, *show_fields(item.fields)])


def _rows(scene: Scene, item: Item, columns: Sequence[Shown]) -> Iterator[Row]:
    own = scene.by_item[item.id]
    words, title = show_task(item)
    room = {each.key: capacity_of(max(each.width, each.most)) for each in columns}
    lists = {
        role: run_names([run_name(scene.short(each.unit_id)) for each in own if each.role is role], room[role]).words
        for role in Role
        if role in room
    }
    if not own:
        lists[Role.LEAD] = scene.say("sheet.items.nobody")
    values: dict[str, str | Cell] = {
        "seq": scene.number(item.id),
        "section": scene.part(item),
        "text": Cell(words, "cell-top", strong=title),
        "targets": "\n".join(show_targets(item)),
        "beside": _tell(item, room.get("beside", inf)),
        **{role.value: names for role, names in lists.items()},
        "due": break_due(scene.show_due(item), room.get("due", inf)),
        "basis": show_bases(scene, own),
        "place": show_place(scene.plan.notice.document, item.span, scene.say),
        "item": item.id,
    }
    return lay_row(scene.say, columns, [values[each.key] for each in columns], keep=(0,))


def show_bases(scene: Scene, own: list[Assignment]) -> str:
    """Say what the leads among these assignments rest on."""
    bases = Counter(each.basis for each in own if each.role is Role.LEAD)
    return "、".join(scene.say(f"basis.{basis.value}") for basis in bases)
