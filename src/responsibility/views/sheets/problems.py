"""Findings: 问题清单, each with its place, its sentence and a suggested next step; then those set aside, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from responsibility.kinds import Severity
from responsibility.views.findings import PlacedFinding, place_findings
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Row, Sheet, row_of
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, open_sheet, size_columns

_HEAD = 2
_PAGES = 4  # that are printed, the worst first
_COLUMNS = (
    Shown("seq", 5, "count"), Shown("severity", 8, "cell-center"), Shown("code", 8, most=26),
    Shown("place", 8, "cell-center", most=14), Shown("item", 8, "cell-center", most=14), Shown("unit", 10, most=20),
    Shown("sentence", 60), Shown("fix", 48),
)  # fmt: skip
_STYLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "remark"}


def build_findings(scene: Scene) -> Sheet:
    """Build 问题清单: worst first, then in the order of the text."""
    say = scene.say
    found = place_findings(scene.plan, scene.findings, say)
    name = say("sheet.findings.name")
    rows = [*open_sheet(say("sheet.findings.title"), scene.stamp), lay_heads(say, _COLUMNS)]
    rows += (row for place, finding in enumerate(found, 1) for row in _rows(scene, place, finding))
    if not found:
        rows.append(row_of(Cell(say("sheet.findings.none"), "plain")))
    last = len(rows) - 1
    rows += _dismissed(scene)
    return Sheet(
        name,
        size_columns(_COLUMNS),
        tuple(rows),
        frozen=(_HEAD + 1, 0),
        page=scene.page(name, repeat_rows=(_HEAD, _HEAD), most=_PAGES),
        filter=Area(_HEAD, 0, last, len(_COLUMNS) - 1),
    )


def _dismissed(scene: Scene) -> Iterator[Row]:
    """List what a person set aside; the reason stands in place of the suggested step."""
    settled = scene.settled
    if not settled.dismissed:
        return
    yield row_of()
    yield row_of(Cell(scene.say("matter.dismissed", count=len(settled.dismissed)), "section"))
    placed = place_findings(scene.plan, settled.out, scene.say)
    for place, (finding, reason) in enumerate(zip(placed, settled.reasons, strict=True), 1):
        yield from _rows(scene, place, replace(finding, fix=reason))


def _rows(scene: Scene, place: int, finding: PlacedFinding) -> Iterator[Row]:
    unit = scene.short(finding.unit_id) if finding.unit_id in scene.units else finding.unit_id
    values = (
        place,
        Cell(scene.say(f"severity.{finding.severity.value}"), _STYLES[finding.severity]),
        finding.code,
        finding.place,
        scene.number(finding.item_id),
        unit,
        finding.text,
        finding.fix,
    )
    return lay_row(scene.say, _COLUMNS, values)
