"""Tally: compare what was printed with what is true, count, and keep what differs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from math import isclose


class Tally:
    """How many values were compared, and those that differ. told: sentences that were compared, as printed."""

    total = 0  # over all tallies of a run

    def __init__(self) -> None:
        self.count = 0
        self.wrong: list[str] = []
        self.told: set[str] = set()

    def same(self, what: object, true: object, printed: object) -> None:
        """Compare one value: numbers to nine digits, all else as it is."""
        self.count += 1
        Tally.total += 1
        if not _is_same(true, printed):
            self.wrong.append(f"{what}: printed {printed!r}, true {true!r}")

    def all_same(self, what: object, true: dict, printed: dict) -> None:
        """Compare two tables key by key; a key that only one has differs."""
        self.same((what, "keys"), sorted(map(str, true)), sorted(map(str, printed)))
        for key in true.keys() & printed.keys():
            self.same((what, key), true[key], printed[key])

    def settle(self) -> None:
        """Fail where anything differs, or nothing was compared."""
        assert self.count, "nothing was compared"
        assert not self.wrong, f"{len(self.wrong)} of {self.count} differ:\n" + "\n".join(self.wrong[:25])


def _is_same(true: object, printed: object) -> bool:
    numbers = (int, float)
    if isinstance(true, numbers) and isinstance(printed, numbers) and not isinstance(true, bool):
        return isclose(true, printed, rel_tol=1e-9, abs_tol=1e-12)
    return true == printed


def show(value: object, form: str) -> str:
    """Print a value as a sentence does: halves go up (away from zero) in formats of fixed places."""
    if isinstance(value, str):
        return value
    if form[-1:] in ("f", "%") and form.startswith("."):
        exact = Decimal(repr(float(value))) * (100 if form[-1] == "%" else 1)
        rounded = exact.quantize(Decimal(1).scaleb(-int(form[1:-1])), ROUND_HALF_UP)
        return f"{rounded:f}" + ("%" if form[-1] == "%" else "")
    return format(value, form)


def take(out: StringIO) -> str:
    """Return what was printed since the last time."""
    words = out.getvalue()
    out.seek(0)
    out.truncate()
    return words
