"""Engine: work outside this process, and the only clock.

Rebuilding elsewhere shows that outputs depend on nothing but the input: another hash seed, time zone and folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from responsibility.errors import OutputError

REBUILD_SECONDS = 600  # of one folder
_LATE = 20  # steps back that a pace is measured from


def rebuild_elsewhere(matrix: Path, output: Path, folders: Sequence[str], plan_id: str | None, language: str) -> None:
    """Build the reports of one plan, or of all, into output, in a new process under another hash seed and time zone.

    folders: those that it makes. Raises OutputError with the child's words if it fails.
    """
    command = [sys.executable, "-m", "responsibility", "reports", "--lang", language]
    command += ["--plan", plan_id] if plan_id else []
    command += ["--matrix", str(matrix.resolve()), "--output", str(output)]
    environment = {**os.environ, "PYTHONHASHSEED": "20230324", "TZ": "America/St_Johns"}
    seconds = REBUILD_SECONDS * len(folders)
    try:
        finished = subprocess.run(
            command, cwd=output, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OutputError("REBUILD_TOO_LONG", seconds=seconds) from error
    # Code 1 is also Python's own for a traceback, so the manifest has the last word.
    if not all((output / folder / "manifest.json").is_file() for folder in folders):
        words = finished.stderr.decode("utf-8", "replace").strip()
        raise OutputError("REBUILD_FAILED", reason=words)


def run_verb(arguments: Sequence[str], language: str) -> tuple[int, str, str]:
    """Run a verb of this program in a process of its own; returns its exit code and what it said on both streams.

    Raises OutputError where it does not end.
    """
    command = [sys.executable, "-X", "utf8", "-m", "responsibility", *arguments, "--lang", language]
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=REBUILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OutputError("REBUILD_TOO_LONG", seconds=REBUILD_SECONDS) from error
    told, trouble = (stream.decode("utf-8", "replace").strip() for stream in (done.stdout, done.stderr))
    return done.returncode, told, trouble


def wait_until(changed: Callable[[], bool], every: float = 0.5) -> None:
    """Ask every so many seconds until changed() is true. Polling needs no library and works on network drives."""
    while not changed():
        time.sleep(every)


def relaunch_in_utf8(arguments: Sequence[str]) -> None:
    """Start this program anew in Python's UTF-8 mode where the system's encoding has no Chinese, as in LC_ALL=C.

    Files could be neither named nor written there. Returns where there is nothing to do.
    """
    try:
        os.fsencode("责")
    except UnicodeEncodeError:
        if sys.flags.utf8_mode:
            return
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-m", "responsibility", *arguments], environment)


def spare_cores() -> None:
    """Let numpy's BLAS start no threads: our matrices are small, and a thread that waits for the next one spins.

    A sum would also hang on how many threads share it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def spare_home() -> None:
    """Point matplotlib, fontconfig and LibreOffice, which write into the home folder, to the temporary one.

    What they keep, such as lists of fonts, stays there from run to run, in a folder that nobody else may write.
    """
    names = ("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    if os.environ.keys() >= {*names}:
        return
    user = os.getuid() if hasattr(os, "getuid") else 0  # Windows has a temporary folder for each user
    folder = Path(tempfile.gettempdir()) / f"responsibility-{user}"
    with suppress(OSError):
        folder.mkdir(0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != user:
            folder = Path(tempfile.mkdtemp(prefix="responsibility-"))
        for name in names:
            os.environ.setdefault(name, str(folder / name.lower()))


class Stopwatch:
    """Seconds since it was made; for progress on a terminal, never for an output."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start


class Pace:
    """How many of a total are done, how fast of late, and how long the rest takes at that pace; as Stopwatch is used.

    Of late, since what an earlier run did goes by much faster than what is new.
    """

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self.total = total
        self._now = now
        self._marks = deque([(now(), 0)], maxlen=_LATE)

    def reach(self, done: int) -> None:
        """Note that so many are done by now."""
        self._marks.append((self._now(), done))

    @property
    def rate(self) -> float:
        """Done a second."""
        (begun, before), (now, done) = self._marks[0], self._marks[-1]
        return (done - before) / max(now - begun, 0.1)

    @property
    def seconds_left(self) -> float:
        """Seconds for the rest; 0 where nothing is known yet."""
        return max(self.total - self._marks[-1][1], 0) / self.rate if self.rate else 0.0
