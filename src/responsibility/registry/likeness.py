"""Likeness: whom an unknown name might mean, with the reason; for a person to judge.

In: a name and the names that are known. Out: Suggestions, likeliest first. Scores rank and never merge: by
edit distance alone 市统计局 is nearer to 市审计局 than 市发改委 to 市发展和改革委员会.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from responsibility.language.spelling import is_ordered_subset, measure_likeness, name_key, split_ending
from responsibility.model import Unit
from responsibility.registry.base import LEVELS, Base

_LEVEL_SIGNS = "国省市县区州盟旗乡镇师团"  # signs that a name may begin with for another office's
_SHORTEST = 4  # signs of a name that one more or less leaves recognisable


class Reason(StrEnum):
    """Why a name might mean a unit, strongest first."""

    SAME_SHORT = "same-short"  # equal but for the level prefix, or alternative names of one duty
    FORMER = "former"  # a name the unit bore before a reform, or at another time
    SUBSET = "subset"  # characters in order, same level, same ending class
    LIKENESS = "likeness"  # edit distance only


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit that a name might mean. score: likeness of the characters, 0 to 1; it ranks within a reason."""

    unit: Unit
    reason: Reason
    score: float


def rank_suggestions(
    name: str, known: Iterable[tuple[str, Unit, bool]], by_id: Mapping[str, Unit], base: Base | None, least: float
) -> tuple[Suggestion, ...]:
    """Rank the units by their best reason, then score, then protocol order.

    known: each name with its unit and whether the unit bore it formerly.
    """
    key = name_key(name)
    best: dict[str, Suggestion] = {}
    for text, unit, is_former in (*known, *_name_alternatives(key, by_id, base)):
        other = name_key(text)
        reason = _tell_reason(key, other, unit, is_former, least)
        if reason:
            now = by_id.get(unit.succeeded_by, unit) if reason is Reason.FORMER else unit
            one = Suggestion(now, reason, round(measure_likeness(key, other), 3))
            best[now.id] = min(best.get(now.id, one), one, key=_rank)
    return tuple(sorted(best.values(), key=_rank))


def _rank(suggestion: Suggestion) -> tuple[int, float, int, str]:
    return list(Reason).index(suggestion.reason), -suggestion.score, suggestion.unit.order, suggestion.unit.id


def _tell_reason(key: str, other: str, unit: Unit, is_former: bool, least: float) -> Reason | None:
    (level, core), (other_level, other_core) = split_level(key), split_level(other)
    if key == other:
        return Reason.FORMER if is_former or unit.valid_to else Reason.SAME_SHORT
    if level and other_level and level != other_level:
        return None
    if core == other_core:
        return Reason.SAME_SHORT
    (stem, ending), (other_stem, other_ending) = split_ending(core), split_ending(other_core)
    if ending == other_ending:
        short, long = sorted((stem, other_stem), key=len)
        if len(short) > 1 and is_ordered_subset(short, long):
            return Reason.SUBSET
    return Reason.LIKENESS if measure_likeness(core, other_core) >= least else None


def split_level(name: str) -> tuple[str, str]:
    """Split a name into its level prefix, "" if none, and the rest.

    >>> split_level("市水利局")
    ('市', '水利局')
    """
    level = next((level for level in LEVELS if name.startswith(level) and len(name) > len(level) + 1), "")
    return level, name[len(level) :]


def _name_alternatives(key: str, by_id: Mapping[str, Unit], base: Base | None) -> list[tuple[str, Unit, bool]]:
    """List names of the general register: alternatives of one duty, predecessors, and forms like an unknown name."""
    if base is None:
        return []
    own = {(one.office.duty, one.level): unit for unit in by_id.values() for one in base.identify(unit.name)}
    named = base.identify(key)
    if not named:
        level, core = split_level(key)
        near = [form for form in base.forms_at(level) if _is_near(core, form[len(level) :])] if level else []
        return [
            (form, own.get((one.office.duty, level), one.unit), False) for form in near for one in base.identify(form)
        ]
    return [
        (key, own.get((one.office.duty, one.level), base.succeed(one).unit), bool(one.office.succeeded_by))
        for one in named
    ]


def _is_near(core: str, form: str) -> bool:
    """Say whether two forms share half their characters, which is cheap to tell."""
    return 2 * len(set(core) & set(form)) >= max(len(core), len(form))


def find_slip(name: str, base: Base, level: str) -> str:
    """Return the form of a level that a name is but one sign away from, as a scan or a typist errs; "" for none.

    县具财政局 and 省交通运偷厅 are slips: no office's name has the odd sign. 市金融办 beside 市金融局 is none, nor is
    州文体旅游局 beside 州文化旅游局.
    """
    if len(name) < _SHORTEST:
        return ""
    signs = _list_signs(base)
    odd = [at for at, sign in enumerate(name) if sign not in signs]
    if len(odd) != 1:
        return ""
    before, behind = name[: odd[0]], name[odd[0] + 1 :]
    near = (form for form in base.forms_at(level) if len(form) == len(name))
    return next((form for form in near if form.startswith(before) and form.endswith(behind)), "")


@lru_cache(maxsize=1)
def _list_signs(base: Base) -> frozenset[str]:
    return frozenset(_LEVEL_SIGNS).union(*(form for level in LEVELS for form in base.forms_at(level)))
