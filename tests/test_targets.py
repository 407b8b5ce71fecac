"""Every quantity and every day an item promises is a target that quotes its words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.model import Target
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import Due, find_due, read_due_cell
from responsibility.parse.facts.targets import find_promises
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
            found += [(number, each.text, each.value, each.unit, each.bound) for each in promises(text, span)]
    assert found == REFERENCE


def promises(text: str, span: Span | None = None, year: int | None = None) -> tuple[Target, ...]:
    return find_promises(text, span or Span(0, len(text)), When(year)).targets


def read(text: str, year: int | None = None) -> list[tuple[str, str, float | str, str, str]]:
    return [(each.text, each.quantity, each.value, each.unit, each.bound) for each in promises(text, year=year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增规上工业企业80家。", ("80家", "新增规上工业企业", 80, "家", "+")),
        ("2.更换老旧设备12台套", ("12台套", "更换老旧设备", 12, "台套", "=")),
        ("①拆除围网6处", ("6处", "拆除围网", 6, "处", "=")),
        ("二是对企业开展培训35场次", ("35场次", "对企业开展培训", 35, "场次", "=")),
        ("高新技术企业净增50家", ("净增50家", "高新技术企业", 50, "家", "+")),
        ("压减公务支出12.5%", ("12.5%", "压减公务支出", -12.5, "%", "+")),
        ("新建110千伏变电站2座", ("2座", "新建110千伏变电站", 2, "座", "=")),
        ("降低融资成本,发放贷款30亿元", ("30亿元", "发放贷款", 30, "亿元", "=")),
        ("压缩规模的同时扩建校舍3所", ("3所", "压缩规模的同时扩建校舍", 3, "所", "=")),
        ("产值突破千亿元", ("突破千亿元", "产值", 1000, "亿元", ">=")),
        ("办结时间不超过一天", ("不超过一天", "办结时间", 1, "天", "<=")),
        ("受理时限5个工作日", ("5个工作日", "受理时限", 5, "个工作日", "=")),
        ("摊位费减半。", ("减半", "摊位费", -50, "%", "+")),
        ("木屋占比过半", ("过半", "木屋占比", 50, "%", ">")),
        ("精简表格30%", ("30%", "精简表格", -30, "%", "+")),
        ("年供水1.2亿方", ("1.2亿方", "年供水", 1.2, "亿方", "=")),
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲、乙浓度分别下降到35、60微克/立方米以下。", [(35, "微克/立方米", "<="), (60, "微克/立方米", "<=")]),
        ("甲、乙分别达到5000、3000人。", [(5000, "人", ">="), (3000, "人", ">=")]),
        ("甲、乙、丙分别新建1、2.5和3公里。", [(1, "公里", "="), (2.5, "公里", "="), (3, "公里", "=")]),
        ("甲、乙断面分别达到3类、4类。", [(3, "类", ">="), (4, "类", ">=")]),
        ("编制1、2号方案30份。", [(30, "份", "=")]),
    ],
)
def test_figures_of_several_share_the_unit_and_the_bound(text, told):
    assert [each[2:] for each in read(text)] == told


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
        "关闭采深超千米煤矿",
        "发展第三产业,促进一二三产融合",
        "推进“三个一百”建设",
        "推进三个一百建设",
        "力争保持在两位数",
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
        "培育3亿元以上的企业",
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
        ("绿电占比2023年底明显提高。", "2023年底", "2023-12-31"),
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
        ("今年年底前完成。", "今年年底前", "2023-12-31"),
        ("明年6月底前完成。", "明年6月底前", "2024-06-30"),
        ("上半年完成。", "上半年", "2023-06-30"),
        ("截至2023年6月底,完成改造。", "截至2023年6月底", "2023-06-30"),
        ("二季度开工。", "二季度", "2023-06-30"),
        ("第三季度末完成。", "第三季度末", "2023-09-30"),
        ("一季度前完成。", "一季度前", "2023-03-31"),
        ("6月15日前提交。", "6月15日前", "2023-06-15"),
        ("6月15日前列入计划。", "6月15日前", "2023-06-15"),
        ("6月底部署完成。", "6月底", "2023-06-30"),
        ("年内存量清零。", "年内", "2023-12-31"),
        ("6月份初步完成。", "6月份", "2023-06-30"),
        ("9月10日(教师节)前完成。", "9月10日(教师节)前", "2023-09-10"),
        ("主汛期(6月15日)前完成。", "6月15日)前", "2023-06-15"),
        ("明年上半年试车。", "明年上半年", "2024-06-30"),
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
        "较2022年底有所好转。",
        "比年初有所好转。",
        "与去年6月底相比有所好转。",
        "以2022年底为基数。",
        "失业率5.5以内。",
        "6月15日前提是完成。",
        "6月15日前期工作。",
    ],
)
def test_days_that_promise_nothing_are_no_targets(text):
    """The plan's own year, the past, citations, validity and days the calendar lacks set no deadline."""
    assert [each for each in read(text, 2023) if each[2][:1].isdigit()] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前出方案,12月底前建成。", ("2023-12-31", "12月底前")),
        ("建成10个。完成时限:2023年9月底前;到2025年全面推开。", ("2023-09-30", "2023年9月底前")),
        ("建成10个(完成时限:9月底)", ("2023-09-30", "9月底")),
        ("建成10个。12月迎检。完 成 时 限:2023年9月", ("2023-09-30", "2023年9月")),
        ("2024年3月底前开工,6月底前完工。", ("2024-06-30", "6月底前")),
        ("【完成时限】2023年9月10日", ("2023-09-10", "2023年9月10日")),
        ("完成时限:长期坚持", (None, "长期坚持")),
        ("开工时间:2023年3月\n竣工时间:2023年11月", ("2023-11-30", "2023年11月")),
        ("起止时间:2023年3月至11月", ("2023-11-30", "2023年3月至11月")),
        ("完成时限:全年持续推进。", (None, "全年持续推进")),
        ("完成时限:每季度末前", (None, "每季度末前")),
        ("每月5日前报送。", (None, "每月5日前")),
        ("长期", (None, "长期")),
        ("修渠。常态化推进。每月通报。", (None, "常态化推进")),
        ("修渠(市甲局负责,长期坚持)", (None, "长期坚持")),
        ("修渠(长期坚持,市甲局负责)", (None, "长期坚持")),
        ("修渠,长期坚持,不松劲", ()),
        ("今冬明春修渠。", (None, "今冬明春")),
        ("每周五前报送。", (None, "每周五前")),
        ("秋季开学前完成。", (None, "秋季开学前")),
        ("6月15日前12家开业。", ("2023-06-15", "6月15日前")),
        ("2023年10月", ("2023-10-31", "2023年10月")),
        ("12月", ("2023-12-31", "12月")),
        ("2023-06-30", ("2023-06-30", "2023-06-30")),
        ("2023-06-30 17:00:00", ("2023-06-30", "2023-06-30 17:00:00")),
        ("20230630", ("2023-06-30", "20230630")),
        ("2023.6", ("2023-06-30", "2023.6")),
        ("6/30", ("2023-06-30", "6/30")),
        ("进度安排:4月底前封顶;11月底前交付。", ("2023-11-30", "11月底前")),
        ("时间安排:3月底前立项。8月底前开工。", ("2023-08-31", "8月底前")),
        ("完成时限:第一步:4月底前;第二步:8月底前", ("2023-08-31", "8月底前")),
        ("完成时限:2023年8月18日(星期五),责任人:甲", ("2023-08-18", "2023年8月18日(星期五)")),
        ("完成时限:3月、6月、11月", ("2023-11-30", "3月、6月、11月")),
        ("完成时限:长期坚持。每月通报。", (None, "长期坚持")),
        ("24年年底前建成。", ("2024-12-31", "24年年底前")),
        ("8月18日(含)前报送。", ("2023-08-18", "8月18日(含)前")),
        ("2023—2025年分步实施。", ("2025-12-31", "2023—2025年")),
        ("“五一”前开园。", ("2023-04-30", "“五一”前")),
        ("2022年11月底已建成12处。", ()),
        ("2023.13", ()),
        ("加快推进项目建设。", ()),
        ("", ()),
        ("一季度20家、二季度30家、三季度30家、四季度20家。", ("2023-12-31", "四季度")),
        ("上半年完成50%，全年完成100%。", ("2023-12-31", "全年")),
        ("审批时限压缩50%。完成时限：6月30日。", ("2023-06-30", "6月30日")),
        ("举办运动会（10月中旬）。", ("2023-10-20", "10月中旬")),
        ("落实《防汛办法》（5月）。", (None, None)),
        ("出台时间：9月。", ("2023-09-30", "9月")),
    ],
)
def test_an_item_is_due_when_its_last_part_is(text, due):
    """A labelled time goes first, then the latest day; open-ended words stay as printed, a bare cell is a day."""
    assert find_due(text, Span(0, len(text)), When(2023)) == Due(*due)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月、9月", "2025-09-30"),
        ("6月底、12月底", "2025-12-31"),
        ("2025.6-2025.9", "2025-09-30"),
        ("2025年6月—12月", "2025-12-31"),
        ("6-9月", "2025-09-30"),
        ("2025年12月31日24时", "2025-12-31"),
        ("2025-06-30T17:00:00", "2025-06-30"),
        ("2025.6月底", "2025-06-30"),
        ("12.31", "2025-12-31"),
        ("45838", "2025-06-30"),
        ("6月底前完成方案，11月完工", "2025-11-30"),
        ("分批推进", None),
        ("2025年全年", None),
        ("17:30", None),
        ("6.5", "2025-06-05"),
    ],
)
def test_a_cell_of_deadlines_is_read_however_it_is_typed(words, day):
    """Lists, spans, hours and a workbook's serial number are days where the head says so."""
    assert read_due_cell(words, Span(0, len(words)), When(2025)).day == day


@pytest.mark.parametrize("words", ["2026年12\n月底前", "2026年12  \n  月底前", "2026年12月\n底前"])
def test_a_day_that_a_narrow_cell_parts_is_one(words):
    assert read_due_cell(words, Span(0, len(words)), When()) == Due("2026-12-31", "2026年12月底前")


def test_without_a_year_a_due_stays_as_printed():
    """年底前 is no date until someone says of which year; a year printed in the item says so."""
    text = "年底前完成。"
    assert find_due(text, Span(0, len(text)), When()) == Due(None, "年底前")
    text = "2024年6月底前开工,年底前完成。"
    assert find_due(text, Span(0, len(text)), When()) == Due("2024-12-31", "年底前")


MARCH = When(2025, date(2025, 3, 12))  # of a plan of 2025 that came on that day


def read_all(text: str) -> list[tuple[float | str, str, str]]:
    return [(each.value, each.unit, each.bound) for each in find_promises(text, Span(0, len(text)), MARCH).targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # decimals and rates in Han
        ("修渠投入三点零五亿元", [(3.05, "亿元", "=")]),
        ("损耗率降至百分之九点六", [(9.6, "%", "<=")]),
        ("差错率控制在千分之三以内", [(3, "‰", "<=")]),
        ("差错率不高于万分之五", [(0.05, "%", "<=")]),
        ("占比百分之三到五", [(3, "%", ">="), (5, "%", "<=")]),
        ("上线率达到百分之百", [(100, "%", ">=")]),
        # scales
        ("投资1亿2千万元", [(1.2, "亿元", "=")]),
        ("投资3千亿元", [(3, "千亿元", "=")]),
        ("节水一亿零五百万吨", [(1.05, "亿吨", "=")]),
        ("筑堤十六千米", [(16, "千米", "=")]),
        ("装机三万千瓦", [(3, "万千瓦", "=")]),
        ("注册总量突破5亿。", [(5, "亿", ">=")]),
        # halves, doublings, powers
        ("耗水压减三成半", [(-3.5, "成", "+")]),
        ("工期缩短至一个半月", [(1.5, "个月", "<=")]),
        ("时间压缩至半天", [(0.5, "天", "<=")]),
        ("补助一亿半元", [(1.5, "亿元", "=")]),
        ("产值翻两番", [(2, "番", "=")]),
        ("蓄水1.6×10⁷立方米", [(16_000_000, "立方米", "=")]),
        ("蓄水1.6×10^7立方米", [(16_000_000, "立方米", "=")]),
        ("工期控制在两年零三个月以内", [(27, "个月", "<=")]),
        # vague numerals are at least so many, or one of two
        ("投入几百万元", [(100, "万元", ">")]),
        ("培训数十人", [(10, "人", ">")]),
        ("演练三四场", [(3, "场", ">="), (4, "场", "<=")]),
        ("巡查二三十次", [(20, "次", ">="), (30, "次", "<=")]),
        # bounds
        ("办结率≥98%", [(98, "%", ">=")]),
        ("破损率小于等于2%", [(2, "%", "<=")]),
        ("普及率超过了90%", [(90, "%", ">")]),
        ("至少要有3座", [(3, "座", ">=")]),
        ("覆盖率过七成", [(7, "成", ">")]),
        ("配套率超六成五", [(6.5, "成", ">")]),
        ("发放近半万张", [(0.5, "万张", "=")]),
        ("入户百余个村", [(100, "个", ">")]),
        ("整治壹佰贰拾栋", [(120, "栋", "=")]),
        ("开展义诊三轮，惠及老人", [(3, "轮", "=")]),
        ("分为三项，明确以上三项", []),
        ("比重上升2个百分点", [(2, "个百分点", "+")]),
        ("费率下调0.3个百分点", [(-0.3, "个百分点", "+")]),
        ("增速加快1.8个百分点", [(1.8, "个百分点", "+")]),
        ("较大事故控制在2起以内", [(2, "起", "<=")]),
        ("从3月1日起实施", []),
        ("费率下调为8%", [(8, "%", "=")]),
        ("补种三十亩或以上", [(30, "亩", ">=")]),
        ("回收率达到35%左右", [(35, "%", "=")]),  # no least
        ("漏损率控制在9%上下", [(9, "%", "=")]),
        ("余额不突破31亿元", [(31, "亿元", "<=")]),
        ("合格率95%（含）以上", [(95, "%", ">=")]),
        ("单块面积80亩(含80亩)以下", [(80, "亩", "<=")]),
        ("占比达到1/5", [(0.2, "", ">=")]),
        # ranges and where things stand
        ("奖励8000到1万元", [(8000, "元", ">="), (1, "万元", "<=")]),
        ("存量保持在20与30万吨之间", [(20, "万吨", ">="), (30, "万吨", "<=")]),
        ("铺管5公里至8公里", [(5, "公里", ">="), (8, "公里", "<=")]),
        ("使用率20%以上35%以下", [(20, "%", ">="), (35, "%", "<=")]),
        ("漏损率由14.2%下降至9%", [(9, "%", "<=")]),
        ("床位从300张增加到420张", [(420, "张", ">=")]),
        ("服务半径从5公里到3公里", [(3, "公里", "=")]),
        # units and typesetting
        ("PM2.5年均浓度低于34微克每立方米", [(34, "微克每立方米", "<")]),
        ("新增绿地800㎡", [(800, "㎡", "+")]),
        ("夜间噪声不高于50dB(A)", [(50, "dB(A)", "<=")]),
        ("受理后20日内办结", [(20, "日", "<=")]),
        ("15日内部署到位", [(15, "日", "<=")]),
        ("孕产妇死亡率控制在9.5/10万以下", [(9.5, "/10万", "<=")]),
        ("新增充电桩500根，根据2根本法", [(500, "根", "+")]),
        ("引资1.6亿港元", [(1.6, "亿港元", "=")]),
        ("改造 3 500 户", [(3500, "户", "=")]),
        ("投资 1.2 亿 元", [(1.2, "亿元", "=")]),
        # bounds turned by 不得, or far off; what a unit is left out of
        ("夜间噪声不得超过52分贝", [(52, "分贝", "<=")]),
        ("巡查比例不应低于6%", [(6, "%", ">=")]),
        ("至少新增4个驿站", [(4, "个", ">=")]),
        ("最多设置7个点位", [(7, "个", "<=")]),
        ("每月巡查不少于两次", [(2, "次", ">=")]),
        ("机房能效降到1.4以下。", [(1.4, "", "<=")]),
        ("完成投资8.5亿(含贷款2亿)", [(8.5, "亿", "="), (2, "亿", "=")]),
        ("新建110千伏变电站3座", [(3, "座", "=")]),
        ("储能达到50兆瓦/100兆瓦时", [(50, "兆瓦", ">="), (100, "兆瓦时", "=")]),
        ("周转量20亿吨公里", [(20, "亿吨公里", "=")]),
        ("蓄水达到3.2×10的6次方立方米", [(3.2e6, "立方米", ">=")]),
        ("减排10的八次方克", [(1e8, "克", "=")]),
        ("添置长椅40把，把12家企业纳入名单", [(40, "把", "="), (12, "家", "=")]),
        ("新增З5家企业", [(35, "家", "+")]),
        ("结合城市更新统筹推进老旧小区改造工程1\n20个", [(120, "个", "=")]),
        ("结合城市更新统筹推进老旧小区改造投资1.2亿\n元", [(1.2, "亿元", "=")]),
        ("铺设燃气管网20㎞", [(20.0, "㎞", "=")]),
        ("由5个工作日减至2个工作日", [(2.0, "个工作日", "<=")]),
        ("用电控制在90千瓦时/千立方米以内", [(90.0, "千瓦时/千立方米", "<=")]),
        ("建成8个以上的示范点", [(8.0, "个", ">=")]),
        ("完成70%以上的工程量", [(70.0, "%", ">=")]),
    ],
)
def test_every_way_to_print_a_figure_is_read_whole(text, expected):
    """Value, unit and bound, as a careful clerk would note them."""
    assert [(pytest.approx(value), unit, bound) for value, unit, bound in read_all(text)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("蓄水1.6×107立方米", "107立方米"),
        ("投资五百六千元", "五百六千元"),
        ("建站1.2.3座", "3座"),
        ("建站5O座", "5O座"),
        ("建站1О座", "1О座"),
        ("投资2'600万元", "600万元"),
        ("用水减少一半", "减少一半"),
        ("奖励9至5家", "9至5家"),
        ("覆盖率达到9000。", "达到9000"),
        ("建站3.2×10⁹⁹⁹座", "3.2×10⁹⁹⁹座"),  # more than a number holds
    ],
)
def test_a_figure_that_cannot_be_read_is_told_and_no_target(text, words):
    """Neither the tail of a numeral nor a guess is a target; the place is a finding."""
    found = find_promises(text, Span(0, len(text)), When())
    assert found.targets == ()
    assert [(each.code, each.span.of(text)) for each in found.findings if each.span] == [("FIGURE_UNREAD", words)]


@pytest.mark.parametrize(
    "text",
    [
        "落实第7、8件实事",
        "办理清单第12—15项",
        "第三至五条",
        "打通最后一公里",
        "增设几个站点",
        "千家万户",
        "一二类场所",
        "推广三轮电动车",
        "排名进入前20。",
        "上午8:30至11:30",
        "提供7×24小时服务",
        "零部件(1/4)",
        "面积比3:1",
        "结合城市更新统筹推进老旧小区改造工程\n3.建设公园",
    ],
)
def test_ordinals_idioms_and_times_of_day_are_neither_targets_nor_findings(text):
    """What counts nothing is left alone without a word."""
    found = find_promises(text, Span(0, len(text)), When())
    assert (found.targets, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # years
        ("二〇二六年五月底前完成", "2026-05-31"),
        ("27年上半年完成", "2027-06-30"),
        ("2026 年 4 月底前完成", "2026-04-30"),
        ("明年年底前完成", "2026-12-31"),
        ("后年4月底前完成", "2027-04-30"),
        ("今后年底前完成", "2025-12-31"),
        ("2025年全年完成", "2025-12-31"),
        ("年度内建成", "2025-12-31"),
        ("劳动节小长假前开放", "2025-04-30"),
        ("“十一”前后开园", "2025-10-01"),
        ("“五一”黄金周前开园", "2025-04-30"),
        ("10月15日零时前关停", "2025-10-15"),
        ("2027年建成", "2027-12-31"),
        ("9月1日开学前完成", "2025-09-01"),
        ("6月上、中旬完成", "2025-06-20"),
        ("来年2月底前完成", "2026-02-28"),
        ("26.4.30前完成", "2026-04-30"),
        ("4月和5月开展", "2025-05-31"),
        ("4月和7月各开展一次", "2025-07-31"),
        ("3月—5月、9月—11月开展", "2025-11-30"),
        ("6月20前完成", "2025-06-20"),
        ("5月中下旬完成", "2025-05-31"),
        ("5月下旬举行", "2025-05-31"),
        ("六 月 底前完成", "2025-06-30"),
        ("二0二六年四月底前完成", "2026-04-30"),
        ("9月最后一天前完成", "2025-09-30"),
        ("“十五五”末完成", "2030-12-31"),
        ("“十五五”期间全面建成", "2030-12-31"),
        # a deadline that was moved
        ("原定2025年6月底完成，现延期至2026年3月底", "2026-03-31"),
        ("由2025年10月底前提前至2025年8月底前完成", "2025-08-31"),
        ("完成时限：2025年9月底（顺延至12月底）", "2025-12-31"),
        ("原计划11月建成，因汛延至12月底", "2025-12-31"),
        # spans
        ("4—6月开展", "2025-06-30"),
        ("7、8月份组织", "2025-08-31"),
        ("11月至次年2月开展", "2026-02-28"),
        ("11月—2月开展", "2026-02-28"),
        ("6月3日至6月20日排查", "2025-06-20"),
        ("6月3—20日排查", "2025-06-20"),
        ("2024—2027年实施", "2027-12-31"),
        ("前7个月完成", "2025-07-31"),
        ("前三季度完成", "2025-09-30"),
        ("一、二季度完成", "2025-06-30"),
        # parts
        ("Q2完成", "2025-06-30"),
        ("8月上半月完成", "2025-08-15"),
        ("8月上半月公布", "2025-08-15"),
        ("后半年完成", "2025-12-31"),
        ("三月月末前完成", "2025-03-31"),
        ("一季度前完成", "2025-03-31"),
        ("2月前完成", "2025-02-28"),
        # what stands between a day and 前
        ("6月12日（星期四）前报送", "2025-06-12"),
        ("6月12日18:00前报送", "2025-06-12"),
        ("6月12日或之前报送", "2025-06-12"),
        ("6月12日及以前报送", "2025-06-12"),
        ("不晚于6月12日报送", "2025-06-12"),
        # figures
        ("2025.7.20前完成", "2025-07-20"),
        ("2025/7/20前完成", "2025-07-20"),
        ("20250720前完成", "2025-07-20"),
        ("7.20前完成", "2025-07-20"),
        # from the day of issue, and feasts
        ("本月底前报送", "2025-03-31"),
        ("次月5日前报送", "2025-04-05"),
        ("本季度内完成", "2025-03-31"),
        ("国庆节前完成", "2025-09-30"),
        ("元旦前完成", "2025-12-31"),
        ('"国庆"前完成', "2025-09-30"),
        ("6-9月集中摸排", "2025-09-30"),
        ("“十五五”时期末建成", "2030-12-31"),
    ],
)
def test_every_way_to_print_a_day_names_its_last_day(text, day):
    """Spans end on their last day, 前 on the day itself, parts of a year on theirs."""
    assert [value for value, _, bound in read_all(text) if bound == "by"] == [day]
    assert find_due(text, Span(0, len(text)), MARCH).day == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月初完成", "2025-06-10"),
        ("年中完成", "2025-06-30"),
        ("6月第二周完成", "2025-06-15"),
        ("春节前完成", None),
        ("98年6月底前完成", None),
        ("13月底前完成", None),
        ("2月30日前完成", None),
    ],
)
def test_a_day_that_readers_could_take_otherwise_is_told(text, day):
    """What no calendar settles is a finding beside whatever day was taken."""
    found = find_promises(text, Span(0, len(text)), MARCH)
    assert [each.code for each in found.findings] == ["DUE_DOUBTFUL"]
    assert found.due == Due(day, text.removesuffix("完成"), doubtful=True)


def test_a_month_behind_a_year_that_was_not_read_has_no_day():
    """二〇二〇六年 is no year, so June is not this year's."""
    text = "二〇二〇六年六月底前完成"
    found = find_promises(text, Span(0, len(text)), MARCH)
    assert (found.due.day, [each.code for each in found.findings]) == (None, ["DUE_DOUBTFUL"])


@pytest.mark.parametrize("text", ["本月底前完成", "次月完成"])
def test_without_a_day_of_issue_this_month_is_told(text):
    """本月 means nothing in a notice without a date."""
    found = find_promises(text, Span(0, len(text)), When(2025))
    assert [each.code for each in found.findings] == ["DUE_DOUBTFUL"]


@pytest.mark.parametrize(
    "text", ["三年内完成", "半年内建成", "每季度末前报送", "每年12月底前报送", "汛期前完成", "汛期来临前完成"]
)
def test_words_that_name_no_day_are_kept_as_printed(text):
    """A recurring limit and one that runs from an unnamed day have words and no day."""
    due = find_due(text, Span(0, len(text)), MARCH)
    assert due == Due(None, text[:-2])


@pytest.mark.parametrize(
    ("value", "day"), [("“十四五”规划期内", "2025-12-31"), ("2025年8月", "2025-08-31"), ("9月底(含验收)", "2025-09-30")]
)
def test_a_labelled_day_ends_where_a_bracket_of_units_begins(value, day):
    """The bracket is a clause, and no part of the day."""
    text = f"完成时限：{value}（责任单位：市甲局、市乙局）"
    assert find_due(text, Span(0, len(text)), MARCH).day == day


def test_a_day_that_was_moved_is_no_target():
    """The new day is, with the words that moved it."""
    (target,) = promises("原定2025年6月底完成，现延期至2026年3月底")
    assert (target.text, str(target.value)) == ("延期至2026年3月底", "2026-03-31")


def test_a_day_to_come_is_a_deadline_where_work_ends_by_it():
    """截至9月底完成改造 in a notice of March; a season beside a day leaves the day."""
    for text, day in (("截至9月底完成改造", "2025-09-30"), ("6月15日汛期来临前完成", "2025-06-15")):
        assert find_due(text, Span(0, len(text)), MARCH).day == day


@pytest.mark.parametrize(
    "text",
    [
        "截至2月底，已办结32件",
        "截至2025年3月1日完成投资9亿元",
        "截至12月底，累计接待300人",
        "结转至以后三年内扣除",
        "毕业2年内的学生",
        "2020年及以前发放的贷款",
        "2025年初中招生",
        "6月中小学放假",
        "2025年内河整治",
        "“十四五”期间推进",
        "养老保险费征收期延长至2025年9月底",
        "培训补助政策的实施期限延长至2025年9月30日",
    ],
)
def test_how_things_stood_and_words_that_only_look_like_days_set_none(text):
    """The past, the age of somebody and longer words are no deadlines."""
    assert find_due(text, Span(0, len(text)), MARCH) == Due()


def test_spans_lie_in_the_item_and_not_before_it():
    """Only the words of the span are read, at their places in the whole text."""
    text = "建成5个。新增80家。"
    (target,) = promises(text, Span(5, len(text)))
    assert (target.span, target.span.of(text)) == (Span(5, 10), "新增80家")


PIECES = """1 23 80家 三点五 几十 数百 ×10⁸ 半 1/3 番 一个半月 8—10月 2025.6.30 国庆节前 本月底 每年 三年内 与 之间 由
降至 11.74公里 超过 达 新增 百分之 五十 三分之一 两个 到2025年 6月底前 年底 季度
《 》 “ ” 〔2020〕 ( ) 、 , 。
企业 第 一 亿 万 元 以上 - 至 完成时限: 长期 ２ 年 月 日"""
NOISE = st.lists(st.sampled_from(PIECES.split())).map("".join)


@settings(max_examples=100, deadline=None)
@given(NOISE | st.text(max_size=60), st.sampled_from([None, 1, 2023, 9999]))
def test_any_text_gives_targets_that_quote_it(text, year):
    """Whatever is printed, every target's words are those of its span and nothing raises."""
    span = Span(0, len(text))
    found = find_promises(text, span, When(year, date(year, 3, 1) if year else None))
    for target in found.targets:
        assert target.span.of(text) == target.text != ""
        assert target.bound in ("=", ">=", ">", "<=", "<", "+", "by")
    assert all(finding.span.of(text) for finding in found.findings if finding.span)
    assert found.due.day is None or found.due.words


def test_a_cell_of_nothing_but_a_figure_is_no_day():
    """Its table says 目标值 above it, and only a head of time makes 12.5 the fifth of December."""
    assert find_promises("12.5", Span(0, 4), When(2025)).due == Due()
    assert read_due_cell("12.5", Span(0, 4), When(2025)).day == "2025-12-05"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("老旧管网2025年至2027年分期更新。", "2027-12-31"),
        ("更新老旧管网（2025—2027年）。", "2027-12-31"),
        ("更新管网,实施年限为2025年至2027年。", "2027-12-31"),
        ("耕地9、10、11月分批收储。", "2025-11-30"),
        ("4月—6月分批外运淤泥。", "2025-06-30"),
        ("河道清淤5月、6月、7月完成。", "2025-07-31"),
        ("5月至10月汛期24小时值班。", "2025-10-31"),
        ("编制2026—2030年水网规划。", None),
        ("编制水网建设规划（2026—2030年）。", None),
        ("落实《水网规划（2023—2030年）》。", None),
        ("比2023—2024年平均水平下降5%。", None),
        ("2021年至2023年以来形成的台账逐一核对。", None),
        ("对2020年至2024年建成的泵站逐座体检。", None),
        ("2025年1月至2月已新建泵站3座。", None),
        ("保障期为每年6月至8月和10月至次年1月。", None),
        ("对年度内用工单位给予补贴。", None),
    ],
)
def test_a_span_of_work_is_due_at_its_end_whatever_verb_follows(text, due):
    """A paper's own years, what is compared and what was before are no promise."""
    assert find_due(text, Span(0, len(text)), When(2025, date(2025, 3, 3))).day == due


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("出厂水浊度不高于1NTU。", [("出厂水浊度", 1, "NTU", "<=")]),
        ("电导率不超过300μS/cm。", [("电导率", 300, "μS/cm", "<=")]),
        ("路面照度不低于10lx,均匀度达0.4。", [("路面照度", 10, "lx", ">="), ("均匀度", 0.4, "", ">=")]),
        ("灯具色温不高于4000K。", [("灯具色温", 4000, "K", "<=")]),
        ("推广5G设备,景区达到5A,不超过3A级。", []),
        ("编印简报24期、专刊12期。", [("编印简报", 24, "期", "="), ("专刊", 12, "期", "=")]),
        ("完成3期工程,建成2期。", []),
        ("并网光伏30MW。", [("并网光伏", 30, "MW", "=")]),
        ("合并12个村。", [("合并村", 12, "个", "=")]),
        ("每村不少于3名不超过5名。", [("每村", 3, "名", ">="), ("每村", 5, "名", "<=")]),
    ],
)
def test_letters_issues_and_joining_signs_are_read_as_they_are_meant(text, told):
    """A bound before letters makes a unit of them; 期 counts issues; 并网 is one word."""
    assert [each[1:] for each in read(text)] == told


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("截止2025年3月底，累计更换300只。", []),
        ("截至3月底已更换300只，再更换500只。", [500]),
        ("目前已修渠20公里，再修30公里。", [30]),
        ("在已建成12座泵站基础上，再建3座。", [3]),
        ("截至12月底，完成更换300只。", [300]),
        ("检修已建成的12座泵站。", [12]),
        ("推动已签约12个项目开工。", [12]),
    ],
)
def test_what_has_been_done_is_no_target(text, values):
    found = find_promises(text, Span(0, len(text)), When(2025, date(2025, 4, 8))).targets
    assert [each.value for each in found if each.bound != "by"] == values


def test_a_number_broken_at_its_point_is_whole_on_a_short_line_too():
    """A paragraph of three lines, the second of which is short."""
    text = "统筹推进农村饮水管网延伸工程,全年完成管道铺设3\n50公里,覆盖农户1.\n8万户。"
    assert [(each[2], each[3]) for each in read(text)] == [(350, "公里"), (1.8, "万户")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("客流量攀升5%", [("客流量", 5, "%", "+")]),
        ("破损率回落3个百分点", [("破损率", -3, "个百分点", "+")]),
        ("差错率由4%收窄至2%", [("差错率", 2, "%", "<=")]),
        ("压减接待费10%、印刷费15%以上", [("压减接待费", -10, "%", "+"), ("印刷费", -15, "%", "+")]),
        ("压减接待费10%、提高周转率15%", [("压减接待费", -10, "%", "+"), ("提高周转率", 15, "%", "=")]),
        ("入园率、在园率分别达到98%、95%", [("入园率、在园率", 98, "%", ">="), ("入园率、在园率", 95, "%", ">=")]),
        ("偏差不超过±5%", [("偏差", 5, "%", "<=")]),
        ("公文精简20%", [("公文", -20, "%", "+")]),
        ("培训学员上千人", [("培训学员", 1000, "人", ">")]),
        ("清运量不少于日均30吨", [("清运量", 30, "吨", ">=")]),
        ("演练不下4场", [("演练", 4, "场", ">=")]),
        ("各镇至少设立1个站点", [("各镇至少设立站点", 1, "个", ">=")]),
        ("惠及近万户", [("惠及", 10000, "户", "=")]),
        ("组织线上千人培训", []),
    ],
)
def test_a_rise_a_fall_and_a_bare_scale_are_read_as_they_are_meant(text, told):
    """分别 gives one bound to all its figures; a fall before the first noun of a list holds for its shares."""
    assert [each[1:] for each in read(text)] == told


PLACED = {
    "种花（时间：9月10日）": "2025-09-10",
    "活动时间：6月": None,
    "（科室：甲，完成时间：6月）（科室：乙，完成时间：9月）": "2025-09-30",
    "（科室：甲，完成时间：9月）（科室：乙，完成时间：双月）": "2025-09-30",
    "修桥（市甲局；2025.10.31）": "2025-10-31",
    "修桥（市甲局、7月）": "2025-07-31",
    "修桥（3家，2月）": None,
    "【6月】评比。": "2025-06-30",
    "办比赛（市甲局、2月）。": None,
    "增长（2024年）。": None,
}


@pytest.mark.parametrize(("text", "due"), PLACED.items(), ids=PLACED)
def test_days_promise_by_where_they_stand(text, due):
    """Behind a label, of several the last; as a part of a bracket by itself; a day past is none."""
    assert find_due(text, Span(0, len(text)), MARCH).day == due


@pytest.mark.parametrize("words", ["双月", "每周", "每季"])
def test_how_often_is_kept_as_printed(words):
    """A label that names no day gives its words, beside another that does too."""
    text = f"（完成时间：6月）（完成时间：{words}）"
    assert [each.text for each in find_promises(text, Span(0, len(text)), MARCH).targets] == [words]


def test_a_bracket_that_ends_in_for_ever_has_no_day():
    text = "办信访（市甲局；长期）"
    assert find_due(text, Span(0, len(text)), MARCH) == Due(None, "长期")
