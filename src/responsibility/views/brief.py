"""Brief: 责任分工要情, what a leader is asked to decide about a plan, and who carries most, on one page.

In: a Scene. Out: a Brief, which a picture draws and a letter writes: the same words on both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil

from responsibility.kinds import Role
from responsibility.language.rounding import round_up
from responsibility.views.letter import Letter, LetterTable, Line, line_of
from responsibility.views.lines import em_width, shorten_text
from responsibility.views.matters import speak_matter
from responsibility.views.measure import title_width
from responsibility.views.scene import Scene
from responsibility.views.sheet import Cell

_MOST = 7  # decisions, units and tasks of a page


_MARGINS = (24.0, 22.0, 20.0, 16.0)  # millimetres
# Widths of the two tables' columns; a long number takes room of its task's title.
_DECIDED, _LISTED = (12.0, 116.0, 36.0), (34.0, 44.0, 15.0, 57.0, 14.0)
_NUMBERS, _LETTER, _BESIDE = (14.0, 24.0), 3.75, 3.5  # millimetres: least and most of numbers, a letter, what is beside
_NAME = 8.5  # letters of a line in the column of units; each may have two, as a task's title
_CELL_LINE = 14.0  # points that a second line takes
_LINE = 30.0  # letters of a decision's line
_WORD = 150.0  # points of the room for the leader's word, and what it gains by each decision or row that is not there
_DECISION, _TASK = 32.0, 18.0
_SIGNS = 14  # of a bar: a sign a task while they fit


@dataclass(frozen=True, slots=True)
class Brief:
    """What the page says. decisions: what, and why; units: name, leads and tasks; tasks: number, title, units.

    opening: the line under the title.
    """

    opening: str
    decisions: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, int, int], ...]
    tasks: tuple[tuple[str, str, int], ...]


def build_brief(scene: Scene) -> Brief:
    """Gather what the page says."""
    leading = {each.unit_id for each in scene.plan.assignments if each.role is Role.LEAD}
    most = min(scene.settings.page.decisions, _MOST)
    decisions = tuple(speak_matter(scene.plan, each, scene.say, _is_line) for each in scene.matters[:most])
    told = {
        "items": len(scene.assigned),
        "units": len(scene.units),
        "leads": len(leading),
        "decisions": len(decisions),
    }
    return Brief(scene.say("brief.opening", **told), decisions, _list_units(scene), _list_tasks(scene))


def _is_line(words: str) -> bool:
    return title_width(words) <= _LINE


def _list_units(scene: Scene) -> tuple[tuple[str, int, int], ...]:
    """Return the units with most tasks, most first, then those that lead more, then protocol order."""
    counted = [
        (scene.short(unit_id), sum(each.role is Role.LEAD for each in own), len(own))
        for unit_id, own in scene.by_unit.items()
    ]
    return tuple(sorted(counted, key=lambda row: (-row[2], -row[1]))[:_MOST])


def _list_tasks(scene: Scene) -> tuple[tuple[str, str, int], ...]:
    """Return the tasks with most units, most first, then document order."""
    counts = Counter(each.item_id for each in scene.plan.assignments)
    counted = [(scene.number(item.id), item.title or item.body, counts[item.id]) for item in scene.assigned]
    return tuple(sorted(counted, key=lambda row: -row[2])[:_MOST])


def write_brief(scene: Scene) -> Letter:
    """Write the page as a letter that an office can go on with."""
    say, brief = scene.say, build_brief(scene)
    office = scene.office.partition("（")[0]  # without its second plate, which takes the line
    day = "　　".join(say("checkup.date").split())
    named = bool(scene.plan.assignments)
    widths, letters = _fit_numbers(brief)
    parts: list[Line | LetterTable] = [
        line_of("kicker", say("checkup.for-reading"), f"\t{office}　　　　{day}"),
        line_of("title", say("checkup.title")),
        line_of("subtitle", scene.title),
        line_of("subtitle-last", brief.opening if named else say("checkup.empty")),
    ]
    if brief.decisions:
        heads = tuple(say(f"checkup.column.{key}") for key in ("number", "what", "boxes"))
        rows = tuple(_decide(scene, number, *each) for number, each in enumerate(brief.decisions, 1))
        parts += [LetterTable(_DECIDED, heads, rows), line_of("gap-small", "")]
    if named:
        heads = tuple(say(key) for key in _HEADS)
        parts += [LetterTable(widths, heads, tuple(_list_rows(brief, letters))), line_of("gap-small", "")]
    word = Cell(say("checkup.word.title"), "cell-center")
    room = _WORD + _DECISION * (_MOST - len(brief.decisions)) + (_TASK * (_MOST - len(brief.units)) if named else 0.0)
    listed = zip(brief.units, brief.tasks, strict=False)
    tall = sum(em_width(unit[0]) > _NAME or em_width(task[1]) > letters for unit, task in listed)
    room -= _CELL_LINE * (tall + sum(map(_count_more, brief.decisions)))
    sign = f"{say('checkup.word.sign')}　　　　　　　　{day}　"
    parts.append(LetterTable((12.0, 152.0), (), ((word, Cell(sign, "cell-foot")),), room))
    return Letter(
        f"{say('checkup.title')} {scene.title}",
        scene.title,
        scene.office,
        scene.created,
        tuple(parts),
        scene.stamp,
        scene.settings.output.fonts,
        _MARGINS,
    )


_HEADS = (
    "checkup.units.title", "checkup.units.bar", "checkup.units.count", "checkup.column.number", "checkup.tasks.title",
    "checkup.tasks.units",
)  # fmt: skip


def _decide(scene: Scene, number: int, what: str, why: str) -> tuple[Cell, ...]:
    boxes = "\n".join(f"□ {scene.say(f'checkup.box.{key}')}" for key in ("agree", "else"))
    words = f"{what}\n{why}" if why else what
    return Cell(number, "cell-center"), Cell(words, "cell", strong=len(what)), Cell(boxes, "cell")


def _count_more(decision: tuple[str, str]) -> int:
    """Count the lines of a decision beyond one for what it is and one for why."""
    return sum(ceil(title_width(words) / _LINE) - 1 for words in decision if words)


def _fit_numbers(brief: Brief) -> tuple[tuple[float, ...], float]:
    """Return the second table's widths, and the letters of a line of its titles: no number is parted."""
    longest = max((em_width(number) for number, _, _ in brief.tasks), default=0.0)
    number = min(max(_NUMBERS[0], longest * _LETTER + _BESIDE), _NUMBERS[1])
    *before, title, last = _LISTED
    return (*before, number, title - number, last), (title - number - _BESIDE) / _LETTER


def _list_rows(brief: Brief, letters: float) -> Iterator[tuple[Cell, ...]]:
    most = max(total for _, _, total in brief.units)
    for unit, task in zip_longest(brief.units, brief.tasks, fillvalue=None):
        yield (*_unit_cells(unit, most), *_task_cells(task, letters))


def _unit_cells(unit: tuple[str, int, int] | None, most: int) -> tuple[Cell, ...]:
    if unit is None:
        return (Cell("", "cell"),) * 3
    name, leads, total = unit
    name = shorten_text(name, 2 * _NAME - 1, em_width)
    full, dark = (int(round_up(count * min(1.0, _SIGNS / most), 0)) for count in (total, leads))
    return (
        Cell(name, "cell"),
        Cell("■" * dark + "□" * (full - dark), "cell-bar"),
        Cell(f"{leads}/{total}", "cell-center"),
    )


def _task_cells(task: tuple[str, str, int] | None, letters: float) -> tuple[Cell, ...]:
    if task is None:
        return (Cell("", "cell"),) * 3
    number, title, units = task
    title = shorten_text(title, 2 * letters - 1, em_width)
    return Cell(number, "cell-center"), Cell(title, "cell"), Cell(units, "cell-center")
