"""Asks: contradictions between units, doubts about one, and what each unit is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.facts import ROLES, Facts
from oracle.progress import Answer, Row

Answers = dict[tuple[str, str], Answer]
UNDER_WAY = ("on-schedule", "behind", "not-started")
REASONS = ("missing", "blank", "overdue", "red", "yellow", "contradiction", "doubt")


def list_units(facts: Facts, item: str) -> list[str]:
    """Units of a task by role, then as listed."""
    return sorted(facts.units_of[item], key=lambda unit: ROLES.index(facts.role(item, unit)))


def list_contradictions(facts: Facts, answers: Answers) -> Iterator[tuple[str, str, str, str]]:
    """Kind, task, lead and other unit of every two answers that cannot both hold; of two leads once."""
    for item in facts.assigned:
        units = [unit for unit in list_units(facts, item) if (item, unit) in answers]
        leads = [unit for unit in units if facts.role(item, unit) == "lead"]
        for lead in leads:
            for other in units:
                one, two = answers[item, lead], answers[item, other]
                kind = _clash(one, two)
                if other not in leads and kind:
                    yield kind, item, lead, other
                if other in leads and units.index(lead) < units.index(other) and (kind or _clash(two, one)):
                    yield "leads-differ", item, lead, other


def _clash(lead: Answer, other: Answer) -> str:
    short = other.percent is not None and other.percent < 100
    kinds = {
        "done-not-done": lead.status == "done" and other.status != "done" and (other.status in UNDER_WAY or short),
        "not-started-under-way": lead.status == "not-started" and other.status in ("done", "on-schedule"),
        "adjusted-not": lead.status == "adjusted" and other.status in (*UNDER_WAY, "done"),
    }
    return next((kind for kind, holds in kinds.items() if holds), "")


def list_doubts(answers: Answers, before: Answers) -> Iterator[tuple[str, str, str]]:
    """Kind, task and unit of what is hard to believe."""
    for (item, unit), now in answers.items():
        old = before.get((item, unit), Answer())
        share, is_under_way = now.percent, now.status in UNDER_WAY
        kinds = {
            "fell": share is not None and old.percent is not None and share < old.percent,
            "reopened": old.status == "done" and is_under_way,
            "done-short": now.status == "done" and share is not None and share < 100,
            "full-not-done": now.status in ("not-started", "behind") and share is not None and share >= 100,
            "not-started-share": now.status == "not-started" and share is not None and 0 < share < 100,
            "done-wordless": now.status == "done" and not now.words,
            "share-unread": now.is_unread,
            "words-only": now.is_told and not now.status and share is None and not now.is_unread,
            "unchanged": bool(now.words) and now == old and is_under_way,
            "same-words": bool(now.words) and now.words == old.words and (share or 0) > (old.percent or 0),
        }
        yield from ((kind, item, unit) for kind, holds in kinds.items() if holds)


def list_reminders(
    facts: Facts, answers: Answers, rows: dict[str, Row], clashes: list[tuple], doubts: list[tuple]
) -> Iterator[tuple[str, str, str]]:
    """Unit, task and the gravest reason to ask, units in protocol order."""
    answered = {unit for _, unit in answers}
    for unit in facts.units:
        for item in facts.assigned:
            if unit not in facts.units_of[item]:
                continue
            row = rows[item]
            holds = {
                "missing": unit not in answered,
                "blank": unit in answered and (item, unit) not in answers,
                "overdue": row.unit == unit and row.light.why == "overdue",
                "red": row.unit == unit and row.light.colour == "red",
                "yellow": row.unit == unit and row.light.colour == "yellow",
                "contradiction": any(item == task and unit in pair for _, task, *pair in clashes),
                "doubt": any((task, who) == (item, unit) and kind != "same-words" for kind, task, who in doubts),
            }
            reason = next((each for each in REASONS if holds[each]), None)
            if reason:
                yield unit, item, reason
