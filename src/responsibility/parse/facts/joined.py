"""Joined: a stretch of words without the blanks and line ends that printing put inside numbers and days.

In: folded words of a span. Out: the same words where 300 公里, 12 345, 2026 年 3 月底 and 1.2亿⏎元 stand together,
and the way back to where they stand in the text. A line end is inside only if its line is long and breaks off at a
numeral, or if it parts a day from its 月: a short line ends where its writer ended it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.parse.facts.numerals import HAN_NUMERALS
from responsibility.patterns import late
from responsibility.spans import Span, fold

_BLANK = re.compile(r"[ \r\n][ \r\n]*")  # the first by itself: a search leaps to it
_LINE_END = late(r" ?\r?\n ?")
_NUMERALS = frozenset("0123456789.,零〇一二两三四五六七八九十百千万亿点年月")
_LONG = 16  # signs before a line end that printing may have put there
_HALVED = late(r"[^0-9\n][0-9]{1,4}\.$")  # 农户1.⏎8万户
_THOUSANDS = late(r"[0-9]{3}(?![0-9])")
# What no line begins with but the rest of a day: 月底前, 月20日, 日前; 底前 behind 月.
_CUT_DAY = late(r"月(?:[底末初中上下]|份?[前内]|[0-9]{1,2}日|份?(?=[\s,;。)]|$))|日(?:[前内]|(?=[\s,;。)]|$))")
_CUT_LIMIT = late(r"[底末](?:[前,;。)\s]|$)|前(?=[\s,;。)]|$)")
_OF_DAYS = frozenset("0123456789年月日")
_NUMBERED = late(r"[0-9]{1,3}[.、)](?![0-9])|[(\[第]|[一二三四五六七八九十]{1,3}[、.]")
_STOPS = frozenset("。;:,、!?()[]")
_RAISED = re.compile("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_OPENING = re.compile(r"[《〔“\[](?:(?<!\[)|(?=(?:19|20)\d\d\]))")
_QUOTES = {"《": "》", "〔": "〕", "“": "”"}
# “十五五” and “五一” name a time, not a thing.
_FEASTS = "|".join(each.partition(":")[0] for each in load_measures("deadlines")["feasts"])
_KEPT = re.compile(rf"十[一二三四五六七八九]五|二十五?五?|{_FEASTS}")


class Joined(NamedTuple):
    """A stretch of text. words: folded and joined; masked: the same without what is quoted.

    starts, sources: where each piece begins in words and in the text.
    """

    text: str
    words: str
    masked: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def place(self, start: int, end: int) -> Span:
        """Return where words[start:end] stands in the text."""
        return Span(self._origin(start), self._origin(end - 1) + 1 if end > start else self._origin(start))

    def find(self, span: Span) -> tuple[int, int]:
        """Return where a place of the text stands in words."""
        return self._index(span.start), self._index(span.end)

    def _index(self, position: int) -> int:
        if len(self.sources) == 1:
            return min(position - self.sources[0], len(self.words))
        piece = bisect_right(self.sources, position) - 1
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.words)
        return min(self.starts[piece] + position - self.sources[piece], end)

    def _origin(self, index: int) -> int:
        piece = bisect_right(self.starts, index) - 1
        return self.sources[piece] + index - self.starts[piece]


@lru_cache(maxsize=1)
def fold_whole(text: str) -> str:
    """Fold a notice once for all its items; raised figures stay raised, since 10⁸ is not 108."""
    folded = fold(text)
    pieces, at = [], 0
    for raised in _RAISED.finditer(text):
        pieces += [folded[at : raised.start(1)], raised[1]]
        at = raised.end()
    return "".join([*pieces, folded[at:]])


def join_words(text: str, span: Span) -> Joined:
    """Fold and join the words of text[span]."""
    words = span.of(fold_whole(text))
    pieces, starts, sources = [], [0], [span.start]
    at = length = 0
    for blank in _BLANK.finditer(words):
        if _is_inside(words, *blank.span()):
            pieces.append(words[at : blank.start()])
            length += blank.start() - at
            at = blank.end()
            starts.append(length)
            sources.append(span.start + at)
    joined = "".join(pieces) + words[at:]
    return Joined(text, joined, _mask_quoted(joined), tuple(starts), tuple(sources))


def _is_inside(words: str, start: int, end: int) -> bool:
    before, behind = words[start - 1 : start], words[end : end + 1]
    if not before or not behind or behind in _STOPS or before in _STOPS - {","}:
        return False
    if words[start:end] != " ":
        return _is_wrapped(words, start, end)
    if before.isdigit() and behind.isdigit():
        return _is_first_of_thousands(words, start) and _THOUSANDS.match(words, end) is not None
    if before in "万亿":
        return words[max(0, start - 3) : start - 1].strip()[-1:].isdigit()
    if (before in "年月日" and behind in "底末初中前内上下") or (before in HAN_NUMERALS and behind in "年月"):
        return True
    return (before.isdigit() or behind.isdigit()) and not (before.isascii() and before.isalpha())


def _is_wrapped(words: str, start: int, end: int) -> bool:
    """Say whether a long line breaks off within a number, a day or their unit, and no number of an item follows.

    In a narrow cell a short one does: 2026年12⏎月底前.
    """
    line = words[max(0, start - _LONG) : start]
    if (_CUT_DAY if line[-1].isdigit() else _CUT_LIMIT).match(words, end) and line[-1] in _OF_DAYS:
        return words.count("\n", start, end) == 1
    breaks_off = line[-1] in _NUMERALS or any(sign.isdigit() for sign in line[-3:])
    is_long = (len(line) == _LONG and "\n" not in line) or (words[end].isdigit() and bool(_HALVED.search(line)))
    return breaks_off and is_long and bool(_LINE_END.fullmatch(words, start, end)) and not _NUMBERED.match(words, end)


def _is_first_of_thousands(words: str, start: int) -> bool:
    """Say whether one to three figures stand before start, or three behind other thousands."""
    figures = words[max(0, start - 4) : start]
    begins = len(figures.rstrip("0123456789"))
    return len(figures) - begins < 4 and figures[begins - 1 : begins] not in (".", "第") and figures[begins:][:1] != "0"


def _mask_quoted(words: str) -> str:
    """Blank out titles, years of 文号 and short quotations, which promise nothing; same length.

    A sign that never closes masks nothing.
    """
    pieces = []
    at = 0
    for found in _OPENING.finditer(words):
        if found.start() < at:
            continue
        closing = _QUOTES.get(found[0], "]")
        limit = 20 if found[0] == "“" else 120
        end = words.find(closing, found.end(), found.end() + limit)
        if end >= 0 and not _KEPT.fullmatch(words, found.end(), end):
            pieces += [words[at : found.start()], "\x01" * (end + 1 - found.start())]
            at = end + 1
    return "".join(pieces) + words[at:]


def blank_out(words: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Replace stretches of words, in order, by a sign that no word has; same length."""
    pieces, at = [], 0
    for start, end in stretches:
        if end > at:
            pieces += [words[at:start], "\x00" * (end - max(start, at))]
            at = end
    return "".join(pieces) + words[at:]
