"""Pools: work that several processes of this program share, and what happens when one of them is ended from outside."""

from __future__ import annotations

import gc
import os
import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from itertools import chain, islice
from multiprocessing import get_start_method, parent_process
from threading import RLock, Thread
from typing import TypeVar, cast

from responsibility.errors import OutputError

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4  # items a process that may be done before their turn: the next need not wait for one that takes long
_BESIDE = 3  # processes that work beside this one at most: no plan's reports keep more of them busy
_installed: list[Callable[[object], object]] = []  # what a worker process applies; set once when it starts


def _install(*function: Callable[[object], object]) -> None:
    _installed[:] = function
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End a worker whose parent was killed: it would wait for ever, and hold the lock of the output folder with it."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _apply(item: object) -> object:
    return _installed[0](item)


def load_shared(modules: Iterable[str]) -> None:
    """Load libraries once for all processes that are forked from this one; where they are not forked, do nothing.

    What is loaded is set apart from what is searched for garbage, so that no process goes through it, and copies it;
    the first time alone, for what would be garbage later stays for ever.
    """
    if get_start_method() == "fork":
        load(modules)
        if not gc.get_freeze_count():
            gc.freeze()


def map_heavy(function: Callable[[T], R], items: Iterable[T], processes: int | None = None) -> Iterator[R]:
    """Apply function to items in order, several at once: each is long enough for a process, few in memory at a time.

    function, items and results must be picklable; function crosses once a process. processes: None for all cores.
    Raises OutputError if a process was ended from outside, as a system does that is short of memory.
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
                if len(waiting) > workers * _AHEAD:
                    yield cast(R, waiting.popleft().result())
            while waiting:
                yield cast(R, waiting.popleft().result())
    except BrokenProcessPool as error:
        raise _tell_ended() from error


def map_apart(
    function: Callable[[T], R], items: Iterable[T], processes: int | None = None
) -> Iterator[R | OutputError]:
    """Apply function as map_heavy does; where an item's process is ended from outside, an error takes its place.

    A pool that lost a process loses all that it was at: those items are done again, each alone.
    """
    ahead, workers = iter(items), processes or count_cores()
    work = cast(Callable[[object], object], function)
    while first := list(islice(ahead, 1)):
        # An item waits before it is handed over: a pool that is found broken takes nothing more.
        waiting: deque[T] = deque()
        results: deque[Future[object]] = deque()
        try:
            with ProcessPoolExecutor(workers, initializer=_install, initargs=(work,)) as pool:
                for item in chain(first, ahead):
                    waiting.append(item)
                    results.append(pool.submit(_apply, item))
                    if len(waiting) > workers * _AHEAD:
                        yield cast(R, results[0].result())
                        waiting.popleft()
                        results.popleft()
                while waiting:
                    yield cast(R, results[0].result())
                    waiting.popleft()
                    results.popleft()
        except BrokenProcessPool:
            yield from (_apply_alone(work, item) for item in waiting)


def _apply_alone(work: Callable[[object], object], item: T) -> R | OutputError:
    try:
        with ProcessPoolExecutor(1, initializer=_install, initargs=(work,)) as pool:
            return cast(R, pool.submit(_apply, item).result())
    except BrokenProcessPool:
        return _tell_ended()


def count_cores() -> int:
    """Return how many cores there are to work on."""
    return os.cpu_count() or 1


def _tell_ended() -> OutputError:
    return OutputError("PROCESS_ENDED")


@lru_cache(1)
def _unpack(packed: bytes) -> Callable[[object], object]:
    return cast(Callable[[object], object], pickle.loads(packed))


def _apply_packed(packed: bytes, item: object) -> object:
    return _unpack(packed)(item)


def _do_packed(packed: bytes) -> object:
    return cast(Callable[[], object], pickle.loads(packed))()


def load(modules: Iterable[str]) -> None:
    """Load libraries."""
    for each in modules:
        import_module(each)


class Workers:
    """Processes beside this one, for all plans of a run: they load libraries while this one still reads a plan."""

    def __init__(self, libraries: Iterable[str] = ()) -> None:
        self._libraries = tuple(libraries)
        self._pool: ProcessPoolExecutor | None = None
        self._start()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        count = min(count_cores() - 1, _BESIDE)
        if count > 0:
            self._pool = ProcessPoolExecutor(count, initializer=_install)
            for _ in range(count):
                self._pool.submit(load, self._libraries)

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Let another process do work while this one goes on; what is returned waits for its result.

        work and result must be picklable. Where that process is ended from outside, this one does it.
        """
        try:
            # Packed now: a pool packs in a thread of its own, under which a graph may change as it is asked for more.
            future = self._pool.submit(_do_packed, pickle.dumps(work)) if self._pool else None
        except BrokenProcessPool:
            future = None

        def wait() -> T:
            with suppress(BrokenProcessPool):
                if future:
                    return cast(T, future.result())
            return work()

        return wait

    def map(self, function: Callable[[T], R], items: Iterable[T], theirs: Collection[T] = ()) -> Iterator[R]:
        """Apply function to items in order, several at once; this process takes its own from the end.

        theirs: items that this process leaves to the others, which have loaded what these need. function, items and
        results must be picklable. Raises OutputError if a process was ended from outside, as a system does that is
        short of memory; others take its place.
        """
        if self._pool is None:
            self._start()
        try:
            listed = list(items)
            if self._pool is None or len(listed) < 2:
                yield from map(function, listed)
            else:
                yield from _share(self._pool, function, listed, theirs)
        except BrokenProcessPool as error:
            self._pool = None
            raise _tell_ended() from error


def _share(
    pool: ProcessPoolExecutor, function: Callable[[T], R], items: Sequence[T], theirs: Collection[T]
) -> Iterator[R]:
    """Apply function to items in this process, from the end, and in those of a pool, from the beginning."""
    packed, waiting, lock = pickle.dumps(function), deque(range(len(items))), RLock()
    handed: dict[int, Future[object]] = {}
    own: dict[int, R] = {}
    workers = min(count_cores() - 1, _BESIDE)

    def hand_over() -> None:
        with lock, suppress(IndexError, BrokenProcessPool):
            place = waiting.popleft()
            handed[place] = pool.submit(_apply_packed, packed, items[place])
            handed[place].add_done_callback(go_on)

    def go_on(_: object) -> None:
        if sum(not each.done() for each in tuple(handed.values())) < workers:
            hand_over()

    def is_known(place: int) -> bool:
        return place in own or (place in handed and handed[place].done())

    def take() -> int | None:
        with lock:
            return waiting.pop() if waiting and items[waiting[-1]] not in theirs else None

    try:
        for _ in range(max(workers, sum(item in theirs for item in items))):
            hand_over()
        for place in range(len(items)):
            while not is_known(place) and (last := take()) is not None:
                own[last] = function(items[last])
            if place not in own and place not in handed:
                hand_over()  # a process that is done is given its next a moment later
            if place not in own and place not in handed:
                raise BrokenProcessPool
            yield own[place] if place in own else cast(R, handed[place].result())
    finally:
        waiting.clear()
