"""Picture: what a diagram shows, as frozen data in points (1/72 inch), y downwards.

Shapes name styles (render/palette.py knows the colours) and carry the item and unit they stand for, so that a
page can light them. A Sketch collects shapes anywhere on the plane; `finish` adds title and legend and computes
the size from the content. Text is measured by a function given from above: em widths of the font to be used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, NamedTuple

from responsibility.views.lines import Measure, break_title, cut_line, em_width, fill_lines, flatten_text, wrap_text

Point = tuple[float, float]

ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
LINE = 1.3  # line height in ems
BASELINE = 0.38  # from the middle of a line down to its baseline, in ems
MARGIN = 18.0
_PAPERS = ((595.276, 841.89), (841.89, 1190.551))  # A4 and A3 in points
_PAPER_EDGE = 36.0
_LEGIBLE = 0.8  # of its size: a picture that must be smaller to go on A4 goes on A3
_LARGEST = 1.3  # times its size, to which a small picture fills its page


class Frame(NamedTuple):
    """Where a part of a page goes; what is drawn in it keeps inside."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right end."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    style: str
    item: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through two points, or a cubic curve of four; more points make a polyline."""

    points: tuple[Point, ...]
    style: str
    width: float = 0.5
    item: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign: shape is disc, ring, triangle or square; radius as of a circle around it."""

    x: float
    y: float
    radius: float
    shape: str
    style: str
    item: str = ""
    unit: str = ""

    def corners(self) -> tuple[Point, ...]:
        """Return the corners of a square or triangle of about the area of the circle."""
        if self.shape == "square":
            side = self.radius * 0.89
            signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
            return tuple((self.x + across * side, self.y + down * side) for across, down in signs)
        low, half = self.y + self.radius * 0.62, self.radius * 1.05
        return (self.x, self.y - self.radius), (self.x + half, low), (self.x - half, low)


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text around height y; width is measured. upright: stacked downwards from y, x in the middle."""

    x: float
    y: float
    text: str
    size: float
    width: float
    anchor: str = "start"
    style: str = "text"
    upright: bool = False
    item: str = ""
    unit: str = ""

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.x - self.width * ANCHORS[self.anchor]

    def runs(self) -> tuple[tuple[float, float, str], ...]:
        """Return left end, baseline and text of each horizontal run."""
        drop = BASELINE * self.size
        if not self.upright:
            return ((self.left, self.y + drop, self.text),)
        step = self.size * 1.08
        return tuple(
            (self.x - self.size / 2, self.y + (row + 0.5) * step + drop, sign) for row, sign in enumerate(self.text)
        )


Shape = Box | Stroke | Mark | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram: name is its file name; description says in words what it shows. Drawn boxes first, labels last."""

    name: str
    title: str
    description: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


def group(shapes: Iterable[Any], *names: str) -> Iterable[tuple[tuple[Any, ...], list[Any]]]:
    """Gather shapes that look alike, in order of first appearance: fewer calls, smaller files."""
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for shape in shapes:
        groups.setdefault(tuple(getattr(shape, name) for name in names), []).append(shape)
    return groups.items()


def move(shape: Shape, right: float, down: float) -> Shape:
    """Return the shape moved."""
    if isinstance(shape, Stroke):
        return replace(shape, points=tuple((x + right, y + down) for x, y in shape.points))
    return replace(shape, x=shape.x + right, y=shape.y + down)


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a shape."""
    match shape:
        case Box(x, y, width, height):
            return x, y, x + width, y + height
        case Stroke(points, _, width):
            across, down = [x for x, _ in points], [y for _, y in points]
            half = width / 2
            return min(across) - half, min(down) - half, max(across) + half, max(down) + half
        case Mark(x, y, radius):
            return x - radius - 0.5, y - radius - 0.5, x + radius + 0.5, y + radius + 0.5
        case Label(upright=True):
            half = shape.size * 0.6
            return shape.x - half, shape.y, shape.x + half, shape.y + len(shape.text) * shape.size * 1.08
        case Label():
            half = shape.size * LINE / 2
            return shape.left, shape.y - half, shape.left + shape.width, shape.y + half


def lay_on_paper(picture: Picture) -> Picture:
    """Return a picture on A4 or A3 with a margin, as large as it may be; one that has this size stays."""
    turned = picture.width > picture.height
    for short, long in _PAPERS:
        across, down = (long, short) if turned else (short, long)
        if (picture.width, picture.height) == (across, down):
            return picture
        zoom = min(_LARGEST, (across - 2 * _PAPER_EDGE) / picture.width, (down - 2 * _PAPER_EDGE) / picture.height)
        if zoom >= _LEGIBLE:
            break
    right = (across - picture.width * zoom) / 2

    sketch = Sketch(em_width)
    shapes: tuple[Shape, ...] = (*picture.boxes, *picture.strokes, *picture.marks, *picture.labels)
    sketch.add(*(move(enlarge(shape, zoom), right, _PAPER_EDGE) for shape in shapes))
    return sketch.fix(picture.name, picture.title, picture.description, across, down)


def enlarge(shape: Shape, factor: float) -> Shape:
    """Return the shape so many times as large, around (0, 0)."""
    match shape:
        case Stroke():
            points = tuple((x * factor, y * factor) for x, y in shape.points)
            return replace(shape, points=points, width=shape.width * factor)
        case Mark():
            return replace(shape, x=shape.x * factor, y=shape.y * factor, radius=shape.radius * factor)
        case Box(x, y, width, height):
            return replace(shape, x=x * factor, y=y * factor, width=width * factor, height=height * factor)
        case Label(x, y):
            return replace(shape, x=x * factor, y=y * factor, size=shape.size * factor, width=shape.width * factor)


class Sketch:
    """Collects the shapes of one picture; the plane has no borders until `finish`."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self._shapes: list[Shape] = []

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the plane."""
        self._shapes.extend(shapes)

    def write(
        self, x: float, y: float, text: str, size: float, *, anchor: str = "start", style: str = "text",
        limit: float = 0.0, most: int = 0, item: str = "", unit: str = "",
    ) -> tuple[float, float]:  # fmt: skip
        """Write a text around height y, wrapped to limit points if given; return its width and height."""
        lines = wrap_text(text, limit / size, self.measure, most) if limit else (flatten_text(text),)
        top = y - (len(lines) - 1) * size * LINE / 2
        widths = [self.measure(line) * size for line in lines]
        self.add(
            *(
                Label(x, top + row * size * LINE, line, size, width, anchor, style, item=item, unit=unit)
                for row, (line, width) in enumerate(zip(lines, widths, strict=True))
            )
        )
        return max(widths), len(lines) * size * LINE

    def write_paragraph(
        self, x: float, top: float, text: str, size: float, *,
        limit: float, most: int = 0, style: str = "text", pitch: float = 1.45,
    ) -> float:  # fmt: skip
        """Write a text in full lines from top downwards, at most so many of them; return where it ends."""
        lines = fill_lines(flatten_text(text), limit / size, self.measure)
        if most and len(lines) > most:
            lines = (*lines[: most - 1], cut_line(lines[most - 1], limit / size, self.measure))
        for row, line in enumerate(lines):
            self.write(x, top + (row + 0.5) * size * pitch, line, size, style=style)
        return top + len(lines) * size * pitch

    def write_upright(
        self, x: float, top: float, text: str, size: float, *, style: str = "text", unit: str = ""
    ) -> None:
        """Write a text downwards, each character upright, x in its middle."""
        text = flatten_text(text)
        width = max(map(self.measure, text), default=0.0) * size
        self.add(Label(x, top, text, size, width, "middle", style, upright=True, unit=unit))

    def finish(
        self, name: str, title: str, legend: Iterable[tuple[Sequence[Shape], str]], description: str = "", *,
        size: float = 8.0,
    ) -> Picture:  # fmt: skip
        """Add title and legend and cut the plane to its content.

        legend: each a sample drawn around (0, 0), at most 26 points wide, and what it means; without a sample it is a
        remark, which stands below the keys. size: of its letters.
        """
        left, top, right, bottom = self._extent()
        width = max(right - left, 280.0)
        y = bottom + 16
        for sample, text in sorted(legend, key=lambda pair: not pair[0]):
            indent = 34 if sample else 0
            lines = wrap_text(text, (width - indent) / size, self.measure)
            self.add(*(move(shape, left + 13, y) for shape in sample))
            middle = y + (len(lines) - 1) * size * LINE / 2
            self.write(left + indent, middle, text, size, style="quiet", limit=width - indent)
            y += len(lines) * size * LINE + 3
        titled = break_title(title, width / 13, self.measure)
        for row, line in enumerate(reversed(titled)):
            self.write(left, top - 10 - (row + 0.5) * 13 * LINE, line, 13)
        return self._cut(name, flatten_text(title), flatten_text(description or title))

    def _extent(self) -> tuple[float, float, float, float]:
        if not self._shapes:
            return 0.0, 0.0, 0.0, 0.0
        lefts, tops, rights, bottoms = zip(*map(bounds, self._shapes), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def _cut(self, name: str, title: str, description: str) -> Picture:
        left, top, right, bottom = self._extent()
        self._shapes = [move(shape, MARGIN - left, MARGIN - top) for shape in self._shapes]
        return self.fix(name, title, description, ceil(right - left + 2 * MARGIN), ceil(bottom - top + 2 * MARGIN))

    def fix(self, name: str, title: str, description: str, width: float, height: float) -> Picture:
        """Return what lies between (0, 0) and (width, height) as a picture of this size, as a page has it."""
        shapes = self._shapes
        return Picture(
            name,
            title,
            description,
            width,
            height,
            tuple(each for each in shapes if isinstance(each, Box)),
            tuple(each for each in shapes if isinstance(each, Stroke)),
            tuple(each for each in shapes if isinstance(each, Mark)),
            tuple(each for each in shapes if isinstance(each, Label)),
        )
