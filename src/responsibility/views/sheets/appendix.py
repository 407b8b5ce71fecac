"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, no stamp on the page: what every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from responsibility.kinds import Basis, Role
from responsibility.model import Item
from responsibility.views.measure import capacity_of, count_lines, line_height, text_width
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

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
_ACROSS = 121.0  # column units across the page
_WIDTHS = {"seq": 5.6, "area": 9.6, "task": 12.5, "targets": 19.0, "lead": 10.5, "others": 17.6, "due": 11.5}
_NARROW = 5.4  # two letters a line: a column in which nothing is printed
_TITLE_SIZE = 22.0
_ROOM = 380.0  # points that a row may have below the repeated head
_LEAST = 120.0  # below a title of many lines too
_ABOVE = 60.0  # of them what stands before the title and around it takes on the first page
_FOOTER = '&C&"宋体,Regular"&14 — &P —'


def _columns(scene: Scene) -> tuple[Column, ...]:
    """Share out the page's width: narrow where the plan says nothing, the rest to what is to be done."""
    filled = {"targets": any(item.targets for item in scene.assigned), "due": any(map(scene.show_due, scene.assigned))}
    widths = dict(_WIDTHS)
    for key in ("targets", "due", "remark"):
        if not filled.get(key):
            widths[key] = _narrow(scene.say(f"sheet.appendix.{key}"))
    widths["content"] = _ACROSS - sum(widths.values())
    return tuple(Column(key, widths[key], widths[key], style, shared=key == "area") for key, style in _STYLES.items())


def _narrow(head: str) -> float:
    """Return the least width that cuts no word of a head."""
    return max([_NARROW, *(1.5 + text_width(word) for word in head.split() if word.isascii())])


def build_appendix(scene: Scene, whole: bool = False) -> Sheet:
    """Build 责任分解表. whole: leave long rows whole, for Word, whose rows may go over a page."""
    say = scene.say
    name, columns = say("sheet.appendix.name"), _columns(scene)
    title = say("sheet.appendix.title", plan=_plain_title(scene))
    rows = [
        row_of(Cell(say("sheet.appendix.annex"), "annex")),
        row_of(height=12),
        row_of(Cell(title, "annex-title")),
        row_of(height=8),
        row_of(*(Cell(say(f"sheet.appendix.{column.key}"), "annex-head") for column in columns)),
    ]
    merges = [Area(2, 0, 2, len(columns) - 1)]
    above = _ABOVE + count_lines(title, capacity_of(_ACROSS, _TITLE_SIZE)) * line_height(_TITLE_SIZE)
    _add_body(scene, columns, 0.0 if whole else above, rows, merges)
    rows += [row_of(Cell(note, "annex-note")) for note in _notes(scene)]
    merges += [Area(row, 0, row, len(columns) - 1) for row in range(len(rows) - len(_notes(scene)), len(rows))]
    return Sheet(
        name,
        columns,
        tuple(rows),
        tuple(merges),
        frozen=(HEAD + 1, 0),
        page=Page(form="gongwen", footer=_FOOTER, repeat_rows=(HEAD, HEAD)),
    )


def _plain_title(scene: Scene) -> str:
    """Take a notice's wrapping off its plan's title: 关于印发《…》的通知 names what it issues."""
    title = "".join(scene.title.split())
    for start, end in (("关于印发《", "》的通知"), ("关于印发", "的通知")):
        if start in title and title.endswith(end):
            return title[title.index(start) + len(start) : -len(end)]
    return title


def _add_body(scene: Scene, columns: Sequence[Column], above: float, rows: list[Row], merges: list[Area]) -> None:
    """Add the table's rows, parts as bands where there are several.

    above: points that the title takes of the first page, so that a long first task does not leave it alone there; 0
    leaves long rows whole.
    """
    headed = {item.id: scene.parts(item) for item in scene.assigned}
    several = len({path[:1] for path in headed.values()}) > 1 and any(len(path) > 1 for path in headed.values())
    numbers = {item.id: number for number, item in enumerate(scene.assigned, 1)}
    for part, items in groupby(scene.assigned, key=lambda item: headed[item.id][:1]):
        if several and part:
            merges.append(Area(len(rows), 0, len(rows), len(columns) - 1))
            rows.append(row_of(*_band(part[0])))
        for item in items:
            seq = numbers[item.id]
            rows += _rows(scene, item, seq, columns, above and max(_ROOM - (above if seq == 1 else 0.0), _LEAST))


def _band(words: str) -> Sequence[Cell]:
    return (Cell(words, "annex-band"), *[Cell("", "annex-band")] * (len(_STYLES) - 1))


def _rows(scene: Scene, item: Item, seq: int, columns: Sequence[Column], tallest: float) -> Iterator[Row]:
    own = scene.by_item[item.id]
    leads = "、".join(scene.short(each.unit_id) for each in own if each.role is Role.LEAD)
    others = "、".join(scene.short(each.unit_id) for each in own if each.role is not Role.LEAD)
    values: tuple[str | int, ...] = (
        seq,
        scene.part(item),
        item.title,
        item.body,
        "；".join(show_targets(item)),
        leads,
        others,
        scene.show_due(item),
        "",
    )
    cells = [Cell(value, column.style) for value, column in zip(values, columns, strict=True)]
    widths = {place: columns[place].least for place in range(2, len(cells) - 1)}
    return spill_row(cells, widths, scene.say, keep=(1,), tallest=tallest) if tallest else iter((row_of(*cells),))


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
