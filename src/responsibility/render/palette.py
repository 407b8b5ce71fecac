"""Palette: the few colours of every output, for workbooks, diagrams and pages alike.

Greys, one blue and one vermilion (after Okabe and Ito 2008, safe for the colour-blind). No meaning rests on
colour alone: a lead is also thick, solid and ●; a warning also says so in words. Values are RRGGBB in hex.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#FFFFFF"
TEXT = "#1F2328"
QUIET = "#57606A"  # secondary text; contrast 6.4 on paper
GRID = "#C8CDD3"
BAND = "#F3F4F6"  # every other section
HEAD = "#E4E7EB"
LEAD = "#004E7C"  # contrast 8.9 on paper
LEAD_FILL = "#CFE0EC"
CO_LEAD = "#8A929B"
SUPPORT = "#A9AFB6"
SUPPORT_FILL = "#FFFFFF"
WARN = "#B33A00"  # vermilion, darkened to contrast 6.0 on paper
WARN_FILL = "#FBE6DC"
OUTLINE = 0.8  # points of the line around a sign of a diagram
# Light to dark, for counts; the text on the last two is PAPER.
HEAT = ("#FFFFFF", "#E9EFF4", "#CFE0EC", "#9DBFD6", "#5E93B8", "#004E7C")


@dataclass(frozen=True, slots=True)
class Ink:
    """How a diagram draws a style. fill "": none. line "": none. dash: lengths on and off in line widths."""

    fill: str = ""
    line: str = ""
    dash: tuple[float, ...] = ()


INKS = {
    "text": Ink(fill=TEXT),
    "quiet": Ink(fill=QUIET),
    "inverse": Ink(fill=PAPER),
    "warn": Ink(fill=WARN, line=WARN),
    "strong": Ink(fill=LEAD, line=LEAD),
    "lead": Ink(fill=LEAD, line=LEAD),
    "co-lead": Ink(fill=PAPER, line=CO_LEAD),
    "support": Ink(fill=PAPER, line=CO_LEAD, dash=(1.0, 2.5)),
    "co-lead-mark": Ink(fill=PAPER, line=QUIET),
    "support-mark": Ink(fill=PAPER, line=QUIET),
    "node": Ink(fill=QUIET, line=PAPER),
    "rest": Ink(fill=GRID, line=QUIET),
    "grid": Ink(line=GRID),
    "axis": Ink(line=QUIET),
    "equal": Ink(line=QUIET, dash=(4.0, 3.0)),
    "weak": Ink(line=CO_LEAD),
    "hatch": Ink(line=QUIET),
    "band0": Ink(fill=BAND),
    "band1": Ink(fill=HEAD),
    "lead-cell": Ink(fill=LEAD_FILL),
    "lead-bar": Ink(fill=LEAD, line=TEXT),
    "ink": Ink(line=TEXT),
    "ink-bar": Ink(fill=TEXT, line=TEXT),
    "blank": Ink(fill=PAPER, line=TEXT),
    "co-lead-bar": Ink(fill=PAPER, line=TEXT),
    "support-bar": Ink(fill=PAPER, line=TEXT),
    **{f"heat{step}": Ink(fill=colour) for step, colour in enumerate(HEAT)},
}
