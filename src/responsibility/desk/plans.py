"""Plans: what stands in the folder, and a new notice taken in.

In: an Desk; the name and bytes of a file that was dropped. Out: cards, and a new plan's folder, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from responsibility.desk.office import Desk
from responsibility.desk.questions import list_questions
from responsibility.desk.records import TABLES, read_deeds
from responsibility.desk.showing import count_marks
from responsibility.desk.standing import list_card_steps
from responsibility.errors import NoPlanError, ResponsibilityError, SettingsError, SourceError
from responsibility.model import Plan
from responsibility.paths import safe_name
from responsibility.rows import Faults, read_rows
from responsibility.system.inputs import (
    NOTICE_STEM,
    PORTFOLIO,
    SourceFile,
    list_plan_ids,
    list_plan_names,
    read_matrix,
    read_plan_folder,
)
from responsibility.system.outputs import list_files, make_folder
from responsibility.system.together import change_together, hold_folder
from responsibility.views.matters import KINDS
from responsibility.views.naming import plan_title
from responsibility.workflows.project import furnish, read_notice
from responsibility.workflows.starting import start_matrix

_LONGEST_ID = 30
_FACTS = 1 << 16  # bytes of what a workbook says of itself


def list_plans(desk: Desk) -> list[dict[str, object]]:
    """Return a card for each plan; one that cannot be read has an error in its place."""
    start_folder(desk)
    try:
        ids = list_plan_ids(desk.root)
    except NoPlanError:
        return []
    return [_show_card(desk, plan_id) for plan_id in ids]


def _show_card(desk: Desk, plan_id: str) -> dict[str, object]:
    try:
        scene, read = desk.scene(plan_id)
    except ResponsibilityError as error:
        return {"id": plan_id, "title": plan_id, "error": desk.tell(error)}
    header, deeds = scene.plan.header, read_deeds(desk.root, plan_id)
    left = len(list_questions(scene, read.house.registry.at(scene.plan.place)))
    return {
        "id": plan_id,
        "title": plan_title(header.title or "") or plan_id,
        "issuer": header.issuer,
        "issued_on": str(header.issued_on or header.published_on or ""),
        "tasks": scene.say("desk.ui.tasks"),  # or 问题; the other words are those of all plans
        "counts": count_marks(scene.plan),
        "open": left,
        "steps": list_card_steps(desk, plan_id, sum(not deed.undone for deed in deeds), left),
    }


def take_notice(desk: Desk, name: str, data: bytes) -> str:
    """Take a notice in as a new plan and return its id.

    Raises SourceError where it cannot be read, or the tables here are another place's; nothing is kept then.
    """
    start_folder(desk)
    plan = _read_new(desk, name, data, NOTICE_STEM)
    other = next((each for each in plan.findings if each.code == "PLACE_OTHER"), None)
    if other:  # what would be entered of its units into the tables here would never be read for it
        raise SourceError("NOTICE_OF_OTHER_PLACE", name, place=other.params["place"], own=other.params["own"])
    title = plan_title(plan.header.title or "") or name.rpartition(".")[0]
    plan_id = _free_id(desk, safe_name(title[:_LONGEST_ID]))
    make_folder(desk.root / "plans" / plan_id, {f"{NOTICE_STEM}{_ending(name)}": data})
    return plan_id


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 5:
        raise SettingsError("NO_ENDING", name)
    return f".{ending.lower()}"


def _free_id(desk: Desk, wanted: str) -> str:
    taken = {name.casefold() for name in list_plan_names(desk.root)} | {PORTFOLIO}
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def replace_notice(desk: Desk, plan_id: str, name: str, data: bytes) -> dict[str, object]:
    """Put a corrected notice in the place of a plan's; the one before is kept beside it under a number.

    Every decision stays: it holds for the new text, or is asked about where it fits nothing any more. Returns how many.
    """
    list_plan_ids(desk.root, plan_id)
    _read_new(desk, name, data, plan_id)
    with hold_folder(desk.root):  # from here on nobody else puts a notice there that would be written over
        kept = _exchange(desk.root, plan_id, f"{NOTICE_STEM}{_ending(name)}", data)
    scene, _ = desk.scene(plan_id)
    stale = sum(each.code in KINDS["stale"] for each in scene.findings)
    decided = [(TABLES[name], text) for name, text in scene.plan.tables if name in TABLES]
    lines = sum(len(read_rows(text, table, table.name, Faults())) for table, text in decided)
    return {"words": desk.words("desk.ui.notice_changed", kept=kept, count=lines - stale, stale=stale)}


def _exchange(root: Path, plan_id: str, name: str, data: bytes) -> str:
    """Put a notice in the place of a plan's and return the name that the one before is kept under."""
    place, old = root / "plans" / plan_id, read_plan_folder(root, plan_id)[0].notice
    kept = _free_name(list_files(place), _ending(old.name))
    change_together(root, {place / old.name: None, place / kept: old.data, place / name: data})
    return kept


def _read_new(desk: Desk, name: str, data: bytes, plan_id: str) -> Plan:
    """Read what was dropped. Raises SourceError where no task was found: it is no notice, or a picture of one."""
    house = furnish(read_matrix(desk.root, plans=False), desk.language, desk.convert, desk.guard)
    plan = read_notice(SourceFile(safe_name(name), data), house, plan_id)
    if _is_issued(data):
        raise SourceError("SHEET_NO_NOTICE", name)
    if not plan.items:
        raise SourceError("NO_TASK_FOUND", name)
    return plan


def _is_issued(data: bytes) -> bool:
    """Say whether a workbook, which was read already, is a sheet that was sent out: it says whose."""
    with suppress(BadZipFile, KeyError), ZipFile(BytesIO(data)) as book, book.open("docProps/custom.xml") as facts:
        return b'"plan_id"' in facts.read(_FACTS)
    return False


def _free_name(taken: Collection[str], ending: str) -> str:
    names = (f"{NOTICE_STEM}.{number}{ending}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def start_folder(desk: Desk) -> None:
    """Make an empty matrix folder where there is none yet."""
    if not desk.root.exists():
        make_folder(desk.root, start_matrix("", desk.words), ("plans",))
