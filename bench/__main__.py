"""Run all benchmarks, or those named: `python -m bench reports reading`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

FILES = sorted(Path(__file__).parent.glob("bench_*.py"))


def main(names: list[str]) -> None:
    for path in FILES:
        name = path.stem.removeprefix("bench_")
        if not names or name in names:
            importlib.import_module(f"bench.{path.stem}").main()


main(sys.argv[1:])
