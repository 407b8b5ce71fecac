"""Near forms: what real notices print a little otherwise than the form that was known; each is read, or told."""

from __future__ import annotations

import pytest

from reading import plan_of, rows_of

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
