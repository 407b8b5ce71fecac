"""Lexicon: the words notices are written in.

In: lexicon.toml of this package and, on top, a place's own matrix/lexicon.toml with the same tables; lists are
added to, never replaced. Out: a frozen Lexicon with its look-ups made ready once. Refuses tables it does not know.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from responsibility.errors import SettingsError
from responsibility.patterns import late
from responsibility.spans import fold

Tables = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, so that look-ups can be cached
class Lexicon:
    """The words, folded. kinds are "lead", "shared", "support", "guide" and, for labels, "other".

    labels, verbs: word to kind. lists: "table.key" to its words, longest first where order matters.
    label: a label at a place. verb: what can end names. scripts: what fold does besides widths, one to one.
    """

    labels: Mapping[str, str]
    verbs: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    title_length: int
    title_stop: re.Pattern[str]
    scripts: Mapping[str, str]
    script: re.Pattern[str]
    label: re.Pattern[str]
    verb: re.Pattern[str]

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return self.lists[key]

    def holds(self, key: str, words: str) -> bool:
        """Say whether words hold one of a list's; quicker than to ask for each."""
        return _one_of(self, key).search(words) is not None

    def fold(self, text: str) -> str:
        """Fold widths, script and the brackets of 县〈市〉; the length stays."""
        folded = self.script.sub(lambda match: self.scripts[match[0]], fold(text))
        return _ANGLED.sub(r"(\1)", folded) if "〈" in folded or "<" in folded else folded


_ANGLED = late("[〈<]([省市县区州盟旗]{1,2})[〉>]")


def any_at(number: int, words: Iterable[str]) -> str:
    """Return the signs that stand at a place of words, as part of a set in a pattern."""
    return "".join(sorted({re.escape(word[number]) for word in words}))


def _alternation(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=256)
def _one_of(lexicon: Lexicon, key: str) -> re.Pattern[str]:
    return re.compile(_alternation(lexicon.lists[key]) or "(?!)")


def _any_sign(signs: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, signs))}]" if signs else "(?!)")


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(word) for word in value) if isinstance(value, (list, tuple)) else ()


def _merge(shipped: Tables, extra: Tables) -> dict[str, dict[str, object]]:
    """Add the words of extra to shipped; raises SettingsError naming every table or key that is unknown."""
    tables = {table: keys if isinstance(keys, Mapping) else {str(keys): None} for table, keys in extra.items()}
    unknown = [
        f"[{table}] {key}" for table, keys in tables.items() for key in keys if key not in shipped.get(table, {})
    ]
    if unknown:
        raise SettingsError("UNKNOWN_WORDS", "lexicon.toml", keys=tuple(unknown))
    merged = {table: dict(keys) for table, keys in shipped.items()}
    for table, keys in extra.items():
        for key, value in keys.items():
            before = merged[table][key]
            merged[table][key] = [*_strings(before), *_strings(value)] if isinstance(before, list) else value
    return merged


def _kinds(tables: Mapping[str, object]) -> dict[str, str]:
    return {fold(word): kind for kind, words in tables.items() for word in _strings(words)}


def _build(tables: Mapping[str, Mapping[str, object]]) -> Lexicon:
    labels, verbs = _kinds(tables["labels"]), _kinds(tables["verbs"])
    lists = {
        f"{table}.{key}": tuple(sorted({fold(word) for word in _strings(value)}, key=lambda word: (-len(word), word)))
        for table, keys in tables.items()
        if table not in ("labels", "verbs", "title", "traditional")
        for key, value in keys.items()
    }
    words = (*lists["words.label_prefixes"], *labels)
    opening = "".join(f"[{any_at(number, words)}]" for number in range(min(2, *map(len, words))))
    scripts = dict(zip(*(str(tables["traditional"][key]) for key in ("from", "to")), strict=True))
    return Lexicon(
        labels,
        verbs,
        lists,
        int(str(tables["title"]["longest"])),
        _any_sign(fold(str(tables["title"]["stops"]))),
        scripts,
        _any_sign(scripts),
        re.compile(  # at most places no word begins with the sign that stands there
            f"(?={opening})(?:{_alternation(lists['words.label_prefixes'])})?(?P<label>{_alternation(list(labels))})"
        ),
        re.compile(f"{_alternation(list(verbs))}|按(?:照)?[^、,;。]{{0,8}}职[责能]"),
    )


@cache
def _shipped() -> dict[str, dict[str, object]]:
    return tomllib.loads(files("responsibility.language").joinpath("lexicon.toml").read_text("utf-8"))


@cache
def _default() -> Lexicon:
    return _build(_shipped())


def load_lexicon(extra: Tables | None = None) -> Lexicon:
    """Return the shipped lexicon with a place's own words added.

    Raises SettingsError naming every table or key of extra that the shipped lexicon does not have.
    """
    return _build(_merge(_shipped(), extra)) if extra else _default()
