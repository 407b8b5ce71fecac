"""Diagram: a Picture to SVG, PNG and PDF bytes; the room that knows matplotlib's renderer of dots.

Every format draws the same outlines of letters at the places that the picture has them: nothing is laid out twice.
Same picture, same bytes: no date, no random ids, no program version, no settings of the user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any
from zlib import Z_RLE

from responsibility.render.fonts import EM, Font, load_font
from responsibility.render.palette import HEAD, INKS, OUTLINE, PAPER
from responsibility.render.pdf import write_pdf
from responsibility.render.svg import draw_svg
from responsibility.settings import Settings
from responsibility.views.pictures.picture import Box, Label, Mark, Picture, Stroke, group, lay_on_paper

if TYPE_CHECKING:
    from matplotlib.path import Path
    from PIL.Image import Image

POINTS = 72.0
MOST_PIXELS = 24_000_000  # of a PNG; above it the resolution falls


def render_diagram(
    picture: Picture, settings: Settings, formats: Sequence[str] = ("svg", "png"), dpi: int = 0
) -> dict[str, bytes]:
    """Return the picture in each format: svg (text as paths), png or pdf, which is a page of A4 or A3.

    dpi: of the PNG, 0 for that of the settings. Raises FontError for a font file that cannot be read, ValueError for
    another format.
    """
    font, resolution = load_font(settings.output.font_file), dpi or settings.diagram.dpi
    writers = {
        "svg": lambda: draw_svg(picture, font),
        "png": lambda: _write_png(picture, font, resolution),
        "pdf": lambda: write_pdf(lay_on_paper(picture), font),
    }
    unknown = [each for each in formats if each not in writers]
    if unknown:
        raise ValueError(f"no such format: {', '.join(unknown)}")
    return {each: writers[each]() for each in formats}


def _write_png(picture: Picture, font: Font, resolution: int) -> bytes:
    from matplotlib.backends.backend_agg import RendererAgg
    from PIL import Image

    inches = picture.width / POINTS, picture.height / POINTS
    dpi = int(min(float(resolution), (MOST_PIXELS / (inches[0] * inches[1])) ** 0.5))
    size = int(inches[0] * dpi), int(inches[1] * dpi)
    renderer = RendererAgg(*size, dpi)  # type: ignore[no-untyped-call]
    Brush(renderer, picture, font).paint()
    image = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")  # type: ignore[no-untyped-call]
    target = BytesIO()
    image = image.quantize(palette=_make_palette(), dither=Image.Dither.NONE)
    # Runs alone are sought: a third of the time for a fifth more bytes.
    image.save(target, "png", compress_type=Z_RLE, dpi=(dpi, dpi))
    return target.getvalue()


@cache
def _make_palette() -> Image:
    """Return our inks and their shades towards the paper: files four times smaller, written twice as fast.

    Shades keep away from the inks, since Pillow looks a colour up by its six highest bits only.
    """
    from PIL import Image

    inks = [colour for ink in INKS.values() for colour in (ink.fill, ink.line) if colour]
    colours = [tuple(bytes.fromhex(colour[1:])) for colour in dict.fromkeys(inks)]
    for dark, ground, step in product(colours[:], map(bytes.fromhex, (PAPER[1:], HEAD[1:])), range(1, 15)):
        shade = tuple(round(a + (b - a) * step / 15) for a, b in zip(dark, ground, strict=True))
        if all(max(abs(a - b) for a, b in zip(shade, other, strict=True)) > 9 for other in colours):
            colours.append(shade)
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in colours[:256] for part in colour])
    return image


class Brush:
    """Draws with matplotlib's renderer of dots, which takes line widths in points and turns our places into its own."""

    def __init__(self, renderer: Any, picture: Picture, font: Font) -> None:
        from matplotlib.transforms import Affine2D

        self.renderer, self.picture, self.font = renderer, picture, font
        scale = renderer.points_to_pixels(1.0)
        self.transform = Affine2D().scale(scale, -scale).translate(0, picture.height * scale)

    def paint(self) -> None:
        """Draw the whole picture on paper: boxes, lines, signs, then text."""
        self._draw(_box_path(Box(-1, -1, self.picture.width + 2, self.picture.height + 2, "")), fill=PAPER)
        for (style,), boxes in group(self.picture.boxes, "style"):
            self._fill(_join(map(_box_path, boxes)), style)
        for (style, width), strokes in group(self.picture.strokes, "style", "width"):
            ink = INKS[style]
            dashes = [part * width for part in ink.dash]
            self._draw(_join(map(_stroke_path, strokes)), line=ink.line, width=width, dashes=dashes)
        for (style,), marks in group(self.picture.marks, "style"):
            self._fill(_join(map(_mark_path, marks)), style)
        for (style,), labels in group(self.picture.labels, "style"):
            if path := _join_letters(labels, self.font):
                self._draw(path, fill=INKS[style].fill, snap=False)

    def _fill(self, path: Path, style: str) -> None:
        ink = INKS[style]
        self._draw(path, fill=ink.fill, line=ink.line or ink.fill, width=OUTLINE if ink.line else 0.0)

    def _draw(
        self, path: Path, *, fill: str = "", line: str = PAPER, width: float = 0.0, dashes: Sequence[float] = (),
        snap: bool | None = None,
    ) -> None:  # fmt: skip
        from matplotlib.colors import to_rgba

        path.should_simplify = False
        graphics = self.renderer.new_gc()
        graphics.set_foreground(line)
        graphics.set_linewidth(width)
        graphics.set_capstyle("butt")
        graphics.set_snap(snap)
        if dashes:
            graphics.set_dashes(0.0, dashes)
        self.renderer.draw_path(graphics, path, self.transform, to_rgba(fill) if fill else None)


def _join(paths: Iterable[Path]) -> Path:
    from matplotlib.path import Path

    return Path.make_compound_path(*paths)


def _join_letters(labels: Iterable[Label], font: Font) -> Path | None:
    """Put the outlines of all letters where they stand, as one path."""
    import numpy as np
    from matplotlib.path import Path

    outlines, places = [], []
    for label in labels:
        for left, baseline, text in label.runs():
            across = 0.0
            for outline in font.spell(text):
                if len(outline.codes):
                    outlines.append(outline)
                    places.append((left + across * label.size, baseline, label.size / EM))
                across += outline.width
    if not outlines:
        return None
    counts = [len(outline.codes) for outline in outlines]
    points = np.concatenate([outline.places for outline in outlines])
    moved = np.repeat(np.array(places), counts, axis=0)
    points = moved[:, :2] + points * (moved[:, 2:] * (1, -1))
    return Path(points, np.concatenate([outline.codes for outline in outlines]))


def _stroke_path(stroke: Stroke) -> Path:
    from matplotlib.path import Path

    follow = Path.CURVE4 if len(stroke.points) == 4 else Path.LINETO
    return Path(stroke.points, [Path.MOVETO, *[follow] * (len(stroke.points) - 1)])


def _box_path(box: Box) -> Path:
    from matplotlib.path import Path

    right, bottom = box.x + box.width, box.y + box.height
    return Path([(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom), (box.x, box.y)], closed=True)


def _mark_path(mark: Mark) -> Path:
    from matplotlib.path import Path

    if mark.shape in ("disc", "ring"):
        return Path.circle((mark.x, mark.y), mark.radius)
    corners = mark.corners()
    return Path((*corners, corners[0]), closed=True)
