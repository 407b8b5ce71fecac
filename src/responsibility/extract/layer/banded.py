"""Banded: the rows of a table in a plain text, told by the lines that its cells take in every column.

In: lines as words by column, and the heads. Out: the rows, where they part in one way only: each is told by its
number, or by a column with one line a row, and its cells begin beside that, or have their middle there. One that
stands for several rows has its middle in the midst of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from responsibility.extract.pages.printed import join_line_words
from responsibility.extract.pages.tables.centred import part_centred
from responsibility.language.lexicon import load_lexicon
from responsibility.patterns import late

ABOVE = "^^"  # a cell whose words stand in the row above, as MultiMarkdown writes it
_NUMBER = late(r"[0-9]{1,4}[.、]?|[一二三四五六七八九十]{1,3}")
_MOST_SPANNED = 80  # rows among which the cells of several rows are sought
_MOST_PARTS = 6  # lines of a cell that reaches over several rows
_NEAR = 2  # lines of it, one after the other, are apart
_FAR = 10**6
_LIST = late(r"[、，,；;]")
_BRACKET = late(r"[（(][^（）()]{0,20}[）)]")
_DAY = re.compile(r"[\d年月日底前末季]|全年|长期|持续|常年|年内|每")
# Two names with no sign between: 市财政局市水利局, but not 市委市政府督查室.
GLUED = late(r"(?:[局厅]|委(?![省市县区]政府)|政府|管委会|公司|集团)(?=[市县省州]|区(?![域划]))")
ENDINGS = ("区", "县", "市", "镇", "乡", "街道", "部门", "单位", "海关", "行", "公司", "平台", "镇街", "科技城")

Cells = dict[int, str]  # by column


@dataclass(frozen=True, slots=True)
class AlignedHead:
    """A head: its words, where it stands, and what stands below: number, text, units, due, or anything else."""

    text: str
    start: int
    end: int
    kind: str


Banding = Callable[[Sequence[Cells], Sequence[AlignedHead]], list[tuple[str, ...]] | None]


def band_rows(
    grid: Sequence[Cells | str], heads: Sequence[AlignedHead], find_rows: Banding
) -> list[tuple[str, ...]] | None:
    """Return the rows, those between two headings by themselves."""
    rows: list[tuple[str, ...]] = []
    block: list[Cells] = []
    for line in (*grid, ""):
        if not isinstance(line, str):
            block.append(line)
            continue
        if block:
            found = find_rows(block, heads)
            if found is None:
                return None
            rows += found
        block = []
        if line:
            rows.append((line, *[""] * (len(heads) - 1)))
    return rows


def find_rows(lines: Sequence[Cells], heads: Sequence[AlignedHead]) -> list[tuple[str, ...]] | None:
    """Return the rows of lines if they part in one way."""
    numbered = heads[0].kind == "number"
    keys = [0] if numbered else _must_fit(heads)
    found: list[list[tuple[str, ...]]] = []
    for column in keys:
        at = [n for n, line in enumerate(lines) if column in line]
        if numbered and not all(_NUMBER.fullmatch(lines[n][0].replace(" ", "")) for n in at):
            return None
        for bounds in (_begin_at(lines, at, heads), _centre_at(lines, at, heads)):
            rows = _fill(lines, bounds, heads) if bounds else None
            if rows and rows not in found and (numbered or _are_whole(rows, heads)):
                found.append(rows)
    if len(found) > 1:
        found = [rows for rows in found if _are_whole(rows, heads)]
    return found[0] if len(found) == 1 else None


def _must_fit(heads: Sequence[AlignedHead]) -> list[int]:
    """Return the columns whose cells belong to one row each; one of a field or a person may stand for several."""
    return [n for n, head in enumerate(heads) if head.kind in ("number", "text", "units", "due")]


def _begin_at(lines: Sequence[Cells], at: Sequence[int], heads: Sequence[AlignedHead]) -> list[int] | None:
    """Return where rows begin, their end last, if all cells of each begin in the same line as its key."""
    if not at or at[0] != 0:
        return None
    bounds = [*at, len(lines)]
    for top, bottom in pairwise(bounds):
        if any(
            column in line and column not in lines[top] for line in lines[top:bottom] for column in _must_fit(heads)
        ):
            return None
    return bounds


def _centre_at(lines: Sequence[Cells], at: Sequence[int], heads: Sequence[AlignedHead]) -> list[int] | None:
    """Return where rows begin, their end last, if all cells of each have their middle at its key."""
    columns = [[(float(n), n + 1.0) for n, line in enumerate(lines) if c in line] for c in _must_fit(heads)]
    numbers = [(float(n), n + 1.0) for n in at]
    parted = part_centred([each for each in columns if each], numbers) if at else None
    if parted is None or len(parted) != len(at) - 1:
        return None
    return [0, *(int(level + 0.5) for level in parted), len(lines)]


def _fill(lines: Sequence[Cells], bounds: Sequence[int], heads: Sequence[AlignedHead]) -> list[tuple[str, ...]] | None:
    """Return the cells of the rows; those of a column that may reach over rows where their middles are."""
    whole = _must_fit(heads)
    columns: list[list[str]] = []
    for column in range(len(heads)):
        if column in whole or all(
            not any(column in line for line in lines[top:bottom]) or column in lines[top]
            for top, bottom in pairwise(bounds)
        ):
            columns.append([join_cells(lines[top:bottom], column) for top, bottom in pairwise(bounds)])
            continue
        spanned = _span(lines, column, bounds, whole)
        if spanned is None:
            return None
        columns.append(spanned)
    return list(zip(*columns, strict=True))


def _span(lines: Sequence[Cells], column: int, bounds: Sequence[int], whole: Sequence[int]) -> list[str] | None:
    """Return the cells of a column in which one may stand for several rows: in the middle of them all."""
    at = [n for n, line in enumerate(lines) if column in line]
    rows = []
    for top, bottom in pairwise(bounds):
        own = [n for n in range(top, bottom) if any(each in lines[n] for each in whole)]
        rows.append((own[0], own[-1]))
    if len(rows) > _MOST_SPANNED:
        return None
    if len(at) == len(rows) and all(2 * n == sum(row) for n, row in zip(at, rows, strict=True)):
        return [lines[n][column] for n in at]

    @cache
    def best(line: int, row: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """Return how far off the middles are, in how many ways, and for each cell its last line and row."""
        if row == len(rows):
            return (0, 1, ()) if line == len(at) else (_FAR, 0, ())
        found: tuple[int, int, tuple[tuple[int, int], ...]] = (_FAR, 0, ())
        for end in range(line + 1, min(len(at), line + _MOST_PARTS) + 1):
            if end > line + 1 and at[end - 1] - at[end - 2] > _NEAR:
                break
            for last in range(row, len(rows)):
                off = abs(at[line] + at[end - 1] - rows[row][0] - rows[last][1])
                if off > 1:
                    continue
                cost, ways, cells = best(end, last + 1)
                if off + cost < found[0]:
                    found = off + cost, ways, ((end, last + 1), *cells)
                elif off + cost == found[0] < _FAR:
                    found = found[0], found[1] + ways, found[2]
        return found

    cost, ways, cells = best(0, 0)
    if cost >= _FAR or ways != 1:
        return None
    words: list[str] = []
    line = row = 0
    for end, last in cells:
        words += [join_cells([lines[n] for n in at[line:end]], column), *[ABOVE] * (last - row - 1)]
        line, row = end, last
    return words


def join_cells(lines: Sequence[Cells], column: int) -> str:
    """Return the words of a column in lines, put together as one cell."""
    joined = ""
    for line in lines:
        joined = join_line_words(joined, line[column]) if column in line else joined
    return joined.replace("|", "｜")


def _are_whole(rows: Sequence[Sequence[str]], heads: Sequence[AlignedHead]) -> bool:
    """Say whether each row tells who does what, its units being whole lists of names."""
    return all(_is_whole([(head.kind, words) for head, words in zip(heads, row, strict=True) if words]) for row in rows)


def _is_whole(cells: Sequence[tuple[str, str]]) -> bool:
    is_due = all(_DAY.search(words) for kind, words in cells if kind == "due")
    return (
        is_due and {"text", "units"} <= dict(cells).keys() and all(_is_list(w) for kind, w in cells if kind == "units")
    )


def _is_list(words: str) -> bool:
    lexicon = load_lexicon()
    pieces = _LIST.split(_BRACKET.sub("", lexicon.fold(words)).replace(" ", ""))
    endings = (*lexicon["words.bureaux"], *lexicon["words.strong"], *ENDINGS)
    return all(len(piece) > 1 and piece.endswith(endings) and not GLUED.search(piece) for piece in pieces)
