"""Torn: a few paragraphs of a text whose lines end where the paper did, among others that are whole.

In: a text that is not wrapped as a whole. Out: the same with such lines put together: two or more of one length that
break off within a sentence, above the line that ends it; or one that breaks off for certain, inside a bracket, a list
or a figure. Lists and tables, whose lines end no sentence, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from responsibility.extract.pages.printed import join_line_words
from responsibility.extract.wrapped import ENDS, WIDEST, count_columns, opens_own
from responsibility.language.lexicon import load_lexicon
from responsibility.patterns import late

_SHORTEST = 36  # half-width columns of a line that paper broke; a unit on a line of its own is shorter
_ALIKE = 8  # columns that lines of one paper may differ by: copying takes the blanks before a paragraph away
_LONGEST_HEAD = 8
_CELLS = re.compile(r"[\t|｜│┃¦]|\S {2,}\S")
_INSIDE = late(r"[，、；。,;]")
_LISTS = "、，,（(“《"
_LINKS = "的和与及等"  # what a bracket may stand before within a sentence
_BRACKETS = str.maketrans("（）〔〕［］", "()()()")


def join_torn(text: str) -> str:
    """Put the lines of torn paragraphs together."""
    lines = text.splitlines(keepends=True)
    joined: list[str] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop + 1 < len(lines) and _breaks_off(lines[at : stop + 1], lines[stop + 1]):
            stop += 1
        if stop > at and _is_torn(lines[at : stop + 1]) and not _has_heads(lines):
            words = lines[at].rstrip()
            for line in lines[at + 1 : stop + 1]:
                words = join_line_words(words, line.strip())
            joined.append(words + lines[stop][len(lines[stop].rstrip()) :])
        else:
            joined += lines[at : stop + 1]
        at = stop + 1
    return "".join(joined)


def _goes_on(first: str) -> bool:
    return "\u3400" <= first <= "\u9fff" or (first.isascii() and first.isalnum()) or first in "（(“《%"


def _breaks_off(lines: Sequence[str], after: str) -> bool:
    """Say whether the last of some lines ends within a sentence and the next can be what goes on."""
    words, rest = lines[-1].strip(), after.strip()
    if not words or not rest or len(words) > WIDEST // 2 or not _goes_on(rest[0]):
        return False
    ends = words[-1] in ENDS and not _is_open(lines) and not (words[-1] in "）)" and rest[0] in _LINKS)
    return (
        not ends
        and count_columns(words) >= _SHORTEST
        and not opens_own(rest)
        and not _CELLS.search(words)
        and not _CELLS.search(rest)
    )


def _is_torn(lines: Sequence[str]) -> bool:
    """Say whether lines, all but the last of which break off, are one paragraph."""
    words = [line.strip() for line in lines]
    widths = [count_columns(each) for each in words]
    if words[-1][-1] not in ENDS or widths[-1] > max(widths[:-1]) + _ALIKE // 2:
        return False
    if len(lines) > 2:
        return max(widths[:-1]) - min(widths[:-1]) <= _ALIKE and any(_INSIDE.search(each) for each in words[:-1])
    first, last = words
    return first[-1] in _LISTS or _is_open(words[:1]) or (first[-1].isdigit() and last[0].isdigit())


def _is_open(lines: Sequence[str]) -> bool:
    """Say whether a bracket is open behind lines."""
    even = "".join(lines).translate(_BRACKETS)
    return even.count("(") > even.count(")")


def _has_heads(lines: Sequence[str]) -> bool:
    """Say whether the heads of a table stand among the lines, each on one of its own."""
    lexicon = load_lexicon()
    short = (lexicon.fold(words) for line in lines if 0 < len(words := line.strip()) <= _LONGEST_HEAD)
    return any(words in lexicon.labels for words in short)
