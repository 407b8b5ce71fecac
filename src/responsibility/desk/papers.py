"""Papers: what the verbs make of a plan, listed for the desk, and the verbs themselves run beside it.

In: a Desk. Out: lists of files and their bytes; words of a verb that could not do its work. A verb runs as a process
of its own: what ends it does not end the desk, and what it makes is what the command makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath
from threading import Lock

from responsibility.desk.office import Desk
from responsibility.errors import SettingsError
from responsibility.paths import name_file
from responsibility.rows import Faults, Table, decode_rows, read_rows
from responsibility.system.inputs import read_source
from responsibility.system.office import find_office, office_converter
from responsibility.system.outputs import list_files
from responsibility.system.processes import run_verb

_TOP = (
    ("appendix", ".docx"), ("appendix", ".xlsx"), ("checkup", ".pdf"), ("checkup", ".docx"), ("matrix", ".xlsx"),
    ("all-tasks", ".xlsx"), ("page", ".html"), ("calendar", ".ics"),
)  # fmt: skip
_PRINTED = (".docx", ".xlsx")  # what LibreOffice prints
_WIDE = 560  # pixels of a picture of a page
_PRINTING = Lock()
_KINDS = {
    ".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8", ".json": "application/json", ".ics": "text/calendar; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def build_plan(desk: Desk, plan_id: str) -> dict[str, object]:
    """Build a plan's reports as the command does."""
    return run_beside(desk, ["reports", "--plan", known_plan(desk, plan_id)])


def run_beside(desk: Desk, arguments: Sequence[str]) -> dict[str, object]:
    """Run a verb on the desk's folders; returns whether it could, and what it said."""
    folders = ["--matrix", str(desk.root.resolve()), "--output", str(desk.output.resolve())]
    code, told, trouble = run_verb([*arguments, *folders], desk.language)
    told = "\n".join(line for line in told.splitlines() if folders[-1] not in line)  # where files lie is no news here
    return {"ok": code in (0, 1), "code": code, "words": told, "trouble": trouble}


def known_plan(desk: Desk, plan_id: str) -> str:
    """Return the id of a plan that is there; anything else, such as an option, is refused."""
    desk.scene(plan_id)
    return plan_id


def list_papers(desk: Desk, plan_id: str) -> dict[str, object]:
    """Return the papers of a plan that were built: those at the top, the sheets of the units, pictures."""
    say = desk.scene(plan_id)[0].say
    files, sheets = list_files(desk.output / plan_id), f"{name_file(say, 'tasks')}/"
    return {
        "top": [name for name in (name_file(say, *each) for each in _TOP) if name in files],
        "sheets": [name for name in files if name.startswith(sheets)],
        "prints": [".pdf", *(_PRINTED if find_office() else ())],
        "pictures": [name for name in files if name.startswith("diagrams/") and name.endswith(".pdf")],
    }


def read_paper(desk: Desk, plan_id: str, name: str) -> tuple[bytes, str]:
    """Return one output and its media type. Raises SettingsError for whatever is not among them."""
    folder = desk.output / known_plan(desk, plan_id)
    if name not in list_files(folder):
        raise SettingsError("NO_SUCH_OUTPUT", name)
    kind = _KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    return read_source(folder.joinpath(*PurePosixPath(name).parts)).data, kind


def print_paper(desk: Desk, plan_id: str, name: str) -> bytes:
    """Return one output as a PDF. Raises SourceError where LibreOffice is absent or fails."""
    return _to_pdf(read_paper(desk, plan_id, name)[0], PurePosixPath(name).suffix[1:])


def picture_paper(desk: Desk, plan_id: str, name: str) -> bytes:
    """Return the first page of one output as a small PNG."""
    return _draw_first(print_paper(desk, plan_id, name))


@lru_cache(maxsize=64)
def _to_pdf(data: bytes, suffix: str) -> bytes:
    if suffix == "pdf":
        return data
    with _PRINTING:  # one LibreOffice at a time, on a machine that has other work to do
        return office_converter(into="pdf")(data, suffix)


@lru_cache(maxsize=64)
def _draw_first(pdf: bytes) -> bytes:
    from pypdfium2 import PdfDocument

    stream = BytesIO()
    with closing(PdfDocument(pdf)) as document:
        page = document[0]
        page.render(scale=_WIDE / page.get_width()).to_pil().save(stream, "PNG", optimize=True)
    return stream.getvalue()


def read_table(desk: Desk, plan_id: str, name: str) -> list[dict[str, str]]:
    """Return the rows of an output that is a table; none where it was not made."""
    if name not in list_files(desk.output / plan_id):
        return []
    text = decode_rows(read_paper(desk, plan_id, name)[0], name)
    rows = read_rows(text, Table(name, {}, (), is_open=True), name, Faults())
    return [dict(row.cells) for row in rows]
