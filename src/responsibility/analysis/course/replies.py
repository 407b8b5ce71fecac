"""Replies: what units said of a period, and what of it cannot all be true.

In: the answers of this period and of the one before. Out: contradictions between units and doubts about one, as rows.
A contradiction or a doubt is a question to ask, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from responsibility.kinds import Role

# kind: done-not-done, not-started-under-way, adjusted-not, leads-differ. unit_id leads, other_id is another unit.
CONTRADICTION_COLUMNS = ("kind", "item_id", "unit_id", "other_id", "status", "other_status", "words", "other_words")
# kind: fell, reopened, done-short, full-not-done, not-started-share, done-wordless, words-only, same-words,
# unchanged, share-unread.
DOUBT_COLUMNS = ("kind", "item_id", "unit_id", "status", "percent", "status_before", "percent_before")
Roles = Mapping[str, Mapping[str, Role]]  # the units of each item
Given = Mapping[tuple[str, str], "Answer"]  # by item and unit


@dataclass(frozen=True, slots=True)
class Answer:
    """What one unit said of one item.

    status: a key or "". percent: 0 to 100, above where more was done than promised, or None. unread: a share was typed
    that nobody could read. The rest as typed.
    """

    item_id: str
    unit_id: str
    status: str = ""
    percent: float | None = None
    done: str = ""
    problems: str = ""
    next_step: str = ""
    office: str = ""
    person: str = ""
    telephone: str = ""
    notes: str = ""
    unread: bool = False

    @property
    def is_told(self) -> bool:
        """Say whether anything was written in words."""
        return any((self.done, self.problems, self.next_step, self.notes))


ANSWER_COLUMNS = tuple(each.name for each in fields(Answer))  # one row a unit and item that were answered


def index_answers(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    """Return answers by item and unit."""
    return {(each.item_id, each.unit_id): each for each in answers}


_UNDER_WAY = ("on-schedule", "behind", "not-started")


def find_contradictions(roles: Roles, given: Given) -> Iterator[tuple[str, ...]]:
    """Yield every pair of a lead's and another unit's answers that cannot both hold."""
    for item, units in roles.items():
        leads = [unit for unit, role in units.items() if role is Role.LEAD and (item, unit) in given]
        for lead in leads:
            for other, role in units.items():
                if other == lead or (item, other) not in given:
                    continue
                one, two = given[item, lead], given[item, other]
                kind = _clash(one, two)
                if role is Role.LEAD:  # each pair of leads once, whichever of them claims more
                    is_first = leads.index(lead) < leads.index(other)
                    kind = "leads-differ" if is_first and (kind or _clash(two, one)) else ""
                if kind:
                    yield kind, item, lead, other, one.status, two.status, one.done, two.done or two.problems


def _clash(lead: Answer, other: Answer) -> str:
    if lead.status == "done" and (other.status in _UNDER_WAY or (other.percent is not None and other.percent < 100)):
        return "done-not-done" if other.status != "done" else ""
    if lead.status == "not-started" and other.status in ("done", "on-schedule"):
        return "not-started-under-way"
    if lead.status == "adjusted" and other.status in (*_UNDER_WAY, "done"):
        return "adjusted-not"
    return ""


def find_doubts(given: Given, before: Given) -> Iterator[tuple[object, ...]]:
    """Yield what is hard to believe, in the order of the answers."""
    for key, answer in given.items():
        earlier = before.get(key, Answer(*key))
        for kind in _doubt(answer, earlier):
            yield kind, *key, answer.status, answer.percent, earlier.status, earlier.percent


def _doubt(answer: Answer, earlier: Answer) -> Iterator[str]:
    """Yield what is hard to believe in one answer, by itself and after the one before."""
    share = answer.percent
    if share is not None and earlier.percent is not None and share < earlier.percent:
        yield "fell"
    if earlier.status == "done" and answer.status in _UNDER_WAY:
        yield "reopened"
    if share is not None:
        claims = {
            "done-short": answer.status == "done" and share < 100,
            "full-not-done": share >= 100 and answer.status in ("not-started", "behind"),
            "not-started-share": answer.status == "not-started" and 0 < share < 100,
        }
        yield from (kind for kind, holds in claims.items() if holds)
    if answer.status == "done" and not answer.done:
        yield "done-wordless"
    if answer.unread:
        yield "share-unread"
    if answer.is_told and not answer.status and not answer.unread and share is None:
        yield "words-only"
    if answer.done and answer == earlier and answer.status in _UNDER_WAY:
        yield "unchanged"
    if answer.done and answer.done == earlier.done and (share or 0) > (earlier.percent or 0):
        yield "same-words"
