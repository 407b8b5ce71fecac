"""Calendar: 年度日历, an A3 sheet to hang on the wall, several for very many units: months across, units down.

In: a Scene. Out: a Sheet, or None where the plan has no day. A task stands with its lead units, or with all where none
leads; what has no day but goes on is a line through the year; days of other years are named at the foot. Goals of a
quarter that units set themselves have a mark of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, zip_longest

from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.refinement import Refinement, is_said
from responsibility.analysis.course.steps import StepKind
from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.parse.facts.days import When, find_starts, read_stretch
from responsibility.parse.facts.numerals import end_of_month
from responsibility.views.entries import DatedEntry, list_dated, show_person
from responsibility.views.lines import em_width, wrap_text
from responsibility.views.measure import (
    COLUMN,
    PADDING,
    SIDES,
    UNIT,
    capacity_of,
    count_lines,
    line_height,
    shorten_cell,
)
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.lists.office import OfficeDay, list_office_days

_MONTHS = range(1, 13)
_UNIT = 18.0
_MONTH = (16.0, 18.0, 20.0, 22.0, 24.0, 28.0, 32.0)  # how wide a month may be: the wider, the fewer lines
_ROOM = (1090.0, 740.0)  # points across and down that A3 has within its margins
_LAST = 12
_HEAD = 4
_LEGIBLE = 0.55  # of their size: smaller letters go on several sheets
_TALLER = 14.0  # points that a row takes at most of what its page has left
_LINES = 2  # of a task's words beside its mark
_MOST = 10  # tasks of a month in one row, and of other years in one note; a row holds 409 points
_TOGETHER = 4  # rows of a unit on one page below its name, which stands again above more of them
_SIGNS = {"due": "●", "stage": "○", "goal": "◇"}


def build_calendar(scene: Scene) -> Sheet | None:
    """Build 年度日历 with months as wide as lets its one page be printed largest; more pages than one at need."""
    entries, office = list_marked(scene), list_office_days(scene)
    year = main_year([each.day for each in entries] or [each.day for each in office])
    if year is None:
        return None
    sheets = [_lay_out(scene, entries, [each for each in office if each.day.year == year], year, w) for w in _MONTH]
    best = max(sheets, key=_tell_scale)
    if _tell_scale(best) < _LEGIBLE:
        return replace(sheets[0], page=replace(sheets[0].page, tall=0))
    return _fill_page(best)


def _tell_scale(sheet: Sheet) -> float:
    """Tell how large a sheet is printed on one page, 1 for its own size."""
    width = sheet.columns[-1].most or 0.0
    across = (_UNIT + _LAST * width + (_LAST + 1) * SIDES) * COLUMN
    down = sum(_list_heights(sheet)) + _HEAD * line_height(UNIT)
    return round(min(1.0, _ROOM[0] / across, _ROOM[1] / down), 3)


def _list_heights(sheet: Sheet) -> list[float]:
    """List how high the rows are below the heads."""
    room = capacity_of(sheet.columns[-1].most or 0.0)
    lines = (
        max(count_lines(str(cell.value or ""), room) for _, cell in row.cells if cell.style != "cell-center")
        for row in sheet.rows[_HEAD:]
    )
    return [count * line_height(UNIT) + PADDING for count in lines]


def _fill_page(sheet: Sheet) -> Sheet:
    """Let rows share what the page has left, to be read from afar and written into."""
    heights = _list_heights(sheet)
    share = min((_ROOM[1] - _HEAD * line_height(UNIT) - sum(heights)) / len(heights), _TALLER)
    if share <= 0:
        return sheet
    rows = (replace(row, least=high + share) for row, high in zip(sheet.rows[_HEAD:], heights, strict=True))
    return replace(sheet, rows=(*sheet.rows[:_HEAD], *rows))


def _lay_out(
    scene: Scene, entries: Sequence[DatedEntry], office: Sequence[OfficeDay], year: int, width: float
) -> Sheet:
    own = [entry for entry in entries if entry.day.year == year]
    say = scene.say
    rows = [
        row_of(Cell(say("calendar.title", year=year), "title")),
        row_of(Cell(scene.title, "subtitle")),
        row_of(Cell(_legend(scene, own), "note")),
        _quarters(scene),
        row_of(Cell("", "head"), *(Cell(say("calendar.month", month=month), "head") for month in _MONTHS)),
    ]
    merges = [Area(row, 0, row, _LAST) for row in range(3)]
    merges += [Area(3, left, 3, left + 2) for left in range(1, _LAST + 1, 3)] + [Area(3, 0, 4, 0)]
    rows += _office_row(scene, office)
    standing = _list_standing(scene, entries)
    for unit_id in scene.units:
        lines = list(_unit_rows(scene, unit_id, own, standing, width))
        for first in range(0, len(lines), _TOGETHER):
            part = lines[first : first + _TOGETHER]
            merges += _merge_unit(len(rows), part)
            rows += [*(replace(row, kept=True) for row in part[:-1]), part[-1]]
    rows.append(_count_row(scene, own))
    for words in _notes(scene, entries, year):
        merges.append(Area(len(rows), 0, len(rows), _LAST))
        rows.append(row_of(Cell(words, "note")))
    name = say("calendar.name")
    columns = (Column("unit", _UNIT, _UNIT, "cell-strong"), *(Column(f"m{m}", width, width, "cell") for m in _MONTHS))
    page = scene.paper(paper="A3", tall=1, repeat_rows=(3, _HEAD))
    return Sheet(name, columns, tuple(rows), tuple(merges), frozen=(_HEAD + 1, 1), page=page)


def _office_row(scene: Scene, days: Sequence[OfficeDay]) -> Iterator[Row]:
    """Yield the office's own row, which stands before the units'."""
    if not days:
        return
    told = {
        month: "\n".join(
            scene.say("calendar.on-day", day=each.day.day, words=each.words) for each in days if each.day.month == month
        )
        for month in _MONTHS
    }
    yield row_of(Cell(scene.say("calendar.office"), "cell-strong"), *(Cell(told[month], "cell") for month in _MONTHS))


def main_year(days: Sequence[date]) -> int | None:
    """Return the year in which the most is due; of equal ones the first."""
    counts = Counter(day.year for day in days)
    return max(counts, key=lambda year: (counts[year], -year), default=None)


def _legend(scene: Scene, own: Sequence[DatedEntry]) -> str:
    there = {"due", *map(_kind, own)}
    signs = [key for key in _SIGNS if key in there]
    return "　".join([*(scene.say(f"calendar.legend.{key}") for key in signs), scene.say("calendar.legend.number")])


def _quarters(scene: Scene) -> Row:
    cells = [(0, Cell(scene.say("calendar.unit"), "head"))]
    for quarter in range(4):
        words = scene.say("calendar.quarter", quarter="一二三四"[quarter], number=quarter + 1)
        cells.append((1 + 3 * quarter, Cell(words, "head")))
        cells += [(2 + 3 * quarter, Cell("", "head")), (3 + 3 * quarter, Cell("", "head"))]
    return Row(tuple(cells))


def list_marked(scene: Scene) -> tuple[DatedEntry, ...]:
    """Return every day of the plan, and of the goals that lead units set themselves and the office accepted."""
    return tuple(sorted((*list_dated(scene.plan), *_list_goals(scene)), key=lambda entry: entry.day))


def _list_goals(scene: Scene) -> Iterator[DatedEntry]:
    """Yield what a unit is to reach of a task by a quarter's end, or by the day of that quarter that its words name."""
    year = _goal_year(scene)
    if year is None:
        return
    there = {item.id for item in scene.items.values() if not item.cancelled}
    known = [each for each in scene.goals if each.item_id in there]
    for (unit_id, item_id), pieces in groupby(known, key=lambda each: (each.unit_id, each.item_id)):
        days: dict[date, list[tuple[Refinement, str]]] = {}
        for piece in pieces:
            for quarter, words in enumerate(piece.quarters, 1):
                if is_said(words):
                    days.setdefault(_find_day(words, year, quarter), []).append((piece, words))
        for day, told in days.items():
            whole = "；".join(f"{piece.measure}：{words}" for piece, words in told)
            words = "；".join(words for _, words in told)
            yield DatedEntry(scene.items[item_id], day, words, is_due=False, said=whole, unit_id=unit_id)


def _goal_year(scene: Scene) -> int | None:
    """Return the plan's year; of a notice that names none, that of the first period that was reported."""
    asked = [step.label for step in scene.steps if step.kind is StepKind.REPORT]
    ends = (parse_period(label, scene.settings.progress).end.year for label in asked)
    return scene.years[0] if scene.years else next(ends, None)


def _find_day(words: str, year: int, quarter: int) -> date:
    end = end_of_month(year, 3 * quarter)
    assert end
    at = find_starts(words, 0)
    stretch = read_stretch(words, at, When(year)) if at is not None else None
    day = stretch.last if stretch and stretch.last else end
    return day if (day.year, (day.month + 2) // 3) == (year, quarter) else end


def responsible(scene: Scene, item: Item) -> list[str]:
    """Return the units whose calendar a task stands in: those that lead it, or all where none does."""
    own = scene.by_item[item.id]
    leads = [each.unit_id for each in own if each.role is Role.LEAD]
    return leads or [each.unit_id for each in own]


def _owners(scene: Scene, entry: DatedEntry) -> list[str]:
    return [entry.unit_id] if entry.unit_id else responsible(scene, entry.item)


def _list_standing(scene: Scene, entries: Sequence[DatedEntry]) -> list[Item]:
    """List the tasks whose due words are no day (长期坚持, 每季度): they go on through the year."""
    dated = {entry.item.id for entry in entries if entry.is_due}
    return [item for item in scene.assigned if scene.show_due(item) and item.id not in dated]


def _unit_rows(
    scene: Scene, unit_id: str, own: Sequence[DatedEntry], standing: Sequence[Item], width: float
) -> Iterator[Row]:
    """Yield a unit's months, where anything falls into them, and a line through the year for each standing task."""
    name = Cell("\n".join(wrap_text(scene.short(unit_id), capacity_of(_UNIT) / 2, em_width)), "cell-strong")
    mine = [entry for entry in own if unit_id in _owners(scene, entry)]
    months = (_month(scene, mine, month, width) for month in _MONTHS)
    yield from (row_of(name, *cells) for cells in zip_longest(*months, fillvalue=Cell("", "cell")))
    for item in standing:
        if unit_id in responsible(scene, item):
            words = f"{scene.number(item.id)} {item.title or item.body}（{scene.show_due(item)}）"
            line = scene.say("calendar.standing", words=shorten_cell(words, width * 8, 1))
            yield row_of(name, Cell(line, "cell-center"), *[Cell("", "cell-center")] * (_LAST - 1))


def _merge_unit(top: int, lines: Sequence[Row]) -> Iterator[Area]:
    """Merge a unit's name over rows of its own, and each line through the year over the months."""
    if len(lines) > 1:
        yield Area(top, 0, top + len(lines) - 1, 0)
    for row, line in enumerate(lines, top):
        if line.cells[1][1].style == "cell-center":
            yield Area(row, 1, row, _LAST)


def _month(scene: Scene, mine: Sequence[DatedEntry], month: int, width: float) -> Iterator[Cell]:
    """Yield what a unit has in a month, in as many cells as hold it."""
    for entries in _batch([entry for entry in mine if entry.day.month == month]):
        words = "\n".join(tell_entry(scene, entry, width) for entry in entries)
        yield Cell(words, "cell-due" if any(entry.is_due for entry in entries) else "cell")


def _batch(entries: Sequence[DatedEntry]) -> Iterator[Sequence[DatedEntry]]:
    return (entries[first : first + _MOST] for first in range(0, len(entries), _MOST))


def _kind(entry: DatedEntry) -> str:
    return "due" if entry.is_due else "goal" if entry.unit_id else "stage"


def tell_entry(scene: Scene, entry: DatedEntry, width: float = _MONTH[0]) -> str:
    """Write a mark with the task's number and a few of its words."""
    words = entry.words or entry.item.title or entry.item.body
    return shorten_cell(f"{_SIGNS[_kind(entry)]}{scene.number(entry.item.id)} {words}", width, _LINES)


def list_days(scene: Scene) -> Iterator[tuple[str, date, str, str, str]]:
    """Yield for a calendar file what identifies each entry, its day, summary, description and kind."""
    seen: Counter[str] = Counter()
    for entry in list_marked(scene):
        kind = _kind(entry)
        item = entry.item
        key = f"{item.id}/{'event' if entry.is_due else kind}{entry.unit_id and f'/{entry.unit_id}'}"
        seen[key] += 1
        words = entry.said if entry.unit_id else entry.words
        told = {"number": scene.number(item.id), "title": item.title or item.body, "words": words}
        units = scene.join(scene.short(unit_id) for unit_id in _owners(scene, entry))
        lines = [scene.say("calendar.units", units=units)] if units else []
        lines += [f"{who.post}：{show_person(who)}" for who in item.people]
        lines += [item.body] if item.body else []
        yield f"{key}/{seen[key]}", entry.day, scene.say(f"calendar.{kind}", **told), "\n".join(lines), kind


def _count_row(scene: Scene, own: Sequence[DatedEntry]) -> Row:
    counts = Counter(entry.day.month for entry in own if entry.is_due)
    cells = (scene.say("calendar.count", count=counts[month]) if counts[month] else "" for month in _MONTHS)
    return row_of(Cell(scene.say("calendar.falls-due"), "total-head"), *(Cell(words, "head") for words in cells))


def _notes(scene: Scene, entries: Sequence[DatedEntry], year: int) -> Iterator[str]:
    for others in _batch([entry for entry in entries if entry.day.year != year]):
        told = (f"{tell_entry(scene, entry)}（{scene.show_day(entry.day)}）" for entry in others)
        yield scene.say("calendar.other-years", words="；".join(told))
