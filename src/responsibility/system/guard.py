"""Guard: what comes from outside is parsed in a process of its own, one file at a time, within memory and time.

The libraries that read PDF and old workbooks can end a whole process, or take all memory and never end; no exception
tells of it. Here that costs one file its worker: the file is refused in plain words and a new worker takes the next.
Memory and time are watched from this process, the same on every system; a worker may overshoot by what it takes within
a twentieth of a second. Time is that of the processor, so that what is refused does not hang on what else a computer
does; a worker that does nothing for twice as long waits for what never comes. What libraries print goes nowhere, and a
worker knows neither Ctrl-C nor the terminal.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from responsibility.errors import OutputError, SourceError
from responsibility.extract.source import Parcel
from responsibility.model import Document
from responsibility.settings import SourceSettings

if TYPE_CHECKING:
    from multiprocessing import Process
    from multiprocessing.connection import Connection

DEADLY = ("READER_DIED", "READER_SLOW", "READER_TOO_LARGE")  # how a file may end its worker
FEW_FILES = 48  # below this, one worker does it all
_AHEAD = 4  # files read or waiting to be taken, for each worker
_LOOK = 0.02  # seconds between two looks at the workers
_BASE, _BYTES_A_SECOND = 15.0, 50_000  # a small file that takes long is a trap; a large one may be honest
_PATIENCE = 2  # seconds waited, without any work, for each that a file may work
_STIR = 0.1  # seconds of work that show that a worker is not waiting


def seconds_for(size: int, limits: SourceSettings) -> float:
    """Seconds of work that a file of so many bytes may take: few for a small one, the limit at most."""
    return min(limits.seconds, _BASE + size / _BYTES_A_SECOND)


class Sendable(Protocol):
    """A file to parse."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def data(self) -> bytes: ...  # noqa: D102


T = TypeVar("T", bound=Sendable)
R = TypeVar("R")


class _Worker(Generic[T, R]):
    """One process that applies a function to one file after the other; started when first needed."""

    def __init__(self, function: Callable[[T], R], limits: SourceSettings) -> None:
        self._function = function
        self._limits = limits
        self._process: Process | None = None
        self.item: T | None = None
        self.number = 0

    @property
    def pipe(self) -> Connection:
        return self._pipe

    def give(self, number: int, item: T) -> None:
        """Start on an item."""
        if self._process is None:
            self._start()
        self._seconds = seconds_for(len(item.data), self._limits)
        self._began = self._stirred = self._works()
        self._until = time.monotonic() + self._seconds * _PATIENCE
        self.item, self.number = item, number
        with suppress(OSError):  # a worker that has just ended is seen when it is looked at
            self._pipe.send(item)

    def _start(self) -> None:
        from multiprocessing import Pipe, Process

        import psutil

        self._pipe, theirs = Pipe()
        self._process = Process(target=_serve, args=(self._function, theirs), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            raise OutputError("NO_PROCESS", reason=error.strerror) from error
        theirs.close()
        self._watched = psutil.Process(self._process.pid)
        self._held = 0  # what it shares with this process from the start is no doing of the file's
        self._held = self._uses()

    def look(self) -> tuple[bool, R | BaseException] | None:
        """Return whether the item came to a result, and which; None while the worker is at it."""
        try:
            answer = cast("tuple[bool, R | BaseException]", self._pipe.recv()) if self._pipe.poll() else None
        except (EOFError, OSError):
            return False, self._fail("READER_DIED")
        if answer is not None:
            if isinstance(answer[1], MemoryError):
                return False, self._fail("READER_TOO_LARGE")
            self.item = None
            return answer
        if self._is_slow():
            return False, self._fail("READER_SLOW")
        return (False, self._fail("READER_TOO_LARGE")) if self._uses() > self._limits.memory_bytes else None

    def _is_slow(self) -> bool:
        """Say whether it worked longer than it may, or has done nothing for twice as long."""
        worked, now = self._works(), time.monotonic()
        if worked - self._stirred > _STIR:
            self._stirred, self._until = worked, now + self._seconds * _PATIENCE
        return worked - self._began > self._seconds or now > self._until

    def _uses(self) -> int:
        import psutil

        try:
            return int(self._watched.memory_info().rss) - self._held
        except psutil.Error:
            return 0  # it ended just now; the pipe tells

    def _works(self) -> float:
        """Return the seconds that its processor has worked."""
        import psutil

        try:
            spent = self._watched.cpu_times()
        except psutil.Error:
            return 0.0
        return float(spent.user + spent.system)

    def _fail(self, code: str) -> SourceError:
        name = self.item.name if self.item else ""
        self.end()
        megabytes = self._limits.memory_bytes // 1_000_000
        return SourceError(code, name, seconds=int(self._seconds), megabytes=megabytes)

    def end(self) -> None:
        """Kill the process, whatever it does; the next item gets a new one."""
        self.item = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None


def _serve(function: Callable[[T], R], pipe: Connection) -> None:
    """Live in the worker: apply the function to what comes, until nothing more does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w")
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, object] = True, function(item)
        except Exception as error:
            answer = False, error
        pipe.send(answer)


def map_guarded(
    function: Callable[[T], R],
    items: Iterable[T],
    told: Callable[[T, SourceError], R],
    limits: SourceSettings,
    processes: int | None = None,
) -> Iterator[R]:
    """Apply function to items in order, in workers that may die.

    function, items and results must be picklable. told: what stands for the result of an item whose worker ended.
    Whatever else function raises is raised here.
    """
    ahead = iter(items)
    first = list(islice(ahead, FEW_FILES))
    count = (processes or os.cpu_count() or 1) if len(first) == FEW_FILES else 1
    crew = [_Worker(function, limits) for _ in range(count)]
    try:
        yield from _run(crew, chain(first, ahead), told)
    finally:
        for worker in crew:
            worker.end()


def _run(crew: list[_Worker[T, R]], items: Iterator[T], told: Callable[[T, SourceError], R]) -> Iterator[R]:
    from multiprocessing.connection import wait

    done: dict[int, R] = {}
    waiting = enumerate(items)
    given = taken = 0
    while True:
        for worker in crew:
            if worker.item is None and given - taken < _AHEAD * len(crew) and (next_one := next(waiting, None)):
                worker.give(*next_one)
                given += 1
        if taken == given:
            return
        wait([worker.pipe for worker in crew if worker.item is not None], timeout=_LOOK)
        for worker in crew:
            item = worker.item
            if item is not None and (result := worker.look()):
                done[worker.number] = _result(item, result, told)
        while taken in done:
            yield done.pop(taken)
            taken += 1


def _result(item: T, result: tuple[bool, R | BaseException], told: Callable[[T, SourceError], R]) -> R:
    is_good, value = result
    if is_good:
        return cast(R, value)
    if isinstance(value, SourceError) and value.code in DEADLY:
        return told(item, value)
    raise cast(BaseException, value)


def read_guarded(function: Callable[[Parcel], Document], parcel: Parcel) -> Document:
    """Apply a parser to one file in a worker. Raises what it raises, and SourceError if the worker ends."""

    def give_up(_: Parcel, error: SourceError) -> Document:
        raise error

    (document,) = map_guarded(function, (parcel,), give_up, parcel.limits)
    return document
