"""The diagrams of a plan together, drawn from its analysis."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from builders import plan_from
from reference_plan import ASSIGNED, PROTOCOL
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.settings import parse_settings
from responsibility.views.pictures.catalogue import build_pictures
from responsibility.views.pictures.condense import condense_plan
from responsibility.views.pictures.network import order_columns
from responsibility.views.pictures.order import count_crossings
from responsibility.views.pictures.picture import bounds
from responsibility.views.scene import Scene

SETTINGS = parse_settings({"overlap": {"samples": 20_000}, "groups": {"runs": 2, "random_plans": 2}})


def stage(plan):
    frames = frame_plan(plan)
    return Scene(plan, frames, load_wording(), SETTINGS, analyze(frames, SETTINGS))


@cache
def reference():
    plan = plan_from(ASSIGNED)
    plan = replace(plan, units=tuple(sorted(plan.units, key=lambda unit: PROTOCOL.index(unit.id))))
    pictures = build_pictures(stage(plan))
    return plan, {picture.name: picture for picture in pictures}


def test_a_plan_has_six_diagrams():
    """Each named as its file will be."""
    assert list(reference()[1]) == ["network", "overlap", "matrix", "blocks", "workload", "lorenz"]


def test_the_one_pair_that_size_does_not_explain_is_named():
    """Housing and city management share six items."""
    overlap = reference()[1]["overlap"]
    assert [label.text for label in overlap.labels if label.text.startswith("—")] == ["— 市zjj局、市cgw局：6项"]


def test_the_overloaded_units_are_marked():
    """The two units that the analysis finds, no other."""
    labels = reference()[1]["workload"].labels
    at = {label.y for label in labels if "任务偏多" in label.text}
    assert [label.text for label in labels if label.y in at and label.anchor == "end"] == ["市fgw局", "市hjj局"]


def test_blocks_put_every_item_and_unit_in_a_group():
    """Bands count all 22 items and 30 units."""
    labels = [label.text for label in reference()[1]["blocks"].labels]
    bands = [label for label in labels if label.startswith("第") and "组：" in label]
    counts = [band.split("：")[1].split("项任务")[0].split("个单位、") for band in bands]
    assert sum(int(units) for units, _ in counts) == 30
    assert sum(int(items) for _, items in counts) == 22


def test_every_diagram_stays_within_its_sheet():
    """Nothing is cut off."""
    for picture in reference()[1].values():
        for shape in (*picture.boxes, *picture.strokes, *picture.marks, *picture.labels):
            left, top, right, bottom = bounds(shape)
            assert min(left, top) >= 0, picture.name
            assert right <= picture.width, picture.name
            assert bottom <= picture.height, picture.name


def test_ordering_the_reference_removes_a_third_of_the_crossings():
    """2,659 pairs of lines cross in document and protocol order; less than two thirds of them are left."""
    condensed = condense_plan(stage(reference()[0]))
    edges = [(cell.row, cell.column) for cell in condensed.cells]
    assert count_crossings(edges, range(22), range(30)) == 2659
    assert count_crossings(edges, *order_columns(condensed, SETTINGS)) < 2659 * 2 / 3


def test_an_empty_plan_has_pictures_too():
    """No item, no unit: sentences instead of traces."""
    plan = plan_from({})
    pictures = build_pictures(stage(plan))
    assert [each.name for each in pictures] == ["network", "overlap", "matrix", "workload", "lorenz"]
