"""Portfolio: what several plans come to together.

In: the plans as Members, made of their Scenes or, where nothing else of a plan is wanted, of the plan alone. Out:
Outputs of a folder of its own, the manifest last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from responsibility.paths import name_file
from responsibility.workflows.project import word_plan
from responsibility.workflows.reports import Output, build_manifest, write_tables

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.model import Plan
    from responsibility.views.scene import Scene
    from responsibility.views.sheets.portfolio import Member
    from responsibility.workflows.project import House


def join_scene(scene: Scene) -> Member:
    """Return a plan that was looked at from all sides as one of several."""
    from responsibility.views.lookups import Lookups
    from responsibility.views.sheets.portfolio import Member

    plan = Lookups(scene.plan, scene.frames, scene.say, scene.settings)
    return Member(plan, scene.analysis.workload, len(scene.findings))


def join_plan(plan: Plan, house: House, findings: int) -> Member:
    """Return a plan as one of several. findings: how many it has, as is known from its outputs."""
    from responsibility.analysis.plan.answer import weigh_units
    from responsibility.frames import frame_plan
    from responsibility.views.lookups import Lookups
    from responsibility.views.sheets.portfolio import Member

    frames = frame_plan(plan)
    shown = Lookups(plan, frames, word_plan(plan, house.wording), house.settings)
    return Member(shown, weigh_units(frames, house.settings), findings)


def build_portfolio(
    plans: Sequence[Member],
    inputs: Mapping[str, str],
    missing: Mapping[str, str] = MappingProxyType({}),
    key: str = "",
) -> Iterator[Output]:
    """Make 跨计划汇总.xlsx, the tables of the plans with what their columns mean, and the manifest.

    missing: the plans that could not be made, by id, each with the reason; the workbook says so. key: as for
    build_manifest.
    """
    made = tuple(_build_files(plans, missing))
    yield from made
    yield build_manifest(dict(made), inputs, plans[0].plan.settings, missing, key=key)


def _build_files(plans: Sequence[Member], missing: Mapping[str, str]) -> Iterator[Output]:
    from responsibility.render.excel import render_book
    from responsibility.views.sheets.portfolio import build_portfolio_book

    wording = plans[0].plan.say
    tables, cut = _tabulate(plans)
    book = build_portfolio_book(plans, tables["workload_total"], tables["repeats"], cut, missing)
    yield Output(name_file(wording, "portfolio", ".xlsx"), render_book(book))
    yield from write_tables("portfolio", wording("portfolio.book"), tables, wording)


def list_portfolio(plans: Sequence[Member]) -> dict[str, DataFrame]:
    """Return every table of several plans by name."""
    return _tabulate(plans)[0]


def _tabulate(plans: Sequence[Member]) -> tuple[dict[str, DataFrame], tuple[tuple[str, str], ...]]:
    from responsibility.analysis.plan.answer import leave_out
    from responsibility.analysis.plan.repeats import find_all_repeats
    from responsibility.analysis.plan.workload import sum_workloads
    from responsibility.views.naming import list_current

    current = list_current({each.plan.plan.id: each.plan.title for each in plans})
    totals = sum_workloads([each.workload for each in plans if each.plan.plan.id in current])
    settings = plans[0].plan.settings
    judged = [(each.plan.plan.id, leave_out(each.plan.frames, settings)) for each in plans]
    repeats, cut = find_all_repeats(judged, settings.duplicates)
    return {"workload_total": totals, "repeats": repeats}, cut
