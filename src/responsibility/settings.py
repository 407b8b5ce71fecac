"""Settings: every threshold with its default, its meaning and its source.

In: the parsed tables of matrix/settings.toml. Out: a frozen Settings. Unknown keys and values out of range are
refused, all at once. A field's description is what settings.toml shows as its comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from responsibility.errors import SettingsError

Weight = Annotated[float, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """A table of settings.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class ReadingSettings(Section):
    """[reading] How a notice is read."""

    first_listed_leads: bool = Field(
        True, description="没有任何牵头字样时,是否按惯例把排第一的单位算作牵头(依据记为“排序第一”)"
    )


class WeightSettings(Section):
    """[weights] What a role counts in the weighted load."""

    lead: Weight = Field(1.0, description="牵头一项任务的工作量")
    co_lead: Weight = Field(0.5, description="共同责任一项任务的工作量")
    support: Weight = Field(0.25, description="配合一项任务的工作量")


class OutputSettings(Section):
    """[output] How reports look."""

    paper: str = Field("A4", pattern="^A[34]$", description="责任矩阵打印用纸: A4 或 A3")
    font_file: str = Field("", description="图中文字所用字体文件的路径; 留空则用随程序安装的思源黑体")


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


class Settings(Section):
    """All settings; the defaults are a working office's."""

    reading: ReadingSettings = ReadingSettings()
    weights: WeightSettings = WeightSettings()
    output: OutputSettings = OutputSettings()
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
        raise SettingsError("\n  ".join(lines), where, "see the comments in matrix/settings.toml") from error
