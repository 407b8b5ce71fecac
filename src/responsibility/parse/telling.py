"""Telling: which findings of a reading are told, and where they belong.

In: findings as the rooms of the reader make them, and the items. Out: those worth telling, in document order, each with
the item it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from responsibility.kinds import Severity
from responsibility.model import Finding, Item
from responsibility.spans import Span


def drop_kept(findings: Iterable[Finding], items: Iterable[Item]) -> Iterator[Finding]:
    """Leave out remarks on words of a clause that are kept after all, as a person or a field of their item."""
    spans = [span for item in items for span in (*(p.span for p in item.people), *(f.span for f in item.fields))]
    kept = {span.end: span.start for span in spans}
    for each in findings:
        is_remark = each.code == "CLAUSE_ASIDE" and each.severity is Severity.NOTE and each.span is not None
        if not (is_remark and each.span and kept.get(each.span.end, -1) >= each.span.start):
            yield each


def tell_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out a note on 有关部门 where the notice has one before; a warning stays, for its item has no unit."""
    told = False
    for finding in findings:
        again = finding.code == "UNITS_OPEN" and finding.severity is Severity.NOTE
        if not (again and told):
            yield finding
        told = told or again


def place_remarks(findings: Iterable[Finding], items: Sequence[Item]) -> Iterator[Finding]:
    """Give each finding the item it lies in, and document order."""
    ordered = sorted(items, key=lambda item: item.span)
    placed = sorted(findings, key=lambda each: (each.span or Span(0, 0), each.code))
    at = 0
    for finding in placed:
        if finding.span is None or finding.item_id is not None:
            yield finding
            continue
        while at + 1 < len(ordered) and ordered[at + 1].span.start <= finding.span.start:
            at += 1
        inside = bool(ordered) and ordered[at].span.start <= finding.span.start < ordered[at].span.end
        yield replace(finding, item_id=ordered[at].id) if inside else finding
