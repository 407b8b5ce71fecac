"""Duplicates: items that say nearly the same, or bind nearly the same units.

In: Frames of a plan, or of two. Out: the table `duplicates` and whether a limit cut the search. Exact: candidates
come from the rarest bigrams or units of each item, of which two alike items must share one (prefix filter:
Chaudhuri, Ganti, Kaushik 2006), and each candidate is measured in full.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from math import ceil

import numpy as np
import pandas as pd

from responsibility.analysis.incidence import Ints, count_pairs
from responsibility.frames import Frames
from responsibility.settings import DuplicateSettings
from responsibility.spans import fold

# One row a pair of items with enough in common, most alike text first, then most alike units, then document order.
# text_dice: of the sets of two-character pieces of title and body without punctuation; unit_jaccard: of the units
# named; both 0 to 1. strong: alike in text and in units. only_a, only_b: the words that differ, tuples in order,
# empty where the text is not alike.
DUPLICATE_COLUMNS = ("item_a", "item_b", "text_dice", "unit_jaccard", "strong", "only_a", "only_b")

_SIGNS = re.compile(r"[\W_]+")
Pieces = frozenset[str]


def find_duplicates(frames: Frames, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    """Pair the items of a plan that are alike in text or in units; also whether a limit cut the search."""
    return _pair_items(frames, None, settings)


def find_repeats(old: Frames, new: Frames, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    """Pair items of two plans, item_a of the first and item_b of the second; also whether a limit cut the search."""
    return _pair_items(old, new, settings)


def _pair_items(first: Frames, second: Frames | None, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    plans = (first,) if second is None else (first, second)
    ids = [str(item_id) for frames in plans for item_id in frames.items["item_id"]]
    texts = [text for frames in plans for text in _list_texts(frames)]
    units = [names for frames in plans for names in _list_units(frames)]
    pieces = [cut_bigrams(text) for text in texts]
    border = None if second is None else len(first.items)
    by_text, cut_text = pair_alike(pieces, settings.text / (2 - settings.text), settings.effort, border)
    by_units, cut_units = pair_alike(units, settings.units, settings.effort, border)
    alike = [
        (-2 * text / (1 + text), -_measure_jaccard(units[a], units[b]), a, b)
        for a, b in sorted({*by_text, *by_units})
        for text in (_measure_jaccard(pieces[a], pieces[b]),)
    ]
    rows = []
    for dice, jaccard, a, b in sorted(alike)[: settings.limit]:
        near = -dice >= settings.text
        words = find_differences(texts[a], texts[b]) if near else ((), ())
        rows.append((ids[a], ids[b], -dice, -jaccard, near and -jaccard >= settings.units, *words))
    cut = cut_text or cut_units or len(alike) > settings.limit
    return pd.DataFrame(rows, columns=list(DUPLICATE_COLUMNS)), cut


def _list_texts(frames: Frames) -> list[str]:
    return [fold(f"{title}。{body}") for title, body in zip(frames.items["title"], frames.items["body"], strict=True)]


def _list_units(frames: Frames) -> list[Pieces]:
    named: dict[str, list[str]] = {item_id: [] for item_id in frames.items["item_id"]}
    for item_id, unit_id in zip(frames.assignments["item_id"], frames.assignments["unit_id"], strict=True):
        named[item_id].append(unit_id)
    return [frozenset(units) for units in named.values()]


def cut_bigrams(text: str) -> Pieces:
    """Return the set of two-character pieces of text, punctuation and spaces left out."""
    bare = _SIGNS.sub("", text)
    return frozenset(bare[place : place + 2] for place in range(len(bare) - 1))


def _measure_jaccard(first: Pieces, second: Pieces) -> float:
    shared = len(first & second)
    return shared / ((len(first) + len(second) - shared) or 1)


def pair_alike(
    sets: list[Pieces], least: float, effort: int, border: int | None = None
) -> tuple[list[tuple[int, int]], bool]:
    """Pair the sets whose Jaccard coefficient is at least `least`; also whether `effort` candidates were too few.

    Returns positions a < b, sorted. border: only pairs with a before it and b from it on. Two sets of Jaccard t
    share one of the rarest n - ceil(t * n) + 1 pieces of each; the rarest pieces are compared first.
    """
    owners, members, cut = _list_prefixes(sets, least, effort)
    a, b, _ = count_pairs(owners, members, len(sets))
    sizes = np.array([len(each) for each in sets], np.int64)
    fits = np.minimum(sizes[a], sizes[b]) >= least * np.maximum(sizes[a], sizes[b]) - 1e-9
    if border is not None:
        fits &= (a < border) & (b >= border)
    candidates = zip(a[fits].tolist(), b[fits].tolist(), strict=True)
    return [pair for pair in candidates if _measure_jaccard(sets[pair[0]], sets[pair[1]]) >= least - 1e-9], cut


def _list_prefixes(sets: list[Pieces], least: float, effort: int) -> tuple[Ints, Ints, bool]:
    """Return which rare piece is in which set, as edges for count_pairs, rarest pieces first within the effort."""
    frequency = Counter(piece for each in sets for piece in each)
    rank = {piece: place for place, piece in enumerate(sorted(frequency, key=lambda each: (frequency[each], each)))}
    owners, members = [], []
    for member, each in enumerate(sets):
        rare = sorted(rank[piece] for piece in each)[: len(each) - ceil(least * len(each) - 1e-9) + 1]
        owners += rare
        members += [member] * len(rare)
    order = np.argsort(owners, kind="stable")
    pieces, holders = np.array(owners, np.int64)[order], np.array(members, np.int64)[order]
    held = np.bincount(pieces)
    spent = np.cumsum(held * (held - 1) // 2)
    within = int(np.searchsorted(spent, effort, side="right"))
    kept = pieces < within
    return pieces[kept], holders[kept], within < len(held)


def find_differences(first: str, second: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stretches that only the first and only the second text has, in order."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return (
        tuple(first[start:end] for _, start, end, _, _ in changes if start < end),
        tuple(second[start:end] for _, _, _, start, end in changes if start < end),
    )
