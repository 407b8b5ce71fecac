"""Pictures: every diagram of a plan, in the order in which a reader meets them.

In: a Plan and its Analysis. Out: Pictures. Which pairs, loads and groups are worth drawing is the analysis' word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from responsibility.analysis import Analysis
from responsibility.analysis.plan.groups import Modularity
from responsibility.language.wording import Wording
from responsibility.model import Plan
from responsibility.settings import Settings
from responsibility.views.pictures.arcs import build_overlap
from responsibility.views.pictures.bars import build_lorenz, build_workload
from responsibility.views.pictures.condense import condense_plan
from responsibility.views.pictures.heat import build_heat, draw_matrix, explain_matrix
from responsibility.views.pictures.lines import Measure
from responsibility.views.pictures.network import build_network, describe_plan, explain_gaps
from responsibility.views.pictures.picture import Picture, Sketch

if TYPE_CHECKING:
    from pandas import DataFrame


def build_pictures(
    plan: Plan, analysis: Analysis, settings: Settings, wording: Wording, measure: Measure
) -> Iterator[Picture]:
    """Yield network, overlap, matrix, blocks (for a plan that fits), workload and lorenz; the name says which."""
    workload = analysis.workload
    loads = {str(unit): float(load) for unit, load in zip(workload["unit_id"], workload["load"], strict=True)}
    overloaded = set(workload.loc[workload["overloaded"].astype(bool), "unit_id"])
    supported = analysis.overlap[analysis.overlap["supported"].astype(bool)]
    yield build_network(plan, settings, wording, measure, loads)
    pairs = list(zip(supported["unit_a"], supported["unit_b"], strict=True))
    yield build_overlap(plan, settings, wording, measure, pairs)
    yield build_heat(plan, settings, wording, measure, loads)
    yield from build_blocks(plan, analysis, settings, wording, measure)
    yield build_workload(plan, settings, wording, measure, loads=loads, overloaded=overloaded)
    points = analysis.lorenz.groupby("measure", sort=False)
    curves = {str(name): list(zip(of["unit_share"], of["total_share"], strict=True)) for name, of in points}
    ginis = dict(zip(analysis.concentration["measure"], analysis.concentration["gini"], strict=True))
    yield build_lorenz(curves, ginis, wording, measure, plan.header.title or plan.id)


def build_blocks(
    plan: Plan, analysis: Analysis, settings: Settings, wording: Wording, measure: Measure
) -> Iterator[Picture]:
    """Yield the matrix with the modular groups as blocks; nothing if items or units had to be merged to fit."""
    condensed = condense_plan(plan, settings, wording)
    if condensed.merged_items or condensed.merged_units or not condensed.rows:
        return
    groups = analysis.groups
    titles = {str(group): _title_group(str(group), of, wording) for group, of in groups.groupby("group", sort=False)}
    of_item, of_unit = (
        {str(name): str(group) for name, group in zip(part["id"], part["group"], strict=True)}
        for part in (groups[groups["kind"] == "item"], groups[groups["kind"] == "unit"])
    )
    rows = tuple(replace(row, section=of_item[row.key], band=titles[of_item[row.key]]) for row in condensed.rows)
    blocked = replace(condensed, rows=rows)
    row_at = {row.key: at for at, row in enumerate(rows)}
    column_at = {column.key: at for at, column in enumerate(condensed.columns)}
    left = [row_at[item] for item in analysis.item_order if item in row_at]
    right = [column_at[unit] for unit in analysis.unit_order if unit in column_at]
    sketch = Sketch(measure)
    sections = {column_at[unit]: group for unit, group in of_unit.items() if unit in column_at}
    draw_matrix(sketch, blocked, left, right, wording, blocks=sections)
    notes = [wording("diagram.blocks.order"), *_judge_groups(analysis.modularity, wording)]
    legend = [*explain_matrix(plan, condensed, wording), *(([], note) for note in notes)]
    title = wording("diagram.blocks.title", plan=plan.header.title or plan.id)
    yield sketch.finish("blocks", title, [*legend, *explain_gaps(condensed, wording)], describe_plan(plan, wording))


def _judge_groups(found: Modularity, wording: Wording) -> Iterator[str]:
    """Yield how good the groups are, and beside it what chance would give where that was drawn."""
    yield wording("diagram.blocks.note", q=f"{found.q:.3f}")
    if found.random_plans:
        yield wording("diagram.blocks.chance", chance=f"{found.null_mean:.3f}", sd=f"{found.null_sd:.3f}")


def _title_group(group: str, members: DataFrame, wording: Wording) -> str:
    units = int((members["kind"] == "unit").sum())
    firmness = f"{members['firmness'].mean():.0%}"
    return wording("diagram.blocks.band", group=group, units=units, items=len(members) - units, firmness=firmness)
