"""Face: what every page of an office has in common: colours, letters, the head and the bar, and how it prints."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from responsibility.language.wording import Wording
from responsibility.render import palette
from responsibility.render.page.markup import element, escape

# The palette of every output, and what only a page needs: grounds, a bar, and the red of an official head.
_COLOURS = {
    "ground": "#f6f6f4",
    "text": palette.TEXT,
    "soft": palette.QUIET,
    "link": palette.LEAD,
    "red": "#a3161b",
    "bar": "#17344c",
    "lead": palette.LEAD,
    "co-lead": palette.QUIET,
    "support": palette.QUIET,
    "line": palette.CO_LEAD,
    "grid": palette.GRID,
    "edge": palette.CO_LEAD,
    "band": palette.HEAD,
    "clause": palette.BAND,
    "lit": "#fdf0c4",
    "warn": palette.WARN,
    "focus": "#c76a00",
}


def _write_tokens() -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in _COLOURS.items())


@cache
def read_asset(name: str) -> str:
    """Read a piece of the page, less its indentation and what it says to its own readers."""
    text = files("responsibility.render.page").joinpath(name).read_text("utf-8")
    return re.sub(r"\n\s+", "\n", re.sub(r"/\* .*?\*/\n", "", text, flags=re.S))


def write_style(*names: str) -> str:
    """Return the style sheet of a page: the face, then sheets of its own by name."""
    own = "".join(read_asset(f"{name}.css") for name in ("face", *names))
    return own.replace("/*palette*/", _write_tokens())


def section(name: str, wording: Wording, /, *content: str, **attributes: object) -> str:
    """Build a landmark with its heading."""
    heading = element("h2", escape(wording(f"page.{name}.title")), id=f"{name}-title")
    return element("section", heading, *content, id=name, aria_labelledby=f"{name}-title", **attributes)
