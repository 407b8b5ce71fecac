"""Gaps: rows in which a cell may be empty because a merged one above was taken apart, or that go on in the row above.

In: Rows and the Items made of them. Out: a finding for each such row; nothing is filled in, for an empty cell may
also mean what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from responsibility.kinds import Role, Severity
from responsibility.model import Block, Finding, Item
from responsibility.parse.clause.mentions import QUOTED, Source
from responsibility.parse.table.heads import TEXTS, Head
from responsibility.parse.table.records import Record

_LEADS = ("lead", "shared")

Told = tuple[Record, Item]


def tell_gaps(source: Source, rows: Sequence[Record], items: Sequence[Item]) -> Iterator[Finding]:
    """Tell of rows without a number that may go on in the one above, and of empty cells of units below full ones."""
    for _, group in groupby(zip(rows, items, strict=True), key=lambda each: each[0].grid.table):
        table = list(group)
        heads = list(dict.fromkeys(head for row, _ in table for head, _ in row.units))
        numbered = sum(bool(row.of("number")) for row, _ in table)
        if table[0][0].marks or not heads:
            continue
        charged = False
        for before, each, behind in zip(table, table[1:], [*table[2:], None], strict=False):
            row, item = each
            charged |= bool(before[0].units)
            loose = not row.of("number") and 2 * numbered > len(table)
            if loose and row.of(*TEXTS) and _count(row) < _count(before[0]):
                words = row.of(*TEXTS)[0].span.of(source.original)[:QUOTED]
                yield Finding("TABLE_ROW_LOOSE", Severity.WARNING, item.span, item.id, params={"words": words})
            elif charged and (head := _empty(source, each, heads)) and not _is_parent(item, behind):
                params = {"title": item.title, "label": head.label}
                yield Finding("TABLE_CELL_EMPTY", Severity.WARNING, item.span, item.id, params=params)


def _count(row: Record) -> int:
    """Return how many cells a row has but for its number."""
    return sum(len(blocks) for kind, blocks in row.blocks.items() if kind != "number") + len(row.units + row.beside)


def _empty(source: Source, each: Told, heads: Sequence[Head]) -> Head | None:
    """Return the head of units below which a row has no cell though it needs one: of all units, or of the lead."""
    row, item = each
    leads = {head.head: head for head in heads if head.kind in _LEADS}
    if not item.clauses and not row.units:
        return heads[0]
    led = any(mention.role is Role.LEAD for clause in item.clauses for mention in clause.mentions)
    filled = any(not _is_none(source, block) for _, block in row.units)
    bare = filled and not led and leads.keys().isdisjoint(head.head for head, _ in row.units)
    return next(iter(leads.values()), None) if bare else None


def _is_none(source: Source, block: Block) -> bool:
    return block.span.of(source.text).strip() in source.lexicon["words.none"]


def _is_parent(item: Item, behind: Told | None) -> bool:
    """Say whether the row below is a part of this one: 2 above 2.1."""
    number = item.number.strip().rstrip(".、")
    return behind is not None and bool(number) and behind[1].number.startswith((f"{number}.", f"{number}-"))
