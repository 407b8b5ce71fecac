"""Heads: which column of a returned sheet holds what, found by its words.

In: a grid. Out: Heads, or None where no row looks like column heads. Columns may have been renamed, moved, inserted,
hidden or repeated; a position means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from responsibility.returns.cells import Tab, Typed
from responsibility.returns.issued import Issued, IssuedSheet
from responsibility.returns.values import load_synonyms, squeeze

IDENTITY = ("item_id", "item", "text")
_LEAST = 3  # heads of columns to fill in that make a head row; the partners' sheet has one
_DEEPEST = 200  # rows in which heads are looked for
_BRACKETS = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Heads:
    """columns: column by field key. renamed: field keys whose head is not the issued one. extras: heads of others."""

    row: int
    columns: Mapping[str, int]
    renamed: tuple[str, ...]
    extras: Mapping[int, str]

    @property
    def fields(self) -> dict[int, str]:
        """Field key by column."""
        return {column: key for key, column in self.columns.items()}


def find_heads(grid: Tab, issued: Issued, sheet: IssuedSheet) -> Heads | None:
    """Find the row of column heads: the first that names most of the fields."""
    rows = {row: entries for row, entries in grid.rows().items() if row <= _DEEPEST}
    found = {row: _name_columns(entries, issued) for row, entries in rows.items()}
    filled = {field.key for field in issued.layout.fields if field.filled}
    best = max(found, key=lambda row: (len(found[row]), -row), default=None)
    if best is None or len(found[best].keys() & filled) < _LEAST:
        return None
    columns = dict(found[best])
    heads = {column: squeeze(entry.words) for column, entry in rows[best].items()}
    renamed = tuple(key for key, column in columns.items() if issued.heads.get(heads[column]) != key)
    for key in ("item_id", "text"):
        if key not in columns and (column := _find_by_content(grid, key, best, columns.values(), sheet)) is not None:
            columns[key] = column
            renamed += (key,)
    if not any(key in columns for key in IDENTITY):
        return None
    taken = set(columns.values())
    used = sorted({column for row, column in grid.cells if row >= best} - taken)
    extras = {column: rows[best][column].words if column in rows[best] else "" for column in used}
    return Heads(best, columns, renamed, extras)


def _name_columns(entries: Mapping[int, Typed], issued: Issued) -> dict[str, int]:
    """Return the column of each field named in this row; the issued words win over what may mean the same."""
    synonyms = load_synonyms()["head"]
    words = {column: squeeze(entry.words).strip("*:") for column, entry in entries.items()}
    named: dict[str, int] = {}
    for known in (issued.heads, synonyms):
        for column, word in words.items():
            key = known.get(word) or known.get(_BRACKETS.sub("", word))
            if key and key not in named and column not in named.values():
                named[key] = column
    return named


def _find_by_content(grid: Tab, key: str, head: int, taken: Iterable[int], sheet: IssuedSheet) -> int | None:
    """Find the column most of whose cells are ids, or texts, of this unit's tasks."""
    known = {part for item in sheet.items.values() for part in (item.parts if key == "text" else (item.item_id,))}
    counts: dict[int, list[int]] = {}
    for (row, column), entry in grid.cells.items():
        if row > head and column not in taken and entry.words:
            count = counts.setdefault(column, [0, 0])
            count[0] += squeeze(entry.words) in known
            count[1] += 1
    fitting = [column for column, (right, all_) in counts.items() if right and right * 2 >= all_]
    return max(fitting, key=lambda column: (counts[column][0], -column), default=None)
