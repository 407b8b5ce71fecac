"""Errors: what can stop us, said so that a clerk can mend it.

A problem in the content of a notice is a Finding and never stops a run; an exception is for what cannot be
read, understood or written at all.
"""

from __future__ import annotations

from collections.abc import Mapping


class ResponsibilityError(Exception):
    """What happened, where, and how to mend it.

    what: one sentence without a full stop. where: file, line or cell as a person would look for it, or "".
    fix: what to do next, or "". exit_code: see the README's table.
    """

    exit_code = 3

    def __init__(self, what: str, where: str = "", fix: str = "") -> None:
        super().__init__(what, where, fix)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class SourceError(ResponsibilityError):
    """A notice that cannot be read. code, params: the sentence under source.CODE of the wording, to say it again."""

    code: str = ""
    params: Mapping[str, object] = {}


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
