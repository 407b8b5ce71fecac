"""Together: several files that people keep, changed all or none, even where the program is ended meanwhile.

In: a folder and the new bytes of files below it. What is to be done is written down before it is begun, with the new
bytes already beside their places; whoever reads the folder next finishes it. A file that a person has changed since
keeps what the person wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from responsibility.errors import OutputError
from responsibility.system.outputs import PART, lock_folder, replace_file

JOURNAL = ".changes.json"
_SECONDS = 5.0  # that one waits for another, who needs far less


def change_together(root: Path, files: Mapping[Path, bytes | None]) -> None:
    """Put data in the place of files below root, or take them away for None, all or none.

    The caller holds root, see hold_folder.
    Raises OutputError where one cannot be written, such as one that Excel holds open; then all are as they were.
    """
    before = {path: _read(path) for path in files}
    changes = {
        path.relative_to(root).as_posix(): (_digest(before[path]), _digest(data)) for path, data in files.items()
    }
    try:
        for path, data in files.items():
            if data is not None:
                replace_file(_beside(path), data)
        replace_file(root / JOURNAL, json.dumps(changes).encode())
        _finish(root, changes)
    except OutputError:
        _restore(root, before)
        raise
    except OSError as error:
        _restore(root, before)
        raise _cannot_write(error, root) from error


def _cannot_write(error: OSError, root: Path) -> OutputError:
    return OutputError("NOT_CHANGED", str(error.filename or root), reason=error.strerror or str(error))


@contextmanager
def hold_folder(root: Path) -> Iterator[None]:
    """Hold a folder that people keep, with what a run that was ended had begun finished.

    Raises OutputError where another run holds it for long, or a file cannot be replaced.
    """
    with lock_folder(root, _SECONDS):
        try:
            _finish(root, _read_journal(root))
        except OSError as error:
            raise _cannot_write(error, root) from error
        yield


def finish_changes(root: Path) -> None:
    """Do what a run that was ended had begun. Raises OutputError as hold_folder does."""
    if (root / JOURNAL).is_file():
        with hold_folder(root):
            pass


def _read_journal(root: Path) -> Mapping[str, tuple[str, str]]:
    """Return what was begun; nothing where somebody has finished it, or where it is no journal."""
    with suppress(ValueError, TypeError, AttributeError):
        found = json.loads(_read(root / JOURNAL) or b"{}")
        return {
            _below(root, name).relative_to(root).as_posix(): (str(old), str(new)) for name, (old, new) in found.items()
        }
    return {}


def _finish(root: Path, changes: Mapping[str, tuple[str, str]]) -> None:
    for relative, (old, new) in changes.items():
        path = root / relative
        part = _beside(path)
        if not new and _digest(_read(path)) == old:
            path.unlink(missing_ok=True)
        elif _digest(_read(part)) == new and _digest(_read(path)) == old:
            part.replace(path)
        part.unlink(missing_ok=True)
    (root / JOURNAL).unlink(missing_ok=True)


def _restore(root: Path, before: Mapping[Path, bytes | None]) -> None:
    """Put back what was there; the journal goes first, since finishing it would do the change after all."""
    with suppress(OSError):
        for left in (root / JOURNAL, _beside(root / JOURNAL)):
            left.unlink(missing_ok=True)
        for path, data in before.items():
            _beside(path).unlink(missing_ok=True)
            if data is None:
                path.unlink(missing_ok=True)
            elif _read(path) != data:
                replace_file(path, data)


def _below(root: Path, relative: str) -> Path:
    parts = PurePosixPath(relative).parts
    if not parts or PurePosixPath(relative).is_absolute() or ".." in parts:
        raise ValueError(relative)
    return root.joinpath(*parts)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + PART)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(data: bytes | None) -> str:
    return "" if data is None else sha256(data).hexdigest()
