"""Later: work that another process may do while this one goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Begin(Protocol):
    """Begins work whose result is not wanted yet. Work and result must be picklable."""

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        """Return what waits for the result and gives it."""


def begin_when_wanted(work: Callable[[], T]) -> Callable[[], T]:
    """Begin nothing before its result is wanted."""
    return work
