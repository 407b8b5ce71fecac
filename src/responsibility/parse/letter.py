"""Letter: what stands around the items: the covering letter before, attachments, signature and date behind.

In: a Source, its blocks. Out: where the tail begins, and rules for all clauses that the letter or a remark states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responsibility.kinds import Role
from responsibility.model import Block, Rule
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.rules import is_rule, tell_until
from responsibility.parse.clause.scanner import trim
from responsibility.parse.outline import Node
from responsibility.spans import Span

_DATE_LINE = re.compile(
    r"\s*(?:[0-9]{4}|[〇零○O一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日\s*\Z"
)
_SENTENCE = re.compile(r"[。;\r\n]")
_LONGEST_RULE = 200  # the longest sentence that can state a rule
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


def find_prose_rules(source: Source, start: int, end: int, *, numbered: bool = False) -> Iterator[Rule]:
    """Find 责任单位中列首位的为牵头单位,其他为配合单位 in the covering letter or a closing remark.

    numbered: a point of the letter, which could as well be a task (建设全国首个由企业牵头的平台).
    """
    makes, whole = source.lexicon["rules.makes_lead"], source.text[start:end]
    if not (is_rule(whole, source.lexicon) or tell_until(whole)):
        return
    while start < end:
        match = _SENTENCE.search(source.text, start, end)
        stop = match.start() if match else end
        words = source.text[start:stop] if stop - start <= _LONGEST_RULE else ""
        until = tell_until(words)
        if until or (is_rule(words, source.lexicon) and (not numbered or any(word in words for word in makes))):
            yield Rule(Span(*trim(source.text, start, stop)), rest=_rest(source, start, stop), until=until)
        start = stop + 1


def _rest(source: Source, start: int, end: int) -> Role | None:
    """Say what a rule makes of those not listed first, None where it does not tell."""
    for part in source.text[start:end].split(","):
        if part.startswith(source.lexicon["rules.rest"]):
            supports = any(verb in part for verb, kind in source.lexicon.verbs.items() if kind == "support")
            return Role.SUPPORT if supports else None
    return None
