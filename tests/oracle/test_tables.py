"""Every number of every table and every claim of every sentence, on generated plans and on the reference plan."""

from __future__ import annotations

import json
from math import sqrt
from random import Random

import pytest

from oracle.overlap import sample_swaps
from oracle.plans import make_plan
from oracle.readers import read_table
from oracle.tables import check_tables
from oracle.tally import Tally
from oracle.templates import check_sentence
from oracle.whole import check_reading
from oracle.worlds import make_world, reference_world

BATCH = 20


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 160, BATCH))
def test_every_table_of_generated_plans_is_true(first, tmp_path):
    """Ties, collectives, two leads, no lead, weights, capacities, one task: what each CSV says is recomputed."""
    tally = Tally()
    for seed in range(first, first + BATCH):
        world = make_world(tmp_path / str(seed), make_plan(seed))
        check_reading(world, tally)
    tally.settle()


def test_every_table_of_the_reference_plan_is_true():
    """The plan that comes with the project, with the settings that come with it."""
    tally, world = Tally(), reference_world(("data",))
    check_reading(world, tally)
    tally.settle()


def test_every_column_of_numbers_is_declared_as_such():
    """No column that holds numbers in the reference plan is said to hold words, but for ids."""
    world = reference_world(("data",))
    for told in json.loads(world.files["datapackage.json"])["resources"]:
        rows = read_table(world.files[told["path"]])
        numeric = {name for name in rows[0] if all(isinstance(row[name], float) for row in rows)} if rows else set()
        declared = {
            field["name"] for field in told["schema"]["fields"] if field["type"] in ("integer", "number", "any")
        }
        assert numeric <= declared, told["path"]


def test_a_wrong_number_in_a_table_is_caught(tmp_path):
    """The oracle sees a load that is off by a hundredth."""
    tally, world = Tally(), make_world(tmp_path, make_plan(4))
    rows = world.files["data/workload.csv"].decode("utf-8-sig")
    first = read_table(world.files["data/workload.csv"])[0]["load"]
    check_tables(world.facts, {"data/workload.csv": rows.replace(f",{first},", f",{first + 0.01},", 1).encode()}, tally)
    assert any("load" in each for each in tally.wrong)


def test_a_claim_without_a_check_fails():
    """A sentence with a value that nobody computes, or with words of its own, is not passed over."""
    tally = Tally()
    check_sentence("有3处", "leader.balance_none", {}, tally)
    check_sentence("计划共3项任务, 没有点名任何单位, 无从分析。", "leader.empty", {}, tally)
    assert len(tally.wrong) == 2


@pytest.mark.parametrize("seed", [24, 27, 48])
def test_chance_is_that_of_single_swaps(seed, tmp_path):
    """P of every pair, drawn by trades of whole rows, is what single swaps count, within what both may err."""
    tally, world = Tally(), make_world(tmp_path, make_plan(seed))
    rows = {(row["unit_a"], row["unit_b"]): row for row in read_table(world.files["data/overlap.csv"])}
    assert any(row["p_margins"] is not None for row in rows.values())
    for pair, p in sample_swaps(world.facts, 1000, Random(seed)).items():
        apart = 5 * sqrt(rows[pair]["p_error"] ** 2 + (p * (1 - p) + 0.002) / 1000 * 2)
        tally.same((pair, p, rows[pair]["p_margins"]), True, abs(p - rows[pair]["p_margins"]) < apart)
    tally.settle()
