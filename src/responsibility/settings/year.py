"""Settings of the year: when reports are due, which lights they give, how a year is assessed, who signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from responsibility.kinds import Role
from responsibility.settings.section import AnyDay, Bounds, Fraction, MonthDay, Percent, Section, Weight, setting


class ProgressSettings(Section):
    """[progress] When reports are due, how far a task should be, and what light it gets."""

    preset: str = setting(
        "points",
        pattern="^(points|share|due)$",
        description="亮灯办法: points 按落后百分点(黄 10、红 30), share 按未完成比例(红 50%), due 按时限(蓝黄红)",
    )
    yellow_points: float = setting(10, ge=0, le=100, description="points: 落后序时进度多少个百分点亮黄灯")
    red_points: float = setting(30, ge=0, le=100, description="points: 落后序时进度超过多少个百分点亮红灯")
    red_share: Fraction = setting(0.5, description="share: 未完成部分超过应完成的多大比例亮红灯, 不足的亮黄灯")
    near_days: int = setting(15, ge=0, description="due: 距完成时限不到多少天亮蓝灯")
    stages: dict[MonthDay, Percent] = setting(
        {}, description='阶段目标: 到某月某日应完成百分之几, 如 {"06-30" = 40}; 空则按日历匀速推算序时进度'
    )
    start: str = setting(
        "year", pattern="^(year|issued)$", description="序时进度从何日算起: year 当年 1 月 1 日, issued 发文之日"
    )
    ahead_points: float = setting(5, ge=0, le=100, description="通报: 超过序时进度多少个百分点算超进度, 不足的算达进度")
    answer_days: int = setting(10, ge=0, description="通报、催办要求在截至日后几日内补报、报送措施; 逢节假日顺延")
    every: str = setting(
        "",
        pattern="^(|quarter|month)$",
        description="多久报一次: quarter 每季, month 每月; 填了, 日历文件列出各期报送截止日",
    )
    due_day: int = setting(25, ge=0, le=31, description="每期报送截止日: 期末当月几日, 0 为期末最后一天; 逢节假日顺延")


class StepSettings(Section):
    """[steps] The days of the plan's year by which what comes once a year is due."""

    refine: AnyDay = setting("", description='细化分解表何日前报回(月-日), 如 "02-27"; 印在表上, 列入日历; 留空不印')
    close: AnyDay = setting("", description='何日年底交账、考核(月-日), 如 "12-31"; 列入日历; 留空不列')


class InspectSettings(Section):
    """[inspect] How many tasks an office looks at in a period, and which it looks at more often."""

    share: Fraction = setting(
        0.3, description="每期抽查牵头单位已报任务的多大比例(0到1), 至少每类一项; 未报的另行催办, 不抽"
    )
    all_behind: bool = setting(True, description="欠进度的任务是否全部核实")
    seed: int = setting(1, ge=0, description="抽签号; 同一抽签号、同一期的结果处处相同, 也可用 --seed 临时指定")
    red: Weight = setting(3.0, description="红灯任务的抽中机会比平常(1)多多少倍")
    jump: Weight = setting(2.0, description="完成率比上期猛增的任务多多少倍")
    jump_points: Percent = setting(50.0, description="完成率比上期增加多少个百分点算猛增")
    wordless: Weight = setting(2.0, description="报已完成而没有写进展情况(没有佐证)的任务多多少倍")
    fresh: Weight = setting(1.0, description="从未抽查过的任务多多少倍")


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


Point = Annotated[str, Bounds(known=SCORE_RULES["hundred"].__contains__)]


class ScoreSettings(Section):
    """[score] By which rule a year is assessed."""

    rule: str = setting(
        "hundred",
        pattern="^(hundred|eighty|strict)$",
        description="考核细则: hundred 百分起评、只扣红灯, eighty 起评80、领导评价20、欠进度即扣, "
        "strict 百分起评、从严扣分",
    )
    points: dict[Point, Weight] = setting(
        {},
        description="改细则中的分值, 如 {late = 3}: base 起评, leader 领导评价满分, "
        "unrefined 印发了细化分解表而未报回, missing 每期未报, late 每期迟报, "
        "blank 每项未填, red 每项期末红灯, yellow 每项期末黄灯, false 每项与核实不一致, contradiction 每项矛盾未消除, "
        "over 每项超额完成加分",
    )
    lead: Weight = setting(1.0, description="牵头任务按分值的多少扣分、加分")
    co_lead: Weight = setting(0.5, description="共同责任任务按分值的多少扣分、加分")
    support: Weight = setting(0.0, description="配合任务按分值的多少扣分、加分; 只承担不计分任务的单位不评分")
    band: float = setting(
        0,
        ge=0,
        description="总分由高到低, 相邻单位相差超过多少分另起一档; 0 为一次红灯(黄灯)的分值, 即一次填报能改变的分数",
    )

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


class OfficeSettings(Section):
    """[office] The office that issues bulletins and reminders."""

    name: str = setting("", description="通报、催办的落款单位; 空则为通知的发文机关")
    contact: str = setting("", description="催办通知上的联系人")
    telephone: str = setting("", description="催办通知上的联系电话")
