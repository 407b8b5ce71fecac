"""Names: where one unit's name ends and the next begins, and what was left out of it.

In: folded text and a stretch that holds names, verbs already taken off. Out: Names with their spans. Knows forms
(…局 和 …局, 等相关部门, 各市、县(区)人民政府, 省工信厅、财政厅), never who exists: that is the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.scanner import Piece, trim

_NOISE = re.compile("[\\s\u200b-\u200f\ufeff\u2060\ue000-\uf8ff*]+")
SIGNS = "★☆▲△●○◆◇■□※*#"
_PINYIN = re.compile("(?<=[\u4e00-\u9fff])[(（][a-z\u00e0-\u00fc\u0101-\u01dc]{1,6}[)）]")
_QUOTES = re.compile("[\"'“”‘’`]")
_TAIL_BRACKET = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]\Z")
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")
_DIGITS = re.compile(r"(?<=[\u4e00-\u9fff])[0-9]{1,3}\Z")
_GOVERNMENT_TAIL = re.compile(r"([省市县区州盟旗])?(人民政府|政府)\Z")
_PLACE_SHORT = re.compile(r"[\u4e00-\u9fff]{2,4}\Z")
_JOINTS = re.compile("[及和与暨]")
_LONGEST_NAME = 60
_BLANKS = " \u3000\n\r/."  # signs that part two names where no separator does


@dataclass(frozen=True, slots=True)
class Name:
    """One name. clean: noise taken out, elisions restored; folded: the same, folded."""

    start: int
    end: int
    separator: str
    clean: str
    folded: str
    mark: str = ""
    alias: str = ""
    collective: bool = False
    noisy: bool = False


def core_of(name: str) -> str:
    """Return name without the brackets behind it."""
    shorter = _TAIL_BRACKET.sub("", name)
    return shorter if len(shorter) > 1 else name


@lru_cache(maxsize=65536)
def is_unit_like(name: str, lexicon: Lexicon) -> bool:
    """Say whether name ends as units' names do; brackets behind it do not count."""
    core = core_of(name)
    return (
        1 < len(core) <= _LONGEST_NAME
        and core.endswith(lexicon["words.suffixes"])
        and not any(word in core for word in lexicon["notclause.sentence"])
    )


@lru_cache(maxsize=65536)
def is_collective(name: str, lexicon: Lexicon) -> bool:
    """Say whether name stands for many units."""
    return name.startswith(lexicon["words.collective_starts"]) or any(
        part in name for part in lexicon["words.collective_parts"]
    )


def is_made_of(text: str, words: Sequence[str]) -> bool:
    """Say whether text is made of words alone, longest first."""
    while text:
        word = next((word for word in words if text.startswith(word)), None)
        if word is None:
            return False
        text = text[len(word) :]
    return True


def strip_closer(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Return the end before a closer that is no unit: 等, 等相关部门, 等有关部门和单位."""
    closer = lexicon["words.closer"][0]
    at = text.rfind(closer, start, end)
    return at if at >= 0 and is_made_of(text[at + len(closer) : end], lexicon["words.closing"]) else end


def _joints(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Find the first joiner (及, 和 …) between two whole names: its start and end."""
    strong, weak = lexicon["words.strong"], lexicon["words.weak"]
    for at in range(start + 2, end - 1):
        if text[at] not in "及和与暨以":
            continue
        joiner = next((word for word in lexicon["words.joiners"] if text.startswith(word, at)), None)
        if joiner is None:
            continue
        left = core_of(text[start : strip_closer(text, start, at, lexicon)])
        right = text[at + len(joiner) : end]
        if (
            (
                left.endswith((*strong, ")"))
                or (left.startswith("各") and is_collective(right, lexicon))
                or (right.startswith("各") and is_unit_like(left, lexicon))
            )
            and not left.endswith(weak)
            and _JOINTS.split(right, maxsplit=1)[0] not in lexicon["words.generic"]
            and (
                is_unit_like(right, lexicon)
                or is_unit_like(right[: strip_closer(right, 0, len(right), lexicon)], lexicon)
            )
        ):
            return at, at + len(joiner)
    return None


def _missing_separator(text: str, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Find where a separator was lost: 市发改委市财政局, or a blank between two names."""
    prefix = text[start]
    for at in range(start + 2, end - 2):
        if at > start + 3 and text[at - 1] in "局厅委办部心" and (text[at] == prefix and prefix in "省市县区州"):
            left, right = text[start:at], text[at:end]
        elif text[at] in _BLANKS:
            left, right = text[start:at].strip(), text[at + 1 : end].strip()
        else:
            continue
        if left.endswith(lexicon["words.strong"]) and not left.endswith(lexicon["elision.party"]) and len(right) > 2:
            if right.startswith(lexicon["elision.false_prefixes"]) and text[at] == prefix:
                continue
            if is_unit_like(right, lexicon) and not right.startswith(lexicon["words.strong"]):
                return at
    return None


def split_names(text: str, piece: Piece, lexicon: Lexicon) -> list[Piece]:
    """Split a piece at joiners and lost separators, closers taken off; none for one that was a closer alone."""
    base = piece.start
    return [
        Piece(separator or piece.separator, base + start, base + end)
        for separator, start, end in _split_words(text[base : piece.end], lexicon)
    ]


@lru_cache(maxsize=65536)
def _split_words(words: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Split words that no sign separates; positions from their beginning, no separator before the first."""
    found: list[Piece] = []
    separator, start, end = "", 0, len(words)
    while start < end and end - start < 4 * _LONGEST_NAME:
        joint = _joints(words, start, end, lexicon)
        lost = _missing_separator(words, start, joint[0] if joint else end, lexicon) if end - start > 6 else None
        cut = (lost, lost + (words[lost] in _BLANKS)) if lost is not None else joint
        if cut is None:
            break
        found.append(Piece(separator, *trim(words, start, strip_closer(words, start, cut[0], lexicon))))
        separator, start = words[cut[0] : cut[1]] or " ", cut[1]
    start, last = trim(words, start, strip_closer(words, start, end, lexicon))
    found.append(Piece(separator, start, last))
    return tuple(each for each in found if each.start < each.end)


def join_collectives(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[Piece]:
    """Join pieces that are one collective: 各市、县(区)人民政府; 各市党委、政府."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        near = before is not None and piece.start - before.start < _LONGEST_NAME
        if before and near and piece.separator == "、" and _continues(text, before, piece, lexicon):
            joined[-1] = Piece(before.separator, before.start, piece.end)
        else:
            joined.append(piece)
    return joined


def _continues(text: str, before: Piece, piece: Piece, lexicon: Lexicon) -> bool:
    left = _BRACKETED.sub("", text[before.start : before.end])
    right = _BRACKETED.sub("", text[piece.start : strip_closer(text, piece.start, piece.end, lexicon)])
    if not left.startswith(lexicon["words.collective_starts"]):
        return False
    governments, levels = lexicon["words.governments"], lexicon["words.levels"]
    if left.endswith(governments):
        return right in governments
    stem = next((right[: -len(word)] for word in governments if right.endswith(word)), None)
    level_parts = left.replace("、", "")
    return (
        is_made_of(level_parts, levels)
        and right != ""
        and (
            is_made_of(stem, levels)
            if stem is not None
            else is_made_of(right, levels) and not right.startswith(("各", "有关", "相关"))
        )
    )


def clean_name(raw: str) -> str:
    """Take noise out of a name: blanks, line breaks, pinyin, lone quotation marks, stray digits behind it."""
    name = _PINYIN.sub("", _NOISE.sub("", raw))
    quotes = _QUOTES.findall(name)
    if len(quotes) == 1:
        name = _QUOTES.sub("", name)
    return _DIGITS.sub("", name)


def read_name(original: str, text: str, piece: Piece, lexicon: Lexicon) -> Name:
    """Make a Name of a piece: mark, alias and noise told apart."""
    start, end = piece.start, piece.end
    mark = alias = ""
    tail = _TAIL_BRACKET.search(text[start:end]) if text[end - 1] in ")]" else None
    if tail and tail.start() > 1:
        inside = tail[0][1:-1]
        if inside in lexicon.verbs or inside in lexicon.labels or inside in lexicon["words.mark_words"]:
            mark = original[start + tail.start() : end]
            end = start + tail.start()
        elif is_unit_like(inside, lexicon) and not is_collective(text[start:end], lexicon):
            alias = original[start + tail.start() + 1 : end - 1]
    if (text[start] in SIGNS or text[end - 1] in SIGNS) and end - start > 2:  # ★市科技局
        mark = mark or (text[start] if text[start] in SIGNS else text[end - 1])
        start, end = start + (text[start] in SIGNS), end - (text[end - 1] in SIGNS)
    raw = original[start:end]
    clean = clean_name(raw)
    collective = is_collective(text[start:end], lexicon)
    folded = clean_name(text[start:end])
    return Name(start, end, piece.separator, clean, folded, mark, alias, collective, clean != raw)


def _own_prefix(name: str, lexicon: Lexicon) -> str:
    if not name.startswith(lexicon["elision.prefixes"]) or name.startswith(lexicon["elision.false_prefixes"]):
        return ""
    return next(
        (word for word in lexicon["elision.prefixes"] if name.startswith(word) and len(name) > len(word) + 1), ""
    )


def _has_place(name: str, lexicon: Lexicon) -> bool:
    for word in lexicon["elision.false_places"]:
        name = name.replace(word, "")
    return any(char in "省市县区州盟旗" for char in name[:-1])


def _restored(name: str, prefix: str, lexicon: Lexicon) -> str | None:
    """Return name with prefix restored, None where it must not be."""
    core = core_of(name)
    if core in lexicon["elision.party_bodies"]:
        return prefix + ("" if prefix in ("自治区", "兵团") else "委") + name
    if any(word in core for word in lexicon["elision.own"]) or _has_place(core, lexicon):
        return None
    return prefix + name if core.endswith(lexicon["elision.endings"]) and len(core) > 1 else None


def _lengthen(name: Name, before: str = "", behind: str = "") -> Name:
    return replace(name, clean=before + name.clean + behind, folded=before + name.folded + behind)


def restore_prefixes(names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """Restore a prefix named once: 省工信厅、财政厅; it starts anew after a comma or semicolon."""
    restored: list[Name] = []
    prefix = ""
    for name in names:
        if name.separator not in ("、", "及", "和", "与", "以及", " "):
            prefix = ""
        folded = name.folded
        own = _own_prefix(folded, lexicon)
        longer = None if own or not prefix or name.collective else _restored(folded, prefix, lexicon)
        restored.append(_lengthen(name, longer[: len(longer) - len(folded)]) if longer else name)
        if not name.collective:
            prefix = own or prefix
    return restored


def restore_suffixes(names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """Restore a suffix named once, at the end: 济南、青岛、烟台市政府."""
    restored = list(names)
    suffix = separator = ""
    for at in range(len(restored) - 1, -1, -1):
        name = restored[at]
        clean = name.folded
        if suffix and separator == "、" and not name.collective:
            longer = _with_suffix(clean, suffix, lexicon)
            if longer:
                restored[at] = _lengthen(name, behind=longer[len(clean) :])
                separator = name.separator
                continue
        tail = _GOVERNMENT_TAIL.search(clean) if not name.collective else None
        suffix = tail[0] if tail and tail[1] and len(clean) > len(tail[0]) + 1 else ""
        separator = name.separator
    return restored


def _with_suffix(name: str, suffix: str, lexicon: Lexicon) -> str | None:
    if not _PLACE_SHORT.fullmatch(name) or _own_prefix(name, lexicon):
        return None
    if name[-1] in "市县区州旗盟":
        return name + suffix.lstrip("省市县区州盟旗") if len(name) > 2 else None
    return None if name.endswith(lexicon["words.suffixes"]) else name + suffix
