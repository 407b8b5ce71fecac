"""Flat: the heads of a table whose lines and columns were lost, so that nothing below them can be read.

In: the text with read tables blanked out, and its blocks. Out: a finding for each head row that stands as plain
words, on one line (序号 任务 牵头单位 责任单位), one below the other, or each above its own column; and one for each
line below that names units which nothing else holds. Who stood in which column cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from responsibility.kinds import Severity
from responsibility.model import Block, Finding
from responsibility.parse.clause.mentions import QUOTED, Source
from responsibility.parse.clause.names import core_of, is_unit_like
from responsibility.parse.table.heads import TEXTS, UNITS, tell_head
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_BLANKS = re.compile(r"[\s|;,│^]+")
_STOPPED = re.compile(r"[^。:]*[;,│^][^。:]*[;,│^][^。:]*")  # cells parted by stops, and no sentence
_SPACED = re.compile(r"(?:(?<=^\S)|(?<=\s\S)) (?=\S(?:\s|$))")  # 工 作 任 务
_PINYIN = re.compile(rf"\((?<={HAN}.)[a-z]{{0,5}}[\u00e0-\u00fc\u0101-\u01dc][a-z]{{0,5}}\)")
_WORD = re.compile(r"\S+")
_DUTY = re.compile(rf"[ \u3000]*(?P<name>{HAN}{{2,14}})[ \u3000\t]+(?={HAN})")
_GAPS = (" ", "\t", "—", "-", "|")
_LONGEST_LINE = 80
_NUMBER_HEAD = re.compile(r"^序\s+")  # 号 stands in the line below
_LONGEST_HEAD = 16
_NEAR = 3  # lines above and below that can be heads of the same table
_FEWEST = 3  # heads that make a table
_WIDE = re.compile(r"\S+ {2,}\S+")  # two heads, parted as columns are
_PIECE = late(r"[^、,;\s|│]+")
_LONGEST_PARAGRAPH = 60  # without blanks: a longer line is no row
_LONGEST_ROW = 240  # with the blanks between its columns
_QUOTED_ROW = 60
_NO_ROW = ("TABLE_FLAT", "ITEM_UNNUMBERED", "ITEM_NO_CLAUSE")  # these tell of no unit


def find_lost(source: Source, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Report what a copy has lost or added so that words of duty may not be seen."""
    flat = [*_find_flat_heads(source, blocks)]
    yield from flat or _find_parted_heads(source, [block.span for block in blocks if block.locator.table is None])
    yield from _find_bare_labels(source, blocks)
    yield from _find_duty_lines(source, blocks)
    if pinyin := len(_PINYIN.findall(source.text)):
        yield Finding("TEXT_PINYIN", Severity.WARNING, params={"count": pinyin})


def find_lost_rows(
    source: Source, blocks: Sequence[Block], told: Sequence[Finding], read: Iterable[Span]
) -> Iterator[Finding]:
    """Tell of the lines below flat heads that name units, each with those below it that a row may go on in.

    told: findings, and read: clauses, whose lines need no second one.
    """
    flat = min((each.span.end for each in told if each.code == "TABLE_FLAT" and each.span), default=None)
    if flat is None:
        return
    places = [*read, *(each.span for each in told if each.span and each.code not in _NO_ROW)]
    lines = [block.span for block in blocks if block.locator.table is None and block.span.start >= flat]
    for row in _rows(source, flat, lines):
        if not any(span.start < row.end and row.start < span.end for span in places):
            params = {"text": " ".join(row.of(source.original).split())[:_QUOTED_ROW]}
            yield Finding("TABLE_ROW_LOST", Severity.WARNING, row, params=params)


def _rows(source: Source, past: int, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of rows: a line that names units begins one, and so does one with columns right below it."""
    row, named = Span(past, past), True
    for line in lines:
        words = line.of(source.text)
        if len("".join(words.split())) > _LONGEST_PARAGRAPH:
            continue
        begins, start = _names_units(words, source), line.end - len(words.lstrip())
        near = source.text.count("\n", row.end, line.start) < 2
        if near and not (begins and named) and row.start > past and line.end - row.start <= _LONGEST_ROW:
            row, named = Span(row.start, line.end), named or begins
        elif begins or (near and "  " in words.strip("\n") and words.strip()):
            if row.start > past:
                yield row
            row, named = Span(start, line.end), begins
    if row.start > past:
        yield row


def _names_units(words: str, source: Source) -> bool:
    lexicon = source.lexicon
    ends = (*lexicon["words.bureaux"], *lexicon["words.strong"])
    return any(
        is_unit_like(piece, lexicon) and core_of(piece).endswith(ends) for piece in _PIECE.findall(words) if piece
    )


def _find_flat_heads(source: Source, blocks: Sequence[Block]) -> Iterator[Finding]:
    lines = [block.span for block in blocks if block.locator.table is None]
    past = -1
    for number, line in enumerate(lines):
        if number <= past:
            continue
        if line.end - line.start > _LONGEST_LINE:
            if within := _heads_within(line, source):
                yield Finding("TABLE_FLAT", Severity.WARNING, within, params={"text": within.of(source.original)})
            continue
        words = line.of(source.text)
        if (
            not words.strip(" |").endswith(source.lexicon["words.label_nouns"])
            and "|" not in words
            and " " not in words
            and not _STOPPED.fullmatch(words)
        ):
            continue
        near = lines[max(0, number - _NEAR) : number + _NEAR + 1]
        if _is_head_line(words, source):
            past, span = number, line
        elif (
            _head(words, source) in UNITS and sum(bool(_head(each.of(source.text), source)) for each in near) >= _FEWEST
        ):
            past, span = number + _NEAR, Span(near[0].start, near[-1].end)
        else:
            continue
        yield Finding("TABLE_FLAT", Severity.WARNING, span, params={"text": line.of(source.original).strip()})


def _head(words: str, source: Source) -> str:
    words = words.strip(" |")
    return tell_head(words, source.lexicon) if 0 < len(words) <= _LONGEST_HEAD and ":" not in words else ""


def _is_head_line(words: str, source: Source) -> bool:
    words = _SPACED.sub("", _NUMBER_HEAD.sub("序号  ", words.strip(" |")))
    kinds = [_head(piece, source) for piece in _BLANKS.split(words)]
    if len(kinds) < _FEWEST and not (_WIDE.fullmatch(words) and kinds[0] in TEXTS):
        return False
    # 序, 分管 and 完成时 go on in the line below.
    torn = len(kinds) >= _FEWEST and kinds.count("") <= len(kinds) // 2 and sum(kind != "" for kind in kinds) > 1
    whole = all(kinds) or (torn and all(0 < len(piece) < _LONGEST_HEAD // 2 for piece in _BLANKS.split(words)))
    return whole and any(kind in UNITS for kind in kinds)


def _find_parted_heads(source: Source, lines: Sequence[Span]) -> Iterator[Finding]:
    """Report heads that stand far apart, each above its own column: 序号 and all numbers, then 任务 and all tasks."""
    first = next((n for n, line in enumerate(lines) if line.of(source.text) in source.lexicon["heads.number"]), None)
    if first is None:
        return
    heads = [(line, kind) for line in lines[first:] if (kind := _head(line.of(source.text), source))]
    kinds = [kind for _, kind in heads]
    if not {*TEXTS, "target"}.isdisjoint(kinds) and not {*UNITS}.isdisjoint(kinds):
        params = {"text": " ".join(line.of(source.original) for line, _ in heads)[:_LONGEST_LINE]}
        yield Finding("TABLE_FLAT", Severity.WARNING, lines[first], params=params)


def _heads_within(line: Span, source: Source) -> Span | None:
    """Return three heads in a row among the first words of a line that holds a whole table, one of them of units."""
    end = line.start + _LONGEST_LINE
    if source.text.count(" ", line.start, end) + source.text.count("|", line.start, end) + 1 < _FEWEST:
        return None
    words = [Span(*match.span()) for match in _WORD.finditer(source.text, line.start, end)]
    kinds = [_head(word.of(source.text), source) for word in words]
    for at in range(len(words) - _FEWEST + 1):
        if all(kinds[at : at + _FEWEST]) and not {*kinds[at : at + _FEWEST]}.isdisjoint(UNITS):
            return Span(words[at].start, words[at + _FEWEST - 1].end)
    return None


def _find_bare_labels(source: Source, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Report a line that begins with a label, a blank or dash where the colon should be, and a name behind it."""
    for block in blocks:
        words = block.span.of(source.text).strip()
        label = source.lexicon.label.match(words)
        if label is None or source.lexicon.labels[label["label"]] == "other" or words[label.end() :][:1] not in _GAPS:
            continue
        named = _BLANKS.sub("、", words[label.end() :].strip(" \t—-|")).partition("、")[0]
        if core_of(named).endswith(source.lexicon["words.bureaux"]):
            params = {"text": block.span.of(source.original)[:QUOTED]}
            yield Finding("CLAUSE_UNREAD", Severity.WARNING, block.span, params=params)


def _find_duty_lines(source: Source, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Report lines in a row that each begin with a unit and, behind a blank, what it does: 办公室  组织、协调….

    One such line may be anything; several are duties by unit, which no clause and no table holds.
    """
    lexicon = source.lexicon
    does = (*lexicon.verbs, *lexicon["words.does"], *lexicon["words.between"], *lexicon["notclause.acts"])
    for told, lines in groupby(blocks, key=lambda block: _is_duty_line(source, block, does)):
        found = list(lines) if told else []
        for block in found if len(found) > 1 else ():
            params = {"text": block.span.of(source.original).strip()[:QUOTED]}
            yield Finding("CLAUSE_UNREAD", Severity.WARNING, block.span, params=params)


def _is_duty_line(source: Source, block: Block, does: tuple[str, ...]) -> bool:
    line = _DUTY.match(source.text, *block.span) if block.locator.table is None else None
    if line is None or not core_of(line["name"]).endswith(source.lexicon["words.bureaux"]):
        return False
    return source.text.startswith(does, line.end(), block.span.end)
