"""Scanner: brackets and separators, found in one pass without looking back.

In: folded text and a stretch of it. Out: which bracket closes which, and the pieces between separators that stand
in no bracket. Brackets come as ( ) and [ ] after folding; 〔 〕【 】［ ］ are the latter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_BRACKET = re.compile(r"[()\[\]]")
CLOSERS = (")", "]")
_OPEN = {")": "(", "]": "["}
_NEAR = 8  # a wrong closer this near its opener is a slip of the pen, as in 县[区)


@dataclass(slots=True)
class Brackets:
    """closing: opener to closer, in order of the closers. unclosed, stray: those without a partner."""

    closing: dict[int, int] = field(default_factory=dict)
    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)


class Piece(NamedTuple):
    """What stands between two separators, blanks trimmed; separator is the one before it, "" for the first."""

    separator: str
    start: int
    end: int


def pair_brackets(text: str, start: int, end: int) -> Brackets:
    """Match brackets in text[start:end]; linear, since each opener is pushed and popped once."""
    found = Brackets()
    stack: list[int] = []
    squares = 0  # of the openers on the stack
    for match in _BRACKET.finditer(text, start, end):
        here, char = match.start(), match[0]
        if char in "([":
            stack.append(here)
            squares += char == "["
            continue
        if not stack:
            found.stray.append(here)
            continue
        is_slip = here - stack[-1] <= _NEAR
        if text[stack[-1]] != _OPEN[char] and not is_slip and (squares if char == "]" else len(stack) - squares):
            while text[stack[-1]] != _OPEN[char]:
                squares -= text[stack[-1]] == "["
                found.unclosed.append(stack.pop())
        squares -= text[stack[-1]] == "["
        found.closing[stack.pop()] = here
    found.unclosed.extend(stack)
    return found


def trim(text: str, start: int, end: int, blanks: str = " \r\n\t\u3000\ufeff\u200b") -> tuple[int, int]:
    """Move both ends inwards past blanks."""
    while start < end and text[start] in blanks:
        start += 1
    while end > start and text[end - 1] in blanks:
        end -= 1
    return start, end


def find_opener(text: str, start: int, end: int) -> int | None:
    """Return where the bracket opens that closes text[start:end]; None if none does."""
    depth = 0
    for at in range(end - 1, start, -1):
        depth += (text[at] in ")]") - (text[at] in "([")
        if depth == 0:
            return at if at < end - 1 else None
    return None


_STOP = re.compile(r"[、,;。()\[\]]")


def split_pieces(text: str, start: int, end: int, brackets: Brackets, separators: str = "、,;。") -> Iterator[Piece]:
    """Yield the pieces of text[start:end], brackets kept whole; an unmatched bracket is an ordinary character."""
    separator, begin, here = "", start, start
    while here < end:
        match = _STOP.search(text, here, end)
        if match is None:
            break
        here = match.end()
        close = brackets.closing.get(match.start())
        if close is not None and close < end:
            here = close + 1
        elif match[0] in separators:
            yield Piece(separator, *trim(text, begin, match.start()))
            separator, begin = match[0], here
    yield Piece(separator, *trim(text, begin, end))
