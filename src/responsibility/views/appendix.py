"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, no stamp on the page: what every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from responsibility.kinds import Basis, Role
from responsibility.model import Item
from responsibility.views.measure import PADDING, UNIT, capacity_of, count_lines, line_height
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.spill import spill_row

HEAD = 4
_COLUMNS = (
    Column("seq", 6.5, 6.5, "annex-center"),
    Column("area", 12, 12, "annex-area"),
    Column("task", 15, 15, "annex-cell"),
    Column("content", 42, 42, "annex-cell"),
    Column("targets", 25, 25, "annex-cell"),
    Column("lead", 12, 12, "annex-center"),
    Column("others", 18, 18, "annex-cell"),
    Column("due", 11.5, 11.5, "annex-center"),
    Column("remark", 7, 7, "annex-cell"),
)
_LONG = {place: _COLUMNS[place].least for place in (2, 3, 4, 5, 6, 7)}
# Points of the sheet: a page's height shrunk as its width is, less the head; what the title takes of the first page.
_PAGE_ROOM, _TITLE_ROOM, _BAND_ROOM = 530.0, 95.0, 22.0
_FOOTER = '&C&"宋体,Regular"&14 — &P —'


def build_appendix(scene: Scene, whole: bool = False) -> Sheet:
    """Build 责任分解表. whole: leave long rows whole, for Word, whose rows may go over a page."""
    say = scene.say
    name = say("sheet.appendix.name")
    rows = [
        row_of(Cell(say("sheet.appendix.annex"), "annex")),
        row_of(height=12),
        row_of(Cell(say("sheet.appendix.title", plan=_plain_title(scene)), "annex-title")),
        row_of(height=8),
        row_of(*(Cell(say(f"sheet.appendix.{column.key}"), "annex-head") for column in _COLUMNS)),
    ]
    merges = [Area(2, 0, 2, len(_COLUMNS) - 1)]
    breaks = _add_body(scene, whole, rows, merges)
    rows += [row_of(Cell(note, "annex-note")) for note in _notes(scene)]
    merges += [Area(row, 0, row, len(_COLUMNS) - 1) for row in range(len(rows) - len(_notes(scene)), len(rows))]
    return Sheet(
        name,
        _COLUMNS,
        tuple(rows),
        tuple(merges),
        frozen=(HEAD + 1, 0),
        page=Page(form="gongwen", footer=_FOOTER, repeat_rows=(HEAD, HEAD)),
        breaks=breaks,
    )


def _plain_title(scene: Scene) -> str:
    """Take a notice's wrapping off its plan's title: 关于印发《…》的通知 names what it issues."""
    title = "".join(scene.title.split())
    for start, end in (("关于印发《", "》的通知"), ("关于印发", "的通知")):
        if start in title and title.endswith(end):
            return title[title.index(start) + len(start) : -len(end)]
    return title


def _add_body(scene: Scene, whole: bool, rows: list[Row], merges: list[Area]) -> tuple[int, ...]:
    """Add the table's rows: parts as bands where there are several, areas merged downwards; return page breaks.

    An area that goes over a page is merged and named on each, since a merged cell shows its words once.
    """
    headed = {item.id: tuple(f"{heading.number}{heading.title}" for heading in item.path) for item in scene.assigned}
    several = len({path[:1] for path in headed.values()}) > 1 and any(len(path) > 1 for path in headed.values())
    numbers = {item.id: number for number, item in enumerate(scene.assigned, 1)}
    used, breaks = _TITLE_ROOM, []
    for part, items in groupby(scene.assigned, key=lambda item: headed[item.id][:1]):
        if several and part:
            merges.append(Area(len(rows), 0, len(rows), len(_COLUMNS) - 1))
            rows.append(row_of(*_band(part[0])))
            used += _BAND_ROOM
        for _, same in groupby(items, key=lambda item: headed[item.id]):
            starts = [len(rows)]
            for row in (row for item in same for row in _rows(scene, item, numbers[item.id], whole)):
                height = _height(row)
                if used + height > _PAGE_ROOM and not whole:
                    breaks.append(len(rows))
                    starts.append(len(rows))
                    used = 0.0
                used += height
                rows.append(row if starts[-1] == len(rows) else _under(row))
            merges += _areas(starts, len(rows))
    return tuple(breaks)


def _under(row: Row) -> Row:
    """Take the area's name off a row that its merged cell covers."""
    return replace(
        row, cells=tuple((column, replace(cell, value="") if column == 1 else cell) for column, cell in row.cells)
    )


def _areas(starts: list[int], end: int) -> Iterator[Area]:
    """Merge the area column from each start to the next; a single row needs no merge."""
    for start, after in zip(starts, [*starts[1:], end], strict=True):
        if after - start > 1:
            yield Area(start, 1, after - 1, 1)


def _height(row: Row) -> float:
    lines = (count_lines(str(cell.value), capacity_of(_COLUMNS[column].least)) for column, cell in row.cells)
    return max(lines, default=1) * line_height(UNIT) + PADDING


def _band(words: str) -> Sequence[Cell]:
    return (Cell(words, "annex-band"), *[Cell("", "annex-band")] * (len(_COLUMNS) - 1))


def _rows(scene: Scene, item: Item, seq: int, whole: bool) -> Iterator[Row]:
    own = scene.by_item[item.id]
    leads = "、".join(scene.short(each.unit_id) for each in own if each.role is Role.LEAD)
    others = "、".join(scene.short(each.unit_id) for each in own if each.role is not Role.LEAD)
    values: tuple[str | int, ...] = (
        seq,
        item.path[-1].title if item.path else "",
        item.title,
        item.body,
        "；".join(show_targets(item)),
        leads,
        others,
        scene.show_due(item),
        "",
    )
    cells = [Cell(value, column.style) for value, column in zip(values, _COLUMNS, strict=True)]
    return iter((row_of(*cells),)) if whole else spill_row(cells, _LONG, scene.say)


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
