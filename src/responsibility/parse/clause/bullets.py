"""Bullets: the signs and numbers that stand before and between names and are no part of them.

In: folded text. Out: where a name begins behind them, and what parts two names. A sign is whatever is no letter, no
numeral, no bracket, quotation or punctuation mark; no list of bullets could hold them all. `=` and `@` are none: a
spreadsheet takes what begins with them for a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from responsibility.parse.clause.scanner import trim
from responsibility.patterns import HAN, late

MARKS = "★☆▲△●○◆◇■□※*#✓✔√☑✅☐☒"  # signs that a legend may give a meaning to
TICKS = "✓✔√☑✅"
EMPTY = "☐"
_PLAIN = "".join(sign for sign in MARKS if sign in "◆◇■□※*#")  # that part names as any other sign does
# One sign, as a part of other patterns.
SIGN = rf"(?:[^\w\s()\[\]{{}}<《》〈〉「」『』\"'“”‘’`、,;:。.!?=@%{re.escape(MARKS)}]|[_丨])"
_NUMBER = (
    r"[①-⑳⑴-⒇⒈-⒛❶-❿➀-➓⓵-⓾㈠-㈩㊀-㊉ⅰ-ⅿⅠ-Ⅿ][.)、]?|[一二三四五六七八九十]是|[(\[](?:[0-9]{1,2}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})[)\]]、?"
    r"|[0-9]{1,2}(?:[.)、:°][.、]?(?![0-9]{1,2}(?![0-9]))"
    rf"|[ \u3000—-](?={HAN})(?![年月日][底末初中上下前内份以之])|(?=[LEVELS][^LEVELS]{{2}}))"
    rf"|[A-Za-z][.)](?={HAN})|[0-9]{{1,2}}\.[0-9]{{1,2}}(?={HAN})|[<〈《][0-9]{{1,2}}[>〉》]"
    rf"|(?:第|[Nn]o\.? ?)[0-9]{{1,2}}[.、: ](?={HAN})"
).replace("LEVELS", "省市区县州盟旗镇")
_OPENING = late(rf"(?:{SIGN}|{_NUMBER})\s*")
_LISTED = late(rf"(?:{_NUMBER})\s*")
_HELD = re.compile(rf"[(\[]\s*(?P<mark>[{re.escape(MARKS)}xX×]?)\s*[)\]]\s*(?={HAN})")  # [√]市水利局, [ ]市财政局
_PARTING = re.compile(
    rf"(?:\s|[./]|{SIGN})+(?P<mark>[{re.escape(_PLAIN)}]?)|[{re.escape(_PLAIN)}]+|(?=[{re.escape(MARKS)}])"
)
_COUNTED = re.compile(r"[0-9A-Za-z①-⒛❶-➓⓵-⓾㈠-㈩㊀-㊉ⅰ-ⅿⅠ-Ⅿ]|[一二三四五六七八九十](?:是|[)\]])")
_ORDINAL = re.compile(
    r"[第其][一二三四五六七八九十]{1,3}|[0-9]{1,2}|[一二三四五六七八九十甲乙丙丁戊]|[一二三四五六七八九十]{2,3}"
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}


def skip_signs(text: str, start: int, end: int) -> int:
    """Return where a name begins behind bullets, numbers and ticks; 2024年 and 110指挥中心 have none.

    >>> [text[skip_signs(text, 0, len(text)):] for text in ("➔市水利局", "(一)市水利局", "1.12345热线", "9 月底前")]
    ['市水利局', '市水利局', '12345热线', '9 月底前']
    """
    while start < end:
        if "一" < text[start] < "\ua000" and text[start] not in "丨第" and text[start + 1 : start + 2] != "是":
            break  # 市科技局; most names begin so
        match = _OPENING.match(text, start, end)
        if match is None or match.end() >= end:
            break
        start = match.end()
    return start


def read_mark(text: str) -> tuple[str, int]:
    """Return the mark before a name and where the name begins: ★1.市水利局, [√]市水利局; an empty box is ☐."""
    held = _HELD.match(text)
    if held:
        return held["mark"] or EMPTY, skip_signs(text, held.end(), len(text))
    return (text[0], skip_signs(text, trim(text, 1, len(text))[0], len(text))) if text[0] in MARKS else ("", 0)


def is_number(words: str) -> bool:
    """Say whether a piece between separators only counts the next: 第一,市水利局; 一、市水利局."""
    return _ORDINAL.fullmatch(words) is not None


def has_numbers(text: str, start: int, end: int) -> bool:
    """Say whether anything in text[start:end] may number units."""
    return _COUNTED.search(text, start, end) is not None


def find_listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where numbers that may count units stand in text[start:end]."""
    return (match.span() for match in _LISTED.finditer(text, start, end))


def find_parting(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the blanks and signs that may part two names; a mark that a legend may explain is left to the second."""
    return (match.span() for match in _PARTING.finditer(text, start, end))


def parse_ordinal(words: str) -> int:
    """Read 十二, 二十, 12, ⑫ as a number; 0 for what is none.

    >>> [parse_ordinal(words) for words in ("十", "二十一", "一百零二", "7", "③", "百十")]
    [10, 21, 102, 7, 3, 110]
    """
    if words.isdecimal():
        return int(words)
    if len(words) == 1 and "①" <= words <= "⒇":
        return (ord(words) - ord("①")) % 20 + 1
    total = digit = 0
    for char in words:
        if char in "十百":
            total, digit = (total or digit or 1) * 100 if char == "百" else total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[char]
    return total + digit
