"""Measures: the words of headers, targets and deadlines, from measures.toml; no city's, no notice's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def load_measures(table: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of one table of measures.toml, in file order."""
    return _load_tables()[table]


@cache
def _load_tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("responsibility.language").joinpath("measures.toml").read_text("utf-8")
    tables = tomllib.loads(text).items()
    return {table: {key: tuple(words.split()) for key, words in lists.items()} for table, lists in tables}
