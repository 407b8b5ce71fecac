"""Settings of the year: when reports are due, which lights they give, how a year is assessed, who signs."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from responsibility.kinds import Role
from responsibility.settings.section import AnyDay, Fraction, MonthDay, Percent, Section, Weight, doc


class ProgressSettings(Section, frozen=True):
    """[progress] When reports are due, how far a task should be, and what light it gets."""

    preset: Annotated[
        str,
        doc(
            "亮灯办法: points 按落后百分点(黄 10、红 30), share 按未完成比例(红 50%), due 按时限(蓝黄红)",
            pattern="^(points|share|due)$",
        ),
    ] = "points"
    yellow_points: Annotated[float, doc("points: 落后序时进度多少个百分点亮黄灯", ge=0, le=100)] = 10
    red_points: Annotated[float, doc("points: 落后序时进度超过多少个百分点亮红灯", ge=0, le=100)] = 30
    red_share: Annotated[Fraction, doc("share: 未完成部分超过应完成的多大比例亮红灯, 不足的亮黄灯")] = 0.5
    near_days: Annotated[int, doc("due: 距完成时限不到多少天亮蓝灯", ge=0)] = 15
    stages: Annotated[
        dict[MonthDay, Percent],
        doc('阶段目标: 到某月某日应完成百分之几, 如 {"06-30" = 40}; 空则按日历匀速推算序时进度'),
    ] = {}
    start: Annotated[
        str, doc("序时进度从何日算起: year 当年 1 月 1 日, issued 发文之日", pattern="^(year|issued)$")
    ] = "year"
    ahead_points: Annotated[float, doc("通报: 超过序时进度多少个百分点算超进度, 不足的算达进度", ge=0, le=100)] = 5
    answer_days: Annotated[int, doc("通报、催办要求在截至日后几日内补报、报送措施; 逢节假日顺延", ge=0)] = 10
    every: Annotated[
        str, doc("多久报一次: quarter 每季, month 每月; 填了, 日历文件列出各期报送截止日", pattern="^(|quarter|month)$")
    ] = ""
    due_day: Annotated[int, doc("每期报送截止日: 期末当月几日, 0 为期末最后一天; 逢节假日顺延", ge=0, le=31)] = 25


class StepSettings(Section, frozen=True):
    """[steps] The days of the plan's year by which what comes once a year is due."""

    refine: Annotated[AnyDay, doc('细化分解表何日前报回(月-日), 如 "02-27"; 印在表上, 列入日历; 留空不印')] = ""
    close: Annotated[AnyDay, doc('何日年底交账、考核(月-日), 如 "12-31"; 列入日历; 留空不列')] = ""


class InspectSettings(Section, frozen=True):
    """[inspect] How many tasks an office looks at in a period, and which it looks at more often."""

    share: Annotated[Fraction, doc("每期抽查牵头单位已报任务的多大比例(0到1), 至少每类一项; 未报的另行催办, 不抽")] = (
        0.3
    )
    all_behind: Annotated[bool, doc("欠进度的任务是否全部核实")] = True
    seed: Annotated[int, doc("抽签号; 同一抽签号、同一期的结果处处相同, 也可用 --seed 临时指定", ge=0)] = 1
    red: Annotated[Weight, doc("红灯任务的抽中机会比平常(1)多多少倍")] = 3.0
    jump: Annotated[Weight, doc("完成率比上期猛增的任务多多少倍")] = 2.0
    jump_points: Annotated[Percent, doc("完成率比上期增加多少个百分点算猛增")] = 50.0
    wordless: Annotated[Weight, doc("报已完成而没有写进展情况(没有佐证)的任务多多少倍")] = 2.0
    fresh: Annotated[Weight, doc("从未抽查过的任务多多少倍")] = 1.0


# What a rule of assessment gives and takes, by name. base: where every unit begins; leader: most that leaders give.
SCORE_RULES: Mapping[str, Mapping[str, float]] = {
    "hundred": {
        "base": 100, "leader": 0, "unrefined": 5, "missing": 10, "late": 2, "blank": 3, "red": 3, "yellow": 0,
        "false": 10, "contradiction": 2, "over": 2,
    },
    "eighty": {
        "base": 80, "leader": 20, "unrefined": 5, "missing": 10, "late": 2, "blank": 3, "red": 3, "yellow": 3,
        "false": 10, "contradiction": 0, "over": 2,
    },
    "strict": {
        "base": 100, "leader": 20, "unrefined": 10, "missing": 10, "late": 5, "blank": 5, "red": 5,
        "yellow": 5, "false": 10, "contradiction": 5, "over": 0,
    },
}  # fmt: skip


Point = Annotated[str, Meta(pattern=rf"^({'|'.join(SCORE_RULES['hundred'])})\Z")]


class ScoreSettings(Section, frozen=True):
    """[score] By which rule a year is assessed."""

    rule: Annotated[
        str,
        doc(
            "考核细则: hundred 百分起评、只扣红灯, eighty 起评80、领导评价20、欠进度即扣, strict 百分起评、从严扣分",
            pattern="^(hundred|eighty|strict)$",
        ),
    ] = "hundred"
    points: Annotated[
        dict[Point, Weight],
        doc(
            "改细则中的分值, 如 {late = 3}: base 起评, leader 领导评价满分, "
            "unrefined 印发了细化分解表而未报回, missing 每期未报, late 每期迟报, "
            "blank 每项未填, red 每项期末红灯, yellow 每项期末黄灯, false 每项与核实不一致, "
            "contradiction 每项矛盾未消除, over 每项超额完成加分"
        ),
    ] = {}
    lead: Annotated[Weight, doc("牵头任务按分值的多少扣分、加分")] = 1.0
    co_lead: Annotated[Weight, doc("共同责任任务按分值的多少扣分、加分")] = 0.5
    support: Annotated[Weight, doc("配合任务按分值的多少扣分、加分; 只承担不计分任务的单位不评分")] = 0.0
    band: Annotated[
        float,
        doc("总分由高到低, 相邻单位相差超过多少分另起一档; 0 为一次红灯(黄灯)的分值, 即一次填报能改变的分数", ge=0),
    ] = 0

    def point(self, key: str) -> float:
        """Return what the rule gives or takes for this."""
        return float({**SCORE_RULES[self.rule], **self.points}[key])

    def weigh(self, role: Role) -> float:
        """Return how much of a point a unit with this role takes."""
        return {Role.LEAD: self.lead, Role.CO_LEAD: self.co_lead}.get(role, self.support)

    @property
    def step(self) -> float:
        """Points by which neighbours differ where a new band begins."""
        return self.band or max(self.point("red"), self.point("yellow"), self.point("blank"))


class OfficeSettings(Section, frozen=True):
    """[office] The office that issues bulletins and reminders."""

    name: Annotated[str, doc("通报、催办的落款单位; 空则为通知的发文机关")] = ""
    contact: Annotated[str, doc("催办通知上的联系人")] = ""
    telephone: Annotated[str, doc("催办通知上的联系电话")] = ""
