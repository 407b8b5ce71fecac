"""Targets: every quantity and every day that an item promises.

In: an item's span. Out: Targets in document order, each quoting its words. A number counts only with a unit of
measure behind it (80家, 11.74公里, 350亿元, 6%), so names and numbers of roads, phases, documents and items do not:
107国道, (二期), 第三产业, “三个一百”, 〔2020〕22号. A number that only describes what is counted is no target: the
50亿元 of 产值超50亿元企业4家. One pass over the numbers; every look back or ahead is bounded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from responsibility.measures import load_measures
from responsibility.model import Target
from responsibility.parse.deadlines import find_deadlines, find_due, mask_quoted
from responsibility.parse.numerals import HAN_DIGITS, HAN_NUMERALS, read_number
from responsibility.spans import Span, fold

__all__ = ["find_due", "find_targets"]

_SCALE = "万亿|千万|百万|十万|亿|万|千|百"
_WORDS = load_measures("targets")
_NOT_UNITS = _WORDS["not_units"]  # matched, so that nothing shorter is, and refused
_UNITS = sorted(map(re.escape, _WORDS["units"] + _NOT_UNITS), key=len, reverse=True)
_UNIT = re.compile(rf"(?P<scale>{_SCALE})?(?P<unit>{'|'.join(_UNITS)})")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<percent>百分之(?P<part>[{HAN_NUMERALS}]{{1,8}}|\d+(?:\.\d+)?))"
    r"|(?P<fraction>(?P<below>[二三四五六七八九十百]{1,3})分之(?P<above>[一二三四五六七八九]{1,3}))"
    rf"|(?P<low>{_DIGITS})(?: ?[%‰]?(?P<dash>[-—–~至到]{{1,2}}) ?(?P<high>{_DIGITS}))?"
    rf"|(?P<han>[{HAN_DIGITS}十][{HAN_NUMERALS}]{{0,11}})"
)
# What stands right before a number, longest first, and the bound it sets.
_SIGNS = {"least": ">=", "above": ">", "most": "<=", "below": "<", "up": "+", "down": "-", "equal": "="}
_BEFORE = {word: _SIGNS[key] for key, words in load_measures("bounds").items() for word in words}
_LONGEST = max(map(len, _BEFORE))
_AFTER = re.compile(r"(?P<least>及?以上|以上的)|(?P<most>及?以下|以内|之内|内)|(?P<about>左右|上下)")
_MORE = re.compile("[余多]")
_STOPS = frozenset("。;:,、!?()[]\n\x00")
_ADDS, _PROMISES, _HOPES, _VAGUE = (_WORDS[key] for key in ("adds", "promises", "hopes", "vague"))
_NAMED_BEFORE = re.compile(r"[A-Za-z第No.]$")


class _Found(NamedTuple):
    """A number with its unit and bound; positions in the masked words."""

    start: int
    number: int
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
    words = mask_quoted(fold(span.of(text)))
    deadlines = find_deadlines(text, span, year)
    taken = [(each.span.start - span.start, each.span.end - span.start) for each in deadlines]
    targets = [Target(each.text, "", each.due, "", "by", each.span) for each in deadlines]
    previous = 0
    for found in _find_numbers(words, taken):
        quantity = _name_quantity(words, found, previous)
        place = Span(span.start + found.start, span.start + found.end)
        bounds = (">=", "<=") if len(found.values) == 2 else (found.bound,)
        for value, bound in zip(found.values, bounds, strict=True):
            signed, sign = (-value, "+") if bound == "-" else (value, bound)
            targets.append(Target(place.of(text), quantity, signed, found.unit, sign, place))
        previous = found.end
    return tuple(sorted(targets, key=lambda target: target.span))


def _find_numbers(words: str, taken: list[tuple[int, int]]) -> list[_Found]:
    found = []
    dates = iter([*taken, (len(words) + 1, len(words) + 1)])
    start, end = next(dates)
    for match in _NUMBER.finditer(words):
        while match.start() >= end:
            start, end = next(dates)
        if start < match.end():
            continue
        one = _measure(words, match)
        if one and not _describes(words, one):
            found.append(one)
    return found


def _measure(words: str, match: re.Match[str]) -> _Found | None:
    """Read a number with its unit and bound, or None if it promises nothing."""
    values, end, unit = _read_value(words, match)
    if not values or not _is_counted(words, match, unit, end):
        return None
    start, bound = _bound_before(words, match.start())
    after = _AFTER.match(words, end)
    if after:
        end = after.end()
        bound = bound if after["about"] else ">=" if after["least"] else "<="
    elif bound in ("", "=") and unit and _MORE.search(words[match.end() : end]):
        bound = ">"
    return _Found(start, match.start(), end, values, unit, bound or _bound_far(words, start))


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
    """Say whether the number counts: no ordinal, no part of a name, no idle 一个."""
    before = words[max(0, match.start() - 12) : match.start()]
    if before.endswith("第") or (_NAMED_BEFORE.search(before) and unit not in ("%", "‰")):
        return False
    if not match["han"]:
        return True
    if words[end : end + 1] in HAN_NUMERALS and words[end : end + 1]:
        return False  # 三个一百
    if unit in _VAGUE and (read_number(match["han"]) or 0) < 10:
        return before.endswith(_PROMISES)
    return match["han"] != "一" or (unit != "批" and before.endswith(_PROMISES))


def _bound_before(words: str, start: int) -> tuple[int, str]:
    for length in range(_LONGEST, 0, -1):
        bound = _BEFORE.get(words[max(0, start - length) : start])
        if bound:
            return start - length, bound
    return start, ""


def _bound_far(words: str, start: int) -> str:
    """新增规上工业企业80家 is an increase though its word stands further off."""
    at = start
    while at > 0 and start - at < 30 and words[at - 1] not in _STOPS:
        at -= 1
    return "+" if words.startswith(_ADDS, at) else "="


def _describes(words: str, found: _Found) -> bool:
    """Say whether the number only describes what a later one counts: 产值超50亿元企业4家."""
    if found.bound not in (">", ">=", "<=", "<"):
        return False
    at = found.end
    while at < len(words) and at - found.end < 16 and words[at] not in _STOPS and not words[at].isdigit():
        at += 1
    noun = words[found.end : at]
    return at < len(words) and words[at].isdigit() and len(noun) > 1 and _BEFORE.get(noun[-2:]) is None


def _name_quantity(words: str, found: _Found, previous: int) -> str:
    """Return what is counted: the words before the number, or those behind it where only a verb is before."""
    at = found.start
    while at > previous and found.start - at < 40 and words[at - 1] not in _STOPS:
        at -= 1
    before = words[at : found.start].strip(" 和及与并")
    before = before.removeprefix(next((hope for hope in _HOPES if before.startswith(hope)), ""))
    if len(before) > 4 or (before and not before.endswith(_PROMISES)):
        return before
    behind = found.end
    while (
        behind < len(words) and behind - found.end < 30 and words[behind] not in _STOPS and not words[behind].isdigit()
    ):
        behind += 1
    return before + words[found.end : behind].strip(" 的")
