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


class SourceSettings(Section):
    """[sources] The most that a source file may hold; above it, it is refused before any parser sees it."""

    file_bytes: int = Field(64_000_000, ge=1, description="来文文件最大字节数")
    members: int = Field(1_000, ge=1, description="压缩包(docx/xlsx/ofd)内最多部件数")
    part_bytes: int = Field(32_000_000, ge=1, description="单个部件解压后最大字节数(图片等除外)")
    total_bytes: int = Field(64_000_000, ge=1, description="全部部件解压后最大字节数")
    ratio: int = Field(100, ge=1, description="最大压缩比(1 MB 以上才看)")
    rows: int = Field(50_000, ge=1, description="工作表最多行数")
    columns: int = Field(256, ge=1, description="工作表最多列数")
    cells: int = Field(500_000, ge=1, description="工作表最多单元格数(行数乘列数)")
    merged_cells: int = Field(100_000, ge=1, description="一个合并区域最多单元格数")
    span: int = Field(63, ge=1, description="文档表格中一格最多跨的行数或列数")
    markup_bytes: int = Field(16_000_000, ge=1, description="网页最大字节数")
    pages: int = Field(400, ge=1, description="PDF、OFD 最多页数")
    depth: int = Field(200, ge=1, description="网页、文档标记最多嵌套层数")


class WeightSettings(Section):
    """[weights] What a role counts in the weighted load."""

    lead: Weight = Field(1.0, description="牵头一项任务的工作量")
    co_lead: Weight = Field(0.5, description="共同责任一项任务的工作量")
    support: Weight = Field(0.25, description="配合一项任务的工作量")


class OutputSettings(Section):
    """[output] How reports look."""

    paper: str = Field("A4", pattern="^A[34]$", description="责任矩阵打印用纸: A4 或 A3")
    font_file: str = Field("", description="图中文字所用字体文件的路径; 留空则用随程序安装的思源黑体")


class Settings(Section):
    """All settings; the defaults are a working office's."""

    reading: ReadingSettings = ReadingSettings()
    sources: SourceSettings = SourceSettings()
    weights: WeightSettings = WeightSettings()
    output: OutputSettings = OutputSettings()


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
