"""The sentences a leader reads first, and the thresholds that the page's own what-if applies.

In: a Plan and its Analysis. Out: at most six sentences, each resting on numbers that stand elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from responsibility.model import Basis, Plan, Role

if TYPE_CHECKING:
    from responsibility.settings import Settings
    from responsibility.views.page import PageAnalysis
    from responsibility.wording import Wording


def page_rules(settings: Settings) -> dict[str, object]:
    """Give the numbers that the page's script needs to judge a changed plan as the analysis would."""
    weights = settings.weights
    return {"weights": [weights.lead, weights.co_lead, weights.support]}


def _facts(plan: Plan, analysis: PageAnalysis, wording: Wording) -> Iterator[str]:
    names = {unit.id: unit.short for unit in plan.units}
    loads = analysis.workload.sort_values("load", ascending=False, kind="stable")
    leads = [each for each in plan.assignments if each.role is Role.LEAD]
    yield wording("page.fact.size", items=len(plan.items), units=len(plan.units), pairs=len(plan.assignments))
    if len(loads):
        top = loads.iloc[0]
        yield wording("page.fact.top", unit=names[top["unit_id"]], count=top["items"], leads=top["leads"])
    over = loads.loc[loads["overloaded"], "unit_id"].tolist()
    if over:
        units = wording("page.comma").join(names[unit_id] for unit_id in over)
        yield wording("page.fact.overloaded", count=len(over), units=units)
    leading = len({each.unit_id for each in leads})
    yield wording("page.fact.leading", leading=leading, never=len(plan.units) - leading)
    unnamed = len(plan.items) - len({each.item_id for each in plan.assignments})
    if unnamed:
        yield wording("page.fact.unnamed", count=unnamed)
    assumed = sum(each.basis is Basis.FIRST_LISTED for each in leads)
    if assumed:
        yield wording("page.fact.first-listed", count=assumed, leads=len(leads))


def write_sentences(plan: Plan, analysis: PageAnalysis, wording: Wording) -> tuple[str, ...]:
    """Take the analysis's own sentences where it has them, else the plain facts."""
    given: tuple[str, ...] = getattr(analysis, "sentences", ())
    return given or tuple(_facts(plan, analysis, wording))
