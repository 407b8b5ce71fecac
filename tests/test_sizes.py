"""Sizes: what is far too long or too many ends soon, whole or refused with the limit that it passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import plan_from
from responsibility.analysis.texts import list_differences, mark_differences
from responsibility.errors import OutputError
from responsibility.settings import parse_settings
from responsibility.views.pictures.catalogue import build_pictures
from responsibility.workflows.project import analyze_plan, furnish
from responsibility.workflows.reports import build_reports, measured
from workbooks import scene_of

WORDS = "推进重点工作落实见效" * 500


def test_long_texts_differ_between_their_equal_ends():
    """Two texts too long for a fine comparison: what lies between their equal ends is one difference."""
    assert mark_differences(f"{WORDS}甲", f"{WORDS}乙丙") == (f"{WORDS}【甲】", f"{WORDS}【乙丙】")
    assert list_differences(WORDS, WORDS) == ((), ())
    assert list_differences(WORDS, WORDS + WORDS) == ((), (WORDS,))


@pytest.mark.slow
def test_six_titles_of_five_thousand_characters_give_every_workbook():
    """Each stands whole in the task's row, which goes on below; none is compared with the others for minutes."""
    plan = plan_from({f"1.{place}": ["a", "b"] for place in range(1, 7)})
    items = tuple(replace(item, title=WORDS, body=f"{WORDS}{item.id}") for item in plan.items)
    scene = scene_of(replace(plan, notice=replace(plan.notice, items=items)))
    assert [path for key in ("matrix", "tasks", "appendix") for path, _ in build_reports(scene, {}, (key,))]


def test_no_picture_draws_an_endless_name():
    """The notice's title and the units' names are drawn as short as tables have them."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a"]})
    units = tuple(replace(unit, name=unit.name * 900, short=unit.short * 900) for unit in plan.units)
    header = replace(plan.header, title=WORDS)
    scene = scene_of(replace(plan, units=units, notice=replace(plan.notice, header=header)))
    drawn = [sum(len(label.text) for label in picture.labels) for picture in build_pictures(measured(scene))]
    assert max(drawn) < 2_000


def test_too_many_pairs_of_units_are_refused_at_once():
    """The error names the item, its units and the limit; a higher limit lets it pass."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": [f"u{place}" for place in range(20)]})
    house = furnish(None)
    tight = replace(house, settings=parse_settings({"output": {"pairs": 190}}))
    with pytest.raises(OutputError) as caught:
        analyze_plan(plan, tight)
    assert caught.value.params == {"pairs": 191, "limit": 190, "item": "1.2", "count": 20}
    assert analyze_plan(plan, replace(house, settings=parse_settings({"output": {"pairs": 191}})))
