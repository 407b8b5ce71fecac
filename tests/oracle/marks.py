"""Marks: what a year comes to for each unit by the rule of assessment, point by point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from oracle.asks import Answers, list_contradictions, list_units
from oracle.facts import Facts
from oracle.progress import Row
from oracle.tally import show

# By docs/reference/progress.md, the rule `hundred`.
HUNDRED = {"missing": 10, "late": 2, "blank": 3, "red": 3, "yellow": 0, "false": 10, "contradiction": 2, "over": 2}
SHARES = {"lead": 1.0, "co-lead": 0.5, "support": 0.0}
ORDER = ("false", "red", "yellow", "blank", "contradiction")  # of equal cost the first


class Term(NamedTuple):
    """A period as judged. late: days by unit, None without a day; over: whether 超额完成."""

    id: str
    answers: Answers
    rows: dict[str, Row]
    sent: dict[str, int | None]


class Rule(NamedTuple):
    base: float = 100
    points: dict[str, float] = HUNDRED
    shares: dict[str, float] = SHARES
    unrefined: float = 5


def half_up(value: float) -> float:
    return float(show(value, ".2f"))


def list_points(facts: Facts, terms: list[Term], rule: Rule) -> Iterator[tuple[str, str, str, str, float]]:
    """Unit, cause, period, task and value of each point of the periods."""
    for place, term in enumerate(terms):
        yield from _reports(facts, term, rule)
        later = terms[place + 1] if place + 1 < len(terms) else None
        yield from _tasks(facts, term, later, rule)
    for item, row in terms[-1].rows.items():
        for unit in list_units(facts, item):
            if row.light.why == "over" and rule.points["over"] and rule.shares[facts.role(item, unit)]:
                value = half_up(rule.points["over"] * rule.shares[facts.role(item, unit)])
                yield unit, "over", terms[-1].id, item, value


def _reports(facts: Facts, term: Term, rule: Rule) -> Iterator[tuple[str, str, str, str, float]]:
    answered = {unit for _, unit in term.answers}
    for unit in facts.units:
        counts = any(rule.shares[facts.role(item, unit)] for item in facts.items_of[unit])
        cause = "missing" if unit not in answered else "late" if term.sent.get(unit) else ""
        if counts and cause and rule.points[cause]:
            yield unit, cause, term.id, "", -rule.points[cause]


def _tasks(facts: Facts, term: Term, later: Term | None, rule: Rule) -> Iterator[tuple[str, str, str, str, float]]:
    answered = {unit for _, unit in term.answers}
    open_ = _open(facts, term) & _open(facts, later) if later else _open(facts, term)
    for item, row in term.rows.items():
        for unit in list_units(facts, item):
            holds = {
                "false": row.verdict == "false" and unit == row.unit,
                "red": row.light.colour == "red",
                "yellow": row.light.colour == "yellow",
                "blank": unit in answered and (item, unit) not in term.answers,
                "contradiction": any((item, unit) == clash[:2] for clash in open_),
            }
            costs = [(rule.points[cause], -at, cause) for at, cause in enumerate(ORDER) if holds[cause]]
            if costs:
                cost, _, cause = max(costs)
                value = half_up(cost * rule.shares[facts.role(item, unit)])
                if cost * rule.shares[facts.role(item, unit)]:
                    yield unit, cause, term.id, item, -value


def _open(facts: Facts, term: Term) -> set[tuple[str, str, str]]:
    return {clash[1:] for clash in list_contradictions(facts, term.answers)}


def band(totals: dict[str, float], step: float) -> dict[str, int]:
    """A new band where neighbours by total differ by more than a step."""
    found: dict[str, int] = {}
    last, number = None, 1
    for unit, total in sorted(totals.items(), key=lambda pair: -pair[1]):
        number += last is not None and round(last - total, 9) > step
        found[unit], last = number, total
    return found
