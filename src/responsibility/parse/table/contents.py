"""Contents: what a cell of a table holds, told by its words alone: units, a clause, a number, a heading, a total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responsibility.language.lexicon import Lexicon
from responsibility.model import Block
from responsibility.parse.clause.asides import cut_name
from responsibility.parse.clause.bullets import parse_ordinal
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.labels import find_label, strip_verbs
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import core_of, is_collective, is_sentence, is_unit_like
from responsibility.parse.clause.scanner import pair_brackets, split_pieces, trim
from responsibility.parse.clause.unbracketed import reads_as_names
from responsibility.patterns import late
from responsibility.spans import Span

ORDINAL = re.compile(r"[(第]?(?P<number>[一二三四五六七八九十百]{1,4}|\d{1,3}|[①-⑳])[)、.章节条]{1,2}(?!\d)\s*")
BARE = late(r"[一二三四五六七八九十百]{1,4}|\d{1,4}|[①-⑳]")
# What stands over a table: 附件1:, 表一, 第一部分, 一、, (一); tasks are numbered 1. 2. 3.
_CAPTIONS = (
    re.compile(r"附?[件表]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?!\d)[-—.\d]*[:、.\s]*(?=\S)"),
    re.compile(r"第[一二三四五六七八九十]{1,3}[章编]|第[一二三四五六七八九十]{1,3}部分"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
)
LONGEST_HEADING = 30
_LONGEST_NAME = 24
_HAN = "一二三四五六七八九十"
_NUMBERED = late(rf"\s*(?:[0-9]{{1,3}}[.、]|[{_HAN}]{{1,3}}[、.]|\([0-9{_HAN}]{{1,3}}\))(?![0-9])")


def holds_number(span: Span, source: Source) -> bool:
    """Say whether words are nothing but a number."""
    return BARE.fullmatch(span.of(source.text).strip(" .、")) is not None


def holds_numbered(span: Span, source: Source) -> bool:
    """Say whether words open with a number: 1.建园3个."""
    return _NUMBERED.match(source.text, *span) is not None


def tell_caption(words: str) -> int:
    """Return how deep words over a table stand, from 1 for 附件1: and 表一 to 4 for (一); 0 for no caption."""
    if len(words) > LONGEST_HEADING or not {*"。;"}.isdisjoint(words):
        return 0
    return tell_depth(words)


def tell_depth(words: str) -> int:
    """Return how deep words stand by the number they open with, as captions do; 0 where none tells it."""
    return next((depth for depth, each in enumerate(_CAPTIONS, 1) if each.match(words)), 0)


def is_ditto(words: str, lexicon: Lexicon) -> bool:
    """Say whether folded words stand for the cell above, with or without brackets: 同上, (同上), 〃."""
    return words.strip().strip("()[]").strip() in lexicon["heads.ditto"]


def is_clause(span: Span, source: Source) -> bool:
    """Say whether words open with a label or close with a verb, and name units."""
    label = find_label(source, *span)
    if (label is None or label[1] == "other") and not strip_verbs(source, *span)[1]:
        return False
    return reads_as_names(source, read_groups(source, *span, pair_brackets(source.text, *span)))


def is_foot(own: Sequence[Block], source: Source) -> bool:
    """Say whether a row is that of totals, or the line of who filled in the sheet, with or without the names."""
    words = re.sub(r"\s", "", own[0].span.of(source.text)) if own else ""
    label, colon, _ = words.partition(":")
    label = label.partition("(")[0] or label  # 总计(5个)
    foot = source.lexicon["heads.foot"]
    total = label.endswith("计") and label in source.lexicon["heads.total"]
    return total or label in foot or bool(colon and label.endswith(foot))


def tell_ordinal(words: str) -> int:
    """Return the number that words open with or are, 0 where there is none."""
    match = ORDINAL.match(words) or BARE.fullmatch(words)
    return parse_ordinal(match[match.lastgroup or 0]) if match else 0


def names_units(span: Span, source: Source) -> bool:
    """Say whether words are nothing but names that end as units' do."""
    pieces = [Span(*trim(source.text, *each[1:])).of(source.text) for each in _pieces(span, source)]
    return all(_is_bureau(each, source.lexicon) for each in pieces if each)


def holds_units(span: Span, source: Source) -> bool:
    """Say whether the first of what words name is a bureau, whatever person stands beside it."""
    words = Span(*trim(source.text, *next(_pieces(span, source))[1:])).of(source.text)
    kept = cut_name(words, source.lexicon)[0]
    name = kept.of(words) if kept else ""
    return is_unit_like(name, source.lexicon) and core_of(name).endswith(source.lexicon["words.bureaux"])


def _pieces(span: Span, source: Source) -> Iterator[tuple[str, int, int]]:
    return split_pieces(source.text, *span, pair_brackets(source.text, *span))


def is_charge(span: Span, source: Source) -> bool:
    """Say whether a cell is a short list of units or a clause, and no task."""
    names = [source.text[slice(*trim(source.text, *piece[1:]))] for piece in _pieces(span, source)]
    said = any(is_sentence(each, source.lexicon) for each in names) or holds_numbered(span, source)
    units = all(is_collective(each, source.lexicon) or _is_bureau(each, source.lexicon) for each in names)
    return is_clause(span, source) or (units and not said)


def _is_bureau(words: str, lexicon: Lexicon) -> bool:
    return is_unit_like(words, lexicon) and core_of(words).endswith(lexicon["words.bureaux"])


def _is_said(words: str, lexicon: Lexicon) -> bool:
    return is_sentence(words, lexicon) or len(words) > _LONGEST_NAME


def charges_some(span: Span, source: Source) -> bool:
    """Say whether a cell names bureaux or groups of units, with others that may be any place or firm."""
    names = [Span(*trim(source.text, *piece[1:])).of(source.text) for piece in _pieces(span, source)]
    told = any(is_collective(each, source.lexicon) or _is_bureau(each, source.lexicon) for each in names)
    odd = any(_is_said(each, source.lexicon) for each in names if each)
    said = odd or "。" in span.of(source.text) or holds_numbered(span, source)
    return is_clause(span, source) or (told and not said)
