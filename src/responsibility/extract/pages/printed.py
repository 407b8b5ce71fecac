"""Lines: from printed lines with positions to paragraphs, for PDF and OFD.

In: pages of placed lines. Out: paragraphs in reading order, without running heads and page numbers, joined without a
space between Chinese characters. A line goes on in the next one if it reaches the right edge and the next one starts
at the left edge; across pages as well. So does the last row of a page's table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from responsibility.extract.draft import Placed
from responsibility.patterns import late

_PAGE_NUMBER = late(
    r"[-—–―－‐·•\s第]{0,6}[0-9０-９]{1,4}(?:\s?/\s?[0-9]{1,4})?[-—–―－‐·•\s页]{0,6}(?:共\s?[0-9]{1,4}\s?页)?"
)
NUMBERED = late(
    r"[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十\d]{1,4}[）)]|\d{1,4}[.．﹒、]|第[一二三四五六七八九十百]{1,4}[章条]"
)
_FIRST = late(r"[一1][、.．](?!\d)|[（(][一1][）)]|抄\s*送\s*[:：]")  # the first of a row, even below a title
_NUMBER_OF_NOTICE = late(r"[^\W\d_]{2,20}[〔\[［(（]\s?20\d\d\s?[〕\]］)）]\s?第?\s?\d{1,5}\s?号")  # below a full line
_DUTY = late("责任|牵头|负责|配合|落实|单位")
_TOKEN = late(r"[!-~]+")  # a word or figure that no line breaks
_LEADER = late(r"(?:[.．·…] ?){4,200}[-—– ]{0,4}\d{1,3}[-—– ]{0,4}$")
_SPACED = late(r"(?<=[\u3400-\u9fff，、。；]) {1,3}(?=[\u3400-\u9fff，、。；])")
_MOST_BLANKS = 0.08  # blanks between Chinese characters for each character of an ordinary line
_LONGEST_CLAUSE = 400
_CLOSERS = "。；;：:！!？?）)】〕]》”"
_INNER = "，、,；;"
_NARROWEST = 0.7  # share of the page's width that text reaches to at least
_INDENTED = 0.06  # share of lines that begin further in, from which on every paragraph does
_EDGE = 0.13  # share of the page's height in which heads, feet and page numbers stand
_DENSE = 0.8  # share of a line that the words of a text fill; a head of two parts leaves its middle open
_HANGING_ROOM = 2.6  # characters that a full line of a value may leave open
_ROOM = 1.4  # characters that the margins of a cell take; with less room beside them the next word had to go below
_BOUND = late(r"(?:[!-~]+|[（《〈【〔]*.)(?:[，。、；：！？）》〉】〕％]+|[“”‘’]+.)*")  # what no line parts
_LONGEST_BOUND = 12  # of its signs that count
_LEADED = 1.6  # times the distance of lines that parts furniture from the text


@dataclass(frozen=True, slots=True)
class TableEnds:
    """What tells how a table goes on in the next page; places are rows and columns from 1.

    rooms: how many characters the last line of each cell leaves free. unclosed: the columns without a rule below their
    last cell. carried: where the words of a merged cell were put that stand on the other page. guessed: cells taken for
    merged ones, though no rule tells it. unsure: the first cell of each row that may be no more than a part of one.
    """

    rooms: Mapping[tuple[int, int], float] = field(default_factory=dict)
    unclosed: frozenset[int] = frozenset()
    carried: frozenset[tuple[int, int]] = frozenset()
    guessed: frozenset[tuple[int, int]] = frozenset()
    unsure: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line; top and bottom grow downwards. A table stands among the lines as its cells, with their ends.

    hang: where the value begins that stands beside a label, and so do its further lines.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    cells: tuple[Placed, ...] = ()
    hang: float = 0.0
    ends: TableEnds = TableEnds()

    @property
    def size(self) -> float:
        """About one character's width."""
        return max(self.bottom - self.top, 0.1)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page, lines from top to bottom."""

    number: int
    height: float
    lines: tuple[PrintedLine, ...]
    width: float = 0.0


def is_page_number(words: str) -> bool:
    """Say whether words are nothing but the number of a page."""
    return _PAGE_NUMBER.fullmatch(words.strip()) is not None


def drop_contents(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], int]:
    """Take the lines of a table of contents away, which end in dots and a page number; return their count."""
    kept = [replace(page, lines=tuple(line for line in page.lines if not _LEADER.search(line.text))) for page in pages]
    return kept, sum(len(page.lines) for page in pages) - sum(len(page.lines) for page in kept)


def drop_furniture(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], list[str]]:
    """Take page numbers and lines that repeat at the edge of most pages away; return these lines' words as well."""
    body = _body_shape(pages)
    keys = {page.number: _edge_keys(page, body) for page in pages}
    counts = Counter(key for found in keys.values() for key in set(found) if key)
    repeated = {key for key, count in counts.items() if len(pages) > 1 and count >= max(2, len(pages) / 2)}
    heads: dict[str, None] = {}
    kept = []
    for page in pages:
        lines = []
        for line, key in zip(page.lines, keys[page.number], strict=True):
            if key is None or not (key in repeated or _PAGE_NUMBER.fullmatch(line.text)):
                lines.append(line)
            elif any(char.isalpha() and char not in "第页共" for char in line.text):
                heads.setdefault(line.text)
        kept.append(replace(page, lines=tuple(lines)))
    return kept, list(heads)


@dataclass(frozen=True, slots=True)
class _Body:
    """The text of all pages: the width of a full line, the middle size of lines and their distance."""

    width: float
    size: float
    pitch: float


def _body_shape(pages: Sequence[PrintedPage]) -> _Body:
    lines = [line for page in pages for line in page.lines if not line.cells]
    pitches = [after.top - line.top for page in pages for line, after in pairwise(page.lines) if after.top > line.top]
    width = max((line.x1 - line.x0 for page in pages for line in page.lines), default=0.0)  # a table's too
    return _Body(width, _middle(line.size for line in lines), _middle(pitches))


def _middle(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2] if ordered else 0.0


def _edge_keys(page: PrintedPage, body: _Body) -> list[tuple[str, int] | None]:
    """Return for each line what makes it the same as furniture of another page, or None for text."""
    gaps = [after.top - line.top > _LEADED * body.pitch for line, after in pairwise(page.lines)]
    count = len(page.lines)
    high = [line.bottom <= page.height * _EDGE for line in page.lines]
    low = [line.top >= page.height * (1 - _EDGE) for line in page.lines]
    above = max((at for at in range(count - 1) if gaps[at] and high[at]), default=-1)
    below = min((at for at in range(1, count) if gaps[at - 1] and low[at]), default=count)
    return [_edge_key(line, page, body, not above < at < below) for at, line in enumerate(page.lines)]


def _edge_key(line: PrintedLine, page: PrintedPage, body: _Body, is_apart: bool) -> tuple[str, int] | None:
    """Return a line's words without digits and its height if it stands, and looks, as page furniture does.

    A full line in the size of the text is text, even where a page happens to begin like the one before; but not one
    that stands apart from the text, or leaves its middle open.
    """
    if line.cells or (page.height * _EDGE < line.top and line.bottom < page.height * (1 - _EDGE)):
        return None
    width = line.x1 - line.x0
    is_full = width > 0.8 * body.width and abs(line.size - body.size) < 0.08 * body.size
    if is_full and not is_apart and len(line.text) * line.size > _DENSE * width:
        return None if not _PAGE_NUMBER.fullmatch(line.text) else (line.text, 0)
    return re.sub(r"\d{1,9}", "#", line.text), round(line.top / 4)


def join_lines(pages: Sequence[PrintedPage]) -> Iterator[tuple[int, PrintedLine]]:
    """Yield (page it starts on, paragraph or table) in reading order."""
    shapes, edges = _shapes(pages), _hanging_edges(pages)
    held: tuple[int, PrintedLine] | None = None
    last = pages[0] if pages else None
    for page in pages:
        for line in page.lines:
            on = held and last and _goes_on(held[1], line, (shapes[last.width], shapes[page.width]), page is last)
            if held and (on or _hangs_on(held[1], line, edges)):
                held = held[0], _join(held[1], line)
            else:
                if held is not None:
                    yield held
                held = page.number, line
            last = page
    if held is not None:
        yield held


def _hanging_edges(pages: Sequence[PrintedPage]) -> Mapping[int, float]:
    """Return how far the values reach that stand beside labels, by where they begin."""
    lines = [line for page in pages for line in page.lines]
    edges = dict.fromkeys((round(line.hang) for line in lines if line.hang), 0.0)
    for line in lines if edges else ():
        begins = round(line.hang or line.x0)
        if begins in edges:
            edges[begins] = max(edges[begins], line.x1)
    return edges


def _hangs_on(line: PrintedLine, after: PrintedLine, edges: Mapping[int, float]) -> bool:
    """Say whether a line goes on a list beside a label: it begins where that does, and the one before is full."""
    beside = line.hang > 0 and not after.hang and not after.cells and abs(after.x0 - line.hang) < 1
    full = beside and line.x1 > edges.get(round(line.hang), 0.0) - _HANGING_ROOM * line.size
    near = after.top < line.top or after.top - line.bottom < line.size  # or on the next page
    return full and near and any(stop in line.text + after.text for stop in _INNER)


def _shapes(pages: Sequence[PrintedPage]) -> dict[float, _Shape]:
    """Return the shape of the text on pages of each width: lines of a letter end before those of its broad annex.

    Where every line is short, the longest one does not reach the edge of the text.
    """
    shapes = {}
    for width in {page.width for page in pages}:
        lines = [line for page in pages if page.width == width for line in page.lines if not line.cells]
        shapes[width] = _shape(lines, width * _NARROWEST)
    return shapes


def find_edge(places: Iterable[float]) -> float:
    """Return the outermost place, one line in twenty aside."""
    ordered = sorted(places)
    return ordered[len(ordered) // 20] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the text's lines begin and end, and whether its paragraphs begin further in."""

    left: float
    right: float
    indented: bool


def _shape(lines: Sequence[PrintedLine], least: float) -> _Shape:
    left, right = find_edge(line.x0 for line in lines), max(-find_edge(-line.x1 for line in lines), least)
    indents = sum(1.2 * line.size < line.x0 - left < 3.5 * line.size for line in lines)
    return _Shape(left, right, indents > _INDENTED * len(lines))


def _goes_on(line: PrintedLine, after: PrintedLine, shapes: tuple[_Shape, _Shape], same_page: bool) -> bool:
    """Say whether a line goes on in the one after; shapes: those of the text on their pages."""
    shape, below = shapes
    if line.cells or after.cells or not 0.8 < after.size / line.size < 1.25:
        return False
    # A line breaks early before a Latin word or a sign that may not end it, but hardly behind a full stop.
    token = _TOKEN.match(after.text)
    room = 1.6 if line.text[-1:] in _CLOSERS else 3.6
    room = max(room, 0.6 * len(token[0]) + 1.6 if token else 0)
    # A line that begins in the right half is a signature or its day.
    reaches = line.x1 >= shape.right - room * line.size and line.x0 < (shape.left + shape.right) / 2
    flush = after.x0 <= below.left + 1.2 * after.size
    far = same_page and after.top - line.bottom > 2.2 * line.size
    closes = line.text[-1:] in _CLOSERS and not shape.indented
    opens = closes and (NUMBERED.match(after.text) is not None or ends_clause(line.text))
    opens |= line.text[-1:] not in _INNER and _FIRST.match(after.text) is not None
    opens |= _NUMBER_OF_NOTICE.fullmatch(after.text) is not None
    return reaches and flush and not far and not opens


def ends_clause(words: str) -> bool:
    """Say whether words end with a clause in brackets: paragraphs end there, and most full lines do not."""
    near = words.removesuffix("。")[-_LONGEST_CLAUSE:]
    depth = 0
    for at in range(len(near) - 1, -1, -1):
        depth += (near[at] in ")）]】〕") - (near[at] in "(（[【〔")
        if depth <= 0:
            return at < len(near) - 1 and _DUTY.search(near, at) is not None
    return False


def _join(line: PrintedLine, after: PrintedLine) -> PrintedLine:
    """Put after behind line; the place on the page becomes after's."""
    return replace(after, text=join_line_words(line.text, after.text), hang=line.hang)


def tighten(words: str) -> str:
    """Take the blanks out between Chinese characters where a line is full of them: spaced print or a scanned layer.

    A single blank may part two fields of a head and stays.
    """
    blanks = len(_SPACED.findall(words))
    return _SPACED.sub("", words) if blanks > _MOST_BLANKS * len(words) else words


def join_line_words(before: str, after: str) -> str:
    """Join two lines: a space only between Latin words."""
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if latin else before + after


def is_filled(room: float, after: str) -> bool:
    """Say whether a line of a cell that leaves so many characters free had no room for the words behind it."""
    return room <= _ROOM + _width(_BOUND.match(after))


def _width(words: re.Match[str] | None) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in words[0][:_LONGEST_BOUND]) if words else 0.0
