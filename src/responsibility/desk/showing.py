"""Showing: what the desk's screens need, as mappings ready for JSON.

In: a Scene, Questions and Deeds. Out: words and places, nothing that a screen would have to work out; the notice is cut
by the same room that marks it on the offline page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from responsibility.desk.records import Deed
from responsibility.kinds import Role
from responsibility.model import Item, Plan
from responsibility.views.matters import TableLine
from responsibility.views.naming import number_items, plan_title
from responsibility.views.page.annotated import NoticeLine, Part, Segment, annotate
from responsibility.views.questions import Option, Question
from responsibility.views.scene import Scene


def show_plan(scene: Scene) -> dict[str, object]:
    """Return a plan's head, its notice with marks, and its units."""
    plan, header = scene.plan, scene.plan.header
    numbers = number_items(plan)
    return {
        "id": plan.id,
        "title": plan_title(header.title or "") or plan.id,
        "issuer": header.issuer,
        "issued_on": str(header.issued_on or header.published_on or ""),
        "language": scene.say.language,
        "counts": count_marks(plan),
        "items": [_show_item(plan, item, numbers[item.id]) for item in plan.items],
        "lines": [_show_line(line) for line in annotate(plan, [each for each in scene.findings if each.span])],
        "units": [{"id": unit.id, "name": unit.name, "short": unit.short or unit.name} for unit in plan.units],
        "people": [{"start": each.span.start, "end": each.span.end} for item in plan.items for each in item.people],
        "findings": len(scene.findings),
    }


def count_marks(plan: Plan) -> dict[str, int]:
    """Return what a plan comes to. sheets: how many units get one; a collective gets none."""
    roles = Counter(each.role for each in plan.assignments)
    return {
        "items": len({each.item_id for each in plan.assignments}),
        "units": len(plan.units),
        "sheets": sum(unit.kind != "collective" for unit in plan.units),
        "assignments": len(plan.assignments),
        "leads": roles[Role.LEAD],
    }


def _show_item(plan: Plan, item: Item, number: str) -> dict[str, object]:
    title = item.title or plan.notice.document.text[item.span.start : item.span.end][:40]
    return {
        "id": item.id,
        "number": number,
        "title": title,
        "start": item.span.start,
        "due": item.due_text or item.due or "",
    }


def _show_line(line: NoticeLine) -> dict[str, object]:
    return {"level": line.level, "parts": [_show_part(part) for part in line.segments]}


def _show_part(part: Segment) -> dict[str, object]:
    """Return a stretch of the notice with short keys, since there are thousands; what is empty is left out."""
    kind = part.role.value if part.part is Part.NAME and part.role else part.part.value
    shown = {
        "t": part.text, "s": part.start, "k": kind, "i": part.item_id, "u": list(part.unit_ids),
        "o": part.opens_item,
    }  # fmt: skip
    return {name: value for name, value in shown.items() if value not in ("", [], "text", False) or name in "ts"}


def show_question(scene: Scene, question: Question) -> dict[str, object]:
    """Return a question with its choices."""
    numbers = number_items(scene.plan)
    return {
        "id": question.id,
        "label": question.label,
        "title": question.title,
        "why": question.why,
        "items": [{"id": each, "number": numbers.get(each, "")} for each in question.item_ids],
        "starts": list(question.starts),
        "choices": [_show_choice(each) for each in question.choices],
    }


def _show_choice(choice: Option) -> dict[str, object]:
    return {**asdict(choice), "lines": [show_line(line) for line in choice.lines]}


def show_line(line: TableLine) -> dict[str, object]:
    """Return a line as a page gets it, and sends it back."""
    return {"file": line.file, "values": dict(line.values), "drop": line.drop}


def show_deeds(deeds: Iterable[Deed]) -> list[dict[str, object]]:
    """Return what was settled here, oldest first."""
    return [
        {
            "number": deed.number,
            "question": deed.settlement.question,
            "words": deed.settlement.words,
            "by": deed.by,
            "day": deed.day,
            "undone": deed.undone,
        }
        for deed in deeds
    ]


def show_effect(before: Plan, after: Plan) -> dict[str, object]:
    """Return what changes between two readings of a plan: counts, and the sheets that would be other ones."""
    old, new = count_marks(before), count_marks(after)
    was, is_now = _duties(before), _duties(after)
    changed = [name for name in dict.fromkeys((*was, *is_now)) if was.get(name) != is_now.get(name)]
    return {
        "counts": [{"key": key, "before": old[key], "after": new[key]} for key in old],
        "sheets": [
            {"unit": name, "before": len(was.get(name, ())), "after": len(is_now.get(name, ()))} for name in changed
        ],
    }


def _duties(plan: Plan) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return for each unit, by its name, what its sheet would ask: task, role, day, and who answers for it."""
    names = {unit.id: unit.short or unit.name for unit in plan.units if unit.kind != "collective"}
    beside = {item.id: f"{item.due_text}{len(item.people)}{len(item.targets)}" for item in plan.items}
    found: dict[str, set[tuple[str, str]]] = {}
    for each in plan.assignments:
        if each.unit_id in names:
            found.setdefault(names[each.unit_id], set()).add((each.item_id, each.role.value + beside[each.item_id]))
    return {name: frozenset(duties) for name, duties in found.items()}
