"""Portfolio: what two plans come to together, through the command that builds them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from itertools import combinations
from random import Random

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import frames_from, plan_from
from responsibility.analysis.plan.duplicates import REPEAT_COLUMNS, find_repeats
from responsibility.analysis.plan.repeats import find_all_repeats
from responsibility.cli import main
from responsibility.settings import DuplicateSettings
from responsibility.views.sheet import to_text
from responsibility.views.sheets.portfolio import build_portfolio_book
from responsibility.workflows.portfolio import join_scene, list_portfolio
from workbooks import scene_of

HEAD = "关于印发青山市{plan}工作计划的通知\n一、主要任务\n"
SAME = "建设沿河公园。年内建成沿河公园{count}处，全部免费开放。(责任单位:市经信局、市科技局)\n"
PLANS = {
    "new": HEAD.format(plan="2024年节水") + "1.推广节水器具。(责任单位:市科技局)\n2." + SAME.format(count=5),
    "old": HEAD.format(plan="2023年公园") + "1." + SAME.format(count=3) + "2.整修校舍。(责任单位:市园林办、市经信局)\n",
}


def add_plan(root, plan_id, notice):
    folder = root / "matrix" / "plans" / plan_id
    folder.mkdir(parents=True)
    (folder / "notice.txt").write_text(notice, "utf-8")


def use_place(root, monkeypatch, plans):
    for plan_id, notice in plans.items():
        add_plan(root, plan_id, notice)
    (root / "matrix" / "units.csv").write_text(
        "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
        "jxj,青山市经济和信息化局,市经信局,government,,,,\nkjj,青山市科学技术局,市科技局,government,,,,\n",
        "utf-8",
    )
    monkeypatch.chdir(root)


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The output folder of two plans, and the bytes of the portfolio after a first and a second run."""
    root = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as monkeypatch:
        use_place(root, monkeypatch, PLANS)
        runs = []
        for output in ("output", "again"):
            assert main(["reports", "--output", output]) == 0
            folder = root / output / "portfolio"
            runs.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")})
    return root / "output", runs


@pytest.mark.slow
def test_the_sums_are_those_of_the_plans(built):
    """A unit named in both plans has the sum of its counts and loads, one named in one keeps its own."""
    output, _ = built
    counted = ("leads", "co_leads", "supports", "items", "load")
    own = [{row["unit_id"]: row for row in rows_of(output / plan / "data/workload.csv")} for plan in PLANS]
    totals = rows_of(output / "portfolio/data/workload_total.csv")
    assert [(row["unit_id"], row["plans"], row["leads"], row["co_leads"]) for row in totals[:2]] == [
        ("jxj", "2", "2", "1"),
        ("kjj", "2", "1", "2"),
    ]
    assert len(totals) == 3
    for row in totals:
        for key in counted:
            assert float(row[key]) == sum(float(each[row["unit_id"]][key]) for each in own if row["unit_id"] in each)
    assert sum(float(row["share"]) for row in totals) == pytest.approx(1)


@pytest.mark.slow
def test_a_task_in_both_plans_is_found(built):
    """The one task that both plans have is listed with plans, likeness and the words that differ; no other is."""
    (row,) = rows_of(built[0] / "portfolio/data/repeats.csv")
    assert [row[key] for key in ("plan_a", "item_a", "plan_b", "item_b")] == ["new", "1.2", "old", "1.1"]
    assert (row["strong"], row["unit_jaccard"], row["only_a"], row["only_b"]) == ("true", "1.0", "5", "3")


@pytest.mark.slow
def test_the_workbook_shows_sums_and_repeats(built):
    """Two sheets with heads, a print area and the stamp; the differing number stands in marks."""
    book = openpyxl.load_workbook(built[0] / "portfolio/跨计划汇总.xlsx")
    assert book.sheetnames == ["单位合计", "跨计划重复"]
    totals, repeats = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert totals[1][0].startswith("计划 2 个　截至 ")
    heads = ("排名", "合计", None, "青山市2024年\n节水工作计划", "青山市2023年\n公园工作计划")
    roles = ("牵头", "共同\n责任", "配合")
    assert totals[3][:13:3] == heads
    assert totals[4][3:] == (*roles, "任务数", "加权工作量", "占比", *roles * 2)
    assert totals[5][:7] == (1, "市经信局", 2, 2, 1, 0, 3)
    assert totals[5][9:] == (1, 0, 0, 1, 1, 0)
    assert (totals[7][:3], totals[7][9:]) == ((3, "市园林办", 1), (None, None, None, 1, 0, 0))
    assert totals[8][3] == "=SUM(D6:D8)"
    assert "【5】处" in repeats[4][2]
    assert "【3】处" in repeats[4][5]
    assert all(sheet.print_area and sheet.print_title_rows and sheet.oddFooter.left.text for sheet in book)


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(built):
    """The manifest names every file of the folder, and a run elsewhere repeats them all."""
    _, (first, second) = built
    assert first == second
    listed = json.loads(first["manifest.json"])["outputs"]
    assert sorted(listed) == sorted(set(first) - {"manifest.json"})
    assert sorted(listed) == ["data/repeats.csv", "data/workload_total.csv", "datapackage.json", "跨计划汇总.xlsx"]


@pytest.mark.slow
def test_verify_looks_at_the_portfolio_too(built, monkeypatch, capsys):
    """A rebuild in another process is equal in every folder; a changed file of the portfolio is named."""
    output, (first, _) = built
    monkeypatch.chdir(output.parent)
    table = output / "portfolio/data/repeats.csv"
    table.write_text("changed")
    try:
        assert main(["verify"]) == 1
    finally:
        table.write_bytes(first["data/repeats.csv"])
    printed = capsys.readouterr().out.splitlines()
    assert [re.split("[:：]", line)[0] for line in printed] == ["new", "old", "portfolio/data/repeats.csv", "portfolio"]
    assert printed[2] == "portfolio/data/repeats.csv: 内容不同"


@pytest.mark.slow
def test_one_plan_has_no_portfolio(tmp_path, monkeypatch):
    """Neither a lone plan nor one of several picked out makes the folder, nor do some reports alone."""
    use_place(tmp_path, monkeypatch, {"old": PLANS["old"]})
    assert main(["reports"]) == 0
    add_plan(tmp_path, "new", PLANS["new"])
    assert main(["reports", "--plan", "new"]) == 0
    assert main(["reports", "--only", "data"]) == 0
    assert sorted(path.name for path in (tmp_path / "output").iterdir() if path.is_dir()) == ["new", "old"]


@pytest.mark.parametrize("name", ["portfolio", "Portfolio"])
def test_a_plan_cannot_be_called_portfolio(tmp_path, monkeypatch, capsys, name):
    """Its outputs would lie where those of all plans lie, on Windows in any case of letters."""
    use_place(tmp_path, monkeypatch, {name: PLANS["old"]})
    assert main(["reports"]) == 3
    assert f"计划不能取名 {name}" in capsys.readouterr().err


def test_every_two_of_three_plans_are_compared():
    """Pairs of plans come in order, and the two whose list was cut are named."""
    body = "年内建成沿河公园三处，全部免费开放，同步建设停车场。"
    plans = [(name, frames_from({"1.1": [name]}, {"1.1": body})) for name in "甲乙丙"]
    table, cut = find_all_repeats(plans, DuplicateSettings())
    assert table[["plan_a", "item_a", "plan_b", "item_b"]].to_numpy().tolist() == [
        ["甲", "1.1", "乙", "1.1"],
        ["甲", "1.1", "丙", "1.1"],
        ["乙", "1.1", "丙", "1.1"],
    ]
    assert cut == ()
    twice = [(name, frames_from({"1.1": "a", "1.2": "a"}, {"1.1": body, "1.2": body})) for name in "甲乙"]
    table, cut = find_all_repeats(twice, DuplicateSettings(limit=1))
    assert len(table) == 1
    assert cut == (("甲", "乙"),)


def test_plans_without_anything_in_common_give_an_empty_table():
    """All columns are there, and no row."""
    plans = [("甲", frames_from({"1.1": "a"}, {"1.1": "整修校舍。"})), ("乙", frames_from({}))]
    table, cut = find_all_repeats(plans, DuplicateSettings())
    assert (tuple(table.columns), len(table), cut) == (REPEAT_COLUMNS, 0, ())


CLAUSES = (
    "年内建成沿河公园三处",
    "全部免费开放",
    "同步建设停车场",
    "整修校舍",
    "推广节水器具",
    "开展联合执法检查",
    "每季度通报一次",
)
UNITS = ("市教育局", "市财政局", "市水利局", "市公安局", "市住建局")


@st.composite
def many_plans(draw):
    """Up to six plans of items that are made of few clauses and units, so that many are alike, and some empty."""
    items = st.tuples(st.lists(st.sampled_from(CLAUSES), max_size=4), st.sets(st.sampled_from(UNITS), max_size=4))
    made = draw(st.lists(st.lists(items, max_size=4), max_size=6))
    return [
        (
            f"p{place}",
            frames_from(
                {f"1.{n}": sorted(units) for n, (_, units) in enumerate(plan)},
                {f"1.{n}": "，".join(words) for n, (words, _) in enumerate(plan)},
            ),
        )
        for place, plan in enumerate(made)
    ]


@pytest.mark.slow
@given(many_plans(), st.sampled_from([(0.6, 0.5), (0.34, 0.2), (1.0, 0.9), (0.01, 1.0)]))
@settings(deadline=None)
def test_one_search_of_all_plans_finds_what_a_search_of_every_two_finds(plans, least):
    """The same rows in the same order, whatever the thresholds."""
    chosen = DuplicateSettings(units=least[0], text=least[1])
    table, cut = find_all_repeats(plans, chosen)
    every = [
        find_repeats(first, second, chosen)[0].assign(plan_a=a, plan_b=b)
        for (a, first), (b, second) in combinations(plans, 2)
    ]
    rows = [row for each in every for row in each[list(REPEAT_COLUMNS)].itertuples(index=False, name=None)]
    assert (list(table.itertuples(index=False, name=None)), cut) == (rows, ())


@pytest.mark.slow
def test_of_twenty_made_up_plans_the_same_repeats_are_found():
    """As many plans as a city has, of tasks as long as real ones are."""
    words = Random(7)
    plans = []
    for place in range(20):
        bodies = {f"1.{n}": "，".join(words.choices(CLAUSES, k=6)) + f"{words.randrange(9)}处" for n in range(12)}
        plans.append((f"p{place:02}", frames_from({item: words.sample(UNITS, 3) for item in bodies}, bodies)))
    chosen = DuplicateSettings(text=0.8, units=1.0)
    table, _ = find_all_repeats(plans, chosen)
    expected = [
        find_repeats(first, second, chosen)[0].assign(plan_a=a, plan_b=b)[list(REPEAT_COLUMNS)]
        for (a, first), (b, second) in combinations(plans, 2)
    ]
    whole = pd.concat([each for each in expected if len(each)], ignore_index=True)
    assert len(whole) > 1000
    pd.testing.assert_frame_equal(table, whole, check_dtype=False)


@pytest.mark.parametrize("bound", [{"portfolio": 2}, {"effort": 2}])
def test_the_most_alike_of_all_plans_are_kept(bound):
    """What is left out is told by the pairs of plans that lost it."""
    bodies = (
        "年内建成沿河公园三处，全部免费开放。",
        "年内建成沿河公园三处，全部免费开放。",
        "年内建成沿河公园五处，全部开放。",
    )
    plans = [(name, frames_from({"1.1": [name]}, {"1.1": body})) for name, body in zip("甲乙丙", bodies, strict=True)]
    table, cut = find_all_repeats(plans, DuplicateSettings(**bound))
    assert table[["plan_a", "plan_b"]].to_numpy().tolist() == [["甲", "乙"], ["甲", "丙"]]
    assert cut == (("乙", "丙"),)


def years_of(**titles: str):
    """Plans that share a task, by id, each with its title, as members of a portfolio."""
    made = []
    for plan_id, title in titles.items():
        plan = plan_from({"1.1": ["a"], "1.2": [plan_id]}, {"1.1": "年内建成沿河公园三处，全部免费开放。"})
        notice = replace(plan.notice, header=replace(plan.header, title=title))
        made.append(join_scene(scene_of(replace(plan, id=plan_id, notice=notice))))
    return made


def sheets_of(members):
    tables = list_portfolio(members)
    book = build_portfolio_book(members, tables["workload_total"], tables["repeats"])
    return [to_text(sheet).splitlines() for sheet in book.sheets]


def test_successive_years_are_a_course_and_not_a_load_at_one_time():
    """Of a plan issued every year the latest counts; the year before is shown beside it, with units that left."""
    totals, _ = sheets_of(years_of(old="甲市2023年工作计划", new="甲市2024年工作计划"))
    assert totals[3].split(" | ")[9::3] == ["甲市⏎2023年工作计划⏎（往年，不计）", "甲市⏎2024年工作计划"]
    rows = {line.split(" | ")[1]: line.split(" | ") for line in totals[5:8]}
    assert [rows["市a局"][at] for at in (*range(3, 7), *range(9, 15))] == list("1001100100")
    assert (rows["市old局"][0], rows["市old局"][3]) == ("", "0")


def test_a_task_of_the_year_before_goes_on_and_is_no_duplicate():
    """The pair is told as 延续; between plans that run at one time it is judged as ever."""
    _, goes_on = sheets_of(years_of(old="甲市2023年工作计划", new="甲市2024年工作计划"))
    _, repeats = sheets_of(years_of(park="甲市2024年公园计划", water="甲市2024年节水计划"))
    assert [lines[4].split(" | ")[8] for lines in (goes_on, repeats)] == ["延续", "文字和单位都相近"]


def test_only_what_says_the_same_goes_on():
    """The same units for other work next year is what units are for; at one time it is told."""
    bodies = ("年内建成沿河公园三处，全部免费开放。", "推广节水器具。")

    def verdicts(*titles: str) -> list[str]:
        made = []
        for title, body in zip(titles, bodies, strict=True):
            plan = plan_from({"1.1": ["a", "b"]}, {"1.1": body})
            notice = replace(plan.notice, header=replace(plan.header, title=title))
            made.append(join_scene(scene_of(replace(plan, id=title, notice=notice))))
        return [line.split(" | ")[8] for line in sheets_of(made)[1][4:] if line.count(" | ") == 8]

    assert verdicts("甲市2023年工作计划", "甲市2024年工作计划") == []
    assert verdicts("甲市2024年公园计划", "甲市2024年节水计划") == ["单位相近"]


def test_a_collective_makes_no_two_tasks_alike():
    """各县区 in both is no judged unit, as within one plan."""
    made = []
    for plan_id, body in (("park", "年内建成沿河公园三处。"), ("water", "开展用水普查。")):
        plan = plan_from({"1.1": ["all"]}, {"1.1": body})
        units = tuple(replace(unit, kind="collective") for unit in plan.units)
        made.append(join_scene(scene_of(replace(plan, id=plan_id, units=units))))
    assert list_portfolio(made)["repeats"].empty


def test_few_plans_print_beside_each_other_and_of_many_the_sums():
    """Up to thirteen plans stand on one sheet's breadth; of more paper has the sums, as its head says."""
    pages = []
    for count in (2, 8, 14):
        members = years_of(**{f"p{number}": f"甲市2024年第{number}项工作计划" for number in range(count)})
        tables = list_portfolio(members)
        sheet = build_portfolio_book(members, tables["workload_total"], tables["repeats"]).sheets[0]
        pages.append(sheet.page)
    assert [(page.paper, page.wide, page.columns, page.header == page.cut) for page in pages] == [
        ("A4", 1, 0, False), ("A3", 1, 0, False), ("A4", 1, 9, True),
    ]  # fmt: skip
