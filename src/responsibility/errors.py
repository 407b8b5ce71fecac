"""Errors: what can stop us, said so that a clerk can mend it.

A problem in the content of a notice is a Finding and never stops a run; an exception is for what cannot be
read, understood or written at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Fault(NamedTuple):
    """One of several things that are wrong: where, and code and params as those of an error."""

    where: str
    code: str
    params: Mapping[str, object]


class Term(NamedTuple):
    """A word that a table takes in two forms: code for programs and in English, word as the office writes it."""

    code: str
    word: str

    def __str__(self) -> str:
        return self.code


class ResponsibilityError(Exception):
    """What happened, where, and how to mend it.

    code: the wording files say as error.CODE.what what it means, without a full stop, and as error.CODE.fix what to do
    next; params fill both, a tuple as a list, a Term in the reader's language. where: file, line or cell as a person
    would look for it, or "". exit_code: see the README's table. problems: each of several. trace: of what nobody
    foresaw, for the log.
    """

    exit_code = 3
    problems: tuple[Fault, ...] = ()
    trace: str = ""

    def __init__(self, code: str, where: str = "", /, **params: object) -> None:
        super().__init__(code, where, params)
        self.code = code
        self.where = where
        self.params = params

    def tell(self, say: Callable[..., str], where: str = "where", fix: str = "fix", colon: str = ": ") -> str:
        """Return what, each problem with its mending, where and fix, a line each. say: the sentence of CODE.PART."""
        lines = [say(f"{self.code}.what", **self.params)]
        for at, code, params in self.problems:
            lines += (
                f"  {at}{colon}{say(f'{code}.what', **params)}",
                f"    {fix}{colon}{say(f'{code}.fix', **params)}",
            )
        if self.where:
            lines.append(f"  {where}{colon}{self.where}")
        if mending := say(f"{self.code}.fix", **self.params):
            lines.append(f"  {fix}{colon}{mending}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.tell(_say_in_english)

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process whole; an exception is otherwise made anew from its positional arguments alone."""
        return _make, (type(self), self.code, self.where, self.params), self.__dict__


def _make(kind: type[ResponsibilityError], code: str, where: str, params: Mapping[str, object]) -> ResponsibilityError:
    return kind(code, where, **params)


def _say_in_english(key: str, /, **params: object) -> str:
    """Say a sentence for a programmer, who meets the error in a traceback; an office is told through its wording."""
    code, part = key.split(".")
    told = {name: ", ".join(map(str, value)) if type(value) is tuple else value for name, value in params.items()}
    return _load_english()[code][part].format_map(told)


@cache
def _load_english() -> Mapping[str, Mapping[str, str]]:
    text = files("responsibility").joinpath("language/wording-en.toml").read_text("utf-8")
    sentences: Mapping[str, Mapping[str, str]] = tomllib.loads(text)["error"]
    return sentences


class SourceError(ResponsibilityError):
    """A notice that cannot be read."""


class NoPlanError(ResponsibilityError):
    """Nothing to read yet: no fault, and what to do first."""

    exit_code = 0


class RegistryError(ResponsibilityError):
    """Units, aliases, groups or overrides that contradict themselves; all problems at once."""


class SettingsError(ResponsibilityError):
    """A setting that is unknown or out of its range; all problems at once."""


class ReturnError(ResponsibilityError):
    """A returned workbook that cannot be taken."""


class FontError(ResponsibilityError):
    """A font that is missing or lacks a character."""


class OutputError(ResponsibilityError):
    """An output that could not be written or put into place."""

    exit_code = 4


class UnforeseenError(ResponsibilityError):
    """A bug of ours, told by what Python raised; the traceback is in a log file."""

    exit_code = 5
