"""People: who answers for an item by name or post, wherever the notice says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import document_of
from reading import notice_of
from reading import table_of as read
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item, Person
from responsibility.parse.beside.people import head_post, names_post
from responsibility.parse.notice import parse_notice


def items_of(text: str) -> tuple[Item, ...]:
    return parse_notice(document_of(text), load_lexicon()).items


def told(item: Item) -> list[tuple[str, str]]:
    return [(each.post, each.name) for each in item.people]


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("（市甲局牵头，分管市领导：周某）", [("分管市领导", "周某")]),
        ("（责任领导：周某、吴某；责任单位：市甲局）", [("责任领导", "周某"), ("责任领导", "吴某")]),
        ("（责任单位：市甲局（责任人：周某）、市乙局）", [("责任人", "周某")]),
        ("（责任单位：市甲局（联系人周某）、市乙局）", [("联系人", "周某")]),
        ("（责任单位：市甲局（周某负责）、市乙局）", [("", "周某")]),
        ("（分管副市长、联系副秘书长负责，市甲局牵头）", [("分管副市长", ""), ("联系副秘书长", "")]),
        ("（副市长周某牵头，市甲局、市乙局配合）", [("副市长", "周某")]),
        ("（市甲局 周某、吴某）", [("", "周某"), ("", "吴某")]),
        ("（责任领导：周某 市甲局、市乙局）", [("责任领导", "周某")]),
        ("（周某副市长牵头，市甲局、市乙局配合）", [("副市长", "周某")]),
        ("（责任单位：市委改革领导小组办公室、市甲局）", []),
    ],
)
def test_a_clause_names_its_people(words, people):
    (item,) = items_of(f"一、任务\n1.修缮泵站。修缮三座。{words}")
    assert told(item) == people


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("市甲局（周某，5566778）", [("周某", "5566778", "市甲局", "")]),
        ("市甲局（周某 13800000000）、市乙局", [("周某", "13800000000", "市甲局", "")]),
        ("市甲局、市乙局（吴某，电话：5566779）", [("吴某", "5566779", "市乙局", "")]),
        ("市甲局（财务科周某，5566778）", [("周某", "5566778", "市甲局", "财务科")]),
        ("市甲局（局长周某，5566778）", [("周某", "5566778", "市甲局", "")]),
        ("市甲局 周某/5566778、市乙局", [("周某", "5566778", "市甲局", "")]),
        ("市甲局、市乙局 吴某 5566779", [("吴某", "5566779", "市乙局", "")]),
    ],
)
@pytest.mark.parametrize("table", [False, True])
def test_a_person_beside_a_unit_keeps_the_telephone(words, people, table):
    """Nothing of the bracket gets into the unit's name, in a clause as in a cell."""
    text = f"一、任务\n1.修缮泵站。（责任单位：{words}）"
    (item,) = read(["序号", "任务", "责任单位"], ["1", "修缮泵站", words]).items if table else items_of(text)
    found = [(each.name, each.phone, each.unit, each.office) for each in item.people]
    assert [each for each in found if each[0]] == people
    assert {mention.name for clause in item.clauses for mention in clause.mentions} <= {"市甲局", "市乙局"}


def test_lines_of_people_are_no_part_of_the_task():
    (item, _) = items_of(
        "一、任务\n1.修缮泵站。\n包保领导：周某\n责任单位：市甲局\n联系人：吴某 联系电话：0599-8111222\n"
        "2.清淤。\n责任单位：市乙局"
    )
    assert told(item) == [("包保领导", "周某"), ("联系人", "吴某")]
    assert item.people[1].phone == "0599-8111222"
    assert (item.title, item.body) == ("修缮泵站", "")


def test_a_person_in_a_bracket_behind_a_unit_is_that_units():
    (item,) = items_of("一、任务\n1.修缮泵站。\n牵头单位：市甲局（责任人：周某）")
    assert item.people[0].unit == "市甲局"


@pytest.mark.parametrize(
    ("cell", "person"),
    [
        ("周某", ("周某", "", "", "")),
        ("周  某", ("周某", "", "", "")),
        ("副市长周某", ("周某", "副市长", "", "")),
        ("周某副市长", ("周某", "副市长", "", "")),
        ("分管副市长", ("", "分管副市长", "", "")),
        ("周某（市甲局）", ("周某", "", "", "市甲局")),
        ("市甲局 周某", ("周某", "", "", "市甲局")),
        ("周某 市甲局", ("周某", "", "", "市甲局")),
        ("周某 13900001111", ("周某", "", "13900001111", "")),
        ("周某（13900001111）", ("周某", "", "13900001111", "")),
    ],
)
def test_a_cell_names_a_person_with_what_is_said_of_them(cell, person):
    (item,) = read(["序号", "任务", "责任单位", "责任领导"], ["1", "修缮泵站", "市乙局、市丙局", cell]).items
    assert [(each.name, each.rank, each.phone, each.unit) for each in item.people] == [person]
    assert item.people[0].post == "责任领导"


def test_several_names_of_a_cell_are_several_people():
    (item,) = read(
        ["序号", "任务", "责任单位", "包联领导"], ["1", "修缮泵站", "市乙局", "周某、吴某某\n郑某 冯某"]
    ).items
    assert [each.name for each in item.people] == ["周某", "吴某某", "郑某", "冯某"]


def test_office_and_telephone_columns_belong_to_unit_and_person():
    """A 科室 beside its bureau is no unit; a telephone is the person's to its left."""
    (item,) = read(
        ["序号", "任务", "责任单位", "责任科室", "联系人", "联系电话"],
        ["1", "修缮泵站", "市乙局", "水资源科", "周某", "8111222"],
    ).items
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市乙局"]
    assert [(each.post, each.name, each.office, each.phone, each.unit) for each in item.people] == [
        ("联系人", "周某", "水资源科", "8111222", "市乙局"),
    ]


@pytest.mark.parametrize(
    ("heading", "people"),
    [
        ("一、副市长周某主抓的工作（2项）", [("副市长", "周某")]),
        ("一、由副市长周某牵头", [("副市长", "周某")]),
        ("一、周某副市长牵头任务", [("副市长", "周某")]),
        ("一、周市长主抓", [("市长", "周")]),
        ("一、李副市长主抓", [("副市长", "李")]),
        ("一、分管副市长负责的工作", [("分管副市长", "")]),
        ("一、周某某同志负责", [("", "周某某")]),
        ("一、市甲局牵头任务", []),
        ("一、重点工作", []),
    ],
)
def test_a_heading_that_orders_by_leader_holds_for_every_item_below(heading, people):
    first, second = items_of(f"{heading}\n1.修缮泵站。（责任单位：市甲局）\n2.清淤。（责任单位：市乙局）")
    assert (told(first), told(second)) == (people, people)


def test_only_posts_are_posts():
    lexicon = load_lexicon()
    assert all(
        names_post(words, lexicon) for words in ("分管领导", "县级包抓领导", "第一责任人", "常务副县长", "联络员")
    )
    assert not any(names_post(words, lexicon) for words in ("领导小组", "责任单位", "责任制", "市甲局", "长"))


@given(st.text("周吴某市甲局分管领导责任人：:（）()、，；。 \n1382", max_size=60))
def test_every_person_quotes_the_text(words):
    """A person's span lies in its item's and holds the name."""
    text = f"一、任务\n1.修缮泵站。{words}"
    for item in parse_notice(document_of(text), load_lexicon()).items:
        for person in item.people:
            assert isinstance(person, Person)
            assert item.span.holds(person.span)
            assert person.name in "".join(person.span.of(text).split())


def test_a_leader_answers_above_the_units_and_a_member_in_one():
    (item,) = items_of("一、任务\n1.修缮泵站。（责任领导：周某；责任单位：市甲局；责任人：吴某）")
    assert [(each.name, each.is_leader) for each in item.people] == [("周某", True), ("吴某", False)]


@pytest.mark.parametrize(
    ("head", "cell", "person"),
    [
        ("联系人及电话", "周某 13900001111", ("联系人及电话", "周某", "", "13900001111")),
        ("责任领导及职务", "周某\n市委常委、常务副市长", ("责任领导及职务", "周某", "市委常委、常务副市长", "")),
        ("牵头部门负责人", "周 某", ("牵头部门负责人", "周某", "", "")),
        ("分管市领导", "常务副市长\n周某", ("分管市领导", "周某", "常务副市长", "")),
        ("包联领导", "市委常委、副市长周某", ("包联领导", "周某", "市委常委、副市长", "")),
        ("包联领导", "周某（市委常委、副市长）", ("包联领导", "周某", "市委常委、副市长", "")),
    ],
)
def test_a_head_may_say_more_than_a_post(head, cell, person):
    (item,) = read(["序号", "任务", "责任单位", head], ["1", "修缮泵站", "市乙局、市丙局", cell]).items
    assert [(each.post, each.name, each.rank, each.phone) for each in item.people] == [person]


@pytest.mark.parametrize(
    "line",
    [
        "责任人及联系电话：吴某 8111222",
        "联系人、电话：吴某 8111222",
        "责任人（联系电话）：吴某（8111222）",
        "责任人/电话：吴某8111222",
    ],
)
def test_a_label_of_a_person_and_a_telephone_is_one(line):
    (item,) = items_of(f"一、任务\n1.修路。\n责任单位：市甲局\n联系人：郑某\n{line}")
    people = [(each.post, each.name, each.phone) for each in item.people]
    assert people == [("联系人", "郑某", ""), (line.partition("：")[0], "吴某", "8111222")]
    assert head_post(people[1][0]) in ("责任人", "联系人")


def test_a_column_of_units_and_their_people_stays_one_of_units():
    (item,) = read(["序号", "任务", "责任单位及责任人"], ["1", "修缮泵站", "市甲局"]).items
    assert [each.name for clause in item.clauses for each in clause.mentions] == ["市甲局"]


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("修缮泵站2座。（责任人：吴某）", "修缮泵站2座。"),
        ("修缮泵站2座（责任人：吴某；联系电话：8111222）。", "修缮泵站2座。"),
        ("修缮泵站2座。（责任单位：市甲局）（责任人：吴某）", "修缮泵站2座。"),
        ("修缮泵站2座。（责任人：吴某；每周报告一次）", "修缮泵站2座。（责任人：吴某；每周报告一次）"),
    ],
    ids=["alone", "with a telephone", "behind units", "with more than persons"],
)
def test_a_bracket_of_persons_alone_is_no_part_of_the_task(words, body):
    """Whoever is named in it is kept as a person; what else it says stays where it is."""
    (item,) = items_of(f"一、任务\n1.泵站。{words}")
    assert (item.body, [person.name for person in item.people]) == (body, ["吴某"])


@pytest.mark.parametrize("words", ["待定", "空缺", "无"])
def test_a_post_that_nobody_holds_yet_names_no_person(words):
    (item,) = items_of(f"一、任务\n1.修路。\n责任单位：市甲局\n分管领导：{words}\n责任人：吴某、{words}")
    assert [person.name for person in item.people] == ["吴某"]


def test_an_office_behind_a_person_is_whose_the_person_is():
    """责任人:周某,疾控科 names one person, of an office; a piece that ends so is nobody's name."""
    (item,) = notice_of("一、任务\n1.抓好重点。（责任单位：县甲局；责任人：周某，疾控科）").items
    assert [(each.name, each.office) for each in item.people] == [("周某", "疾控科")]
