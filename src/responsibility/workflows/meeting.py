"""Meeting: joins the rooms for meeting: a period as collected to 会议材料.docx and a file to write decisions into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from responsibility.paths import name_file
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from responsibility.workflows.collecting import Collected


def report_meeting(done: Collected, number: int) -> Iterator[Output]:
    """Make 会议材料.docx, and meetings.csv with a line for each matter, its decision still to be written."""
    from responsibility.render.letter import render_letter
    from responsibility.resolve.meetings import MEETINGS
    from responsibility.rows import encode_rows, write_rows
    from responsibility.views.issued.meeting import build_meeting, list_matters

    scene, progress = done.scene.on_day(done.progress.as_of), done.progress
    letter = build_meeting(scene, progress, number, done.contacts)
    yield Output(name_file(scene.say, "meeting", ".docx"), render_letter(letter))
    source = scene.say("meeting.source", number=number)
    rows = ((source, "", scene.number(item), "", "", "", "") for item, _ in list_matters(scene, progress))
    yield Output("meetings.csv", encode_rows(write_rows(MEETINGS.heads, rows)))
