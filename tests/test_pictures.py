"""Pictures: what the diagrams show, as data."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import plan_from
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.kinds import Role
from responsibility.language.wording import load_wording
from responsibility.model import Unit
from responsibility.render.svg import write_svg
from responsibility.settings import parse_settings
from responsibility.views.lines import em_width, flatten_text, wrap_text
from responsibility.views.pictures.arcs import draw_overlap, shorten_arcs
from responsibility.views.pictures.bars import draw_lorenz, draw_workload, hatch
from responsibility.views.pictures.condense import condense_plan
from responsibility.views.pictures.ego import draw_egos
from responsibility.views.pictures.heat import draw_matrix
from responsibility.views.pictures.network import draw_network
from responsibility.views.pictures.picture import Box, Label, Sketch, bounds, lay_on_paper
from responsibility.views.scene import Scene, SharedPair
from responsibility.workflows.reports import make_report

pytestmark = pytest.mark.slow

ZH = load_wording("zh")
SMALL = plan_from({"1.1": ["a", "b", "c"], "1.2": ["b", "a"], "2.1": ["c", "a"], "2.2": []})
BUILDERS = {"network": draw_network, "overlap": draw_overlap, "matrix": draw_matrix, "workload": draw_workload}


def set_diagram(**values):
    return parse_settings({"diagram": values, "overlap": {"samples": 0}, "groups": {"runs": 1, "random_plans": 0}})


def stage(plan, settings=None, say=ZH):
    """The plan with its analysis, without a font."""
    settings = settings or set_diagram()
    frames = frame_plan(plan)
    return Scene(plan, frames, say, settings, analyze(frames, settings, plan))


def wide_plan(items, units):
    return plan_from(
        {f"{1 + at // 20}.{1 + at % 20}": [f"u{(at * 7 + k * k) % units:03d}" for k in range(4)] for at in range(items)}
    )


def texts(picture):
    return [label.text for label in picture.labels]


def words(picture):
    return "".join(texts(picture))


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("assigned", [{}, {"1.1": []}, {"1.1": ["a"]}, {"1.1": ["a", "b"]}], ids=len)
def test_the_smallest_plans_have_pictures(name, language, assigned):
    """No item, an item without units, one with one or two: a picture with a title and nothing outside."""
    picture = BUILDERS[name](stage(plan_from(assigned), say=load_wording(language)))
    assert picture.name == name
    assert picture.title
    assert_inside(picture)


def assert_inside(picture):
    for shape in (*picture.boxes, *picture.strokes, *picture.marks, *picture.labels):
        left, top, right, bottom = bounds(shape)
        assert left >= 0
        assert top >= 0
        assert right <= picture.width
        assert bottom <= picture.height


@pytest.mark.parametrize("name", BUILDERS)
def test_a_large_plan_stays_within_the_sheet(name):
    """400 items and 150 units are condensed and nothing lies outside."""
    assert_inside(BUILDERS[name](stage(wide_plan(400, 150))))


def test_the_matrix_of_a_large_plan_can_be_read_on_paper():
    """Its letters and counts are six points high on A3."""
    on_paper = lay_on_paper(draw_matrix(stage(wide_plan(400, 150))))
    assert (on_paper.width, on_paper.height) == (1190.551, 841.89)
    assert min(label.size for label in on_paper.labels) >= 6.0


def test_a_label_of_two_lines_breaks_at_a_blank():
    """No word is cut where the label has a blank that both lines leave room for; else its lines are alike long."""
    assert wrap_text("(三)建设高水平开放平台 第158至165项", 14.0, em_width) == (
        "(三)建设高水平开放平台",
        "第158至165项",
    )
    assert wrap_text("建设高水平开放平台和口岸 三", 8.0, em_width) == ("建设高水平开放", "平台和口岸 三")


def test_the_network_draws_every_assignment_once():
    """One line for each assignment, thick for leads, thin for co-leads."""
    network = draw_network(stage(SMALL))
    drawn = [(line.item, line.unit, line.style) for line in network.strokes if line.item]
    assert sorted(drawn) == sorted((each.item_id, each.unit_id, each.role.value) for each in SMALL.assignments)
    widths = {line.style: line.width for line in network.strokes if line.item}
    assert widths["lead"] > 3 * widths["co-lead"]


def test_the_network_names_every_item_and_unit():
    """Titles and short names stand whole."""
    network = draw_network(stage(SMALL))
    assert {"1.任务1.1", "2.任务1.2", "1.任务2.1", "市a局", "市b局", "市c局"} <= set(texts(network))


def test_an_item_without_units_is_left_out_and_said_so():
    """Item 2.2 names nobody."""
    network = draw_network(stage(SMALL))
    assert "另有1项任务没有责任单位，未画出" in texts(network)


def test_leads_by_convention_are_said_to_be():
    """Three leads rest on first place."""
    assert "其中3项牵头按" in words(draw_network(stage(SMALL)))


def test_protocol_order_keeps_units_as_registered():
    """Under protocol order the units stand as in the registry, whatever the crossings."""
    plan = plan_from({"1.1": ["c"], "1.2": ["b"], "1.3": ["a"]})
    plan = replace(plan, units=tuple(sorted(plan.units, key=lambda unit: unit.id)))
    for order, expected in (("protocol", ["a", "b", "c"]), ("blocks", ["c", "b", "a"])):
        network = draw_network(stage(plan, set_diagram(order=order)))
        discs = sorted((mark for mark in network.marks if mark.unit), key=lambda mark: mark.y)
        assert [mark.unit for mark in discs] == expected


def test_too_many_lines_leave_leads_only_and_say_how_many_are_missing():
    """Seven assignments against six lines: the four co-leads go."""
    network = draw_network(stage(SMALL, set_diagram(max_edges=6)))
    assert {line.style for line in network.strokes if line.item} == {"lead"}
    assert "连线多于6条，只画牵头；4条共同责任和配合连线未画出" in words(network)


def test_many_items_become_sections():
    """Four hundred items in twenty sections are twenty rows where no more fit, and the legend says so."""
    condensed = condense_plan(stage(wide_plan(400, 30), set_diagram(max_items=39)))
    assert len(condensed.rows) == 20
    assert sum(len(row.items) for row in condensed.rows) == 400
    assert condensed.merged_items == 400


def test_one_long_section_becomes_runs_of_its_items():
    """A flat list of 100 items is ten rows of ten, each named by its numbers."""
    condensed = condense_plan(stage(plan_from({f"1.{at}": ["a"] for at in range(1, 101)}), set_diagram(max_items=10)))
    assert [len(row.items) for row in condensed.rows] == [10] * 10
    assert condensed.rows[1].title == "(1)第1部分 第11至20项（10项）"


def test_merged_leads_are_thicker_the_more_they_stand_for_and_helpers_stay_thin():
    """Rows of three items: one led three times by a, helped three times by b."""
    plan = plan_from({f"1.{at}": ["a", "b"] for at in range(1, 10)})
    network = draw_network(stage(plan, set_diagram(max_items=3)))
    widths = {line.style: line.width for line in network.strokes if len(line.points) == 4}
    assert widths == {"lead": 2.0, "co-lead": 0.55}


def test_many_sections_become_runs():
    """A bound below the number of sections is kept."""
    condensed = condense_plan(stage(wide_plan(400, 30), set_diagram(max_items=6)))
    assert len(condensed.rows) <= 6
    assert sum(len(row.items) for row in condensed.rows) == 400


def test_many_units_leave_the_least_loaded_as_one_column():
    """Nothing is lost: the counts of all cells are the assignments."""
    plan = wide_plan(60, 90)
    condensed = condense_plan(stage(plan, set_diagram(max_units=20)))
    assert len(condensed.columns) == 20
    assert condensed.columns[-1].key == ""
    assert condensed.merged_units == len(plan.units) - 19
    assert sum(sum(cell.counts) for cell in condensed.cells) == len(plan.assignments)


def test_the_matrix_marks_each_role_with_its_own_shape():
    """A lead is a disc, a co-lead a ring, a support a triangle."""
    assignments = (*SMALL.assignments[:-1], replace(SMALL.assignments[-1], role=Role.SUPPORT))
    matrix = draw_matrix(stage(replace(SMALL, assignments=assignments)))
    shapes = {(mark.item, mark.unit): mark.shape for mark in matrix.marks if mark.item}
    assert shapes["1.1", "a"] == "disc"
    assert shapes["1.1", "b"] == "ring"
    assert shapes["2.1", "a"] == "triangle"


def test_the_matrix_stacks_unit_names_upright():
    """A head reads downwards."""
    matrix = draw_matrix(stage(SMALL))
    assert [label.text for label in matrix.labels if label.upright and label.unit == "b"] == ["市b局"]


def test_shared_items_are_counted_by_pair_in_protocol_order():
    """A and b share two items, a and c two, b and c one."""
    assert stage(SMALL).shared == (SharedPair("a", "b", 2), SharedPair("a", "c", 2), SharedPair("b", "c", 1))


def test_the_overlap_leaves_out_small_pairs_and_says_so():
    """With a threshold of two the pair b, c is not drawn."""
    overlap = draw_overlap(stage(SMALL, set_diagram(min_shared=2)))
    assert "只画共同任务不少于2项的和深色线的，共2对单位；其余1对未画出" in words(overlap)


def test_a_supported_pair_is_drawn_dark_even_below_the_threshold():
    """What size does not explain is always shown, and named."""
    scene = stage(SMALL, set_diagram(min_shared=2))
    found = scene.analysis.overlap
    supported = (found["unit_a"] == "b") & (found["unit_b"] == "c")
    overlap = draw_overlap(replace(scene, analysis=replace(scene.analysis, overlap=found.assign(supported=supported))))
    assert sum(line.style == "strong" for line in overlap.strokes) == 2  # the arc and its legend
    assert "— 市b局、市c局：1项" in texts(overlap)


def test_the_threshold_rises_until_few_enough_pairs_are_left():
    """The number of drawn pairs never exceeds max_pairs."""
    overlap = draw_overlap(stage(wide_plan(60, 12), set_diagram(min_shared=1, max_pairs=5)))
    assert sum(line.style == "weak" and len(line.points) == 4 for line in overlap.strokes) <= 5


def test_no_overlap_is_said_in_words():
    """Below the threshold nothing is drawn but a sentence."""
    assert "没有两个单位共同承担的任务达到9项" in texts(draw_overlap(stage(SMALL, set_diagram(min_shared=9))))


def test_units_that_share_much_stand_close():
    """The chain a-c-b-d, given as a, b, c, d, is put in line."""
    links = {"a": [("c", 3)], "b": [("c", 3), ("d", 3)], "c": [("a", 3), ("b", 3)], "d": [("b", 3)]}
    assert "".join(shorten_arcs("abcd", links)) in ("acbd", "dbca")


def test_a_long_name_is_wrapped_whole():
    """Forty characters come out as lines that join to the name."""
    lines = wrap_text("某" * 40, 14, em_width)
    assert "".join(lines) == "某" * 40
    assert all(em_width(line) <= 14 for line in lines)


def test_a_line_never_begins_with_a_closing_sign():
    """The comma stays with the word before it."""
    assert wrap_text("一二三四,五六七", 4, em_width) == ("一二三四,", "五六七")


def test_text_beyond_the_bound_ends_in_an_ellipsis():
    """Two lines of four ems hold seven characters and the sign."""
    assert wrap_text("某" * 20, 4, em_width, 2) == ("某某某某", "某某某…")


def test_control_characters_are_not_drawn():
    """What no font draws is taken out of a label; spaces fold."""
    assert flatten_text("市\x07教\u200b育\n 局") == "市教育 局"


def test_a_sketch_is_cut_to_its_content():
    """Shapes anywhere on the plane move into the sheet."""
    sketch = Sketch(em_width)
    sketch.add(Box(-500, -300, 10, 10, "band0"))
    picture = sketch.finish("x", "题", [([], "说明")])
    assert_inside(picture)
    assert isinstance(picture.labels[0], Label)


def test_a_unit_without_a_short_name_is_labelled_by_its_name():
    """The label is never empty."""
    plan = replace(SMALL, units=(Unit("a", "某市某局", "", "government", 0), *SMALL.units[1:]))
    assert "某市某局" in texts(draw_network(stage(plan)))


def test_bars_stand_in_order_of_what_they_show_and_tell_who_is_overloaded():
    """The longest bar is on top, whatever the weights; overload is a word."""
    scene = stage(SMALL)
    loads = scene.analysis.workload.assign(load=[1.0, 9.0, 5.0], overloaded=[False, True, False])
    workload = draw_workload(replace(scene, analysis=replace(scene.analysis, workload=loads)))
    bars = [box for box in workload.boxes if box.unit]
    assert list(dict.fromkeys(box.unit for box in sorted(bars, key=lambda box: box.y))) == ["a", "b", "c"]
    assert "2项，加权9" in texts(workload)
    assert texts(workload).count("▲任务偏多") == 1


def test_bars_are_as_long_as_their_counts():
    """Unit a leads one item and helps in two: the second part is twice the first."""
    workload = draw_workload(stage(SMALL))
    widths = {box.style: box.width for box in workload.boxes if box.unit == "a"}
    assert widths["co-lead-bar"] == pytest.approx(2 * widths["lead-bar"])


@given(st.floats(1, 80), st.floats(1, 30), st.floats(2, 9))
@hypothesis.settings(max_examples=50)
def test_hatching_stays_in_its_box(width, height, gap):
    """Every slanting line rises at 45 degrees inside the box."""
    for line in hatch(Box(3, 5, width, height, "x"), gap):
        (x, y), (far, up) = line.points
        assert 3 <= x <= far <= 3 + width + 1e-9
        assert 5 - 1e-9 <= up <= y <= 5 + height + 1e-9
        assert far - x == pytest.approx(y - up)


def test_a_lorenz_curve_runs_from_corner_to_corner():
    """Its ends are the corners of the square; the Gini is for the workbook."""
    lorenz = draw_lorenz(stage(plan_from({"1.1": ["a", "b"], "1.2": ["a"], "1.3": ["a"]})))
    curve = [line for line in lorenz.strokes if line.style == "weak"][:2]
    frame = lorenz.strokes[0].points
    assert curve[0].points[0] == frame[1]
    assert curve[-1].points[1] == frame[3]
    assert not any("0.250" in text for text in texts(lorenz))


def test_each_unit_has_a_picture_of_its_own():
    """In protocol order; leads first, partners by shared items."""
    egos = list(draw_egos(stage(SMALL)))
    assert [ego.name for ego in egos] == ["ego-a", "ego-b", "ego-c"]
    assert texts(egos[0])[:3] == ["1.任务1.1", "2.任务1.2", "1.任务2.1"]
    assert egos[0].title == "市a局：3项任务（牵头1项），2个共事单位"
    for ego in egos:
        assert_inside(ego)


def test_a_unit_with_many_items_says_what_is_missing():
    """Two hundred items and eleven partners: ten of each, and the rest counted."""
    plan = plan_from({f"1.{at}": ["a", f"b{at % 11:02d}"] for at in range(200)})
    ego = next(draw_egos(stage(plan)))
    assert {"另有190项任务", "另有1个单位"} <= set(texts(ego))
    assert ego.height < 400


def test_inline_svg_keeps_text_and_meaning():
    """The hand-written SVG parses, holds the labels as text and says which item and unit a line joins."""
    network = draw_network(stage(plan_from({"1.1": ["a", "<&>"]})))
    root = ElementTree.fromstring(write_svg(network))
    space = "{http://www.w3.org/2000/svg}"
    assert [node.text for node in root.iter(f"{space}text")] == texts(network)
    lines = [node.attrib for node in root.iter(f"{space}path") if node.get("data-item")]
    assert [(line["class"], line["data-item"], line["data-unit"]) for line in lines if "data-unit" in line] == [
        ("co-lead", "1.1", "<&>"),
        ("lead", "1.1", "a"),
    ]
    assert root.get("role") == "img"


@pytest.mark.parametrize("name", BUILDERS)
def test_a_picture_says_in_words_what_it_shows(name):
    """A reader who cannot see it gets more than the title."""
    picture = BUILDERS[name](stage(SMALL, set_diagram(min_shared=1)))
    assert picture.description not in ("", picture.title)
    assert any(digit in picture.description for digit in "0123456789")


def test_an_item_without_a_title_is_labelled_by_its_text():
    """Three thousand characters become three lines with an ellipsis."""
    plan = plan_from({"1.1": ["a"]}, {"1.1": "完成" * 1500})
    items = (replace(plan.items[0], title=""),)
    network = draw_network(stage(replace(plan, notice=replace(plan.notice, items=items))))
    lines = [label.text for label in network.labels if label.item]
    assert len(lines) == 3
    assert lines[0].startswith("1.完成")
    assert lines[2].endswith("…")


def test_pictures_need_no_heavy_library():
    """Views and hand-written SVG load neither matplotlib, networkx nor pandas; the renderer only when it draws."""
    drawn = [f"views.pictures.{name}" for name in ("network", "arcs", "heat", "bars", "ego")]
    rooms = [*drawn, "render.svg", "render.fonts", "render.diagram", "graph"]
    script = f"""
import importlib, sys
for room in {rooms!r}:
    importlib.import_module("responsibility." + room)
print(sorted({{"matplotlib", "networkx", "pandas", "numpy", "PIL"}} & set(sys.modules)))
"""
    path = os.pathsep.join(part for part in sys.path if part)
    run = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("size", "paper"),
    [
        ((300, 500), (595.276, 841.89)),
        ((700, 300), (841.89, 595.276)),
        ((900, 1300), (841.89, 1190.551)),
        ((595.276, 841.89), (595.276, 841.89)),
    ],
)
def test_a_picture_on_paper_is_a_page_with_margins(size, paper):
    """A4 where its letters stay legible, else A3; nothing leaves the margins, and a small one fills its page."""
    sketch = Sketch(em_width)
    sketch.add(Box(0, 0, *size, "band0"))
    picture = sketch.fix("some", "some", "some", *size)
    laid = lay_on_paper(picture)
    (box,) = laid.boxes
    assert (laid.width, laid.height) == paper
    assert box.width <= 1.3 * size[0]
    assert laid is picture or box.width == pytest.approx(min(1.3 * size[0], *_largest(size, paper)))
    assert laid is picture or min(box.x, box.y, paper[0] - box.x - box.width, paper[1] - box.y - box.height) > 35.9


def _largest(size, paper):
    """The widths that fill the page across and down."""
    return paper[0] - 72, (paper[1] - 72) * size[0] / size[1]


def test_each_unit_has_a_picture_where_settings_ask_for_it():
    """One file a unit, named like its task sheet."""
    asked = make_report(stage(SMALL, set_diagram(units=True)), "diagrams")
    names = [each.path for each in asked if each.path.startswith("diagrams/units/")]
    assert names == [f"diagrams/units/0{place}-市{unit}局.png" for place, unit in enumerate("abc", 1)]
