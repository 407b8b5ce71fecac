"""The matrix folder: what people write, read as text and bytes without judging it.

In: a path. Out: a MatrixFolder with the raw contents of every file, and the hash of each. Missing optional
files are empty; the rooms below say what is wrong inside a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from responsibility.errors import RegistryError, SettingsError, SourceError
from responsibility.rows import Edit, Table, decode_rows, edit_rows
from responsibility.system.outputs import lock_folder, replace_file

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
    """One plan as people keep it. overrides: the text of overrides.csv, or ""."""

    id: str
    notice: SourceFile
    overrides: str


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
            raise SourceError("this is a folder, not a file", str(path), "name the notice inside it")
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise SourceError("this is a pipe or a device, not a file", str(path), "save what it gives as a file")
        size = status.st_size
        if size > LARGEST_SOURCE:
            raise SourceError(
                "the file has {size} MB",
                str(path),
                "a notice may have {limit} MB at most",
                size=size // 2**20,
                limit=LARGEST_SOURCE // 2**20,
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            "cannot be read: {reason}", str(path), "check the path and the rights", reason=error.strerror
        ) from error
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
            raise SettingsError(
                "not valid TOML: {reason}", str(path), "mend the line, or take it out", reason=error
            ) from error


def _refuse_workbook(path: Path) -> None:
    """Raise RegistryError where a spreadsheet lies in the place of a table: read by nobody, it would be lost."""
    for ending in (".xlsx", ".xls", ".et", ".ods"):
        if path.suffix == ".csv" and path.with_suffix(ending).is_file():
            raise RegistryError(
                "this is a workbook, not a CSV file",
                str(path.with_suffix(ending)),
                "save it as CSV UTF-8 under the name {name}",
                name=path.name,
            )


def _read_plan(folder: Path, reader: _Reader) -> PlanFolder:
    # Excel and WPS leave "~$notice.docx" beside an open file; it is no notice.
    notices = sorted(path for path in folder.iterdir() if path.stem == NOTICE_STEM and path.is_file())
    if len(notices) != 1:
        found = ", ".join(path.name for path in notices) or "none"
        raise SourceError(
            "a plan needs exactly one notice, found: {found}",
            str(folder),
            "put the notice there as {stem}.txt, .docx, .html, .pdf or .xlsx",
            found=found,
            stem=NOTICE_STEM,
        )
    return PlanFolder(folder.name, reader.source(notices[0]), reader.text(folder / "overrides.csv"))


def _find_plans(plans: Path, only: str | None) -> list[Path]:
    folders = sorted(path for path in plans.iterdir() if path.is_dir()) if plans.is_dir() else []
    taken = [path for path in folders if path.name.casefold() == PORTFOLIO]  # as Windows compares
    if taken:
        raise SourceError(
            "a plan cannot be called {plan}", str(taken[0]), "rename the folder of the plan", plan=taken[0].name
        )
    if only is None:
        return folders
    wanted = [path for path in folders if path.name == only]
    if not wanted:
        known = ", ".join(path.name for path in folders) or "-"
        raise SourceError(
            "no plan {plan}; there are: {known}", str(plans), "give one of these ids", plan=only, known=known
        )
    return wanted


def list_plan_ids(root: Path) -> tuple[str, ...]:
    """Return the ids of all plans of a matrix folder, sorted."""
    return tuple(path.name for path in _find_plans(root / "plans", None))


def read_matrix(root: Path, only: str | None = None, plans: bool = True) -> MatrixFolder:
    """Read the matrix folder; only: the id of the one plan wanted; plans: whether to read any.

    Plans are sorted by id. Raises SourceError where there is no folder, no plan or one called portfolio,
    SettingsError for bad TOML.
    """
    if not root.is_dir():
        raise SourceError("no such folder", str(root), "go to the project's folder, or name it with --matrix")
    reader = _Reader(root)
    wanted = _find_plans(root / "plans", only) if plans else []
    return MatrixFolder(
        root,
        reader.tables(root / "settings.toml"),
        reader.tables(root / "lexicon.toml"),
        reader.tables(root / "wording.toml"),
        reader.text(root / "units.csv"),
        reader.text(root / "aliases.csv"),
        reader.text(root / "groups.csv"),
        tuple(_read_plan(path, reader) for path in wanted),
        dict(sorted(reader.inputs.items())),
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
