"""Fonts: the chain of font files of the diagrams, which of them draws a character and how wide.

In: paths, which come before Noto Sans SC, DejaVu Sans (signs) and Noto Sans CJK (rare characters) that come with the
dependencies. Out: a Font. FreeType, which matplotlib brings and draws with, reads the files, so what is measured is
what will be drawn. A character that none has is drawn as □ and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from responsibility.errors import FontError
from responsibility.kinds import Severity
from responsibility.model import Finding, Plan
from responsibility.spans import Span
from responsibility.views.lines import flatten_text

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

TOFU = "□"
# What Noto Sans SC has for certain: no font has to be opened for a plan of nothing else.
_PLAIN = re.compile("[\\s!-~\u4e00-\u9fa5\u3001-\u3011！-～“”‘’—…·①-⑳]*")


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """Font files in order of preference. advances, files: of the characters met so far, widths in ems."""

    paths: tuple[str, ...]
    advances: dict[str, float] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def measure(self, text: str) -> float:
        """Return the width of a text in ems, without kerning."""
        return sum(self._advance(sign) for sign in text)

    def has(self, sign: str) -> bool:
        """Say whether some file draws the character itself."""
        return bool(self._file(sign))

    def runs(self, text: str) -> Iterator[tuple[str, str, float]]:
        """Part a text by the files that draw it: path, words and how many ems stand before them."""
        before = 0.0
        shown = (sign if self.has(sign) else TOFU for sign in text)
        for path, signs in groupby(shown, self._file):
            words = "".join(signs)
            yield path, words, before
            before += self.measure(words)

    def _file(self, sign: str) -> str:
        if sign not in self.files:
            having = (path for path in self.paths if open_face(path).get_char_index(ord(sign)))
            self.files[sign] = next(having, "")
        return self.files[sign]

    def _advance(self, sign: str) -> float:
        if sign not in self.advances:
            from matplotlib.ft2font import LoadFlags

            shown = sign if self.has(sign) else TOFU
            face = open_face(self._file(shown))
            self.advances[sign] = face.load_char(ord(shown), flags=LoadFlags.NO_SCALE).horiAdvance / face.units_per_EM
        return self.advances[sign]


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
