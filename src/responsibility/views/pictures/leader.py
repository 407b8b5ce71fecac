"""Leader: 责任分工要情, one A4 page for who decides: decisions with boxes to tick, who carries most, room to write.

In: a Scene and how wide text is. Out: one Picture of exactly A4. Decisions are laid first, the place for the leader's
word from below; the lists take what is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from responsibility.views.brief import Brief, build_brief
from responsibility.views.lines import break_title, shorten_text
from responsibility.views.pictures.picture import Box, Frame, Picture, Sketch, Stroke
from responsibility.views.scene import Scene

NAME = "责任分工要情"
WIDTH, HEIGHT = 595.276, 841.89  # A4 in points
EDGE = 48.0
_WHAT, _WHY, _CELL, _SMALL = 11.0, 9.0, 9.5, 8.5  # letter sizes
_PITCH = 1.4
_NUMBER, _BOXES = 30.0, 118.0  # widths of the first and last column
_PAD = 5.0
_WORD = 110.0  # least height of the room for the leader's word
_MOST_WORD = 230.0
_ROW = 16.0  # of the lists
_BAR = 7.0
_TICK = 8.0
_DATE = 34.0  # from one word of an open date to the next


def draw_leader(scene: Scene) -> Picture:
    """Lay out the page; a plan that names nobody says so and what to do."""
    sketch, brief = Sketch(scene.measure), build_brief(scene)
    page = Frame(EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)
    top = _write_head(sketch, page, scene, brief)
    if brief.decisions:
        top = _draw_decisions(sketch, page, top, scene, brief) + 14
    room = int((page.bottom - _WORD - top - 2 * _ROW - 14) / _ROW)
    if brief.units and room > 0:
        middle = page.x + page.width / 2
        _draw_units(sketch, Frame(page.x, top, middle - page.x - 8, 0), scene, brief.units[:room])
        top = _draw_tasks(sketch, Frame(middle + 8, top, page.right - middle - 8, 0), scene, brief.tasks[:room])
        top = max(top, page.y) + _ROW * max(0, len(brief.units[:room]) - len(brief.tasks[:room])) + 14
    _draw_word(sketch, Frame(page.x, top, page.width, min(page.bottom - top, _MOST_WORD)), scene)
    said = " ".join((brief.opening, *(what for what, _ in brief.decisions)))
    return sketch.fix(NAME, f"{scene.say('checkup.title')} {scene.title}", said, WIDTH, HEIGHT)


def _write_head(sketch: Sketch, page: Frame, scene: Scene, brief: Brief) -> float:
    say, middle = scene.say, page.x + page.width / 2
    sketch.write(page.x, page.y + 6, say("checkup.for-reading"), 11)
    issuer = shorten_text(scene.office, 26.0, scene.measure)
    sketch.write(_leave_date(sketch, page.right, page.y + 6, scene) - 14, page.y + 6, issuer, 10, anchor="end")
    sketch.add(Stroke(((page.x, page.y + 17), (page.right, page.y + 17)), "ink", 0.8))
    sketch.write(middle, page.y + 42, say("checkup.title"), 22, anchor="middle")
    y = page.y + 70
    for line in break_title(scene.title, page.width / 12, scene.measure)[:3]:
        sketch.write(middle, y, shorten_text(line, page.width / 12, scene.measure), 12, anchor="middle")
        y += 17
    opening = brief.opening if scene.plan.assignments else say("checkup.empty")
    _, height = sketch.write(middle, y + 3, opening, 10, anchor="middle", limit=page.width, most=2)
    return y + height / 2 + 13


def _leave_date(sketch: Sketch, right: float, y: float, scene: Scene) -> float:
    """Write a date to be filled in by hand, ending at right; return where it begins."""
    words = scene.say("checkup.date").split()
    for place, word in enumerate(reversed(words)):
        sketch.write(right - place * _DATE, y, word, 10, anchor="end")
    return right - len(words) * _DATE


def _draw_decisions(sketch: Sketch, page: Frame, top: float, scene: Scene, brief: Brief) -> float:
    """Draw the table of decisions; return where it ends."""
    say = scene.say
    left, right = page.x + _NUMBER, page.right - _BOXES
    start, y = top, top + 20
    sketch.add(Box(page.x, top, page.width, 20, "band1"))
    heads = ((page.x, left, "number"), (left, right, "what"), (right, page.right, "boxes"))
    for begin, end, key in heads:
        sketch.write((begin + end) / 2, top + 10, say(f"checkup.column.{key}"), 10, anchor="middle")
    for number, (what, why) in enumerate(brief.decisions, 1):
        height = _draw_decision(sketch, Frame(left, y, right - left, 0), what, why)
        sketch.write((page.x + left) / 2, y + height / 2, str(number), 12, anchor="middle")
        for place, key in enumerate(("agree", "else")):
            middle = y + height / 2 + (place - 0.5) * 16
            sketch.add(Box(right + 8, middle - _TICK / 2, _TICK, _TICK, "blank"))
            sketch.write(right + 22, middle, say(f"checkup.box.{key}"), _CELL)
        sketch.add(Stroke(((page.right - 60, y + height / 2 + 13), (page.right - 8, y + height / 2 + 13)), "ink", 0.5))
        sketch.add(Stroke(((page.x, y), (page.right, y)), "ink", 0.5))
        y += height
    sketch.add(*(Stroke(((x, start), (x, y)), "ink", 0.5) for x in (page.x, left, right, page.right)))
    sketch.add(*(Stroke(((page.x, edge), (page.right, edge)), "ink", 0.8) for edge in (start, y)))
    return y


def _draw_decision(sketch: Sketch, cell: Frame, what: str, why: str) -> float:
    """Write what and why below each other, each in two lines at most; return the height of the row."""
    width = cell.width - 2 * _PAD
    y = sketch.write_paragraph(cell.x + _PAD, cell.y + _PAD, what, _WHAT, limit=width, most=2, pitch=_PITCH)
    if why:
        y = sketch.write_paragraph(cell.x + _PAD, y, why, _WHY, limit=width, most=2, pitch=_PITCH, style="quiet")
    return max(y + _PAD - cell.y, 40.0)


def _draw_list(sketch: Sketch, frame: Frame, title: str, heads: Sequence[tuple[float, str, str]]) -> float:
    """Write a list's title and heads at x, by anchor; return where its first row begins."""
    sketch.write(frame.x, frame.y + 6, title, 11)
    for x, anchor, words in heads:
        sketch.write(x, frame.y + _ROW + 8, words, _SMALL, anchor=anchor, style="quiet")
    y = frame.y + 2 * _ROW
    sketch.add(Stroke(((frame.x, y), (frame.right, y)), "ink", 0.5))
    return y


def _draw_units(sketch: Sketch, frame: Frame, scene: Scene, units: Sequence[tuple[str, int, int]]) -> None:
    say, bar = scene.say, frame.x + 92
    second = bar + scene.measure(say("checkup.units.lead")) * _SMALL + 20
    heads = (
        (frame.x, "start", say("checkup.units.unit")),
        (bar + 11, "start", say("checkup.units.lead")),
        (second + 11, "start", say("checkup.units.part")),
        (frame.right, "end", say("checkup.units.count")),
    )
    y = _draw_list(sketch, frame, say("checkup.units.title"), heads)
    for x, style in ((bar, "ink-bar"), (second, "blank")):
        sketch.add(Box(x, frame.y + _ROW + 4.5, 8, _BAR, style))
    scale = (frame.right - bar - 44) / max(total for _, _, total in units)
    for place, (name, leads, total) in enumerate(units):
        middle = y + (place + 0.5) * _ROW
        sketch.write(frame.x, middle, shorten_text(name, 88 / _CELL, scene.measure), _CELL)
        sketch.add(Box(bar, middle - _BAR / 2, total * scale, _BAR, "blank"))
        sketch.add(Box(bar, middle - _BAR / 2, leads * scale, _BAR, "ink-bar"))
        sketch.write(frame.right, middle, f"{leads}/{total}", _CELL, anchor="end")


def _draw_tasks(sketch: Sketch, frame: Frame, scene: Scene, tasks: Sequence[tuple[str, str, int]]) -> float:
    say = scene.say
    widest = max(scene.measure(number) for number, _, _ in tasks) * _CELL
    text = frame.x + widest + 8
    heads = (
        (text, "start", say("checkup.tasks.task")),
        (frame.right, "end", say("checkup.tasks.units")),
    )
    y = _draw_list(sketch, frame, say("checkup.tasks.title"), heads)
    for place, (number, title, units) in enumerate(tasks):
        middle = y + (place + 0.5) * _ROW
        sketch.write(frame.x, middle, number, _CELL)
        shown = shorten_text(title, (frame.right - 26 - text) / _CELL, scene.measure)
        sketch.write(text, middle, shown, _CELL)
        sketch.write(frame.right, middle, str(units), _CELL, anchor="end")
    return y + len(tasks) * _ROW


def _draw_word(sketch: Sketch, frame: Frame, scene: Scene) -> None:
    """Draw the room for the leader's word, with a line to sign on."""
    words = scene.say("checkup.word.title")
    corners = ((frame.x, frame.y), (frame.right, frame.y), (frame.right, frame.bottom), (frame.x, frame.bottom))
    sketch.add(Stroke((*corners, corners[0]), "ink", 0.8))
    sketch.add(Stroke(((frame.x + _NUMBER, frame.y), (frame.x + _NUMBER, frame.bottom)), "ink", 0.5))
    if not words.isascii():
        sketch.write_upright(frame.x + _NUMBER / 2, frame.y + 16, words, 11)
    else:
        sketch.write(frame.x + _NUMBER + _PAD, frame.y + 12, words, 10)
    y = frame.bottom - 16
    begin = _leave_date(sketch, frame.right - 10, y, scene) - 10
    sketch.add(Stroke(((begin - 90, y + 6), (begin, y + 6)), "ink", 0.5))
    sketch.write(begin - 94, y, scene.say("checkup.word.sign"), 10, anchor="end")
