"""Letter: what stands around the items: the covering letter before, attachments, signature and date behind.

In: a Source, its blocks. Out: where the tail begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from responsibility.model import Block
from responsibility.parse.clause.mentions import Source
from responsibility.parse.outline import Node
from responsibility.patterns import late

_DATE_LINE = late(
    r"\s*(?:[0-9]{4}|[〇零○O一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日\s*\Z"
)
_SIGNATURE = 30  # the longest line that can be a signature


def find_tail(source: Source, blocks: Sequence[Block], last: Node) -> int:
    """Return where the last node's text ends: before attachments, signature and date."""
    lines = [block.span for block in blocks if block.span.start > last.start]
    ends = source.lexicon["tail.attachments"] + source.lexicon["tail.closers"]
    for number, line in enumerate(lines):
        words = line.of(source.text).strip().lstrip("(")
        if words.startswith(ends) or _DATE_LINE.match(words):
            before = lines[number - 1] if number else None
            signed = before and len(before.of(source.text).strip()) <= _SIGNATURE
            if before and signed and before.of(source.text).strip()[-1:] not in (*"。;)]", ""):
                return before.start
            return line.start
    return last.end
