"""Names: where one unit's name ends and the next begins, and what was left out of it.

In: folded text and a stretch that holds names, verbs already taken off. Out: Names with their spans. Knows forms
(…局 和 …局, 等相关部门, 各市、县(区)人民政府, 省工信厅、财政厅), never who exists: that is the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.bullets import MARKS, find_listed, find_parting, read_mark, skip_signs
from responsibility.parse.clause.scanner import Piece, trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_PAGE = r"\n[ \u3000]*[0-9０-９]{1,3}[ \u3000]*(?=\n)"  # its number on a line of its own
_NOISE = re.compile(_PAGE + "|[\\s\u200b-\u200f\ufeff\u2060\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef*`…⋯]+")
_PINYIN = re.compile(rf"(?<={HAN})[(（][a-z\u00e0-\u00fc\u0101-\u01dc]{{1,6}}[)）]")
_QUOTES = re.compile("[\"'“”‘’`<>《》〈〉「」『』]")
_TAIL_BRACKET = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]\Z")
BRACKETED = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")
_DIGITS = re.compile(rf"(?<={HAN})[0-9①-⒇¹²³⁰⁴-⁹]{{1,3}}\Z")
_JOINTS = late("[及和与暨]")
_ALWAYS = late(r"[\s/\\|]+")  # what parts names wherever it stands; other signs may stand inside a name too
COUNTED = "|"  # stands for the number before each unit of a list
_LONGEST_NAME = 60
_SHORTEST_PLACED = 2
_NO_LEVELS = "级属直域际内外场容民乡村镇区城立管"  # 市级, 县乡, 市区
_AREAS = tuple("省市县区州盟旗乡镇村街港关网台场户")
_KINDS = ("部门", "单位", "企业", "机构")
_AROUND = f" \n\r\u3000{MARKS}"
_AGENCIES = ("行政公署", "行署")  # of a 盟 or 地区; a city beside them has a government: 各盟行政公署、市人民政府
_PARTY = ("镇党委", "乡党委", "街道党工委", "区党工委")  # of one place, whose government stands behind it
_COMMITTEES = ("党委", "党工委")  # of a place whose government stands behind 和: 甲县党委和人民政府
_COUNTERS = ("处", "站", "组", "所", "室", "园", "村", "台", "馆", "校", "社区", "单位", "企业", "机构", "中心")
# 改造校门12处 counts; 第3处 and 电科38所 are names: an institute's number stands behind a short one.
_COUNTED = late(
    r"(?<![第0-9])[0-9]+[余多]?[个家处]?(?:(?:处|站|组|室|园|村|台|馆|校)|(?<=[个家处])..)\Z"
    r"|(?<![第0-9])(?:(?<=.{4})[0-9]+|[0-9][余多]?)个?所\Z"
)
_LONGEST_ODD = 16  # of a name that does not end as units do


class Name(NamedTuple):
    """One name. clean: noise taken out, elisions restored; folded: the same, folded. A tuple: there are thousands."""

    start: int
    end: int
    separator: str
    clean: str
    folded: str
    mark: str = ""
    alias: str = ""
    collective: bool = False
    noisy: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def core_of(name: str) -> str:
    """Return name without the brackets behind it."""
    shorter = _TAIL_BRACKET.sub("", name)
    return shorter if len(shorter) > 1 else name


@lru_cache(maxsize=4096)
def is_unit_like(name: str, lexicon: Lexicon) -> bool:
    """Say whether name ends as units' names do; brackets behind it do not count."""
    core = core_of(name)
    return (
        1 < len(core) <= _LONGEST_NAME
        and core.endswith(lexicon["words.suffixes"])
        and not (core.endswith(_COUNTERS) and _COUNTED.search(core))
        and not any(word in core for word in lexicon["notclause.sentence"])
    )


@lru_cache(maxsize=4096)
def is_placed(name: str, lexicon: Lexicon) -> bool:
    """Say whether a name tells its level and ends as a house does: 市一中, 市艺术馆; 市级示范区, 县乡村 are none."""
    return (
        len(name) > _SHORTEST_PLACED
        and name.startswith(lexicon["elision.prefixes"])
        and not name.startswith(lexicon["elision.false_prefixes"])
        and name[1] not in _NO_LEVELS
        and not name.endswith(_AREAS)
        and is_unit_like(name, lexicon)
    )


@lru_cache(maxsize=4096)
def is_collective(name: str, lexicon: Lexicon) -> bool:
    """Say whether name stands for many units."""
    return name.startswith(lexicon["words.collective_starts"]) or any(
        part in name for part in lexicon["words.collective_parts"]
    )


@lru_cache(maxsize=4096)
def is_sentence(name: str, lexicon: Lexicon) -> bool:
    """Say whether words among names are a sentence or a scrap of one, and no unit."""
    if any(word in name for word in lexicon["notclause.sentence"]) or len(name) < 2:
        return not is_unit_like(name, lexicon)
    if is_unit_like(name, lexicon) or is_collective(name, lexicon):
        return name.startswith(lexicon["notclause.acts"]) and not name.endswith(lexicon["notclause.bodies"])
    return (
        len(name) > _LONGEST_ODD
        or name.startswith(lexicon["notclause.acts"])
        or any(word in name for word in lexicon["notclause.function"])
    )


@lru_cache(maxsize=4096)
def is_open(name: str, lexicon: Lexicon) -> bool:
    """Say whether words name nobody in particular: 有关部门, 相关单位."""
    return name.startswith(lexicon["words.open_starts"]) and is_made_of(name.removeprefix("各"), lexicon["words.open"])


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
        if joiner == "及其" and text[at + 2 : at + 3] in "他它余":
            joiner = "及"  # 市科技局及其他部门
        left = core_of(text[start : strip_closer(text, start, at, lexicon)])
        right = text[at + len(joiner) : end]
        if (
            (
                left.endswith((*strong, ")"))
                or (left.startswith("各") and is_collective(right, lexicon))
                or (left.startswith("各") and is_placed(right, lexicon))
                or (right.startswith("各") and is_unit_like(left, lexicon))
                or (_is_zone(left, lexicon) and right.endswith(lexicon["elision.managed"]))
            )
            and not left.endswith(weak)
            and not (BRACKETED.sub("", left).endswith(_COMMITTEES) and _is_government(right, lexicon))
            and _JOINTS.split(right, maxsplit=1)[0] not in lexicon["words.generic"]
            and (
                is_unit_like(right, lexicon)
                or is_unit_like(right[: strip_closer(right, 0, len(right), lexicon)], lexicon)
            )
        ):
            return at, at + len(joiner)
    return None


def _is_government(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are a government without its place, or several, whatever closes the list behind them."""
    bare = BRACKETED.sub("", words.strip(_AROUND))
    bare = bare[: strip_closer(bare, 0, len(bare), lexicon)]
    return all(each in lexicon["words.governments"] for each in bare.split("、"))


def _is_zone(name: str, lexicon: Lexicon) -> bool:
    """Say whether a name is that of a zone, which has a board of its own; 园区 alone is any of them."""
    return name.endswith(lexicon["elision.zones"]) and name not in lexicon["elision.zones"]


def is_bureau(name: str, lexicon: Lexicon) -> bool:
    """Say whether a name is surely a unit of its own: it says its level, or ends as bureaux do."""
    return name.startswith(lexicon["elision.prefixes"]) or core_of(name).endswith(lexicon["prose.bureaux"])


def _missing_separator(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Find where a separator was lost: 市发改委市财政局, or where a blank or a sign parts two names."""
    prefix = text[start]
    glued = prefix in "省市县区州"
    for run in _parting(text, start, end, prefix if glued else ""):
        left = text[start : run[0]].strip(_AROUND)
        right = text[run[1] : end].strip(_AROUND)
        sign = text[slice(*run)].strip()
        firm = left.endswith(lexicon["words.strong"]) or (sign == COUNTED and is_unit_like(left, lexicon))
        if not firm or (left.endswith(lexicon["elision.party"]) and not sign) or len(right) < 3:
            continue  # 市委 组织部; but 团市委+市教育局
        if run[0] == run[1] and right.startswith(lexicon["elision.false_prefixes"]):
            continue
        within = run[0] < run[1] and not _ALWAYS.fullmatch(text, *run)
        if within and not (is_bureau(left, lexicon) and is_bureau(right, lexicon)):
            continue  # 东方·云栖会展公司 is one name
        if is_unit_like(right, lexicon) and not right.startswith(lexicon["words.strong"]):
            return run
    return None


def _parting(text: str, start: int, end: int, prefix: str) -> Iterator[tuple[int, int]]:
    """Yield where names may be parted, ascending: blanks and signs, and the prefix of the first name told again."""
    runs = iter([*find_parting(text, start + 2, end - 2), (end, end)])
    at = start
    for run in runs:
        while prefix and (at := text.find(prefix, at + 1, run[0])) >= 0:
            if at > start + 3 and text[at - 1] in "局厅委办部心" and at < end - 2:
                yield at, at
        if run[0] < end:
            yield run
        at = run[1]


def split_listed(text: str, piece: Piece, lexicon: Lexicon) -> Iterator[Piece]:
    """Part ①市水利局②市财政局 and 1.市水利局 2.市财政局, where a number stands behind a name."""
    separator, start, end = piece
    for at, stop in find_listed(text, start + 2, end):
        left = trim(text, start, at)[1]
        if stop < end and is_unit_like(text[start:left], lexicon):
            yield Piece(separator, start, left)
            separator, start = "、", at
    yield Piece(separator, start, end)


def split_names(text: str, piece: Piece, lexicon: Lexicon) -> list[Piece]:
    """Split a piece at joiners and lost separators, closers taken off; none for one that was a closer alone."""
    base = piece.start
    parts = _split_words(text[base : piece.end], lexicon)
    if parts == (("", 0, piece.end - base),):  # one name, as most are
        return [piece]
    return [Piece(separator or piece.separator, base + start, base + end) for separator, start, end in parts]


@lru_cache(maxsize=4096)
def _split_words(words: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Split words that no sign separates; positions from their beginning, no separator before the first."""
    found: list[Piece] = []
    separator, start, end = "", 0, len(words)
    while start < end and end - start < 4 * _LONGEST_NAME:
        joint = _joints(words, start, end, lexicon)
        lost = _missing_separator(words, start, joint[0] if joint else end, lexicon) if end - start > 6 else None
        cut = lost or joint
        if cut is None:
            break
        found.append(Piece(separator, *trim(words, start, strip_closer(words, start, cut[0], lexicon))))
        between = words[slice(*cut)]
        separator, start = between.strip() or between[:1] or " ", skip_signs(words, cut[1], end)
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
    left = BRACKETED.sub("", text[before.start : before.end])
    if left.endswith(_PARTY) and text[piece.start : piece.end] in lexicon["words.governments"]:
        return True  # 甲镇党委、政府
    if not left.startswith(lexicon["words.collective_starts"]):
        return False
    joint = _joints(text, piece.start, piece.end, lexicon)  # 各区、县(市)政府及开发区管委会
    end = joint[0] if joint else strip_closer(text, piece.start, piece.end, lexicon)
    right = BRACKETED.sub("", text[piece.start : end])
    governments, levels = lexicon["words.governments"], lexicon["words.levels"]
    if left.endswith(governments) and (right in governments or not left.endswith(_AGENCIES)):
        return right in governments
    left = left.removesuffix(next((word for word in _AGENCIES if left.endswith(word)), ""))
    if left.endswith(_KINDS):
        return right in _KINDS  # 各有关部门、单位
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
    separator, start, end = piece
    name = _read_words(original[start:end], text[start:end], lexicon)
    place = start + name.start, start + name.end
    return Name(*place, separator, name.clean, name.folded, name.mark, name.alias, name.collective, name.noisy)


@lru_cache(maxsize=4096)
def _read_words(original: str, text: str, lexicon: Lexicon) -> Name:
    """Read one name's words, as issued and folded; positions from their beginning."""
    start, end = 0, len(text)
    mark = alias = ""
    tail = _TAIL_BRACKET.search(text) if text[-1] in ")]" else None
    if tail and tail.start() > 1:
        inside = tail[0][1:-1]
        if inside in lexicon.verbs or inside in lexicon.labels or inside in lexicon["words.mark_words"]:
            mark, end = original[tail.start() :], tail.start()
        elif is_unit_like(inside, lexicon) and not is_collective(text, lexicon):
            alias = original[tail.start() + 1 : -1]
    before, begins = read_mark(text)
    if end - max(start, begins) > 1 and (before or text[end - 1] in MARKS):  # ★市科技局
        mark, start = mark or before or text[end - 1], begins
        end -= text[end - 1] in MARKS
    raw, folded = original[start:end], clean_name(text[start:end])
    clean = folded if raw == text[start:end] else clean_name(raw)
    return Name(start, end, "", clean, folded, mark, alias, is_collective(text[start:end], lexicon), clean != raw)
