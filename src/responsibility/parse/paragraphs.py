"""Paragraphs: items without a number of their own, told by the clause that each of them has.

In: a Source and the clauses of a stretch. Out: an Item for each clause, with the lines above it that say what is to be
done and the fields below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from responsibility.model import Block, Clause, Heading, Item
from responsibility.parse.beside.fields import FieldKind, is_further, tell_field
from responsibility.parse.clause.asides import find_field
from responsibility.parse.clause.labels import find_label
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.prose import find_duties
from responsibility.parse.clause.scanner import trim
from responsibility.parse.facts.days import When
from responsibility.parse.facts.deadlines import names_due
from responsibility.parse.facts.targets import find_promises
from responsibility.parse.table.heads import tell_head
from responsibility.parse.titles import find_title, names_task, text_without
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_STOPS = ("。", ";")
BETWEEN = " \r\n\t\u3000\ufeff\u200b。;"
_LABEL = late(rf"[ \t\u3000]*(?P<label>{HAN}{{2,10}})[ \t]*:")
_LABELLED = late(r"\s*[^\s:]{2,12}:")
_FIELDS = ("due", "target", "note", "other", "field", "watch", "schedule")


def paragraph_items(
    source: Source, clauses: Sequence[Clause], start: int, parent: str, path: tuple[Heading, ...], *, number: str = ""
) -> Iterator[Item]:
    """Yield an item for each clause; without a path it stands before any number."""
    starts = [*(clause.span.start for clause in clauses), len(source.text)]
    for ordinal, clause in enumerate(clauses, 1):
        begin = min(start, clause.span.start)
        if not path:  # before any number only the clause's own paragraph is its item
            begin = max(start, source.text.rfind("\n", start, clause.span.start) + 1)
            while begin > start and _tells_no_task(source, begin, clause.span.start):
                begin = max(start, source.text.rfind("\n", start, begin - 1) + 1)
            begin = _open_block(source, start, begin)
        begin = trim(source.text, begin, clause.span.start, BETWEEN)[0]
        start = _end_of_fields(source, clause.span.end, starts[ordinal])
        title, text = find_title(source, begin, clause.span.start)
        body = text_without(source, min(text, clause.span.start), start, (clause.span,))
        yield Item(f"{parent}.{ordinal}", number, path, title, body, Span(begin, start), clauses=(clause,))


def _open_block(source: Source, start: int, begin: int) -> int:
    """Return where labelled lines open with the task, 改革事项:… above 改革目标:…; begin where none does."""
    at = begin
    while (head := _LABEL.match(source.text, at)) is not None:
        if names_task(head["label"], source.lexicon):
            return at
        if at <= start:
            break
        at = max(start, source.text.rfind("\n", start, at - 1) + 1)
    return begin


def _tells_no_task(source: Source, start: int, end: int) -> bool:
    """Say whether a line is empty before a clause or says what stands beside the task: 分管领导:张某."""
    line = source.text[start:end].split("\n", 1)[0].strip()
    head, colon, _ = line.partition(":")
    return not line or (bool(colon) and tell_field(head, source.lexicon) is not FieldKind.OTHER)


def _end_of_fields(source: Source, at: int, limit: int) -> int:
    """Take in the lines below a clause that are fields of its task, such as 完成时限:6月底."""
    while "\n" in source.text[at : (start := trim(source.text, at, limit)[0])]:
        line = source.text.find("\n", start, limit)
        line = line if line >= 0 else trim(source.text, start, limit)[1]
        if line <= limit < len(source.text) and "\n" not in source.text[line:limit]:
            break  # 算力:建设中心1个。(责任单位:市甲局) is the next task
        if not is_field(source, start, line):
            break
        at = line
    return at


def is_field(source: Source, start: int, end: int) -> bool:
    """Say whether a line is labelled as one that stands beside the task."""
    head, colon, _ = source.text[start:end].partition(":")
    kind = tell_head(head, source.lexicon)
    if names_task(head.strip(), source.lexicon):
        return False  # 任务二:… opens the next task
    return bool(colon) and (names_due(head) or kind in _FIELDS or is_further(head.strip(), source.lexicon))


def count_lines_below(source: Source, start: int, end: int) -> int:
    """Return how many lines stand below one that are no fields."""
    lines = source.text[start:end].split("\n")[1:]
    return sum(bool(line.strip()) and _LABELLED.match(line) is None for line in lines)


def end_behind(source: Source, at: int, end: int, most: int) -> int:
    """Return where the last item ends behind its clause: before a closing sentence of the notice.

    Fields are of the item, and as many lines as other items have below their clause, at most; so are lines up to the
    last sentence that says a figure or a day, and asks nobody.
    """
    stop = at = at + (source.text[at : at + 1] in _STOPS)
    if not source.text[at:end][:1].isspace():
        return end  # words go on right behind the clause
    while at < end:
        start = trim(source.text, at, end)[0]
        line = source.text.find("\n", start, end)
        line = trim(source.text, start, line if line >= 0 else end)[1]
        labelled = find_label(source, start, line) or find_field(source.text, start, line, source.lexicon)
        if labelled or is_field(source, start, line):
            stop = line if stop == at else stop
        elif "\n" not in source.text[at:start] or source.text.startswith(source.lexicon["tail.closes"], start):
            break
        elif (most > 0 and stop == at) or _promises(source, start, line):
            most, stop = most - 1, line
        elif source.text[line - 1] not in _STOPS:
            break  # the foot of a page, who signs
        at = line
    return stop


def _promises(source: Source, start: int, end: int) -> bool:
    """Say whether a line is a sentence with a figure or a day."""
    if source.text[end - 1] not in _STOPS:
        return False
    found = find_promises(source.original, Span(start, end), When())
    return bool(found.targets or found.due.words)


def prose_items(source: Source, blocks: Sequence[Block]) -> Iterator[Item]:
    """Yield the paragraphs whose sentences charge units, for a notice without any item: 由市甲局牵头制定办法。.

    A line without a full stop is a title or a signature, and what has been done (去年以来) is no task.
    """
    lexicon, count = source.lexicon, 0
    for block in blocks:
        words = block.span.of(source.text)
        if block.locator.table is not None or "。" not in words or lexicon.holds("prose.past", words):
            continue
        if clause := find_duties(source, *block.span):
            count += 1
            title, text = find_title(source, *block.span)
            body = text_without(source, text, block.span.end, ())
            yield Item(f"0.{count}", "", (), title, body, block.span, clauses=(clause,))
