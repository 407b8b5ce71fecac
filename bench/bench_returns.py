"""A thousand returned workbooks: seconds, and whether memory grows with their number."""

from __future__ import annotations

import resource
import sys
import time
from functools import partial
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from annual import plan_of_tasks, write_tasks
from mangling import fill_in, open_sheet
from responsibility.render.excel import render_book
from responsibility.returns import Issued, gather_returns, view_issued
from responsibility.settings import SourceSettings
from responsibility.system.evidence import Received
from responsibility.system.guard import map_guarded
from responsibility.views.issued.books import build_task_book
from responsibility.workflows.collecting import refuse_file, take_file
from workbooks import scene_of


def make_returns(count: int) -> tuple[Issued, list[Received]]:
    """Issue the sheets of a plan of 120 tasks and fill them in, again and again up to count files."""
    plan, _ = plan_of_tasks(write_tasks(Random(1), 120), "bench")
    scene = scene_of(plan)
    issued = view_issued(scene)
    sheets = []
    for place, unit in enumerate(plan.units):
        sent = open_sheet(render_book(build_task_book(scene, unit)), f"{place}.xlsx", place)
        fill_in(sent)
        sheets.append(sent.save())
    return issued, [Received(f"{place}.xlsx", sheets[place % len(sheets)]) for place in range(count)]


def main() -> None:
    issued, received = make_returns(1000)
    rows = sum(len(sheet.items) for sheet in issued.sheets.values()) / len(issued.sheets)
    print(f"returned workbooks, {rows:.0f} tasks each")
    limits = SourceSettings()
    take = partial(take_file, issued=issued, limits=limits)
    for count in (200, 1000):
        start = time.perf_counter()
        collection = gather_returns(map_guarded(take, received[:count], refuse_file, limits), issued)
        seconds = time.perf_counter() - start
        own, children = (resource.getrusage(who).ru_maxrss / 1024 for who in (0, resource.RUSAGE_CHILDREN))
        print(
            f"  {count:5} files  {seconds:6.1f} s  {1000 * seconds / count:5.1f} ms each  "
            f"peak {own:.0f} MB, workers {children:.0f} MB  taken {len(collection.returns) + len(collection.copies)}"
        )


if __name__ == "__main__":
    main()
