"""Layout: the columns of a task sheet, and what a unit's own sheet makes of them.

LAYOUT is shared with the room that reads returned sheets: which columns, in which order, which are filled in. Columns
that a unit's tasks leave empty are hidden, and their room goes to the task's words; the order never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from responsibility.model import Assignment, Item, Unit
from responsibility.views.entries import brief_stages, name_leader, other_fields, show_fields, show_people, show_person
from responsibility.views.measure import SIDES, capacity_of, text_width, units_across, width_for
from responsibility.views.running import Running, break_due, break_rank, run_task
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Column


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

    def has(self, key: str) -> bool:
        """Say whether there is such a column."""
        return any(field.key == key for field in self.fields)


LAYOUT = SheetLayout(
    version=2,
    fields=(
        Fill("item", 4.5, "sheet-center"),
        Fill("text", 0, "sheet-cell"),  # what the others leave
        Fill("partners", 25.4, "sheet-cell"),
        Fill("due", 10.5, "sheet-center"),
        Fill("targets", 16.5, "sheet-cell"),
        Fill("status", 6, "sheet-fill-center", filled=True),
        Fill("progress", 6, "sheet-fill-percent", filled=True),
        Fill("done", 15.5, "sheet-fill", filled=True),
        Fill("problems", 9.8, "sheet-fill", filled=True),
        Fill("next-step", 9.8, "sheet-fill", filled=True),
        Fill("contact", 9.2, "sheet-fill-text", filled=True),
        Fill("item_id", 12, "plain", hidden=True),
    ),
    statuses=("done", "on-schedule", "behind", "not-started", "long-term", "adjusted"),
    head_row=5,
)
LAST = len(LAYOUT.fields) - 2  # the last column that is printed
_ACROSS = 796.5  # points across the page, between its margins
_ROOMY = {"done": 29.0, "problems": 15.0, "next-step": 15.0}  # widths where there is one task
_NARROW = {"partners": 21.0, "targets": 18.5, "done": 13.5}  # where days and stages take their columns
_MOST_NUMBER = 9.0
_MOST_DUE = 13.5  # a longer day goes over two lines
_MOST_NAME = 25.4  # a longer name does
_AT_TOP = {"sheet-cell": "sheet-top", "sheet-fill": "sheet-fill-top", "sheet-center": "sheet-center-top"}


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """The columns of one sheet. widths: of those that are printed, by key, in half-width characters."""

    widths: Mapping[str, float]
    heads: Mapping[str, str]
    is_single: bool  # one task, whose row fills the page

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column of the layout, those without a width hidden."""
        shown = ((field.key, self.widths.get(field.key, field.width or 1.0)) for field in LAYOUT.fields)
        return tuple(Column(key, width, width, "", key not in self.widths) for key, width in shown)

    @property
    def across(self) -> float:
        """How many half-width characters a line over all columns holds."""
        return capacity_of(sum(self.widths.values()) + SIDES * (len(self.widths) - 1))

    def capacity(self, key: str) -> float:
        """How many half-width characters a line of a column holds."""
        return capacity_of(self.widths[key])

    def style(self, field: Fill) -> str:
        """Return the look of a column's cells; words stand at the top of rows that fill a page."""
        return _AT_TOP.get(field.style, field.style) if self.is_single else field.style


@dataclass(frozen=True, slots=True)
class TaskWords:
    """What is printed of one task for one unit. targets: figures that its text does not say, stages, further fields."""

    text: Running
    targets: tuple[str, ...]
    due: tuple[str, ...]


def tell_task(scene: Scene, item: Item, own: Assignment) -> TaskWords:
    """Return a task as one unit reads it; of figures by unit this unit's alone."""
    mine = replace(item, targets=tuple(each for each in item.targets if each.holder in ("", own.name)))
    text, rest = run_task(mine)
    others = (each.person for each in scene.people[item.id] if not (each.unit_id or each.person.is_leader))
    fields = show_fields(other_fields(item))
    beside = [*show_targets(replace(mine, targets=rest)), *brief_stages(item), *show_people(others), *fields]
    above = [each.person for each in scene.people[item.id] if each.person.is_leader and not each.unit_id]
    capacity = capacity_of(LAYOUT.fields[LAYOUT.place("due")].width)
    name = show_person if scene.leader_post else name_leader  # the head has said the post
    leaders = [break_rank(name(each), each, capacity) for each in above]
    due = break_due(scene.show_due(item), capacity_of(_MOST_DUE))
    return TaskWords(text, tuple(beside), (*leaders, *([due] if due else [])))


def fit_grid(scene: Scene, units: Sequence[Unit]) -> SheetGrid:
    """Choose columns, widths and heads for the sheet of these units."""
    own = [each for unit in units for each in scene.by_unit[unit.id]]
    told = [tell_task(scene, scene.items[each.item_id], each) for each in own]
    is_single = len(own) == 1
    empty = {"due": not any(each.due for each in told), "targets": not any(each.targets for each in told)}
    fields = [field for field in LAYOUT.fields if not field.hidden and not empty.get(field.key)]
    given = {} if empty["due"] or empty["targets"] else _NARROW
    given = _ROOMY if is_single and all(empty.values()) else given
    widths = {field.key: given.get(field.key, field.width) for field in fields}
    asked = [scene.items[each.item_id] for each in own]
    names = [scene.short(each.unit_id) + "、" for item in asked for each in scene.by_item[item.id]]
    widths["item"] = _widen(widths["item"], [scene.number(item.id) for item in asked], _MOST_NUMBER)
    widths["partners"] = _widen(widths["partners"], names, _MOST_NAME)
    if "due" in widths:
        days = [line for each in told for words in each.due[-1:] for line in words.split("\n")]
        widths["due"] = _widen(widths["due"], days, _MOST_DUE)
    widths["text"] = units_across(_ACROSS, len(widths)) - sum(widths.values())
    return SheetGrid(widths, dict(_heads(scene, own, told, [field.key for field in fields])), is_single)


def _widen(width: float, words: Iterable[str], most: float) -> float:
    """Return the width that holds each of these on a line of its own, within reason."""
    return max(width, min(width_for(max(map(text_width, words), default=0.0)), most))


def _heads(
    scene: Scene, own: Sequence[Assignment], told: Sequence[TaskWords], keys: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Name the columns; what stands out is explained only where it occurs."""
    say = scene.say
    figures = any(start for each in told for start, _, _ in each.text.stretches)
    legends = {"text": say("sheet.tasks.figures") if figures else "", "partners": say("sheet.tasks.leads")}
    people = any(each.person.is_leader and not each.unit_id for one in own for each in scene.people[one.item_id])
    leaders = (scene.leader_post or say("sheet.tasks.leader")) + "\n" if people else ""
    stages = sum(len(brief_stages(scene.items[each.item_id])) for each in own)
    alone = "stages" if stages and stages == sum(len(each.targets) for each in told) else "targets"
    for key in keys:
        head = say(f"sheet.tasks.head.{alone if key == 'targets' else key}")
        legend = legends.get(key, "")
        yield key, (leaders if key == "due" else "") + head + (f"\n{legend}" if legend else "")
