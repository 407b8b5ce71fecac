"""Rounding: a half goes up, in every output: 62.5 % is 63 %, 0.05 with one place is 0.1.

Python's own formats round a half to the even neighbour, workbooks and scripts up; here all round as people do.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from responsibility.patterns import late

_FIXED = late(r"(\+?)\.(\d+)([f%])")


def show_number(number: float, form: str) -> str:
    """Return a number in a format of fixed places, a half rounded away from zero; other formats as Python has them.

    >>> show_number(0.625, ".0%"), show_number(2.25, ".1f"), show_number(12.0, "g")
    ('63%', '2.3', '12')
    """
    found = _FIXED.fullmatch(form)
    exact = Decimal(repr(float(number)))
    if not found or not exact.is_finite():
        return format(number, form)
    percent = found[3] == "%"
    places = Decimal(1).scaleb(-int(found[2]))
    rounded = (exact * (100 if percent else 1)).quantize(places, ROUND_HALF_UP)
    return f"{rounded:{found[1]}f}{'%' if percent else ''}"


def write_whole(number: float, sign: str = "") -> str:
    """Return a number with all its digits, up to nine behind the point, and never an exponent. sign: "+" to show it.

    >>> write_whole(1234567.5), write_whole(0.1 + 0.2), write_whole(-20.0), write_whole(3, "+")
    ('1234567.5', '0.3', '-20', '+3')
    """
    return f"{Decimal(repr(round(float(number), 9))).normalize() + 0:{sign}f}"


def round_up(number: float, places: int) -> float:
    """Return a number of so many places, a half rounded away from zero: what is kept is what is shown.

    >>> round_up(49.5 - 39.45, 1)
    10.1
    """
    return float(show_number(round(number, 9), f".{places}f"))


class RoundedUp(float):
    """A number that a sentence formats by `show_number`."""

    def __format__(self, form: str) -> str:
        """Format as a plain number that rounds a half up."""
        return show_number(float(self), form)
