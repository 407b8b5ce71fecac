"""Asides: what stands among the names of a clause and is no unit: persons, days, offices, fields, placeholders.

In: folded words. Out: whether they are one of these. Told as CLAUSE_ASIDE and never charged with an item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding
from responsibility.parse.clause import names
from responsibility.parse.clause.bullets import SIGN
from responsibility.parse.clause.labels import is_watch, strip_verbs, strip_words
from responsibility.parse.clause.mentions import QUOTED, Source, tell
from responsibility.parse.clause.scanner import find_opener, trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_LONGEST = 160  # of a bracket behind a name, and of a name with all that stands around it
_LONGEST_POST = 24  # with the name of who holds it
_LONGEST_CALLED = 3  # a name without a post
_PHONE = re.compile(r"[\s:,/]*(?:[0-9*xX×]{3,}[-0-9*xX× ]*)\Z")
_PARTS = late(r"[、,;/\s]+")
_BESIDE = re.compile(rf"(?:[\s/:]|{SIGN})+")  # what parts a unit from the person beside it
_ANGLED = re.compile(r"[‹<《〈「『{](?P<words>[^‹<《〈「『{]{2,20})[›>》〉」』}]\Z")
_CALLED = re.compile(rf"{HAN}{{2,6}}[\s:,]*[0-9][-0-9xX× ]{{5,}}")
_SAID = late(rf"(?:{HAN}|[0-9\s]){{1,20}}")
_OF_NAMES = ("处", "科", "室", "股")  # 学生工作部(处) is one name
_MANY = late(r"[十百]?[几多余两][十百]?[余多]?个?[科处股室]|数[十百]?[余多]?个?[科处股室]")  # 十几处 counts places
_INCLUDING = ("含", "不含", "除", "包括", "不包括")
_BLANK = re.compile(r"[\s:]+")
_BLANKED = re.compile(
    "[省市县区州]?(?:[xX×*○〇□_]+|某{2,})(?:局|委|办|厅|部|科|处|单位|部门|公司|镇|街道|县|区|政府)?"
)  # ××局
_FIELD = late(rf"(?P<label>{HAN}{{2,12}})[ \t]*:")
_DAY = late(
    r"(?:[0-9〇一二三四五六七八九十上下本今明每第全]|(?:于|在)[0-9]).*(?:[年月日季周天度]|[底末初]|前)[^省市县区州]{0,6}\Z"
)


@lru_cache(maxsize=8)
def _person(lexicon: Lexicon) -> re.Pattern[str]:
    surnames = "|".join((*lexicon["posts.double_surnames"], f"[{''.join(lexicon['posts.surnames'])}]"))
    posts = "|".join(map(re.escape, lexicon["persons.posts"]))
    return re.compile(
        rf"(?:.{{0,16}}(?:{posts}))?(?:(?:{surnames})(?:{HAN}|[×xX*]){{1,2}}|某{{2,3}})|.{{0,20}}(?:{posts})"
    )


@lru_cache(maxsize=4096)
def is_person(words: str, lexicon: Lexicon) -> bool:
    """Say whether words name a person or a post: 张某, 副局长李某, 分管副市长. Only a neighbour can tell 马钢 apart."""
    core = "".join(_PHONE.sub("", words).split())
    if core.endswith(lexicon["persons.units_alike"]):
        return True
    like = not names.is_unit_like(core, lexicon) and core not in lexicon["posts.no_names"]
    return like and _person(lexicon).fullmatch(core) is not None


def is_post(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are a person wherever they stand: they hold 某 or end with a post."""
    core = _PHONE.sub("", words)
    posts = (*lexicon["persons.posts"], *lexicon["persons.units_alike"])
    return is_person(words, lexicon) and ("某" in core or core.endswith(posts))


@lru_cache(maxsize=4096)
def is_personal_label(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label speaks of persons, alone or beside units: 责任单位及责任人."""
    return any(noun in label for noun in lexicon["words.person_nouns"])


@lru_cache(maxsize=4096)
def is_office_label(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label names offices inside a bureau: 责任科室."""
    return label.endswith(lexicon["words.offices"]) and not any(word in label for word in ("单位", "部门"))


def is_placeholder(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are what a form shows where nobody filled it in."""
    return words.startswith(lexicon["words.placeholders"]) or _BLANKED.fullmatch(words) is not None


def is_day(words: str, lexicon: Lexicon) -> bool:
    """Say whether words tell when."""
    return words.startswith(lexicon["words.times"]) or (
        _DAY.match(words) is not None and not names.is_unit_like(words, lexicon)
    )


@lru_cache(maxsize=4096)
def is_aside(inside: str, lexicon: Lexicon) -> bool:
    """Say whether a bracket behind a unit's name holds a remark, and neither a role nor another name."""
    words = inside.strip()
    if words in lexicon.verbs or words in lexicon.labels or words in lexicon["words.mark_words"]:
        return False  # (牵头)
    if not words or is_placeholder(words, lexicon) or is_day(words, lexicon):
        return True
    stop, kind = strip_words(words, lexicon)
    if kind and not stop:
        return True  # 按职责分工负责
    parts = [part for part in _PARTS.split(without_calls(words[:stop], lexicon).replace(":", " ")) if part]
    plate = len(parts) > 1 and not kind and names.is_unit_like(parts[0], lexicon)
    if _are_beside(parts[plate:], lexicon):
        return True  # (水资源科张某), (市水务局、责任人:张某)
    label = lexicon.label.match(words)
    if label and (lexicon.labels[label["label"]] == "other" or is_office_label(label[0], lexicon)):
        return True
    return (not label and _FIELD.match(words) is not None) or (
        bool(parts) and all(is_inner_office(part, lexicon) for part in parts)
    )


@lru_cache(maxsize=4096)
def _is_remark(words: str, lexicon: Lexicon) -> bool:
    """Say whether words in a bracket behind a bureau are neither its name, its level nor its role: (负责管网)."""
    if (
        words in _OF_NAMES
        or _SAID.fullmatch(words) is None
        or words in lexicon["words.levels"]
        or words in lexicon["words.mark_words"]
    ):
        return False
    if words.startswith(_INCLUDING):
        return True
    stop, kind = strip_words(words, lexicon)
    role = (
        words in lexicon.verbs or lexicon.label.fullmatch(words) or (kind and names.is_unit_like(words[:stop], lexicon))
    )
    return not role and not names.is_unit_like(words, lexicon)


@lru_cache(maxsize=8)
def _calls(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon["posts.phones"]), key=len, reverse=True))
    return re.compile(rf"(?:联系|办公)?(?:{words})[\s:]*(?=[0-9])")


def without_calls(words: str, lexicon: Lexicon) -> str:
    """Return words without what calls a number a telephone's: 电话:5566778."""
    return _calls(lexicon).sub("", words)


@lru_cache(maxsize=4096)
def are_people(words: str, lexicon: Lexicon) -> bool:
    """Say whether words in a bracket are people by name, with their offices and telephones: 水资源科赵某,5566778."""
    words = without_calls(words, lexicon)
    parts = [part for part in _PARTS.split(words) if part]
    named = any(is_person(part, lexicon) or _has_office(part, lexicon) for part in parts)
    return ":" not in words and named and _are_beside(parts, lexicon)


def _are_beside(parts: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether words in a bracket are persons, with their offices and telephones."""
    kinds = [
        is_person(part, lexicon)
        or _PHONE.fullmatch(part) is not None
        or lexicon.labels.get(part) == "other"
        or _has_office(part, lexicon)
        for part in parts
    ]
    return all(kinds)


def _has_office(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are an office and one of its people: 水资源科张某, 水资源科科长张某."""
    cuts = (at for at in range(2, len(words) - 1) if words[at - 1] in "科处股室")
    return any(is_inner_office(words[:at], lexicon) and is_person(words[at:], lexicon) for at in cuts)


def is_inner_office(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are an office inside the bureau they stand behind: 水资源科."""
    return (
        words not in _OF_NAMES
        and words.endswith(("科", "处", "股", "室"))
        and not _MANY.fullmatch(words)
        and not words.endswith(("办公室", "研究室", "督查室", "办事处", "管理处"))
        and not words.startswith(lexicon["elision.prefixes"])
    )


def find_aside(text: str, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Return where a remark in brackets opens that closes text[start:end], None if none does."""
    angled = _ANGLED.search(text, max(start, end - _LONGEST), end)
    if angled and angled.start() > start + 1 and is_person(angled["words"], lexicon):
        return angled.start()
    opener = find_opener(text, max(start, end - _LONGEST), end) if text[end - 1 : end] in ")]" else None
    if opener is None or opener <= start + 1:
        return None
    inside = text[opener + 1 : end - 1].strip()
    firm = text.endswith(lexicon["prose.bureaux"], start, opener)
    return opener if is_aside(inside, lexicon) or (firm and _is_remark(inside, lexicon)) else None


def find_beside(text: str, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Return where a person begins who stands beside a unit: 市住建局 孙某; None if none does."""
    runs = [*_BESIDE.finditer(text, start, end)]
    last = next((run for run in reversed(runs) if not _PHONE.fullmatch(text, run.end(), end)), None)
    if last is None or last.start() == start or not is_person(text[last.end() : end], lexicon):
        length = find_holder(text[start:end], lexicon)
        return start + length if length else None
    left = text[start : last.start()]
    known = names.is_unit_like(left, lexicon) or find_beside(text, start, last.start(), lexicon)
    return last.end() if known else None


def _is_nobody(words: str, lexicon: Lexicon) -> bool:
    """Say whether words among names are a post, a kind of figure or a placeholder, whatever stands beside them."""
    figure = words.endswith(lexicon["words.figures"]) and not names.is_unit_like(words, lexicon)
    return figure or is_post(words, lexicon) or is_placeholder(words, lexicon) or _CALLED.fullmatch(words) is not None


@lru_cache(maxsize=4096)
def cut_name(words: str, lexicon: Lexicon) -> tuple[Span | None, tuple[Span, ...]]:
    """Tell a name from what stands around it: where the name is, and the asides behind and before it.

    None instead of the name where it is nobody's.
    """
    cuts: list[Span] = []
    end = len(words)
    if end > _LONGEST:
        return Span(0, end), ()
    while (cut := find_aside(words, 0, end, lexicon)) is not None or (
        cut := find_beside(words, 0, end, lexicon)
    ) is not None:
        cuts.append(Span(cut, end))
        end = trim_beside(words, 0, cut)
    start = skip_person(words, 0, end, lexicon)
    kept = None if _is_nobody(words[start:end], lexicon) else Span(start, end)
    return kept, (*cuts, *([Span(0, start)] if start and kept else ()))


def trim_beside(text: str, start: int, end: int) -> int:
    """Return the end of a unit's name before what parts it from the person beside it."""
    while end > start and _BESIDE.fullmatch(text, end - 1, end):
        end -= 1
    return end


def skip_person(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Return where the unit begins behind a person and a telephone: 张某 市水利局."""
    for blank in _BLANK.finditer(text, start, end):
        behind = text[blank.end() : end]
        if not is_person(text[start : blank.start()], lexicon):
            return start
        called = behind[:1].isdigit() and _PHONE.match(behind.partition(" ")[0])
        if not called and names.is_unit_like(behind, lexicon) and not is_inner_office(behind, lexicon):
            return blank.end()
    return start


@lru_cache(maxsize=4096)
def find_holder(words: str, lexicon: Lexicon) -> int:
    """Return where who heads a bureau stands behind its name: 市水利局局长张某; 0 if nobody does, nor a vice mayor."""
    for at in range(len(words) - 2, max(2, len(words) - _LONGEST_POST), -1):
        unit = words[:at]
        headed = unit.endswith(lexicon["persons.headed"]) and not unit.endswith(lexicon["persons.units_alike"])
        if headed and (is_post(words[at:], lexicon) or _is_holder(words[at:], lexicon)):
            return 0 if unit.endswith(lexicon["elision.party"]) else at
    return 0


def _is_holder(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are a person, with or without a post before the name: 局长张三, 副局长李四, 张三."""
    posted = words.removeprefix("副").startswith(lexicon["persons.posts"])
    return (posted or len(words) <= _LONGEST_CALLED) and is_person(words, lexicon)


def skip_scope(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Step over 市级: and 县级:, which say of what level the units behind are."""
    match = _FIELD.match(text, start, end)
    return trim(text, match.end(), end)[0] if match and match["label"] in lexicon["words.scopes"] else start


def find_field(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Read a label that names no role: 适用范围:甲片区; its words and where what it says begins."""
    match = _FIELD.match(text, start, end)
    if match is None or match["label"] in lexicon["words.scopes"]:
        return None
    label, behind = match["label"], text[match.end() : end].strip()
    odd = names.is_bureau(behind, lexicon) and not (
        names.is_bureau(label, lexicon) or names.is_collective(label, lexicon)
    )
    return (label, match.end()) if odd or not _is_named(label, lexicon) else None  # 受理窗口:市政务服务中心


class Duty(NamedTuple):
    """A unit's own part of the work: where the unit ends, where its part begins, and the kind of the verb between."""

    stop: int
    start: int
    kind: str


def find_duty(text: str, start: int, end: int, lexicon: Lexicon) -> Duty | None:
    """Read 市应急局:编制脚本, 市应急局负责编制脚本 and, by what its part ends with, 市财政局做好资金保障."""
    signs = _does(lexicon).finditer(text, start + 2, min(end, start + _LONGEST))
    sign = next((sign for sign in signs if _acts(text[start : sign.start()].strip(), lexicon)), None)
    duty = text[sign.end() : end].strip() if sign else ""
    if sign is None or not duty or not _is_duty(duty, lexicon):
        return None
    ends = (kind for verb, kind in lexicon.verbs.items() if duty.endswith(verb))
    return Duty(sign.start(), sign.end(), lexicon.verbs.get(sign[0]) or next(ends, ""))


@lru_cache(maxsize=8)
def _does(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what stands between a unit and its part of the work."""
    return re.compile("|".join(map(re.escape, (":", *lexicon["words.does"]))))


@lru_cache(maxsize=4096)
def _acts(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are surely who acts: a bureau or 各镇, but not 审批部门."""
    return (names.is_bureau(words, lexicon) or names.is_collective(words, lexicon)) and _is_named(words, lexicon)


def _is_duty(words: str, lexicon: Lexicon) -> bool:
    """Say whether words behind a unit are what it does, and neither a role, another unit nor a person."""
    stop = strip_words(words, lexicon)[0]
    other = ":" in words or words[0].isdigit() or words.startswith(lexicon["prose.not_behind"])
    return stop > 0 and not (other or names.is_unit_like(words[:stop], lexicon) or is_person(words, lexicon))


def _is_named(label: str, lexicon: Lexicon) -> bool:
    """Say whether words before a colon are units: 市水利局, 各部门; 审批部门 is a label."""
    kind = label.endswith(lexicon["words.generic"]) and not label.startswith(
        (*lexicon["elision.prefixes"], *lexicon["words.collective_starts"])
    )
    return names.is_unit_like(label, lexicon) and not kind


def tell_aside(source: Source, start: int, end: int, findings: list[Finding]) -> None:
    """Tell of words among names that are no unit; a remark on how units act (按职责分工) is not worth it.

    A warning where a label that nobody knows stands before what looks like a unit.
    """
    words = source.text[start:end].strip("()[] ")
    begin = start + source.text.startswith(("(", "["), start)
    if not words or (begin > start and strip_verbs(source, begin, end - 1)[0] <= begin):
        return
    field = find_field(source.text, start, end, source.lexicon)
    known = (
        field is None
        or field[0].endswith(source.lexicon["words.field_nouns"])
        or is_watch(field[0], source.lexicon)  # 督导单位:市财政局
    )
    alike = words.endswith(source.lexicon["persons.units_alike"])
    personal = field is not None and field[0].endswith(source.lexicon["words.person_nouns"])  # 责任人:市财政局
    firm = (personal or not known) and not alike and names.core_of(words).endswith(source.lexicon["words.bureaux"])
    firm = firm or is_placeholder(words, source.lexicon)
    span = Span(start, end)
    quoted = span.of(source.original)[:QUOTED]
    findings.append(tell("CLAUSE_ASIDE", Severity.WARNING if firm else Severity.NOTE, span, text=quoted))
