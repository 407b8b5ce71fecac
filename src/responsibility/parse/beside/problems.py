"""Problems: what is wrong and is to be put right (整改), with its goal, measures, state and supervisor.

In: an item's words, goal and measures as columns or labels give them, and its Fields. Out: a Problem.
"""

from __future__ import annotations

from collections.abc import Sequence

from responsibility.language.lexicon import Lexicon
from responsibility.model import Field, Problem
from responsibility.parse.clause.labels import is_watch
from responsibility.patterns import late
from responsibility.spans import Span

_MEASURE = late(  # where a number opens a measure: 1. (2) 三、 ④ 一是
    r"(?:(?<=[\n;；。 ])|\A)\s*(?=[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．是](?!\d)|[①-⑳])"
)
_STATE = late("销号(?!时间|日期)")


def split_measures(words: str) -> list[str]:
    """Part words into numbered measures; those that number none are one.

    >>> split_measures("1.排查90处。 2.新建管网15公里。")
    ['1.排查90处。', '2.新建管网15公里。']
    """
    return [part.strip() for part in _MEASURE.split(words) if part.strip()]


def make_problem(
    text: str, goal: str, measures: Sequence[str], fields: Sequence[Field], *, span: Span, lexicon: Lexicon
) -> Problem:
    """Make a Problem; its state and supervisor are fields that stay fields."""
    state = next((each.text for each in fields if _STATE.search(each.heading)), "")
    supervisor = "、".join(each.text for each in fields if is_watch(each.heading, lexicon))
    parts = tuple(part for each in measures for part in split_measures(each))
    return Problem(text.rstrip("。."), goal, parts, state, supervisor, span)
