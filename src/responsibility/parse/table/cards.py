"""Cards: a table whose heads stand beside what they head, a task each: 任务名称 | 新建水厂 over 牵头单位 | 市水利局.

In: a Grid. Out: the same as if the heads had been printed above, a row for each card. A head and its words may stand
twice in a row, and cards below each other are told by a head that comes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from responsibility.model import Block
from responsibility.parse.clause.mentions import Source
from responsibility.parse.table.heads import TEXTS, UNITS, Grid, is_listed, tell_head

_LONGEST_HEAD = 16
_TELLING = 2  # cards that tell of all others
_BLANKS = re.compile(r"\s")

Card = dict[str, tuple[Block, Block]]  # a head's words to it and to what it heads


def turn_cards(grid: Grid, source: Source) -> Grid | None:
    """Return cards as a table with one row of heads; None for a table that is none."""
    cards: list[Card] = []
    for row in grid.rows:
        own = grid.own(row)
        if len(own) == 1 and not cards:
            continue  # a title
        pairs = _pairs(list(own), source)
        if pairs is None:
            return None
        for words, head, block in pairs:
            if not cards or words in cards[-1]:
                if len(cards) == _TELLING and not _say_who({**cards[0], **cards[1]}, source):
                    return None
                cards.append({})
            cards[-1][words] = head, block
    heads = {words: head for card in cards for words, (head, _) in card.items()}
    unknown = sum(not tell_head(words, source.lexicon) for words in heads)
    if not _say_who(heads, source) or unknown * 3 > len(heads):
        return None
    places = {words: column for column, words in enumerate(heads, 1)}
    cells = {(1, places[words]): _moved(head, 1, places[words]) for words, head in heads.items()}
    for row, card in enumerate(cards, 2):
        cells |= {(row, places[words]): _moved(block, row, places[words]) for words, (_, block) in card.items()}
    return Grid(grid.table, cells, tuple(range(1, len(cards) + 2)), len(heads))


def _say_who(heads: Iterable[str], source: Source) -> bool:
    """Say whether some heads are of tasks, and some of units."""
    kinds = {tell_head(words, source.lexicon) for words in heads}
    return bool(kinds & {*UNITS} and kinds & {*TEXTS})


def _pairs(own: list[Block], source: Source) -> list[tuple[str, Block, Block]] | None:
    """Read a row as heads and what stands behind each; None where what stands there is a head or no head can be."""
    words = [_BLANKS.sub("", source.lexicon.fold(block.span.of(source.original))).rstrip(":") for block in own]
    if len(own) % 2:  # 配合单位 | 市甲局 | 市乙局
        words = [each for n, cell in enumerate(words[1:], 1) for each in (words[0] + str(n) * (n > 1), cell)]
        own = [each for cell in own[1:] for each in (own[0], cell)]
    pairs = zip(words[::2], words[1::2], strict=True)
    if not own or not all(_heads(head, behind, source) for head, behind in pairs):
        return None
    return list(zip(words[::2], own[::2], own[1::2], strict=True))


def _heads(head: str, behind: str, source: Source) -> bool:
    """Say whether words can be a head, and those behind are what it heads: no head themselves, whatever they end in."""
    short = 0 < len(head) <= _LONGEST_HEAD and not head.isdecimal()
    staged = tell_head(head, source.lexicon) == "period"  # 四季度 | 完成主体
    return short and (staged or not is_listed(behind, source.lexicon))


def _moved(block: Block, row: int, column: int) -> Block:
    return block._replace(locator=block.locator._replace(row=row, column=column), rows=1, columns=1)
