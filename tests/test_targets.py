"""Every quantity and every day an item promises is a target that quotes its words."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.parse.facts.targets import find_due, find_targets
from responsibility.spans import Span

NOTICE = Path(__file__).parents[1] / "matrix/plans/xianning-green-2023/notice.txt"

# Read off the notice by hand: item number, words, value, unit, bound.
REFERENCE = [
    ("1", "80家", 80, "家", "+"),
    ("1", "2家", 2, "家", "="),
    ("1", "4家", 4, "家", "="),
    ("1", "25家", 25, "家", "="),
    ("1", "5家", 5, "家", "="),
    ("1", "30家", 30, "家", "="),
    ("1", "90家", 90, "家", "="),
    ("1", "1个", 1, "个", "="),
    ("1", "2家", 2, "家", "="),
    ("1", "10家", 10, "家", "="),
    ("13", "30公里", 30, "公里", "="),
    ("13", "11.74公里", 11.74, "公里", "="),
    ("13", "20个", 20, "个", "="),
    ("16", "10个", 10, "个", "="),
    ("16", "超过50%", 50, "%", ">"),
    ("17", "净增50家", 50, "家", "+"),
    ("17", "达480家", 480, "家", ">="),
    ("17", "350亿元", 350, "亿元", "="),
    ("17", "达17.5%", 17.5, "%", ">="),
    ("17", "120项", 120, "项", "="),
    ("17", "130亿元", 130, "亿元", "="),
    ("17", "达6%", 6, "%", ">="),
    ("17", "达200件", 200, "件", ">="),
]


def test_reference_notice_promises_these_23_quantities_and_no_other():
    """Roads, phases, “三个一百” and the size of a firm that is counted are no targets."""
    text = NOTICE.read_text("utf-8-sig")
    found = []
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if line[:1].isdigit():
            number = line.partition(".")[0]
            found += [(number, each.text, each.value, each.unit, each.bound) for each in find_targets(text, span)]
    assert found == REFERENCE


def read(text: str, year: int | None = None) -> list[tuple[str, str, float | str, str, str]]:
    targets = find_targets(text, Span(0, len(text)), year)
    return [(each.text, each.quantity, each.value, each.unit, each.bound) for each in targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增规上工业企业80家。", ("80家", "新增规上工业企业", 80, "家", "+")),
        ("高新技术企业净增50家", ("净增50家", "高新技术企业", 50, "家", "+")),
        ("建成公园10个", ("10个", "建成公园", 10, "个", "=")),
        ("建强10个重点实验室", ("10个", "建强重点实验室", 10, "个", "=")),
        ("每年遴选20家示范企业", ("20家", "每年遴选示范企业", 20, "家", "=")),
        ("覆盖率超过50%", ("超过50%", "覆盖率", 50, "%", ">")),
        ("力争覆盖率达17.5％", ("达17.5％", "覆盖率", 17.5, "%", ">=")),
        ("办结率不低于百分之九十五", ("不低于百分之九十五", "办结率", 95, "%", ">=")),
        ("完成投资350亿元以上", ("350亿元以上", "完成投资", 350, "亿元", ">=")),
        ("完成投资１２．５亿元", ("１２．５亿元", "完成投资", 12.5, "亿元", "=")),
        ("完成投资1,200万元", ("1,200万元", "完成投资", 1200, "万元", "=")),
        ("造林1.2万亩", ("1.2万亩", "造林", 1.2, "万亩", "=")),
        ("造林五十万亩", ("五十万亩", "造林", 50, "万亩", "=")),
        ("改造管网11.74公里", ("11.74公里", "改造管网", 11.74, "公里", "=")),
        ("培育龙头企业十二家", ("十二家", "培育龙头企业", 12, "家", "=")),
        ("新建学校两所", ("两所", "新建学校", 2, "所", "=")),
        ("新建一所学校", ("一所", "新建学校", 1, "所", "=")),
        ("能耗压减三分之一", ("压减三分之一", "能耗", -0.333333, "", "+")),
        ("能耗强度下降3.1%", ("下降3.1%", "能耗强度", -3.1, "%", "+")),
        ("能耗强度下降到3%以内", ("下降到3%以内", "能耗强度", 3, "%", "<=")),
        ("总量控制在4.4万吨标准煤以内", ("控制在4.4万吨标准煤以内", "总量", 4.4, "万吨标准煤", "<=")),
        ("审批压缩至3个工作日内", ("压缩至3个工作日内", "审批", 3, "个工作日", "<=")),
        ("保有量提高到8万辆", ("提高到8万辆", "保有量", 8, "万辆", ">=")),
        ("比重提高5个百分点以上", ("提高5个百分点以上", "比重", 5, "个百分点", ">=")),
        ("培训80余人次", ("80余人次", "培训", 80, "人次", ">")),
        ("培训约80人次", ("约80人次", "培训", 80, "人次", "=")),
        ("单耗降至5千克标煤/平方米", ("降至5千克标煤/平方米", "单耗", 5, "千克标煤/平方米", "<=")),
        ("给予奖补,最高500万元", ("最高500万元", "给予奖补", 500, "万元", "<=")),
    ],
)
def test_a_quantity_comes_with_what_is_counted_its_unit_and_bound(text, expected):
    """The words run from the bound to the unit; the value is in the printed unit."""
    assert read(text) == [expected]


def test_a_range_is_two_targets_with_the_same_words():
    """3至5家 is at least 3 and at most 5."""
    assert read("培育企业3至5家") == [
        ("3至5家", "培育企业", 3, "家", ">="),
        ("3至5家", "培育企业", 5, "家", "<="),
    ]
    assert [each[2] for each in read("占比30%—40%")] == [30, 40]


def test_a_list_of_numbers_counts_the_same_thing():
    """The second number of 50万元、30万元 has nothing of its own before it."""
    assert [each[1] for each in read("分别奖励企业50万元、30万元")] == ["分别奖励企业", "分别奖励企业"]


def test_several_promises_of_one_sentence_are_told_apart():
    """Each number takes the words since the last one; a size in front of a noun is part of what is counted."""
    assert read("培育产值超50亿元企业4家、产值超10亿元企业25家") == [
        ("4家", "培育产值超50亿元企业", 4, "家", "="),
        ("25家", "产值超10亿元企业", 25, "家", "="),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "推动107国道改扩建",
        "推进电厂(三期)、大道(二期)建设",
        "推进一期、二期工程",
        "发展第三产业,促进一二三产融合",
        "推进“三个一百”建设",
        "推进三个一百建设",
        "开展“双十”行动和RCEP合作",
        "按照《2021—2023年行动计划(10个专项)》",
        "落实某政办发〔2020〕22号文件",
        "联系电话:0715-8126543",
        "2023年重点工作",
        "十分重视5G、N95和4A级景区",
        "第2个、第十二条",
        "建设一批口袋公园,形成一套机制",
        "给予一次性奖补",
        "由四部门印发",
        "发展零部件产业",
        "做强两个产业,落实一个责任",
        "年产150万吨以上的企业",
        "30万千瓦以下机组关停",
        "每5所学校一组",
        "6个月的失业保险金",
        "十年禁渔",
        "",
    ],
)
def test_numbers_that_promise_nothing_are_no_targets(text):
    """Names, ordinals, phases, citations, telephone numbers, sizes and idle ones are left alone."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("2023年6月底前完成。", "2023年6月底前", "2023-06-30"),
        ("2024年2月底前完成。", "2024年2月底前", "2024-02-29"),
        ("2023年12月31日前完成。", "2023年12月31日前", "2023-12-31"),
        ("2023年年底前完成。", "2023年年底前", "2023-12-31"),
        ("2023年底前完成。", "2023年底前", "2023-12-31"),
        ("到2025年,建成体系。", "到2025年", "2025-12-31"),
        ("２０２３年６月底前完成。", "２０２３年６月底前", "2023-06-30"),
        ("6月底前完成。", "6月底前", "2023-06-30"),
        ("六月底前完成。", "六月底前", "2023-06-30"),
        ("6月前完成。", "6月前", "2023-05-31"),
        ("6月15日前完成。", "6月15日前", "2023-06-15"),
        ("6月中旬前完成。", "6月中旬前", "2023-06-20"),
        ("年底前完成。", "年底前", "2023-12-31"),
        ("年内完成。", "年内", "2023-12-31"),
        ("今年年底前完成。", "年底前", "2023-12-31"),
        ("明年6月底前完成。", "明年6月底前", "2024-06-30"),
        ("上半年完成。", "上半年完成", "2023-06-30"),
        ("截至2023年6月底,完成改造。", "截至2023年6月底", "2023-06-30"),
        ("二季度开工。", "二季度", "2023-06-30"),
        ("第三季度末完成。", "第三季度末", "2023-09-30"),
        ("一季度前完成。", "一季度前", "2022-12-31"),
    ],
)
def test_a_day_is_a_target_by_which(text, words, day):
    """Named periods end on their last day; 前 alone means the day before they begin; the plan's year is given."""
    assert read(text, 2023) == [(words, "", day, "", "by")]


@pytest.mark.parametrize(
    "text",
    [
        "2023年重点工作安排。",
        "2022年6月启动的项目。",
        "按照《到2025年规划》执行。",
        "有效期至2025年12月31日。",
        "缴费期限延长至6月底。",
        "上年末参保人数。",
        "2020年1月1日至2020年12月31日期间。",
        "第二、三季度免收。",
        "同比上半年。",
        "截至4月底企业人数。",
        "13月底前、2月30日前。",
    ],
)
def test_days_that_promise_nothing_are_no_targets(text):
    """The plan's own year, the past, citations, validity and days the calendar lacks set no deadline."""
    assert [each for each in read(text, 2023) if each[2][:1].isdigit()] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前出方案,12月底前建成。", "2023-12-31"),
        ("建成10个。完成时限:2023年9月底前;到2025年全面推开。", "2023-09-30"),
        ("建成10个(完成时限:9月底)", "2023-09-30"),
        ("2024年3月底前开工,6月底前完工。", "2024-06-30"),
        ("完成时限:长期坚持", "长期坚持"),
        ("完成时限:全年", "全年"),
        ("完成时限:每季度末", "每季度末"),
        ("长期", "长期"),
        ("2023年10月", "2023-10-31"),
        ("12月", "2023-12-31"),
        ("2023-06-30", "2023-06-30"),
        ("2023.6", "2023-06-30"),
        ("2023.13", "2023.13"),
        ("加快推进项目建设。", None),
        ("", None),
    ],
)
def test_an_item_is_due_when_its_last_part_is(text, due):
    """A labelled time goes first, then the latest day; open-ended words stay as printed, a bare cell is a day."""
    assert find_due(text, Span(0, len(text)), 2023) == due


def test_without_a_year_a_due_stays_as_printed():
    """年底前 is no date until someone says of which year; a year printed in the item says so."""
    text = "年底前完成。"
    assert find_due(text, Span(0, len(text))) == "年底前"
    text = "2024年6月底前开工,年底前完成。"
    assert find_due(text, Span(0, len(text))) == "2024-12-31"


def test_spans_lie_in_the_item_and_not_before_it():
    """Only the words of the span are read, at their places in the whole text."""
    text = "建成5个。新增80家。"
    (target,) = find_targets(text, Span(5, len(text)))
    assert (target.span, target.span.of(text)) == (Span(5, 10), "新增80家")


PIECES = """1 23 80家 11.74公里 超过 达 新增 百分之 五十 三分之一 两个 到2025年 6月底前 年底 季度
《 》 “ ” 〔2020〕 ( ) 、 , 。
企业 第 一 亿 万 元 以上 - 至 完成时限: 长期 ２ 年 月 日"""
NOISE = st.lists(st.sampled_from(PIECES.split())).map("".join)


@settings(max_examples=100, deadline=None)
@given(NOISE | st.text(max_size=60), st.sampled_from([None, 1, 2023, 9999]))
def test_any_text_gives_targets_that_quote_it(text, year):
    """Whatever is printed, every target's words are those of its span and nothing raises."""
    span = Span(0, len(text))
    for target in find_targets(text, span, year):
        assert target.span.of(text) == target.text != ""
        assert target.bound in ("=", ">=", ">", "<=", "<", "+", "by")
    due = find_due(text, span, year)
    assert due is None or due


@pytest.mark.parametrize("piece", ["1", "一", "《", "“", "到", "12月", "1-", "超过", "十分之", "1,111", "〔2020", "(,"])
def test_reading_time_grows_no_faster_than_the_text(piece):
    """Ten times as much of the worst piece takes about ten times as long."""

    def measure(size: int) -> float:
        text = piece * (size // len(piece))
        start = perf_counter()
        find_targets(text, Span(0, len(text)), 2023)
        return perf_counter() - start

    small, large = min(measure(3_000) for _ in range(3)), measure(30_000)
    assert large < 25 * small + 0.05
