"""Answer: ask every question of this room of one plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from responsibility.analysis.plan.balance import propose_leads
from responsibility.analysis.plan.chance import judge_overlap
from responsibility.analysis.plan.clusters import find_clusters
from responsibility.analysis.plan.duplicates import find_duplicates
from responsibility.analysis.plan.evidence import Evidence
from responsibility.analysis.plan.gaps import find_gaps
from responsibility.analysis.plan.groups import Modularity, find_groups
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.analysis.plan.merges import weigh_merges
from responsibility.analysis.plan.overlap import Chance, list_pairs
from responsibility.analysis.plan.rules import check_rules
from responsibility.analysis.plan.summary import Sentence, sum_up, tell_methods
from responsibility.analysis.plan.workload import (
    Limits,
    find_limits,
    list_judged,
    measure_concentration,
    tabulate_workload,
)
from responsibility.frames import Frames
from responsibility.kinds import Severity
from responsibility.later import Begin, begin_when_wanted
from responsibility.model import Finding, Plan
from responsibility.settings import Settings


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a plan means. The columns of each table are declared in the module that makes it.

    limits: above what a unit carries much. chance: what the tests of `overlap` rest on. item_order, unit_order: the
    order that shows the groups as blocks.
    leader: five sentences; methods: how every figure was made; `speak` puts both into words.
    """

    plan_id: str
    limits: Limits
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
    duplicates: pd.DataFrame
    gaps: pd.DataFrame
    frontier: pd.DataFrame
    moves: pd.DataFrame
    merges: pd.DataFrame
    leader: tuple[Sentence, ...]
    methods: tuple[Sentence, ...]
    findings: tuple[Finding, ...]


def analyze(frames: Frames, settings: Settings, plan: Plan | None = None, begin: Begin = begin_when_wanted) -> Analysis:
    """Ask every question of one plan.

    plan: where given, also what the tables do not hold is judged (names repeated in a list, addressees) and
    findings about items know where they are. begin: how the groups are sought while all else is asked.
    """
    whole, judged = build_incidence(frames), leave_out(frames, settings)
    incidence = build_incidence(judged)
    find_grouping = begin(partial(find_groups, incidence, settings.groups, settings.overlap.seed))
    limits = find_limits(incidence, settings.load)
    workload = tabulate_workload(frames, whole, settings, limits)
    concentration, lorenz = measure_concentration(workload[workload["judged"]])
    pairs = list_pairs(incidence)
    overlap, chance = judge_overlap(incidence, pairs, settings.overlap)
    clusters, clusters_cut = find_clusters(incidence, settings.clusters)
    duplicates, duplicates_cut = find_duplicates(judged, settings.duplicates)
    gaps = find_gaps(frames, settings.gaps, plan)
    frontier, moves = propose_leads(judged, incidence, settings)
    merges = weigh_merges(judged, settings)
    evidence = Evidence(
        frames, plan, settings, whole, limits, workload, concentration, overlap, chance, duplicates, gaps
    )
    findings = check_rules(evidence)
    if clusters_cut:
        findings += (_report_cut("CLUSTER_LIMIT", len(clusters)),)
    if duplicates_cut:
        findings += (_report_cut("DUPLICATE_LIMIT", len(duplicates)),)
    grouping = find_grouping()
    return Analysis(
        plan_id=frames.plan_id,
        limits=limits,
        workload=workload,
        concentration=concentration,
        lorenz=lorenz,
        overlap=overlap,
        chance=chance,
        clusters=clusters,
        groups=grouping.table,
        modularity=grouping.modularity,
        item_order=_complete(grouping.item_order, whole.item_ids),
        unit_order=_complete(grouping.unit_order, whole.unit_ids),
        duplicates=duplicates,
        gaps=gaps,
        frontier=frontier,
        moves=moves,
        merges=merges,
        leader=sum_up(evidence, frontier, findings),
        methods=tell_methods(evidence, grouping.modularity),
        findings=findings,
    )


def weigh_units(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Return the table `workload` of one plan alone, as `analyze` makes it."""
    limits = find_limits(build_incidence(leave_out(frames, settings)), settings.load)
    return tabulate_workload(frames, build_incidence(frames), settings, limits)


def leave_out(frames: Frames, settings: Settings) -> Frames:
    """Return the tables without the units that are not judged."""
    units = frames.units[list_judged(frames, settings.load)]
    kept = frames.assignments["unit_id"].isin(units["unit_id"])
    if kept.all():
        return frames
    return replace(frames, units=units, assignments=frames.assignments[kept].reset_index(drop=True))


def _complete(order: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """Return an order with all that it leaves out behind it."""
    return tuple(dict.fromkeys((*order, *every)))


def _report_cut(code: str, listed: int) -> Finding:
    return Finding(code, Severity.WARNING, params={"listed": listed})
