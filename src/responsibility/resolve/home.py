"""Home: whose registry a notice is read with, and what is told of it.

In: a Notice, the Registry of an office and Settings. Out: a Choice: the registry that applies, and the place and level
of the notice. Units and aliases of one place never name the bureaux of another: such a notice is read with the general
register alone, and an error names both places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from responsibility.kinds import Severity
from responsibility.model import Finding, Notice, Unit
from responsibility.registry import Registry
from responsibility.registry.place import NATION, Home, locate_notice
from responsibility.settings import Settings


@dataclass(frozen=True, slots=True)
class Chosen:
    """The registry that applies to a notice, and where the notice belongs. doubt: why that is not sure, or None."""

    registry: Registry
    home: Home
    level: str  # the prefix under which a bare name is looked up at once: 国家 or ""
    findings: tuple[Finding, ...] = ()
    doubt: Finding | None = None

    def doubts(self, units: Iterable[Unit]) -> tuple[Finding, ...]:
        """Return the doubt, if any of the units named is the registry's own."""
        own = any(self.registry.by_id(unit.id) for unit in units)
        return (self.doubt,) if self.doubt and own else ()


def choose_registry(notice: Notice, registry: Registry, settings: Settings) -> Chosen:
    """Say where a notice belongs and which registry therefore applies."""
    names = [mention.name for item in notice.items for clause in item.clauses for mention in clause.mentions]
    gaps = settings.gaps
    ordinary = frozenset((*gaps.common.split(), *gaps.parks.split()))
    home = locate_notice(notice.header, names, registry.base, ordinary, tuple(gaps.before.split()))
    level = NATION if home.level == NATION else registry.tell_level(names)
    if not registry.places or home.name in registry.places:
        return Chosen(registry, home, level)
    params = {"place": home.name, "other": home.other, "own": registry.places[0]}
    if home.other in registry.places or not home.name:
        sure = not home.name and _bears_our_number(notice, registry)
        doubt = (
            None if sure else Finding("PLACE_UNSURE", Severity.WARNING, params={**params, "place": home.name or "—"})
        )
        return Chosen(registry, home, level, doubt=doubt)
    return Chosen(registry.at(home.name), home, level, (Finding("PLACE_OTHER", Severity.ERROR, params=params),))


def _bears_our_number(notice: Notice, registry: Registry) -> bool:
    """Say whether the 文号 begins with a character of our place's name, as 甲政办发〔2023〕1号 does."""
    return (notice.header.document_number or " ")[0] in registry.places[0][:-1]
