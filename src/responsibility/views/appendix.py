"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, no stamp on the page: what every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from responsibility.kinds import Basis, Role
from responsibility.model import Item
from responsibility.views.measure import PADDING, UNIT, capacity_of, count_lines, line_height, text_width
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.spill import spill_row

HEAD = 4
_STYLES = {
    "seq": "annex-center",
    "area": "annex-area",
    "task": "annex-cell",
    "content": "annex-cell",
    "targets": "annex-cell",
    "lead": "annex-center",
    "others": "annex-cell",
    "due": "annex-center",
    "remark": "annex-cell",
}
_ACROSS, _WORD_ACROSS = 125.0, 121.5  # half-width characters across the page: Excel's is shrunk to 92 %
_WIDTHS = {"seq": 5.6, "area": 9.6, "task": 12.5, "targets": 19.0, "lead": 10.5, "others": 17.0, "due": 11.5}
_NARROW = 5.4  # two letters a line: a column in which nothing is printed
_TITLE_SIZE = 22.0
# Points of a page's height, less the repeated head: in Excel shrunk as its width is; in Word as it is.
_PAGE_ROOM, _WORD_ROOM, _BAND_ROOM, _NOTE_ROOM = 436.0, 404.0, 24.0, 22.0
_WORD_LINE = 14.0  # points from line to line of a cell in Word
_ABOVE_TITLE = 56.0  # 附件, the two empty rows and the padding
_CELL_SIDES = 1.6  # half-width characters that Word leaves empty beside the words
_FOOTER = '&C&"宋体,Regular"&14 — &P —'


def _columns(scene: Scene, whole: bool) -> tuple[Column, ...]:
    """Share out the page's width: narrow where the plan says nothing, the rest to what is to be done."""
    filled = {"targets": any(item.targets for item in scene.assigned), "due": any(item.due for item in scene.assigned)}
    widths = dict(_WIDTHS)
    for key in ("targets", "due", "remark"):
        if not filled.get(key):
            widths[key] = _narrow(scene.say(f"sheet.appendix.{key}"))
    widths["content"] = (_WORD_ACROSS if whole else _ACROSS) - sum(widths.values())
    return tuple(Column(key, widths[key], widths[key], style) for key, style in _STYLES.items())


def _narrow(head: str) -> float:
    """Return the least width that cuts no word of a head."""
    return max([_NARROW, *(1.5 + text_width(word) for word in head.split() if word.isascii())])


def build_appendix(scene: Scene, whole: bool = False) -> Sheet:
    """Build 责任分解表. whole: leave long rows whole, for Word, whose rows may go over a page."""
    say = scene.say
    name, columns = say("sheet.appendix.name"), _columns(scene, whole)
    title = say("sheet.appendix.title", plan=_plain_title(scene))
    rows = [
        row_of(Cell(say("sheet.appendix.annex"), "annex")),
        row_of(height=12),
        row_of(Cell(title, "annex-title")),
        row_of(height=8),
        row_of(*(Cell(say(f"sheet.appendix.{column.key}"), "annex-head") for column in columns)),
    ]
    merges = [Area(2, 0, 2, len(columns) - 1)]
    lines = count_lines(title, capacity_of(_ACROSS, _TITLE_SIZE))
    used = _ABOVE_TITLE + lines * line_height(_TITLE_SIZE)
    breaks = _add_body(scene, _Pages(columns, whole, used), rows, merges)
    rows += [row_of(Cell(note, "annex-note")) for note in _notes(scene)]
    merges += [Area(row, 0, row, len(columns) - 1) for row in range(len(rows) - len(_notes(scene)), len(rows))]
    return Sheet(
        name,
        columns,
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


@dataclass(slots=True)
class _Pages:
    """What of the present page is used. whole: the page is Word's."""

    columns: tuple[Column, ...]
    whole: bool
    used: float

    def height(self, row: Row) -> float:
        """Return the points that a row takes."""
        sides = _CELL_SIDES if self.whole else 0.0
        lines = (count_lines(str(cell.value), capacity_of(self.columns[at].least - sides)) for at, cell in row.cells)
        return max(lines, default=1) * (_WORD_LINE if self.whole else line_height(UNIT)) + PADDING

    def turn(self, height: float, below: float = 0.0) -> bool:
        """Add a row to the page, or to the next, saying so. below: what has to follow on the same page."""
        turned = self.used + height + below > (_WORD_ROOM if self.whole else _PAGE_ROOM)
        self.used = height if turned else self.used + height
        return turned


def _add_body(scene: Scene, pages: _Pages, rows: list[Row], merges: list[Area]) -> tuple[int, ...]:
    """Add the table's rows: parts as bands where there are several, areas merged downwards; return page breaks.

    An area that goes over a page is merged and named on each, since a merged cell shows its words once.
    """
    headed = {item.id: tuple(f"{heading.number}{heading.title}" for heading in item.path) for item in scene.assigned}
    several = len({path[:1] for path in headed.values()}) > 1 and any(len(path) > 1 for path in headed.values())
    numbers = {item.id: number for number, item in enumerate(scene.assigned, 1)}
    breaks: list[int] = []
    for part, items in groupby(scene.assigned, key=lambda item: headed[item.id][:1]):
        band = several and bool(part)
        if band:
            merges.append(Area(len(rows), 0, len(rows), len(pages.columns) - 1))
            rows.append(row_of(*_band(part[0])))
            pages.used += _BAND_ROOM
        for _, same in groupby(items, key=lambda item: headed[item.id]):
            starts = [len(rows)]
            for row in (row for item in same for row in _rows(scene, item, numbers[item.id], pages)):
                height = pages.height(row)
                last = len(scene.assigned) == row.cells[0][1].value
                if pages.turn(height, _NOTE_ROOM if last and not pages.whole else 0.0):
                    # A band goes with the first task below it.
                    breaks.append(len(rows) - band)
                    pages.used += _BAND_ROOM * band
                    starts += [len(rows)] * (starts[-1] < len(rows))
                band = False
                shown = row if starts[-1] == len(rows) else _under(row)
                rows.append(replace(shown, height=height) if pages.whole else shown)
            merges += _areas(starts, len(rows))
    return () if pages.whole else tuple(breaks)


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


def _band(words: str) -> Sequence[Cell]:
    return (Cell(words, "annex-band"), *[Cell("", "annex-band")] * (len(_STYLES) - 1))


def _rows(scene: Scene, item: Item, seq: int, pages: _Pages) -> Iterator[Row]:
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
    cells = [Cell(value, column.style) for value, column in zip(values, pages.columns, strict=True)]
    widths = {place: pages.columns[place].least for place in range(2, len(cells) - 1)}
    return iter((row_of(*cells),)) if pages.whole else spill_row(cells, widths, scene.say)


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
