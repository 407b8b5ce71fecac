"""What every test runs under."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest
from hypothesis import settings

from oracle.tally import Tally

# The same examples in every run, so that a change is never stopped by what another run would not have met;
# `--hypothesis-profile=search` looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile("same")

# In CI everything that `make tools` brings is there: a test that needs LibreOffice or Chromium may not skip.
MAY_NOT_SKIP = ("office", "browser")
COMPARED: Counter[str] = Counter()  # values that the oracle compared, by test


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if new := Tally.total - COMPARED.total():
        COMPARED[item.nodeid.partition("[")[0].rpartition("/")[2]] += new
    if report.skipped and os.environ.get("RESPONSIBILITY_NO_SKIP") and any(map(item.get_closest_marker, MAY_NOT_SKIP)):
        report.outcome = "failed"
        report.longrepr = f"may not skip here: {report.longrepr}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count of values that the oracle compared from a worker to the run that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["compared"] = dict(COMPARED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add what a worker compared."""
    COMPARED.update(getattr(node, "workeroutput", {}).get("compared", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many values the oracle compared, in all and by test."""
    for name, count in COMPARED.most_common():
        terminalreporter.write_line(f"oracle: {count:7} {name}")
    if COMPARED:
        terminalreporter.write_line(f"oracle: {COMPARED.total()} values compared")
