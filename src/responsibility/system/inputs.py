"""The matrix folder: what people write, read as text and bytes without judging it.

In: a path. Out: a MatrixFolder with the raw contents of every file, and the hash of each. Missing optional
files are empty; the rooms below say what is wrong inside a file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from responsibility.errors import NoPlanError, RegistryError, SettingsError, SourceError
from responsibility.extract.packed import is_litter
from responsibility.paths import safe_name
from responsibility.rows import Edit, Table, decode_rows, edit_rows
from responsibility.system.outputs import lock_folder, replace_file
from responsibility.system.together import finish_changes

# A notice keeps the name it was sent under; only its stem is agreed, so that plans are found without settings.
NOTICE_STEM = "notice"
LARGEST_SOURCE = 256 * 1024 * 1024
# The output folder of all plans together lies beside those of the plans, so no plan may have its name.
PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read: path relative to the matrix folder with forward slashes, and its bytes."""

    path: str
    data: bytes

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """One plan as people keep it. From overrides to contacts: the text of the files of that name, or "".

    unread: names of files in its folder that nothing reads, such as a table that somebody named wrong.
    """

    id: str
    notice: SourceFile
    overrides: str
    dismissals: str = ""
    meetings: str = ""
    inspections: str = ""
    steps: str = ""
    refinements: str = ""
    goals: str = ""
    contacts: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixFolder:
    """All that people write. inputs: SHA-256 of every file read, by path, sorted."""

    root: Path
    settings: Mapping[str, object]
    lexicon: Mapping[str, object]
    wording: Mapping[str, object]
    units: str
    aliases: str
    groups: str
    plans: tuple[PlanFolder, ...]
    inputs: Mapping[str, str]


def read_source(path: Path, root: Path | None = None) -> SourceFile:
    """Read one file whole.

    Raises SourceError if it is missing, no file, too large or not readable.
    """
    try:
        if path.is_dir():
            raise SourceError("SOURCE_IS_FOLDER", str(path))
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise SourceError("SOURCE_NO_FILE", str(path))
        size = status.st_size
        if size > LARGEST_SOURCE:
            raise SourceError("SOURCE_TOO_LARGE", str(path), size=size // 2**20, limit=LARGEST_SOURCE // 2**20)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("NOT_READABLE", str(path), reason=error.strerror) from error
    relative = path.relative_to(root).as_posix() if root else path.name
    return SourceFile(relative, data)


def decode_table(source: SourceFile) -> str:
    """Decode a CSV or TOML file that a person saved."""
    return decode_rows(source.data, source.path)


class _Reader:
    """Reads files below a root and keeps the hash of each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inputs: dict[str, str] = {}

    def source(self, path: Path) -> SourceFile:
        source = read_source(path, self.root)
        self.inputs[source.path] = sha256(source.data).hexdigest()
        return source

    def text(self, path: Path) -> str:
        if not path.is_file():
            _refuse_workbook(path)
            return ""
        return decode_table(self.source(path))

    def tables(self, path: Path) -> Mapping[str, object]:
        try:
            return tomllib.loads(self.text(path))
        except tomllib.TOMLDecodeError as error:
            # Python says what it expected in English only, and where.
            at = tuple(re.findall(r"\d+", str(error).rpartition("(")[2]))
            raise SettingsError("NOT_TOML", str(path), at=at) from error


def _refuse_workbook(path: Path) -> None:
    """Raise RegistryError where a spreadsheet lies in the place of a table: read by nobody, it would be lost."""
    for ending in (".xlsx", ".xls", ".et", ".ods"):
        if path.suffix == ".csv" and path.with_suffix(ending).is_file():
            raise RegistryError("TABLE_IS_WORKBOOK", str(path.with_suffix(ending)), name=path.name)


def _list_folders(root: Path) -> list[Path]:
    plans = root / "plans"
    return sorted(path for path in plans.iterdir() if path.is_dir()) if plans.is_dir() else []


def list_plan_names(root: Path) -> tuple[str, ...]:
    """Return the names of the folders in which plans may be, sorted; none where there is no folder of plans."""
    return tuple(path.name for path in _list_folders(root))


def list_plan_ids(root: Path, only: str | None = None) -> tuple[str, ...]:
    """Return the ids of all plans of a matrix folder, sorted; only: of the one wanted.

    Raises SourceError where there is no folder or not the plan, NoPlanError where nobody has put a plan there yet.
    """
    _refuse_absent(root)
    ids = tuple(path.name for path in _list_folders(root))
    if not ids:
        raise NoPlanError("NO_PLAN", str(root / "plans"), stem=NOTICE_STEM)
    if only is not None and only not in ids:
        raise SourceError("NO_SUCH_PLAN", str(root / "plans"), plan=only, known=ids)
    return ids if only is None else (only,)


def _refuse_absent(root: Path) -> None:
    if not root.is_dir():
        raise SourceError("NO_SUCH_FOLDER", str(root))


def _refuse_id(folder: Path) -> None:
    """Raise SourceError for an id whose outputs could not have a folder of that name on every system."""
    if folder.name.casefold() == PORTFOLIO or safe_name(folder.name) != folder.name:
        raise SourceError("PLAN_NAME", str(folder), plan=folder.name)
    twins = [path.name for path in folder.parent.iterdir() if path.name.casefold() == folder.name.casefold()]
    if len(twins) > 1:
        raise SourceError("PLAN_NAME_TWICE", str(folder.parent), plans=tuple(sorted(twins)))


PLAN_TABLES = (
    "overrides",
    "dismissals",
    "meetings",
    "inspections",
    "steps",
    "refinements",
    "goals",
    "contacts",
)  # the fields of PlanFolder
_ELSEWHERE = ("decisions", "history", "scores")  # tables of a plan that other verbs read


def read_plan_folder(root: Path, plan_id: str) -> tuple[PlanFolder, Mapping[str, str]]:
    """Read one plan, with the hash of each of its files. Raises SourceError where it has not just one notice."""
    folder, reader = root / "plans" / plan_id, _Reader(root)
    _refuse_id(folder)
    # Excel and WPS leave "~$notice.docx" beside an open file; it is no notice.
    notices = sorted(path for path in folder.iterdir() if path.stem == NOTICE_STEM and path.is_file())
    if not notices:
        raise SourceError("NO_NOTICE", str(folder), stem=NOTICE_STEM)
    if len(notices) > 1:
        raise SourceError("MANY_NOTICES", str(folder), count=len(notices), found=tuple(path.name for path in notices))
    tables = {name: reader.text(folder / f"{name}.csv") for name in PLAN_TABLES}
    unread = _list_unread(folder)
    plan = PlanFolder(plan_id, reader.source(notices[0]), unread=unread, **tables)
    nothing = sha256(b"").hexdigest()  # of such a file the name alone is known
    told = {(folder / name).relative_to(root).as_posix(): nothing for name in unread}
    return plan, dict(sorted((reader.inputs | told).items()))


def _list_unread(folder: Path) -> tuple[str, ...]:
    """Name the files of a plan's folder that nothing reads; those that a program or a system leaves are nobody's."""
    known = {f"{name}.csv" for name in (*PLAN_TABLES, *_ELSEWHERE)}
    files = (path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(f"{NOTICE_STEM}."))
    return tuple(sorted(name for name in files if name not in known and not is_litter(name)))


def read_matrix(root: Path, only: str | None = None, plans: bool = True) -> MatrixFolder:
    """Read the matrix folder; only: the id of the one plan wanted; plans: whether to read any.

    Plans are sorted by id. Raises SourceError where there is no folder or a plan that cannot be read, SettingsError
    for bad TOML. What a run that was ended had begun to change is finished first.
    """
    _refuse_absent(root)
    finish_changes(root)
    reader = _Reader(root)
    ids = list_plan_ids(root, only) if only else [path.name for path in _list_folders(root)]
    read = [read_plan_folder(root, each) for each in ids] if plans else []
    return MatrixFolder(
        root,
        reader.tables(root / "settings.toml"),
        reader.tables(root / "lexicon.toml"),
        reader.tables(root / "wording.toml"),
        reader.text(root / "units.csv"),
        reader.text(root / "aliases.csv"),
        reader.text(root / "groups.csv"),
        tuple(plan for plan, _ in read),
        dict(sorted([*reader.inputs.items(), *(pair for _, inputs in read for pair in inputs.items())])),
    )


def take_snapshot(root: Path) -> Mapping[str, tuple[int, int]]:
    """Return time of change and size of every file below root, to see whether anything changed."""
    return {
        path.as_posix(): (stat.st_mtime_ns, stat.st_size)
        for path in sorted(root.rglob("*"))
        if path.is_file() and (stat := path.stat())
    }


def add_rows(path: Path, table: Table, rows: Iterable[Mapping[str, str]]) -> None:
    """Add lines to a table that people keep, whole or not at all, making it where it is missing."""
    edit_file(path, table, [Edit(values=row) for row in rows])


def edit_file(path: Path, table: Table, edits: Iterable[Edit]) -> None:
    """Change a table that people keep, whole or not at all; a second writer is told.

    A line's number is that of the file before the first edit, so lines are withdrawn from the last to the first.
    Raises RegistryError where an edit does not fit the file, OutputError if it cannot be written.
    """
    with lock_folder(path.parent):
        data = read_source(path).data if path.is_file() else b""
        for edit in edits:
            data = edit_rows(data, table, edit, str(path))
        replace_file(path, data)
