"""Duplicates: every two items, their texts by Dice and their units by Jaccard."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

from oracle.facts import Facts, Item


def pieces(item: Item) -> set[str]:
    """The set of two-character pieces of title and text, without punctuation and spaces.

    A text that begins with the title is not counted with it twice.
    """
    words = item.body if item.body.startswith(item.title) else f"{item.title}{item.body}"
    plain = "".join(unicodedata.normalize("NFKC", sign) for sign in words)
    signs = re.sub(r"[\W_]", "", plain)
    return {signs[at : at + 2] for at in range(len(signs) - 1)}


def duplicates(facts: Facts) -> dict[tuple[str, str], dict[str, object]]:
    """Pairs alike in text or in units, with both measures."""
    least, judged = facts.settings["duplicates"], set(facts.judged)
    text = {item.id: pieces(item) for item in facts.items}
    units = {item.id: set(facts.units_of.get(item.id, ())) & judged for item in facts.items}
    found = {}
    for a, b in combinations(text, 2):
        dice = 2 * len(text[a] & text[b]) / (len(text[a]) + len(text[b]) or 1)
        jaccard = len(units[a] & units[b]) / (len(units[a] | units[b]) or 1)
        near, same = dice >= least["text"] - 1e-12, jaccard >= least["units"] - 1e-12
        if near or same:
            found[a, b] = {"text_dice": dice, "unit_jaccard": jaccard, "strong": near and same}
    return found
