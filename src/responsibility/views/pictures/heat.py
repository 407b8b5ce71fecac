"""Heat: the responsibility matrix as a picture in blocks.

In: a Plan. Out: a Picture: rows of items in their sections, columns of units, a sign for each role (a disc, a
ring, a triangle), totals with shading on the margins. Rows that stand for several items show counts instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Plan
from responsibility.views.lines import flatten_text, wrap_text
from responsibility.views.pictures.condense import Bundle, Condensed, Count, condense_plan
from responsibility.views.pictures.network import Sample, describe_plan, explain_basis, explain_gaps, order_columns
from responsibility.views.pictures.picture import LINE, Box, Mark, Picture, Sketch, Stroke
from responsibility.views.scene import Scene

STEP = 16.0  # side of a cell
HEAD = 16  # characters of a unit's name one below the other
BAND_HEIGHT = 15.0
TOTAL = 26.0  # width of the column of totals
SHAPES = {
    Role.LEAD: ("disc", "lead", 4.6),
    Role.CO_LEAD: ("ring", "co-lead-mark", 3.6),
    Role.SUPPORT: ("triangle", "support-mark", 4.2),
}


class Sizes(NamedTuple):
    """Of letters, of small ones, of a cell across and down, and of the room for a row's title."""

    size: float
    small: float
    cell: float
    row: float
    title: float


# A matrix of merged rows is smaller on its paper, which is broader than it is high.
PLAIN, MERGED = Sizes(9.0, 7.5, STEP, STEP, 200.0), Sizes(11.0, 9.5, 28.0, 14.5, 280.0)
Extent = tuple[float, float]
Area = tuple[float, float, float, float]  # x, y, width, height


def draw_matrix(scene: Scene) -> Picture:
    """Lay out the matrix picture of a plan, its sections as bands."""
    plan, settings, wording = scene.plan, scene.settings, scene.say
    condensed = condense_plan(scene)
    left, right = order_columns(condensed, settings)
    sketch = Sketch(scene.measure)
    lay_matrix(sketch, condensed, left, right, wording)
    order = wording(f"diagram.matrix.order_{settings.diagram.order}")
    legend = [*explain_matrix(plan, condensed, wording), ([], order), *explain_gaps(condensed, wording)]
    title = wording("diagram.matrix.title", plan=scene.title)
    size = (MERGED if condensed.merged_items else PLAIN).small + 0.5
    return sketch.finish("matrix", title, legend, describe_plan(plan, wording), size=size)


def lay_matrix(
    sketch: Sketch, condensed: Condensed, left: Sequence[int], right: Sequence[int], wording: Wording, *,
    blocks: Mapping[int, str] | None = None,
) -> None:  # fmt: skip
    """Draw rows and columns in these orders, a band wherever the rows' section changes.

    blocks: the section of each column: where row and column agree the ground is shaded.
    """
    sizes = MERGED if condensed.merged_items else PLAIN
    borders = _place_columns(sketch, [condensed.columns[column] for column in right], sizes)
    edge = borders[-1]
    across = dict(zip(right, pairwise(borders), strict=True))
    down = _place_rows(sketch, condensed, left, edge + TOTAL, sizes)
    for column, section in (blocks or {}).items():
        start, end = across[column]
        fields = [down[row] for row in left if condensed.rows[row].section == section]
        sketch.add(*(Box(start, top, end - start, low - top, "band1") for top, low in fields))
    single = [cell for cell in condensed.cells if condensed.columns[cell.column].key]
    heaviest = max((sum(cell.counts) for cell in single), default=1)
    for cell in condensed.cells:
        (start, end), (top, low) = across[cell.column], down[cell.row]
        _draw_cell(sketch, condensed, cell, (start, top, end - start, low - top), heaviest, sizes=sizes)
    bottom = max((low for _, low in down.values()), default=0.0)
    _rule_columns(sketch, borders, bottom)
    _total_rows(sketch, condensed, down, edge, wording, sizes=sizes)
    _total_columns(sketch, condensed.columns, across, bottom, wording, sizes=sizes)


def _place_columns(sketch: Sketch, columns: Sequence[Bundle], sizes: Sizes) -> list[float]:
    """Write the units' names above the line y = 0; return the borders of the columns."""
    borders, size = [0.0], sizes.size
    for column in columns:
        name = flatten_text(column.title)
        count = -(-len(name) // HEAD)
        length = -(-len(name) // max(count, 1))
        parts = [name[start : start + length] for start in range(0, len(name), length)] if name else []
        width = max(sizes.cell, len(parts) * (size + 2.5) + 3)
        middle = borders[-1] + width / 2
        for at, part in enumerate(reversed(parts)):
            x = middle + (at - (len(parts) - 1) / 2) * (size + 2.5)
            # The first part stands on the right, as vertical Chinese is read.
            sketch.write_upright(x, -4 - length * size * 1.08, part, size, unit=column.key)
        borders.append(borders[-1] + width)
    return borders


def _place_rows(
    sketch: Sketch, condensed: Condensed, left: Sequence[int], right: float, sizes: Sizes
) -> dict[int, Extent]:
    """Draw section bands and item titles downwards from y = 0; return top and bottom of each row."""
    places: dict[int, Extent] = {}
    y = 0.0
    start = -sizes.title - 12
    for _, group in groupby(left, key=lambda row: condensed.rows[row].section):
        rows = list(group)
        band = condensed.rows[rows[0]].band
        sketch.add(Stroke(((start, y), (right, y)), "axis", 0.8))
        if band:
            sketch.add(Box(start, y, right - start, BAND_HEIGHT, "band1"))
            text = wrap_text(band, (right - start) / sizes.small - 1, sketch.measure, 1)[0]
            sketch.write(start + 5, y + BAND_HEIGHT / 2, text, sizes.small, style="quiet")
            y += BAND_HEIGHT
        for row in rows:
            title = condensed.rows[row].title
            lines = len(wrap_text(title, sizes.title / sizes.size, sketch.measure, 3))
            height = max(sizes.row, lines * sizes.size * LINE + 3 * (lines > 1))
            sketch.write(
                -6,
                y + height / 2,
                title,
                sizes.size,
                anchor="end",
                limit=sizes.title,
                most=3,
                item=condensed.rows[row].key,
            )
            sketch.add(Stroke(((start, y + height), (right, y + height)), "grid", 0.4))
            places[row] = (y, y + height)
            y += height
    sketch.add(Stroke(((start, y), (right, y)), "axis", 0.8))
    return places


def _draw_cell(sketch: Sketch, condensed: Condensed, cell: Count, field: Area, heaviest: int, *, sizes: Sizes) -> None:
    item, unit = condensed.rows[cell.row].key, condensed.columns[cell.column].key
    x, y, width, height = field
    if item and unit:
        shape, style, radius = SHAPES[cell.role]
        if cell.role is Role.LEAD:
            sketch.add(Box(*field, "lead-cell", item, unit))
        sketch.add(Mark(x + width / 2, y + height / 2, radius, shape, style, item, unit))
        return
    # The rest of the units together would outshine every single one.
    shade = _shade(sum(cell.counts), heaviest) if unit else 0
    _write_count(sketch, f"{cell.counts[0]}/{sum(cell.counts)}", shade, field, sizes)


def _write_count(sketch: Sketch, text: str, shade: int, field: Area, sizes: Sizes) -> None:
    x, y, width, height = field
    size = min(sizes.small, width / (sketch.measure(text) + 0.4))
    sketch.add(Box(*field, f"heat{shade}"))
    style = "inverse" if shade > 3 else "text"
    sketch.write(x + width / 2, y + height / 2, text, size, anchor="middle", style=style)


def _shade(count: int, most: int) -> int:
    """Return 1 to 5, the darkest for the most; 0 for none."""
    return min(max(1, -(-5 * count // most)), 5) if count else 0


def _rule_columns(sketch: Sketch, across: Sequence[float], bottom: float) -> None:
    if bottom:
        sketch.add(*(Stroke(((x, 0.0), (x, bottom)), "grid", 0.4) for x in across))


def _total_rows(
    sketch: Sketch, condensed: Condensed, down: Mapping[int, Extent], edge: float, wording: Wording, *, sizes: Sizes
) -> None:
    """Write how many units each row has, right of the edge."""
    units = [0] * len(condensed.rows)
    for cell in condensed.cells:
        units[cell.row] += sum(cell.counts)
    if down:
        sketch.write(edge + TOTAL / 2, -9, wording("diagram.matrix.units"), sizes.small, anchor="middle", style="quiet")
    for row, (top, end) in down.items():
        _write_count(sketch, str(units[row]), _shade(units[row], max(units)), (edge, top, TOTAL, end - top), sizes)


def _total_columns(
    sketch: Sketch, columns: Sequence[Bundle], across: Mapping[int, Extent], bottom: float, wording: Wording, *,
    sizes: Sizes,
) -> None:  # fmt: skip
    """Write how many items and leads each column has, and all of them, below the bottom."""
    totals = {"items": [column.items for column in columns], "leads": [column.leads for column in columns]}
    edge = max((end for _, end in across.values()), default=0.0)
    for at, (key, counts) in enumerate(totals.items() if columns else ()):
        top = bottom + at * STEP
        most = max(count for count, column in zip(counts, columns, strict=True) if column.key)
        sketch.write(-6, top + STEP / 2, wording(f"diagram.matrix.{key}"), sizes.small, anchor="end", style="quiet")
        for column, (start, end) in across.items():
            shade = _shade(counts[column], most) if columns[column].key else 0
            _write_count(sketch, str(counts[column]), shade, (start, top, end - start, STEP), sizes)
        _write_count(sketch, str(sum(counts)), 0, (edge, top, TOTAL, STEP), sizes)


def explain_matrix(plan: Plan, condensed: Condensed, wording: Wording) -> Iterator[Sample]:
    """Yield what the signs and shades of a matrix mean."""
    yield from _explain_signs(plan, condensed, wording)
    yield from explain_basis(plan, wording)
    yield [], wording("diagram.matrix.totals_merged" if condensed.merged_items else "diagram.matrix.totals")


def _explain_signs(plan: Plan, condensed: Condensed, wording: Wording) -> Iterator[Sample]:
    present = {each.role for each in plan.assignments}
    if condensed.merged_items or condensed.merged_units:
        yield [Box(-12, -5, 12, 10, "heat1"), Box(0, -5, 12, 10, "heat4")], wording("diagram.matrix.merged")
    if condensed.merged_items:
        return
    for role in Role:
        if role in present:
            shape, style, radius = SHAPES[role]
            yield [Mark(0, 0, radius, shape, style)], wording(f"diagram.matrix.{role.value}")
