"""Likeness: which task of a year is which of the year before, and how sure that is, by every pair of tasks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import log

from scipy.optimize import linear_sum_assignment

SHARES = {"words": 0.74, "title": 0.12, "numbers": 0.04, "units": 0.05, "place": 0.05}
_NUMBER = r"\d+(?:\.\d+)?"
Pair = tuple[str, str]


class Side:
    """One plan's tasks, from the JSON of `read`; units: those that each names."""

    def __init__(self, reading: dict, units: dict[str, set[str]]) -> None:
        self.items = {each["id"]: each for each in reading["items"]}
        self.text = {item: _join(row["title"], row["body"]) for item, row in self.items.items()}
        self.section = {item: " / ".join(part["title"] for part in row["path"]) for item, row in self.items.items()}
        self.units = {item: units.get(item, set()) for item in self.items}


def _join(title: str, body: str) -> str:
    return body if body.startswith(title) else "。".join(filter(None, (title, body)))


def plain(text: str) -> str:
    """Text without spaces, full-width signs as half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def pieces(text: str) -> set[str]:
    """Two-character pieces, every number as one 0, signs left out."""
    signs = re.sub(_NUMBER, "0", re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).replace(".", "")))
    return {signs[at : at + 2] for at in range(len(signs) - 1)} or ({signs} if signs else set())


def weigh(texts: list[str]) -> dict[str, float]:
    """Weight of each piece: ln(1 + texts / texts that have it)."""
    counts = Counter(piece for text in texts for piece in pieces(text))
    return {piece: log(1 + len(texts) / count) for piece, count in counts.items()}


def share(weights: dict[str, float], one: set[str], other: set[str]) -> float:
    """Twice the weight of what both have over the weight of each."""
    whole = sum(weights[piece] for piece in one) + sum(weights[piece] for piece in other)
    return min(1.0, 2 * sum(weights[piece] for piece in one & other) / whole) if whole else 0.0


def _numbers(text: str) -> set[str]:
    return set(re.findall(_NUMBER, plain(text)))


def _jaccard(one: set, other: set) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def score_pairs(old: Side, new: Side, rules: dict) -> dict[Pair, float]:
    """Score every two tasks that could be one."""
    weights = weigh([*old.text.values(), *new.text.values()])
    titles = weigh([row["title"] for side in (old, new) for row in side.items.values()])
    found = {}
    for a in old.items:
        for b in new.items:
            words = share(weights, pieces(old.text[a]), pieces(new.text[b]))
            if words < rules["least"] / 2:
                continue
            named = old.items[a]["title"] and new.items[b]["title"]
            parts = {
                "words": words,
                "title": share(titles, *(pieces(side.items[i]["title"]) for side, i in ((old, a), (new, b))))
                if named else words,
                "numbers": _jaccard(_numbers(old.text[a]), _numbers(new.text[b])),
                "units": _jaccard(old.units[a], new.units[b]),
                "place": 1.0 if a == b else 0.5 if old.section[a] == new.section[b] else 0.0,
            }  # fmt: skip
            total = round(sum(SHARES[key] * value for key, value in parts.items()), 6)
            if total >= rules["least"]:
                found[a, b] = total
    return found


def match(old: Side, new: Side, rules: dict) -> dict[Pair, dict[str, object]]:
    """Pairs one to one whose cubes come to most, each with score, best rival and certainty."""
    scores = score_pairs(old, new, rules)
    rows, columns = list(old.items), list(new.items)
    gain = [[scores.get((a, b), 0.0) ** 3 for b in columns] for a in rows]
    found = {}
    for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
        pair = rows[row], columns[column]
        rival = max((value for other, value in scores.items() if _meets(other, pair)), default=0.0)
        if pair in scores and rival - scores[pair] <= 2 * rules["margin"]:
            equal = plain(old.text[pair[0]]) == plain(new.text[pair[1]])
            found[pair] = {
                "score": scores[pair], "rival": rival, "basis": "equal" if equal else "likeness",
                "certainty": _certainty(scores[pair], rival, equal, rules["margin"]),
            }  # fmt: skip
    return found


def _meets(other: Pair, pair: Pair) -> bool:
    return other != pair and (other[0] == pair[0] or other[1] == pair[1])


def _certainty(score: float, rival: float, equal: bool, margin: float) -> float:
    if score == 1 or (equal and rival < score):
        return 1.0
    return round(max(0.0, score - max(0.0, rival - score + margin)), 4)
