"""Rules: each rule fires where it should, names what it found, and speaks in both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from builders import frames_from, plan_from
from reference_plan import ASSIGNED, reference_frames
from responsibility.analysis import analyze, speak
from responsibility.errors import SettingsError
from responsibility.frames import frame_plan
from responsibility.kinds import RULES, Basis, Role, Severity
from responsibility.language.wording import load_wording
from responsibility.model import Header, Target
from responsibility.settings import Settings, parse_settings
from responsibility.spans import Span


def found(plan, code, settings=None):
    analysis = analyze(frame_plan(plan), settings or Settings(), plan)
    return [each for each in analysis.findings if each.code == code]


def with_roles(plan, **roles):
    """The plan with the (role, basis) of some units changed."""
    changed = tuple(
        replace(each, role=roles[each.unit_id][0], basis=roles[each.unit_id][1]) if each.unit_id in roles else each
        for each in plan.assignments
    )
    return replace(plan, assignments=changed)


@pytest.fixture(scope="module")
def reference():
    return analyze(reference_frames(), Settings())


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("H1", 0), ("H2", 0), ("H4", 5), ("H7", 2), ("H9", 22), ("H10", 0), ("V1", 2), ("V2", 2), ("V3", 2), ("V4", 0),
        ("V5", 1), ("V6", 1), ("V7", 0), ("V8", 7), ("V9", 0), ("V10", 1), ("V11", 1), ("OVERLAP", 1),
    ],
)  # fmt: skip
def test_reference_counts(reference, code, count):
    """Each rule finds in the reference plan what was found by hand."""
    assert Counter(finding.code for finding in reference.findings)[code] == count


def test_reference_findings_name_what_was_found_by_hand(reference):
    """The items and units of each rule are those a person listed."""
    items, units = {}, {}
    for each in reference.findings:
        items.setdefault(each.code, []).append(each.item_id)
        units.setdefault(each.code, []).append(each.unit_id)
    assert items["H4"] == ["2.1.2", "2.2.8", "2.3.11", "2.4.14", "2.4.15"]
    assert items["H7"] == ["2.5.17", "2.6.20"]
    assert (units["V1"], units["V2"], units["V3"]) == (["fgw", "hjj"], ["fgw", "hjj"], ["fgw", "swj"])
    assert (units["V5"], units["V6"]) == (["fgw"], ["cgw"])
    close = {(row.item_a, row.item_b) for row in reference.duplicates.itertuples()}
    assert close == {
        ("2.1.6", "2.2.9"), ("2.1.4", "2.1.5"), ("2.1.1", "2.1.5"), ("2.1.1", "2.1.4"), ("2.1.6", "2.2.7"),
        ("2.4.12", "2.6.19"),
    }  # fmt: skip


def test_only_the_supported_shadow_is_a_warning(reference):
    """Of 22 shadows seven are unlikely by themselves, and one among all pairs; the others are notes."""
    warned = [each for each in reference.findings if each.code == "V8" and each.severity is Severity.WARNING]
    assert [(each.unit_id, each.params["items"], each.params["other_items"]) for each in warned] == [("cgw", 6, 7)]


def test_leads_by_convention_make_no_error(reference):
    """Where no lead is stated nothing about leads is an error, and each sentence says how many rest on order."""
    assert not [each for each in reference.findings if each.severity is Severity.ERROR]
    assert [each.params["by_order"] for each in reference.findings if each.code == "V3"] == [4, 4]


def test_an_item_without_lead_is_an_error_where_others_state_one():
    """H1: if the notice says elsewhere who leads, a missing lead is a mistake; if nowhere, a warning."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["b"]})
    nobody = with_roles(plan, a=(Role.CO_LEAD, Basis.LISTED), b=(Role.CO_LEAD, Basis.LISTED))
    assert [(each.item_id, each.severity) for each in found(nobody, "H1")] == [
        ("1.1", Severity.WARNING),
        ("1.2", Severity.WARNING),
    ]
    stated = with_roles(plan, a=(Role.LEAD, Basis.LABEL), b=(Role.SUPPORT, Basis.LABEL))
    assert [(each.item_id, each.severity) for each in found(stated, "H1")] == [("1.2", Severity.ERROR)]


@pytest.mark.parametrize(
    ("basis", "severity"),
    [(Basis.LABEL, Severity.NOTE), (Basis.ROLE_WORD, Severity.NOTE), (Basis.MARK, Severity.ERROR)],
    ids=["label", "verb", "mark"],
)
def test_two_leads_are_an_error_unless_the_label_allows_them(basis, severity):
    """H2: 牵头单位:甲、乙 and 甲、乙分别牵头 are ways to write; 甲(牵头)、乙(牵头) is a contradiction."""
    plan = with_roles(plan_from({"1.1": ["a", "b"]}), a=(Role.LEAD, basis), b=(Role.LEAD, basis))
    finding = found(plan, "H2")[0]
    assert (finding.severity, finding.params["units"]) == (severity, "市a局、市b局")


def test_a_lead_for_each_part_of_an_item_is_a_note():
    """H2: 甲负责 after one sentence and 乙负责 after the next are two parts; in one clause they are a contradiction."""
    plan = with_roles(plan_from({"1.1": ["a", "b"]}), a=(Role.LEAD, Basis.SOLE), b=(Role.LEAD, Basis.SOLE))
    assert found(plan, "H2")[0].severity is Severity.ERROR
    (item,) = plan.items
    (clause,), parting = item.clauses, item.clauses[0].mentions[1].span.start
    parts = (
        replace(clause, span=Span(clause.span.start, parting), mentions=clause.mentions[:1]),
        replace(clause, span=Span(parting, clause.span.end), mentions=clause.mentions[1:]),
    )
    notice = replace(plan.notice, items=(replace(item, clauses=parts),))
    assert found(replace(plan, notice=notice), "H2")[0].severity is Severity.NOTE


def test_the_sign_after_the_first_name_is_told():
    """H9: a comma instead of 、 after the first name is the one hint that it stands apart."""
    plan = plan_from({"1.1": ["a", "b"], "1.2": ["a", "b"], "1.3": ["a"]})
    clause = plan.items[0].clauses[0]
    set_off = replace(clause, mentions=(clause.mentions[0], clause.mentions[1]._replace(separator="，")))
    notice = replace(plan.notice, items=(replace(plan.items[0], clauses=(set_off,)), *plan.items[1:]))
    assert [each.params["sign"] for each in found(replace(plan, notice=notice), "H9")] == ["，", "、", "–"]


def test_an_item_with_a_number_or_a_date_is_measurable():
    """H11: a target or a due date is enough."""
    plan = plan_from({"1.1": ["a"], "1.2": ["a"], "1.3": ["a"]})
    first, second, third = plan.items
    target = Target("新增3家", "新增", 3.0, "家", "=", first.span)
    items = (replace(first, targets=(target,)), replace(second, due="2024-06-30"), third)
    assert [each.item_id for each in found(replace(plan, notice=replace(plan.notice, items=items)), "H11")] == ["1.3"]


def test_members_and_addressees_never_named_are_found():
    """V4: single addressees and the list in settings are checked; collective ones are not."""
    plan = plan_from({"1.1": ["a"]})
    header = Header(addressees=("市a局", "市b局", "各县(市、区)人民政府", "市专委会各成员单位"))
    plan = replace(plan, notice=replace(plan.notice, header=header))
    settings = parse_settings({"rules": {"members": ["某市a局", "市c局"]}})
    assert [each.params["name"] for each in found(plan, "V4", settings)] == ["市c局", "市b局"]


def test_capacity_has_a_sentence_of_its_own():
    """V1_CAPACITY: it names load and capacity, not statistics."""
    settings = parse_settings({"load": {"capacity": {"a": 0.5}}})
    finding = found(plan_from({"1.1": ["a"]}), "V1_CAPACITY", settings)[0]
    assert (finding.params["load"], finding.params["capacity"]) == (1.0, 0.5)


def test_a_rule_that_finds_very_much_says_how_much():
    """RULE_LIMIT: nothing is cut silently."""
    settings = parse_settings({"rules": {"most_findings": 3}})
    findings = analyze(reference_frames(), settings).findings
    limits = {each.params["rule"]: each.params["count"] for each in findings if each.code == "RULE_LIMIT"}
    assert limits["V8"] == 7
    assert sum(each.code == "V8" for each in findings) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_and_sentence_can_be_spoken(reference, language):
    """Each code has text and fix, each rule its name, formula and source, and all parameters are there."""
    wording = load_wording(language)
    plan = plan_from(ASSIGNED)
    findings = (
        reference.findings + analyze(frame_plan(plan), parse_settings({"rules": {"most_findings": 1}}), plan).findings
    )
    for each in findings:
        assert "{" not in wording(f"finding.{each.code}.text", **each.params)
        assert wording(f"finding.{each.code}.fix")
    for rule in RULES:
        for part in ("name", "formula", "source"):
            assert wording(f"rule.{rule}.{part}")
    spoken = speak(reference.leader + reference.methods, wording)
    assert len(reference.leader) == 5
    assert not [sentence for sentence in spoken if "{" in sentence or "nan" in sentence]


def test_every_code_of_the_rules_has_words():
    """Codes that the reference does not raise have words too, in both languages."""
    codes = {*RULES, "V1_CAPACITY", "OVERLAP", "CLUSTER_LIMIT", "DUPLICATE_LIMIT", "RULE_LIMIT"}
    for language in ("zh", "en"):
        wording = load_wording(language)
        assert all(f"finding.{code}.text" in wording and f"finding.{code}.fix" in wording for code in codes)


def test_the_leader_reads_the_figures(reference):
    """The five sentences hold the figures a person would look for."""
    load, leads, overlap, items, balance = speak(reference.leader, load_wording("zh"))
    assert "市fgw局（14）、市hjj局（13）" in load
    assert "16.4" in load
    assert "17个单位从不牵头" in leads
    assert "22项牵头通知未写明" in leads
    assert "其中1对" in overlap
    assert items.startswith("5项任务过于拥挤，2项责任单位偏少，")  # no pair is alike: nothing is said of pairs
    assert "变动2项牵头即可使单位最多牵头数由4项降至3项，变动5项可降至2项" in balance


@pytest.mark.parametrize(
    "assigned", [{}, {"1.1": []}, {"1.1": ["a"]}, {"1.1": ["a"], "1.2": ["b"]}], ids=["empty", "nobody", "one", "two"]
)
def test_tiny_plans_are_answered(assigned):
    """No plan is too small for an answer, and every sentence can be spoken."""
    plan = plan_from(assigned)
    analysis = analyze(frame_plan(plan), Settings(), plan)
    for language in ("zh", "en"):
        assert all(speak(analysis.leader + analysis.methods, load_wording(language)))


def test_a_plan_without_leads_is_answered():
    """Nobody leads: no exception, and the leader is told."""
    plan = with_roles(
        plan_from({"1.1": ["a", "b"], "1.2": ["b", "a"]}),
        a=(Role.SUPPORT, Basis.LABEL),
        b=(Role.SUPPORT, Basis.LABEL),
    )
    analysis = analyze(frame_plan(plan), Settings(), plan)
    assert analysis.leader[1].key == "leader.no_leads"
    assert analysis.frontier.empty


@pytest.mark.slow
def test_the_same_plan_gives_the_same_analysis():
    """Chance has a seed; nothing else varies."""
    first, second = (analyze(frames_from(ASSIGNED), Settings()) for _ in range(2))
    assert first.findings == second.findings
    assert first.overlap.equals(second.overlap)
    assert first.groups.equals(second.groups)


def codes_of(plan, settings=None):
    return Counter(each.code for each in analyze(frame_plan(plan), settings or Settings(), plan).findings)


def test_two_tasks_among_units_with_one_are_not_too_many():
    """V1: a unit with few items is never overloaded, and where all carry much alike one more is not much."""
    few = {f"1.{n}": [f"u{n}"] for n in range(1, 9)} | {"2.1": ["u1"], "2.2": ["u2"]}
    assert not found(plan_from(few), "V1")
    alike = {f"1.{n}": ["a", "b", "c"] for n in range(1, 11)} | {"2.1": ["a"]}
    assert not found(plan_from(alike), "V1")
    assert not found(plan_from(few | {f"3.{n}": ["u1", f"u{n}"] for n in range(2, 6)}), "V1")  # six
    heavy = few | {f"3.{n}": ["u1", f"u{n}"] for n in range(2, 7)}
    assert [each.unit_id for each in found(plan_from(heavy), "V1")] == ["u1"]


def test_what_is_usual_in_a_plan_is_no_finding():
    """V7, V9, H7: named once, one item alike, one unit an item say nothing where a quarter are so."""
    plan = plan_from({f"1.{n}": [f"a{n}", f"b{n}"] for n in range(6)})
    counts = codes_of(plan)
    assert not counts.keys() & {"V7", "V9", "H7"}
    rest = {f"2.{n}": ["c", "d", "e"] for n in range(3)} | {"3.1": ["c", "d", "f"], "3.2": ["c", "e", "f"]}
    twins = plan_from({"1.1": ["a", "b", "c"], "1.2": ["a", "b", "d"], **rest, "3.3": ["g"]})
    assert [(each.unit_id, each.params["items"]) for each in found(twins, "V9")] == [("a", 2)]
    assert [each.item_id for each in found(twins, "H7")] == ["3.3"]
    assert [each.unit_id for each in found(twins, "V7")] == ["g"]
    few = plan_from({f"2.{n}": ["c", "d", "e"] for n in range(3)} | {"3.1": ["e"], "3.2": ["d"]})
    assert not codes_of(few).keys() & {"V7", "H7"}


def test_who_has_every_item_is_no_one_s_shadow_or_twin():
    """V8, V9: whatever others do, a unit that stands in all items holds it."""
    every = plan_from({f"1.{n}": ["a", "b", f"u{n % 2}"] for n in range(6)})
    assert not codes_of(every).keys() & {"V8", "V9"}
    most = plan_from({f"1.{n}": ["a", "b", f"u{n % 2}"] for n in range(6)} | {f"2.{n}": ["u5"] for n in range(12)})
    assert codes_of(most)["V9"] == 1
    assert codes_of(most)["V8"] == 4


def test_what_chance_alone_would_bring_is_no_shadow():
    """V8: two of four items within another's three are met by chance in every second plan."""
    assert not found(plan_from({"1.1": ["a", "b"], "1.2": ["a", "b"], "1.3": ["a"], "1.4": ["c"]}), "V8")


def test_much_in_a_unit_s_own_field_asks_for_nothing():
    """V1, V3, V10: who leads half of all has what the plan is about; of the others it is a warning as ever."""
    names = {f"1.{n}": ["a", "b"] for n in range(8)} | {f"2.{n}": [f"u{n}", "b"] for n in range(7)} | {"2.7": ["b"]}
    graded = {
        (each.code, each.unit_id): each.severity for each in analyze(frame_plan(plan_from(names)), Settings()).findings
    }
    assert (graded["V3", "a"], graded["V10", None]) == (Severity.NOTE, Severity.NOTE)
    assert graded["V1", "b"] is Severity.WARNING
    less = plan_from(names | {"3.1": ["v1"]})
    assert found(less, "V3")[0].severity is Severity.WARNING


def test_much_to_do_of_one_that_leads_nothing_asks_for_nothing():
    """V1: a finance bureau that helps everywhere has no task to hand over; where nobody leads it is a warning."""
    names = {f"1.{n}": [f"u{n}", "b"] for n in range(9)}
    plan = plan_from(names)
    assert [(each.unit_id, each.severity) for each in found(plan, "V1")] == [("b", Severity.NOTE)]
    nobody = with_roles(plan, **{unit.id: (Role.CO_LEAD, Basis.LISTED) for unit in plan.units})
    assert [(each.unit_id, each.severity) for each in found(nobody, "V1")] == [("b", Severity.WARNING)]


def test_few_leads_are_never_concentrated():
    """V10: two units with three leads each are no concentration, however few lead beside them."""
    few = {f"1.{n}": [unit] for n, unit in enumerate("aaabbbcdefgh")}
    assert not found(plan_from(few), "V10")
    assert found(plan_from(few | {"2.1": ["a"]}), "V10")[0].params["leads"] == 7


def test_an_item_is_like_another_only_where_a_person_would_see_it():
    """H10: the same single unit makes no two tasks alike; nearly the same words do."""
    body = "完善老旧小区改造台账并按月公布进度。"
    plan = plan_from({"1.1": ["a"], "1.2": ["a"], "1.3": ["b"]}, {"1.1": body, "1.2": "组织秋季植树。", "1.3": body})
    assert [(each.item_id, each.params["other"]) for each in found(plan, "H10")] == [("1.1", "1.3")]
    office = {"1.1": "支持有条件的开发区开展汽车平行进口试点。", "1.2": "支持有条件的开发区开展知识产权证券化试点。"}
    assert not found(plan_from({"1.1": ["a"], "1.2": ["b"]}, office), "H10")


def test_a_crowded_item_names_the_limit_it_exceeds():
    """H4: by number, or H4_FENCE above the fence; few units are never a crowd."""
    small = {f"1.{n}": ["a", "b"] for n in range(1, 7)}
    fence = plan_from(small | {"2.1": list("abcdef")})
    assert "上限4.0个" in load_wording("zh")("finding.H4_FENCE.text", **found(fence, "H4_FENCE")[0].params)
    crowd = plan_from(small | {"2.1": list("abcdefgh")})
    assert found(crowd, "H4")[0].params["limit"] == 8
    assert not codes_of(plan_from(small | {"2.1": list("abcd")})).keys() & {"H4", "H4_FENCE"}


def test_collectives_are_not_judged_unless_settings_say_so():
    """各地区 stands in the workload, and in no finding on load, overlap, concentration or leads."""
    every = {f"1.{n}": ["all", f"u{n}"] for n in range(1, 9)}
    plan = plan_from(every)
    plan = replace(plan, units=tuple(replace(u, kind="collective") if u.id == "all" else u for u in plan.units))
    analysis = analyze(frame_plan(plan), Settings(), plan)
    table = analysis.workload.set_index("unit_id")
    assert (table.loc["all", "items"], bool(table.loc["all", "overloaded"])) == (8, False)
    assert "all" not in {*analysis.overlap["unit_a"], *analysis.overlap["unit_b"], *analysis.groups["id"]}
    assert "all" in analysis.unit_order
    assert not [each for each in analysis.findings if each.unit_id == "all" and each.code != "H9"]
    judged = analyze(frame_plan(plan), parse_settings({"load": {"collectives": True}}), plan)
    assert [each.unit_id for each in judged.findings if each.code == "V1"] == ["all"]


def test_addressees_in_one_line_are_units_each():
    """V4: 市a局、市b局 are two; a bracket inside a name parts none."""
    plan = plan_from({"1.1": ["a"]})
    header = Header(addressees=("市a局、市b局", "各县(市、区)人民政府"))
    plan = replace(plan, notice=replace(plan.notice, header=header))
    assert [each.params["name"] for each in found(plan, "V4")] == ["市b局"]


@pytest.mark.parametrize("line", ["各省、自治区、直辖市人民政府", "市各委、办、局"])
def test_each_goes_for_all_that_is_joined_to_it(line):
    """V4: what 各 begins is a collective to its end."""
    plan = plan_from({"1.1": ["a"]})
    plan = replace(plan, notice=replace(plan.notice, header=Header(addressees=(line, "市b局"))))
    assert [each.params["name"] for each in found(plan, "V4")] == ["市b局"]


def test_too_many_tasks_and_too_little_capacity_are_two_findings():
    """V1 speaks of items, V1_CAPACITY of load; each where it holds, and the first sentence tells them apart."""
    heavy = {f"1.{n}": ["a", f"u{n}"] for n in range(1, 9)}
    settings = parse_settings({"load": {"capacity": {"a": 1, "u3": 0.1}}})
    assert [each.unit_id for each in found(plan_from(heavy), "V1", settings)] == ["a"]
    assert [each.unit_id for each in found(plan_from(heavy), "V1_CAPACITY", settings)] == ["a", "u3"]
    alone = analyze(
        frames_from({f"1.{n}": ["a", "b"] for n in range(6)}), parse_settings({"load": {"capacity": {"b": 1}}})
    )
    sentence = speak(alone.leader, load_wording("zh"))[0]
    assert "没有单位明显过多" in sentence
    assert "超过设定承载能力的有1个单位：市b局" in sentence


def test_an_item_with_two_leads_counts_once():
    """V10: of the items that have a lead; leads by order only of the two units named."""
    roles = {"a": (Role.LEAD, Basis.LABEL), "b": (Role.LEAD, Basis.LABEL)}
    shared = plan_from({f"1.{n}": ["a", "b"] for n in range(8)} | {f"2.{n}": [f"u{n}"] for n in range(6)})
    (finding,) = found(with_roles(shared, **roles), "V10")
    assert [finding.params[name] for name in ("leads", "total", "by_order")] == [8, 14, 0]


def test_a_rule_that_is_switched_off_is_not_heard():
    """By its id; an id that is none is refused."""
    settings = parse_settings({"rules": {"off": ["V11", "H4"]}})
    codes = {each.code for each in analyze(reference_frames(), settings).findings}
    assert not codes & {"V11", "H4", "H4_FENCE"}
    with pytest.raises(SettingsError, match="H99"):
        parse_settings({"rules": {"off": ["H99"]}})


def test_sentences_say_one_thing_once():
    """One unit is not 各, one step is told once, and few names end without 等."""
    plan = {f"1.{n}": ["a", "b"] for n in range(1, 4)} | {"1.4": ["b"]}
    analysis = analyze(frames_from(plan, {"1.1": "支持赤壁市。"}), parse_settings({"load": {"leads_floor": 2}}))
    _, leads, overlap, items, balance = speak(analysis.leader, load_wording("zh"))
    assert "最多的是市a局，3项" in leads
    assert "没有一对可以判断" in overlap
    assert items.endswith("有1处：赤壁市。")
    assert balance.count("变动") == 1
    methods = speak(analysis.methods, load_wording("zh"))
    assert any("没有一对可以判断，未抽样" in each for each in methods)
