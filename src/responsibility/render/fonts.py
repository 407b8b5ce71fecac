"""Fonts: the chain of font files of the diagrams, which of them draws a character and how wide.

In: paths, which come before Noto Sans SC, DejaVu Sans (signs) and Noto Sans CJK (rare characters) that come with the
dependencies. Out: a Font: how wide a character is and its outline, which every format draws, so that what is measured
is what is drawn. FreeType, which matplotlib brings, reads the files. A character that none has is drawn as □ and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from responsibility.errors import FontError
from responsibility.kinds import Severity
from responsibility.model import Finding, Plan
from responsibility.spans import Span
from responsibility.views.lines import flatten_text

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font
    from numpy import float64, int8, uint8
    from numpy.typing import NDArray

TOFU = "□"
# What Noto Sans SC has for certain: no font has to be opened for a plan of nothing else.
_PLAIN = re.compile("[\\s!-~\u4e00-\u9fa5\u3001-\u3011！-～“”‘’—…·①-⑳]*")


# How matplotlib numbers the steps of an outline: what SVG calls each, and how many places belong to it.
_STEPS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}
EM = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is drawn of a character. width: in ems. places: in thousandths of one, y upwards; codes: their steps."""

    sign: str
    width: float
    places: NDArray[float64]
    codes: NDArray[uint8] | NDArray[int8]

    def steps(self) -> Iterator[tuple[str, list[list[int]]]]:
        """Yield each step of the line, as SVG names it, with the places that it needs."""
        places, codes, at = self.places.round().astype(int).tolist(), self.codes.tolist(), 0
        while at < len(codes):
            name, count = _STEPS[codes[at]]
            yield name, [] if name == "Z" else places[at : at + count]
            at += count


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """Font files in order of preference. files, outlines: of the characters met so far."""

    paths: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, Outline] = field(default_factory=dict)

    def measure(self, text: str) -> float:
        """Return the width of a text in ems, without kerning."""
        return sum([outline.width for outline in self.spell(text)])

    def has(self, sign: str) -> bool:
        """Say whether some file draws the character itself."""
        return bool(self._file(sign))

    def spell(self, text: str) -> list[Outline]:
        """Return what is drawn of each character."""
        return [self.outlines.get(sign) or self._look_up(sign) for sign in text]

    def _look_up(self, sign: str) -> Outline:
        from matplotlib.ft2font import LoadFlags

        shown = sign if self.has(sign) else TOFU
        face = open_face(self._file(shown))
        advance = face.load_char(ord(shown), flags=LoadFlags.NO_SCALE).horiAdvance
        places, codes = face.get_path()  # in 64ths of the file's own units
        outline = Outline(shown, advance / face.units_per_EM, places * (64 * EM / face.units_per_EM), codes)
        return self.outlines.setdefault(sign, outline)

    def _file(self, sign: str) -> str:
        if sign not in self.files:
            having = (path for path in self.paths if open_face(path).get_char_index(ord(sign)))
            self.files[sign] = next(having, "")
        return self.files[sign]


def open_face(path: str) -> FT2Font:
    """Open a file through matplotlib's cache: it is opened anew in a forked process, which must not share it."""
    from matplotlib.font_manager import get_font

    return get_font(path)


@cache
def load_font(font_files: tuple[str, ...] = ()) -> Font:
    """Open the font files named; FontError if one is absent or no font that FreeType reads."""
    for path in font_files:
        try:
            open_face(path)
        except OSError as error:
            raise FontError("FONT_UNREADABLE", path, reason=error.strerror) from error
        except RuntimeError as error:
            raise FontError("NOT_A_FONT", path) from error
    return Font((*font_files, *_list_shipped()))


def _list_shipped() -> tuple[str, ...]:
    from matplotlib import get_data_path
    from noto_cjk_sans_otc import FONT_PATH
    from pylopdf_fonts_zh_cn import sans_path

    return str(sans_path()), f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", str(FONT_PATH)


def tell_missing(plan: Plan, font_files: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Name each character that diagrams draw as □: how often it stands in a name or title, and where first."""
    found: dict[str, list[Finding]] = {}
    for text, place in _list_drawn(plan):
        if not _PLAIN.fullmatch(text):
            font = load_font(font_files)
            for sign in flatten_text(text):
                if not font.has(sign):
                    found.setdefault(sign, []).append(place)
    return tuple(
        Finding(
            "GLYPH_MISSING", Severity.WARNING, places[0].span, places[0].item_id, places[0].unit_id,
            {"character": sign, "sign": f"U+{ord(sign):04X}", "count": len(places)},
        )
        for sign, places in found.items()
    )  # fmt: skip


def _list_drawn(plan: Plan) -> Iterator[tuple[str, Finding]]:
    """Yield what diagrams draw of a plan, with an unspoken finding that says where it is."""

    def at(span: Span | None = None, item: str | None = None, unit: str | None = None) -> Finding:
        return Finding("GLYPH_MISSING", Severity.WARNING, span, item, unit)

    yield plan.header.title or "", at()
    for heading in dict.fromkeys(heading for item in plan.items for heading in item.path):
        yield heading.number + heading.title, at(heading.span)
    for item in plan.items:
        yield item.number + item.title, at(item.span, item.id)
    for unit in plan.units:
        yield unit.name + unit.short, at(unit=unit.id)
