"""Lists that offices make by hand: 按领导分工, 按时限, 通讯录, 年度日历; each where the plan gives it rows."""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.views.scene import Scene
from responsibility.views.sheet import Sheet
from responsibility.views.sheets.lists.calendar import build_calendar
from responsibility.views.sheets.lists.dues import build_dues
from responsibility.views.sheets.lists.people import build_contacts, build_leaders

__all__ = ["build_lists"]


def build_lists(scene: Scene) -> Iterator[Sheet]:
    """Build the lists for which the plan says enough."""
    for build in (build_leaders, build_dues, build_contacts, build_calendar):
        sheet = build(scene)
        if sheet is not None:
            yield sheet
