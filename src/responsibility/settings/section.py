"""Section: a table of settings.toml, and the kinds of values that stand in one."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Weight = Annotated[float, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
# One text or several; an empty text is none.
Several = Annotated[
    tuple[str, ...], BeforeValidator(lambda given: tuple(filter(None, (given,))) if isinstance(given, str) else given)
]


class Section(BaseModel):
    """A table of settings.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
