"""Squared: the cells of a turned page, whose corners are off by a hair.

In: the things drawn on a page of pdfplumber. Out: the same with each closed path of four corners as a rectangle.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

_CORNERS = 5  # points of a closed path of four corners, the first one twice
_HAIR = 0.01  # points that a corner may be off


def square(things: dict[str, list[dict[str, Any]]]) -> None:
    """Take a closed path of four corners for the rectangle that it is: a turned page's are off by a hair."""
    curves = things.get("curve", [])
    boxes = [each for each in curves if _is_box(each)]
    if boxes:
        things["curve"] = [each for each in curves if not _is_box(each)]
        things["rect"] = [*things.get("rect", []), *({**each, "object_type": "rect"} for each in boxes)]


def _is_box(curve: Mapping[str, Any]) -> bool:
    points = curve["pts"]
    if len(points) != _CORNERS or any(abs(a - b) > _HAIR for a, b in zip(points[0], points[-1], strict=True)):
        return False
    return all(min(abs(a - c), abs(b - d)) < _HAIR < max(abs(a - c), abs(b - d)) for (a, b), (c, d) in pairwise(points))
