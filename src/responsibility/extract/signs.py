"""Signs: characters that nobody sees, that stand for others, or that only one program knows; the same for every source.

`clean_text` acts before positions exist: it drops what nobody sees and turns radicals into the characters they look
like. `settle_signs` acts on a whole Document, one sign for one sign, so every span holds: private-use signs whose
meaning is known are read as that, with a note; the others, and signs that are no characters, are told with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby

from responsibility.kinds import Severity
from responsibility.model import Document, Finding
from responsibility.patterns import late
from responsibility.spans import Span, fold_char

_CONTROLS = (*range(9), *range(14, 32), *range(127, 133), *range(134, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
# Soft hyphens, zero widths, directions; selectors of a variant, which stand behind the character they vary.
_UNSEEN = (
    0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0),
)  # fmt: skip
_ALIKE = (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))  # radicals, compatibility
_SEEN: Mapping[int, str | None] = {
    **{code: fold_char(chr(code)) for code in _ALIKE if fold_char(chr(code)) != chr(code)},
    **dict.fromkeys(_UNSEEN),
}
_CLEAN: Mapping[int, str | None] = {
    **_SEEN,
    **dict.fromkeys(_CONTROLS),
    **dict.fromkeys(map(ord, "\v\f\r\x85\u2028\u2029"), "\n"),
}


def _any_of(codes: Iterable[int]) -> re.Pattern[str]:
    """Find signs by the ranges they make: one by one, those beyond the first plane would be looked through in turn."""
    runs = groupby(enumerate(sorted(codes)), key=lambda each: each[1] - each[0])
    bounds = ([code for _, code in run] for _, run in runs)
    return re.compile(f"[{''.join(f'{chr(run[0])}-{chr(run[-1])}' for run in bounds)}]")


_UNSEEN_SIGN, _SEEN_SIGN = _any_of(_UNSEEN), _any_of((*_UNSEEN, *_ALIKE))

# Symbol fonts put their signs at U+F020 to U+F0FF. Wingdings, from its byte on:
_WINGDINGS: Mapping[int, str] = dict(
    chain.from_iterable(
        zip(range(first, first + len(signs)), signs, strict=True)
        for first, signs in (
            (0x28, "☎"), (0x2A, "✉"), (0x46, "☞"), (0x4A, "☺"), (0x4C, "☹"), (0x6C, "●❍■□"), (0x71, "❑❒"),
            (0x74, "⧫◆❖◆"), (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"), (0x9E, "·•"), (0xA1, "○"), (0xA4, "◉◎"),
            (0xA7, "▪□"), (0xAA, "✦★"), (0xAC, "✶"), (0xD8, "➢"), (0xDF, "←→↑↓"), (0xE8, "➔"), (0xEF, "⇦⇨⇧⇩"),
            (0xFB, "✗√☒☑"),
        )
    )
)  # fmt: skip
_WINGDINGS_2: Mapping[int, str] = {0x4F: "✗", 0x50: "√", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"}
_SYMBOL: Mapping[int, str] = {
    0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "·", 0xE5: "∑",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
# Where the font is not known, a sign is read only as what offices mean by it: bullets, ticks, boxes, and of Symbol what
# Wingdings has no use for. U+F0A3 is ≤ in one font and □ in another, so it stays.
_ANY_FONT = {**{code: _SYMBOL[code] for code in (0xB0, 0xB1, 0xB3, 0xB4, 0xB7)}, **_WINGDINGS, 0x52: "☑"}

# GBK left rows to its makers. Windows put GB 18030's later signs there at U+E76C to U+E864, and 方正's wide blank.
_VERTICAL = dict(zip((*range(0xE78D, 0xE797),), "，。、：；！？〖〗…", strict=True))
_LATE = dict(
    zip(
        (
            0xE816,
            0xE817,
            0xE818,
            0xE81E,
            0xE826,
            0xE82B,
            0xE82C,
            0xE831,
            0xE832,
            0xE83B,
            0xE843,
            0xE854,
            0xE855,
            0xE864,
        ),
        "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
_PRIVATE: Mapping[int, str] = {
    0xE5E5: "\u3000", 0xE76C: "€", 0xE7C7: "ḿ", 0xE7C8: "ǹ", **_VERTICAL, **_LATE,
    **{0xF000 + byte: sign for byte, sign in _ANY_FONT.items()},
}  # fmt: skip
_WPS_STOP = late("(?<=[0-9０-９一二三四五六七八九十])\ue010")  # WPS leaves it for the full stop behind a number
_ODD = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")


def clean_text(words: str) -> str:
    """Drop what nobody sees and control characters; radicals become characters, every line end a line feed.

    >>> clean_text("市⽔利局\ufe00")
    '市水利局'
    """
    return words.replace("\r\n", "\n").translate(_CLEAN)


def drop_unseen(words: str) -> str:
    """Drop what nobody sees, which is no control character; radicals become characters."""
    return _SEEN_SIGN.sub(lambda match: _SEEN.get(ord(match[0]), match[0]) or "", words)


def note_unseen(words: str) -> tuple[Finding, ...]:
    """Name each character that nobody sees: how often it stands there, and where first, in the cleaned words."""
    found: dict[str, list[int]] = {}
    for match in _UNSEEN_SIGN.finditer(words):
        found.setdefault(match[0], []).append(match.start())
    return tuple(
        Finding(
            "SIGN_UNSEEN",
            Severity.NOTE,
            _before(len(clean_text(words[: places[0]]))),
            params={"sign": _code(sign), "count": len(places)},
        )
        for sign, places in found.items()
    )


def _before(position: int) -> Span:
    return Span(max(0, position - 1), position)


def read_symbol(font: str, code: int) -> str:
    """Read a sign of a symbol font, in the font's own place or at U+F000 beyond it; unknown ones stay private."""
    byte, known = code & 0xFF, _FONTS.get(font.strip().lower())
    if known is not None and (code < 0x100 or 0xF000 <= code <= 0xF0FF):
        return known.get(byte, chr(0xF000 + byte))
    return chr(code)


def settle_signs(document: Document) -> Document:
    """Read private-use signs as what they mean, and tell every sign that is read so or stands for nothing known."""
    odd = _ODD.search(document.text) is not None
    text = _settle(document.text) if odd else document.text
    blocks = document.blocks
    if any(block.numbering for block in blocks):
        blocks = tuple(block._replace(numbering=_settle(block.numbering)) for block in blocks)
    if not odd and blocks == document.blocks:
        return document
    findings = (*document.findings, *_tell(document.text, text))
    return replace(document, text=text, blocks=blocks, findings=findings)


def _settle(words: str) -> str:
    return _WPS_STOP.sub(".", words).translate(_PRIVATE) if _ODD.search(words) else words


def _tell(before: str, after: str) -> Iterator[Finding]:
    """Yield a finding for each odd sign, with the place of its first."""
    places: dict[tuple[str, str], list[int]] = {}
    for match in _ODD.finditer(before):
        places.setdefault((match[0], after[match.start()]), []).append(match.start())
    for (sign, read), found in places.items():
        span = Span(found[0], found[0] + 1)
        params = {"sign": _code(sign), "count": len(found)}
        if read != sign:
            yield Finding("SIGN_READ", Severity.NOTE, span, params={**params, "meaning": read})
        else:
            yield Finding("SIGN_UNKNOWN", Severity.WARNING, span, params=params)


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"
