"""LibreOffice turns old files into .docx where it is installed, and says so where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.system.office import find_office, office_converter


def program(folder: Path, lines: str) -> Path:
    """A stand-in for soffice: a Python script that is run with the same arguments."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\nimport sys, time\nfrom pathlib import Path\n{lines}\n", "utf-8")
    path.chmod(0o755)
    return path


COPY = (
    "out, source = Path(sys.argv[-2]), Path(sys.argv[-1])\nout.mkdir()\n"
    "assert any(word.startswith('-env:UserInstallation=file:///') for word in sys.argv)\n"
    "(out / 'source.docx').write_bytes(source.suffix.encode() + source.read_bytes())"
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


@posix
def test_a_file_is_converted_under_its_own_suffix_and_profile(tmp_path):
    assert office_converter(program(tmp_path, COPY))(b"old", "wps") == b".wpsold"


@posix
@pytest.mark.parametrize(
    ("lines", "code"), [("sys.exit('no filter')", "OFFICE_FAILED"), ("time.sleep(9)", "OFFICE_SLOW")]
)
def test_a_program_that_fails_or_hangs_ends_in_plain_words(tmp_path, lines, code):
    with pytest.raises(SourceError) as caught:
        office_converter(program(tmp_path, lines), seconds=0.5)(b"old", "doc")
    assert caught.value.code == code


def test_without_libreoffice_the_way_to_save_anew_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("responsibility.system.office._USUAL", ())
    with pytest.raises(SourceError) as caught:
        office_converter()(b"old", "doc")
    assert (caught.value.code, ".docx" in caught.value.fix) == ("OLD_WORD", True)


def test_libreoffice_is_found_in_program_files(monkeypatch, tmp_path):
    folder = tmp_path / "LibreOffice" / "program"
    folder.mkdir(parents=True)
    (folder / "soffice.com").touch()
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert find_office() == folder / "soffice.com"


@pytest.mark.office
@pytest.mark.slow
def test_an_old_file_is_read_through_libreoffice():
    """RTF stands for the old formats: it can be written by hand and takes the same way."""
    words = "".join(f"\\u{ord(char)}?" for char in "责任单位：市甲局")
    document = extract_document(f"{{\\rtf1\\ansi {words}\\par}}".encode(), "a.rtf", convert=office_converter())
    assert document.text == "责任单位：市甲局"
    assert [each.code for each in document.findings] == ["SOURCE_CONVERTED"]
