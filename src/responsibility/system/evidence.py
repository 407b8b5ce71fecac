"""Returned files on disk: read from files, folders and archives, kept as evidence, read again.

In: paths that people name. Out: names and bytes, one by one, so that a thousand files never stand in memory at once;
only those of one archive do, within its limit.
The evidence under matrix/plans/<plan>/returns/<period>/ is what every later run reads; it is never written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from responsibility.errors import OutputError, ResponsibilityError, ReturnError, SourceError
from responsibility.extract.packed import Received, is_litter, unpack
from responsibility.paths import safe_name
from responsibility.rows import CsvLine, Faults, Table, encode_rows, read_rows, write_rows
from responsibility.system.inputs import SourceFile, decode_table, read_source
from responsibility.version import __version__

HASHES = "sha256.csv"
_HASH = ("校验值",)
KEPT = Table(
    HASHES, {"file": ("文件",), "sha256": _HASH, "received_as": ("收到时名称",)}, ("file", "sha256"), is_open=True
)
PART = ".part"
QUARANTINE = "quarantine.csv"
PLACED_BY_HAND = "placed.csv"  # kept beside the files by people
_ENDED = {"崩溃": "READER_DIED", "超时": "READER_SLOW", "内存超限": "READER_TOO_LARGE"}
BARRED = Table(
    QUARANTINE,
    {"sha256": _HASH, "file": ("文件",), "reason": ("原因",), "version": ("程序版本",)},
    ("sha256", "version"),
    {"reason": _ENDED},
    is_open=True,
)


def refuse_missing(paths: Iterable[Path]) -> None:
    """Raise SourceError with all paths that do not exist: a mistyped name stops a run before it keeps anything."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise SourceError("NO_SUCH_FILES", files=tuple(missing))


def read_received(paths: Iterable[Path]) -> Iterator[Received]:
    """Yield every file below the paths: files, whole folders, members of archives; folders in order of names."""
    for path in paths:
        if path.is_dir():
            yield from read_received(sorted(each for each in path.iterdir() if not is_litter(each.name)))
            continue
        try:
            data = read_source(path).data
        except ResponsibilityError as error:
            yield Received(path.name, b"", error)
            continue
        yield from unpack(path.name, data)


def returns_folder(matrix: Path, plan_id: str) -> Path:
    """Return where the returned files of all periods are kept."""
    return matrix / "plans" / plan_id / "returns"


def evidence_folder(matrix: Path, plan_id: str, period: str) -> Path:
    """Return where the returned files of a period are kept."""
    return returns_folder(matrix, plan_id) / safe_name(period)


class Stored(NamedTuple):
    """What was not kept of a delivery: files that could not be read, and those equal to another of it, by name."""

    failed: list[Received]
    copies: list[str]


def store_evidence(folder: Path, received: Iterable[Received]) -> Stored:
    """Keep each file under its own name, equal ones once. Raises OutputError if the folder cannot be written."""
    stored, delivered = Stored([], []), set[str]()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _read_hashes(folder)
        for each in received:
            if each.error is not None:
                stored.failed.append(each)
                continue
            digest = sha256(each.data).hexdigest()
            if digest in delivered:
                stored.copies.append(each.name)
            delivered.add(digest)
            if all(digest != kept for kept, _ in known.values()):
                name = _free_name(each.name, known)
                _write(folder / name, each.data)
                known[name] = (digest, each.name)
        _write(folder / HASHES, _show_hashes(known))
    except OSError as error:
        raise OutputError("NOT_WRITTEN", str(folder), reason=error.strerror) from error
    return stored


def _free_name(name: str, known: dict[str, tuple[str, str]]) -> str:
    """Return a safe name that no file here has, on any system: ending kept, numbered where taken."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    stem, ending = (
        (stem, f".{ending}") if dot and len(ending) <= 5 and ending.isalnum() else (f"{stem}{dot}{ending}", "")
    )
    taken = {each.casefold() for each in (*known, HASHES, PLACED_BY_HAND)}
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
    return encode_rows(write_rows(KEPT.heads, ((name, *row) for name, row in known.items())))


def _read_hashes(folder: Path) -> dict[str, tuple[str, str]]:
    """Return hash and first name of each kept file, in the order in which they came in.

    Files that the list does not know come last, by name, with the hash of what they hold: the folder says what is
    there, the list may be lost or older.
    """
    listed = {row("file"): (row("sha256"), row("received_as")) for row in _read_list(folder / HASHES, KEPT)}
    there = _list_kept(folder)
    known = {name: row for name, row in listed.items() if name in there and row[0]}
    return known | {name: (_hash(folder / name), name) for name in there if name not in known}


def _read_list(path: Path, table: Table) -> tuple[CsvLine, ...]:
    """Read a list of hashes; one that cannot be understood counts as lost, since the files themselves are there."""
    if not path.is_file():
        return ()
    problems = Faults()
    rows = read_rows(decode_table(read_source(path)), table, str(path), problems)
    return () if problems.found else rows


def _list_kept(folder: Path) -> list[str]:
    names = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return [
        name
        for name in names
        if name not in (HASHES, PLACED_BY_HAND) and not name.endswith(PART) and not is_litter(name)
    ]


def _hash(path: Path) -> str:
    return sha256(read_source(path).data).hexdigest()


def add_quarantined(folder: Path, ended: Iterable[tuple[Received, str]]) -> None:
    """Remember files that ended their reader, each with why, so that no later run reads them.

    folder: above those that hold the files. Raises OutputError if the list cannot be written.
    """
    path = folder / QUARANTINE
    words = {code: word for word, code in _ENDED.items()}
    new = {sha256(each.data).hexdigest(): (each.name, reason, __version__) for each, reason in ended}
    if not new:
        return
    rows = {row("sha256"): (row("file"), row("reason"), row("version")) for row in _read_list(path, BARRED)} | new
    try:
        lines = ((key, name, words.get(code, code), version) for key, (name, code, version) in sorted(rows.items()))
        _write(path, encode_rows(write_rows(BARRED.heads, lines)))
    except OSError as error:
        raise OutputError("NOT_WRITTEN", str(path), reason=error.strerror) from error


def _read_quarantined(path: Path) -> frozenset[str]:
    """Return the hashes of files that ended a reader of this version; a later version may read them."""
    return frozenset(row("sha256") for row in _read_list(path, BARRED) if row("version") == __version__)


def read_evidence(folder: Path) -> Iterator[Received]:
    """Yield the kept files of a period as they came in.

    A file that was changed since it came in has an error, and so has one in quarantine.
    """
    barred = _read_quarantined(folder.parent / QUARANTINE)
    for name, (stored, _) in _read_hashes(folder).items():
        data = read_source(folder / name).data
        yield Received(name, data, _find_fault(folder / name, sha256(data).hexdigest(), stored, barred))


def _find_fault(path: Path, digest: str, stored: str, barred: frozenset[str]) -> ResponsibilityError | None:
    if stored != digest:
        return ReturnError("RETURN_CHANGED", str(path))
    if digest in barred:
        place = (path.parent.parent / QUARANTINE).as_posix()
        return SourceError("READER_BARRED", path.name, list=place, digest=digest[:12])
    return None


def list_periods(matrix: Path, plan_id: str) -> tuple[str, ...]:
    """Return the periods that hold returned files, by name."""
    folder = returns_folder(matrix, plan_id)
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def read_kept(matrix: Path, plan_id: str, name: str) -> SourceFile | None:
    """Return a table that people keep beside a plan's notice, such as decisions.csv, or None."""
    path = matrix / "plans" / plan_id / name
    return read_source(path, matrix) if path.is_file() else None
