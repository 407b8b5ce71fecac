"""The notice as issued, with every clause, name and target marked and every mark a place to link to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from responsibility.kinds import Severity
from responsibility.language.wording import Wording
from responsibility.render.page.markup import element, escape
from responsibility.render.page.matrix import mark_anchor
from responsibility.views.findings import PlacedFinding
from responsibility.views.page.annotated import NoticeLine, Part, Segment
from responsibility.views.page.page import PageView

_CLASSES = {Part.CLAUSE: "clause", Part.TARGET: "target"}


def _segment(segment: Segment, findings: Sequence[PlacedFinding]) -> str:
    """Mark a stretch; a name links to its unit's card, with its role in a class and never in the words.

    Only what needs mending is shown as found; notes have their place without a sign.
    """
    words = escape(segment.text)
    anchor = mark_anchor(segment.start) if segment.opens_name or segment.findings else None
    kind = _CLASSES.get(segment.part)
    if segment.part is Part.NAME:
        kind = segment.role.value if segment.role else "none"
        if segment.unit_ids:
            return element("a", words, id=anchor, class_=kind, href=f"#u-{segment.unit_ids[0]}")
    if any(findings[index].severity is not Severity.NOTE for index in segment.findings):
        kind = f"{kind or ''} found".strip()
    if kind == "clause" and not anchor:
        return element("i", words)  # of which a long plan has thousands, a sign each
    return element("span", words, id=anchor, class_=kind) if kind or anchor else words


def _line(line: NoticeLine, findings: Sequence[PlacedFinding]) -> str:
    parts = []
    for item_id, run in groupby(line.segments, key=lambda segment: segment.item_id):
        segments = list(run)
        words = "".join(_segment(segment, findings) for segment in segments)
        anchor = f"i-{item_id}" if segments[0].opens_item else None
        parts.append(element("span", words, id=anchor, data_i=item_id) if item_id else words)
    return element(f"h{min(line.level + 2, 6)}" if line.level else "p", *parts)


def draw_notice(page: PageView, wording: Wording) -> str:
    """Draw the notice line by line, with a legend that says what each mark means."""
    legend = (
        element("span", escape(wording("page.notice.clause")), class_="clause"),
        element("span", escape(wording("page.notice.target")), class_="target"),
        *(
            element("span", escape(wording(f"role.{role}")), class_=f"name {role}")
            for role in ("lead", "co-lead", "support")
        ),
        element("span", escape(wording("page.notice.found")), class_="found"),
    )
    body = element("div", *(_line(line, page.findings) for line in page.lines), class_="paper")
    return element("p", *legend, class_="legend") + body
