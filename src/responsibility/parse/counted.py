"""Counted: numbers that count the units of a clause: 责任单位:1.市甲局;2.市乙局. They open no item.

In: a Source, and the numbers found in it, in order. Out: of each whether it stands in a clause.
"""

from __future__ import annotations

import re

from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import core_of, is_unit_like
from responsibility.parse.clause.scanner import pair_brackets

_LONGEST_BRACKET = 400
_LONGEST_LIST = 200  # units listed behind a label, and the line they stand in
_SEPARATOR = re.compile(r"[、,;。()\n]|\Z")


class CountedUnits:
    """Says which numbers list units inside a clause: asked of every number, in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        pairs = pair_brackets(source.text, 0, len(source.text)).closing.items()
        self._brackets = iter(sorted((a, b) for a, b in pairs if b - a <= _LONGEST_BRACKET))
        self._next: tuple[int, int] | None = next(self._brackets, None)
        self._inside = (0, 0)
        self._list_end = -1

    def holds(self, match: re.Match[str], place: int) -> bool:
        """Say whether a number stands in a clause: in its bracket, or before a unit's name behind a label's colon."""
        text, start = self._source.text, match.start()
        while self._next is not None and self._next[0] < start:
            self._inside = self._next if self._next[1] > self._inside[1] else self._inside
            self._next = next(self._brackets, None)
        if start < self._inside[1] and (place < 2 or self._source.lexicon.label.match(text, self._inside[0] + 1)):
            return True
        line = text.rfind("\n", 0, start) + 1
        if place == 2:
            before = text.rfind("\n", 0, max(0, line - 1)) + 1
            listed = 0 <= self._list_end >= before or text[before : line - 1].rstrip().endswith(":")
        else:
            before, listed = max(line, start - _LONGEST_LIST), ":" in text[max(line, start - _LONGEST_LIST) : start]
        if not (listed and self._names_unit(match.end())):
            return False
        if (place == 2 and self._list_end >= before) or self._source.lexicon.label.search(text, before, start):
            self._list_end = start
            return True
        return False

    def _names_unit(self, start: int) -> bool:
        """Say whether nothing but a unit's name follows up to the next separator."""
        stop = _SEPARATOR.search(self._source.text, start, start + _LONGEST_LIST)
        name = self._source.text[start : stop.start()].strip() if stop else ""
        return is_unit_like(name, self._source.lexicon) and core_of(name).endswith(
            self._source.lexicon["words.bureaux"]
        )
