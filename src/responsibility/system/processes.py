"""Engine: work outside this process, and the only clock.

Rebuilding elsewhere shows that outputs depend on nothing but the input: another hash seed, time zone and folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar, cast

from responsibility.errors import OutputError

REBUILD_SECONDS = 600  # of one folder


def rebuild_elsewhere(matrix: Path, output: Path, folders: Sequence[str], plan_id: str | None, language: str) -> None:
    """Build the reports of one plan, or of all, into output, in a new process under another hash seed and time zone.

    folders: those that it makes. Raises OutputError with the child's words if it fails.
    """
    command = [sys.executable, "-m", "responsibility", "reports", "--lang", language]
    command += ["--plan", plan_id] if plan_id else []
    command += ["--matrix", str(matrix.resolve()), "--output", str(output)]
    environment = {**os.environ, "PYTHONHASHSEED": "20230324", "TZ": "America/St_Johns"}
    seconds = REBUILD_SECONDS * len(folders)
    finished = subprocess.run(command, cwd=output, env=environment, capture_output=True, timeout=seconds, check=False)
    # Code 1 is also Python's own for a traceback, so the manifest has the last word.
    if not all((output / folder / "manifest.json").is_file() for folder in folders):
        words = finished.stderr.decode("utf-8", "replace").strip()
        raise OutputError(
            "the rebuild failed: {reason}", "", "run `responsibility reports` and mend that", reason=words
        )


def wait_until(changed: Callable[[], bool], every: float = 0.5) -> None:
    """Ask every so many seconds until changed() is true. Polling needs no library and works on network drives."""
    while not changed():
        time.sleep(every)


T = TypeVar("T")
R = TypeVar("R")
_installed: list[Callable[[object], object]] = []  # what a worker process applies; set once when it starts


def _install(function: Callable[[object], object]) -> None:
    _installed[:] = [function]


def _apply(item: object) -> object:
    return _installed[0](item)


def map_heavy(function: Callable[[T], R], items: Iterable[T], processes: int | None = None) -> Iterator[R]:
    """Apply function to items in order, several at once: each is long enough for a process, few in memory at a time.

    function, items and results must be picklable; function crosses once a process. processes: None for all cores.
    Raises OutputError if a process ends before its work does.
    """
    ahead = iter(items)
    first = list(islice(ahead, 2))
    workers = processes or os.cpu_count() or 1
    if len(first) < 2 or workers == 1:
        yield from map(function, chain(first, ahead))
        return
    work = cast(Callable[[object], object], function)
    try:
        with ProcessPoolExecutor(workers, initializer=_install, initargs=(work,)) as pool:
            waiting: deque[Future[object]] = deque()
            for item in chain(first, ahead):
                waiting.append(pool.submit(_apply, item))
                if len(waiting) > workers * 4:
                    yield cast(R, waiting.popleft().result())
            while waiting:
                yield cast(R, waiting.popleft().result())
    except BrokenExecutor as error:
        raise OutputError(
            "a process that makes outputs ended: {reason}",
            "",
            "close other programs and try again; with --only, fewer outputs are made at a time",
            reason=type(error).__name__,
        ) from error


class Stopwatch:
    """Seconds since it was made; for progress on a terminal, never for an output."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start
