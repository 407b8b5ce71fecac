"""Titles: where an item's short title ends, and what its text is without clauses.

In: a stretch of a Source. Out: the title and where the text behind it begins. A title that the notice does not
print, but that we cut from its first sentence, ends in "…".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.scanner import trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_LINE = re.compile(r"[\r\n]|  +")
_BREAKS = re.compile(r"\s*\n\s*")
_BLANK = re.compile(r" (?<![0-9] )(?![0-9])")  # 2026 年 12 月 goes on
_PHRASE = re.compile(r"[,:;]")
_BEFORE_CLAUSE = " \u3000\xa0\t【〔[［—"  # 【责任单位】市甲局
_CLOSED = ("", "。", ";", "；")
_SHORTEST = 3
_NUMBERS = "0123456789一二三四五六七八九十"
_LABEL = late(rf"(?P<label>{HAN}{{2,8}}[0-9]{{0,3}})[ \t]*:")


def find_title(source: Source, start: int, end: int) -> tuple[str, int]:
    """Return the title of text[start:end] and where the text behind it begins; the start if it was cut by us."""
    lexicon = source.lexicon
    start, end = trim(source.text, start, end)
    end = trim(source.text, start, end, "—")[1]  # 开展清查——责任部门:市甲局
    label = _LABEL.match(source.text, start, end)
    if label and names_task(label["label"], lexicon):
        start = trim(source.text, label.end(), end)[0]
    longest = start + lexicon.title_length
    line = _LINE.search(source.text, start, min(end, longest + 2))
    line_end = line.start() if line else end
    limit = min(line_end, longest + 1)
    stopped = lexicon.title_stop.search(source.text, start, limit)
    stop = stopped.start() if stopped else line_end
    behind = trim(source.text, min(stop + 1, end), end)[0]
    if stop <= longest and (behind < end or line is not None):
        return source.original[start:stop], behind
    found = _BLANK.search(source.text, start + _SHORTEST, min(longest, stop))
    blank = found.start() if found else end
    if _PHRASE.search(source.text, start, blank) is None and (behind := trim(source.text, blank, end)[0]) < end:
        return source.original[start:blank], behind
    phrase = _PHRASE.search(source.text, start + _SHORTEST, min(longest, stop))
    if phrase:
        return source.original[start : phrase.start()] + "…", start
    if stop <= longest:
        return source.original[start:stop], end
    return source.original[start:longest] + "…", start


def names_task(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label opens the task itself, with or without its number: 任务名称, 任务1, 第一项."""
    counted = label.startswith("第") and label.rstrip("项件条").lstrip("第").strip(_NUMBERS) == ""
    return counted or label.rstrip(_NUMBERS) in lexicon["heads.task"]


def text_without(source: Source, start: int, end: int, spans: Sequence[Span]) -> str:
    """Return the words of a stretch as printed without the given spans, line breaks made single."""
    kept: list[str] = []
    for span in spans:
        if start <= span.start < end:
            kept.append(source.original[start : span.start].rstrip(_BEFORE_CLAUSE))
            start = span.end
            # The stop, a line's end or a lost bracket closed the clause alone.
            if kept[-1].endswith("\n") or kept[-1].rstrip()[-1:] in _CLOSED:
                start += len(source.text[start : start + 2]) - len(source.text[start : start + 2].lstrip("。.)]"))
    kept.append(source.original[start:end] if start < end else "")
    words = "".join(kept)
    return (_BREAKS.sub("\n", words) if "\n" in words else words).strip(" \u3000\xa0\t\r\n\ufeff\u200b")
