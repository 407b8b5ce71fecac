"""Rows: the rows of a responsibility table to items.

In: a Grid and its Layout. Out: Rows, each with the cells one item stands on, then Items. A merged cell holds for
every row it covers; a row of one wide cell is a heading; a row without number and task goes on in the row above it,
for a page ended there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from responsibility.model import Block, Clause, Finding, Heading, Item, Rule, Severity, Target
from responsibility.parse.grid import TEXTS, UNITS, Column, Grid, span_over
from responsibility.parse.groups import read_groups
from responsibility.parse.labels import find_label
from responsibility.parse.matrix import Matrix, mark_clause
from responsibility.parse.outline import parse_ordinal
from responsibility.parse.reading import Reading, Source, make_mentions
from responsibility.parse.scanner import pair_brackets, trim
from responsibility.parse.targets import find_due, find_targets
from responsibility.parse.titles import find_title, text_without
from responsibility.spans import Span

_ORDINAL = re.compile(r"[(第]?(?P<number>[一二三四五六七八九十百]{1,4}|\d{1,3}|[①-⑳])[)、.章节条]{1,2}(?!\d)\s*")
_BARE = re.compile(r"[一二三四五六七八九十百]{1,4}|\d{1,4}|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read; goes over to a table that continues it."""

    columns: Mapping[int, Column]
    matrix: Matrix | None
    width: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said on the way: findings, and rules that hold for later items too."""

    findings: list[Finding] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """What one item stands on. blocks: cells by kind. ordinals: of the headings above, and of the table if several."""

    grid: Grid
    path: tuple[Heading, ...]
    ordinals: tuple[int, ...]
    blocks: dict[str, list[Block]] = field(default_factory=dict)
    units: list[tuple[Column, Block]] = field(default_factory=list)
    marks: Clause | None = None

    def of(self, *kinds: str) -> list[Block]:
        """Return the cells of these kinds, left to right within a kind."""
        return [block for kind in kinds for block in self.blocks.get(kind, ())]

    @property
    def identity(self) -> list[Block]:
        """What makes two rows of the sheet one item."""
        return self.of("number", *TEXTS)


class RowReader:
    """Gathers the rows of all tables; headings and the last row go on from one to the next."""

    def __init__(self, source: Source, several: bool, heard: Heard) -> None:
        self.rows: list[Row] = []
        self._source = source
        self._several = several
        self._heard = heard
        self._tables = 0
        self._section: tuple[Block, int] | None = None
        self._categories: dict[int, tuple[Block, int]] = {}
        self._layout: Layout | None = None

    def read(self, grid: Grid, layout: Layout, start: int, opens: bool) -> None:
        """Read one table from row start on. opens: it has heads of its own and continues none."""
        self._layout = layout
        if opens:
            self._tables += 1
            self._section, self._categories = None, {}
            self._heard.rules.extend(_head_rules(layout.columns, self._source))
        heads = {column.label for column in layout.columns.values()}
        for number in grid.rows:
            own = grid.own(number)
            if number < start or {re.sub(r"\s", "", block.span.of(self._source.original)) for block in own} <= heads:
                continue  # the heads, repeated on every page
            if len(own) == 1 and self._is_section(grid, number, own[0]):
                self._open_section(own[0])
            else:
                self._take(grid, number, layout)

    def _is_section(self, grid: Grid, number: int, block: Block) -> bool:
        """Say whether a row's only cell is a heading: wide, or alone with nothing reaching into its row."""
        around = {grid.cells.get((number, column)) for column in range(1, grid.width + 1)} - {None, block}
        return not around and (block.columns * 2 >= grid.width or block.locator.column == 1) and grid.width > 2

    def _open_section(self, block: Block) -> None:
        words = block.span.of(self._source.text).strip()
        if words.startswith(self._source.lexicon["heads.note"]):
            self._heard.rules.extend([Rule(block.span)] if _is_rule(words, self._source) else [])
            return
        before = self._section[1] if self._section else 0
        self._section = (block, _ordinal_of(words) or before + 1)
        self._categories = {}

    def _take(self, grid: Grid, number: int, layout: Layout) -> None:
        row = Row(grid, (), ())
        for column, head in layout.columns.items():
            block = grid.cells.get((number, column))
            if block is None or (layout.matrix and column in layout.matrix.units):
                continue
            if head.kind in UNITS:
                row.units.append((head, block))
            elif head.kind == "category":
                self._categorize(column, block)
            elif block not in row.of(head.kind):
                row.blocks.setdefault(head.kind, []).append(block)
        row.marks = mark_clause(grid, number, layout.matrix, self._source) if layout.matrix else None
        if not (row.of(*TEXTS) or row.units or row.marks):
            span = span_over(grid.own(number))
            words = span.of(self._source.original)[:40]
            self._heard.findings.append(Finding("TABLE_ROW_UNREAD", Severity.NOTE, span, params={"words": words}))
        elif not self._goes_on(row):
            row.path, row.ordinals = self._place()
            self.rows.append(row)

    def _categorize(self, column: int, block: Block) -> None:
        before = self._categories.get(column)
        if before is None or before[0] != block:
            words = block.span.of(self._source.text).strip()
            self._categories[column] = (block, _ordinal_of(words) or (before[1] if before else 0) + 1)

    def _goes_on(self, row: Row) -> bool:
        """Add to the row above what has no number and task of its own, or the same ones."""
        last = self.rows[-1] if self.rows else None
        kinds = {each.kind for each in self._layout.columns.values()} if self._layout else set()
        if last is None or not kinds & {"number", "task"}:
            return False
        same = bool(row.identity) and row.identity == last.identity
        if not same and row.of("number", "task"):
            return False
        for kind, blocks in row.blocks.items():
            last.blocks.setdefault(kind, []).extend(block for block in blocks if block not in last.of(kind))
        last.units += [each for each in row.units if each not in last.units]
        return True

    def _place(self) -> tuple[tuple[Heading, ...], tuple[int, ...]]:
        above = [*([self._section] if self._section else []), *self._categories.values()]
        path = tuple(_heading(level, block, self._source) for level, (block, _) in enumerate(above, 1))
        first = (self._tables,) if self._several else ()
        return path, (*first, *(ordinal for _, ordinal in above))


def _is_rule(words: str, source: Source) -> bool:
    lexicon = source.lexicon
    return any(word in words for word in lexicon["rules.first"]) and any(
        word in words for word in lexicon["rules.lead_word"]
    )


def _head_rules(columns: Mapping[int, Column], source: Source) -> Iterator[Rule]:
    """Find 责任单位(列首位的为牵头单位) in a head."""
    for column in columns.values():
        if column.kind in UNITS and _is_rule(column.head.span.of(source.text), source):
            yield Rule(column.head.span, column.head.span.start)


def _ordinal_of(words: str) -> int:
    match = _ORDINAL.match(words) or _BARE.fullmatch(words)
    return parse_ordinal(match[match.lastgroup or 0]) if match else 0


def _heading(level: int, block: Block, source: Source) -> Heading:
    words = re.sub(r"\s", "", block.span.of(source.original))
    match = _ORDINAL.match(re.sub(r"\s", "", block.span.of(source.text)))
    number = words[: match.end()] if match else ""
    return Heading(level, number, words[len(number) :], block.span)


def make_items(source: Source, rows: Sequence[Row], heard: Heard) -> Iterator[Item]:
    """Turn rows into items; ids are the ordinals from the outside in, made unique where numbers repeat."""
    used: Counter[str] = Counter()
    counts: Counter[tuple[int, ...]] = Counter()
    for row in rows:
        counts[row.ordinals] += 1
        number, start = _number(row, source)
        path = [str(ordinal) for ordinal in row.ordinals]
        item_id = ".".join([*path, *(_digits(number) or [str(counts[row.ordinals])])])
        used[item_id] += 1
        again = f".{used[item_id]}" if used[item_id] > 1 else ""
        yield _make_item(source, row, item_id + again, (number, start), heard)


def _digits(number: str) -> list[str]:
    ordinal = _ordinal_of(number.strip())
    return [str(ordinal)] if ordinal else [str(int(digits)) for digits in re.findall(r"[0-9]{1,4}", number)]


def _number(row: Row, source: Source) -> tuple[str, int]:
    """Return the item's number as printed and where its words begin in its first text cell."""
    texts = row.of(*TEXTS)
    start = trim(source.text, *texts[0].span)[0] if texts else 0
    match = _ORDINAL.match(source.text, start, texts[0].span.end) if texts else None
    numbers = row.of("number")
    if numbers:
        words = numbers[0].span.of(source.original)
        same = match is not None and _ordinal_of(source.lexicon.fold(words)) == parse_ordinal(match["number"])
        return words, match.end() if match and same else start
    return (source.original[start : match.end()].strip(), match.end()) if match else ("", start)


def _make_item(source: Source, row: Row, item_id: str, told: tuple[str, int], heard: Heard) -> Item:
    number, start = told
    title, body = _words(row, source, start)
    clauses = (row.marks,) if row.marks else _read_units(source, row, heard)
    blocks = [*row.of("number", *TEXTS, "target", "due"), *(block for _, block in row.units)]
    spans = [block.span for block in blocks] + [clause.span for clause in clauses]
    span = Span(min(each.start for each in spans), max(each.end for each in spans))
    if not clauses:
        heard.findings.append(Finding("ITEM_NO_CLAUSE", Severity.NOTE, span, item_id, params={"title": title}))
    targets = _targets(source, row)
    return Item(item_id, number, row.path, title, body, span, _due(source, row), targets, clauses)


def _words(row: Row, source: Source, start: int) -> tuple[str, str]:
    """Return title and body: task and content, or the one text cut at its first full stop."""
    texts = row.of(*TEXTS)
    if not texts:
        return "", ""
    end = texts[0].span.end
    rest = [text_without(source, *block.span, ()) for block in texts[1:]]
    title, behind = find_title(source, start, end)
    whole = source.original[start:end].strip().rstrip("。.")
    if rest and not set(whole) & set("。；;\n") and len(whole) <= source.lexicon.title_length:
        return whole, "\n".join(rest)
    return title, "\n".join([*([text_without(source, behind, end, ())] if behind < end else []), *rest])


def _targets(source: Source, row: Row) -> tuple[Target, ...]:
    found = (find_targets(source.original, block.span) for block in sorted(row.of(*TEXTS, "target"), key=_start))
    return tuple(target for targets in found for target in targets)


def _start(block: Block) -> int:
    return block.span.start


def _due(source: Source, row: Row) -> str | None:
    for block in row.of("due"):
        words = block.span.of(source.original).strip()
        if source.lexicon.fold(words) not in source.lexicon["words.none"]:
            return find_due(source.original, block.span) or words
    return next((due for block in row.of(*TEXTS) if (due := find_due(source.original, block.span))), None)


def _read_units(source: Source, row: Row, heard: Heard) -> tuple[Clause, ...]:
    """Read the unit cells of a row, each to a clause; a lead in one column is known to all."""
    readings: list[tuple[Column, Block, Reading]] = []
    for column, block in row.units:
        for part in _labelled_parts(source, block.span):
            brackets = pair_brackets(source.text, *part)
            kind = "" if find_label(source, *part) else column.kind
            readings.append((column, block, read_groups(source, *part, brackets, kind=kind, label=column.label)))
    for _, block, reading in readings:
        heard.findings.extend(_inside(finding, block) for finding in reading.findings)
        if reading.rule:
            heard.rules.append(Rule(reading.rule, reading.rule.start))
        if reading.blanket:
            added = make_mentions(source, reading.blanket_groups)
            heard.rules.extend([Rule(reading.blanket, reading.blanket.start, added)] if added else [])
    mentions = make_mentions(source, [group for *_, reading in readings for group in reading.groups])
    clauses = []
    for column, block in dict.fromkeys((column, block) for column, block, _ in readings):
        inside = tuple(mention for mention in mentions if block.span.holds(mention.span))
        if inside:
            clauses.append(Clause(column.label, block.span, inside))
    return tuple(clauses)


def _inside(finding: Finding, block: Block) -> Finding:
    """Keep a finding about a lost name, which reaches one sign further, within its cell."""
    end = min(finding.span.end, block.span.end) if finding.span else 0
    return replace(finding, span=Span(min(finding.span.start, end), end)) if finding.span else finding


def _labelled_parts(source: Source, span: Span) -> Iterator[Span]:
    """Split a cell where a line opens with a label of its own: 牵头单位:A over 责任单位:B."""
    start, at = span.start, span.start
    while at < span.end:
        stop = min((n for n in (source.text.find(sign, at, span.end) for sign in "\n、") if n >= 0), default=span.end)
        begins = trim(source.text, at, stop)[0]
        if at > start and source.original[at - 1] == "\n" and find_label(source, begins, span.end):
            yield Span(start, at - 1)
            start = begins
        at = stop + 1
    yield Span(start, span.end)
