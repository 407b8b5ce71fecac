"""Wordings: which words of a task differ between two plans.

In: two texts. Out: both with the differing words in 【】. Numbers and Latin words are one sign each, so that 50 to 150
reads as a change of the whole number.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_SIGN = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|\s+|.", re.DOTALL)
_BRIDGE = 1  # equal runs no longer than this between two changes are read as part of them


def mark_differences(old: str, new: str) -> tuple[str, str]:
    """Return both texts with what only one of them has in 【】.

    >>> mark_differences("新增企业50家", "力争新增企业80家")
    ('新增企业【50】家', '【力争】新增企业【80】家')
    """
    if new < old:
        # difflib is not symmetric; always looking from the same side makes the mirror exact.
        marked_new, marked_old = mark_differences(new, old)
        return marked_old, marked_new
    before, after = _SIGN.findall(old), _SIGN.findall(new)
    left, right = [], []
    for start, end, from_, to in _differing(before, after):
        left.append((start, end))
        right.append((from_, to))
    return _mark(before, left), _mark(after, right)


def _differing(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    blocks: list[tuple[int, int, int, int]] = []
    for tag, start, end, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        near = blocks and start - blocks[-1][1] <= _BRIDGE and from_ - blocks[-1][3] <= _BRIDGE
        if near and start > blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], end, blocks[-1][2], to)
        else:
            blocks.append((start, end, from_, to))
    return blocks


def _mark(signs: list[str], stretches: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in stretches:
        parts.append("".join(signs[at:start]))
        if end > start:
            parts.append(f"【{''.join(signs[start:end])}】")
        at = end
    return "".join((*parts, *signs[at:]))
