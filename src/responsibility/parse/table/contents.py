"""Contents: what a cell of a table holds, told by its words alone: units, a number, a numbered task."""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.asides import cut_name
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import core_of, is_collective, is_sentence, is_unit_like
from responsibility.parse.clause.scanner import pair_brackets, split_pieces, trim
from responsibility.parse.table.records import BARE, is_clause
from responsibility.patterns import late
from responsibility.spans import Span

_LONGEST_NAME = 24
_HAN = "一二三四五六七八九十"
_NUMBERED = late(rf"\s*(?:[0-9]{{1,3}}[.、]|[{_HAN}]{{1,3}}[、.]|\([0-9{_HAN}]{{1,3}}\))(?![0-9])")


def holds_number(span: Span, source: Source) -> bool:
    """Say whether words are nothing but a number."""
    return BARE.fullmatch(span.of(source.text).strip(" .、")) is not None


def holds_numbered(span: Span, source: Source) -> bool:
    """Say whether words open with a number: 1.建园3个."""
    return _NUMBERED.match(source.text, *span) is not None


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
