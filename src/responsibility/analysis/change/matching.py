"""Matching: which item of a new plan is which of an old one, one to one, and how sure that is.

In: two plans as Frames, what a person has decided. Out: a table of pairs. A pair's score is the likeness of its
words, helped by equal title, numbers, units and place; the sum of the cubes of the scores is made as large as can be
(linear_sum_assignment within each group of items that could be taken for one another), so that a sure pair is never
given up for two doubtful ones. Order and direction do not matter: match_items(a, b) mirrors match_items(b, a).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responsibility.analysis.change.decisions import Decision
from responsibility.analysis.texts import numbers, plain, weigh_pairs, whole_text
from responsibility.frames import Frames
from responsibility.settings import CompareSettings

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from pandas import DataFrame

# certainty: 0 to 1, the score less what a rival comes near; score, rival: of the pair and of the best other pair
# that either of the two could make; basis: "equal" words, "likeness" or a person's "decision".
MATCH_COLUMNS = ("old_id", "new_id", "certainty", "score", "rival", "basis")

# What speaks for a pair beside its words, by share of the score.
_TITLE, _NUMBERS, _UNITS, _PLACE = 0.12, 0.04, 0.05, 0.05
_WORDS = 1 - _TITLE - _NUMBERS - _UNITS - _PLACE


@dataclass(frozen=True, slots=True)
class Side:
    """One plan's items as columns.

    texts: title and body. dues: each by its day, or else its words, and as printed. units: the ids of each item's
    units, reforms undone.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    sections: tuple[str, ...]
    dues: tuple[tuple[str, str], ...]
    units: tuple[frozenset[str], ...]


def view_side(frames: Frames, current: Mapping[str, str]) -> Side:
    """Lay out what matching looks at; current: a unit's present id by an earlier one."""
    units: dict[str, set[str]] = {}
    for item_id, unit_id in zip(frames.assignments["item_id"], frames.assignments["unit_id"], strict=True):
        units.setdefault(item_id, set()).add(current.get(unit_id, unit_id))
    table = frames.items
    ids = tuple(table["item_id"])
    return Side(
        ids,
        tuple(table["title"]),
        tuple(whole_text(title, body) for title, body in zip(table["title"], table["body"], strict=True)),
        tuple(table["section"]),
        tuple((day or words, words or day) for day, words in zip(table["due"], table["due_text"], strict=True)),
        tuple(frozenset(units.get(item_id, ())) for item_id in ids),
    )


def match_items(old: Side, new: Side, settings: CompareSettings, decisions: Sequence[Decision] = ()) -> DataFrame:
    """Pair the items of two plans; one row a pair, old document order. Columns: MATCH_COLUMNS."""
    import pandas as pd

    if (new.ids, new.texts) < (old.ids, old.texts):
        # Ties are broken by order of appearance: always looking from the same side makes the mirror exact.
        turned = match_items(new, old, settings, [each.mirror() for each in decisions])
        table = turned.rename(columns={"old_id": "new_id", "new_id": "old_id"})[list(MATCH_COLUMNS)]
        places = [old.ids.index(str(item_id)) for item_id in table["old_id"]]
        return table.iloc[sorted(range(len(places)), key=places.__getitem__)].reset_index(drop=True)
    scores = _score(old, new, settings, decisions)
    rivals = _rivals(scores)
    rows = []
    for row, column in _assign(scores):
        equal = plain(old.texts[row]) == plain(new.texts[column])
        score, rival = scores[row, column], rivals[row, column]
        if rival - score > 2 * settings.margin:
            continue  # both belong to others that are far likelier: these two are only what was left over
        certainty = _certainty(score, rival, equal, settings.margin)
        basis = "equal" if equal else "likeness"
        rows.append((old.ids[row], new.ids[column], certainty, score, rival, basis))
    settled = _decided(old, new, decisions)
    rows += [(*pair, 1.0, 1.0, 0.0, "decision") for pair in settled]
    order = {item_id: place for place, item_id in enumerate(old.ids)}
    return pd.DataFrame(sorted(rows, key=lambda row: order[str(row[0])]), columns=list(MATCH_COLUMNS))


def _decided(old: Side, new: Side, decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Return the pairs that a person called the same and that both plans hold."""
    return [(d.old_id, d.new_id) for d in decisions if d.same and d.old_id in old.ids and d.new_id in new.ids]


def _score(
    old: Side, new: Side, settings: CompareSettings, decisions: Sequence[Decision]
) -> dict[tuple[int, int], float]:
    """Score every pair whose words are alike enough and that no person has decided, in order of appearance."""
    words, titles = weigh_pairs(old.texts, new.texts), weigh_pairs(old.titles, new.titles)
    title_shared = titles.shared.todok()
    apart = {(each.old_id, each.new_id) for each in decisions if not each.same}
    settled = _decided(old, new, decisions)
    old_settled, new_settled = {pair[0] for pair in settled}, {pair[1] for pair in settled}
    found = words.shared.tocoo()
    scores: dict[tuple[int, int], float] = {}
    for row, column, shared in zip(found.row.tolist(), found.col.tolist(), found.data.tolist(), strict=True):
        dice = words.dice(row, column, shared)
        if dice < settings.least / 2:
            continue
        pair = (old.ids[row], new.ids[column])
        if pair in apart or pair[0] in old_settled or pair[1] in new_settled:
            continue
        has_titles = old.titles[row] and new.titles[column]
        title = titles.dice(row, column, title_shared.get((row, column), 0.0)) if has_titles else dice
        score = round(_WORDS * dice + _TITLE * title + _context(old, new, row, column), 6)
        if score >= settings.least:
            scores[row, column] = score
    return dict(sorted(scores.items()))


def _context(old: Side, new: Side, row: int, column: int) -> float:
    place = 1.0 if old.ids[row] == new.ids[column] else 0.5 if old.sections[row] == new.sections[column] else 0.0
    return (
        _NUMBERS * _jaccard(numbers(old.texts[row]), numbers(new.texts[column]))
        + _UNITS * _jaccard(old.units[row], new.units[column])
        + _PLACE * place
    )


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _assign(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Choose pairs one to one, group by group; groups are the connected parts of the candidate graph."""
    from scipy.optimize import linear_sum_assignment

    pairs = []
    for group in _groups(scores):
        rows = sorted({row for row, _ in group})
        columns = sorted({column for _, column in group})
        gain = _gain(group, rows, columns, scores)
        for at, across in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            pair = (rows[at], columns[across])
            if pair in scores:
                pairs.append(pair)
    return sorted(pairs)


def _gain(
    group: Sequence[tuple[int, int]], rows: list[int], columns: list[int], scores: Mapping[tuple[int, int], float]
) -> NDArray[float64]:
    import numpy as np

    at = {row: place for place, row in enumerate(rows)}
    across = {column: place for place, column in enumerate(columns)}
    gain = np.zeros((len(rows), len(columns)))
    for row, column in group:
        gain[at[row], across[column]] = scores[row, column] ** 3
    return gain


def _groups(scores: Mapping[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """Split the pairs into groups that share no item, by union and find."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for row, column in scores:
        parent[root(("new", column))] = root(("old", row))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for row, column in scores:
        groups.setdefault(root(("old", row)), []).append((row, column))
    return list(groups.values())


def _rivals(scores: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Return the best score that either item of each pair reaches with another."""
    best: dict[tuple[str, int], list[float]] = {}
    for (row, column), score in scores.items():
        for node in (("old", row), ("new", column)):
            best[node] = sorted((*best.get(node, ()), score))[-2:]

    def other(node: tuple[str, int], score: float) -> float:
        """Return the better of the two best scores that is not this one."""
        remaining = list(best[node])
        if score in remaining:
            remaining.remove(score)
        return max(remaining, default=0.0)

    return {pair: max(other(("old", pair[0]), s), other(("new", pair[1]), s)) for pair, s in scores.items()}


def _certainty(score: float, rival: float, equal: bool, margin: float) -> float:
    """Return the score, less what a rival within the margin takes away; 1 for equal words without an equal rival."""
    if score == 1.0 or (equal and rival < score):
        return 1.0
    return round(max(0.0, score - max(0.0, rival - score + margin)), 4)
