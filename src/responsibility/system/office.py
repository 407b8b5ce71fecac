"""Office: the one room that starts another program: LibreOffice, to turn an old Word or WPS file into .docx.

In: the file's bytes and suffix. Out: the bytes of a .docx, to be read like any other. Each run has a profile and a
folder of its own, so that two runs never meet, a limit of time, and leaves nothing behind. LibreOffice only converts;
its own text output loses text boxes and shows deleted words, so it is never used for reading.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from responsibility.extract.refuse import refuse

_PROGRAMS = ("soffice", "libreoffice", "soffice.com")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_SECONDS = 120


def find_office(environment: Sequence[str] = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")) -> Path | None:
    """Return the LibreOffice program on the path or in its usual places, or None."""
    found = next((path for program in _PROGRAMS if (path := shutil.which(program))), None)
    if found:
        return Path(found)
    folders = [os.environ[name] for name in environment if os.environ.get(name)]
    usual = [Path(folder, "LibreOffice", "program", "soffice.com") for folder in folders] + [Path(p) for p in _USUAL]
    return next((path for path in usual if path.is_file()), None)


def office_converter(program: Path | None = None, seconds: float = _SECONDS) -> Callable[[bytes, str], bytes]:
    """Return the `convert` that extract_document takes; it raises SourceError where LibreOffice is absent or fails."""

    def convert(data: bytes, suffix: str) -> bytes:
        office = program or find_office()
        if office is None:
            raise refuse("OLD_WORD", f"*.{suffix}", kind=suffix)
        with TemporaryDirectory(prefix="responsibility-") as folder:
            return _run(office, Path(folder), data, suffix, seconds)

    return convert


def _run(office: Path, folder: Path, data: bytes, suffix: str, seconds: float) -> bytes:
    source = folder / f"source.{suffix}"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [str(office), "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "docx", "--outdir", str(folder / "out"), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, cwd=folder)
    except subprocess.TimeoutExpired as error:
        raise refuse("OFFICE_SLOW", f"*.{suffix}", seconds=int(seconds)) from error
    except OSError as error:
        raise refuse("OFFICE_FAILED", f"*.{suffix}", detail=str(error)) from error
    made = folder / "out" / "source.docx"
    if not made.is_file():
        detail = done.stderr.decode("utf-8", "backslashreplace").strip()[-80:]
        raise refuse("OFFICE_FAILED", f"*.{suffix}", detail=detail or done.returncode)
    return made.read_bytes()
