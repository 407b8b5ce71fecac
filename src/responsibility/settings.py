"""Settings: every threshold with its default, its meaning and its source.

In: the parsed tables of matrix/settings.toml. Out: a frozen Settings. Unknown keys and values out of range are
refused, all at once. A field's description is what settings.toml shows as its comment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from responsibility.errors import SettingsError

Weight = Annotated[float, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """A table of settings.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class ReadingSettings(Section):
    """[reading] How a notice is read."""

    first_listed_leads: bool = Field(
        True, description="没有任何牵头字样时,是否按惯例把排第一的单位算作牵头(依据记为“排序第一”)"
    )


class SourceSettings(Section):
    """[sources] The most that a source file may hold; above it, it is refused before any parser sees it."""

    file_bytes: int = Field(64_000_000, ge=1, description="来文文件最大字节数")
    members: int = Field(1_000, ge=1, description="压缩包(docx/xlsx/ofd)内最多部件数")
    part_bytes: int = Field(32_000_000, ge=1, description="单个部件解压后最大字节数(图片等除外)")
    total_bytes: int = Field(64_000_000, ge=1, description="全部部件解压后最大字节数")
    ratio: int = Field(100, ge=1, description="最大压缩比(1 MB 以上才看)")
    rows: int = Field(50_000, ge=1, description="工作表最多行数")
    columns: int = Field(256, ge=1, description="工作表最多列数")
    merged_cells: int = Field(100_000, ge=1, description="一个合并区域最多单元格数")
    span: int = Field(63, ge=1, description="文档表格中一格最多跨的行数或列数")
    pages: int = Field(400, ge=1, description="PDF、OFD 最多页数")
    depth: int = Field(200, ge=1, description="网页、文档标记最多嵌套层数")


class WeightSettings(Section):
    """[weights] What a role counts in the weighted load."""

    lead: Weight = Field(1.0, description="牵头一项任务的工作量")
    co_lead: Weight = Field(0.5, description="共同责任一项任务的工作量")
    support: Weight = Field(0.25, description="配合一项任务的工作量")
    target: Weight = Field(0.0, description="任务每有一个量化指标, 其权重在1之上增加多少; 0 表示不计指标")
    items: dict[str, Weight] = Field({}, description='个别任务的权重, 如 {"2.1.1" = 2.0}; 未列出的任务为1')


class LoadSettings(Section):
    """[load] When a unit carries too much (V1-V7, V10)."""

    fence: Weight = Field(
        1.5, description="任务数超过 Q3 + 此数 × 四分位距即为过多(V1); 来源: Tukey 1977, Exploratory Data Analysis"
    )
    robust_z: Weight = Field(
        3.5, description="稳健z值 0.6745 ×(任务数-中位数)/MAD 超过此数时一并说明(V1); 来源: Iglewicz & Hoaglin 1993"
    )
    half: Fraction = Field(0.5, description="参与任务占全部任务的比例达到此数即为无处不在(V2); 经验值")
    least_items: int = Field(
        5, ge=1, description="任务少于此数的计划不作 V1、V2 判断: 太小的计划里人人都占一半; 经验值"
    )
    leads_floor: int = Field(3, ge=0, description="牵头数不超过此数一律不算过多(V3); 经验值")
    leads_ratio: Weight = Field(2.0, description="牵头数超过牵头单位平均数的此倍数即为过多(V3); 经验值")
    top_decile: Fraction = Field(0.9, description="牵头数与协同数都高于此分位数, 即牵头又是主要协同(V5); 经验值")
    helps: int = Field(5, ge=1, description="协同达到此数而从不牵头(V6); 经验值")
    top_two: Fraction = Field(0.3333, description="牵头最多的两个单位合计占比超过此数即为集中(V10); 经验值")
    capacity: dict[str, Weight] = Field(
        {}, description="单位可承担的加权工作量, 如 {fgw = 12.0}; 超过即为超载(V1); 未列出的单位不设上限"
    )


class OverlapSettings(Section):
    """[overlap] When two units share more than their size explains, and how chance is measured."""

    alpha: Fraction = Field(
        0.05, description="错误发现率上限(Benjamini & Hochberg 1995), 只在可检验的单位对之间校正(Tarone 1990)"
    )
    samples: int = Field(
        20_000, ge=0, description="随机计划(行列合计不变, Strona 等 2014)的抽样数; 0 表示只用超几何检验"
    )
    stop_when_sure: bool = Field(True, description="每一对单位的结论都已确定时提前停止抽样")
    doubt: Fraction = Field(0.001, description="提前停止时, 任一结论因抽样不足而出错的概率上限")
    most_cells: int = Field(
        40_000,
        ge=0,
        description="任务数×单位数超过此数的计划不抽样, 只用超几何检验并在方法说明中写明(抽样耗时与此成正比)",
    )
    seed: int = Field(20230324, ge=0, description="随机数种子; 相同的种子得到相同的结果")


class ClusterSettings(Section):
    """[clusters] Units named together in the same items: maximal bicliques."""

    units: int = Field(3, ge=1, description="责任群至少包含几个单位; 经验值")
    items: int = Field(3, ge=1, description="责任群至少共同出现在几项任务; 经验值")
    limit: int = Field(2_000, ge=1, description="最多列出多少个责任群; 超过时停止并给出问题 CLUSTER_LIMIT")
    effort: int = Field(200_000, ge=1, description="查找责任群最多尝试多少个组合; 超过时停止并给出问题 CLUSTER_LIMIT")


class GroupSettings(Section):
    """[groups] Modular groups of units and items: Barber's Q (2007, Phys. Rev. E 76:066102)."""

    most: int = Field(6, ge=1, le=50, description="最多分成几组")
    runs: int = Field(10, ge=1, description="从不同起点独立搜索的次数")
    members: int = Field(20, ge=3, description="每次搜索中同时演化的分组方案数")
    generations: int = Field(10, ge=0, description="每次搜索演化的代数")
    near: Fraction = Field(
        0.01, description="Q 值与最佳方案相差不超过此数的方案都算可信, 归属牢固度按它们的一致程度计算; 经验值"
    )
    random_plans: int = Field(20, ge=0, description="用于比较的随机计划数(行列合计不变); 0 表示不比较")
    most_edges: int = Field(2_000, ge=0, description="责任数超过此数的计划只搜索一次, 不与随机计划比较(耗时与此成正比)")


class OutputSettings(Section):
    """[output] How reports look."""

    paper: str = Field("A4", pattern="^A[34]$", description="责任矩阵打印用纸: A4 或 A3")
    fonts: str = Field(
        "safe",
        pattern="^(safe|gongwen)$",
        description="表格字体: safe 用各机都有的宋体、楷体、仿宋; gongwen 用方正小标宋简体、仿宋_GB2312等(须已安装)",
    )
    font_file: str = Field("", description="图中文字所用字体文件的路径; 留空则用随程序安装的思源黑体")


class CompareSettings(Section):
    """[compare] When a task of a new plan is one of an old plan."""

    least: Fraction = Field(0.3, description="两项任务至少多相似才可能是同一项(0 到 1)")
    certain: Fraction = Field(0.6, description="把握达到多少才算确定; 低于此数的配对列出来由人判定, 填报内容不随之结转")
    margin: Fraction = Field(0.1, description="另有一项任务的相似度与它相差不到多少, 就算有疑问")
    part: Fraction = Field(0.6, description="一项任务至少多大比例的文字见于另一项, 才算由它拆出或并入它")


class DiagramSettings(Section):
    """[diagram] What diagrams show and from what size on they show groups."""

    order: str = Field(
        "blocks",
        pattern="^(blocks|protocol)$",
        description="图中单位次序: blocks 相关者相邻、连线少交叉, protocol 名录次序",
    )
    max_items: int = Field(60, ge=1, description="任务多于此数时, 图中以部分(标题)代替任务")
    max_units: int = Field(50, ge=2, description="单位多于此数时, 只画工作量最大的, 其余合为一行")
    max_edges: int = Field(240, ge=1, description="连线多于此数时, 关系网络图只画牵头连线")
    min_shared: int = Field(3, ge=1, description="单位重叠图只画共同任务不少于此数的两个单位")
    max_pairs: int = Field(60, ge=1, description="单位重叠图最多画多少对单位")
    ego_items: int = Field(10, ge=1, description="单位关系小图最多列多少项任务")
    ego_partners: int = Field(10, ge=1, description="单位关系小图最多列多少个共事单位")
    ego_dpi: int = Field(110, ge=50, le=600, description="任务清单中单位关系小图的分辨率(点/英寸)")
    dpi: int = Field(200, ge=50, le=600, description="PNG 图的分辨率(点/英寸); 图很大时自动降低")


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


class Settings(Section):
    """All settings; the defaults are a working office's."""

    reading: ReadingSettings = ReadingSettings()
    sources: SourceSettings = SourceSettings()
    weights: WeightSettings = WeightSettings()
    load: LoadSettings = LoadSettings()
    overlap: OverlapSettings = OverlapSettings()
    clusters: ClusterSettings = ClusterSettings()
    groups: GroupSettings = GroupSettings()
    output: OutputSettings = OutputSettings()
    compare: CompareSettings = CompareSettings()
    progress: ProgressSettings = ProgressSettings()
    diagram: DiagramSettings = DiagramSettings()


def parse_settings(tables: Mapping[str, object], where: str = "settings.toml") -> Settings:
    """Check tables against the known settings.

    Raises SettingsError naming every key that is unknown or out of range.
    """
    try:
        return Settings.model_validate(tables)
    except ValidationError as error:
        lines = [
            f"[{'.'.join(str(part) for part in each['loc'])}] = {each['input']!r}: {each['msg']}"
            for each in error.errors()
        ]
        raise SettingsError(
            "settings that cannot be: {problems}",
            where,
            "see the comments in matrix/settings.toml",
            problems="; ".join(lines),
        ) from error


def describe_settings() -> str:
    """Return settings.toml with every default shown and every line commented, sections in order."""
    lines = [
        "# 全部设置及默认值。删去一行即用默认值。Every setting with its default; a line taken out means the default."
    ]
    for name, field in Settings.model_fields.items():
        section = field.get_default()
        lines += ["", f"[{name}]"]
        for key, each in type(section).model_fields.items():
            lines += [f"# {line}" for line in (each.description or "").splitlines()]
            lines.append(f"{key} = {_toml(getattr(section, key))}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Write a scalar, a list or a table of scalars as TOML; JSON's strings are TOML's."""
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(key), ensure_ascii=False)} = {_toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
