"""Letter: what stands around the items: the covering letter before, attachments, signature and date behind.

In: a Source, its blocks. Out: where a closing request begins, where the tail, and where the foot of a copied page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responsibility.kinds import Severity
from responsibility.model import Block, Finding
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.scanner import trim
from responsibility.parse.outline import Node
from responsibility.patterns import late
from responsibility.spans import Span

_DATE_LINE = late(
    r"\s*(?:[0-9]{4}|[〇零○O一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日\s*\Z"
)
_DUTY = late(r"(?:责任|牵头|配合)(?:单位|部门)\s{0,4}:")
_LINE = re.compile(r"[^\n]+")
_FIGURE = re.compile(r"[0-9]")
_SIGNATURE = 30  # the longest line that can be a signature


def find_tail(source: Source, blocks: Sequence[Block], last: Node) -> int:
    """Return where the last node's text ends: before attachments, signature and date."""
    lines = [block.span for block in blocks if block.span.start > last.start]
    ends = source.lexicon["tail.attachments"] + source.lexicon["tail.closers"]
    for number, line in enumerate(lines):
        words = line.of(source.text).strip().lstrip("(")
        if words.startswith(ends) or _DATE_LINE.match(words):
            before = lines[number - 1] if number else None
            return before.start if before and _is_signature(before.of(source.text).strip()) else line.start
    return last.end


def _is_signature(words: str) -> bool:
    """Say whether a line above a date can be who signs: no sentence, and no field of the last item."""
    return len(words) <= _SIGNATURE and words[-1:] not in (*"。;)]", "") and ":" not in words


def find_closing(source: Source, nodes: Sequence[Node], tail: int) -> int:
    """Return where a line below the last node asks all who read, as none above does: 请各单位…; else the tail."""
    asks = source.lexicon["tail.asks"]
    if not nodes or not any(word in source.text for word in asks):
        return tail
    lines = (line.start() for line in _LINE.finditer(source.text, nodes[0].start, tail))
    asking = [start for at in lines if source.text.startswith(asks, start := trim(source.text, at, tail)[0])]
    return asking[0] if asking and asking[0] > nodes[-1].text else tail


def find_foot(source: Source, blocks: Sequence[Block], last: Node | None) -> int:
    """Return where the foot of a copied page begins, behind the last node: links to other pages, whose site it is."""
    start = last.start if last else 0
    lines = [block.span for block in blocks if block.locator.table is None and block.span.start > start]
    words = [line.of(source.text).strip() for line in lines]
    links, owners, marks = (source.lexicon[f"foot.{key}"] for key in ("links", "owners", "marks"))
    feet = (n for n, each in enumerate(words) if each.startswith(links) or any(mark in each for mark in marks))
    at = next(feet, len(lines))
    while 0 < at < len(lines) and words[at - 1].startswith(owners):
        at -= 1
    return lines[at].start if at < len(lines) else len(source.text)


def tell_below(source: Source, blocks: Sequence[Block], foot: int) -> Iterator[Finding]:
    """Tell of lines of duty below a page's foot, where none is read."""
    for block in blocks:
        if block.span.start >= foot and block.locator.table is None and _DUTY.search(block.span.of(source.text)):
            words = block.span.of(source.original).strip()[:60]
            yield Finding("SOURCE_OUTSIDE", Severity.WARNING, block.span, params={"words": words})


def tell_behind(source: Source, start: int, end: int) -> Iterator[Finding]:
    """Tell of lines behind the last item that hold a figure or say who does something: they are in none."""
    for line in _LINE.finditer(source.text, start, end):
        words = line[0].strip(" \t\u3000。;")
        if _FIGURE.search(words) or any(cue in words for cue in source.lexicon["notclause.cues"]):
            span = Span(*line.span())
            params = {"words": span.of(source.original).strip()[:60]}
            yield Finding("LINE_BEHIND", Severity.NOTE, span, params=params)
