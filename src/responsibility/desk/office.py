"""Desk: what the desk shows and does, as values; the server only carries them.

In: the folders, the language, and a clock. Out: mappings ready for JSON. Reads with the rooms that the verbs read with,
writes through `records`, and has the verbs themselves build and collect, so that desk and command never differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from responsibility.analysis.course.steps import STEPS
from responsibility.desk.marks import Meaning, mark_words, select_words
from responsibility.desk.questions import list_questions
from responsibility.desk.records import (
    Deed,
    Settlement,
    Signature,
    change_files,
    do_settlement,
    find_former,
    path_of,
    read_deeds,
    read_heads,
    redo_deed,
    sign_lines,
    supersede,
    turned_lines,
    undo_deed,
)
from responsibility.desk.showing import show_deeds, show_effect, show_plan, show_question
from responsibility.errors import ResponsibilityError, SettingsError
from responsibility.extract.source import Guard
from responsibility.language.wording import load_wording, tell_error
from responsibility.model import Plan
from responsibility.resolve.overrides import OVERRIDES, parse_overrides
from responsibility.rows import decode_rows
from responsibility.spans import Span
from responsibility.system.guard import read_guarded
from responsibility.system.inputs import (
    MatrixFolder,
    PlanFolder,
    list_plan_ids,
    read_matrix,
    read_plan_folder,
    read_source,
)
from responsibility.system.office import office_converter
from responsibility.system.together import hold_folder
from responsibility.views.matters import TableLine
from responsibility.workflows.project import Convert, House, furnish, make_scene, read_plan

if TYPE_CHECKING:
    from responsibility.views.scene import Scene


class StaleError(ResponsibilityError):
    """The files have changed since the page was shown: nothing was written."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A plan as the files have it. digest: a hash of all that it rests on; version: of what decisions rest on.

    What a verb writes down of the year changes the digest alone, so that no page is out of date for it.
    """

    folder: PlanFolder
    matrix: MatrixFolder
    house: House
    version: str
    digest: str


def _hash(*parts: Mapping[str, str]) -> str:
    return sha256(json.dumps(list(map(dict, parts)), sort_keys=True).encode()).hexdigest()[:16]


class Desk:
    """The folders of one office. this_day: the day that is written beside what a person settles."""

    def __init__(self, root: Path, output: Path, language: str, this_day: Callable[[], date]) -> None:
        self.root, self.output, self.language = root, output, language
        self.words = load_wording(language)
        self.convert: Convert = lru_cache(maxsize=8)(office_converter())  # LibreOffice takes a second or more
        self.guard: Guard | None = read_guarded
        self.this_day = this_day
        self._scene = lru_cache(maxsize=8)(self._make_scene)
        self._latest: dict[str, _Read] = {}
        self._looking = Lock()

    def tell(self, error: ResponsibilityError) -> str:
        """Return an error in the office's language."""
        return tell_error(error, self.words)

    def _read(self, plan_id: str) -> _Read:
        list_plan_ids(self.root, plan_id)
        matrix = read_matrix(self.root, plans=False)
        folder, hashes = read_plan_folder(self.root, plan_id)
        digest = _hash(matrix.inputs, hashes)
        known = self._latest.get(plan_id)
        if known is None or known.digest != digest:
            house = furnish(matrix, self.language, self.convert, self.guard)
            decided = {path: each for path, each in hashes.items() if not path.endswith(f"/{STEPS.name}")}
            version = _hash(matrix.inputs, decided)
            known = self._latest[plan_id] = _Read(folder, matrix, house, version, digest)
        return known

    def _make_scene(self, plan_id: str, digest: str) -> Scene:
        read = self._latest[plan_id]
        assert read.digest == digest
        return make_scene(read_plan(read.folder, read.house), read.house)

    def scene(self, plan_id: str) -> tuple[Scene, _Read]:
        """Return a plan as its files have it now."""
        with self._looking:
            read = self._read(plan_id)
            return self._scene(plan_id, read.digest), read

    def show(self, plan_id: str) -> dict[str, object]:
        """Return all that the settling screen shows of a plan."""
        scene, read = self.scene(plan_id)
        registry = read.house.registry.at(scene.plan.place)
        return {
            "version": read.version,
            **show_plan(scene),
            "questions": [show_question(scene, each) for each in list_questions(scene, registry)],
            "deeds": show_deeds(read_deeds(self.root, plan_id)),
            "former": find_former(self.root, plan_id),
        }

    def preview(self, plan_id: str, lines: Sequence[TableLine]) -> dict[str, object]:
        """Return what a plan would come to with more lines; nothing is written."""
        scene, read = self.scene(plan_id)
        return show_effect(scene.plan, self._try(plan_id, read, self._sign(plan_id, lines, Signature("-", "", ""))))

    def _try(self, plan_id: str, read: _Read, lines: Iterable[TableLine]) -> Plan:
        """Read a plan with lines added; raises what reading it would raise."""
        listed = tuple(lines)
        before = {each.file: _bytes(path_of(self.root, plan_id, each.file)) for each in listed}
        texts = {file: decode_rows(data, file) for file, data in change_files(before, listed).items()}
        for file, text in texts.items():
            if file.endswith(f"/{OVERRIDES.name}"):  # of another plan, which has to be read tomorrow as well
                parse_overrides(text, file)
        matrix = replace(
            read.matrix,
            units=texts.get("units.csv", read.matrix.units),
            aliases=texts.get("aliases.csv", read.matrix.aliases),
            groups=texts.get("groups.csv", read.matrix.groups),
        )
        folder = replace(
            read.folder,
            overrides=texts.get("overrides.csv", read.folder.overrides),
            dismissals=texts.get("dismissals.csv", read.folder.dismissals),
        )
        return read_plan(folder, furnish(matrix, self.language, self.convert, self.guard))

    def act(self, plan_id: str, version: str, decision: Settlement, reason: str, by: str) -> dict[str, object]:
        """Write what a person settled, and show the plan anew.

        Raises StaleError where the files are no longer those of version; a line that could not be read is not written.
        """
        if not reason.strip():
            raise SettingsError("NO_REASON", decision.question)
        word = Signature(reason.strip(), by.strip(), self.this_day().isoformat())
        with hold_folder(self.root):
            read = self.expect(plan_id, version)
            signed = self._sign(plan_id, decision.lines, word)
            self._try(plan_id, read, signed)
            do_settlement(self.root, plan_id, replace(decision, lines=signed), word)
        return self.show(plan_id)

    def undo(self, plan_id: str, version: str, by: str, number: int = 0) -> dict[str, object]:
        """Take back an act by its number, or the latest that stands."""
        with hold_folder(self.root):
            read = self.expect(plan_id, version)
            standing = {deed.number: deed for deed in read_deeds(self.root, plan_id) if not deed.undone}
            deed = standing.get(number or max(standing, default=0))
            if deed is None:
                raise SettingsError("NOTHING_TO_UNDO", plan_id)
            self._turn(plan_id, read, deed, by, undo=True)
        return self.show(plan_id)

    def redo(self, plan_id: str, version: str, by: str, number: int = 0) -> dict[str, object]:
        """Do an act again that was undone: by its number, whatever was done since, or the one after the latest."""
        with hold_folder(self.root):
            read = self.expect(plan_id, version)
            deeds = read_deeds(self.root, plan_id)
            last = max((deed.number for deed in deeds if not deed.undone), default=0)
            undone = [deed for deed in deeds if deed.undone]
            wanted = (deed for deed in undone if (deed.number == number if number else deed.number > last))
            deed = next(wanted, None)
            if deed is None:
                raise SettingsError("NOTHING_TO_REDO", plan_id)
            self._turn(plan_id, read, deed, by, undo=False)
        return self.show(plan_id)

    def _turn(self, plan_id: str, read: _Read, deed: Deed, by: str, *, undo: bool) -> None:
        """Turn an act round or do it again, if the plan can be read without it, or with it."""
        try:
            self._try(plan_id, read, turned_lines(deed) if undo else deed.settlement.lines)
        except ResponsibilityError as error:
            if error.code == "LINE_GONE":
                raise
            raise SettingsError("OTHERS_STAND", words=deed.settlement.words) from error
        turn = undo_deed if undo else redo_deed
        turn(self.root, plan_id, deed, Signature("", by, self.this_day().isoformat()))

    def mark(self, plan_id: str, span: Span, meaning: str, unit_id: str, typed: str = "") -> tuple[TableLine, ...]:
        """Return the lines that say what selected words are, or what a person typed of their task."""
        scene, read = self.scene(plan_id)
        if meaning not in tuple(Meaning):
            raise SettingsError("NO_SUCH_MEANING", meaning=meaning)
        registry = read.house.registry.at(scene.plan.place)
        return mark_words(select_words(scene.plan, registry, span, typed), Meaning(meaning), unit_id, scene.say)

    def _sign(self, plan_id: str, lines: Sequence[TableLine], word: Signature) -> tuple[TableLine, ...]:
        lines = supersede(self.root, plan_id, lines)
        return sign_lines(lines, word, read_heads(self.root, plan_id, (each.file for each in lines)))

    def expect(self, plan_id: str, version: str) -> _Read:
        """Read a plan. Raises StaleError where its files are no longer those of version."""
        with self._looking:
            read = self._read(plan_id)
        if read.version != version:
            raise StaleError("STALE_MARKS", plan_id)
        return read


def _bytes(path: Path) -> bytes:
    return read_source(path).data if path.is_file() else b""
