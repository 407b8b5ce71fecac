"""Lines: a text broken into lines for a diagram; widths in ems of the font to be used, measured from above."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from math import ceil

from responsibility.language.measures import load_measures

Measure = Callable[[str], float]

# Control and format characters, lone surrogates, and what chooses a variant of the character before it.
_UNDRAWN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_WORDS = re.compile(r"[A-Za-z0-9.%'-]+|.", re.DOTALL)
NO_LINE_START = "、,,。;;::)）》〉】」』”’!!??%％…"

_YEAR = re.compile(r"20\d\d年")
_AT_SENSE, _AT_WORD = 0.3, 0.9  # of a full line squared: what a break costs that only keeps words whole
_TITLES = load_measures("titles")
_PLANS = tuple(_TITLES["plans"])  # what a plan's own title ends in: what the paper is comes after it
# A word list in place of a segmenter: jieba takes 0.7 s and a 5 MB dictionary to break a few titles. 工作要点 is one
# word.
_TITLE_BREAKS = re.compile(
    rf"(?<!工作)(?={'|'.join(map(re.escape, _TITLES['before']))}|(?<![\d—–~-])20\d\d年|[《（])(?<![《（])"
    rf"|(?=第\d+次)|(?<= )|(?<=[年》])(?![度初中底末，。、）])"
    rf"|{'|'.join(f'(?<={re.escape(word)})(?![，。、）》])' for word in _TITLES['after'])}"
)


def flatten_text(text: str) -> str:
    """Return one line without what no font draws: control and format characters, selectors of a variant."""
    return " ".join(_UNDRAWN.sub("", text).split())


def em_width(text: str) -> float:
    """Guess the width of a text in ems where no font is known: wide characters 1, others 0.56."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.56 for sign in text)


def wrap_text(text: str, limit: float, measure: Measure, most: int = 0) -> tuple[str, ...]:
    """Break a text into balanced lines of at most limit ems; beyond `most` lines (0: no bound) it ends in "…"."""
    text = flatten_text(text)
    total = measure(text)
    if total <= limit:
        return (text,)
    least = ceil(total / limit)
    if least == 2 and (halves := _part_at_blank(text, limit, measure)):
        return halves
    width = total / least
    lines = fill_lines(text, min(width, limit), measure)
    while len(lines) > least and width < limit:
        width += 0.5
        lines = fill_lines(text, min(width, limit), measure)
    if most and len(lines) > most:
        return (*lines[: most - 1], cut_line(lines[most - 1], limit, measure))
    return lines


def _part_at_blank(text: str, limit: float, measure: Measure) -> tuple[str, ...]:
    """Break a text of two lines at its most even blank, the one place where no word can be cut; () where none fits."""
    parts = ((text[: blank.start()], text[blank.end() :]) for blank in re.finditer(" ", text))
    fits = [(max(map(measure, pair)), pair) for pair in parts]
    return min(fits)[1] if fits and min(fits)[0] <= limit else ()


def fill_lines(text: str, limit: float, measure: Measure) -> tuple[str, ...]:
    """Break a text into full lines of at most limit ems; a Latin word is cut only where it is longer than a line."""
    lines: list[str] = []
    line, width = "", 0.0
    for piece in _WORDS.findall(text):
        step = measure(piece)
        for part in piece if step > limit else (piece,):
            step = measure(part)
            if line and width + step > limit and part not in NO_LINE_START:
                lines.append(line.rstrip())
                line, width = "", 0.0
            if line or not part.isspace():
                line += part
                width += step
    return (*lines, line)


def break_title(title: str, limit: float, measure: Measure = em_width) -> tuple[str, ...]:
    """Break a title into lines of at most limit ems, between words, where it can be where the sense breaks.

    >>> break_title("关于《甲市绿色发展委员会2023年工作计划》推进情况的通报", 21)
    ('关于《甲市绿色发展委员会2023年工作计划》', '推进情况的通报')
    """
    title = flatten_text(title)
    parts = _TITLE_BREAKS.split(title)
    pieces = [piece for part in parts for piece in ((part,) if measure(part) <= limit else part)]
    widths = [measure(piece) for piece in pieces]
    best: list[tuple[float, int]] = [(0.0, 0)]  # unevenness, and where the last line begins, by its end
    for end in range(1, len(pieces) + 1):
        lines = [(at, sum(widths[at:end])) for at in range(end)]
        costs = (
            (best[at][0] + (limit - width) ** 2 + _break_cost(pieces, at) * limit**2, at)
            for at, width in lines
            if width <= limit or at == end - 1
        )
        best.append(min(costs))
    found: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        found.insert(0, "".join(pieces[start:end]).strip())
        end = start
    return tuple(found)


def _break_cost(pieces: Sequence[str], at: int) -> float:
    if at == 0 or pieces[at - 1].endswith("》"):
        return 0.0
    is_sense = _YEAR.match(pieces[at]) or (pieces[at - 1].endswith(_PLANS) and not pieces[at].startswith(_PLANS))
    return _AT_SENSE if is_sense else _AT_WORD


def shorten_text(text: str, limit: float, measure: Measure) -> str:
    """Return one line of at most limit ems, ending in "…" where something is left out."""
    text = flatten_text(text)
    return text if measure(text) <= limit else cut_line(text, limit, measure)


def cut_line(line: str, limit: float, measure: Measure) -> str:
    """Return as much of a line as fits with "…" after it."""
    while line and measure(line + "…") > limit:
        line = line[:-1]
    return line + "…"
