"""Amend: what a person adds to items or corrects beside their units: people, days, targets and fields.

In: Items and Overrides with a kind. Out: the Items as they hold from now on, and findings for corrections that find
nothing to correct. What is added quotes nothing: it stands at the item's end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from responsibility.kinds import Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Field, Finding, FormerDue, Item, Override, Person
from responsibility.parse.beside.people import read_people
from responsibility.parse.clause.mentions import Source
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import find_due
from responsibility.parse.facts.header import tell_within
from responsibility.parse.facts.targets import find_promises
from responsibility.registry import Registry
from responsibility.spans import Span

T = TypeVar("T")
_NOTHING = "none"


def amend_items(
    items: Sequence[Item], overrides: Sequence[Override], registry: Registry, when: When
) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """Apply the overrides of a kind to items, file order. when: the year that a day without one is of."""
    amended = {item.id: item for item in items}
    findings: list[Finding] = []
    names = {mention.name for item in items for clause in item.clauses for mention in clause.mentions}
    for override in overrides:
        meant = [item for item in amended.values() if override.item_id in ("", "*", item.id)]
        changed = [(item, _amend(item, override, registry, when, names)) for item in meant]
        if not any(new is not None for _, new in changed):
            findings.append(report_stale(override, meant[0] if len(meant) == 1 else None))
        amended.update({item.id: new for item, new in changed if new is not None})
    return tuple(amended.values()), tuple(findings)


def report_stale(override: Override, item: Item | None) -> Finding:
    """Report a correction that finds nothing to correct."""
    params = {"line": override.line, "item": override.item_id, "mention": override.mention, "unit": override.unit_id}
    params["file"] = "meetings.csv" if override.since else "overrides.csv"  # what a meeting decided has a day
    return Finding(
        "OVERRIDE_STALE", Severity.WARNING, item.span if item else None, item.id if item else None, params=params
    )


def _amend(item: Item, override: Override, registry: Registry, when: When, names: Set[str]) -> Item | None:
    """Return the item with one correction; None if it has nothing there to correct. names: of units in the notice."""
    end = Span(item.span.end, item.span.end)
    if override.kind == "due":
        return _set_due(item, override.value, override.since, tell_within(when, item.path))
    if override.kind == "person":
        unit = registry.by_word(override.unit_id)
        whose = unit.name if unit else override.unit_id
        if whose and not unit and whose not in names:
            return None
        people = _put(item.people, _read(override, whose, end), override, lambda each: (each.name, each.post))
        return None if people is None else replace(item, people=people)
    if override.kind == "target":
        found = find_promises(override.value, Span(0, len(override.value)), When()).targets
        targets = _put(item.targets, [replace(each, span=end) for each in found], override, lambda each: (each.text,))
        return None if targets is None else replace(item, targets=targets)
    kept = override.mention or next((each.heading for each in item.fields if each.heading == override.heading), "")
    field = Field(override.heading, override.value, end)
    fields = _put(item.fields, [field], replace(override, mention=kept), lambda each: (each.heading, each.text))
    return None if fields is None else replace(item, fields=fields)


def _read(override: Override, unit: str, end: Span) -> list[Person]:
    """Read who is named as a cell of the notice would be: 副市长李某, 李某 8333444."""
    lexicon, words = load_lexicon(), override.value
    found = read_people(Source(words, lexicon.fold(words), lexicon), Span(0, len(words)), override.heading)
    return [replace(each, span=end, unit=unit or each.unit) for each in found]


def _set_due(item: Item, words: str, since: str, when: When) -> Item | None:
    """Set when an item is due: by a day, or by words that name none. since: when, if it was otherwise before."""
    due = find_due(words, Span(0, len(words)), when)
    if (due.day, words or None) == (item.due, item.due_text):
        return None
    former = (*item.former, FormerDue(since, item.due, item.due_text)) if since else item.former
    return replace(item, due=due.day, due_text=words or None, former=former)


def _put(
    before: tuple[T, ...], new: Sequence[T], override: Override, told: Callable[[T], tuple[str, ...]]
) -> tuple[T, ...] | None:
    """Put new in the place of what the mention names, or behind all where it names nothing; None if it is not there."""
    added = () if override.role == _NOTHING else tuple(new)
    if not override.mention:
        return before + added if added else None
    at = next((n for n, each in enumerate(before) if override.mention in told(each)), None)
    return None if at is None else before[:at] + added + before[at + 1 :]
