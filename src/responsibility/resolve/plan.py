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
from operator import attrgetter

from responsibility.kinds import Basis, Match, Role, Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.language.spelling import join_committee
from responsibility.model import (
    Assignment,
    Charge,
    Clause,
    Finding,
    Item,
    Mention,
    Notice,
    Override,
    Person,
    Plan,
    Rule,
    Unit,
)
from responsibility.parse.facts.days import When
from responsibility.parse.facts.header import tell_when
from responsibility.registry import Registry
from responsibility.registry.likeness import find_slip
from responsibility.registry.place import Home, load_places
from responsibility.resolve.amend import amend_items
from responsibility.resolve.home import choose_registry
from responsibility.resolve.overrides import SHAPES
from responsibility.resolve.reshape import reshape_items
from responsibility.resolve.tally import Ledger, apply_overrides
from responsibility.settings import Settings
from responsibility.spans import Span, fold

_OF_NAMES = ("UNIT_UNKNOWN", "UNIT_AMBIGUOUS", "NAME_ODD", "NAME_SIGN")  # findings that ask who a name is
_SPELLED = str.maketrans("", "", "()、")  # 各县(市、区), 各县(市)区 and 各县市区 are one collective
_JOINED = ("党委政府", "党工委管委会")
_QUOTED = 60  # characters of a sentence that a finding quotes


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
    scope: str
    level: str  # 国家 in a national text, whose bare names are found at once
    prefix: str  # what else a bare name has lost: the level of the notice's place
    place: str = ""  # that of the notice without its level: 青山 of 青山市
    known: dict[tuple[str, str], _Identity] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    strangers: dict[str, Unit] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    bare: list[Mention] = field(default_factory=list)  # those that took the prefix of the place

    def identify(self, mention: Mention, item_id: str) -> _Identity:
        """Return who a mention is; a stranger if nobody or more than one could be meant."""
        key = (mention.name, mention.text)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.find(mention) or self._stranger(mention, item_id)
        if found.match is not Match.UNKNOWN:
            self.units.setdefault(found.unit.id, found.unit)
        return found

    def without_loan(self, mention: Mention) -> Mention:
        """Return a mention as printed where its list lent it a prefix that it has no need of.

        It begins with the notice's own place (青山公安分局 behind 市公安局), in either script, or is known as it stands
        and not with the prefix (甲省金融监管局 has its place), or nobody knows it and it begins as a city is called.
        """
        if not _is_longer(mention) or not mention.name.endswith(mention.text):
            return mention
        fold_script = load_lexicon().fold
        words, place = fold_script(mention.text), fold_script(self.place)
        own = len(place) > 1 and words.startswith(place)
        known = [self.registry.find(name, self.on, scope=self.scope) for name in (mention.name, mention.text)]
        named = not known[0] and not {words[:2] + "市", words[:3] + "市"}.isdisjoint(load_places())
        return mention._replace(name=mention.text) if own or named or (known[1] and not known[0]) else mention

    def find(self, mention: Mention) -> _Identity | None:
        """Return who a mention is, None if nobody or more than one could be meant."""
        for name in _spellings(mention):
            candidates = self.registry.find(name, self.on, scope=self.scope, level=self.level)
            if len(candidates) == 1:
                match = candidates[0].match
                if mention.name != mention.text:
                    match = Match.ELIDED if _is_longer(mention) else Match.FOLDED
                return _Identity(candidates[0].unit, match, candidates[0].alias_line)
            if not candidates and self.prefix:
                bare = self.registry.find(name, self.on, scope=self.scope, level=self.prefix)
                if len(bare) == 1:
                    self.bare.append(mention)
                    return _Identity(bare[0].unit, Match.ELIDED)
        return None

    def _stranger(self, mention: Mention, item_id: str) -> _Identity:
        name = _spellings(mention)[1] if mention.alias else mention.name
        key = _group_key(name) if mention.collective else _name_key(name)
        plain = key.translate(_SPELLED) if mention.collective else key
        unit = self.strangers.get(plain)
        if unit is None:
            kind = "collective" if mention.collective else "unknown"
            unit = self.strangers[plain] = make_stranger(name, key, kind)
            self.findings.append(self._report(mention, unit, item_id))
        elif mention.collective and key != _group_key(unit.name):
            told = {"name": name, "first": unit.name}
            self.findings.append(Finding("COLLECTIVE_SAME", Severity.NOTE, mention.span, item_id, unit.id, told))
        return _Identity(unit, Match.UNKNOWN)

    def _report(self, mention: Mention, unit: Unit, item_id: str) -> Finding:
        candidates = self.registry.find(mention.name, self.on, scope=self.scope, level=self.level)
        several = len(candidates) > 1
        alike = [each.unit.name for each in candidates] if several else self._suggestions(mention.name)
        slip = "" if mention.collective or several or alike else self._find_slip(mention)
        alike += [slip] if slip else []
        quiet = mention.collective or not (self.registry.units or slip)
        return Finding(
            "UNIT_AMBIGUOUS" if several else "UNIT_UNKNOWN",
            Severity.NOTE if quiet and not several else Severity.WARNING,
            mention.span,
            item_id,
            unit.id,
            {"name": unit.name, "suggestions": "、".join(alike)},
        )

    def _suggestions(self, name: str) -> list[str]:
        return [each.unit.name for each in self.registry.suggest(name)] if self.registry.units else []

    def _find_slip(self, mention: Mention) -> str:
        base, level = self.registry.base, self.level or self.prefix
        return find_slip(load_lexicon().fold(mention.text), base, level) if base and level else ""


def make_stranger(name: str, key: str = "", kind: str = "unknown") -> Unit:
    """Return the unit that stands for a name that no register knows; key: what its spellings share."""
    slug = "x" + sha256((key or _name_key(name)).encode()).hexdigest()[:6]
    return Unit(slug, name, name, kind, 0)


def _name_key(name: str) -> str:
    return "".join(fold(name).split())


def _group_key(name: str) -> str:
    """Return what 各县(市、区), 各县(市、区)政府 and 各县(市、区)人民政府 share, unless nothing would be left."""
    key = join_committee(_name_key(name))
    if key.endswith(_JOINED):
        return key  # 各县党委和政府 are more than 各县党委
    shorter = key.removesuffix("人民政府").removesuffix("政府").removesuffix("管委会")
    return shorter if len(shorter) > 1 else key


def _is_longer(mention: Mention) -> bool:
    return len(mention.name) > len(mention.text)


def _spellings(mention: Mention) -> tuple[str, ...]:
    """Return the names to look up, best first: whole, the one before the brackets, the second plate in them."""
    if not mention.alias:
        return (mention.name,)
    before = mention.name[: -len(mention.alias) - 2]
    return (mention.name, before, mention.alias)


def resolve_plan(
    notice: Notice, registry: Registry, settings: Settings, overrides: Sequence[Override] = (), plan_id: str = ""
) -> Plan:
    """Say who is meant and who leads.

    findings holds the notice's and those of this step, document order. Assignments are in document order, items
    first; units in protocol order, then strangers in order of first mention.
    """
    notice, findings = _settle_prose(reshape_items(notice, overrides), settings)
    choice = choose_registry(notice, registry, settings)
    on = notice.header.issued_on or notice.header.published_on
    home = choice.home
    names = _Names(choice.registry, on, plan_id, choice.level, home.level, home.name.removesuffix(home.level))
    rules = _digest_rules(notice.rules)
    beside = [each for each in overrides if each.kind not in ("", *SHAPES)]
    when = tell_when(notice.header, notice.document.text) if beside else When()
    items, stale = amend_items(notice.items, beside, registry, when)
    ledgers = [_fill(item, rules, names, settings) for item in items]
    findings += [*notice.findings, *stale]
    units_meant = [each for each in overrides if not each.kind]
    findings += apply_overrides(ledgers, units_meant, registry, names.units, names.strangers)
    units = _order_units(ledgers, names)
    findings += [*names.findings, *(each for ledger in ledgers for each in ledger.findings)]
    findings += [*choice.findings, *choice.doubts(units), *_tell_bare(names, choice.home)]
    settled = _settled_names(ledgers, units_meant)
    findings = [each for each in findings if each.code not in _OF_NAMES or each.params.get("name") not in settled]
    if leading := [rule for rule in notice.rules if not rule.mentions]:
        code = "RULE_UNTIL_LEADS" if leading[0].until else "RULE_FIRST_LEADS"
        findings.append(Finding(code, Severity.NOTE, leading[0].span))
    return Plan(
        plan_id,
        replace(notice, items=items),
        units,
        tuple(each for ledger in ledgers for each in _in_order(ledger.kept.values())),
        tuple(sorted(findings, key=lambda each: (each.span or Span(0, 0), each.code))),
        tuple(each for ledger in ledgers for each in _in_order(ledger.repeats)),
        choice.home.name,
        tuple(_charge(person, ledger, names, units) for ledger in ledgers for person in ledger.item.people),
    )


def _settled_names(ledgers: Iterable[Ledger], overrides: Iterable[Override]) -> frozenset[str]:
    """Return the names of which a person said who they are, or that they are nobody, wherever they stand."""
    said = frozenset(each.mention for each in overrides if each.mention and (each.unit_id or each.role))
    if not said:
        return said
    kept = (each for ledger in ledgers for each in ledger.kept.values() if each.match is Match.UNKNOWN)
    return said - {name for each in kept for name in (each.name, each.mention)}


def _tell_bare(names: _Names, home: Home) -> list[Finding]:
    """Tell once which names took the prefix of the notice's place."""
    if not names.bare:
        return []
    listed = "、".join(mention.name for mention in names.bare)
    params = {"names": listed, "prefix": home.level, "place": home.name or "—"}
    return [Finding("PLACE_PREFIX", Severity.NOTE, names.bare[0].span, params=params)]


def _settle_prose(notice: Notice, settings: Settings) -> tuple[Notice, list[Finding]]:
    """Keep what sentences say of units, or leave it out as set; either is told once."""
    found = [item for item in notice.items if any(_is_prose(clause) for clause in item.clauses)]
    if not found:
        return notice, []
    first = found[0].clauses[0].span
    params = {"count": len(found), "text": first.of(notice.document.text)[:_QUOTED]}
    if settings.reading.prose:
        return notice, [Finding("UNITS_IN_PROSE", Severity.WARNING, first, found[0].id, params=params)]
    items = tuple(
        replace(item, clauses=tuple(clause for clause in item.clauses if not _is_prose(clause)))
        for item in notice.items
    )
    return replace(notice, items=items), [Finding("PROSE_UNREAD", Severity.WARNING, first, found[0].id, params=params)]


def _is_prose(clause: Clause) -> bool:
    return clause.mentions[0].basis is Basis.PROSE


def _charge(person: Person, ledger: Ledger, names: _Names, units: Sequence[Unit]) -> Charge:
    """Tie a person to the unit whose they are, if the plan has it: by the item's names, else by the registry."""
    item_id = ledger.item.id
    if not person.unit:
        return Charge(item_id, "", person)
    named = (*ledger.kept.values(), *ledger.repeats)
    own = next((each.unit_id for each in named if person.unit in (each.name, each.mention)), "")
    if not own and (found := names.find(Mention(person.unit, person.span, person.unit))):
        own = found.unit.id
    return Charge(item_id, own if any(unit.id == own for unit in units) else "", person)


def _in_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    return sorted(assignments, key=attrgetter("span"))


@dataclass(frozen=True, slots=True)
class _Rules:
    """The notice's rules: from where the first listed leads (None: nowhere), what the rest are, who is added.

    until: the separators that end those who lead; "" where only the first does.
    """

    first_leads: int | None
    rest: Role | None
    added: tuple[tuple[int, Mention], ...]
    until: str = ""


def _digest_rules(rules: Sequence[Rule]) -> _Rules:
    """Keep the earliest place of each rule; a unit that two sentences add is added once."""
    leading = [rule for rule in rules if not rule.mentions]
    added: dict[str, tuple[int, Mention]] = {}
    for rule in rules:
        for mention in rule.mentions:
            added.setdefault(mention.name, (rule.since, mention))
    first = min((rule.since for rule in leading), default=None)
    rest = next((rule.rest for rule in leading if rule.rest), None)
    until = next((rule.until for rule in leading if rule.until), "")
    return _Rules(first, rest, tuple(added.values()), {",": ",;", ";": ";"}.get(until, ""))


def _fill(item: Item, rules: _Rules, names: _Names, settings: Settings) -> Ledger:
    ledger = Ledger(item)
    for number, clause in enumerate(item.clauses):
        for mention, role, basis in _assign_roles(clause, rules, settings):
            why = Basis.PROSE if mention.basis is Basis.PROSE else basis
            for each in _assign(item.id, mention, role, why, names):
                ledger.enter(each, number)
    stated = [clause for clause in item.clauses if not _is_prose(clause)]
    last = stated[-1].span.end if stated else -1
    for since, mention in rules.added:
        if last > since:
            for each in _assign(item.id, mention, mention.role or Role.CO_LEAD, Basis.RULE, names):
                ledger.kept.setdefault(each.unit_id, each)
    return ledger


def _assign_roles(clause: Clause, rules: _Rules, settings: Settings) -> Iterator[tuple[Mention, Role, Basis]]:
    """Give each mention its role: stated, or for the first that has none the lead, by rule or convention."""
    ruled = rules.first_leads is not None and clause.span.end > rules.first_leads
    open_lead = not any(mention.role is Role.LEAD for mention in clause.mentions)
    first = _count_leads(clause.mentions, rules.until) if ruled and open_lead else 0
    ruled = ruled and (first > 0 or not rules.until)  # a rule of the comma says nothing of a clause without one
    for number, mention in enumerate(clause.mentions):
        if mention.role is not None:
            yield mention, mention.role, mention.basis or Basis.LISTED
        elif number < first:
            open_lead = False
            yield mention, Role.LEAD, Basis.RULE
        elif open_lead and len(clause.mentions) == 1:
            yield mention, Role.LEAD, Basis.SOLE
        elif open_lead and (ruled or settings.reading.first_listed_leads):
            open_lead = False
            yield mention, Role.LEAD, Basis.RULE if ruled else Basis.FIRST_LISTED
        elif ruled and rules.rest:
            yield mention, rules.rest, Basis.RULE
        else:
            yield mention, Role.CO_LEAD, Basis.LISTED


def _count_leads(mentions: Sequence[Mention], until: str) -> int:
    """Return how many stand before the first of these separators; 0 if none of them stands there."""
    if not until:
        return 0
    return next((n for n, each in enumerate(mentions) if n and each.separator in until and each.separator), 0)


def _assign(item_id: str, mention: Mention, role: Role, basis: Basis, names: _Names) -> Iterator[Assignment]:
    mention = names.without_loan(mention)
    members = names.registry.members(mention.name) if mention.collective else ()
    for unit in members:
        names.units.setdefault(unit.id, unit)
        yield Assignment(item_id, unit.id, role, Basis.GROUP, Match.GROUP, mention.text, mention.name, mention.span)
    if not members:
        who = names.identify(mention, item_id)
        yield Assignment(
            item_id, who.unit.id, role, basis, who.match, mention.text, mention.name, mention.span, who.alias_line
        )


def _order_units(ledgers: Sequence[Ledger], names: _Names) -> tuple[Unit, ...]:
    named = {unit_id for ledger in ledgers for unit_id in ledger.kept}
    known = sorted((unit for unit in names.units.values() if unit.id in named), key=lambda unit: unit.order)
    last = known[-1].order if known else -1
    strangers = [unit for unit in names.strangers.values() if unit.id in named]
    return (*known, *(replace(unit, order=last + number) for number, unit in enumerate(strangers, 1)))
