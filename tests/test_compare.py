"""Compare: what changed between two plans, for whom, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from annual import edit_tasks, plan_of_tasks, write_tasks
from builders import frames_from, plan_from
from reading import plan_of
from responsibility.analysis.change.compare import Changes, compare_plans, list_successors
from responsibility.analysis.change.decisions import Decision, parse_decisions
from responsibility.analysis.change.promises import shift_day
from responsibility.analysis.texts import mark_differences
from responsibility.errors import RegistryError, SettingsError
from responsibility.frames import frame_plan
from responsibility.model import Unit
from responsibility.settings import Settings, parse_settings
from responsibility.system.inputs import SourceFile
from responsibility.workflows.comparing import compare_scenes, find_before
from responsibility.workflows.project import House, furnish, list_years, make_scene, read_notice

SETTINGS = Settings()
OPPOSITE = {
    "new": "dropped", "dropped": "new", "split": "merged", "merged": "split", "added": "removed", "removed": "added",
    "promoted": "demoted", "demoted": "promoted", "raised": "lowered", "lowered": "raised", "earlier": "later",
    "later": "earlier",
}  # fmt: skip


def years(seed: int, count: int = 150):
    random = Random(seed)
    tasks = write_tasks(random, count)
    later, edits = edit_tasks(random, tasks)
    (old, old_ids), (new, new_ids) = plan_of_tasks(tasks, "y1"), plan_of_tasks(later, "y2")
    return frame_plan(old), frame_plan(new), old_ids, new_ids, edits


def rows(table, *columns):
    return list(zip(*(table[column] for column in columns), strict=True))


def mirror(changes: Changes) -> list[set[tuple[object, ...]]]:
    """Every table as it should look from the other side; a ratio is another number then, so it is left out."""
    turned = []
    for table in (changes.items, changes.units, changes.shares, changes.targets, changes.matches):
        names = [name for name in table.columns if name not in ("ratio", "quantity")]
        other = {name: name.replace("old_", "NEW_").replace("new_", "old_").replace("NEW_", "new_") for name in names}
        found = set()
        for row in table[names].astype(object).where(table[names].notna(), None).to_dict("records"):
            seen = {other[name]: value for name, value in row.items()}
            for sign in ("difference", "demanding"):
                if seen.get(sign) is not None:
                    seen[sign] = -seen[sign]
            seen["kind"] = OPPOSITE.get(seen.get("kind"), seen.get("kind"))
            found.add(tuple(sorted(seen.items(), key=lambda pair: pair[0])))
        turned.append(found)
    return turned


def contents(changes: Changes) -> list[set[tuple[object, ...]]]:
    found = []
    for table in (changes.items, changes.units, changes.shares, changes.targets, changes.matches):
        names = [name for name in table.columns if name not in ("ratio", "quantity")]
        records = table[names].astype(object).where(table[names].notna(), None).to_dict("records")
        found.append({tuple(sorted({"kind": None, **row}.items())) for row in records})
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_compared_with_itself_has_no_changes(seed):
    """compare(p, p) is empty, every item is its own partner and no pair is doubtful."""
    old, *_ = years(seed, 90)
    changes = compare_plans(old, old, SETTINGS)
    assert changes.is_empty
    assert len(changes.doubtful) == 0
    assert changes.carried() == {item: item for item in old.items["item_id"]}


@pytest.mark.parametrize("seed", range(4))
def test_the_other_direction_is_the_mirror_image(seed):
    """compare(a, b) says the opposite of compare(b, a), pair by pair and number by number."""
    old, new, *_ = years(seed, 90)
    assert mirror(compare_plans(old, new, SETTINGS)) == contents(compare_plans(new, old, SETTINGS))


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_sixty_known_edits_are_matched(seed):
    """Of a plan of 150 tasks with 60 edits, at least 98 % of the pairs are found and at least 98 % are right."""
    old, new, old_ids, new_ids, edits = years(seed)
    changes = compare_plans(old, new, SETTINGS)
    truth = {(old_ids[key], new_ids[key]) for key in old_ids.keys() & new_ids.keys()}
    found = set(rows(changes.matches, "old_id", "new_id"))
    right = len(truth & found)
    assert sum(map(len, edits.done.values())) == 60
    assert right / len(found) >= 0.98
    assert right / len(truth) >= 0.98


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_each_kind_of_edit_is_told(seed):
    """New, dropped, moved, split, raised and lowered are each said of exactly the tasks they were done to."""
    old, new, old_ids, new_ids, edits = years(seed)
    changes = compare_plans(old, new, SETTINGS)
    said = {
        kind: {(a, b) for k, a, b in rows(changes.items, "kind", "old_id", "new_id") if k == kind}
        for kind in ("new", "dropped", "moved", "split")
    }
    assert said["new"] == {("", new_ids[key]) for key in edits.done["new"]}
    assert said["dropped"] == {(old_ids[key], "") for key in edits.done["dropped"]}
    assert said["moved"] == {(old_ids[key], new_ids[key]) for key in edits.done["moved"]}
    assert said["split"] == {(old_ids[key], new_ids[f"{key}/part"]) for key in edits.done["split"]}
    for kind in ("raised", "lowered"):
        told = {b for k, b in rows(changes.targets, "kind", "new_item") if k == kind}
        assert told == {new_ids[key] for key in edits.done[kind]}


def test_two_tasks_of_equal_words_keep_their_places():
    """Repeated boilerplate is matched by place and units, not at random."""
    bodies = {"1.1": "加强组织领导,压实责任。", "2.1": "加强组织领导,压实责任。"}
    plan = frames_from({"1.1": ["a"], "2.1": ["b"]}, bodies)
    assert compare_plans(plan, plan, SETTINGS).is_empty


def test_words_that_differ_are_marked():
    """Numbers are marked whole, and equal signs between two changes do not tear them apart."""
    assert mark_differences("新增企业50家", "力争新增企业150家") == ("新增企业【50】家", "【力争】新增企业【150】家")
    assert mark_differences("同", "同") == ("同", "同")


def test_a_unit_promoted_added_or_removed_is_told_for_its_item():
    """Roles are compared unit by unit along the matched items."""
    old = frames_from({"1.1": ["a", "b", "c"]})
    new = frames_from({"1.1": ["b", "a", "d"]})
    changes = compare_plans(old, new, SETTINGS)
    assert rows(changes.shares, "kind", "unit_id", "old_role", "new_role") == [
        ("promoted", "b", "co-lead", "lead"),
        ("demoted", "a", "lead", "co-lead"),
        ("added", "d", "", "co-lead"),
        ("removed", "c", "co-lead", ""),
    ]
    assert rows(changes.units, "kind", "old_id", "new_id") == [("new", "", "d"), ("dropped", "c", "")]


def test_a_unit_renamed_by_reform_is_the_same_unit():
    """A successor takes the old unit's place: a new name, no change of parts."""
    chain = [
        Unit("x", "某市商粮局", "市商粮局", "government", 0, succeeded_by="y"),
        Unit("y", "某市商务局", "市商务局", "government", 1, succeeded_by="z"),
        Unit("z", "某市商促局", "市商促局", "government", 2),
    ]
    successors = list_successors(chain)
    changes = compare_plans(frames_from({"1.1": ["x"]}), frames_from({"1.1": ["z"]}), SETTINGS, successors)
    assert rows(changes.units, "kind", "old_id", "new_id") == [("renamed", "x", "z")]
    assert len(changes.shares) == 0


def test_units_that_no_register_knows_are_the_same_by_their_names():
    """A stranger more, before them in the text, makes nobody else come and go."""
    text = "一、任务\n1.建设绿道。建成绿道12公里。(牵头单位:{more}市甲乙丙服务中心、市丁戊己专班)"
    old, new = (frame_plan(plan_of(text.format(more=more))) for more in ("", "市庚辛壬公司、"))
    changes = compare_plans(old, new, Settings())
    assert [(row.kind, row.new_name) for row in changes.units.itertuples()] == [("new", "市庚辛壬公司")]
    assert list(changes.shares["kind"]) == ["added"]


def test_successors_in_a_circle_end():
    """A registry that contradicts itself does not hang the comparison."""
    ring = [
        Unit("x", "甲", "甲", "government", 0, succeeded_by="y"),
        Unit("y", "乙", "乙", "government", 1, succeeded_by="x"),
    ]
    assert set(list_successors(ring)) == {"x", "y"}


def test_a_person_settles_what_is_doubtful():
    """是 makes a pair certain whatever the words say, 否 keeps two items apart."""
    old = frames_from({"1.1": ["a"], "1.2": ["a"]}, {"1.1": "修建环湖绿道。", "1.2": "发放消费补贴。"})
    new = frames_from({"1.1": ["a"], "1.2": ["a"]}, {"1.1": "修建环湖绿道。", "1.2": "完善政务热线。"})
    decisions = (Decision("1.2", "1.2", True), Decision("1.1", "1.1", False))
    changes = compare_plans(old, new, SETTINGS, decisions=decisions)
    assert rows(changes.matches, "old_id", "new_id", "certainty", "basis") == [("1.2", "1.2", 1.0, "decision")]
    assert rows(changes.items, "kind", "old_id", "new_id")[-2:] == [("new", "", "1.1"), ("dropped", "1.1", "")]


def test_answers_are_not_carried_along_a_doubtful_match():
    """Two tasks that could each be the other's continuation are listed for a person."""
    old = frames_from({"1.1": ["a"]}, {"1.1": "整治东湖片区污水管网,完善配套设施,落实专人负责。"})
    bodies = {
        "3.1": "整治东湖片区污水管网,修复雨水口,落实专人负责。",
        "3.2": "整治东湖片区污水管网,修复路灯杆,落实专人负责。",
    }
    changes = compare_plans(old, frames_from({"3.1": ["a"], "3.2": ["a"]}, bodies), SETTINGS)
    assert len(changes.matches) == 1
    assert len(changes.doubtful) == 1
    assert changes.carried() == {}


def test_decisions_are_read_with_blank_rows_left_open():
    """Rows without an answer stay open; columns that help to decide are ignored."""
    text = "\ufeffold_id,new_id,same,by,reason,old_text\n1.1,2.1,是,李某,同一工程,x\n1.2,2.2,,,,y\n1.3,2.3,no,,,z\n"
    assert [(d.old_id, d.new_id, d.same, d.line) for d in parse_decisions(text)] == [
        ("1.1", "2.1", True, 2),
        ("1.3", "2.3", False, 4),
    ]
    assert parse_decisions("") == ()


def test_decisions_that_contradict_are_refused_with_their_lines():
    """One item cannot be two; an unknown answer is named."""
    text = "old_id,new_id,same\n1.1,2.1,是\n1.1,2.2,是\n1.3,2.3,也许\n"
    with pytest.raises(RegistryError) as caught:
        parse_decisions(text, "decisions.csv")
    assert "decisions.csv:2: 1.1 = 2.1" in str(caught.value)
    assert "decisions.csv:4 [same]: no decision: 1.3,2.3,也许" in str(caught.value)


def test_empty_plans_compare():
    """A plan without items has only new or dropped ones."""
    none, some = frame_plan(plan_from({})), frames_from({"1.1": ["a"]})
    assert compare_plans(none, none, SETTINGS).is_empty
    assert rows(compare_plans(none, some, SETTINGS).items, "kind", "new_id") == [("new", "1.1")]


@pytest.mark.parametrize(
    ("settings", "known", "before"),
    [
        ({}, ["green-2021", "green-2022", "blue-2022", "green-2024"], "green-2022"),
        ({}, ["green", "green-2024", "green-20221"], None),
        ({"green-2023": "blue-2022"}, ["green-2022", "blue-2022"], "blue-2022"),
        ({"green-2023": ""}, ["green-2022"], None),
    ],
    ids=["the latest earlier year", "no other year", "named", "none wanted"],
)
def test_the_plan_before_is_named_or_that_of_the_year_before(settings, known, before):
    """Ids that differ only in their year are the same plan of several years."""
    assert find_before("green-2023", ["green-2023", *known], house_of(settings)) == before


def test_a_plan_before_that_is_not_there_is_refused():
    """The error names those that are."""
    with pytest.raises(SettingsError, match=r"no plan blue; there are: green-2022"):
        find_before("green-2023", ["green-2023", "green-2022"], house_of({"green-2023": "blue"}))


def house_of(before: dict[str, str]) -> House:
    settings = parse_settings({"compare": {"before": before}})
    return replace(furnish(None), settings=settings)


def test_the_same_day_of_the_next_year_has_not_moved():
    """12月底前 of either year is no delay; a day that moves within the year is one."""
    assert [shift_day(day, 1) for day in ("2023-12-31", "2023-02-28", "2023-06-30")] == [
        "2024-12-31",
        "2024-02-29",
        "2024-06-30",
    ]
    items = {"1.1": ["a"], "1.2": ["a"]}
    old, new = frames_from(items), frames_from(items)
    old = replace(old, items=old.items.assign(due=["2023-12-31", "2023-06-30"]))
    new = replace(new, items=new.items.assign(due=["2024-12-31", "2024-09-30"]))
    changes = compare_plans(old, new, Settings(), years=1)
    assert list(changes.items["kind"]) == ["due"]
    assert list(changes.items["new_id"]) == ["1.2"]
    assert list(compare_plans(old, new, Settings()).items["new_id"]) == ["1.1", "1.2"]


def test_large_figures_differ_in_their_last_digit():
    """1234567 is not 1234568, and neither is 1.23457e+06."""
    old, new = (plan_of(f"一、任务\n1.造林。完成造林{figure}亩。（责任单位：市甲局）") for figure in (1234567, 1234568))
    (row,) = compare_plans(frame_plan(old), frame_plan(new), Settings()).targets.itertuples(index=False)
    assert (row.kind, row.old_value, row.new_value, row.difference) == ("raised", "1234567", "1234568", 1)


def test_years_are_those_of_the_plans_and_not_of_their_issue():
    """A plan for 2025 issued in December 2024: its 12月底前 is a year later and has not moved."""
    text = "某市{}年工作计划\n一、任务\n1.修缮泵站。12月底前完成。（责任单位：市甲局）\n某市人民政府\n{}\n"
    house = furnish(None)
    scenes = [
        make_scene(read_notice(SourceFile("n.txt", text.format(*each).encode()), house, str(each[0])), house)
        for each in ((2024, "2024年1月10日"), (2025, "2024年12月20日"))
    ]
    assert [list_years(scene.plan) for scene in scenes] == [(2024, 2024), (2025, 2025)]
    assert compare_scenes(*scenes, house).is_empty


def test_a_leader_that_changed_and_a_stage_that_moved_are_told():
    """People are matched by post, stages by what is done; looking back swaps the words."""
    text = "一、任务\n1.修缮泵站。\n责任领导：{who}\n进度安排：{when}完成招标；12月底前通水。\n责任单位：市甲局"
    old, new = (plan_of(text.format(who=who, when=when)) for who, when in (("周某", "3月底前"), ("吴某", "5月底前")))
    told = compare_plans(frame_plan(old), frame_plan(new), Settings()).items
    rows = [(row.kind, row.old_text, row.new_text) for row in told.itertuples()]
    assert ("person", "责任领导：周某", "责任领导：吴某") in rows
    assert ("milestone", "完成招标：3月底前", "完成招标：5月底前") in rows
    back = compare_plans(frame_plan(new), frame_plan(old), Settings()).items
    assert {(row.kind, row.new_text, row.old_text) for row in back.itertuples()} == set(rows)
