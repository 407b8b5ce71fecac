"""Twins: one plan told in other words, in English or as a plan of problems, has the same numbers text by text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from oracle.sweep import read_texts
from oracle.tally import Tally

_TENS = {"": 0, "十": 10}
_DIGITS = "一二三四五六七八九"
_CUT = re.compile(r"等\d+[项个]|… \(\d+\)")
_ORDINAL = re.compile(r"^(（?)(十?)([一二三四五六七八九]?)([、）是])")


def numbers(text: str) -> Counter[float]:
    """Every number of a text; an ordinal in front counts as its figure."""
    text = re.sub(r"\bQ\d", "", text)  # 一季度 is no figure
    found = _ORDINAL.match(text)
    front = [_TENS[found[2]] + (_DIGITS.index(found[3]) + 1 if found[3] else 0)] if found else []
    return Counter(float(each) for each in (*re.findall(r"\d+(?:\.\d+)?", text), *front) if each)


def check_twins(own: Iterable[tuple[str, bytes]], other: Iterable[tuple[str, bytes]], tally: Tally) -> None:
    """Compare file by file in their order, and each text where both have as many; else all numbers of the file."""
    for (path, data), (name, told) in zip(own, other, strict=True):
        one, two = list(read_texts(path, data)), list(read_texts(name, told))
        if len(one) != len(two):
            one, two = ["\n".join(one)], ["\n".join(two)]
        for pair in zip(one, two, strict=True):
            cut = any(map(_CUT.search, pair))  # a line holds more names in one language than in another
            first, second = (each.partition("\n")[0] for each in pair) if cut else pair
            if first != second:
                tally.same((path, first, second), numbers(first), numbers(second))
