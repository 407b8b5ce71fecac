"""Door: one call for a programmer, from a notice of any kind to its items, assignments, findings and tables.

In: a path, bytes or text, and the matrix folder to read with, if any. Out: a Reading, which notebooks show as its
matrix. The pure functions stay behind it; pandas is loaded when a table is first asked for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from responsibility.kinds import Role, Severity
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Finding, Header, Item, Plan, Unit
from responsibility.system.inputs import SourceFile, read_matrix, read_source
from responsibility.system.office import office_converter
from responsibility.views.findings import speak_finding
from responsibility.workflows.project import furnish, read_notice

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.frames import Frames

_SHOWN = 20  # findings under a matrix in a notebook


@dataclass(frozen=True, slots=True)
class Reading:
    """One notice as read. plan: all that was found; wording: the language that findings are said in."""

    plan: Plan
    wording: Wording

    @property
    def header(self) -> Header:
        """Title, issuer, numbers, dates and addressees."""
        return self.plan.header

    @property
    def items(self) -> tuple[Item, ...]:
        """Every numbered task, document order."""
        return self.plan.items

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units named, protocol order."""
        return self.plan.units

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who has which part in which task, each with its reason and its place in the text."""
        return self.plan.assignments

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should look at; `tell` says one in words."""
        return self.plan.findings

    def tell(self, finding: Finding) -> str:
        """Return a finding as a sentence."""
        return speak_finding(finding, "text", self.wording)

    def to_frames(self) -> Frames:
        """Return items, units, assignments and targets as DataFrames; docs/reference/columns.md has their columns."""
        from responsibility.frames import frame_plan

        return frame_plan(self.plan)

    def matrix(self) -> DataFrame:
        """Return items x units: the roles as ordered categories, missing where a unit has no part.

        Columns are short names; where two units share one, the id stands behind it.
        """
        import pandas as pd

        frames = self.to_frames()
        wide = frames.assignments.pivot(index="item_id", columns="unit_id", values="role")
        wide = wide.reindex(index=frames.items["item_id"], columns=[unit.id for unit in self.units])
        shared = Counter(unit.short for unit in self.units)
        labels = [unit.short if shared[unit.short] == 1 else f"{unit.short} ({unit.id})" for unit in self.units]
        roles = pd.CategoricalDtype([role.value for role in Role], ordered=True)
        return wide.astype(roles).set_axis(pd.Index(labels, name="unit"), axis="columns")

    def _repr_html_(self) -> str:
        """Show the matrix with its marks, and the gravest findings under it."""
        marks = {role.value: self.wording(f"role_mark.{role}") for role in Role}
        table = self.matrix().astype(object).replace(marks).to_html(na_rep="", border=0)
        grave = sorted(self.findings, key=lambda finding: list(Severity).index(finding.severity))[:_SHOWN]
        lines = "".join(
            f"<li>{escape(' '.join((self.wording(f'severity.{each.severity}'), each.code, self.tell(each))))}</li>"
            for each in grave
        )
        return f"<h4>{escape(self.header.title or '')}</h4>{table}<ul>{lines}</ul>"


def read(
    source: str | bytes | Path,
    *,
    matrix: str | Path | None = None,
    name: str = "notice.txt",
    language: str = "zh",
) -> Reading:
    """Read a notice of any kind.

    source: a path, the bytes of a file, or its text; a string with a line break is text. matrix: the folder of units,
    aliases and settings to read with; without it the general register alone. name: what bytes or text are called.
    Raises SourceError if it cannot be read, RegistryError or SettingsError if the matrix folder is wrong.
    """
    house = furnish(
        read_matrix(Path(matrix), plans=False) if matrix is not None else None, language, office_converter()
    )
    if isinstance(source, str) and "\n" in source:
        source = source.encode()
    file = SourceFile(name, source) if isinstance(source, bytes) else read_source(Path(source))
    return Reading(read_notice(file, house, Path(file.name).stem), house.wording)
