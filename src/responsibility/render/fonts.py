"""Fonts: the one font file of the diagrams, what it can draw and how wide.

In: a path, or "" for the Noto Sans SC that comes with the dependencies. Out: a Font. FreeType, which matplotlib
brings and draws with, reads the file, so what is measured is what will be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from responsibility.errors import FontError
from responsibility.views.pictures.picture import Picture

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

CHOOSE_ANOTHER = "in matrix/settings.toml set [output] font_file to a font (.otf, .ttf) that has the character"


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font file. advances: widths in ems of the characters measured so far."""

    path: str
    advances: dict[str, float] = field(default_factory=dict)

    @property
    def face(self) -> FT2Font:
        """The open file, from matplotlib's cache: it is opened anew in a forked process, which must not share it."""
        from matplotlib.font_manager import get_font

        return get_font(self.path)

    def measure(self, text: str) -> float:
        """Return the width of a text in ems, without kerning; a missing character counts as wide."""
        return sum(self._advance(sign) for sign in text)

    def missing(self, text: str) -> str:
        """Return the first character that the font cannot draw, or ""."""
        face = self.face
        return next((sign for sign in text if not face.get_char_index(ord(sign))), "")

    def _advance(self, sign: str) -> float:
        if sign not in self.advances:
            from matplotlib.ft2font import LoadFlags

            face = self.face
            glyph = face.load_char(ord(sign), flags=LoadFlags.NO_SCALE) if face.get_char_index(ord(sign)) else None
            self.advances[sign] = glyph.horiAdvance / face.units_per_EM if glyph else 1.0
        return self.advances[sign]


@cache
def load_font(font_file: str = "") -> Font:
    """Open a font file; FontError if it is absent or no font that FreeType reads."""
    font = Font(font_file or _shipped_path())
    try:
        font.missing("")
        return font
    except OSError as error:
        raise FontError(
            "font file cannot be read: {reason}", font.path, CHOOSE_ANOTHER, reason=error.strerror
        ) from error
    except RuntimeError as error:
        raise FontError("not an OpenType or TrueType font", font.path, CHOOSE_ANOTHER) from error


def check_labels(picture: Picture, font: Font) -> None:
    """Raise FontError, naming character and label, if the font cannot draw a label of the picture."""
    for text in (label.text for label in picture.labels):
        sign = font.missing(text)
        if sign:
            raise FontError(
                "the font has no character {sign} ({code})",
                f"{picture.name}: {text} ({font.path})",
                CHOOSE_ANOTHER,
                sign=sign,
                code=f"U+{ord(sign):04X}",
            )


def _shipped_path() -> str:
    from pylopdf_fonts_zh_cn import sans_path

    return str(sans_path())
