"""Table: a responsibility table, or a matrix already drawn, to items.

In: a Document with cells and the Lexicon. Out: Items with their Clauses, rules, findings, and the blocks that were
read here, so that nobody reads them again as prose. Which tables these are is told by their heads; columns may come
in any order, merged cells hold for every row they cover, a row without number and task goes on in the row above it (a
page ended there), a table without heads goes on in the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Document, Finding, Item, Rule
from responsibility.parse.clause.asides import is_office_label, is_person
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import is_unit_like
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import find_due
from responsibility.parse.table.cells import make_items
from responsibility.parse.table.drawn import Matrix, find_matrix
from responsibility.parse.table.heads import (
    TEXTS,
    UNITS,
    Column,
    Grid,
    find_columns,
    is_responsible,
    make_grids,
    span_over,
)
from responsibility.parse.table.records import Heard, Layout, RowReader

_LONGEST_PERSON = 24  # with a post, behind a unit
_TIME = re.compile("[时期]|进度|节点")
_ANY_YEAR = When(2000)
_SAME = re.compile(r"[\s。.,、;:…]")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables say. consumed: indexes of Document.blocks that were read here, ascending."""

    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    consumed: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()


def parse_tables(document: Document, lexicon: Lexicon, when: When | None = None) -> TableReading:
    """Read every table whose heads say who does what; other tables stay text, with a note.

    when: the plan's year and day of issue, for 年底前 and 本月底 in its cells.
    """
    grids = make_grids(document)
    if not grids:
        return TableReading()
    source = _cell_source(document, lexicon)
    heard = Heard()
    tables = list(_lay_out(grids, source, heard.findings, _set_apart(document)))
    reader = RowReader(source, sum(opens for *_, opens in tables) > 1, heard)
    for grid, layout, start, opens in tables:
        reader.read(grid, layout, start, opens)
    items = tuple(make_items(source, reader.rows, heard, when or When()))
    numbers = {grid.table for grid, *_ in tables}
    consumed = tuple(index for index, block in enumerate(document.blocks) if block.locator.table in numbers)
    return TableReading(items, tuple(heard.findings), consumed, tuple(heard.rules))


def _cell_source(document: Document, lexicon: Lexicon) -> Source:
    """Fold the text, line breaks inside cells made separators where a name ends before and blanks where not."""
    folded = lexicon.fold(document.text)
    parts, at = [], 0
    for block in document.blocks:
        if block.locator.table is None or folded.find("\n", *block.span) < 0:
            continue
        words = block.span.of(folded)
        place = words.find("\n")
        while place >= 0:
            before = re.split(r"[、,;。\n]", words[:place])[-1]
            behind = re.split(r"[、,;。\n]", words[place + 1 : place + _LONGEST_PERSON])[0].strip()
            apart = not (behind.startswith(("(", "[")) or is_person(behind, lexicon))
            whole = is_unit_like(before.strip(), lexicon) or is_person(before.strip(), lexicon)
            sign = "、" if apart and whole else "\n"
            words = f"{words[:place]}{sign}{words[place + 1 :]}"
            place = words.find("\n", place + 1)
        parts += [folded[at : block.span.start], words]
        at = block.span.end
    return Source(document.text, "".join([*parts, folded[at:]]), lexicon)


def _lay_out(
    grids: Sequence[Grid], source: Source, findings: list[Finding], apart: frozenset[int]
) -> Iterator[tuple[Grid, Layout, int, bool]]:
    """Yield (table, how to read it, first row of its body, whether it opens and continues none).

    apart: the tables with words of their own before them.
    """
    last: Layout | None = None
    for grid in grids:
        found = find_columns(grid, source.text, source.lexicon)
        columns, start = found or ({}, grid.rows[0])
        columns = _without_offices(_with_one_lead(columns), source.lexicon)
        matrix = find_matrix(grid, columns, start, source)
        repeats = last is not None and grid.table not in apart and _labels(columns) == _labels(last.columns)
        if last is not None and grid.width == last.width and (found is None or repeats):
            yield grid, last, grid.rows[0], False
        elif found and (matrix or is_responsible(columns)):
            heads = frozenset(re.sub(r"\s", "", each.span.of(source.original)) for each in _head_cells(grid, start))
            columns = _with_task(grid, _with_due(grid, columns, start, source), start, matrix)
            last = Layout(columns, matrix, grid.width, heads)
            findings.extend(_layout_findings(grid, last, start))
            yield grid, last, start, True
        else:
            last = None
            span = span_over(list(grid.cells.values()))
            findings.append(Finding("TABLE_AS_TEXT", Severity.NOTE, span, params={"table": grid.table}))


def _head_cells(grid: Grid, start: int) -> list[Block]:
    return [block for row in grid.rows if row < start for block in grid.own(row)]


def _labels(columns: Mapping[int, Column]) -> list[str]:
    return [column.label for column in columns.values()]


def _set_apart(document: Document) -> frozenset[int]:
    """Return the tables before which a paragraph stands; others go on from one page to the next."""
    pairs = pairwise(document.blocks)
    return frozenset(after.locator.table or 0 for before, after in pairs if before.locator.table is None)


def _with_one_lead(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Take 主责单位 for one that shares the work where another column is headed 牵头单位."""
    said = any(each.kind == "lead" and "牵头" in each.label for each in columns.values())
    second = {n for n, each in columns.items() if said and each.kind == "lead" and "牵头" not in each.label}
    return {n: replace(each, kind="shared") if n in second else each for n, each in columns.items()}


def _without_offices(columns: Mapping[int, Column], lexicon: Lexicon) -> dict[int, Column]:
    """Put 责任科室 aside where another column names units."""
    offices = {n for n, each in columns.items() if each.kind in UNITS and is_office_label(each.label, lexicon)}
    alone = all(n in offices for n, each in columns.items() if each.kind in UNITS)
    return {n: replace(each, kind="other") if n in offices and not alone else each for n, each in columns.items()}


def _with_task(grid: Grid, columns: Mapping[int, Column], start: int, matrix: Matrix | None) -> dict[int, Column]:
    """Take the unknown column with the most words for the task where no head names one."""
    if any(column.kind in TEXTS for column in columns.values()):
        return dict(columns)
    sizes = {
        number: sum(block.span.end - block.span.start for block in _column(grid, number, start))
        for number, column in columns.items()
        if column.kind in ("", "category", "target") and not (matrix and number in matrix.units)
    }
    longest = max(sizes, key=lambda number: sizes[number], default=None)
    return {n: replace(each, kind="task") if n == longest else each for n, each in columns.items()}


def _with_due(grid: Grid, columns: Mapping[int, Column], start: int, source: Source) -> dict[int, Column]:
    """Take an unknown column that is headed by a time and holds only days for the deadline: 工作进度 over 6月底."""
    if any(column.kind == "due" for column in columns.values()):
        return dict(columns)
    return {
        number: replace(column, kind="due")
        if column.kind in ("", "other")
        and _TIME.search(column.label)
        and _holds_days(_column(grid, number, start), source)
        else column
        for number, column in columns.items()
    }


def _holds_days(blocks: Sequence[Block], source: Source) -> bool:
    found = [find_due(source.original, block.span, _ANY_YEAR).day for block in blocks]
    return bool(found) and all(found)


def _layout_findings(grid: Grid, layout: Layout, start: int) -> Iterator[Finding]:
    """Name the columns that are unknown or not part of an item, and signs read without a legend."""
    for number, column in layout.columns.items():
        is_unit = layout.matrix is not None and number in layout.matrix.units
        code = {"": "TABLE_COLUMN_UNREAD", "other": "TABLE_COLUMN_ASIDE", "note": "TABLE_COLUMN_ASIDE"}.get(column.kind)
        if code and not is_unit and _column(grid, number, start):
            yield Finding(code, Severity.NOTE, column.head.span, params={"label": column.label})
    if layout.matrix and layout.matrix.guessed:
        span = span_over(list(grid.cells.values()))
        yield Finding("MARKS_GUESSED", Severity.NOTE, span, params={"signs": "".join(layout.matrix.guessed)})


def _column(grid: Grid, column: int, start: int) -> list[Block]:
    found = (grid.cells.get((row, column)) for row in grid.rows if row >= start)
    return [block for block in found if block is not None]


def mask_tables(folded: str, document: Document, reading: TableReading) -> str:
    """Blank out what the tables said, length kept, so that it is not read again as prose."""
    parts, at = [], 0
    for index in reading.consumed:
        span = document.blocks[index].span
        parts += [folded[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join([*parts, folded[at:]])


def join_tables(prose: Sequence[Item], reading: TableReading, lexicon: Lexicon) -> tuple[list[Item], list[Finding]]:
    """Put the items of prose and tables together, document order; a task told in both is kept once.

    The prose is kept where it names units, else the table; units that only one of the two names are in a finding.
    """
    by_title = {_title_key(item, lexicon): item for item in reversed(prose) if item.title}
    dropped: set[str] = set()
    kept: list[Item] = []
    findings: list[Finding] = []
    taken = {item.id for item in prose}
    for item in reading.items:
        twin = by_title.pop(_title_key(item, lexicon), None)  # a second row of that title is a task of its own
        if twin is None:
            kept.append(replace(item, id=f"t.{item.id}") if item.id in taken else item)
            continue
        findings.append(_repeat(twin, item))
        if item.clauses and not twin.clauses:
            dropped.add(twin.id)
            kept.append(replace(item, id=twin.id, path=twin.path or item.path))
    items = [item for item in prose if item.id not in dropped] + kept
    return sorted(items, key=lambda item: item.span), findings


def _title_key(item: Item, lexicon: Lexicon) -> str:
    return _SAME.sub("", lexicon.fold(item.title))


def _repeat(prose: Item, item: Item) -> Finding:
    ours, theirs = (
        {mention.name: None for clause in each.clauses for mention in clause.mentions} for each in (prose, item)
    )
    apart = [name for name in (*ours, *theirs) if (name in ours) != (name in theirs)]
    if ours and theirs and apart:
        params = {"title": item.title, "names": "、".join(apart)}
        return Finding("TABLE_CONTRADICTS", Severity.WARNING, item.span, prose.id, params=params)
    return Finding("TABLE_REPEATS", Severity.NOTE, item.span, prose.id, params={"title": item.title})
