"""Figures: a table that gives each unit its own figure, indicators down and units across, or the other way.

In: a Grid and its columns. Out: a Matrix whose units stand over figures, the grid turned where units stand down, and
the Target that a cell promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from responsibility.model import Block, Target
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.table.drawn import Matrix, are_signs, tell_marks, unit_name
from responsibility.parse.table.heads import TEXTS, Grid, Head
from responsibility.patterns import late

_FIGURE = late(r"(?P<bound>[≥≤><]|不低于|不少于|不超过)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d\s]{0,4})")
_MEASURE = re.compile(r"[(（](?P<unit>[^()（）]{1,8})[)）]\s*\Z")
_CAPTION = re.compile(r"(?<![^\s|(])(?P<head>[^\W\d_]{2,4}):[ ]?(?P<unit>[^\s|():]{1,6})(?![^\s|)])")
_ABOVE = 60  # characters around the beginning of a table in which its caption stands
_BOUNDS = {"≥": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "不超过": "<=", ">": ">", "<": "<"}
_LEAST = 2  # units
_RANKS = frozenset("123")  # figures that may stand for roles: 1 for who leads


def find_figures(grid: Grid, columns: Mapping[int, Head], first: int, source: Source) -> Matrix | None:
    """Return the unit columns below whose heads stand nothing but figures, or None; 1 and 2 may be marks."""
    units: dict[int, str] = {}
    figures: set[str] = set()
    for column, head in columns.items():
        words = list(_words(source, (grid.cells.get((row, column)) for row in grid.rows if row >= first)))
        total = head.label in source.lexicon["heads.total"]  # 全市 is the sum of those beside it, and nobody
        name = unit_name(head.head, source) if head.kind in ("", "shared") and not total else ""
        if name and any(words) and all(_is_figure(word, source) for word in words):
            units[column] = name
            figures.update(word for word in words if word and word not in source.lexicon["words.none"])
    if len(units) < _LEAST or are_signs(source, figures):
        return None
    doubtful = len(figures) > 1 and figures <= _RANKS and not _is_measured(grid, source)
    return Matrix(units, {}, tuple(sorted(figures)) if doubtful else (), figures=True)


def _is_measured(grid: Grid, source: Source) -> bool:
    """Say whether a table tells what it counts, in its caption or behind an indicator."""
    words = _words(source, iter({*grid.cells.values()}))
    return bool(find_caption(grid, source)) or any(map(tell_measure, words))


def settle_figures(grid: Grid, columns: Mapping[int, Head], first: int, source: Source) -> dict[int, Head]:
    """Return the columns, those that hold bare figures alone as none of tasks: 新开工项目（个） counts them."""
    rows = [row for row in grid.rows if row >= first]
    return {
        number: replace(head, kind="")
        if head.kind in TEXTS and _holds_figures(grid, number, rows, source, replace(head, kind=""))
        else head
        for number, head in columns.items()
    }


def turn_table(
    grid: Grid, columns: Mapping[int, Head], first: int, source: Source
) -> tuple[Grid, dict[int, Head], int] | None:
    """Turn a table with units down and indicators, or tasks over marks, across; None where it is not one."""
    rows = [row for row in grid.rows if row >= first and not _is_note(grid.own(row), source)]
    down = next((n for n, each in columns.items() if _names_units(grid, n, rows, source)), None)
    if down is None:
        return None
    across = [n for n, each in columns.items() if n != down and _holds_figures(grid, n, rows, source, each)]
    across = across or _find_marked(grid, {n: each for n, each in columns.items() if n != down}, rows, source)
    others = [n for n, each in columns.items() if n not in (down, *across) and each.kind not in ("number", "")]
    told = source.lexicon.fold(columns[down].label) in source.lexicon["heads.unit"]  # 创建文明城市 ends as a city does
    if not across or others or not (told or not all(unit_name(columns[n].head, source) for n in across)):
        return None  # 任务 | 县甲局 | 县乙局: it stands as it is read, whatever its tasks end with
    kept = [down, *across]
    cells = {
        (place, at): _turned(block, place, at)
        for place, column in enumerate(kept, 1)
        for at, row in enumerate([0, *rows], 1)
        if (block := columns[column].head if row == 0 else grid.cells.get((row, column))) is not None
    }
    turned = Grid(grid.table, cells, tuple(range(1, len(kept) + 1)), len(rows) + 1)
    heads = {at: Head("", _label(block, source), block) for (place, at), block in cells.items() if place == 1}
    heads[1] = replace(heads[1], kind="task")
    return turned, heads, 2


def _find_marked(grid: Grid, columns: Mapping[int, Head], rows: Sequence[int], source: Source) -> list[int]:
    """Return the columns of nothing but marks, one of which says who leads: 单位 | 建水厂 over ● and ○."""
    cells = {
        number: [word for word in _words(source, (grid.cells.get((row, number)) for row in rows)) if word]
        for number, head in columns.items()
        if head.kind != "number"
    }
    kinds = tell_marks(source, {word for words in cells.values() for word in words})
    marked = [number for number, words in cells.items() if words and kinds.keys() >= {*words}]
    return marked if "lead" in kinds.values() else []


def gives_figures(grid: Grid, columns: Mapping[int, Head], first: int, source: Source) -> bool:
    """Say whether a table gives units down figures of their own, whatever else its columns hold: 包联领导."""
    rows = [row for row in grid.rows if row >= first]
    named = any(_names_units(grid, number, rows, source) for number in columns)
    return named and any(_holds_figures(grid, number, rows, source, head) for number, head in columns.items())


def _is_note(cells: Sequence[Block], source: Source) -> bool:
    """Say whether a row is a remark below the table, as the legend of its marks is."""
    return len(cells) == 1 and cells[0].span.of(source.text).partition(":")[0].strip() in source.lexicon["heads.note"]


def _turned(block: Block, row: int, column: int) -> Block:
    return block._replace(locator=block.locator._replace(row=row, column=column), rows=1, columns=1)


def _label(block: Block, source: Source) -> str:
    return re.sub(r"\s", "", block.span.of(source.text))


def _names_units(grid: Grid, column: int, rows: Sequence[int], source: Source) -> bool:
    words = list(_words(source, (grid.cells.get((row, column)) for row in rows)))
    likely = sum(is_unit_like(word, source.lexicon) for word in words)
    return likely >= _LEAST and all(
        is_unit_like(word, source.lexicon) or word in source.lexicon["heads.total"] for word in words
    )


def _holds_figures(grid: Grid, column: int, rows: Sequence[int], source: Source, head: Head) -> bool:
    words = list(_words(source, (grid.cells.get((row, column)) for row in rows)))
    told = head.kind in ("", "target") and any(words)
    return told and all(_is_figure(word, source) for word in words)


def _words(source: Source, blocks: Iterator[Block | None]) -> Iterator[str]:
    return (block.span.of(source.text).strip() for block in blocks if block is not None)


def _is_figure(words: str, source: Source) -> bool:
    return not words or words in source.lexicon["words.none"] or _FIGURE.fullmatch(words) is not None


def is_bare(source: Source, block: Block) -> bool:
    """Say whether a cell is a number without a unit of measure, which no reader of prose takes for a promise."""
    match = _FIGURE.fullmatch(block.span.of(source.text).strip())
    return match is not None and not match["unit"]


def tell_measure(head: str) -> str:
    """Return the unit of measure in the brackets at the end of a head or an indicator, or ""."""
    match = _MEASURE.search(head)
    return match["unit"] if match else ""


def find_caption(grid: Grid, source: Source) -> str:
    """Return the unit of measure that a line or cell above the heads tells for the whole table (单位:公顷), or ""."""
    start = min(block.span.start for block in grid.cells.values())
    words = source.text[max(0, start - _ABOVE) : start + _ABOVE]
    found = (match["unit"] for match in _CAPTION.finditer(words) if match["head"] in source.lexicon["heads.measure"])
    return next((unit for unit in found if not is_unit_like(unit, source.lexicon)), "")


def read_figure(source: Source, block: Block, name: str, indicator: str, measures: tuple[str, str]) -> Target | None:
    """Return what a cell promises. measures: what the column, and what the line above the table tells it counts.

    What stands behind the figure itself or in the indicator's brackets comes before the line.
    """
    match = _FIGURE.fullmatch(block.span.of(source.text).strip())
    if match is None:
        return None
    unit = match["unit"] or measures[0] or tell_measure(indicator) or measures[1]
    value = float(match["value"].replace(",", ""))
    text = block.span.of(source.original).strip()
    quantity = _MEASURE.sub("", indicator)
    return Target(text, quantity, value, unit, _BOUNDS.get(match["bound"] or "", "="), block.span, name)
