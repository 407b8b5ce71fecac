"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, no stamp on the page: what every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from responsibility.model import Basis, Item, Role
from responsibility.views.measure import PADDING, UNIT, capacity_of, count_lines, line_height
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.spill import spill_row

HEAD = 4
_COLUMNS = (
    Column("seq", 6.5, 6.5, "annex-center"),
    Column("area", 13, 13, "annex-area"),
    Column("task", 16, 16, "annex-cell"),
    Column("content", 44, 44, "annex-cell"),
    Column("targets", 19, 19, "annex-cell"),
    Column("lead", 13, 13, "annex-center"),
    Column("others", 19, 19, "annex-cell"),
    Column("due", 11.5, 11.5, "annex-center"),
    Column("remark", 8, 8, "annex-cell"),
)
_LONG = {place: _COLUMNS[place].least for place in (2, 3, 4, 5, 6, 7)}
# Points of the sheet: a page's height shrunk as its width is, less the head; what the title takes of the first page.
_PAGE_ROOM, _TITLE_ROOM, _BAND_ROOM = 500.0, 95.0, 22.0
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


class _Pages:
    """Where pages end: no area is cut by a page unless it is longer than one, and then it is named again on the next.

    Heights are in points of the sheet, before it is shrunk to the width of the page.
    """

    def __init__(self, room: float, used: float) -> None:
        self.room = room
        self.used = used

    def turn_for(self, needed: float) -> bool:
        """Use the room; say whether it begins a new page."""
        turned = bool(self.used) and self.used + needed > self.room
        self.used = needed if turned else self.used + needed
        return turned

    def fits_a_page(self, needed: float) -> bool:
        return needed <= self.room


def _add_body(scene: Scene, whole: bool, rows: list[Row], merges: list[Area]) -> tuple[int, ...]:
    """Add the table's rows: parts as bands where there are several, areas merged downwards; return page breaks."""
    several = len({item.path[:1] for item in scene.assigned}) > 1
    numbers = {item.id: number for number, item in enumerate(scene.assigned, 1)}
    pages, breaks = _Pages(_PAGE_ROOM, _TITLE_ROOM), []
    for part, items in groupby(scene.assigned, key=lambda item: item.path[:1]):
        if several and part:
            merges.append(Area(len(rows), 0, len(rows), len(_COLUMNS) - 1))
            rows.append(row_of(*_band(f"{part[0].number}{part[0].title}")))
            pages.used += _BAND_ROOM
        for _, same in groupby(items, key=lambda item: item.path):
            area = [row for item in same for row in _rows(scene, item, numbers[item.id], whole)]
            breaks += _add_area(area, pages, rows, merges, whole)
    return tuple(breaks)


def _add_area(area: list[Row], pages: _Pages, rows: list[Row], merges: list[Area], whole: bool) -> list[int]:
    """Add one area's rows and their merged head, one merge a page; return the rows that begin a page."""
    heights = [_height(row) for row in area]
    together = pages.fits_a_page(sum(heights))
    starts, breaks = [len(rows)], []
    if not whole and together and pages.turn_for(sum(heights)):
        breaks.append(len(rows))
    for row, height in zip(area, heights, strict=True):
        if not whole and not together and pages.turn_for(height) and len(rows) > 0:
            breaks.append(len(rows))
            starts.append(len(rows))
        rows.append(row)
    ends = [*(start - 1 for start in starts[1:]), len(rows) - 1]
    merges += (Area(start, 1, end, 1) for start, end in zip(starts, ends, strict=True) if end > start)
    return breaks


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
        "；".join(target.text for target in item.targets),
        leads,
        others,
        item.due or "",
        "",
    )
    cells = [Cell(value, column.style) for value, column in zip(values, _COLUMNS, strict=True)]
    return iter((row_of(*cells),)) if whole else spill_row(cells, _LONG, scene.say)


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
