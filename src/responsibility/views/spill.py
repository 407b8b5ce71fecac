"""Spill: a row too tall for Excel's 409 points goes on in rows of its own, with a note; nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from responsibility.language.wording import Wording
from responsibility.views.measure import TALLEST, split_text
from responsibility.views.sheet import Cell, Row


def spill_row(
    cells: Sequence[Cell],
    widths: Mapping[int, float],
    say: Wording,
    *,
    keep: Sequence[int] = (),
    rest: str = "",
    tallest: float = TALLEST,
) -> Iterator[Row]:
    """Give a row, and as many rows after it as its longest words need.

    cells: one a column from the first on. widths: the columns whose words may be long, with their least width.
    keep: columns repeated in every further row. rest: the style of further rows where it is not that of the first.
    tallest: points that a row may have, where its page has less room than Excel's limit.
    """
    long = {
        column: split_text(str(cells[column].value), width, tallest)
        for column, width in widths.items()
        if _text(cells[column])
    }
    parts = {column: pieces for column, pieces in long.items() if len(pieces) > 1}
    if not parts:
        yield _row(cells)
        return
    for number, pieces in enumerate(zip_longest(*parts.values(), fillvalue="")):
        shown = dict(zip(parts, pieces, strict=True))
        marked = {column: _mark(words, number, len(parts[column]), say) for column, words in shown.items()}
        yield _row(
            [_piece(cell, marked.get(column), number, column in keep, rest) for column, cell in enumerate(cells)]
        )


def _text(cell: Cell) -> bool:
    return isinstance(cell.value, str)


def _row(cells: Sequence[Cell]) -> Row:
    return Row(tuple((column, cell) for column, cell in enumerate(cells) if cell != _NOTHING))


_NOTHING = Cell()


def _mark(words: str, number: int, count: int, say: Wording) -> str:
    """Say that a text goes on below or comes from above."""
    before = say("sheet.continued") if number and number < count else ""
    return before + words + (say("sheet.goes-on") if number < count - 1 else "")


def _piece(cell: Cell, words: str | None, number: int, kept: bool, rest: str) -> Cell:
    if number == 0:
        return cell if words is None else replace(cell, value=words)
    style = cell.style if kept or not rest else rest
    if kept:
        return replace(cell, style=style)
    return Cell(words or "", style) if cell != _NOTHING else cell
