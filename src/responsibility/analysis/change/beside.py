"""Beside: which people, stages and fields of a task changed between two plans.

In: two plans as Frames and pairs of items. Out: kind, pair, words before and after. People are matched by post, stages
by what is done and then by period, fields by heading; looking the other way round swaps the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from responsibility.frames import Frames

KINDS = ("person", "milestone", "field")
_Told = tuple[str, str]  # what it is matched by, and what is said of it
_Beside = dict[str, list[_Told]]


def compare_beside(
    old: Frames, new: Frames, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, str], str, str]]:
    """Yield every change, kind by kind, pairs in the order given."""
    for kind in KINDS:
        before, after = _tell(old, kind), _tell(new, kind)
        for pair in pairs:
            for left, right in _changed(before.get(pair[0], []), after.get(pair[1], [])):
                yield kind, pair, left, right


def _tell(frames: Frames, kind: str) -> _Beside:
    if kind == "person":
        table = frames.people
        words = (f"{rank}{name}" for rank, name in zip(table["rank"], table["name"], strict=True))
        return _by_item(zip(table["item_id"], table["post"], words, strict=True))
    if kind == "milestone":
        table = frames.milestones
        return _by_item(zip(table["item_id"], table["text"], table["period"], strict=True))
    table = frames.fields
    return _by_item(zip(table["item_id"], table["heading"], table["text"], strict=True))


def _by_item(rows: Iterable[tuple[str, str, str]]) -> _Beside:
    found: _Beside = {}
    for item_id, key, words in rows:
        found.setdefault(item_id, []).append((key, words))
    return found


def _changed(before: Sequence[_Told], after: Sequence[_Told]) -> Iterator[tuple[str, str]]:
    """Pair what is equal, then what has the same key, then for stages the same period; what is left came or went."""
    lone_before, lone_after = list(before), list(after)
    for each in before:
        if each in lone_after:
            lone_before.remove(each)
            lone_after.remove(each)
    for same in (0, 1):
        for each in list(lone_before):
            other = next((one for one in lone_after if one[same] == each[same]), None)
            if other is not None:
                lone_before.remove(each)
                lone_after.remove(other)
                yield _say(each), _say(other)
    yield from ((_say(each), "") for each in lone_before)
    yield from (("", _say(each)) for each in lone_after)


def _say(told: _Told) -> str:
    return "：".join(part for part in told if part)
