"""Pictures: every diagram of a plan, in the order in which a reader meets them.

In: a Scene. Out: Pictures. Which pairs, loads and groups are worth drawing is the analysis' word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from responsibility.language.rounding import show_number
from responsibility.language.wording import Wording
from responsibility.views.pictures.arcs import draw_overlap
from responsibility.views.pictures.bars import draw_lorenz, draw_workload
from responsibility.views.pictures.condense import condense_plan
from responsibility.views.pictures.heat import draw_matrix, explain_matrix, lay_matrix
from responsibility.views.pictures.network import describe_plan, draw_network, explain_gaps
from responsibility.views.pictures.picture import Picture, Sketch
from responsibility.views.scene import Scene

if TYPE_CHECKING:
    from pandas import DataFrame


def build_pictures(scene: Scene) -> Iterator[Picture]:
    """Yield every picture of a plan; the name says which."""
    yield from filter(None, (draw(scene) for draw in PICTURES.values()))


def draw_blocks(scene: Scene) -> Picture | None:
    """Return the matrix with the modular groups as blocks; None if items or units had to be merged to fit."""
    plan, analysis, wording = scene.plan, scene.analysis, scene.say
    condensed = condense_plan(scene)
    if condensed.merged_items or condensed.merged_units or not condensed.rows:
        return None
    groups = analysis.groups
    titles = {str(group): _title_group(str(group), of, wording) for group, of in groups.groupby("group", sort=False)}
    of_item, of_unit = (
        {str(name): str(group) for name, group in zip(part["id"], part["group"], strict=True)}
        for part in (groups[groups["kind"] == "item"], groups[groups["kind"] == "unit"])
    )
    # Items that only name collectives are in no group.
    alone = wording("sheet.blocks.rest", items=sum(row.key not in of_item for row in condensed.rows))
    rows = tuple(
        replace(row, section=group, band=titles.get(group, alone))
        for row in condensed.rows
        for group in (of_item.get(row.key, ""),)
    )
    blocked = replace(condensed, rows=rows)
    row_at = {row.key: at for at, row in enumerate(rows)}
    column_at = {column.key: at for at, column in enumerate(condensed.columns)}
    left = [row_at[item] for item in analysis.item_order if item in row_at]
    right = [column_at[unit] for unit in analysis.unit_order if unit in column_at]
    sketch = Sketch(scene.measure)
    sections = {column_at[unit]: group for unit, group in of_unit.items() if unit in column_at}
    lay_matrix(sketch, blocked, left, right, wording, blocks=sections)
    notes = (wording(f"diagram.blocks.{key}") for key in ("order", "note"))
    legend = [*explain_matrix(plan, condensed, wording), *(([], note) for note in notes)]
    title = wording("diagram.blocks.title", plan=scene.title)
    return sketch.finish("blocks", title, [*legend, *explain_gaps(condensed, wording)], describe_plan(plan, wording))


def _title_group(group: str, members: DataFrame, wording: Wording) -> str:
    units = int((members["kind"] == "unit").sum())
    firmness = show_number(members["firmness"].mean(), ".0%")
    return wording("diagram.blocks.band", group=group, units=units, items=len(members) - units, firmness=firmness)


PICTURES: Mapping[str, Callable[[Scene], Picture | None]] = {
    "network": draw_network,
    "overlap": draw_overlap,
    "matrix": draw_matrix,
    "blocks": draw_blocks,
    "workload": draw_workload,
    "lorenz": draw_lorenz,
}
