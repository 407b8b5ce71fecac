"""Workload: counts, weights, ranks and how unevenly they are spread."""

from __future__ import annotations

import pytest

from builders import frames_from
from reference_plan import reference_frames
from responsibility.analysis import analyze
from responsibility.analysis.plan.workload import CONCENTRATION_COLUMNS, LORENZ_COLUMNS, WORKLOAD_COLUMNS, sum_workloads
from responsibility.settings import Settings, parse_settings


def test_reference_loads_are_those_counted_by_hand():
    """The eight busiest units have the items and leads that a person counted."""
    table = analyze(reference_frames(), Settings()).workload.set_index("unit_id")
    counted = {unit: (row["items"], row["leads"]) for unit, row in table.iterrows() if row["items"] >= 6}
    assert counted == {
        "fgw": (14, 4),
        "hjj": (13, 2),
        "jxj": (9, 1),
        "swj": (7, 4),
        "zjj": (7, 1),
        "scj": (7, 1),
        "cgw": (6, 0),
        "jtj": (6, 2),
    }
    assert (table["leads"] > 0).sum() == 13
    assert (table["items"] == 1).sum() == 10


def test_only_the_two_busiest_units_are_overloaded():
    """Tukey's fence is 12.9 items; the reasons name every burden rule that fires."""
    table = analyze(reference_frames(), Settings()).workload.set_index("unit_id")
    assert table.index[table["overloaded"]].tolist() == ["fgw", "hjj"]
    assert table.loc["fgw", "reasons"] == "V1 V2 V3 V5"
    assert table.loc["swj", "reasons"] == "V3"


def test_concentration_of_the_reference_is_as_published():
    """Gini 0.458 of items and 0.694 of leads; 30 units weigh as much as 16.4 equal ones."""
    table = analyze(reference_frames(), Settings()).concentration.set_index("measure")
    assert round(table.loc["items", "gini"], 3) == 0.458
    assert round(table.loc["leads", "gini"], 3) == 0.694
    assert round(table.loc["items", "effective"], 1) == 16.4
    assert round(table.loc["leads", "top_two"], 3) == 0.364


def test_load_weighs_role_and_item():
    """A lead counts 1, a co-lead half, and a doubled item twice."""
    settings = parse_settings({"weights": {"items": {"1.2": 2.0}}})
    table = analyze(frames_from({"1.1": ["a", "b"], "1.2": ["b", "a"]}), settings).workload
    assert table["load"].tolist() == [2.0, 2.5]
    assert table["rank"].tolist() == [2, 1]
    assert table["credit"].tolist() == [1.0, 1.0]
    assert table["share"].sum() == pytest.approx(1)


def test_a_unit_above_its_capacity_is_overloaded():
    """Capacity binds even where the plan is too small for statistics."""
    settings = parse_settings({"load": {"capacity": {"a": 0.5}}})
    table = analyze(frames_from({"1.1": ["a", "b"]}), settings).workload
    assert table["overloaded"].tolist() == [True, False]
    assert table["utilisation"][0] == 2.0


@pytest.mark.parametrize("assigned", [{}, {"1.1": []}, {"1.1": ["a"]}], ids=["empty", "nobody", "one"])
def test_tiny_plans_give_sensible_tables(assigned):
    """Nothing to count is no reason to stop."""
    analysis = analyze(frames_from(assigned), Settings())
    assert list(analysis.workload.columns) == list(WORKLOAD_COLUMNS)
    assert list(analysis.concentration.columns) == list(CONCENTRATION_COLUMNS)
    assert list(analysis.lorenz.columns) == list(LORENZ_COLUMNS)
    assert not analysis.workload["overloaded"].any()


def test_workloads_of_several_plans_add_up():
    """The same unit's items, leads and load are summed; a unit in one plan only is kept."""
    tables = [
        analyze(frames_from(assigned), Settings()).workload
        for assigned in ({"1.1": ["a", "b"]}, {"1.1": ["b", "c"], "1.2": ["b"]})
    ]
    total = sum_workloads(tables)
    assert total[["unit_id", "plans", "items", "leads", "load", "rank"]].values.tolist() == [
        ["b", 2, 3, 2, 2.5, 1],
        ["a", 1, 1, 1, 1.0, 2],
        ["c", 1, 1, 0, 0.5, 3],
    ]
    assert total["share"].sum() == pytest.approx(1)
    assert sum_workloads([]).empty


def test_sums_over_plans_tie_as_they_do_on_paper():
    """0.1 and 0.2 of two plans are as much as 0.3 of one."""
    settings = parse_settings({"weights": {"lead": 0.1, "co_lead": 0.2, "items": {"1.2": 3}}})
    plans = ({"1.1": ["a", "c"]}, {"1.1": ["c", "a"], "1.2": ["b"]})
    total = sum_workloads([analyze(frames_from(plan), settings).workload for plan in plans]).set_index("unit_id")
    assert total.loc[["a", "b", "c"], "load"].tolist() == [0.3, 0.3, 0.3]
    assert total["rank"].tolist() == [1, 1, 1]


def test_equal_sums_of_decimals_tie():
    """0.1 three times is as much as 0.3 once: one rank, and not above a capacity of 0.3."""
    frames = frames_from({"1.1": "ab", "1.2": "ca", "1.3": "ca", "1.4": "ca", "1.5": "cb"})
    weights = {"lead": 0, "co_lead": 0.1, "items": {"1.1": 0, "1.5": 3}}
    table = analyze(frames, parse_settings({"weights": weights, "load": {"capacity": {"a": 0.3}}})).workload
    row = table.set_index("unit_id")
    assert row.loc["a", "rank"] == row.loc["b", "rank"] == 1
    assert not row.loc["a", "overloaded"]
