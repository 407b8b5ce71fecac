"""Running: a task's words and its units as running text, with what stands out in it.

In: an Item, names. Out: words as they are printed, each with its Stretches. The notice's figures stand out where they
are said, so that no column repeats them; signs between Chinese letters are full width; names part at 、 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from responsibility.model import Item, Person, Target, split_title
from responsibility.views.lines import em_width, wrap_text
from responsibility.views.measure import text_width
from responsibility.views.sheet import Stretch

STRONG, OWN, OWN_STRONG = "strong", "own", "own-strong"  # looks of letters within a cell
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”]"
_NARROW = re.compile(rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})")
_BRACKETS = re.compile(rf"(?<={_HAN})\([^()]*\)|\([^()]*\)(?={_HAN})|\([^()]*{_HAN}[^()]*\)")
_WIDE = str.maketrans(",;:?!", "，；：？！")
_DUE_PARTS = re.compile(r"(?<=[年至、，；：）])(?=.)")
_ENDS = "。！？；：，、.!?;:,"


@dataclass(frozen=True, slots=True)
class Running:
    """Words and the stretches of them that stand out, left to right."""

    words: str
    stretches: tuple[Stretch, ...] = ()


def widen_signs(words: str) -> str:
    """Print commas, colons, brackets beside Chinese letters in full width; as many letters as before.

    >>> widen_signs("新增企业80家,其中(含市属)1,200户")
    '新增企业80家，其中（含市属）1,200户'
    """
    words = _BRACKETS.sub(lambda found: f"（{found[0][1:-1]}）", words)
    return _NARROW.sub(lambda found: found[0].translate(_WIDE), words)


def run_task(item: Item) -> tuple[Running, tuple[Target, ...]]:
    """Return a task's title and text in one, title and figures standing out; and the figures that it does not say."""
    title, body = split_title(item.title, item.body)
    lead = title + ("" if not title or title[-1] in _ENDS else "。")
    lead += "\n" if lead and item.problem else ""  # its goal and measures stand below it, each behind its own head
    found, rest = _find_figures(body, item.targets, lead)
    stretches = [(len(lead) + start, len(lead) + end, STRONG) for start, end in found]
    return Running(widen_signs(lead + body), (*(((0, len(lead), STRONG),) if lead else ()), *stretches)), rest


def _find_figures(body: str, targets: Iterable[Target], title: str) -> tuple[list[tuple[int, int]], tuple[Target, ...]]:
    """Find the places of figures in a text, in order; and those that neither it nor the title says."""
    places: list[tuple[int, int]] = []
    rest: list[Target] = []
    for target in targets:
        words = target.text.removeprefix(target.quantity)
        known = re.compile(rf"(?<![\d.]){re.escape(words)}") if words else None
        taken = places[-1][1] if places else 0
        found = known and known.search(body, taken)
        if found:
            places.append(found.span())
        elif not (words and words in title + body):
            rest.append(target)
    return places, tuple(rest)


def part_lines(running: Running, most: int) -> Iterator[Running]:
    """Part running text into pieces of at most so many of its lines; no piece ends in a line feed."""
    lines = running.words.split("\n")
    start = 0
    for first in range(0, len(lines), most):
        words = "\n".join(lines[first : first + most])
        end = start + len(words)
        own = ((a - start, b - start, look) for a, b, look in running.stretches if start <= a and b <= end)
        yield Running(words, tuple(own))
        start = end + 1


def break_rank(words: str, person: Person, capacity: float) -> str:
    """Put a person's name on a line of its own below the rank where both are longer than a line.

    The rank has its own as well where it does not fit behind what stands before it.
    """
    if text_width(words) <= capacity or not (person.rank and person.name):
        return words
    before, own, behind = words.partition(f"{person.rank}{person.name}")
    rank = "\n".join(wrap_text(person.rank, capacity / 2, em_width))
    part = "\n" if before and own and text_width(before + person.rank) > capacity else ""
    return f"{before}{part}{rank}\n{person.name}{behind}" if own else words


def break_due(words: str, capacity: float) -> str:
    r"""Break the words of a day that no line holds where their sense breaks.

    >>> break_due("2026年12月底前", 12.0)
    '2026年\n12月底前'
    """
    if text_width(words) <= capacity:
        return words
    return run_names([Running(part) for part in _DUE_PARTS.split(words)], capacity, sign="").words


def run_number(number: str, capacity: float) -> Running:
    """Return a task's number; one that no line holds goes on behind its heading: （十二）⏎115, not （十二）11⏎5."""
    heading, close, own = number.rpartition("）")
    return Running(f"{heading}{close}\n{own}" if own and close and text_width(number) > capacity else number)


def run_name(name: str, look: str = "") -> Running:
    """Return a name that stands out as a whole."""
    return Running(name, ((0, len(name), look),) if look else ())


def run_names(names: Sequence[Running], capacity: float, sign: str = "、", last: str = "") -> Running:
    """Set names one behind the other in lines of so many half-width characters, a new line rather than part a name.

    sign: between names; last: behind them.
    """
    words, used = "", 0.0
    stretches: list[Stretch] = []
    for place, name in enumerate(names):
        behind = sign if place < len(names) - 1 else last
        width = text_width(name.words + behind)
        if words and used + width > capacity:
            words, used = words + "\n", 0.0
        stretches += ((len(words) + start, len(words) + end, look) for start, end, look in name.stretches)
        words, used = words + name.words + behind, used + width
    return Running(words, tuple(stretches))
