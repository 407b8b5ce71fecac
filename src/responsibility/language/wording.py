"""Wording: the words reports, findings and messages are written in.

One TOML file a language in this package (wording-zh.toml is the one the office reads, wording-en.toml for
`--lang en`); a place's own matrix/wording.toml overrides single sentences. Keys are dotted paths.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from responsibility.errors import SettingsError

LANGUAGES = ("zh", "en")


class Wording:
    """Sentences by key, with their parameters filled in."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the sentence under key; KeyError if there is none, which is a bug that a test finds."""
        return self._sentences[key].format_map(params) if params else self._sentences[key]

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, in file order."""
        return tuple(self._sentences)


def flatten(tables: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Turn nested TOML tables into dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


@cache
def _shipped(language: str) -> Mapping[str, str]:
    text = files("responsibility.language").joinpath(f"wording-{language}.toml").read_text("utf-8")
    return flatten(tomllib.loads(text))


def load_wording(language: str = "zh", overrides: Mapping[str, object] | None = None) -> Wording:
    """Return the sentences of a language, with a place's own on top.

    Raises SettingsError for an unknown language or an override of a key that does not exist.
    """
    if language not in LANGUAGES:
        raise SettingsError(
            "no wording for language {language}",
            "--lang",
            "one of {known}",
            language=language,
            known=", ".join(LANGUAGES),
        )
    shipped = _shipped(language)
    own = flatten(overrides or {})
    unknown = sorted(own.keys() - shipped.keys())
    if unknown:
        raise SettingsError(
            "unknown keys: {keys}", "wording.toml", "see the shipped wording-zh.toml", keys=", ".join(unknown)
        )
    return Wording(language, {**shipped, **own})
