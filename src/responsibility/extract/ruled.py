"""Ruled: tables in plain text, drawn with tabs or upright strokes, cell by cell.

In: decoded text and the spans of its lines. Out: blocks, one a cell where at least two lines in a row have the same
number of the same sign (序号|任务|责任单位), else one a line. Which columns mean what is for parse to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from responsibility.kinds import BlockKind
from responsibility.model import Block
from responsibility.spans import Locator, Span

_SIGNS = "\t|｜"
_FEWEST = 2  # signs in a line of a table
_UNDERLINE = re.compile(r"[\s|｜:+=—-]+\Z")  # |---|---| below the heads


def split_blocks(text: str, lines: Sequence[tuple[int, Span]]) -> tuple[Block, ...]:
    """Tile the lines (their numbers and spans) into lines and cells; the text stays as it is."""
    blocks: list[Block] = []
    tables = 0
    for (sign, count), group in groupby(lines, key=lambda line: _ruled(line[1].of(text))):
        rows = list(group)
        if count < _FEWEST or len(rows) < 2:
            blocks.extend(Block(span, Locator(line=number)) for number, span in rows)
            continue
        tables += 1
        outer = rows[0][1].of(text).startswith(sign) and sign != "\t"
        for row, (_, span) in enumerate(rows, 1):
            blocks.extend(_cells(text, span, sign, (tables, row, -outer)))
    return tuple(blocks)


def _ruled(line: str) -> tuple[str, int]:
    """Return the sign that parts a line's cells and how often it stands there."""
    sign = next((sign for sign in _SIGNS if sign in line), "")
    return sign, line.count(sign) if sign else 0


def _cells(text: str, line: Span, sign: str, place: tuple[int, int, int]) -> Iterator[Block]:
    """Yield a line's cells. place: table, row, and the number of the column before the first."""
    if _UNDERLINE.match(line.of(text)):
        return
    table, row, before = place
    start = line.start
    for column, cell in enumerate(line.of(text).split(sign), before + 1):
        words = cell.strip()
        if words:
            begin = start + cell.index(words)
            span = Span(begin, begin + len(words))
            yield Block(span, Locator(table=table, row=row, column=max(1, column)), BlockKind.CELL)
        start += len(cell) + 1
