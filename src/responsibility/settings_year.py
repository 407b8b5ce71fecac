"""Settings of the year: how sheets that come back are judged, and how plans are compared."""

from __future__ import annotations

from pydantic import Field

from responsibility.settings_base import Fraction, MonthDay, Percent, Section


class CompareSettings(Section):
    """[compare] When a task of a new plan is one of an old plan."""

    least: Fraction = Field(0.3, description="两项任务至少多相似才可能是同一项(0 到 1)")
    certain: Fraction = Field(0.6, description="把握达到多少才算确定; 低于此数的配对列出来由人判定, 填报内容不随之结转")
    margin: Fraction = Field(0.1, description="另有一项任务的相似度与它相差不到多少, 就算有疑问")
    part: Fraction = Field(0.6, description="一项任务至少多大比例的文字见于另一项, 才算由它拆出或并入它")
    before: dict[str, str] = Field(
        {},
        description='各计划的上一计划, 如 {green-2024 = "green-2023"}, 任务清单附变化说明; 未列出的, 编号只有年份不同的'
        "计划中年份较早而最近的即为上一计划; 填空字符串则不比",
    )


class ProgressSettings(Section):
    """[progress] When reports are due, how far a task should be, and what light it gets."""

    preset: str = Field(
        "points",
        pattern="^(points|share|due)$",
        description="亮灯办法: points 按落后百分点(黄 10、红 30), share 按未完成比例(红 50%), due 按时限(蓝黄红)",
    )
    yellow_points: float = Field(10, ge=0, le=100, description="points: 落后序时进度多少个百分点亮黄灯")
    red_points: float = Field(30, ge=0, le=100, description="points: 落后序时进度超过多少个百分点亮红灯")
    red_share: Fraction = Field(0.5, description="share: 未完成部分超过应完成的多大比例亮红灯, 不足的亮黄灯")
    near_days: int = Field(15, ge=0, description="due: 距完成时限不到多少天亮蓝灯")
    stages: dict[MonthDay, Percent] = Field(
        {}, description='阶段目标: 到某月某日应完成百分之几, 如 {"06-30" = 40}; 空则按日历匀速推算序时进度'
    )
    start: str = Field(
        "year", pattern="^(year|issued)$", description="序时进度从何日算起: year 当年 1 月 1 日, issued 发文之日"
    )
    due_day: int = Field(25, ge=0, le=31, description="每期报送截止日: 期末当月几日, 0 为期末最后一天; 逢节假日顺延")
