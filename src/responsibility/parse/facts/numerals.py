"""Numerals: numbers and dates as notices print them.

In: folded text. Out: numbers and days. Knows digits, Chinese numerals (两, 十二, 一百零五, 三万) and the digit-wise
years of signatures (二〇二三). Refuses what is no number with None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

HAN_DIGITS = "零〇○一二两三四五六七八九"
HAN_NUMERALS = HAN_DIGITS + "十百千万亿"
_VALUES = dict(zip("零〇○一二两三四五六七八九", (0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SCALES = {"十": 10, "百": 100, "千": 1_000}

_DAY = re.compile(
    r"((?:19|20)\d\d) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?(?!\d)"
    r"|([一二][〇○零0Oo九八七六五四三二一]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def read_number(words: str) -> float | None:
    """Read digits (1,200 or 11.74) or a Chinese numeral; None for anything else.

    >>> read_number("一百零五"), read_number("1,200.5"), read_number("两")
    (105.0, 1200.5, 2.0)
    """
    if words[:1].isdecimal() and words.isascii():
        try:
            return float(words.replace(",", ""))
        except ValueError:
            return None
    return _read_han(words)


def _read_han(words: str) -> float | None:
    if not words or any(char not in HAN_NUMERALS for char in words):
        return None
    if len(words) > 1 and all(char in HAN_DIGITS for char in words):
        return float(int("".join(str(_VALUES[char]) for char in words)))
    billions = total = section = digit = 0
    for char in words:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _SCALES:
            section += (digit or 1) * _SCALES[char]
            digit = 0
        elif char == "万":
            total += (section + digit or 1) * 10**4
            section = digit = 0
        else:
            billions += (total + section + digit or 1) * 10**8
            total = section = digit = 0
    return float(billions + total + section + digit)


def find_day(words: str) -> tuple[date, int, int] | None:
    """Return the first whole date in words with where it starts and ends, or None.

    >>> find_day("二〇二三年三月二十四日")
    (datetime.date(2023, 3, 24), 0, 11)
    """
    for found in _DAY.finditer(words):
        parts = [part for part in found.groups() if part]
        day = make_day(*(int(read_number(part.translate(_ZEROS)) or 0) for part in parts))
        if day:
            return day, found.start(), found.end()
    return None


_ZEROS = str.maketrans("OoＯ", "〇〇〇")


def make_day(year: int, month: int, day: int) -> date | None:
    """Return that day, or None if the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def end_of_month(year: int, month: int) -> date | None:
    """Return the last day of a month, or None if there is no such month."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, monthrange(year, month)[1])
