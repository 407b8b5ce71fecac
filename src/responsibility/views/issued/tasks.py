"""Tasks: one unit's 任务清单, to be printed, signed, filled in and sent back.

A sheet says who it is in three places: custom properties, a very hidden sheet, a hidden column of item ids. It is
printed in its own size, each page to its foot: rows take what a page has left, since they are to be written in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from responsibility.kinds import Role
from responsibility.model import Assignment, Unit
from responsibility.views.issued.form import lay_foot, lay_form, merge_foot, merge_form
from responsibility.views.issued.layout import LAST, LAYOUT, SheetGrid, fit_grid, tell_task
from responsibility.views.naming import write_ordinal
from responsibility.views.running import OWN, OWN_STRONG, STRONG, Running, part_lines, run_name, run_names, run_number
from responsibility.views.scene import Scene
from responsibility.views.sheet import (
    Area,
    Cell,
    Choice,
    Condition,
    Row,
    Sheet,
    quoted,
    row_of,
)
from responsibility.views.sheets.listing import spill_row

_LEAST = 48.0  # points of a row: a few words by hand
_HALF = 240.0  # points: a row taller than half a page goes over it
_LINES = 12  # of the partners' list in a row, so that it goes over pages
_LONG = ("text", "partners", "due", "targets")


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of one unit's sheet with what lies over them, from row `top` on."""

    rows: tuple[Row, ...]
    merges: tuple[Area, ...]
    fills: tuple[int, ...]  # the rows that are filled in


def build_tasks(scene: Scene, unit: Unit) -> Sheet:
    """Build one unit's 任务清单: lead tasks, then co-lead, then support; document order within each."""
    grid = fit_grid(scene, [unit])
    block = lay_block(scene, unit, 0, grid)
    return sheet_of(scene, scene.say("sheet.tasks.name"), block, grid)


def sheet_of(scene: Scene, name: str, block: Stack, grid: SheetGrid, *, breaks: Sequence[int] | None = None) -> Sheet:
    """Make a printable, protected sheet. breaks: where new pages begin, None for a single block."""
    head = LAYOUT.head_row
    return Sheet(
        name,
        grid.columns,
        block.rows,
        block.merges,
        frozen=(head + 1, 0) if breaks is None else (0, 0),
        page=scene.paper(form="form", repeat_rows=(head, head) if breaks is None else None, whole=True),
        choices=_choices(scene, block.fills),
        rules=_rules(scene, block.fills),
        breaks=tuple(breaks or ()),
        protected=True,
    )


def lay_block(scene: Scene, unit: Unit, top: int, grid: SheetGrid) -> Stack:
    """Lay one unit's title, form, tasks and partners from row `top` on."""
    rows = [
        row_of(Cell(scene.say("sheet.tasks.title", unit=scene.name(unit)), "sheet-title")),
        row_of(Cell(scene.say("sheet.tasks.plan", plan=scene.title), "sheet-plan")),
        *lay_form(scene, unit, grid.capacity("item") + grid.capacity("text")),
        row_of(height=5.0),
        _head_row(grid),
    ]
    merges = [*(_line(top + row) for row in (0, 1)), *merge_form(top + 2)]
    fills: list[int] = []
    bands = [(role, own) for role in Role if (own := [e for e in scene.by_unit[unit.id] if e.role is role])]
    for number, (role, own) in enumerate(bands, 1):
        merges.append(_line(top + len(rows)))
        rows.append(_band(scene, role, own, number if len(bands) > 1 else 0))
        for each in own:
            fills.append(top + len(rows))
            rows += _task_rows(scene, each, grid)
    rows[-1] = replace(rows[-1], kept=True)  # nobody signs a page without a task
    merges += merge_foot(top + len(rows))
    rows += lay_foot(scene)
    partners = list(_lay_partners(scene, unit, grid))
    merges += (_line(top + row) for row in range(len(rows), len(rows) + len(partners)))
    return Stack((*rows, *partners), tuple(merges), tuple(fills))


def _line(row: int) -> Area:
    return Area(row, 0, row, LAST)


def _head_row(grid: SheetGrid) -> Row:
    heads = [Cell(grid.heads.get(field.key, ""), "sheet-head") for field in LAYOUT.fields[: LAST + 1]]
    return row_of(*heads, Cell("item_id", "plain"))


def _band(scene: Scene, role: Role, own: Sequence[Assignment], number: int) -> Row:
    ordinal = scene.say("sheet.tasks.ordinal", number=write_ordinal(number, scene.say.language)) if number else ""
    return row_of(Cell(ordinal + scene.say(f"sheet.tasks.band.{role.value}", count=len(own)), "sheet-band"))


def _task_rows(scene: Scene, own: Assignment, grid: SheetGrid) -> Iterator[Row]:
    told = tell_task(scene, scene.items[own.item_id], own)
    printed = {
        "item": run_number(scene.number(own.item_id), grid.capacity("item")),
        "text": told.text,
        "partners": _name_units(scene, own, grid.capacity("partners")),
        "due": Running("\n".join(told.due)),
        "targets": Running("\n".join(told.targets)),
        "contact": Running(_own_people(scene, own)),
        "item_id": Running(own.item_id),
    }
    nothing = Running("")
    shown = [(printed.get(field.key, nothing), grid.style(field)) for field in LAYOUT.fields]
    cells = [Cell(each.words, style, stretches=each.stretches) for each, style in shown]
    long = {LAYOUT.place(key): grid.widths[key] for key in _LONG if key in grid.widths}
    # A further row has no id in the hidden column, so that a reader books the task once.
    for row in spill_row(cells, long, scene.say, keep=(LAYOUT.place("item"),), tallest=_HALF):
        yield replace(row, least=_LEAST, grows=True)


def _own_people(scene: Scene, own: Assignment) -> str:
    """Fill in whom the notice names in this unit, so that nobody types them again."""
    mine = [each.person for each in scene.people[own.item_id] if each.unit_id == own.unit_id]
    lines = ((each.office, f"{each.rank}{each.name}", each.phone) for each in mine)
    return "\n".join(dict.fromkeys(words for line in lines for words in line if words))


def _name_units(scene: Scene, own: Assignment, capacity: float) -> Running:
    """Name all units of a task in the order printed, the lead and this unit standing out.

    Those that support begin on a line of their own where others share the task.
    """
    units = scene.by_item[own.item_id]
    shared = {Role.CO_LEAD, Role.SUPPORT} <= {each.role for each in units}
    groups = [[e for e in units if e.role is not Role.SUPPORT], [e for e in units if e.role is Role.SUPPORT]]
    groups = groups if shared else [units]
    support = scene.say("sheet.tasks.support")
    lines = [
        run_names([_name_unit(scene, each, own) for each in group], capacity, last="") for group in groups if group
    ]
    if not shared:
        return lines[0]
    moved = len(lines[0].words) + 1 + len(support)
    rest = tuple((start + moved, end + moved, look) for start, end, look in lines[1].stretches)
    return Running(f"{lines[0].words}\n{support}{lines[1].words}", (*lines[0].stretches, *rest))


def _name_unit(scene: Scene, each: Assignment, own: Assignment) -> Running:
    is_lead = each.role is Role.LEAD
    if each is own:
        return run_name(scene.say("sheet.tasks.self"), OWN_STRONG if is_lead else OWN)
    return run_name(scene.short(each.unit_id), STRONG if is_lead else "")


def _lay_partners(scene: Scene, unit: Unit, grid: SheetGrid) -> Iterator[Row]:
    """Name whom this unit works with in running text, each with the tasks they share; no page begins for it."""
    shared: dict[str, list[Assignment]] = {}
    own = {each.item_id for each in scene.by_unit[unit.id]}
    for item_id in scene.items if len(own) > 1 else ():  # the column of units says it of a single task
        for each in scene.by_item[item_id] if item_id in own else ():
            if each.unit_id != unit.id:
                shared.setdefault(each.unit_id, []).append(each)
    if not shared:
        return
    say = scene.say
    yield replace(row_of(Cell(say("sheet.tasks.partners", count=len(shared)), "sheet-section")), spare=True)
    names = [_name_partner(scene, other, shared[other]) for other in scene.units if other in shared]
    told = say("sheet.tasks.partners-about")
    first = replace(names[0], words=told + names[0].words)
    moved = tuple((start + len(told), end + len(told), look) for start, end, look in first.stretches)
    listed = run_names([replace(first, stretches=moved), *names[1:]], grid.across, "；", "。")
    for part in part_lines(listed, _LINES):
        yield replace(row_of(Cell(part.words, "sheet-partners", stretches=part.stretches)), spare=True)


def _name_partner(scene: Scene, unit_id: str, shared: Sequence[Assignment]) -> Running:
    words = f"{scene.short(unit_id)}："
    stretches = []
    for place, each in enumerate(shared):
        number = scene.number(each.item_id)
        words += "、" if place else ""
        if each.role is Role.LEAD:
            stretches.append((len(words), len(words) + len(number), STRONG))
        words += number
    return Running(words, tuple(stretches))


def _choices(scene: Scene, fills: Sequence[int]) -> tuple[Choice, ...]:
    """Let status and progress take only what they should; bands between the tasks are locked anyway."""
    if not fills:
        return ()
    say, status, progress = scene.say, LAYOUT.place("status"), LAYOUT.place("progress")
    words = f"{quoted(say('sheet.options.name'))}!$A$1:$A${len(LAYOUT.statuses)}"
    listed, counted = Area(fills[0], status, fills[-1], status), Area(fills[0], progress, fills[-1], progress)
    return (
        Choice(listed, words, title=say("sheet.tasks.head.status"), message=say("sheet.tasks.choose")),
        Choice(counted, most=1, title=say("sheet.tasks.head.progress"), message=say("sheet.tasks.percent")),
    )


def _rules(scene: Scene, fills: Sequence[int]) -> tuple[Condition, ...]:
    if not fills:
        return ()
    status = LAYOUT.place("status")
    area = Area(fills[0], status, fills[-1], status)
    looks = {"done": "done", "behind": "behind", "not-started": "behind"}
    return tuple(Condition(area, "text", style, scene.say(f"sheet.status.{key}")) for key, style in looks.items())
