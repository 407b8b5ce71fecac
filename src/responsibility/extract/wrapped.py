"""Wrapped: a text whose lines end where the paper did, as copied out of a PDF or a scan.

In: the text without its page numbers. Out: the same with each paragraph on one line. A text counts as wrapped where
many of its lines are as long as the longest usual one and break off within a sentence; any other stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import islice, pairwise

from responsibility.extract.pages.printed import NUMBERED, ends_clause, join_line_words, tighten
from responsibility.patterns import HAN, late

_FEWEST_LINES = 2  # of words
_FIRST = 6  # lines of words in which a table would show
_FEWEST_FULL, _FULL = 8, 0.3  # lines that fill the paper: how many, and what share of all
_BROKEN = 0.5  # share of the full lines that end within a sentence
_FEWEST_BROKEN, _GONE_ON = 3, 0.5  # where few are full: how many break off, what share of the lines that open nothing
_BROAD = 40  # half-width columns of paper on which fewer break off: all that are full, and all others end or open
_BEYOND = 0.02  # share of the lines that may be longer
_TOLD = 0.04  # least share of the lines that hold an end of a sentence: a list has none
_NARROWEST, WIDEST = 24, 160  # half-width columns of a full line
_ROOM = 4  # half-width columns that a full line may lack: a sign that may not begin a line took its last one along
_WITHIN = 8  # that a line may lack which ends within a sentence: copying takes the blanks before a paragraph away
_INDENT = 3  # half-width columns further in, where a paragraph begins
_LONGEST_TOKEN = 40
ENDS = "。；;：:！!？?）)】〕]"
_TOKEN = re.compile(r"[!-~]+")
_NUMBER = late(r"(?:[（(] ?[0-9一二三四五六七八九十]{1,4} ?[)）]|[0-9一二三四五六七八九十]{1,3} [.．﹒、])")
_BY_QUOTE = late(r"(?<=[\u3400-\u9fff]) (?=[“”])|(?<=[“”]) (?=[\u3400-\u9fff])")
_NARROW = late("[\0-\xb6\xb8-\u10ff]+")  # no · either
_TABLE = "\t|｜│┃¦"
_LABEL = late(rf"[【\[]?{HAN}{{2,8}}[】\]]?[:：]")
_WHOLE_LABEL = late(rf"{HAN}{{4,8}}[:：]")
_CERTAIN = late(rf"(?<!{HAN}){HAN}{{2,10}}[:：]")
_LISTS = "、，,；;：:（(“"
_LEADING = _LISTS + "《〔第前至到和与及按在十百"  # signs that a number may follow within a sentence
_PART = late(r"^[一二三四五六七八九十]{1,3}、")
_GOES_ON = late(r"[0-9]{1,3}(?![0-9])|(?<=、)[一二三四五六七八九十]")
_PAGE = late(r"([0-9]{1,3})(?: ?/ ?[0-9]{1,3})?")
_DIGITS = late(r"[0-9]{1,9}")
_PAGE_LINES, _FEWEST_PAGES = 12, 3  # lines that a page has at least; pages whose heads agree
_EVEN = 1.5  # times that one page may have the lines of another
_SHORTEST_HEAD = 4
_SENTENCE = frozenset("。；：、，;:,")
_HEADLESS = _SENTENCE | {*"()（）”》"}


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    indent: int  # half-width columns
    edge: int  # the column where it ends


def unwrap(text: str) -> tuple[str, tuple[str, ...]]:
    """Put the lines of each paragraph together where the text is wrapped; also return the running heads left out."""
    raw = text.splitlines()
    long = sum(len(line) > WIDEST for line in raw)
    if len(raw) < _FEWEST_LINES or long > _BEYOND * len(raw) or _is_table(raw):
        return text, ()  # most notices have paragraphs for lines; nothing else is looked at then
    measured = [[_measure(line, count) for line in raw] for count in (count_columns, _signs)]
    (width, _), lines = max(((_width(lines), lines) for lines in measured), key=lambda each: each[0][1])
    if not width:
        return text, ()
    heads, numbers = _find_heads(lines, width), _find_numbers(lines)
    lines = [line for at, line in enumerate(lines) if at not in heads and at not in numbers]
    return _join(lines, width), tuple(dict.fromkeys(heads.values()))


def _is_table(raw: Sequence[str]) -> bool:
    """Say whether the first lines are rows of a table."""
    first = islice(filter(None, map(str.strip, raw)), _FIRST)
    return any(sign in line for line in first for sign in _TABLE)


def _find_numbers(lines: Sequence[_Line]) -> set[int]:
    """Return where bare page numbers stand: each is one more than the one before it, further down."""
    found = [(at, int(match[1])) for at, line in enumerate(lines) if (match := _PAGE.fullmatch(line.words))]
    ascending = all(n == m + 1 and at - before > 1 for (before, m), (at, n) in pairwise(found))
    apart = len(found) > 1 and found[-1][0] - found[0][0] >= _PAGE_LINES
    return {at for at, _ in found} if ascending and apart else set()


def _find_heads(lines: Sequence[_Line], width: int) -> dict[int, str]:
    """Return the lines that begin or end each page: short, no part of a sentence, the same but for numbers."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        short = len(line.words) >= _SHORTEST_HEAD and line.edge < width - _WITHIN
        if short and _HEADLESS.isdisjoint(line.words) and not NUMBERED.match(line.words):
            places.setdefault(_DIGITS.sub("#", line.words), []).append(at)
    found = (at for each in places.values() if _are_pages(each) for at in each)
    return {at: lines[at].words for at in found}


def _are_pages(places: Sequence[int]) -> bool:
    """Say whether places are about a page apart from each other."""
    gaps = [after - at for at, after in pairwise(places)]
    return len(places) >= _FEWEST_PAGES and min(gaps) >= _PAGE_LINES and max(gaps) <= _EVEN * min(gaps)


def _join(lines: Sequence[_Line], width: int) -> str:
    told = [line for line in lines if line.words]
    margin = min(Counter(line.indent for line in told if line.edge > width - _ROOM).most_common(2))[0]
    labels = _find_labels(told, width)
    joined: list[str] = []
    parts: set[str] = set()  # numbers of the parts so far, 一、: there is one of each
    blanks = 0
    before: _Line | None = None
    for line in lines:
        if not line.words:
            blanks += 1
            continue
        on = before and _goes_on(before, line, width, margin) and not _opens_label(before, line, labels)
        if on and not _is_closed(joined[-1], line, blanks, parts):
            joined[-1] = join_line_words(joined[-1], line.words)
        else:
            joined += [""] * min(blanks, 1) + [line.words]
            parts.update(_PART.findall(line.words))
        blanks, before = 0, line
    return "\n".join(joined) + "\n"


def _measure(line: str, count: Callable[[str], int]) -> _Line:
    words = _BY_QUOTE.sub("", tighten(_close_number(line.strip())))
    indent = count(line[: len(line) - len(line.lstrip())])
    return _Line(words, indent, indent + count(words))


def _close_number(words: str) -> str:
    """Take the blanks out that a text layer puts into the number of an item: （ 3 ）, 1 ．."""
    number = _NUMBER.match(words)
    return number[0].replace(" ", "") + words[number.end() :] if number else words


def count_columns(words: str) -> int:
    """Return how many half-width columns words take."""
    return 2 * len(words) - sum(map(len, _NARROW.findall(words)))


def _signs(words: str) -> int:
    """Return the columns of words where every sign has two: some programs break lines by their count of signs."""
    return 2 * len(words)


def _width(lines: Sequence[_Line]) -> tuple[int, int]:
    """Return where a full line ends and how many full lines break off within a sentence; zeros for no wrapped text."""
    told = [line for line in lines if line.words]
    if len(told) < _FEWEST_LINES:
        return 0, 0
    edges = Counter(line.edge for line in told)
    near = {edge: sum(edges[edge - less] for less in range(_ROOM + 1)) for edge in edges}
    usual = max(edge for edge in near if near[edge] >= max(near.values()) * 0.9)
    farthest = sorted(edges.elements())[-1 - int(_BEYOND * len(told))]
    width, broken = max(((width, _count_broken(told, width)) for width in (usual, farthest)), key=lambda each: each[1])
    return (width, broken) if broken else (0, 0)


def _count_broken(lines: Sequence[_Line], width: int) -> int:
    """Return how many full lines break off within a sentence, 0 if paper of this width did not break them."""
    full = [at for at, line in enumerate(lines[:-1]) if line.edge >= width - _ROOM]
    broken = sum(_breaks_off(lines[at], lines[at + 1]) for at in full)
    usual = len(full) >= max(_FEWEST_FULL, _FULL * len(lines)) and broken >= _BROKEN * len(full)
    plain = sum(
        not opens_own(line.words) for line in lines[1:]
    )  # where few lines are full, they are what goes on below
    rare = broken >= max(_FEWEST_BROKEN, _BROKEN * len(full), _GONE_ON * plain)
    rare |= width >= _BROAD and 0 < len(full) == broken == plain
    is_wrapped = (
        _NARROWEST <= width <= WIDEST
        and (usual or rare)
        and sum(line.edge > width + _ROOM for line in lines) <= _BEYOND * len(lines)
        and sum("。" in line.words for line in lines) >= _TOLD * len(lines)
    )
    return broken if is_wrapped else 0


def _breaks_off(line: _Line, after: _Line) -> bool:
    """Say whether a line ends within a sentence: it has signs of one, and the next begins no item."""
    inside = not _SENTENCE.isdisjoint(line.words[:-1])
    return line.words[-1] not in ENDS and inside and not _opens_item(after.words)


def _find_labels(lines: Sequence[_Line], width: int) -> frozenset[str]:
    """Return the labels that are whole for certain: no character stands before them, nor a full line."""
    ends = ("" if line.edge >= width - _WITHIN else "\n" for line in lines)
    return frozenset(_CERTAIN.findall("".join(line.words + end for line, end in zip(lines, ends, strict=True))))


def _opens_label(line: _Line, after: _Line, labels: frozenset[str]) -> bool:
    """Say whether the next line begins with a label, and not with the end of one: 牵⏎头单位:."""
    label = _WHOLE_LABEL.match(after.words)
    if label is None or line.words[-1] in _LISTS:
        return False
    torn = any(each.endswith(label[0]) or label[0].endswith(each) for each in labels)
    return label[0] in labels or not torn


def opens_own(words: str) -> bool:
    """Say whether words begin with the number of an item or with a label."""
    return _opens_item(words) or _LABEL.match(words) is not None


def _goes_on(line: _Line, after: _Line, width: int, margin: int) -> bool:
    """Say whether a line is full, and the next one begins no further in."""
    token = _TOKEN.match(after.words)
    room = _ROOM if line.words[-1] in ENDS else _WITHIN
    if line.edge < width - room - (min(len(token[0]), _LONGEST_TOKEN) if token else 0):
        return False
    return after.indent < margin + _INDENT


def _is_closed(words: str, after: _Line, blanks: int, parts: Set[str]) -> bool:
    """Say whether a paragraph ends with these words although its line is full: what is behind opens another."""
    opens = _opens_item(after.words)
    if words[-1] not in ENDS:  # 方便群众多证合⏎一、多表合一
        return (
            opens
            and words[-1] not in _LEADING
            and not words[-1].isdigit()
            and parts.isdisjoint(_PART.findall(after.words))
        )
    return blanks > 0 or opens_own(after.words) or ends_clause(words)


def _opens_item(words: str) -> bool:
    """Say whether words begin with the number of an item: not 1.5亿元, 三、四季度."""
    number = NUMBERED.match(words)
    return number is not None and _GOES_ON.match(words, number.end()) is None
