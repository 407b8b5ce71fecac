"""Gaps: what an item's text acts on while no clause of the plan names it.

In: Frames, Settings, and the Plan for positions. Out: the table `gaps`. Names are recognised by how they end (县,
高新区, 海关 …) and cut off behind a common word or a sign; a doubtful one is left out, so the table is a hint and
never complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from responsibility.analysis.plan.incidence import list_rows
from responsibility.analysis.texts import whole_text
from responsibility.frames import Frames
from responsibility.kinds import Match
from responsibility.model import Item, Plan
from responsibility.settings import GapSettings
from responsibility.spans import fold

# One row a name in an item, document order. kind: place, park or body for a name in the text that no clause names,
# unknown for a name in a clause that the register does not know. start, end: code points of Document.text; -1 where
# no Plan was given.
GAP_COLUMNS = ("item_id", "text", "kind", "start", "end")

_OTHER = re.compile(r"[^\u4e00-\u9fff]")


class Name(NamedTuple):
    """A recognised name and where it is in the text searched."""

    text: str
    kind: str
    start: int


def find_gaps(frames: Frames, settings: GapSettings, plan: Plan | None = None) -> pd.DataFrame:
    """List the places, parks and bodies that items act on and nobody answers for, and names nobody knows."""
    table = frames.assignments
    columns = [frames.units["name"], frames.units["short"], table["name"], table["mention"]]
    named = sorted({str(name) for column in columns for name in column.unique().tolist()})
    rows: list[tuple[int, str, str, str, int, int]] = []
    for place, (item_id, text, offset) in enumerate(_list_texts(frames, plan)):
        for name in find_names(text, settings):
            if not any(name.text in other for other in named):
                start = offset + name.start if plan else -1
                rows.append((place, item_id, name.text, name.kind, start, start + len(name.text) if plan else -1))
    order = {str(item_id): place for place, item_id in enumerate(frames.items["item_id"])}
    unknown = list_rows(table[table["match"] == Match.UNKNOWN.value])
    rows += [(order[row.item_id], row.item_id, row.name, "unknown", row.start, row.end) for row in unknown]
    first: dict[tuple[str, str], tuple[str, str, str, int, int]] = {}
    for _, item_id, name_text, kind, start, end in sorted(rows, key=lambda row: (row[0], row[4])):
        first.setdefault((item_id, name_text), (item_id, name_text, kind, start, end))
    return pd.DataFrame(list(first.values()), columns=list(GAP_COLUMNS))


def _list_texts(frames: Frames, plan: Plan | None) -> Iterator[tuple[str, str, int]]:
    """Yield each item's id, its folded text without its clauses, and where that text starts."""
    if plan is None:
        columns = (frames.items[column].tolist() for column in ("item_id", "title", "body"))
        for item_id, title, body in zip(*columns, strict=True):
            yield item_id, fold(whole_text(title, body)), -1
        return
    text = plan.notice.document.text
    for item in plan.items:
        yield item.id, fold(_blank_clauses(item, text)), item.span.start


def _blank_clauses(item: Item, text: str) -> str:
    words = item.span.of(text)
    for clause in item.clauses:
        start, end = clause.span.start - item.span.start, clause.span.end - item.span.start
        words = words[:start] + "\n" * (end - start) + words[end:]
    return words


def find_names(text: str, settings: GapSettings) -> list[Name]:
    """Find the names of places, parks and bodies in a folded text, in order.

    >>> [name.text for name in find_names("支持甲乙县、丙丁市发展县域经济。", GapSettings())]
    ['甲乙县', '丙丁市']
    """
    kinds, pattern, common, before = _compile(settings)
    names: list[Name] = []
    free = 0  # where the last name ended
    for match in pattern.finditer(text):
        kind, end = kinds[match[0]], match.end()
        stem = _cut_stem(text[free : match.start()], before)
        most = settings.place_stem if kind == "place" else settings.body_stem
        is_word = kind == "place" and (text.endswith(common, 0, end) or text[end : end + 1] in {*settings.after})
        if 2 <= len(stem) <= most and not is_word:
            names.append(Name(stem + match[0], kind, match.start() - len(stem)))
            free = end
    return names


@lru_cache(maxsize=8)
def _compile(settings: GapSettings) -> tuple[dict[str, str], re.Pattern[str], tuple[str, ...], tuple[str, ...]]:
    """Return the kind of each ending, the endings as a pattern, longest first, common words and words before."""
    kinds = dict.fromkeys(settings.places.split(), "place")
    kinds |= dict.fromkeys(settings.parks.split(), "park") | dict.fromkeys(settings.bodies.split(), "body")
    longest_first = sorted(kinds, key=lambda ending: (-len(ending), ending))
    pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
    return kinds, pattern, tuple(settings.common.split()), tuple(settings.before.split())


def _cut_stem(text: str, before: tuple[str, ...]) -> str:
    """Return what stands between the last sign or common word and the ending."""
    stem = _OTHER.split(text)[-1]
    starts = [stem.rfind(word) + len(word) for word in before if word in stem]
    return stem[max(starts, default=0) :]
