"""The notice itself with every clause, name and target marked.

In: a Plan and the findings to be shown. Out: Lines of Segments; joined in order they are the document's text,
less what stands between its blocks. Nothing is added to the words, so a mark never changes what was issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from responsibility.kinds import Role
from responsibility.model import Finding, Plan
from responsibility.spans import Locator, Span

T = TypeVar("T")


class Part(Enum):
    """What a stretch of the notice is."""

    TEXT = "text"
    HEADING = "heading"
    CLAUSE = "clause"
    TARGET = "target"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line that is one thing.

    item_id: the item it belongs to, or "". unit_ids, role: whom a name means; a collective means several.
    opens_item, opens_name: whether it is the first stretch of its item or name, where a link should land.
    findings: places in the page's list of findings that begin here.
    """

    text: str
    start: int
    part: Part = Part.TEXT
    item_id: str = ""
    unit_ids: tuple[str, ...] = ()
    role: Role | None = None
    opens_item: bool = False
    opens_name: bool = False
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One block of the source. level: 0, or the level of the heading that it is."""

    locator: Locator
    level: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """Whom the words of one span mean."""

    span: Span
    unit_ids: tuple[str, ...]
    role: Role | None


def _names(plan: Plan) -> list[_Name]:
    """Every name in the text once, whether it made an assignment or repeats one."""
    meant: dict[Span, list[tuple[Role, str]]] = {}
    known: dict[str, tuple[str, ...]] = {}
    for each in plan.assignments:
        meant.setdefault(each.span, []).append((each.role, each.unit_id))
        known.setdefault(each.mention, (each.unit_id,))
    names = [
        _Name(span, tuple(dict.fromkeys(unit_id for _, unit_id in pairs)), min(pairs, key=lambda p: p[0].strength)[0])
        for span, pairs in meant.items()
    ]
    mentions = {m.span: m for item in plan.items for clause in item.clauses for m in clause.mentions}
    silent = [_Name(span, known.get(m.text, ()), None) for span, m in mentions.items() if span not in meant]
    return sorted((*names, *silent), key=lambda name: name.span)


def _paint(cuts: Sequence[int], marks: Iterable[tuple[Span, T]]) -> list[T | None]:
    """For each stretch between two cuts, the innermost mark that covers it."""
    place = {cut: index for index, cut in enumerate(cuts)}
    owners: list[T | None] = [None] * len(cuts)
    for span, mark in sorted(marks, key=lambda pair: (pair[0].start, -pair[0].end)):
        for index in range(place[span.start], place[span.end]):
            owners[index] = mark
    return owners


def _part(heading: object, clause: object, target: object, name: object) -> Part:
    """Name the most particular thing a stretch is."""
    ranked = ((name, Part.NAME), (target, Part.TARGET), (clause, Part.CLAUSE), (heading, Part.HEADING))
    return next((part for mark, part in ranked if mark is not None), Part.TEXT)


def annotate(plan: Plan, findings: Sequence[Finding] = ()) -> tuple[NoticeLine, ...]:
    """Cut the notice where anything begins or ends, and say of each stretch what it is.

    findings: in the order of the page's list; a segment names those that begin in it by their place there.
    """
    text, blocks = plan.notice.document.text, plan.notice.document.blocks
    names = _names(plan)
    headings = {heading.span: heading.level for item in plan.items for heading in item.path}
    clauses = [(clause.span, clause) for item in plan.items for clause in item.clauses]
    targets = [(target.span, target) for item in plan.items for target in item.targets]
    spans = [*headings, *(name.span for name in names), *(item.span for item in plan.items)]
    spans += [span for span, _ in clauses] + [span for span, _ in targets] + [block.span for block in blocks]
    starts: dict[int, list[int]] = {}
    for index, finding in enumerate(findings):
        if finding.span is not None:
            starts.setdefault(finding.span.start, []).append(index)
    cuts = sorted({0, len(text), *starts, *(edge for span in spans for edge in span)})

    item_at = _paint(cuts, ((item.span, item.id) for item in plan.items))
    heading_at = _paint(cuts, headings.items())
    clause_at, target_at = _paint(cuts, clauses), _paint(cuts, targets)
    name_at = _paint(cuts, ((name.span, name) for name in names))
    opened: set[str] = set()

    def segment(index: int) -> Segment:
        item_id, name = item_at[index] or "", name_at[index]
        opens = bool(item_id) and item_id not in opened
        opened.add(item_id)
        return Segment(
            text[cuts[index] : cuts[index + 1]],
            cuts[index],
            _part(heading_at[index], clause_at[index], target_at[index], name),
            item_id,
            name.unit_ids if name else (),
            name.role if name else None,
            opens,
            name is not None and name.span.start == cuts[index],
            tuple(starts.get(cuts[index], ())),
        )

    place = {cut: index for index, cut in enumerate(cuts)}
    lines = []
    for block in blocks:
        indexes = range(place[block.span.start], place[block.span.end])
        if text[block.span.start : block.span.end].strip():
            level = next((heading_at[k] for k in indexes if heading_at[k]), 0)
            lines.append(NoticeLine(block.locator, level or 0, tuple(segment(k) for k in indexes)))
    return tuple(lines)
