"""Inspect: draws that hold their stated chances, forms that are read back, claims found false."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from math import sqrt

import pytest
from openpyxl import load_workbook

from responsibility.analysis.course.inspection import Verdict, parse_inspections
from responsibility.analysis.course.sampling import Likely, Stratum, draw_sample, find_probabilities, share_out
from responsibility.cli import main
from responsibility.errors import RegistryError, ReturnError
from responsibility.language.wording import LANGUAGES, load_wording
from responsibility.render.paper import fit_columns, fit_rows, lay_pages
from responsibility.returns.inspected import read_forms
from responsibility.settings import InspectSettings, Settings
from responsibility.views.issued.bulletin import build_bulletin
from responsibility.views.issued.inspection import build_inspection_book
from responsibility.workflows.inspecting import draw_inspections, report_inspection
from test_collecting import place, send_back  # noqa: F401  # a fixture
from year import write_year

SEEDS = 2_000
RULE = InspectSettings()


def chances_of(**counts: int) -> list[Likely]:
    """Tasks of each stratum with weights 1, 2, 3 … in turn."""
    return [
        Likely(f"{name}-{number}", Stratum(name.replace("_", "-")), (), 1.0 + number % 4)
        for name, count in counts.items()
        for number in range(count)
    ]


def test_over_2000_seeds_each_task_comes_in_as_often_as_stated():
    """Frequencies lie within 4.5 standard errors of the stated chance: all 27 at once miss by luck once in 5,000."""
    chances = chances_of(behind=4, ahead=9, on_course=14)
    counts: Counter[str] = Counter()
    stated: dict[str, float] = {}
    sizes = set()
    for seed in range(SEEDS):
        draws = draw_sample(chances, RULE, seed, "plan/2026-q2")
        counts.update(draw.chance.item_id for draw in draws if draw.is_drawn)
        stated = {draw.chance.item_id: draw.probability for draw in draws}
        sizes.add(sum(draw.is_drawn for draw in draws))
    assert sizes == {sum(share_out(chances, RULE).values())}
    for item, share in stated.items():
        assert abs(counts[item] / SEEDS - share) <= 4.5 * sqrt(share * (1 - share) / SEEDS) + 1e-9, item


def test_two_tasks_of_a_stratum_can_come_in_together():
    """The order is drawn too, so that no pair is shut out for good."""
    chances = chances_of(on_course=6)
    pairs = set()
    for seed in range(300):
        drawn = [d.chance.item_id for d in draw_sample(chances, RULE.but(share=0.4), seed, "x") if d.is_drawn]
        pairs.add(tuple(drawn))
    assert len(pairs) > 10


def test_the_same_seed_gives_the_same_list_everywhere():
    """A list written down once: hashes, not a machine's chance, decide."""
    drawn = [
        d.chance.item_id for d in draw_sample(chances_of(ahead=5, on_course=7), RULE, 20260706, "p/q") if d.is_drawn
    ]
    assert drawn == ["ahead-3", "ahead-4", "on_course-1", "on_course-3"]


def test_probabilities_are_in_proportion_and_none_is_above_one():
    """What would be above 1 comes in for certain; the rest shares what is left."""
    assert find_probabilities([1, 1, 2], 2) == [0.5, 0.5, 1.0]
    assert find_probabilities([1, 1, 2], 3) == [1, 1, 1]
    assert find_probabilities([], 0) == []
    assert sum(find_probabilities([1, 3, 9, 27, 2], 3)) == pytest.approx(3)


@pytest.fixture(scope="module")
def half():
    """The second period of a small year."""
    year = write_year(units=8)
    return year, year.walk()[1]


def test_what_is_behind_is_looked_at_whole_and_what_is_unreported_not(half):
    """Every red or yellow task is drawn; a task that nobody reported is asked for instead."""
    _, done = half
    claimed = dict(zip(done.progress.lights["item_id"], done.progress.lights["light"], strict=True))
    sample = draw_inspections(done, (), 7)
    known = {draw.chance.item_id for draw in sample.draws}
    assert known == {item for item, light in claimed.items() if light != "unreported"}
    assert {item for item, light in claimed.items() if light in ("red", "yellow")} <= set(sample.items)


def test_risks_raise_the_chance(half):
    """A task never inspected is likelier than one that was, red likelier still."""
    year, done = half
    weights = {draw.chance.risks: draw.chance.weight for draw in draw_inspections(done, year.inspections, 7).draws}
    assert all(
        weight == 1 + sum({"red": 3, "jump": 2, "wordless": 2, "fresh": 1}[risk] for risk in risks)
        for risks, weight in weights.items()
    )
    assert len(weights) > 1


def fill(data: bytes, verdict: str = "不属实", share: object = 0.4) -> bytes:
    """Fill in the first form as an inspector does."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[1]
    for row in sheet.iter_rows():
        label = str(row[0].value or "").replace("\n", "")
        for key, column, value in (
            ("核实结论", 1, verdict), ("完成率", 4, share), ("进展情况", 4, "只到一半"), ("依据和说明", 1, "台账"),
            ("核实方式", 1, "☑查阅资料　□电话核实　√ 现场核实"), ("核实人", 1, "张三"), ("1", 1, "现场照片"),
        ):  # fmt: skip
            if label == key:
                row[column].value = value
        if label == "核实方式":
            row[5].value = "2026-07-08"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.slow
def test_the_head_that_a_long_list_repeats_stands_above_rows_of_the_list():
    """Whatever comes after the list (how it was drawn, who goes) is on one page, below a task of the list."""
    done = write_year(units=45).walk()[1]
    plan = build_inspection_book(done.scene, draw_inspections(done, (), 7)).sheets[0]
    widths = fit_columns(plan)
    breaks = lay_pages(plan, widths, fit_rows(plan, widths)).breaks
    after = next(number for number, row in enumerate(plan.rows) if row.cells[0][1].value == "抽取办法")
    assert plan.page.repeat_rows == (2, 2)
    assert breaks
    assert max(breaks) < after


@pytest.mark.slow
def test_a_filled_form_is_read_by_its_labels(half):
    """Verdict, share, words, ticked ways, proof with photos, day; forms left blank are no results."""
    _, done = half
    sample = draw_inspections(done, (), 7)
    data = fill(dict(report_inspection(done, sample))["抽查核实表.xlsx"])
    rows = read_forms(data, "表.xlsx", "some-plan", load_wording(), Settings().sources)
    assert len(rows) == 1
    assert rows[0] == {
        "period": "2026-q2", "item_id": sample.items[0], "method": "查阅资料、现场核实", "day": "2026-07-08",
        "status": "", "percent": "40", "words": "只到一半", "proof": "台账；现场照片", "verdict": "不属实",
        "by": "张三", "source": "表.xlsx!核实表1",
    }  # fmt: skip
    with pytest.raises(ReturnError):
        read_forms(data, "表.xlsx", "another", load_wording(), Settings().sources)


@pytest.mark.slow
def test_what_a_form_means_does_not_depend_on_the_language(half):
    """Issued in Chinese or English, typed into the same cells, read by runs in either."""
    _, done = half
    sample = draw_inspections(done, (), 7)
    blank = dict(report_inspection(done, sample))["抽查核实表.xlsx"]
    before, after = (load_workbook(BytesIO(data)).worksheets[1] for data in (blank, fill(blank)))
    typed = {
        cell.coordinate: cell.value
        for row in after.iter_rows()
        for cell in row
        if cell.value != before[cell.coordinate].value
    }
    english = replace(done, scene=replace(done.scene, say=load_wording("en")))
    (issued,) = (data for name, data in report_inspection(english, sample) if load_forms(data))
    book = load_workbook(BytesIO(issued))
    for at, value in typed.items():
        book.worksheets[1][at].value = value
    buffer = BytesIO()
    book.save(buffer)
    for data in (fill(blank), buffer.getvalue()):
        read = [read_forms(data, "a", "some-plan", load_wording(each), Settings().sources) for each in LANGUAGES]
        assert read[0] == read[1]
        assert [{**row, "source": ""} for row in read[0]] == [
            {
                "period": "2026-q2", "item_id": sample.items[0], "method": "查阅资料、现场核实", "day": "2026-07-08",
                "status": "", "percent": "40", "words": "只到一半", "proof": "台账；现场照片", "verdict": "不属实",
                "by": "张三", "source": "",
            }
        ]  # fmt: skip


def load_forms(data: bytes) -> bool:
    """Whether a file of an inspection holds the forms."""
    return data.startswith(b"PK") and "_inspect" in load_workbook(BytesIO(data)).sheetnames


def test_inspections_that_cannot_be_understood_are_told_all_at_once():
    """A task that is not there, a verdict, a share, a status: each with its line and column."""
    text = "期次,任务,核实结论,认定完成率,认定状态\n2026-q1,9,属实,40,达进度\n2026-q1,1,大致,四成,好\n"
    with pytest.raises(RegistryError) as raised:
        parse_inspections(text, lambda words: words if words == "1" else "", str)
    assert len(raised.value.problems) == 4
    one = parse_inspections("期次,任务,核实结论,认定完成率\n2026-q1,1,不一致,40%\n", str, str)[0]
    assert (one.verdict, one.percent) == (Verdict.FALSE, 40.0)


def test_a_false_claim_enters_the_bulletin(half):
    """The letter tells how many were looked at and which were not confirmed; the table stars them."""
    year, done = half
    letter = build_bulletin(done.scene, done.progress)
    words = "\n".join("".join(run for run, _ in part.runs) for part in letter.parts if hasattr(part, "runs"))
    own = [each for each in year.inspections if each.period == "2026-q2"]
    false = [done.scene.number(each.item_id) for each in own if each.verdict == "false"]
    assert f"抽查核实{len(own)}项" in words
    assert f"与填报不一致{len(false)}项（第" in words
    assert all(number in words for number in false)


@pytest.mark.slow
def test_inspect_draws_takes_forms_back_once_and_collect_follows(place):  # noqa: F811
    """From the draw to the light: a form says false, the task is no longer green, the same form adds nothing."""
    send_back(place / "in", "jxj", "表.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    assert main(["inspect", "2023-q2", "--seed", "5"]) == 0
    form = place / "output/green/inspection/2023-q2/抽查核实表.xlsx"
    first = form.read_bytes()
    (place / "filled.xlsx").write_bytes(fill(first, share=0.05))
    assert main(["inspect", "2023-q2", "filled.xlsx"]) == 0
    table = (place / "matrix/plans/green/inspections.csv").read_text("utf-8-sig")
    assert main(["inspect", "2023-q2", "filled.xlsx"]) == 0
    assert (place / "matrix/plans/green/inspections.csv").read_text("utf-8-sig") == table
    assert table.count("\n") == 2
    main(["collect", "2023-q2"])
    lights = (place / "output/green/progress/2023-q2/data/lights.csv").read_text("utf-8-sig")
    assert "found-false" in lights
    assert main(["inspect", "2023-q2", "--seed", "5"]) == 0
    assert form.read_bytes() == first  # what came of it does not change what was drawn
    assert main(["assess", "2023"]) == 0
    points = (place / "output/green/assessment/2023/data/points.csv").read_text("utf-8-sig")
    assert "jxj,false,-10" in points
    assert "filled.xlsx!核实表1" in points
