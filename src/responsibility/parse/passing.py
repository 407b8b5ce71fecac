"""Passing: whom the heading of a section charges, given to the items below it: 一、产业发展(牵头单位:市工信局).

In: items in document order; a heading with a clause and no words of its own is among them. Out: the items, those that
name no lead with the heading's clauses before their own; a heading that was passed on is no item any more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from responsibility.kinds import Basis, Role, Severity
from responsibility.model import Clause, Finding, Item, Mention
from responsibility.spans import Span

_WORDS = re.compile(r"\w")


def pass_down(items: Sequence[Item], rows: Collection[Span], text: str) -> tuple[list[Item], tuple[Finding, ...]]:
    """Give items what their section's heading says of units, and tell so once a heading.

    rows: of tables, blanked out in text; they stand below a heading that nothing parts from them.
    """
    heads = {each.span.start: each for each in items if each.clauses and not (each.body or each.targets or each.due)}
    if not heads:
        return list(items), ()
    taken: dict[int, list[str]] = {}
    passed: list[Item] = []
    last: Item | None = None
    for item in items:
        above = [heads[each.span.start] for each in item.path if each.span.start in heads]
        if item.span not in rows:
            last = heads.get(item.span.start)
        elif last is not None and not _WORDS.search(text, last.span.end, item.span.start):
            above.append(last)
        head = next((each for each in reversed(above) if _takes(item, each)), None)
        if head is not None:
            taken.setdefault(head.span.start, []).append(item.id)
        passed.append(replace(item, clauses=with_above(head.clauses, item.clauses)) if head else item)
    kept = [each for each in passed if each.span.start not in taken]
    return kept, tuple(_tell(heads[start], len(ids)) for start, ids in taken.items())


def _takes(item: Item, head: Item) -> bool:
    """Say whether an item lacks what a heading says: a lead, or any unit where the heading says no role."""
    return not (has_lead(item.clauses) if has_lead(head.clauses) else item.clauses)


def has_lead(clauses: Iterable[Clause]) -> bool:
    """Say whether words of clauses say who leads."""
    return any(mention.role is Role.LEAD for clause in clauses for mention in clause.mentions)


def with_above(above: Sequence[Clause], own: Sequence[Clause]) -> tuple[Clause, ...]:
    """Put a heading's clauses before an item's own, whose units share the work where the heading names the lead."""
    if has_lead(above):
        own = [replace(clause, mentions=tuple(map(as_listed, clause.mentions))) for clause in own]
    return (*above, *own)


def as_listed(mention: Mention) -> Mention:
    """Make a unit of which no word says what it does one of several that share the work."""
    return mention._replace(role=Role.CO_LEAD, basis=Basis.LISTED) if mention.role is None else mention


def _tell(head: Item, count: int) -> Finding:
    names = "、".join(mention.name for clause in head.clauses for mention in clause.mentions)
    params = {"title": head.title, "names": names, "count": count}
    return Finding("SECTION_UNITS", Severity.NOTE, head.clauses[0].span, params=params)
