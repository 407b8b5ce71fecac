"""Pages: a page of a plan with the plain counts that it needs of an analysis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from builders import plan_from
from responsibility.frames import frame_plan
from responsibility.model import Finding, Plan, Role
from responsibility.render.page import render_page
from responsibility.settings import Settings
from responsibility.views.page import PageView, build_page
from responsibility.wording import load_wording

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&\u202e局"


def hostile_plan() -> Plan:
    """A plan whose every name, title and number is an attack."""
    plan = plan_from({"1.1": ["a", "b"]}, {"1.1": HOSTILE})
    units = tuple(replace(unit, name=HOSTILE, short=HOSTILE) for unit in plan.units)
    items = tuple(replace(item, title=HOSTILE, number=HOSTILE) for item in plan.items)
    header = replace(plan.header, title=HOSTILE, issuer=HOSTILE)
    return replace(plan, units=units, notice=replace(plan.notice, items=items, header=header))


@dataclass(frozen=True)
class Counts:
    """What a page takes from an analysis, counted by hand."""

    workload: pd.DataFrame
    overlap: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def counts_of(plan: Plan, settings: Settings) -> Counts:
    """Loads and shared items of a plan."""
    weights = settings.weights
    rows = []
    members: dict[str, list[str]] = {}
    for unit in plan.units:
        roles = [each.role for each in plan.assignments if each.unit_id == unit.id]
        leads, co_leads, supports = (roles.count(role) for role in Role)
        load = leads * weights.lead + co_leads * weights.co_lead + supports * weights.support
        rows.append((unit.id, leads, co_leads, supports, len(roles), load, False))
        for each in plan.assignments:
            if each.unit_id == unit.id:
                members.setdefault(each.item_id, []).append(unit.id)
    pairs = Counter(pair for units in members.values() for pair in combinations(units, 2))
    return Counts(
        pd.DataFrame(rows, columns=["unit_id", "leads", "co_leads", "supports", "items", "load", "overloaded"]),
        pd.DataFrame([(*pair, n) for pair, n in sorted(pairs.items())], columns=["unit_a", "unit_b", "shared"]),
    )


def page_of(plan: Plan, language: str = "zh") -> PageView:
    """The page of a plan under default settings, its task sheets named by place."""
    settings = Settings()
    paths = {unit.id: f"tasks/{place:02}-{unit.id}.xlsx" for place, unit in enumerate(plan.units, 1)}
    return build_page(plan, frame_plan(plan), counts_of(plan, settings), load_wording(language), settings, paths)


def render_of(plan: Plan, language: str = "zh") -> bytes:
    """The page of a plan as a file."""
    return render_page(page_of(plan, language), load_wording(language))
