"""Levels: how high the rows of a table are parted that no rules part, or rules across alone.

In: the lines of its body, and the rules across it. Out: the places between the rows: rules, the places above the number
of each, or gaps wider than others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from responsibility.extract.pages.printed import NUMBERED
from responsibility.extract.pages.tables.centred import part_centred
from responsibility.extract.pages.tables.parting import PageLine, Parting
from responsibility.extract.pages.tables.pitched import Rows, group_lines, list_columns, part_pitched, share_rows

Across = Mapping[float, Sequence[tuple[float, float]]]  # from where to where rules go across, by how high they stand
NUMBER = re.compile(r"[0-9]{1,4}[.、]?|[一二三四五六七八九十]{1,3}")
_DEEPEST = 3  # columns among which that of the numbers is
_WRAPPED = 2.2  # of a size, between two lines of a cell at most
_SAME = 0.6  # points within which two gaps are alike


def part_rows(body: Sequence[PageLine], parting: Parting, rules: Across) -> Rows:
    """Return how high the rows are parted: at rules, by their numbers, or by how far lines stand from each other."""
    top, bottom = body[0].top, body[-1].bottom
    ruled = {level: spans for level, spans in rules.items() if top + 1 < level < bottom - 1}
    column = _number_column(body, parting)
    numbers = _find_numbers(body, parting, column)
    if ruled and len(ruled) >= len(numbers) - 1:
        return Rows({level: _uncovered(spans, parting) for level, spans in ruled.items()})
    if numbers:
        levels = _part_numbered(body, parting, numbers, column)
        return _with_categories(body, parting, levels, column)
    pitched = part_pitched(body, parting)
    if pitched is not None:
        return pitched
    whole = all(len({parting.column((part.x0 + part.x1) / 2) for part in line.parts}) > 1 for line in body)
    return Rows(dict.fromkeys(_part_wide(body), frozenset()), unsure=not whole)


def _number_column(body: Sequence[PageLine], parting: Parting) -> int:
    """Return the first column that holds nothing but numbers, beside a merged one of headings; else the first."""
    for column, parts in enumerate(list_columns(body, parting)[:_DEEPEST]):
        if len(parts) > 1 and all(NUMBER.fullmatch(part.text.strip()) for part in parts):
            return column
    return 0


def _with_categories(body: Sequence[PageLine], parting: Parting, levels: Sequence[float], column: int) -> Rows:
    """Return rows with the merged cells left of their numbers, where each stands in the middle of its rows."""
    columns = list_columns(body, parting)
    edges = [body[0].top, *levels, body[-1].bottom]
    inside = [
        [part for lines in columns[column:] for part in lines if high <= (part.top + part.bottom) / 2 < low]
        for high, low in pairwise(edges)
    ]
    spans = [(min(part.top for part in row), max(part.bottom for part in row)) for row in inside if row]
    found: dict[float, frozenset[int]] = dict.fromkeys(levels, frozenset())
    for n in range(column if len(spans) == len(inside) else 0):
        shared = share_rows(group_lines(columns[n], _WRAPPED * body[0].size), spans, body[0].size)
        on = {at for first, last in shared or () for at in range(first, last)}
        found = {level: each | {n} if at in on else each for at, (level, each) in enumerate(found.items())}
    return Rows(found)


def _part_wide(body: Sequence[PageLine]) -> list[float]:
    """Return the gaps that are wider than usual; all where none is."""
    gaps = list(_gaps(body))
    widths = sorted(width for width, _ in gaps)
    usual = widths[len(widths) // 2] if widths else 0.0
    wide = [middle for width, middle in gaps if width > max(1.5 * usual, usual + 2)]
    return wide or [middle for _, middle in gaps]


def _find_numbers(body: Sequence[PageLine], parting: Parting, column: int) -> list[tuple[float, float]]:
    """Return how high the numbers of a column stand."""
    parts = list_columns(body, parting)[column]
    numbered = [part for part in parts if NUMBER.fullmatch(part.text.strip())]
    numbered = numbered or [part for part in parts if NUMBERED.match(part.text)]  # 1.修桥 in the first column
    return sorted((part.top, part.bottom) for part in numbered)


def _uncovered(rule: Sequence[tuple[float, float]], parting: Parting) -> frozenset[int]:
    """Return the columns whose middle a rule leaves out."""
    return frozenset(n for n, middle in enumerate(parting.middles) if not any(x0 <= middle <= x1 for x0, x1 in rule))


def _part_numbered(
    body: Sequence[PageLine], parting: Parting, numbers: Sequence[tuple[float, float]], column: int
) -> list[float]:
    """Return how high rows with numbers are parted. column: that of the numbers."""
    gaps = list(_gaps(body))
    if firsts := _begin_rows(body, parting, column):
        return [(high.bottom + low.top) / 2 for high, low in pairwise(body) if id(low) in firsts]
    if (centred := part_centred(_levels(body, parting, column), numbers)) is not None:
        return centred
    above = numbers[0][0] - body[0].top < body[0].size / 4  # numbers stand beside the first line of their rows
    parted = [_between(gaps, high[1], low[0], above) for high, low in pairwise(numbers)]
    first = _between(gaps, body[0].top, numbers[0][0], True) if not above and _is_cut(body, numbers[0]) else None
    return [each for each in (first, *parted) if each is not None]


def _levels(body: Sequence[PageLine], parting: Parting, first: int) -> list[list[tuple[float, float]]]:
    """Return how high the lines of each column behind the numbers stand."""
    columns: list[dict[float, float]] = [{} for _ in parting.middles]
    for line in body:
        for part in line.parts:
            columns[parting.column((part.x0 + part.x1) / 2)][line.top] = line.bottom
    return [sorted(levels.items()) for levels in columns[first + 1 :]]


def _begin_rows(body: Sequence[PageLine], parting: Parting, first: int) -> set[int]:
    """Return the lines that bear a number if each begins its row, whatever the gaps: none stands in the middle of one.

    Beside a number stand the first words of every cell then, and rows with as many lines above it as below do not fit.
    """
    columns = [{n for part in line.parts if (n := parting.column((part.x0 + part.x1) / 2)) >= first} for line in body]
    own = [[part for part in line.parts if parting.column((part.x0 + part.x1) / 2) == first] for line in body]
    at = [n for n, parts in enumerate(own) if parts and NUMBER.fullmatch(parts[0].text.strip())]
    between = [Counter(chain(*columns[high + 1 : low])) for high, low in pairwise([-1, *at, len(body)])]
    whole = all(columns[n] >= set(after) for n, after in zip(at, between[1:], strict=True))
    uneven = any(_is_uneven([each[column] for each in between]) for column in range(first + 1, len(parting.middles)))
    return {id(body[n]) for n in at} if whole and uneven else set()


def _is_uneven(lines: Sequence[int]) -> bool:
    """Say whether so many lines above, between and below numbers are not as many above each as below it."""
    beside, *more = lines
    for between in more:
        beside = between - beside
        if beside < 0:
            return True
    return beside > 0


def _is_cut(body: Sequence[PageLine], number: tuple[float, float]) -> bool:
    """Say whether words of a row that began on the page before stand above the first number: more than below it."""
    above = sum(line.bottom <= number[0] for line in body)
    below = next((n for n, line in enumerate(body) if line.top >= number[1]), len(body))
    return above > 2 * max(1, below - above)


def _gaps(body: Sequence[PageLine]) -> Iterator[tuple[float, float]]:
    """Yield the gaps between lines over all columns: how high and where."""
    parts = sorted((part for line in body for part in line.parts), key=lambda part: part.top)
    edge = parts[0].bottom
    for part in parts:
        if part.top > edge:
            yield part.top - edge, (part.top + edge) / 2
        edge = max(edge, part.bottom)


def _between(gaps: Sequence[tuple[float, float]], high: float, low: float, above: bool) -> float | None:
    """Return the widest gap between two numbers; of some alike the last where numbers stand above, else the middle."""
    inside = [(width, middle) for width, middle in gaps if high <= middle <= low]
    if not inside:
        return (high + low) / 2
    widest = max(width for width, _ in inside)
    alike = [middle for width, middle in inside if width > widest - _SAME]
    return alike[-1] if above else min(alike, key=lambda middle: abs(middle - (high + low) / 2))
