"""Closing: joins the rooms for close: a year's periods to 年底交账.xlsx and the open tasks for next year's notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from responsibility.errors import ReturnError
from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.analysis.course.inspection import Inspection
    from responsibility.workflows.collecting import Collected


def report_closing(periods: Sequence[Collected], inspections: tuple[Inspection, ...], year: int) -> Iterator[Output]:
    """Make 年底交账.xlsx and 结转任务.txt. Raises ReturnError where nobody reported in the year."""
    from responsibility.render.excel import render_book
    from responsibility.views.year.closing import build_closing_book, write_open

    if not any(each.collection.returns for each in periods):
        raise ReturnError("NOTHING_TO_CLOSE")
    scene, progresses = periods[-1].scene, [each.progress for each in periods]
    heard = {
        (done.progress.period.id, item, sheet.unit_id): place
        for done in periods
        for sheet in done.collection.returns
        for item, place in sheet.list_places().items()
    }
    yield Output(
        name_file(scene.say, "closing", ".xlsx"),
        render_book(build_closing_book(scene, progresses, heard, inspections, year)),
    )
    yield Output(name_file(scene.say, "open", ".txt"), write_open(scene, progresses[-1]).encode("utf-8-sig"))
