"""Section: a table of settings.toml, the kinds of values that stand in one, and how a given table is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_args, get_origin, get_type_hints


class Bounds(NamedTuple):
    """Which values of a setting are refused. known: what a text may be."""

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    pattern: str = ""
    known: Callable[[str], bool] | None = None

    def allow(self, value: Any) -> bool:
        """Say whether a value of the right type is within them."""
        return (
            (self.ge is None or value >= self.ge)
            and (self.gt is None or value > self.gt)
            and (self.le is None or value <= self.le)
            and (not self.pattern or bool(re.search(self.pattern, value)))
            and (self.known is None or self.known(value))
        )


Weight = Annotated[float, Bounds(ge=0)]
Fraction = Annotated[float, Bounds(ge=0, le=1)]
Percent = Annotated[float, Bounds(ge=0, le=100)]
_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
MonthDay = Annotated[str, Bounds(pattern=rf"^{_DAY}\Z")]
AnyDay = Annotated[str, Bounds(pattern=rf"^({_DAY})?\Z")]  # or none


class Setting(NamedTuple):
    """One setting: its default, its meaning, and bounds of its own."""

    default: Any
    description: str = ""
    bounds: Bounds = Bounds()


def setting(default: Any, *, description: str, **bounds: Any) -> Any:
    """Define one setting of a section."""
    return Setting(default, description, Bounds(**bounds))


class Section:
    """A table of settings.toml: a frozen value as a dataclass is, whose class takes no time to make."""

    keys: ClassVar[Mapping[str, Setting]]

    def __init_subclass__(cls) -> None:
        own = {key: getattr(cls, key) for key in cls.__annotations__}
        cls.keys = {key: each if isinstance(each, Setting) else Setting(each) for key, each in own.items()}

    def __init__(self, **given: Any) -> None:
        if unknown := given.keys() - self.keys:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update({key: each.default for key, each in self.keys.items()} | given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} stays as it is")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def but(self, **changes: Any) -> Self:
        """Return the same with other values."""
        return type(self)(**{**vars(self), **changes})

    def dump(self) -> dict[str, Any]:
        """Return the values by key, sections within as tables."""
        return {key: each.dump() if isinstance(each, Section) else each for key, each in vars(self).items()}


class Wrong(NamedTuple):
    """A value that a table may not hold, or a key that nobody knows."""

    place: tuple[str | int, ...]
    value: object
    unknown: bool = False


def fit_section(kind: type[Section], table: object, place: tuple[str | int, ...], wrong: list[Wrong]) -> Any:
    """Make a section of a table; what may not stand in it is added to wrong."""
    if not isinstance(table, Mapping):
        wrong.append(Wrong(place, table))
        return kind()
    hints = get_type_hints(kind, include_extras=True)
    wrong += (Wrong((*place, key), table[key], unknown=True) for key in table if key not in kind.keys)
    return kind(**{
        key: _fit(hints[key], each.bounds, table[key], (*place, key), wrong)
        for key, each in kind.keys.items() if key in table
    })  # fmt: skip


def _fit(hint: Any, bounds: Bounds, value: Any, place: tuple[str | int, ...], wrong: list[Wrong]) -> Any:
    kind, *more = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    shape, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Section):
        return fit_section(kind, value, place, wrong)
    if shape is tuple and isinstance(value, list | tuple | str):
        several = tuple(filter(None, (value,))) if isinstance(value, str) else value  # one text alone; an empty is none
        return tuple(_fit(parts[0], Bounds(), each, (*place, at), wrong) for at, each in enumerate(several))
    if shape is dict and isinstance(value, Mapping):
        return {
            _fit(parts[0], Bounds(), key, (*place, key), wrong): _fit(parts[1], Bounds(), each, (*place, key), wrong)
            for key, each in value.items()
        }
    try:
        made = _read(kind, value)
        if all(each.allow(made) for each in (bounds, *more)):
            return made
    except (ValueError, TypeError, OverflowError):
        pass
    wrong.append(Wrong(place, value))
    return value


def _read(kind: Any, value: Any) -> Any:
    """Take a value as of a type: a whole number as a figure, and what is no number but looks like one as that."""
    if kind not in (int, float):
        if type(value) is not kind:
            raise TypeError
        return value
    if isinstance(value, bool) or (kind is int and isinstance(value, float) and value != int(value)):
        raise ValueError
    return kind(value)
