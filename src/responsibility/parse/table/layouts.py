"""Layouts: how each table is to be read: its columns, where its body begins, whether it goes on in the one before.

In: Grids. Out: for each table that says who does what its Layout; findings on what is left aside or guessed. Two
tables side by side are two; a table that stands twice is read once; a table without heads is read where one of its
columns holds nothing but clauses, and a column without a head where it holds nothing but units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Finding
from responsibility.parse.clause.mentions import Source
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import find_due
from responsibility.parse.table.cards import turn_cards
from responsibility.parse.table.contents import (
    charges_some,
    holds_number,
    holds_numbered,
    holds_units,
    is_clause,
    names_units,
)
from responsibility.parse.table.drawn import Matrix, find_drawn
from responsibility.parse.table.figures import find_figures, gives_figures, settle_figures, turn_table
from responsibility.parse.table.heads import (
    TEXTS,
    UNITS,
    Grid,
    Head,
    find_columns,
    has_office,
    is_responsible,
    span_over,
    tell_head,
)
from responsibility.parse.table.merged import shift_rows, spread_heads
from responsibility.parse.table.records import TableLayout
from responsibility.spans import Span

_TIME = re.compile("[时期]|进度|节点")
_ANY_YEAR = When(2000)
_FEWEST_BESIDE = 2  # columns of each of two tables side by side
_FEWEST_HEADS = 3  # of a second table on a sheet
_LONGEST_HEAD = 16
_MOST_BARE = 4  # columns of a table without heads
_FEWEST_CELLS = 2  # that tell what a column without a head holds


@dataclass(frozen=True, slots=True)
class Laid:
    """A table and how to read it. start: first row of its body. opens: it continues none."""

    grid: Grid
    layout: TableLayout
    start: int
    opens: bool


def lay_out(grids: Sequence[Grid], source: Source, findings: list[Finding], apart: frozenset[int]) -> Iterator[Laid]:
    """Yield the tables that say who does what. apart: those with words of their own before them."""
    last: TableLayout | None = None
    seen: dict[tuple[tuple[str, ...], ...], int] = {}
    for grid in (
        part
        for whole in grids
        for below in _part_below(whole, source)
        for part in _part_beside(turn_cards(below, source) or spread_heads(below, source, findings), source)
    ):
        laid = _lay_one(grid, last, source, findings, apart)
        behind = last is not None and grid.table not in apart
        last = laid.layout if laid else None
        if laid is None:
            span = span_over(list(grid.cells.values()))
            found = find_columns(grid, source.text, source.lexicon)
            lost = gives_figures(grid, *found, source) if found else behind
            severity = Severity.WARNING if lost else Severity.NOTE
            findings.append(Finding("TABLE_AS_TEXT", severity, span, params={"table": grid.table}))
            continue
        laid = replace(laid, grid=shift_rows(laid.grid, laid.layout, laid.start, source, findings))
        body = _body(laid, source)
        first = seen.setdefault(body, grid.table)
        if first != grid.table and body:
            span = span_over(list(grid.cells.values()))
            findings.append(
                Finding("TABLE_TWICE", Severity.WARNING, span, params={"table": grid.table, "first": first})
            )
            laid = replace(laid, start=max(grid.rows) + 1)
        yield laid


def _body(laid: Laid, source: Source) -> tuple[tuple[str, ...], ...]:
    rows = (
        tuple(re.sub(r"\s", "", block.span.of(source.text)) for block in laid.grid.own(row))
        for row in laid.grid.rows
        if row >= laid.start
    )
    return tuple(row for row in rows if not laid.layout.heads.issuperset(row))


def _lay_one(
    grid: Grid, last: TableLayout | None, source: Source, findings: list[Finding], apart: frozenset[int]
) -> Laid | None:
    found = find_columns(grid, source.text, source.lexicon)
    columns, start = found or ({}, grid.rows[0])
    columns = settle_figures(grid, _with_problems(_settle(columns, source.lexicon)), start, source)
    turned = turn_table(grid, columns, start, source) if found else None
    if turned:
        grid, columns, start = turned  # read on as if it had been printed that way
    matrix = find_figures(grid, columns, start, source) or find_drawn(grid, columns, start, source)
    heads = frozenset(re.sub(r"\s", "", each.span.of(source.original)) for each in _head_cells(grid, start))
    # Of heads in two rows a page may repeat the upper one alone.
    same = last is not None and (_labels(columns) == _labels(last.columns) or (len(heads) > 1 and heads <= last.heads))
    repeats = same and grid.table not in apart
    goes_on = last is not None and grid.table not in apart and found is not None and not _are_heads(found[0])
    as_wide = last is not None and (
        grid.width == last.width or (found is None and grid.table not in apart and _fits(grid, last, source))
    )
    if last is not None and as_wide and (found is None or repeats or goes_on):
        return Laid(grid, last, grid.rows[0], opens=False)
    if found:
        columns = {**columns, **_guess_columns(grid, columns, start, source, findings)}
    if found and (matrix or is_responsible(columns)):
        layout = TableLayout(
            _with_task(grid, _with_due(grid, columns, start, source), start, matrix, source), matrix, grid.width, heads
        )
        findings.extend(_layout_findings(grid, layout, start, source))
        return Laid(grid, layout, start, opens=True)
    bare = _guess_bare(grid, source) if found is None else {}
    return Laid(grid, TableLayout(bare, None, grid.width, frozenset()), grid.rows[0], opens=True) if bare else None


def _fits(grid: Grid, layout: TableLayout, source: Source) -> bool:
    """Say whether a table without heads goes on in the columns of the one before, whose last ones are empty in it.

    Its numbers tell it, else its units.
    """
    cells = {number: _column(grid, number, grid.rows[0]) for number in range(1, grid.width + 1)}
    kinds = {number: head.kind for number, head in layout.columns.items() if cells.get(number)}
    numbers = [number for number, kind in kinds.items() if kind == "number"]
    units = [number for number, kind in kinds.items() if kind in UNITS]
    told = holds_number if numbers else charges_some
    fits = all(_all(cells[number], source, told) for number in numbers or units)
    return grid.width < layout.width and bool(units) and fits and not {*kinds.values()}.isdisjoint(TEXTS)


def _are_heads(columns: Mapping[int, Head]) -> bool:
    """Say whether a row is surely one of heads: half of its cells tell what stands below them."""
    told = sum(column.kind not in ("", "period") for column in columns.values())
    return told * 2 >= len(columns)


def _head_cells(grid: Grid, start: int) -> list[Block]:
    return [block for row in grid.rows if row < start for block in grid.own(row)]


def _labels(columns: Mapping[int, Head]) -> list[str]:
    return [column.label for column in columns.values()]


def _part_below(grid: Grid, source: Source) -> Iterator[Grid]:
    """Yield the tables that stand below each other on one sheet, each with the lines of one cell above its heads."""
    found = find_columns(grid, source.text, source.lexicon)
    if found is None:
        yield grid
        return
    begins, heads = [0], set(_labels(found[0]))
    for at, row in enumerate(grid.rows):
        if row < found[1]:
            continue
        words = [re.sub(r"\s", "", block.span.of(source.original)) for block in grid.own(row)]
        if heads.issuperset(words) or not _are_words_of_heads(words, source):
            continue
        heads = set(words)
        lines = takewhile(lambda row: _is_line(grid.own(row), source), reversed(grid.rows[begins[-1] + 1 : at]))
        begins.append(at - sum(1 for _ in lines))
    if len(begins) == 1:
        yield grid
        return
    for first, past in zip(begins, [*begins[1:], len(grid.rows)], strict=True):
        rows = grid.rows[first:past]
        below = grid.rows[past] if past < len(grid.rows) else max(row for row, _ in grid.cells) + 1
        cells = {place: block for place, block in grid.cells.items() if rows[0] <= place[0] < below}
        yield replace(grid, cells=cells, rows=rows, width=max(column for _, column in cells))


def _is_line(own: Sequence[Block], source: Source) -> bool:
    """Say whether a row is one cell that calls the table below; a note speaks of the one above."""
    return len(own) == 1 and not own[0].span.of(source.text).strip().startswith(source.lexicon["heads.note"])


def _are_words_of_heads(words: Sequence[str], source: Source) -> bool:
    """Say whether a row holds short words alone, most of them heads, of which one is of tasks and one of units."""
    if len(words) < _FEWEST_HEADS or any(len(each) > _LONGEST_HEAD or each.isdecimal() for each in words):
        return False
    kinds = [tell_head(each, source.lexicon) for each in words]
    listed = [each for each in words if source.lexicon.labels.get(source.lexicon.fold(each), "") in UNITS]
    most = sum(map(bool, kinds)) * 2 > len(kinds)
    return bool(listed) and most and not {*kinds}.isdisjoint((*TEXTS, "number"))


def _part_beside(grid: Grid, source: Source) -> Iterator[Grid]:
    """Yield two tables that stand side by side one by one: their heads repeat from left to right."""
    found = find_columns(grid, source.text, source.lexicon)
    columns = sorted(found[0].items()) if found else []
    labels = [head.label for _, head in columns]
    for width in range(_FEWEST_BESIDE, len(labels) // 2 + 1):
        first = labels[:width]
        if len(labels) % width == 0 and first * (len(labels) // width) == labels:
            kinds = {head.kind for _, head in columns[:width]}
            if kinds & {*UNITS, "watch"} and kinds & {*TEXTS}:
                top = min(head.head.locator.row or 1 for _, head in columns)
                starts = [column for column, _ in columns[::width]]
                yield from (_cut(grid, top, *ends) for ends in zip(starts, [*starts[1:], grid.width + 1], strict=True))
                return
    yield grid


def _cut(grid: Grid, top: int, left: int, right: int) -> Grid:
    cells = {(r, c - left + 1): block for (r, c), block in grid.cells.items() if r >= top and left <= c < right}
    rows = tuple(row for row in grid.rows if row >= top)
    return Grid(grid.table, cells, rows, max((column for _, column in cells), default=1))


def _settle(columns: Mapping[int, Head], lexicon: Lexicon) -> dict[int, Head]:
    """Settle what a head means beside the others.

    主责单位 shares the work beside 牵头单位, 行业主管部门 helps beside 责任单位, and 责任科室 is no unit beside one;
    建设单位 comes after 责任单位, wherever it stands.
    """
    said = any(each.kind == "lead" and "牵头" in each.label for each in columns.values())
    doers = [each for each in columns.values() if each.kind in UNITS and not has_office(each.label, lexicon)]
    firm = [each for each in doers if not _is_trade(each, lexicon)]

    def settle(column: Head) -> Head:
        if column.kind in UNITS and doers and has_office(column.label, lexicon):
            return replace(column, kind="office")
        if column.kind in ("lead", "guide") and _is_trade(column, lexicon):
            return replace(column, kind="support" if firm else "lead")
        return (
            replace(column, kind="shared") if said and column.kind == "lead" and "牵头" not in column.label else column
        )

    settled = {number: settle(column) for number, column in columns.items()}
    return dict(sorted(settled.items(), key=lambda each: _is_builder(each[1], lexicon)))


def _is_builder(column: Head, lexicon: Lexicon) -> bool:
    """Say whether a head names who builds or owns what is done, who is not the first to answer for it."""
    return column.kind == "shared" and column.label in lexicon["heads.shared"] and column.label not in lexicon.labels


def _with_problems(columns: Mapping[int, Head]) -> dict[int, Head]:
    """Take 存在问题 beside a task for one more field, unless what stands beside is 整改任务."""
    tasks = any(each.kind == "task" and "整" not in each.label for each in columns.values())
    return {n: replace(each, kind="field") if tasks and each.kind == "problem" else each for n, each in columns.items()}


def _is_trade(column: Head, lexicon: Lexicon) -> bool:
    """Say whether a head names who oversees a trade; 行业主管部门(牵头) says what that is."""
    said = "牵头" in column.label
    return not said and any(word in column.label for word in lexicon["heads.trade"])


def _with_task(
    grid: Grid, columns: Mapping[int, Head], start: int, matrix: Matrix | None, source: Source
) -> dict[int, Head]:
    """Take the unknown column with the most words, but for one of units, for the task where no head names one."""
    if any(column.kind in TEXTS for column in columns.values()):
        return dict(columns)
    sizes = {
        number: sum(char.isalpha() for block in _column(grid, number, start) for char in block.span.of(source.text))
        for number, column in columns.items()
        if column.kind in ("", "category", "target") and not (matrix and number in matrix.units)
        if column.kind or not _all(_column(grid, number, start), source, names_units)
    }
    longest = max(sizes, key=lambda number: sizes[number], default=None)
    return {n: replace(each, kind="task") if n == longest else each for n, each in columns.items()}


def _with_due(grid: Grid, columns: Mapping[int, Head], start: int, source: Source) -> dict[int, Head]:
    """Take an unknown column that is headed by a time and holds only days for the deadline: 工作进度 over 6月底."""
    if any(column.kind == "due" for column in columns.values()):
        return dict(columns)
    return {
        number: replace(column, kind="due")
        if column.kind in ("", "other", "schedule")
        and _TIME.search(column.label)
        and not any(word in column.label for word in source.lexicon["heads.begins"])
        and _all(_column(grid, number, start), source, _is_day)
        else column
        for number, column in columns.items()
    }


def _is_day(span: Span, source: Source) -> bool:
    return find_due(source.original, span, _ANY_YEAR).day is not None


def _guess_columns(
    grid: Grid, columns: Mapping[int, Head], start: int, source: Source, findings: list[Finding]
) -> dict[int, Head]:
    """Take a column without a head for units that share the work where it holds nothing but units."""
    guessed = _guess_headed(grid, columns, start, source)
    params = [(head.head.span, number) for number, head in guessed.items()]
    findings += (Finding("TABLE_COLUMN_GUESSED", Severity.WARNING, span, params={"column": n}) for span, n in params)
    for number in range(1, grid.width + 1):
        cells = _column(grid, number, start)
        if (
            number in columns
            or len(cells) < min(_FEWEST_CELLS, len(grid.rows) - 1)
            or not _all(cells, source, names_units)
        ):
            continue
        guessed[number] = Head("shared", "", cells[0])
        findings.append(Finding("TABLE_COLUMN_GUESSED", Severity.WARNING, cells[0].span, params={"column": number}))
    return guessed


def _guess_headed(grid: Grid, columns: Mapping[int, Head], start: int, source: Source) -> dict[int, Head]:
    """Take the one column of nothing but units for those responsible where no head tells of units: 建设科, 责任分解.

    A column 责任人 is one where each of its cells names a bureau, with or without the person.
    """
    if any(head.kind in (*UNITS, "watch") for head in columns.values()):
        return {}
    told = {"": names_units, "person": holds_units}
    units = [
        n for n, head in columns.items() if head.kind in told and _all(_column(grid, n, start), source, told[head.kind])
    ]
    texts = any(head.kind in TEXTS for head in columns.values())
    return {units[0]: replace(columns[units[0]], kind="shared")} if texts and len(units) == 1 else {}


def _guess_bare(grid: Grid, source: Source) -> dict[int, Head]:
    """Tell the columns of a table without heads by one that holds nothing but clauses, beside its tasks."""
    first = grid.rows[0]
    cells = {number: _column(grid, number, first) for number in range(1, grid.width + 1)}
    clauses = [number for number, each in cells.items() if each and _all(each, source, is_clause)]
    if not clauses and any(_all(each, source, holds_numbered) for each in cells.values()):  # 1.建园3个 | 市住建局
        clauses = [number for number, each in cells.items() if _all(each, source, names_units)]
    texts = [number for number in cells if number not in clauses and not _all(cells[number], source, holds_number)]
    if len(clauses) != 1 or not texts or grid.width > _MOST_BARE or len(cells[clauses[0]]) < len(grid.rows):
        return {}
    task = max(texts, key=lambda number: sum(block.span.end - block.span.start for block in cells[number]))
    kinds = {clauses[0]: "shared", task: "task"} | {number: "content" for number in texts if number != task}
    kinds |= {number: "number" for number in cells if number not in kinds}
    return {number: Head(kinds[number], "", each[0]) for number, each in cells.items() if each}


def _all(cells: Sequence[Block], source: Source, is_so: Callable[[Span, Source], bool]) -> bool:
    return bool(cells) and all(is_so(block.span, source) for block in cells)


def _layout_findings(grid: Grid, layout: TableLayout, start: int, source: Source) -> Iterator[Finding]:
    """Name the columns whose head no word tells, and signs read without a legend or left aside."""
    for number, column in layout.columns.items():
        is_unit = layout.matrix is not None and number in layout.matrix.units
        cells = _column(grid, number, start)
        known = any(column.label in source.lexicon[key] for key in ("heads.measure", "heads.total"))
        units = _all(cells, source, holds_units if column.kind else names_units)
        aside = units and _is_aside(column, source.lexicon)
        if aside or (not column.kind and not is_unit and cells and not known):
            severity = Severity.WARNING if units else Severity.NOTE
            yield Finding("TABLE_COLUMN_UNREAD", severity, column.head.span, params={"label": column.label})
    bare = layout.matrix is not None and layout.matrix.figures
    guessed = ("MARKS_NUMBERS", Severity.WARNING) if bare else ("MARKS_GUESSED", Severity.NOTE)
    for (code, severity), signs in ((guessed, "guessed"), (("MARKS_ASIDE", Severity.NOTE), "aside")):
        if found := getattr(layout.matrix, signs, ()):
            span = span_over(list(grid.cells.values()))
            yield Finding(code, severity, span, params={"signs": ("、" if bare else "").join(found)})


def _is_aside(column: Head, lexicon: Lexicon) -> bool:
    """Say whether units below a head are kept aside though it may charge them: 参战单位及责任人, 监管责任单位."""
    label = lexicon.fold(column.label)
    if column.kind == "watch":
        return any(label.endswith(word) for word, kind in lexicon.labels.items() if kind in UNITS and label != word)
    return column.kind == "other" and label not in lexicon.labels


def _column(grid: Grid, column: int, start: int) -> list[Block]:
    return [block for row in grid.rows if row >= start and (block := grid.cells.get((row, column)))]
