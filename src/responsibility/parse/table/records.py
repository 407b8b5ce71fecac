"""Rows: which cells of a responsibility table make one item.

In: a Grid and its Layout. Out: Rows, each with the cells one item stands on. A merged cell holds for every row it
covers; a row of one wide cell is a heading; 同上 is the cell above it; a row without number and task goes on in the row
above it, for a page ended there. A heading that names a lead names it for every row below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from responsibility.kinds import Severity
from responsibility.model import Block, Clause, Finding, Heading, Rule
from responsibility.parse.clause.clauses import find_clauses
from responsibility.parse.clause.labels import find_label
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.rules import find_prose_rules
from responsibility.parse.clause.scanner import trim
from responsibility.parse.table.contents import (
    BARE,
    LONGEST_HEADING,
    ORDINAL,
    is_clause,
    is_ditto,
    is_foot,
    tell_caption,
    tell_depth,
    tell_ordinal,
)
from responsibility.parse.table.drawn import Matrix, mark_clause
from responsibility.parse.table.heads import BESIDE, TEXTS, UNITS, Grid, Head, span_over
from responsibility.parse.titles import text_without
from responsibility.patterns import late

# The number of a row that heads others, and theirs.
_OVER = late(r"[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?")
_UNDER = late(r"[(]?[0-9]{1,3}[)]?[、.]?")
_FIGURE = late(r"[\d.,]+")
_FEWEST_COUNTED = 2  # a row of one or two cells may be a task
_REMARKS = ("note", "field", "other", "")


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is read; goes over to a table that continues it. heads: the words of the head rows, blanks out."""

    columns: Mapping[int, Head]
    matrix: Matrix | None
    width: int
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said on the way: findings, and rules that hold for later items too."""

    findings: list[Finding] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """What one item stands on.

    blocks: cells by kind. heads: what each of them stands under. ordinals: of the headings above, and of the table if
    several. above: what these headings say.
    """

    grid: Grid
    path: tuple[Heading, ...]
    ordinals: tuple[int, ...]
    blocks: dict[str, list[Block]] = field(default_factory=dict)
    heads: dict[Block, str] = field(default_factory=dict)
    units: list[tuple[Head, Block]] = field(default_factory=list)
    beside: list[tuple[Head, Block]] = field(default_factory=list)
    marks: Clause | None = None
    above: tuple[Clause, ...] = ()
    figures: list[tuple[str, Block]] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Block]:
        """Return the cells of these kinds, left to right within a kind."""
        return [block for kind in kinds for block in self.blocks.get(kind, ())]

    @property
    def identity(self) -> list[Block]:
        """What makes two rows of the sheet one item."""
        return self.of("number", *TEXTS)


@dataclass(slots=True)
class _Section:
    """A heading among the rows. depth: 0 where no number tells it. used: whether a row stands below it."""

    block: Block
    ordinal: int
    depth: int
    used: bool = False

    def holds(self, depth: int) -> bool:
        """Say whether a heading of this depth stands below it; right below one of another form does."""
        return 0 < self.depth < depth or (not self.used and self.depth != depth and 0 in (self.depth, depth))


class RowReader:
    """Gathers the rows of all tables; headings and the last row go on from one to the next."""

    def __init__(self, source: Source, several: bool, heard: Heard, captions: Mapping[int, Sequence[Block]]) -> None:
        self.rows: list[Record] = []
        self._source = source
        self._several = several
        self._heard = heard
        self._tables = 0
        self._outer = captions
        self._captions: tuple[Block, ...] = ()
        self._outside: tuple[Block, ...] = ()
        self._sections: list[_Section] = []
        self._categories: dict[int, tuple[Block, int]] = {}
        self._over: tuple[Clause, ...] = ()
        self._said: dict[Block, tuple[Clause, ...]] = {}
        self._last: dict[int, Block] = {}
        self._layout: TableLayout | None = None

    def read(self, grid: Grid, layout: TableLayout, start: int, opens: bool) -> None:
        """Read one table from row start on. opens: it has heads of its own and continues none."""
        self._layout = layout
        outer = tuple(self._outer.get(grid.table, ()))
        if not opens and outer != self._outside:  # 二、生态保护 over a table that goes on without heads
            self.end()
            self._captions = outer
        self._outside = outer
        if opens:
            self._tables += 1
            self.end()
            self._categories, self._last = {}, {}
            self._captions = (*outer, *self._caption(grid, start))
            self._heard.rules.extend(_head_rules(grid, start, self._source))
            self._over = tuple(self._read_over(grid, layout, start))
        from responsibility.parse.table.around import NoteReader, opens_note, tell_note

        notes = NoteReader(self._source)
        for number in grid.rows:
            own = grid.own(number)
            if (
                number < start
                or {re.sub(r"\s", "", block.span.of(self._source.original)) for block in own} <= layout.heads
            ):
                continue  # the heads, repeated on every page
            if number == start and self._numbers_columns(own):
                continue
            figures = [block for block in own[1:] if _FIGURE.fullmatch(self._words(block))]
            rest = [block for block in own if block not in figures]
            heads = bool(figures) and 0 < len(rest) <= _FEWEST_COUNTED and self._heads_below(grid, number, rest)
            summed = len(figures) == len(own) - 1 > 0 and self._words(own[0]).endswith(
                self._source.lexicon["heads.total"]
            )
            noted = len(own) == 1 and (
                opens_note(self._words(own[0]), self._source) or self._is_section(grid, number, own[0])
            )
            if noted and notes.goes_on(own[0]):
                self._heard.rules.extend(find_prose_rules(self._source, *own[0].span))
                self._heard.findings.extend(tell_note(own[0], self._source))
            elif is_foot(own, self._source) or (summed and not heads):
                self._leave(own)
            elif heads:
                self._open_section(rest[-1], self._words(rest[0]) if len(rest) > 1 else "")
                self._leave(own)  # its sub-total is no task's
            elif len(own) == 1 and self._is_section(grid, number, own[0]):
                self._open_section(own[0])
            elif len(own) == 2 and self._is_numbered_section(grid, *own):
                self._open_section(own[1], self._words(own[0]))
            elif own and len(own) <= 2 and self._heads_below(grid, number, own):
                self._open_section(own[-1], self._words(own[0]) if len(own) > 1 else "")
            else:
                self._take(grid, number, layout)

    def end(self) -> None:
        """Tell of headings below which no row stands."""
        self._leave_sections(self._sections)
        self._sections = []

    def _caption(self, grid: Grid, start: int) -> list[Block]:
        """Return the line over the heads that calls this one of several tables on a sheet."""
        alone = [own[0] for row in grid.rows if row < start and len(own := grid.own(row)) == 1]
        if not self._several or not alone:
            return []
        below = grid.rows[0] > 1  # another table of the sheet: there is no title over it
        return [block for block in alone if below or tell_caption(self._words(block))][-1:]

    def _read_over(self, grid: Grid, layout: TableLayout, start: int) -> Iterator[Clause]:
        """Yield the lines over the heads that name the units of the whole table where no column does, and tell so."""
        kinds = {head.kind for head in layout.columns.values()}
        for block in (block for row in grid.rows if row < start for block in grid.own(row)):
            label = find_label(self._source, *trim(self._source.text, *block.span))
            if label is None or label[1] not in UNITS or block in (head.head for head in layout.columns.values()):
                continue
            clauses = find_clauses(self._source, *block.span).clauses
            names = "、".join(mention.name for clause in clauses for mention in clause.mentions)
            if not names:
                continue
            if layout.matrix or kinds & ({"lead", "shared"} if label[1] == "lead" else {*UNITS}):
                self._leave([block])
                continue
            rows = sum(row >= start for row in grid.rows)
            params = {"title": self._words(block).partition(":")[0], "names": names, "count": rows}
            self._heard.findings.append(Finding("SECTION_UNITS", Severity.NOTE, block.span, params=params))
            yield from clauses

    def _is_section(self, grid: Grid, number: int, block: Block) -> bool:
        """Say whether a row's only cell is a heading: wide, or alone with nothing reaching into its row."""
        around = {grid.cells.get((number, column)) for column in range(1, grid.width + 1)} - {None, block}
        placed = block.columns * 2 >= grid.width or block.locator.column == 1
        return not around and placed and grid.width > 2 and not BARE.fullmatch(block.span.of(self._source.text).strip())

    def _is_numbered_section(self, grid: Grid, number: Block, block: Block) -> bool:
        """Say whether a row is a number and one cell over all else: 一 | 基础设施."""
        wide = number.columns == 1 and block.columns == grid.width - 1 > 1
        return wide and BARE.fullmatch(number.span.of(self._source.text).strip(" 、.")) is not None

    def _heads_below(self, grid: Grid, row: int, own: Sequence[Block]) -> bool:
        """Say whether a row only heads the numbered ones below: 一 | 交通, or 交通 alone, above 1 | 东环路."""
        columns = self._layout.columns if self._layout else {}
        below = next((each for each in grid.rows if each > row), 0)
        numbered = next((column for column, head in columns.items() if head.kind == "number"), 0)
        first = own[-1].locator.column or 0
        heads = [columns[column] for column in range(first, first + own[-1].columns) if column in columns]
        number, under = (self._words(grid.cells.get((each, numbered))) for each in (row, below))
        over = len(own) == 2 and _OVER.fullmatch(number) is not None
        head = next((each for each in heads if each.kind in (*TEXTS, *(_REMARKS if over else ()))), None)
        words = self._words(own[-1])
        named = head is not None and len(words) <= LONGEST_HEADING and "。" not in words
        over |= len(own) == 1 and number in ("", words if own[0].columns > 1 else "")
        return named and over and _UNDER.fullmatch(under) is not None

    def _numbers_columns(self, own: Sequence[Block]) -> bool:
        """Say whether a row below the heads counts the columns: 1 | 2 | 3, 甲 | 乙 | 1 | 2."""
        words = [self._words(block).strip("()") for block in own]
        counted = [each for each in words if each.isdecimal()]
        stems = [each for each in words if not each.isdecimal()]
        ordered = counted == [str(n) for n in range(1, len(counted) + 1)] and stems == list("甲乙丙丁"[: len(stems)])
        return ordered and len(words) > _FEWEST_COUNTED

    def _words(self, block: Block | None) -> str:
        return block.span.of(self._source.text).strip() if block else ""

    def _open_section(self, block: Block, number: str = "") -> None:
        """Put a heading below those that reach deeper: (一)工业 below 一、产业发展."""
        words = block.span.of(self._source.text).strip()
        if tell_caption(words) == 1:
            self._captions = ()
        depth = tell_depth(f"{number.strip('、.')}、" if number else words)
        before = next((each.ordinal for each in reversed(self._sections) if each.depth == depth), 0)
        kept = [each for each in self._sections if each.holds(depth)]
        self._leave_sections([each for each in self._sections if each not in kept])
        ordinal = tell_ordinal(number or words) or before + 1
        self._sections = [*kept, _Section(block, ordinal, depth)]
        self._categories = {}

    def _leave_sections(self, sections: Sequence[_Section]) -> None:
        from responsibility.parse.table.around import is_legend

        for each in sections:
            if not each.used and not is_legend(each.block.span, self._source):
                self._leave([each.block])

    def _take(self, grid: Grid, number: int, layout: TableLayout) -> None:
        row = Record(grid, (), ())
        for column, head in layout.columns.items():
            block = grid.cells.get((number, column))
            if block is None or (layout.matrix and column in layout.matrix.units):
                continue
            block = self._meant(column, block)
            if head.kind in UNITS or _says_duty(head, block, self._source):
                _add_units(row, head, block)
            elif head.kind == "category":
                self._categorize(column, block)
            elif head.kind in BESIDE:
                row.beside.append((head, block))
            elif block not in row.of(head.kind):
                row.blocks.setdefault(head.kind, []).append(block)
                row.heads.setdefault(block, head.label)
        row.units = [(_with_role(head, row, self._source), block) for head, block in row.units]
        row.marks = mark_clause(grid, number, layout.matrix, self._source) if layout.matrix else None
        if layout.matrix and layout.matrix.figures:
            found = ((name, grid.cells.get((number, column))) for column, name in layout.matrix.units.items())
            row.figures = [(name, block) for name, block in found if block is not None]
        goes_on = self.rows and row.beside and not row.identity
        if not (row.of(*TEXTS) or row.units or row.marks or goes_on):
            self._leave(grid.own(number))
        elif not self._goes_on(row):
            row.path, row.ordinals, row.above = self._place()
            self.rows.append(row)

    def _leave(self, own: Sequence[Block]) -> None:
        span = span_over(own)
        words = span.of(self._source.original)[:40]
        self._heard.findings.append(Finding("TABLE_ROW_UNREAD", Severity.NOTE, span, params={"words": words}))

    def _meant(self, column: int, block: Block) -> Block:
        """Return the cell that 同上 stands for: the one above it in its column."""
        if is_ditto(block.span.of(self._source.text), self._source.lexicon):
            return self._last.get(column, block)
        self._last[column] = block
        return block

    def _categorize(self, column: int, block: Block) -> None:
        before = self._categories.get(column)
        words = block.span.of(self._source.text).strip()
        if before is None or before[0].span.of(self._source.text).strip() != words:
            self._categories[column] = (block, tell_ordinal(words) or (before[1] if before else 0) + 1)

    def _goes_on(self, row: Record) -> bool:
        """Add to the row above what has no number and task of its own, or the same ones."""
        last = self.rows[-1] if self.rows else None
        kinds = {each.kind for each in self._layout.columns.values()} if self._layout else set()
        if last is None or not kinds & {"number", "problem", "task"}:
            return False
        same = bool(row.identity) and row.identity == last.identity
        if not same and row.of("number", "problem", "task"):
            return False
        for kind, blocks in row.blocks.items():
            last.blocks.setdefault(kind, []).extend(block for block in blocks if block not in last.of(kind))
        last.heads |= row.heads
        last.units += [each for each in row.units if each not in last.units]
        last.beside += [each for each in row.beside if each not in last.beside]
        return True

    def _place(self) -> tuple[tuple[Heading, ...], tuple[int, ...], tuple[Clause, ...]]:
        for each in self._sections:
            each.used = True
        above = [*((each.block, each.ordinal) for each in self._sections), *self._categories.values()]
        said = [self._clauses_of(block) for block, _ in above]
        # What the lines outside of a table say of units is read as prose and passed down from there.
        outer = [(block, self._clauses_of(block)) for block in self._captions]
        path = tuple(
            _heading(level, block, self._source, clauses)
            for level, (block, clauses) in enumerate(
                [*outer, *((block, clauses) for (block, _), clauses in zip(above, said, strict=True))], 1
            )
        )
        first = (self._tables,) if self._several else ()
        return (
            path,
            (*first, *(ordinal for _, ordinal in above)),
            tuple(each for clauses in (self._over, *said) for each in clauses),
        )

    def _clauses_of(self, block: Block) -> tuple[Clause, ...]:
        """Return what a heading says of units: 产业发展(市发改委牵头)."""
        if block not in self._said:
            self._said[block] = find_clauses(self._source, *block.span).clauses
        return self._said[block]


def _says_duty(head: Head, block: Block, source: Source) -> bool:
    """Say whether a remark opens with a label of units, 配合单位:市教育局, or is a clause: 由市教育局配合."""
    if head.kind not in _REMARKS:
        return False
    start, end = trim(source.text, *block.span)
    label = find_label(source, start, end)
    with_whom = source.text.startswith(source.lexicon["words.joiners"], start, end)  # 与市医保局联合推进
    said = head.kind == "note" and not with_whom and is_clause(block.span, source)
    return (label is not None and label[1] in UNITS) or said


def _with_role(head: Head, row: Record, source: Source) -> Head:
    """Give a column 责任单位 the role that a column beside it tells of each row by nothing but 牵头 or 配合."""
    if head.kind != "shared":
        return head
    said = {block.span.of(source.text).strip() for beside, block in row.beside if not beside.kind}
    roles = {source.lexicon.verbs[word] for word in said if word in source.lexicon.verbs}
    return replace(head, kind=roles.pop()) if len(roles) == 1 and roles <= {"lead", "support"} else head


def _add_units(row: Record, head: Head, block: Block) -> None:
    """Add a cell of units; one over several columns says who does the work, not which part."""
    at = next((n for n, (_, each) in enumerate(row.units) if each is block), None)
    if at is None:
        row.units.append((head, block))
    elif row.units[at][0].kind != head.kind:
        row.units[at] = replace(row.units[at][0], kind="shared"), block


def _head_rules(grid: Grid, start: int, source: Source) -> Iterator[Rule]:
    """Find 责任单位(列首位的为牵头单位) in a head, and a remark of that kind above the heads."""
    for block in (block for row in grid.rows if row < start for block in grid.own(row)):
        yield from (replace(rule, since=block.span.start) for rule in find_prose_rules(source, *block.span))


def _heading(level: int, block: Block, source: Source, clauses: Sequence[Clause]) -> Heading:
    spans = [clause.span for clause in clauses]
    words = re.sub(r"\s", "", text_without(source, *block.span, spans) if spans else block.span.of(source.original))
    match = ORDINAL.match(source.lexicon.fold(words))
    number = words[: match.end()] if match else ""
    return Heading(level, number, words[len(number) :], block.span)
