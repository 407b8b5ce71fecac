"""Compare: what changed between two plans, or two states of one plan, and for whom.

In: two plans as Frames, unit ids that reforms replaced, a person's decisions. Out: Changes, tidy tables. Looking the
other way round gives the mirror image: new for dropped, raised for lowered, split for merged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responsibility.analysis.change.beside import KINDS as BESIDE
from responsibility.analysis.change.beside import compare_beside
from responsibility.analysis.change.decisions import Decision
from responsibility.analysis.change.matching import Side, match_items, view_side
from responsibility.analysis.change.promises import PROMISE_COLUMNS, compare_targets, shift_day
from responsibility.analysis.change.shares import SHARE_COLUMNS, UNIT_COLUMNS, compare_shares, compare_units
from responsibility.analysis.texts import bigrams, mark_differences, plain, weigh_bigrams
from responsibility.frames import Frames
from responsibility.model import Unit
from responsibility.settings import CompareSettings, Settings

if TYPE_CHECKING:
    from pandas import DataFrame

# kind: moved, reworded, due, person, milestone, field, split, merged, new, dropped; an item may have several rows.
# old_id, new_id: "" where there is none. For split, old_id is the whole and new_id a part; for merged, the reverse.
# certainty: of the pair, 1 for new and dropped. old_text, new_text: what changed, differing words in 【】.
ITEM_COLUMNS = ("kind", "old_id", "new_id", "certainty", "old_text", "new_text")
KINDS = ("moved", "reworded", "due", *BESIDE, "split", "merged", "new", "dropped")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different. Tables of the columns named; no rows where nothing changed.

    matches: every pair, changed or not (MATCH_COLUMNS). doubtful: those of them that a person should settle.
    items: ITEM_COLUMNS. units: units of the whole plan (UNIT_COLUMNS). shares: units of single items
    (SHARE_COLUMNS). targets: PROMISE_COLUMNS.
    """

    old_id: str
    new_id: str
    matches: DataFrame
    doubtful: DataFrame
    items: DataFrame
    units: DataFrame
    shares: DataFrame
    targets: DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(len(table) for table in (self.items, self.units, self.shares, self.targets))

    def carried(self) -> dict[str, str]:
        """Map old item ids to new ones along certain matches only: the way along which answers go forward."""
        doubtful = set(zip(self.doubtful["old_id"], self.doubtful["new_id"], strict=True))
        pairs = zip(self.matches["old_id"], self.matches["new_id"], strict=True)
        return dict(pair for pair in pairs if pair not in doubtful)


def list_successors(units: Iterable[Unit]) -> dict[str, str]:
    """Map each unit that a reform ended to the one that took over, to the end of the chain."""
    after = {unit.id: unit.succeeded_by for unit in units if unit.succeeded_by}
    final = {}
    for first in after:
        last, seen = first, {first}
        while (following := after.get(last)) and following not in seen:
            last = following
            seen.add(last)
        final[first] = last
    return final


def compare_plans(
    old: Frames,
    new: Frames,
    settings: Settings,
    successors: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
    *,
    years: int = 0,
) -> Changes:
    """Compare two plans. successors: `list_successors` of the registry's units. years: how much later the new one is.

    A day is compared within its plan's year: what is due at the end of June of either plan has not moved.
    """
    current = dict(successors or {})
    before, after = view_side(old, current), view_side(new, current)
    matches = match_items(before, after, settings.compare, decisions)
    doubtful = matches[(matches["certainty"] < settings.compare.certain) & (matches["basis"] != "decision")]
    pairs = list(zip(matches["old_id"], matches["new_id"], strict=True))
    certainty = dict(zip(pairs, matches["certainty"], strict=True))
    beside = compare_beside(old, new, pairs)
    items = list(_item_changes(before, after, certainty, settings.compare, years=years, beside=beside))
    moved = {(row[1], row[2]) for row in items if row[0] == "due"}
    return Changes(
        old.plan_id,
        new.plan_id,
        matches,
        doubtful.reset_index(drop=True),
        _table(items, ITEM_COLUMNS),
        _table(compare_units(old, new, current), UNIT_COLUMNS),
        _table(compare_shares(old, new, pairs, current), SHARE_COLUMNS),
        _table(compare_targets(old, new, pairs, moved, years), PROMISE_COLUMNS),
    )


def _table(rows: Iterable[Sequence[object]], columns: tuple[str, ...]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns))


_Row = tuple[str, str, str, float, str, str]


def _item_changes(
    before: Side,
    after: Side,
    certainty: Mapping[tuple[str, str], float],
    settings: CompareSettings,
    *,
    years: int,
    beside: Iterable[tuple[str, tuple[str, str], str, str]],
) -> Iterator[_Row]:
    """Yield what happened to each item, kind by kind, in document order."""
    pairs = list(certainty)
    words_before, words_after = (dict(zip(side.ids, side.texts, strict=True)) for side in (before, after))
    due_before, due_after = (dict(zip(side.ids, side.dues, strict=True)) for side in (before, after))
    place_before, place_after = (dict(zip(side.ids, side.sections, strict=True)) for side in (before, after))
    for pair in _moved(place_before, place_after, pairs):
        yield "moved", *pair, certainty[pair], place_before[pair[0]], place_after[pair[1]]
    for pair in pairs:
        if plain(words_before[pair[0]]) != plain(words_after[pair[1]]):
            marked = mark_differences(words_before[pair[0]], words_after[pair[1]])
            yield "reworded", *pair, certainty[pair], *marked
    for pair in pairs:
        (day, words), (new_day, new_words) = due_before[pair[0]], due_after[pair[1]]
        if shift_day(day, years) != new_day:
            # The same words of another year still name another day: then the days tell the difference.
            yield "due", *pair, certainty[pair], *((day, new_day) if words == new_words else (words, new_words))
    for kind, pair, left, right in beside:
        yield kind, *pair, certainty[pair], left, right
    yield from _parted(words_before, words_after, pairs, settings)


def _moved(
    before: Mapping[str, str], after: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs that changed section or order; items that others merely pushed down have not moved."""
    together = Counter((before[old], after[new]) for old, new in pairs)
    most_before: Counter[str] = Counter()
    most_after: Counter[str] = Counter()
    for (old, new), count in together.items():
        most_before[old] = max(most_before[old], count)
        most_after[new] = max(most_after[new], count)

    def stayed(old: str, new: str) -> bool:
        here, there = before[old], after[new]
        return here == there or together[here, there] in (most_before[here], most_after[there])

    kept = [pair for pair in pairs if stayed(*pair)]
    in_order = _longest_in_order(kept, tuple(before), tuple(after))
    return [pair for pair in pairs if pair not in in_order]


def _longest_in_order(
    pairs: Sequence[tuple[str, str]], old_ids: Sequence[str], new_ids: Sequence[str]
) -> set[tuple[str, str]]:
    """Find the most pairs that both plans have in the same order (longest increasing run; patience sorting)."""
    turned = tuple(new_ids) < tuple(old_ids)  # ties: always from the same side
    rank = {item_id: place for place, item_id in enumerate(old_ids if turned else new_ids)}
    first = {item_id: place for place, item_id in enumerate(new_ids if turned else old_ids)}
    ordered = sorted((pair[::-1] if turned else pair for pair in pairs), key=lambda pair: first[pair[0]])
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, item) in enumerate(ordered):
        place = bisect_left(tails, rank[item])
        before.append(last[place - 1] if place else -1)
        tails[place : place + 1] = [rank[item]]
        last[place : place + 1] = [at]
    kept, at = set(), last[-1] if last else -1
    while at >= 0:
        pair = ordered[at]
        kept.add(pair[::-1] if turned else pair)
        at = before[at]
    return kept


def _parted(
    before: Mapping[str, str], after: Mapping[str, str], pairs: Sequence[tuple[str, str]], settings: CompareSettings
) -> Iterator[_Row]:
    """Yield split, merged, new and dropped: what the items without a partner are."""
    partner = dict(pairs)
    counterpart = {new: old for old, new in pairs}
    lone_after = [item for item in after if item not in counterpart]
    lone_before = [item for item in before if item not in partner]
    wholes = _find_wholes(lone_after, after, before, partner, settings.part)
    for item, (whole, share) in wholes.items():
        yield "split", whole, item, share, before[whole], after[item]
    sources = _find_wholes(lone_before, before, after, counterpart, settings.part)
    for item, (whole, share) in sources.items():
        yield "merged", item, whole, share, before[item], after[whole]
    for item in lone_after:
        if item not in wholes:
            yield "new", "", item, 1.0, "", after[item]
    for item in lone_before:
        if item not in sources:
            yield "dropped", item, "", 1.0, before[item], ""


def _find_wholes(
    lone: Iterable[str], parts: Mapping[str, str], wholes: Mapping[str, str], partner: Mapping[str, str], least: float
) -> dict[str, tuple[str, float]]:
    """Find for each lone part the whole on the other side, and the share of its words found there.

    A part must add what the whole's partner does not already say; else it only resembles both.
    """
    signs = {item: bigrams(text) for item, text in wholes.items()}
    own = {item: bigrams(text) for item, text in parts.items()}
    weights = weigh_bigrams((*signs.values(), *own.values()))

    def weigh(words: Iterable[str]) -> float:
        return sum(weights[word] for word in sorted(words))

    found = {}
    for item in lone:
        words = own[item]
        best = max(signs, key=lambda whole: (weigh(words & signs[whole]), whole), default="")
        if not words or not best:
            continue
        share = weigh(words & signs[best]) / weigh(words)
        rest = signs[best] - own[partner[best]] if best in partner else frozenset()
        if share >= least and weigh(words & rest) >= weigh(words) * least / 2:
            found[item] = (best, round(share, 4))
    return found
