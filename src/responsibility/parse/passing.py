"""Passing: whom the heading of a section charges, given to the items below it: 一、产业发展(牵头单位:市工信局).

In: items in document order; a heading with a clause and no words of its own is among them. Out: the items, those that
name no lead with the heading's clauses before their own; a heading that was passed on is no item any more. A heading,
or an item's own title, that is nothing but a unit's name (二、县教育局) charges that unit where no clause does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from responsibility.kinds import Basis, Role, Severity
from responsibility.model import Clause, Finding, Heading, Item, Mention
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.headed import read_names
from responsibility.parse.clause.mentions import Group, Source, make_mentions
from responsibility.parse.clause.names import is_placed
from responsibility.parse.clause.scanner import pair_brackets
from responsibility.parse.clause.unbracketed import reads_cleanly
from responsibility.parse.facts.numerals import HAN_NUMERALS, read_number
from responsibility.patterns import late
from responsibility.spans import Span

_COUNT = re.compile(r"[(（]共?[0-9]{1,3}[项条件个][)）]\Z")  # of what stands below
_WORDS = late(r"\w")
_OF_ALL = 20  # characters before a clause that says of what it speaks
_ALL = 999
_COUNTED = late(rf"[0-9]{{1,2}}|[{HAN_NUMERALS}]{{1,3}}")
_CHARGED = late(r"(?<!分工)(?<!分别)(?<!共同)负责[)\]。;]*\Z")
_FEWEST_UNITS = 3  # items called by units


def pass_down(items: Sequence[Item], rows: Collection[Span], text: str) -> tuple[list[Item], tuple[Finding, ...]]:
    """Give items what their section's heading says of units, and tell so once a heading.

    rows: of tables, blanked out in text; they stand below a heading that nothing parts from them.
    """
    heads = {each.span.start: each for each in items if each.clauses and not (each.body or each.targets or each.due)}
    if not heads:
        return list(items), ()
    taken: dict[int, list[str]] = {}
    passed: list[Item] = []
    last: Item | None = None
    for item in items:
        above = [heads[each.span.start] for each in item.path if each.span.start in heads]
        if item.span not in rows:
            last = heads.get(item.span.start)
        elif last is not None and not _WORDS.search(text, last.span.end, item.span.start):
            above.append(last)
        head = next((each for each in reversed(above) if _takes(item, each, text)), None)
        if head is not None:
            taken.setdefault(head.span.start, []).append(item.id)
        people = tuple(dict.fromkeys((*head.people, *item.people))) if head else item.people
        clauses = with_above(head.clauses, item.clauses) if head else item.clauses
        passed.append(replace(item, clauses=clauses, people=people) if head else item)
    kept = [each for each in passed if each.span.start not in taken]
    return kept, tuple(_tell(heads[start].title, heads[start].clauses, len(ids)) for start, ids in taken.items())


def share_above(items: Sequence[Item], source: Source) -> list[Item]:
    """Give a clause of the tasks above to them: 以上2项由市甲局牵头, and 以上任务由… that closes its section."""
    shared = list(items)
    if not any(word in source.text for word in source.lexicon["words.above"]):
        return shared
    for at, item in enumerate(items):
        count = counts_above(source, item.clauses[0]) if item.clauses else 0
        first = at
        while first and count > at - first + 1 and _is_bare_beside(items[first - 1], item):
            first -= 1
        beside = (*items[max(0, first - 1) : first], *items[at + 1 : at + 2])
        closes = count == _ALL and item.path and not any(each.path == item.path for each in beside)
        if closes or at - first + 1 == count:
            shared[first:at] = [replace(each, clauses=item.clauses) for each in items[first:at]]
    return shared


def _is_bare_beside(item: Item, other: Item) -> bool:
    return item.path == other.path and not item.clauses


def counts_above(source: Source, clause: Clause) -> int:
    """Return of how many tasks a clause speaks: two in 以上2项由市甲局牵头, all in 以上任务由…; else 0."""
    opens = source.text[max(0, clause.span.start - _OF_ALL) : clause.mentions[0].span.start]
    words = source.lexicon["words.above"]
    if not any(word in opens for word in words):
        return 0
    line = re.split(r"[\n。]", opens)[-1].strip(" \u3000(")
    word = next((word for word in words if line.startswith(word)), "")
    counted = _COUNTED.match(line, len(word)) if word else None
    return int(read_number(counted[0]) or 0) if counted else _ALL * bool(word)


def _takes(item: Item, head: Item, text: str) -> bool:
    """Say whether an item lacks what a heading says: a lead, or any unit where the heading says no role.

    Who does it and who helps, or who is in charge (市甲局负责), lacks none; nor does one with any unit but such as help
    where the heading says who leads and who helps.
    """
    roles = {mention.role for clause in head.clauses for mention in clause.mentions}
    own = {mention.role for clause in item.clauses for mention in clause.mentions}
    if Role.LEAD not in roles:
        return not item.clauses
    whole = (
        Role.SUPPORT in roles or Role.SUPPORT in own or any(_CHARGED.search(text, *each.span) for each in item.clauses)
    )
    return not (own - {Role.SUPPORT} if whole else Role.LEAD in own)


def has_lead(clauses: Iterable[Clause]) -> bool:
    """Say whether words of clauses say who leads."""
    return any(mention.role is Role.LEAD for clause in clauses for mention in clause.mentions)


def with_above(above: Sequence[Clause], own: Sequence[Clause]) -> tuple[Clause, ...]:
    """Put a heading's clauses before an item's own, whose units share the work where the heading names the lead."""
    if has_lead(above):
        own = [replace(clause, mentions=tuple(map(as_listed, clause.mentions))) for clause in own]
    return (*above, *own)


def as_listed(mention: Mention) -> Mention:
    """Make a unit of which no word says what it does one of several that share the work."""
    return mention._replace(role=Role.CO_LEAD, basis=Basis.LISTED) if mention.role is None else mention


def _tell(title: str, clauses: Sequence[Clause], count: int) -> Finding:
    names = "、".join(mention.name for clause in clauses for mention in clause.mentions)
    params = {"title": title, "names": names, "count": count}
    return Finding("SECTION_UNITS", Severity.NOTE, clauses[0].span, params=params)


def charge_named(items: Sequence[Item], source: Source) -> tuple[list[Item], tuple[Finding, ...]]:
    """Give items without a clause the units that their title or the nearest heading names, and tell so once a heading.

    source: of the whole text, tables and all.
    """
    headings = {each.span: each for item in items if not item.clauses for each in item.path}
    named = {span: clause for span, each in headings.items() if (clause := _named(each, source))}
    rows = _rows_of_units(items, source)
    taken: dict[Span, int] = {}
    charged: list[Item] = []
    for item in items:
        own = _titled(item, source) or rows.get(item.span)
        above = () if item.clauses or own else (each.span for each in reversed(item.path) if each.span in named)
        span = next(iter(above), None)
        if span is not None:
            taken[span] = taken.get(span, 0) + 1
        clause = named[span] if span else own
        charged.append(replace(item, clauses=(clause,)) if clause else item)
    return charged, tuple(_tell(headings[span].title, (named[span],), count) for span, count in taken.items())


def _rows_of_units(items: Sequence[Item], source: Source) -> dict[Span, Clause]:
    """Read what items of one heading are called by where most are units: 1.教育局:… 2.卫生院:… 3.各村:…."""
    suffixes = source.lexicon["words.suffixes"]
    rows: dict[tuple[Span, ...], list[tuple[Item, Span]]] = {}
    for item in items:
        title = item.title.rstrip("…")
        start = source.original.find(title, *item.span) if item.body and title.endswith(suffixes) else -1
        if start >= 0:
            row = rows.setdefault(tuple(each.span for each in item.path), [])
            row.append((item, Span(start, start + len(title))))
    counts = Counter(tuple(each.span for each in item.path) for item in items)
    found: dict[Span, Clause] = {}
    for path, row in rows.items():
        if len(row) < max(_FEWEST_UNITS, counts[path] // 2) or all(item.clauses for item, _ in row):
            continue
        sure = sum(read_names(source, *span) is not None for _, span in row)
        if sure >= max(_FEWEST_UNITS, counts[path] // 2):
            read = ((item, span, read_names(source, *span, sure=False)) for item, span in row if not item.clauses)
            found |= {item.span: _as_said(source, span, group) for item, span, group in read if group}
    return found


def _as_said(source: Source, span: Span, group: Group) -> Clause:
    mentions = (each._replace(basis=Basis.PROSE) for each in make_mentions(source, [group]))
    return Clause("", span, tuple(mentions))


def _titled(item: Item, source: Source) -> Clause | None:
    """Read 3.县教育局:负责校园安全, an item that is called by who does it, as what a sentence says."""
    if item.clauses or not item.body:
        return None
    clause = _named(Heading(0, item.number, item.title.rstrip("…"), item.span), source)
    mentions = [each._replace(basis=Basis.PROSE) for each in clause.mentions] if clause else []
    return replace(clause, mentions=tuple(mentions)) if clause else None


def _named(heading: Heading, source: Source) -> Clause | None:
    """Read a heading that is nothing but names of units of a place: 县教育局, 县教育局、县水利局; 空间布局 is none."""
    lexicon = source.lexicon
    title = _COUNT.sub("", heading.title)
    start = source.original.find(title, heading.span.start, heading.span.end) if title else -1
    if start < 0 or not lexicon.fold(title).endswith(lexicon["prose.bureaux"]):
        return None
    end = start + len(title)
    reading = read_groups(source, start, end, pair_brackets(source.text, start, end))
    names = [name.folded for name in reading.names]
    sure = all(is_placed(name, lexicon) and not name.endswith(lexicon["words.weak"]) for name in names)
    if not (names and sure and reads_cleanly(source, reading)):
        return None
    return Clause("", Span(start, end), make_mentions(source, reading.groups))
