"""Reading behind the guard beside reading without it: one notice, and a thousand returned workbooks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from bench.bench_returns import make_returns
from bench.timing import print_rows, time_calls
from responsibility.extract import extract_document
from responsibility.returns import gather_returns
from responsibility.settings import SourceSettings
from responsibility.system.guard import map_guarded, read_guarded
from responsibility.workflows.collecting import refuse_file, take_file
from sources import notice_pdf, xlsx_of

NOTICE = "\n".join(f"{number}.推进第{number}项工作。(责任单位:市甲局、市乙局)" for number in range(1, 60))


def main() -> None:
    for name, data in (("pdf", notice_pdf(NOTICE)), ("xlsx", xlsx_of([["序号", "任务"], ["1", "做事"]]))):
        seconds = time_calls(
            {
                "here": partial(extract_document, data, f"a.{name}"),
                "behind the guard": partial(extract_document, data, f"a.{name}", guard=read_guarded),
            }
        )
        print_rows(f"one notice, .{name}", seconds, "here")
    issued, files = make_returns(1000)
    take = partial(take_file, issued=issued, limits=SourceSettings())

    def pool() -> Iterator[object]:
        with ProcessPoolExecutor() as workers:
            yield from workers.map(take, files)

    seconds = time_calls(
        {
            "a plain pool of processes": lambda: gather_returns(pool(), issued),  # type: ignore[arg-type]
            "behind the guard": lambda: gather_returns(map_guarded(take, files, refuse_file, SourceSettings()), issued),
        },
        runs=2,
    )
    print_rows("a thousand returned workbooks", seconds, "a plain pool of processes")


if __name__ == "__main__":
    main()
