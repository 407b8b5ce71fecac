"""Pages: a page of a plan, and a plan that attacks it."""

from __future__ import annotations

from dataclasses import replace

from builders import plan_from
from responsibility.analysis import analyze
from responsibility.frames import frame_plan
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.render.page import render_page
from responsibility.render.svg import write_svg
from responsibility.settings import OverlapSettings, Settings
from responsibility.views.page.page import PageView, build_page
from responsibility.views.pictures.network import draw_network
from responsibility.views.scene import Scene

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&\u202e局"


def hostile_plan() -> Plan:
    """A plan whose every name, title and number is an attack."""
    plan = plan_from({"1.1": ["a", "b"]}, {"1.1": HOSTILE})
    units = tuple(replace(unit, name=HOSTILE, short=HOSTILE) for unit in plan.units)
    items = tuple(replace(item, title=HOSTILE, number=HOSTILE) for item in plan.items)
    header = replace(plan.header, title=HOSTILE, issuer=HOSTILE)
    return replace(plan, units=units, notice=replace(plan.notice, items=items, header=header))


QUICK = Settings(overlap=OverlapSettings(samples=0))


def page_of(plan: Plan, language: str = "zh", settings: Settings = QUICK) -> PageView:
    """The page of a plan, its task sheets named by place."""
    frames = frame_plan(plan)
    scene = Scene(plan, frames, load_wording(language), settings, analyze(frames, settings, plan))
    return build_page(scene, write_svg(draw_network(scene)))


def render_of(plan: Plan, language: str = "zh", settings: Settings = QUICK) -> bytes:
    """The page of a plan as a file."""
    return render_page(page_of(plan, language, settings), load_wording(language))
