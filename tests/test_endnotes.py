"""Notes typed below the text stand behind the paragraphs that carry their marks."""

from __future__ import annotations

import pytest

from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.parse import parse_notice


def said(text: str) -> str:
    return extract_document(text.encode(), "a.txt").text


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("[1]", "[1] "),
        ("〔1〕", "［1］"),
        ("（注1）", "注1："),
        ("[注1]", "[注1]"),
        ("①", "① "),
        ("*", "*"),
        ("[^1]", "[^1]: "),
    ],
)
def test_a_note_that_names_units_is_the_clause_of_the_task_that_carries_its_mark(mark, note):
    """However it is marked, no other task gets it."""
    text = f"某市通知\n\n1.建成泵站。{mark}\n2.修缮剧场。（责任单位：市乙局）\n\n{note}责任单位：市甲局、市丙局"
    notice = parse_notice(extract_document(text.encode(), "a.txt"), load_lexicon())
    found = [(each.number, [m.name for c in each.clauses for m in c.mentions]) for each in notice.items]
    assert found == [("1.", ["市甲局", "市丙局"]), ("2.", ["市乙局"])]


def test_a_note_of_two_tasks_is_the_clause_of_both_and_a_mark_used_anew_has_its_next_note():
    """So notes at the foot of each page are told apart."""
    assert said("甲事。[1]\n乙事[1]。\n[1]由市甲局负责\n丙事。[1]\n[1]完成时限：6月底") == (
        "甲事。\n由市甲局负责\n乙事。\n由市甲局负责\n丙事。\n完成时限：6月底"
    )


@pytest.mark.parametrize(
    "text",
    [
        "甲事[1]。\n[1] 泵站是抽水的设施。",  # explains a word
        "甲事。\n[1] 责任单位：市甲局",  # nobody carries the mark
        "①责任单位：市甲局\n②责任单位：市乙局",  # a list
    ],
)
def test_other_notes_stay_where_they_stand(text):
    """Nothing is moved that no mark asks for."""
    assert said(text) == text


def test_a_finding_goes_with_its_words():
    """What is told of a line is told of it where it stands afterwards."""
    text = "甲事。[1]\n乙\v事。\n[1]由市甲局负责\n丙事。"
    document = extract_document(text.encode(), "a.txt")
    assert document.text == "甲事。\n由市甲局负责\n乙\n事。\n丙事。"
    assert [each.span.of(document.text) for each in document.findings if each.span] == ["乙\n"]
