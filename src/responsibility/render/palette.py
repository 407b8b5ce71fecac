"""Palette: the few colours of every output, for workbooks, diagrams and pages alike.

Greys, one blue and one vermilion (after Okabe and Ito 2008, safe for the colour-blind). No meaning rests on
colour alone: a lead is also thick, solid and ●; a warning also says so in words. Values are RRGGBB in hex.
"""

from __future__ import annotations

PAPER = "#FFFFFF"
TEXT = "#1F2328"
QUIET = "#57606A"  # secondary text; contrast 6.4 on paper
GRID = "#C8CDD3"
BAND = "#F3F4F6"  # every other section
HEAD = "#E4E7EB"
LEAD = "#004E7C"  # contrast 8.9 on paper
LEAD_FILL = "#CFE0EC"
CO_LEAD = "#8A929B"
CO_LEAD_FILL = "#E4E7EB"
SUPPORT = "#A9AFB6"
SUPPORT_FILL = "#FFFFFF"
WARN = "#B33A00"  # vermilion, darkened to contrast 6.0 on paper
WARN_FILL = "#FBE6DC"
# Light to dark, for counts; the text on the last two is PAPER.
HEAT = ("#FFFFFF", "#E9EFF4", "#CFE0EC", "#9DBFD6", "#5E93B8", "#004E7C")
