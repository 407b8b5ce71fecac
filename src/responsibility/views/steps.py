"""Steps: one line on where each step of a plan's year stands, for the page and the desk.

In: a Scene. Out: pairs of words, a step and how far it is; none where the year has not begun.
"""

from __future__ import annotations

from responsibility.analysis.course.period import parse_period
from responsibility.analysis.course.steps import Step, StepKind
from responsibility.views.periods import say_period
from responsibility.views.scene import Scene


def show_steps(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return each step and how far it is, in the order of the year; those not begun say so once one has."""
    return tuple((scene.say(f"step.{kind.value}.name"), _tell(scene, kind)) for kind in StepKind if scene.steps)


def _tell(scene: Scene, kind: StepKind) -> str:
    own = [each for each in scene.steps if each.kind is kind]
    return scene.say("step.and").join(_tell_one(scene, each) for each in own) or scene.say("step.open")


def _tell_one(scene: Scene, step: Step) -> str:
    days = scene.join(map(scene.show_day, step.days))
    label = step.label
    if step.kind in (StepKind.REPORT, StepKind.INSPECT):
        label = say_period(scene, parse_period(step.label, scene.settings.progress))
    done = step.done or ("" if step.kind is StepKind.MEET else 0)  # a meeting still to come decided nothing
    return scene.say(f"step.{step.kind.value}.told", label=label, done=done, asked=step.asked, days=days)
