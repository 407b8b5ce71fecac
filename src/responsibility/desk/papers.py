"""Papers: what the verbs make of a plan, listed for the desk, and the verbs themselves run beside it.

In: an Desk. Out: lists of files and their bytes; words of a verb that could not do its work. A verb runs as a process
of its own: what ends it does not end the desk, and what it makes is what the command makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from responsibility.analysis.course.period import Period, parse_period
from responsibility.desk.office import Desk
from responsibility.errors import SettingsError
from responsibility.extract.packed import unpack
from responsibility.rows import Faults, Table, decode_rows, read_rows
from responsibility.system.evidence import evidence_folder, list_periods, store_evidence
from responsibility.system.inputs import read_source
from responsibility.system.outputs import list_files
from responsibility.system.processes import run_verb
from responsibility.system.together import hold_folder

_TOP = (
    "责任分解表.docx",
    "责任分解表.xlsx",
    "责任分工要情.pdf",
    "责任分工要情.docx",
    "责任矩阵.xlsx",
    "index.html",
    "calendar.ics",
)
_KINDS = {
    ".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8", ".json": "application/json", ".ics": "text/calendar; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def build_plan(desk: Desk, plan_id: str) -> dict[str, object]:
    """Build a plan's reports as the command does."""
    return _run(desk, ["reports", "--plan", _known(desk, plan_id)])


def _run(desk: Desk, arguments: Sequence[str]) -> dict[str, object]:
    folders = ["--matrix", str(desk.root.resolve()), "--output", str(desk.output.resolve())]
    code, told, trouble = run_verb([*arguments, *folders], desk.language)
    return {"ok": code in (0, 1), "code": code, "words": told, "trouble": trouble}


def _known(desk: Desk, plan_id: str) -> str:
    """Return the id of a plan that is there; anything else, such as an option, is refused."""
    desk.scene(plan_id)
    return plan_id


def list_papers(desk: Desk, plan_id: str) -> dict[str, object]:
    """Return the papers of a plan that were built: those at the top, the sheets of the units, pictures."""
    files = list_files(desk.output / _known(desk, plan_id))
    return {
        "top": [name for name in _TOP if name in files],
        "sheets": [name for name in files if name.startswith("tasks/")],
        "pictures": [name for name in files if name.startswith("diagrams/") and name.endswith(".pdf")],
    }


def read_paper(desk: Desk, plan_id: str, name: str) -> tuple[bytes, str]:
    """Return one output and its media type. Raises SettingsError for whatever is not among them."""
    folder = desk.output / _known(desk, plan_id)
    if name not in list_files(folder):
        raise SettingsError("NO_SUCH_OUTPUT", name)
    kind = _KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    return read_source(folder.joinpath(*PurePosixPath(name).parts)).data, kind


def understand_period(desk: Desk, plan_id: str, words: str) -> Period:
    """Return the period that words name, in the plan's year where they name none."""
    scene, _ = desk.scene(plan_id)
    return parse_period(words, scene.settings.progress, scene.as_of.year if scene.as_of else None)


def take_returns(desk: Desk, plan_id: str, period: str, name: str, data: bytes) -> dict[str, object]:
    """Keep what came back in a period, and have all of it collected anew."""
    meant = understand_period(desk, plan_id, period)
    with hold_folder(desk.root):
        refused = store_evidence(evidence_folder(desk.root, plan_id, meant.id), unpack(name, data))
    done = _run(desk, ["collect", meant.id, "--plan", plan_id])
    told = [desk.tell(each.error) for each in refused if each.error is not None]
    return {**done, "trouble": "\n".join(filter(None, (*told, str(done["trouble"]))))}


def remind_units(desk: Desk, plan_id: str, period: str) -> dict[str, object]:
    """Write the reminders of a period."""
    return _run(desk, ["remind", understand_period(desk, plan_id, period).id, "--plan", plan_id])


def show_returns(desk: Desk, plan_id: str, period: str) -> dict[str, object]:
    """Return what a period came to: who answered, each task's light, and what could not be placed."""
    meant = understand_period(desk, plan_id, period).id
    prefix = f"progress/{meant}/"
    folder = desk.output / _known(desk, plan_id)
    files = [name for name in list_files(folder) if name.startswith(prefix)]
    tables = {
        name: _read_table(desk, plan_id, f"{prefix}data/{name}.csv") for name in ("reports", "lights", "unplaced")
    }
    return {"period": meant, "periods": list(list_periods(desk.root, plan_id)), "files": files, **tables}


def _read_table(desk: Desk, plan_id: str, name: str) -> list[dict[str, str]]:
    if name not in list_files(desk.output / plan_id):
        return []
    text = decode_rows(read_paper(desk, plan_id, name)[0], name)
    rows = read_rows(text, Table(name, {}, (), is_open=True), name, Faults())
    return [dict(row.cells) for row in rows]
