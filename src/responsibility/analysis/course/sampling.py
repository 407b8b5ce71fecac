"""Sampling: which tasks an office looks at in a period, each with the probability with which it was drawn.

In: the lights of a period and what makes a task worth a look. Out: Draws, by stratum, then document order. Within a
stratum one start is drawn and tasks are taken at equal steps along their summed probabilities, in an order drawn too
(Madow 1949, On the theory of systematic sampling II, Ann. Math. Stat. 20:333): the size is fixed and each task comes
in with exactly its stated probability. Draws are hashes of the seed, so that anybody repeats them anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate
from math import floor

from responsibility.analysis.course.lights import Standing
from responsibility.language.rounding import show_number
from responsibility.settings import InspectSettings


class Stratum(StrEnum):
    """Kinds of tasks that are drawn from apart."""

    BEHIND = "behind"
    AHEAD = "ahead"  # done or ahead: what is claimed most
    ON_COURSE = "on-course"


class Risk(StrEnum):
    """What makes a task worth a look, besides its stratum."""

    RED = "red"
    JUMP = "jump"
    WORDLESS = "wordless"
    FRESH = "fresh"


STRATA: Mapping[Standing, Stratum] = {
    Standing.BEHIND: Stratum.BEHIND, Standing.DONE: Stratum.AHEAD, Standing.AHEAD: Stratum.AHEAD,
    Standing.ON_COURSE: Stratum.ON_COURSE, Standing.LASTING: Stratum.ON_COURSE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likely:
    """A task that may be drawn. weight: how many times as likely as a plain one."""

    item_id: str
    stratum: Stratum
    risks: tuple[Risk, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Draw:
    """A task and what came of it. probability: 0 to 1, with which it comes in over all seeds."""

    chance: Likely
    probability: float
    is_drawn: bool


def weigh_risks(risks: Iterable[Risk], settings: InspectSettings) -> float:
    """Return how many times as likely as a plain task one with these risks is."""
    more = {
        Risk.RED: settings.red, Risk.JUMP: settings.jump, Risk.WORDLESS: settings.wordless, Risk.FRESH: settings.fresh,
    }  # fmt: skip
    return 1.0 + sum(more[risk] for risk in risks)


def draw_sample(chances: Sequence[Likely], settings: InspectSettings, seed: int, label: str) -> tuple[Draw, ...]:
    """Draw from each stratum. label: what else the draw rests on, such as plan and period, so that each has its own."""
    sizes = share_out(chances, settings)
    draws = []
    for stratum in Stratum:
        own = [each for each in chances if each.stratum is stratum]
        likely = find_probabilities([each.weight for each in own], sizes[stratum])
        drawn = _take(own, likely, f"{seed}/{label}/{stratum.value}")
        draws += [Draw(each, share, each.item_id in drawn) for each, share in zip(own, likely, strict=True)]
    return tuple(draws)


def share_out(chances: Sequence[Likely], settings: InspectSettings) -> dict[Stratum, int]:
    """Return how many are drawn from each stratum: by weight, one at least of each that has any.

    What is behind may be looked at whole; the share then holds for the others.
    """
    own = {stratum: [each for each in chances if each.stratum is stratum] for stratum in Stratum}
    whole = {Stratum.BEHIND} if settings.all_behind else set()
    left = [stratum for stratum in Stratum if stratum not in whole and own[stratum]]
    size = _round(settings.share * sum(len(own[each]) for each in left))
    weights = {each: sum(chance.weight for chance in own[each]) for each in left}
    sizes = {stratum: len(own[stratum]) if stratum in whole else 0 for stratum in Stratum}
    for stratum in left:
        share = _round(size * weights[stratum] / sum(weights.values()))
        sizes[stratum] = min(len(own[stratum]), max(1 if settings.share else 0, share))
    return sizes


def _round(number: float) -> int:
    return int(show_number(number, ".0f"))


def find_probabilities(weights: Sequence[float], size: int) -> list[float]:
    """Return with which probability each is drawn: in proportion to its weight, what would be above 1 for certain."""
    certain: set[int] = set()
    while True:
        rest = [place for place in range(len(weights)) if place not in certain]
        total, left = sum(weights[place] for place in rest), size - len(certain)
        above = {place for place in rest if total and weights[place] * left >= total}
        if not above:
            break
        certain |= above
    return [
        1.0 if place in certain else weights[place] * left / total if total else 0.0 for place in range(len(weights))
    ]


def _take(own: Sequence[Likely], likely: Sequence[float], key: str) -> set[str]:
    ordered = sorted(zip(own, likely, strict=True), key=lambda pair: _hash(f"{key}/{pair[0].item_id}"))
    start = _hash(f"{key}/start")
    # A sum of fractions that should be whole may fall short of it by a last bit.
    reach = [round(each + start, 9) for each in accumulate((share for _, share in ordered), initial=0.0)]
    pairs = zip(ordered, reach, reach[1:], strict=False)
    return {each.item_id for (each, _), before, after in pairs if floor(after) > floor(before)}


def _hash(words: str) -> float:
    """Return a number from 0 to under 1, the same on every machine."""
    return int.from_bytes(sha256(words.encode()).digest()[:6], "big") / 2**48
