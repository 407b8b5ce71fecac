"""Answer: ask every question of this room of one plan."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from responsibility.analysis.clusters import find_clusters
from responsibility.analysis.incidence import build_incidence
from responsibility.analysis.overlap import Chance, find_testable, list_pairs, tabulate_overlap
from responsibility.analysis.workload import measure_concentration, tabulate_workload
from responsibility.frames import Frames
from responsibility.model import Finding, Plan
from responsibility.settings import Settings


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a plan means. The columns of each table are declared in the module that makes it.

    chance: what the tests of `overlap` rest on.
    """

    plan_id: str
    workload: pd.DataFrame
    concentration: pd.DataFrame
    lorenz: pd.DataFrame
    overlap: pd.DataFrame
    chance: Chance
    clusters: pd.DataFrame
    findings: tuple[Finding, ...]


def analyze(frames: Frames, settings: Settings, plan: Plan | None = None) -> Analysis:  # noqa: ARG001
    """Ask every question of one plan.

    plan: where given, also what the tables do not hold is judged: names repeated in a list, addressees.
    """
    incidence = build_incidence(frames)
    workload = tabulate_workload(frames, incidence, settings)
    concentration, lorenz = measure_concentration(workload)
    pairs = list_pairs(incidence)
    tested, threshold, testable = find_testable(incidence.unit_sizes, len(incidence.item_ids), settings.overlap.alpha)
    chance = Chance(len(incidence.unit_ids) * (len(incidence.unit_ids) - 1) // 2, tested, threshold, testable)
    overlap = tabulate_overlap(incidence, pairs, chance, None, settings.overlap)
    clusters, _ = find_clusters(incidence, pairs, settings.clusters)
    return Analysis(frames.plan_id, workload, concentration, lorenz, overlap, chance, clusters, ())
