"""What every test runs under."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

# In CI everything that `make tools` brings is there: a test that needs LibreOffice or Chromium may not skip.
MAY_NOT_SKIP = ("office", "browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("RESPONSIBILITY_NO_SKIP") and any(map(item.get_closest_marker, MAY_NOT_SKIP)):
        report.outcome = "failed"
        report.longrepr = f"may not skip here: {report.longrepr}"
    return report
