"""The main job: all reports of the reference plan against its import floor, a plain script and the commit before."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from io import BytesIO
from pathlib import Path

from bench.timing import print_rows, time_commands
from responsibility.system.inputs import read_matrix
from responsibility.workflows.project import furnish, make_scene, read_plan
from responsibility.workflows.reports import REPORTS, make_report

ROOT = Path(__file__).parent.parent
PLAN = "xianning-green-2023"
NOTICE = ROOT / "matrix" / "plans" / PLAN / "notice.txt"
LIBRARIES = "pandas, numpy, networkx, xlsxwriter, docx, lxml, matplotlib.figure"
IMPORTS = f"import {LIBRARIES}, matplotlib.backends.backend_agg, matplotlib.backends.backend_svg"
OURS, FLOOR = "responsibility reports", "importing the same libraries"
PLAIN = "plain pandas + openpyxl + pyplot script"


def print_outputs() -> None:
    """Print the CPU time of each entry of the catalogue, in one process."""
    folder = read_matrix(ROOT / "matrix", PLAN)
    house = furnish(folder)
    plan = read_plan(folder.plans[0], house)
    scene = make_scene(plan, house)
    print("\neach output, reference plan, CPU seconds (the first drawing loads matplotlib)")
    for report in REPORTS:
        start = time.process_time()
        outputs = make_report(scene, report.key)
        print(f"  {report.key:<12} {time.process_time() - start:6.2f} s  {len(outputs):3} files")


def unpack_before(commit: str, folder: Path) -> list[str]:
    """Put the files of a commit into a folder; return the command that makes its reports of its own reference plan.

    Empty where there is no such commit, as in an unpacked archive.
    """
    told = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True, check=False)
    if told.returncode:
        return []
    with tarfile.open(fileobj=BytesIO(told.stdout)) as archive:
        archive.extractall(folder, filter="data")
    start = f"import sys; sys.path.insert(0, {str(folder / 'src')!r}); from responsibility.cli import main; "
    start += "sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-c", start, "reports", "--plan", PLAN, "--matrix", str(folder / "matrix"), "--output"]


def main(before: str = "HEAD~1") -> None:
    command = [sys.executable, "-m", "responsibility"]
    with tempfile.TemporaryDirectory() as scratch:
        reading = Path(scratch) / "reading.json"
        printed = subprocess.run([*command, "read", str(NOTICE), "--format", "json"], capture_output=True, check=True)
        reading.write_bytes(printed.stdout)
        reports = [*command, "reports", "--plan", PLAN, "--matrix", str(ROOT / "matrix"), "--output"]
        old = unpack_before(before, Path(scratch) / "before")
        commands = {
            OURS: [*reports, f"{scratch}/ours"],
            **({f"the same at {before}": [*old, f"{scratch}/old"]} if old else {}),
            FLOOR: [sys.executable, "-c", IMPORTS],
            PLAIN: [sys.executable, str(ROOT / "bench" / "naive.py"), str(reading), f"{scratch}/naive"],
            "responsibility --help": [*command, "--help"],
            "responsibility read": [*command, "read", str(NOTICE)],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        made = ("ours", "old", "naive")
        walls, cpus = time_commands(
            commands, prepare=lambda: [shutil.rmtree(f"{scratch}/{each}", ignore_errors=True) for each in made]
        )
    for kind, seconds in (("wall", walls), ("CPU", cpus)):
        print_rows(f"the whole main job, reference plan, {kind}", seconds, FLOOR)
        for name in seconds:
            if name not in (OURS, FLOOR) and seconds[name]:
                ratio = statistics.median(a / b for a, b in zip(seconds[OURS], seconds[name], strict=True))
                print(f"  ours / {name}: {ratio:.2f}")
    print_outputs()
