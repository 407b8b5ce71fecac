"""Returned files on disk: folders and archives of any system, kept once, never lost."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from responsibility.errors import SourceError
from responsibility.extract.packed import Received
from responsibility.system.evidence import (
    HASHES,
    QUARANTINE,
    add_quarantined,
    evidence_folder,
    list_periods,
    read_evidence,
    read_received,
    returns_folder,
    store_evidence,
)
from responsibility.version import __version__


def workbook() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    return buffer.getvalue()


def pack(members: dict[str, bytes], unflag: bool = False) -> bytes:
    """A zip; unflag: as Chinese Windows packs it, names in GBK without saying so."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(_Raw(name) if unflag else name, data)
    return buffer.getvalue()


class _Raw(zipfile.ZipInfo):
    """A member whose name is written in GBK, without the flag."""

    def _encodeFilenameFlags(self):  # noqa: N802  # the hook of the standard library
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def names(paths):
    return [each.name for each in read_received(paths)]


def test_folders_and_files_are_read_in_order_without_litter(tmp_path):
    """Locks of Excel, hidden files and thumbnails are nobody's answer."""
    for name in ("乙.xlsx", "甲.xlsx", "~$甲.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    inner = tmp_path / "邮件"
    inner.mkdir()
    (inner / "丙.csv").write_bytes(b"y")
    assert names([tmp_path]) == ["乙.xlsx", "甲.xlsx", "丙.csv"]


def test_a_workbook_is_no_archive(tmp_path):
    """Workbooks are zips too; they stay whole."""
    (tmp_path / "甲.xlsx").write_bytes(workbook())
    assert names([tmp_path / "甲.xlsx"]) == ["甲.xlsx"]


@pytest.mark.parametrize("unflag", [False, True], ids=["utf-8", "gbk without a flag"])
def test_names_in_archives_are_read_whatever_packed_them(tmp_path, unflag):
    """A name packed in GBK without saying so is the same name."""
    (tmp_path / "回报.zip").write_bytes(pack({"二季度/市发改委.xlsx": workbook(), "__MACOSX/._a": b"z"}, unflag))
    received = list(read_received([tmp_path / "回报.zip"]))
    assert [each.name for each in received] == ["回报.zip/二季度/市发改委.xlsx"]
    assert received[0].data == workbook()


def test_a_broken_archive_member_does_not_stop_the_others(tmp_path):
    """A member that cannot be unpacked is named; the rest is read."""
    data = pack({"a.csv": b"one" * 9, "b.csv": b"two" * 9})
    (tmp_path / "x.zip").write_bytes(data.replace(b"one" * 9, b"eno" * 9))
    first, second = read_received([tmp_path / "x.zip"])
    assert first.error is not None
    assert "damaged here" in str(first.error)
    assert second.data == b"two" * 9


def test_a_missing_file_is_named(tmp_path):
    """What cannot be read is an error of its own, not the end."""
    (one,) = read_received([tmp_path / "none.xlsx"])
    assert one.error is not None


def test_evidence_is_kept_once_under_its_own_name(tmp_path):
    """Equal files are kept once, other files of one name get a number, and nothing leaves the folder."""
    folder = evidence_folder(tmp_path, "plan", "2023-q2")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "表.xlsx").write_bytes(b"1")
    (tmp_path / "b" / "表.xlsx").write_bytes(b"2")
    (tmp_path / "e.zip").write_bytes(pack({"内/CON.xlsx": b"3", "表.xlsx": b"1"}))
    sources = [tmp_path / "a", tmp_path / "b", tmp_path / "e.zip"]
    assert store_evidence(folder, read_received(sources)).failed == []
    assert store_evidence(folder, read_received(sources)).failed == []
    assert sorted(path.name for path in folder.iterdir()) == ["_CON.xlsx", HASHES, "表-2.xlsx", "表.xlsx"]
    assert {each.data for each in read_evidence(folder)} == {b"1", b"2", b"3"}
    assert list_periods(tmp_path, "plan") == ("2023-q2",)


@pytest.mark.parametrize(
    "listed", [None, "file,sha256,received_as\n", "文件\n表.xlsx\n"], ids=["lost", "older", "other"]
)
def test_a_kept_file_is_never_replaced_by_one_of_its_name(tmp_path, listed):
    """Where the list of hashes is lost, older or another, the files that are there still count as kept."""
    folder, sent = tmp_path / "q", tmp_path / "表.xlsx"
    for data in (b"1", b"2"):
        sent.write_bytes(data)
        store_evidence(folder, read_received([sent]))
        (folder / HASHES).unlink()
        if listed is not None:
            (folder / HASHES).write_text(listed, "utf-8")
    store_evidence(folder, read_received([sent]))
    assert [(each.name, each.data) for each in read_evidence(folder)] == [("表-2.xlsx", b"2"), ("表.xlsx", b"1")]


def test_evidence_comes_in_the_order_in_which_it_came(tmp_path):
    """A corrected sheet comes after the one that it corrects, whatever their names."""
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)
        store_evidence(tmp_path / "q", read_received([tmp_path / name]))
    assert [each.name for each in read_evidence(tmp_path / "q")] == ["b.csv", "a.csv"]


def test_a_kept_file_that_was_changed_is_refused(tmp_path):
    """Evidence is what came in; a later hand in it is seen by its hash."""
    folder = tmp_path / "q"
    (tmp_path / "表.csv").write_bytes(b"1")
    store_evidence(folder, read_received([tmp_path / "表.csv"]))
    (folder / "表.csv").write_bytes(b"2")
    (one,) = read_evidence(folder)
    assert "changed since it came in" in str(one.error)


def test_no_evidence_yet(tmp_path):
    """A period without a folder has no files."""
    assert list(read_evidence(tmp_path / "none")) == []
    assert list_periods(tmp_path, "none") == ()


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are of POSIX")
def test_pipes_and_devices_are_refused_at_once(tmp_path):
    """Neither a pipe, which would wait for ever, nor a device, which never ends, is read."""
    os.mkfifo(tmp_path / "甲.xlsx")
    first, second = read_received([tmp_path, Path("/dev/zero")])
    assert "pipe or a device" in str(first.error)
    assert "pipe or a device" in str(second.error)


def test_a_file_in_quarantine_is_kept_and_not_read(tmp_path):
    """What ended its reader is known by its content in every period; a later version of the program reads it again."""
    (tmp_path / "表.csv").write_bytes(b"1")
    for period in ("2023-q1", "2023-q2"):
        store_evidence(evidence_folder(tmp_path, "plan", period), read_received([tmp_path / "表.csv"]))
    add_quarantined(returns_folder(tmp_path, "plan"), [(Received("表.csv", b"1"), "READER_DIED")])
    add_quarantined(returns_folder(tmp_path, "plan"), [(Received("乙.csv", b"2"), "READER_SLOW")])
    folders = [evidence_folder(tmp_path, "plan", period) for period in ("2023-q1", "2023-q2")]
    for (one,) in map(list, map(read_evidence, folders)):
        assert one.data == b"1"
        assert isinstance(one.error, SourceError)
        assert one.error.code == "READER_BARRED"
    path = tmp_path / "plans" / "plan" / "returns" / QUARANTINE
    path.write_text(path.read_text("utf-8-sig").replace(__version__, "0.0"), "utf-8")
    assert [each.error for folder in folders for each in read_evidence(folder)] == [None, None]
