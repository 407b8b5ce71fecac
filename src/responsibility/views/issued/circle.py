"""Circle: 关系图, one unit with its tasks and partners as a picture, on a sheet of its own."""

from __future__ import annotations

from math import ceil

from responsibility.model import Unit
from responsibility.views.scene import Scene
from responsibility.views.sheet import Cell, Column, Image, Sheet, row_of

_COLUMNS, _WIDTH = 10, 13.0  # columns under the picture and their width
_ACROSS, _DOWN, _ROW = 940.0, 560.0, 20  # pixels that one landscape page shows, and those of an empty row
_LARGEST = 1.3  # a small picture is not blown up further
_SCREEN = 96  # pixels an inch


def build_circle(scene: Scene, unit: Unit, png: bytes) -> Sheet:
    """Build 关系图: the picture, as large as one page allows."""
    name = scene.say("sheet.circle.name")
    wide, high = (side * _SCREEN / scene.settings.diagram.ego_dpi for side in _size(png))
    scale = min(_ACROSS / wide, _DOWN / high, _LARGEST)
    rows = [
        row_of(Cell(scene.say("sheet.circle.title", unit=scene.name(unit)), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        *[row_of()] * (ceil(high * scale / _ROW) + 1),
    ]
    picture = Image(png, 2, 0, round(scale, 3), scene.say("sheet.circle.alt", unit=scene.name(unit)))
    columns = tuple(Column(f"under-{place}", _WIDTH, _WIDTH) for place in range(_COLUMNS))
    return Sheet(name, columns, tuple(rows), page=scene.page(name, tall=1), pictures=(picture,))


def _size(png: bytes) -> tuple[int, int]:
    """Return a PNG's width and height in pixels, which its first chunk holds."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
