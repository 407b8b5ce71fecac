"""Processes: work in other processes, in order, and what happens when one of them or their parent is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import parent_process

import pytest

from responsibility.errors import OutputError
from responsibility.system import pools
from responsibility.system.pools import Workers, map_apart, map_heavy
from responsibility.workflows.reports import LIBRARIES


def end(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def test_a_worker_that_is_ended_from_outside_is_a_sentence():
    """A system short of memory ends a process without asking; that is told, with what to do."""
    with pytest.raises(OutputError, match="ended from outside"):
        list(map_heavy(end, range(60), 2))


class Noting:
    """Work that notes in which thread it is packed."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def __call__(self) -> int:
        return 1

    def __reduce__(self) -> tuple[type[Noting], tuple[()]]:
        self.threads.append(threading.get_ident())
        return Noting, ()


def test_work_is_packed_before_this_process_goes_on(monkeypatch):
    """What is asked of a graph meanwhile changes what it keeps, and cannot change under the one who packs it."""
    monkeypatch.setattr(pools, "count_cores", lambda: 2)
    work = Noting()
    with Workers() as workers:
        assert workers.begin(work)() == 1
    assert work.threads == [threading.get_ident()]


def who(number: int) -> tuple[int, int]:
    return number, os.getpid()


def test_this_process_works_too_and_takes_the_last(monkeypatch):
    """Of two processes one is this one; results come in the order of the items."""
    monkeypatch.setattr(pools, "count_cores", lambda: 2)
    with Workers() as workers:
        done = list(workers.map(who, range(6)))
        left = list(workers.map(who, range(3), theirs=(0, 1, 2)))
    assert [number for number, _ in done] == [0, 1, 2, 3, 4, 5]
    assert done[5][1] == os.getpid() != done[0][1]
    assert os.getpid() not in {process for _, process in left}


def test_a_worker_beside_this_process_that_is_ended_is_a_sentence(monkeypatch):
    """What it was at is not lost without a word, and the next plan gets another."""
    monkeypatch.setattr(pools, "count_cores", lambda: 2)
    with Workers() as workers:
        with pytest.raises(OutputError, match="ended from outside"):
            list(workers.map(end_first, range(6)))
        assert list(workers.map(str, range(3))) == ["0", "1", "2"]


def end_first(number: int) -> int:
    if number == 0:
        os._exit(9)
    return number


@pytest.mark.parametrize(("cores", "is_elsewhere"), [(1, False), (2, True)])
def test_work_that_is_begun_is_done_beside_this_process_where_there_is_another(monkeypatch, cores, is_elsewhere):
    """What waits for the result gets it either way."""
    monkeypatch.setattr(pools, "count_cores", lambda: cores)
    with Workers() as workers:
        assert (workers.begin(os.getpid)() != os.getpid()) == is_elsewhere


def end_elsewhere() -> str:
    if parent_process():
        os._exit(9)
    return "done"


def test_work_whose_process_is_ended_is_done_by_this_one(monkeypatch):
    """A result that is only wanted later is not lost, and neither is what is begun after it."""
    monkeypatch.setattr(pools, "count_cores", lambda: 2)
    with Workers() as workers:
        assert workers.begin(end_elsewhere)() == "done"
        assert workers.begin(end_elsewhere)() == "done"


PARENT = """
import time
from responsibility.system import pools
from responsibility.system.pools import map_apart, map_heavy

def tell(number):
    print(number, flush=True)
    time.sleep(600 if number else 0.1)

if __name__ == "__main__":
    list(map_heavy(tell, range(2), 2))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_workers_end_with_a_parent_that_was_killed(tmp_path):
    """No worker is left behind to hold a lock."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        for _ in range(2):
            parent.stdout.readline()
        parent.send_signal(signal.SIGKILL)
        # The pipe closes once the last worker that holds it is gone.
        assert parent.communicate(timeout=30) == ("", None)


def test_an_item_that_a_broken_pool_refuses_is_done_all_the_same(monkeypatch):
    """The pool may be found broken while items are handed over, not only while results are waited for."""

    class Broken(ProcessPoolExecutor):
        def submit(self, function, /, *arguments) -> Future:
            if self._max_workers == 2 and arguments == (1,):
                raise BrokenProcessPool
            return super().submit(function, *arguments)

    monkeypatch.setattr(pools, "ProcessPoolExecutor", Broken)
    assert list(map_apart(str, range(6), 2)) == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("name", LIBRARIES)
def test_what_is_loaded_ahead_is_there(name):
    """A worker that finds no such module would load the rest when its work waits for it, and tell nobody."""
    assert find_spec(name)


THREADS = """
import os
os.environ.pop("OPENBLAS_NUM_THREADS", None)
import psutil
from responsibility.cli import main
main(["--version"])
before = psutil.Process().num_threads()
import numpy
print(psutil.Process().num_threads() - before)
"""


@pytest.mark.skipif(pools.count_cores() < 2, reason="needs a second core, for which a thread would be started")
def test_numpy_starts_no_threads():
    """A thread of its BLAS that waits for work spins: 4 % of the reports of a plan."""
    told = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
    assert told.stdout.split()[-1] == "0"
