"""Rebuilt: tables whose lines were lost in a copy, put back where their heads tell the columns.

In: a Document with lines. Out: the same text with cells in place of lines where a row of heads stands in lines of its
own, one head a line or parted by blanks, and what follows fits the columns: numbers, units and days tell where a cell
ends. A row that fits in two ways, or in none, stays text and is named in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import inf

from responsibility.kinds import BlockKind, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Document, Finding
from responsibility.parse.clause.labels import strip_verbs
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import core_of, is_unit_like
from responsibility.parse.table.contents import BARE, ORDINAL, is_ditto
from responsibility.parse.table.heads import TEXTS, UNITS, tell_head
from responsibility.patterns import late
from responsibility.spans import Locator, Span

_FEWEST = 3  # heads that make a table
_LONGEST_HEAD = 16
_LONGEST_DAY = 24
_MOST = 12  # cells that the words of one row can be parted into
_LONGEST_ROW = 12  # lines
_QUOTED = 60  # characters of a row that a finding quotes
_EMPTY = {"number": 4.0, "task": 4.0, "lead": 3.0, "shared": 2.0}  # how ill an empty cell fits; 1 elsewhere
_BROKEN = 0.25  # how ill lines fit a column of units that name some together only
_TOKEN = re.compile(r"[^\s|｜]+")
_BEGINS = re.compile(rf"[^\s|｜]{{1,{_LONGEST_HEAD + 1}}}")
_BAR = late(r"[^|｜\n]*\n?[ ]*[|｜][ \r]*(?:\n|\Z)")  # behind a cell, or below it
_LONGEST_BAR = 8
_LIST = late(r"[、,;]")
_DAY = late(r"[\d年月日底前末季]|全年|长期|持续|常年|年内|每")


@dataclass(frozen=True)
class _Line:
    """A line of the text: which block it is. is_prose: it begins with more than any head has, as most lines do.

    barred: a stroke ends it, so it is a whole cell.
    """

    block: int
    folded: str
    span: Span
    is_prose: bool
    barred: bool = False

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """Its words, parted by blanks and strokes."""
        return tuple(Span(*match.span()) for match in _TOKEN.finditer(self.folded, *self.span))


def rebuild_tables(document: Document, folded: str, lexicon: Lexicon) -> Document:
    """Return the document with the lines of lost tables as cells; its text stays as it is. folded: that text."""
    lines, source = list(_lines(document, folded)), Source(document.text, folded, lexicon)
    if not lines:
        return document
    cells: dict[int, list[Block]] = {}
    findings: list[Finding] = []
    table = max((block.locator.table or 0 for block in document.blocks), default=0)
    at = 0
    while at < len(lines):
        if lines[at].is_prose:
            at += 1
            continue
        reader = _Reader(document, source, lines, table + 1)
        stop = reader.read(at)
        findings += reader.findings
        if reader.rows > 1:
            table += 1
            within = range(lines[at].block, lines[stop - 1].block + 1)
            words = {line.block for line in lines[at:stop]}
            bare = (n for n in within if n not in words and document.blocks[n].locator.table is None)
            cells |= {index: [] for index in bare} | reader.cells
        at = max(stop, at + 1)
    if not cells and not findings:
        return document
    blocks = [each for index, block in enumerate(document.blocks) for each in cells.get(index, [block])]
    return replace(document, blocks=tuple(blocks), findings=(*document.findings, *findings))


def _lines(document: Document, folded: str) -> Iterator[_Line]:
    has_bars = "|" in folded or "｜" in folded
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.locator.table is None:
            begins = _BEGINS.search(folded, *block.span)
            if begins:  # a stroke alone parts two cells
                behind = document.blocks[index + 1].span.end if index + 1 < len(document.blocks) else block.span.end
                end = min(behind, block.span.end + _LONGEST_BAR)
                barred = has_bars and _BAR.match(folded, begins.end(), end) is not None
                yield _Line(index, folded, block.span, len(begins[0]) > _LONGEST_HEAD, barred)


class _Reader:
    """Reads one table from its heads on."""

    def __init__(self, document: Document, source: Source, lines: Sequence[_Line], table: int) -> None:
        self.cells: dict[int, list[Block]] = {}
        self.findings: list[Finding] = []
        self.rows = 0
        self._document, self._source, self._lines, self._table = document, source, lines, table
        self._kinds: list[str] = []
        self._named: dict[Span, bool] = {}  # whether words name units, asked again for each row they may be of
        self._whole = False  # each cell has lines of its own
        self._barred = False  # a stroke ends each of them
        self._closes = False  # a row without a number ends with its units

    def read(self, at: int) -> int:
        """Read a table whose heads begin in a line; return the line behind it, or where it began if it is none."""
        heads, stop = self._heads_of(self._lines[at].tokens), at + 1
        self._whole = len(heads) < _FEWEST
        if self._whole:
            heads, stop = self._heads_below(at)
            self._barred = all(line.barred for line in self._lines[at:stop])
        if len(heads) < _FEWEST or not self._open(heads):
            return at
        for column, head in enumerate(heads, 1):
            self._place(self._lines[at + column - 1 if self._whole else at], [head], column)
        return self._read_body(stop)

    def _heads_of(self, tokens: Sequence[Span]) -> list[Span]:
        """Return the heads that the words of a line are, all of them; 工 作 任 务 is one."""
        if all(each.end - each.start == 1 for each in tokens) and self._kind(tokens):
            return [Span(tokens[0].start, tokens[-1].end)]
        heads: list[Span] = []
        at = 0
        while at < len(tokens):
            most = min(len(tokens), at + _LONGEST_HEAD // 2)
            stop = next((n for n in range(at + 1, most + 1) if self._kind(tokens[at:n])), None)
            if stop is None or (stop > at + 1 and any(each.end - each.start > 1 for each in tokens[at:stop])):
                return []
            heads.append(Span(tokens[at].start, tokens[stop - 1].end))
            at = stop
        return heads

    def _head_in(self, line: _Line, above: Sequence[Span]) -> list[Span]:
        """Return the head that a line is; in a table that begins with 序号 one that a stroke ends may say anything."""
        found = self._heads_of(line.tokens)
        if found or not (line.barred and len(above) > 1 and self._kind([above[0]]) == "number"):
            return found
        whole = Span(line.tokens[0].start, line.tokens[-1].end)
        named = self._is_number(whole) or self._names_units(whole)
        return [] if named or whole.end - whole.start > _LONGEST_HEAD else [whole]

    def _kind(self, tokens: Sequence[Span]) -> str:
        words = "".join(each.of(self._source.text) for each in tokens)
        return tell_head(words, self._source.lexicon) if len(words) <= _LONGEST_HEAD and ":" not in words else ""

    def _heads_below(self, at: int) -> tuple[list[Span], int]:
        """Return the heads that stand one below the other, and the line behind them."""
        heads: list[Span] = []
        while at < len(self._lines) and len(found := self._head_in(self._lines[at], heads)) == 1:
            if self._is_section(found[0]):
                break
            if heads and (self._kind(self._lines[at].tokens) == "number" or self._is_title(heads[0], found[0])):
                return [], at  # what stands above 序号 is the table's title
            heads += found
            at += 1
        return heads, at

    def _is_title(self, first: Span, second: Span) -> bool:
        """Say whether words say what is parted, not a column of it: 某某重点任务分工 above 任务."""
        title, head = (each.of(self._source.text) for each in (first, second))
        names = title.endswith(self._source.lexicon["words.label_nouns"]) or self._kind([first]) not in UNITS
        return not names and self._kind([second]) in TEXTS and head != title and head in title

    def _open(self, heads: Sequence[Span]) -> bool:
        self._kinds = [
            self._kind([Span(*match.span()) for match in _TOKEN.finditer(self._source.text, *head)]) for head in heads
        ]
        known = set(self._kinds)
        self.rows = 1
        first = next((n for n, kind in enumerate(self._kinds) if kind in UNITS), 0)
        closed = first > 0 and {*self._kinds[first:]} <= {*UNITS, "watch"}
        self._closes = closed and self._whole and not self._barred and self._kinds[0] != "number"
        return bool(known & set(UNITS)) and bool(known & {*TEXTS, "category"})

    def _read_body(self, at: int) -> int:
        while at < len(self._lines):
            tokens = self._tokens(at)
            if self._is_section(Span(tokens[0].start, tokens[-1].end)):
                self.rows += 1
                self._place(self._lines[at], [Span(tokens[0].start, tokens[-1].end)], 1, columns=len(self._kinds))
                at += 1
                continue
            limit, last = self._row_end(at)
            stop = self._fit(at, limit, last=last)
            if not stop and not self._looks_lost(at):
                break
            if not stop:
                limit = limit if self._kinds[0] == "number" or not self._whole else self._units_end(at)
                self._lose([token for line in range(at, limit) for token in self._tokens(line)])
            at = stop or limit
        return at

    def _tokens(self, at: int) -> tuple[Span, ...]:
        """Return the words of a line that are parts of cells: all as one where each cell has lines of its own."""
        tokens = self._lines[at].tokens
        return (Span(tokens[0].start, tokens[-1].end),) if self._whole else tokens

    def _row_end(self, at: int) -> tuple[int, bool]:
        """Return the line behind a row, and whether it may stand nearer: the last row ends where its words fit."""
        if self._closes:
            return self._units_end(at), False
        if self._kinds[0] != "number":
            return min(len(self._lines), at + (len(self._kinds) if self._whole else 1)), False
        whole = at + len(self._kinds)
        behind = self._lines[whole : whole + 1]
        if self._barred and all(self._is_number(line.tokens[0]) for line in behind) and whole <= len(self._lines):
            return whole, False  # 2024 and 300 are cells too
        for stop in range(at + 1, min(len(self._lines), at + _LONGEST_ROW)):
            tokens = self._tokens(stop)
            if self._is_number(tokens[0]) or self._is_section(Span(tokens[0].start, tokens[-1].end)):
                return stop, False
        return min(len(self._lines), at + _LONGEST_ROW), True

    def _units_end(self, at: int) -> int:
        """Return the line behind the units that stand first below another cell; where they end the row, the last."""
        stops = range(at + 1, min(len(self._lines), at + _LONGEST_ROW))
        found = next((n for n in stops if self._is_units(n) and not all(map(self._is_units, range(at, n)))), None)
        if found is None:
            return min(len(self._lines), at + len(self._kinds))
        behind = range(found + 1, len(self._lines))
        return next((n for n in behind if not (self._closes and self._is_units(n))), len(self._lines))

    def _is_units(self, at: int) -> bool:
        return self._names_units(self._tokens(at)[0])

    def _fit(self, at: int, limit: int, *, last: bool) -> int:
        """Place the row that begins in a line and return the line behind it, 0 if its words do not fit."""
        if self._kinds[0] == "number" and not self._is_number(self._tokens(at)[0]):
            return 0
        most = at + (len(self._kinds) if self._whole else 1)
        stops = sorted(range(at + 1, limit + 1), key=lambda stop: (stop < most, abs(stop - most))) if last else [limit]
        return next((stop for stop in stops if self._add_row(at, stop)), 0)

    def _is_number(self, token: Span) -> bool:
        return BARE.fullmatch(token.of(self._source.text).strip(".、")) is not None

    def _is_section(self, token: Span) -> bool:
        words = token.of(self._source.text)
        return words[:1] in "一二三四五六七八九十(（" and ORDINAL.match(words) is not None

    def _add_row(self, start: int, stop: int) -> bool:
        """Place the words of a row in their columns if they fit in one way."""
        row = [(self._lines[at], token) for at in range(start, stop) for token in self._tokens(at)]
        parts = self._align([token for _, token in row])
        bare = self._whole and not self._barred and self._kinds[0] != "number"
        short = bare and {*(parts or ())} != {1}
        closes = self._closes and stop - start < len(self._kinds) and self._goes_on(stop)
        if parts is None or (short and not closes):
            return False
        self.rows += 1
        at = 0
        for column, count in enumerate(parts, 1):
            if count:
                self._place(row[at][0], [token for _, token in row[at : at + count]], column, row[at + count - 1][0])
            at += count
        units = [count for kind, count in zip(self._kinds, parts, strict=True) if kind in UNITS]
        if not all(units) or short:
            span = Span(row[0][1].start, row[-1][1].end)
            params = {"text": span.of(self._source.original)[:_QUOTED]}
            self.findings.append(Finding("TABLE_ROW_SHORT", Severity.WARNING, span, params=params))
        return True

    def _align(self, tokens: Sequence[Span]) -> tuple[int, ...] | None:
        """Return how many words each column takes, or None where none or several ways are as good."""
        if not 1 < len(tokens) <= _MOST:
            return None
        if self._barred and len(tokens) == len(self._kinds):
            fits = all(self._cost(kind, [token]) < inf for kind, token in zip(self._kinds, tokens, strict=True))
            return (1,) * len(tokens) if fits else None

        @cache
        def best(column: int, at: int) -> tuple[float, int, tuple[int, ...]]:
            if column == len(self._kinds):
                return (0.0, 1, ()) if at == len(tokens) else (inf, 0, ())
            found: tuple[float, int, tuple[int, ...]] = (inf, 0, ())
            for count in range(len(tokens) - at + 1):
                cost = self._cost(self._kinds[column], tokens[at : at + count])
                after, ways, counts = best(column + 1, at + count) if cost < inf else (inf, 0, ())
                if cost + after < found[0]:
                    found = cost + after, ways, (count, *counts)
                elif cost + after == found[0] < inf:
                    found = found[0], found[1] + ways, found[2]
            return found

        cost, ways, counts = best(0, 0)
        filled = {kind for kind, count in zip(self._kinds, counts, strict=False) if count}
        whole = filled & {*UNITS, "watch"} and filled & {*TEXTS, "category"}
        return counts if cost < inf and ways == 1 and whole else None

    def _cost(self, kind: str, tokens: Sequence[Span]) -> float:
        """Return how ill these words fit a column; the cells of those who help are the ones most often empty."""
        if not tokens:
            return _EMPTY.get(kind, 1.0)
        if kind == "number":
            return 0.0 if len(tokens) == 1 and self._is_number(tokens[0]) else inf
        if kind in UNITS or kind == "watch":
            whole = all(map(self._names_units, tokens))
            return 0.0 if whole else _BROKEN if self._is_broken_list(tokens) else inf
        words = [token.of(self._source.text) for token in tokens]
        if kind == "due":
            return 0.0 if len(tokens) == 1 and len(words[0]) <= _LONGEST_DAY and _DAY.search(words[0]) else inf
        if any(":" in each and self._source.lexicon.label.search(each) for each in words):
            return inf  # a clause of prose
        return len(tokens) - 1.0 + 2.0 * sum(map(self._names_units, tokens))

    def _is_broken_list(self, tokens: Sequence[Span]) -> bool:
        """Say whether lines are a list of units that broke inside a name: 市甲局、市住房和城 / 乡建设局."""
        first, *_ = words = [token.of(self._source.text) for token in tokens]
        begins = first.startswith(self._source.lexicon["elision.prefixes"]) or self._are_units(_LIST.split(first)[0])
        return len(words) > 1 and begins and self._are_units("".join(words))

    def _names_units(self, token: Span) -> bool:
        if token not in self._named:
            stop = strip_verbs(self._source, *token)[0]
            self._named[token] = self._are_units(self._source.text[token.start : stop])
        return self._named[token]

    def _are_units(self, words: str) -> bool:
        pieces = [piece for piece in _LIST.split(re.sub(r"[(\[][^)\]]{0,20}[)\]]", "", words)) if piece]
        lexicon = self._source.lexicon
        if words in lexicon["words.none"] or is_ditto(words, lexicon):
            return True
        strong = (*lexicon["words.strong"], "区", "县", "市", "镇", "乡")
        return (
            bool(pieces)
            and all(is_unit_like(each, lexicon) for each in pieces)
            and all(core_of(each).endswith(strong) for each in pieces[: (len(pieces) + 1) // 2])  # 市甲局、某调查队
        )

    def _goes_on(self, at: int) -> bool:
        """Say whether units stand below another line, as they do in a row."""
        below = range(at + 1, min(len(self._lines), at + len(self._kinds)))
        return at < len(self._lines) and not self._is_units(at) and any(map(self._is_units, below))

    def _looks_lost(self, at: int) -> bool:
        """Say whether a line that fits no column is still of the table: it begins with a number or names units."""
        tokens = self._tokens(at)
        if self._whole and self._kinds[0] != "number":
            return self._is_units(at) or self._goes_on(at)
        return bool(tokens) and (
            self._is_number(tokens[0]) or (len(tokens) > 1 and any(map(self._names_units, tokens)))
        )

    def _lose(self, tokens: Sequence[Span]) -> None:
        span = Span(tokens[0].start, tokens[-1].end)
        params = {"text": span.of(self._source.original)[:_QUOTED]}
        self.findings.append(Finding("TABLE_ROW_LOST", Severity.WARNING, span, params=params))

    def _place(
        self, line: _Line, tokens: Sequence[Span], column: int, last: _Line | None = None, *, columns: int = 1
    ) -> None:
        """Put words into a cell; those of several lines stand in the first one's place."""
        at = self._document.blocks[line.block].locator._replace(table=self._table, row=self.rows, column=column)
        block = Block(Span(tokens[0].start, tokens[-1].end), Locator(*at), BlockKind.CELL, columns=columns)
        self.cells.setdefault(line.block, []).append(block)
        for index in range(line.block + 1, (last or line).block + 1):
            self.cells.setdefault(index, [])
