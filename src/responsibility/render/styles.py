"""Styles: every look, in the colours of the palette.

A look is named by what it is for. Words are looked up here and nowhere else; meaning never rests on colour alone.
Font names only: the gongwen faces are commercial and are on most office PCs, the safe ones on every Windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from responsibility.render import palette

# title, head (黑体), sub (楷体), body, number.
FONTS: Mapping[str, Mapping[str, str]] = {
    "gongwen": {
        "title": "方正小标宋简体",
        "head": "黑体",
        "sub": "楷体_GB2312",
        "body": "仿宋_GB2312",
        "number": "宋体",
    },
    "safe": {"title": "宋体", "head": "黑体", "sub": "楷体", "body": "仿宋", "number": "宋体"},
}

_BLACK = "#000000"  # issued papers are black on white
_FILL = "#FFFDF3"  # cells to fill in: hardly seen in print

Look = Mapping[str, Any]  # XlsxWriter format properties; "face" names a font by its use

_BASE: Look = {"face": "body", "font_size": 10.5, "font_color": palette.TEXT, "valign": "vcenter"}
_WRAP: Look = {**_BASE, "text_wrap": True}
_BOX: Look = {"border": 1, "border_color": palette.CO_LEAD}
_CELL: Look = {**_WRAP, **_BOX}
_HEAD: Look = {**_CELL, "face": "head", "align": "center", "bg_color": palette.HEAD}
_OPEN: Look = {
    **_BASE, "face": "head", "top": 1, "bottom": 1, "border_color": palette.CO_LEAD, "bg_color": palette.HEAD,
}  # fmt: skip
_BAND: Look = {**_BASE, **_BOX, "face": "sub", "bold": True, "bg_color": palette.BAND}
_SHARE = "[>=0.9995]0%;0.0%"  # 100.0% is a row of # in a column as narrow as 52.5% asks
_ISSUED: Look = {**_WRAP, "border": 1, "border_color": _BLACK, "font_color": _BLACK}

LOOKS: Mapping[str, Look] = {
    "plain": _BASE,
    "wrapped": _WRAP,
    "title": {**_WRAP, "face": "title", "font_size": 20, "align": "center"},
    "title-left": {**_BASE, "face": "title", "font_size": 18},
    "subtitle": {**_WRAP, "face": "sub", "font_size": 12, "align": "center"},
    "section": {**_BASE, "face": "head", "font_size": 12},
    "stamp": {**_BASE, "font_size": 9, "font_color": palette.QUIET},
    "note": {**_WRAP, "font_size": 9, "font_color": palette.QUIET, "valign": "top"},
    "label": {**_WRAP, "face": "head"},
    "link": {**_BASE, "font_color": palette.LEAD, "underline": 1},
    "cell": _CELL,
    "cell-top": {**_CELL, "valign": "top"},
    "cell-center": {**_CELL, "align": "center"},
    "cell-strong": {**_CELL, "face": "head"},
    "cell-due": {**_CELL, "face": "head", "bg_color": palette.HEAD},
    "cell-link": {**_CELL, "font_color": palette.LEAD, "underline": 1},
    "count": {**_CELL, "face": "number", "align": "center", "num_format": "0"},
    "load": {**_CELL, "face": "number", "align": "center", "num_format": "0.00"},
    "share": {**_CELL, "face": "number", "align": "center", "num_format": "0.0%"},
    "ratio": {**_CELL, "face": "number", "align": "center", "num_format": "0.00"},
    "ratio-fine": {**_CELL, "face": "number", "align": "center", "num_format": "0.000"},
    "chance": {**_CELL, "face": "number", "align": "center", "num_format": "0.0000"},
    "total": {**_CELL, "face": "number", "align": "center", "num_format": "0", "bg_color": palette.HEAD},
    "tally": {**_CELL, "face": "number", "align": "center", "num_format": "0;-0;", "bg_color": palette.HEAD},
    "total-load": {**_CELL, "face": "number", "align": "center", "num_format": "0.00", "bg_color": palette.HEAD},
    "total-share": {**_CELL, "face": "number", "align": "center", "num_format": "0.0%", "bg_color": palette.HEAD},
    "total-head": {**_HEAD, "align": "right", "indent": 1},
    "head": _HEAD,
    # A stacked head (270) cannot go on beside; a longer name lies on its side (-90) in several lines.
    "head-turned": {**_HEAD, "rotation": -90, "valign": "top", "align": "center"},
    "head-vertical": {**_HEAD, "rotation": 270, "text_wrap": False, "valign": "top"},
    # A head that runs over the empty cells beside it: a merged one would be drawn beyond the edge of a page.
    "head-open": {**_OPEN, "left": 1},
    "head-rest": _OPEN,
    "head-fill": {**_HEAD, "bg_color": "#FBF3D6"},
    "band": _BAND,
    "band-long": {**_BAND, "text_wrap": True, "valign": "vcenter"},
    "band-open": {**_BASE, "face": "sub", "bold": True},
    # Letters within a cell: a figure or a lead's name, this unit itself.
    "strong": {"face": "head", "bold": True},
    "own": {"underline": 1},
    "own-strong": {"face": "head", "bold": True, "underline": 1},
    # LibreOffice takes the first rule that holds and no other, so each has its border.
    # The matrix's body: one look for rows and columns, so that an empty cell needs no cell.
    "mark": {**_BASE, "face": "number", "align": "center", "font_size": 11},
    "grid": _BOX,
    "band-wash": {"bg_color": palette.BAND, "top": 1, "bottom": 1, "border_color": palette.CO_LEAD},
    "block-wash": {**_BOX, "bg_color": palette.HEAT[1]},
    "mark-lead": {**_BOX, "bold": True, "font_color": palette.LEAD, "bg_color": palette.LEAD_FILL},
    "mark-co-lead": {**_BOX, "font_color": palette.LEAD, "bg_color": palette.BAND},
    "mark-support": {**_BOX, "font_color": palette.QUIET, "bg_color": palette.SUPPORT_FILL},
    "form-label": {**_BASE, "face": "head", "align": "right"},
    "form-fill": {**_WRAP, "bottom": 1, "bottom_color": palette.TEXT, "locked": False, "bg_color": _FILL},
    "fill": {**_CELL, "valign": "top", "locked": False, "bg_color": _FILL},
    "fill-center": {**_CELL, "align": "center", "locked": False, "bg_color": _FILL},
    "fill-text": {**_CELL, "align": "center", "locked": False, "bg_color": _FILL, "num_format": "@"},
    "tick": {**_CELL, "face": "number", "align": "center", "locked": False, "font_size": 12},
    "done": {"font_color": palette.LEAD, "bg_color": palette.BAND},
    "behind": {"font_color": palette.WARN, "bg_color": palette.WARN_FILL},
    "error": {**_CELL, "align": "center", "font_color": palette.WARN, "bg_color": palette.WARN_FILL},
    "warning": {**_CELL, "align": "center", "font_color": palette.WARN, "bg_color": palette.WARN_FILL},
    "remark": {**_CELL, "align": "center", "font_color": palette.QUIET},
    "overload": {**_CELL, "align": "center", "font_color": palette.WARN, "bg_color": palette.WARN_FILL},
    "bar": {"bar_color": palette.HEAT[3]},
    "bar-lead": {"color": palette.LEAD, "pattern": ""},
    "bar-co-lead": {"color": palette.HEAT[3], "pattern": "wide_upward_diagonal"},
    "bar-support": {"color": palette.SUPPORT, "pattern": "percent_20"},
    # 附件, issued with the notice: after GB/T 9704-2012, black on white.
    "annex": {**_BASE, "face": "head", "font_size": 16, "font_color": _BLACK},
    "annex-title": {
        **_WRAP, "face": "title", "font_size": 22, "align": "center", "font_color": _BLACK,
    },
    "annex-head": {**_ISSUED, "face": "head", "align": "center", "bg_color": "#F2F2F2"},
    "annex-band": {**_ISSUED, "face": "head"},
    "annex-cell": {**_ISSUED, "font_size": 10.5},
    "annex-center": {**_ISSUED, "font_size": 10.5, "align": "center"},
    "annex-note": {**_WRAP, "font_size": 10.5, "font_color": _BLACK, "valign": "top"},
    # 任务清单, issued to a unit: black on white, greys alone.
    "sheet-title": {**_WRAP, "face": "title", "font_size": 18, "align": "center", "font_color": _BLACK},
    "sheet-plan": {**_WRAP, "face": "sub", "font_size": 12, "align": "center", "font_color": _BLACK},
    "sheet-label": {**_WRAP, "font_color": _BLACK},
    "sheet-label-right": {**_BASE, "font_color": _BLACK, "align": "right"},
    "sheet-line": {
        **_WRAP, "font_color": _BLACK, "bottom": 1, "bottom_color": _BLACK, "locked": False, "align": "center",
    },
    "sheet-head": {**_ISSUED, "face": "head", "align": "center", "bg_color": "#ECECEC"},
    "sheet-band": {**_ISSUED, "face": "head", "bg_color": "#F5F5F5"},
    "task-band": {**_ISSUED, "bg_color": "#F5F5F5"},
    "task-band-center": {**_ISSUED, "align": "center", "bg_color": "#F5F5F5"},
    "sheet-cell": _ISSUED,
    "sheet-top": {**_ISSUED, "valign": "top"},
    "sheet-center": {**_ISSUED, "align": "center"},
    "sheet-center-top": {**_ISSUED, "align": "center", "valign": "top"},
    "sheet-fill": {**_ISSUED, "locked": False},
    "sheet-fill-top": {**_ISSUED, "locked": False, "valign": "top"},
    "sheet-fill-center": {**_ISSUED, "align": "center", "locked": False},
    "sheet-fill-text": {**_ISSUED, "font_size": 9, "align": "center", "locked": False, "num_format": "@"},
    "sheet-fill-percent": {**_ISSUED, "align": "center", "locked": False, "num_format": _SHARE},
    "sheet-note": {**_WRAP, "font_size": 9, "font_color": _BLACK},
    "sheet-section": {**_BASE, "face": "head", "font_size": 12, "font_color": _BLACK},
    "sheet-partners": {**_WRAP, "font_size": 10.5, "font_color": _BLACK},
    # 考核评分表: signed numbers, sums, rooms to write in.
    "score-points": {**_ISSUED, "face": "number", "align": "center", "num_format": "+General;-General;0"},
    "score-base": {**_ISSUED, "face": "number", "align": "center"},
    "score-each": {**_ISSUED, "face": "number", "align": "center", "num_format": "0.0"},
    "score-part": {**_ISSUED, "face": "head", "align": "center", "num_format": "+General;-General;0"},
    "score-total": {**_ISSUED, "face": "head", "align": "center"},
    "sign": {**_ISSUED, "valign": "bottom", "locked": False},
    "sign-line": {**_WRAP, "font_size": 12, "font_color": _BLACK, "valign": "bottom"},
    # 通报: the body of an official letter.
    "bulletin": {**_WRAP, "font_size": 16, "font_color": _BLACK},
    "bulletin-head": {**_WRAP, "face": "head", "font_size": 16, "font_color": _BLACK},
    "bulletin-sign": {**_WRAP, "font_size": 16, "font_color": _BLACK, "align": "right"},
    # Lights, always with their word; pale grounds that print as greys of their own.
    "light-done": {**_CELL, "align": "center", "font_color": palette.LEAD, "bg_color": palette.LEAD_FILL},
    "light-green": {**_CELL, "align": "center", "bg_color": "#DDEBDD"},
    "light-blue": {**_CELL, "align": "center", "bg_color": palette.HEAT[1]},
    "light-yellow": {**_CELL, "align": "center", "bg_color": "#FBF3D6"},
    "light-red": {
        **_CELL, "align": "center", "bold": True, "font_color": palette.WARN, "bg_color": palette.WARN_FILL,
    },
    "light-none": {**_CELL, "align": "center", "font_color": palette.QUIET},
    "light-unreported": {**_CELL, "align": "center", "font_color": palette.QUIET, "bg_color": palette.HEAD},
    "bar-done": {"color": palette.LEAD, "pattern": ""},
    "bar-green": {"color": "#8FB58F", "pattern": ""},
    "bar-blue": {"color": palette.HEAT[3], "pattern": "wide_upward_diagonal"},
    "bar-yellow": {"color": "#D9B23C", "pattern": "percent_20"},
    "bar-red": {"color": palette.WARN, "pattern": ""},
    "bar-none": {"color": palette.SUPPORT, "pattern": "percent_20"},
    "bar-unreported": {"color": palette.SUPPORT, "pattern": ""},
    # Last period's answer in a cell to fill in: grey until it is typed over.
    "carried": {**_ISSUED, "locked": False, "font_color": palette.SUPPORT},
    "carried-percent": {
        **_ISSUED, "align": "center", "locked": False, "font_color": palette.SUPPORT, "num_format": _SHARE,
    },
}  # fmt: skip

# Lines above and between tables, and how they look where they are longer than the sheet is wide.
LINES = {name: f"{name}-long" for name in ("title-left", "section", "stamp")}
LOOKS = {**LOOKS, **{long: {**LOOKS[name], "text_wrap": True} for name, long in LINES.items()}}

# Looks of rows that only head what is below them: none may end a page.
HEADINGS = frozenset({
    *LINES, *LINES.values(), "title", "subtitle", "note", "label", "head", "head-fill", "band", "band-long",
    "band-open",
    "annex", "annex-title", "annex-head", "annex-band",
    "sheet-title", "sheet-plan", "sheet-label", "sheet-label-right", "sheet-line", "sheet-head", "sheet-band",
    "sheet-section",
})  # fmt: skip

# left, right, top, bottom in centimetres. gongwen: A4 upright of GB/T 9704-2012 turned, top at the binding edge.
MARGINS: Mapping[str, tuple[float, float, float, float]] = {
    "work": (1.5, 1.5, 1.6, 1.6),
    "gongwen": (2.0, 2.0, 2.2, 2.2),
    "gongwen-upright": (2.8, 2.6, 3.7, 3.5),
    "sheet-upright": (2.2, 2.2, 3.0, 2.2),
    "letter": (2.4, 2.2, 3.0, 2.5),
    "form": (0.8, 0.8, 1.1, 1.4),
}


@cache
def look(name: str, fonts: str = "safe") -> Look:
    """Return the XlsxWriter properties of a style, its face turned into a font; KeyError for an unknown name."""
    properties = dict(LOOKS[name])
    face = properties.pop("face", None)
    return {"font_name": FONTS[fonts][face], **properties} if face else properties


@cache
def font_size(name: str) -> float:
    """Say how large a style's letters are, in points."""
    return float(LOOKS[name].get("font_size", 10.5)) if name else 10.5
