"""Letter: an official paper as data: lines of words and tables, one below the other.

A view names styles; only render/letter knows what they look like. A run of words may stand out by its face: "head"
(黑体), "sub" (楷体); "" takes the line's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from responsibility.views.sheet import Cell

Run = tuple[str, str]  # words and face
TITLE_LINE, SMALLER_LINE = 20.0, 22.0  # letters of a title's line, of 22 points and of 20


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    style: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class LetterTable:
    """Rows of cells under heads, if any, that repeat on each page. widths: millimetres; height: least, in points.

    A cell's strong letters stand out at its beginning.
    """

    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper. created: the only date in it, so that equal content gives equal bytes. fonts: a profile.

    margins: left, right, top, bottom, in millimetres; those of GB/T 9704-2012.
    """

    title: str
    subject: str
    author: str
    created: date
    parts: tuple[Line | LetterTable, ...]
    comments: str = ""
    fonts: str = "safe"
    margins: tuple[float, float, float, float] = (28.0, 26.0, 37.0, 35.0)


def line_of(style: str, *words: str) -> Line:
    """Make a line of plain words."""
    return Line(style, tuple((each, "") for each in words))
