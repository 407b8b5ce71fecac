"""Base: the usual bureaux of any province, city and county, whatever the place.

In: units-base.csv, shipped in the package. Out: a Base that identifies a name as level prefix + a known form.
One row is one official name: 发展和改革委员会 and 发展和改革局 are two offices of the same `duty`, of which a place has
one, and are never merged. A body that was merged or renamed by a reform has its own row with valid_to and
succeeded_by; its name finds itself and suggests its successor.

    aliases, name: a form without its level (发改委); {L} stands for the level inside a name (团{L}委), {P} for a
    place inside it (人行{P}分行). A row whose levels are "n" has whole names and no prefix; ~ before an alias keeps
    it for texts of that level: 人民银行 is the national one in a State Council notice only. = before an alias
    makes it a whole name of a city's office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

from responsibility.model import Unit
from responsibility.rows import Faults, Table, read_dates, read_rows

_COLUMNS = (
    "id", "name", "short", "aliases", "kind", "levels", "duty", "valid_from", "valid_to", "succeeded_by", "note",
)  # fmt: skip
OFFICES = Table("units-base.csv", dict.fromkeys(_COLUMNS, ()), _COLUMNS)
# Prefix: the letter of its slug and the class of its level (p province, s city, c county, n nation).
LEVELS = {
    "省": ("p", "p"), "自治区": ("a", "p"), "市": ("s", "s"), "州": ("z", "s"), "盟": ("m", "s"),
    "县": ("c", "c"), "区": ("d", "c"), "旗": ("b", "c"), "国家": ("n", "n"),
}  # fmt: skip
_LAST = "省市州盟县区旗"  # the last characters of the prefixes that follow a place
_SELF = "自治"
_SELF_LEVELS = tuple(_SELF + level for level in "县州旗")  # 自治县财政局 is 县财政局 of a notice that says both
_NO_PLACE = tuple("省市县区州盟旗各全本该相有所某和及与、各（(")
_NOT_IN_PLACE = frozenset("局总厅委、，,;；:：()（）和")
_COMPANIES = ("公司", "集团", "银行", "分行", "支行", "中支", "海关", "大学", "学院", "铁路局", "供电局")
_NATIONAL = ("中国", "国家", "国网", "人行", "各", "团省", "团市", "团县", "团区", "团州")
_LONGEST_PLACE = 14
_BEHIND = 10_000  # general offices stand behind a place's own in protocol order


@dataclass(frozen=True, slots=True)
class Office:
    """A row of the general register. forms: every form, official first; duty: what alternatives share."""

    id: str
    name: str
    short: str
    forms: tuple[str, ...]
    kind: str
    levels: str
    order: int
    duty: str
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: str = ""


class Identified(NamedTuple):
    """An office at a level, of a place ("" where the name says none), as a unit."""

    office: Office
    level: str
    place: str
    unit: Unit


class Pattern(NamedTuple):
    """A form with a place inside: 国网{P}供电公司."""

    head: str
    tail: str
    office: Office
    needs_level: bool  # 团{L}委 of a named place: 团甲市委


class Base:
    """The general register, indexed by form. Identifying is a few dictionary look-ups."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self.offices = {office.id: office for office in offices}
        self._forms: dict[str, list[Office]] = {}
        self._whole: dict[str, list[tuple[Office, str]]] = {}
        self._patterns: dict[str, list[Pattern]] = {}  # by the last character
        for office in self.offices.values():
            for form in office.forms:
                self._index(form, office)

    def _index(self, form: str, office: Office) -> None:
        if "{P}" in form:
            self._add_pattern(form, "{P}", office)
        elif "{L}" in form:
            self._add_pattern(form, "{L}", office)
            for level, (_, kind) in LEVELS.items():
                if kind in office.levels:
                    self._whole.setdefault(form.replace("{L}", level), []).append((office, level))
        elif form.startswith("="):
            self._whole.setdefault(form[1:], []).append((office, "市"))
        elif office.levels == "n":
            self._whole.setdefault(form.replace("~", "国家"), []).append((office, "国家"))
            if not form.startswith(("国家", "~")) and "国家" + form not in office.forms:
                self._whole.setdefault("国家" + form, []).append((office, "国家"))
        else:
            self._forms.setdefault(form, []).append(office)

    def _add_pattern(self, form: str, sign: str, office: Office) -> None:
        head, _, tail = form.partition(sign)
        self._patterns.setdefault(form[-1], []).append(Pattern(head, tail, office, needs_level=sign == "{L}"))

    def identify(self, name: str, level: str = "") -> tuple[Identified, ...]:
        """Return the offices a name may be: by its whole name, its level and form, or a place and form.

        level: the prefix a bare form has lost in this text, or "". Likeness plays no part.
        """
        found = _identify(self, name)
        return found if found or not level else _identify(self, level + name)

    def succeed(self, one: Identified) -> Identified:
        """Follow the reforms from an office to the one that took its place, itself if it still exists."""
        office, seen = one.office, {one.office.id}
        while office.succeeded_by in self.offices and office.succeeded_by not in seen:
            office = self.offices[office.succeeded_by]
            seen.add(office.id)
        return one if office is one.office else self._at(office, one.level, one.place, office.name, one.place)

    def forms_at(self, level: str) -> tuple[str, ...]:
        """Return every form of a level with its prefix: 市财政局."""
        return _forms_at(self, level)

    def list_forms(self, kind: str) -> Iterator[str]:
        """Yield every form that offices of a kind of level have, without its prefix."""
        for form, offices in self._forms.items():
            if any(kind in office.levels for office in offices):
                yield form

    def tell_level(self, names: Iterable[str]) -> str:
        """Return the prefix that the bare names of a text have lost: "国家" if it names national bodies, else "".

        A text is national if it names three of them at least and more of them than offices of any other level.
        """
        identified = [one for name in dict.fromkeys(names) for one in self.identify(name)[:1]]
        national = sum(one.level == "国家" for one in identified)
        return "国家" if national >= 3 and 2 * national > len(identified) else ""

    def is_whole(self, name: str) -> bool:
        """Say whether the name is complete as it stands: no level or place can be missing from it."""
        return bool(_identify(self, name))

    def search(self, name: str) -> tuple[Identified, ...]:
        """Return the offices a name may be as it stands; `identify` asks once for each name."""
        whole = [self._at(office, at, "", name) for office, at in self._whole.get(name, ())]
        return tuple(whole or self._by_level(name) or self._by_pattern(name) or self._by_place(name))

    def _by_level(self, name: str) -> list[Identified]:
        plain = name.removeprefix(_SELF) if name.startswith(_SELF_LEVELS) else name
        return [
            self._at(office, level, "", name)
            for level, (_, kind) in LEVELS.items()
            if plain.startswith(level)
            for office in self._forms.get(plain[len(level) :], ())
            if kind in office.levels
        ]

    def _by_pattern(self, name: str) -> list[Identified]:
        found: list[tuple[int, Identified]] = []
        for head, tail, office, needs_level in self._patterns.get(name[-1:], ()):
            place = name[len(head) : len(name) - len(tail)]
            if name.startswith(head) and name.endswith(tail) and _is_place(place):
                level = place[-1] if place[-1] in _LAST and len(place) > 1 + (place[-1] == "州") else ""
                if needs_level and not level:
                    continue
                one = self._at(office, level or "市", place.removesuffix(level), name, place)
                found.append((len(head) + len(tail), one))
        longest = max((length for length, _ in found), default=0)
        return [one for length, one in found if length == longest]

    def _by_place(self, name: str) -> list[Identified]:
        found = []
        for at in range(1, min(len(name) - 1, _LONGEST_PLACE)):
            if name[at] == "州" and at == 1:
                continue  # 泰州 is a city's name, 恩施州 a level
            if name[at] in _LAST and (offices := self._forms.get(name[at + 1 :])) and _is_place(name[:at]):
                level = "自治区" if name[at - 2 : at + 1] == "自治区" else name[at]
                place = name[: at + 1 - len(level)]
                kind = LEVELS[level][1]
                found += [
                    self._at(office, level, place, name, place + level) for office in offices if kind in office.levels
                ]
        return found

    def _at(self, office: Office, level: str, place: str, printed: str, printed_place: str = "") -> Identified:
        slug = office.id if office.levels == "n" else f"{LEVELS[level][0]}-{office.id}"
        slug += f"-{crc32(place.encode()):08x}" if place else ""
        name, short = _name_unit(office, level, printed_place, printed)
        kind = "local" if place and office.kind == "authority" else office.kind.replace("authority", "government")
        times = (office.valid_from, office.valid_to)
        unit = Unit(slug, name, short, kind, _BEHIND + office.order, "", *times, _successor(office, slug))
        return Identified(office, level, place, unit)


@lru_cache(maxsize=4096)
def _identify(base: Base, name: str) -> tuple[Identified, ...]:
    """Search once for each name: a notice repeats its names, and each is asked for level, place and unit."""
    return base.search(name)


@lru_cache(maxsize=16)
def _forms_at(base: Base, level: str) -> tuple[str, ...]:
    """List them once: each stranger with an odd sign is compared with all."""
    return tuple(level + form for form in base.list_forms(LEVELS[level][1]))


def _successor(office: Office, slug: str) -> str:
    return slug.replace(office.id, office.succeeded_by, 1) if office.succeeded_by else ""


def _name_unit(office: Office, level: str, place: str, printed: str) -> tuple[str, str]:
    """Return the official and the short name, as far as they are known without knowing the place."""
    if office.levels == "n":
        return office.name, office.short
    if "{P}" in office.name:
        return (office.name.replace("{P}", place), printed) if place else (printed, printed)
    if "{L}" in office.name:
        return office.name.replace("{L}", place or level), office.short.replace("{L}", place or level)
    prefix = place or level
    return prefix + office.name, prefix + office.short


def _is_place(words: str) -> bool:
    return (
        1 <= len(words) <= _LONGEST_PLACE
        and not words.startswith(_NO_PLACE)
        and not words.startswith(("中国", "国家", "国网"))
        and _NOT_IN_PLACE.isdisjoint(words)
    )


def stands_alone(name: str) -> bool:
    """Say whether a name never takes a level prefix: it has a place or level of its own, or is a company.

    人行泰州中支, 湘潭银保监分局, 南通海关, 团市委, 国网铁岭供电公司 stand alone; 财政局 does not.
    """
    return load_base().is_whole(name) or name.endswith(_COMPANIES) or name.startswith(_NATIONAL)


def _read_offices(text: str, where: str) -> Iterator[Office]:
    problems = Faults()
    for order, row in enumerate(read_rows(text, OFFICES, where, problems)):
        start, end = read_dates(row, where, problems)
        forms = tuple(dict.fromkeys((row("name"), row("short"), *row("aliases").split())))
        duty = row("duty") or row("id")
        yield Office(
            row("id"), row("name"), row("short"), forms, row("kind"), row("levels"), order, duty,
            start, end, row("succeeded_by"),
        )  # fmt: skip
    problems.raise_all(where)


@cache
def load_base() -> Base:
    """Return the general register shipped in the package."""
    text = files("responsibility.registry").joinpath("units-base.csv").read_text("utf-8-sig")
    return Base(_read_offices(text, OFFICES.name))
