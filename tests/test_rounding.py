"""Rounding: a half goes up, in every sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.language.rounding import show_number, write_whole
from responsibility.language.wording import Wording


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [(0.625, ".0%", "63%"), (0.125, ".2f", "0.13"), (2.5, ".0f", "3"), (-0.5, ".0f", "-1"), (12.0, "g", "12"),
     (1e-5, ".2g", "1e-05"), (0.0625, "+.1%", "+6.3%"), (-0.0625, "+.1%", "-6.3%"), (float("inf"), ".1f", "inf")],
)  # fmt: skip
def test_a_half_is_rounded_up(number, form, shown):
    """62.5 % is 63 %, as the workbook shows it; formats without fixed places stay."""
    assert show_number(number, form) == shown
    assert Wording("zh", {"a": f"{{value:{form}}}"})("a", value=number) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(1234567, "1234567"), (0.1 + 0.2, "0.3"), (2e9, "2000000000"), (-0.05, "-0.05"), (0.0, "0")]
)
def test_a_figure_is_written_in_full(number, shown):
    """No exponent, no seventh digit lost, no trace of binary fractions."""
    assert write_whole(number) == shown


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_moves_by_half_a_place_at_most(thousandths, places):
    """What is shown is the nearest number of that many places."""
    number = thousandths / 1000
    shown = Decimal(show_number(number, f".{places}f"))
    assert abs(shown - Decimal(repr(number))) <= Decimal(1).scaleb(-places) / 2
