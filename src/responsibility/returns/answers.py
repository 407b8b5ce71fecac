"""Answers: what a returned sheet says, each word with the cell it stood in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from responsibility.errors import ResponsibilityError
from responsibility.kinds import Severity
from responsibility.model import Finding

COMMENT = "comment"  # a note on a cell
EXTRA = "extra"  # a column that the unit added


class Misfit(StrEnum):
    """Why something that was typed has no place in the ledger."""

    TEXT_CHANGED = "text-changed"
    IDS_DISAGREE = "ids-disagree"
    OTHER_UNIT = "other-unit"
    ROW_TWICE = "row-twice"
    NO_TASK = "no-task"
    LEFT_OUT = "left-out"
    PRINTED = "printed-changed"
    UNCOMPUTED = "uncomputed"
    ERROR = "error-cell"
    PICTURE = "picture"
    TEXT_BOX = "text-box"
    OTHER_SHEET = "other-sheet"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Word:
    """One answer. words: as typed. value: a status key, a share in percent, or the words; None if not understood.

    place: sheet and cell. head: the head of an added column.
    """

    item_id: str
    field: str
    words: str
    value: str | float | None
    place: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something typed that is not in the ledger. item_id: the task it may belong to, or ""; field: its column's."""

    place: str
    words: str
    reason: Misfit
    item_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A name, telephone or day from the head of the sheet, or a contact of a partner ("市科技局/liaison")."""

    key: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Return:
    """One returned file as read. saved: when its program last saved it, "" if unknown.

    former: the unit it was issued to, where another goes on for that one by now.
    """

    file: str
    sha256: str
    unit_id: str
    answers: tuple[Word, ...]
    unplaced: tuple[Unplaced, ...]
    form: tuple[FormEntry, ...]
    findings: tuple[Finding, ...]
    saved: str = ""
    filled_on: date | None = None
    former: str = ""

    def list_places(self) -> dict[str, str]:
        """Say where each task's answer stands: the cell of the share, else that of the status, else the first."""
        places: dict[str, str] = {}
        for word in sorted(self.answers, key=lambda word: _RANK.get(word.field, len(_RANK))):
            places.setdefault(word.item_id, word.place)
        return places


_RANK = {"progress": 0, "status": 1}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, with why, and everything typed in it that could still be read."""

    file: str
    sha256: str
    error: ResponsibilityError
    unplaced: tuple[Unplaced, ...] = ()
    unit_id: str = ""


@dataclass(slots=True)
class Harvest:
    """What is being gathered from one file; place names of findings carry the file."""

    file: str
    unit_id: str
    answers: list[Word] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    form: list[FormEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(
        self, code: str, severity: Severity, place: str, value: str = "", item_id: str = "", **more: object
    ) -> None:
        """Add a finding that names file, place and value."""
        params = {"file": self.file, "place": place, "value": value[:80], "item": item_id, **more}
        self.findings.append(Finding(code, severity, None, item_id or None, self.unit_id, params))

    def leave(self, place: str, words: str, reason: Misfit, item_id: str = "", field: str = "") -> None:
        """Keep something typed that has no place."""
        self.unplaced.append(Unplaced(place, words, reason, item_id, field))
