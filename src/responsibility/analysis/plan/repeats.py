"""Repeats: items of different plans that say nearly the same, or bind nearly the same units.

In: Frames of many plans. Out: the table `repeats` and the pairs of plans whose list a limit cut. Exact, and as
`find_repeats` of every two of them: one index of all plans, in which each item stands under the rarest of its pieces,
gives the pairs that can be alike (prefix filter, as in `duplicates`), with how many of those pieces they share; what
is left over bounds what else they can share, and only pairs within the bound are measured in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from responsibility.analysis.plan.duplicates import REPEAT_COLUMNS, cut_bigrams, list_texts, number_units
from responsibility.analysis.plan.incidence import Bools, Floats, Ints
from responsibility.analysis.texts import list_differences
from responsibility.frames import Frames
from responsibility.settings import DuplicateSettings

_CELLS = 4_000_000  # of a block of the product, so that memory stays below 100 MB however many items there are
_SLACK = 1e-9


class _Index(NamedTuple):
    """Which item has which piece.

    whole: all pieces; rare: the rarest, of which items alike share one; sizes, rest: how many pieces each item has,
    and how many of them are not in rare.
    """

    whole: csr_array
    rare: csr_array
    sizes: Ints
    rest: Ints


def find_all_repeats(
    plans: Sequence[tuple[str, Frames]], settings: DuplicateSettings
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Pair the items of every two plans, given with their ids; one row a pair, see REPEAT_COLUMNS.

    Pairs of plans in order, in each as `duplicates`. Also returns the pairs of plans whose list a limit cut.
    """
    frames = [each for _, each in plans]
    texts = [text for each in frames for text in list_texts(each)]
    owners = np.repeat(np.arange(len(plans)), [len(each.items) for each in frames])
    wanted = (settings.text / (2 - settings.text), settings.units)
    indices = (
        _build_index([cut_bigrams(text) for text in texts], wanted[0]),
        _build_index(number_units(frames), wanted[1]),
    )
    a, b, text, lost = _find_pairs(indices, wanted, owners, len(plans), settings.effort)
    units, dice = _measure(indices[1], a, b), 2 * text / (1 + text)
    order = np.lexsort((b, a, -units, -dice, owners[b], owners[a]))
    kept, cut = _limit(owners[a[order]] * len(plans) + owners[b[order]], dice[order], settings)
    listed = order[kept]
    pairs = zip(a[listed].tolist(), b[listed].tolist(), dice[listed].tolist(), units[listed].tolist(), strict=True)
    rows = _lay_rows(plans, texts, settings, pairs)
    gone = np.union1d(cut, lost).tolist()
    names = tuple((plans[pair // len(plans)][0], plans[pair % len(plans)][0]) for pair in gone)
    return pd.DataFrame(rows, columns=list(REPEAT_COLUMNS)), names


def _build_index(sets: list[Ints], least: float) -> _Index:
    """Tell which item has which piece, pieces numbered from the rarest on.

    sets: without repeats. least: the Jaccard coefficient that is wanted.
    """
    sizes = np.array([len(each) for each in sets], np.int64)
    pieces = np.concatenate(sets) if sets else sizes
    _, kinds, counts = np.unique(pieces, return_inverse=True, return_counts=True)
    ranks = np.empty(len(counts), np.int64)
    ranks[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    items = np.repeat(np.arange(len(sets)), sizes)
    order = np.lexsort((ranks[kinds], items))
    columns, shared = ranks[kinds][order], counts[kinds][order] > 1
    starts = np.cumsum(sizes) - sizes
    first = np.where(sizes > 0, sizes - np.ceil(least * sizes - _SLACK).astype(np.int64) + 1, 0)
    is_rare = np.arange(len(columns)) - starts[items] < first[items]
    shape = (len(sets), len(counts))
    return _Index(
        _lay_out(items, columns, shape),
        _lay_out(items[is_rare & shared], columns[is_rare & shared], shape),
        sizes,
        sizes - first,
    )


def _lay_out(items: Ints, columns: Ints, shape: tuple[int, int]) -> csr_array:
    ends = np.concatenate([[0], np.cumsum(np.bincount(items, minlength=shape[0]))])
    return csr_array((np.ones(len(columns), np.int32), columns.astype(np.int32), ends.astype(np.int32)), shape=shape)


def _find_pairs(
    indices: Sequence[_Index], wanted: Sequence[float], owners: Ints, plans: int, most: int
) -> tuple[Ints, Ints, Floats, Ints]:
    """Return the items a < b of different plans that are alike in either index, sorted, with the Jaccard of texts.

    Where there are more than most, only those most alike in text; also the pairs of plans that lost some.
    """
    count = max(len(owners), 1)
    codes, text, lost = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64)
    across = [index.rare.T.tocsr() for index in indices]
    step = max(1, _CELLS // count)
    for start in range(0, len(owners), step):
        block = slice(start, start + step)
        found = [_search(*each, owners, block) for each in zip(indices, across, wanted, strict=True)]
        new = np.unique(np.concatenate(found))
        codes = np.concatenate([codes, new])
        text = np.concatenate([text, _measure(indices[0], new // count, new % count)])
        # Leaving out takes longer than finding: not for every block.
        if len(codes) > (most if start + step >= len(owners) else 2 * most):
            best = np.sort(np.argsort(-text, kind="stable")[:most])
            gone = np.delete(codes, best)
            pairs = owners[gone // count] * plans + owners[gone % count]
            codes, text, lost = codes[best], text[best], np.union1d(lost, pairs)
    return codes // count, codes % count, text, lost


def _search(index: _Index, across: csr_array, least: float, owners: Ints, block: slice) -> Ints:
    """Return the pairs alike as a * items + b, a within a block of items."""
    # Items of later plans stand behind: what lies before the block was met from there.
    product = (index.rare[block] @ across[:, block.start :]).tocoo()
    a, b = product.row.astype(np.int64) + block.start, product.col.astype(np.int64) + block.start
    fit = (owners[a] < owners[b]) & _can_be_alike(index, a, b, product.data, least)
    a, b = a[fit], b[fit]
    alike = _measure(index, a, b) >= least - _SLACK
    found: Ints = a[alike] * len(owners) + b[alike]
    return found


def _can_be_alike(index: _Index, a: Ints, b: Ints, shared: Ints, least: float) -> Bools:
    """Say which pairs can share enough: beyond their rarest pieces no more than either has left.

    Of two items, take the one whose rarest pieces end earlier: what it shares before that end is counted, and what
    it has behind it is its rest.
    """
    needed = least / (1 + least) * (index.sizes[a] + index.sizes[b])
    enough: Bools = shared + np.maximum(index.rest[a], index.rest[b]) >= needed - 1e-6
    return enough


def _measure(index: _Index, a: Ints, b: Ints) -> Floats:
    """Return the Jaccard coefficient of each pair; 0 for two empty items."""
    found = [np.zeros(0)]
    for start in range(0, len(a), _CELLS // 40):
        one, other = a[start : start + _CELLS // 40], b[start : start + _CELLS // 40]
        shared = (index.whole[one] * index.whole[other]).sum(axis=1)
        found.append(shared / np.maximum(index.sizes[one] + index.sizes[other] - shared, 1))
    return np.concatenate(found)


def _limit(pairs: Ints, dice: Floats, settings: DuplicateSettings) -> tuple[Ints, Ints]:
    """Return which rows are listed, and the pairs of plans of which some are not.

    pairs: of plans, one a row, sorted, in each the most alike first.
    """
    is_first = np.ones(len(pairs), bool)
    is_first[1:] = pairs[1:] != pairs[:-1]
    place = np.arange(len(pairs)) - np.maximum.accumulate(np.where(is_first, np.arange(len(pairs)), 0))
    kept = np.flatnonzero(place < settings.limit)
    if len(kept) > settings.portfolio:
        kept = np.sort(kept[np.argsort(-dice[kept], kind="stable")[: settings.portfolio]])
    lost = np.ones(len(pairs), bool)
    lost[kept] = False
    return kept, pairs[lost]


def _lay_rows(
    plans: Sequence[tuple[str, Frames]],
    texts: Sequence[str],
    settings: DuplicateSettings,
    pairs: Iterable[tuple[int, int, float, float]],
) -> list[tuple[object, ...]]:
    """Lay out pairs of items, each with the likeness of texts and of units."""
    items = [(plan_id, str(each)) for plan_id, frames in plans for each in frames.items["item_id"].tolist()]
    rows: list[tuple[object, ...]] = []
    for a, b, dice, jaccard in pairs:
        near = dice >= settings.text
        words = list_differences(texts[a], texts[b]) if near else ((), ())
        rows.append((*items[a], *items[b], dice, jaccard, near and jaccard >= settings.units, *words))
    return rows
