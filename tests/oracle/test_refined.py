"""Every number of the summary of what units say they will do."""

from __future__ import annotations

import io
import json
from random import Random

import pytest

from oracle.facts import gather
from oracle.refined import NAME, Sent, check_summary, fill_sheet, sweep_summary
from oracle.tally import Tally, take
from oracle.worlds import DEFAULTS
from oracle.year import write_notice, write_units
from responsibility.cli import main


@pytest.mark.slow
def test_the_summary_of_refinements_is_true(tmp_path, monkeypatch):
    """Sums that are the task's, that are not, of several promises, in words; one unit agreed, one that sent nothing."""
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    plan = tmp_path / "matrix" / "plans" / "green-2025"
    plan.mkdir(parents=True)
    (plan / "notice.txt").write_text(write_notice(), "utf-8")
    (tmp_path / "matrix" / "units.csv").write_text(write_units(), "utf-8")
    assert main(["read", str(plan / "notice.txt"), "--format", "json"]) == 0
    facts = gather(json.loads(take(out)), write_units(), "", DEFAULTS)
    assert main(["refine"]) == 0
    sheets, random, pieces, missing = tmp_path / "output" / "green-2025" / "refinement", Random(4), [], []
    (tmp_path / "in").mkdir()
    asked = {unit: next(sheets.glob(f"*{facts.short(unit)}.xlsx"), None) for unit in facts.units}
    for unit, path in asked.items():
        if path and unit == next(iter(facts.units)):
            missing.append(unit)
        elif path:
            data, own = fill_sheet(path, unit, random)
            (tmp_path / "in" / path.name).write_bytes(data)
            pieces += own
    agreed = pieces[-1].unit
    (plan / "refinements.csv").write_text(f"单位,任务,审核意见,理由\n{facts.short(agreed)},,同意,\n", "utf-8")
    assert main(["collect", "plan", "in"]) in (0, 1)
    tally = Tally()
    sent, data = Sent(pieces, missing, agreed), (sheets / "back" / NAME).read_bytes()
    check_summary(facts, sent, data, tally)
    sweep_summary(facts, sent, data, tally)
    tally.settle()
    assert {"refine.sum", "refine.sum-differs"} <= tally.told
