"""Findings: 问题清单, each with its place, its sentence and a suggested next step."""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.kinds import Severity
from responsibility.views.findings import PlacedFinding, place_findings
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Cell, Column, Row, Sheet, row_of
from responsibility.views.sheets.listing import spill_row

_HEAD = 2
_KEYS = ("seq", "severity", "code", "place", "item", "unit", "sentence", "fix")
_COLUMNS = (
    Column("seq", 5, 5, "count"),
    Column("severity", 8, 8, "cell-center"),
    Column("code", 8, 26, "cell"),
    Column("place", 8, 14, "cell-center"),
    Column("item", 8, 14, "cell-center"),
    Column("unit", 10, 20, "cell"),
    Column("sentence", 60, 60, "cell"),
    Column("fix", 48, 48, "cell"),
)
_STYLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "remark"}


def build_findings(scene: Scene) -> Sheet:
    """Build 问题清单: worst first, then in the order of the text."""
    say = scene.say
    found = place_findings(scene.plan, scene.findings, say)
    name = say("sheet.findings.name")
    rows = [
        row_of(Cell(say("sheet.findings.title"), "title-left")),
        row_of(Cell(scene.stamp, "stamp")),
        row_of(*(Cell(say(f"sheet.column.{key}"), "head") for key in _KEYS)),
        *(
            row
            for place, finding in enumerate(place_findings(scene.plan, scene.findings, scene.say), 1)
            for row in _rows(scene, place, finding)
        ),
    ]
    if not found:
        rows.append(row_of(Cell(say("sheet.findings.none"), "plain")))
    return Sheet(
        name,
        _COLUMNS,
        tuple(rows),
        frozen=(_HEAD + 1, 0),
        page=scene.page(name, repeat_rows=(_HEAD, _HEAD)),
        filter=Area(_HEAD, 0, len(rows) - 1, len(_COLUMNS) - 1),
    )


def _rows(scene: Scene, place: int, finding: PlacedFinding) -> Iterator[Row]:
    unit = scene.short(finding.unit_id) if finding.unit_id in scene.units else finding.unit_id
    values: tuple[str | int, ...] = (
        place,
        scene.say(f"severity.{finding.severity.value}"),
        finding.code,
        finding.place,
        finding.item_id,
        unit,
        finding.text,
        finding.fix,
    )
    cells = [Cell(value, column.style) for value, column in zip(values, _COLUMNS, strict=True)]
    cells[1] = Cell(values[1], _STYLES[finding.severity])
    widths = {place: column.least for place, column in enumerate(_COLUMNS) if column.style == "cell"}
    return spill_row(cells, widths, scene.say)
