"""Gaps: the characters of a printed line in groups, between gaps that only columns leave.

In: characters as placed on the page. Out: groups, or parts with their words and edges. A gap is wide beside any other,
or as narrow as a table without rules may have it: there only all rows together tell whether a column ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from responsibility.extract.pages.printed import PrintedLine

Char = dict[str, Any]
Chars = Sequence[Char]
_GAP = 1.1  # characters that part two columns; a wide blank is one
SLIT = 0.2  # of a character's size, between two columns whose rules are not drawn
_STOP = 0.4  # of its size that the ink of a stop is wide
_HAIR = 0.1  # points
_LEVEL = 0.35  # of a character's size, within which characters stand on one line
_STOPS = "，。、；："


def find_parts(chars: Chars) -> list[PrintedLine]:
    """Return the parts of a line between gaps that only columns leave."""
    return [_part(group) for group in group_wide(chars)]


def group_wide(chars: Chars) -> Iterator[list[Char]]:
    """Yield the characters of a line in groups between wide gaps, blanks out."""
    return _group(chars, lambda last, char: char["x0"] - seen_end(last) > _GAP * last["size"])


def find_slit_parts(chars: Chars, gutters: Sequence[float] | None = None) -> list[PrintedLine]:
    """Return the parts of a line between gaps too narrow to tell by themselves, or those at gutters; ended by ink."""

    def parts(last: Char, char: Char) -> bool:
        end = seen_end(last)
        if gutters is None and char["x0"] > last["x1"] - _HAIR:  # else a stop hangs over the edge of its column
            end = last["x1"]
        apart = char["x0"] - end > SLIT * last["size"]
        return bool(apart and (gutters is None or any(end <= gutter <= char["x0"] for gutter in gutters)))

    return [_part(group, seen_end(group[-1])) for group in _group(chars, parts)]


def _group(chars: Chars, parts: Callable[[Char, Char], bool]) -> Iterator[list[Char]]:
    held: list[Char] = []
    for char in chars:
        if held and parts(held[-1], char):
            yield held
            held = []
        held += [char] if char["text"].strip() else []
    if held:
        yield held


def seen_end(char: Char) -> float:
    """Return where a character is seen to end: a stop that hangs out of its column takes half the gutter, unseen."""
    return float(char["x0"] + char["size"] * _STOP if char["text"] in _STOPS else char["x1"])


def _part(group: Chars, end: float | None = None) -> PrintedLine:
    x0, x1, top, bottom = ([each[key] for each in group] for key in ("x0", "x1", "top", "bottom"))
    words = "".join(each["text"] for each in group)
    return PrintedLine(words, min(x0), max(x1) if end is None else end, min(top), max(bottom))


def text_lines(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of characters; digits of another font may stand a little higher or lower in theirs."""
    from pdfplumber.utils.text import chars_to_textmap

    if not chars:
        return []
    sizes = sorted(char["size"] for char in chars)
    textmap = chars_to_textmap(
        list(chars), x_tolerance_ratio=0.6, y_tolerance=max(3.0, _LEVEL * sizes[len(sizes) // 2])
    )
    return list(textmap.extract_text_lines(strip=True, return_chars=True))


def stands_in(thing: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Say whether a thing has its middle in one of some boxes."""
    across = (thing["x0"] + thing["x1"]) / 2
    down = (thing["top"] + thing["bottom"]) / 2
    return any(x0 <= across <= x1 and top <= down <= bottom for x0, top, x1, bottom in boxes)


def place_of(thing: dict[str, Any]) -> tuple[float, float]:
    """Return what a thing is known by on its page: its left and upper edge."""
    return thing["x0"], thing["top"]
