"""Left: paragraphs that stand in no task, no heading and no finding are told."""

from __future__ import annotations

import pytest

from reading import notice_of

PLAN = ("2025年工作方案", "一、产业", "1.修建水厂。（责任单位：市水利局）", "2.改造路灯。（责任单位：市城管局）")


def _left(*lines):
    return [each for each in notice_of("\n".join((*PLAN, *lines))).findings if each.code == "TEXT_LEFT"]


def test_a_section_without_tasks_is_told_once_for_all_its_paragraphs():
    """What its paragraphs ask is in no task."""
    (told,) = _left("二、工作要求", "工作专班要加强调度，定期会商。", "各组要加强宣传，营造氛围。")
    assert told.params == {"words": "二、工作要求", "more": 2}


@pytest.mark.parametrize("lines", [(), ("市甲领导小组", "市乙领导小组", "2025年3月2日"), ("附件：任务分解表",)])
def test_who_signs_and_what_is_attached_is_no_text_left(lines):
    """These are known parts of a letter."""
    assert not _left(*lines)


def test_the_words_behind_a_heading_are_told():
    """A heading's title is its first words; what else stands in its line is in no task."""
    lines = (
        "二、民生。坚持以人为本，把群众的事办好办实，让发展的成果惠及更多群众，并把它们落到实处",
        "3.建学校。（市教育局）",
    )
    assert [each.params["words"][:6] for each in _left(*lines)] == ["坚持以人为本"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("请各单位于每月25日前报送进展。", 1), ("为做好2025年工作，制定本方案。", 0), ("本方案自2月1日前起草。", 0)],
)
def test_what_the_letter_asks_for_by_a_day_is_told(words, told):
    """It is in no task, and everybody has to do it."""
    found = notice_of("\n".join((PLAN[0], words, *PLAN[1:]))).findings
    assert sum(each.code == "TEXT_LEFT" for each in found) == told


@pytest.mark.parametrize(("words", "told"), [("以创新为引领。", 0), ("全年增长5%。", 1)])
def test_guiding_ideas_are_told_only_where_they_count(words, told):
    """They ask nobody for anything."""
    assert len(_left("二、指导思想", words, "三、民生", "3.建学校。（市教育局）")) == told
