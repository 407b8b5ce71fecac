"""Diagram: a Picture to SVG, PNG and PDF bytes; the only room that knows matplotlib.

One figure, no axes: a single artist hands our shapes to matplotlib's renderers, since the picture's points are
already places on paper. A text is drawn at its own baseline, so nothing is laid out twice. Same picture, same
bytes: no date, no random ids, no program version.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

from responsibility.render.fonts import Font, load_font
from responsibility.render.palette import HEAD, INKS, PAPER
from responsibility.settings import Settings
from responsibility.spans import writable
from responsibility.views.pictures.picture import Box, Label, Mark, Picture, Stroke, lay_on_paper

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.path import Path
    from PIL.Image import Image

POINTS = 72.0
OUTLINE = 0.8  # width of the line around a sign
MOST_PIXELS = 24_000_000  # of a PNG; above it the resolution falls
PARAMETERS = {
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "axes.unicode_minus": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "responsibility",
    "pdf.fonttype": 3,
    "pdf.compression": 6,
    "path.simplify": False,
}


def render_diagram(
    picture: Picture, settings: Settings, formats: Sequence[str] = ("svg", "png"), dpi: int = 0
) -> dict[str, bytes]:
    """Return the picture in each format: svg (text as paths), png or pdf, which is a page of A4 or A3.

    dpi: of the PNG, 0 for that of the settings. Raises FontError for a font file that cannot be read, ValueError for
    another format.
    """
    font = load_font(settings.output.font_file)
    writers = {"svg": _write_svg, "png": _write_png}
    unknown = [each for each in formats if each not in (*writers, "pdf")]
    if unknown:
        raise ValueError(f"no such format: {', '.join(unknown)}")
    resolution = dpi or settings.diagram.dpi
    with _strict_matplotlib():
        figure = _make_figure(picture, font, resolution)
        made = {each: writers[each](figure, picture) for each in formats if each != "pdf"}
        if "pdf" in formats:
            paper = lay_on_paper(picture)
            made["pdf"] = _write_pdf(_make_figure(paper, font, resolution), paper)
    return made


@contextmanager
def _strict_matplotlib() -> Iterator[None]:
    """Set what makes bytes repeat, and turn every warning (a missing glyph) into an error."""
    import matplotlib as mpl

    with mpl.rc_context(PARAMETERS), warnings.catch_warnings():  # type: ignore[arg-type]  # a plain dict will do
        warnings.simplefilter("error")
        yield


def _make_figure(picture: Picture, font: Font, dpi: int) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    inches = picture.width / POINTS, picture.height / POINTS
    fitting = min(float(dpi), (MOST_PIXELS / (inches[0] * inches[1])) ** 0.5)
    figure = Figure(figsize=inches, dpi=int(fitting), facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.add_artist(_artist_class()(picture, font))
    return figure


@contextmanager
def _in_points(figure: Figure) -> Iterator[None]:
    """Count in points, as paper does, and keep the resolution for a PNG that comes after."""
    resolution = figure.dpi
    figure.dpi = POINTS
    yield
    figure.dpi = resolution


def _write_svg(figure: Figure, picture: Picture) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    target = BytesIO()
    metadata = {
        "Date": None,
        "Creator": None,
        "Title": writable(picture.title),
        "Description": writable(picture.description),
    }
    with _in_points(figure):
        FigureCanvasSVG(figure).print_svg(target, metadata=metadata)  # type: ignore[no-untyped-call]
    return target.getvalue()


def _write_png(figure: Figure, _picture: Picture) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    buffer = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", canvas.get_width_height(), buffer, "raw", "RGBA", 0, 1).convert("RGB")
    target = BytesIO()
    image = image.quantize(palette=_make_palette(), dither=Image.Dither.NONE)
    image.save(target, "png", compress_level=6, dpi=(figure.dpi, figure.dpi))
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


def _write_pdf(figure: Figure, picture: Picture) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    target = BytesIO()
    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": writable(picture.title)}
    with _in_points(figure):
        FigureCanvasPdf(figure).print_pdf(target, metadata=metadata)  # type: ignore[no-untyped-call]
    return target.getvalue()


@cache
def _artist_class() -> type[Any]:
    """Return the artist; a function because its base class comes with matplotlib."""
    from matplotlib.artist import Artist

    class PictureArtist(Artist):
        """Draws one picture on a whole figure."""

        def __init__(self, picture: Picture, font: Font) -> None:
            super().__init__()
            self.picture = picture
            self.font = font

        def draw(self, renderer: Any) -> None:
            """Hand every shape to the renderer: boxes, lines, signs, then text."""
            Brush(renderer, self.picture, self.font).paint()

    return PictureArtist


class Brush:
    """Draws with one matplotlib renderer, which takes line widths and sizes in points and places in its own units."""

    def __init__(self, renderer: Any, picture: Picture, font: Font) -> None:
        from matplotlib.font_manager import FontProperties
        from matplotlib.transforms import Affine2D

        self.renderer = renderer
        self.picture = picture
        scale = renderer.points_to_pixels(1.0)
        self.height = picture.height * scale
        self.transform = Affine2D().scale(scale, -scale).translate(0, self.height)
        self.scale = scale
        self.font = font
        self.properties: Callable[[str, float], FontProperties] = cache(
            lambda path, size: FontProperties(fname=path, size=size)
        )

    def paint(self) -> None:
        """Draw the whole picture."""
        for (style,), boxes in _group(self.picture.boxes, "style"):
            self._fill(_join(map(_box_path, boxes)), style)
        for (style, width), strokes in _group(self.picture.strokes, "style", "width"):
            self._trace(_join(map(_stroke_path, strokes)), style, width)
        for (style,), marks in _group(self.picture.marks, "style"):
            self._fill(_join(map(_mark_path, marks)), style)
        for label in self.picture.labels:
            self._write(label)

    def _fill(self, path: Path, style: str) -> None:
        from matplotlib.colors import to_rgba

        ink = INKS[style]
        graphics = self._graphics(ink.line or ink.fill, OUTLINE if ink.line else 0.0)
        self.renderer.draw_path(graphics, path, self.transform, to_rgba(ink.fill) if ink.fill else None)
        graphics.restore()

    def _trace(self, path: Path, style: str, width: float) -> None:
        ink = INKS[style]
        graphics = self._graphics(ink.line, width)
        if ink.dash:
            graphics.set_dashes(0.0, [part * width for part in ink.dash])
        self.renderer.draw_path(graphics, path, self.transform, None)
        graphics.restore()

    def _graphics(self, colour: str, width: float) -> Any:
        graphics = self.renderer.new_gc()
        graphics.set_foreground(colour)
        graphics.set_linewidth(width)
        graphics.set_antialiased(True)
        graphics.set_capstyle("butt")
        return graphics

    def _write(self, label: Label) -> None:
        graphics = self._graphics(INKS[label.style].fill, 1.0)
        for x, baseline, text in label.runs():
            across, up = self.transform.transform((x, baseline))
            down = self.height - up if self.renderer.flipy() else up
            for path, words, before in self.font.runs(text):
                right = across + before * label.size * self.scale
                self.renderer.draw_text(graphics, right, down, words, self.properties(path, label.size), 0.0)
        graphics.restore()


def _group(shapes: Iterable[Any], *names: str) -> Iterable[tuple[tuple[Any, ...], list[Any]]]:
    """Gather shapes that look alike, in order of first appearance: fewer calls, smaller files."""
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for shape in shapes:
        groups.setdefault(tuple(getattr(shape, name) for name in names), []).append(shape)
    return groups.items()


def _join(paths: Iterable[Path]) -> Path:
    from matplotlib.path import Path

    return Path.make_compound_path(*paths)


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
