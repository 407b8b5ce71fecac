"""Centred: the rows of a table without rules whose cells stand in the middle of their rows, told by their numbers.

In: for each column, how high its lines stand, and the numbers of the rows. Out: how high the rows are parted. As many
lines of every cell stand above its number as below it, whatever the gaps; where one column does not fit, nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Lines = Sequence[tuple[float, float]]  # tops and bottoms, from above to below
_OFF = 0.2  # of a line's height that a number may stand off the middle of its row


def part_centred(columns: Sequence[Lines], numbers: Lines) -> list[float] | None:
    """Return how high the rows are parted, above the first too if a page end cut one there; None if they do not fit."""
    found = [_share(lines, numbers) for lines in columns if lines]
    if not found or any(each is None for each in found):
        return None
    rows: list[list[tuple[float, float]]] = [[], *([number] for number in numbers)]
    for shared in found:
        for row, own in zip(rows, shared or (), strict=True):
            row.extend(own)
    spans = [(min(line[0] for line in row), max(line[1] for line in row)) for row in rows if row]
    fits = all(high[1] < low[0] + _OFF * (low[1] - low[0]) for high, low in pairwise(spans))
    return [(high[1] + low[0]) / 2 for high, low in pairwise(spans)] if fits else None


def _share(lines: Lines, numbers: Lines) -> list[Lines] | None:
    """Share the lines of a column out to its rows, those above the first row first; a page's end may cut the last."""
    shared = [rows for cut in range(len(lines) + 1) if (rows := _share_below(lines, numbers, cut))]
    if not shared:
        return None
    left = [len(lines) - sum(map(len, rows)) for rows in shared]
    over, rows = min(zip(left, shared, strict=True), key=lambda each: (len(each[1][0]) + each[0], each[0]))
    return [*rows[:-1], lines[len(lines) - len(rows[-1]) - over :]]


def _share_below(lines: Lines, numbers: Lines, cut: int) -> list[Lines] | None:
    rows, at = [lines[:cut]], cut
    for number in numbers:
        end = _end_of_row(lines, at, number)
        if end is None:
            return None
        rows.append(lines[at:end])
        at = end
    return rows


def _end_of_row(lines: Lines, at: int, number: tuple[float, float]) -> int | None:
    """Return behind which line the cell ends whose middle is beside a number; at once where it is empty."""
    off = _OFF * (number[1] - number[0])
    if at == len(lines) or sum(lines[at]) / 2 > sum(number) / 2 + off:
        return at
    ends = (end for end in range(at, len(lines)) if abs(lines[at][0] + lines[end][1] - sum(number)) < 2 * off)
    return next((end + 1 for end in ends), None)
