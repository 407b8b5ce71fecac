"""Left: the paragraphs among and behind the tasks that are in none of them, in no heading and in no finding.

In: a text, its blocks and what was read and told of it. Out: a finding for each run of such paragraphs: what stands in
the source stands in the result, or is told. A notice's guiding ideas (指导思想) ask nobody where they hold no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Finding
from responsibility.patterns import late
from responsibility.spans import Span

_FEWEST = 6  # characters that say something
_QUOTED = 40
_SIGNATURE = 30
_EDGES = " \r\n\t\u3000。;；:：,，、."
_BLANKS = f"{_EDGES}()（）"
_NUMBER = late(r"\s*[（(]?[一二三四五六七八九十]{1,3}[)）、.．]+\s*")
_COUNTS = re.compile(r"[0-9０-９]")
_BY_A_DAY = re.compile(r"(?:[0-9０-９]{1,2}(?:日|月)?|[月年]底)[之以]?前[^，。；]{0,20}(?:报|送|提交|完成)")


def find_left(
    text: str, blocks: Sequence[Block], within: Span, known: Iterable[Span], lexicon: Lexicon
) -> Iterator[Finding]:
    """Tell of what of the paragraphs in a stretch of text no known span holds, once for each run of paragraphs."""
    spans = sorted(known)
    own = (each.span for each in blocks if each.locator.table is None and within.holds(each.span))
    said = [[part for part in _rest(span, spans) if len(part.of(text).strip(_BLANKS)) >= _FEWEST] for span in own]
    said = list(_without_ideas(text, said, lexicon))
    while said and said[-1] and all(_signs(span.of(text)) for span in said[-1]):
        said.pop()
    for is_left, run in groupby(said, bool):
        if is_left:
            parts = [span for paragraph in run for span in paragraph]
            span = Span(parts[0].start, parts[-1].end)
            words = parts[0].of(text).strip(_EDGES)[:_QUOTED]
            yield Finding("TEXT_LEFT", Severity.NOTE, span, params={"words": words, "more": len(parts) - 1})


def find_asked(
    text: str, blocks: Sequence[Block], within: Span, known: Iterable[Span], lexicon: Lexicon
) -> Iterator[Finding]:
    """Tell of the sentences of a covering letter that ask all who read for something by a day."""
    spans = sorted(known)
    for block in blocks:
        words = block.span.of(text)
        asked = within.holds(block.span) and block.locator.table is None and _is_asked(words, lexicon)
        if asked and [*_rest(block.span, spans)]:
            params = {"words": words.strip(_EDGES)[:_QUOTED], "more": 0}
            yield Finding("TEXT_LEFT", Severity.NOTE, block.span, params=params)


def _is_asked(words: str, lexicon: Lexicon) -> bool:
    asked = "前" in words and any(word in words for word in lexicon["tail.asked"])
    return asked and _BY_A_DAY.search(words) is not None


def _signs(words: str) -> bool:
    """Say whether words can be who signs."""
    return len(words) <= _SIGNATURE and not {*words} & {*"。:："}


def _without_ideas(text: str, said: Sequence[list[Span]], lexicon: Lexicon) -> Iterator[list[Span]]:
    """Leave out the paragraphs below a heading of guiding ideas, but for those that hold a figure."""
    idle = False
    for paragraph in said:
        words = " ".join(span.of(text) for span in paragraph)
        number = _NUMBER.match(words)
        if number or not paragraph:
            idle = number is not None and words.startswith(lexicon["tail.ideas"], number.end())
        yield [] if idle and not _COUNTS.search(words) else paragraph


def _rest(span: Span, known: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a span that none of the known ones holds; these are in order."""
    at = span.start
    for each in known:
        if each.start >= span.end:
            break
        if each.end > at:
            if each.start > at:
                yield Span(at, each.start)
            at = max(at, each.end)
    if at < span.end:
        yield Span(at, span.end)
