"""Refined: a filled 细化分解表 to Pieces.

In: bytes of a workbook and its name. Out: one Refinement a row in which anything was typed. Columns are known by their
heads, rows by the hidden id or, where somebody inserted one, by that of the row above.
"""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.analysis.course.refinement import Refinement
from responsibility.errors import ReturnError
from responsibility.language.wording import Wording
from responsibility.returns.cells import Tab, name_cell
from responsibility.returns.opening import open_workbook
from responsibility.returns.values import squeeze
from responsibility.settings import SourceSettings
from responsibility.views.issued.refinement import BAND, REFINE_COLUMNS, REFINED


def read_refined(
    data: bytes, name: str, plan_id: str, say: Wording, limits: SourceSettings
) -> tuple[str, list[Refinement]]:
    """Read one unit's sheet: whose it is, and its pieces. Raises ReturnError where it is none, or another plan's."""
    grids = {grid.name: grid for grid in open_workbook(data, name, limits).grids}
    known = grids.get(REFINED)
    facts = [cell.words for row in [*known.rows().values()][:1] for cell in row.values()] if known else []
    if len(facts) != 2 or facts[0] != plan_id:  # plan and unit
        raise ReturnError("NO_REFINEMENT_SHEET", name)
    pieces = [
        piece for grid in grids.values() if grid.name != REFINED for piece in _read_grid(grid, facts[1], name, say)
    ]
    return facts[1], pieces


def _read_grid(grid: Tab, unit: str, name: str, say: Wording) -> Iterator[Refinement]:
    heads = {squeeze(say(f"refine.column.{key}")): key for key, _ in REFINE_COLUMNS}
    rows = grid.rows()
    top = next((n for n, row in rows.items() if sum(squeeze(c.words) in heads for c in row.values()) > 4), None)
    if top is None:
        return
    columns = {heads[squeeze(cell.words)]: at for at, cell in rows[top].items() if squeeze(cell.words) in heads}
    hidden = next((at for at, cell in rows[top].items() if cell.words == "item_id"), None)
    item = ""
    for number, row in rows.items():
        if number <= top:
            continue
        own = row[hidden].words if hidden in row else ""
        item = own.removeprefix(BAND) or item
        typed = {key: row[at].words.strip() for key, at in columns.items() if at in row and key != "seq"}
        if item and any(typed.values()) and not own.startswith(BAND):
            quarters = tuple(typed.get(f"q{quarter}", "") for quarter in range(1, 5))
            yield Refinement(
                unit, item, typed.get("measure", ""), typed.get("goal", ""), quarters,  # type: ignore[arg-type]  # four
                typed.get("office", ""), typed.get("person", ""), typed.get("telephone", ""), name,
                f"{grid.name}!{name_cell(number, columns['measure'])}",
            )  # fmt: skip
