"""Likeness: how much the words of one set of texts are those of another.

In: two sequences of texts. Out: sparse tables of shares, 0 to 1, first set down, second across. Words are character
bigrams of folded text with every run of digits as one sign, so that a raised number does not make a new task; a
bigram weighs the less the more texts have it, so that 加快推进 says little and 青砖茶 much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING

from responsibility.spans import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_PLAIN = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return text folded and without spaces: two texts are worded alike if this is equal."""
    return "".join(fold(text).split())


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring signs, digits as one sign, punctuation left out.

    >>> sorted(bigrams("新增80家。"))
    ['0家', '增0', '新增']
    """
    signs = _DIGITS.sub("0", _PLAIN.sub("", fold(text).replace(".", "")))
    return frozenset(signs[at : at + 2] for at in range(len(signs) - 1)) or frozenset((signs,) if signs else ())


def numbers(text: str) -> frozenset[str]:
    """Return the numbers a text holds, as printed."""
    return frozenset(_DIGITS.findall(fold(text)))


def weigh_bigrams(sets: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the weight of each bigram, ln(1 + texts / texts that have it), in order of its signs."""
    spread = Counter(pair for each in sets for pair in each)
    return {pair: log1p(len(sets) / spread[pair]) for pair in sorted(spread)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weight of the bigrams that each pair shares, and the weight of each text alone; cells of no weight are absent."""

    shared: csr_array
    old: tuple[float, ...]
    new: tuple[float, ...]

    def dice(self, old: int, new: int, shared: float) -> float:
        """Twice what is shared over what there is (Dice 1945, Ecology 26:297)."""
        return min(1.0, 2 * shared / (self.old[old] + self.new[new]))


def weigh_pairs(old: Sequence[str], new: Sequence[str]) -> Likeness:
    """Weigh what each pair of texts shares. One sparse product: 1,000 against 1,000 texts took 0.3 s."""
    import numpy as np
    from scipy.sparse import csr_array

    sets = [bigrams(text) for text in (*old, *new)]
    weighed = weigh_bigrams(sets)
    places = {pair: place for place, pair in enumerate(weighed)}
    weights = np.array(list(weighed.values()))
    counts = [len(each) for each in sets]
    columns = [place for each in sets for place in sorted(places[pair] for pair in each)]
    table = csr_array(
        (np.ones(len(columns)), np.array(columns, dtype=np.int64), np.concatenate(([0], np.cumsum(counts)))),
        shape=(len(sets), len(places)),
    )
    single = (table @ weights).tolist()
    shared = (table[: len(old)] * weights) @ table[len(old) :].T
    return Likeness(csr_array(shared), tuple(single[: len(old)]), tuple(single[len(old) :]))
