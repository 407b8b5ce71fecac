"""Charging: items without units of their own, given those that stand elsewhere: in a heading, or in a clause above.

In: items in document order. Out: the items, and what is told of it. A clause that says 下同 holds for the later items
that have none; where a rule is what holds (列首位的为牵头单位,下同), the clause is its item's alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from responsibility.kinds import Severity
from responsibility.model import Clause, Finding, Item
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.rules import is_rule, tell_until
from responsibility.parse.passing import charge_named, pass_down
from responsibility.spans import Span

_SAME = re.compile(r"(?:[,;。、]\s*(?P<same>[^,;。、()]+)|\((?P<alone>[^,;。、()]+)\))[。\s]*\Z")


def charge_items(
    items: Sequence[Item], rows: Collection[Span], source: Source, folded: str
) -> tuple[list[Item], tuple[Finding, ...]]:
    """Give items the units of their headings, of their titles, and of a clause above that says 下同, in this order.

    rows: of tables, blanked out in source. folded: the whole text, tables and all.
    """
    charged, passed = pass_down(items, rows, source.text)
    charged, named = charge_named(charged, replace(source, text=folded))
    charged, same = repeat_below(charged, rows, source)
    return charged, (*passed, *named, *same)


def repeat_below(
    items: Sequence[Item], rows: Collection[Span], source: Source
) -> tuple[list[Item], tuple[Finding, ...]]:
    """Give items without a clause the last one before them that says 下同. rows: of tables, which take none."""
    if not source.lexicon.holds("rules.same", source.text):
        return list(items), ()
    found: list[Item] = []
    taken: dict[Clause, int] = {}
    same: Clause | None = None
    for item in items:
        if same is not None and not item.clauses and item.span not in rows:
            taken[same] = taken.get(same, 0) + 1
            found.append(replace(item, clauses=(same,)))
            continue
        same = next((each for each in reversed(item.clauses) if _is_same_below(each, source)), same)
        found.append(item)
    return found, tuple(_tell(clause, count) for clause, count in taken.items())


def _is_same_below(clause: Clause, source: Source) -> bool:
    """Say whether a clause ends with 下同, and not a longer remark on its last name: 各区政府(含管委会,下同)."""
    words = clause.span.of(source.text).strip()
    inside = words[1:-1] if words.startswith(("(", "[")) else words
    said = _SAME.search(inside)
    same = said is not None and (said["same"] or said["alone"]) in source.lexicon["rules.same"]
    return same and not (is_rule(inside, source.lexicon) or tell_until(inside))


def _tell(clause: Clause, count: int) -> Finding:
    params = {"names": "、".join(mention.name for mention in clause.mentions), "count": count}
    return Finding("CLAUSE_SAME_BELOW", Severity.NOTE, clause.span, params=params)
