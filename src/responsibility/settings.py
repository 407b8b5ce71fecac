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


class PageSettings(Section):
    """[page] How index.html is drawn."""

    network_items: int = Field(120, ge=1, description="网页关系图最多画多少项任务; 超过时按章节合并画, 并注明")
    matrix_cells: int = Field(80_000, ge=1, description="网页责任矩阵最多画多少格; 超过时按任务列出单位, 并注明")


class Settings(Section):
    """All settings; the defaults are a working office's."""

    reading: ReadingSettings = ReadingSettings()
    weights: WeightSettings = WeightSettings()
    output: OutputSettings = OutputSettings()
    page: PageSettings = PageSettings()


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
