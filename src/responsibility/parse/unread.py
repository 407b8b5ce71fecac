"""Unread: units that stand by themselves in an item and in nothing that was read of it.

In: a Source and its items. Out: a finding for each list of names that fills a line, a bracket or what a label opens,
and lies in no clause, person or known field. The last of the nets: whatever lost them, a label that no list knows or a
cell out of its column, a person sees it. Bureaux named in running text are told of where no clause says who acts, and
months of no year.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from responsibility.kinds import Basis, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding, Item
from responsibility.parse.beside.fields import tell_label
from responsibility.parse.clause.headed import find_headed, is_scrap
from responsibility.parse.clause.mentions import QUOTED, Source
from responsibility.parse.clause.names import is_bureau, is_sentence, is_unit_like
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import find_due
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_ANY_YEAR = When(2000)
_STOPS = "\n:(;。|"
_JOINTS = " \r\n\t\u3000、,;"
_PIECE = re.compile(r"[^、,;\s\u3000]+")
_CLOSED = late(r"\)[ \t\u3000]*(?:[。;]?[ \t\u3000]*(?:\n|\Z))")
_LONGEST = 200  # of a list
_SHORTEST = 3  # of a name
_QUOTED = 40  # characters of a list


def find_unread(source: Source, items: Sequence[Item], told: Sequence[Finding]) -> Iterator[Finding]:
    """Tell of units that no clause holds; told: findings, whose words and columns need no second one."""
    known = _known_names(items)
    found = [(item, span) for item in items for span in _lists(source, item, known)]
    read = _merge(_spans_read(source, items, told)) if found else []
    past = -1
    for item, span in sorted(found, key=lambda each: (each[1].end, -each[1].start)):
        unread = _behind(span, read, source.text)
        if span.end > past and unread:
            params = {"names": unread.of(source.original)[:_QUOTED]}
            yield Finding("UNITS_UNREAD", Severity.WARNING, unread, item.id, params=params)
        past = span.end  # rows that share a cell overlap


def _lists(source: Source, item: Item, known: Set[str]) -> Iterator[Span]:
    """Yield the lists of units in an item that none of its own clauses holds."""
    own = [clause.span for clause in item.clauses]
    for match in _ending(source.lexicon).finditer(source.text, *item.span):
        end = match.end()
        if not any(span.start < end <= span.end for span in own):
            start = _list_start(source, item.span, end, known)
            start = start if start < end or own else _bracket_start(source, item.span, end)
            if start < end:
                yield Span(start, end)


def _spans_read(source: Source, items: Sequence[Item], told: Sequence[Finding]) -> Iterator[Span]:
    """Yield what is read or told of: clauses, people, known fields, and what findings quote."""
    columns = {each.params["label"] for each in told if each.code == "TABLE_COLUMN_UNREAD"}
    whole = {item.span for item in items}
    yield from (each.span for each in told if each.span is not None and each.span not in whole)
    for item in items:
        yield from (each.span for each in item.clauses)
        yield from (each.span for each in item.people)
        fields = (each for each in item.fields if each.heading in columns or tell_label(each.heading, source.lexicon))
        yield from (each.span for each in fields)


def find_named(source: Source, items: Sequence[Item], told: Sequence[Finding]) -> Iterator[Finding]:
    """Tell of the bureaux that the text of an item names where no clause charges them: 以市甲局为主,市乙局配合.

    Of items without a clause, or with one read from their sentences: what a notice says in a clause is all of it.
    """
    named = [(item, places) for item in items if (places := [*_name_houses(source, item)])]
    read = _merge(_spans_read(source, items, told)) if named else []
    for item, places in named:
        unread = [place for place in places if _behind(place, read, source.text) == place]
        if unread:
            words = dict.fromkeys(place.of(source.original) for place in unread)
            params = {"names": "、".join(words)[:_LONGEST]}
            yield Finding("UNITS_UNREAD", Severity.WARNING, unread[0], item.id, params=params)


def _name_houses(source: Source, item: Item) -> Iterator[Span]:
    """Yield the bureaux in the text of an item that no clause but its own sentences speaks of."""
    mentions = [each for clause in item.clauses for each in clause.mentions]
    if all(each.basis is Basis.PROSE for each in mentions):
        known = {each.text for each in mentions}
        for match in _houses(source.lexicon).finditer(source.text, *item.span):
            if match[0] not in known and _is_house(match[0], source.lexicon):
                yield Span(*match.span())


def find_unread_lines(source: Source, items: Sequence[Item]) -> Iterator[Finding]:
    """Tell of lines in a row that each begin with a unit and what it does, which no clause holds: 县教育局:组织演练."""
    headed = find_headed(source, 0, len(source.text))
    read = _merge(clause.span for item in items for clause in item.clauses) if headed else []
    for start in headed:
        colon, end = source.text.index(":", start), source.text.find("\n", start)
        at = bisect_left(read, (colon,))
        if not at or read[at - 1].end <= start:
            line = Span(start, end if end >= 0 else len(source.text))
            params = {"text": line.of(source.original).strip()[:QUOTED]}
            yield Finding("CLAUSE_UNREAD", Severity.WARNING, line, params=params)


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Return what spans cover, in order and without overlaps."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _behind(span: Span, read: Sequence[Span], text: str) -> Span | None:
    """Return what of a span stands behind all that was read of it; None where nothing does."""
    at = bisect_left(read, (span.end,))
    start, end = trim(text, max(span.start, read[at - 1].end if at else 0), span.end, _JOINTS)
    return Span(start, end) if start < end else None


def holds_house(words: str, lexicon: Lexicon) -> bool:
    """Say whether words name a bureau with its level: 县教育局负责保障."""
    return any(_is_house(match[0], lexicon) for match in _houses(lexicon).finditer(words))


@lru_cache(maxsize=8)
def _houses(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a bureau with its level in running text: 市教育局, 县委组织部."""
    levels, party, bureaux, bodies, rooms = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (
            lexicon["elision.prefixes"],
            lexicon["elision.party"],
            {*lexicon["prose.bureaux"]} - {"部", "署"},
            lexicon["elision.party_bodies"],
            {word for word in lexicon["words.strong"] if word.endswith("室") and word != "办公室"},
        )
    )
    return re.compile(
        rf"(?:(?:{party})(?:{bodies})|(?:{levels})(?:委|政府)(?:{rooms})|(?:{levels}){HAN}{{1,10}}?(?:{bureaux}))(?!员会|公室|门|机关)"
    )


@lru_cache(maxsize=4096)
def _is_house(words: str, lexicon: Lexicon) -> bool:
    stray = is_sentence(words, lexicon) or is_scrap(words, lexicon) or words.endswith(lexicon["prose.councils"])
    return is_bureau(words, lexicon) and not stray


def _known_names(items: Iterable[Item]) -> set[str]:
    """Return the names of all clauses that are long enough to be known again; a bracket in one is no part of a list."""
    mentions = [each for item in items for clause in item.clauses for each in clause.mentions]
    names = {each.text for each in mentions} | {each.name for each in mentions}
    return {name for name in names if len(name) >= _SHORTEST}


@lru_cache(maxsize=8)
def _ending(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds the end of a unit's name where a line, a bracket or a sentence ends."""
    last = "".join(sorted({word[-1] for key in ("words.bureaux", "words.strong") for word in lexicon[key]}))
    return re.compile(rf"[{last}](?=[ \t\u3000]*(?:[\n)。;|]|\Z))")


def _list_start(source: Source, within: Span, end: int, known: Set[str]) -> int:
    """Return where the list of units begins that ends here; end where none does."""
    least = max(within.start, end - _LONGEST)
    least = max(least, *(source.text.rfind(stop, least, end) + 1 for stop in _STOPS))
    start = end
    for piece in reversed([*_PIECE.finditer(source.text, least, end)]):
        if not _is_unit(piece[0], known, source.lexicon):
            return end if source.text[piece.end() : piece.end() + 1] == "、" else start
        start = piece.start()
    label = source.text[least - 1 : least] == ":" and _label_before(source, within.start, least - 1)
    return end if start == within.start or label else start


def _bracket_start(source: Source, within: Span, end: int) -> int:
    """Return where the list begins that is all of a bracket closing a line, whatever place it leaves out: (水利局).

    Returns end where there is none. For an item that names nobody else.
    """
    opener = source.text.rfind("(", max(within.start, end - _LONGEST), end)
    names = [*_PIECE.finditer(source.text, opener + 1, end)] if opener > within.start else []
    bodies, lexicon = source.lexicon["notclause.bodies"], source.lexicon
    told = names and all(each[0].endswith(bodies) and is_unit_like(each[0], lexicon) for each in names)
    return opener + 1 if told and _CLOSED.match(source.text, end) else end


def _is_unit(words: str, known: Set[str], lexicon: Lexicon) -> bool:
    placed = words.startswith(lexicon["elision.prefixes"]) and words.endswith(lexicon["words.bureaux"])
    return words in known or (placed and len(words) >= _SHORTEST and is_unit_like(words, lexicon))


def _label_before(source: Source, start: int, colon: int) -> bool:
    """Say whether a label that is known opens the list: 数据来源:市统计局, 抄送:市委办公室."""
    words = source.text[max(start, colon - 14) : colon].split("\n")[-1].strip()
    return tell_label(words, source.lexicon) or words.endswith(source.lexicon["tail.closers"])


def find_yearless(items: Iterable[Item]) -> Iterator[Finding]:
    """Tell, at the first of them, how many items of a notice without a year are due in a month of it: 6月底前."""
    bare = [(each, each.due_text) for each in items if each.due_text and not each.due]
    found = [(each, words) for each, words in bare if find_due(words, Span(0, len(words)), _ANY_YEAR).day]
    if found:
        first, words = found[0]
        params = {"count": len(found), "words": words}
        yield Finding("DUE_YEARLESS", Severity.WARNING, first.span, first.id, params=params)
