"""Twins: one plan told in other words, in English or as a plan of problems, has the same numbers text by text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from oracle.sweep import read_texts
from oracle.tally import Tally

_TENS = {"": 0, "十": 10}
_DIGITS = "一二三四五六七八九"
_CUT = re.compile(r"等(\d+)[项个]|… \((\d+)\)")
_LISTED = re.compile(r"[：:] ?")
_ORDINAL = re.compile(r"(?:^（?|第|。)(十?)([一二三四五六七八九]?)(?=[、）是档])")


def numbers(text: str) -> Counter[float]:
    """Every number of a text; an ordinal before a part or a band counts as its figure."""
    text = re.sub(r"\bQ\d|\bquarter \d of", "", text)  # 一季度 is no figure
    ordinals = [_TENS[tens] + (_DIGITS.index(ones) + 1 if ones else 0) for tens, ones in _ORDINAL.findall(text)]
    return Counter(float(each) for each in (*re.findall(r"\d+(?:\.\d+)?", text), *ordinals) if each)


def check_twins(own: Iterable[tuple[str, bytes]], other: Iterable[tuple[str, bytes]], tally: Tally) -> None:
    """Compare file by file in their order, and each text where both have as many; else all numbers of the file."""
    for (path, data), (name, told) in zip(own, other, strict=True):
        one, two = list(read_texts(path, data)), list(read_texts(name, told))
        if len(one) != len(two):
            one, two = ["\n".join(one)], ["\n".join(two)]
        for first, second in zip(one, two, strict=True):
            if _CUT.search(first) or _CUT.search(second):
                _check_cut((path, first, second), first, second, tally)
            elif first != second:
                tally.same((path, first, second), numbers(first), numbers(second))


def _check_cut(what: object, first: str, second: str, tally: Tally) -> None:
    """A line holds more names in one language than in another: what both list is the same, and so is of how many."""
    (one, ends), (two, other_ends) = _part(first), _part(second)
    both = min(len(one), len(two))
    tally.same(what, one[:both], two[:both])
    tally.same(what, _count(first), _count(second))
    tally.same(what, ends, other_ends)


def _part(words: str) -> tuple[list[str], list[str]]:
    """The figures before the cut, and those behind it; of a text that is whole all are before."""
    cut = _CUT.search(words)
    before, behind = (words[: cut.start()], words[cut.end() :]) if cut else (words, "")
    return re.findall(r"\d+", before), re.findall(r"\d+", behind)


def _count(words: str) -> int:
    """Of how many a list tells, as it says or as it lists."""
    cut = _CUT.search(words)
    return int(cut[1] or cut[2]) if cut else len(re.split("、|, ", _LISTED.split(words)[-1]))
