"""A number is read whole as it was written, or it is told that it was not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.parse.facts.days import When
from responsibility.parse.facts.numerals import read_number
from responsibility.parse.facts.targets import find_promises
from responsibility.spans import Span

DIGITS = "零一二三四五六七八九"


def write_han(number: int) -> str:
    """Write a number below 10 ** 12 in Han numerals, the way a clerk does."""
    for size, sign in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            head, rest = divmod(number, size)
            zero = "零" if rest and rest < size // 10 else ""
            return write_han(head) + sign + (zero + write_han(rest) if rest else "")
    words, gap = "", False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + sign
        gap = not digit
    return words or "零"


@given(st.integers(0, 10**12 - 1))
def test_a_number_written_in_han_numerals_is_read_as_the_same_value(number):
    """Whatever the scales and zeros, the reader undoes the writer; 一十 may lose its 一."""
    words = write_han(number)
    assert read_number(words) == number
    if words.startswith("一十"):
        assert read_number(words[1:]) == number


@given(st.integers(1, 9999), st.integers(0, 99), st.sampled_from(["", "万", "亿"]))
def test_decimals_are_read_alike_in_figures_and_in_han(whole, cents, scale):
    """4.08亿 and 四点零八亿 are the same amount."""
    han = write_han(whole) + "点" + "".join(DIGITS[int(digit)] for digit in f"{cents:02d}") + scale
    assert read_number(han) == pytest.approx((whole + cents / 100) * {"": 1, "万": 10**4, "亿": 10**8}[scale])


@given(st.integers(10, 10**12 - 1), st.sampled_from(["人", "户", "亩", "元"]))
def test_no_tail_of_a_numeral_is_an_amount(number, unit):
    """In a sentence the whole numeral is the amount, however long it is."""
    text = f"惠及{write_han(number)}{unit}。"
    (target,) = find_promises(text, Span(0, len(text)), When()).targets
    scale = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[target.unit.removesuffix(unit)]
    assert float(target.value) * scale == pytest.approx(number)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1亿5000万", 150_000_000),
        ("2亿3千万", 230_000_000),
        ("3万5", 35_000),
        ("两万三", 23_000),
        ("一百二", 120),
        ("1万亿", 10**12),
        ("十二点五", 12.5),
        ("二〇二六", 2026),
    ],
)
def test_mixed_and_short_numerals_are_read(words, value):
    """Figures between Han scales, and the last scale left out as people speak."""
    assert read_number(words) == value


@pytest.mark.parametrize("words", ["", "点五", "三点", "十八千", "三万千", "五百六千", "三十十", "1.2.3", "一" * 50])
def test_what_is_no_number_is_none(words):
    """A greater scale behind a smaller one and a point without figures make no number."""
    assert read_number(words) is None
