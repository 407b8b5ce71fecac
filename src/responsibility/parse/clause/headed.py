"""Headed: lines in a row that each begin with units and a colon, and say behind it what these do.

In: a Source and a stretch of it. Out: the names that such lines begin with. 县教育局:组织演练 alone may be anything;
where several lines stand together and many begin with units, what stands before the colons is who does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.elision import names_department
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.mentions import Group, Source
from responsibility.parse.clause.scanner import pair_brackets
from responsibility.parse.clause.unbracketed import reads_cleanly
from responsibility.patterns import HAN, late

_SHORTEST_TOWN = 3  # 城关镇
_LINE = re.compile(
    r"^[ \u3000]*(?P<names>[^\W\d_][^:。;,!?\n]{1,60}):(?=[ \u3000]*[^\W\d_a-zA-Z]{2})(?P<does>[^\n]{4,})", re.MULTILINE
)
_CALLED = re.compile(r"[0-9]{5}")  # a telephone
_FEWEST = 3  # lines
_OFFICE = late(rf"(?![该此本各某])(?!.*(?:之处|到处|学科|专科|本科)\Z){HAN}{{2,8}}[科处股]")
_NEAR = 1  # lines between two of a row


def find_headed(source: Source, start: int, end: int) -> dict[int, tuple[Group, ...]]:
    """Return who stands before the colon of each line that is one of several, by where the line begins."""
    if source.text.count(":", start, end) < _FEWEST:
        return {}
    return {
        line.start(): (group,)
        for row in _rows(source, start, end)
        if sum(read_names(source, *line.span("names")) is not None for line in row) >= max(_FEWEST, len(row) // 2)
        for line in row
        if (group := read_names(source, *line.span("names"), sure=False)) is not None
    }


def _rows(source: Source, start: int, end: int) -> Iterator[list[re.Match[str]]]:
    row: list[re.Match[str]] = []
    for line in _LINE.finditer(source.text, start, end):
        if _CALLED.search(line["does"]) or set(",。;").isdisjoint(line["does"]):
            continue
        if row and source.text.count("\n", row[-1].end(), line.start()) > 1 + _NEAR:
            yield row
            row = []
        row.append(line)
    yield row


def read_names(source: Source, start: int, end: int, *, sure: bool = True, offices: bool = False) -> Group | None:
    """Read names that fill text[start:end]; None if anything else stands there or nobody is named.

    sure: only such as anybody knows for units, by their place or their last word. offices: or for inner offices.
    """
    lexicon = source.lexicon
    reading = read_groups(source, start, end, pair_brackets(source.text, start, end))
    if not reading.names or len(reading.groups) > 1 or not reads_cleanly(source, reading):
        return None
    known = [
        _is_known(name.folded, lexicon) or (offices and _OFFICE.fullmatch(name.folded) is not None)
        for name in reading.names
    ]
    if not all(known) and (sure or any(name.folded.endswith(lexicon["words.naming"]) for name in reading.names)):
        return None
    return None if any(is_scrap(name.folded, lexicon) for name in reading.names) else Group(names=reading.names)


def _is_known(name: str, lexicon: Lexicon) -> bool:
    placed = (*lexicon["elision.prefixes"], "国家", "各")
    town = len(name) >= _SHORTEST_TOWN and name.endswith(lexicon["prose.towns"])
    return name.startswith(placed) or name.endswith(lexicon["prose.bureaux"]) or town or names_department(name, lexicon)


@lru_cache(maxsize=4096)
def is_scrap(name: str, lexicon: Lexicon) -> bool:
    """Say whether words end as a unit does but are part of a sentence (报送市科技局), or anybody (企业)."""
    return (
        name in lexicon["prose.nobody"]
        or name.endswith(lexicon["words.weak"])
        or name.startswith(lexicon["elision.false_prefixes"])
        or (name.startswith(lexicon["prose.not_before"]) and not name.startswith(lexicon["prose.but_before"]))
        or any(word in name for word in lexicon["prose.not_within"])
        or name.count("(") != name.count(")")  # 产业情况(市工信局
    )
