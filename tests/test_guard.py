"""A file that ends, fills or stalls its reader costs itself, and nothing else."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import pytest

from responsibility.errors import SourceError
from responsibility.extract.source import Kind, Parcel
from responsibility.settings import SourceSettings
from responsibility.system.guard import FEW_FILES, map_guarded, read_guarded, seconds_for

pytestmark = pytest.mark.slow

LIMITS = SourceSettings(memory_bytes=300_000_000, seconds=1)


@dataclass(frozen=True)
class File:
    name: str
    data: bytes = b""


def read_badly(file: File) -> tuple[str, int]:
    """Read a file as the worst of libraries would: its name says how."""
    print("chatter")  # noqa: T201
    os.write(2, b"panic")
    if file.name == "abort":
        os.abort()
    if file.name == "stall":
        time.sleep(60)
    if file.name == "wait":
        time.sleep(1.5)
    while file.name == "toil":
        pass
    if file.name == "fill":
        kept = []
        while True:
            kept.append(b"x" * 10_000_000)
    if file.name == "refuse":
        raise SourceError("DAMAGED", "there", it="this")
    if file.name == "memory":
        raise MemoryError
    return file.name, os.getpid()


def tell(file: File, error: SourceError) -> tuple[str, int]:
    return f"{file.name}:{error.code}:{error.where}", 0


def read_all(*names: str, processes: int = 1) -> list[tuple[str, int]]:
    return list(map_guarded(read_badly, [File(name) for name in names], tell, LIMITS, processes))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("abort", "READER_DIED"),
        ("stall", "READER_SLOW"),
        ("toil", "READER_SLOW"),
        ("fill", "READER_TOO_LARGE"),
        ("memory", "READER_TOO_LARGE"),
    ],
)
def test_a_worker_that_ends_costs_one_file_and_a_new_one_goes_on(name, code):
    """The file is told with its limit, those before and after it are read, by another process."""
    (one, first), (bad, _), (two, second) = read_all("one", name, "two")
    assert (one, bad, two) == ("one", f"{name}:{code}:{name}", "two")
    assert len({first, second, os.getpid()}) == 3


def test_waiting_for_a_busy_computer_is_no_work():
    """An honest file is not refused, and put away as one that ends its reader, for what else the computer does."""
    ((name, _),) = read_all("wait")
    assert name == "wait"


def test_one_worker_reads_one_file_after_the_other():
    (_, first), (_, second) = read_all("one", "two")
    assert first == second != os.getpid()


def test_many_files_go_through_several_workers_in_order():
    names = [f"{number}" for number in range(FEW_FILES * 3)]
    names[70] = names[71] = "abort"
    results = read_all(*names, processes=2)
    assert [words.partition(":")[0] for words, _ in results] == names
    assert len({worker for _, worker in results}) > 2


def test_few_files_are_read_ahead_of_what_is_taken():
    """A thousand files never stand in memory at once."""
    asked = []

    def files():
        for number in range(300):
            asked.append(number)
            yield File(f"{number}")

    results = map_guarded(read_badly, files(), tell, LIMITS, 2)
    next(results)
    assert len(asked) < 80
    assert len(list(results)) == 299


def test_what_libraries_print_goes_nowhere(capfd):
    read_all("one", "abort")
    assert capfd.readouterr() == ("", "")


def test_a_refusal_crosses_whole():
    """Its code, place and parameters are what a command in another language needs."""
    with pytest.raises(SourceError) as caught:
        read_all("refuse")
    error = caught.value
    assert (error.code, error.where, error.params) == ("DAMAGED", "there", {"it": "this"})


def test_a_small_file_has_less_time_than_a_large_one():
    small, large, huge = (seconds_for(size, SourceSettings(seconds=60)) for size in (0, 1_000_000, 10**9))
    assert small < large < huge == 60


def test_a_notice_that_ends_its_reader_is_refused():
    parcel = Parcel(Kind.PDF, b"", "abort", LIMITS)
    with pytest.raises(SourceError) as caught:
        read_guarded(read_badly, parcel)  # type: ignore[arg-type]  # what it reads does not matter here
    assert caught.value.code == "READER_DIED"
