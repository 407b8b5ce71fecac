"""Leader: 责任体检, a plan's state on one A4 page: five sentences, four pictures, and how the figures were made.

In: a Scene and how wide text is. Out: one Picture of exactly A4. Words are measured first, from above and from
below; the pictures share what is left.
"""

from __future__ import annotations

from responsibility.analysis import speak
from responsibility.views.pictures.panels import draw_concentration, draw_frontier, draw_loads, draw_pairs
from responsibility.views.pictures.picture import Box, Frame, Picture, Sketch, Stroke
from responsibility.views.scene import Scene

NAME = "责任体检"
WIDTH, HEIGHT = 595.276, 841.89  # A4 in points
EDGE = 42.0
GAP = 22.0  # between pictures
HEAD = 24.0  # height of a picture's title
_LABELS = ("load", "leads", "overlap", "items", "balance")
_PANELS = (
    ("loads", draw_loads), ("spread", draw_concentration), ("pairs", draw_pairs), ("frontier", draw_frontier),
)  # fmt: skip
_SMALL = 6.4
_LABEL = 40.0  # width of the word before a sentence


def draw_leader(scene: Scene) -> Picture:
    """Lay out the page; a plan that names nobody gets the sentence that says so and what to do, and no pictures."""
    sketch = Sketch(scene.measure)
    page = Frame(EDGE, EDGE - 6, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE + 8)
    top = _write_head(sketch, page, scene)
    sentences = speak(scene.analysis.leader, scene.say)
    top = _write_sentences(sketch, page, top, scene, sentences)
    bottom = _write_methods(sketch, page, scene)
    if scene.plan.assignments:
        _draw_panels(sketch, Frame(page.x, top, page.width, bottom - top), scene)
    title = f"{scene.say('checkup.title')} {scene.title}"
    return sketch.fix(NAME, title, " ".join(sentences), WIDTH, HEIGHT)


def _write_head(sketch: Sketch, page: Frame, scene: Scene) -> float:
    sketch.write(page.x, page.y + 12, scene.say("checkup.title"), 22)
    y = sketch.write_paragraph(page.x, page.y + 28, scene.title, 11, limit=page.width, most=2)
    y = sketch.write_paragraph(page.x, y, scene.stamp, 8, limit=page.width, most=1, style="quiet") + 5
    sketch.add(Stroke(((page.x, y), (page.right, y)), "strong", 1.6))
    return y + 8


def _write_sentences(sketch: Sketch, page: Frame, top: float, scene: Scene, sentences: tuple[str, ...]) -> float:
    labels = _LABELS if len(sentences) == len(_LABELS) else ("note",) * len(sentences)
    for label, sentence in zip(labels, sentences, strict=True):
        sketch.write(page.x, top + 10 * 1.45 / 2, scene.say(f"checkup.label.{label}"), 10, style="strong")
        top = sketch.write_paragraph(page.x + _LABEL, top, sentence, 10, limit=page.width - _LABEL, most=4) + 4
    if not scene.plan.assignments:
        top = sketch.write_paragraph(page.x + _LABEL, top, scene.say("checkup.empty"), 10, limit=page.width - _LABEL)
    return top + 6


def _write_methods(sketch: Sketch, page: Frame, scene: Scene) -> float:
    """Write from the bottom upwards; return where the paragraph begins."""
    words = scene.say("checkup.methods") + " ".join(speak(scene.analysis.methods, scene.say))
    draft = Sketch(sketch.measure)
    height = draft.write_paragraph(0, 0, words, _SMALL, limit=page.width, most=18, pitch=1.4)
    top = page.bottom - height
    sketch.add(Stroke(((page.x, top - 5), (page.right, top - 5)), "grid", 0.6))
    sketch.write_paragraph(page.x, top, words, _SMALL, limit=page.width, most=18, pitch=1.4, style="quiet")
    return top - 14


def _draw_panels(sketch: Sketch, room: Frame, scene: Scene) -> None:
    """Share the room between two rows of two pictures, each below its title."""
    width, height = (room.width - GAP) / 2, (room.height - GAP) / 2
    for place, (key, draw) in enumerate(_PANELS):
        x = room.x + (place % 2) * (width + GAP)
        y = room.y + (place // 2) * (height + GAP)
        sketch.add(Box(x, y + 2, 3, 12, "lead-bar"))
        sketch.write(x + 8, y + 8, scene.say(f"checkup.{key}.title"), 10.5)
        draw(sketch, Frame(x, y + HEAD, width, height - HEAD), scene)
