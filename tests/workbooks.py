"""Worlds for the tests of workbooks: a scene from a plan, and readers of what was written."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from openpyxl import Workbook, load_workbook

from builders import plan_from
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.kinds import Severity
from responsibility.language.wording import load_wording
from responsibility.model import Finding, Plan
from responsibility.settings import OutputSettings, Settings
from responsibility.views.scene import Scene

SMALL = {"1.1": ["a", "b"], "1.2": ["a"], "2.1": ["b", "a", "c"], "2.2": []}


def settings_of(**output: str) -> Settings:
    """Settings with another look, and too few samples to wait for."""
    plain = Settings()
    return plain.but(output=OutputSettings(**output), overlap=plain.overlap.but(samples=0))


def scene_of(plan: Plan, language: str = "zh", **output: str) -> Scene:
    """A scene whose findings are only the plan's own."""
    frames, settings = frame_plan(plan), settings_of(**output)
    analysis = replace(analyze(frames, settings), findings=())
    return Scene(plan, frames, load_wording(language), settings, analysis)


def small_scene(**output: str) -> Scene:
    """Four items of three units; the last item names nobody."""
    return scene_of(plan_from(SMALL), **output)


def finding_of(plan: Plan, code: str, **params: object) -> Plan:
    """The plan with one warning about its first item."""
    found = Finding(code, Severity.WARNING, plan.items[0].span, plan.items[0].id, None, params)
    return replace(plan, findings=(found,))


def reopen(data: bytes, values: bool = False) -> Workbook:
    """Read what was written; values: cached values in place of formulas."""
    return load_workbook(BytesIO(data), data_only=values)
