"""Lists that offices make by hand: 按领导分工, 按时限, 通讯录, 年度日历; each where the plan gives it rows."""

from __future__ import annotations

from responsibility.views.scene import Scene
from responsibility.views.sheet import Sheet
from responsibility.views.sheets.lists.calendar import build_calendar
from responsibility.views.sheets.lists.dues import build_dues
from responsibility.views.sheets.lists.people import build_contacts, build_leaders

__all__ = ["build_lists"]


_BUILD = {"leaders": build_leaders, "dues": build_dues, "contacts": build_contacts, "calendar": build_calendar}


def build_lists(scene: Scene) -> dict[str, Sheet]:
    """Build the lists for which the plan says enough, by their keys."""
    built = ((key, build(scene)) for key, build in _BUILD.items())
    return {key: sheet for key, sheet in built if sheet}
