"""What items say: duplicates, repeats between plans, and names that nobody answers for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import frames_from, plan_from
from reading import plan_of
from reference_plan import reference_frames
from responsibility.analysis.plan.duplicates import (
    DUPLICATE_COLUMNS,
    Search,
    cut_bigrams,
    find_duplicates,
    find_repeats,
    pair_alike,
)
from responsibility.analysis.plan.gaps import GAP_COLUMNS, find_gaps, find_names
from responsibility.analysis.plan.merges import MERGE_COLUMNS, weigh_merges
from responsibility.analysis.texts import list_differences
from responsibility.frames import frame_plan
from responsibility.registry import Registry, parse_registry
from responsibility.settings import DuplicateSettings, GapSettings, Settings

FORESTS = "全年完成植树造林三千亩,推进森林防火队伍建设。"
FORESTS_AGAIN = "全年完成植树造林四千亩,推进森林防火队伍建设。"
ROADS = "改造农村公路两百公里并修缮桥梁。"


def test_reference_has_six_pairs_of_close_units():
    """Items 6 and 9 share 0.71 of their units; all six pairs are close in units only."""
    table, cut = find_duplicates(reference_frames(), DuplicateSettings())
    assert sorted(round(value, 2) for value in table["unit_jaccard"]) == [0.6, 0.6, 0.6, 0.67, 0.67, 0.71]
    assert not table["strong"].any()
    assert not cut


def test_a_planted_duplicate_is_found_with_the_words_that_differ():
    """Alike in text and units: strong, and only the changed number is shown."""
    frames = frames_from(
        {"1.1": ["a", "b"], "1.2": ["c"], "1.3": ["b", "a"]}, {"1.1": FORESTS, "1.2": ROADS, "1.3": FORESTS_AGAIN}
    )
    frames = replace(frames, items=frames.items.assign(title="任务"))
    row = find_duplicates(frames, DuplicateSettings())[0].iloc[0]
    assert (row["item_a"], row["item_b"], row["strong"]) == ("1.1", "1.3", True)
    assert (row["only_a"], row["only_b"]) == (("三",), ("四",))
    # 23 characters are 22 pairs; two of them hold the changed one.
    assert row["text_dice"] == pytest.approx(20 / 22)


def test_repeats_pair_items_of_two_plans_only():
    """Between years only pairs across the plans are listed, first plan first."""
    old = frames_from({"1.1": ["a"], "1.2": ["a"]}, {"1.1": FORESTS, "1.2": FORESTS})
    new = frames_from({"9.1": ["x"], "9.2": ["y"]}, {"9.1": ROADS, "9.2": FORESTS_AGAIN})
    table, _ = find_repeats(old, new, DuplicateSettings())
    assert sorted(table[["item_a", "item_b"]].values.tolist()) == [["1.1", "9.2"], ["1.2", "9.2"]]


@settings(max_examples=80)
@given(st.lists(st.frozensets(st.integers(0, 7)), max_size=8), st.sampled_from([0.3, 0.5, 0.6, 0.8, 1.0]))
def test_pairs_are_those_of_comparing_all(sets, least):
    """The rarest pieces lose no pair."""
    expected = [
        (a, b)
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if sets[a] | sets[b] and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= least
    ]
    arrays = [np.array(sorted(each), np.int64) for each in sets]
    assert pair_alike(arrays, least, Search(effort=10_000, limit=100)) == (expected, False)


def test_too_many_alike_are_cut_and_it_is_said():
    """A hundred copies make 4,950 pairs: the limit holds and is reported; so does the effort."""
    frames = frames_from({f"1.{place}": [] for place in range(100)}, {f"1.{place}": ROADS for place in range(100)})
    frames = replace(frames, items=frames.items.assign(title="同"))
    table, cut = find_duplicates(frames, DuplicateSettings(limit=50))
    assert (len(table), cut) == (50, True)
    assert find_duplicates(frames, DuplicateSettings(effort=10))[1]


def test_bigrams_leave_punctuation_out():
    """Signs and spaces are no part of a text's pieces."""
    assert cut_bigrams("甲、乙 丙").tolist() == cut_bigrams("甲乙丙").tolist()
    assert [len(cut_bigrams(text)) for text in ("甲乙丙", "甲乙甲乙", "甲", "、")] == [2, 2, 0, 0]


def test_differences_are_in_order():
    """Each side lists only its own stretches."""
    assert list_differences("甲乙丙丁", "甲子丙丁戊") == (("乙",), ("子", "戊"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("支持甲乙县、丙丁市建设示范园。", ["甲乙县", "丙丁市"]),
        ("深入推进甲乙高新区、丙丁经济开发区循环化改造", ["甲乙高新区", "丙丁经济开发区"]),
        ("加快推进甲乙海关设立", ["甲乙海关"]),
        ("发展县域经济,规范市场秩序,全市城区社区一体推进", []),
        ("让甲乙成为丙丁市的后花园", []),
        ("建设生态公园城市示范区和老城区", []),
        ("县、市、区", []),
        ("", []),
    ],
)
def test_names_are_recognised_by_how_they_end(text, names):
    """Common words that end alike are no names."""
    assert [name.text for name in find_names(text, GapSettings())] == names


def test_a_place_in_which_things_are_counted_needs_no_register():
    """其中甲乙县8个 is said of a place; 甲乙县 elsewhere may be any word."""
    frames = frame_plan(plan_from({"1.1": ["a"]}, {"1.1": "建站23个,其中甲乙县8个、丙丁区15个。支持戊己县。"}))
    assert find_gaps(frames, GapSettings())["text"].tolist() == ["甲乙县", "丙丁区"]


def test_a_gap_is_shown_where_it_stands_and_clauses_do_not_count():
    """The span quotes the name; a name that some clause has is no gap."""
    plan = plan_from({"1.1": ["a"], "1.2": ["a"]}, {"1.1": "支持甲乙县发展。", "1.2": "服务某市工作。"})
    settings = GapSettings(known=("甲乙县", "某市"))
    table = find_gaps(frame_plan(plan), settings, plan)
    assert table[["item_id", "text", "kind"]].values.tolist() == [["1.1", "甲乙县", "place"]]
    start, end = table.loc[0, ["start", "end"]]
    assert plan.notice.document.text[start:end] == "甲乙县"
    assert find_gaps(frame_plan(plan), settings)["start"].tolist() == [-1]


def test_who_is_named_in_a_clause_is_no_gap_though_no_register_knows_it():
    """赤壁高新区 answers for the second task, as a stranger or under the office's own name for it."""
    text = "一、任务\n1.支持赤壁高新区发展。（责任单位：市甲局）\n2.修建道路。（责任单位：{}）\n"
    head = "id,name,short,kind\ngxq,市园区办公室,市园区办,government\n"
    alias = "text,unit_id,source\n赤壁高新区,gxq,来函\n"
    for registry in (Registry.empty(), parse_registry(head, alias)):
        for named, found in (("市乙局", ["赤壁高新区"]), ("赤壁高新区", [])):
            plan = plan_of(text.format(named), registry)
            assert find_gaps(frame_plan(plan), GapSettings(), plan)["text"].tolist() == found


def test_only_places_that_exist_are_gaps():
    """实现市 ends like a city and is none, nor is 范县 a part of 示范县.

    A park or body counts where its name holds a place, or settings know it.
    """
    bodies = {
        "1.1": "加快实现市场化,实现市里统筹,建成示范县。",
        "1.2": "支持甲乙高新区。",
        "1.3": "推进赤壁高新区、创新产业园。",
    }
    plan = plan_from({"1.1": ["a"], "1.2": ["a"], "1.3": ["a"]}, bodies)
    frames = frame_plan(plan)
    assert find_gaps(frames, GapSettings())["text"].tolist() == ["赤壁高新区"]
    assert find_gaps(frames, GapSettings(known=("甲乙县",)))["text"].tolist() == ["甲乙高新区", "赤壁高新区"]


def test_a_city_s_own_name_is_no_gap_where_the_head_is_lost():
    """Of a plan of a city's offices the city it names most, twice at least, is its own; a province's names others."""
    bodies = {"1.1": "推动赤壁市、嘉鱼县开放。", "1.2": "打造赤壁市品牌，对接随州市。"}
    plan = plan_from({"1.1": ["a"], "1.2": ["b"]}, bodies)
    assert find_gaps(frame_plan(plan), GapSettings(), plan)["text"].tolist() == ["嘉鱼县", "随州市"]
    once = replace(plan, units=tuple(replace(unit, short=unit.short.replace("市", "省")) for unit in plan.units))
    assert find_gaps(frame_plan(once), GapSettings(), once)["text"].tolist() == ["赤壁市", "嘉鱼县", "赤壁市", "随州市"]


def test_the_plan_s_own_place_is_no_gap():
    """A city's plan speaks of the city everywhere; a longer name around it is cut to the place."""
    plan = replace(plan_from({"1.1": ["a"]}, {"1.1": "打造赤壁市品牌,年嘉鱼县达标。"}), place="赤壁市")
    assert find_gaps(frame_plan(plan), GapSettings(), plan)["text"].tolist() == ["嘉鱼县"]


def split_names(frames, spellings):
    """The frames with the name of each (item, unit) as given."""
    table = frames.assignments
    names = [
        spellings.get((item, unit), name)
        for item, unit, name in table[["item_id", "unit_id", "name"]].itertuples(index=False)
    ]
    lines = [2 * (key in spellings) for key in zip(table["item_id"], table["unit_id"], strict=True)]
    return replace(frames, assignments=table.assign(name=names, alias_line=lines))


def test_undoing_the_merges_of_the_reference_leaves_no_pair():
    """34 spellings of 30 units: undone, no overlap is supported; one single merge decides."""
    spellings = {(item, "cgw"): "甲" for item in ("2.2.8", "2.3.11", "2.4.13", "2.6.19")}
    spellings |= {(item, "scj"): "乙" for item in ("2.1.1", "2.1.2", "2.1.3", "2.3.10", "2.5.17", "2.6.22")}
    spellings |= {("2.4.15", "slj"): "丙", ("2.2.8", "cf"): "丁"}
    table = weigh_merges(split_names(reference_frames(), spellings), Settings())
    assert table[["units", "units_without", "supported", "supported_without"]].values.tolist()[0] == [30, 34, 1, 0]
    effects = table[["unit_id", "spelling", "items", "unit_items", "unit_items_without", "supported_without"]]
    assert effects.values.tolist()[1:] == [
        ["cgw", "甲", 4, 6, 2, 0],
        ["slj", "丙", 1, 2, 1, 1],
        ["scj", "乙", 6, 7, 1, 1],
        ["cf", "丁", 1, 2, 1, 1],
    ]


def test_tables_without_rows_keep_their_columns():
    """Nothing alike, no gap, no merge: empty tables with every column."""
    frames = frames_from({})
    assert list(find_duplicates(frames, DuplicateSettings())[0].columns) == list(DUPLICATE_COLUMNS)
    assert list(find_gaps(frames, GapSettings()).columns) == list(GAP_COLUMNS)
    assert list(weigh_merges(frames, Settings()).columns) == list(MERGE_COLUMNS)
