"""The desk's whole way with a notice of another city: decisions, keys and the program's own seconds, act by act."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from mangling import fill_in, open_sheet
from responsibility.desk.office import Desk
from responsibility.desk.papers import build_plan
from responsibility.desk.plans import take_notice
from responsibility.desk.records import Settlement
from responsibility.desk.returned import take_returns
from responsibility.desk.server import _lines
from sources import docx_of, paragraph
from test_desk_browser import NOTICE

RETURNED = 3
AT_MOST = 10.0  # seconds of the program, wanted


def processor_seconds() -> float:
    """Return what this process and those that it started have worked."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


class Watch:
    """Adds up what each act takes, and how much of it the processor works: other programs may run beside."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.worked: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        start, busy = time.perf_counter(), processor_seconds()
        done = work()
        self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - start
        self.worked[name] = self.worked.get(name, 0.0) + processor_seconds() - busy
        return done


def settle(desk: Desk, plan: str, watch: Watch) -> tuple[int, int]:
    """Settle all by the first or the suggested choice; returns the decisions and the keys they take."""
    decisions = keys = 0
    while questions := watch.time("settle", lambda: desk.show(plan))["questions"]:
        question = questions[0]
        meant = next((each for each in question["choices"] if each["suggested"]), question["choices"][0])
        decisions, keys = decisions + 1, keys + 1 + (not meant["suggested"]) + 2 * (not meant["reason"])
        lines = _lines(meant)
        watch.time("settle", lambda lines=lines: desk.preview(plan, lines))
        said = Settlement(question["id"], meant["words"], lines)
        version = str(desk.show(plan)["version"])
        watch.time("settle", lambda said=said, version=version: desk.act(plan, version, said, "经电话核实", "张三"))
    return decisions, keys


def main() -> None:
    watch = Watch()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        desk = Desk(place / "matrix", place / "output", "zh", lambda: date(2026, 3, 2))
        data = docx_of("".join(map(paragraph, NOTICE)))
        plan = watch.time("read", lambda: take_notice(desk, "要点.docx", data))
        decisions, keys = settle(desk, plan, watch)
        watch.time("build", lambda: build_plan(desk, plan))
        for number, path in enumerate(sorted((desk.output / plan / "tasks").glob("*.xlsx"))[:RETURNED]):
            sent = open_sheet(path.read_bytes(), path.name, number)
            fill_in(sent, number)
            data = sent.save()
            more = number < RETURNED - 1
            watch.time(
                "collect",
                lambda data=data, path=path, more=more: take_returns(desk, plan, "q1", path.name, data, more=more),
            )
    print(f"the desk, {len(NOTICE) - 4} tasks: {decisions} decisions, {keys} keys")
    for act, seconds in watch.spent.items():
        print(f"  {act:<10} {seconds:6.2f} s  processor {watch.worked[act]:6.2f} s")
    total, worked = sum(watch.spent.values()), sum(watch.worked.values())
    print(f"  {'together':<10} {total:6.2f} s  processor {worked:6.2f} s, wanted: {AT_MOST:.0f}")
