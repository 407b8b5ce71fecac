"""Timing: commands in turn, A B C A B C …, so that a ratio holds when the machine's speed drifts."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

# A fair start: every library and our own files compiled, as an installation has them.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Used(NamedTuple):
    """What one command took: CPU seconds of all its processes, and the most memory of any of them in MB."""

    cpu: float
    megabytes: float


# A process begins with the memory of the one that starts it: between us and what is measured stands a small one.
_MEASURED = """import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)"""


def measure_command(command: Sequence[str]) -> Used:
    """Run a command once."""
    small = [sys.executable, "-c", _MEASURED, *command]
    told = subprocess.run(small, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout
    cpu, most = map(float, told.split())
    return Used(cpu, _to_megabytes(most))


def time_commands(
    commands: Mapping[str, Sequence[str]], runs: int = 5, prepare: Callable[[], object] = bool, *, warm: bool = True
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Wall and CPU seconds of each command by name, in turn; prepare runs before each.

    warm: after one run of each that does not count. CPU is that of the command and of the processes it starts: it holds
    where other work keeps the machine busy.
    """
    walls: dict[str, list[float]] = {name: [] for name in commands}
    cpus: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + warm):
        for name, command in commands.items():
            prepare()
            before, start = _children(), time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
            if turn or not warm:
                walls[name].append(time.perf_counter() - start)
                cpus[name].append(_children() - before)
    return walls, cpus


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def time_calls(
    calls: Mapping[str, Callable[[], object]], runs: int = 5, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each call by name, in turn, after one warm-up each. clock: by default the wall's."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(runs + 1):
        for name, call in calls.items():
            start = clock()
            call()
            if turn:
                seconds[name].append(clock() - start)
    return seconds


def print_rows(title: str, seconds: Mapping[str, Sequence[float]], against: str | None = None) -> None:
    """Print median, least and most of each, and the median of the pairwise ratios to `against`."""
    print(f"\n{title}")
    for name, each in seconds.items():
        row = f"  {name:<44} {statistics.median(each):8.3f} s  ({min(each):.3f} to {max(each):.3f})"
        if against and name != against:
            ratio = statistics.median(a / b for a, b in zip(each, seconds[against], strict=True))
            row += f"  x {ratio:.2f} of {against}"
        print(row)


def peak_megabytes() -> float:
    """Largest resident memory of this process so far."""
    return _to_megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _to_megabytes(most: float) -> float:
    return most * (1 if sys.platform == "darwin" else 1024) / 2**20
