"""Portfolio: what several plans come to together.

In: what every report of each plan is made from. Out: Outputs of a folder of its own, the manifest last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from responsibility.paths import name_file
from responsibility.workflows.reports import Output, build_manifest, write_tables

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.views.scene import Scene


def build_portfolio(
    plans: Sequence[Scene],
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
    yield build_manifest(dict(made), inputs, plans[0].settings, missing, key=key)


def _build_files(plans: Sequence[Scene], missing: Mapping[str, str]) -> Iterator[Output]:
    from responsibility.render.excel import render_book
    from responsibility.views.sheets.portfolio import build_portfolio_book

    wording = plans[0].say
    tables, cut = _tabulate(plans)
    book = build_portfolio_book(plans, tables["workload_total"], tables["repeats"], cut, missing)
    yield Output(name_file(wording, "portfolio", ".xlsx"), render_book(book))
    yield from write_tables("portfolio", wording("portfolio.book"), tables, wording)


def list_portfolio(plans: Sequence[Scene]) -> dict[str, DataFrame]:
    """Return every table of several plans by name."""
    return _tabulate(plans)[0]


def _tabulate(plans: Sequence[Scene]) -> tuple[dict[str, DataFrame], tuple[tuple[str, str], ...]]:
    from responsibility.analysis.plan.answer import leave_out
    from responsibility.analysis.plan.repeats import find_all_repeats
    from responsibility.analysis.plan.workload import sum_workloads
    from responsibility.views.naming import list_current

    current = list_current({each.plan.id: each.title for each in plans})
    totals = sum_workloads([each.analysis.workload for each in plans if each.plan.id in current])
    settings = plans[0].settings
    judged = [(each.plan.id, leave_out(each.frames, settings)) for each in plans]
    repeats, cut = find_all_repeats(judged, settings.duplicates)
    return {"workload_total": totals, "repeats": repeats}, cut
