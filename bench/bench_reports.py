"""The main job: all reports of the reference plan against its import floor and against a plain script."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.timing import print_rows, time_commands
from responsibility.system.inputs import read_matrix
from responsibility.workflows.project import furnish, make_scene, read_plan
from responsibility.workflows.reports import REPORTS, make_report

ROOT = Path(__file__).parent.parent
PLAN = "xianning-green-2023"
NOTICE = ROOT / "matrix" / "plans" / PLAN / "notice.txt"
LIBRARIES = "pandas, numpy, networkx, xlsxwriter, docx, lxml, matplotlib.figure"
FLOOR = f"import {LIBRARIES}, matplotlib.backends.backend_agg, matplotlib.backends.backend_svg"


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


def main() -> None:
    command = [sys.executable, "-m", "responsibility"]
    with tempfile.TemporaryDirectory() as scratch:
        reading = Path(scratch) / "reading.json"
        printed = subprocess.run([*command, "read", str(NOTICE), "--format", "json"], capture_output=True, check=True)
        reading.write_bytes(printed.stdout)
        reports = [*command, "reports", "--plan", PLAN, "--matrix", str(ROOT / "matrix"), "--output"]
        walls, cpus = time_commands(
            {
                "responsibility reports": [*reports, f"{scratch}/ours"],
                "importing the same libraries": [sys.executable, "-c", FLOOR],
                "plain pandas + openpyxl + pyplot script": [
                    sys.executable,
                    str(ROOT / "bench" / "naive.py"),
                    str(reading),
                    f"{scratch}/naive",
                ],
                "responsibility --help": [*command, "--help"],
                "responsibility read": [*command, "read", str(NOTICE)],
                "python -c pass": [sys.executable, "-c", "pass"],
            },
            prepare=lambda: [shutil.rmtree(f"{scratch}/{made}", ignore_errors=True) for made in ("ours", "naive")],
        )
    for kind, seconds in (("wall", walls), ("CPU", cpus)):
        print_rows(f"the whole main job, reference plan, {kind}", seconds, "importing the same libraries")
        ours, naive = seconds["responsibility reports"], seconds["plain pandas + openpyxl + pyplot script"]
        ratios = sorted(a / b for a, b in zip(ours, naive, strict=True))
        print(f"  ours / plain script: {ratios[len(ratios) // 2]:.2f}")
    print_outputs()
