"""Section: a table of settings.toml, the kinds of values that stand in one, and how a given table is checked."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Self, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert, structs, to_builtins

Weight = Annotated[float, Meta(ge=0)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Positive = Annotated[float, Meta(gt=0, le=1)]
Percent = Annotated[float, Meta(ge=0, le=100)]
_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
MonthDay = Annotated[str, Meta(pattern=rf"^{_DAY}\Z")]
AnyDay = Annotated[str, Meta(pattern=rf"^({_DAY})?\Z")]  # or none


def doc(description: str, **bounds: Any) -> Meta:
    """Say what a setting means, and which values it may have."""
    return Meta(description=description, **bounds)


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of settings.toml: a frozen value."""

    def but(self, **changes: Any) -> Self:
        """Return the same with other values."""
        return structs.replace(self, **changes)

    def dump(self) -> dict[str, Any]:
        """Return the values by key, sections within as tables."""
        return dict(to_builtins(self))


class Wrong(NamedTuple):
    """A value that a table may not hold, or a key that nobody knows."""

    place: tuple[str, ...]
    value: object
    unknown: bool = False


def describe_keys(kind: type[Section]) -> dict[str, str]:
    """Return what each key of a table means, "" for a table within."""
    said = {each.name: get_args(each.type)[1:] for each in structs.fields(kind)}
    return {key: next((meta.description or "" for meta in reversed(metas)), "") for key, metas in said.items()}


def fit_section(kind: type[Section], table: object, place: tuple[str, ...], wrong: list[Wrong]) -> Any:
    """Make a section of a table; what may not stand in it is added to wrong."""
    if not isinstance(table, Mapping):
        wrong.append(Wrong(place, table))
        return kind()
    types = {each.name: each.type for each in structs.fields(kind)}
    wrong += (Wrong((*place, key), table[key], unknown=True) for key in table if key not in types)
    return kind(**{key: _fit(types[key], table[key], (*place, key), wrong) for key in types if key in table})


def _fit(kind: Any, value: Any, place: tuple[str, ...], wrong: list[Wrong]) -> Any:
    """Take a value as of a type, entries of lists and tables by themselves, so that each wrong one is named."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if isinstance(plain, type) and issubclass(plain, Section):
        return fit_section(plain, value, place, wrong)
    if get_origin(plain) is tuple and isinstance(value, list | str):
        several = list(filter(None, [value])) if isinstance(value, str) else value  # one text alone; an empty is none
        return tuple(_fit(get_args(plain)[0], each, (*place, str(at)), wrong) for at, each in enumerate(several))
    if get_origin(plain) is dict and isinstance(value, Mapping):
        of_key, of_value = get_args(plain)
        pairs = ((key, each, (*place, key)) for key, each in value.items())
        return {_fit(of_key, key, at, wrong): _fit(of_value, each, at, wrong) for key, each, at in pairs}
    try:
        return convert(value, kind, strict=False)
    except ValidationError:
        wrong.append(Wrong(place, value))
        return value
