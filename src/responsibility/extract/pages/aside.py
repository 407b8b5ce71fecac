"""Left out: words on a page that are none of its text: a watermark's, and those that a stroke goes through.

In: a page of pdfplumber. Out: the page without them, and notes that quote them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees
from typing import Any

from responsibility.extract.signs import clean_text
from responsibility.kinds import Severity

Note = tuple[str, Severity, str]
_ASKEW = 5  # degrees
_LARGE = 1.5  # times the usual size: pale words of this size and slanted ones are a watermark
_PALE = 0.6  # least lightness of a pale colour
_THIN = 1.6  # points; a line or rectangle thinner than this strikes out
_INNER = (0.3, 0.77)  # of a character's height, within which a stroke goes through it; below, it is underlined
_QUOTED = 60  # characters of words left out that a finding quotes


def angle_of(char: dict[str, Any]) -> int:
    """Return the turn that sets a character upright, in whole degrees; a scanned page may be a little askew."""
    a, b, *_ = char["matrix"]
    return round(degrees(atan2(b, a))) % 360


def _is_slanted(char: dict[str, Any]) -> bool:
    return _ASKEW < angle_of(char) % 90 < 90 - _ASKEW


def without_watermark(page: Any, notes: list[Note]) -> Any:
    """Leave out slanted words, and large pale ones."""
    sizes = sorted(char["size"] for char in page.chars)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    marks = [char for char in page.chars if _is_slanted(char) or (char["size"] > _LARGE * usual and _is_pale(char))]
    return _leave_out(page, marks, notes, "SOURCE_WATERMARK") if 0 < len(marks) < len(sizes) / 2 else page


def _leave_out(page: Any, chars: Sequence[dict[str, Any]], notes: list[Note], code: str) -> Any:
    """Return the page without characters, and note their words."""
    severity = Severity.WARNING if code == "STRUCK_TEXT" else Severity.NOTE
    notes.append((code, severity, _quote(chars)))
    keys = {(char["x0"], char["top"], char["text"]) for char in chars}
    return page.filter(lambda thing: (thing["x0"], thing["top"], thing.get("text")) not in keys)


def _quote(chars: Sequence[dict[str, Any]]) -> str:
    return clean_text("".join(char["text"] for char in chars)).strip()[:_QUOTED]


def _is_pale(char: dict[str, Any]) -> bool:
    colour = char.get("non_stroking_color") or (0.0,)
    tones = [each for each in (colour if isinstance(colour, Sequence) else (colour,)) if isinstance(each, int | float)]
    if len(tones) == 4:  # cyan, magenta, yellow, black: ink, not light
        return max(tones) < 1 - _PALE
    return len(tones) in (1, 3) and min(tones) > _PALE


def without_struck(page: Any, notes: list[Note]) -> Any:
    """Leave out the characters that a thin line goes through.

    A line that goes on beyond them is the rule of a row too low for its words: they are read as they stand, and told.
    """
    strokes = [
        (each["x0"], each["x1"], (each["top"] + each["bottom"]) / 2)
        for each in (*page.lines, *page.rects)
        if each["bottom"] - each["top"] < _THIN and each["x1"] - each["x0"] > _THIN
    ]
    crossed = [(stroke, [char for char in page.chars if _strikes(stroke, char)]) for stroke in strokes]
    struck = [char for stroke, chars in crossed if _ends_with(stroke, chars) for char in chars]
    through = [(stroke, chars) for stroke, chars in crossed if chars and not _ends_with(stroke, chars)]
    over = [char for stroke, chars in through if not _is_top(page, stroke) for char in chars]
    if over:
        notes.append(("SOURCE_OVERPRINT", Severity.WARNING, _quote(over)))
    return _leave_out(page, struck, notes, "STRUCK_TEXT") if struck else page


def _is_top(page: Any, stroke: tuple[float, float, float]) -> bool:
    """Say whether a rule is a table's upper one: a caption printed close above it can come into no wrong row."""
    x0, x1, level = stroke
    upright = [each for each in page.edges if each["orientation"] == "v" and x0 - _THIN <= each["x0"] <= x1 + _THIN]
    below = any(each["top"] - _THIN <= level < each["bottom"] - _THIN for each in upright)
    return below and not any(each["top"] < level - _THIN <= each["bottom"] for each in upright)


def _ends_with(stroke: tuple[float, float, float], chars: Sequence[dict[str, Any]]) -> bool:
    """Say whether a stroke is as long as the words that it goes through."""
    begins, ends = min((char["x0"] for char in chars), default=0), max((char["x1"] for char in chars), default=0)
    return bool(chars) and max(begins - stroke[0], stroke[1] - ends) < chars[0]["size"]


def _strikes(stroke: tuple[float, float, float], char: dict[str, Any]) -> bool:
    x0, x1, level = stroke
    middle = (char["x0"] + char["x1"]) / 2
    height = char["bottom"] - char["top"]
    return bool(x0 <= middle <= x1 and _INNER[0] < (level - char["top"]) / max(height, _THIN) < _INNER[1])
