"""Wording: the words reports, findings and messages are written in.

One TOML file a language in this package (wording-zh.toml is the one the office reads, wording-en.toml for
`--lang en`); a place's own matrix/wording.toml overrides single sentences. Keys are dotted paths. A part in [[ ]] is
left out where one of its values is 0 or empty: "{leads} leads[[, {late} of them late]]"; the sign before a part goes
where nothing stands before it: "Tasks: [[{done} done]][[, {late} late]]".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

from responsibility.errors import ResponsibilityError, SettingsError, Term
from responsibility.language.rounding import RoundedUp
from responsibility.patterns import late

LANGUAGES = ("zh", "en")
_HEAD = re.compile(r"^\[", re.MULTILINE)  # of a table
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_OPENING, _PARTING = "：（。:(", "，；、,; "
_ADDED = late(r"第((?:会\d+、?)+)项")  # what a meeting added is 会1, and no 第会1项
_PLACE = late(r"\{[^{}]*\}|\[\[|\]\]")
_QUOTED = re.compile(r"“\{(\w+)\}”")
_INNER = str.maketrans("“”", "‘’")
_PROBLEM = "problem."  # before the key of a sentence that a plan of problems says in its own words
_WORDS = "words-of-problems."  # before a word of all other sentences for which such a plan has another


class Wording:
    """Sentences by key, with their parameters filled in.

    of_tasks: what a plan of problems is spoken of in before it is one; itself where no such plan is spoken of.
    own: a place's own Chinese sentences.
    """

    def __init__(
        self,
        language: str,
        sentences: Mapping[str, str],
        of_tasks: Wording | None = None,
        own: Mapping[str, str] | None = None,
    ) -> None:
        self.language = language
        self._sentences = sentences
        self.of_tasks = of_tasks or self
        self._own = own or {}

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the sentence under key; KeyError if there is none, which is a bug that a test finds."""
        if not params:
            return self._sentences[key]
        return _fill(self._sentences[key], {name: self._tell(value) for name, value in params.items()})

    def _tell(self, value: object) -> object:
        """Return a value in this language: the words of a list joined, the form of a term that its reader writes."""
        if isinstance(value, Term):
            return value.code if self.language == "en" else value.word
        if isinstance(value, tuple):
            return self("sheet.and").join(str(self._tell(each)) for each in value) or "—"
        return value

    def show(self, key: str) -> str:
        """Return the sentence under key with … for every value."""
        return _PLACE.sub(lambda found: "…" if found[0][0] == "{" else "", self._sentences[key])

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def of_problems(self) -> Wording:
        """Return the wording in which a plan of problems to be put right (整改) is spoken of."""
        own, words = self._under(_PROBLEM), self._under(_WORDS)
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        found = re.compile(rf"\{{[^{{}}]*\}}|{listed}")  # the name of a value is no word
        told = {
            key: found.sub(lambda match: words.get(match[0], match[0]), sentence)
            for key, sentence in self._sentences.items()
        }
        return Wording(self.language, {**told, **own}, self, self._own)

    def list_languages(self) -> list[Wording]:
        """Return this wording in every language, in which papers may have been issued, in one order for all of them."""
        every = (self.of_tasks if each == self.language else load_wording(each, self._own) for each in LANGUAGES)
        return list(every) if self.of_tasks is self else [each.of_problems() for each in every]

    def _under(self, prefix: str) -> dict[str, str]:
        return {key.removeprefix(prefix): words for key, words in self._sentences.items() if key.startswith(prefix)}

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, in file order."""
        return tuple(self._sentences)


def _fill(sentence: str, params: Mapping[str, object]) -> str:
    rounded = {name: RoundedUp(value) if isinstance(value, float) else value for name, value in params.items()}
    for name in _QUOTED.findall(sentence):
        if isinstance(value := params[name], str):  # quotes within quotes are single ones
            rounded[name] = value.translate(_INNER)
    words = _choose(sentence, params).format_map(rounded)
    return _ADDED.sub(r"\1", words) if "第会" in words else words


def _choose(sentence: str, params: Mapping[str, object]) -> str:
    """Return a sentence without the parts in [[ ]] that have nothing to say."""
    chosen, *rest = _OPTIONAL.split(sentence)
    for part, plain in zip(rest[::2], rest[1::2], strict=True):
        if all(params[name] for name, _ in _list_places(part)):
            chosen += part if chosen and chosen.rstrip()[-1:] not in _OPENING else part.lstrip(_PARTING)
        chosen += plain
    return chosen


def _list_places(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield name and format of every value that a sentence takes. Raises ValueError for a stray brace."""
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is not None:
            yield name, f"!{conversion}{form}" if conversion else form or ""


def flatten(tables: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Turn nested TOML tables into dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


class _Shipped(Mapping[str, str]):
    """The sentences of a file by key. A run asks for few of a thousand: a table is parsed when one of its own is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tables = {part.partition("]")[0]: f"[{part}" for part in _HEAD.split(text)[1:]}
        self._parsed: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self._parsed and (table := self._tables.pop(key.rpartition(".")[0], "")):
            self._parsed |= flatten(tomllib.loads(table))
        return self._parsed[key]

    def _all(self) -> dict[str, str]:
        if self._tables:  # in file order
            self._parsed, self._tables = flatten(tomllib.loads(self._text)), {}
        return self._parsed

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@cache
def _shipped(language: str) -> Mapping[str, str]:
    return _Shipped(files("responsibility.language").joinpath(f"wording-{language}.toml").read_text("utf-8"))


def load_wording(language: str = "zh", overrides: Mapping[str, object] | None = None) -> Wording:
    """Return the sentences of a language, with a place's own on top where it is Chinese, as they are.

    Raises SettingsError for an unknown language, or an override of a key that does not exist or with values that the
    shipped sentence does not take.
    """
    if language not in LANGUAGES:
        raise SettingsError("NO_SUCH_LANGUAGE", "--lang", language=language, known=LANGUAGES)
    shipped = _shipped(language)
    own = flatten(overrides or {})
    if language != LANGUAGES[0] or not own:
        return Wording(language, shipped, own=own)
    unknown = sorted(own.keys() - shipped.keys())
    if unknown:
        raise SettingsError("UNKNOWN_SENTENCES", "wording.toml", keys=tuple(unknown))
    misplaced = [f"{key}: {place}" for key, words in own.items() for place in _list_misplaced(words, shipped[key])]
    if misplaced:
        raise SettingsError("UNKNOWN_PLACEHOLDERS", "wording.toml", places=tuple(misplaced))
    return Wording(language, {**shipped, **own}, own=own)


def _list_misplaced(words: str, shipped: str) -> list[str]:
    """List the values in words that the shipped sentence does not take; a format may be left out, never made up."""
    known = {place for name, form in _list_places(shipped) for place in ((name, form), (name, ""))}
    try:
        return [
            f"{{{name}:{form}}}" if form else f"{{{name}}}"
            for name, form in _list_places(words)
            if (name, form) not in known
        ]
    except ValueError:  # a brace that stands alone
        return [words]


def tell_error(error: ResponsibilityError, wording: Wording) -> str:
    """Return an error in the office's language: what, where, how to mend it; reasons that the system gave too."""

    def say(key: str, /, **params: object) -> str:
        told = {
            name: wording(f"reason.{value}") if isinstance(value, str) and f"reason.{value}" in wording else value
            for name, value in params.items()
        }
        return wording(f"error.{key}", **told)

    return error.tell(say, *(wording(f"cli.{key}") for key in ("where", "fix", "colon")))
