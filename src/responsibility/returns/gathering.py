"""Gathering: all files of a period together, one return a unit.

In: Returns and Refusals in the order in which they came. Out: a Collection in protocol order. Of several sheets of one
unit that differ the latest counts, by the day filled in, else by the time saved, else as it came; that is a finding,
and what only the others say is kept without a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from responsibility.analysis.course.period import Period, parse_period
from responsibility.errors import SettingsError
from responsibility.kinds import Severity
from responsibility.model import Finding
from responsibility.returns.answers import COMMENT, EXTRA, Misfit, Refusal, Return, Unplaced
from responsibility.returns.issued import Issued
from responsibility.settings import ProgressSettings


@dataclass(frozen=True, slots=True)
class Collection:
    """What came back. returns: protocol order. refusals: by file name. copies: files that repeat another's answers.

    superseded: sheets in whose place a later one of the unit counts; their unplaced are the words that it does not say.
    findings: of the period as a whole.
    """

    returns: tuple[Return, ...]
    refusals: tuple[Refusal, ...]
    copies: tuple[str, ...]
    superseded: tuple[Return, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def placed(self) -> int:
        """How many typed values are in the ledger."""
        return sum(len(each.answers) + len(each.form) for each in self.returns)

    @property
    def unplaced(self) -> int:
        """How many are not, each listed with its cell."""
        lists = [*(each.unplaced for each in self.returns), *(each.unplaced for each in self.superseded)]
        lists += [each.unplaced for each in self.refusals]
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
    superseded: list[Return] = []
    for unit_id, sheet in issued.sheets.items():
        if different := _drop_copies(by_unit.get(unit_id, []), copies):
            counted = []
            for former in dict.fromkeys(sorted(each.former for each in different)):  # the unit's own first
                sent = [each for each in different if each.former == former]
                latest = reduce(_later, sent)
                others = [each for each in sent if each is not latest]
                counted.append(_tell_superseded(latest, others, sheet.name) if others else latest)
                superseded += (_leave_unsaid(each, latest) for each in others)
            whole, *joined = counted
            for each in joined:
                whole, rest = _join(whole, each)
                superseded.append(rest)
            returns.append(whole)
    return Collection(
        tuple(returns),
        tuple(sorted(refusals, key=lambda each: each.file)),
        tuple(sorted(copies)),
        tuple(superseded),
    )


def doubt_period(collection: Collection, period: Period, settings: ProgressSettings) -> Collection:
    """Tell of each sheet that names another period, or was filled in before this one began."""
    returns = (
        replace(each, findings=(*each.findings, *_doubt_period(each, period, settings))) for each in collection.returns
    )
    return replace(collection, returns=tuple(returns))


def _doubt_period(each: Return, period: Period, settings: ProgressSettings) -> Iterator[Finding]:
    told: dict[str, object] = {"file": each.file, "period": period.id, "start": period.start.isoformat()}
    for entry in each.form:
        with suppress(SettingsError):  # words that name no period
            is_other = entry.key == "period" and parse_period(entry.words, settings, period.end.year) != period
            if is_other:
                more = {"place": entry.place, "value": entry.words}
                yield Finding("RETURN_OTHER_PERIOD", Severity.WARNING, None, None, each.unit_id, {**told, **more})
    if each.filled_on and each.filled_on < period.start < period.end:
        more = {"value": each.filled_on.isoformat()}
        yield Finding("RETURN_DAY_BEFORE", Severity.WARNING, None, None, each.unit_id, {**told, **more})


def _later(one: Return, other: Return) -> Return:
    """Return the later of two sheets, the second of which came in later."""
    if one.filled_on and other.filled_on and one.filled_on != other.filled_on:
        return max(one, other, key=lambda each: each.filled_on or date.min)
    if one.saved and other.saved and one.saved != other.saved:
        return max(one, other, key=lambda each: each.saved)
    return other


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


def _tell_superseded(latest: Return, others: Iterable[Return], unit: str) -> Return:
    told = {
        "file": latest.file,
        "unit": unit,
        "others": "、".join(each.file for each in others),
        "day": latest.filled_on.isoformat() if latest.filled_on else "",
        "saved": latest.saved,
    }
    finding = Finding("RETURN_SUPERSEDES", Severity.WARNING, None, None, latest.unit_id, told)
    return replace(latest, findings=(*latest.findings, finding))


def _join(whole: Return, other: Return) -> tuple[Return, Return]:
    """Add the sheet of a unit that has joined another to that one's; what both say of one thing is left with why."""
    taken = {(each.item_id, each.field) for each in whole.answers if each.field not in (COMMENT, EXTRA)}
    twice = [each for each in other.answers if (each.item_id, each.field) in taken]
    filled = {entry.key for entry in whole.form}
    answers = [replace(a, place=f"{other.file} {a.place}") for a in other.answers if a not in twice]
    form = [replace(e, place=f"{other.file} {e.place}") for e in other.form if e.key not in filled]
    left = [Unplaced(a.place, a.words, Misfit.ROW_TWICE, a.item_id, a.field) for a in twice]
    left += [Unplaced(e.place, e.words, Misfit.ROW_TWICE) for e in other.form if e.key in filled]
    joined = replace(
        whole,
        answers=(*whole.answers, *answers),
        form=(*whole.form, *form),
        findings=(*whole.findings, *other.findings),
    )
    return joined, replace(other, answers=(), form=(), unplaced=(*left, *other.unplaced))


def _leave_unsaid(each: Return, latest: Return) -> Return:
    """Return a sheet with nothing in its place, and what only it says as words without one."""
    said = {(a.item_id, a.field, a.head, a.words) for a in latest.answers}
    entered = {(entry.key, entry.words) for entry in latest.form}
    left = [
        Unplaced(a.place, a.words, Misfit.SUPERSEDED, a.item_id, a.field)
        for a in each.answers
        if (a.item_id, a.field, a.head, a.words) not in said
    ]
    left += [
        Unplaced(entry.place, entry.words, Misfit.SUPERSEDED)
        for entry in each.form
        if (entry.key, entry.words) not in entered
    ]
    return replace(each, answers=(), form=(), unplaced=(*left, *each.unplaced))
