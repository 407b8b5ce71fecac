"""Matrix: 责任矩阵, items by units, with totals that follow the marks.

Only marks are written; looks come from rows, columns and conditional formats, so that 500 items by 2,000 units stay
quick. Sections are bands; units stand in protocol order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from responsibility.model import Item, Role
from responsibility.views.measure import shorten_text
from responsibility.views.scene import Scene
from responsibility.views.sheet import (
    Area,
    Cell,
    Choice,
    Column,
    Row,
    Rule,
    Sheet,
    absolute,
    quoted,
    relative,
    row_of,
)

HEAD = 3  # the row of column heads
LEFT = 2  # columns before the first unit
_NAME_LINE = 14  # letters of a vertical head before it goes on beside
_TITLE_WIDTH = 32.0
_PAGE_WIDTH = {"A4": 200.0, "A3": 290.0}  # half-width characters that stay legible on one page

_ONE_PAGE = 40  # rows that stay legible when shrunk to one page's height


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the matrix's cells are: one entry a row below the heads, an Item or the words of a band."""

    lines: tuple[Item | str, ...]
    units: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count, so that a formula would count itself."""
        return not (self.lines and self.units)

    @property
    def top(self) -> int:
        """The first row below the heads."""
        return HEAD + 1

    @property
    def bottom(self) -> int:
        """The last row above the totals; equal to top - 1 in an empty matrix."""
        return HEAD + len(self.lines)

    def total_row(self, place: int) -> int:
        """Return the row of a role's totals (by strength), or of all (3)."""
        return self.bottom + 1 + place

    def column_area(self, column: int) -> str:
        """Name the marks of one unit as a formula does."""
        return f"{relative(self.top, column)}:{relative(self.bottom, column)}"


def lay_grid(scene: Scene) -> Grid:
    """List the rows of the matrix: bands where the headings change, then the items that name someone."""
    lines: list[Item | str] = []
    above: tuple[str, ...] = ()
    for item in scene.assigned:
        words = tuple(f"{heading.number}{heading.title}" for heading in item.path)
        if words and words != above:
            lines.append("　".join(words))
        above = words
        lines.append(item)
    return Grid(tuple(lines), len(scene.units))


def marks_of(grid: Grid, unit_place: int, sheet: str) -> str:
    """Name a unit's marks for other sheets' formulas."""
    area = Area(grid.top, LEFT + unit_place, grid.bottom, LEFT + unit_place)
    return f"{quoted(sheet)}!{area.reference}"


def weights_of(grid: Grid, sheet: str) -> str:
    """Name the column of item weights for other sheets' formulas."""
    column = LEFT + grid.units + 4
    return f"{quoted(sheet)}!{Area(grid.top, column, grid.bottom, column).reference}"


def total_cell(grid: Grid, unit_place: int, role: Role, sheet: str) -> str:
    """Name the cell that counts a unit's marks of one role, for other sheets' formulas."""
    return f"{quoted(sheet)}!{absolute(grid.total_row(role.strength), LEFT + unit_place)}"


def build_matrix(scene: Scene) -> Sheet:
    """Build 责任矩阵."""
    say, grid = scene.say, lay_grid(scene)
    name = say("sheet.matrix.name")
    last_unit = LEFT + grid.units - 1
    rows = [
        row_of(Cell(say("sheet.matrix.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(Cell(_legend(scene), "stamp")),
        _heads(scene),
        *_body(scene, grid),
        *_totals(scene, grid),
    ]
    columns = (
        Column("item_id", 8, 14, "cell-center"),
        Column("title", _TITLE_WIDTH, _TITLE_WIDTH, "cell"),
        *(Column(unit.id, *_head_width(scene.short(unit.id)), "mark") for unit in scene.plan.units),
        *(Column(f"{role.value}-total", 5.5, 5.5, "mark") for role in Role),
        Column("total", 5.5, 5.5, "mark"),
        *((Column("weight", 6.5, 6.5, "mark"),) if scene.weights else ()),
    )
    paper = scene.settings.output.paper
    wide = max(1, ceil((sum(column.least + 0.7 for column in columns) - 50) / (_PAGE_WIDTH[paper] - 50)))
    return Sheet(
        name,
        columns,
        tuple(rows),
        frozen=(HEAD + 1, LEFT),
        page=scene.page(
            name,
            paper=paper,
            repeat_rows=(HEAD, HEAD),
            repeat_columns=(0, LEFT - 1) if wide > 1 else None,
            wide=wide,
            tall=1 if wide == 1 and len(rows) <= _ONE_PAGE else 0,
        ),
        choices=_choices(scene, grid, last_unit),
        rules=_rules(scene, grid, last_unit),
    )


def _legend(scene: Scene) -> str:
    marks = "　".join(f"{scene.mark(role)} {scene.role(role)}" for role in Role)
    return scene.say("sheet.matrix.legend", marks=marks)


def _heads(scene: Scene) -> Row:
    say = scene.say
    return row_of(
        Cell(say("sheet.column.item"), "head"),
        Cell(say("sheet.column.task"), "head"),
        *(_unit_head(scene.short(unit.id)) for unit in scene.plan.units),
        *(Cell(scene.role(role), "head-vertical") for role in Role),
        Cell(say("sheet.total"), "head-vertical"),
        *((Cell(say("sheet.column.weight"), "head-vertical"),) if scene.weights else ()),
    )


def _unit_head(name: str) -> Cell:
    lines = stack_name(name)
    return Cell(lines, "head-turned" if "\n" in lines else "head-vertical")


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


def _body(scene: Scene, grid: Grid) -> Iterator[Row]:
    places = {unit_id: LEFT + place for place, unit_id in enumerate(scene.units)}
    for row, line in enumerate(grid.lines, grid.top):
        if isinstance(line, str):
            yield row_of(Cell(line, "band-open"))
            continue
        own = sorted(scene.by_item[line.id], key=lambda each: places[each.unit_id])
        marks = ((places[each.unit_id], Cell(scene.mark(each.role))) for each in own)
        counts = Counter(each.role for each in own)
        yield Row(
            (
                (0, Cell(line.id)),
                (1, Cell(shorten_text(f"{line.number}{line.title}", _TITLE_WIDTH, 4))),
                *marks,
                *_row_totals(scene, grid, row, counts),
                *_weight(scene, grid, line),
            )
        )


def _weight(scene: Scene, grid: Grid, item: Item) -> Iterator[tuple[int, Cell]]:
    if scene.weights:
        yield LEFT + grid.units + 4, Cell(scene.weights[item.id], "total-load")


def _row_totals(scene: Scene, grid: Grid, row: int, counts: Counter[Role]) -> Iterator[tuple[int, Cell]]:
    first = LEFT + grid.units
    area = f"{relative(row, LEFT)}:{relative(row, first - 1)}"
    for role in Role:
        column = first + role.strength
        yield column, Cell(counts[role], "total", f'COUNTIF({area},"{scene.mark(role)}")')
    own = f"{relative(row, first)}:{relative(row, first + 2)}"
    yield first + 3, Cell(counts.total(), "total", f"SUM({own})")


def _totals(scene: Scene, grid: Grid) -> Iterator[Row]:
    if grid.empty:
        return
    first = LEFT + grid.units
    counts = Counter((each.unit_id, each.role) for each in scene.plan.assignments)
    of_role = Counter(each.role for each in scene.plan.assignments)
    for role in Role:
        row = grid.total_row(role.strength)
        cells = [
            Cell(counts[unit_id, role], "total", f'COUNTIF({grid.column_area(column)},"{scene.mark(role)}")')
            for column, unit_id in enumerate(scene.units, LEFT)
        ]
        everyone = f"SUM({relative(row, LEFT)}:{relative(row, first - 1)})"
        cells += [
            Cell(of_role[role], "total", everyone) if place in (role.strength, 3) else Cell("", "total")
            for place in range(4)
        ]
        yield row_of(Cell("", "total-head"), Cell(scene.role(role), "total-head"), *cells)
    yield _grand_total(scene, grid)


def _grand_total(scene: Scene, grid: Grid) -> Row:
    top, bottom = grid.total_row(0), grid.total_row(2)
    per_unit = [len(scene.by_unit[unit_id]) for unit_id in scene.units]
    per_role = Counter(each.role for each in scene.plan.assignments)
    values = [*per_unit, *(per_role[role] for role in Role), len(scene.plan.assignments)]
    cells = [
        Cell(value, "total", f"SUM({relative(top, column)}:{relative(bottom, column)})")
        for column, value in enumerate(values, LEFT)
    ]
    return row_of(Cell("", "total-head"), Cell(scene.say("sheet.total"), "total-head"), *cells)


def _choices(scene: Scene, grid: Grid, last: int) -> tuple[Choice, ...]:
    if grid.empty:
        return ()
    marks = f"{quoted(scene.say('sheet.options.name'))}!$A$1:$A${len(Role)}"
    area = Area(grid.top, LEFT, grid.bottom, last)
    return (Choice(area, marks, title=scene.say("sheet.matrix.choose"), message=_legend(scene)),)


def _rules(scene: Scene, grid: Grid, last: int) -> tuple[Rule, ...]:
    if grid.empty:
        return ()
    body = Area(grid.top, LEFT, grid.bottom, last)
    whole = Area(grid.top, 0, grid.bottom, last)
    bands = (
        Rule(Area(row, 0, row, last), "any", "band-wash")
        for row, line in enumerate(grid.lines, grid.top)
        if isinstance(line, str)
    )
    marks = (Rule(body, "text", f"mark-{role.value}", scene.mark(role)) for role in Role)
    return (*bands, *marks, Rule(whole, "formula", "grid", f'${relative(grid.top, 1)}<>""'))
