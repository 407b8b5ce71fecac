"""Duplicates: items that say nearly the same, or bind nearly the same units.

In: Frames of a plan, or of two. Out: the table `duplicates` and whether a limit cut the search. Exact: candidates
come from the rarest bigrams or units of each item, of which two alike items must share one (prefix filter:
Chaudhuri, Ganti, Kaushik 2006), and each candidate is measured in full.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from responsibility.analysis.plan.incidence import Bools, Floats, Ints, count_pairs
from responsibility.analysis.texts import list_differences, whole_text
from responsibility.frames import Frames
from responsibility.settings import DuplicateSettings
from responsibility.spans import fold

# One row a pair of items with enough in common, most alike text first, then most alike units, then document order.
# text_dice: of the sets of two-character pieces of title and body without punctuation; unit_jaccard: of the units
# named; both 0 to 1. strong: alike in text and in units. only_a, only_b: the words that differ, tuples in order,
# empty where the text is not alike.
DUPLICATE_COLUMNS = ("item_a", "item_b", "text_dice", "unit_jaccard", "strong", "only_a", "only_b")
# The same of two plans: pairs of plans in order, in each as above.
REPEAT_COLUMNS = ("plan_a", "item_a", "plan_b", "item_b", *DUPLICATE_COLUMNS[2:])

_SIGNS = re.compile(r"[\W_]+")
_WORDS = 16  # 64-bit words of a signature
_CHUNK = 200_000
_MIX = np.int64(0x9E3779B97F4A7C1)
_KINDS = 1 << 22


def find_duplicates(frames: Frames, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    """Pair the items of a plan that are alike in text or in units; also whether a limit cut the search."""
    return _pair_items(frames, None, settings)


def find_repeats(old: Frames, new: Frames, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    """Pair items of two plans, item_a of the first and item_b of the second; also whether a limit cut the search."""
    return _pair_items(old, new, settings)


def _pair_items(first: Frames, second: Frames | None, settings: DuplicateSettings) -> tuple[pd.DataFrame, bool]:
    plans = (first,) if second is None else (first, second)
    ids = [str(item_id) for frames in plans for item_id in frames.items["item_id"].tolist()]
    texts = [text for frames in plans for text in list_texts(frames)]
    pieces = [cut_bigrams(text) for text in texts]
    units = number_units(plans)
    search = Search(settings.effort, settings.limit, None if second is None else len(first.items))
    by_text, cut_text = pair_alike(pieces, settings.text / (2 - settings.text), search)
    by_units, cut_units = pair_alike(units, settings.units, search)
    alike = []
    for a, b in sorted({*by_text, *by_units}):
        text = measure_jaccard(pieces[a], pieces[b])
        alike.append((-2 * text / (1 + text), -measure_jaccard(units[a], units[b]), a, b))
    rows = []
    for dice, jaccard, a, b in sorted(alike)[: settings.limit]:
        near = -dice >= settings.text
        words = list_differences(texts[a], texts[b]) if near else ((), ())
        rows.append((ids[a], ids[b], -dice, -jaccard, near and -jaccard >= settings.units, *words))
    cut = cut_text or cut_units or len(alike) > settings.limit
    return pd.DataFrame(rows, columns=list(DUPLICATE_COLUMNS)), cut


def list_texts(frames: Frames) -> list[str]:
    """Return what each item says, folded."""
    titles, bodies = frames.items["title"].tolist(), frames.items["body"].tolist()
    return [fold(whole_text(title, body)) for title, body in zip(titles, bodies, strict=True)]


def number_units(plans: Sequence[Frames]) -> list[Ints]:
    """Return the units of each item as a sorted array of numbers, the same number for the same unit in all plans."""
    number: dict[str, int] = {}
    found = []
    for frames in plans:
        named: dict[str, set[int]] = {item_id: set() for item_id in frames.items["item_id"].tolist()}
        table = frames.assignments
        for item_id, unit_id in zip(table["item_id"].tolist(), table["unit_id"].tolist(), strict=True):
            named[item_id].add(number.setdefault(unit_id, len(number)))
        found += [np.array(sorted(units), np.int64) for units in named.values()]
    return found


def cut_bigrams(text: str) -> Ints:
    """Return the two-character pieces of text as sorted numbers, punctuation and spaces left out."""
    signs = np.frombuffer(_SIGNS.sub("", text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    pieces = np.sort(signs[:-1] << 21 | signs[1:])
    return pieces[_mark_changes(pieces)]


def _mark_changes(numbers: Ints) -> Bools:
    """Say which sorted numbers differ from the one before; np.diff with prepend takes five times as long."""
    changes = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=changes[1:])
    return changes


def measure_jaccard(first: Ints, second: Ints) -> float:
    """Return shared / all of two sorted arrays without repeats; 0 for two empty ones."""
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / ((len(first) + len(second) - shared) or 1)


class Search(NamedTuple):
    """How far to look. effort: candidates; limit: pairs wanted; border: only pairs with a before it, b from it on."""

    effort: int
    limit: int
    border: int | None = None


def pair_alike(sets: list[Ints], least: float, search: Search) -> tuple[list[tuple[int, int]], bool]:
    """Pair the sets whose Jaccard coefficient is at least `least`; also whether the search was cut.

    Returns positions a < b, sorted. Two sets of Jaccard t share one of the rarest n - ceil(t * n) + 1 pieces of
    each; the rarest pieces are compared first. Before a pair is measured, signatures bound what it can share.
    """
    owners, members, cut = _list_prefixes(sets, least, search.effort)
    a, b, _ = count_pairs(owners, members, len(sets))
    if search.border is not None:
        across = (a < search.border) & (b >= search.border)
        a, b = a[across], b[across]
    bound = _bound_jaccard(sets, a, b)
    fits = np.flatnonzero(bound >= least - 1e-9)
    wanted = 5 * search.limit  # the most promising first; more could not be listed anyway
    best = np.sort(fits[np.argsort(-bound[fits], kind="stable")[:wanted]])
    pairs = zip(a[best].tolist(), b[best].tolist(), strict=True)
    found = [pair for pair in pairs if measure_jaccard(sets[pair[0]], sets[pair[1]]) >= least - 1e-9]
    return found, cut or len(fits) > wanted


def _list_prefixes(sets: list[Ints], least: float, effort: int) -> tuple[Ints, Ints, bool]:
    """Return which rare piece is in which set, as edges for count_pairs, rarest pieces first within the effort.

    Pieces are put in order by how many sets have one of their kind (the same low bits of a product), then by number.
    """
    sizes = np.array([len(each) for each in sets], np.int64)
    pieces = np.concatenate(sets) if sets else sizes
    kind = pieces * _MIX >> 20 & (_KINDS - 1)
    frequency = np.bincount(kind, minlength=_KINDS)[kind]
    keys = frequency << 43 | pieces
    starts = np.cumsum(sizes) - sizes
    ends = starts + np.where(sizes > 0, sizes - np.ceil(least * sizes - 1e-9).astype(np.int64) + 1, 0)
    places = zip(starts.tolist(), sizes.tolist(), ends.tolist(), strict=True)
    rare = [np.sort(keys[start : start + size])[: end - start] for start, size, end in places]
    members = np.repeat(np.arange(len(sets)), ends - starts)
    keys = np.concatenate(rare) if rare else sizes
    met = keys >> 43 > 1  # a piece of one set only pairs nothing
    order = np.argsort(keys[met], kind="stable")
    keys, members = keys[met][order], members[met][order]
    owners: Ints = np.cumsum(_mark_changes(keys)) - 1
    held = np.bincount(owners)
    within = int(np.searchsorted(np.cumsum(held * (held - 1) // 2), effort, side="right"))
    kept = int(held[:within].sum())
    return owners[:kept], members[:kept], within < len(held)


def _bound_jaccard(sets: list[Ints], a: Ints, b: Ints) -> Floats:
    """Return the most that each pair's Jaccard can be.

    A bit of one signature that the other lacks stands for at least one piece that the other lacks.
    """
    sizes = np.array([len(each) for each in sets], np.int64)
    bits = np.concatenate(sets) * _MIX >> 20 & (64 * _WORDS - 1) if sets else sizes
    signature = np.zeros((len(sets), 64 * _WORDS), bool)
    signature[np.repeat(np.arange(len(sets)), sizes), bits] = True
    words = np.packbits(signature, axis=1).view(np.uint64)
    bounds = [np.zeros(0)]
    for start in range(0, len(a), _CHUNK):
        first, second = a[start : start + _CHUNK], b[start : start + _CHUNK]
        own = np.bitwise_count(words[first] & ~words[second]).sum(axis=1, dtype=np.int64)
        other = np.bitwise_count(words[second] & ~words[first]).sum(axis=1, dtype=np.int64)
        shared = np.minimum(sizes[first] - own, sizes[second] - other)
        bounds.append(shared / np.maximum(sizes[first] + sizes[second] - shared, 1))
    return np.concatenate(bounds)
