"""Around: what stands below a table and is in none of its rows: 注:各项任务11月底前完成, with or without numbers.

In: a Document, and the Source of its cells. Out: Remarks: what to tell of, the rules said there, and which numbered
lines belong to a note, so that nobody takes them for tasks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from responsibility.kinds import Severity
from responsibility.model import Block, Document, Finding, Rule
from responsibility.parse.clause.clauses import find_clauses
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.rules import find_prose_rules
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import find_due
from responsibility.parse.table.contents import ORDINAL, is_foot, tell_caption
from responsibility.parse.unread import holds_house
from responsibility.spans import Span

_PART = re.compile(r"[^。;\n]+")
_POINT = re.compile(r"\s*[(]?(?:(?P<number>\d{1,2})[)、.](?!\d)|(?P<sign>[①-⑳]))")
_POINTS = re.compile(r"(?:^|[:。;\n])\s*[(]?(\d{1,2})[)、.](?!\d)")
_BEFORE = re.compile(r"[:\s]*(?:[(]?(?:\d{1,2}[)、.](?!\d)|[①-⑳]))?\s*")
_OPENS = re.compile(r"\s*(?:[:\s\d(①-⑳]|$)")
_DATE = re.compile(r"\s*\d{4}年\d{1,2}月\d{1,2}日\s*")
_QUOTED = 60


@dataclass(slots=True)
class Remarks:
    """What is said below the tables. spans: numbered lines of notes, which are read here alone."""

    findings: list[Finding] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


class NoteReader:
    """Follows a note from line to line: 注:1.…, and below it 2.…."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last = -1  # the number of the note's last point, -1 where none is open

    def goes_on(self, block: Block) -> bool:
        """Say whether a line opens a note or is the next point of the open one."""
        words = self._source.lexicon.fold(block.numbering) + block.span.of(self._source.text).strip()
        if opens_note(words, self._source):
            self._last = max((int(each) for each in _POINTS.findall(words)), default=0)
            return True
        point = _POINT.match(words) if self._last >= 0 else None
        number = (int(point["number"]) if point["number"] else ord(point["sign"]) - ord("①") + 1) if point else -1
        if number != self._last + 1 or find_clauses(self._source, *block.span).clauses:
            self._last = -1
            return False
        self._last = number
        return True


def opens_note(words: str, source: Source) -> bool:
    """Say whether words open a note: 注:…, 备注 1.…."""
    note = next((each for each in source.lexicon["heads.note"] if words.startswith(each)), "")
    return bool(note) and _OPENS.match(words[len(note) :]) is not None


def tell_note(block: Block, source: Source) -> Iterator[Finding]:
    """Tell of what a line below a table says, but for rules, clauses and the legend of its marks.

    A warning where it names a unit or a day: it may hold for all rows.
    """
    rules = [*find_prose_rules(source, *block.span)]
    left = [
        part
        for part in _parts(block, source)
        if not any(rule.span.start < part.end and part.start < rule.span.end for rule in rules)
        and not find_clauses(source, *part).clauses
        and not is_legend(part, source)
    ]
    if left:
        span = Span(left[0].start, left[-1].end)
        severity = Severity.WARNING if any(_charges(part, source) for part in left) else Severity.NOTE
        yield Finding("TABLE_NOTE", severity, span, params={"words": span.of(source.original)[:_QUOTED]})


def _parts(block: Block, source: Source) -> Iterator[Span]:
    """Yield the sentences of a line without the words that open a note and their numbers."""
    start, end = trim(source.text, *block.span)
    note = next((each for each in source.lexicon["heads.note"] if source.text.startswith(each, start)), "")
    for each in _PART.finditer(source.text, start + len(note), end):
        opened = _BEFORE.match(source.text, *each.span())
        span = Span(*trim(source.text, opened.end() if opened else each.start(), each.end()))
        if span.start < span.end:
            yield span


def is_legend(part: Span, source: Source) -> bool:
    """Say whether words tell what marks mean, A为牵头单位, and name no unit and no day."""
    words = part.of(source.text)
    return any(word in words for word in source.lexicon["words.role_words"]) and not _charges(part, source)


def _charges(part: Span, source: Source) -> bool:
    return holds_house(part.of(source.text), source.lexicon) or bool(find_due(source.original, part, When(2000)).day)


def read_remarks(document: Document, source: Source, tables: Collection[int]) -> Remarks:
    """Read the lines below the tables that were read, up to the next numbered one."""
    remarks = Remarks()
    reader, below = NoteReader(source), False
    for block in document.blocks:
        if (table := block.locator.table) is not None:
            reader, below = NoteReader(source), table in tables
            continue
        words = source.lexicon.fold(block.numbering) + block.span.of(source.text).strip(" #*\u3000")
        if not below or not words:
            continue
        if reader.goes_on(block):
            if not opens_note(words, source) or _POINTS.search(words):
                remarks.spans.append(block.span)
                remarks.rules.extend(find_prose_rules(source, *block.span))
            remarks.findings.extend(tell_note(block, source))
        elif tell_caption(words) or ORDINAL.match(words):
            below = False
        elif _is_said(words, block, source):
            remarks.findings.extend(tell_note(block, source))
    return remarks


def _is_said(words: str, block: Block, source: Source) -> bool:
    """Say whether a line below a table is a sentence that charges units or sets a day, and no signature."""
    closing = (*source.lexicon["tail.attachments"], *source.lexicon["tail.closers"])
    if words.lstrip("(").startswith(closing) or _DATE.fullmatch(words):
        return False
    return is_foot([block], source) or ("。" in words and _charges(block.span, source))
