"""Errors: what can stop us, said so that a clerk can mend it.

A problem in the content of a notice is a Finding and never stops a run; an exception is for what cannot be
read, understood or written at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class ResponsibilityError(Exception):
    """What happened, where, and how to mend it.

    what: one sentence without a full stop, as a template in English; `params` fill it and fix. where: file, line
    or cell as a person would look for it, or "". fix: what to do next, or "". exit_code: see the README's table.
    problems: where each of several is, what it is, how to mend it and what fills the two templates.
    The English template is also the key under which the wording file holds the sentence in the office's language,
    so a reader of the code sees what is said, and a test finds what nobody translated.
    """

    exit_code = 3
    problems: tuple[tuple[str, str, str, Mapping[str, object]], ...] = ()

    def __init__(self, what: str, where: str = "", fix: str = "", **params: object) -> None:
        super().__init__(what, where, fix, params)
        self.what = what
        self.where = where
        self.fix = fix
        self.params = params

    def tell(self, translate: Callable[[str], str] = str, where: str = "where", fix: str = "fix") -> str:
        """Return what, each problem with its mending, where and fix, a line each.

        translate turns a template into another language's; also a reason that the system gave in English.
        """

        def fill(template: str, params: Mapping[str, object]) -> str:
            told = {name: translate(value) if isinstance(value, str) else value for name, value in params.items()}
            return translate(template).format_map(told) if told else translate(template)

        lines = [fill(self.what, self.params)]
        for at, what, mend, params in self.problems:
            lines += (f"  {at}: {fill(what, params)}", f"    {fix}: {fill(mend, params)}")
        if self.where:
            lines.append(f"  {where}: {self.where}")
        if self.fix:
            lines.append(f"  {fix}: {fill(self.fix, self.params)}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.tell()

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process whole; an exception is otherwise made anew from its positional arguments alone."""
        return _make, (type(self), self.what, self.where, self.fix, self.params), self.__dict__


def _make(
    kind: type[ResponsibilityError], what: str, where: str, fix: str, params: Mapping[str, object]
) -> ResponsibilityError:
    return kind(what, where, fix, **params)


class SourceError(ResponsibilityError):
    """A notice that cannot be read. code: its sentences are source.CODE.what and .fix of the wording, or ""."""

    code: str = ""


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
