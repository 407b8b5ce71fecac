"""Form: the lines to fill in above and below a unit's tasks: who reports, when, and who signs.

A label stands in the cell before the one that is written in; the reader of returns finds it by that.
"""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.model import Unit
from responsibility.views.issued.layout import LAST, LAYOUT
from responsibility.views.measure import text_width
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Row, row_of

FORM_KEYS = ("period", "filled-on", "deputy", "liaison", "signed-by", "checked-by", "filled-by")
_PARTNERS, _DUE, _PROGRESS, _DONE, _PROBLEMS, _NEXT = map(
    LAYOUT.place, ("partners", "due", "progress", "done", "problems", "next-step")
)
# The lines above the tasks: key, the columns of its label, those to write in.
Line = tuple[tuple[str, tuple[int, int], tuple[int, int]], ...]
_ABOVE: tuple[Line, ...] = (
    (("period", (_PARTNERS, _PARTNERS), (_DUE, _DONE)), ("filled-on", (_PROBLEMS, _PROBLEMS), (_NEXT, LAST))),
    (("deputy", (_PARTNERS, _PARTNERS), (_DUE, _DONE)), ("liaison", (_PROBLEMS, _PROBLEMS), (_NEXT, LAST))),
)
_BELOW: Line = (
    ("signed-by", (0, 1), (_PARTNERS, _PARTNERS)),
    ("checked-by", (_DUE, _PROGRESS), (_DONE, _DONE)),
    ("filled-by", (_PROBLEMS, _PROBLEMS), (_NEXT, LAST)),
)


def lay_form(scene: Scene, unit: Unit, capacity: float) -> Iterator[Row]:
    """Lay the lines above the tasks. capacity: half-width characters of the unit; a long name goes below."""
    name = scene.name(unit)
    words = scene.say("sheet.tasks.reporter", unit=name)
    if text_width(words) > capacity:
        words = scene.say("sheet.tasks.reporter", unit=f"\n{name}")
    reporter = Cell(words, "sheet-label")
    for number, line in enumerate(_ABOVE):
        yield _row(scene, line, [(0, reporter)] if number == 0 else [], height=21.0)


def lay_foot(scene: Scene) -> Iterator[Row]:
    """Lay the line of signatures below the tasks, and how the sheet is filled in."""
    yield _row(scene, _BELOW, [], height=27.0)
    yield row_of(Cell(scene.say("sheet.tasks.note"), "sheet-note"))


def _row(scene: Scene, line: Line, before: list[tuple[int, Cell]], height: float) -> Row:
    cells = [*before]
    for key, label, (first, last) in line:
        cells.append((label[0], Cell(scene.say(f"sheet.form.{key}"), "sheet-label-right")))
        blank = scene.say("sheet.tasks.blank-day") if key == "filled-on" else ""
        cells += ((place, Cell(blank if place == first else "", "sheet-line")) for place in range(first, last + 1))
    return Row(tuple(cells), height=height)


def merge_form(top: int) -> Iterator[Area]:
    """Merge the cells of the lines above, from row `top` on; the unit's name has both, for its seal."""
    yield Area(top, 0, top + 1, 1)
    for row, line in enumerate(_ABOVE, top):
        yield from _merge(row, line)


def merge_foot(top: int) -> Iterator[Area]:
    """Merge the cells of the lines below, from row `top` on."""
    yield from _merge(top, _BELOW)
    yield Area(top + 1, 0, top + 1, LAST)


def _merge(row: int, line: Line) -> Iterator[Area]:
    for _, *spans in line:
        yield from (Area(row, first, row, last) for first, last in spans if last > first)
