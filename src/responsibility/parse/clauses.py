"""Clauses: from an item's text to the units it names.

In: a stretch of a Source that belongs to one item. Out: Clauses with their Mentions, rules for the whole notice,
and findings. Does not decide who a name is (registry) nor who leads where no word says so (resolve).

    clause   = "(" content ")" | "[" content "]" | label ":" content (to the line's end, two blanks or "。")
    content  = sentence (("。" | ";") sentence)*
    sentence = group (","? group)* | field | rule | blanket
    group    = label? names verbs?            责任单位:A、B   A、B牵头   A、B按职责分工负责   由A会同B负责
    names    = name (("、" | "," | 及 | 和) name)* closer?
    name     = words bracket?                 各县(市、区)人民政府   市交通委(市道运局)   市科技局(牵头)
    closer   = 等 (有关部门 | 相关单位 | …)?
    field    = 完成时限:… | 责任领导:… | …     read over
    rule     = 列首位的为牵头单位 (,下同)?
    blanket  = …均需 names 落实, 不再一一列出

A bracket is a clause if a label opens it, if verbs close its groups and what they close reads as names, or if it
holds nothing but names and stands where a sentence ends. A bracket that only looks like one leaves a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from responsibility.model import Clause, Finding, Severity
from responsibility.parse import names
from responsibility.parse.groups import is_rule, read_groups
from responsibility.parse.labels import find_label, strip_verbs
from responsibility.parse.reading import Reading, Source, make_mentions
from responsibility.parse.scanner import Brackets, pair_brackets, split_pieces, trim
from responsibility.spans import Span

_LONGEST = 800  # of a clause that no label opens
_SHORTEST = 4  # a bracket that can hold a name
_LONGEST_LABEL = 16
_QUOTED = 60  # characters of a place that a finding quotes
_LONGEST_PARAGRAPH = 2_000
_PARAGRAPH_END = re.compile(r"[\r\n。]|  +")
_ENDS = "。;!?.\n\r \t”’\"'"
_GAP = re.compile(r"[\s、,;。.]*\Z")


@dataclass(slots=True)
class _Found:
    """A clause before its roles are settled."""

    span: Span
    reading: Reading


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a stretch of text says about units. rules and blankets hold for later items too."""

    clauses: tuple[Clause, ...] = ()
    rules: tuple[Span, ...] = ()
    blankets: tuple[Clause, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def find_clauses(source: Source, start: int, end: int) -> Clauses:
    """Find every clause in text[start:end]."""
    brackets = pair_brackets(source.text, start, end)
    findings: list[Finding] = []
    found = [*_bracketed(source, brackets, findings), *_unclosed(source, brackets, end, findings)]
    found.sort(key=lambda each: each.span)
    found.extend(_labelled(source, Span(start, end), brackets, found, findings))
    found.sort(key=lambda each: each.span)
    return _settle(source, _merge_adjacent(source, found), findings)


def _bracketed(source: Source, brackets: Brackets, findings: list[Finding]) -> Iterator[_Found]:
    past = -1
    for opener, closer in sorted(brackets.closing.items()):
        if opener < past or closer - opener < _SHORTEST:
            continue
        reading = _read_bracket(source, opener, closer, brackets)
        if reading is not None:
            past = closer
            yield _Found(Span(opener, closer + 1), reading)
        elif _looks_like_clause(source, opener + 1, closer):
            span = Span(opener, closer + 1)
            findings.append(
                Finding("BRACKET_UNUSED", Severity.NOTE, span, params={"text": span.of(source.original)[:_QUOTED]})
            )


def _read_bracket(source: Source, opener: int, closer: int, brackets: Brackets) -> Reading | None:
    start, end = trim(source.text, opener + 1, closer)
    short = 1 < end - start <= _LONGEST
    if _opens_with_label(source, start, end, brackets) or (short and is_rule(source.text[start:end], source.lexicon)):
        return read_groups(source, start, end, brackets)
    if not short or source.text.startswith(source.lexicon["notclause.starts"], start):
        return None
    if source.lexicon.verb.search(source.text, start, end) is None:
        return _read_bare(source, opener, closer, brackets)
    if not any(
        strip_verbs(source, each.start, each.end)[1] for each in split_pieces(source.text, start, end, brackets)
    ):
        return _read_bare(source, opener, closer, brackets)
    reading = read_groups(source, start, end, brackets)
    return reading if _reads_as_names(source, reading) else None


def _opens_with_label(source: Source, start: int, end: int, brackets: Brackets) -> bool:
    label = find_label(source, start, end)
    if label is None or label[1] != "other":
        return label is not None
    end = min(end, start + _LONGEST)
    later = (find_label(source, each.start, each.end) for each in split_pieces(source.text, start, end, brackets))
    return any(each is not None and each[1] != "other" for each in later)


def _reads_as_names(source: Source, reading: Reading) -> bool:
    """At least half of what was read, and something, must end as units do."""
    found = reading.names
    likely = sum(names.is_unit_like(name.folded, source.lexicon) for name in found)
    lost = sum(finding.code == "CLAUSE_PIECE" for finding in reading.findings)
    return likely > 0 and likely * 2 >= len(found) + 2 * lost


def _read_bare(source: Source, opener: int, closer: int, brackets: Brackets) -> Reading | None:
    """Read (市科技局、市财政局): names alone, where a sentence ends before or after."""
    text, lexicon = source.text, source.lexicon
    if closer - opener > _LONGEST // 2:
        return None
    ends_before = opener == 0 or text[opener - 1] in _ENDS
    ends_after = closer + 1 >= len(text) or text[closer + 1] in "。;\r\n"
    if not (ends_before or ends_after) or not text.endswith(
        (*lexicon["words.strong"], *lexicon["words.closing"], "等", "区", "市", "县", ")"), opener, closer
    ):
        return None
    reading = read_groups(source, *trim(text, opener + 1, closer), brackets)
    cleans = [name.folded for name in reading.names]
    firm = sum(names.core_of(clean).endswith(lexicon["words.strong"]) for clean in cleans)
    placed = sum(clean.startswith((*lexicon["elision.prefixes"], "各", "有关", "相关", "国家")) for clean in cleans)
    if reading.findings or not cleans or firm * 2 < len(cleans) or (not ends_before and placed * 2 < len(cleans)):
        return None
    return reading if all(names.is_unit_like(clean, lexicon) for clean in cleans) else None


def _looks_like_clause(source: Source, start: int, end: int) -> bool:
    stop = min(end, start + _LONGEST)
    words = source.text[start:stop]
    return any(cue in words for cue in ("牵头", "责任单位", "责任部门", "配合单位")) or (
        words.endswith(("负责", "配合", "参与", "落实"))
        and names.is_unit_like(words[: strip_verbs(source, start, stop)[0] - start], source.lexicon)
    )


def _unclosed(source: Source, brackets: Brackets, end: int, findings: list[Finding]) -> Iterator[_Found]:
    """Read a clause whose closer is missing, to the end of its line or sentence."""
    past = 0
    for opener in sorted(brackets.unclosed):
        if opener < past:
            continue
        start = trim(source.text, opener + 1, end)[0]
        label = find_label(source, start, end)
        if label is None or label[1] == "other":
            continue
        stop = _paragraph_end(source, start, end)
        span = Span(opener, stop)
        past = stop
        findings.append(Finding("CLAUSE_UNCLOSED", Severity.WARNING, span))
        yield _Found(span, read_groups(source, start, stop, brackets))


def _paragraph_end(source: Source, start: int, end: int) -> int:
    end = min(end, start + _LONGEST_PARAGRAPH)
    match = _PARAGRAPH_END.search(source.text, start, end)
    return trim(source.text, start, match.start() if match else end)[1]


def _labelled(
    source: Source, within: Span, brackets: Brackets, found: list[_Found], findings: list[Finding]
) -> Iterator[_Found]:
    """Find clauses that no bracket holds: 责任单位:… in a paragraph of its own or behind a full stop."""
    start, end = within
    text = source.text
    taken = iter([*found, None])
    current = next(taken)
    past, colon = start, text.find(":", start, end)
    while colon >= 0:
        while current is not None and current.span.end <= colon:
            current = next(taken)
        here, colon = colon, text.find(":", colon + 1, end)
        if here < past or (current is not None and current.span.start <= here):
            continue
        begin = _label_start(source, past, here, end)
        if begin is None:
            continue
        limit = current.span.start if current is not None else end
        content = trim(text, here + 1, limit)[0]
        stop = _paragraph_end(source, content, limit)
        stop = min([stop, *(stray for stray in brackets.stray if content < stray < stop)])
        reading, past = read_groups(source, begin, stop, brackets), max(stop, here + 1)
        if not _reads_as_names(source, reading):
            if reading.names or reading.findings or content == stop:
                span = Span(begin, past)
                params = {"text": span.of(source.original)[:_QUOTED]}
                findings.append(Finding("CLAUSE_UNREAD", Severity.WARNING, span, params=params))
            continue
        yield _Found(Span(begin, stop), reading)


def _label_start(source: Source, past: int, colon: int, end: int) -> int | None:
    """Return where the label before a colon begins; None if there is none or it names no units."""
    edge = trim(source.text, past, colon)[1]
    if not "\u4e00" <= source.text[edge - 1 : edge] <= "\u9fff":
        return None
    near = max(past, edge - _LONGEST_LABEL)
    begin = max(near, *(source.text.rfind(char, near, edge) + 1 for char in " \n\r。;,)]"))
    label = find_label(source, begin, end)
    if label and label[2] == colon + 1:
        return begin if label[1] != "other" else None
    labels = tuple(source.lexicon.labels)
    if not source.text.endswith(labels, past, edge):
        return None
    word = max((word for word in labels if source.text.endswith(word, past, edge)), key=len)
    return edge - len(word) if source.lexicon.labels[word] != "other" else None


def _merge_adjacent(source: Source, found: list[_Found]) -> list[_Found]:
    """Join clauses with nothing but blanks between whose labels differ: 牵头单位:A / 配合单位:B on two lines."""
    merged: list[_Found] = []
    for each in found:
        last = merged[-1] if merged else None
        if last is not None and _complete(last, each) and _GAP.match(source.text, last.span.end, each.span.start):
            reading = Reading(
                last.reading.label,
                last.reading.groups + each.reading.groups,
                last.reading.rule or each.reading.rule,
                last.reading.blanket or each.reading.blanket,
                last.reading.blanket_groups + each.reading.blanket_groups,
                last.reading.findings + each.reading.findings,
            )
            merged[-1] = _Found(Span(last.span.start, each.span.end), reading)
        else:
            merged.append(each)
    return merged


def _complete(last: _Found, each: _Found) -> bool:
    kinds = {group.kind for group in last.reading.groups}
    return bool(each.reading.groups) and bool(kinds) and not kinds & {group.kind for group in each.reading.groups}


def _settle(source: Source, found: list[_Found], findings: list[Finding]) -> Clauses:
    clauses: list[Clause] = []
    blankets: list[Clause] = []
    rules: list[Span] = []
    for span, reading in ((each.span, each.reading) for each in found):
        mentions = make_mentions(source, reading.groups)
        findings.extend(reading.findings)
        if mentions:
            clauses.append(Clause(reading.label, span, mentions))
        elif not (reading.rule or reading.blanket):
            findings.append(
                Finding("CLAUSE_EMPTY", Severity.ERROR, span, params={"text": span.of(source.original)[:_QUOTED]})
            )
        if any(group.kind == "guide" for group in reading.groups):
            findings.append(Finding("ROLE_GUIDES", Severity.NOTE, span))
        if reading.rule:
            rules.append(reading.rule)
        if reading.blanket:
            added = make_mentions(source, reading.blanket_groups)
            blankets.append(Clause("", reading.blanket, added))
            severity = Severity.NOTE if added else Severity.WARNING
            params = {"names": "、".join(mention.name for mention in added)}
            findings.append(Finding("BLANKET_UNITS", severity, reading.blanket, params=params))
    return Clauses(tuple(clauses), tuple(rules), tuple(blankets), tuple(findings))
