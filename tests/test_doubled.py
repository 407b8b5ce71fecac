"""Doubled: words written twice are found, and chance runs of characters are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import plan_from
from responsibility.parse.facts.doubled import find_doubled


def words_of(*bodies):
    plan = plan_from({f"1.{n}": ["a"] for n in range(len(bodies))}, {f"1.{n}": body for n, body in enumerate(bodies)})
    return [(each.item_id, each.params["words"]) for each in find_doubled(plan.notice.document.text, plan.items)]


def test_a_word_of_the_notice_written_twice_is_found():
    """The rest of the notice has the word, and never the other way round."""
    assert words_of("建设码头码头岸线。", "疏浚码头航道。") == [("1.0", "码头码头")]
    assert words_of("落实防汛责任防汛责任。") == [("1.0", "防汛责任防汛责任")]


@pytest.mark.parametrize(
    "body",
    [
        "充分利用信用信息。", "推动创业创新,企业创业创新。", "做到即到即提。", "一件一件抓,逐个逐个过。",
        "认真研究研究。", "个个达标,天天通报。", "哈哈哈哈。",
    ],
)  # fmt: skip
def test_what_only_looks_doubled_is_none(body):
    """Runs across words, counted steps, verbs that try something out, single characters."""
    assert words_of(body, "信用建设。创业园。研究方案。件一。哈哈镜。") == []


@given(st.permutations("甲乙丙丁").map("".join))
def test_long_words_are_found_wherever_they_stand(word):
    """Three characters or more do not come twice by chance."""
    assert [words for _, words in words_of(f"戊{word}{word}己")] == [word + word]


@given(st.text("甲乙，\U00020000", max_size=40))
def test_every_repetition_is_found_whatever_stands_around(words):
    """As a plain search for the longest finds them, also behind signs outside the basic plane."""
    parts = [found[0] for found in re.finditer(r"([甲乙\U00020000]{2,12}?)\1(?!\1)", words)]
    slips = [part for part in parts if len(part) > 4 and len(set(part)) > 1]
    assert {each for _, each in words_of(words) if len(each) > 4} == set(slips)
