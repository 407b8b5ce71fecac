"""The effect of a change is told as what was gained, lost and changed."""

from __future__ import annotations

from effect import compare_facts, list_facts

READING = {
    "items": [{"id": "1", "number": "1.", "title": "甲", "start": 3, "due": "2025-06-30", "targets": []}],
    "assignments": [{"item": "1", "name": "市甲局", "role": "lead", "basis": "label", "start": 9}],
    "findings": [{"code": "NAME_ODD", "severity": "warning", "start": 9, "message": "…"}],
}


def test_same_reading_has_no_effect():
    assert list(compare_facts(list_facts(READING), list_facts(READING))) == []


def test_each_difference_is_told_with_what_it_was():
    role = {**READING, "assignments": [{**READING["assignments"][0], "role": "support"}], "findings": []}
    assert list(compare_facts(list_facts(READING), list_facts(role))) == [
        ("assignment", "changed", "9 in 1", "市甲局 lead label -> 市甲局 support label"),
        ("finding", "lost", "NAME_ODD 9", "warning"),
    ]


def test_a_notice_that_is_refused_now_says_so():
    kinds = {(kind, became) for kind, became, *_ in compare_facts(list_facts(READING), list_facts({"refused": 3}))}
    assert ("refused", "gained") in kinds
    assert ("item", "lost") in kinds
