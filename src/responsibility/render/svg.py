"""SVG: a Picture as SVG written by hand, with text as text, for a page that has it inline.

About 1 ms a picture and no matplotlib. Shapes keep the item and unit they stand for in data-item and data-unit,
styles are classes with their colours given as attributes, so that a style sheet may change them. No ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from responsibility.render.palette import INKS, Ink
from responsibility.spans import writable
from responsibility.views.pictures.picture import ANCHORS, Box, Label, Mark, Picture, Stroke

FAMILY = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"


def write_svg(picture: Picture) -> str:
    """Return the picture as one <svg> element that says in words what it shows."""
    size = f'viewBox="0 0 {_short(picture.width)} {_short(picture.height)}"'
    words = f'role="img" aria-label="{escape(picture.description)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {words} font-family="{FAMILY}">'
    shapes = [*map(_write_box, picture.boxes), *map(_write_stroke, picture.strokes), *map(_write_mark, picture.marks)]
    labels = [part for label in picture.labels for part in _write_label(label)]
    return writable("".join((head, f"<title>{escape(picture.title)}</title>", *shapes, *labels, "</svg>")))


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
    return f"<rect {place} {_mark_out(box)} {_paint(INKS[box.style], 0.8)}/>"


def _write_stroke(stroke: Stroke) -> str:
    ink = INKS[stroke.style]
    first, *others = (f"{_short(x)} {_short(y)}" for x, y in stroke.points)
    path = f"M{first}{'C' if len(stroke.points) == 4 else 'L'}{' '.join(others)}"
    dash = " ".join(_short(part * stroke.width) for part in ink.dash)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    paint = f'fill="none" stroke="{ink.line}" stroke-width="{stroke.width:.2g}"{dashes}'
    return f'<path d="{path}" {_mark_out(stroke)} {paint}/>'


def _write_mark(mark: Mark) -> str:
    paint = f"{_mark_out(mark)} {_paint(INKS[mark.style], 0.8)}"
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
