"""Ledger: the assignments of one item, one a unit, and a person's corrections to them.

In: assignments as clauses state them, and Overrides. Out: one assignment a unit, the repeats, and findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from responsibility.kinds import Basis, Match, Role, Severity
from responsibility.model import Assignment, Finding, Item, Override, Unit
from responsibility.registry import Registry
from responsibility.registry.tables import key_units
from responsibility.resolve.amend import report_stale
from responsibility.spans import Span

_ANY_ITEM = ("", "*")


@dataclass(slots=True)
class Ledger:
    """The assignments of one item, one a unit; a repeat keeps the strongest role."""

    item: Item
    kept: dict[str, Assignment] = field(default_factory=dict)
    clause_of: dict[str, int] = field(default_factory=dict)
    repeats: list[Assignment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def enter(self, each: Assignment, clause: int) -> None:
        """Enter an assignment that clause number `clause` states."""
        before = self.kept.get(each.unit_id)
        if before is None:
            self.kept[each.unit_id] = each
            self.clause_of[each.unit_id] = clause
            return
        same = self.clause_of[each.unit_id] == clause
        if Match.GROUP in (each.match, before.match):
            if before.match is Match.GROUP and each.match is not Match.GROUP:
                self.kept[each.unit_id] = each
            return
        stronger, weaker = sorted((before, each), key=lambda one: one.role.strength)
        self.kept[each.unit_id] = stronger
        self.clause_of[each.unit_id] = clause if stronger is each else self.clause_of[each.unit_id]
        if not same or each.name != before.name:
            self.repeats.append(weaker)
        code, severity = ("H8", Severity.WARNING) if same else ("UNIT_AGAIN", Severity.NOTE)
        params = {"name": each.mention, "role": each.role.value, "kept": stronger.role.value}
        self.findings.append(Finding(code, severity, each.span, self.item.id, each.unit_id, params))


def apply_overrides(
    ledgers: Sequence[Ledger],
    overrides: Sequence[Override],
    registry: Registry,
    named: dict[str, Unit],
    strangers: Mapping[str, Unit],
) -> Iterator[Finding]:
    """Apply a person's corrections, put the units they name into named, and report those that no longer apply.

    A correction means a unit of the registry, else one that the notice names, wherever it is known from, by its names
    or as the notice prints it, else the one that its word would mean in a notice (市发改委).
    """
    if not overrides:
        return
    met = key_units((*named.values(), *strangers.values()))
    printed = _key_mentions(ledgers)
    for override in overrides:
        word = override.unit_id
        unit = registry.by_word(word) or met.get(word) or met.get(printed.get(word, "")) or _find_only(registry, word)
        if override.unit_id and unit is None:
            yield report_stale(override, None)
            continue
        named_by_id = replace(override, unit_id=unit.id) if unit else override
        meant = [ledger for ledger in ledgers if override.item_id in (*_ANY_ITEM, ledger.item.id)]
        applied = [_apply(ledger, named_by_id, unit) for ledger in meant]
        if not any(applied):
            yield report_stale(override, meant[0].item if len(meant) == 1 else None)
        elif unit is not None and override.role != "none" and unit.id not in met:
            named.setdefault(unit.id, unit)


def _find_only(registry: Registry, word: str) -> Unit | None:
    found = registry.find(word)
    return found[0].unit if len(found) == 1 else None


def _key_mentions(ledgers: Sequence[Ledger]) -> dict[str, str]:
    """Return the unit that a mention means wherever it stands, by its words; one that means several is left out."""
    meant: dict[str, set[str]] = {}
    for each in (each for ledger in ledgers for each in ledger.kept.values()):
        for words in (each.mention, each.name):
            meant.setdefault(words, set()).add(each.unit_id)
    return {words: min(ids) for words, ids in meant.items() if len(ids) == 1}


def _apply(ledger: Ledger, override: Override, unit: Unit | None) -> bool:
    """Apply a correction to one item; False if it has nothing there to correct."""
    hit = [each for each in ledger.kept.values() if _is_meant(each, override)]
    if not hit and not override.mention and unit is not None and override.item_id == ledger.item.id:
        return _add(ledger, override, unit)
    for each in hit:
        del ledger.kept[each.unit_id]
        if override.role == "none":
            continue
        changed = replace(each, basis=Basis.OVERRIDE)
        if override.role:
            changed = replace(changed, role=Role(override.role))
        if unit is not None and unit.id != each.unit_id:
            changed = replace(changed, unit_id=unit.id, match=Match.OVERRIDE, alias_line=0)
        ledger.kept[changed.unit_id] = min(
            (one for one in (changed, ledger.kept.get(changed.unit_id)) if one), key=lambda one: one.role.strength
        )
    return bool(hit)


def _is_meant(each: Assignment, override: Override) -> bool:
    if override.mention:
        return override.mention in (each.mention, each.name)
    return each.unit_id == override.unit_id


def _add(ledger: Ledger, override: Override, unit: Unit) -> bool:
    """Enter a unit that the text does not name; it quotes nothing, at the item's end."""
    if override.role == "none":
        return False
    role = Role(override.role) if override.role else Role.CO_LEAD
    end = ledger.item.span.end
    ledger.kept[unit.id] = Assignment(
        ledger.item.id, unit.id, role, Basis.OVERRIDE, Match.OVERRIDE, "", unit.name, Span(end, end), 0, override.since
    )
    return True
