"""Returned files on disk: read from files, folders and archives, kept as evidence, read again.

In: paths that people name. Out: names and bytes, one by one, so that a thousand files never stand in memory at once.
The evidence under matrix/plans/<plan>/returns/<period>/ is what every later run reads; it is never written twice.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from responsibility.errors import OutputError, ResponsibilityError, ReturnError, SourceError
from responsibility.paths import safe_name
from responsibility.rows import Problems, Row, Table, encode_rows, read_rows, write_rows
from responsibility.system.inputs import SourceFile, decode_table, read_source

HASHES = "sha256.csv"
KEPT = Table(HASHES, {"file": (), "sha256": (), "received_as": ()}, ("file", "sha256"), is_open=True)
PART = ".part"
MOST_MEMBERS = 5_000
LARGEST_MEMBER = 64_000_000
_OFFICE = ("xl/", "word/", "ppt/", "[Content_Types].xml", "mimetype")
_SKIPPED = ("~$", "._", ".")
_LITTER = ("Thumbs.db", "desktop.ini")
_UTF8_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class Received:
    """One file that came in: its name as sent, and its bytes; or why it could not be read."""

    name: str
    data: bytes
    error: ResponsibilityError | None = None


def refuse_missing(paths: Iterable[Path]) -> None:
    """Raise SourceError with all paths that do not exist: a mistyped name stops a run before it keeps anything."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise SourceError(
            "no such file or folder: {files}",
            "",
            "check the path; nothing was collected",
            files="、".join(missing),
        )


def read_received(paths: Iterable[Path]) -> Iterator[Received]:
    """Yield every file below the paths: files, whole folders, members of archives; folders in order of names."""
    for path in paths:
        if path.is_dir():
            yield from read_received(sorted(each for each in path.iterdir() if not _is_litter(each.name)))
            continue
        try:
            data = read_source(path).data
        except ResponsibilityError as error:
            yield Received(path.name, b"", error)
            continue
        yield from _read_members(path.name, data) if _is_archive(data) else (Received(path.name, data),)


def _is_litter(name: str) -> bool:
    return name.startswith(_SKIPPED) or name in _LITTER


def _is_archive(data: bytes) -> bool:
    """Whether bytes are a zip of files, not a workbook, which is a zip too; what is broken is no archive."""
    if not data.startswith(b"PK"):
        return False
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return not any(name.startswith(_OFFICE) for name in archive.namelist())
    except (BadZipFile, OSError, ValueError):
        return False


def _read_members(archive_name: str, data: bytes) -> Iterator[Received]:
    with ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_MEMBERS:
            error = ReturnError(
                "the archive holds {count} files", archive_name, "at most {limit}; pack fewer at a time",
                count=len(members), limit=MOST_MEMBERS,
            )  # fmt: skip
            yield Received(archive_name, b"", error)
            return
        for member in members:
            name = _decode_name(member)
            base = name.rpartition("/")[2]
            if not _is_litter(base) and "__MACOSX" not in name:
                yield _read_member(archive, member, f"{archive_name}/{name}")


def _decode_name(member: ZipInfo) -> str:
    """Return a member's name; Chinese Windows packs names in GBK without saying so, which reads as CP437."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _read_member(archive: ZipFile, member: ZipInfo, name: str) -> Received:
    if member.flag_bits & 1:
        error = ReturnError("the archive is encrypted", name, "unpack it with its password and collect the files")
        return Received(name, b"", error)
    try:
        with archive.open(member) as stream:
            data = stream.read(LARGEST_MEMBER + 1)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        reason = type(error).__name__
        told = ReturnError(
            "the archive is damaged here ({reason})",
            name,
            "ask for the file again, or unpack it by hand",
            reason=reason,
        )
        return Received(name, b"", told)
    if len(data) > LARGEST_MEMBER:
        told = ReturnError("the file has over {size} MB", name, "take out pictures", size=LARGEST_MEMBER // 10**6)
        return Received(name, b"", told)
    return Received(name, data)


def evidence_folder(matrix: Path, plan_id: str, period: str) -> Path:
    """Return where the returned files of a period are kept."""
    return matrix / "plans" / plan_id / "returns" / safe_name(period)


def store_evidence(folder: Path, received: Iterable[Received]) -> list[Received]:
    """Keep each file under its own name, equal ones once; returns those that could not be read.

    Raises OutputError if the folder cannot be written.
    """
    failed = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _read_hashes(folder)
        for each in received:
            if each.error is not None:
                failed.append(each)
                continue
            digest = sha256(each.data).hexdigest()
            if digest not in {stored for stored, _ in known.values()}:
                name = _free_name(each.name, known)
                _write(folder / name, each.data)
                known[name] = (digest, each.name)
        _write(folder / HASHES, _show_hashes(known))
    except OSError as error:
        raise OutputError(
            "cannot be written: {reason}", str(folder), "check the path and the rights", reason=error.strerror
        ) from error
    return failed


def _free_name(name: str, known: dict[str, tuple[str, str]]) -> str:
    """Return a safe name that no file here has, on any system: ending kept, numbered where taken."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    stem, ending = (
        (stem, f".{ending}") if dot and len(ending) <= 5 and ending.isalnum() else (f"{stem}{dot}{ending}", "")
    )
    taken = {each.casefold() for each in (*known, HASHES)}
    for number in range(1, len(taken) + 2):
        tried = f"{safe_name(stem)}{f'-{number}' if number > 1 else ''}{ending}"
        if tried.casefold() not in taken:
            return tried
    raise AssertionError  # more numbers than names


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + PART)
    part.write_bytes(data)
    part.replace(path)


def _show_hashes(known: dict[str, tuple[str, str]]) -> bytes:
    return encode_rows(write_rows(tuple(KEPT.columns), ((name, *row) for name, row in known.items())))


def _read_hashes(folder: Path) -> dict[str, tuple[str, str]]:
    """Return hash and first name of each kept file, in the order in which they came in.

    Files that the list does not know come last, by name, with the hash of what they hold: the folder says what is
    there, the list may be lost or older.
    """
    path = folder / HASHES
    listed = {row("file"): (row("sha256"), row("received_as")) for row in _read_list(path)} if path.is_file() else {}
    there = _list_kept(folder)
    known = {name: row for name, row in listed.items() if name in there and row[0]}
    return known | {name: (_hash(folder / name), name) for name in there if name not in known}


def _read_list(path: Path) -> tuple[Row, ...]:
    """Read the list of hashes; one that cannot be understood counts as lost, since the files themselves are there."""
    problems = Problems()
    rows = read_rows(decode_table(read_source(path)), KEPT, str(path), problems)
    return () if problems.found else rows


def _list_kept(folder: Path) -> list[str]:
    names = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return [name for name in names if name != HASHES and not name.endswith(PART) and not _is_litter(name)]


def _hash(path: Path) -> str:
    return sha256(read_source(path).data).hexdigest()


def read_evidence(folder: Path) -> Iterator[Received]:
    """Yield the kept files of a period as they came in; a file that was changed since has an error."""
    for name, (stored, _) in _read_hashes(folder).items():
        data = read_source(folder / name).data
        if stored == sha256(data).hexdigest():
            yield Received(name, data)
        else:
            error = ReturnError(
                "the file was changed since it came in",
                str(folder / name),
                "put the original back; collect corrections",
            )
            yield Received(name, data, error)


def list_periods(matrix: Path, plan_id: str) -> tuple[str, ...]:
    """Return the periods that hold returned files, by name."""
    folder = matrix / "plans" / plan_id / "returns"
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def read_kept(matrix: Path, plan_id: str, name: str) -> SourceFile | None:
    """Return a table that people keep beside a plan's notice, such as decisions.csv, or None."""
    path = matrix / "plans" / plan_id / name
    return read_source(path, matrix) if path.is_file() else None
