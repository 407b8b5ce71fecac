"""Cut: the rows of a table in a plain text, told by what their cells say where their lines do not tell it.

In: lines as words by column, between two headings, and the heads. Out: the rows. Each has one number; between two
numbers the lines are cut where the cells on both sides are whole: names that end as names do, a sentence that ends, one
day; and where they stand best: all cells begin beside their number, or have their middle there. Two cuts about as good
leave no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from responsibility.extract.layer.banded import ENDINGS, GLUED, AlignedHead, Cells, join_cells
from responsibility.language.lexicon import load_lexicon
from responsibility.patterns import late

_MOST_BETWEEN = 14  # lines between two numbers
_ODD, _TORN, _EMPTY = 2.0, 3.0, 6.0  # cost of a piece that is no name, of a cell that begins within words, of none
_OPEN = 1.0  # of a sentence that does not end
_OFF = 0.25  # of a line that a cell stands off its place
_MARGIN = 0.9  # that a second way must cost more
_MOST_ODD = 0.2  # share of the pieces
_INNER = late(r"[、，,；;：:。 ]")
_BRACKET = late(r"[（(][^（()）]{0,30}[）)]")
_LABEL = late(r"(?:牵头|主办|责任|配合|协办|参与)(?:单位|部门)(?=[：:])")
_TAIL = tuple("、，,；;。）)：:")
_ENDED = tuple("。；;！）)”")
_DAYS = late(r"底前|[前底]|全年|长期|持续")
_STUMP = late(r"[局厅]|委员会|管委会|公司|中心|政府(?![办研国信外法督采])")  # what no name begins with

Row = tuple[str, ...]
Place = Callable[[int, int, int], float]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to cut lines into rows: what it costs, and where each row begins."""

    cost: float
    begins: tuple[int, ...]


def cut_rows(lines: Sequence[Cells], heads: Sequence[AlignedHead]) -> list[Row] | None:
    """Return the rows of lines, None where they are not certain."""
    at = [n for n, line in enumerate(lines) if 0 in line]
    numbers = [int(lines[n][0].rstrip(".、")) for n in at]
    near = all(after - before <= _MOST_BETWEEN for before, after in pairwise([-1, *at, len(lines)]))
    if not at or not near or any(after != before + 1 for before, after in pairwise(numbers)):
        return None
    beside = _read_rows(lines, at, heads) if not at[0] and _begin_beside(lines, at) else None
    return beside or _read_rows(lines, _find_begins(_Block(lines, heads, at)), heads)


def _begin_beside(lines: Sequence[Cells], at: Sequence[int]) -> bool:
    """Say whether all cells of each row begin beside its number."""
    return all(line.keys() <= lines[top].keys() for top, end in pairwise([*at, len(lines)]) for line in lines[top:end])


class _Block:
    """Lines, the heads above them, and which lines have a number."""

    def __init__(self, lines: Sequence[Cells], heads: Sequence[AlignedHead], at: Sequence[int]) -> None:
        self.lines = lines
        self.at = at
        self._heads = heads
        self._single = [c for c in range(1, len(heads)) if sum(c in line for line in lines) == len(at)]

    def weigh(self, top: int, end: int, number: int, place: Place) -> float:
        """Return how far the lines from top to end are from being the row of a number.

        place: how far the lines of a cell, the first and the last, stand off a number.
        """
        cost = 0.0
        for column, head in enumerate(self._heads):
            own = [n for n in range(top, end) if column in self.lines[n]]
            cost += _OFF * place(own[0], own[-1], number) if own else 0.0
            cost += _TORN * (column in self._single and len(own) != 1)
            cost += _cost_of(head.kind, join_cells(self.lines[top:end], column)) if column else 0.0
        return cost


def _off_top(first: int, last: int, number: int) -> float:  # noqa: ARG001  # as places are told
    return abs(first - number)


def _off_middle(first: int, last: int, number: int) -> float:
    return abs((first + last) / 2 - number)


def _find_begins(block: _Block) -> tuple[int, ...]:
    """Return where the rows begin if one way is better than all others, nothing otherwise."""
    ways = sorted(
        (way for place in (_off_top, _off_middle) for way in _find_ways(block, place)), key=lambda way: way.cost
    )
    other = next((way for way in ways if way.begins != ways[0].begins), None)
    return ways[0].begins if other is None or other.cost - ways[0].cost >= _MARGIN else ()


def _find_ways(block: _Block, place: Place) -> list[_Way]:
    """Return the two best ways to cut lines into rows."""
    begins: dict[int, list[_Way]] = {0: [_Way(0.0, (0,))]}  # by where the next row begins
    for number, after in pairwise([*block.at, len(block.lines)]):
        reached: dict[int, list[_Way]] = {}
        for end in range(number + 1, after + 1) if after < len(block.lines) else [after]:
            found = [
                _Way(way.cost + cost, (*way.begins, end))
                for top, ways in begins.items()
                for cost in [block.weigh(top, end, number, place)]
                for way in ways
            ]
            reached[end] = sorted(found, key=lambda way: way.cost)[:2]
        begins = reached
    return [_Way(way.cost, way.begins[:-1]) for way in begins[len(block.lines)]]


@lru_cache(maxsize=20_000)
def _cost_of(kind: str, words: str) -> float:
    """Return how far the words of a cell are from being whole."""
    if not words:
        return _EMPTY if kind == "text" else _ODD if kind == "units" else 0.0
    cost = _TORN * words.startswith(_TAIL)
    if kind == "text":
        cost += _OPEN * (not words.endswith(_ENDED))
    elif kind == "units":
        labels = _LABEL.findall(words)
        again = len(labels) - len(set(labels))
        torn = bool(labels) and not words.startswith(labels[0])
        cost += _ODD * sum(map(_is_odd, _pieces(words))) + _TORN * (torn + again)
    elif kind == "due":
        cost += _TORN * max(0, len(_DAYS.findall(words)) - 1)
    return cost


def _pieces(words: str) -> list[str]:
    return [piece for piece in _INNER.split(_BRACKET.sub("", load_lexicon().fold(words))) if piece != "等"]


@lru_cache(maxsize=20_000)
def _is_odd(piece: str) -> bool:
    lexicon = load_lexicon()
    endings = (*lexicon["words.bureaux"], *lexicon["words.strong"], *ENDINGS)
    name = piece.removesuffix("等")
    return len(name) < 2 or not name.endswith(endings) or _is_glued(piece)


def _is_glued(piece: str) -> bool:
    """Say whether a piece is two names with no sign between, or begins with the end of one."""
    return bool(GLUED.search(piece) or _STUMP.match(piece))


def _read_rows(lines: Sequence[Cells], begins: Sequence[int], heads: Sequence[AlignedHead]) -> list[Row] | None:
    """Return the rows that begin so if each has its task and who leads, and almost all names end as names do."""
    rows = [
        tuple(join_cells(lines[top:end], column) for column in range(len(heads)))
        for top, end in pairwise([*begins, len(lines)])
    ]
    kinds = [head.kind for head in heads]
    task = len(kinds) - 1 - kinds[::-1].index("text")  # the last: 项目 before 重点工作 may hold for several rows
    cells = [words for row in rows for kind, words in zip(kinds, row, strict=True) if kind == "units" and words]
    pieces = list(dict.fromkeys(piece for words in cells for piece in _pieces(words)))
    whole = all(row[task] and row[kinds.index("units")] for row in rows) and not any(map(_is_glued, pieces))
    return rows if rows and whole and sum(map(_is_odd, pieces)) <= max(1, _MOST_ODD * len(pieces)) else None
