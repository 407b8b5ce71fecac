"""Periods: how a stretch that answers speak of is written wherever it is shown."""

from __future__ import annotations

from responsibility.analysis.course.period import Period
from responsibility.views.naming import write_ordinal
from responsibility.views.scene import Scene


def say_period(scene: Scene, period: Period) -> str:
    """Write a period as the language does: 2023年二季度."""
    day = scene.show_day(period.end)
    ordinal = write_ordinal(period.number or 0, scene.say.language)
    return scene.say(
        f"progress.period.{period.kind}", year=period.end.year, number=period.number, ordinal=ordinal, day=day
    )
