"""Network: items on the left, units on the right, one line for every assignment.

In: a Plan. Out: a Picture. Sections stay whole as bands in document order; the items inside them and the units
are ordered so that few lines cross. A lead is a thick dark line that ends in a disc, a co-lead a thin grey one,
a support a dotted one; discs grow with the load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from responsibility.kinds import Basis, Role
from responsibility.language.wording import Wording
from responsibility.model import Plan
from responsibility.settings import Settings
from responsibility.views.lines import Measure, wrap_text
from responsibility.views.pictures.condense import STYLE, Condensed, Count, Strip, condense_plan
from responsibility.views.pictures.order import reduce_crossings
from responsibility.views.pictures.picture import LINE, Box, Mark, Picture, Point, Shape, Sketch, Stroke
from responsibility.views.scene import Scene

SIZE = 9.0
SMALL = 7.5
ITEM_WIDTH = 190.0
UNIT_WIDTH = 150.0
GAP = 14.0  # from a node's middle to its label
WIDTHS = {Role.LEAD: 1.9, Role.CO_LEAD: 0.55, Role.SUPPORT: 0.7}
BEND = 0.45  # how far along the control points of a line lie

Sample = tuple[Sequence[Shape], str]


def draw_network(scene: Scene) -> Picture:
    """Lay out the bipartite network of a plan."""
    plan, settings, wording, measure = scene.plan, scene.settings, scene.say, scene.measure
    condensed = condense_plan(scene)
    # Merged lines are thicker and each of them says more: half as many make a picture just as full.
    most = settings.diagram.max_edges // (2 if condensed.merged_items else 1)
    single = [cell for cell in condensed.cells if condensed.columns[cell.column].key]
    cells, note = _choose_cells(single, most, wording)
    left, right = order_columns(replace(condensed, cells=tuple(cells)), settings)
    sketch = Sketch(measure)
    heights = [_row_height(condensed.rows[row].title, ITEM_WIDTH, measure) for row in left]
    bands = [list(group) for _, group in groupby(range(len(left)), key=lambda at: condensed.rows[left[at]].section)]
    unit_heights = [_row_height(condensed.columns[column].title, UNIT_WIDTH, measure) for column in right]
    body = max(sum(heights) + 22 * len(bands), sum(unit_heights))
    span = min(max(230.0, 0.5 * body), 420.0)
    item_places = _place_items(sketch, condensed, left, heights=heights, bands=bands, body=body)
    unit_places = _place_units(sketch, condensed, right, wording, heights=unit_heights, body=body, span=span)
    for cell in sorted(cells, key=lambda cell: -cell.role.strength):
        _draw_edge(sketch, condensed, cell, item_places[cell.row], unit_places[cell.column])
    legend = [
        *_explain_roles(plan, cells, bool(condensed.merged_items), wording),
        *_explain_order(settings, wording),
        *note,
    ]
    title = wording("diagram.network.title", plan=scene.title)
    return sketch.finish("network", title, [*legend, *explain_gaps(condensed, wording)], describe_plan(plan, wording))


def order_columns(condensed: Condensed, settings: Settings) -> tuple[list[int], list[int]]:
    """Return the rows and columns in the order that [diagram] order asks for.

    Sections, merged rows too, keep document order; the column of the rest is the last.
    """
    rows, columns = list(range(len(condensed.rows))), list(range(len(condensed.columns)))
    if settings.diagram.order == "protocol":
        return rows, columns
    groups = [0] * len(rows)
    for row in rows[1:]:
        merged = not condensed.rows[row].key
        groups[row] = groups[row - 1] + (merged or condensed.rows[row].section != condensed.rows[row - 1].section)
    units = sum(bool(column.key) for column in condensed.columns)
    edges = [(cell.row, cell.column) for cell in condensed.cells if cell.column < units]
    left, right = reduce_crossings(groups, edges, units)
    return left, right + columns[units:]


def describe_plan(plan: Plan, wording: Wording) -> str:
    """Return in words what a network or matrix of the plan shows."""
    items = len({each.item_id for each in plan.assignments})
    leads = sum(each.role is Role.LEAD for each in plan.assignments)
    return wording("diagram.words", items=items, units=len(plan.units), assignments=len(plan.assignments), leads=leads)


def explain_basis(plan: Plan, wording: Wording) -> Iterator[Sample]:
    """Yield a legend line if leads rest on order alone."""
    by_order = sum(each.role is Role.LEAD and each.basis is Basis.FIRST_LISTED for each in plan.assignments)
    if by_order:
        yield [], wording("diagram.first_listed", count=by_order)


def explain_gaps(condensed: Condensed, wording: Wording) -> Iterator[Sample]:
    """Yield a legend line for everything that was merged or left out."""
    for key in ("merged_items", "merged_units", "unassigned"):
        count = getattr(condensed, key)
        if count:
            yield (
                [],
                wording(f"diagram.{key}", count=count, rows=len(condensed.rows), columns=len(condensed.columns) - 1),
            )


def _explain_roles(plan: Plan, cells: Sequence[Count], merged: bool, wording: Wording) -> Iterator[Sample]:
    present = {cell.role for cell in cells}
    for role in Role:
        if role in present:
            line = Stroke(((-12.0, 0.0), (12.0, 0.0)), STYLE[role], WIDTHS[role])
            yield [line], wording(f"diagram.network.{role.value}")
    if merged:
        yield [], wording("diagram.network.width")
    yield from explain_basis(plan, wording)


def _explain_order(settings: Settings, wording: Wording) -> Iterable[Sample]:
    sizes = [Mark(-9.0, 0.0, 2.5, "disc", "node"), Mark(0.0, 0.0, 4.5, "disc", "node")]
    yield sizes, wording("diagram.network.size")
    yield [], wording(f"diagram.network.order_{settings.diagram.order}")


def _choose_cells(cells: Sequence[Count], most: int, wording: Wording) -> tuple[Sequence[Count], list[Sample]]:
    """Keep all lines if they fit, else leads, else those that stand for many leads; say what is left out."""
    if len(cells) <= most:
        return cells, []
    leads = [cell for cell in cells if cell.role is Role.LEAD]
    texts: list[Sample] = [([], wording("diagram.network.leads_only", left_out=len(cells) - len(leads), most=most))]
    if len(leads) <= most:
        return leads, texts
    levels = sorted({cell.counts[0] for cell in leads})
    least = next((level for level in levels if sum(cell.counts[0] >= level for cell in leads) <= most), levels[-1])
    kept = [cell for cell in leads if cell.counts[0] >= least][:most]
    left_out = len(leads) - len(kept)
    texts.append(([], wording("diagram.network.strongest", left_out=left_out, most=most, least=least)))
    return kept, texts


def _row_height(title: str, width: float, measure: Measure) -> float:
    return max(len(wrap_text(title, width / SIZE, measure, 3)) * SIZE * LINE + 4, 19.0)


def _place_items(
    sketch: Sketch, condensed: Condensed, left: Sequence[int], *, heights: Sequence[float],
    bands: Sequence[Sequence[int]], body: float,
) -> dict[int, Point]:  # fmt: skip
    """Draw bands and items from the top; return where each row's node is, x = 0."""
    titled = [any(condensed.rows[left[at]].band for at in band) for band in bands]
    spare = (body - sum(heights) - 22 * len(bands)) / max(len(left), 1)
    most = max((len(row.items) for row in condensed.rows), default=1)
    places: dict[int, Point] = {}
    y = 0.0
    for shade, (band, has_title) in enumerate(zip(bands, titled, strict=True)):
        height = sum(heights[at] + spare for at in band) + (18 if has_title else 4)
        sketch.add(Box(-ITEM_WIDTH - GAP - 10, y, ITEM_WIDTH + GAP + 10, height, f"band{shade % 2}"))
        if has_title:
            _title_band(sketch, condensed.rows[left[band[0]]], y)
        down = y + (16 if has_title else 2)
        for at in band:
            row = condensed.rows[left[at]]
            middle = down + (heights[at] + spare) / 2
            places[left[at]] = (0.0, middle)
            sketch.add(Mark(0, middle, 2.5 + 3.0 * (len(row.items) / most - 1 / most), "square", "node", item=row.key))
            sketch.write(-GAP, middle, row.title, SIZE, anchor="end", limit=ITEM_WIDTH, most=3, item=row.key)
            down += heights[at] + spare
        y += height + 4
    return places


def _title_band(sketch: Sketch, row: Strip, y: float) -> None:
    lines = wrap_text(row.band, (ITEM_WIDTH + GAP) / SMALL, sketch.measure, 1)
    sketch.write(-ITEM_WIDTH - GAP - 5, y + 8, lines[0], SMALL, style="quiet")


def _place_units(
    sketch: Sketch, condensed: Condensed, right: Sequence[int], wording: Wording, *, heights: Sequence[float],
    body: float, span: float,
) -> dict[int, Point]:  # fmt: skip
    """Draw the units over the height of the body; return where each column's node is."""
    spare = (body - sum(heights)) / max(len(right), 1)
    most = max((column.load for column in condensed.columns if column.key), default=1.0) or 1.0
    places: dict[int, Point] = {}
    y = 0.0
    for at, height in zip(right, heights, strict=True):
        column = condensed.columns[at]
        middle = y + (height + spare) / 2
        places[at] = (span, middle)
        radius = 2.0 + 6.0 * min(column.load / most, 1.0) ** 0.5
        sketch.add(Mark(span, middle, radius, "disc", "node" if column.key else "rest", unit=column.key))
        width, _ = sketch.write(span + GAP, middle, column.title, SIZE, limit=UNIT_WIDTH, most=3, unit=column.key)
        key = "diagram.network.counts_lead" if column.leads else "diagram.network.counts"
        counts = wording(key, items=column.items, leads=column.leads)
        sketch.write(span + GAP + width + 6, middle, counts, SMALL, style="quiet", unit=column.key)
        y += height + spare
    return places


def _draw_edge(sketch: Sketch, condensed: Condensed, cell: Count, start: Point, end: Point) -> None:
    """Draw one line; all bend alike, so that two cross exactly where their ends stand in opposite order."""
    item, unit = condensed.rows[cell.row].key, condensed.columns[cell.column].key
    bend = (end[0] - start[0]) * BEND
    points = (start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end)
    style, width = STYLE[cell.role], WIDTHS[cell.role]
    if not item and cell.role is Role.LEAD:
        width = min(0.5 + 0.5 * max(cell.counts), 4.5)
    sketch.add(Stroke(points, style, width, item, unit))
