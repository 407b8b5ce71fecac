"""The output folder: a set of files put into place whole or not at all.

In: Outputs. Everything is written beside its place first and moved only when all of it is there; files that are
already equal are left alone (and keep their dates); files of an earlier run that are no longer made are taken
away, files that are not ours are never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from responsibility.errors import OutputError

MANIFEST = "manifest.json"
PART = ".part"


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to a folder: relative paths, sorted. strangers: files that no run of ours made."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    strangers: tuple[str, ...]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _owner(lock: Path) -> str:
    try:
        return lock.read_text("utf-8").strip()
    except OSError:
        return ""


def _is_stale(lock: Path) -> bool:
    """Say whether the lock was left by a process of this host that is gone."""
    host, _, process = _owner(lock).partition(" ")
    # On Windows os.kill(pid, 0) would end the process, so a lock left there is taken away by hand.
    return os.name == "posix" and host == socket.gethostname() and process.isdecimal() and not _is_alive(int(process))


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold folder for this run. Raises OutputError at once if another run holds it."""
    lock = folder / ".lock"
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        if _is_stale(lock):
            lock.unlink(missing_ok=True)
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError as error:
        if not folder.is_dir():
            raise OutputError(
                "a file is in the way of the folder", str(folder), "move it, or name another folder"
            ) from error
        raise OutputError(
            "another run is writing here ({owner})",
            str(lock),
            "wait for it to end; if none runs, delete this file",
            owner=_owner(lock) or "?",
        ) from error
    except OSError as error:
        raise OutputError(
            "cannot be written: {reason}", str(folder), "check the path and the rights", reason=error.strerror
        ) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{socket.gethostname()} {os.getpid()}\n")
        yield
    finally:
        lock.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Put data in the place of one file, whole or not at all. Raises OutputError if it cannot be written."""
    try:
        _stage(path, data).replace(path)
    except OSError as error:
        raise OutputError(
            "cannot be written: {reason}", str(path), "check the path and the rights", reason=error.strerror
        ) from error


def make_folder(folder: Path, files: Mapping[str, bytes], subfolders: Sequence[str] = ()) -> None:
    """Make a new folder with its files, whole or not at all.

    Raises OutputError if it is there already or cannot be written.
    """
    part = folder.with_name(folder.name + PART)
    try:
        if folder.exists():
            raise OutputError(
                "there is a matrix folder already", str(folder), "name another folder, or work on with this one"
            )
        shutil.rmtree(part, ignore_errors=True)
        for name in ("", *subfolders):
            (part / name).mkdir(parents=True)
        for name, data in files.items():
            (part / name).write_bytes(data)
        part.rename(folder)
    except OSError as error:
        raise OutputError(
            "cannot be written: {reason}", str(folder), "check the path and the rights", reason=error.strerror
        ) from error


def _place(folder: Path, relative: str) -> Path:
    """Return where relative goes; a path that leaves the folder is a bug or an attack."""
    parts = PurePosixPath(relative).parts
    if not parts or PurePosixPath(relative).is_absolute() or ".." in parts:
        raise OutputError("the name leads out of the output folder", relative, "report this as a bug")
    return folder.joinpath(*parts)


def _is_equal(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _stage(path: Path, data: bytes) -> Path:
    part = path.with_name(path.name + PART)
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return part


def _listed(folder: Path) -> tuple[str, ...]:
    """Return the files that the last run's manifest names, or none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return (*manifest["outputs"], MANIFEST)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _existing(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock" and not path.name.endswith(PART)
    )


def _replace(staged: Mapping[Path, Path]) -> None:
    """Move every part into place; what cannot be moved is named, after all others are."""
    blocked = []
    for path, part in staged.items():
        try:
            part.replace(path)
        except OSError as error:
            blocked.append(f"{path.name} ({error.strerror})")
    if blocked:
        raise OutputError(
            "cannot be replaced: {files}",
            str(next(iter(staged)).parent),
            "close these files in Excel or WPS and run again; all others are up to date",
            files=", ".join(blocked),
        )


def publish(folder: Path, outputs: Iterable[tuple[str, bytes]], keep: Sequence[str] = ()) -> Published:
    """Put outputs (relative path, bytes) into folder, all or none, the manifest last.

    Without a manifest among them, nothing is taken away. keep: path prefixes that this run does not make and
    must leave (such as "progress/").
    Raises OutputError naming the file that could not be written; then nothing was replaced. A file that another
    program holds open is named after all others were moved.
    """
    files = dict(outputs)
    before = _listed(folder)
    places = {relative: _place(folder, relative) for relative in files}
    changed = [relative for relative, path in places.items() if not _is_equal(path, files[relative])]
    changed.sort(key=lambda relative: (relative == MANIFEST, relative))
    staged: dict[Path, Path] = {}
    try:
        for leftover in sorted(folder.rglob(f"*{PART}")):
            leftover.unlink()
        for relative in changed:
            staged[places[relative]] = _stage(places[relative], files[relative])
    except OSError as error:
        for part in staged.values():
            with suppress(OSError):
                part.unlink()
        raise OutputError(
            "cannot be written: {reason}",
            str(error.filename or folder),
            "free some space or check the rights; the earlier outputs are untouched",
            reason=error.strerror,
        ) from error
    _replace(staged)
    # Only a manifest says what belongs here; a run of some reports alone takes nothing away.
    stale = [
        relative
        for relative in before
        if MANIFEST in files and relative not in files and not relative.startswith(tuple(keep))
    ]
    for relative in stale:
        _place(folder, relative).unlink(missing_ok=True)
    strangers = [
        relative
        for relative in _existing(folder)
        if relative not in files and relative not in before and not relative.startswith(tuple(keep))
    ]
    kept = sorted(set(files) - set(changed))
    return Published(tuple(sorted(changed)), tuple(kept), tuple(sorted(stale)), tuple(strangers))


def read_outputs(folder: Path) -> list[tuple[str, bytes]]:
    """Return the files that a run published into folder, the manifest last."""
    return [(relative, _place(folder, relative).read_bytes()) for relative in _listed(folder)]


def compare_outputs(folder: Path, outputs: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    """Compare folder with what a rebuild gives: (relative path, "missing", "differs" or "unexpected"), sorted."""
    files = dict(outputs)
    listed = set(_listed(folder))
    differing = []
    for relative, data in files.items():
        path = _place(folder, relative)
        if not path.is_file():
            differing.append((relative, "missing"))
        elif not _is_equal(path, data):
            differing.append((relative, "differs"))
    differing += [(relative, "unexpected") for relative in listed - set(files)]
    return tuple(sorted(differing))
