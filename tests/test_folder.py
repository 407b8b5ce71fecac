"""Folder: reading what people write, and putting outputs into place whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from responsibility.errors import OutputError, RegistryError, SettingsError, SourceError
from responsibility.registry.tables import GROUPS
from responsibility.rows import Edit
from responsibility.system import outputs
from responsibility.system.inputs import add_rows, edit_file, read_matrix
from responsibility.system.outputs import MANIFEST, compare_outputs, lock_folder, publish


def matrix_of(root: Path, files: dict[str, bytes]) -> Path:
    for relative, data in files.items():
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def made(**files: str) -> list[tuple[str, bytes]]:
    listed = {name.replace("__", "."): words.encode() for name, words in files.items()}
    manifest = json.dumps({"outputs": dict.fromkeys(listed, "")})
    return [*listed.items(), (MANIFEST, manifest.encode())]


def test_a_plan_without_optional_files_is_read(tmp_path):
    """Only the notice is needed; everything else is empty."""
    root = matrix_of(tmp_path, {"plans/a/notice.txt": b"1."})
    folder = read_matrix(root)
    assert [(plan.id, plan.notice.path, plan.overrides) for plan in folder.plans] == [("a", "plans/a/notice.txt", "")]
    assert list(folder.inputs) == ["plans/a/notice.txt"]


def test_a_file_that_nothing_reads_is_named(tmp_path):
    """A table named wrong and an annex would be lost without a word; what Excel or the program leaves is nobody's."""
    kept = dict.fromkeys(("notice.1.txt", "history.csv", "overrides.csv", "~$notice.docx", ".lock"), b"")
    root = matrix_of(tmp_path, {f"plans/a/{name}": b"" for name in ("notice.txt", "附件.docx", "override.csv", *kept)})
    (plan,) = read_matrix(root).plans
    assert plan.unread == ("override.csv", "附件.docx")


def test_tables_saved_by_a_chinese_windows_are_read(tmp_path):
    """A CSV in GB18030 with CRLF gives the same words as UTF-8 with LF."""
    root = matrix_of(tmp_path, {"units.csv": "id,name\r\nfgw,市发改委\r\n".encode("gb18030")})
    assert read_matrix(root).units == "id,name\nfgw,市发改委\n"


@pytest.mark.parametrize(
    ("files", "error", "words"),
    [
        ({"plans/a/readme.md": b""}, SourceError, "has no notice yet"),
        ({"plans/a/notice.txt": b"", "plans/a/notice.docx": b""}, SourceError, "notice.docx, notice.txt"),
        ({"settings.toml": b"[a"}, SettingsError, "not valid TOML"),
        ({"units.csv": b"PK\x03\x04"}, RegistryError, "a workbook, not a CSV"),
        ({"units.xlsx": b"PK\x03\x04"}, RegistryError, "a workbook, not a CSV"),
        ({"units.csv": b"\xff\xff\xff"}, RegistryError, "neither UTF-8 nor GB18030"),
    ],
    ids=["no notice", "two notices", "bad toml", "workbook named csv", "workbook", "bad bytes"],
)
def test_what_cannot_be_read_says_what_where_and_how_to_mend(tmp_path, files, error, words):
    """Each refusal names the file and a way out."""
    root = matrix_of(tmp_path, files)
    with pytest.raises(error) as raised:
        read_matrix(root)
    assert words in str(raised.value)
    assert raised.value.where


def test_a_table_is_changed_whole_and_by_one_writer_at_a_time(tmp_path):
    """A decision that does not fit leaves the file as it was, and a second writer is told."""
    path = tmp_path / "groups.csv"
    add_rows(path, GROUPS, [{"group": "各县", "unit_id": "a"}, {"group": "各县", "unit_id": "b"}])
    before = path.read_bytes()
    with pytest.raises(RegistryError, match="line 9 is not what it was"):
        edit_file(path, GROUPS, [Edit(3), Edit(9)])
    with lock_folder(tmp_path), pytest.raises(OutputError, match="another run"):
        edit_file(path, GROUPS, [Edit(3)])
    assert files_of(tmp_path) == {"groups.csv": before}
    edit_file(path, GROUPS, [Edit(3)])
    assert path.read_text("utf-8-sig") == "统称,单位编号,来源\n各县,a,\n"


def test_an_unknown_plan_is_refused_with_the_known_ones(tmp_path):
    """A mistyped plan id is answered with the ids there are."""
    root = matrix_of(tmp_path, {"plans/a/notice.txt": b""})
    with pytest.raises(SourceError, match="there are: a"):
        read_matrix(root, only="b")


def test_equal_outputs_keep_their_dates(tmp_path):
    """An unchanged second run touches no file."""
    publish(tmp_path, made(a__csv="1", b__csv="2"))
    os.utime(tmp_path / "a.csv", (1, 1))
    published = publish(tmp_path, made(a__csv="1", b__csv="3"))
    assert published.written == ("b.csv",)
    assert (tmp_path / "a.csv").stat().st_mtime == 1


def test_outputs_no_longer_made_are_removed_and_strangers_are_not(tmp_path):
    """What an earlier run made goes; what a person put there stays and is named."""
    publish(tmp_path, made(a__csv="1", b__csv="2"))
    (tmp_path / "own.txt").write_text("mine")
    published = publish(tmp_path, made(a__csv="1"))
    assert (published.removed, published.strangers) == (("b.csv",), ("own.txt",))
    assert sorted(files_of(tmp_path)) == ["a.csv", MANIFEST, "own.txt"]


def test_what_one_partial_run_made_is_no_stranger_to_the_next(tmp_path):
    """Without a manifest nobody knows who made a file: nothing is said of it."""
    publish(tmp_path, [("tasks/a.xlsx", b"1")])
    assert publish(tmp_path, [("index.html", b"2")]).strangers == ()


def test_outputs_of_another_verb_are_kept(tmp_path):
    """A run leaves the folders it was told to keep, though an older manifest lists them."""
    publish(
        tmp_path, [("progress/a.csv", b"1"), *made(a__csv="1")[:-1], (MANIFEST, b'{"outputs": {"progress/a.csv": ""}}')]
    )
    published = publish(tmp_path, made(a__csv="1"), keep=("progress/",))
    assert (tmp_path / "progress" / "a.csv").exists()
    assert published.strangers == ()


def fill_disk(monkeypatch, at: str) -> None:
    """The disk takes no file of that name, as if it were full."""
    write = outputs._write

    def refuse(path: Path, data: bytes) -> None:
        if path.name == at:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(outputs, "_write", refuse)


def test_nothing_is_replaced_when_one_output_cannot_be_written(tmp_path, monkeypatch):
    """A full disk leaves the former set, nothing beside it, and a sentence with a way out."""
    publish(tmp_path / "plan", made(a__csv="old"))
    before = files_of(tmp_path)
    fill_disk(monkeypatch, "b.csv")
    with pytest.raises(OutputError, match="No space left"):
        publish(tmp_path / "plan", made(a__csv="new", b__csv="new"))
    assert files_of(tmp_path) == before


def test_nothing_is_replaced_when_a_program_holds_the_folder(tmp_path, monkeypatch):
    """Where the new folder cannot take its place, as on Windows while Excel has a file open, the old one stays."""
    publish(tmp_path / "plan", made(a__csv="old"))
    before = files_of(tmp_path)
    rename = Path.rename

    def refuse(path: Path, place: Path) -> Path:
        if place.name == "plan" and path.name.endswith("made"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return rename(path, place)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="cannot be replaced"):
        publish(tmp_path / "plan", made(a__csv="new"))
    assert {name: data for name, data in files_of(tmp_path).items() if name.startswith("plan/")} == before


class Killed(BaseException):
    """What no handler of ours sees, as a process that is gone."""


@pytest.mark.parametrize("call", range(9))
def test_a_run_that_is_stopped_leaves_the_former_set_or_the_new_one(tmp_path, monkeypatch, call):
    """Wherever a run is killed, after the next start the folder holds one whole set, and nothing lies beside it."""
    publish(tmp_path / "plan", made(a__csv="old", b__csv="old"))
    (tmp_path / "plan" / "own.txt").write_text("mine")
    former = files_of(tmp_path / "plan")
    publish(tmp_path / "whole", made(a__csv="new", c__csv="new"))
    new = files_of(tmp_path / "whole") | {"own.txt": b"mine"}
    calls = 0

    def stop(does):
        def until_killed(*given, **named):
            nonlocal calls
            calls += 1
            if calls > call:
                raise Killed
            return does(*given, **named)

        return until_killed

    with monkeypatch.context() as patched:
        for owner, name in ((outputs, "_write"), (outputs, "_link"), (Path, "rename"), (outputs.shutil, "rmtree")):
            patched.setattr(owner, name, stop(getattr(owner, name)))
        with suppress(Killed):
            publish(tmp_path / "plan", made(a__csv="new", c__csv="new"))
    with lock_folder(tmp_path):
        assert files_of(tmp_path / "plan") in (former, new)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["plan", "whole"]


@pytest.mark.parametrize("link", ["plan", "plan/tasks"])
def test_links_to_folders_are_not_followed(tmp_path, link):
    """Outputs stay in their folder even where a link in it leads elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OutputError, match="link"):
        publish(tmp_path / "plan", [("tasks/a.csv", b"1")])
    assert files_of(elsewhere) == {}


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "a/../../b.csv"])
def test_an_output_never_leaves_its_folder(tmp_path, name):
    """A path that climbs is refused before anything is written."""
    with pytest.raises(OutputError, match="out of the output folder"):
        publish(tmp_path / "out", [(name, b"")])
    assert not list(tmp_path.rglob("*.csv"))


def test_a_second_run_is_refused_at_once(tmp_path):
    """Two runs never write into one folder."""
    with lock_folder(tmp_path), pytest.raises(OutputError, match="another run"), lock_folder(tmp_path):
        pass


def test_the_lock_of_a_killed_run_is_free(tmp_path):
    """A process that was killed while it held the folder does not keep the next one out."""
    code = "import os; from pathlib import Path; from responsibility.system.outputs import lock_folder as hold\n"
    code += f"with hold(Path({str(tmp_path)!r})): os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with lock_folder(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows closes folders by lists of rights")
def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    """A read-only place is told before anything is made; nothing is closed to root, who is nobody for a moment."""
    user = os.geteuid()
    with lock_folder(tmp_path / "open"):  # imports what only a lock needs, where that can still be read
        pass
    tmp_path.chmod(0o500)
    try:
        os.seteuid(user or 65534)
        with pytest.raises(OutputError, match="cannot be written"), lock_folder(tmp_path / "output"):
            pass
    finally:
        os.seteuid(user)
        tmp_path.chmod(0o700)


def test_differences_from_a_rebuild_are_named(tmp_path):
    """A rebuild tells missing, differing and unexpected files apart."""
    publish(tmp_path, made(a__csv="1", b__csv="2", c__csv="3"))
    (tmp_path / "a.csv").unlink()
    (tmp_path / "b.csv").write_text("changed")
    rebuilt = [output for output in made(a__csv="1", b__csv="2", d__csv="4") if output[0] != MANIFEST]
    assert compare_outputs(tmp_path, rebuilt) == (
        ("a.csv", "missing"),
        ("b.csv", "differs"),
        ("c.csv", "unexpected"),
        ("d.csv", "missing"),
        (MANIFEST, "unexpected"),
    )
