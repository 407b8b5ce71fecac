"""Resolve: who is meant, who leads by convention, groups and corrections."""

from __future__ import annotations

from reading import codes_of, notice_of, plan_of, rows_of
from responsibility.kinds import Match
from responsibility.model import Override, Plan
from responsibility.registry import Registry, parse_registry
from responsibility.resolve import resolve_plan
from responsibility.settings import ReadingSettings, Settings

UNITS = (
    "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
    "fgw,某市发展和改革委员会,市发改委,government,,,,\n"
    "czj,某市财政局,市财政局,government,,,,\n"
    "jx,江夏区人民政府,江夏区政府,local,,,,\n"
    "hy,汉阳区人民政府,汉阳区政府,local,,,,\n"
)
ALIASES = "text,unit_id,kind,scope,valid_from,valid_to,source\n市计委,fgw,former,,,,某文件\n"
GROUPS = "group,unit_id\n各区政府,jx\n各区政府,hy\n"


def registry() -> Registry:
    return parse_registry(UNITS, ALIASES, GROUPS)


def plan_with(clause: str, *overrides: Override) -> Plan:
    return plan_of(f"一、任务\n1.甲事。做好。{clause}\n2.乙事。做好。（责任单位：市财政局）", registry(), overrides)


def edges(plan: Plan, item: str = "1.1") -> list[tuple[str, str, str, str]]:
    return [
        (each.unit_id, each.role.value, each.basis.value, each.match.value)
        for each in plan.assignments
        if each.item_id == item
    ]


def test_names_are_told_with_the_reason_of_the_match():
    """Official name, short name, alias with its line, and a restored prefix each say why they match."""
    plan = plan_with("（责任单位：某市发展和改革委员会、市财政局）")
    assert [row[3] for row in edges(plan)] == ["exact", "alias"]
    plan = plan_with("（责任单位：市计委、财政局）")
    assert edges(plan) == [("fgw", "lead", "first-listed", "alias"), ("czj", "co-lead", "listed", "elided")]
    assert plan.assignments[0].alias_line == 2
    assert (plan.assignments[1].mention, plan.assignments[1].name) == ("财政局", "市财政局")


def test_an_unknown_name_stays_as_printed_behind_the_known_units():
    """A stranger has a stable ASCII id, comes last and leaves one finding however often it occurs."""
    plan = plan_of(
        "一、任务\n1.甲。做。（责任单位：飞鸟局、市财政局）\n2.乙。做。（责任单位：飞鸟局、市 财政局）", registry()
    )
    assert [unit.name for unit in plan.units] == ["市财政局".replace("市", "某市"), "飞鸟局"]
    stranger = plan.units[1]
    assert (stranger.kind, stranger.id[0], len(stranger.id), stranger.id.isascii()) == ("unknown", "x", 7, True)
    assert stranger.order > plan.units[0].order
    assert codes_of(plan).count("UNIT_UNKNOWN") == 1
    assert [each.match for each in plan.assignments].count(Match.UNKNOWN) == 2


def test_two_spellings_with_the_same_fold_are_one_stranger():
    """Width does not make two units of one name."""
    plan = plan_of("一、任务\n1.甲。做。（责任单位：各县(市、区)政府）\n2.乙。做。（责任单位：各县（市、区）政府）")
    assert [(unit.name, unit.kind) for unit in plan.units] == [("各县(市、区)政府", "collective")]


def test_an_alias_in_brackets_helps_to_find_the_unit():
    """市粮食局 is unknown, the name in brackets behind it is not."""
    assert edges(plan_with("（责任单位：市粮食局（市发改委））")) == [("fgw", "lead", "sole", "alias")]


def test_spellings_of_one_collective_are_one_unit_and_told():
    """各县市区 and 各县（市、区） are counted together, under the first spelling."""
    plan = plan_of(
        "一、任务\n1.做甲。（市甲局、各县市区负责）\n2.做乙。（市甲局、各县（市、区）负责）\n3.做丙。（各县（市）区负责）"
    )
    assert [unit.name for unit in plan.units if unit.kind == "collective"] == ["各县市区"]
    assert [each.params["name"] for each in plan.findings if each.code == "COLLECTIVE_SAME"] == [
        "各县（市、区）",
        "各县（市）区",
    ]


def test_a_collective_becomes_its_members_where_groups_list_them():
    """Each member has the role of the collective; one named beside it keeps its own."""
    plan = plan_with("（市财政局牵头，各区政府、汉阳区政府配合）")
    assert edges(plan) == [
        ("czj", "lead", "role-word", "alias"),
        ("jx", "support", "group", "group"),
        ("hy", "support", "role-word", "alias"),
    ]
    assert all(each.span.of(plan.notice.document.text) == each.mention for each in plan.assignments)


def test_a_unit_named_twice_in_a_clause_counts_once_with_its_strongest_role():
    """Two names of one unit are a repeat too."""
    plan = plan_with("（市财政局配合，市发改委、市计委负责，市财政局牵头）")
    assert edges(plan) == [("fgw", "co-lead", "role-word", "alias"), ("czj", "lead", "role-word", "alias")]
    assert codes_of(plan).count("H8") == 2
    assert [each.name for each in plan.repeats] == ["市计委"]


def test_convention_can_be_switched_off():
    """Without it nobody leads unless words, a rule or being alone say so."""
    settings = Settings(reading=ReadingSettings(first_listed_leads=False))
    plan = resolve_plan(notice_of("一、任务\n1.甲。做。（责任单位：市发改委、市财政局）"), registry(), settings)
    assert [row[1:3] for row in edges(plan)] == [("co-lead", "listed"), ("co-lead", "listed")]


def test_overrides_change_unit_and_role_or_remove():
    """A person's correction prevails and says so."""
    plan = plan_with(
        "（责任单位：市发改委、飞鸟局、走兽局）",
        Override("1.1", "飞鸟局", "czj", "lead", "核对"),
        Override("1.1", "走兽局", "", "none", "误列"),
        Override("1.1", "", "jx", "support", "补列"),
    )
    assert edges(plan) == [
        ("fgw", "lead", "first-listed", "alias"),
        ("czj", "lead", "override", "override"),
        ("jx", "support", "override", "override"),
    ]
    assert "OVERRIDE_STALE" not in codes_of(plan)
    assert [unit.id for unit in plan.units] == ["fgw", "czj", "jx"]


def test_overrides_that_no_longer_apply_are_told():
    """Another item, another name, another unit: each such line is a finding with its number."""
    plan = plan_with(
        "（责任单位：市发改委）",
        Override("9.9", "市发改委", "czj", "", "旧", line=2),
        Override("1.1", "走兽局", "czj", "", "旧", line=3),
        Override("1.1", "市发改委", "nobody", "", "旧", line=4),
    )
    stale = [each.params["line"] for each in plan.findings if each.code == "OVERRIDE_STALE"]
    assert sorted(stale) == [2, 3, 4]
    assert edges(plan) == [("fgw", "lead", "sole", "alias")]


def test_findings_are_in_document_order_and_hold_those_of_the_notice():
    """One list says it all."""
    plan = plan_of("一、任务\n1.甲。做。（责任单位：市科 技局、市科技局）\n2.乙。做。")
    assert codes_of(plan) == ["NAME_NOISE", "UNIT_UNKNOWN", "H8", "ITEM_NO_CLAUSE"]
    assert rows_of(plan, "1.1") == [("市科技局", "lead", "first-listed")]


def test_nothing_is_open_about_a_name_that_a_person_took_out():
    text = "一、任务\n1.做好甲事。（责任单位：市财政局、闻某）\n2.做好乙事。（责任单位：市教育局、闻某）"
    assert "NAME_ODD" in codes_of(plan_of(text))
    first, second = (Override(item, "闻某", "闻某", "none", "是人名", "", 1) for item in ("1.1", "1.2"))
    assert "NAME_ODD" in codes_of(plan_of(text, overrides=(first,)))
    both = plan_of(text, overrides=(first, second))
    assert not {"NAME_ODD", "UNIT_UNKNOWN"} & {each.code for each in both.findings if each.params.get("name") == "闻某"}
