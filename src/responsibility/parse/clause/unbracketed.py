"""Paragraphs: clauses that no pair of brackets holds.

In: a stretch of a Source and what its brackets gave. Out: clauses behind a label, in a paragraph of their own or
behind a full stop, to the end of the line, two blanks or "。", with the lines below that hold nothing but names; and
clauses whose closing bracket is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from responsibility.kinds import Severity
from responsibility.model import Finding
from responsibility.parse.clause import names
from responsibility.parse.clause.colons import find_bare_labels
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.labels import find_label, strip_verbs
from responsibility.parse.clause.mentions import QUOTED, ClauseReading, Source
from responsibility.parse.clause.scanner import Brackets, pair_brackets, trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_LONGEST_LABEL = 16
_LONGEST_PARAGRAPH = 2_000
_LONGEST_LINE = 200
_PARAGRAPH_END = late(r"[\r\n。 ](?:(?<! )| +)")  # begins with one sign, which is quick to look for
_BLANK = late(rf"(?<={HAN}|\)) (?:[0-9]{{1,2}}[.、])?(?={HAN})")
_MOST_BLANKS = 20
_IN_BRACKET = re.compile(rf"(?<!{HAN}){HAN}{{2,8}}\({HAN}{{1,6}}\)$")
_LIST = late(r"[、,;]")


@dataclass(slots=True)
class Found:
    """A clause before its roles are settled."""

    span: Span
    reading: ClauseReading


def reads_as_names(source: Source, reading: ClauseReading) -> bool:
    """At least half of what was read, and something, must end as units do."""
    found = reading.names
    likely = sum(names.is_unit_like(name.folded, source.lexicon) for name in found)
    lost = sum(finding.code == "CLAUSE_PIECE" for finding in reading.findings)
    return (likely > 0 or reading.open) and likely * 2 >= len(found) + 2 * lost


def find_unclosed(source: Source, brackets: Brackets, end: int, findings: list[Finding]) -> Iterator[Found]:
    """Read a clause of which one bracket is missing, to the end or from the beginning of its line or sentence."""
    past = 0
    openers = set(brackets.unclosed)
    for at in sorted((*openers, *brackets.stray)):
        if at < past:
            continue
        found = _read_opened(source, at, end) if at in openers else _read_closed(source, at, past)
        if found is not None:
            past = found.span.end
            findings.append(Finding("CLAUSE_UNCLOSED", Severity.WARNING, found.span))
            yield found
        elif at not in openers and (span := _speaks_of_duties(source, at, past)):
            params = {"text": span.of(source.original)[:QUOTED]}
            findings.append(Finding("BRACKET_UNUSED", Severity.NOTE, span, params=params))


def _read_opened(source: Source, opener: int, end: int) -> Found | None:
    start = trim(source.text, opener + 1, end)[0]
    if source.text.startswith(("(", "["), start):
        return None
    label = find_label(source, start, end)
    if label is not None and label[1] == "other":
        return None
    stop = _paragraph_end(source, start, end if label else min(end, start + _LONGEST_LINE))
    if label is None and not strip_verbs(source, start, stop)[1]:
        return None
    stop = _before_sentence(source, start, stop)
    reading = read_groups(source, start, stop, pair_brackets(source.text, start, stop))
    if label is None and not reads_cleanly(source, reading):
        return None
    return Found(Span(opener, stop), reading)


def _read_closed(source: Source, closer: int, past: int) -> Found | None:
    """Read A牵头,B配合) from where its sentence begins; behind a label find_labelled reads it."""
    start = _sentence_start(source, closer, past)
    if not strip_verbs(source, start, closer)[1] or ":" in source.text[start:closer]:
        return None
    word = source.lexicon["words.by"][0]
    by = source.text.find(word, start + 1, closer)
    for begin in (start, by) if by > 0 else (start,):  # 完善政策由A牵头): the opener was lost before 由
        reading = read_groups(source, begin, closer, pair_brackets(source.text, begin, closer))
        if reads_cleanly(source, reading):
            return Found(Span(begin, closer + 1), reading)
    return None


def _sentence_start(source: Source, closer: int, past: int) -> int:
    near = max(past, closer - _LONGEST_LINE)
    return trim(source.text, max(near, *(source.text.rfind(char, near, closer) + 1 for char in "。;\n")), closer)[0]


def _speaks_of_duties(source: Source, closer: int, past: int) -> Span | None:
    """Return the sentence before a closer without an opener if it says 牵头 or the like and ends as a clause does."""
    start = _sentence_start(source, closer, past)
    said = any(cue in source.text[start:closer] for cue in source.lexicon["notclause.cues"])
    return Span(start, closer + 1) if said and strip_verbs(source, start, closer)[1] else None


def reads_cleanly(source: Source, reading: ClauseReading) -> bool:
    """Say whether every piece of what was read is a unit's name."""
    return not reading.findings and all(names.is_unit_like(name.folded, source.lexicon) for name in reading.names)


def _paragraph_end(source: Source, start: int, end: int, brackets: Brackets | None = None) -> int:
    """Return where a paragraph ends; blanks inside a bracket, and those a rule left (see blank_rules), end none."""
    end = min(end, start + _LONGEST_PARAGRAPH)
    at = start
    while match := _PARAGRAPH_END.search(source.text, at, end):
        past = _past_blanks(source, start, match, brackets)
        if past <= match.start():
            return trim(source.text, start, match.start())[1]
        at = past
    return trim(source.text, start, end)[1]


def _past_blanks(source: Source, start: int, match: re.Match[str], brackets: Brackets | None) -> int:
    """Return where to go on behind blanks that end no paragraph; their own place where they do."""
    if match[0][0] != " ":
        return match.start()
    at = bisect_left(source.rules, match.start(), key=lambda rule: rule.span.start)
    if source.rules[at : at + 1] and source.rules[at].span.start == match.start():
        return source.rules[at].span.end
    opener = max(source.text.rfind(sign, start, match.start()) for sign in "([")
    return brackets.closing.get(opener, -1) if brackets else -1


def find_labelled(
    source: Source, within: Span, brackets: Brackets, found: list[Found], findings: list[Finding]
) -> Iterator[Found]:
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
        stop = _continued(source, _paragraph_end(source, content, limit, brackets), limit)
        stop = min([stop, *(stray for stray in brackets.stray if content < stray < stop)])
        stop = _before_sentence(source, content, stop)
        reading, past = read_groups(source, begin, stop, brackets), max(stop, here + 1)
        if not reads_as_names(source, reading):
            empty = content == stop and not "\u4e00" <= text[max(0, begin - 1) : begin] <= "\u9fff"  # 提出如下任务分工:
            if reading.names or reading.findings or empty:
                span = Span(begin, past)
                params = {"text": span.of(source.original)[:QUOTED]}
                findings.append(Finding("CLAUSE_UNREAD", Severity.WARNING, span, params=params))
            continue
        yield Found(Span(begin, stop), reading)


def find_bare(source: Source, within: Span, brackets: Brackets, found: Sequence[Found]) -> Iterator[Found]:
    """Find clauses whose label lost its colon, at the beginning of a line or sentence, or behind a comma if it leads.

    责任单位市水利局; 修好闸门,牵头单位市水利局,配合单位市财政局.
    """
    for begin in find_bare_labels(source.text, *within, source.lexicon):
        label = find_label(source, begin, within.end, bare=True)
        if source.text[begin - 1 : begin] in (",", ";") and (label is None or label[1] == "support"):
            continue
        if any(each.span.start <= begin < each.span.end for each in found):
            continue
        stop = _continued(source, _paragraph_end(source, begin, within.end, brackets), within.end)
        reading = read_groups(source, begin, stop, brackets)
        if reading.names and reads_cleanly(source, reading):
            yield Found(Span(begin, stop), reading)


def _before_sentence(source: Source, start: int, stop: int) -> int:
    """Return the end of the names where a sentence follows behind a blank: 责任单位:市科技局 本办法自印发之日起施行."""
    text, lexicon = source.text, source.lexicon
    for blank in islice(_BLANK.finditer(text, start, stop), _MOST_BLANKS):
        left = _LIST.split(text[start : blank.start()])[-1].rpartition(":")[2]
        right = _LIST.split(text[blank.end() : stop])[0]
        if names.is_unit_like(left.strip(), lexicon) and ":" not in right and names.is_sentence(right, lexicon):
            return blank.start()
    return stop


def _continued(source: Source, stop: int, limit: int) -> int:
    """Take in the lines below that hold nothing but names; 各乡镇 alone in one only where a unit stood so before it."""
    listed = False  # a unit had a place of its own
    while stop < limit:
        start = trim(source.text, stop, limit)[0]
        line = _paragraph_end(source, start, min(limit, start + _LONGEST_LINE))
        said = strip_verbs(source, start, line)[0]  # 各部门:按职责落实
        pieces = [piece.strip() for piece in _LIST.split(source.text[start:said].removesuffix(":"))]
        ends = (*source.lexicon["words.bureaux"], "单位")
        among = said == line and (listed or "\n" not in source.text[stop:start])
        firm = all(
            ":" not in each and (names.core_of(each).endswith(ends) or (among and each.startswith("各")))
            for each in pieces
        )
        if not firm or not all(names.is_unit_like(each, source.lexicon) for each in pieces):
            break
        stop, listed = line, True
    return stop


def _label_start(source: Source, past: int, colon: int, end: int) -> int | None:
    """Return where the label before a colon begins; None if there is none or it names no units."""
    edge = trim(source.text, past, colon)[1]
    if tail := _IN_BRACKET.search(source.text, max(past, edge - _LONGEST_LABEL), edge):  # 责任单位(责任人):
        label = find_label(source, tail.start(), end)
        return tail.start() if label and label[1] != "other" and label[2] == colon + 1 else None
    if not "\u4e00" <= source.text[edge - 1 : edge] <= "\u9fff":
        return None
    near = max(past, edge - _LONGEST_LABEL)
    begin = max(near, *(source.text.rfind(char, near, edge) + 1 for char in " \n\r。;,)]—"))
    label = find_label(source, begin, end)
    if label and label[2] == colon + 1:
        return begin if label[1] != "other" else None
    labels = source.lexicon.labels
    starts = range(max(past, edge - max(map(len, labels))), edge)
    start = next((at for at in starts if source.text[at:edge] in labels), None)  # of the longest
    return start if start is not None and labels[source.text[start:edge]] != "other" else None
