"""The matrix folder: what people write, read as text and bytes without judging it.

In: a path. Out: a MatrixFolder with the raw contents of every file, and the hash of each. Missing optional
files are empty; the rooms below say what is wrong inside a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from responsibility.errors import OutputError, RegistryError, SettingsError, SourceError

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
        size = path.stat().st_size
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
    """Decode a CSV or TOML file that a person saved: UTF-8 with or without BOM, else GB18030.

    Strict UTF-8 comes first: the reverse order turns 市发改委 into other characters without an error.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return source.data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise SourceError("neither UTF-8 nor GB18030", source.path, "save it as CSV UTF-8")


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
        return decode_table(self.source(path)) if path.is_file() else ""

    def tables(self, path: Path) -> Mapping[str, object]:
        try:
            return tomllib.loads(self.text(path))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(
                "not valid TOML: {reason}", str(path), "mend the line, or take it out", reason=error
            ) from error


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


def append_lines(path: Path, head: Sequence[str], lines: str) -> None:
    """Append CSV lines to a table that people keep, making it with its head where it is missing.

    Raises RegistryError if the table's columns are others, OutputError if it cannot be written.
    """
    text = decode_table(read_source(path)) if path.is_file() else ",".join(head) + "\n"
    found = text.partition("\n")[0].split(",")
    if found != list(head):
        raise RegistryError(
            "the columns are others: {found}", str(path), "make the first line {wanted}", found=",".join(found),
            wanted=",".join(head),
        )  # fmt: skip
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(b"\xef\xbb\xbf" + (text.rstrip("\n") + "\n" + lines).encode())
        part.replace(path)
    except OSError as error:
        raise OutputError(
            "cannot be written: {reason}", str(path), "check the path and the rights", reason=error.strerror
        ) from error
