"""Prose: notices whose sentences say who acts (关于…的问题,由A会同B负责落实), with no bracket and no label.

In: the stretches of a notice without a single clause. Out: the clause that closes each. Read only where many
sentences end so: in a plan that has clauses, and in rules and regulations, 由A负责 is a mere remark.
"""

from __future__ import annotations

from collections.abc import Sequence

from responsibility.kinds import Severity
from responsibility.model import Finding
from responsibility.parse.clauses import Clauses, settle
from responsibility.parse.groups import read_groups
from responsibility.parse.labels import strip_verbs
from responsibility.parse.paragraphs import Found, reads_cleanly
from responsibility.parse.reading import Source
from responsibility.parse.scanner import pair_brackets, trim
from responsibility.spans import Span

_LONGEST = 300  # of the words from 由 to the full stop
_FEWEST = 2
_SHARE = 3  # one in so many stretches at least must end so


def find_prose_clauses(source: Source, stretches: Sequence[Span]) -> dict[Span, Clauses]:
    """Read the sentence that closes each stretch, if enough of them say 由A负责."""
    read = {each: found for each in stretches if (found := _closing(source, each)) is not None}
    if len(read) < _FEWEST or len(read) * _SHARE < len(stretches):
        return {}
    return {each: settle(source, [found], [_told(source, found)]) for each, found in read.items()}


def _told(source: Source, found: Found) -> Finding:
    return Finding("CLAUSE_IN_PROSE", Severity.NOTE, found.span, params={"text": found.span.of(source.original)[:60]})


def _closing(source: Source, stretch: Span) -> Found | None:
    text, by = source.text, source.lexicon["words.by"][0]
    end = trim(text, stretch.start, stretch.end)[1]
    if not text.endswith("。", stretch.start, end):
        return None
    end -= 1
    near = max(stretch.start, end - _LONGEST)
    sentence = max(near, text.rfind("。", near, end) + 1)
    start = text.find("," + by, sentence, end) + 1
    if not start or not strip_verbs(source, start, end)[1]:
        return None
    reading = read_groups(source, start, end, pair_brackets(text, start, end))
    return Found(Span(start, end), reading) if reading.names and reads_cleanly(source, reading) else None
