"""Targets: every quantity and every day that an item promises.

In: an item's span. Out: Targets in document order, each quoting its words. A number counts only with a unit of
measure behind it (80家, 11.74公里, 350亿元, 6%), so names and numbers of roads, phases, documents and items do not:
107国道, (二期), 第三产业, “三个一百”, 〔2020〕22号. A number that only describes what is counted is no target: the
50亿元 of 产值超50亿元企业4家. One pass over the numbers; every look back or ahead is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.model import Target
from responsibility.parse.facts.deadlines import find_due, fold_whole, mask_quoted, scan_deadlines
from responsibility.parse.facts.numerals import HAN_NUMERALS, read_number
from responsibility.spans import Span

__all__ = ["find_due", "find_targets"]

_WORDS = load_measures("targets")
_ADDS, _PROMISES, _HOPES, _VAGUE = (_WORDS[key] for key in ("adds", "promises", "hopes", "vague"))
_DURATIONS, _SIZES, _SINGLE, _GOVERNS = (_WORDS[key] for key in ("durations", "sizes", "single", "governs"))
_NOT_UNITS = _WORDS["not_units"]  # matched, so that nothing shorter is, and refused
_SCALE = "万亿|千万|百万|十万|亿|万|千|百"
_UNITS = "|".join(sorted(map(re.escape, _WORDS["units"] + _NOT_UNITS), key=len, reverse=True))
_RATES = "|".join(_WORDS["rates"])
_UNIT = re.compile(rf"(?P<scale>{_SCALE})?(?P<unit>{_UNITS})(?:标煤|标准煤)?(?:/(?:{_RATES}))?")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "一二两三四五六七八九"
_NUMBER = re.compile(
    rf"(?P<percent>百分之(?P<part>[{HAN_NUMERALS}]{{1,8}}|\d+(?:\.\d+)?))"
    rf"|(?P<fraction>(?P<below>[{_HAN}十百]{{1,3}})分之(?P<above>[{_HAN}]{{1,3}}))"
    rf"|(?P<low>{_DIGITS})(?: ?[%‰]?[-—–~至到]{{1,2}} ?(?P<high>{_DIGITS}))?"
    rf"|(?P<han>[{_HAN}十][{HAN_NUMERALS}]{{0,11}})"
)
_BEGINS = re.compile(rf"[\d百十{_HAN}]")  # what a number begins with; quick to look for
# What stands right before a number, and the bound it sets.
_SIGNS = {"least": ">=", "above": ">", "most": "<=", "below": "<", "up": "+", "down": "-", "equal": "="}
_BEFORE = {word: _SIGNS[key] for key, words in load_measures("bounds").items() for word in words}
_LONGEST = max(map(len, _BEFORE))
_AFTER = re.compile(r"\(含\)(?=以[上下内])|(?P<least>及?以上)|(?P<most>及?以下|以内|之内|内)|(?P<about>左右|上下)")
_STOPS = frozenset("。;:,、!?()[]\n\x00")
_JOINTS = " 和及与并的"
_ENOUGH = 4  # a quantity of this many characters or fewer is a verb whose noun stands behind the number


class _Found(NamedTuple):
    """A number with its unit and bound; positions in the masked words."""

    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    bound: str


def find_targets(text: str, span: Span, year: int | None = None) -> tuple[Target, ...]:
    """Return what text[span] promises, document order.

    A quantity's words run from its bound to its unit: 超过50%. value is in the printed unit (350, 亿元).
    bound: ">=" for at least (达, 不低于, 以上), "+" for an increase (净增, 增长; a decrease is negative), "=" where
    nothing is said. A range is two targets with the same words. A deadline has bound "by", an ISO date or else its
    words as value, and no unit. year: the plan's year, for 年底前.
    """
    printed = span.of(fold_whole(text))
    words = mask_quoted(printed)
    targets = []
    pieces, at = [], 0
    for each in scan_deadlines(words, text, span, year):
        targets.append(Target(each.text, "", each.due, "", "by", each.span))
        start, end = each.span.start - span.start, each.span.end - span.start
        pieces += [words[at:start], "\x00" * (end - start)]
        at = end
    words = "".join(pieces) + words[at:]
    previous, quantity = 0, ""
    for match in _numbers(words):
        found = _measure(words, match)
        if found is None or _describes(words, found):
            continue
        # 分别奖励50万元、30万元: the second counts what the first does.
        goes_on = words[previous : found.start] in ("、", "和", "及") and quantity
        quantity = quantity if goes_on else _name_quantity(words, printed, found, previous)
        place = Span(span.start + found.start, span.start + found.end)
        targets += _make_targets(place.of(text), quantity, found, place)
        previous = found.end
    return tuple(sorted(targets, key=lambda target: target.span))


def _numbers(words: str) -> Iterator[re.Match[str]]:
    at = 0
    while begins := _BEGINS.search(words, at):
        match = _NUMBER.match(words, begins.start())
        at = match.end() if match else begins.end()
        if match:
            yield match


def _make_targets(text: str, quantity: str, found: _Found, place: Span) -> list[Target]:
    bounds = (">=", "<=") if len(found.values) == 2 else (found.bound,)
    return [
        Target(text, quantity, -value if bound == "-" else value, found.unit, bound.replace("-", "+"), place)
        for value, bound in zip(found.values, bounds, strict=True)
    ]


def _measure(words: str, match: re.Match[str]) -> _Found | None:
    """Read a number with its unit and bound, or None if it promises nothing."""
    values, end, unit = _read_value(words, match)
    if not values or not _is_counted(words, match, unit, end):
        return None
    start, bound = _bound_before(words, match.start())
    after = _AFTER.match(words, end)
    if after:
        end = after.end()
        bound = ">=" if after["least"] else "<=" if after["most"] else bound
    elif bound in ("", "=") and unit and words[match.end() : match.end() + 1] in ("余", "多"):
        bound = ">"
    if not bound and unit in _DURATIONS:
        return None
    return _Found(start, end, values, unit, bound or _bound_far(words, start))


def _read_value(words: str, match: re.Match[str]) -> tuple[tuple[float, ...], int, str]:
    if match["percent"]:
        value = read_number(match["part"])
        return ((value,) if value is not None else ()), match.end(), "%"
    if match["fraction"]:
        below, above = read_number(match["below"]), read_number(match["above"])
        return ((round(above / below, 6),) if below and above is not None else ()), match.end(), ""
    numeral, end = match[0], match.end()
    if match["han"]:
        numeral = numeral.rstrip("万亿") or numeral
        end = match.start() + len(numeral)
    if words[end : end + 1] in ("余", "多"):
        end += 1
    unit = _UNIT.match(words, end)
    if not unit or unit["unit"] in _NOT_UNITS:
        return (), end, ""
    printed = [match["low"], match["high"]] if match["low"] else [numeral]
    values = tuple(value for each in printed if each and (value := read_number(each)) is not None)
    return values, unit.end(), unit[0]


def _is_counted(words: str, match: re.Match[str], unit: str, end: int) -> bool:
    """Say whether the number counts: no ordinal, no part of a name, no ratio, no idle 一个."""
    before = words[max(0, match.start() - 4) : match.start()]
    follows = words[end : end + 1]
    if before.endswith(("第", "每", "(含")) or follows == "级" or (before[-1:].isascii() and before[-1:].isalpha()):
        return False
    if not match["han"]:
        return True
    if unit == "分" or (follows and follows in HAN_NUMERALS):
        return False  # 十分, 三个一百
    if match["han"] == "一":
        return unit in _SINGLE and before.endswith(_PROMISES)
    if unit in _VAGUE and (read_number(match["han"]) or 0) < 10:
        return before.endswith(_PROMISES)
    return "一一" not in match["han"]


def _bound_before(words: str, start: int) -> tuple[int, str]:
    for length in range(min(_LONGEST, start), 0, -1):
        bound = _BEFORE.get(words[start - length : start])
        if bound:
            return start - length, bound
    return start, ""


def _bound_far(words: str, start: int) -> str:
    """Say "+" where the word of increase stands further off: 新增规上工业企业80家."""
    return "+" if words.startswith(_ADDS, _reach_back(words, start, 0)) else "="


def _describes(words: str, found: _Found) -> bool:
    """Say whether the number only describes a noun: 产值超50亿元企业4家, 150万吨以上的企业, 500万元以下项目."""
    behind = _reach_on(words, found.end, 16)
    noun = words[found.end : behind]
    after = words[max(0, found.end - 2) : found.end]
    follows = words[found.end : found.end + 1]
    if after in ("以上", "以下") and (noun or follows.isdigit()):
        return follows == "的" or follows.isdigit() or after == "以下" or found.unit.endswith(_SIZES)
    if found.bound not in (">", ">=", "<=", "<"):
        return False
    return words[behind : behind + 1].isdigit() and len(noun) > 1 and noun[-2:] not in _BEFORE


def _reach_on(words: str, start: int, most: int) -> int:
    """Return where the next stop or digit behind start is."""
    end = start
    limit = min(len(words), start + most)
    while end < limit and words[end] not in _STOPS and not words[end].isdigit():
        end += 1
    return end


def _reach_back(words: str, end: int, least: int) -> int:
    """Return where the words that lead to end begin: behind a stop, and not before least."""
    start = end
    while start > least and end - start < 40 and words[start - 1] not in _STOPS:
        start -= 1
    return start


def _name_quantity(words: str, printed: str, found: _Found, previous: int) -> str:
    """Return what is counted: the words before the number, and those behind it where only a verb is before."""
    at = _reach_back(words, found.start, previous)
    before = printed[at : found.start].strip(_JOINTS)
    before = before.removeprefix(next((hope for hope in _HOPES if before.startswith(hope)), ""))
    is_share = found.unit in ("%", "‰")
    if before and (is_share or (len(before) > _ENOUGH and not before.endswith(_GOVERNS))):
        return before
    named = before + printed[found.end : _reach_on(words, found.end, 30)].strip(_JOINTS)
    if named or words[at - 1 : at] != ",":
        return named
    return printed[_reach_back(words, at - 1, previous) : at - 1].strip(_JOINTS)  # 给予奖补,最高500万元
