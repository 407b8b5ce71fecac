"""Run all benchmarks, or those named: `python -m bench reading reports scale --before ea27e31 --notices 100000`.

before: a commit to measure beside this one. texts: a folder of notices that both read. notices: the most that the
survey is grown to.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
from pathlib import Path

FILES = {path.stem.removeprefix("bench_"): path for path in sorted(Path(__file__).parent.glob("bench_*.py"))}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(FILES))
    parser.add_argument("--before", default="HEAD~1")
    parser.add_argument("--texts", type=Path, default=Path("matrix/plans"))
    parser.add_argument("--notices", type=int, default=10_000)
    given = parser.parse_args()
    for name in given.names or FILES:
        run = importlib.import_module(f"bench.{FILES[name].stem}").main
        run(**{key: getattr(given, key) for key in inspect.signature(run).parameters})


main()
