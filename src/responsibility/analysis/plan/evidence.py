"""Evidence: what the rules and the summary look at, with names, titles and places at hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import pandas as pd

from responsibility.analysis.plan.incidence import Incidence, list_rows
from responsibility.analysis.plan.overlap import Chance
from responsibility.analysis.plan.workload import Limits
from responsibility.frames import Frames
from responsibility.kinds import Basis, Role
from responsibility.model import Plan
from responsibility.settings import Settings
from responsibility.spans import Span


@dataclass(frozen=True)
class Evidence:
    """A plan with the answers so far. plan is None where only tables were given.

    incidence: of all that is named; overlap, duplicates and all that judges units leave collectives out.
    """

    frames: Frames
    plan: Plan | None
    settings: Settings
    incidence: Incidence
    limits: Limits
    workload: pd.DataFrame
    concentration: pd.DataFrame
    overlap: pd.DataFrame
    chance: Chance
    duplicates: pd.DataFrame
    gaps: pd.DataFrame

    @cached_property
    def names(self) -> dict[str, str]:
        """The short name of each unit."""
        return dict(zip(self.frames.units["unit_id"].tolist(), self.frames.units["short"].tolist(), strict=True))

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The rows of `workload` of the units that are judged: all but collectives."""
        return self.workload[self.workload["judged"]]

    @cached_property
    def hosts(self) -> set[str]:
        """The units whose own field the plan is: they lead half of all that is led."""
        leads = self.frames.assignments[self.frames.assignments["role"] == Role.LEAD.value]
        least = self.settings.load.half * leads["item_id"].nunique()
        counts = leads["unit_id"].value_counts(sort=False)
        return set(counts[counts >= least].index)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each item."""
        return dict(zip(self.frames.items["item_id"].tolist(), self.frames.items["title"].tolist(), strict=True))

    @cached_property
    def spans(self) -> dict[str, Span]:
        """Where each item is; empty where only tables were given."""
        return {item.id: item.span for item in self.plan.items} if self.plan else {}

    @cached_property
    def by_order(self) -> dict[str, int]:
        """How many leads of each unit rest only on being named first."""
        table = self.frames.assignments
        by_order = table.loc[table["basis"] == Basis.FIRST_LISTED.value, "unit_id"]
        return {str(unit_id): int(count) for unit_id, count in by_order.value_counts(sort=False).items()}

    @cached_property
    def spread(self) -> dict[str, SimpleNamespace]:
        """The row of `concentration` for each measure."""
        return {row.measure: row for row in list_rows(self.concentration)}

    @cached_property
    def joined(self) -> dict[str, list[str]]:
        """The unit ids of each item that names any, as listed."""
        table = self.frames.assignments
        named: dict[str, list[str]] = {}
        for item_id, unit_id in zip(table["item_id"].tolist(), table["unit_id"].tolist(), strict=True):
            named.setdefault(item_id, []).append(unit_id)
        return named

    def name_all(self, unit_ids: list[str]) -> str:
        """Return the names of units as one list."""
        return "、".join(self.names[unit_id] for unit_id in unit_ids)
