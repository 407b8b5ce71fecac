"""Numbering: the numbers that Word shows and does not write: 一、 (一) 1. from numbering.xml.

In: the roots of numbering.xml and styles.xml, then paragraphs in document order. Out: each paragraph's number as a
person sees it. Knows start, lvlRestart (also 0: runs on), lvlOverride with startOverride, levels bound to styles,
numbering inherited from styles, links to numbering styles, isLgl. ECMA-376 part 1, section 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_MOST = 9_999  # above, a counting numeral says nothing to a reader


def count_chinese(number: int, digits: str = _DIGITS, scales: str = "十百千", zero: str = "零") -> str:
    """Write 1 to 9999 as one counts: 十, 二十一, 一百零三."""
    if not 0 < number <= _MOST:
        return str(number)
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            words = digits[int(digit)] + (scales[place - 1] if place else "") + words
        elif words and not words.startswith(zero):
            words = zero + words
    return words[1:] if words.startswith("一十") else words


def _spell(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    words = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    ):
        words += sign * (number // value)
        number %= value
    return words


def _row(first: str, length: int) -> Callable[[int], str]:
    """Numbers that have characters of their own up to a length, and are plain beyond it."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= length else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 10),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "chineseCounting": lambda number: count_chinese(number) if number < 100 else _spell(number),
    "chineseCountingThousand": count_chinese,
    "japaneseCounting": count_chinese,
    "taiwaneseCounting": count_chinese,
    "taiwaneseCountingThousand": count_chinese,
    "chineseLegalSimplified": lambda number: count_chinese(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: count_chinese(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographDigital": _spell,
    "japaneseDigitalTenThousand": _spell,
    "taiwaneseDigital": _spell,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as Word defines it. restart: the level, from 1, that sets it back; 0 for never."""

    start: int
    form: str
    text: str
    restart: int
    plain: bool
    glued: bool
    style: str


@dataclass(slots=True)
class _Num:
    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The counters of a document's lists."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """numbering, styles: lxml roots, or None where the part is absent."""
        self._styles = {} if styles is None else {_val(style, "styleId"): style for style in styles.iter(f"{W}style")}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{W}default") and _val(style, "type") == "paragraph"
            ),
            "",
        )
        self._counters: dict[str, dict[int, int]] = {}
        self._abstracts: dict[str, Any] = {}
        self._nums: dict[str, _Num] = {}
        if numbering is not None:
            self._abstracts = {_val(each, "abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
            elements = {_val(each, "numId"): each for each in numbering.iter(f"{W}num")}
            self._nums = {key: self._read_num(each, elements) for key, each in elements.items()}

    def number(self, paragraph: Any) -> tuple[str, str]:
        """Return this paragraph's number and the gap behind it, and count it; ("", "") if it has none."""
        num, depth = self._place(paragraph)
        level = num.levels.get(depth) if num else None
        if num is None or level is None:
            return "", ""
        counters = self._count(num, depth, level)
        if level.form == "bullet":
            return "", ""
        return _PLACE.sub(lambda place: _show(num, counters, int(place[1]) - 1, level.plain), level.text), (
            "" if level.glued else " "
        )

    def style_name(self, paragraph: Any) -> str:
        """Return the name of a paragraph's own style, "" where it has none."""
        style = self._styles.get(_child(paragraph.find(f"{W}pPr"), "pStyle"))
        return "" if style is None else _child(style, "name")

    def _count(self, num: _Num, depth: int, level: Level) -> dict[int, int]:
        counters = self._counters.setdefault(num.abstract, {})
        start = num.restarts.get(depth, level.start)
        afresh = depth in num.restarts and depth not in num.begun
        counters[depth] = start if afresh else counters.get(depth, start - 1) + 1
        num.begun.add(depth)
        for deeper, other in num.levels.items():
            if deeper > depth and depth < other.restart:
                counters.pop(deeper, None)
        return counters

    def _place(self, paragraph: Any) -> tuple[_Num | None, int]:
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        style = _child(properties, "pStyle") or self._default
        inherited = self._style_numbering(style)
        num_id = _child(own, "numId") or _child(inherited, "numId")
        num = self._nums.get(num_id)
        depth = _child(own, "ilvl") or _child(inherited, "ilvl")
        if not depth and num and not _child(own, "numId"):
            depth = next((str(key) for key, level in num.levels.items() if level.style == style), "0")
        return num, _whole(depth, 0)

    def _style_numbering(self, style: str) -> Any:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            numbering = self._styles[style].find(f"{W}pPr/{W}numPr")
            if numbering is not None and _child(numbering, "numId"):
                return numbering
            style = _child(self._styles[style], "basedOn")
        return None

    def _read_num(self, element: Any, nums: Mapping[str, Any]) -> _Num:
        abstract = self._follow(_child(element, "abstractNumId"), nums)
        root = self._abstracts.get(abstract)
        levels = (
            {} if root is None else {_whole(_val(lvl, "ilvl"), 0): _read_level(lvl) for lvl in root.iter(f"{W}lvl")}
        )
        restarts: dict[int, int] = {}
        for override in element.iter(f"{W}lvlOverride"):
            depth = _whole(_val(override, "ilvl"), 0)
            if (lvl := override.find(f"{W}lvl")) is not None:
                levels[depth] = _read_level(lvl, depth)
            if start := _child(override, "startOverride"):
                restarts[depth] = _whole(start, 1)
        return _Num(abstract, levels, restarts)

    def _follow(self, abstract: str, nums: Mapping[str, Any]) -> str:
        """Go through a numStyleLink to the list that has the levels."""
        for _ in range(8):  # a chain longer than this is a circle
            link = _child(self._abstracts.get(abstract), "numStyleLink")
            target = nums.get(_child(self._style_numbering(link), "numId")) if link else None
            if target is None:
                return abstract
            abstract = _child(target, "abstractNumId")
        return abstract


def _read_level(lvl: Any, depth: int | None = None) -> Level:
    depth = _whole(_val(lvl, "ilvl"), 0) if depth is None else depth
    # Inside AlternateContent the last numFmt is the fallback, which every program knows.
    forms = [_val(form, "val") for form in lvl.iter(f"{W}numFmt")]
    legal = lvl.find(f"{W}isLgl")
    return Level(
        start=_whole(_child(lvl, "start"), 0),
        form=forms[-1] if forms else "decimal",
        text=_child(lvl, "lvlText"),
        restart=_whole(_child(lvl, "lvlRestart"), depth),
        plain=legal is not None and _val(legal, "val") not in ("0", "false"),
        glued=_child(lvl, "suff") == "nothing",
        style=_child(lvl, "pStyle"),
    )


def _show(num: _Num, counters: Mapping[int, int], depth: int, plain: bool) -> str:
    level = num.levels.get(depth)
    if level is None:
        return ""
    number = min(counters.get(depth, level.start), _MOST)
    return FORMATS.get("decimal" if plain else level.form, str)(number)


def _val(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _child(element: Any, name: str) -> str:
    """Return the value of a child's `w:val`, or "" where element or child is absent."""
    found = None if element is None else element.find(f"{W}{name}")
    return "" if found is None else _val(found, "val")


def _whole(words: str, default: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else default
