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


class CompareSettings(Section):
    """[compare] When a task of a new plan is one of an old plan."""

    least: Fraction = Field(0.3, description="两项任务至少多相似才可能是同一项(0 到 1)")
    certain: Fraction = Field(0.6, description="把握达到多少才算确定; 低于此数的配对列出来由人判定, 填报内容不随之结转")
    margin: Fraction = Field(0.1, description="另有一项任务的相似度与它相差不到多少, 就算有疑问")
    part: Fraction = Field(0.6, description="一项任务至少多大比例的文字见于另一项, 才算由它拆出或并入它")


class Settings(Section):
    """All settings; the defaults are a working office's."""

    reading: ReadingSettings = ReadingSettings()
    weights: WeightSettings = WeightSettings()
    output: OutputSettings = OutputSettings()
    compare: CompareSettings = CompareSettings()


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
