"""Section: a table of settings.toml, and the kinds of values that stand in one.

In: values as TOML or Python gives them. Out: a frozen Section, or every value at once that cannot be there. A library
for this takes a third of the time in which one notice is read just to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_args, get_origin, get_type_hints

Place = tuple[str | int, ...]


class Unfit(NamedTuple):
    """A value that cannot be where it is; known: whether there is such a setting at all."""

    place: Place
    value: object
    known: bool = True


class UnfitError(ValueError):
    """Values that cannot be, all of them."""

    def __init__(self, problems: list[Unfit]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, each.place))}: {each.value!r}" for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, or what bounds a kind of value. check: says whether a value fits; prepare: what is made of it."""

    default: Any = None
    description: str = ""
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    pattern: str = ""
    check: Callable[[Any], bool] | None = None
    prepare: Callable[[Any], Any] | None = None

    def fits(self, value: Any) -> bool:
        """Say whether a value of the right kind is within bounds."""
        return (
            (self.ge is None or value >= self.ge)
            and (self.gt is None or value > self.gt)
            and (self.le is None or value <= self.le)
            and (not self.pattern or re.search(self.pattern, value) is not None)
            and (self.check is None or self.check(value))
        )


Field: Any = Setting  # as the default in a Section, where a value of the setting's own kind is expected


Weight = Annotated[float, Setting(ge=0)]
Fraction = Annotated[float, Setting(ge=0, le=1)]
Percent = Annotated[float, Setting(ge=0, le=100)]
MonthDay = Annotated[str, Setting(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
# One text or several; an empty text is none.
Several = Annotated[
    tuple[str, ...],
    Setting(prepare=lambda given: tuple(filter(None, (given,))) if isinstance(given, str) else given),
]


class Section:
    """A table of settings.toml. Its values cannot be changed; `model_copy` makes another."""

    model_fields: ClassVar[Mapping[str, Setting]] = {}

    def __init_subclass__(cls) -> None:
        found = {name: cls.__dict__[name] for name in cls.__annotations__}
        cls.model_fields = {name: each if isinstance(each, Setting) else Setting(each) for name, each in found.items()}
        for name in found:
            delattr(cls, name)

    def __init__(self, **given: Any) -> None:
        problems: list[Unfit] = []
        section: Any = type(self)
        values = {name: each.default for name, each in self.model_fields.items()}
        for name, value in given.items():
            if name in values:
                values[name] = _read(_kinds(section)[name], value, (name,), problems, self.model_fields[name])
            else:
                problems.append(Unfit((name,), value, known=False))
        if problems:
            raise UnfitError(problems)
        self.__dict__.update(values)

    @classmethod
    def model_validate(cls, given: Mapping[str, object]) -> Self:
        """Return the section that a table holds. Raises UnfitError."""
        return cls(**given)

    def model_copy(self, *, update: Mapping[str, object]) -> Self:
        """Return the section with other values, which are taken as they are."""
        other = type(self)()
        other.__dict__.update({**self.__dict__, **update})
        return other

    def model_dump(self) -> dict[str, Any]:
        """Return the values by name, those of sections too."""
        return {
            name: value.model_dump() if isinstance(value, Section) else value for name, value in self.__dict__.items()
        }

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


@cache
def _kinds(section: Any) -> dict[str, Any]:
    return get_type_hints(section, include_extras=True)


def _read(kind: Any, value: Any, place: Place, problems: list[Unfit], bounds: Setting | None = None) -> Any:
    """Return a value as its kind has it; what cannot be is added to problems, as it was given."""
    given = value
    if get_origin(kind) is Annotated:
        kind, inner = get_args(kind)
        value = _read(kind, inner.prepare(value) if inner.prepare else value, place, problems, inner)
    elif get_origin(kind) is tuple and isinstance(value, list | tuple):
        value = tuple(_read(get_args(kind)[0], each, (*place, at), problems) for at, each in enumerate(value))
    elif get_origin(kind) is dict and isinstance(value, Mapping):
        of_key, of_value = get_args(kind)
        value = {
            _read(of_key, key, (*place, key), problems): _read(of_value, each, (*place, key), problems)
            for key, each in value.items()
        }
    elif isinstance(kind, type) and issubclass(kind, Section) and isinstance(value, Mapping):
        try:
            return kind(**value)
        except UnfitError as error:
            problems += [each._replace(place=(*place, *each.place)) for each in error.problems]
            return None
    elif not _is_of(kind, value):
        problems.append(Unfit(place, value))
        return None
    elif kind is float or kind is int:
        value = kind(value)
    if bounds and value is not None and not any(each.place == place for each in problems) and not bounds.fits(value):
        problems.append(Unfit(place, given))
    return value


def _is_of(kind: Any, value: object) -> bool:
    """Say whether a value is of a plain kind; a whole number may stand for a float, and 3.0 for a whole number."""
    if isinstance(value, bool) or kind is bool:
        return kind is bool and isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if kind is float:
        return isinstance(value, int | float)
    return not get_origin(kind) and isinstance(value, kind)
