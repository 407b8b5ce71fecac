"""The reference notice, read and analysed, against figures found by hand."""

from __future__ import annotations

from collections import Counter
from functools import cache

from reference_plan import ASSIGNED, PROTOCOL
from responsibility.analysis import analyze, speak
from responsibility.analysis.plan.incidence import build_incidence
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.settings import Settings
from test_reference import reference


@cache
def analysed():
    plan = reference()
    return analyze(frame_plan(plan), Settings(), plan)


def find(code):
    return [each for each in analysed().findings if each.code == code]


def test_the_plan_as_read_is_the_table_copied_by_hand():
    """Items, units and edges are those of tests/reference_plan.py."""
    incidence = build_incidence(frame_plan(reference()))
    assert incidence.unit_ids == tuple(PROTOCOL)
    assert incidence.item_ids == tuple(ASSIGNED)
    edges = {
        (incidence.item_ids[i], incidence.unit_ids[u]) for i, u in zip(incidence.items, incidence.units, strict=True)
    }
    assert edges == {(item, unit) for item, units in ASSIGNED.items() for unit in units}


def test_the_repeated_unit_is_found_where_it_stands():
    """H8: item 2 lists one bureau twice; the span shows the second."""
    (finding,) = (each for each in reference().findings if each.code == "H8")
    assert (finding.item_id, finding.unit_id) == ("2.1.2", "scj")
    assert finding.span.of(reference().notice.document.text) == "市市场监督管理局"


def test_20_leads_rest_on_order_without_any_comma():
    """H9: all 22 leads are by convention; items 20 and 21 set the first name off by a comma."""
    commas = [each.item_id for each in find("H9") if each.params["sign"] in (",", "，")]
    assert (len(find("H9")), commas) == (22, ["2.6.20", "2.6.21"])


def test_gaps_are_the_places_parks_and_bodies_that_no_clause_names():
    """H12: three counties and cities in item 2, a park in 5, a customs office in 9 … each quoted by its span."""
    text = reference().notice.document.text
    named = {(each.item_id, each.params["name"]) for each in find("H12")}
    assert named >= {
        ("2.1.2", "嘉鱼县"), ("2.1.2", "赤壁市"), ("2.1.2", "通城县"), ("2.1.5", "咸宁高新区"), ("2.2.9", "咸宁海关"),
    }  # fmt: skip
    assert len(named) == 10
    assert all(each.span.of(text) == each.params["name"] for each in find("H12"))


def test_most_items_promise_nothing_that_can_be_measured():
    """H11: items with numbers, such as 1, 13, 16 and 17, are not among them."""
    unmeasured = {each.item_id for each in find("H11")}
    assert not unmeasured & {"2.1.1", "2.4.13", "2.5.16", "2.5.17"}
    assert {"2.1.3", "2.6.18", "2.6.21"} <= unmeasured


def test_collective_addressees_are_no_members():
    """V4: the notice is addressed to "all members", which names nobody."""
    assert find("V4") == []


def test_all_rules_together():
    """What each rule finds, as counted by hand."""
    counts = Counter(each.code for each in analysed().findings)
    del counts["H11"]  # rests on what counts as a target
    assert counts == {
        "H4": 5, "H7": 2, "H9": 22, "H12": 10, "V1": 2, "V2": 2, "V3": 2, "V5": 1, "V6": 1,
        "V8": 7, "V10": 1, "V11": 1, "OVERLAP": 1,
    }  # fmt: skip


def test_names_decide_the_statistics():
    """With the 34 spellings as printed no pair is supported; one alias makes the difference."""
    merges = analysed().merges
    assert merges[["units", "units_without", "supported", "supported_without"]].values.tolist()[0] == [30, 34, 1, 0]
    deciding = merges[merges["supported_without"] < merges["supported"]]
    assert deciding["spelling"].tolist() == ["", "市城管委"]


def test_the_leader_reads_names():
    """The five sentences speak of units by their short names."""
    sentences = speak(analysed().leader, load_wording("zh"))
    assert "市发改委（14）、市生态环境局（13）" in sentences[0]
    assert "市住建局–市城管执法委（6）" in sentences[2]
    assert "嘉鱼县" in sentences[3]
