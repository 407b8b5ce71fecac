"""Tables of the reference are run: each line of them is what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from responsibility.analysis.course.lights import Course, judge, withhold
from responsibility.analysis.plan.duplicates import cut_bigrams
from responsibility.analysis.plan.workload import find_fence
from responsibility.language.wording import load_wording
from responsibility.settings import ProgressSettings, Settings
from responsibility.settings.year import SCORE_RULES

FIGURES = (Path(__file__).parent.parent / "docs" / "reference" / "figures.md").read_text("utf-8")
PAGE = (Path(__file__).parent.parent / "docs" / "reference" / "progress.md").read_text("utf-8")
SAY, TODAY = load_wording("zh"), date(2025, 6, 30)
PRESETS = ("points", "share", "due")


def read_rows(*heads: str) -> Iterator[dict[str, str]]:
    """The rows of the table that begins with these heads."""
    head, lines = next(
        (cells, PAGE.splitlines()[at + 2 :])
        for at, line in enumerate(PAGE.splitlines())
        if (cells := split_row(line))[: len(heads)] == list(heads)
    )
    for line in lines:
        if not line.startswith("|"):
            return
        yield dict(zip(head, split_row(line), strict=True))


def split_row(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("row", list(read_rows("status", "reached", "day")), ids=lambda row: " ".join(row.values()))
def test_the_table_of_lights_is_what_lights_are(row):
    """By status, share and day, in every preset."""
    statuses = {SAY(f"sheet.status.{key}"): key for key in STATUSES} | {"–": ""}
    stands = row["day"] == "全年"
    due = date(2025, 12, 31) if stands else date.fromisoformat(f"2025-{row['day']}")
    share = float(row["reached"].removesuffix(" %")) if row["reached"][0].isdigit() else None
    for preset in PRESETS:
        course = Course(date(2025, 1, 1), due, is_standing=stands)
        light = judge(statuses[row["status"]], share, course, TODAY, ProgressSettings(preset=preset))
        light = withhold(light) if row["reached"] == "过半" else light
        assert SAY(f"progress.light.{light.colour.value}") == row[preset], preset


STATUSES = ("done", "on-schedule", "behind", "not-started", "long-term", "adjusted")


def test_the_limits_of_the_presets_are_those_of_the_settings():
    """Yellow from 10 and red above 30 points; red where more than half is missing."""
    rules, made = {row["preset"]: row["rule"] for row in read_rows("preset", "rule")}, ProgressSettings()
    assert re.findall(r"\d+", rules["points"]) == [f"{made.yellow_points:g}", f"{made.red_points:g}"]
    assert made.red_share == 0.5
    assert "half of what was due" in rules["share"]


def test_the_table_of_assessment_is_that_of_the_rules():
    """What each rule begins with, takes and leaves to leaders."""
    heads = {"begins": "base", "leaders": "leader", "not reported": "missing", "late": "late", "red": "red",
             "yellow": "yellow", "found false": "false"}  # fmt: skip
    rows = {row["rule"]: row for row in read_rows("rule", "begins")}
    assert rows.keys() == SCORE_RULES.keys()
    for name, row in rows.items():
        points = {key: 0.0 if row[head] == "–" else float(row[head]) for head, key in heads.items()}
        assert points == {key: SCORE_RULES[name][key] for key in points}
    unrefined = ", ".join(f"{rule['unrefined']:g}" for rule in SCORE_RULES.values())
    assert f"`unrefined` points ({unrefined})" in PAGE


def test_the_shares_of_roles_are_those_of_the_settings():
    """In full for the lead, by half for 共同责任, not for 配合."""
    score = Settings().score
    assert (score.lead, score.co_lead, score.support) == (1, 0.5, 0)
    assert "in full for the lead, by half for 共同责任, not for 配合" in PAGE


def test_the_example_of_quantiles_is_what_the_fence_rests_on():
    """Q1, Q3 and the fence of the units of the example."""
    said = re.search(
        r"Units with ([\d, and]+)\s+items: Q1 = ([\d.]+), Q3 = ([\d.]+); .* ([\d.]+) the fence is ([\d.]+)\.", FIGURES
    )
    counts = np.array([int(each) for each in re.findall(r"\d+", said[1])])
    low, high, factor, fence = map(float, said.groups()[1:])
    assert np.quantile(counts, (0.25, 0.75)).tolist() == [low, high]
    assert find_fence(counts, factor) == fence


def test_the_example_of_dice_is_what_pieces_give():
    """How many pieces both texts share, and the share."""
    one, other, shared, all_, dice = re.search(
        r"(\S+) and (\S+) share (\d) of (\d) pieces each: Dice = ([\d.]+)\. ", FIGURES
    ).groups()
    first, second = set(cut_bigrams(one).tolist()), set(cut_bigrams(other).tolist())
    assert (len(first & second), len(first), len(second)) == (int(shared), int(all_), int(all_))
    assert 2 * len(first & second) / (len(first) + len(second)) == float(dice)
