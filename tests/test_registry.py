"""A name finds a unit by dictionary, by date, and by the general register; likeness only suggests."""

from __future__ import annotations

import pickle
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.errors import RegistryError
from responsibility.kinds import Match
from responsibility.language.spelling import name_key
from responsibility.language.wording import load_wording, tell_error
from responsibility.registry import Reason, Registry, load_base, parse_registry, stands_alone
from responsibility.registry.likeness import find_slip

MATRIX = Path(__file__).parents[1] / "matrix"
UNITS = """id,name,short,kind
fgw,甲市发展和改革委员会,市发改委,government
slj,甲市水利局,市水利局,government
cgw,甲市城市管理执法委员会,市城管执法委,government
tjj,甲市统计局,市统计局,government
sjj,甲市审计局,市审计局,government
"""
ALIASES = "text,unit_id,source\n市发改局,fgw,来函\n"
OWN = parse_registry(UNITS, ALIASES)
BOTH = parse_registry(UNITS, ALIASES, base=load_base())
GENERAL = Registry.empty(load_base())


def found(registry: Registry, name: str, on: date | None = None) -> list[tuple[str, Match, int]]:
    return [(each.unit.id, each.match, each.alias_line) for each in registry.find(name, on)]


def names(registry: Registry, name: str, on: date | None = None, level: str = "") -> list[str]:
    return [each.unit.name for each in registry.find(name, on, level=level)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("甲市发展和改革委员会", [("fgw", Match.EXACT, 0)]),
        ("市发改委", [("fgw", Match.ALIAS, 0)]),
        ("市发展和改革委员会", [("fgw", Match.ALIAS, 0)]),
        ("市发改局", [("fgw", Match.ALIAS, 2)]),
        ("市 发改\n委", [("fgw", Match.FOLDED, 0)]),
        ("市發展和改革委員會", [("fgw", Match.FOLDED, 0)]),
        ("市⽔利局", [("slj", Match.FOLDED, 0)]),
        ("市发改办", []),
        ("发改委", []),
        ("", []),
    ],
)
def test_the_match_says_by_which_kind_of_name_a_unit_was_found(name, expected):
    """Official name, short name, official name without its place, alias, folded spelling, and nothing by likeness."""
    assert found(OWN, name) == expected


def test_reference_tables_give_thirty_units_to_thirty_four_spellings():
    """Every name printed in the notice's clauses finds exactly one unit, four of them by a line of aliases.csv."""
    read = lambda name: (MATRIX / name).read_text("utf-8-sig")  # noqa: E731
    registry = parse_registry(read("units.csv"), read("aliases.csv"), read("groups.csv"))
    notice = (MATRIX / "plans/xianning-green-2023/notice.txt").read_text("utf-8-sig")
    clauses = re.findall(r"\(责任单位:(.*)\)", notice)
    spellings = sorted({name for clause in clauses for name in re.split("[、,]", clause)})
    candidates = {name: registry.find(name, date(2023, 3, 24)) for name in spellings}
    assert len(spellings) == 34
    assert {len(each) for each in candidates.values()} == {1}
    assert len({each[0].unit.id for each in candidates.values()}) == len(registry.units) == 30
    by_alias = {name: each[0].unit.id for name, each in candidates.items() if each[0].alias_line}
    assert by_alias == {"城发集团": "cf", "市城管委": "cgw", "市市场监督管理局": "scj", "市水利局": "slj"}


def test_a_name_holds_only_in_its_time():
    """An alias or unit that did not hold on the notice's day is not found, and no date asks for any time."""
    units = "id,name,short,valid_from,valid_to,succeeded_by\nold,甲市农业局,市农业局,,2019-01-31,new\n"
    registry = parse_registry(units + "new,甲市农业农村局,市农业农村局,2019-02-01,,\n")
    assert names(registry, "市农业局", date(2018, 5, 1)) == ["甲市农业局"]
    assert names(registry, "市农业局", date(2023, 5, 1)) == []
    assert names(registry, "市农业局") == ["甲市农业局"]
    assert names(registry, "市农业农村局", date(2019, 1, 31)) == []
    assert names(registry, "市农业农村局", date(2019, 2, 1)) == ["甲市农业农村局"]
    (first, *_) = registry.suggest("市农业局")
    assert (first.unit.id, first.reason) == ("new", Reason.FORMER)


def test_one_name_may_mean_two_units_at_different_times_or_in_different_plans():
    """Scope and dates keep such lines apart; where neither is asked for, both come back and nobody chooses."""
    aliases = "text,unit_id,source,scope,valid_to,valid_from\n市管委,fgw,甲,a,,\n市管委,slj,乙,b,,\n"
    registry = parse_registry(UNITS, aliases + "水办,fgw,丙,,2020-01-01,\n水办,slj,丁,,,2020-01-02\n")
    assert [each.unit.id for each in registry.find("市管委")] == ["fgw", "slj"]
    assert [each.unit.id for each in registry.find("市管委", scope="b")] == ["slj"]
    assert [each.unit.id for each in registry.find("水办", date(2021, 1, 1))] == ["slj"]


def test_units_keep_protocol_order_and_answer_to_their_ids():
    """Row order is protocol order; an unknown id has no unit."""
    assert [unit.id for unit in OWN.units] == ["fgw", "slj", "cgw", "tjj", "sjj"]
    assert OWN.by_id("slj") is OWN.units[1]
    assert OWN.by_id("none") is None
    assert Registry.empty().units == ()
    assert Registry.empty().find("市发改委") == ()


def test_a_registry_travels_to_another_process():
    """Plans are read in parallel; the copy finds what the original finds."""
    copy = pickle.loads(pickle.dumps(BOTH))
    assert copy.units == BOTH.units
    assert found(copy, "市发展改革委") == found(BOTH, "市发展改革委") != []


def test_a_group_lists_its_members_in_file_order_however_its_brackets_are_printed():
    """groups.csv names members; a group it does not list has none."""
    registry = parse_registry(UNITS, "", "group,unit_id\n各市直单位（含派驻）,tjj\n各市直单位（含派驻）,fgw\n")
    assert [unit.id for unit in registry.members("各市直单位(含派驻)")] == ["tjj", "fgw"]
    assert registry.members("各有关部门") == ()
    registry = parse_registry(UNITS, "", "group,unit_id\n各县（市、区）人民政府,sjj\n")
    assert [unit.id for unit in registry.members("各县(市、区)政府")] == ["sjj"]


def test_every_problem_of_all_tables_is_told_at_once_with_its_line():
    """A clerk mends a file in one round, not in nine."""
    units = """id,name,short,kind,parent,valid_from,valid_to,succeeded_by
a,甲局,甲,government,,,,b
a,乙局,乙,goverment,,2023-13-01,,
b,丙局,甲,,,2023-02-01,2023-01-01,a
B b,,,,x,,,zz
c,甲局,,,,,,d
d,丁局,,,,,,c
"""
    aliases = "text,unit_id,source\n丙,none,来函\n丁,c,\n戊,a,来函\n戊,c,来函\n,a,来函\n"
    groups = "group,unit_id\n各局,b\n各局,b\n各局,q\n"
    with pytest.raises(RegistryError) as raised:
        parse_registry(units, aliases, groups, where="m")
    told = str(raised.value)
    for line in (
        "m/units.csv:3 [id]: id a is that of line 2",
        "m/units.csv:3 [kind]: no such kind: goverment",
        "m/units.csv:3 [valid_from]: valid_from is no date: 2023-13-01",
        "m/units.csv:4 [valid_to]: valid_to 2023-01-01 is before valid_from 2023-02-01",
        "m/units.csv:5 [id]: “B b” is no short id",
        "m/units.csv:5 [name]: the name is empty",
        "m/units.csv:5 [parent]: parent is no id of this file: x",
        "m/units.csv:5 [succeeded_by]: succeeded_by is no id of this file: zz",
        "“甲局” leads to two units",
        "m/units.csv:6 [succeeded_by]: succeeded_by of c leads back to itself",
        "m/aliases.csv:2 [unit_id]: alias “丙” leads to no unit",
        "m/aliases.csv:3 [source]: alias “丁” has no source",
        "m/aliases.csv:5: “戊” leads to two units: a (m/aliases.csv:4) and c",
        "m/aliases.csv:6 [text]: the alias is empty",
        "m/groups.csv:3 [unit_id]: b is in “各局” twice",
        "m/groups.csv:4 [unit_id]: member q is no unit",
    ):
        assert line in told
    assert told.count("fix:") >= 16


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ("name,short\n甲局,甲\n", "units.csv:1: the header lacks id"),
        ("id,name,colour\na,甲局,红\n", "units.csv:1: the header has unknown colour"),
        ("id,id,name\na,a,甲局\n", "units.csv:1: the header repeats id"),
        ("id,name\na,甲局,多余\n", "units.csv:2: 3 cells under 2 columns"),
        ('id,name\na,"甲局\n', "not readable as CSV"),
    ],
)
def test_a_table_of_the_wrong_shape_is_refused_with_its_line(units, told):
    """A wrong header or a stray quotation mark is a problem like any other."""
    with pytest.raises(RegistryError, match=re.escape(told)):
        parse_registry(units)


def test_an_empty_or_blank_table_is_an_empty_registry():
    """Nothing yet is no error; blank lines and a byte order mark are skipped."""
    assert parse_registry("").units == ()
    assert [unit.id for unit in parse_registry("\ufeffid,name\n\n , \na,甲局\n").units] == ["a"]


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("省发展改革委", "省发展和改革委员会"),
        ("市发改委", "市发展和改革委员会"),
        ("县发展和改革局", "县发展和改革局"),
        ("省工信厅", "省工业和信息化厅"),
        ("市经信局", "市经济和信息化局"),
        ("市文广旅局", "市文化广电和旅游局"),
        ("市城管委", "市城市管理委员会"),
        ("团市委", "共产主义青年团市委员会"),
        ("市委宣传部", "市委宣传部"),
        ("省纪委监委", "省纪律检查委员会监察委员会"),
        ("市政府办公室", "市人民政府办公室"),
        ("丙区政府", "丙区人民政府"),
        ("丙县财政局", "丙县财政局"),
        ("丁自治区财政厅", "丁自治区财政厅"),
        ("人行丙丁中支", "中国人民银行丙丁中心支行"),
        ("人行丁州中支", "中国人民银行丁州中心支行"),
        ("丙丁银保监分局", "中国银行保险监督管理委员会丙丁监管分局"),
        ("国家税务总局丙丁市税务局", "国家税务总局丙丁市税务局"),
        ("丙丁海关", "丙丁海关"),
        ("国网丙丁供电公司", "国网丙丁供电公司"),
        ("人行营业管理部", "人行营业管理部"),
        ("教育部", "教育部"),
        ("国家发展改革委", "国家发展和改革委员会"),
        ("市場監管總局", "国家市场监督管理总局"),
    ],
)
def test_the_general_register_knows_the_usual_bureaux_of_any_place(name, official):
    """Level prefix or place and a known form make an official name, as far as it is known without the place."""
    assert names(GENERAL, name) == [official]


@pytest.mark.parametrize(
    "name",
    ["发展改革委", "财政局", "各县财政局", "各有关部门", "市县财政局", "县财政厅", "省财政局局", "县", "市", "和"],
)
def test_the_general_register_does_not_guess(name):
    """A bare form has no level, a collective is no unit, and a form stands at its own levels only."""
    assert names(GENERAL, name) == []


def test_a_bare_form_is_national_only_where_the_text_is():
    """发展改革委 alone is the national one in a State Council notice, and unknown in any other."""
    assert names(GENERAL, "发展改革委", level="国家") == ["国家发展和改革委员会"]
    assert names(GENERAL, "国资委", level="国家") == ["国务院国有资产监督管理委员会"]
    assert names(GENERAL, "人民银行", level="国家") == ["中国人民银行"]
    assert names(GENERAL, "财政局", level="市") == ["市财政局"]
    assert names(GENERAL, "人行丙丁中支", level="市") == ["中国人民银行丙丁中心支行"]


def test_a_text_is_national_if_it_names_national_bodies():
    """Three national bodies and few others make a central text; a city's list with one national guest does not."""
    assert GENERAL.tell_level(["发展改革委", "财政部", "商务部", "海关总署", "财政部"]) == "国家"
    assert GENERAL.tell_level(["财政部", "商务部", "财政部"]) == ""
    assert GENERAL.tell_level(["市财政局", "市商务局", "市发改委", "教育部", "商务部", "财政部"]) == ""
    assert OWN.tell_level(["财政部", "商务部", "海关总署"]) == ""


def test_a_form_that_means_two_offices_gives_both_until_the_date_decides():
    """市金融监管局 was the local one; after the reform of 2023 it may be the national agency's branch."""
    local, branch = "市地方金融监督管理局", "市金融监管局"
    assert names(GENERAL, "市金融监管局") == [local, branch]
    assert names(GENERAL, "市金融监管局", date(2022, 6, 1)) == [local]
    assert names(GENERAL, "市金融监管局", date(2023, 12, 1)) == [local, branch]
    assert names(GENERAL, "市金融监管局", date(2026, 1, 1)) == [branch]


def test_an_office_that_a_reform_ended_is_found_before_it_and_suggests_its_successor_after():
    """Former names are offices of their own: they are never merged into what came after."""
    assert names(GENERAL, "市卫计委", date(2017, 1, 1)) == ["市卫生和计划生育委员会"]
    assert names(GENERAL, "市卫计委", date(2023, 1, 1)) == []
    (first, *_) = GENERAL.suggest("市卫生局")
    assert (first.unit.name, first.reason) == ("市卫生健康委员会", Reason.FORMER)


def test_a_customary_form_finds_the_places_own_unit():
    """市发展改革委 is in no file of the place; the general register knows it as a form of the official name."""
    assert found(BOTH, "市发展改革委") == [("fgw", Match.ALIAS, 0)]
    assert found(BOTH, "甲市发展改革委") == [("fgw", Match.ALIAS, 0)]
    assert names(BOTH, "乙市发展改革委") == ["乙市发展和改革委员会"]
    assert names(BOTH, "省发展改革委") == ["省发展和改革委员会"]


def test_alternatives_of_one_duty_are_suggested_and_not_merged():
    """A place has a 城管局 or a 城管执法委; which one is for a person to say."""
    assert names(BOTH, "市城管局") == ["市城市管理局"]
    (first, *_) = BOTH.suggest("市城管局")
    assert (first.unit.id, first.reason) == ("cgw", Reason.SAME_SHORT)


@pytest.mark.parametrize(
    ("name", "unit_id", "reason"),
    [
        ("市城管委", "cgw", Reason.SUBSET),
        ("发改委", "fgw", Reason.SAME_SHORT),
        ("市统记局", "tjj", Reason.LIKENESS),
    ],
)
def test_suggestions_name_their_reason(name, unit_id, reason):
    """The likeliest unit comes first, by reason and only then by score."""
    (first, *_) = OWN.suggest(name)
    assert (first.unit.id, first.reason) == (unit_id, reason)


def test_a_high_score_never_merges():
    """市审计局 and 市统计局 share two characters in three; a name one sign off stays unknown."""
    assert OWN.find("市统审局") == ()
    assert {each.reason for each in OWN.suggest("市统审局")} == {Reason.LIKENESS}
    assert OWN.suggest("完全无关") == ()


@pytest.mark.parametrize(
    "name",
    ["人行丙丁中支", "丙丁银保监分局", "丙丁海关", "团市委", "国网丙丁供电公司", "丙丁集团", "市财政局", "教育部"],
)
def test_a_name_that_is_whole_takes_no_prefix(name):
    """An elided 市 is never restored onto a name with a place or level of its own, nor onto a company."""
    assert stands_alone(name)


@pytest.mark.parametrize("name", ["财政局", "发展改革委", "工业和信息化厅", "科协"])
def test_a_bare_form_may_have_lost_its_prefix(name):
    """These are what 省发展改革委、财政厅 leaves behind."""
    assert not stands_alone(name)


def test_every_row_of_the_general_register_has_a_note_and_its_own_id():
    """A register that ships says for each office where its name comes from; successors exist."""
    base = load_base()
    rows = files("responsibility.registry").joinpath("units-base.csv").read_text("utf-8-sig").splitlines()
    assert len(base.offices) == len(rows) - 1
    assert all(row.rpartition(",")[2].strip('"') for row in rows[1:])
    assert {each.succeeded_by for each in base.offices.values()} - {""} <= set(base.offices)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_looked_up(name):
    """No name, however mangled, ends in a traceback, and what is found is a unit with an ASCII id."""
    for registry in (OWN, BOTH, GENERAL):
        assert all(re.fullmatch("[a-z0-9-]+", each.unit.id) for each in registry.find(name))
        registry.suggest(name)
    assert name_key(name_key(name)) == name_key(name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([entry.text for entry in OWN.entries]), st.data())
def test_spaces_and_line_breaks_inside_a_name_change_nothing(name, data):
    """OCR and wrapped lines leave blanks inside names."""
    at = data.draw(st.integers(0, len(name)))
    blank = data.draw(st.sampled_from([" ", "\n", "\u3000", "\u200b", "\xa0"]))
    units = [each.unit for each in OWN.find(name[:at] + blank + name[at:])]
    assert units == [each.unit for each in OWN.find(name)]


def test_every_problem_is_said_in_the_offices_language():
    """Each problem of a table with its line and its mending."""
    with pytest.raises(RegistryError) as raised:
        parse_registry("id,name\na,\n", where="m")
    told = tell_error(raised.value, load_wording("zh"))
    assert told.splitlines()[:3] == ["表格有 1 处问题", "  m/units.csv:2 [name]：名称为空", "    办法：请填写全称"]


def test_only_listed_forms_of_the_general_register_are_ambiguous():
    """Two offices of one level bear one form at the same time only where the world has it so."""
    base = load_base()
    on = date(2022, 1, 1)
    double = {form for level in ("省", "市", "县") for form in base.forms_at(level) if len(GENERAL.find(form, on)) > 1}
    assert double == set()
    now = {form for level in ("省", "市", "县") for form in base.forms_at(level) if len(GENERAL.find(form)) > 1}
    assert now == {"省金融监管局", "市金融监管局"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("具财政局", "县财政局"),
        ("县教育扃", "县教育局"),
        ("县交通运偷局", "县交通运输局"),
        ("县文体旅游局", ""),
        ("县消防救援支队", ""),
        ("市财政局", ""),
    ],
)
def test_a_sign_that_no_offices_name_has_is_a_slip(name, expected):
    """What a scan takes for another sign; a bureau of another kind or level is none."""
    assert find_slip(name, load_base(), "县") == expected
