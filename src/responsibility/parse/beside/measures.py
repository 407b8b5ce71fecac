"""Measures: which numbers of a text count the measures of a problem: 整改措施：1.排查漏点。2.更换管段。责任单位：….

In: a Source and its numbers. Out: the places of those that open no item, since the task is the problem. Measures that
have units of their own each are items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from responsibility.parse.beside.fields import FieldKind, list_labels
from responsibility.parse.clause.mentions import Source
from responsibility.spans import Span

_OPENS_NEXT = (FieldKind.GOAL, FieldKind.MEASURES)  # a label of the next problem, whose number stands before it


class Number(Protocol):
    """A number that may open an item. rank: its style, the outermost lowest; start, end: its own."""

    @property
    def rank(self) -> float: ...  # noqa: D102
    @property
    def ordinal(self) -> int: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102


def find_measures(source: Source, numbers: Sequence[Number]) -> frozenset[int]:
    """Return where the numbers of measures begin. numbers: ascending."""
    if not any(f"{word}:" in source.text for word in source.lexicon["heads.measures"]):
        return frozenset()
    labels = list(list_labels(source, Span(0, len(source.text))))
    found: set[int] = set()
    for place, (start, colon, _, kind) in enumerate(labels):
        if kind is FieldKind.MEASURES:
            following = labels[place + 1 :]
            end, goes_on = (following[0][0], following[0][3] in _OPENS_NEXT) if following else (len(source.text), True)
            found.update(_row(source, numbers, (start, colon, end), goes_on=goes_on))
    return frozenset(found)


def _row(source: Source, numbers: Sequence[Number], at: tuple[int, int, int], *, goes_on: bool) -> Iterator[int]:
    """Yield the numbers of one label's measures. goes_on: the text up to the next label may open the next problem."""
    label, colon, end = at
    above = next((each for each in reversed(numbers) if each.start < label), None)
    behind = [each for each in numbers if each.start > colon]
    first = behind[0] if behind else None
    if first is None or above is None or first.ordinal != 1 or source.text[colon + 1 : first.start].strip():
        return
    last, row = 0, []
    for each in behind:
        is_next = above.rank == first.rank and each.ordinal == above.ordinal + 1
        if each.start >= end:
            if each.rank == first.rank and each.ordinal == last + 1 and not is_next:
                return  # 1.排查漏点（责任单位：市甲局）2.更换管段（责任单位：市乙局）
            break
        if each.rank < first.rank or (each.rank == first.rank and (each.ordinal != last + 1 or (is_next and goes_on))):
            break
        last = each.ordinal if each.rank == first.rank else last
        row.append(each.start)
    yield from row
