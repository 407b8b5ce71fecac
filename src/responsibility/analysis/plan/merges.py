"""Merges: what counting several spellings as one unit does to counts and verdicts.

In: Frames and Settings. Out: the table `merges`. Names decide the statistics: each merge is undone in turn, then all
at once, and the pairs that stay supported are counted by size alone (hypergeometric), so that the runs compare.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from responsibility.analysis.plan.chance import judge_overlap
from responsibility.analysis.plan.incidence import Incidence, build_incidence, list_rows
from responsibility.analysis.plan.overlap import list_pairs
from responsibility.frames import Frames
from responsibility.settings import Settings

# One row a spelling other than its unit's main one, protocol order; first a row for undoing all merges, with
# unit_id and spelling "". alias_line: 0 if none; items: that the spelling names; unit_items, units: with the merge;
# unit_items_without, units_without: undone; supported, supported_without: pairs beyond size; -1 where not tested.
MERGE_COLUMNS = (
    "unit_id", "spelling", "alias_line", "items", "unit_items", "unit_items_without", "units", "units_without",
    "supported", "supported_without",
)  # fmt: skip


def weigh_merges(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Undo each merge of spellings, and all of them, and count again; empty where every unit has one spelling."""
    table = frames.assignments.assign(spelling=_name_spellings(frames))
    merged = table[table["spelling"] != ""].drop_duplicates("spelling")
    if merged.empty:
        return pd.DataFrame(columns=list(MERGE_COLUMNS))
    order = {unit_id: place for place, unit_id in enumerate(frames.units["unit_id"])}
    merged = merged.sort_values("unit_id", key=lambda column: column.map(order), kind="stable")
    base = build_incidence(frames)
    supported = _count_supported(base, settings)
    sizes = table["unit_id"].value_counts()
    units = len(order)
    whole = _count_supported(build_incidence(_undo(frames, table, None)), settings)
    rows = [("", "", 0, 0, 0, 0, units, units + len(merged), supported, whole)]
    tested = len(merged) <= settings.overlap.merges
    for row in list_rows(merged):
        items = int((table["spelling"] == row.spelling).sum())
        size = int(sizes[row.unit_id])
        undone = _count_supported(build_incidence(_undo(frames, table, row.spelling)), settings) if tested else -1
        counts = (items, size, size - items, units, units + 1, supported, undone)
        rows.append((row.unit_id, row.name, row.alias_line, *counts))
    return pd.DataFrame(rows, columns=list(MERGE_COLUMNS))


def _name_spellings(frames: Frames) -> list[str]:
    """Return, for each assignment, unit and name where that is not the unit's main name, else "".

    The main name is one that no alias explains where there is one, and the most used of them.
    """
    table = frames.assignments
    counts = table.groupby(["unit_id", "name"], sort=False)["alias_line"].agg(["size", "max"]).reset_index()
    counts = counts.assign(alias=counts["max"] > 0)
    main = counts.sort_values(["alias", "size"], ascending=[True, False], kind="stable").drop_duplicates("unit_id")
    first = dict(zip(main["unit_id"], main["name"], strict=True))
    return [
        "" if first[unit_id] == name else f"{unit_id}\n{name}"
        for unit_id, name in zip(table["unit_id"].tolist(), table["name"].tolist(), strict=True)
    ]


def _undo(frames: Frames, table: pd.DataFrame, spelling: str | None) -> Frames:
    """Return the frames with one spelling, or all of them, as units of their own."""
    apart = table["spelling"] != "" if spelling is None else table["spelling"] == spelling
    unit_id = table["unit_id"].where(~apart, table["spelling"])
    added = pd.DataFrame({"unit_id": unit_id[apart].drop_duplicates()})
    units = pd.concat([frames.units, added.reindex(columns=frames.units.columns)], ignore_index=True)
    return replace(frames, units=units, assignments=table.assign(unit_id=unit_id))


def _count_supported(incidence: Incidence, settings: Settings) -> int:
    by_size = settings.overlap.but(samples=0)
    return int(judge_overlap(incidence, list_pairs(incidence), by_size)[0]["supported"].sum())
