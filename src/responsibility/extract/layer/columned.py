"""Columned: pages of two columns of text in a text layer that kept them side by side, as pdftotext -layout does.

In: a text whose pages end with a form feed. Out: the same with the left column of such a page above the right one. Two
columns are one gap at about the same place of all lines, with numbered paragraphs of full lines on both sides; a table
of a task and its units has none at its right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from responsibility.extract.layer.strayed import PAGE_END
from responsibility.extract.pages.printed import NUMBERED
from responsibility.extract.wrapped import unwrap

_GAP = re.compile(r"  (?<=\S  ) *(?=\S)")
_NEAR = 2  # places to both sides within which the right column begins
_FEWEST = 8  # lines with words in both columns
_OFTEN = 0.5  # least share of them
_FULL = 0.8  # of the longest line of its column
_FULL_OFTEN = 0.3  # least share of such lines


@dataclass(frozen=True, slots=True)
class _Parted:
    """A line's words at the left and at the right of a place, "" for none, and where the right ones begin."""

    left: str
    right: str
    start: int


def part_text_columns(text: str) -> str:
    """Put the columns of each page that has two below each other."""
    if text.count("  ") < _FEWEST:
        return text  # as most are
    return PAGE_END.join(_part_page(page) for page in text.split(PAGE_END))


def _part_page(page: str) -> str:
    lines = page.split("\n")
    starts = [[gap.end() for gap in _GAP.finditer(line)] for line in lines]
    counts = Counter(end for ends in starts for end in ends)
    if not counts:
        return page
    place = max(counts, key=lambda at: (sum(counts[near] for near in range(at - _NEAR, at + _NEAR + 1)), -at))
    both = [at for at, ends in enumerate(starts) if any(abs(end - place) <= _NEAR for end in ends)]
    first, last = both[0], both[-1] + 1
    while last < len(lines) and lines[last][: place - _NEAR].isspace() and lines[last].strip():
        last += 1  # the right column is longer
    parted = [_part_line(line, ends, place) for line, ends in zip(lines[first:last], starts[first:last], strict=True)]
    told = [each for each in parted if each and (each.left or each.right)]
    if None in parted or len(both) < _FEWEST or len(both) < _OFTEN * len(told) or not _are_columns(told):
        return page
    edge = min(each.start for each in told if each.right)
    left = [each.left for each in told if each.left]
    right = [" " * (each.start - edge) + each.right for each in told if each.right]
    text, _ = unwrap("\n".join([*left, *right]))  # a title over both columns is no line of theirs
    return "\n".join([*lines[:first], text, *lines[last:]])


def _part_line(line: str, ends: Sequence[int], place: int) -> _Parted | None:
    """Part a line at a place; None where its words go over it or it has other gaps."""
    words = line.rstrip()
    begins = len(words) - len(words.lstrip())
    if not words or len(words) < place - _NEAR:
        return None if ends else _Parted(words, "", 0)
    if begins >= place - _NEAR:
        return None if ends else _Parted("", words.strip(), begins)
    if len(ends) != 1 or abs(ends[0] - place) > 2 * _NEAR:
        return None
    return _Parted(words[: ends[0]].rstrip(), words[ends[0] :], ends[0])


def _are_columns(lines: Sequence[_Parted]) -> bool:
    """Say whether both sides are text: numbered paragraphs, most lines of which are full."""
    return all(
        _is_text([words for words in side if words])
        for side in ([each.left.strip() for each in lines], [each.right.strip() for each in lines])
    )


def _is_text(lines: Sequence[str]) -> bool:
    longest = max(map(len, lines), default=0)
    full = sum(len(line) >= _FULL * longest for line in lines)
    return full >= _FULL_OFTEN * len(lines) > 0 and any(NUMBERED.match(line) for line in lines)
