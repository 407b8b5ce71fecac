"""Templates: a sentence parsed back into what it claims, by the wording files it is written from."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from oracle.tally import Tally, show

WORDING = Path(__file__).parent.parent.parent / "src" / "responsibility" / "language" / "wording-zh.toml"
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


class Claim(NamedTuple):
    """One value in a sentence. form: how it is printed; text: as printed, None where its part was left out."""

    name: str
    form: str
    text: str | None


def _flatten(tables: dict, prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tables.items():
        flat |= _flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


TEMPLATES = _flatten(tomllib.loads(WORDING.read_text("utf-8")))


def _compile(template: str) -> tuple[re.Pattern[str], list[tuple[str, str]]]:
    places, pattern, plain, within = [], "", "", False
    for part in re.split(r"(\[\[[，；、]?|\]\]|\{\w+(?::[^{}]*)?\})", template):
        if place := _PLACE.fullmatch(part):
            places.append((place[1], place[2] or ""))
            pattern += "(.*?)"
        elif part.startswith("[["):  # its own sign goes where nothing may stand before it
            pattern += f"(?:{part[2:]}{'?' * (part != '[[' and plain[-1:] in '：（。')}"
        else:
            pattern += {"]]": ")?"}.get(part, re.escape(part))
        within = part.startswith("[[") or (within and part != "]]")
        plain += "" if within or part == "]]" else part
    return re.compile(pattern, re.S), places


def say(key: str, **told: object) -> str:
    """Write a sentence; a part of it that has nothing to say is left out, and its sign where nothing is before it."""
    words, *rest = re.split(r"\[\[(.*?)\]\]", TEMPLATES[key])
    for part, plain in zip(rest[::2], rest[1::2], strict=True):
        if all(told[name] for name, _ in _PLACE.findall(part)):
            words += part if words and words[-1] not in "：（。" else part.lstrip("，；、")
        words += plain
    return words.format(**told)


@cache
def _matcher(key: str) -> tuple[re.Pattern[str], list[tuple[str, str]]]:
    return _compile(TEMPLATES[key])


def has_words(key: str, text: str) -> bool:
    """Say whether a template may have given this text."""
    return _matcher(key)[0].fullmatch(text) is not None


def parse(text: str, keys: list[str]) -> tuple[str, list[Claim]] | None:
    """Find the template with most words of its own that gives this text, and its claims; None if there is none."""
    for key in sorted(keys, key=lambda each: -len(_PLACE.sub("", TEMPLATES[each]))):
        pattern, places = _matcher(key)
        if found := pattern.fullmatch(text):
            return key, [Claim(*place, words) for place, words in zip(places, found.groups(), strict=True)]
    return None


def check_sentence(text: str, key: str, true: dict[str, object], tally: Tally) -> None:
    """Compare a sentence's claims with what is true; a claim that nothing is known of fails.

    A value that is a function judges the printed words itself: what rests on chance is not computed twice.
    """
    found = parse(text, [key])
    tally.told.add(text)
    tally.same(("sentence", text), True, found is not None)
    for name, form, words in found[1] if found else ():
        if name not in true:
            tally.same((key, "a claim without a check", name), None, words)
        elif callable(true[name]):
            tally.same((key, name, words), True, words is None or true[name](words))
        elif words is None:
            tally.same((key, name, "left out"), True, _is_left_out(key, true))
        else:
            tally.same((key, name), show(true[name], form), words)


def _is_left_out(key: str, true: dict[str, object]) -> bool:
    """Say whether some optional part has a value that is 0 or empty."""
    parts = re.findall(r"\[\[(.*?)\]\]", TEMPLATES[key])
    return any(not true[name] for part in parts for name, _ in _PLACE.findall(part))
