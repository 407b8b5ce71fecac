"""Unruled: tables of a page that no rules draw, or rules across alone, told by their line of heads.

In: the lines of a page with their characters, and the rules across it. Out: tables as placed cells, and where their
characters stand. A table begins at a line of heads; its columns are parted where no word of the rows
below stands, its rows at the numbers of the first column, at rules, or at wider gaps. It may go on in the next page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from responsibility.extract.draft import Placed
from responsibility.extract.pages.centred import part_centred
from responsibility.extract.pages.gaps import Char, Chars, find_slit_parts, seen_end
from responsibility.extract.pages.parting import PageLine, Parting, part_columns
from responsibility.extract.pages.printed import NUMBERED, PrintedLine, is_page_number
from responsibility.language.lexicon import load_lexicon

Join = Callable[[Chars, float], str]
_FEWEST_HEADS = 3  # unless the lexicon holds all of them
_FEWEST_TOLD = 2  # heads that the lexicon holds
_LONGEST_HEAD = 12
_LONGEST_LINE = 60  # characters, of heads
_SOON = 5  # lines below a heading within which its rows begin
_SHORT = 3  # of a part of a head on a line of its own
_CLOSE = 0.8  # of a head's size, between its lines
_FAR = 2.6  # characters' sizes between two lines of one table
_NUMBER = re.compile(r"[0-9]{1,4}[.、]?|[一二三四五六七八九十]{1,3}")
_SAME = 0.6  # points within which two gaps are alike


@dataclass(slots=True)
class Unruled:
    """What was found on a page.

    rules: how high rules across stand; join: the words of a cell that is so wide; taken: where the characters of the
    tables stand; parting: that of a table which may go on in the next page.
    """

    rules: Sequence[float]
    join: Join
    tables: list[PrintedLine] = field(default_factory=list)
    taken: set[tuple[float, float]] = field(default_factory=set)
    parting: Parting | None = None

    def rest(self, chars: Chars) -> Chars:
        """Return the characters that stand in none of the tables."""
        return [char for char in chars if (char["x0"], char["top"]) not in self.taken] if self.taken else chars


def find_unruled(
    lines: Sequence[tuple[list[PrintedLine], Chars]], rules: Sequence[float], before: Parting | None, join: Join
) -> Unruled:
    """Find the tables of a page by its lines, each with its parts between wide gaps and its characters.

    rules: how high rules across stand. before: the table that the page before ended with. join: the words of a cell.
    """
    found = Unruled(rules, join)
    page = [PageLine(list(parts), chars) for parts, chars in lines]
    at = 0
    if before and (first := _first_row(page, before)) is not None:
        at = _take(found, page, first, first, before)
    while at < len(page):
        top, start, heads = _find_heads(page, at)
        parting = part_columns(page[top:], heads) if heads else None
        at = _take(found, page, top, start, parting) if parting else at + 1
    return found


def _find_heads(page: Sequence[PageLine], at: int) -> tuple[int, int, list[PrintedLine]]:
    """Return where heads begin and end that have their middle at a line, and their parts; none if no heads stand there.

    A narrow head goes on in the lines around: 序 over 号.
    """
    page[at].parts[:] = _part_heads(page[at])
    if not opens_table(page[at].parts):
        return at, at + 1, []
    above = page[at - 1].parts if at and _is_beside(page[at - 1], page[at]) else []
    below = page[at + 1].parts if at + 1 < len(page) and _is_beside(page[at + 1], page[at]) else []
    if len(_merge([*above, *page[at].parts], below)) > len(above) + len(page[at].parts):
        below = []  # what stands under no head is the end of a row that the page before began
    heads = _merge(page[at].parts, below)
    whole = [part for part in page[at].parts if _are_heads([part])[0]]
    goes_on = len(_merge(above, heads)) == len(heads) and len(_merge(above, whole)) == len(above) + len(whole)
    above = above if goes_on else []  # 附件 above heads is none of them
    return at - bool(above), at + 1 + bool(below), sorted(_merge(above, heads), key=lambda part: part.x0)


def _part_heads(line: PageLine) -> list[PrintedLine]:
    """Return the parts of a line, of one with heads those between narrow gaps where more of these are heads."""
    if len(line.chars) > _LONGEST_LINE:
        return line.parts
    parts = find_slit_parts(line.chars)
    more = len(parts) > max(len(line.parts), _FEWEST_HEADS - 1) and opens_table(parts)
    return parts if more and sum(_are_heads(parts)) > sum(_are_heads(line.parts)) else line.parts


def _is_beside(line: PageLine, head: PageLine) -> bool:
    """Say whether a line is a part of the heads above or below: a sign or three, close by, and no number."""
    apart = max(line.top - head.bottom, head.top - line.bottom)
    short = all(len(part.text) <= _SHORT and not _NUMBER.fullmatch(part.text.strip()) for part in line.parts)
    return short and len(line.parts) < _FEWEST_HEADS and apart < _CLOSE * head.size


def _merge(above: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put the parts of two lines of heads together where one stands over the other."""
    merged = list(above)
    for part in below:
        at = next((n for n, each in enumerate(merged) if each.x0 < part.x1 and part.x0 < each.x1), None)
        if at is None:
            merged.append(part)
        else:
            x0, x1 = min(merged[at].x0, part.x0), max(merged[at].x1, part.x1)
            merged[at] = replace(part, text=merged[at].text + part.text, x0=x0, x1=x1)
    return merged


def opens_table(parts: Sequence[PrintedLine]) -> bool:
    """Say whether the parts of a line are nothing but short words, two or more of them heads of columns."""
    if len(parts) < _FEWEST_TOLD or any(len("".join(part.text.split())) > _LONGEST_HEAD for part in parts):
        return False
    return sum(_are_heads(parts)) >= _FEWEST_TOLD


def opens_label(words: str) -> bool:
    """Say whether a line of a cell begins with a label of units: 配合:市乙局."""
    lexicon = load_lexicon()
    label, colon, _ = lexicon.fold(words).partition(":")
    return bool(colon) and label.strip() in lexicon.labels


def _are_heads(parts: Sequence[PrintedLine]) -> list[bool]:
    """Say of each part whether the lexicon holds it as a head of a column."""
    lexicon = load_lexicon()
    heads = [key for key in lexicon.lists if key.startswith("heads.")]
    words = ["".join(lexicon.fold(part.text).split()) for part in parts]
    return [each in lexicon.labels or any(each in lexicon[key] for key in heads) for each in words]


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


def _take(found: Unruled, page: Sequence[PageLine], at: int, start: int, parting: Parting) -> int:
    """Read one table, its heads at `at` and its rows from `start` on; return where it ends."""
    page = [*page[:start], *map(parting.divide, page[start:])]
    stop = _end(page, start, parting)
    if stop <= start or _goes_on_glued(page[stop : stop + _SOON], parting):
        return start
    chars = [char for line in page[at:stop] for char in line.chars if char["text"].strip()]
    bounds = [page[at].top - 1, *([(page[start - 1].bottom + page[start].top) / 2] if start > at else [])]
    bounds += [*_part_body(page[start:stop], parting, found.rules), page[stop - 1].bottom + 1]
    rows = [[char for char in chars if high <= _level(char) < low] for high, low in pairwise(bounds)]
    headings = {id(char) for line in page[start:stop] if parting.heads_rows(line) for char in line.chars}
    cells: list[Placed] = []
    for number, row in enumerate(filter(None, rows), 1):
        if all(id(char) in headings for char in row):
            words = found.join(row, row[-1]["x1"] - row[0]["x0"])
            cells.append(Placed(number, 1, words, columns=len(parting.middles)))
        else:
            cells += _read_row(row, number, parting, chars, found.join)
    edges = [part for line in page[at:stop] for part in line.parts]
    x0, x1 = min(part.x0 for part in edges), max(part.x1 for part in edges)
    words = "".join(cell.text for cell in cells)
    found.tables.append(PrintedLine(words, x0, x1, page[at].top, page[stop - 1].bottom, tuple(cells)))
    found.taken.update((char["x0"], char["top"]) for line in page[at:stop] for char in line.chars)
    found.parting = parting if stop == len(page) or all(_is_number_of_page(line) for line in page[stop:]) else None
    return stop


def _goes_on_glued(below: Sequence[PageLine], parting: Parting) -> bool:
    """Say whether rows go on below the last that could be read, their words over the places that part the columns."""
    numbered = [line for line in below if _NUMBER.fullmatch(line.parts[0].text.strip())]
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
        if _is_number_of_page(line) and len(line.parts) == 1 and parting.column(line.parts[0].x0) > 0:
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


def _part_body(body: Sequence[PageLine], parting: Parting, rules: Sequence[float]) -> list[float]:
    """Return how high the rows are parted, those between two headings by themselves."""
    at = [n for n, line in enumerate(body) if parting.heads_rows(line)]
    if not at:
        return _part_rows(body, parting, rules)
    found: list[float] = []
    edges = [-1, *at, len(body)]
    for left, right in pairwise(edges):
        rows = body[left + 1 : right]
        if left >= 0:
            found.append(body[left].bottom + 0.1)
        found += _part_rows(rows, parting, rules) if rows else []
        if 0 < right < len(body):
            found.append(body[right].top - 0.1)
    return sorted(set(found))


def _part_rows(body: Sequence[PageLine], parting: Parting, rules: Sequence[float]) -> list[float]:
    """Return how high the rows are parted: at rules, above the number of each, or at gaps wider than others."""
    top, bottom = body[0].top, body[-1].bottom
    ruled = [rule for rule in rules if top + 1 < rule < bottom - 1]
    gaps = list(_gaps(body))
    parts = [part for line in body for part in line.parts if parting.column((part.x0 + part.x1) / 2) == 0]
    numbered = [part for part in parts if _NUMBER.fullmatch(part.text.strip())]
    numbered = numbered or [part for part in parts if NUMBERED.match(part.text)]  # 1.修桥 in the first column
    numbers = sorted((part.top, part.bottom) for part in numbered)
    if ruled and len(ruled) >= len(numbers) - 1:
        return ruled
    if not numbers:
        widths = sorted(width for width, _ in gaps)
        usual = widths[len(widths) // 2] if widths else 0.0
        wide = [middle for width, middle in gaps if width > max(1.5 * usual, usual + 2)]
        return wide or [middle for _, middle in gaps]
    if firsts := _begin_rows(body, parting):
        return [(high.bottom + low.top) / 2 for high, low in pairwise(body) if id(low) in firsts]
    if (centred := part_centred(_levels(body, parting), numbers)) is not None:
        return centred
    above = numbers[0][0] - top < body[0].size / 4  # numbers stand beside the first line of their rows
    parted = [_between(gaps, high[1], low[0], above) for high, low in pairwise(numbers)]
    first = _between(gaps, top, numbers[0][0], True) if not above and _is_cut(body, numbers[0]) else None
    return [each for each in (first, *parted) if each is not None]


def _levels(body: Sequence[PageLine], parting: Parting) -> list[list[tuple[float, float]]]:
    """Return how high the lines of each column but the first stand."""
    columns: list[dict[float, float]] = [{} for _ in parting.middles]
    for line in body:
        for part in line.parts:
            columns[parting.column((part.x0 + part.x1) / 2)][line.top] = line.bottom
    return [sorted(levels.items()) for levels in columns[1:]]


def _begin_rows(body: Sequence[PageLine], parting: Parting) -> set[int]:
    """Return the lines that bear a number if each begins its row, whatever the gaps: none stands in the middle of one.

    Beside a number stand the first words of every cell then, and rows with as many lines above it as below do not fit.
    """
    columns = [{parting.column((part.x0 + part.x1) / 2) for part in line.parts} for line in body]
    at = [n for n, line in enumerate(body) if 0 in columns[n] and _NUMBER.fullmatch(line.parts[0].text.strip())]
    between = [Counter(chain(*columns[high + 1 : low])) for high, low in pairwise([-1, *at, len(body)])]
    whole = all(columns[n] >= set(after) for n, after in zip(at, between[1:], strict=True))
    uneven = any(_is_uneven([each[column] for each in between]) for column in range(1, len(parting.middles)))
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


def _read_row(row: Chars, number: int, parting: Parting, chars: Chars, join: Join) -> Iterator[Placed]:
    """Yield the cells of a row, empty ones too: a page end may have cut it."""
    for column in range(len(parting.middles)):
        inside = [char for char in row if parting.column((char["x0"] + seen_end(char)) / 2) == column]
        own = [char for char in chars if parting.column((char["x0"] + seen_end(char)) / 2) == column]
        width = max((char["x1"] for char in own), default=0.0) - min((char["x0"] for char in own), default=0.0)
        yield Placed(number, column + 1, join(inside, width) if inside else "")
