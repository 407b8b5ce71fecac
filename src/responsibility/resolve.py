"""Resolve: who is meant by each name, and who leads where no word says so; each with its reason.

In: a Notice, a Registry, Settings and a person's Overrides. Out: a Plan with one Assignment for each item and unit.
A name is accepted only if exactly one candidate remains; any other stays as printed, as a unit of its own. Roles that
the words state are kept; else the first named leads, by the notice's own rule or by convention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from responsibility.model import (
    Assignment,
    Basis,
    Clause,
    Finding,
    Item,
    Match,
    Mention,
    Notice,
    Override,
    Plan,
    Role,
    Rule,
    Severity,
    Unit,
)
from responsibility.registry import Registry
from responsibility.settings import Settings
from responsibility.spans import Span, fold

_ANY_ITEM = ("", "*")


@dataclass(frozen=True, slots=True)
class _Identity:
    """What a name turned out to be."""

    unit: Unit
    match: Match
    alias_line: int = 0


@dataclass(slots=True)
class _Names:
    """Identifies names, each once, and remembers who was met and what could not be told."""

    registry: Registry
    on: date | None
    known: dict[tuple[str, str], _Identity] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    strangers: dict[str, Unit] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def identify(self, mention: Mention, item_id: str) -> _Identity:
        """Return who a mention is; a stranger if nobody or more than one could be meant."""
        key = (mention.name, mention.text)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._find(mention) or self._stranger(mention, item_id)
        if found.match is not Match.UNKNOWN:
            self.units.setdefault(found.unit.id, found.unit)
        return found

    def _find(self, mention: Mention) -> _Identity | None:
        for name in _spellings(mention):
            candidates = self.registry.find(name, self.on)
            if len(candidates) == 1:
                match = candidates[0].match
                if mention.name != mention.text:
                    match = Match.ELIDED if _is_longer(mention) else Match.FOLDED
                return _Identity(candidates[0].unit, match, candidates[0].alias_line)
        return None

    def _stranger(self, mention: Mention, item_id: str) -> _Identity:
        name = _spellings(mention)[-1] if mention.alias else mention.name
        key = _name_key(name)
        unit = self.strangers.get(key)
        if unit is None:
            kind = "collective" if mention.collective else "unknown"
            slug = "x" + sha256(key.encode()).hexdigest()[:6]
            unit = self.strangers[key] = Unit(slug, name, name, kind, 0)
            self.findings.append(self._report(mention, unit, item_id))
        return _Identity(unit, Match.UNKNOWN)

    def _report(self, mention: Mention, unit: Unit, item_id: str) -> Finding:
        candidates = self.registry.find(mention.name, self.on)
        several = len(candidates) > 1
        alike = [each.unit.name for each in candidates] if several else self._suggestions(mention.name)
        quiet = mention.collective or not self.registry.units
        return Finding(
            "UNIT_AMBIGUOUS" if several else "UNIT_UNKNOWN",
            Severity.NOTE if quiet and not several else Severity.WARNING,
            mention.span,
            item_id,
            unit.id,
            {"name": unit.name, "suggestions": "、".join(alike) or "—"},
        )

    def _suggestions(self, name: str) -> list[str]:
        return [each.unit.name for each in self.registry.suggest(name)] if self.registry.units else []


def _name_key(name: str) -> str:
    return "".join(fold(name).split())


def _is_longer(mention: Mention) -> bool:
    return len(mention.name) > len(mention.text)


def _spellings(mention: Mention) -> tuple[str, ...]:
    """Return the names to look up, best first: whole, the one in brackets, the one before them."""
    if not mention.alias:
        return (mention.name,)
    before = mention.name[: -len(mention.alias) - 2]
    return (mention.name, mention.alias, before)


@dataclass(slots=True)
class _Ledger:
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
        if not same:
            self.repeats.append(weaker)
        code, severity = ("UNIT_TWICE", Severity.WARNING) if same else ("UNIT_AGAIN", Severity.NOTE)
        params = {"name": each.mention, "role": each.role.value, "kept": stronger.role.value}
        self.findings.append(Finding(code, severity, each.span, self.item.id, each.unit_id, params))


def resolve_plan(
    notice: Notice, registry: Registry, settings: Settings, overrides: Sequence[Override] = (), plan_id: str = ""
) -> Plan:
    """Say who is meant and who leads.

    findings holds the notice's and those of this step, document order. Assignments are in document order, items
    first; units in protocol order, then strangers in order of first mention.
    """
    names = _Names(registry, notice.header.issued_on or notice.header.published_on)
    ledgers = [_fill(item, notice.rules, names, settings) for item in notice.items]
    findings = [*notice.findings, *_override(ledgers, overrides, names, registry)]
    units = _order_units(ledgers, names)
    findings += [*names.findings, *(each for ledger in ledgers for each in ledger.findings)]
    if leading := [rule for rule in notice.rules if not rule.mentions]:
        findings.append(Finding("RULE_FIRST_LEADS", Severity.NOTE, leading[0].span))
    return Plan(
        plan_id,
        notice,
        units,
        tuple(each for ledger in ledgers for each in _in_order(ledger.kept.values())),
        tuple(sorted(findings, key=lambda each: (each.span or Span(0, 0), each.code))),
        tuple(each for ledger in ledgers for each in _in_order(ledger.repeats)),
    )


def _in_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    return sorted(assignments, key=lambda each: each.span)


def _fill(item: Item, rules: Sequence[Rule], names: _Names, settings: Settings) -> _Ledger:
    ledger = _Ledger(item)
    for number, clause in enumerate(item.clauses):
        for mention, role, basis in _assign_roles(clause, rules, settings):
            for each in _assign(item.id, mention, role, basis, names):
                ledger.enter(each, number)
    for rule in rules:
        if any(clause.span.end > rule.since for clause in item.clauses):
            for mention in rule.mentions:
                for each in _assign(item.id, mention, mention.role or Role.CO_LEAD, Basis.RULE, names):
                    ledger.kept.setdefault(each.unit_id, each)
    return ledger


def _assign_roles(clause: Clause, rules: Sequence[Rule], settings: Settings) -> Iterator[tuple[Mention, Role, Basis]]:
    """Give each mention its role: stated, or for the first that has none the lead, by rule or convention."""
    ruled = any(not rule.mentions and clause.span.end > rule.since for rule in rules)
    open_lead = not any(mention.role is Role.LEAD for mention in clause.mentions)
    for mention in clause.mentions:
        if mention.role is not None:
            yield mention, mention.role, mention.basis or Basis.LISTED
        elif open_lead and len(clause.mentions) == 1:
            yield mention, Role.LEAD, Basis.SOLE
        elif open_lead and (ruled or settings.reading.first_listed_leads):
            open_lead = False
            yield mention, Role.LEAD, Basis.RULE if ruled else Basis.FIRST_LISTED
        else:
            yield mention, Role.CO_LEAD, Basis.LISTED


def _assign(item_id: str, mention: Mention, role: Role, basis: Basis, names: _Names) -> Iterator[Assignment]:
    members = names.registry.members(mention.name) if mention.collective else ()
    for unit in members:
        names.units.setdefault(unit.id, unit)
        yield Assignment(item_id, unit.id, role, Basis.GROUP, Match.GROUP, mention.text, mention.name, mention.span)
    if not members:
        who = names.identify(mention, item_id)
        yield Assignment(
            item_id, who.unit.id, role, basis, who.match, mention.text, mention.name, mention.span, who.alias_line
        )


def _override(
    ledgers: Sequence[_Ledger], overrides: Sequence[Override], names: _Names, registry: Registry
) -> Iterator[Finding]:
    """Apply a person's corrections, and report those that no longer apply."""
    for override in overrides:
        unit = next((unit for unit in registry.units if unit.id == override.unit_id), None)
        if override.unit_id and unit is None:
            yield _stale(override, None)
            continue
        meant = [ledger for ledger in ledgers if override.item_id in (*_ANY_ITEM, ledger.item.id)]
        applied = [_apply(ledger, override, unit) for ledger in meant]
        if not any(applied):
            yield _stale(override, meant[0].item if len(meant) == 1 else None)
        elif unit is not None and override.role != "none":
            names.units.setdefault(unit.id, unit)


def _stale(override: Override, item: Item | None) -> Finding:
    params = {"line": override.line, "item": override.item_id, "mention": override.mention, "unit": override.unit_id}
    return Finding(
        "OVERRIDE_STALE", Severity.WARNING, item.span if item else None, item.id if item else None, params=params
    )


def _apply(ledger: _Ledger, override: Override, unit: Unit | None) -> bool:
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


def _add(ledger: _Ledger, override: Override, unit: Unit) -> bool:
    """Enter a unit that the text does not name; it quotes nothing, at the item's end."""
    if override.role == "none":
        return False
    role = Role(override.role) if override.role else Role.CO_LEAD
    end = ledger.item.span.end
    ledger.kept[unit.id] = Assignment(
        ledger.item.id, unit.id, role, Basis.OVERRIDE, Match.OVERRIDE, "", unit.name, Span(end, end)
    )
    return True


def _order_units(ledgers: Sequence[_Ledger], names: _Names) -> tuple[Unit, ...]:
    named = {unit_id for ledger in ledgers for unit_id in ledger.kept}
    known = sorted((unit for unit in names.units.values() if unit.id in named), key=lambda unit: unit.order)
    last = known[-1].order if known else -1
    strangers = [unit for unit in names.strangers.values() if unit.id in named]
    return (*known, *(replace(unit, order=last + number) for number, unit in enumerate(strangers, 1)))
