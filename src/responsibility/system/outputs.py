"""The output folder: a set of files put into place whole or not at all.

In: Outputs. A folder is made anew beside its place, with what stays of the old one linked into it (so that equal files
keep their dates), and the two change names once all of it is there. A run that is stopped leaves the former set or the
new one; what it left beside them is settled when the next run takes the lock. Files of an earlier run that are no
longer made are taken away, files that are not ours are never touched, links to folders are never followed.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from responsibility.errors import OutputError

MANIFEST = "manifest.json"
LOCK = ".lock"
PART = ".part"
_NEW, _OLD = ".being-made", ".being-replaced"  # endings of the hidden folders beside the one that is published
_TRIES = 5  # Windows lets no folder be renamed while a virus scanner still reads in it


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to a folder: relative paths, sorted. strangers: files that no run of ours made."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    strangers: tuple[str, ...]


@contextmanager
def lock_folder(folder: Path, seconds: float = 0) -> Iterator[None]:
    """Hold folder for this run, with what a stopped one left in it settled.

    Raises OutputError if another run holds it, after waiting so many seconds; a run that was killed holds nothing.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=seconds)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise OutputError("ANOTHER_RUN", str(folder)) from error
    except FileExistsError as error:
        raise OutputError("FILE_IN_THE_WAY", str(folder)) from error
    except OSError as error:
        raise cannot_write(error, folder) from error
    try:
        _settle(folder)
        yield
    finally:
        lock.release()


def cannot_write(error: OSError, folder: Path) -> OutputError:
    """Say that a file below folder could not be written."""
    return OutputError("NOT_PUBLISHED", str(error.filename or folder), reason=error.strerror or str(error))


def _settle(folder: Path) -> None:
    """Finish what a stopped run left: the old folder goes aside only after the new one is whole."""
    for path, folders, _ in os.walk(folder):
        left = [name for name in folders if name.startswith(".") and name.endswith((_NEW, _OLD))]
        folders[:] = [name for name in folders if name not in left]
        for name in left:
            place = Path(path, name[1:].removesuffix(_NEW).removesuffix(_OLD))
            if _beside(place, _OLD).exists() and not place.exists():
                _rename(_beside(place, _NEW), place)
        for name in left:
            shutil.rmtree(Path(path, name), ignore_errors=True)


def _beside(folder: Path, ending: str) -> Path:
    return folder.with_name(f".{folder.name}{ending}")


def replace_file(path: Path, data: bytes) -> None:
    """Put data in the place of one file, whole or not at all. Raises OutputError if it cannot be written."""
    try:
        part = path.with_name(path.name + PART)
        _write(part, data)
        part.replace(path)
    except OSError as error:
        raise OutputError("NOT_WRITTEN", str(path), reason=error.strerror) from error


def make_folder(folder: Path, files: Mapping[str, bytes], subfolders: Sequence[str] = ()) -> None:
    """Make a new folder with its files, whole or not at all.

    Raises OutputError if it is there already or cannot be written.
    """
    part = folder.with_name(folder.name + PART)
    try:
        if folder.exists():
            raise OutputError("MATRIX_THERE", str(folder))
        shutil.rmtree(part, ignore_errors=True)
        for name in ("", *subfolders):
            (part / name).mkdir(parents=True)
        for name, data in files.items():
            (part / name).write_bytes(data)
        part.rename(folder)
    except OSError as error:
        raise OutputError("NOT_WRITTEN", str(folder), reason=error.strerror) from error


def list_files(folder: Path) -> tuple[str, ...]:
    """Return the files below a folder, sorted, with forward slashes; neither hidden ones nor what a link leads to."""
    found: list[str] = []
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and not _is_link(Path(path, name))]
        whole = (Path(path, name) for name in names if not name.startswith("."))
        found += (each.relative_to(folder).as_posix() for each in whole if not _is_link(each))
    return tuple(sorted(found))


def _place(folder: Path, relative: str) -> Path:
    """Return where relative goes; a path that leaves the folder is a bug or an attack."""
    parts = PurePosixPath(relative).parts
    if not parts or PurePosixPath(relative).is_absolute() or ".." in parts:
        raise OutputError("OUT_OF_OUTPUTS", relative)
    return folder.joinpath(*parts)


def _is_link(path: Path) -> bool:
    return path.is_symlink() or bool(getattr(path, "is_junction", bool)())


def _refuse_links(folder: Path) -> None:
    links = [path for path in (folder, *folder.rglob("*")) if _is_link(path) and path.is_dir()]
    if links:
        raise OutputError("LINK_AMONG_OUTPUTS", str(links[0]))


def _is_equal(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _is_changed(path: Path, digest: str) -> bool:
    with path.open("rb") as stream:
        return path.is_symlink() or file_digest(stream, "sha256").hexdigest() != digest


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _link(source: Path, path: Path) -> None:
    """Give a file a second place; where the disk knows no hard links, a copy with its date."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, path)
    except OSError:
        shutil.copy2(source, path, follow_symlinks=False)


def _listed(folder: Path) -> tuple[str, ...]:
    """Return the files that the last run's manifest names, or none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return (*manifest["outputs"], MANIFEST)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def find_current(folder: Path, key: str, keep: Sequence[str] = ()) -> tuple[Published, dict[str, int]] | None:
    """Return what a run under this key would do to a folder whose outputs are all as such a run made them, or None.

    key: the hash of all that the outputs rest on. Also the counts that the run told. Nothing is written.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        counts = {str(name): int(count) for name, count in manifest["counts"].items()}
        outputs = dict(manifest["outputs"])
        if manifest["key"] != key or any(_is_changed(_place(folder, path), outputs[path]) for path in outputs):
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OutputError):
        return None
    ours = {*outputs, MANIFEST}
    strangers = (each for each in _existing(folder) if each not in ours and not each.startswith(tuple(keep)))
    return Published((), tuple(sorted(ours)), (), tuple(strangers)), counts


def list_changed(folder: Path, rebuilt: Iterable[tuple[str, bytes]]) -> list[str]:
    """Return the inputs that changed between a folder and its rebuild, as far as the two manifests tell."""
    try:
        then = json.loads((folder / MANIFEST).read_text("utf-8"))["inputs"]
        now = json.loads(dict(rebuilt)[MANIFEST])["inputs"]
        return sorted(each for each in {**then, **now} if then.get(each) != now.get(each))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _existing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _rename(folder: Path, place: Path) -> None:
    for left in reversed(range(_TRIES)):
        try:
            folder.rename(place)
            return
        except OSError as error:
            if os.name != "nt" or not left:
                raise OutputError("NOT_REPLACED", str(place), reason=error.strerror) from error
            time.sleep(0.2)


def _exchange(folder: Path, new: Path) -> None:
    """Put new in the place of folder. Raises OutputError, with folder as it was, where a program holds its files."""
    old = _beside(folder, _OLD)
    try:
        if folder.exists():
            _rename(folder, old)
        _rename(new, folder)
    except OutputError:
        if old.exists():
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def publish(folder: Path, outputs: Iterable[tuple[str, bytes]], keep: Sequence[str] = ()) -> Published:
    """Put outputs (relative path, bytes) into folder, all or none.

    Without a manifest among them, nothing is taken away, and no other file is called a stranger. keep: path prefixes
    that this run does not make and must leave (such as "progress/").
    Raises OutputError naming the file that could not be written, or the folder that could not be replaced; then
    everything is as it was.
    """
    files = dict(outputs)
    before = _listed(folder)
    places = {relative: _place(folder, relative) for relative in files}
    _refuse_links(folder)
    changed = [relative for relative, path in places.items() if not _is_equal(path, files[relative])]
    # Only a manifest says what belongs here; a run of some reports alone takes nothing away and calls nothing strange.
    left = tuple(keep) if MANIFEST in files else ("",)
    stale = [relative for relative in before if relative not in files and not relative.startswith(left)]
    existing = _existing(folder)
    if changed or stale:
        staying = {relative: _place(folder, relative) for relative in existing if relative not in {*changed, *stale}}
        _replace(folder, {relative: files[relative] for relative in changed}, staying)
    strangers = [
        relative
        for relative in existing
        if relative not in files and relative not in before and not relative.startswith(left)
    ]
    return Published(
        tuple(sorted(changed)), tuple(sorted(set(files) - set(changed))), tuple(sorted(stale)), tuple(strangers)
    )


def _replace(folder: Path, changed: dict[str, bytes], staying: dict[str, Path]) -> None:
    new = _beside(folder, _NEW)
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for relative, data in changed.items():
            _write(_place(new, relative), data)
        for relative, path in staying.items():
            _link(path, _place(new, relative))
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise cannot_write(error, folder) from error
    _exchange(folder, new)


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
