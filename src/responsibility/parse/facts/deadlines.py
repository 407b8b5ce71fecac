"""Deadlines: the days by which an item promises something.

In: an item's span. Out: Deadlines, document order, each with its words, its day where the year is known, and its
span. A day needs a word that makes it a promise (到, 底, 前, 末, 内); the plan's own year and dates in 《》 or 〔〕 are
none. 12月底 is its last day, 12月前 and 2025年前 the day before they begin, a quarter its last day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.parse.facts.numerals import end_of_month, make_day, read_number
from responsibility.spans import Span, fold

_N = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_BEFORE = r"(?P<to>到|至|截至|截止到?)? ?"
_MARK = r"(?P<mark>底以?前|底之前|末以?前|底|末|以前|之前|前|内|以内|完成)?"
_DATE = re.compile(
    _BEFORE
    + r"(?:(?P<year>(?:19|20)\d\d) ?年(?:度|年(?=[底末内]))?|(?P<this>本年度|当年|今年|年)|(?P<next>明年|次年))?"
    + r"(?:(?P<half>[上下])半年|第?(?P<quarter>[1-4一二三四]) ?季度"
    + rf"|(?P<month>{_N}) ?月份?(?:(?P<day>{_N}) ?[日号]|(?P<third>[上中下])旬)?)?"
    + _MARK
)
_STARTS = re.compile(
    r"[到至截]|(?:19|20)\d\d ?年|[本当今明次]年|年[底内末]|[上下]半年|第?[1-4一二三四] ?季度"
    r"|\d{1,2} ?月|[一二三四五六七八九十]{1,2}月"
)
_ESSENTIAL = "年月季"  # no day can be told without one of these
_WORDS = load_measures("deadlines")
_OPEN = sorted(_WORDS["open"], key=len, reverse=True)
_LABELS = re.compile(rf"(?:{'|'.join(_WORDS['labels'])}) ?[:为]? ?")
_NOT_BEFORE, _NOT_BEHIND = frozenset(_WORDS["not_before"]), _WORDS["not_behind"]
_BARE = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?")
_OPENING = re.compile(r"[《〔“\[](?:(?<!\[)|(?=(?:19|20)\d\d\]))")
_QUOTES = {"《": "》", "〔": "〕", "“": "”"}
_THIRDS = {"上": 10, "中": 20}
_HAN_ORDER = "一二三四"


class Deadline(NamedTuple):
    """Words that set a day. day: None where there is no one day: no year, 长期, 每季度."""

    text: str
    day: date | None
    span: Span

    @property
    def due(self) -> str:
        """The ISO date, or the words where there is no one day."""
        return self.day.isoformat() if self.day else self.text


def find_deadlines(text: str, span: Span, year: int | None = None) -> tuple[Deadline, ...]:
    """Return the deadlines in text[span].

    year: the plan's year, for 年底前 and 6月底前; a year printed before them in the same item goes first.
    """
    return scan_deadlines(mask_quoted(span.of(fold_whole(text))), text, span, year)


def scan_deadlines(words: str, text: str, span: Span, year: int | None) -> tuple[Deadline, ...]:
    """Return the deadlines in words: text[span], folded and masked."""
    found = []
    at = 0 if any(sign in words for sign in _ESSENTIAL) else len(words)
    whole = words.strip(" 。;,、\n")
    while start := _STARTS.search(words, at):
        match = _DATE.match(words, start.start())
        assert match is not None
        is_whole = match[0].strip() == whole
        at = max(match.end(), start.end())
        if _promises(match, words, is_whole):
            printed_year = match["year"]
            year = int(printed_year) if printed_year else year
            place = Span(span.start + match.start(), span.start + match.end())
            found.append(Deadline(place.of(text), _day_of(match, year), place))
    found += _open_ended(text, span, words, whole) + _bare_day(text, span, words, whole)
    return tuple(sorted(found, key=lambda deadline: deadline.span))


def find_due(text: str, span: Span, year: int | None = None) -> str | None:
    """Return when an item is due: an ISO date, or words as printed, or None.

    A day behind a label (完成时限:…) goes first; otherwise the latest of the days, since the item is done when its last
    part is. Words are returned where no year is known (年底前) and where there is no end (长期, 全年, 每季度末).
    """
    words = span.of(fold_whole(text))
    label = _LABELS.search(words)
    if label:
        labelled = Span(span.start + label.end(), span.start + _value_end(words, label.end()))
        due = _latest(find_deadlines(text, labelled, year))
        if due:
            return due
    return _latest(find_deadlines(text, span, year))


@lru_cache(maxsize=1)
def fold_whole(text: str) -> str:
    """Fold a notice once for all its items."""
    return fold(text)


def _value_end(words: str, start: int) -> int:
    stops = (words.find(sign, start) for sign in ";。)\n")
    return min((stop for stop in stops if stop >= 0), default=len(words))


def _latest(deadlines: tuple[Deadline, ...]) -> str | None:
    if not deadlines:
        return None
    days = [deadline.day for deadline in deadlines if deadline.day]
    return max(days).isoformat() if days else deadlines[-1].text


def _bare_day(text: str, span: Span, words: str, whole: str) -> list[Deadline]:
    """2023-06-30 or 2023.6 alone, as a table's cell holds it."""
    bare = _BARE.fullmatch(whole)
    if bare is None:
        return []
    year, month, day = (int(part or 0) for part in bare.groups())
    at = span.start + words.index(whole)
    place = Span(at, at + len(whole))
    return [Deadline(place.of(text), make_day(year, month, day) if day else end_of_month(year, month), place)]


def _open_ended(text: str, span: Span, words: str, whole: str) -> list[Deadline]:
    """长期 and the like: where they stand alone, behind a label, or open a clause with a number to follow."""
    found = []
    for label in _LABELS.finditer(words):
        found += [_open_at(text, span, label.end(), each) for each in _OPEN if words.startswith(each, label.end())][:1]
    alone = next((each for each in _OPEN if whole == each), None)
    if alone and not found:
        found.append(_open_at(text, span, words.index(alone), alone))
    return found


def _open_at(text: str, span: Span, at: int, words: str) -> Deadline:
    place = Span(span.start + at, span.start + at + len(words))
    return Deadline(place.of(text), None, place)


def mask_quoted(words: str) -> str:
    """Blank out titles, years of 文号 and short quotations, which promise nothing; same length.

    A sign that never closes masks nothing.
    """
    pieces = []
    at = 0
    for found in _OPENING.finditer(words):
        if found.start() < at:
            continue
        closing = _QUOTES.get(found[0], "]")
        limit = 20 if found[0] == "“" else 120
        end = words.find(closing, found.end(), found.end() + limit)
        if end >= 0:
            pieces += [words[at : found.start()], "\x01" * (end + 1 - found.start())]
            at = end + 1
    return "".join(pieces) + words[at:]


def _promises(match: re.Match[str], words: str, is_whole: bool) -> bool:
    named = match["year"] or match["this"] or match["next"]
    parts = match["half"] or match["quarter"] or match["month"]
    if not (named or parts) or (match["this"] == "年" and not (match["mark"] and match["mark"][0] in "底末内")):
        return False
    if is_whole:
        return True
    before = words[max(0, match.start() - 1) : match.start()]
    if before.isdigit() or before in _NOT_BEFORE or words.startswith(_NOT_BEHIND, match.end()):
        return False
    if (
        (match["to"] or "").startswith("截")
        and words[match.end() - 1] != "前"
        and words[match.end() : match.end() + 1] != ","
    ):
        return False  # 截至4月底企业人数 looks back
    return bool(match["mark"] or match["to"] or match["quarter"])


def _day_of(match: re.Match[str], year: int | None) -> date | None:
    if year is None:
        return None
    year += bool(match["next"])
    mark = match["mark"] or ""
    end, start = _last_day(match, year), _first_day(match, year)
    if mark in ("前", "以前", "之前") and not match["day"] and not match["third"]:
        return start - timedelta(days=1) if start else None
    return end


def _ordinal(words: str | None) -> int:
    return int(read_number(words) or 0) if words else 0


def _last_day(match: re.Match[str], year: int) -> date | None:
    month = _ordinal(match["month"])
    if match["half"]:
        month = 6 if match["half"] == "上" else 12
    elif match["quarter"]:
        month = 3 * _ordinal(match["quarter"])
    if match["day"]:
        return make_day(year, month, _ordinal(match["day"]))
    if match["third"] in _THIRDS:
        return make_day(year, month, _THIRDS[match["third"]])
    return end_of_month(year, month or 12) if month or not match["month"] else None


def _first_day(match: re.Match[str], year: int) -> date | None:
    month = _ordinal(match["month"]) or 1
    if match["half"] == "下":
        month = 7
    elif match["quarter"]:
        month = 3 * _ordinal(match["quarter"]) - 2
    return make_day(year, month, 1)
