"""Margin: the numbers of lines that a printer puts left of the text, which are none of its words.

In: a page of pdfplumber, and the margin of the page before. Out: the page without them. They rise by one step from line
to line, end at one place, and nothing else stands so far left; a table's numbers stand below their head, or leave lines
of a cell without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from responsibility.extract.pages.aside import Note
from responsibility.kinds import Severity

Char = dict[str, Any]
_FEWEST = 5  # numbers that tell a margin on a page by themselves
_AWAY = 0.5  # of a figure's size, between a number and the text
_FLUSH = 1.0  # points within which numbers end at one place
_EVEN = 1.6  # times the usual pitch from number to number, within which no line stands between two
_LEVEL = 0.4  # of a figure's size, within which a line stands beside its number


@dataclass(frozen=True, slots=True)
class Margin:
    """Where the numbers of a page's lines end, the last of them, and their step."""

    edge: float
    last: int
    step: int


def without_margin(page: Any, before: Margin | None, notes: list[Note]) -> tuple[Any, Margin | None]:
    """Leave out the numbers of lines and note them; also return what tells those of the next page."""
    chars = [char for char in page.chars if char["text"].strip()]
    text = min((char["x0"] for char in chars if not _is_figure(char)), default=0.0)
    figures = [char for char in chars if _is_figure(char) and char["x1"] < text - _AWAY * char["size"]]
    if len(figures) < (1 if before else _FEWEST):
        return page, before
    figures.sort(key=lambda char: (round(char["bottom"]), char["x0"]))
    numbers = [list(group) for _, group in groupby(figures, key=lambda char: round(char["bottom"]))]
    margin = _tell_margin(numbers, before)
    taken = {(char["x0"], char["top"]) for char in figures}
    others = [char for char in chars if (char["x0"], char["top"]) not in taken]
    if margin is None or (margin.step == 1 and not _is_beside_each_line(numbers, others)):
        return page, before
    words = ["".join(char["text"] for char in number) for number in numbers]
    notes.append(("SOURCE_PAGE_HEAD", Severity.NOTE, _quote(words)))
    return page.filter(lambda thing: "text" not in thing or (thing["x0"], thing["top"]) not in taken), margin


def _quote(numbers: Sequence[str]) -> str:
    return "、".join(numbers) if len(numbers) < _FEWEST else f"{'、'.join(numbers[:2])}…{numbers[-1]}"


def _is_figure(char: Char) -> bool:
    return bool(char["text"].isascii() and char["text"].isdigit())


def _tell_margin(numbers: Sequence[Sequence[Char]], before: Margin | None) -> Margin | None:
    """Return the margin that numbers make which rise by one step, from the first or from those of the page before."""
    values = [int("".join(char["text"] for char in number)) for number in numbers]
    edges = [number[-1]["x1"] for number in numbers] + ([before.edge] if before else [])
    steps = {low - high for high, low in pairwise(values)} | ({before.step} if before else set())
    if len(steps) != 1 or max(edges) - min(edges) > _FLUSH:
        return None
    step = steps.pop()
    opens = values[0] in (1, step) or (before is not None and values[0] == before.last + step)
    enough = before is not None or len(values) >= _FEWEST
    return Margin(edges[0], values[-1], step) if step > 0 and opens and enough else None


def _is_beside_each_line(numbers: Sequence[Sequence[Char]], others: Sequence[Char]) -> bool:
    """Say whether no line stands between two numbers that are as far apart as most."""
    levels = [number[0]["bottom"] for number in numbers]
    room = _LEVEL * numbers[0][0]["size"]
    pitches = sorted(low - high for high, low in pairwise(levels))
    usual = pitches[len(pitches) // 2] if pitches else 0.0
    near = [(high + room, low - room) for high, low in pairwise(levels) if low - high < _EVEN * usual]
    ends = sorted({char["bottom"] for char in others})
    return all(end <= high or low <= end for high, low in near for end in ends)
