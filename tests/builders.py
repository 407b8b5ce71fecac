"""Builders: the smallest worlds for tests, made from values and never from files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from responsibility.frames import Frames, frame_plan
from responsibility.kinds import Basis, Match, Role
from responsibility.model import Assignment, Block, Clause, Document, Header, Heading, Item, Mention, Notice, Plan, Unit
from responsibility.spans import Locator, Span


def document_of(text: str, name: str = "notice.txt") -> Document:
    """A plain text document, one block a line."""
    blocks = []
    start = 0
    for line, words in enumerate(text.split("\n"), 1):
        blocks.append(Block(Span(start, start + len(words)), Locator(line=line)))
        start += len(words) + 1
    return Document(name, "text/plain", sha256(text.encode()).hexdigest(), text, tuple(blocks))


def plan_from(assigned: Mapping[str, Sequence[str]], bodies: Mapping[str, str] | None = None) -> Plan:
    """A plan from item id to unit ids, the first one leading; units in order of first mention, named 市X局.

    >>> plan_from({"1.1": ["a", "b"]}).assignments[1].role
    <Role.CO_LEAD: 'co-lead'>
    """
    bodies = bodies or {}
    text = ""
    items: list[Item] = []
    assignments: list[Assignment] = []
    units: dict[str, Unit] = {}
    for item_id, unit_ids in assigned.items():
        start = len(text)
        body = bodies.get(item_id, f"完成第{item_id}项工作。")
        section, _, ordinal = item_id.rpartition(".")
        text += f"{ordinal}.任务{item_id}。{body}(责任单位:"
        clause_start = len(text) - len("(责任单位:")
        mentions: list[Mention] = []
        for position, unit_id in enumerate(unit_ids):
            unit = units.setdefault(
                unit_id, Unit(unit_id, f"某市{unit_id}局", f"市{unit_id}局", "government", len(units))
            )
            text += "、" if position else ""
            span = Span(len(text), len(text) + len(unit.short))
            text += unit.short
            role, basis = (Role.CO_LEAD, Basis.LISTED) if position else (Role.LEAD, Basis.FIRST_LISTED)
            mentions.append(Mention(unit.short, span, unit.short, "、" if position else ""))
            assignments.append(Assignment(item_id, unit_id, role, basis, Match.EXACT, unit.short, unit.short, span))
        text += ")\n"
        clause = Clause("责任单位", Span(clause_start, len(text) - 1), tuple(mentions))
        heading = Heading(1, f"({section or '一'})", f"第{section or '1'}部分", Span(start, start))
        items.append(
            Item(
                item_id,
                f"{ordinal}.",
                (heading,),
                f"任务{item_id}",
                body,
                Span(start, len(text) - 1),
                clauses=(clause,) if mentions else (),
            )
        )
    notice = Notice(document_of(text), Header(title="某市工作计划"), tuple(items))
    return Plan("some-plan", notice, tuple(units.values()), tuple(assignments))


def frames_from(assigned: Mapping[str, Sequence[str]], bodies: Mapping[str, str] | None = None) -> Frames:
    """The tables of `plan_from`."""
    return frame_plan(plan_from(assigned, bodies))
