"""LibreOffice turns old files into .docx where it is installed, and says so where it is not."""

from __future__ import annotations

import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psutil
import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.system.office import find_office, office_converter
from sources import zip_of


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
# Starts a process of its own, as soffice does, and leaves word of it.
BROOD = (
    "import subprocess\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "Path(sys.argv[0] + '.child').write_text(str(child.pid))\ntime.sleep(60)"
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


@posix
def test_a_file_is_converted_under_its_own_suffix_and_profile(tmp_path):
    assert office_converter(program(tmp_path, COPY))(b"old", "wps") == b".wpsold"


@posix
@pytest.mark.parametrize(
    ("lines", "seconds", "code"),
    [("sys.exit('no filter')", 60, "OFFICE_FAILED"), ("time.sleep(90)", 0.5, "OFFICE_SLOW")],
)
def test_a_program_that_fails_or_hangs_ends_in_plain_words(tmp_path, lines, seconds, code):
    with pytest.raises(SourceError) as caught:
        office_converter(program(tmp_path, lines), seconds=seconds)(b"old", "doc")
    assert caught.value.code == code


@posix
def test_what_the_program_keeps_for_itself_stays_out_of_the_home_folder(tmp_path, monkeypatch):
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    lines = "import os\nfor name in ('HOME', 'XDG_CONFIG_HOME'):\n"
    lines += " (Path(os.environ.get(name, os.environ['HOME'])) / name).mkdir(parents=True)\n"
    assert office_converter(program(tmp_path, lines + COPY))(b"old", "wps") == b".wpsold"
    assert [each.name for each in tmp_path.iterdir()] == ["soffice"]


@posix
@pytest.mark.slow
def test_at_the_limit_all_that_the_program_started_ends(tmp_path):
    office = program(tmp_path, BROOD)
    with pytest.raises(SourceError):
        office_converter(office, seconds=1.5)(b"old", "doc")
    child = int(Path(f"{office}.child").read_text())
    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):  # a signal takes a moment to arrive
        psutil.Process(child).wait(5)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_without_libreoffice_the_way_to_save_anew_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("responsibility.system.office._USUAL", ())
    with pytest.raises(SourceError) as caught:
        office_converter()(b"old", "doc")
    assert (caught.value.code, ".docx" in str(caught.value)) == ("OLD_WORD", True)


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


@pytest.fixture
def web():
    """A server on this machine, with the paths that anyone asked it for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815  # the hooks of the standard library

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def pointing_odt(address: str, path: Path) -> bytes:
    """A text that asks for a picture and a section from a server, and a section from another file."""
    spaces = {
        "office": "office:1.0",
        "text": "text:1.0",
        "draw": "drawing:1.0",
        "svg": "svg-compatible:1.0",
    }
    names = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}"' for key, value in spaces.items())
    sections = "".join(
        f'<text:section text:name="s{place}"><text:section-source xlink:href="{target}"/>'
        "<text:p>旧</text:p></text:section>"
        for place, target in enumerate((f"{address}/section.txt", path.as_uri()))
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f'<office:body><office:text>{sections}<text:p><draw:frame svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}/picture.png"/></draw:frame></text:p><text:p>责任单位:市甲局</text:p>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zip_of({name: words.encode() for name, words in parts.items()})


@pytest.mark.office
@pytest.mark.slow
def test_a_document_fetches_nothing(web, tmp_path):
    """Neither a server nor another file of this machine is asked for what a document points to."""
    address, asked = web
    secret = tmp_path / "secret.txt"
    secret.write_text("他人的话", "utf-8")
    document = extract_document(pointing_odt(address, secret), "a.odt", convert=office_converter())
    assert asked == []
    assert document.text.split("\n") == ["旧", "旧", "责任单位:市甲局"]
