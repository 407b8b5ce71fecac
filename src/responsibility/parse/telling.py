"""Telling: which findings of a reading are told, and where they belong.

In: findings as the rooms of the reader make them, and the items. Out: those worth telling, in document order, each with
the item it lies in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from responsibility.kinds import Severity
from responsibility.model import Finding, Item
from responsibility.patterns import late
from responsibility.spans import Span

_BETWEEN = " 。；;\r\n\t\u3000"
_SHORTEST_TASK = 6
_RARE = 4  # times as many rows of tables as those that name nobody
_LIKE_NUMBER = late(
    r"[^\w\s]{0,2}(?:[①-⓿Ⅰ-ⅿ]|第?[0-9一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾a-zA-Z]{1,6}[^\w\s])"
)


def drop_kept(findings: Iterable[Finding], items: Iterable[Item]) -> Iterator[Finding]:
    """Leave out remarks on words of a clause that are no unit but a person, and on a bracket that ends with one."""
    kept = {person.span.end: person.span.start for item in items for person in item.people}
    for each in findings:
        is_remark = each.code == "CLAUSE_ASIDE" and each.severity is Severity.NOTE
        end = each.span.end - (each.code == "BRACKET_UNUSED") if each.span else -1
        told = is_remark or each.code == "BRACKET_UNUSED"
        if not (told and each.span and kept.get(end, -1) >= each.span.start):
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


def raise_unused(findings: Iterable[Finding], items: Iterable[Item]) -> Iterator[Finding]:
    """Make a bracket that speaks of duties and was not read a warning where its item is nobody's otherwise."""
    nobodys = {item.id for item in items if not item.clauses}
    for each in findings:
        unused = each.code == "BRACKET_UNUSED" and each.item_id in nobodys
        yield replace(each, severity=Severity.WARNING) if unused else each


def tell_several(item: Item, text: str) -> Iterator[Finding]:
    """Tell of clauses with words between them: tasks run together, surely where a number opens the later one."""
    gaps = [Span(each.span.end, after.span.start) for each, after in pairwise(item.clauses)]
    behind = [words for gap in gaps if len(words := gap.of(text).strip(_BETWEEN)) > _SHORTEST_TASK]
    if behind:
        numbered = next((words for words in behind if _LIKE_NUMBER.match(words)), "")
        severity = Severity.WARNING if numbered else Severity.NOTE
        params = {"count": len(behind) + 1, "text": (numbered or behind[0])[:20]}
        yield Finding("ITEM_SEVERAL", severity, item.span, item.id, params=params)


def leave_remarks(items: Sequence[Item]) -> tuple[list[Item], list[Finding]]:
    """Part what stands in a workbook beside its tables and charges nobody: how to fill it in is no task; it is told."""
    bare = (each for each in items if not each.clauses)
    left = [Finding("LINE_NO_TASK", Severity.NOTE, each.span, params={"title": each.title}) for each in bare]
    return [each for each in items if each.clauses], left


def tell_items(items: Sequence[Item], rows: Collection[Span], flat: int) -> Iterator[Finding]:
    """Tell items without a clause or a number, and that there are none.

    rows: where those of tables stand. flat: where a table that lost its lines begins, whose units were not read.
    """
    if not items:
        yield Finding("ITEMS_NONE", Severity.WARNING)
    of_tables = [item for item in items if item.span in rows]
    bare = {item.id for item in of_tables if not item.clauses}
    is_rare = len(bare) * _RARE <= len(of_tables)  # words lost, or left out, where nearly all others name someone
    for item in items:
        if not item.clauses:
            is_lost = item.span.start > flat or (is_rare and item.id in bare)
            severity = Severity.WARNING if is_lost else Severity.NOTE
            yield Finding("ITEM_NO_CLAUSE", severity, item.span, item.id, params={"title": item.title})
        elif item.id.startswith("0."):
            yield Finding("ITEM_UNNUMBERED", Severity.WARNING, item.span, item.id, params={"title": item.title})
