"""Every number of every table, on generated plans and on the plan that comes with the project."""

from __future__ import annotations

import pytest

from oracle.plans import make_plan
from oracle.tables import check_tables
from oracle.tally import Tally
from oracle.worlds import make_world, reference_world

BATCH = 20


@pytest.mark.parametrize("first", range(0, 200, BATCH))
def test_every_table_of_generated_plans_is_true(first, tmp_path):
    """Ties, collectives, two leads, no lead, weights, capacities, one task: what each CSV says is recomputed."""
    tally = Tally()
    for seed in range(first, first + BATCH):
        world = make_world(tmp_path / str(seed), make_plan(seed))
        check_tables(world.facts, world.files, tally)
    tally.settle()


def test_every_table_of_the_reference_plan_is_true():
    """The plan that comes with the project, with the settings that come with it."""
    tally, world = Tally(), reference_world(("data",))
    check_tables(world.facts, world.files, tally)
    tally.settle()
