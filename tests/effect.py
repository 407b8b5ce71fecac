"""Effect: what a change of the reader does to a corpus of notices, against a commit before it.

    python tests/effect.py BASE FOLDER

Reads every notice of FOLDER (and of the folders in it) with the commit BASE and with the working tree, each in a
process of its own, through the JSON contract of `responsibility read`. Prints one line for each item, assignment, due
day, target and finding that was gained, lost or changed, and how many of each there are. A line says what was read,
not whether it is right: that a person reads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUFFIXES = {".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".xls", ".ods", ".csv", ".pdf", ".ofd"}
# Run in the tree that reads; what it prints is the contract, whatever its rooms are called.
READER = """
import contextlib, io, json, sys
from responsibility.cli import main
for path in sys.stdin.read().split("\\n"):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = main(["read", path, "--format", "json"])
    text = said.getvalue()
    print(text.replace("\\n", " ") if text.startswith("{") else json.dumps({"refused": code}))
"""

Facts = dict[tuple[str, str], str]


def read_folder(tree: Path, paths: list[Path]) -> list[dict[str, object]]:
    """Read notices with the program of a tree: the JSON of each, {"refused": code} where there is none."""
    with tempfile.TemporaryDirectory() as empty:  # where no matrix/ of an office is
        done = subprocess.run(
            [sys.executable, "-c", READER],
            input="\n".join(str(path.resolve()) for path in paths),
            env={**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONIOENCODING": "utf-8"},
            cwd=empty,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def list_facts(reading: Mapping[str, object]) -> Facts:
    """Return what was read: (kind, where) to what. An assignment is at its place in the text, whatever its item."""
    facts: Facts = {}
    if "refused" in reading:
        return {("refused", ""): str(reading["refused"])}
    for item in _rows(reading, "items"):
        facts["item", f"{item['start']}"] = f"{item['id']} {item['number']} {item['title']}"
        facts["due", f"{item['start']}"] = str(item["due"])
        for target in item["targets"]:
            facts["target", f"{target['start']}-{target['end']}"] = " ".join(
                str(target[key]) for key in ("bound", "value", "unit", "text")
            )
    for each in _rows(reading, "assignments"):
        where = f"{each['start']} in {each['item']}"
        facts["assignment", where] = f"{each['name']} {each['role']} {each['basis']}"
    for number, each in enumerate(_rows(reading, "findings")):
        words = each["message"] if each["start"] is None else ""
        key = f"{each['code']} {each['start']} {words}".strip()
        facts["finding", key if ("finding", key) not in facts else f"{key} {number}"] = str(each["severity"])
    return {key: value for key, value in facts.items() if value != "None"}


def _rows(reading: Mapping[str, object], key: str) -> list[dict[str, object]]:
    rows = reading[key]
    assert isinstance(rows, list)
    return rows


def compare_facts(before: Facts, after: Facts) -> Iterator[tuple[str, str, str, str]]:
    """Yield (kind, what became of it, where, words) for each difference, in the order of the later reading."""
    for key, value in after.items():
        if key not in before:
            yield key[0], "gained", key[1], value
        elif before[key] != value:
            yield key[0], "changed", key[1], f"{before[key]} -> {value}"
    for key, value in before.items():
        if key not in after:
            yield key[0], "lost", key[1], value


def compare_folder(base: Path, tree: Path, folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the notice's name and each difference between two programs' readings of a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    for path, old, new in zip(paths, read_folder(base, paths), read_folder(tree, paths), strict=True):
        for difference in compare_facts(list_facts(old), list_facts(new)):
            yield (str(path.relative_to(folder)), *difference)


def main(commit: str, folder: Path) -> None:
    """Print the differences against a commit, and their sums."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place) / "base"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(base), commit], check=True)
        try:
            differences = list(compare_folder(base, ROOT, folder))
        finally:
            subprocess.run([*git, "remove", "--force", str(base)], check=True)
    for difference in differences:
        sys.stdout.write("\t".join(difference) + "\n")
    sums = Counter((kind, became) for _, kind, became, _, _ in differences)
    for (kind, became), count in sorted(sums.items()):
        sys.stdout.write(f"all\t{kind}\t{became}\t{count}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
