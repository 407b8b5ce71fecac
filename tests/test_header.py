"""A notice's head is read from a site's fields or from the letter itself."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import document_of
from reading import notice_of
from responsibility.extract import extract_document
from responsibility.kinds import BlockKind
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Block, Document, Header
from responsibility.parse import parse_notice
from responsibility.parse.facts.header import parse_header, tell_when
from responsibility.parse.facts.numerals import find_day, read_number
from responsibility.spans import Locator, Span
from sources import xlsx_of

NOTICE = Path(__file__).parents[1] / "matrix/plans/xianning-green-2023/notice.txt"
BODY = "一、总体要求\n1.做好工作。\n"


def head_of(head: str, body: str = BODY) -> Header:
    return parse_header(document_of(head + body), len(head))


def test_reference_notice_gives_every_field_of_its_head():
    """Fields stand several on a line, with spaces inside labels and 无 for none; the title keeps its space."""
    text = NOTICE.read_text("utf-8-sig")
    assert parse_header(document_of(text), text.index("一、指导思想")) == Header(
        title="关于印发咸宁市绿色发展专业委员会 2023年工作计划的通知",
        issuer="咸宁市发展和改革委员会(市绿色发展专业委员会办公室)",
        document_number=None,
        index_number="011336925/2023-11100",
        issued_on=date(2023, 3, 24),
        published_on=date(2023, 4, 4),
        addressees=("市绿色发展专业委员会各成员单位",),
    )


def test_a_sites_fields_are_read_in_full_width_and_with_spaces_in_their_labels():
    """名　称：, 文 号:, two or three on a line; a label that fills nothing ends the value before it."""
    header = head_of(
        "索　引　号：A001/2024-7　主题分类：综合政务\n"
        "发布机构： 甲市人民政府办公室 成文日期：2024年02月05日\n"
        "名　　称：关于印发某方案的通知\n"
        "文　　号：甲政办发〔2024〕5号  发布日期：2024-02-08\n"
    )
    assert header == Header(
        title="关于印发某方案的通知",
        issuer="甲市人民政府办公室",
        document_number="甲政办发〔2024〕5号",
        index_number="A001/2024-7",
        issued_on=date(2024, 2, 5),
        published_on=date(2024, 2, 8),
    )


def test_a_table_cell_may_hold_a_label_and_the_next_its_value():
    """A site's head comes out of HTML as a table: label and value are two cells."""
    cells = ["索引号:", "B-17", "发文字号:", "无", "名称:", "某计划", "发布日期:", "2024-03-01", "正文"]
    text = "\n".join(cells)
    blocks, start = [], 0
    for column, cell in enumerate(cells, 1):
        kind = BlockKind.PARAGRAPH if cell == "正文" else BlockKind.CELL
        blocks.append(Block(Span(start, start + len(cell)), Locator(table=1, row=1, column=column), kind))
        start += len(cell) + 1
    document = Document("a.html", "text/html", "0" * 64, text, tuple(blocks))
    assert parse_header(document, text.index("正文")) == Header(
        title="某计划", index_number="B-17", published_on=date(2024, 3, 1)
    )


def test_a_sentence_that_introduces_measures_addresses_nobody():
    """现提出如下措施: ends in a colon as addressees do."""
    text = "某市工作计划\n为落实各级部署,支持有关企业,现提出如下措施:\n一、加强监管\n1.开展检查。(责任单位:市a局)"
    assert head_of(text).addressees == ()


def test_who_does_what_stands_below_a_line_is_not_addressed():
    assert head_of("某市工作要点\n市甲局牵头，市乙局配合：\n").addressees == ()


def test_to_whom_a_letter_is_copied_is_no_addressee():
    """抄报: ends in a colon as addressees do; whoever stands before it is asked for nothing."""
    assert head_of("某省防汛指挥部办公室特急抄报:\n省委、省政府领导\n一、任务\n").addressees == ()


def test_a_plain_letter_gives_title_number_addressees_signature_and_date():
    """No field at all: the lines say it by their form and place."""
    header = head_of(
        "甲市人民政府办公室关于印发\n甲市某三年行动方案的通知\n甲政办〔2023〕5号\n"
        "各县（市、区）人民政府，市直各部门、各直属机构：\n现将方案印发给你们，请认真落实。\n"
        "甲市人民政府办公室\n二〇二三年三月二十四日\n（此件公开发布）\n"
    )
    assert header == Header(
        title="甲市人民政府办公室关于印发甲市某三年行动方案的通知",
        issuer="甲市人民政府办公室",
        document_number="甲政办〔2023〕5号",
        issued_on=date(2023, 3, 24),
        addressees=("各县（市、区）人民政府", "市直各部门", "各直属机构"),
    )


def test_a_letter_run_together_on_one_line_gives_the_same():
    """Texts lose their line breaks on the way; blanks and words still tell the parts."""
    header = head_of(
        "乙省人民政府办公厅关于支持某某发展若干措施的通知 乙政办发〔2022〕18号 各市、县人民政府，省政府各部门： "
        "现将措施印发给你们。 乙省人民政府办公厅 2022年2月16日 "
    )
    assert header == Header(
        title="乙省人民政府办公厅关于支持某某发展若干措施的通知",
        issuer="乙省人民政府办公厅",
        document_number="乙政办发〔2022〕18号",
        issued_on=date(2022, 2, 16),
        addressees=("各市、县人民政府", "省政府各部门"),
    )


def test_the_title_of_an_annex_is_none_of_the_letter_above():
    """A title that lost the line end behind it wins over one that stands by itself in the annex."""
    annex = "附件1\n某市重点任务分工方案\n"
    letter = "某市人民政府办公室关于印发重点任务分工的通知各县（市、区）人民政府：\n现印发给你们。\n"
    assert head_of(letter + annex).title == "某市人民政府办公室关于印发重点任务分工的通知"
    assert head_of(letter + annex).addressees == ("各县（市、区）人民政府",)
    assert head_of(annex).title == head_of("现印发给你们。\n" + annex).title == "某市重点任务分工方案"


@pytest.mark.parametrize("path", ["首页 > 政务公开 > 通知公告", "您的位置：首页 » 规划计划", "首页＞政务公开＞通知"])
def test_where_a_page_stands_on_its_site_is_no_title(path):
    title = "某市人民政府办公室关于印发重点任务分工的通知"
    assert head_of(f"{path}\n{title}\n发布时间：2026-03-25 字号：大 中 小\n").title == title


def test_blanks_inside_the_day_of_the_signature_are_nothing():
    """2025 年 3 月 12 日 signs as 2025年3月12日 does."""
    header = head_of("关于做好某项工作的通知\n市直各单位：\n", BODY + "甲市某某局\n2023 年 5 月 6 日\n")
    assert header.issued_on == date(2023, 5, 6)


@pytest.mark.parametrize(
    ("behind", "issued"),
    [
        ("2025年3月8日", date(2025, 3, 8)),
        ("二〇二五年三月八日\n（此件公开发布）\n附件\n1.修缮泵站。", date(2025, 3, 8)),
        ("完成时限：\n2025年3月8日", None),
        ("2025年3月12日", None),
        ("2025年3月8日\n2.清理河道。", None),
    ],
)
def test_a_day_alone_at_the_end_of_the_main_text_is_that_of_issue(behind: str, issued: date | None):
    """Nobody signs; a field's value, a day after the site's and one between tasks are not it."""
    body = f"1.新建公园。（责任单位：市园林局）\n{behind}\n"
    assert head_of("发布日期：2025年3月10日\n丙市2025年工作要点\n", body).issued_on == issued


def test_a_signature_may_stand_behind_the_body():
    """A letter that is itself the plan signs at its end."""
    header = head_of("关于做好某项工作的通知\n市直各单位：\n", BODY + "甲市某某局\n2023年5月6日\n")
    assert (header.issuer, header.issued_on) == ("甲市某某局", date(2023, 5, 6))


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("甲市财政局关于印发某方案的通知", "甲市财政局"),
        ("甲省人民政府印发关于稳定经济若干措施的通知", "甲省人民政府"),
        ("关于印发某方案的通知", None),
        ("某县年度民生实事", None),
        ("甲县委办公室 甲县人民政府办公室印发《某重点任务》", "甲县委办公室 甲县人民政府办公室"),
        ("甲市某某三年行动计划（2023—2025年）", None),
    ],
)
def test_a_title_may_name_the_issuer(title, issuer):
    """Where nobody signs, the words before 关于 are the issuer if they end as an office does."""
    header = head_of(title + "\n为做好工作，制定本文。\n")
    assert (header.title, header.issuer) == (title, issuer)


def test_the_class_under_which_a_site_files_a_notice_is_no_part_of_its_title():
    header = head_of("【重点工作】甲市财政局关于印发某方案的通知\n为做好工作，制定本文。\n")
    assert (header.title, header.issuer) == ("甲市财政局关于印发某方案的通知", "甲市财政局")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", Header()),
        ("为做好工作，根据《关于某事的通知》（某发〔2020〕1号），制定本方案。\n", Header()),
        ("本表说明:名称: 甲\n", Header()),
        ("2023年1月2日\n", Header(issued_on=date(2023, 1, 2))),
        ("文号：\n发文日期：未定\n", Header()),
        ("要求如下：\n", Header()),
    ],
)
def test_what_is_not_printed_is_none(head, expected):
    """Prose, citations, empty fields and colons that address nobody fill no field."""
    assert head_of(head) == expected


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023年3月24日", date(2023, 3, 24)),
        ("2023年03月24日", date(2023, 3, 24)),
        ("2023-03-24 10:20", date(2023, 3, 24)),
        ("2023/3/4", date(2023, 3, 4)),
        ("2023.03.24", date(2023, 3, 24)),
        ("2023 年 3 月 24 日", date(2023, 3, 24)),
        ("二〇二三年三月二十四日", date(2023, 3, 24)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("二O二三年十月十日", date(2023, 10, 10)),
        ("2023年2月30日", None),
        ("2023年3月", None),
        ("", None),
    ],
)
def test_days_are_read_however_they_are_printed(words, day):
    """Digits, digits with signs, and the numerals of signatures; a day the calendar lacks is none."""
    found = find_day(words)
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("十五万", 150_000),
        ("一亿二千万", 120_000_000),
        ("二〇二三", 2023),
        ("1,200.5", 1200.5),
        ("1.2.3", None),
        ("甲", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_digits_and_in_chinese(words, number):
    """Positional and digit-wise numerals; what is no number is None."""
    assert read_number(words) == number


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "名称",
                "文 号",
                ":",
                "：",
                "\n",
                " ",
                "关于",
                "通知",
                "各单位",
                "2023年1月1日",
                "甲局",
                "〔2023〕1号",
                "甲",
                "《",
                "》",
            ]
        )
    ).map("".join),
    st.integers(0, 80),
)
def test_any_head_is_read_without_failing(text, end):
    """Mangled heads give a Header whose texts are printed in the document; a 文号 without its blanks."""
    header = parse_header(document_of(text), end)
    assert all(words in text for words in header.addressees)
    assert header.document_number is None or header.document_number in re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["某市人民政府办公室", "关于印发任务分工的通知"], "某市人民政府办公室关于印发任务分工的通知"),
        (["某市人民政府办公室关于印发重点", "任务分工的通知"], "某市人民政府办公室关于印发重点任务分工的通知"),
        (["某市2025年实事", "责任分工表"], "某市2025年实事责任分工表"),
        (["某市人民政府文件", "关于做好工作的意见"], "关于做好工作的意见"),
        (["某市发展改革局", "2025年工作计划"], "2025年工作计划"),
        (["某市关于印发《工作方案》", "的 通 知"], "某市关于印发《工作方案》的通知"),
        (["某市科技局 关 于 印 发 方案 的 通 知"], "某市科技局关于印发方案的通知"),
    ],
)
def test_a_title_may_stand_on_two_lines(lines, title):
    assert parse_header(document_of("\n".join(lines)), 500).title == title


@pytest.mark.parametrize(
    "printed",
    [
        "某政办发 〔2025〕 7 号",
        "某 政 办 发 〔 2025 〕 7 号",
        "某政办发〔2025〕\n7号",
        "〔2025〕7号\n某政办发",
        "某政办发〔2025〕7号",
    ],
)
def test_a_document_number_is_read_with_blanks_in_it_and_over_two_lines(printed):
    assert parse_header(document_of(f"{printed}\n某市关于做好工作的通知"), 500).document_number == "某政办发〔2025〕7号"


def test_the_hour_at_which_a_site_published_is_no_day_of_issue():
    """Nor do the site's labels below the title hide whom the notice addresses."""
    site = "2025-03-20 18:08\n来源：本网\n浏览次数：3\n字体：大\n"
    letter = "机关各处室、局属各单位：\n  现将分工印发给你们，请执行。\n某市城管局\n2025年3月19日\n"
    header = head_of(f"某市城管局关于印发城市体检任务分工的通知\n{site}{letter}")
    assert (header.issuer, header.issued_on) == ("某市城管局", date(2025, 3, 19))
    assert header.addressees == ("机关各处室、局属各单位",)


@pytest.mark.parametrize("year", ["2024", "２０２４", "二〇二四", "二○二四"])
def test_the_year_of_a_plan_is_read_in_any_digits(year):
    head = f"某市{year}年重点任务"
    assert tell_when(head_of(f"{head}\n"), head).year == 2024


def test_a_title_among_a_sites_fields_goes_before_that_of_what_it_encloses():
    site = "索引号：A1\n发文机关：某市乙局\n关于印发《某市节水要点》的通知\n发布时间：2026-02-20 来源：本网\n"
    header = head_of(f"{site}局属各单位：\n现印发给你们。\n某市节水要点\n")
    assert (header.title, header.addressees) == ("关于印发《某市节水要点》的通知", ("局属各单位",))


def test_the_day_of_the_signature_is_the_day_of_issue_and_the_site_names_the_other():
    head = "某市关于做好工作的通知\n发布日期：2025-03-20\n各单位：\n现印发给你们。\n某市人民政府办公室\n2025年3月12日"
    header = parse_header(document_of(head), 500)
    assert (header.title, header.issued_on, header.published_on) == (
        "某市关于做好工作的通知",
        date(2025, 3, 12),
        date(2025, 3, 20),
    )


def test_no_cell_of_a_table_signs_dates_or_is_addressed():
    rows = [["任务清单"], ["填报单位：某办"], ["任务", "单位", "时限"], ["做甲", "某市林业局", "2025-06-30"]]
    document = extract_document(xlsx_of(rows), "a.xlsx")
    header = parse_header(document, len(document.text))
    assert (header.title, header.issuer, header.issued_on, header.addressees) == ("任务清单", None, None, ())


def test_a_title_goes_on_behind_a_word_that_could_end_it():
    """分工 could end a title, but what 印发 opened is a 通知."""
    title = "某市人民政府办公室关于印发2025年城市更新重点任务分工"
    assert head_of(f"{title}\n方案的通知\n各县人民政府：\n").title == f"{title}方案的通知"
    assert head_of("某市城市更新重点任务分工\n按照会议的通知\n").title == "某市城市更新重点任务分工"


def test_a_bracket_below_the_title_gives_number_and_day():
    header = head_of("某区城市体检任务分工\n（某政办〔２０２５〕12号，2025年3月28日印发）\n")
    assert (header.document_number, header.issued_on) == ("某政办〔2025〕12号", date(2025, 3, 28))


@pytest.mark.parametrize("number", ["某政〔2025〕12号", "某政（2025）12号"])
@pytest.mark.parametrize("head", ["{}\n各镇人民政府：\n", "{}\n来源：某网\n为做好此项工作，提出以下意见。\n"])
def test_a_number_in_a_bracket_that_ends_the_titles_line_is_none_of_its_words(head, number):
    header = head_of(head.format(f"某市人民政府关于印发城市体检任务分工的通知（{number}）"))
    assert header.document_number == number
    assert header.title == "某市人民政府关于印发城市体检任务分工的通知"


def test_a_number_that_a_title_quotes_is_not_the_notices():
    header = head_of("某市关于落实城市体检意见（某政〔2025〕12号）的分工方案\n各镇人民政府：\n")
    assert (header.document_number, header.title) == (None, "某市关于落实城市体检意见（某政〔2025〕12号）的分工方案")


def test_the_day_behind_the_number_below_the_title_is_that_of_issue():
    header = head_of("某县人民政府关于下达任务的通知\n某政发〔2025〕3号 2025年3月1日\n各乡镇人民政府：\n")
    assert (header.document_number, header.issued_on) == ("某政发〔2025〕3号", date(2025, 3, 1))
    assert header.addressees == ("各乡镇人民政府",)
    sited = "某县人民政府关于下达任务的通知\n文号 某政发〔2025〕3号 发布于 2025年3月5日\n各乡镇人民政府：\n"
    assert head_of(sited).issued_on is None


def test_two_issuers_stand_above_what_they_print():
    title = "中共某县委办公室 某县人民政府办公室\n印发《关于推进乡村振兴的分工方案》的通知"
    assert head_of(f"{title}\n各乡镇：\n").title == title.replace("\n", "")


@pytest.mark.parametrize(
    ("signed", "issuer"),
    [
        ("东川市甲局　　东川市乙局\n东川市丙委员会\n2025年3月5日", "东川市甲局、东川市乙局、东川市丙委员会"),
        ("中共东川市委办公室\n东川市人民政府办公室\n2025年3月5日", "中共东川市委办公室、东川市人民政府办公室"),
        ("西山县甲局\n东川市乙局\n2025年3月5日", "东川市乙局"),
    ],
)
def test_all_who_sign_together_issue(signed, issuer):
    assert head_of(f"关于印发年度任务分工的通知\n各县（区）：\n现印发给你们。\n{signed}\n").issuer == issuer


def test_who_made_the_table_is_no_addressee():
    assert head_of("某县2025年重点任务分工\n制表单位：某县督查室\n").addressees == ()
    assert head_of("某县2025年重点任务分工\n县直单位：\n").addressees == ("县直单位",)


def test_a_page_that_lost_its_colons_still_gives_its_facts():
    facts = "索引号 01/2025-12 主题分类 综合政务\n发文机关 某县人民政府 成文日期 2025年03月01日\n"
    facts += "标题 某县人民政府关于下达任务的通知\n发文字号 某政发〔2025〕3号 发布日期 2025年03月05日\n"
    header = head_of(f"{facts}\n各乡镇人民政府：\n")
    assert (header.title, header.issuer) == ("某县人民政府关于下达任务的通知", "某县人民政府")
    assert (header.document_number, header.index_number) == ("某政发〔2025〕3号", "01/2025-12")
    assert (header.issued_on, header.published_on) == (date(2025, 3, 1), date(2025, 3, 5))
    assert header.addressees == ("各乡镇人民政府",)
    assert head_of("某县任务清单\n分类 来源 标题 说明\n").title == "某县任务清单"


def test_a_site_prints_its_fields_as_cells_beside_each_other():
    """Labels and values alternate in a row, without colons; what the site sets beside the letter addresses nobody."""
    page = """<table><tr><td>索引号</td><td>0101/2026-12</td><td>主题分类</td><td>综合</td></tr>
    <tr><td>发文字号</td><td>东政办发〔2026〕7号</td><td>有效性</td><td>有效</td></tr></table>
    <h1>东川市人民政府办公室关于印发2026年护林计划的通知</h1><div><p>相关解读</p><p>一图看懂：护林计划</p></div>
    <p>各县（区）人民政府：</p><p>现将计划印发给你们，请遵照执行。</p><p>1.巡山。（责任单位：市林业局）</p>"""
    document = extract_document(page.encode(), "a.html")
    header = parse_header(document, document.text.index("1.巡山"))
    assert (header.document_number, header.index_number) == ("东政办发〔2026〕7号", "0101/2026-12")
    assert header.addressees == ("各县（区）人民政府",)


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("甲市二〇二四年工作要点\n", 2024),
        ("甲市２０２４年工作要点\n", 2024),
        ("甲市 2024 年工作要点\n", 2024),
        ("督办会纪要\n2024年3月12日，某主任召开会议，明确如下任务。\n", 2024),
        ("周例会纪要\n时间：2024年3月12日 上午\n主持人：某主任\n", 2024),
        ("甲市工作要点\n2024年3月12日以来，任务很重。\n", None),
    ],
    ids=["Han", "full width", "blanks", "minutes", "time of minutes", "prose"],
)
def test_the_plans_year_is_read_in_any_digits_and_from_the_day_of_a_meeting(head, year):
    """The title goes first; a day that opens a sentence of no meeting is no plan's."""
    assert tell_when(head_of(head), head + BODY).year == year


PLAN = "甲市三年行动方案（2024—2026年）\n甲市人民政府\n2024年3月1日\n"


@pytest.mark.parametrize(
    ("heading", "words", "due"),
    [
        ("一、2025年任务", "6月底前", "2025-06-30"),
        ("一、二〇二五年任务", "6月底前", "2025-06-30"),
        ("一、巩固2022年成果", "6月底前", None),
        ("一、任务", "6月底前", None),
        ("一、任务", "6月10—12日完成", None),
        ("一、任务", "2025年5月底前选址，12月底前", "2025-12-31"),
        ("一、任务", "2025年新建3所，6月底前", "2025-06-30"),
        ("一、任务", "比2025年翻番，6月底前", None),
        ("一、任务", "今年6月底前", "2024-06-30"),
    ],
)
def test_a_month_of_a_plan_for_several_years_needs_a_year(heading, words, due):
    """Its own, that of its section or of what stands before it; else it is kept as printed and told."""
    notice = notice_of(f"{PLAN}{heading}\n1.修路。{words}完工。（市甲局）\n2.修桥。（市乙局）\n")
    assert notice.items[0].due == due
    assert ("DUE_DOUBTFUL" in [each.code for each in notice.findings]) is (due is None)
    assert notice.items[0].due_text


@pytest.mark.parametrize(("title", "told"), [("甲市工作要点", [2]), ("甲市2024年工作要点", [])])
def test_months_of_a_notice_without_a_year_are_told_once(title, told):
    """The words stay as printed; 长期 would have no day with a year either."""
    tasks = "1.修路。6月底前完工。（市甲局）\n2.修桥。年底前建成。（市乙局）\n3.种树。长期。（市乙局）\n"
    found = [each for each in notice_of(f"{title}\n{tasks}").findings if each.code == "DUE_YEARLESS"]
    assert [each.params["count"] for each in found] == told


@pytest.mark.parametrize(("subject", "text"), [("转发：甲县关于修路的通知", ""), ("请查收", "甲县关于修路的通知\n")])
def test_a_letter_is_dated_by_its_mail_and_titled_where_its_text_has_no_title(subject, text):
    """The day it was sent tells the year of 6月底前; the text's own title goes before the subject."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.cn", "c@d.cn", subject
    mail["Date"] = "Mon, 11 Mar 2024 09:00:00 +0800"
    mail.set_content(f"{text}各科室：\n1.修路，6月底前完成。（市甲局）\n2.修桥。（市乙局）\n")
    notice = parse_notice(extract_document(mail.as_bytes(), "a.eml"), load_lexicon())
    assert notice.header.title == "甲县关于修路的通知"
    assert notice.items[0].due == "2024-06-30"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("县教育局、县财政局", ("县教育局", "县财政局")),
        ("各县、区人民政府", ("各县、区人民政府",)),
        ("市委各部、委", ("市委各部、委",)),
        ("各乡镇、县财政局", ("各乡镇、县财政局",)),
    ],
)
def test_addressees_are_parted_where_each_is_a_unit(printed, names):
    """Names that share their first or last words stay together."""
    assert head_of(f"关于修路的通知\n{printed}：\n").addressees == names
