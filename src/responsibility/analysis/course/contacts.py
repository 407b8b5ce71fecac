"""Contacts: whom units named in the sheets that they returned, and in which of them last.

In: what units wrote above and beside their tasks, period by period. Out: who answers for what from then on, as
`collect` writes it down beside the plan (contacts.csv) and reports read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from responsibility.analysis.course.replies import Answer
from responsibility.parse.beside.people import PHONE
from responsibility.rows import Faults, Table, encode_rows, read_rows, write_rows

REFINED = "plan"  # in the place of a period: from the sheets in which lead units refined their tasks
POSTS = ("liaison", "deputy")  # of the form, who answer for all tasks of their unit
CONTACTS = Table(
    "contacts.csv",
    {
        "unit_id": ("单位",),
        "item_id": ("任务",),
        "post": ("职务",),
        "name": ("姓名",),
        "office": ("科室",),
        "phone": ("电话",),
        "period": ("期次",),
    },
    ("unit_id", "period"),
)


class Contact(NamedTuple):
    """One person as a unit named them. item_id: "" for all tasks. post: of POSTS or "". period: its id, or REFINED."""

    unit_id: str
    item_id: str
    post: str
    name: str
    office: str
    phone: str
    period: str


def name_contacts(
    forms: Iterable[tuple[str, Mapping[str, str]]], answers: Iterable[Answer], period: str
) -> Iterator[Contact]:
    """Yield whom units name in one period. forms: by unit what stands beside its tasks, name and telephone together."""
    for unit_id, form in forms:
        for post in POSTS:
            if words := form.get(post):
                phone = PHONE.search(words)
                name = words.replace(phone[0], "") if phone else words
                yield Contact(unit_id, "", post, name.strip(), "", phone[0] if phone else "", period)
    for each in answers:
        if each.person or each.office or each.telephone:
            yield Contact(each.unit_id, each.item_id, "", each.person, each.office, each.telephone, period)


def renew_contacts(before: Iterable[Contact], said: Iterable[Contact]) -> tuple[Contact, ...]:
    """Take what was said later of a unit's post, or of its task, in the place of what was said before.

    Who answers for a piece of a task stays beside who answers for the task.
    """
    later = tuple(said)
    places = {each[:3] for each in later}
    kept = (each for each in before if each[:3] not in places or (each.item_id and each.period == REFINED))
    return (*kept, *later)


def write_contacts(contacts: Iterable[Contact]) -> bytes:
    """Write contacts.csv."""
    return encode_rows(write_rows(CONTACTS.heads, contacts))


def parse_contacts(text: str, where: str) -> tuple[Contact, ...]:
    """Read contacts.csv. Raises RegistryError for wrong lines."""
    problems = Faults()
    rows = read_rows(text, CONTACTS, where, problems)
    problems.raise_all(where)
    return tuple(Contact(*(row(column) for column in CONTACTS.columns)) for row in rows)
