"""Gaps: what an item's text acts on while no clause of the plan names it.

In: Frames, Settings, and the Plan for positions. Out: the table `gaps`. Names are recognised by how they end (县,
高新区, 海关 …), cut off behind a common word or a sign, and kept where there is such a place, or a park or body whose
name holds one; a doubtful one is left out, so the table is a hint and never complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from responsibility.analysis.texts import whole_text
from responsibility.frames import Frames
from responsibility.model import Item, Plan
from responsibility.registry.place import load_places
from responsibility.settings import GapSettings
from responsibility.spans import fold

# One row a name in an item, document order: a place, park or body (kind) in its text that no clause names. start,
# end: code points of Document.text; -1 where no Plan was given.
GAP_COLUMNS = ("item_id", "text", "kind", "start", "end")

_OFTEN = 2  # times that a city is named before it is taken for the plan's own
_OTHER = re.compile(r"[^\u4e00-\u9fff]")


class GapName(NamedTuple):
    """A recognised name and where it is in the text searched."""

    text: str
    kind: str
    start: int


def find_gaps(frames: Frames, settings: GapSettings, plan: Plan | None = None) -> pd.DataFrame:
    """List the places, parks and bodies that items act on and no clause names; the plan's own place is none."""
    table = frames.assignments
    texts = list(_list_texts(frames, plan))
    columns = [frames.units["name"], frames.units["short"], table["name"], table["mention"]]
    named = sorted({str(name) for column in columns for name in column.unique().tolist()})
    places = load_places() | frozenset(settings.known)
    own = (plan.place if plan else "") or _own_city(frames, [text for _, text, _ in texts], places)
    first: dict[tuple[str, str], tuple[str, str, str, int, int]] = {}
    for item_id, text, offset in texts:
        for found in find_names(text, settings):
            name = _know(found, places) or _counted(found, text)
            if name and not any(name.text in other for other in (*named, own)):
                start = offset + name.start if plan else -1
                end = start + len(name.text) if plan else -1
                first.setdefault((item_id, name.text), (item_id, name.text, name.kind, start, end))
    return pd.DataFrame(list(first.values()), columns=list(GAP_COLUMNS))


def _own_city(frames: Frames, texts: Sequence[str], places: frozenset[str]) -> str:
    """Return the city that a plan of a city's offices names most, where its head is lost; "" where none stands out.

    A city can make no other answer for a task, so that nothing is lost but the hint.
    """
    levels = [short[0] for short in frames.units["short"] if short.startswith(("省", "市", "区", "县"))]
    if 2 * levels.count("市") <= len(levels):
        return ""
    counts = {city: sum(text.count(city) for text in texts) for city in places if city.endswith("市")}
    most = max(counts.values(), default=0)
    top = [city for city, count in counts.items() if count == most]
    return top[0] if most >= _OFTEN and len(top) == 1 else ""


def _know(name: GapName, places: frozenset[str]) -> GapName | None:
    """Return a name, cut to the place that it ends with, if there is such a place; a park or body if it holds one."""
    if name.kind == "place":
        # Never to two characters: 示范县 and 边境南县 end with places too.
        ends = (at for at in range(len(name.text) - 2) if name.text[at:] in places)
        at = next(ends, -1)
        return GapName(name.text[at:], name.kind, name.start + at) if at >= 0 else None
    cuts = ((at, end) for at in range(len(name.text) - 1) for end in range(at + 2, len(name.text)))
    stems = _list_stems(places)
    return name if any(name.text[at:end] in stems for at, end in cuts) else None


def _counted(name: GapName, text: str) -> GapName | None:
    """Return a place that no register lists and that words count things in: 其中甲乙县8个、丙丁区15个."""
    before = text[: name.start]
    end = name.start + len(name.text)
    apart = before.endswith("其中") or _OTHER.match(before[-1:])
    return name if name.kind == "place" and apart and text[end : end + 1].isdecimal() else None


@lru_cache(maxsize=8)
def _list_stems(places: frozenset[str]) -> frozenset[str]:
    """Return the names with and without their last word: 甲乙 of 甲乙县."""
    return places | frozenset(place[:-1] for place in places if len(place) > 2)


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


def find_names(text: str, settings: GapSettings) -> list[GapName]:
    """Find the names of places, parks and bodies in a folded text, in order.

    >>> [name.text for name in find_names("支持甲乙县、丙丁市发展县域经济。", GapSettings())]
    ['甲乙县', '丙丁市']
    """
    kinds, pattern, common, before = _compile(settings)
    names: list[GapName] = []
    free = 0  # where the last name ended
    for match in pattern.finditer(text):
        kind, end = kinds[match[0]], match.end()
        stem = _cut_stem(text[free : match.start()], before)
        most = settings.place_stem if kind == "place" else settings.body_stem
        is_word = kind == "place" and (text.endswith(common, 0, end) or text[end : end + 1] in {*settings.after})
        if 2 <= len(stem) <= most and not is_word:
            names.append(GapName(stem + match[0], kind, match.start() - len(stem)))
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
