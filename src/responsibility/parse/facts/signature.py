"""Signature: who signs a letter, and the day that stands below or in place of it.

In: folded text of the letter. Out: signer and day, or None. Bodies that sign together stand one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from responsibility.language.measures import load_measures
from responsibility.parse.facts.number import DOCUMENT_NUMBER
from responsibility.parse.facts.numerals import find_day

_ORGAN_ENDS, _CLOSERS = (load_measures("header")[key] for key in ("organs", "closers"))
_DAY_BLANKS = re.compile(
    r"[ \t](?:(?<=[\d〇○一二三四五六七八九十].)[ \t]*(?=[年月日])|(?<=[年月].)[ \t]*(?=[\d一二三四五六七八九十]))"
)
_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")  # behind the day a site published
_LONGEST = 60  # of a signer
_LONGEST_SIGNED = _LONGEST + 40  # with the day behind


def find_signature(text: str, start: int, is_tail: bool = False) -> tuple[str, date] | None:
    """Find the date that stands alone behind the letter, and who sign before it, parted by 、 ("" if nobody).

    is_tail: take the last one, and only with a signer; a plan's tables hold lonely dates too.
    """
    result = None
    words = _DAY_BLANKS.sub("", text[start:]).split()
    for at, word in enumerate(words):
        ends = len(word) <= _LONGEST_SIGNED and (word[-1] in "日)" or word[-1].isdigit())
        found = find_day(word) if ends else None
        if found and word[found[2] :] in ("", ")") and not any(map(_CLOCK.fullmatch, words[at + 1 : at + 2])):
            own = word[: found[1]].strip("(")
            signers = [own] if own else _find_signers(words[:at])
            signer = "、".join(each for each in signers if _is_signer(each))
            if signer or (not is_tail and found[1] <= 1):
                result = signer, found[0]
                if not is_tail:
                    return result
    return result


def _find_signers(words: Sequence[str]) -> Sequence[str]:
    """Return the last of the words, and those before it that sign together with it."""
    first = len(words) - 1
    while first > 0 and _sign_together(words[first - 1], words[first]):
        first -= 1
    return words[max(first, 0) :]


def _sign_together(one: str, other: str) -> bool:
    """Say whether two bodies of one place sign one below the other: 中共甲市委办公室, 甲市人民政府办公室."""
    places = {each.removeprefix("中共")[:2] for each in (one, other)}
    return len(places) == 1 and _is_signer(one) and _is_signer(other)


def find_below(text: str, start: int, end: int) -> tuple[str, date] | None:
    """Find the day in a bracket below the title, or right behind the 文号 there: 甲政〔2025〕1号 2025年3月8日."""
    for _, line in islice(lines_of(text[:end], start), 2):
        number = DOCUMENT_NUMBER.search(line)
        bracket = line.startswith("(") and line.endswith(")")
        found = find_day(line) if len(line) < _LONGEST_SIGNED and (bracket or number) else None
        if found and (bracket or (number and not line[number.end() : found[1]].strip(" ,"))):
            return "", found[0]
    return None


def find_last_day(text: str, published: date | None) -> tuple[str, date] | None:
    """Find the day alone on the last line of the main text, which nobody signs; none that is after 发布日期."""
    lines = ["", *(line.strip() for line in text.splitlines() if line.strip()), _CLOSERS[0]]
    for above, line, below in zip(lines[-3::-1], lines[-2::-1], lines[::-1], strict=False):
        words = line.replace(" ", "")
        found = find_day(words) if words.endswith("日") and below.lstrip("(").startswith(_CLOSERS) else None
        if found and (found[1], found[2]) == (0, len(words)) and not above.endswith(":"):
            return None if published and found[0] > published else ("", found[0])
    return None


def _is_signer(words: str) -> bool:
    return 2 < len(words) <= _LONGEST and words.rstrip(")").endswith(_ORGAN_ENDS) and set(words).isdisjoint("。,;:《》")


def lines_of(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold words, with where they start."""
    for raw in text[start:].splitlines(keepends=True):
        line = raw.strip()
        if line:
            yield start + raw.index(line), line
        start += len(raw)
