"""Files changed together: all or none, however a run ends, and never over what a person wrote since."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from responsibility.errors import OutputError
from responsibility.system.inputs import read_matrix
from responsibility.system.outputs import lock_folder
from responsibility.system.together import JOURNAL, change_together, finish_changes

OLD = {"units.csv": b"old units", "plans/p/overrides.csv": b"old corrections"}
NEW = {"units.csv": b"new units", "plans/p/overrides.csv": b"new corrections", "plans/p/history.csv": b"an act"}


class Ended(BaseException):
    """The program is ended here: nothing that handles errors sees it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def held(root: Path) -> dict[str, bytes]:
    """What stands in the folder, but for the lock."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def change(root: Path) -> None:
    change_together(root, {root / name: data for name, data in NEW.items()})


def end_at(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> Iterator[int]:
    """Have the number-th renaming of a file end in an error; yields how many there were."""
    done = 0
    replace = Path.replace

    def counted(path: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == number:
            raise error
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", counted)
        yield done
    yield done


def test_all_files_are_changed_and_nothing_is_left_beside_them(root):
    """Neither a journal nor a half stays."""
    change(root)
    assert held(root) == NEW


@pytest.mark.parametrize("number", range(1, 7))
def test_a_file_may_go_with_the_others(root, monkeypatch, number):
    """A corrected notice of another kind: the old one is kept under a number, the new one has its own name."""
    files = {root / "units.csv": None, root / "units.1.csv": b"old units", root / "units.txt": b"new"}
    steps = end_at(monkeypatch, number, Ended())
    next(steps)
    with suppress(Ended):
        change_together(root, files)
    next(steps)
    finish_changes(root)
    units = {name: data for name, data in held(root).items() if name.startswith("units")}
    after = {"units.1.csv": b"old units", "units.txt": b"new"}
    assert units == ({"units.csv": b"old units"} if number <= 3 else after)


@pytest.mark.parametrize("number", range(1, 9))
def test_a_run_that_is_ended_at_any_write_leaves_all_or_nothing(root, monkeypatch, number):
    """The journal, three halves, three files: whichever renaming is the last, a reader sees one of two states."""
    steps = end_at(monkeypatch, number, Ended())
    next(steps)
    with suppress(Ended):
        change(root)
    assert next(steps) == min(number, 7)
    finish_changes(root)
    assert held(root) == (OLD if number <= 4 else NEW)


@pytest.mark.parametrize("number", range(1, 8))
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(root, monkeypatch, number):
    """Excel on Windows lets nobody replace a file that it has open."""
    steps = end_at(monkeypatch, number, PermissionError(13, "denied", "units.csv"))
    next(steps)
    with pytest.raises(OutputError):
        change(root)
    next(steps)
    assert held(root) == OLD


def test_what_a_person_wrote_after_the_end_stands(root, monkeypatch):
    """The rest is finished; the person's file is the person's."""
    steps = end_at(monkeypatch, 5, Ended())
    next(steps)
    with suppress(Ended):
        change(root)
    next(steps)
    (root / "units.csv").write_bytes(b"by hand")
    finish_changes(root)
    assert held(root) == NEW | {"units.csv": b"by hand"}


@pytest.mark.parametrize(
    "words", [b"", b"[1]", b'{"../x": ["", "1"]}', b'{"/x": ["", "1"]}', b'{"a": 1}', b"\xff"], ids=repr
)
def test_a_journal_that_is_none_is_taken_away(root, words):
    """Nothing outside the folder is touched by what such a file says."""
    (root / JOURNAL).write_bytes(words)
    (root.parent / "x.part").write_bytes(b"1")
    finish_changes(root)
    assert held(root) == OLD
    assert (root.parent / "x.part").read_bytes() == b"1"


def test_whoever_reads_the_folder_next_finishes_the_change(root, monkeypatch):
    """`make reports` never sees a unit without the alias that came with it."""
    steps = end_at(monkeypatch, 6, Ended())
    next(steps)
    with suppress(Ended):
        change(root)
    next(steps)
    assert read_matrix(root, plans=False).units == "new units"
    assert held(root) == NEW


def test_a_change_that_cannot_be_finished_yet_is_told_and_stays(root, monkeypatch):
    """A file that Excel holds open stops the reader; once it is closed, the change is finished."""
    steps = end_at(monkeypatch, 5, Ended())
    next(steps)
    with suppress(Ended):
        change(root)
    next(steps)
    steps = end_at(monkeypatch, 1, PermissionError(13, "denied", "units.csv"))
    next(steps)
    with pytest.raises(OutputError, match="denied"):
        read_matrix(root, plans=False)
    next(steps)
    finish_changes(root)
    assert held(root) == NEW


def test_a_reader_is_told_while_a_writer_is_at_it(root, monkeypatch):
    """A change under way is not finished by another program."""
    (root / JOURNAL).write_bytes(b"{}")
    monkeypatch.setattr("responsibility.system.together._SECONDS", 0)
    with lock_folder(root), pytest.raises(OutputError, match="another run"):
        finish_changes(root)


@pytest.mark.slow
def test_a_run_that_is_killed_half_way_is_finished(root):
    """Killed by the system between two files, with no chance to tidy up."""
    script = f"""
import os, signal
from pathlib import Path
from responsibility.system.outputs import lock_folder
from responsibility.system.together import change_together
root, replace, done = Path({str(root)!r}), Path.replace, []
def counted(path, target):
    done.append(path)
    if len(done) == 6:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)
Path.replace = counted
with lock_folder(root):
    change_together(root, {{root / name: data for name, data in {NEW!r}.items()}})
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert held(root)["units.csv"] == b"new units"
    assert held(root)["plans/p/overrides.csv"] == b"old corrections"
    finish_changes(root)
    assert held(root) == NEW
