"""Listed: the units of a list that an office keeps elsewhere, as lines of units.csv.

In: a Document: a workbook, a table in a text, or a name a line. Out: the units in the order of the list, which is the
protocol order, each once. A table is read by its heads, those of units.csv and what offices call them; one without
heads by the column in which most cells end as the names of units do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from responsibility.language.spelling import name_key
from responsibility.model import Block, Document, Unit
from responsibility.registry import Registry, load_base
from responsibility.registry.place import find_place, level_of
from responsibility.registry.tables import UNITS
from responsibility.resolve.plan import make_stranger

_HEADS = {
    **dict.fromkeys(("单位", "部门", "部门名称", "机构", "机构名称", "责任单位", "成员单位", "全名"), "name"),
    **dict.fromkeys(("单位简称", "部门简称", "规范简称"), "short"),
}
_COUNT = "[0-9一二三四五六七八九十百]{1,4}"
_ORDINAL = re.compile(rf"[(（]{_COUNT}[)）]|{_COUNT}[.．、]")
_ENDS = "局委办部厅会院校所站处队行社台司团府署室馆库心室区县市镇乡街道关"
_LONGEST = 60
_KINDS = UNITS.values["kind"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One unit of a list. short: "" where the list gives none; kind: of the register, or ""."""

    name: str
    short: str = ""
    kind: str = ""


def read_listed(document: Document) -> tuple[Listed, ...]:
    """Return the units that a list names, each once, in its order; none where it names none."""
    tables: dict[int, dict[int, dict[int, str]]] = {}
    lines = []
    for block in document.blocks:
        at, words = block.locator, _words(document, block)
        if at.row is None or at.column is None:
            lines.append(words.removeprefix(_number(words)))
        else:
            tables.setdefault(at.table or 0, {}).setdefault(at.row, {})[at.column] = words
    found = [each for rows in tables.values() for each in _read_table(list(rows.values()))]
    named = found or [Listed(words) for words in lines if _is_name(words)]
    return tuple({each.name: each for each in reversed(named)}[name] for name in dict.fromkeys(e.name for e in named))


def _words(document: Document, block: Block) -> str:
    return "".join(block.span.of(document.text).split())


def _number(words: str) -> str:
    found = _ORDINAL.match(words)
    return found[0] if found else ""


def _is_name(words: str) -> bool:
    return 1 < len(words) <= _LONGEST and words[-1] in _ENDS


def _read_table(rows: Sequence[Mapping[int, str]]) -> Iterable[Listed]:
    for number, row in enumerate(rows):
        heads = {_HEADS.get(words) or UNITS.column_of(words): column for column, words in row.items()}
        if "name" in heads and len(row) > 1:
            return [made for each in rows[number + 1 :] if (made := _make(each, heads))]
    counts = Counter(column for row in rows for column, words in row.items() if _is_name(words))
    column = min(counts, key=lambda each: (-counts[each], each), default=0)
    return [Listed(row[column]) for row in rows if _is_name(row.get(column, ""))]


def _make(row: Mapping[int, str], heads: Mapping[str, int]) -> Listed | None:
    name, short, kind = (row.get(heads.get(head, 0), "") for head in ("name", "short", "kind"))
    kind = _KINDS.get(kind, kind)
    return Listed(name, short, kind if kind in _KINDS.values() else "") if 1 < len(name) <= _LONGEST else None


def new_units(listed: Iterable[Listed], registry: Registry) -> tuple[Unit, ...]:
    """Return the units of a list that a register does not have under any name, with ids that nobody bears."""
    taken = {unit.id for unit in registry.units}
    known = {name_key(name) for unit in registry.units for name in (unit.name, unit.short)}
    made = []
    for each in listed:
        own = [one.unit for one in registry.find(each.name) if registry.by_id(one.unit.id)]
        if own or name_key(each.name) in known:
            continue
        unit = _make_unit(each)
        if unit.id not in taken:
            taken.add(unit.id)
            made.append(unit)
    return tuple(made)


def _make_unit(listed: Listed) -> Unit:
    """Return a unit with the id, kind and short name that the general register has for its name, if it has just one.

    The short name of an office is that of its level and duty: 市水利局 for the one of a city that is named in full.
    """
    place = find_place(listed.name)
    bare = level_of(place) + listed.name[len(place) :] if place else listed.name
    named = load_base().identify(bare)
    like = named[0].unit if len(named) == 1 else make_stranger(listed.name)
    kind = listed.kind or (like.kind if named else "")
    short = listed.short or (like.short if len(named) == 1 else bare)
    return Unit(like.id, listed.name, short, kind, 0)
