"""SVG: a Picture as SVG written by hand: inline in a page, with text as text, or a file of its own, with outlines.

About 1 ms a picture and no matplotlib. Shapes keep the item and unit they stand for in data-item and data-unit,
styles are classes with their colours given as attributes, so that a style sheet may change them. Inline no ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Any

from responsibility.render.fonts import EM, Font, Outline
from responsibility.render.palette import INKS, OUTLINE, PAPER, Ink
from responsibility.spans import writable
from responsibility.views.pictures.picture import ANCHORS, Box, Label, Mark, Picture, Stroke, group

FAMILY = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"
_LINKS = "http://www.w3.org/1999/xlink"


def write_svg(picture: Picture) -> str:
    """Return the picture as one <svg> element that says in words what it shows."""
    shapes = _write_shapes(picture.boxes, picture.strokes, picture.marks)
    labels = [part for label in picture.labels for part in _write_label(label)]
    return writable("".join((_open(picture, f' font-family="{FAMILY}"'), *shapes, *labels, "</svg>")))


def draw_svg(picture: Picture, font: Font) -> bytes:
    """Return the picture as a file that looks the same everywhere; each text stands before its letters as a comment."""
    size = f' xmlns:xlink="{_LINKS}" width="{picture.width}pt" height="{picture.height}pt" stroke-linejoin="round"'
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    words = [text for label in picture.labels for _, _, text in label.runs()]
    letters = dict.fromkeys(outline for text in words for outline in font.spell(text))
    defined = "".join(map(_define, letters))
    boxes, marks = _sort(picture.boxes, "style"), _sort(picture.marks, "style")
    strokes = _sort(picture.strokes, "style", "width")
    labels = [part for label in picture.labels for part in _draw_label(label, font)]
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{_open(picture, size)}{paper}<defs>{defined}</defs>'
    return writable("\n".join((head, *_write_shapes(boxes, strokes, marks), *labels, "</svg>\n"))).encode()


def _sort(shapes: Iterable[Any], *names: str) -> list[Any]:
    """Draw what looks alike together, as the other formats do."""
    return [each for _, alike in group(shapes, *names) for each in alike]


def _open(picture: Picture, more: str) -> str:
    space = 'xmlns="http://www.w3.org/2000/svg"'
    size = f'viewBox="0 0 {_short(picture.width)} {_short(picture.height)}"'
    words = f'role="img" aria-label="{escape(picture.description)}"'
    return f"<svg {space} {size} {words}{more}><title>{escape(picture.title)}</title>"


def _write_shapes(boxes: Iterable[Box], strokes: Iterable[Stroke], marks: Iterable[Mark]) -> tuple[str, ...]:
    return (*map(_write_box, boxes), *map(_write_stroke, strokes), *map(_write_mark, marks))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _paint(ink: Ink, width: float) -> str:
    fill = f'fill="{ink.fill or "none"}"'
    return fill + (f' stroke="{ink.line}" stroke-width="{_short(width)}"' if ink.line else "")


def _mark_out(shape: Box | Stroke | Mark | Label) -> str:
    item = f' data-item="{escape(shape.item)}"' if shape.item else ""
    unit = f' data-unit="{escape(shape.unit)}"' if shape.unit else ""
    return f'class="{shape.style}"{item}{unit}'


def _write_box(box: Box) -> str:
    place = f'x="{_short(box.x)}" y="{_short(box.y)}" width="{_short(box.width)}" height="{_short(box.height)}"'
    return f"<rect {place} {_mark_out(box)} {_paint(INKS[box.style], OUTLINE)}/>"


def _write_stroke(stroke: Stroke) -> str:
    ink = INKS[stroke.style]
    first, *others = (f"{_short(x)} {_short(y)}" for x, y in stroke.points)
    path = f"M{first}{'C' if len(stroke.points) == 4 else 'L'}{' '.join(others)}"
    dash = " ".join(_short(part * stroke.width) for part in ink.dash)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    paint = f'fill="none" stroke="{ink.line}" stroke-width="{stroke.width:.2g}"{dashes}'
    return f'<path d="{path}" {_mark_out(stroke)} {paint}/>'


def _write_mark(mark: Mark) -> str:
    paint = f"{_mark_out(mark)} {_paint(INKS[mark.style], OUTLINE)}"
    x, y, radius = mark.x, mark.y, mark.radius
    if mark.shape in ("disc", "ring"):
        return f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" {paint}/>'
    return f'<path d="M{"L".join(f"{_short(a)} {_short(b)}" for a, b in mark.corners())}Z" {paint}/>'


def _write_label(label: Label) -> Iterator[str]:
    fill = INKS[label.style].fill
    for _, baseline, text in label.runs():
        anchor = "middle" if label.upright else label.anchor
        shown = f' text-anchor="{anchor}"' if ANCHORS[anchor] else ""
        place = f'x="{_short(label.x)}" y="{_short(baseline)}" font-size="{_short(label.size)}"{shown}'
        yield f'<text {place} {_mark_out(label)} fill="{fill}">{escape(text)}</text>'


@cache
def _define(outline: Outline) -> str:
    line = "".join(step + " ".join(f"{x} {y}" for x, y in places) for step, places in outline.steps())
    return f'<path id="{_name(outline)}" d="{line}"/>' if line else ""


def _name(outline: Outline) -> str:
    return f"u{ord(outline.sign):x}"


def _draw_label(label: Label, font: Font) -> Iterator[str]:
    scale, fill = f"{label.size / EM:.6g}", f'fill="{INKS[label.style].fill}"'
    for x, baseline, text in label.runs():
        turned = f'transform="translate({x:.6g} {baseline:.6g}) scale({scale} -{scale})"'
        at, uses = 0.0, []
        for outline in font.spell(text):
            if len(outline.codes):
                uses.append(f'<use xlink:href="#{_name(outline)}" x="{at * EM:.6g}"/>')
            at += outline.width
        words = escape(text).replace("--", "- -")
        yield f"<!-- {words} --><g {turned} {_mark_out(label)} {fill}>{''.join(uses)}</g>"
