"""Place: units of one place never name the bureaux of another; a bare name takes the prefix of its notice's place."""

from __future__ import annotations

import pytest

from reading import notice_of, plan_of
from responsibility.kinds import Severity
from responsibility.model import Plan
from responsibility.registry import load_base, parse_registry
from responsibility.registry.place import find_place, level_of
from responsibility.settings import Settings

GAPS = Settings().gaps
ORDINARY = frozenset((*GAPS.common.split(), *GAPS.parks.split()))
OPENERS = tuple(GAPS.before.split())
UNITS = "编号,单位全称,简称\nczj,青山市财政局,市财政局\njyj,青山市教育局,市教育局\nslj,青山市水利局,市水利局\n"
BODY = "一、任务\n1.甲事。做好。（责任单位：市财政局、市教育局）\n"


def read(text: str, places: tuple[str, ...] = ("",), units: str = UNITS) -> Plan:
    return plan_of(text, parse_registry(units, base=load_base(), places=places))


def told(plan: Plan) -> list[tuple[str, Severity]]:
    return [(each.code, each.severity) for each in plan.findings if each.code.startswith("PLACE")]


def ids(plan: Plan) -> list[str]:
    return [unit.id for unit in plan.units]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("甲江省乙河市丙山县人民政府办公室", "丙山县"),
        ("青州市发展改革委", "青州市"),
        ("青山土家族自治州财政局", "青山土家族自治州"),
        ("甲县财政局", "甲县"),
        ("望山区人民政府", "望山区"),
        ("青山市城市管理局", "青山市"),
        ("青山市市场监管局", "青山市"),
        ("青山市高新区管委会", "青山市"),
        ("旅游景区建设", ""),
        ("推进城市更新", ""),
        ("智慧城市建设", ""),
        ("市场监管局", ""),
        ("市财政局", ""),
        ("财政局", ""),
        ("某市财政局", ""),
        ("自治县财政局", ""),
        ("全市重点工作", ""),
        ("区域协调发展", ""),
    ],
)
def test_a_place_is_told_by_its_form_and_the_innermost_counts(words, place):
    """A stem and 省, 市, 县, 区 …; words that only end like one are none."""
    assert find_place(words, ORDINARY, OPENERS) == place


@pytest.mark.parametrize(
    ("place", "level"), [("甲自治区", "自治区"), ("乙自治县", "县"), ("丙市", "市"), ("国家", "国家"), ("", "")]
)
def test_a_place_gives_its_offices_their_prefix(place, level):
    """财政局 of 乙自治县 is 县财政局."""
    assert level_of(place) == level


def test_a_notice_of_the_place_is_read_with_its_registry():
    """The official names tell whose registry it is; nothing is told where the notice is of that place."""
    plan = read("青山市人民政府办公室关于印发2025年任务分工的通知\n" + BODY)
    assert (ids(plan), told(plan), plan.place) == (["czj", "jyj"], [], "青山市")


@pytest.mark.parametrize(
    "head",
    [
        "东川市人民政府办公室关于印发2025年任务分工的通知\n",
        "关于印发东川市2025年任务分工的通知\n",
        "关于印发《东川市2025年任务分工》的通知\n",
        "关于印发2025年任务分工的通知\n东川市直各单位:\n",
    ],
    ids=["issuer", "title", "title in marks", "addressee"],
)
def test_a_notice_of_another_place_is_read_with_the_general_register_alone(head):
    """An error names both places, and no unit bears the full name of the wrong place."""
    plan = read(head + BODY)
    assert told(plan) == [("PLACE_OTHER", Severity.ERROR)]
    (finding,) = (each for each in plan.findings if each.code == "PLACE_OTHER")
    assert (finding.params["place"], finding.params["own"]) == ("东川市", "青山市")
    assert [unit.name for unit in plan.units] == ["市教育局", "市财政局"]


def test_a_place_that_shares_the_registry_is_named_in_settings():
    """A park beside its city, or a city by a further name, needs no registry of its own."""
    plan = read("东川市人民政府关于印发2025年任务分工的通知\n" + BODY, ("青山市", "东川市"))
    assert (ids(plan), told(plan)) == (["czj", "jyj"], [])


def test_a_notice_that_names_no_place_is_read_and_told():
    """The own full names appear, so a person has to know."""
    plan = read("关于印发2025年任务分工的通知\n" + BODY)
    assert (ids(plan), told(plan)) == (["czj", "jyj"], [("PLACE_UNSURE", Severity.WARNING)])


def test_a_document_number_of_the_place_settles_it():
    """青政办发 is 青山's."""
    assert told(read("关于印发2025年任务分工的通知\n青政办发〔2025〕3号\n" + BODY)) == []


def test_bureaux_named_with_their_place_tell_where_the_head_is_silent():
    """Three bureaux of one place, and more than of any other."""
    clause = "东川市财政局、东川市教育局、东川市水利局、青山市财政局"
    plan = read(f"2025年任务分工\n一、任务\n1.甲事。做好。（责任单位：{clause}）\n")
    assert told(plan) == [("PLACE_OTHER", Severity.ERROR)]


def test_a_registry_of_no_place_serves_every_notice():
    """Names without a place tell nothing, and nothing is withheld."""
    units = "编号,单位全称\nczj,市财政局\n"
    plan = read("东川市人民政府关于印发2025年任务分工的通知\n" + BODY, units=units)
    assert (ids(plan)[0], told(plan)) == ("czj", [])


def test_a_bare_name_takes_the_prefix_of_the_place_and_this_is_told_once():
    """财政局、教育局 of a county's notice are 县财政局 and 县教育局; an own name is left alone."""
    body = "一、任务\n1.甲事。做好。（责任单位：财政局、教育局、望鹤街管理局）\n"
    plan = read("安岚县人民政府办公室关于印发2025年任务分工的通知\n" + body, units="")
    assert [unit.name for unit in plan.units] == ["县教育局", "县财政局", "望鹤街管理局"]
    assert told(plan) == [("PLACE_PREFIX", Severity.NOTE)]


def test_a_bureau_of_an_autonomous_county_is_one_however_it_is_called():
    """自治县财政局, 县财政局 and 财政局 are one unit, and 自治县 alone is no place."""
    body = "一、任务\n1.甲事。做好。（责任单位：自治县教育局、财政局）\n2.乙事。（责任单位：财政局、县教育局）\n"
    plan = read("安岚苗族自治县2025年重点工作安排\n" + body, units="")
    assert [unit.name for unit in plan.units] == ["县教育局", "县财政局"]
    assert plan.header.title == "安岚苗族自治县2025年重点工作安排"


def test_a_name_with_a_place_of_its_own_borrows_no_prefix():
    """The notice's own place, one that the general register knows, and one that only its form tells."""
    names = "市住建局、青山公安分局、甲省金融监管局、青山文旅局、临汀港务局、森林公安分局、审计局"
    plan = read(f"青山市人民政府关于印发2025年任务分工的通知\n一、任务\n1.甲事。（责任单位：{names}）\n")
    assert [each.name for each in plan.assignments] == [
        "市住建局", "青山公安分局", "甲省金融监管局", "青山文旅局", "临汀港务局", "市森林公安分局", "市审计局",
    ]  # fmt: skip


def test_a_bare_name_finds_the_registrys_own_unit():
    """A county that keeps its units gets the full name back."""
    text = "安岚县人民政府关于印发2025年任务分工的通知\n一、任务\n1.甲事。做好。（责任单位：财政局）\n"
    plan = read(text, units="编号,单位全称,简称\ncz,安岚县财政局,县财政局\n")
    assert ids(plan) == ["cz"]


def test_the_prefix_of_most_names_serves_where_the_head_is_silent():
    """Three offices of a county make a bare one the county's too; two do not."""
    text = "一、任务\n1.甲事。做好。（责任单位：县民政局、县水利局{}）\n2.乙事。做好。（责任单位：财政局）\n"
    assert "县财政局" in [unit.name for unit in read(text.format("、县教育局"), units="").units]
    assert "财政局" in [unit.name for unit in read(text.format(""), units="").units]


@pytest.mark.parametrize("name", ["云锦里管理局", "柳林浦管理局", "石门坎分局", "白鹭垭服务中心", "密印寺建设局"])
def test_a_proper_name_before_a_managing_body_gets_no_prefix(name):
    """What names no trade is a place, whatever sign it ends with."""
    notice = notice_of(f"一、任务\n1.甲事。（责任单位：区水利局、{name}、住建局）\n")
    assert [each.name for each in notice.items[0].clauses[0].mentions] == ["区水利局", name, "区住建局"]


@pytest.mark.parametrize(
    "name", ["房产管理局", "机关事务管理局", "园林绿化管理局", "重大项目服务中心", "自然资源分局", "水库管理局"]
)
def test_a_trade_before_a_managing_body_keeps_the_prefix(name):
    notice = notice_of(f"一、任务\n1.甲事。（责任单位：区水利局、{name}）\n")
    assert [each.name for each in notice.items[0].clauses[0].mentions] == ["区水利局", f"区{name}"]
