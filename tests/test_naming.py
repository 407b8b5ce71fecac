"""What a plan and its tasks are called on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import plan_from
from responsibility.model import Heading, Plan
from responsibility.spans import Span
from responsibility.views.naming import cite_title, number_items, plan_title


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        ("关于印发甲市河湖委员会 2031年工作计划的通知", "甲市河湖委员会2031年工作计划"),
        ("甲市人民政府办公室关于印发《甲市河湖治理方案（试行）》的通知", "甲市河湖治理方案（试行）"),
        ("乙省办公厅关于转发《丙委关于印发〈河湖要点〉的通知》的通知", "河湖要点"),
        ("甲市人民政府印发关于河湖治理十条措施的通知", "关于河湖治理十条措施"),
        ("关于印发《河湖要点》和《河湖清单》的通知", "《河湖要点》和《河湖清单》"),
        ("甲市人民政府关于做好河湖治理工作的通知", "甲市人民政府关于做好河湖治理工作的通知"),
        ("River Plan 2031", "River Plan 2031"),
    ],
)
def test_a_plan_is_called_by_its_own_title(printed: str, own: str) -> None:
    assert plan_title(printed) == own


@given(st.text("甲关于印发《》〈〉的通知计划 \n", max_size=30))
def test_a_title_that_was_taken_out_stays(printed: str) -> None:
    assert plan_title(plan_title(printed)) == plan_title(printed)


def test_a_title_is_cited_in_one_pair_of_marks() -> None:
    assert cite_title("甲市《乙》方案") == "《甲市〈乙〉方案》"


def numbered(*numbers: tuple[str, str], silent: int = 0) -> Plan:
    """A plan of items with the numbers of their headings and their own; the last `silent` ones name nobody."""
    plan = plan_from({f"1.{at}": ["a"] if at < len(numbers) - silent else [] for at in range(len(numbers))})
    items = tuple(
        replace(item, number=own, path=(Heading(1, "二、", "某", Span(0, 0)), Heading(2, above, "某", Span(0, 0))))
        for item, (above, own) in zip(plan.items, numbers, strict=True)
    )
    return replace(plan, notice=replace(plan.notice, items=items))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ([("(一)", "１４．"), ("(二)", "15.")], ["14", "15"]),
        ([("(一)", "1、"), ("(二)", "1、")], ["（一）1", "（二）1"]),
        ([("一、", "1、"), ("二、", "1、")], ["（一）1", "（二）1"]),
        ([("(一)", "(1)"), ("(一)", "(2)")], ["（1）", "（2）"]),
        ([("(一)", "1."), ("(一)", "1.")], ["二（一）1-1", "二（一）1-2"]),
        ([("(一)", "")], ["0"]),
    ],
)
def test_numbers_are_those_of_the_notice(printed: list[tuple[str, str]], shown: list[str]) -> None:
    assert list(number_items(numbered(*printed)).values()) == shown


def test_items_that_name_nobody_lengthen_no_number() -> None:
    plan = numbered(("(一)", "1."), ("(二)", "2."), ("(三)", "1."), silent=1)
    assert list(number_items(plan).values()) == ["1", "2", "（三）1"]


@given(st.lists(st.tuples(st.sampled_from(["(一)", "二", ""]), st.sampled_from(["1.", "1", "(1)", ""])), max_size=8))
def test_no_two_items_have_one_number(printed: list[tuple[str, str]]) -> None:
    numbers = list(number_items(numbered(*printed, silent=len(printed) // 2)).values())
    assert len(set(numbers)) == len(numbers)
