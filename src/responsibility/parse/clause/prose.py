"""Prose: items whose closing sentence says who acts, with no bracket and no label.

In: the stretches of a notice without a clause. Out: the clause that closes each, or a finding that it was not read.
A sentence of nothing but names and verbs (由A牵头,B配合。) is a clause. One that ends so (关于…的问题,由A会同B负责。)
is read only where many do and the notice has no other clauses: in a plan that has, and in rules, it is a remark.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from responsibility.kinds import Severity
from responsibility.model import Finding
from responsibility.parse.clause.clauses import Clauses, settle
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.labels import strip_verbs
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.scanner import find_opener, pair_brackets, trim
from responsibility.parse.clause.unbracketed import QUOTED, Found, reads_cleanly
from responsibility.spans import Span

_LONGEST = 300  # of the words from 由 to the full stop
_FEWEST = 2
_SHARE = 3  # one in so many stretches at least must end so


@dataclass(frozen=True, slots=True)
class _Closing:
    """What closes a stretch.

    whole: the sentence says nothing else, and names a unit of its own. apart: a comma parts it from what it is about.
    """

    found: Found
    whole: bool
    apart: bool = True


def find_prose_clauses(source: Source, said: dict[Span, Clauses], *, alone: bool) -> dict[Span, Clauses]:
    """Return what the closing sentences say, for the stretches that have one.

    said: what was found in each stretch before. alone: the notice has no other clauses.
    """
    closings = {each: found for each in said if (found := _closing(source, each)) is not None}
    apart = sum(each.apart for each in closings.values())
    many = alone and apart >= _FEWEST and apart * _SHARE >= len(said)
    return {
        span: _add(source, said[span], each, read=each.whole or (many and each.apart))
        for span, each in closings.items()
    }


def _add(source: Source, said: Clauses, closing: _Closing, *, read: bool) -> Clauses:
    span = closing.found.span
    code = "CLAUSE_IN_PROSE" if read else "PROSE_UNREAD"
    told = Finding(code, Severity.NOTE, span, params={"text": span.of(source.original)[:QUOTED]})
    if not read:
        return replace(said, findings=(*said.findings, told))
    added = settle(source, [closing.found], [*said.findings, told])
    return replace(said, clauses=added.clauses, findings=added.findings)


def _closing(source: Source, stretch: Span) -> _Closing | None:
    """Read the last sentence; where it does not say who acts, the one before if that says nothing else."""
    end = trim(source.text, stretch.start, stretch.end)[1]
    if not source.text.endswith("。", stretch.start, end):
        return None
    end -= 1
    begin = _begin(source, stretch.start, end)
    last = _sentence(source, begin, end)
    if last is not None or begin <= stretch.start:
        return last
    end = source.text.rfind("。", stretch.start, begin)
    before = _sentence(source, _begin(source, stretch.start, end), end) if end > stretch.start else None
    return before if before is not None and before.whole else None


def _begin(source: Source, start: int, end: int) -> int:
    near = max(start, end - _LONGEST)
    return trim(source.text, max(near, source.text.rfind("。", near, end) + 1), end)[0]


def _sentence(source: Source, begin: int, end: int) -> _Closing | None:
    """Read from the sentence's beginning, or from 由 where words stand before it (平台建设由市科技局负责)."""
    text, by = source.text, source.lexicon["words.by"][0]
    end = find_opener(text, begin, end) or end  # 各学校负责(小学由中心小学统筹)。
    later = 0 if text.startswith(by, begin) else text.find("," + by, begin, end) + 1
    found = _read(source, later or begin, end)
    if found is not None and later:
        return _Closing(found, whole=False)
    if found is not None:
        return _Closing(found, _is_duty(source, found)) if _is_said_of_units(source, found) else None
    middle = text.find(by, begin + 1, end)
    found = _read(source, middle, end) if middle > 0 else None
    return _Closing(found, whole=False, apart=False) if found else None


def _read(source: Source, start: int, end: int) -> Found | None:
    if not strip_verbs(source, start, end)[1]:
        return None
    reading = read_groups(source, start, end, pair_brackets(source.text, start, end))
    return Found(Span(start, end), reading) if reading.names and reads_cleanly(source, reading) else None


def _is_said_of_units(source: Source, found: Found) -> bool:
    """Say whether a sentence is neither exhortation (各部门要抓好落实) nor slogan (形成政府负责、部门协作)."""
    words, lexicon = found.span.of(source.text), source.lexicon
    named = (*lexicon["elision.prefixes"], *lexicon["words.collective_starts"])
    return not any(word in words for word in lexicon["prose.exhorts"]) and all(
        name.folded.startswith(named) or not name.folded.endswith(lexicon["prose.nobody"])
        for name in found.reading.names
    )


def _is_duty(source: Source, found: Found) -> bool:
    """Say whether a sentence gives a duty (市科技局负责实施), and to a unit of its own."""
    said = any(word in found.span.of(source.text) for word in source.lexicon["prose.duties"])
    return said and not all(name.collective for name in found.reading.names)
