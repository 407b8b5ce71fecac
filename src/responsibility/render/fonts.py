"""Fonts: the one font file of the diagrams, what it can draw and how wide.

In: a path, or "" for the Noto Sans SC that comes with the dependencies. Out: a Font. Reads three tables of the
file itself: 10 ms, where fontTools takes 170 (measured 2026-11); the tests compare the two.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from responsibility.errors import FontError
from responsibility.views.picture import Picture

CHOOSE_ANOTHER = "in matrix/settings.toml set [output] font_file to a font (.otf, .ttf) that has the character"


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font file. glyphs: glyph by code point; advances: widths in ems by glyph, the last for all that follow."""

    path: str
    glyphs: Mapping[int, int]
    advances: tuple[float, ...]

    def measure(self, text: str) -> float:
        """Return the width of a text in ems, without kerning; a missing character counts as wide."""
        last = len(self.advances) - 1
        glyphs = (self.glyphs.get(ord(sign)) for sign in text)
        return sum(1.0 if glyph is None else self.advances[min(glyph, last)] for glyph in glyphs)

    def missing(self, text: str) -> str:
        """Return the first character that the font cannot draw, or ""."""
        return next((sign for sign in text if not self.glyphs.get(ord(sign))), "")


@cache
def load_font(font_file: str = "") -> Font:
    """Read a font file; FontError if it is absent or no OpenType font."""
    path = font_file or _shipped_path()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise FontError(f"font file cannot be read: {error.strerror}", path, CHOOSE_ANOTHER) from error
    try:
        return Font(path, *_read_font(data))
    except (struct.error, KeyError, ValueError, IndexError, ZeroDivisionError) as error:
        raise FontError("not an OpenType or TrueType font", path, CHOOSE_ANOTHER) from error


def check_labels(picture: Picture, font: Font) -> None:
    """Raise FontError, naming character and label, if the font cannot draw a label of the picture."""
    for text in (label.text for label in picture.labels):
        sign = font.missing(text)
        if sign:
            what = f"the font has no character {sign!r} (U+{ord(sign):04X})"
            raise FontError(what, f'label "{text}" of diagram {picture.name}; font {font.path}', CHOOSE_ANOTHER)


def _shipped_path() -> str:
    from pylopdf_fonts_zh_cn import sans_path

    return str(sans_path())


def _read_font(data: bytes) -> tuple[Mapping[int, int], tuple[float, ...]]:
    tables = _read_directory(data)
    (per_em,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    metrics = data[tables[b"hmtx"] : tables[b"hmtx"] + 4 * count]
    advances = tuple(advance / per_em for advance, _ in struct.iter_unpack(">Hh", metrics))
    return _read_characters(data, tables[b"cmap"]), advances


def _read_directory(data: bytes) -> dict[bytes, int]:
    """Return where each table begins; of a collection, the first font's."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    if data[start : start + 4] not in (b"OTTO", b"true", b"\0\1\0\0"):
        raise ValueError("unknown signature")
    (count,) = struct.unpack_from(">H", data, start + 4)
    rows = (struct.unpack_from(">4s4xI", data, start + 12 + 16 * row) for row in range(count))
    return dict(rows)


def _read_characters(data: bytes, cmap: int) -> dict[int, int]:
    """Return glyph by code point from the widest Unicode subtable: format 12, else 4."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    starts = {}
    for row in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * row)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            starts[struct.unpack_from(">H", data, cmap + offset)[0]] = cmap + offset
    return _read_groups(data, starts[12]) if 12 in starts else _read_segments(data, starts[4])


def _read_groups(data: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    glyphs: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count]):
        if last > 0x10FFFF:
            raise ValueError("no code point")
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last + 1 - first), strict=True))
    return glyphs


def _read_segments(data: bytes, start: int) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", data, start + 6)
    count = double // 2
    columns = (start + 14, start + 16 + double, start + 16 + 2 * double, start + 16 + 3 * double)
    ends, firsts, deltas, offsets = (struct.unpack_from(f">{count}H", data, column) for column in columns)
    glyphs: dict[int, int] = {}
    for row, (first, last, delta, offset) in enumerate(zip(firsts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, columns[3] + 2 * row + offset + 2 * (code - first))
            if glyph:
                glyphs[code] = (glyph + delta) & 0xFFFF
    return glyphs
