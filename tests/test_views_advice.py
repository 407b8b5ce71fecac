"""调整建议, 重复与缺口 and 分析附表: what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import plan_from
from responsibility.analysis import analyze
from responsibility.analysis.texts import mark_differences
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.render.excel import render_book
from responsibility.settings import Settings, parse_settings
from responsibility.views.scene import Scene
from responsibility.views.sheet import to_text
from responsibility.views.sheets.advice import build_advice
from responsibility.views.sheets.books import build_matrix_book
from responsibility.views.sheets.details import build_details
from responsibility.views.sheets.duplicates import build_duplicates
from workbooks import SMALL, reopen, scene_of

QUICK = {"overlap": {"samples": 0}, "groups": {"runs": 1, "random_plans": 0}}


def world(plan: Plan, language: str = "zh", **tables) -> Scene:
    settings: Settings = parse_settings(QUICK | tables)
    frames = frame_plan(plan)
    return Scene(plan, frames, load_wording(language), settings, analyze(frames, settings, plan))


def section(sheet, start: str, end: str = "") -> list[str]:
    lines = to_text(sheet).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(start))
    last = next((place for place, line in enumerate(lines) if end and line.startswith(end)), len(lines))
    return [line for line in lines[first:last] if line]


BUSY = {"1.1": ["a", "b"], "1.2": ["a", "c"], "1.3": ["a", "b"], "1.4": ["b", "a"]}


def test_the_proposal_names_steps_moves_and_reasons():
    """Three leads of one unit can be two with one change; each change says why."""
    sheet = build_advice(world(plan_from(BUSY), balance={"eligible": ["c"]}, load={"leads_floor": 2}))
    assert section(sheet, "一、", "二、")[1:] == [
        "单位最多牵头 | 变动项数 | 牵头单位数 | 费用（各单位1+2+…之和）",
        "3项（现状） | 0 | 2 | 7",
        "最多2项 | 1 | 3 | 5",
    ]
    assert section(sheet, "三、")[2:] == [
        "最多2项 | 2 | 任务1.2 | 市a局 | 市c局 | "
        "市a局现牵头3项，超过2项；市c局现牵头0项，在本任务中列第2位"
    ]  # fmt: skip


def test_the_proposal_says_that_it_is_one():
    """The first words below the title: for the office, not an order."""
    assert "本表是建议，供办公室参考，不是决定" in to_text(build_advice(world(plan_from(BUSY))))


def test_who_may_lead_is_read_from_the_settings():
    """Units that take no lead, pinned tasks and capacities stand below, by their names."""
    limits = {"excluded_units": ("c",), "pinned_items": ("1.3",), "capacity": {"b": 2}, "supports_may_lead": False}
    told = section(build_advice(world(plan_from(BUSY), balance=limits, load={"leads_floor": 2})), "二、", "三、")
    assert told[2:] == [
        "可改任牵头的单位 |  | 无 |  |  | ",
        "不改任牵头的单位类别 |  | 统称（如各成员单位） |  |  | ",
        "不改任牵头的单位 |  | 市c局 |  |  | ",
        "牵头不动的任务 |  | 1.3 |  |  | ",
        "配合单位可否改任牵头 |  | 不可以 |  |  | ",
        "单位最多牵头几项 |  | 市b局≤2 |  |  | ",
    ]


def test_nothing_to_propose_is_said():
    """A plan whose leads are spread already has no table of changes."""
    text = to_text(build_advice(world(plan_from({"1.1": ["a", "b"], "1.2": ["b", "a"]}))))
    assert "没有足以减轻牵头最多单位负担的调整办法" in text
    assert "二、谁可以改任牵头" in text and "三、" not in text


def test_differing_words_of_near_duplicates_are_marked():
    """Both texts stand whole, 【】 around what the other has not; the judgement says in what they are alike."""
    bodies = {"1.1": "新建标准厂房三万平方米", "1.2": "新建标准厂房五万平方米", "2.1": "开展节水宣传"}
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a", "b"], "2.1": ["c"]}, bodies)
    (line,) = section(build_duplicates(world(plan)), "二、")[3:]
    cells = line.split(" | ")
    assert (cells[0], cells[2], cells[6], cells[7]) == ("（1）1", "（1）2", "文字和单位都相近", "市a局、市b局")
    assert cells[1].endswith("新建标准厂房【三】万平方米")
    assert cells[3].endswith("新建标准厂房【五】万平方米")


def test_marks_stand_around_whole_stretches():
    """What only one text has is marked there and absent in the other."""
    assert mark_differences("推进绿色工厂", "推进工厂") == ("推进【绿色】工厂", "推进工厂")
    assert mark_differences("同", "同") == ("同", "同")


def test_gaps_name_place_and_kind():
    """A county in the text that no clause names stands with its task."""
    plan = plan_from({"1.1": ["a"]}, {"1.1": "支持嘉禾县建设污水管网。"})
    assert section(build_duplicates(world(plan)), "一、", "二、")[3:] == ["1 | 任务1.1 | 地方 | 嘉禾县"]


def test_details_hold_credit_capacity_and_concentration():
    """Credit is one part of each task's units; a capacity is compared; Gini, HHI and effective units are given."""
    sheet = build_details(world(plan_from(SMALL), load={"capacity": {"a": 2.0}}))
    loads = section(sheet, "四、", "五、")[2:]
    assert loads[0] == "单位 | 任务数 | 分担 | 加权工作量 | 承载能力 | 利用率 | 统计上限"
    assert loads[1].split(" | ")[:6] == ["市a局", "3", f"{1 / 2 + 1 + 1 / 3}", "2.5", "2.0", "1.25"]
    assert loads[2].split(" | ")[4:6] == ["—", "—"]
    assert section(sheet, "一、", "二、")[3].split(" | ")[:2] == ["任务", "6.0"]


def test_details_tell_what_each_merged_spelling_changes():
    """Undoing a spelling takes its tasks from the unit and adds a unit."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a"], "1.3": ["a", "b"]})
    first, *others = plan.assignments
    plan = replace(plan, assignments=(replace(first, name="某市甲局", mention="某市甲局", alias_line=7), *others))
    lines = section(build_details(world(plan)), "二、", "三、")[3:]
    assert lines == ["全部合并 | — | — | — | — | — | 2 / 3 | 0 | 0", "市a局 | 某市甲局 | 7 | 1 | 3 | 2 | 2 / 3 | 0 | 0"]


def test_details_list_groups_with_firmness_and_the_methods():
    """Two blocks that share nothing are two groups; the methods name their parameters."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a", "b"], "2.1": ["c", "d"], "2.2": ["c", "d"]})
    sheet = build_details(world(plan))
    groups = section(sheet, "三、", "四、")[2:]
    assert [line.split(" | ")[1] for line in groups[1:]] == [
        "市a局（100%）、市b局（100%）",
        "市c局（100%）、市d局（100%）",
    ]
    assert any("Tukey 1977" in line for line in section(sheet, "五、"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("assigned", [{}, {"1.1": []}, {"1.1": ["a"]}], ids=["no item", "no clause", "one"])
def test_the_smallest_plans_have_these_sheets_too(assigned, language):
    """Empty tables say that they are empty."""
    scene = scene_of(plan_from(assigned), language)
    book = build_matrix_book(scene)
    names = reopen(render_book(book)).sheetnames
    assert {scene.say(f"sheet.{key}.name") for key in ("advice", "duplicates", "details")} <= set(names)
    assert "{" not in to_text(build_advice(scene)) + to_text(build_duplicates(scene)) + to_text(build_details(scene))


@pytest.mark.slow
def test_a_block_of_many_long_names_is_cut_nowhere():
    """Names and titles beyond all measure go on in further rows."""
    plan = plan_from(BUSY)
    units = tuple(replace(unit, short="极长" * 300 + unit.id) for unit in plan.units)
    items = tuple(replace(item, title="极长" * 900) for item in plan.items)
    scene = world(replace(plan, units=units, notice=replace(plan.notice, items=items)))
    assert render_book(build_matrix_book(scene))
