"""Gathering: all files of a period together, one return a unit.

In: Returns and Refusals in any order. Out: a Collection in protocol order. A unit that sent two sheets which differ is
refused with both: nothing here decides for it, but the newer one is named, and why it is the newer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from responsibility.errors import ReturnError
from responsibility.returns.answers import Reason, Refusal, Return, Unplaced
from responsibility.returns.issued import Issued


@dataclass(frozen=True, slots=True)
class Collection:
    """What came back. returns: protocol order. refusals: by file name. copies: files that repeat another's answers."""

    returns: tuple[Return, ...]
    refusals: tuple[Refusal, ...]
    copies: tuple[str, ...]

    @property
    def placed(self) -> int:
        """How many typed values are in the ledger."""
        return sum(len(each.answers) + len(each.form) for each in self.returns)

    @property
    def unplaced(self) -> int:
        """How many are not, each listed with its cell."""
        lists = [*(each.unplaced for each in self.returns), *(each.unplaced for each in self.refusals)]
        return sum(map(len, lists))


def gather_returns(results: Iterable[Return | Refusal], issued: Issued) -> Collection:
    """Put the files of a period together."""
    refusals: list[Refusal] = []
    by_unit: dict[str, list[Return]] = {}
    for result in results:
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            by_unit.setdefault(result.unit_id, []).append(result)
    returns: list[Return] = []
    copies: list[str] = []
    for unit_id in issued.sheets:
        different = _drop_copies(sorted(by_unit.get(unit_id, ()), key=_age), copies)
        if len(different) == 1:
            returns += different
        elif different:
            refusals += _refuse_both(different, issued.sheets[unit_id].name)
    return Collection(tuple(returns), tuple(sorted(refusals, key=lambda each: each.file)), tuple(sorted(copies)))


def _age(each: Return) -> tuple[str, str, int, str]:
    """Return what tells the newer of two sheets: the day filled in, the time saved, more answers; then the name."""
    return each.filled_on.isoformat() if each.filled_on else "", each.saved, len(each.answers), each.file


def _drop_copies(found: list[Return], copies: list[str]) -> list[Return]:
    kept: dict[tuple[object, ...], Return] = {}
    for each in found:
        content = (
            tuple(sorted((a.item_id, a.field, a.head, a.words) for a in each.answers)),
            tuple(sorted((entry.key, entry.words) for entry in each.form)),
            tuple(sorted(left.words for left in each.unplaced)),
        )
        if content in kept:
            copies.append(each.file)
        else:
            kept[content] = each
    return list(kept.values())


def _refuse_both(found: list[Return], unit: str) -> Iterable[Refusal]:
    newest, rival = _age(found[-1]), _age(found[-2])
    value = next((newest[at] for at in range(3) if newest[at] != rival[at]), "?")
    for each in found:
        typed = [Unplaced(a.place, a.words, Reason.REFUSED, a.item_id) for a in each.answers]
        typed += [Unplaced(entry.place, entry.words, Reason.REFUSED) for entry in each.form]
        error = ReturnError(
            "{unit} sent {count} sheets that differ: {files}",
            each.file,
            "{newest} is newer by day filled in, time saved or number of answers ({value}); take the others away",
            unit=unit,
            count=len(found),
            files=", ".join(other.file for other in found),
            newest=found[-1].file,
            value=value,
        )
        yield Refusal(each.file, each.sha256, error, (*typed, *each.unplaced), each.unit_id)
