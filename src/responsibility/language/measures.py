"""Measures: the words of headers, targets and deadlines, from measures.toml; no city's, no notice's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load_measures(table: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of one table of measures.toml, in file order."""
    text = files("responsibility.language").joinpath("measures.toml").read_text("utf-8")
    return {key: tuple(words.split()) for key, words in tomllib.loads(text)[table].items()}
