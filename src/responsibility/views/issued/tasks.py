"""Tasks: one unit's 任务清单, to be printed, filled in and sent back.

LAYOUT is shared with the room that reads returned sheets: which columns, in which order, which are filled in. A sheet
says who it is in three places: custom properties, a very hidden sheet, a hidden column of item ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from responsibility.kinds import Role
from responsibility.model import Assignment, Item, Unit
from responsibility.views.entries import name_leader, show_fields, show_people, show_stages
from responsibility.views.measure import text_width, width_for
from responsibility.views.scene import Scene, show_targets, show_task
from responsibility.views.sheet import (
    Area,
    Cell,
    Choice,
    Column,
    Condition,
    Row,
    Sheet,
    quoted,
    row_of,
)
from responsibility.views.sheets.listing import spill_row


@dataclass(frozen=True, slots=True)
class Fill:
    """One column of a task sheet: key, width, look; filled says whether the unit writes in it."""

    key: str
    width: float
    style: str
    filled: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The columns of a task sheet in order. version goes up with every change that a reader must know of."""

    version: int
    fields: tuple[Fill, ...]
    statuses: tuple[str, ...]
    head_row: int

    def place(self, key: str) -> int:
        """Return the column of a key."""
        return next(place for place, field in enumerate(self.fields) if field.key == key)


LAYOUT = SheetLayout(
    version=1,
    fields=(
        Fill("seq", 5, "cell-center"),
        Fill("item", 8, "cell-center"),
        Fill("text", 36, "cell-top"),
        Fill("targets", 19, "cell-top"),
        Fill("partners", 17.5, "cell-top"),
        Fill("due", 10, "cell-center"),
        Fill("status", 9.5, "fill-center", filled=True),
        Fill("progress", 7.5, "fill-percent", filled=True),
        Fill("done", 17, "fill", filled=True),
        Fill("problems", 12, "fill", filled=True),
        Fill("next-step", 12, "fill", filled=True),
        Fill("office", 9, "fill-center", filled=True),
        Fill("person", 8.5, "fill-center", filled=True),
        Fill("telephone", 12.5, "fill-text", filled=True),
        Fill("item_id", 12, "plain", hidden=True),
    ),
    statuses=("done", "on-schedule", "behind", "not-started", "long-term", "adjusted"),
    head_row=6,
)
_LAST = len(LAYOUT.fields) - 2  # the last column that is printed
_LONG = {LAYOUT.place(key): LAYOUT.fields[LAYOUT.place(key)].width for key in ("text", "targets", "partners", "due")}
_BARE = 5.5  # two letters a line: a column in which the whole plan prints nothing


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of one unit's sheet with what lies over them, from row `top` on."""

    rows: tuple[Row, ...]
    merges: tuple[Area, ...]
    fills: tuple[int, ...]  # the rows that are filled in


def build_tasks(scene: Scene, unit: Unit) -> Sheet:
    """Build one unit's 任务清单: lead tasks, then co-lead, then support; document order within each."""
    block = lay_block(scene, unit, 0)
    name = scene.say("sheet.tasks.name")
    return sheet_of(scene, name, block.rows, block.merges, block.fills)


def sheet_of(
    scene: Scene,
    name: str,
    rows: Sequence[Row],
    merges: Sequence[Area],
    fills: Sequence[int],
    *,
    breaks: Sequence[int] | None = None,
) -> Sheet:
    """Make a printable, protected sheet of blocks. breaks: where new pages begin, None for a single block."""
    head = LAYOUT.head_row
    page = scene.page(name, repeat_rows=(head, head) if breaks is None else None)
    return Sheet(
        name,
        _columns(scene),
        tuple(rows),
        tuple(merges),
        frozen=(head + 1, 0) if breaks is None else (0, 0),
        page=page,
        choices=_choices(scene, fills),
        rules=_rules(scene, fills),
        breaks=tuple(breaks or ()),
        protected=True,
    )


def _columns(scene: Scene) -> tuple[Column, ...]:
    """Give what targets and dates do not need, where the plan has none, to the task's words."""
    filled = {
        "targets": any(item.targets or item.milestones or item.fields for item in scene.assigned),
        "due": any(scene.show_due(item) or _leaders(scene, item) for item in scene.assigned),
    }
    bare = {key: _least_width(scene, key) for key, some in filled.items() if not some}
    spare = sum(LAYOUT.fields[LAYOUT.place(key)].width - width for key, width in bare.items())
    widths = {"text": LAYOUT.fields[LAYOUT.place("text")].width + spare, **bare}
    return tuple(
        Column(field.key, widths.get(field.key, field.width), widths.get(field.key, field.width), "", field.hidden)
        for field in LAYOUT.fields
    )


def _least_width(scene: Scene, key: str) -> float:
    """Return the least width that cuts no word of a column's head, and no label of the form that stands in it."""
    words = [word for word in scene.say(f"sheet.column.{key}").split() if word.isascii()]
    labels = [scene.say(f"sheet.form.{label}") for line in _FORM for label, at in line if at == LAYOUT.place(key)]
    return max([_BARE, *(width_for(text_width(each)) for each in (*words, *labels))])


def lay_block(scene: Scene, unit: Unit, top: int) -> Stack:
    """Lay one unit's title, form and tasks from row `top` on."""
    rows = [*_title(scene, unit), *_form(scene, unit), _count_row(scene, unit), _heads(scene)]
    merges = list(_title_merges(top))
    fills: list[int] = []
    seq = 0
    for role in Role:
        own = [each for each in scene.by_unit[unit.id] if each.role is role]
        if not own:
            continue
        merges.append(Area(top + len(rows), 0, top + len(rows), _LAST))
        rows.append(_band(scene, role, own))
        for each in own:
            seq += 1
            fills.append(top + len(rows))
            rows += _task_rows(scene, scene.items[each.item_id], each, seq)
    return Stack(tuple(rows), tuple(merges), tuple(fills))


def _title(scene: Scene, unit: Unit) -> Iterator[Row]:
    yield row_of(Cell(scene.say("sheet.tasks.title", unit=scene.name(unit)), "title"))
    yield row_of(Cell(scene.title, "subtitle"))
    yield row_of(Cell(scene.stamp, "stamp"))


# Two lines of the form: label and fill-in cells by their columns.
_FORM = (
    (("deputy", 3), ("telephone", 6), ("filled-by", 9), ("checked-by", 11)),
    (("liaison", 3), ("telephone", 6), ("telephone", 9), ("filled-on", 11)),
)
_FORM_SPANS = {3: (4, 5), 6: (7, 8), 9: (10, 10), 11: (12, 13)}


def _form(scene: Scene, unit: Unit) -> Iterator[Row]:
    left = (scene.say("sheet.tasks.reporter", unit=scene.name(unit)), scene.say("sheet.tasks.period"))
    for words, labels in zip(left, _FORM, strict=True):
        cells = [(0, Cell(words, "label"))]
        for key, column in labels:
            cells.append((column, Cell(scene.say(f"sheet.form.{key}"), "form-label")))
            cells += (
                (place, Cell("", "form-fill")) for place in range(_FORM_SPANS[column][0], _FORM_SPANS[column][1] + 1)
            )
        yield Row(tuple(cells))


def _title_merges(top: int) -> Iterator[Area]:
    yield from (Area(top + row, 0, top + row, _LAST) for row in (0, 1, 2, 5))
    for row in (3, 4):
        yield Area(top + row, 0, top + row, 2)
        yield from (Area(top + row, left, top + row, right) for left, right in _FORM_SPANS.values() if right > left)


def _count_row(scene: Scene, unit: Unit) -> Row:
    roles = Counter(each.role for each in scene.by_unit[unit.id])
    shown = scene.show_roles(roles)
    marks = "　".join(f"{scene.mark(role)}{scene.role(role)}" for role in Role)
    return row_of(Cell(scene.say("sheet.tasks.count", count=roles.total(), roles=shown, marks=marks), "note"))


def _heads(scene: Scene) -> Row:
    return row_of(
        *(
            Cell(scene.say(f"sheet.column.{field.key}"), "head-fill" if field.filled else "head")
            for field in LAYOUT.fields[: _LAST + 1]
        ),
        Cell("item_id", "plain"),
    )


def _band(scene: Scene, role: Role, own: Sequence[Assignment]) -> Row:
    bases = list(dict.fromkeys(scene.say(f"basis.{each.basis.value}") for each in own))
    number = scene.say(
        "sheet.tasks.band", mark=scene.mark(role), role=scene.role(role), count=len(own), bases=scene.join(bases)
    )
    return row_of(Cell(number, "band"))


def _task_rows(scene: Scene, item: Item, own: Assignment, seq: int) -> Iterator[Row]:
    words, title = show_task(item)
    printed: dict[str, str | int] = {
        "seq": seq,
        "item": item.id,
        "text": words,
        "targets": "\n".join(_told(scene, item, own)),
        "partners": "\n".join(_partners(scene, item, own)),
        "due": "\n".join([*_leaders(scene, item), *([due] if (due := scene.show_due(item)) else [])]),
        **_own_people(scene, own),
        "item_id": item.id,
    }
    cells = [
        Cell(printed.get(field.key, ""), field.style, strong=title if field.key == "text" else 0)
        for field in LAYOUT.fields
    ]
    # A further row has no id in the hidden column, so that a reader books the task once.
    return spill_row(cells, _LONG, scene.say, keep=(LAYOUT.place("item"),), rest="cell-top")


def _told(scene: Scene, item: Item, own: Assignment) -> list[str]:
    """Return numbers, stages and fields of a task; of figures by unit this unit's alone."""
    mine = replace(item, targets=tuple(each for each in item.targets if each.holder in ("", own.name)))
    others = (each.person for each in scene.people[item.id] if not (each.unit_id or each.person.is_leader))
    return [*show_targets(mine), *show_stages(item), *show_people(others), *show_fields(item)]


def _leaders(scene: Scene, item: Item) -> list[str]:
    """Name who answers for a task above its units."""
    own = (each for each in scene.people[item.id] if each.person.is_leader and not each.unit_id)
    return [name_leader(each.person) for each in own]


def _own_people(scene: Scene, own: Assignment) -> dict[str, str]:
    """Fill in whom the notice names in this unit, so that nobody types them again."""
    mine = [each.person for each in scene.people[own.item_id] if each.unit_id == own.unit_id]
    return {
        "office": "\n".join(dict.fromkeys(each.office for each in mine if each.office)),
        "person": "\n".join(f"{each.rank}{each.name}" for each in mine if each.rank or each.name),
        "telephone": "\n".join(each.phone for each in mine if each.phone),
    }


def _partners(scene: Scene, item: Item, own: Assignment) -> Iterator[str]:
    """Name all units of a task as printed, each with its mark; this unit as "本单位", with the notice's spelling."""
    for each in scene.by_item[item.id]:
        if each is not own:
            yield f"{scene.mark(each.role)}{scene.short(each.unit_id)}"
            continue
        unit = scene.units[each.unit_id]
        key = "sheet.tasks.self" if each.mention in (unit.short, unit.name) else "sheet.tasks.self-as"
        yield f"{scene.mark(each.role)}{scene.say(key, mention=each.mention)}"


def _choices(scene: Scene, fills: Sequence[int]) -> tuple[Choice, ...]:
    """Let status and progress take only what they should; bands between the tasks are locked anyway."""
    if not fills:
        return ()
    say, status, progress = scene.say, LAYOUT.place("status"), LAYOUT.place("progress")
    words = f"{quoted(say('sheet.options.name'))}!$A$1:$A${len(LAYOUT.statuses)}"
    listed, counted = Area(fills[0], status, fills[-1], status), Area(fills[0], progress, fills[-1], progress)
    return (
        Choice(listed, words, title=say("sheet.column.status"), message=say("sheet.tasks.choose")),
        Choice(counted, most=1, title=say("sheet.column.progress"), message=say("sheet.tasks.percent")),
    )


def _rules(scene: Scene, fills: Sequence[int]) -> tuple[Condition, ...]:
    if not fills:
        return ()
    status = LAYOUT.place("status")
    area = Area(fills[0], status, fills[-1], status)
    looks = {"done": "done", "behind": "behind", "not-started": "behind"}
    return tuple(Condition(area, "text", style, scene.say(f"sheet.status.{key}")) for key, style in looks.items())
