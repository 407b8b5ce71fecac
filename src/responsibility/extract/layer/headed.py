"""Headed: the heads of a table in a plain text, and where its words stand.

In: the lines of a text. Out: the words of a line by the columns they take, and the heads that begin in it: short words,
two or more of them known as heads of a column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from responsibility.extract.layer.banded import AlignedHead
from responsibility.language.lexicon import load_lexicon

_WORD = re.compile(r"\S+")
_LONGEST_HEAD = 12


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word of a line and the columns it takes, the end exclusive."""

    text: str
    start: int
    end: int


def opens_aligned(line: str) -> bool:
    """Say whether a line is nothing but short words, two or more of them heads of columns."""
    words = _WORD.findall(line)
    return all(len(word) <= _LONGEST_HEAD for word in words) and sum(bool(_tell_kind(word)) for word in words) > 1


@cache
def _tell_kind(words: str) -> str:
    lexicon = load_lexicon()
    folded = lexicon.fold(words)
    if folded in lexicon["heads.number"]:
        return "number"
    if lexicon.labels.get(folded, "other") != "other" or lexicon.verbs.get(folded, "other") != "other":
        return "units"
    for kind, keys in _KINDS.items():
        if any(folded in lexicon[f"heads.{key}"] for key in keys):
            return kind
    others = (key for key in lexicon.lists if key.startswith("heads."))
    if folded in lexicon.labels or any(folded in lexicon[key] for key in others):
        return "other"
    return next((kind for kind, endings in _ENDINGS.items() if words.endswith(endings)), "")


_ENDINGS = {"units": ("单位", "部门"), "text": ("任务", "项目", "内容", "事项")}  # 主要参与单位, 实事项目
_KINDS = {"text": ("task", "content", "problem"), "units": ("shared",), "due": ("due",)}


def measure(line: str, wide: int) -> list[LineWord]:
    """Return the words of a line and the columns they stand in; wide: how many a sign of Chinese takes."""
    words = []
    column = at = 0
    for match in _WORD.finditer(line):
        column += match.start() - at
        end = column + sum(wide if ord(sign) > 0x2E7F else 1 for sign in match[0])
        words.append(LineWord(match[0], column, end))
        column, at = end, match.end()
    return words


def read_aligned_heads(lines: Sequence[str], at: int, wide: int) -> tuple[list[AlignedHead], int]:
    """Return the heads that begin in a line, and the line behind them.

    A head goes on in the line below, or two heads stand there below a wider one: 责任单位 over 牵头单位 and 配合单位.
    """
    upper = [_head(word) for word in measure(lines[at], wide)]
    below = measure(lines[at + 1], wide) if at + 1 < len(lines) else []
    own: list[list[LineWord]] = [[] for _ in upper]
    for word in below:
        over = _find_over(upper, word)
        if over is None:
            return upper, at + 1
        own[over].append(word)
    merged = [_merge(head, words) for head, words in zip(upper, own, strict=True)]
    return ([head for heads in merged for head in heads], at + 2) if below and all(merged) else (upper, at + 1)


def _find_over(upper: Sequence[AlignedHead], word: LineWord) -> int | None:
    """Return the head that stands over a word; one of units may reach beside itself, over two heads of its own."""
    over = [n for n, head in enumerate(upper) if head.start < word.end and word.start < head.end]
    after = sum(head.end <= word.start for head in upper)
    wide = [n for n in (after - 1, after) if 0 <= n < len(upper) and upper[n].kind == "units"]
    found = over or (wide if _tell_kind(word.text) == "units" else [])
    return found[0] if len(found) == 1 else None


def _head(word: LineWord) -> AlignedHead:
    return AlignedHead(word.text, word.start, word.end, _tell_kind(word.text))


def _merge(head: AlignedHead, below: Sequence[LineWord]) -> list[AlignedHead]:
    """Return the heads that a head and what stands below it are, none where these words are no part of heads."""
    if len(below) != 1:
        return [_head(word) for word in below] if all(_tell_kind(word.text) for word in below) and below else [head]
    word = below[0]
    kind = _tell_kind(head.text + word.text)
    beside = word.start >= head.end or head.start >= word.end
    if beside or not (kind or (not head.kind and len(word.text) <= len(head.text))):
        return []
    return [AlignedHead(head.text + word.text, min(head.start, word.start), max(head.end, word.end), kind)]
