"""The reading of one notice: the JSON contract of `responsibility read`, its tables, and the place of a finding.

Positions are code points of the decoded text (after BOM removal, line ends as they stand), half-open.
schema/read.schema.json describes the JSON; docs/reference/read.md explains it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from responsibility.kinds import BlockKind, Match
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Finding, Header, Item, Plan, Problem
from responsibility.spans import Span
from responsibility.views.findings import number_finding, show_place, speak_finding
from responsibility.views.naming import number_items

SCHEMA = 2  # the version of the contract
ASSIGNMENT_HEADS = ("item", "unit", "name", "mention", "role", "basis", "match", "start", "end")


def _bounds(span: Span | None) -> dict[str, int | None]:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _header(header: Header) -> dict[str, object]:
    return {
        "title": header.title,
        "issuer": header.issuer,
        "document_number": header.document_number,
        "index_number": header.index_number,
        "issued_on": header.issued_on and header.issued_on.isoformat(),
        "published_on": header.published_on and header.published_on.isoformat(),
        "addressees": list(header.addressees),
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "number": item.number,
        "path": [{"level": each.level, "number": each.number, "title": each.title} for each in item.path],
        "title": item.title,
        "body": item.body,
        **_bounds(item.span),
        "due": item.due,
        "due_text": item.due_text,
        "targets": [
            {
                "text": target.text,
                "quantity": target.quantity,
                "value": target.value,
                "unit": target.unit,
                "bound": target.bound,
                "holder": target.holder or None,
                **_bounds(target.span),
            }
            for target in item.targets
        ],
        "people": [
            {
                "post": person.post,
                "name": person.name,
                "rank": person.rank,
                "office": person.office,
                "phone": person.phone,
                "unit": person.unit or None,
                "leader": person.is_leader,
                **_bounds(person.span),
            }
            for person in item.people
        ],
        "milestones": [
            {"period": each.period, "due": each.due or None, "text": each.text, **_bounds(each.span)}
            for each in item.milestones
        ],
        "fields": [{"heading": each.heading, "text": each.text, **_bounds(each.span)} for each in item.fields],
    }


def _problem(item_id: str, problem: Problem) -> dict[str, object]:
    return {
        "item": item_id,
        "text": problem.text,
        "goal": problem.goal,
        "measures": list(problem.measures),
        "state": problem.state,
        "supervisor": problem.supervisor,
        **_bounds(problem.span),
    }


def build_assignment_rows(plan: Plan) -> list[dict[str, object]]:
    """Return the assignments as the contract has them; unit is the official name or null.

    A reading tells all that the text says: what another clause of an item says of a unit stands beside its edge. The
    cells of a row are one clause: who stands under 牵头 and 承办 leads, and a finding tells that it is named again.
    """
    names = {unit.id: unit.name for unit in plan.units}
    order = {item.id: number for number, item in enumerate(plan.items)}
    return [
        {
            "item": each.item_id,
            "unit": None if each.match is Match.UNKNOWN else names[each.unit_id],
            "name": each.name,
            "mention": each.mention,
            "role": str(each.role),
            "basis": str(each.basis),
            "match": str(each.match),
            **_bounds(each.span),
        }
        for each in sorted((*plan.assignments, *_repeats(plan)), key=lambda one: (order[one.item_id], one.span))
    ]


def _repeats(plan: Plan) -> Iterator[Assignment]:
    """Yield what clauses say again of a unit, but for those in the cells of tables."""
    cells = sorted(block.span for block in plan.notice.document.blocks if block.kind is BlockKind.CELL)
    for each in plan.repeats:
        near = bisect_right(cells, each.span)
        if not any(cell.holds(each.span) for cell in cells[max(0, near - 1) : near + 1]):
            yield each


def list_findings(findings: Iterable[Finding], plan: Plan, wording: Wording) -> list[dict[str, object]]:
    """Return findings as the contract has them; unit is the official name or null."""
    printed = number_items(plan)
    names = {unit.id: unit.name for unit in plan.units}
    return [
        {
            "code": finding.code,
            "severity": str(finding.severity),
            "item": finding.item_id,
            "unit": names.get(finding.unit_id or ""),
            **_bounds(finding.span),
            "message": speak_finding(number_finding(finding, printed), "text", wording),
        }
        for finding in findings
    ]


def build_reading(plan: Plan, wording: Wording) -> dict[str, object]:
    """Return the plan as the JSON contract of `read` has it; only plain lists, dicts, numbers and strings."""
    document = plan.notice.document
    return {
        "schema": SCHEMA,
        "document": {"name": document.name, "sha256": document.sha256, "characters": len(document.text)},
        "header": _header(plan.header),
        "items": [_item(item) for item in plan.items],
        "assignments": build_assignment_rows(plan),
        "problems": [_problem(item.id, item.problem) for item in plan.items if item.problem],
        "findings": list_findings(plan.findings, plan, wording),
    }


def build_item_rows(plan: Plan, wording: Wording) -> list[tuple[str, str, str, str]]:
    """Return id, number, title and the units with their marks of every item, document order."""
    named: dict[str, list[str]] = {}
    for each in plan.assignments:
        named.setdefault(each.item_id, []).append(wording(f"role_mark.{each.role}") + each.name)
    return [(item.id, item.number, item.title, " ".join(named.get(item.id, ()))) for item in plan.items]


def build_finding_line(finding: Finding, plan: Plan, wording: Wording, where: str) -> str:
    """Return a finding like a compiler's: Shaped as `notice.txt 第2行 2.1.2: …`."""
    found = show_place(plan.notice.document, finding.span, wording)
    place = " ".join(part for part in (where, found, finding.item_id) if part)
    shown = number_finding(finding, number_items(plan))
    words = f"{wording(f'severity.{finding.severity}')} {finding.code} {speak_finding(shown, 'text', wording)}"
    advice = speak_finding(shown, "fix", wording)
    return f"{place}: {words}" + (f" → {advice}" if advice else "")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def build_quote(text: str, span: Span, reach: int = 40) -> tuple[str, str]:
    """Return the words around span, on one line, and a line with carets under it; reach: code points each side."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - reach)
    line_end = text.find("\n", span.end)
    end = min(line_end if line_end >= 0 else len(text), span.end + reach)
    before = ("…" if start and text[start - 1] != "\n" else "") + text[start : span.start]
    after = text[span.end : end] + ("…" if end < len(text) and text[end] != "\n" else "")
    return before + span.of(text) + after, " " * _width(before) + "^" * _width(span.of(text))
