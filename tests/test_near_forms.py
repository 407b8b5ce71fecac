"""Near forms: what real notices print a little otherwise than the form that was known; each is read, or told."""

from __future__ import annotations

import pytest

from reading import codes_of, plan_of, rows_of, table_of
from responsibility.model import Notice
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings
from responsibility.views.contract import build_assignment_rows

HEAD = "东川市人民政府办公室关于印发节水任务分工的通知\n一、节水\n"


def names_of(clause: str) -> list[str]:
    """The names of one clause in a notice of 东川市, behind the one that leads."""
    return [
        name
        for name, role, _ in rows_of(plan_of(f"{HEAD}1.查漏。（责任单位：市水利局，{clause}）\n"))
        if role != "lead"
    ]


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("各县（市、区）党委和人民政府", ["各县(市、区)党委和人民政府"]),
        ("各区县党委及政府、管委会", ["各区县党委及政府、管委会"]),
        ("各市、县（区）党委和人民政府等", ["各市、县(区)党委和人民政府"]),
        ("各镇（街道）党（工）委和政府（办事处）", ["各镇(街道)党(工)委和政府(办事处)"]),
        ("临江县党委与政府、云岭新区党工委和管委会", ["临江县党委与政府", "云岭新区党工委和管委会"]),
        ("云岭示范区、高新区党工委和管委会", ["云岭示范区党工委和管委会", "高新区党工委和管委会"]),
        ("石桥街道党工委和办事处", ["石桥街道党工委和办事处"]),
        ("江北区委和区政府、各县党委和市人民政府办公室", ["江北区委", "区政府", "各县党委", "市人民政府办公室"]),
    ],
)
def test_a_government_behind_a_committee_is_of_its_place(clause, names):
    """It is never that of the notice's own level."""
    assert [name.replace("（", "(").replace("）", ")") for name in names_of(clause)] == names


def test_a_committee_with_its_government_is_one_however_joined_and_more_than_the_committee():
    """党委和人民政府 and 党委、政府 are one collective; 党委 alone is another."""
    spellings = ("党委和人民政府", "党委、政府", "党委政府", "党委")
    lines = (f"{n}.查漏。（责任单位：各县（市、区）{words}）\n" for n, words in enumerate(spellings, 1))
    assert [unit.name for unit in plan_of(HEAD + "".join(lines)).units] == [
        "各县（市、区）党委和人民政府",
        "各县（市、区）党委",
    ]


def two_rows(*heads: str) -> Notice:
    """A table whose upper heads stand over two columns each, its lower heads as given."""
    return table_of(
        ("序号", "任务", "牵头部门", "", "承办部门", ""),
        ("", "", *heads),
        ("1", "扩建学校", "市教育局", "赵明", "市教育局、市财政局", "钱亮"),
        merges=[(0, 0, 1, 0, "序号"), (0, 1, 1, 1, "任务"), (0, 2, 0, 3, "牵头部门"), (0, 4, 0, 5, "承办部门")],
    )


@pytest.mark.parametrize("head", ["部门", "单位名称", "责任单位", "市级"])
def test_a_lower_head_that_says_little_takes_the_role_of_the_one_above(head):
    """牵头部门 over 部门 and 责任人."""
    plan = resolve_plan(two_rows(head, "责任人", head, "责任人"), Registry.empty(), Settings(), (), "some-plan")
    assert [row[:2] for row in rows_of(plan)] == [("市教育局", "lead"), ("市财政局", "co-lead")]
    assert [(person.post, person.name) for person in plan.items[0].people] == [("责任人", "赵明"), ("责任人", "钱亮")]


def test_a_unit_of_two_cells_of_a_row_stands_once_in_the_reading():
    """A reading lists what each clause says; the cells of a row are one, and the finding tells."""
    plan = resolve_plan(two_rows("部门", "责任人", "部门", "责任人"), Registry.empty(), Settings(), (), "some-plan")
    assert [(row["name"], row["role"]) for row in build_assignment_rows(plan)] == [
        ("市教育局", "lead"),
        ("市财政局", "co-lead"),
    ]
    assert "UNIT_AGAIN" in codes_of(plan)
    prose = plan_of("一、任务\n1.建库。（市教育局牵头）做好。（市教育局负责）\n")
    assert [row["role"] for row in build_assignment_rows(prose)] == ["lead", "lead"]
