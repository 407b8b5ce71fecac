"""The count of compared values, said at the end of a run."""

from __future__ import annotations

from oracle.tally import Tally


def pytest_terminal_summary(terminalreporter):
    if Tally.total:
        terminalreporter.write_line(f"oracle: {Tally.total} values compared")
