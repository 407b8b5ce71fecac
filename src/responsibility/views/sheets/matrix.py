"""Matrix: 责任矩阵, items by units, with totals that follow the marks.

Only marks are written; looks come from rows, columns and conditional formats, so that 500 items by 2,000 units stay
quick. Sections are bands; units stand in protocol order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil

from responsibility.kinds import Role
from responsibility.model import Item
from responsibility.views.measure import shorten_cell
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Choice, Column, Condition, Page, Row, Sheet, quoted, relative, row_of
from responsibility.views.sheets.grid import HEAD, LEFT, Lattice, lay_grid

_NAME_LINE = 14  # letters of a vertical head before it goes on beside
_TITLE_WIDTH, _WIDEST = 36.0, 6.0
# Half-width characters across that a page has room for, a row of its height; rows that heads and edges take.
_SPREAD, _SLACK = 5.0, 10
# Column units across a page on which letters of 10.5 points are printed with 6.4: still legible.
_PAGE_WIDTH = {"A4": 250.0, "A3": 365.0}

_OPEN, _AGAIN = 4, 15  # columns over which a kind's name runs on, and after which it stands again, for the next page
_ONE_PAGE = 40  # rows that stay legible when shrunk to one page's height


def build_matrix(scene: Scene) -> Sheet:
    """Build 责任矩阵: units in protocol order, items in document order; marks can be changed."""
    sheet = _build(scene, lay_grid(scene), "matrix")
    return replace(sheet, choices=_choices(scene, lay_grid(scene)))


def build_blocks(scene: Scene) -> Sheet:
    """Build 责任矩阵(分群): the same marks in the order that shows who works with whom."""
    groups = scene.analysis.groups
    group_of = dict(zip(zip(groups["kind"], groups["id"], strict=True), groups["group"], strict=True))
    lines: list[Item | str] = []
    washes: list[Condition] = []
    columns = [group_of.get(("unit", unit_id)) for unit_id in scene.analysis.unit_order]
    rows = ((group_of.get(("item", item_id)), item_id) for item_id in scene.analysis.item_order)
    for group, members in groupby(rows, key=lambda row: row[0]):
        items = [scene.items[item_id] for _, item_id in members]
        lines += [_name_block(scene, group, columns.count(group), len(items)), *items]
        if group is not None and group in columns:
            left = LEFT + columns.index(group)
            bottom = HEAD + len(lines)
            area = Area(bottom - len(items) + 1, left, bottom, left + columns.count(group) - 1)
            washes.append(Condition(area, "formula", "block-wash", f'{relative(area.top, area.left)}=""'))
    grid = Lattice(tuple(lines), tuple(scene.analysis.unit_order))
    sheet = _build(scene, grid, "blocks")
    return replace(sheet, rules=(*washes, *sheet.rules))


def _name_block(scene: Scene, group: int | None, units: int, items: int) -> str:
    """Name a block; items that only name collectives are in none."""
    key = "sheet.blocks.rest" if group is None else "sheet.blocks.band"
    return scene.say(key, group=group, units=units, items=items)


def _build(scene: Scene, grid: Lattice, key: str) -> Sheet:
    """Build a matrix of this grid; key says whose words it takes."""
    say = scene.say
    name = say(f"sheet.{key}.name")
    kinds = _list_kinds(scene, grid) if key == "matrix" else []
    rows = [
        row_of(Cell(say(f"sheet.{key}.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(Cell(_legend(scene, key, _roles(scene)), "stamp")),
        _kind_row(scene, kinds, grid),
        _heads(scene, grid),
        *_body(scene, grid),
        *_totals(scene, grid),
    ]
    columns = (
        Column("item_id", 8, 14, "cell-center"),
        Column("title", _TITLE_WIDTH, _TITLE_WIDTH, "cell"),
        *(Column(unit_id, *_head_width(scene.short(unit_id)), "mark") for unit_id in grid.units),
        *(Column(f"{role.value}-total", 5.5, 5.5, "mark", role not in _roles(scene)) for role in Role),
        Column("total", 5.5, 5.5, "mark"),
        *((Column("weight", 6.5, 6.5, "mark"),) if scene.weights else ()),
    )
    page = _page(scene, name, columns, len(rows))
    columns = _spread(columns, grid, len(rows)) if page.tall else columns
    merges = tuple(Area(HEAD - 1, first, HEAD - 1, last) for first, last, _ in kinds if 0 < last - first < _OPEN)
    if page.wide > 1:
        bands = [row for row, line in enumerate(grid.lines, grid.top) if isinstance(line, str)]
        merges += tuple(Area(row, 0, row, LEFT - 1) for row in bands)
        rows = [_wrap_band(row) if number in bands else row for number, row in enumerate(rows)]
    return Sheet(name, columns, tuple(rows), merges, frozen=(HEAD + 1, LEFT), page=page, rules=_rules(scene, grid))


def _wrap_band(row: Row) -> Row:
    """Keep a band's words within the columns that each page repeats, where LibreOffice cuts what runs over them."""
    ((_, cell),) = row.cells
    words = str(cell.value).replace("　", "\n")  # a level on a line
    return row_of(replace(cell, value=words, style="band-long"), Cell("", "band-long"))


def _page(scene: Scene, name: str, columns: Sequence[Column], rows: int) -> Page:
    """Shrink a small matrix to one page; let a large one go over several, heads and tasks on each."""
    paper = scene.settings.output.paper
    across = sum(column.least + 0.7 for column in columns if not column.hidden)
    wide = max(1, ceil((across - 50) / (_PAGE_WIDTH[paper] - 50)))
    tall = 1 if wide == 1 and rows <= _ONE_PAGE else 0
    beside = (0, LEFT - 1) if wide > 1 else None
    return scene.page(name, paper=paper, repeat_rows=(HEAD - 1, HEAD), repeat_columns=beside, wide=wide, tall=tall)


def _spread(columns: Sequence[Column], grid: Lattice, rows: int) -> tuple[Column, ...]:
    """Widen the units' columns to fill the page that the number of rows shrinks the matrix to."""
    taken = sum(column.least + 0.7 for column in columns if not column.hidden)
    more = max((_SPREAD * (rows + _SLACK) - taken) / max(len(grid.units), 1), 0.0)
    spread = (min(column.least + more, max(column.least, _WIDEST)) for column in columns)
    return tuple(
        replace(column, least=width, most=width) if LEFT <= place < grid.right else column
        for place, (column, width) in enumerate(zip(columns, spread, strict=True))
    )


def _roles(scene: Scene) -> list[Role]:
    """List the roles that the plan has; a lead is always asked for."""
    own = {each.role for each in scene.plan.assignments}
    return [role for role in Role if role is Role.LEAD or role in own]


def _legend(scene: Scene, key: str, roles: Iterable[Role] = Role) -> str:
    marks = "　".join(f"{scene.mark(role)} {scene.role(role)}" for role in roles)
    return scene.say(f"sheet.{key}.legend", marks=marks)


def _list_kinds(scene: Scene, grid: Lattice) -> list[tuple[int, int, str]]:
    """List neighbours of one kind: first and last column, and the kind; none where all are of one."""
    found: list[tuple[int, int, str]] = []
    left = LEFT
    for kind, members in groupby(scene.units[unit_id].kind for unit_id in grid.units):
        right = left + len(list(members))
        found.append((left, right - 1, kind))
        left = right
    return found if len(found) > 1 else []


def _kind_row(scene: Scene, kinds: Sequence[tuple[int, int, str]], grid: Lattice) -> Row:
    """Name the kinds above the units; a row without height where they tell nothing."""
    if not kinds:
        return row_of(height=0.0)
    cells: dict[int, Cell] = {}
    for first, last, kind in kinds:
        name, is_open = scene.say(f"sheet.advice.kind.{kind}"), last - first >= _OPEN
        cells[first] = Cell(name, "head-open" if is_open else "head")
        for at in range(first + 1, last + 1) if is_open else ():
            cells[at] = Cell(name if (at - first) % _AGAIN == 0 and last - at >= _OPEN else "", "head-rest")
    return row_of(*(cells.get(at, Cell("", "head")) for at in range(grid.right + 4 + bool(scene.weights))))


def _heads(scene: Scene, grid: Lattice) -> Row:
    say = scene.say
    return row_of(
        Cell(say("sheet.column.item"), "head"),
        Cell(say("sheet.column.task"), "head"),
        *(_vertical(scene.short(unit_id)) for unit_id in grid.units),
        *(_vertical(scene.role(role)) for role in Role),
        _vertical(say("sheet.total")),
        *((_vertical(say("sheet.column.weight")),) if scene.weights else ()),
    )


def _vertical(name: str) -> Cell:
    """Set a head upright, letters below each other; a long or Latin one lies on its side."""
    lines = stack_name(name)
    return Cell(lines, "head-turned" if "\n" in lines or name.isascii() else "head-vertical")


def stack_name(name: str) -> str:
    r"""Break a long name into lines of equal length, since letters below each other would not fit 409 points.

    >>> stack_name("一二三四五六七八九十一二三四五六")
    '一二三四五六七八\n九十一二三四五六'
    """
    count = ceil(len(name) / _NAME_LINE)
    length = ceil(len(name) / count) if count else 0
    return "\n".join(name[start : start + length] for start in range(0, len(name), length or 1))


def _head_width(name: str) -> tuple[float, float]:
    width = 0.4 + 2.8 * max(1, ceil(len(name) / _NAME_LINE))
    return width, width


def _body(scene: Scene, grid: Lattice) -> Iterator[Row]:
    places = {unit_id: LEFT + place for place, unit_id in enumerate(grid.units)}
    for row, line in enumerate(grid.lines, grid.top):
        if isinstance(line, str):
            yield row_of(Cell(line, "band-open"))
            continue
        own = sorted(scene.by_item[line.id], key=lambda each: places[each.unit_id])
        marks = ((places[each.unit_id], Cell(scene.mark(each.role))) for each in own)
        counts = Counter(each.role for each in own)
        yield Row(
            (
                (0, Cell(scene.number(line.id))),
                (1, Cell(shorten_cell(line.title or line.body, _TITLE_WIDTH, 4))),
                *marks,
                *_row_totals(scene, grid, row, counts),
                *_weight(scene, grid, line),
            )
        )


def _weight(scene: Scene, grid: Lattice, item: Item) -> Iterator[tuple[int, Cell]]:
    if scene.weights:
        yield grid.right + 4, Cell(scene.weights[item.id], "total-load")


def _row_totals(scene: Scene, grid: Lattice, row: int, counts: Counter[Role]) -> Iterator[tuple[int, Cell]]:
    first = grid.right
    area = f"{relative(row, LEFT)}:{relative(row, first - 1)}"
    for role in Role:
        column = first + role.strength
        yield column, Cell(counts[role], "tally", f'COUNTIF({area},"{scene.mark(role)}")')
    own = f"{relative(row, first)}:{relative(row, first + 2)}"
    yield first + 3, Cell(counts.total(), "total", f"SUM({own})")


def _totals(scene: Scene, grid: Lattice) -> Iterator[Row]:
    if grid.empty:
        return
    first = grid.right
    counts = Counter((each.unit_id, each.role) for each in scene.plan.assignments)
    of_role = Counter(each.role for each in scene.plan.assignments)
    for role in Role:
        row = grid.total_row(role.strength)
        cells = [
            Cell(counts[unit_id, role], "tally", f'COUNTIF({grid.column_area(column)},"{scene.mark(role)}")')
            for column, unit_id in enumerate(grid.units, LEFT)
        ]
        everyone = f"SUM({relative(row, LEFT)}:{relative(row, first - 1)})"
        cells += [
            Cell(of_role[role], "total", everyone) if place in (role.strength, 3) else Cell("", "total")
            for place in range(4)
        ]
        heads = (Cell("", "total-head"), Cell(scene.role(role), "total-head"))
        yield row_of(*heads, *cells, height=None if role in _roles(scene) else 0.0)
    yield _grand_total(scene, grid)


def _grand_total(scene: Scene, grid: Lattice) -> Row:
    top, bottom = grid.total_row(0), grid.total_row(2)
    per_unit = [len(scene.by_unit[unit_id]) for unit_id in grid.units]
    per_role = Counter(each.role for each in scene.plan.assignments)
    values = [*per_unit, *(per_role[role] for role in Role), len(scene.plan.assignments)]
    cells = [
        Cell(value, "total", f"SUM({relative(top, column)}:{relative(bottom, column)})")
        for column, value in enumerate(values, LEFT)
    ]
    return row_of(Cell("", "total-head"), Cell(scene.say("sheet.total"), "total-head"), *cells)


def _choices(scene: Scene, grid: Lattice) -> tuple[Choice, ...]:
    if grid.empty:
        return ()
    words = f"{quoted(scene.say('sheet.options.name'))}!$A$1:$A${len(Role)}"
    return (Choice(grid.marks, words, title=scene.say("sheet.matrix.choose"), message=_legend(scene, "matrix")),)


def _rules(scene: Scene, grid: Lattice) -> tuple[Condition, ...]:
    if grid.empty:
        return ()
    last = grid.right - 1
    bands = (
        Condition(Area(row, 0, row, grid.right + 3), "any", "band-wash")
        for row, line in enumerate(grid.lines, grid.top)
        if isinstance(line, str)
    )
    marks = (Condition(grid.marks, "text", f"mark-{role.value}", scene.mark(role)) for role in Role)
    written = f'${relative(grid.top, 1)}<>""'
    return (*bands, *marks, Condition(Area(grid.top, 0, grid.bottom, last), "formula", "grid", written))
