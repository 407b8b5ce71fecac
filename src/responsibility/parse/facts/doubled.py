"""Doubled: words that a typist wrote twice: 项目项目前期工作.

In: a notice's text and its items. Out: Findings. Two characters or more that stand twice in a row are a slip where
the rest of the notice has them as a word and never has them the other way round: in 充分利用信用信息 the run 用信用信
is chance, since 信用 is the word. Counted steps (一件一件) and the few words that may stand twice (研究研究) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responsibility.kinds import Severity
from responsibility.model import Finding, Item
from responsibility.patterns import HAN
from responsibility.spans import Span

_SHORTEST, _LONGEST = 2, 12  # signs of a word
_TWICE = re.compile(rf"({HAN}{{{_SHORTEST},{_LONGEST}}}?)\1(?!\1)")
_ZEROS = re.compile(rb"\0+")
_COUNTED = re.compile(r"[一二两三几逐每]")
_TRIED = ("研究", "考虑", "商量", "讨论", "学习", "了解", "体验", "休息")
_STRESSED = ("非常", "十分", "很多", "许多", "永远", "个别")
# Verbs that try something out, and words of degree.
_MAY_STAND_TWICE = frozenset({*_TRIED, *_STRESSED})


def find_doubled(text: str, items: Sequence[Item]) -> Iterator[Finding]:
    """Find the words that items write twice in a row, outside their clauses; span: both of them."""
    starts = _mark_starts(text) if items else bytearray()
    for item in (item for item in items if starts.find(1, *item.span) >= 0):  # few have any
        for found in (found for part in _unclaused(item) for found in _find_twice(text, part, starts)):
            span, word = Span(*found.span()), found[1]
            if _is_slip(text, word, span):
                yield Finding("WORD_TWICE", Severity.WARNING, span, item.id, params={"word": word, "words": found[0]})


def _mark_starts(text: str) -> bytearray:
    """Return a byte for each sign of a text, 1 where a word may begin that stands twice in a row.

    Of a text less itself moved by so many signs, zeros are left where it repeats itself: a quarter of the time of a
    search. One byte of each sign is enough to tell where to look.
    """
    signs = text.encode("utf-32-le", "surrogatepass")[::4]
    number, starts = int.from_bytes(signs, "little"), bytearray(len(signs))
    for length in range(_SHORTEST, _LONGEST + 1):
        less = (number ^ (number >> 8 * length)).to_bytes(len(signs), "little")
        at = less.find(bytes(length))
        while run := _ZEROS.match(less, at) if at >= 0 else None:
            past = run.end() - length + 1
            starts[at:past] = b"\1" * (past - at)
            at = less.find(bytes(length), run.end())
    return starts


def _find_twice(text: str, part: Span, starts: bytearray) -> Iterator[re.Match[str]]:
    """Yield the words of a part that stand twice in a row, none within another."""
    at = starts.find(1, *part)
    while at >= 0:
        found = _TWICE.match(text, at, part.end)
        if found:
            yield found
        at = starts.find(1, found.end() if found else at + 1, part.end)


def _unclaused(item: Item) -> Iterator[Span]:
    """Yield the parts of an item outside its clauses."""
    at, end = item.span
    for clause in sorted(each.span for each in item.clauses):
        if at < clause.start:
            yield Span(at, min(clause.start, end))
        at = max(at, clause.end)
    if at < end:
        yield Span(at, end)


def _is_slip(text: str, word: str, span: Span) -> bool:
    if _COUNTED.match(word) or word in _MAY_STAND_TWICE or len(set(word)) == 1:
        return False
    if len(word) > 2:  # three characters or more do not come twice by chance
        return True
    elsewhere = text[: span.start] + "\n" + text[span.end :]
    return word in elsewhere and word[::-1] not in elsewhere
