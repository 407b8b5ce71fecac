"""Letterhead: what an office's letter begins and ends with; its number and its day are left open."""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.views.letter import Line, line_of
from responsibility.views.scene import Scene


def head_letter(scene: Scene) -> Iterator[Line]:
    """Yield what the paper is, a place for its number, and below both who issues it and when."""
    say = scene.say
    yield line_of("masthead", say("progress.bulletin.masthead"))
    yield line_of("issue", say("progress.bulletin.issue"))
    yield line_of("imprint", f"{scene.office.partition('（')[0] or _name(scene)}\t{say('progress.bulletin.date')}")


def sign_letter(scene: Scene) -> Iterator[Line]:
    """Yield the signing body and a date left open."""
    yield line_of("signer", _name(scene))
    yield line_of("signed-on", scene.say("progress.bulletin.date"))


def _name(scene: Scene) -> str:
    return scene.office or scene.say("progress.bulletin.signer")
