"""Face: what every page of an office has in common: colours, letters, the head and the bar, and how it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from responsibility.language.wording import Wording
from responsibility.render import palette
from responsibility.render.page.markup import element, escape, name_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

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


def write_style(name: str) -> str:
    """Return the style sheet of a page: the face, then its own."""
    return read_asset("face.css").replace("/*palette*/", _write_tokens()) + read_asset(f"{name}.css")


def section(name: str, wording: Wording, /, *content: str, **attributes: object) -> str:
    """Build a landmark with its heading."""
    heading = element("h2", escape(wording(f"page.{name}.title")), id=f"{name}-title")
    return element("section", heading, *content, id=name, aria_labelledby=f"{name}-title", **attributes)


def draw_banner(title: str, facts: Iterable[str], links: Mapping[str, str], wording: Wording) -> str:
    """Draw the way past the head, the head, and the bar. facts: what is said of the page; links: titles by anchor."""
    bar = (element("a", escape(words), href=f"#{anchor}") for anchor, words in links.items())
    head = element(
        "header",
        element("p", escape(wording("page.kicker")), class_="kicker"),
        element("h1", name_of(title)),
        element("p", " · ".join(name_of(fact) for fact in facts if fact), class_="facts"),
    )
    skip = element("a", escape(wording("page.skip")), href="#main", class_="skip")
    return skip + head + element("nav", *bar, aria_label=wording("page.contents"))


def write_document(
    title: str, body: str, wording: Wording, style: str, more: str = "", *, has_script: bool = False
) -> bytes:
    """Return a whole page, which refuses whatever is not in it. style: name of its own sheet; more: further rules."""
    policy = f"{_POLICY}; script-src 'unsafe-inline'" if has_script else _POLICY
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", escape(title)),
        element("style", write_style(style) + more),
    )
    language = {"zh": "zh-CN"}.get(wording.language, wording.language)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language)}\n".encode()
