"""Numerals: numbers and dates as notices print them.

In: folded text. Out: numbers and days. A number is figures (1,200 or 11.74), Han (两, 一百零五, 四点八) or both
(1亿2千万), read whole or not at all: the tail of a numeral that is none would be another number. Digit by digit
are the years of signatures (二〇二三). Refuses what is no number with None.

    number = figure | digit+ | part* figure?        part = (figure | digit | number) scale, the greater scale first
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

HAN_DIGITS = "零〇○一二两三四五六七八九"
SCALES = "十百千万亿"
HAN_NUMERALS = HAN_DIGITS + SCALES
_VALUES = dict(zip(HAN_DIGITS, (0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SIZES = {"亿": 10**8, "万": 10**4, "千": 1_000, "百": 100, "十": 10}
_LONGEST = 40  # no amount is printed with more signs
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)
_SCALED = re.compile(rf"({_FIGURE.pattern})([十百千万亿]*)", re.ASCII)
_DECIMAL = re.compile(rf"([{HAN_NUMERALS}]+|\d+)点([{HAN_DIGITS}]+|\d+)([十百千万亿]*)", re.ASCII)
# Two digits side by side that count no tens: 两三, 七八, 三五.
_EITHER = re.compile(rf"(?<![{HAN_DIGITS}])(?:一[二两]|[二两]三|三四|三五|四五|五六|六七|七八|八九)(?![{HAN_DIGITS}])")
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖][拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟]*")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

_DAY = re.compile(
    r"((?:19|20)\d\d) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?(?!\d)"
    r"|([一二][〇○零0Oo九八七六五四三二一]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_YEAR = re.compile("[12一二][09〇○零Oo八七六五四三二一]")  # what each begins with


def read_number(words: str) -> float | None:
    """Read digits (1,200 or 11.74), a Chinese numeral or a mixture; None for anything else.

    >>> read_number("一百零五"), read_number("1,200.5"), read_number("1亿2千万"), read_number("四点八亿")
    (105.0, 1200.5, 120000000.0, 480000000.0)
    """
    if not words or len(words) > _LONGEST:
        return None
    if words.isascii():
        return _read_plain(words)
    decimal = _DECIMAL.fullmatch(words)
    if decimal:
        return _read_decimal(*decimal.groups())
    if len(words) > 1 and all(char in _VALUES for char in words):
        return float("".join(str(_VALUES[char]) for char in words))
    return _read_parts(words)


def plain_numerals(words: str) -> str:
    """Return words with numerals in the signs of cheques as usual ones, of the same length.

    >>> plain_numerals("壹佰贰拾栋、收拾叁间、叁仟只")
    '一百二十栋、收拾叁间、三千只'
    """
    return _FORMAL.sub(lambda numeral: numeral[0].translate(_PLAIN), words)


def read_either(words: str) -> tuple[float, float] | None:
    """Read 两三 or 五六千 as the least and the most that it may be; None for any other numeral.

    >>> read_either("二三十"), read_either("二十三")
    ((20.0, 30.0), None)
    """
    pair = _EITHER.search(words)
    if pair is None:
        return None
    low, high = (read_number(words[: pair.start()] + char + words[pair.end() :]) for char in pair[0])
    return (low, high) if low is not None and high is not None and low < high else None


def split_scale(words: str) -> tuple[str, str]:
    """Part a numeral from the scale it ends with, as a notice names its unit: 350亿, 五十万; 1亿2千万 has none.

    >>> split_scale("350亿"), split_scale("2千亿"), split_scale("五十万"), split_scale("两万三千")
    (('350', '亿'), ('2', '千亿'), ('五十', '万'), ('两万三千', ''))
    """
    scaled = _SCALED.fullmatch(words)
    if scaled:
        return scaled[1], scaled[2]
    head = words.rstrip("万亿")
    return (head, words[len(head) :]) if head and not set(head) & {"万", "亿"} else (words, "")


def _read_decimal(whole: str, behind: str, scales: str) -> float | None:
    value = read_number(whole)
    if value is None:
        return None
    digits = "".join(str(_VALUES.get(char, char)) for char in behind)
    value = float(f"{value:.0f}.{digits}")
    for scale in scales:
        value *= _SIZES[scale]
    return round(value, 6)


def _read_parts(words: str) -> float | None:
    """Read a numeral by its greatest scale: what stands before it counts it, what stands behind is less."""
    sign = next((sign for sign in _SIZES if sign in words), "")
    if not sign:
        return _read_plain(words)
    scale = _SIZES[sign]
    before, _, behind = words.rpartition(sign)
    count = _count(before, sign)
    if count is None:
        return None
    if len(behind) == 1 and scale > 10 and (digit := _read_plain(behind)):
        return count * scale + digit * scale / 10  # 两万三, 一百二
    behind = behind.lstrip("零〇○")
    if behind and behind[0] in SCALES[1:]:
        return None  # 三万千: that 千 counts nothing
    rest = _read_parts(behind) if behind else 0.0
    return None if rest is None or rest >= scale else round(count * scale + rest, 6)


def _count(before: str, sign: str) -> float | None:
    """Return how many of a scale: 亿 and 万 take any number, 千, 百 and 十 one sign or figures; nothing is one."""
    before = before.lstrip("零〇○")
    if not before:
        return 1.0
    if sign in "亿万":
        return _read_parts(before)
    return _read_plain(before)


def _read_plain(words: str) -> float | None:
    if words in _VALUES:
        return float(_VALUES[words])
    return float(words.replace(",", "")) if _FIGURE.fullmatch(words) else None


def find_day(words: str) -> tuple[date, int, int] | None:
    """Return the first whole date in words with where it starts and ends, or None.

    >>> find_day("二〇二三年三月二十四日")
    (datetime.date(2023, 3, 24), 0, 11)
    """
    for found in _DAY.finditer(words) if _YEAR.search(words) else ():
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
