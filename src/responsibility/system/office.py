"""Office: the one room that starts another program: LibreOffice, to turn old Word or WPS files into .docx, ours to PDF.

In: the file's bytes and suffix. Out: the bytes of a .docx, to be read like any other, or of a PDF, to be printed. Each
run has a profile and a folder of its own, so that two runs never meet, a limit of time at which all of its processes
end, and leaves nothing behind. The profile lets a document fetch nothing: neither from the network nor from other files
of this machine.
LibreOffice only converts; its own text output loses text boxes and shows deleted words, so it never reads for us.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from responsibility.errors import SourceError

_PROGRAMS = ("soffice", "libreoffice", "soffice.com")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_SECONDS = 120
_COMMON, _INET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
_CLOSED = (
    (_COMMON, "BlockUntrustedRefererLinks", "true"),  # what a document points to is left where it is
    (_COMMON, "DisableActiveContent", "true"),
    (_COMMON, "DisableMacrosExecution", "true"),
    # Should a link be followed all the same, it ends at a port where nobody answers.
    (_INET, "ooInetProxyType", "2"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
    (_INET, "ooInetNoProxy", ""),
)


def find_office(environment: Sequence[str] = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")) -> Path | None:
    """Return the LibreOffice program on the path or in its usual places, or None."""
    found = next((path for program in _PROGRAMS if (path := shutil.which(program))), None)
    if found:
        return Path(found)
    folders = [os.environ[name] for name in environment if os.environ.get(name)]
    usual = [Path(folder, "LibreOffice", "program", "soffice.com") for folder in folders] + [Path(p) for p in _USUAL]
    return next((path for path in usual if path.is_file()), None)


def office_converter(
    program: Path | None = None, seconds: float = _SECONDS, into: str = "docx"
) -> Callable[[bytes, str], bytes]:
    """Return what turns a file into another kind, such as the `convert` that extract_document takes.

    It raises SourceError where LibreOffice is absent or fails.
    """
    return partial(_convert, program, seconds, into)


def _convert(program: Path | None, seconds: float, into: str, data: bytes, suffix: str) -> bytes:
    office = program or find_office()
    if office is None:
        raise SourceError("OLD_WORD", f"*.{suffix}", kind=suffix)
    with TemporaryDirectory(prefix="responsibility-") as folder:
        source = Path(folder) / f"source.{suffix}"
        source.write_bytes(data)
        return _run(office, source, into, seconds)


def _run(office: Path, source: Path, into: str, seconds: float) -> bytes:
    folder, suffix = source.parent, source.suffix[1:]
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_write_registry(), "utf-8")
    command = [str(office), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", into, "--outdir", str(folder / "out"), str(source)]
    try:
        _run_whole(command, folder, seconds)
    except subprocess.TimeoutExpired as error:
        raise SourceError("OFFICE_SLOW", f"*.{suffix}", seconds=int(seconds)) from error
    except OSError as error:
        raise SourceError("OFFICE_FAILED", f"*.{suffix}") from error
    made = folder / "out" / f"source.{into}"
    if not made.is_file():
        raise SourceError("OFFICE_FAILED", f"*.{suffix}")
    return made.read_bytes()


def _write_registry() -> str:
    """Write the profile's settings as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _CLOSED
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run_whole(command: Sequence[str], folder: Path, seconds: float) -> None:
    """Run a program to its end; at the limit, all that it started ends with it. What it says is in no office's words.

    What it keeps for itself goes into the folder, not into the user's home. Raises TimeoutExpired and OSError.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("XDG")}
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**others, "HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=seconds)
        except BaseException:
            _end_all(process)
            raise


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and what it started: its process group, or its descendants where there are no groups."""
    if sys.platform == "win32":
        import psutil

        with suppress(psutil.NoSuchProcess):
            for each in psutil.Process(process.pid).children(recursive=True):
                each.kill()
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
