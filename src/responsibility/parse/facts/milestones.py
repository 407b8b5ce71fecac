"""Milestones: the stages of an item, each with its period or day and what is done by then.

In: a stretch of a text. Out: Milestones, document order. Their days are those that deadlines reads; under a label any
day that opens a phrase. In running text one day is the item's own; only two or more, each opening its phrase, are
stages (一季度完成立项,6月底前开工).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responsibility.model import Milestone
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import Deadline, read_stage_day, scan_deadlines
from responsibility.parse.facts.joined import fold_whole, join_words
from responsibility.patterns import late
from responsibility.spans import Span, fold

_PHRASE = re.compile(r"[^,;。\n]+")
_LEADING = re.compile(r"[ \u3000\t于在至到:]*")
_ESSENTIAL = "月季年"  # no stage is told without one of these
_FEWEST = 2  # stages that running text must name
_SHORTEST = 2  # words of a stage
_DONE = "完成"  # which deadlines reads as a promise; here it says what is done
# What a phrase that opens with a day begins with, so that most phrases are passed over at their first sign.
_OPENS = late(
    r"[ \u3000\t于在至到:]*[0-9０-９一二三四五六七八九十〇零第上下前后今明本当次年季月每全春国元五中端清劳截“”\"]"
)
_OPENED = re.compile(rf"[,，;；。\n]{_OPENS.pattern}")


def find_milestones(text: str, span: Span, when: When, *, labelled: bool = False) -> tuple[Milestone, ...]:
    """Find the stages in text[span]; labelled: it stands under 进度安排 or the like, so one stage is enough."""
    words = span.of(text)
    if not any(sign in words for sign in _ESSENTIAL):
        return ()
    if not labelled and len(_OPENED.findall("\n" + words)) < _FEWEST:
        return ()
    found = tuple(_stages(text, span, when, labelled))
    return found if labelled or len({each.period for each in found}) >= _FEWEST else ()


def _stages(text: str, span: Span, when: When, labelled: bool) -> Iterator[Milestone]:
    """Yield the stages; behind a comma, and everywhere under a label, what opens with no day goes on in its stage."""
    opened: tuple[int, int, Deadline] | None = None
    folded = fold_whole(text)
    for phrase in _PHRASE.finditer(folded, *span):
        day = _opening(text, Span(*phrase.span()), when, labelled) if _OPENS.match(text, *phrase.span()) else None
        goes_on = labelled or (phrase.start() > span.start and folded[phrase.start() - 1] == ",")
        if opened and (day or not goes_on):
            yield from _stage(text, *opened)
            opened = None
        if day:
            opened = day.span.start, phrase.end(), day
        elif opened:
            opened = opened[0], phrase.end(), opened[2]
    if opened:
        yield from _stage(text, *opened)


def _opening(text: str, span: Span, when: When, labelled: bool) -> Deadline | None:
    """Return the day that a phrase opens with."""
    leading = _LEADING.match(fold_whole(text), *span)
    start = leading.end() if leading else span.start
    joined = join_words(text, span)
    days = scan_deadlines(joined, when)
    if days and days[0].span.start <= start:
        return days[0]
    return read_stage_day(joined, start - span.start, when) if labelled else None


def find_unstaged(text: str, span: Span, stages: Sequence[Milestone]) -> str:
    """Return the words before the first of the stages that a label opens."""
    return text[span.start : stages[0].span.start].strip(" \u3000\t\n,，;；。")


def _stage(text: str, start: int, end: int, day: Deadline) -> Iterator[Milestone]:
    period = day.text.strip().removesuffix(_DONE)
    behind = day.span.end - (len(_DONE) if day.text.endswith(_DONE) else 0)
    words = text[behind:end].strip(" \u3000\t\n,，:：")
    if words.endswith(("）", ")")) and fold(words).count("(") < fold(words).count(")"):
        words = words[:-1]  # of the clause in which the stages stand
    if len(words) >= _SHORTEST:
        yield Milestone(period, day.day.isoformat() if day.day else "", words, Span(start, end))


def read_period(text: str, head: Span, cell: Span, when: When) -> Milestone:
    """Read a cell under 一季度, 3月底 or the like: all its words are the stage."""
    days = scan_deadlines(join_words(text, head), when)
    day = days[-1].day if days else None
    words = re.sub(r"\s*\n\s*", "\n", cell.of(text)).strip()
    return Milestone(re.sub(r"\s", "", head.of(text)), day.isoformat() if day else "", words, cell)
