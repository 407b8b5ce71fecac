"""Sides: the same files read by the program of a commit and by that of the working tree, in turn, file by file.

`make bench BASE=COMMIT TEXTS=DIR`. Two processes read one file after the other by turns, and the least CPU
of each file counts, so that a ratio holds on a machine that others keep busy.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.timing import print_rows, time_commands

ROOT = Path(__file__).parents[1]
RUNS = 7
SUFFIXES = (".txt", ".md", ".html", ".docx", ".xlsx", ".csv", ".pdf", ".ofd")
# Reads through the command, whatever the rooms behind it are called.
READER = """
import contextlib, io, sys, time
sys.path.insert(0, sys.argv[1])
from responsibility.cli import main
for line in sys.stdin:
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        main(["read", line.rstrip("\\n"), "--format", "json"])
    print(time.process_time() - start, flush=True)
"""
ONCE = """import os, sys
os.chdir(sys.argv.pop(1))  # where no settings lie that the other side does not know
sys.path.insert(0, sys.argv.pop(1))
from responsibility.cli import main
sys.exit(main())"""


@contextmanager
def check_out(commit: str) -> Iterator[Path]:
    """Lay out the tree of a commit for a while."""
    git = ["git", "-C", str(ROOT), "worktree"]
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "base"
        subprocess.run([*git, "add", "-q", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


class Side:
    """A process that reads with the program of a tree, where no matrix/ of an office is."""

    def __init__(self, tree: Path, empty: str) -> None:
        command = [sys.executable, "-c", READER, str(tree / "src")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=empty
        )

    def read(self, path: Path) -> float:
        """Read a file; return the seconds of CPU."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def compare_sides(commit: str, groups: Mapping[str, Sequence[Path]]) -> None:
    """Print for each group of files what reading it takes at the commit, what now, and the ratio."""
    with ExitStack() as stack:
        base, empty = stack.enter_context(check_out(commit)), stack.enter_context(tempfile.TemporaryDirectory())
        sides = [Side(tree, empty) for tree in (base, ROOT)]
        for side in sides:
            stack.callback(side.close)
        print(f"\nCPU of reading, {commit} and now (least of {RUNS} for each file)")
        for name, paths in groups.items():
            runs = [[[side.read(path) for side in sides] for path in paths] for _ in range(RUNS)]
            least = [[min(run[at][side] for run in runs) for at in range(len(paths))] for side in range(2)]
            before, now = map(sum, least)
            print(f"  {name:<44} {before:8.3f} s {now:8.3f} s  x {now / before:.2f}")
        own = str(next((ROOT / "matrix" / "plans").rglob("notice.*")))  # whose reading ends well in both
        commands = {
            name: [sys.executable, "-c", ONCE, empty, str(tree / "src"), "read", own]
            for name, tree in (("before", base), ("now", ROOT))
        }
        print_rows("CPU of one notice with the start of the program", time_commands(commands, RUNS)[1], "before")
