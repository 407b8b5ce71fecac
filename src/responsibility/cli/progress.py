"""Progress on a terminal: what is being made, how much is done, and how long the rest takes; silent elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from responsibility.cli.options import get_wording
from responsibility.system.processes import Pace, Stopwatch

if TYPE_CHECKING:
    from rich.status import Status

# A run shorter than this shows nothing: a bar that flashes is noise.
QUIET_SECONDS = 1.0


class Spinner:
    """Says on standard error what is being made once a run takes longer than a second."""

    def __init__(self) -> None:
        self._watch = Stopwatch()
        self._status: Status | None = None
        self._pace = Pace(0)
        self._so_far = ""

    def __enter__(self) -> Spinner:
        return self

    @property
    def is_seen(self) -> bool:
        """Say whether anybody looks on."""
        return sys.stderr.isatty()

    def __call__(self, what: str) -> None:
        """Tell that what is being made."""
        if self._status is None and self._watch.seconds > QUIET_SECONDS and self.is_seen:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        if self._status is not None:
            self._status.update(f"{self._so_far}{what}")

    def expect(self, total: int) -> None:
        """Count from now on towards a total of things to be done."""
        self._pace = Pace(total)
        self.reach(0)

    def reach(self, done: int) -> None:
        """Tell from now on that so many are done, and how long the others take if they go as the last ones went."""
        self._pace.reach(done)
        left, total = round(self._pace.seconds_left), self._pace.total
        words = get_wording()("cli.left", minutes=left // 60, seconds=left % 60) if left else ""
        self._so_far = f"{done}/{total} {words} " if total > 1 else ""

    @property
    def rate(self) -> int:
        """How many are done a second, of late."""
        return round(self._pace.rate)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()
