"""Headline: the heads of a table that no uprights draw: a line of short words, some of them known, or two.

In: the lines of a page. Out: where heads begin and end, and their parts, one for each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from responsibility.extract.pages.gaps import find_slit_parts
from responsibility.extract.pages.printed import PrintedLine
from responsibility.extract.pages.tables.levels import NUMBER
from responsibility.extract.pages.tables.parting import PageLine
from responsibility.language.lexicon import load_lexicon

_FEWEST_HEADS = 3  # unless the lexicon holds all of them
_FEWEST_TOLD = 2  # heads that the lexicon holds
_LONGEST_HEAD = 12
_LONGEST_LINE = 60  # characters, of heads
_SHORT = 3  # of a part of a head on a line of its own
_CLOSE = 0.8  # of a head's size, between its lines
_LEVEL = 0.4  # of a size, within which heads stand in one row
_NEAR = 1.2  # of a head's size, between two rows of heads


@dataclass(frozen=True, slots=True)
class Headline:
    """Headline of a table: the lines from top up to start; parts: one for each column.

    over: those that stand over several, with the first and the last of these, from 0.
    """

    top: int
    start: int
    parts: tuple[PrintedLine, ...]
    over: tuple[tuple[PrintedLine, int, int], ...] = ()


def find_headline(page: Sequence[PageLine], at: int) -> Headline | None:
    """Return the heads that have their middle at a line; None if no heads stand there.

    A narrow head goes on in the lines around: 序 over 号. One over several stands above or beside those below it.
    """
    page[at].parts[:] = _part_heads(page[at])
    if not opens_table(page[at].parts):
        return None
    above = page[at - 1].parts if at and _is_beside(page[at - 1], page[at]) else []
    below = page[at + 1].parts if at + 1 < len(page) and _is_beside(page[at + 1], page[at]) else []
    if len(_merge([*above, *page[at].parts], below)) > len(above) + len(page[at].parts):
        below = []  # what stands under no head is the end of a row that the page before began
    heads = _merge(page[at].parts, below)
    whole = [part for part in page[at].parts if _are_heads([part])[0]]
    goes_on = len(_merge(above, heads)) == len(heads) and len(_merge(above, whole)) == len(above) + len(whole)
    above = above if goes_on else []  # 附件 above heads is none of them
    top, start = at - bool(above), at + 1 + bool(below)
    heads = sorted(_merge(above, heads), key=lambda part: part.x0)
    return _find_two_rows(page, at) or Headline(top, start, tuple(heads))


def _find_two_rows(page: Sequence[PageLine], at: int) -> Headline | None:
    """Return the heads around a line if some of them stand over two or more in a lower row; each must be known."""
    top, start = at, at + 1
    while top and _is_of_heads(page[top - 1], page[top]):
        top -= 1
    while start < len(page) and _is_of_heads(page[start], page[start - 1]):
        start += 1
    parts = _stack([part for line in page[top:start] for part in line.parts])
    level = max(part.top for part in parts) - _LEVEL * page[at].size
    lower = sorted((part for part in parts if part.top > level), key=_middle)
    x0, x1 = lower[0].x0, lower[-1].x1
    upper = [part for part in parts if part.top <= level]
    parents = sorted(
        (part for part in upper if part.bottom < lower[0].top + 1 and x0 < _middle(part) < x1), key=_middle
    )
    leaves = sorted((*(part for part in upper if part not in parents), *lower), key=lambda part: part.x0)
    if not parents or not all(_are_heads(parts)) or any(high.x1 > low.x0 for high, low in pairwise(leaves)):
        return None
    nearest = {id(part): min(parents, key=lambda each: abs(_middle(each) - _middle(part))) for part in lower}
    places = [[n for n, leaf in enumerate(leaves) if nearest.get(id(leaf)) is each] for each in parents]
    if any(len(each) < _FEWEST_TOLD or each != [*range(each[0], each[-1] + 1)] for each in places):
        return None
    over = tuple((part, each[0], each[-1]) for part, each in zip(parents, places, strict=True))
    return Headline(top, start, tuple(leaves), over)


def _is_of_heads(line: PageLine, beside: PageLine) -> bool:
    """Say whether a line close above or below heads is nothing but heads or pieces of some."""
    parts = _part_heads(line)
    close = max(line.top - beside.bottom, beside.top - line.bottom) < _NEAR * beside.size
    if not close or not all(_is_piece(part) for part in parts):
        return False
    line.parts[:] = parts
    return True


def _is_piece(part: PrintedLine) -> bool:
    words = part.text.strip()
    return is_head(part) or (len(words) <= _SHORT and not NUMBER.fullmatch(words))


def _stack(parts: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put the pieces of a head together that stand one over the other: 序 over 号."""
    stacked: list[PrintedLine] = []
    for part in sorted(parts, key=lambda part: part.top):
        over = next((n for n, each in enumerate(stacked) if each.x0 < part.x1 and part.x0 < each.x1), None)
        if over is None or (is_head(stacked[over]) and is_head(part)):
            stacked.append(part)
        else:
            stacked[over] = _merge([stacked[over]], [part])[0]
    return stacked


def _middle(part: PrintedLine) -> float:
    return (part.x0 + part.x1) / 2


def is_head(part: PrintedLine) -> bool:
    """Say whether the lexicon holds words as a head of a column."""
    return _are_heads([part])[0]


def _part_heads(line: PageLine) -> list[PrintedLine]:
    """Return the parts of a line, of one with heads those between narrow gaps where more of these are heads."""
    if len(line.chars) > _LONGEST_LINE:
        return line.parts
    parts = find_slit_parts(line.chars)
    more = len(parts) > max(len(line.parts), _FEWEST_HEADS - 1) and opens_table(parts)
    return parts if more and sum(_are_heads(parts)) > sum(_are_heads(line.parts)) else line.parts


def _is_beside(line: PageLine, head: PageLine) -> bool:
    """Say whether a line is a part of the heads above or below: a sign or three, close by, and no number."""
    apart = max(line.top - head.bottom, head.top - line.bottom)
    short = all(len(part.text) <= _SHORT and not NUMBER.fullmatch(part.text.strip()) for part in line.parts)
    return short and len(line.parts) < _FEWEST_HEADS and apart < _CLOSE * head.size


def _merge(above: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put the parts of two lines of heads together where one stands over the other."""
    merged = list(above)
    for part in below:
        at = next((n for n, each in enumerate(merged) if each.x0 < part.x1 and part.x0 < each.x1), None)
        if at is None:
            merged.append(part)
        else:
            x0, x1 = min(merged[at].x0, part.x0), max(merged[at].x1, part.x1)
            top = merged[at].top
            merged[at] = replace(part, text=merged[at].text + part.text, x0=x0, x1=x1, top=top)
    return merged


def opens_table(parts: Sequence[PrintedLine]) -> bool:
    """Say whether the parts of a line are nothing but short words, two or more of them heads of columns."""
    if len(parts) < _FEWEST_TOLD or any(len("".join(part.text.split())) > _LONGEST_HEAD for part in parts):
        return False
    return sum(_are_heads(parts)) >= _FEWEST_TOLD


def opens_label(words: str) -> bool:
    """Say whether a line of a cell begins with a label of units: 配合:市乙局."""
    lexicon = load_lexicon()
    label, colon, _ = lexicon.fold(words).partition(":")
    return bool(colon) and label.strip() in lexicon.labels


def _are_heads(parts: Sequence[PrintedLine]) -> list[bool]:
    """Say of each part whether the lexicon holds it as a head of a column."""
    lexicon = load_lexicon()
    heads = [key for key in lexicon.lists if key.startswith("heads.")]
    words = ["".join(lexicon.fold(part.text).split()) for part in parts]
    return [each in lexicon.labels or any(each in lexicon[key] for key in heads) for each in words]
