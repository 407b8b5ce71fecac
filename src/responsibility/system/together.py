"""Together: several files that people keep, changed all or none, even where the program is ended meanwhile.

In: a folder and the new bytes of files below it. What is to be done is written down first, then the new bytes beside
their places, then each in its place. Whoever reads the folder next finishes what was ended after the second step, and
takes away what was ended before. A file that a person has changed since keeps what the person wrote.
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
        replace_file(root / JOURNAL, json.dumps(changes).encode())
        for path, data in files.items():
            if data is not None:
                replace_file(_beside(path), data)
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
    if (root / JOURNAL).is_file() or _beside(root / JOURNAL).is_file():
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
    if all(_is_ready(root / relative, *change) for relative, change in changes.items()):
        for relative, (old, new) in changes.items():
            path = root / relative
            if not new and _digest(_read(path)) == old:
                path.unlink(missing_ok=True)
            elif _digest(_read(_beside(path))) == new and _digest(_read(path)) == old:
                _beside(path).replace(path)
    for path in (root / JOURNAL, *(root / relative for relative in changes)):
        _clear(path)
    (root / JOURNAL).unlink(missing_ok=True)


def _is_ready(path: Path, old: str, new: str) -> bool:
    """Say whether nothing has to be written any more before a file can have its change, or has it already."""
    return new in ("", old) or _digest(_read(path)) != old or _digest(_read(_beside(path))) == new


def _clear(path: Path) -> None:
    """Take away what was begun beside a file, and what was begun beside that."""
    for left in (_beside(path), _beside(_beside(path))):
        left.unlink(missing_ok=True)


def _restore(root: Path, before: Mapping[Path, bytes | None]) -> None:
    """Put back what was there; the journal goes first, since finishing it would do the change after all."""
    with suppress(OSError):
        for path, data in ((root / JOURNAL, None), *before.items()):
            _clear(path)
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
