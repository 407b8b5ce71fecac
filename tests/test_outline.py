"""Outline: which numbers open an item, and what an item's id, title and text are."""

from __future__ import annotations

from itertools import accumulate

import pytest

from reading import codes_of, notice_of, plan_of
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Block
from responsibility.parse.clause.labels import make_source
from responsibility.parse.outline import find_nodes
from responsibility.spans import Locator, Span, fold

A, B, C = "（责任单位：市科技局）", "（责任单位：市财政局）", "（责任单位：市民政局）"


def ids_of(text: str) -> list[str]:
    return [item.id for item in notice_of(text).items]


def titles_of(text: str) -> dict[str, str]:
    return {item.id: item.title for item in notice_of(text).items}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"一、甲事。做好。{A}\n二、乙事。做好。{B}", ["1", "2"]),
        (f"一、任务\n（一）甲事。做好。{A}\n（二）乙事。做好。{B}", ["1.1", "1.2"]),
        (f"一、任务\n(一)甲类\n1.甲事。做好。{A}\n(二)乙类\n1.乙事。做好。{B}", ["1.1.1", "1.2.1"]),
        (f"一 、任务\n（ 一 ）甲类\n1 ．甲事。做好。{A}\n（ 二 ）乙类\n1 、乙事。做好。{B}", ["1.1.1", "1.2.1"]),
        (f"一、任务\n（一）甲类\n1.甲事。做好。{A}\n（二）乙类\n2.乙事。做好。{B}", ["1.1.1", "1.2.2"]),
        (f"一、任务\n（一）甲事。做好。{A}\n二、任务\n（二）乙事。做好。{B}", ["1.1", "2.2"]),
        (f"第一章 总则\n第一条 甲事。做好。{A}\n第二章 任务\n第二条 乙事，按第一条办。做好。{B}", ["1.1", "2.2"]),
        (f"一、任务\n1.甲事。做好。{A}\n2、乙事。做好。{B}\n3．丙事。做好。{C}", ["1.1", "1.2", "1.3"]),
        (f"一、任务\n1﹒甲事。做好。{A}\n２．乙事。做好。{B}", ["1.1", "1.2"]),
        (f"一、任务\n1.甲事。做好。{A}\n2突破乙事。做好。{B}", ["1.1", "1.2"]),
        (f"一、任务\n1.甲事。占比达到三分之二，做好。{A}\n2.乙事。完成百分之二、做好。{B}", ["1.1", "1.2"]),
        (f"一、任务\n（二十八）甲事。做好。{A}\n（二十九）乙事。做好。{B}", ["1.28", "1.29"]),
        (f"一、任务\n1.甲事。做好。{A}2.乙事。做好。{B}3.丙事。做好。{C}", ["1.1", "1.2", "1.3"]),
        (f"方案。一、任务(一)甲事。做好。{A}(二)乙事。做好。{B}二、保障(三)丙事。做好。{C}", ["1.1", "1.2", "2.3"]),
        (f"一、任务 （一）甲事。做好。{A} （二）乙事。做好。{B} 二、保障 （三）丙事。做好。{C}", ["1.1", "1.2", "2.3"]),
        (f"一、任务\n1.甲事。做好。{A}\n附件：1.名单\n2.表格", ["1.1"]),
        (f"附件：1.名单2.表格\n一、任务\n1.甲事。做好。{A}", ["1.1"]),
        (f"一、任务\n1.1甲事。做好。{A}\n1.2 乙事。做好。{B}\n二、保障\n2.1丙事。做好。{C}", ["1.1", "1.2", "2.1"]),
        (f"1.任务\n1.1 甲事。做好。{A}\n1.2 乙事。做好。{B}\n2.保障\n2.1 丙事。做好。{C}", ["1.1", "1.2", "2.1"]),
        (f"1 任务\n1.1 甲事。做好。{A}\n2 保障\n2.1 乙事。做好。{B}\n2.1.1 丙事。做好。{C}", ["1.1", "2.1", "2.1.1"]),
        (f"一、任务\n（一）甲类\n1.1甲事。做好。{A}\n（二）乙类\n2.1乙事。做好。{B}", ["1.1.1", "1.2.1"]),
        (f"一、任务\n1.甲事。增长\n1.5个百分点，\n3.2万人。{A}\n2.乙事。增\n2.1倍。{B}", ["1.1", "1.2"]),
        (f"一、支持\n甲事。做好。{A}\n乙事。做好。{B}\n2.丙事。做好。{C}", ["1.0.1", "1.0.2", "1.2"]),
        (f"一、任务\n1.1甲事。做好。{A}\n1.1乙事。做好。{B}\n1.2丙事。做好。{C}", ["1.1", "1.1-2", "1.2"]),
        (f"1.1甲事。做好。{A}\n1.2乙事。做好。{B}\n1.1丙事。做好。{C}", ["1.1", "1.2", "1.1-2"]),
        (f"1.1甲事。做好。{A}\n1.10乙事。做好。{B}\n1.2丙事。做好。{C}", ["1.1", "1.10", "1.2"]),
        (f"①甲事。做好。{A}\n①乙事。做好。{B}\n②丙事。做好。{C}", ["1", "1-2", "2"]),
        (f"①甲类\n（1）甲事。做好。{A}\n②乙类\n（1）乙事。做好。{B}\n（2）丙事。做好。{C}", ["1.1", "2.1", "2.2"]),
        (f"1.甲事。三、四季度做好。{A}\n2.乙事。五、六月做好。{B}", ["1", "2"]),
        (f"①甲类\n1.甲事。做好。{A}\n②乙类\n1.乙事。做好。{B}\n2.丙事。做好。{C}", ["1.1", "2.1", "2.2"]),
        (f"（1）甲类\n1.甲事。做好。{A}\n（2）乙类\n2.乙事。做好。{B}", ["1.1", "2.2"]),
        (f"1.甲事。①细化；②做好。{A}\n2.乙事。①细化；②做好。{B}", ["1", "2"]),
        (f"999.甲事。做好。{A}\n1000.乙事。做好。{B}\n1001.丙事。做好。{C}", ["999", "1000", "1001"]),
        (f"1.甲事。做好。{A}\n2025.6月前完成。\n2.乙事。做好。{B}", ["1", "2"]),
        (f"1.2025年3月底前做好。{A}\n2.2026 年 3 月前做好。{B}\n3.5月上旬前做好。{C}", ["1", "2", "3"]),
        (f"1、2025年3月底前做好。{A}\n2、12月2日前做好。{B}\n3、2025.3.5前做好。{C}", ["1", "2", "3"]),
        (f"1\ue0e5甲事。做好。{A}\n2□乙事。做好。{B}\n3 丙事。做好。{C}", ["1", "2", "3"]),
        (f"1.甲事。做好。{A}\u20282.乙事。做好。{B}", ["1", "2"]),
        ("1.甲事。（责任单位：1.市科技局；2.市财政局）\n2.乙事。（牵头单位：\n1.市民政局；\n2.市教育局）", ["1", "2"]),
        ("1.甲事。责任单位：1.市科技局；2.市财政局\n2.乙事。", ["1", "2"]),
        ("1.甲事。\n责任单位：\n1.市科技局\n2.市财政局\n2.乙事", ["1", "2"]),
    ],
)  # fmt: skip
def test_numbers_open_items(text: str, ids: list[str]):
    """By line or inline, running on or restarting, with any dot: the id is the full path of ordinals."""
    assert ids_of(text) == ids


@pytest.mark.parametrize(
    "words",
    [
        "第二、三、四季度各开工一批",
        "建设“共享、共建”一、二期",
        "用地3.0402年前供应",
        "提高0.5个百分点",
        "推进电厂（三期）建设",
        "加快一、二、三产业融合",
        "增长2.5倍",
        "见（一）（二）两款",
        "完成投资2.3亿元",
        "2.0版上线",
    ],
)
def test_false_heads_open_nothing(words: str):
    """Counts, quarters, phases and references inside a sentence are no items."""
    assert ids_of(f"一、任务\n1.甲事。{words}。{A}\n2.乙事。做好。{B}") == ["1.1", "1.2"]


def test_restarted_numbers_stay_apart_and_are_told():
    """A second 一、 and a second 1. get a suffix; one finding each."""
    plan = plan_of(f"一、甲\n1.子事。做好。{A}\n1.丑事。做好。{B}\n一、乙\n1.寅事。做好。{C}")
    assert [item.id for item in plan.items] == ["1.1", "1.1-2", "1-2.1"]
    assert codes_of(plan).count("NUMBER_REPEAT") == 2


def test_a_gap_is_told_with_what_was_expected():
    """4. behind 2. is an item and a finding that 3 was expected."""
    plan = plan_of(f"一、任务\n1.甲事。做好。{A}\n2.乙事。做好。{B}\n4.丁事。做好。{C}")
    jump = next(each for each in plan.findings if each.code == "NUMBER_JUMP")
    assert (jump.item_id, jump.params["number"], jump.params["expected"]) == ("1.4", "4.", 3)


def test_title_ends_at_the_first_full_stop_or_is_cut_at_a_phrase():
    """A printed title may hold commas and quotation marks; one we cut ends in an ellipsis."""
    assert titles_of(
        f"一、任务\n1.完善“某码”管理，便利通行。做好服务。{A}\n2.对受影响的企业，给予补贴，期限三个月。{B}\n"
        f"3.办好实事 推进惠民工程建设并且持续不断地抓好各个方面的工作以便让群众得到真正的实惠好处。{C}"
    ) == {"1.1": "完善“某码”管理，便利通行", "1.2": "对受影响的企业…", "1.3": "办好实事"}


def test_the_last_task_keeps_the_text_below_its_clause_where_the_others_have_theirs_there():
    bridge = "1.修桥（牵头单位：市甲局）\n建桥1座，9月底前通车。"
    notice = notice_of(f"{bridge}\n2.修路（牵头单位：市乙局）\n新修3条，10月底前通车。\n市丙局督办。\n")
    assert [item.body for item in notice.items] == ["建桥1座，9月底前通车。", "新修3条，10月底前通车。"]
    assert notice.items[1].due_text == "10月底前"


def test_what_stands_behind_the_last_task_is_told_if_it_says_anything_to_be_done():
    text = f"1.修桥。{A}\n2.修路。{B}\n各单位于每月5日前报送进展。\n特此通知。\n"
    told = [each.params["words"] for each in notice_of(text).findings if each.code == "LINE_BEHIND"]
    assert told == ["各单位于每月5日前报送进展。"]


def test_the_last_task_keeps_sentences_below_its_clause_that_say_a_figure_or_a_day():
    """Fields stay wherever they stand; the foot of a page and a closing request are none of it."""
    text = "一、服务\n（责任单位：市甲局）\n做好。\n新建站点25个。\n联系人：赵某　完成时限：10月底\n"
    last = notice_of(f"{text}某市公报2024年第5期\n请各单位于每月5日前报送。").items[-1]
    assert last.body.startswith("做好。\n新建站点25个。")
    assert (last.due_text, [one.name for one in last.people]) == ("10月底", ["赵某"])
    assert "公报" not in last.body


@pytest.mark.parametrize("clause", ["（市乙局）", ""])
def test_a_request_to_all_who_read_is_no_part_of_the_last_task(clause: str):
    """With or without a clause before it; it is told."""
    asked = "请各责任单位于每月5日前报市丙局（联系人：赵某）。"
    notice = notice_of(f"1.修路。做好。（市甲局）\n2.造林。做好。{clause}\n{asked}\n2024年3月1日")
    last = notice.items[-1]
    assert (last.body, last.due, last.people) == ("做好。", None, ())
    assert [each.params["words"] for each in notice.findings if each.code == "LINE_BEHIND"] == [asked]


def test_a_name_with_a_numeral_before_a_comma_opens_no_item():
    """三 of 张三 is no number."""
    notice = notice_of("一、甲。做好。（市甲局）\n二、乙。做好。（市乙局）\n附件2\n名单\n市甲局：张三，电话：81234\n")
    assert [item.number for item in notice.items] == ["一、", "二、"]


def test_a_line_below_a_heading_says_who_does_what_is_below_it():
    first = "一、产业\n以下任务由市甲局牵头，市乙局配合。\n1.建厂。\n2.修路。（市丙局牵头）"
    text = f"{first}\n二、民生\n3.养老。（市丁局负责）"
    units = [[each.name for clause in item.clauses for each in clause.mentions] for item in notice_of(text).items]
    assert units == [["市甲局", "市乙局"], ["市丙局"], ["市丁局"]]


def test_a_title_ends_at_the_dash_before_the_clause():
    notice = notice_of("一、整治\n1.开展清查——责任部门：市甲局；配合部门：市乙局\n2.备案。（市丙局负责）")
    assert [(item.title, item.body) for item in notice.items] == [("开展清查", ""), ("备案", "")]


def test_body_is_the_text_without_title_and_clauses():
    """A clause before the full stop leaves a whole sentence; the text of a cut title stays."""
    bodies = [
        item.body
        for item in notice_of(
            f"一、任务\n1.甲事。先做一{A}。再做二。\n2.对企业，给予补贴。{B}\n3.丙事。做\n好。\n责任单位：市民政局"
        ).items
    ]
    assert bodies == ["先做一。再做二。", "对企业，给予补贴。", "做\n好。"]


def test_paragraphs_with_their_own_clause_under_a_bare_head_are_items():
    """Each is an item below the heading's number; a head with one clause is an item itself."""
    notice = notice_of(f"一、支持平台\n培育企业。给予奖补。{A}\n推广应用。给予奖补。{B}\n二、支持人才\n组织培训。{C}")
    assert [(item.id, item.number, item.title) for item in notice.items] == [
        ("1.1", "一、", "培育企业"),
        ("1.2", "一、", "推广应用"),
        ("2", "二、", "支持人才"),
    ]
    assert notice.items[1].path[0].title == "支持平台"


def test_a_block_without_any_number_has_its_first_line_for_a_title():
    """The lines of persons between the task and its clause are none of it."""
    notice = notice_of("培育企业\n主管领导：张某\n责任单位：市甲局\n\n推广应用\n主管领导：李某\n责任单位：市乙局")
    assert [item.title for item in notice.items] == ["培育企业", "推广应用"]


def test_a_clause_that_closes_a_section_belongs_to_it():
    """Unnumbered paragraphs, or bare points, with one clause at their end are one item."""
    notice = notice_of(
        "一、任务\n（一）甲事\n做一。\n做二。\n责任单位：市科技局\n（二）乙事\n1.做三。\n2.做四。\n3.做五。\n责任单位：市财政局"
    )
    assert [(item.id, item.body) for item in notice.items] == [
        ("1.1", "做一。\n做二。"),
        ("1.2", "1.做三。\n2.做四。\n3.做五。"),
    ]


def test_small_points_are_part_of_their_item():
    """（1）（2） with one clause at the end are text of the item above."""
    notice = notice_of(f"一、任务\n1.甲事。推进：（1）建链；（2）补链。{A}\n2.乙事。做好。{B}")
    assert [(item.id, item.body, len(item.clauses)) for item in notice.items] == [
        ("1.1", "推进：（1）建链；（2）补链。", 1),
        ("1.2", "做好。", 1),
    ]


def test_a_head_item_and_the_points_below_it_are_all_items():
    """A clause on （一） and clauses on its 1. 2. make three items."""
    assert ids_of(f"一、任务\n（一）甲类。总抓。{A}\n1.甲事。做好。{B}\n2.乙事。做好。{C}") == ["1.1", "1.1.1", "1.1.2"]


def test_items_without_a_clause_are_items_with_a_note():
    """A leaf as deep as those that name units is an item; a shallower one is a heading."""
    plan = plan_of(
        f"一、目标\n稳步增长。\n二、任务\n1.甲事。做好。{A}\n三、保障\n1.加强领导。抓好。\n2.加强考核。抓好。"
    )
    assert [(item.id, bool(item.clauses)) for item in plan.items] == [("2.1", True), ("3.1", False), ("3.2", False)]
    assert codes_of(plan).count("ITEM_NO_CLAUSE") == 2


def test_clauses_without_any_number_are_not_lost():
    """Paragraphs before the first number, and attachments behind the last, still give items, with a warning."""
    plan = plan_of(f"抓好甲事。做好。{A}\n一、任务\n1.乙事。做好。{B}\n附件：分工表\n抓好丙事。{C}")
    assert [(item.id, item.title) for item in plan.items] == [("0.1", "抓好甲事"), ("1.1", "乙事"), ("0.2", "抓好丙事")]
    assert codes_of(plan).count("ITEM_UNNUMBERED") == 2


def test_the_last_item_ends_before_signature_and_closing_words():
    """What stands behind the last clause belongs to the notice, not to the item."""
    item = notice_of(f"一、任务\n1.甲事。做好。{A}\n本方案自印发之日起施行。\n某某市人民政府\n2024年3月1日").items[-1]
    assert item.body == "做好。"
    bare = notice_of(f"一、任务\n1.甲事。做好。{A}\n2.乙事。抓好。\n某某市人民政府办公室\n2024年3月1日").items[-1]
    assert bare.body == "抓好。"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("产业发展", "民生保障"),
        ("增效", "降本"),
        ("【产业发展】", "【民生保障】"),
        ("● 产业发展", "● 民生保障"),
        ("板块二 产业", "板块三 民生"),
    ],
)
def test_lines_between_tasks_that_more_than_one_place_has_are_headings(first: str, second: str):
    """They are no part of the task before."""
    notice = notice_of(
        f"某市工作要点\n\n{first}\n1.造林。做好。（市甲局）\n{second}\n2.防火。抓好。（市乙局）\n3.排涝。抓好。（市乙局）"
    )
    assert [(item.number, item.body) for item in notice.items] == [("1.", "做好。"), ("2.", "抓好。"), ("3.", "抓好。")]
    assert [item.path[0].title for item in notice.items] == [each.strip("【】● ") for each in (first, second, second)]


def test_parts_without_a_number_part_the_numbers_below_them():
    """一、 begins anew in each part, which is no repeated number."""
    text = f"某市工作要点\n第一部分 产业\n一、造林。做好。{A}\n第二部分 民生\n一、防火。抓好。{B}"
    notice = notice_of(text)
    assert [each.code for each in notice.findings] == []
    assert [item.path[0].title for item in notice.items] == ["第一部分 产业", "第二部分 民生"]


def test_a_line_that_looks_like_a_heading_at_one_place_only_is_told():
    """What every task has below it is no heading, nor a unit, a day or words that go on in the line below."""
    once = notice_of(f"1.造林。做好。{A}\n2.排涝。做好。{A}\n民生保障\n3.防火。抓好。{B}\n4.巡查。抓好。{B}")
    assert [each.code for each in once.findings] == ["HEADING_DOUBTFUL"]
    assert "民生保障" in once.items[1].body
    for line in ("市丙局", "6月底前", "全年", "新建道路，"):
        text = f"1.造林。做好。{A}\n{line}\n2.排涝。做好。{A}\n{line}\n3.防火。抓好。{B}\n{line}"
        assert not any(item.path for item in notice_of(text).items)


def test_a_heading_behind_a_task_without_a_sign_at_its_end_is_told_where_one_stands_above_the_first():
    """What each task has below it is no heading."""
    text = "某市工作要点\n\n产业发展\n1.造林\n2.补植\n民生保障\n3.防火\n4.巡护\n"
    assert [each.params["text"] for each in notice_of(text).findings if each.code == "HEADING_DOUBTFUL"] == ["民生保障"]
    each = "某市工作要点\n\n产业发展\n1.修桥\n建设桥梁\n2.修路\n新修道路\n3.造林\n"
    assert "HEADING_DOUBTFUL" not in [each.code for each in notice_of(each).findings]


def test_the_head_of_each_page_is_no_heading():
    """Nor is it told as one; a heading that one page has is."""
    lines = [
        (1, "某市公报"),
        (1, f"1.造林。{A}"),
        (2, "某市公报"),
        (2, f"2.补植。{A}"),
        (2, "民生保障"),
        (2, f"3.防火。{B}"),
    ]
    text = "\n".join(words for _, words in lines)
    ends = [*accumulate(len(words) + 1 for _, words in lines)]
    spans = [Span(end - len(words) - 1, end - 1) for end, (_, words) in zip(ends, lines, strict=True)]
    blocks = [Block(span, Locator(page=page)) for span, (page, _) in zip(spans, lines, strict=True)]
    _, findings = find_nodes(make_source(text, fold(text), load_lexicon()), blocks)
    assert [each.params["text"] for each in findings if each.code == "HEADING_DOUBTFUL"] == ["民生保障"]


def test_who_handles_a_task_and_helps_is_read_from_lines_with_a_day_below():
    plan = plan_of(
        "1.修路\n主办：市甲局\n会办：市乙局\n办结时限：6月30日前\n2.造林\n主办：市丙局\n会办：市乙局\n办结时限：9月底\n"
    )
    assert [item.due_text for item in plan.items] == ["6月30日前", "9月底"]
    assert [(each.item_id, each.role.value) for each in plan.assignments] == [
        ("1", "lead"),
        ("1", "support"),
        ("2", "lead"),
        ("2", "support"),
    ]


def test_paragraphs_that_open_like_fields_are_tasks_of_their_own():
    """The line holds a clause of its own; a field between the clauses of one task holds none."""
    text = "一、基建\n管网：铺管9公里。牵头单位：市甲局；配合单位：市乙局\n路灯：装灯40盏。（责任单位：市丙局）\n"
    found = [(item.title, len(item.clauses[0].mentions)) for item in notice_of(text).items]
    assert found == [("管网：铺管9公里", 2), ("路灯：装灯40盏", 1)]


@pytest.mark.parametrize("below", ["抄送：市委办公室。", "附件：任务清单", "2024年3月1日"])
def test_a_short_line_of_duty_above_the_tail_is_no_signature(below):
    text = f"一、任务\n1.甲事。\n牵头单位：市甲局\n责任单位：市乙局\n{below}"
    assert [(item.id, len(item.clauses[0].mentions)) for item in notice_of(text).items] == [("1.1", 2)]


def test_header_targets_and_deadline_are_read_too():
    """A notice carries its header, and an item what it promises and by when."""
    notice = notice_of(f"某市2024年工作要点\n一、任务\n1.甲事。年底前新建平台80个。{A}")
    assert [(target.value, target.unit) for target in notice.items[0].targets if target.unit] == [(80.0, "个")]
    assert notice.items[0].due is not None


def test_numbers_of_three_digits_are_numbers():
    """The plan of a large city counts beyond 200."""
    text = "\n".join(f"{n}.事{chr(0x4E00 + n)}。做好。{A}" for n in range(198, 212))
    assert ids_of(text) == [str(n) for n in range(198, 212)]


def test_a_number_of_five_digits_opens_an_item():
    plan = plan_of("一、任务\n10000.做甲。（市甲局负责）\n10001.做乙。（市乙局负责）\n10002.做丙。（市丙局负责）")
    assert [item.number for item in plan.items] == ["10000.", "10001.", "10002."]


def test_fields_below_a_clause_belong_to_its_block():
    """Blocks without numbers: the task, who leads, which units, by when."""
    blocks = "一、实事\n新建甲。\n主管领导：某某\n责任单位：市科技局\n进度安排：6月底前完成。\n\n"
    blocks += "新建乙。\n责任单位：市财政局\n时限：9月底前"
    first, second = notice_of(f"2025年实事分工\n{blocks}").items
    assert (first.title, first.due) == ("新建甲", "2025-06-30")
    assert (second.title, second.due) == ("新建乙", "2025-09-30")


def test_a_schedule_below_the_last_clause_belongs_to_its_item():
    """It is no closing remark, whichever word of a deadline heads it."""
    last = notice_of(f"1.甲事。{A}\n工作安排：5月底前。\n2.乙事。\n责任单位：市财政局\n工作安排：8月底前。").items[-1]
    assert last.due_text == "8月底前"


def test_tasks_that_ran_together_are_told():
    """A number of a form that nobody knows opens no item; the clause behind it shows that one is missing."""
    (item, _) = notice_of(f"1.甲事。做好。{A}\n贰-乙事。做好。{B}\n2.丙事。做好。{C}").items
    assert len(item.clauses) == 2
    plan = plan_of(f"1.甲事。做好。{A}\n贰-乙事。做好。{B}\n2.丙事。做好。{C}")
    assert [each.params["count"] for each in plan.notice.findings if each.code == "ITEM_SEVERAL"] == [2]


def test_several_clauses_without_numbers_between_are_only_noted():
    notes = [
        each for each in notice_of(f"1.甲事。做好。{A}再做乙事也做好。{B}").findings if each.code == "ITEM_SEVERAL"
    ]
    assert [each.severity.value for each in notes] == ["note"]


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (
            ["1.9、10、11月外运淤泥", "2.5公里渠道清淤", "3.普查水库"],
            ["9、10、11月外运淤泥", "5公里渠道清淤", "普查水库"],
        ),
        (["1.1.5万户改水", "2.1.8万户改厕"], ["1.5万户改水", "1.8万户改厕"]),
        (["1.建库", "2.30座泵站体检"], ["建库", "30座泵站体检"]),
    ],
)
def test_the_neighbours_tell_a_number_before_a_figure_from_a_decimal(lines, titles):
    text = "一、任务\n" + "\n".join(f"{line}。{A}" for line in lines)
    assert [item.title for item in notice_of(text).items] == titles


def test_a_decimal_at_the_start_of_a_line_opens_no_item():
    """Neither in the middle of a sentence nor where the next number is its own."""
    text = f"一、任务\n1.新建渠道\n2.5公里,\n3.5公里。{A}\n2.普查水库。{B}"
    assert ids_of(text) == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("numbers", "printed"), [(("2.1 ", "2.1 ", "2.2 "), ["2.1", "2.1", "2.2"]), (("⑴", "⑵", "⑵"), ["⑴", "⑵", "⑵"])]
)
def test_repeated_numbers_below_a_heading_are_the_items_own(numbers, printed):
    lines = (f"{number}{words}。做好。{A}" for number, words in zip(numbers, ("甲事", "乙事", "丙事"), strict=True))
    notice = notice_of("一、任务\n" + "\n".join(lines))
    assert [item.number for item in notice.items] == printed
    assert [item.title for item in notice.items] == ["甲事", "乙事", "丙事"]
    assert "NUMBER_REPEAT" in codes_of(notice)
