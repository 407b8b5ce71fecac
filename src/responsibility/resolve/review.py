"""Names: which names of a plan are unknown or ambiguous, whom they may mean, and what merging would change.

In: a Plan and a Registry. Out: NameReviews for `responsibility units`, and alias rows for a person to review.
Merges nothing: it counts what the plan would be if a person said yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from responsibility.kinds import Match, Role
from responsibility.model import Assignment, Plan, Unit
from responsibility.registry import Reason, Registry
from responsibility.settings import WeightSettings

_CERTAIN = (Reason.SAME_SHORT, Reason.FORMER)


@dataclass(frozen=True, slots=True)
class Merge:
    """What a plan has before and after a name is taken for a unit.

    load: the unit's weighted load. assignments fall where an item names both, and the stronger role stays.
    """

    units_before: int
    units_after: int
    assignments_before: int
    assignments_after: int
    load_before: float
    load_after: float


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A unit that a name may mean. reason: a Reason, or "ambiguous" where the registry itself names several."""

    unit: Unit
    reason: str
    score: float
    merge: Merge


@dataclass(frozen=True, slots=True)
class NameReview:
    """A name that no one unit answers to. mentions: how often it is printed; item_ids: where, document order."""

    name: str
    mentions: int
    item_ids: tuple[str, ...]
    ambiguous: bool
    candidates: tuple[NameCandidate, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's yes: this name means that unit. by: who says so."""

    name: str
    unit_id: str
    reason: str
    by: str = ""


def review_names(
    plan: Plan, registry: Registry, weights: WeightSettings | None = None, *, least: float = 0.5, limit: int = 5
) -> tuple[NameReview, ...]:
    """Review every name that is unknown or ambiguous, in order of first mention.

    A name that the general register knows, and a unit of the place's own by another name of the same duty or a former
    one, is reviewed too. least, limit: see Registry.suggest. Collectives are left out.
    """
    counts = _count_mentions(plan)
    reviews = []
    for name, assignments in _open_names(plan, registry).items():
        own_id = assignments[0].unit_id
        is_unknown = assignments[0].match is Match.UNKNOWN
        on = plan.header.issued_on or plan.header.published_on
        found = registry.find(name, on, scope=plan.id) if is_unknown else ()
        known = {each.unit.id: (each.unit, "ambiguous", 1.0) for each in found}
        for each in registry.suggest(name, least=least, limit=limit):
            if is_unknown or (each.reason in _CERTAIN and registry.by_id(each.unit.id)):
                known.setdefault(each.unit.id, (each.unit, each.reason.value, each.score))
        candidates = tuple(
            NameCandidate(unit, reason, score, measure_merge(plan, own_id, unit.id, weights or WeightSettings()))
            for unit, reason, score in known.values()
            if unit.id != own_id
        )
        if candidates or is_unknown:
            item_ids = tuple(each.item_id for each in assignments)
            mentions = max(counts.get(name, 0), len(assignments))
            reviews.append(NameReview(name, mentions, item_ids, len(found) > 1, candidates))
    return tuple(reviews)


def _open_names(plan: Plan, registry: Registry) -> dict[str, list[Assignment]]:
    """List assignments by name, where the name is unknown or its unit is not of the place's own tables."""
    kinds = {unit.id: unit.kind for unit in plan.units}
    names: dict[str, list[Assignment]] = {}
    for each in plan.assignments:
        is_foreign = bool(registry.units) and registry.by_id(each.unit_id) is None
        if (each.match is Match.UNKNOWN or is_foreign) and kinds.get(each.unit_id) != "collective":
            names.setdefault(each.name, []).append(each)
    return names


def _count_mentions(plan: Plan) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for item in plan.items:
        for clause in item.clauses:
            for mention in clause.mentions:
                counts[mention.name] = counts.get(mention.name, 0) + 1
    return counts


def measure_merge(plan: Plan, unit_id: str, into_id: str, weights: WeightSettings) -> Merge:
    """Count what taking one unit of a plan for another would change."""
    merged: dict[tuple[str, str], Role] = {}
    for each in plan.assignments:
        key = each.item_id, into_id if each.unit_id == unit_id else each.unit_id
        merged[key] = min(merged.get(key, each.role), each.role, key=lambda role: role.strength)
    before = {(each.item_id, each.unit_id): each.role for each in plan.assignments}
    return Merge(
        len({unit for _, unit in before}),
        len({unit for _, unit in merged}),
        len(before),
        len(merged),
        _load_of(into_id, before, weights),
        _load_of(into_id, merged, weights),
    )


def _load_of(unit_id: str, roles: Mapping[tuple[str, str], Role], weights: WeightSettings) -> float:
    return round(sum(weights.of(role) for (_, unit), role in roles.items() if unit == unit_id), 6)


def accept_first(reviews: Iterable[NameReview], by: str = "") -> tuple[Accepted, ...]:
    """Propose the first candidate of every review that has just one strongest reason; never one by likeness alone."""
    accepted = []
    for review in reviews:
        reasons = [candidate.reason for candidate in review.candidates]
        if not review.ambiguous and reasons and reasons[0] != Reason.LIKENESS and reasons.count(reasons[0]) == 1:
            accepted.append(Accepted(review.name, review.candidates[0].unit.id, reasons[0], by))
    return tuple(accepted)


def alias_rows(accepted: Iterable[Accepted], source: str = "") -> tuple[dict[str, str], ...]:
    """Return lines for aliases.csv, by column, each with a source for a person to review.

    source: where the name was met, such as the notice's title and 文号.
    """
    words = ((each, (source, f"units --accept: {each.reason}", each.by)) for each in accepted)
    return tuple(
        {"text": each.name, "unit_id": each.unit_id, "source": "; ".join(filter(None, parts))} for each, parts in words
    )


def unit_rows(units: Iterable[Unit], source: str = "") -> tuple[dict[str, str], ...]:
    """Return lines for units.csv, by column, for units of the general register that a place takes as its own."""
    return tuple(
        {
            "id": unit.id,
            "name": unit.name,
            "short": unit.short,
            "kind": unit.kind,
            "parent": unit.parent,
            "valid_from": str(unit.valid_from or ""),
            "valid_to": str(unit.valid_to or ""),
            "source": source or "general register",
        }
        for unit in units
    )
