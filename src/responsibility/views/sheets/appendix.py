"""Appendix: 责任分解表, issued with the notice as 附件, in the page form of GB/T 9704-2012.

Black on white, upright while the columns allow. A task's text stands once, its figures standing out; headings are
bands; a column that the plan leaves empty is not there. What every output says stands in the file's properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from responsibility.kinds import Basis, Role
from responsibility.language.measures import load_measures
from responsibility.model import Item
from responsibility.views.entries import brief_stages, other_fields, show_contact, show_fields
from responsibility.views.lines import break_title, em_width, wrap_text
from responsibility.views.measure import (
    PADDING,
    SIDES,
    UNIT,
    capacity_of,
    count_lines,
    line_height,
    text_width,
    title_width,
    units_across,
    width_for,
)
from responsibility.views.running import (
    Running,
    break_due,
    break_rank,
    run_name,
    run_names,
    run_number,
    run_task,
    widen_signs,
)
from responsibility.views.scene import Scene, show_targets
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of
from responsibility.views.sheets.grid import list_levels
from responsibility.views.sheets.listing import spill_row

HEAD = 4
_CENTERED = ("seq", "lead", "due")
_EMPTY = {"stages": "—"}  # what a cell without words holds, so that nobody takes it for forgotten
_UPRIGHT, _TURNED = 442.0, 728.0  # points across the page, between its margins
# A sheet is planned for the programs that draw columns broadest and lines tallest: with a document's margins it would
# take a page more than the document does.
_UPRIGHT_SHEET = 470.0
_HALF_UPRIGHT, _HALF_TURNED = 300.0, 235.0  # points: a row taller than half a page goes over it
_NARROW = frozenset({"seq", "text", "lead", "others", "due"})  # columns that an upright page has room for
_WIDTHS = {
    "seq": 4.3, "targets": 19.0, "goal": 16.0, "content": 26.0, "stages": 19.0, "lead": 12.8, "others": 20.95,
    "due": 11.0,
}  # fmt: skip
_PERSON, _FIELD, _FIELDS = 11.0, 11.0, 19.0
_DOWN_UPRIGHT, _DOWN_TURNED = 600.0, 440.0  # points down such a page
_WORTH = 1.3  # upright pages that one may take for each turned one
_SHARES = (1.0, 1.3, 1.6, 2.0)  # of its width that the units' column may have
_SPARED = 1.1  # how much longer a paper may be in its first widths
_CONTENT = 20.0  # the least that what is to be done takes
_TITLE_SIZE = 22.0
_MOST_NAME = 26.0  # column units of the longest name, 、 behind it
_MOST_DUE = 13.5  # column units of a day; a longer one goes over two lines
_MOST_NUMBER = 9.0  # column units of the longest number: （十二）15
_LEAST = 120.0  # points of a first row, below a title of many lines too
_ABOVE = 60.0  # of the first page what stands before the title and around it takes
_FOOTER = '&C&"宋体,Regular"&14 — &P —'
Show = Callable[[Item], Running]


class _Part(NamedTuple):
    """One column: its key, head and width, what it shows of an item, and the least that its names take."""

    key: str
    head: str
    width: float
    show: Show
    least: float = 0.0

    @property
    def style(self) -> str:
        """How its cells look."""
        return "annex-center" if self.key in _CENTERED else "annex-cell"


def _parts(scene: Scene, room: float) -> tuple[list[_Part], bool]:
    """List the columns that the plan fills, in the order offices have them, and whether they stand on upright pages.

    Of widths of the units' column it is the one with which the paper is clearly shortest: tasks of few words and many
    units leave the words' column empty.
    """
    base = _fit_widths(scene)
    tried = [_lay_parts(scene, {**base, "others": base["others"] * share}, room) for share in _SHARES]
    return min(tried, key=lambda each: each[2] * (1.0 if each is tried[0] else _SPARED))[:2]


def _lay_parts(scene: Scene, widths: Mapping[str, float], room: float) -> tuple[list[_Part], bool, float]:
    """Lay out the columns, on upright pages or turned ones, and reckon how many; a turned one counts as its worth.

    Upright is what a paper has unless the columns do not fit, or need many more pages than turned ones.

    Each post that the notice names (分管领导, 责任人) and each further field is a column; fields that leave too little
    room share one. The page's rest goes to what is to be done.
    """
    shown = [(key, show) for key, show in _shown(scene, widths) if key in _ALWAYS or _any(scene, show)]
    own = [_Part(key, _head(scene, key, show), widths.get(key, 0.0), show) for key, show in shown]
    posts = dict.fromkeys(each.post for item in scene.assigned for each in item.people)
    unnamed = scene.say("sheet.appendix.person")
    people = [
        _Part("person", post or unnamed, _PERSON, partial(_people, post), _fit_people(scene, post)) for post in posts
    ]
    headings = dict.fromkeys(each.heading for item in scene.assigned for each in other_fields(item))
    fields = [_Part("field", heading, _FIELD, partial(_field, heading)) for heading in headings]
    turned = _fit_parts(scene, own, people, fields, _TURNED)
    across = _reckon_height(scene, turned) / _DOWN_TURNED
    if {part.key for part in (*own, *people, *fields)} <= _NARROW:
        upright = _fit_parts(scene, own, people, fields, room)
        down = _reckon_height(scene, upright) / _DOWN_UPRIGHT
        if down <= max(across * _WORTH, 1.0):
            return upright, True, max(down, 1.0)
    return turned, False, max(across, 1.0) * _WORTH


def _fit_parts(
    scene: Scene, own: Sequence[_Part], people: Sequence[_Part], fields: Sequence[_Part], points: float
) -> list[_Part]:
    """Share out a page's width; what is to be done takes what the others leave."""
    if _rest([*own, *people, *fields], points) < _CONTENT and len(fields) > 1:
        head = scene.say("sheet.appendix.fields")
        fields = [_Part("field", head, _FIELDS, lambda item: _lines(show_fields(other_fields(item))))]
    parts = [*own, *people, *fields]
    room = max(_rest(parts, points), _CONTENT)
    others = units_across(points, len(parts)) - room
    share = others / sum(part.width for part in parts)  # under 1 where all give way to what is to be done
    taken = [max(part.width * share, part.least) if part.width else 0.0 for part in parts]
    room = units_across(points, len(parts)) - sum(taken)
    return [part._replace(width=width or room) for part, width in zip(parts, taken, strict=True)]


def _reckon_height(scene: Scene, parts: Sequence[_Part]) -> float:
    """Reckon how high the rows of all tasks are together, in points."""
    lines = (
        max(count_lines(part.show(item).words, capacity_of(part.width)) for part in parts) for item in scene.assigned
    )
    return sum(count * line_height(UNIT) + PADDING for count in lines)


def _fit_widths(scene: Scene) -> dict[str, float]:
    """Return the widths of columns, those of numbers and of units as wide as the longest of them within reason."""
    number = max((text_width(scene.number(item.id)) for item in scene.assigned), default=0.0)
    named = (scene.short(each.unit_id) for each in scene.plan.assignments if each.role is not Role.LEAD)
    name = max(map(text_width, named), default=0.0)
    # Word sets room around figures.
    day = max((2 * title_width(scene.show_due(item)) for item in scene.assigned), default=0.0)
    return {
        **_WIDTHS,
        "seq": min(max(_WIDTHS["seq"], width_for(number)), _MOST_NUMBER),
        "others": min(max(_WIDTHS["others"], width_for(name + text_width("、"))), _MOST_NAME),
        "due": min(max(_WIDTHS["due"], width_for(day)), _MOST_DUE),
    }


def _fit_people(scene: Scene, post: str) -> float:
    """Return the width in which no telephone of those with a post breaks, nor a name that a column can hold."""
    lines = [line for item in scene.assigned for line in _people(post, item).words.split("\n")]
    phones = [each.phone for item in scene.assigned for each in item.people if each.post == post]
    most = capacity_of(_PERSON)
    names = (width for width in map(text_width, lines) if width <= most)
    return width_for(max((*names, *map(text_width, phones)), default=0.0))


_ALWAYS = ("seq", "text", "lead")  # stand in a table without rows too


def _any(scene: Scene, show: Show) -> bool:
    return any(show(item).words for item in scene.assigned)


def _head(scene: Scene, key: str, show: Show) -> str:
    """Return a column's head, with what stands out in it where anything does."""
    if key == "others":
        roles = {each.role for each in scene.plan.assignments} - {Role.LEAD}
        return scene.say(f"sheet.appendix.{'others' if len(roles) > 1 else min(roles)}")
    told = key == "text" and any(start for item in scene.assigned for start, _, _ in show(item).stretches)
    return scene.say(f"sheet.appendix.{key}") + (scene.say("sheet.tasks.figures") if told else "")


def _rest(parts: Sequence[_Part], points: float) -> float:
    return units_across(points, len(parts)) - sum(part.width for part in parts)


def _lines(words: Sequence[str]) -> Running:
    return Running("\n".join(words))


def _shown(scene: Scene, widths: Mapping[str, float]) -> Iterator[tuple[str, Show]]:
    """Yield what a column may show, in lines of these widths."""

    def units(item: Item, *, lead: bool) -> Running:
        own = [each for each in scene.by_item[item.id] if (each.role is Role.LEAD) is lead]
        capacity = capacity_of(widths["lead" if lead else "others"])
        names = [scene.short(each.unit_id) for each in own]
        if lead:  # a column as wide as 市农业农村局: a longer name goes over two lines of like length
            names = ["\n".join(wrap_text(name, capacity / 2, em_width)) for name in names]
        return run_names([run_name(name) for name in names], capacity)

    def targets(item: Item) -> Running:
        return _lines(() if item.problem else show_targets(replace(item, targets=run_task(item)[1])))

    yield "seq", lambda item: run_number(scene.number(item.id), capacity_of(widths["seq"]))
    yield "text", lambda item: Running(item.problem.text) if item.problem else run_task(item)[0]
    yield "goal", lambda item: Running(item.problem.goal if item.problem else "")
    yield "content", lambda item: _lines(item.problem.measures if item.problem else ())
    yield "targets", targets
    yield "stages", lambda item: _lines(brief_stages(item, repeated=False))
    yield "lead", partial(units, lead=True)
    yield "others", partial(units, lead=False)
    yield "due", lambda item: Running(break_due(scene.show_due(item), capacity_of(widths["due"])))


def _people(post: str, item: Item) -> Running:
    """Name who has a post, each on a line: rank, name, office and telephone."""
    capacity = capacity_of(_PERSON)
    return _lines([break_rank(show_contact(each), each, capacity) for each in item.people if each.post == post])


def _field(heading: str, item: Item) -> Running:
    return _lines([each.text for each in item.fields if each.heading == heading])


def build_appendix(scene: Scene, whole: bool = False) -> Sheet:
    """Build 责任分解表. whole: leave long rows whole, for Word, whose rows may go over a page."""
    say = scene.say
    parts, upright = _parts(scene, _UPRIGHT if whole else _UPRIGHT_SHEET)
    across = sum(part.width + SIDES for part in parts) - SIDES
    named = scene.title.endswith(load_measures("titles")["tables"])
    title = _break_title(scene.title if named else say("sheet.appendix.title", plan=scene.title), across)
    rows = [
        row_of(Cell(say("sheet.appendix.annex"), "annex")),
        row_of(height=12),
        row_of(Cell(title, "annex-title")),
        row_of(height=8),
        row_of(*(Cell(part.head, "annex-head") for part in parts)),
    ]
    last = len(parts) - 1
    merges = [Area(2, 0, 2, last)]
    above = _ABOVE + count_lines(title, capacity_of(across, _TITLE_SIZE)) * line_height(_TITLE_SIZE)
    half = _HALF_UPRIGHT if upright else _HALF_TURNED
    _add_body(scene, parts, (0.0, 0.0) if whole else (half, max(min(half, 2 * half - above), _LEAST)), rows, merges)
    notes = _notes(scene)
    if notes:
        rows[-1] = replace(rows[-1], kept=True)  # a note never stands alone under the heads
    merges += [Area(row, 0, row, last) for row in range(len(rows), len(rows) + len(notes))]
    rows += [row_of(Cell(note, "annex-note")) for note in notes]
    form = ("gongwen-upright" if whole else "sheet-upright") if upright else "gongwen"
    return Sheet(
        say("sheet.appendix.name"),
        tuple(Column(part.key, part.width, part.width, part.style) for part in parts),
        tuple(rows),
        tuple(merges),
        frozen=(HEAD + 1, 0),
        page=Page(form=form, landscape=not upright, footer=_FOOTER, repeat_rows=(HEAD, HEAD), whole=True),
    )


def _break_title(title: str, across: float) -> str:
    return "\n".join(break_title(title, capacity_of(across, _TITLE_SIZE) / 2, title_width))


def _add_body(
    scene: Scene, parts: Sequence[_Part], room: tuple[float, float], rows: list[Row], merges: list[Area]
) -> None:
    """Add the table's rows, the headings above them as bands.

    room: points that a row may have, and that the first may, which has a title above it; 0 leaves long rows whole.
    """
    levels = list_levels(scene)
    before: list[str] = []
    for number, item in enumerate(scene.assigned):
        path = [widen_signs(words) for level, words in enumerate(scene.parts(item)) if level in levels]
        same = next((at for at, pair in enumerate(zip(path, before, strict=False)) if pair[0] != pair[1]), len(before))
        for words in path[same:]:
            merges.append(Area(len(rows), 0, len(rows), len(parts) - 1))
            rows.append(row_of(*_band(words, len(parts))))
        before = path
        rows += _rows(scene, item, parts, room[number == 0])


def _band(words: str, across: int) -> Sequence[Cell]:
    return (Cell(words, "annex-band"), *[Cell("", "annex-band")] * (across - 1))


def _rows(scene: Scene, item: Item, parts: Sequence[_Part], tallest: float) -> Iterator[Row]:
    shown = [(part, part.show(item)) for part in parts]
    cells = [Cell(each.words or _EMPTY.get(part.key, ""), part.style, stretches=each.stretches) for part, each in shown]
    widths = {place: part.width for place, part in enumerate(parts) if part.key != "seq"}
    return spill_row(cells, widths, scene.say, keep=(0,), tallest=tallest) if tallest else iter((row_of(*cells),))


def _notes(scene: Scene) -> tuple[str, ...]:
    """Say at the foot what the leads rest on where the notice does not say it."""
    guessed = scene.lead_bases[Basis.FIRST_LISTED]
    return (scene.say("sheet.appendix.note", count=guessed),) if guessed else ()
