"""Folder: reading what people write, and putting outputs into place whole or not at all."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from responsibility.errors import OutputError, RegistryError, SettingsError, SourceError
from responsibility.registry.tables import GROUPS
from responsibility.rows import Edit
from responsibility.system.inputs import add_rows, edit_file, read_matrix
from responsibility.system.outputs import MANIFEST, compare_outputs, lock_folder, publish


def matrix_of(root: Path, files: dict[str, bytes]) -> Path:
    for relative, data in files.items():
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


def test_tables_saved_by_a_chinese_windows_are_read(tmp_path):
    """A CSV in GB18030 with CRLF gives the same words as UTF-8 with LF."""
    root = matrix_of(tmp_path, {"units.csv": "id,name\r\nfgw,市发改委\r\n".encode("gb18030")})
    assert read_matrix(root).units == "id,name\nfgw,市发改委\n"


@pytest.mark.parametrize(
    ("files", "error", "words"),
    [
        ({"plans/a/readme.md": b""}, SourceError, "exactly one notice, found: none"),
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
    assert raised.value.fix


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


def test_outputs_of_another_verb_are_kept(tmp_path):
    """A run leaves the folders it was told to keep, though an older manifest lists them."""
    publish(
        tmp_path, [("progress/a.csv", b"1"), *made(a__csv="1")[:-1], (MANIFEST, b'{"outputs": {"progress/a.csv": ""}}')]
    )
    published = publish(tmp_path, made(a__csv="1"), keep=("progress/",))
    assert (tmp_path / "progress" / "a.csv").exists()
    assert published.strangers == ()


def test_nothing_is_replaced_when_one_output_cannot_be_written(tmp_path):
    """A folder in the place of a file stops the run before the first file is moved."""
    publish(tmp_path, made(a__csv="old"))
    (tmp_path / "b.csv.part").mkdir()
    (tmp_path / "b.csv.part" / "in the way").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        publish(tmp_path, made(a__csv="new", b__csv="new"))
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "a/../../b.csv"])
def test_an_output_never_leaves_its_folder(tmp_path, name):
    """A path that climbs is refused before anything is written."""
    with pytest.raises(OutputError, match="out of the output folder"):
        publish(tmp_path / "out", [(name, b"")])
    assert not list(tmp_path.rglob("*.csv"))


def test_leftovers_of_a_killed_run_are_swept(tmp_path):
    """Parts that an interrupted run left are gone after the next one."""
    (tmp_path / "a.csv.part").write_text("half")
    publish(tmp_path, made(a__csv="1"))
    assert sorted(files_of(tmp_path)) == ["a.csv", MANIFEST]


def test_a_second_run_is_refused_at_once(tmp_path):
    """Two runs never write into one folder."""
    with lock_folder(tmp_path), pytest.raises(OutputError, match="another run"), lock_folder(tmp_path):
        pass
    assert not (tmp_path / ".lock").exists()


@pytest.mark.skipif(os.name != "posix", reason="process numbers are asked for on POSIX only")
def test_the_lock_of_a_dead_run_is_taken_over(tmp_path):
    """A lock of this host whose process is gone does not block."""
    child = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(child, 0)
    (tmp_path / ".lock").write_text(f"{socket.gethostname()} {child}\n")
    with lock_folder(tmp_path):
        assert str(os.getpid()) in (tmp_path / ".lock").read_text()


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
