"""Numbering: what tasks are called: the number that the notice prints, with those of headings where numbers repeat.

In: items, and which of them name someone. Out: a number for each, no two alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import count

from responsibility.model import Item

_PRINTED = str.maketrans("()０１２３４５６７８９", "（）0123456789")
_STOPS = ".．、,，:： \u3000"


def tell_apart(items: Sequence[Item], named: Collection[str]) -> Mapping[str, str]:
    """Return each item's number as printed: 15; where numbers repeat, those of the headings stand before: （四）15.

    Items that share even those are told apart by their place: 15-2. An item without a number has its place. named:
    items that name someone; the others lengthen none of their numbers.
    """
    numbers: dict[str, str] = {}
    for own in ([i for i in items if i.id in named], [i for i in items if i.id not in named]):
        numbers |= _number_apart(own, frozenset(numbers.values()))
    return numbers


def _number_apart(items: Sequence[Item], taken: frozenset[str]) -> dict[str, str]:
    """Return the numbers of items with as few headings as tell them apart, from those taken too."""
    numbers: list[str] = []
    for depth in range(max((len(item.path) for item in items), default=0) + 1):
        numbers = [_number(item, depth) for item in items]
        if len(taken.union(numbers)) == len(taken) + len(numbers):
            break
    return dict(zip((item.id for item in items), _add_places(numbers, taken), strict=True))


def _number(item: Item, depth: int) -> str:
    own = item.number.strip().rstrip(_STOPS) or item.id.rpartition(".")[2]
    if own[0] not in "(（":
        own = own.rstrip(")）")
    above = [heading.number.strip() for heading in item.path if heading.number != item.number]
    return reduce(_put_before, reversed(above[-depth:] if depth else ()), own).translate(_PRINTED)


def _put_before(number: str, heading: str) -> str:
    """Put a heading's number before another; 一、 without the sign that would part it in a list.

    >>> _put_before("2", "一、"), _put_before("（二）2", "一、"), _put_before("2", "第一章")
    ('（一）2', '一（二）2', '第一章2')
    """
    bare = heading.rstrip("、，,")
    return f"{bare}{number}" if bare == heading or number[0] in "(（" else f"（{bare}）{number}"


def _add_places(numbers: Sequence[str], taken: frozenset[str]) -> Iterator[str]:
    counts, used = Counter(numbers), {*taken, *numbers}
    places = {number: count(1) for number in counts}  # each goes on where it was, or a thousand 1. take a million looks
    for number in numbers:
        shown = number
        if counts[number] > 1 or number in taken:
            shown = next(each for place in places[number] if (each := f"{number}-{place}") not in used)
            used.add(shown)
        yield shown
