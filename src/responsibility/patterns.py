"""Patterns: those that few inputs need, compiled when one does, and a Han letter that compiles quickly.

A range of Han letters takes Python a millisecond to compile, and hundreds of patterns are defined.
"""

from __future__ import annotations

import re
from typing import Any, cast

HAN = r"[^\W!-~]"  # a letter or numeral that is not ASCII


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Take what is asked for from the compiled pattern, and keep it."""
        if name.startswith("__"):
            raise AttributeError(name)  # asked by copy and pickle, of an object not yet made
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern to use as a compiled one, which it becomes when it is first used."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
