"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, no stamp on the page: what every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from responsibility.kinds import Basis, Role
from responsibility.model import Item
from responsibility.views.entries import show_contact, show_fields, show_stages
from responsibility.views.measure import capacity_of, count_lines, line_height
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

HEAD = 4
_CENTERED = ("seq", "lead", "due")
_ACROSS = 121.0  # column units across the page
_WIDTHS = {
    "seq": 5.6, "area": 9.6, "task": 12.5, "targets": 19.0, "goal": 16.0, "stages": 19.0, "lead": 10.5, "others": 17.6,
    "due": 11.5,
}  # fmt: skip
_PERSON, _FIELD, _FIELDS = 11.0, 11.0, 19.0
_CONTENT = 20.0  # the least that what is to be done takes
_TITLE_SIZE = 22.0
_ROOM = 380.0  # points that a row may have below the repeated head
_LEAST = 120.0  # below a title of many lines too
_ABOVE = 60.0  # of them what stands before the title and around it takes on the first page
_FOOTER = '&C&"宋体,Regular"&14 — &P —'


class _Part(NamedTuple):
    """One column: its key, head and width, and what it shows of an item."""

    key: str
    head: str
    width: float
    show: Callable[[Item], str]

    @property
    def style(self) -> str:
        """How its cells look."""
        return {"area": "annex-area"}.get(self.key, "annex-center" if self.key in _CENTERED else "annex-cell")


def _parts(scene: Scene) -> list[_Part]:
    """List the columns that the plan fills, in the order offices have them; the page's rest goes to what is to be done.

    Each post that the notice names (分管领导, 责任人) and each further field is a column; fields that leave too little
    room share one.
    """
    own = [_Part(key, scene.say(f"sheet.appendix.{key}"), _WIDTHS.get(key, 0.0), show) for key, show in _shown(scene)]
    filled = [part for part in own if part.key in _ALWAYS or any(part.show(item) for item in scene.assigned)]
    posts = dict.fromkeys(each.post for item in scene.assigned for each in item.people)
    unnamed = scene.say("sheet.appendix.person")
    people = [_Part("person", post or unnamed, _PERSON, partial(_people, post)) for post in posts]
    headings = dict.fromkeys(each.heading for item in scene.assigned for each in item.fields)
    fields = [_Part("field", heading, _FIELD, partial(_field, heading)) for heading in headings]
    if _rest([*filled, *people, *fields]) < _CONTENT and len(fields) > 1:
        head = scene.say("sheet.appendix.fields")
        fields = [_Part("field", head, _FIELDS, lambda item: "\n".join(show_fields(item)))]
    parts = [*filled, *people, *fields]
    room = max(_rest(parts), _CONTENT)
    share = (_ACROSS - room) / (_ACROSS - _rest(parts))  # less than 1 where all are to give way to what is to be done
    return [part._replace(width=part.width * share or room) for part in parts]


_ALWAYS = ("seq", "task", "content", "lead")  # stand in a table without rows too


def _rest(parts: Sequence[_Part]) -> float:
    return _ACROSS - sum(part.width for part in parts)


def _shown(scene: Scene) -> Iterator[tuple[str, Callable[[Item], str]]]:
    """Yield what a column may show; the number is the row's."""

    def units(item: Item, *, lead: bool) -> str:
        own = scene.by_item[item.id]
        return "、".join(scene.short(each.unit_id) for each in own if (each.role is Role.LEAD) is lead)

    numbers = {item.id: str(number) for number, item in enumerate(scene.assigned, 1)}
    yield "seq", lambda item: numbers[item.id]
    yield "area", scene.part
    yield "task", lambda item: item.title
    yield "goal", lambda item: item.problem.goal if item.problem else ""
    yield "content", lambda item: "\n".join(item.problem.measures) if item.problem else item.body
    yield "targets", lambda item: "" if item.problem else "；".join(show_targets(item))
    yield "stages", lambda item: "\n".join(show_stages(item))
    yield "lead", partial(units, lead=True)
    yield "others", partial(units, lead=False)
    yield "due", scene.show_due


def _people(post: str, item: Item) -> str:
    """Name who has a post, each on a line: rank, name, office and telephone."""
    return "\n".join(show_contact(each) for each in item.people if each.post == post)


def _field(heading: str, item: Item) -> str:
    return "\n".join(each.text for each in item.fields if each.heading == heading)


def build_appendix(scene: Scene, whole: bool = False) -> Sheet:
    """Build 责任分解表. whole: leave long rows whole, for Word, whose rows may go over a page."""
    say = scene.say
    name, parts = say("sheet.appendix.name"), _parts(scene)
    columns = tuple(Column(part.key, part.width, part.width, part.style, shared=part.key == "area") for part in parts)
    title = say("sheet.appendix.title", plan=scene.title)
    rows = [
        row_of(Cell(say("sheet.appendix.annex"), "annex")),
        row_of(height=12),
        row_of(Cell(title, "annex-title")),
        row_of(height=8),
        row_of(*(Cell(part.head, "annex-head") for part in parts)),
    ]
    merges = [Area(2, 0, 2, len(columns) - 1)]
    above = _ABOVE + count_lines(title, capacity_of(_ACROSS, _TITLE_SIZE)) * line_height(_TITLE_SIZE)
    _add_body(scene, parts, 0.0 if whole else above, rows, merges)
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


def _add_body(scene: Scene, parts: Sequence[_Part], above: float, rows: list[Row], merges: list[Area]) -> None:
    """Add the table's rows, parts as bands where there are several.

    above: points that the title takes of the first page, so that a long first task does not leave it alone there; 0
    leaves long rows whole.
    """
    headed = {item.id: scene.parts(item) for item in scene.assigned}
    several = len({path[:1] for path in headed.values()}) > 1 and any(len(path) > 1 for path in headed.values())
    first = scene.assigned[0].id if scene.assigned else ""
    for above_all, items in groupby(scene.assigned, key=lambda item: headed[item.id][:1]):
        if several and above_all:
            merges.append(Area(len(rows), 0, len(rows), len(parts) - 1))
            rows.append(row_of(*_band(above_all[0], len(parts))))
        for item in items:
            room = above and max(_ROOM - (above if item.id == first else 0.0), _LEAST)
            rows += _rows(scene, item, parts, room)


def _band(words: str, across: int) -> Sequence[Cell]:
    return (Cell(words, "annex-band"), *[Cell("", "annex-band")] * (across - 1))


def _rows(scene: Scene, item: Item, parts: Sequence[_Part], tallest: float) -> Iterator[Row]:
    values = [(part, part.show(item)) for part in parts]
    cells = [Cell(int(value) if part.key == "seq" else value, part.style) for part, value in values]
    widths = {place: part.width for place, part in enumerate(parts) if part.key not in ("seq", "area")}
    keep = [place for place, part in enumerate(parts) if part.key == "area"]
    return spill_row(cells, widths, scene.say, keep=keep, tallest=tallest) if tallest else iter((row_of(*cells),))


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
