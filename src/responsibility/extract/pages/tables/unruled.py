"""Unruled: tables of a page that no rules draw, or rules across alone, told by their line of heads.

In: the lines of a page with their characters, and the rules across it. Out: tables as placed cells, and where their
characters stand. A table begins at a line of heads; its columns are parted where no word of the rows
below stands, its rows at the numbers of the first column, at rules, or at wider gaps. It may go on in the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise, takewhile

from responsibility.extract.draft import Placed
from responsibility.extract.pages.gaps import Char, Chars, seen_end
from responsibility.extract.pages.printed import PrintedLine, TableEnds, is_page_number
from responsibility.extract.pages.tables.headline import Headline, find_headline, opens_table
from responsibility.extract.pages.tables.levels import NUMBER, Across, part_rows
from responsibility.extract.pages.tables.parting import PageLine, Parting, part_columns
from responsibility.extract.pages.tables.pitched import Rows

Join = Callable[[Chars, float], tuple[str, float]]
_SOON = 5  # lines below a heading within which its rows begin
_FAR = 2.6  # characters' sizes between two lines of one table


@dataclass(slots=True)
class Unruled:
    """What was found on a page.

    rules: those across the page; join: the words of a cell that is so wide; taken: where the characters of the
    tables stand; parting: that of a table which may go on in the next page.
    """

    rules: Across
    join: Join
    tables: list[PrintedLine] = field(default_factory=list)
    taken: set[tuple[float, float]] = field(default_factory=set)
    parting: Parting | None = None

    def rest(self, chars: Chars) -> Chars:
        """Return the characters that stand in none of the tables."""
        return [char for char in chars if (char["x0"], char["top"]) not in self.taken] if self.taken else chars


def find_unruled(
    lines: Sequence[tuple[list[PrintedLine], Chars]], rules: Across, before: Parting | None, join: Join
) -> Unruled:
    """Find the tables of a page by its lines, each with its parts between wide gaps and its characters.

    rules: those across the page. before: the table that the page before ended with. join: the words of a cell.
    """
    found = Unruled(rules, join)
    page = [PageLine(list(parts), chars) for parts, chars in lines]
    at = 0
    if before and (first := _first_row(page, before)) is not None:
        at = _take(found, page, Headline(first, first, ()), before)
    while at < len(page):
        heads = find_headline(page, at)
        parting = _part_columns(page, heads, rules) if heads else None
        at = _take(found, page, heads, parting) if heads and parting else at + 1
    return found


def _part_columns(page: Sequence[PageLine], heads: Headline, rules: Across) -> Parting | None:
    """Part the columns below heads by their lines too, but those of heads over several."""
    lines = page[heads.top :]
    if heads.over:
        chars = [char for line in page[heads.top : heads.start] for char in line.chars]
        own = [[char for char in chars if _is_of(char, part)] for part in heads.parts]
        lines = [
            *(PageLine([part], inside) for part, inside in zip(heads.parts, own, strict=True)),
            *page[heads.start :],
        ]
    return part_columns(lines, heads.parts, _find_ends(page[heads.start - 1], rules))


def _is_of(char: Char, part: PrintedLine) -> bool:
    """Say whether a character is one of a part of a line."""
    return part.x0 <= _middle(char) <= part.x1 and part.top <= _level(char) <= part.bottom


def _find_ends(head: PageLine, rules: Across) -> list[float]:
    """Return where the rules that stand right below a line of heads begin and end."""
    below = (level for level in sorted(rules) if head.bottom - 1 < level < head.bottom + _FAR * head.size)
    return next(([end for span in rules[level] for end in span] for level in below), [])


def _first_row(page: Sequence[PageLine], parting: Parting) -> int | None:
    """Return where a table goes on that the page before began: its first line of several columns, before any heads."""
    for at, line in enumerate(map(parting.divide, page)):
        columns = {parting.column((part.x0 + part.x1) / 2) for part in line.parts}
        fits = not any(parting.straddles(part) for part in line.parts)
        if opens_table(line.parts):
            return None
        if fits and len(columns) > 1 and len(columns) == len(line.parts):
            return _first_line(page, at, parting)
    return None


def _first_line(page: Sequence[PageLine], at: int, parting: Parting) -> int:
    """Return where the lines right above a row begin that are a part of it: its taller cells."""
    while at and page[at].top - page[at - 1].bottom < page[at].size:
        if any(map(parting.straddles, parting.divide(page[at - 1]).parts)):
            break
        at -= 1
    return at


def _take(found: Unruled, page: Sequence[PageLine], heads: Headline, parting: Parting) -> int:
    """Read one table, its rows below its heads; return where it ends."""
    at, start = heads.top, heads.start
    page = [*page[:start], *map(parting.divide, page[start:])]
    stop = _end(page, start, parting)
    if stop <= start or _goes_on_glued(page[stop : stop + _SOON], parting):
        return start
    body = _part_body(page[start:stop], parting, found.rules)
    chars = [char for line in page[at:stop] for char in line.chars if char["text"].strip()]
    own = [char for char in chars if not any(_is_of(char, part) for part, *_ in heads.over)]
    bounds = [page[at].top - 1, *([(page[start - 1].bottom + page[start].top) / 2] if start > at else [])]
    bounds += [*sorted(body.parted), page[stop - 1].bottom + 1]
    headings = {id(char) for line in page[start:stop] if parting.heads_rows(line) for char in line.chars}
    rows = [[char for char in own if high <= _level(char) < low] for high, low in pairwise(bounds)]
    grid = _Grid([each for each in rows if each], parting, headings)
    goes_on = [body.parted.get(high, frozenset()) for high, row in zip(bounds, rows, strict=False) if row]
    cells, rooms = grid.place(goes_on, found.join)
    cells = _with_heads(cells, heads)
    edges = [part for line in page[at:stop] for part in line.parts]
    x0, x1 = min(part.x0 for part in edges), max(part.x1 for part in edges)
    words = "".join(cell.text for cell in cells)
    ends = _tell_ends(cells, body, rooms, (start > at, bool(heads.over)))
    found.tables.append(PrintedLine(words, x0, x1, page[at].top, page[stop - 1].bottom, tuple(cells), ends=ends))
    found.taken.update((char["x0"], char["top"]) for line in page[at:stop] for char in line.chars)
    found.parting = parting if stop == len(page) or all(_is_number_of_page(line) for line in page[stop:]) else None
    return stop


def _tell_ends(
    cells: Sequence[Placed], body: Rows, rooms: Mapping[tuple[int, int], float], heads: tuple[bool, bool]
) -> TableEnds:
    """Return what tells how a table goes on, and what of it is guessed. heads: whether it has any, and in two rows."""
    below = {(row + heads[1], column): room for (row, column), room in rooms.items()}
    rows = [cell for cell in cells if cell.row > sum(heads) and cell.text]
    guessed = frozenset((cell.row, cell.column) for cell in rows if cell.rows > 1 and cell.column - 1 in body.guessed)
    firsts = {cell.row: (cell.row, cell.column) for cell in reversed(rows)} if body.unsure else {}
    return TableEnds(below, guessed=guessed, unsure=frozenset(firsts.values()))


def _goes_on_glued(below: Sequence[PageLine], parting: Parting) -> bool:
    """Say whether rows go on below the last that could be read, their words over the places that part the columns."""
    below = [*takewhile(lambda line: not opens_table(line.parts), below)]  # another table has rows of its own
    numbered = [line for line in below if NUMBER.fullmatch(line.parts[0].text.strip())]
    return (
        bool(numbered) and any(map(parting.straddles, below[0].parts)) and parting.column(numbered[0].parts[0].x1) == 0
    )


def _level(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _is_number_of_page(line: PageLine) -> bool:
    return is_page_number("".join(part.text for part in line.parts))


def _end(page: Sequence[PageLine], start: int, parting: Parting) -> int:
    """Return behind which line the rows end: at words across columns that no row follows, or far below the last."""
    stop = start
    for at in range(start, len(page)):
        line = page[at]
        alone = len(line.parts) == 1 and at + 1 == len(page)
        if alone and _is_number_of_page(line) and parting.column(line.parts[0].x0) > 0:
            break
        if parting.heads_rows(line):
            if not any(len(each.parts) > 1 for each in page[at + 1 : at + _SOON]):
                break
        elif any(parting.crosses(part) or parting.straddles(part) for part in line.parts):
            break
        if at > start and line.top - page[at - 1].bottom > _FAR * line.size:
            break
        stop = at + 1
    return stop


def _part_body(body: Sequence[PageLine], parting: Parting, rules: Across) -> Rows:
    """Return how high the rows are parted, those between two headings by themselves, and which cells go on there."""
    at = [n for n, line in enumerate(body) if parting.heads_rows(line)]
    parted: dict[float, frozenset[int]] = {}
    guessed: frozenset[int] = frozenset()
    unsure = False
    for left, right in pairwise([-1, *at, len(body)]):
        if inside := body[left + 1 : right]:
            rows = part_rows(inside, parting, rules)
            parted |= rows.parted
            guessed |= rows.guessed
            unsure |= rows.unsure
        parted |= {body[left].bottom + 0.1: frozenset()} if left >= 0 else {}
        parted |= {body[right].top - 0.1: frozenset()} if 0 < right < len(body) else {}
    return Rows(parted, guessed, unsure)


def _middle(char: Char) -> float:
    return float(char["x0"] + seen_end(char)) / 2


@dataclass(frozen=True, slots=True)
class _Grid:
    """The characters of a table by rows, and the columns they are parted in. headings: those of rows of one cell."""

    rows: Sequence[Chars]
    parting: Parting
    headings: Container[int]

    def place(self, goes_on: Sequence[frozenset[int]], join: Join) -> tuple[list[Placed], dict[tuple[int, int], float]]:
        """Return the cells, empty ones too, for a page end may have cut them, and the room in the last line of each.

        goes_on: for each row the columns, from 0, whose cell goes on in it from the one above.
        """
        cells: list[Placed] = []
        rooms: dict[tuple[int, int], float] = {}
        headed = [all(id(char) in self.headings for char in row) for row in self.rows]
        for at, row in enumerate(self.rows):
            if headed[at]:
                words, _ = join(row, row[-1]["x1"] - row[0]["x0"])
                cells.append(Placed(at + 1, 1, words, columns=len(self.parting.middles)))
        for column in range(len(self.parting.middles)):
            own = [self._of(column, row) for row in self.rows]
            flat = list(chain(*own))
            width = max((char["x1"] for char in flat), default=0.0) - min((char["x0"] for char in flat), default=0.0)
            closed = [column not in each or headed[at] for at, each in enumerate(goes_on)]
            firsts = [at for at in range(len(own)) if not headed[at] and (closed[at] or at == 0 or headed[at - 1])]
            for first in firsts:
                ends = (n for n in range(first + 1, len(own)) if closed[n] or headed[n])
                count = next(ends, len(own)) - first
                inside = list(chain(*own[first : first + count]))
                words, rooms[first + 1, column + 1] = join(inside, width) if inside else ("", 0.0)
                cells.append(Placed(first + 1, column + 1, words, count))
        return cells, rooms

    def _of(self, column: int, row: Chars) -> Chars:
        return [char for char in row if self.parting.column(_middle(char)) == column]


def _with_heads(cells: Sequence[Placed], heads: Headline) -> list[Placed]:
    """Return cells with those heads above them that stand over several."""
    if not heads.over:
        return list(cells)
    below = {column + 1 for _, first, last in heads.over for column in range(first, last + 1)}
    placed = [Placed(1, first + 1, part.text, columns=last - first + 1) for part, first, last in heads.over]
    for cell in cells:
        is_whole = cell.row == 1 and cell.column not in below
        placed.append(replace(cell, rows=2) if is_whole else replace(cell, row=cell.row + 1))
    return placed
