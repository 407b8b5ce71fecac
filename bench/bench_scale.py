"""Many plans and many notices: how the cost of each grows, and what a run costs that has nothing new to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time

from bench.bench_analysis import make_frames
from bench.bench_reading import make_notice, make_registry
from bench.bench_reports import NOTICE, PLAN, ROOT
from bench.timing import ENVIRONMENT, Used, measure_command, print_rows, time_calls, time_commands
from responsibility.analysis.plan.repeats import find_all_repeats
from responsibility.frames import Frames
from responsibility.settings import DuplicateSettings

PROGRAM = [sys.executable, "-m", "responsibility"]
PLANS = (10, 40, 160)
NOTICES = (1_000, 10_000, 100_000)
STANDING = 74  # plans of an office that are asked for again
LETTERS = 1_000  # bytes of a notice
# Runs a command whose exit code says only that plans have findings.
_AS_TOLD = [sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]) > 1)"]
READ = "import pathlib, sys, hashlib; [hashlib.sha256(path.read_bytes()) for name in sys.argv[1:] for path in "
READ += "pathlib.Path(name).rglob('*') if path.is_file()]"


def print_growth(what: str, seconds: Mapping[int, Sequence[float]]) -> None:
    """Print what one costs where there are many, beside what it costs where there are few."""
    first = min(seconds[min(seconds)]) / min(seconds)
    for count, each in seconds.items():
        one = min(each) / count
        print(f"  {count:6,} {what:<37} {min(each):8.3f} s  {1000 * one:8.2f} ms each  x {one / first:.2f}")


def make_plans(count: int, city: int) -> list[tuple[str, Frames]]:
    """Make up plans of 30 items, so many of each city that share its units."""
    made = []
    for number in range(count):
        frames, place = make_frames(30, 20, 3.0, number), f"{number // city}"
        units = frames.units.assign(unit_id=place + frames.units["unit_id"])
        assignments = frames.assignments.assign(unit_id=place + frames.assignments["unit_id"])
        made.append((f"p{number}", replace(frames, units=units, assignments=assignments)))
    return made


def grow_portfolio() -> None:
    """Pair the items of all plans that are alike; in one city alone the pairs themselves grow with the square."""
    for words, city in (("ten of each city", 10), ("all of one city", max(PLANS))):
        plans = make_plans(max(PLANS), city)
        calls = {str(count): partial(find_all_repeats, plans[:count], DuplicateSettings()) for count in PLANS}
        print(f"\nrepeats between plans of 30 items, {words}, CPU")
        seconds = time_calls(calls, runs=2, clock=process_time)
        print_growth("plans", {int(name): each for name, each in seconds.items()})
        print("  pairs found:", ", ".join(f"{len(call()[0]):,} of {count}" for count, call in calls.items()))


def write_notices(folder: Path, count: int) -> None:
    """Write so many notices, each unlike all others, in folders of a thousand."""
    _, names = make_registry()
    sample = make_notice(names, LETTERS)
    for number in range(count):
        place = folder / f"{number // 1000}"
        place.mkdir(parents=True, exist_ok=True)
        unit = Random(number).choice(names)
        (place / f"{number}.txt").write_text(f"{sample}20.推进第{number}项工作。（责任单位：{unit}）\n", "utf-8")


def grow_survey(scratch: Path, most: int) -> None:
    """Survey so many notices in one process, up to most; then again, beside reading the same files."""
    used: dict[int, Used] = {}
    for count in (each for each in NOTICES if each <= most):
        source, output = scratch / f"in{count}", scratch / f"out{count}"
        write_notices(source, count)
        command = [*PROGRAM, "survey", str(source), "--processes", "1", "--output", str(output)]
        used[count] = measure_command(command)
    print(f"\nsurvey of notices of {LETTERS / 1000:.0f} KB, one process, CPU and most memory of any of its processes")
    print_growth("notices", {count: [each.cpu] for count, each in used.items()})
    print_slopes(used)
    again = {"the same survey, nothing new": command, "reading and hashing its files": _reader(source)}
    print_rows(f"survey, {count:,} notices, CPU", time_commands(again, runs=2)[1], "reading and hashing its files")


def print_slopes(used: Mapping[int, Used]) -> None:
    """Print what one more notice costs between two counts, the start of the program apart, and how memory grows."""
    few, slopes = min(used), []
    for (before, less), (count, more) in pairwise(used.items()):
        slopes.append((more.cpu - less.cpu) / (count - before))
        one, times = 1000 * slopes[-1], slopes[-1] / slopes[0]
        print(f"  {before:,} to {count:,}: {one:.2f} ms of CPU for each more, x {times:.2f} of the first")
    if slopes:
        print(f"  the start, which the {few:,} pay too: {used[few].cpu - few * slopes[0]:.2f} s")
    for count, each in used.items():
        print(f"  {count:,}: {each.megabytes:.0f} MB, x {each.megabytes / used[few].megabytes:.2f} of {few:,}")


def repeat_reports(scratch: Path) -> None:
    """Build the reference plan again with nothing changed, beside reading all it rests on and made."""
    matrix, output = ROOT / "matrix", scratch / "reports"
    command = [*PROGRAM, "reports", "--plan", PLAN, "--matrix", str(matrix), "--output", str(output)]
    # The warm-up builds it.
    again = {"reports, nothing changed": command, "reading and hashing its files": _reader(matrix, output)}
    seconds = time_commands(again, runs=3)[1]
    print_rows("nothing twice, reference plan, CPU", seconds, "reading and hashing its files")


def repeat_plans(scratch: Path) -> None:
    """Build as many plans as an office has, then ask again: nothing changed, and all of them stand."""
    matrix, output = scratch / "matrix", scratch / "plans"
    shutil.copytree(
        ROOT / "matrix", matrix, ignore=lambda folder, _: ["plans"] if folder == str(ROOT / "matrix") else []
    )
    text = NOTICE.read_text("utf-8")
    for number in range(STANDING):
        place = matrix / "plans" / f"plan-{number:02}"
        place.mkdir(parents=True)
        # A third of the reference plan: what is asked for again does not depend on how long the first run took.
        (place / "notice.txt").write_text(text[: len(text) // 3 + number], "utf-8")
    command = [*PROGRAM, "reports", "--matrix", str(matrix), "--output", str(output)]
    subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False)  # 1 where a plan has a finding
    again = {
        f"reports, {STANDING} plans, nothing changed": [*_AS_TOLD, *command],
        "reading and hashing": _reader(matrix, output),
    }
    print_rows(f"nothing twice, {STANDING} plans, CPU", time_commands(again, runs=3)[1], "reading and hashing")


def _reader(*folders: Path) -> list[str]:
    return [sys.executable, "-c", READ, *map(str, folders)]


def main(notices: int = 10_000) -> None:
    grow_portfolio()
    with tempfile.TemporaryDirectory() as scratch:
        repeat_reports(Path(scratch))
        repeat_plans(Path(scratch))
        grow_survey(Path(scratch), max(notices, min(NOTICES)))


if __name__ == "__main__":
    main()
