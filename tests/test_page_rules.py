"""The page's own rules in Chromium against the analysis: on any changed plan both say the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import plan_from
from chromium import PROGRAM, Browser
from pages import render_of
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.kinds import Basis, Match, Role
from responsibility.model import Assignment, Plan
from responsibility.settings import (
    BalanceSettings,
    GroupSettings,
    LoadSettings,
    OverlapSettings,
    Settings,
    WeightSettings,
)
from responsibility.spans import Span

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="no Chromium on this machine"),
]

JUDGED = ("V1", "V2", "V3", "V5", "V6", "H1", "H2", "H4", "H7")
ITEMS, UNITS = 14, 9
QUICK = Settings(overlap=OverlapSettings(samples=0, merges=0), groups=GroupSettings(random_plans=0))
SETTINGS = {
    "defaults": QUICK,
    "own": QUICK.but(
        weights=WeightSettings(lead=1.2, co_lead=0.7, support=0.1, items={"1.3": 2.5}),
        load=LoadSettings(fence=0.5, top_decile=0.6, helps=3, leads_floor=1, leads_ratio=1.5, capacity={"u2": 2.0}),
        balance=BalanceSettings(
            eligible=("u4", "u5"),
            excluded_units=("u1",),
            pinned_items=("1.5",),
            capacity={"u3": 1},
            supports_may_lead=False,
            most_moves=4,
        ),
    ),
}


def base_plan() -> Plan:
    """Items that each name someone, over all units."""
    return plan_from({f"1.{item}": [f"u{(item + k) % UNITS}" for k in range(3)] for item in range(ITEMS)})


def changed_plan(plan: Plan, chance: random.Random) -> Plan:
    """Any units in any roles: items without a lead, with several, or without anyone."""
    assignments = []
    for item in plan.items:
        weights = (0, 3, 2, 2, 1) if chance.random() < 0.3 else (1, 3, 3, 2, 2, 1, 1, 1, 1)
        size = chance.choices(range(len(weights)), weights)[0]
        for place, unit in enumerate(chance.sample(plan.units, size)):
            role = Role.LEAD if place == 0 and chance.random() < 0.9 else chance.choice(list(Role)[1 - (place == 1) :])
            span = Span(item.span.start + place, item.span.start + place + 1)
            assignments.append(Assignment(item.id, unit.id, role, Basis.LABEL, Match.EXACT, "", "", span))
    return replace(plan, assignments=tuple(assignments))


def judge(plan: Plan, settings: Settings) -> dict[str, Any]:
    """What the analysis says: loads, the judged rules, and the frontier with its moves."""
    analysis = analyze(frame_plan(plan), settings, plan)
    found = sorted(
        {(each.code.partition("_")[0], each.item_id or each.unit_id) for each in analysis.findings}
        & {(code, place) for code in JUDGED for place in [i.id for i in plan.items] + [u.id for u in plan.units]}
    )
    frontier = analysis.frontier[["cap", "moves"]].to_numpy().tolist()
    moves = [list(move) for move in analysis.moves[["cap", "item_id", "to_unit"]].itertuples(index=False)]
    loads = [round(load, 9) for load in analysis.workload["load"]]
    return {"found": [list(pair) for pair in found], "frontier": frontier, "moves": moves, "loads": loads}


def weigh(plan: Plan, moves: list[list[Any]]) -> dict[int, tuple[int, int]]:
    """For each cap what a proposal costs beyond its moves: 1 + 2 + ... leads of each unit, places in the lists."""
    costs: dict[int, tuple[int, int]] = {}
    for cap in {move[0] for move in moves}:
        leads = [a.unit_id for a in plan.assignments if a.role is Role.LEAD]
        places = 0
        for _, item_id, unit_id in (move for move in moves if move[0] == cap):
            listed = [a for a in plan.assignments if a.item_id == item_id]
            leads.remove(next(a.unit_id for a in listed if a.role is Role.LEAD))
            leads.append(unit_id)
            places += [a.unit_id for a in listed].index(unit_id)
        counts = [leads.count(unit.id) for unit in plan.units]
        costs[cap] = (sum(count * (count + 1) // 2 for count in counts), places)
    return costs


SCRIPT = """%s.map(function (marks) {
  var world = {items: Page.world.items, units: Page.world.units, rules: Page.world.rules};
  ["cells", "place"].forEach(function (name) { world[name] = world.items.map(function () { return {}; }); });
  marks.forEach(function (mark) {
    world.cells[mark[0]][mark[1]] = mark[2];
    world.place[mark[0]][mark[1]] = Object.keys(world.place[mark[0]]).length + 1;
  });
  var now = Rules.check(world, world.rules), steps = Rules.frontier(world, world.rules), moves = [];
  steps.forEach(function (step) { step.moves.forEach(function (move) {
    moves.push([step.cap, world.items[move.item].id, world.units[move.to].id]);
  }); });
  return {
    found: now.found.map(function (each) {
      return [each.code, each.unit === undefined ? world.items[each.item].id : world.units[each.unit].id];
    }),
    frontier: steps.map(function (step) { return [step.cap, step.moves.length]; }), moves: moves,
    loads: now.counted.units.map(function (unit) { return Math.round(unit.load * 1e9) / 1e9; })
  };
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.mark.parametrize("name", SETTINGS)
def test_the_page_judges_changed_plans_as_the_analysis_does(browser: Browser, tmp_path: Path, name: str):
    """On forty random plans: loads, rules, frontier, and moves that cost the same, since equals may differ."""
    settings, base = SETTINGS[name], base_plan()
    chance = random.Random(name)
    plans = [changed_plan(base, chance) for _ in range(40)]
    path = tmp_path / "index.html"
    path.write_bytes(render_of(base, settings=settings))
    browser.open(path)
    items = {item.id: place for place, item in enumerate(base.items)}
    units = {unit.id: place for place, unit in enumerate(base.units)}
    marks = [[[items[a.item_id], units[a.unit_id], a.role.strength] for a in plan.assignments] for plan in plans]
    told = browser.run(SCRIPT % json.dumps(marks))
    for plan, said in zip(plans, told, strict=True):
        judged = judge(plan, settings)
        assert weigh(plan, said.pop("moves")) == weigh(plan, judged.pop("moves"))
        assert {**said, "found": sorted(said["found"])} == judged
    rare = {"V5"} if name == "defaults" else set()  # nine units have no top decile to speak of
    assert {code for said in told for code, _ in said["found"]} | rare == set(JUDGED)
    assert sum(len(said["frontier"]) > 1 for said in told) > 10


def test_the_unchanged_plan_shows_the_very_moves_of_the_analysis(browser: Browser, tmp_path: Path):
    """Page and workbooks propose the same as long as nothing is tried."""
    plan = plan_from({"1": ["a", "b", "c"], "2": ["a", "c"], "3": ["a", "b"], "4": ["a", "b"], "5": ["b", "c"]})
    anyone = QUICK.but(balance=BalanceSettings(eligible=("*",)))
    moves = analyze(frame_plan(plan), anyone, plan).moves[["cap", "item_id", "to_unit"]]
    path = tmp_path / "index.html"
    path.write_bytes(render_of(plan, settings=anyone))
    browser.open(path)
    shown = browser.run(
        "[].concat.apply([],Page.whatif.judge().frontier.map(function(s){return s.moves.map(function(m){"
        "return [s.cap,Page.world.items[m.item].id,Page.world.units[m.to].id]})}))"
    )
    assert len(moves) > 2
    assert shown == [list(move) for move in moves.itertuples(index=False)]
