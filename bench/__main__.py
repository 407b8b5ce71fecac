"""Run all benchmarks, or those named: `python -m bench reports reading`.

With `--base COMMIT`, reading is laid beside that commit's and nothing else is run; `--texts` names a folder of notices.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from bench import bench_reading

FILES = sorted(Path(__file__).parent.glob("bench_*.py"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--base")
    parser.add_argument("--texts", type=Path, default=Path("matrix/plans"))
    asked = parser.parse_args()
    if asked.base:
        bench_reading.compare(asked.base, asked.texts)
        return
    for path in FILES:
        name = path.stem.removeprefix("bench_")
        if not asked.names or name in asked.names:
            importlib.import_module(f"bench.{path.stem}").main()


main()
