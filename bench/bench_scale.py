"""Many plans and many notices: how the cost of each grows, and what a run costs that has nothing new to do."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random

from bench.bench_analysis import make_frames
from bench.bench_reading import make_notice, make_registry
from bench.bench_reports import PLAN, ROOT
from bench.timing import print_rows, time_calls, time_commands
from responsibility.analysis.plan.repeats import find_all_repeats
from responsibility.settings import DuplicateSettings

PROGRAM = [sys.executable, "-m", "responsibility"]
PLANS = (10, 40, 160)
NOTICES = (1_000, 10_000)
LETTERS = 1_000  # bytes of a notice
READ = "import pathlib, sys, hashlib; [hashlib.sha256(path.read_bytes()) for name in sys.argv[1:] for path in "
READ += "pathlib.Path(name).rglob('*') if path.is_file()]"


def print_growth(what: str, seconds: Mapping[int, Sequence[float]]) -> None:
    """Print what one costs where there are many, beside what it costs where there are few."""
    first = min(seconds[min(seconds)]) / min(seconds)
    for count, each in seconds.items():
        one = min(each) / count
        print(f"  {count:6,} {what:<37} {min(each):8.3f} s  {1000 * one:8.2f} ms each  x {one / first:.2f}")


def grow_portfolio() -> None:
    """Pair the items of all plans that are alike."""
    plans = [(f"p{seed}", make_frames(30, 20, 3.0, seed)) for seed in range(max(PLANS))]
    calls = {str(count): partial(find_all_repeats, plans[:count], DuplicateSettings()) for count in PLANS}
    print("\nrepeats between plans of 30 items")
    print_growth("plans", {int(name): each for name, each in time_calls(calls, runs=3).items()})


def write_notices(folder: Path, count: int) -> None:
    """Write so many notices, each unlike all others, in folders of a thousand."""
    _, names = make_registry()
    sample = make_notice(names, LETTERS)
    for number in range(count):
        place = folder / f"{number // 1000}"
        place.mkdir(parents=True, exist_ok=True)
        unit = Random(number).choice(names)
        (place / f"{number}.txt").write_text(f"{sample}20.推进第{number}项工作。（责任单位：{unit}）\n", "utf-8")


def grow_survey(scratch: Path) -> None:
    """Survey so many notices in one process; then again, beside reading the same files."""
    seconds: dict[int, list[float]] = {}
    for count in NOTICES:
        source, output = scratch / f"in{count}", scratch / f"out{count}"
        write_notices(source, count)
        # No warm-up: the first run is the one that reads.
        command = [*PROGRAM, "survey", str(source), "--processes", "1", "--output", str(output)]
        seconds[count] = time_commands({"survey": command}, runs=1, warm=False)[1]["survey"]
    print(f"\nsurvey of notices of {LETTERS / 1000:.0f} KB, one process, CPU")
    print_growth("notices", seconds)
    again = {"the same survey, nothing new": command, "reading and hashing its files": _reader(source)}
    print_rows(f"survey, {count:,} notices, CPU", time_commands(again, runs=2)[1], "reading and hashing its files")


def repeat_reports(scratch: Path) -> None:
    """Build the reference plan again with nothing changed, beside reading all it rests on and made."""
    matrix, output = ROOT / "matrix", scratch / "reports"
    command = [*PROGRAM, "reports", "--plan", PLAN, "--matrix", str(matrix), "--output", str(output)]
    # The warm-up builds it.
    again = {"reports, nothing changed": command, "reading and hashing its files": _reader(matrix, output)}
    seconds = time_commands(again, runs=3)[1]
    print_rows("nothing twice, reference plan, CPU", seconds, "reading and hashing its files")


def _reader(*folders: Path) -> list[str]:
    return [sys.executable, "-c", READ, *map(str, folders)]


def main() -> None:
    grow_portfolio()
    with tempfile.TemporaryDirectory() as scratch:
        grow_survey(Path(scratch))
        repeat_reports(Path(scratch))


if __name__ == "__main__":
    main()
