"""Labels: the words before and behind names that say what they do: 牵头单位:, 按职责分工负责, 会同.

In: a stretch of a Source. Out: labels, verbs and their kinds ("lead", "shared", "support", "guide", and for
labels "other": a field that names no units). Words come from the lexicon; a label it lacks is told by its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause import bullets, names
from responsibility.parse.clause.colons import mend_colons
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.rules import blank_looks, blank_rules, find_help_sign, find_sign, says_rest
from responsibility.parse.clause.scanner import Piece, find_opener, trim
from responsibility.patterns import HAN, late

_LONGEST_LABEL = 14
_LONGEST_BRACKET = 160  # behind a name
_LONGEST_TAIL = 80  # what verbs are looked for at the end of
_LONGEST_MANNER = 16  # of 按照属地管理原则
_LONGEST_PLAIN = 40  # of a name that nothing stands around
_INNER = ("牵头", "负责", "配合", "指导")  # verbs that can stand between two names
_SHORTEST = 2  # of a name
_STATED = "按依根结在"  # adverbs that begin so name a way of acting and stand for a verb
_WHEN = re.compile(r"(?:于|在)?(?:20[0-9]{2}年|[0-9]{1,2}月|年底|年内)[0-9年月日底末初上中下旬之以]{0,10}前?\Z")
_LONGEST_CLAUSE = 600
_LONGEST_LABEL = 32  # with its bracket and blanks
_BEING = re.compile(r"(?:作为|[为是系负]|(?<!主)任|承担)(?P<label>[^、,;()\s]{2,8}?)(?P<duty>责任|职责|任务|工作)?\Z")
# The first sign by itself, so that a search leaps over all others.
_NUMBERED = late(
    rf"[①-⒇(0-9](?:(?<=[:、,;(\[\s].)|(?<={HAN}.))"
    rf"(?:(?<=[①-⒇])|(?<=\()[0-9]{{1,2}}\)|(?<=[0-9])(?<![年月第].)[0-9]?[.)、])(?=\s*{HAN})"
)
_OFFICE = rf"(?![一二三四五六七八九十几数多两余百]{{1,3}}[处室]){HAN}{{1,10}}[科处股室]"
_OFFICES = late(  # that end a line, or open one in square brackets
    rf"[(\[](?:{_OFFICE}(?:[、,;]|(?=[)\]])))+(?:[)\]][。;]?[ \t]*$|\](?={HAN}))", re.MULTILINE
)
_FEWEST_OFFICES = 3  # brackets of a bureau's own plan
_MARKET = "市场监管"
_COUNTED = re.compile(r"[:(\[](?:(?<=:)(?=[ \t]*[①-⒇(0-9])|(?=[①-⑳]))")
_CUT = re.compile(rf"\n(?P<behind>{HAN}{{1,10}})(?=:)|\n(?P<rest>{HAN}{{1,3}})(?=[)\],;])")
_OPENER = re.compile(r"[(\[]")
_JOINT = re.compile(r"[及和与暨、/(|)]+")
_NO_NAME = "的要应须填名为等、,"  # what cannot begin a name behind a label that lost its colon


@lru_cache(maxsize=8)
def _bracketed(lexicon: Lexicon) -> re.Pattern[str]:
    label = lexicon.label.pattern.replace("?P<label>", "?:")
    fields = rf"{HAN}{{0,4}}(?:{'|'.join(lexicon['heads.field'] + lexicon['heads.schedule'])})"
    behind = rf"(?::|(?=[ \t\n]*(?:[0-9]|{HAN})))"
    # Each way begins with the bracket, which is quick to look for; what stands before ( is looked at behind it.
    return re.compile(
        rf"[\[(](?={HAN})(?:(?<=\[)(?:{label}|{fields})\](?![及和与暨以])|(?<![^\s。;\])]\(){label}\)){behind}"
    )


def unbracket_labels(text: str, lexicon: Lexicon) -> str:
    """Write [牵头单位]市科技局 as a label and colon, at the same length; 市科技局[牵头单位]、… is a mark and stays."""
    return _bracketed(lexicon).sub(lambda match: f" {match[0].rstrip(':')[1:-1]}:".ljust(len(match[0])), text)


def mend_labels(text: str, lexicon: Lexicon) -> str:
    """Join a label, or a verb that closes names, that the end of a line cuts in two, at the same length."""
    parts, at = [], 0
    for match in _CUT.finditer(text):
        behind, known = match["behind"] or match["rest"], lexicon.labels if match["behind"] else lexicon.verbs
        starts = (n for n in range(_LONGEST_LABEL, 0, -1) if text[match.start() - n : match.start()] + behind in known)
        length = next(starts, 0) if behind not in known else 0
        if length:
            parts += [text[at : match.start() - length], " ", text[match.start() - length : match.start()], behind]
            at = match.end()
    return "".join([*parts, text[at:]])


@lru_cache(maxsize=8)
def _clause(lexicon: Lexicon) -> re.Pattern[str]:
    label = lexicon.label.pattern.replace("?P<label>", "?:")
    inside = r"(?:[^()\[\]]|[(\[][^()\[\]]{0,60}[)\]])"
    labelled = rf"{label}[ \t]*:[ \t]*(?=[①-⑳⑴-⒇(0-9])"
    held = rf"[(\[](?:{labelled}|(?=[①-⑳])){inside}{{1,{_LONGEST_CLAUSE}}}[)\]]"
    return re.compile(rf"{held}|{labelled}[^()\[\]\n。]{{1,{_LONGEST_CLAUSE}}}")


def hide_numbers(text: str, lexicon: Lexicon) -> str:
    """Write 1. and ① before a unit of a clause as a sign that parts names, at the same length: they begin no item."""
    clause, parts, at, tried = _clause(lexicon), [], 0, 0
    for counted in _COUNTED.finditer(text):
        starts = range(max(at, tried, counted.start() - _LONGEST_LABEL), counted.start() + 1)
        found = next((match for start in starts if (match := clause.match(text, start))), None)
        tried = counted.start() + 1
        if found:
            parts += [text[at : found.start()], _NUMBERED.sub(_as_sign, found[0])]
            at = found.end()
    return "".join([*parts, text[at:]])


def _as_sign(number: re.Match[str]) -> str:
    return names.COUNTED.ljust(len(number[0]))


def make_source(original: str, folded: str, lexicon: Lexicon) -> Source:
    """Return a text ready to be read."""
    mended = mend_colons(mend_labels(blank_looks(folded), lexicon), lexicon)
    text, rules = blank_rules(hide_numbers(mended, lexicon), lexicon)
    sign = find_sign(folded)
    signs = sign, find_help_sign(folded, sign)
    return Source(original, unbracket_labels(text, lexicon), lexicon, *signs, rules, says_rest(folded))


@lru_cache(maxsize=4)
def is_of_offices(text: str) -> bool:
    """Say whether many brackets of a text hold nothing but inner offices, as those of a bureau's own plan do."""
    return sum(1 for _ in _OFFICES.finditer(text)) >= _FEWEST_OFFICES


def find_label(source: Source, start: int, end: int, *, bare: bool = False) -> tuple[str, str, int] | None:
    """Read a label at start: its words, its kind and where what it names begins.

    bare: take it also where the colon was lost before a name or a blank.
    """
    match = source.lexicon.label.match(source.text, start, end)
    after = trim(source.text, match.end(), end)[0] if match else start
    if match and after < end and source.text[after] in ":为是":
        return match[0], source.lexicon.labels[match["label"]], after + 1
    if match and match.end() == end and source.text[end : end + 1] == ";" and len(match[0]) > 2:
        return match[0], source.lexicon.labels[match["label"]], end  # 责任单位;市科技局: a colon misread
    colon = source.text.find(":", start, min(end, start + _LONGEST_LABEL))
    guessed = guess_kind(source.text[start:colon].strip(), source.lexicon) if colon > start else ""
    if guessed:
        return source.text[start:colon].strip(), guessed, colon + 1
    blank = match is not None and after > match.end()
    if match and (bare or blank) and len(match[0]) > 2 and after < end and source.text[after] not in _NO_NAME:
        return match[0], source.lexicon.labels[match["label"]], after
    return None


@lru_cache(maxsize=4096)
def guess_kind(words: str, lexicon: Lexicon) -> str:
    """Tell the kind of a label that the lexicon does not hold by what it is made of: 镇级牵头负责部门, 包联领导."""
    core = names.BRACKETED.sub("", words)
    if core != words or any(sign in core for sign in "([,;"):  # 责任单位(责任人), but 市公安局(分管领导
        whole = lexicon.label.fullmatch(core)
        kind = lexicon.labels[whole["label"]] if whole else guess_kind(core, lexicon) if core.isalpha() else ""
        role = lexicon.verbs.get(words[len(core) + 1 : -1], "")  # 责任单位(牵头)
        return role if role and kind == "shared" and words.startswith(core) else kind
    label = lexicon.label.match(words)
    joint = label and next(
        (word for word in (*lexicon["words.joiners"], "、", "/") if words.startswith(word, label.end())), ""
    )
    if label and joint:  # 责任单位及完成时限; 责任领导和责任单位
        behind = lexicon.label.fullmatch(words, label.end() + len(joint))
        kinds = [lexicon.labels[each["label"]] for each in (label, behind) if each]
        kinds += ["shared"] if words[label.end() + len(joint) :] in lexicon["words.label_nouns"] else []
        return next((kind for kind in kinds if kind != "other"), "other")
    watch = is_watch(words, lexicon)
    if not watch and words.startswith(lexicon["words.duty_starts"]) and words.endswith(lexicon["words.duty_nouns"]):
        return _kind_within(words, lexicon)
    if watch or words.endswith(lexicon["words.field_nouns"]):
        return "other" if watch or not names.is_unit_like(words, lexicon) else ""
    if not words.endswith(lexicon["words.label_nouns"]):
        return ""
    return _kind_within(words, lexicon) or ("shared" if words.startswith(lexicon["words.label_starts"]) else "")


@lru_cache(maxsize=4096)
def tell_pair(label: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Tell what a label says of the first unit and of those behind it: 牵头/配合单位; None where it says one thing."""
    if label in lexicon.labels:
        return None
    kinds = [lexicon.labels.get(part, "") for part in _JOINT.split(label) if part not in lexicon["words.label_nouns"]]
    named = [kind for kind in kinds if kind in ("lead", "shared", "support")]
    return (named[0], named[1]) if len(kinds) == len(named) == 2 and named[0] != named[1] else None


@lru_cache(maxsize=4096)
def is_watch(words: str, lexicon: Lexicon) -> bool:
    """Say whether words head those who supervise or accept the work: 督导单位, 验收部门, 监管责任单位."""
    words = words.replace(_MARKET, "")  # 市场监管总局 and its kind supervise the market
    word = next((word for word in lexicon["heads.watch"] if word in words), "")
    if words.startswith("牵头") and not word.startswith("牵头"):
        return False  # 牵头考核单位 leads
    body = words.startswith(word) and words.endswith(lexicon["heads.bodies"])  # but 市金融监管局 is a unit
    return bool(word) and (words == word or body or words.endswith(lexicon["words.label_nouns"]))


def _kind_within(words: str, lexicon: Lexicon) -> str:
    if any(word in words for word in lexicon["words.guides"]) and not words.startswith("牵头"):
        return "guide"
    kinds = [kind for verb, kind in lexicon.verbs.items() if verb in words]
    given = any(word in words for word in lexicon["words.duty_starts"])
    return _strongest(kinds) or ("shared" if given else "")


def strip_verbs(source: Source, start: int, end: int) -> tuple[int, str]:
    """Take verbs and their adverbs off the end: where the names end, and the kind, "" where there was none."""
    near = max(start, end - _LONGEST_TAIL)
    length, kind = strip_words(source.text[near:end], source.lexicon)
    return near + length, kind


@lru_cache(maxsize=4096)
def strip_words(words: str, lexicon: Lexicon) -> tuple[int, str]:
    """Take verbs and their adverbs off the end of words: where the names end, and the kind."""
    verbs, adverbs = tuple(lexicon.verbs), lexicon["words.adverbs"]
    kinds: list[str] = []
    end = trim(words, 0, len(words))[1]
    while end:
        if words.endswith(lexicon["words.not_verbs"], 0, end):
            break
        if stated_role := _role(words[:end], lexicon):
            word = stated_role[0]
            kinds.append(stated_role[1])
        elif words.endswith(verbs, 0, end):
            word = max((verb for verb in verbs if words.endswith(verb, 0, end)), key=len)
            guided = word in lexicon["words.object_takers"] and kinds and set(kinds) == {"guide"}
            if not guided and not (kinds and word in adverbs):
                kinds.append(lexicon.verbs[word])  # 负责指导 says no more than 指导, 协同推进 no more than 推进
        elif words.endswith(adverbs, 0, end):
            word = next(adverb for adverb in adverbs if words.endswith(adverb, 0, end))
            stated = word[0] in _STATED
            if not stated and not (kinds and not names.is_unit_like(words[:end], lexicon)):
                break
            kinds.extend(["shared"] if stated and not kinds else [])
        elif kinds and words[end - 1] in "和及与" and words.endswith(verbs, 0, end - 1):
            word = words[end - 1]  # 指导和督促
        elif manner := _manner(words[:end], lexicon):
            word = manner
        else:
            break
        end = trim(words, 0, end - len(word))[1]
    return end, _strongest(kinds)


def _role(words: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return what names are said to be at the end of words, and its kind: 市科技局作为牵头单位."""
    match = _BEING.search(words)
    kind = lexicon.labels.get(match["label"], "other") if match else "other"  # 承担牵头责任
    return (match[0], kind) if match and kind != "other" else None


def _manner(words: str, lexicon: Lexicon) -> str:
    """Return how or when at the end of words, which no list can hold: 按进度, 2024年6月底前; "" if there is neither."""
    if when := _WHEN.search(words[-_LONGEST_MANNER:]):
        return when[0]
    if not words.endswith(lexicon["words.manner_ends"]):
        return ""
    starts = [words.rfind(start, max(0, len(words) - _LONGEST_MANNER)) for start in lexicon["words.manner_starts"]]
    at = min((start for start in starts if start >= 0), default=-1)
    return words[at:] if at == 0 or (at > 0 and names.is_unit_like(words[:at].strip(), lexicon)) else ""


def _strongest(kinds: Sequence[str]) -> str:
    for kind in ("lead", "support", "shared", "guide"):
        if kind in kinds:
            return kind
    return ""


def find_glued(source: Source, start: int, colon: int) -> int | None:
    """Return where a label before a colon begins whose separator was lost: 市科技局责任单位:市财政局."""
    text, labels = source.text, source.lexicon.labels
    places = range(max(start, colon - _LONGEST_LABEL) + 1, colon - _SHORTEST)
    begin = next((at for at in places if text[at:colon] in labels), None)
    if begin is None:
        return None
    near = max(start, begin - _LONGEST_TAIL)
    before = source.text[near : strip_verbs(source, near, begin)[0]]
    return begin if names.is_unit_like(before, source.lexicon) else None


def has_role_word(words: str, lexicon: Lexicon) -> bool:
    """Say whether a role word stands at the beginning, or behind a unit's name: 市科技局负责申报."""
    places = [words.find(word) for word in lexicon["words.role_words"]]
    return any(at == 0 or (at > 0 and words[:at].endswith(lexicon["words.bureaux"])) for at in places)


def find_nested(source: Source, start: int, end: int) -> int | None:
    """Return where a bracket opens that says who else acts: 市科技局牵头(市财政局配合)."""
    opener = find_opener(source.text, start, end)
    if (
        opener is None
        or opener - start < _SHORTEST
        or not names.is_unit_like(source.text[start : strip_verbs(source, start, opener)[0]], source.lexicon)
    ):
        return None
    label = find_label(source, opener + 1, end - 1)
    stop, kind = strip_verbs(source, opener + 1, end - 1)
    named = kind and stop - opener > _SHORTEST and names.is_unit_like(source.text[opener + 1 : stop], source.lexicon)
    return opener if named or (label and label[1] != "other") else None


@lru_cache(maxsize=8)
def _inner_verbs(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (*lexicon["words.withs"], *lexicon["words.between"], *_INNER))))


def find_inner_verb(source: Source, start: int, end: int) -> tuple[int, int, str] | None:
    """Find a verb between two names that no separator parts: A牵头B配合, A会同B负责."""
    text, lexicon = source.text, source.lexicon
    if _inner_verbs(lexicon).search(text, start + 2, end - 2) is None:
        return None
    begins = (*lexicon["elision.prefixes"], *lexicon["words.collective_starts"])
    for word in (*lexicon["words.withs"], *lexicon["words.between"], *_INNER):
        at = text.find(word, start + 2, end - 2)
        if at < 0:
            continue
        left, right = text[start:at], text[at + len(word) : strip_verbs(source, start, end)[0]]
        if right.startswith(("的", *lexicon["words.naming"])) or not names.is_unit_like(left, lexicon):
            continue
        if names.is_sentence(right, lexicon):
            continue  # 市科技局牵头办好展会
        if word in lexicon["words.between"] and not right.startswith(begins):
            continue  # 市委组织部 is a name
        if names.is_unit_like(right, lexicon) and (len(right) > 2 or word != "指导"):  # 市教育局指导中心
            kind = "lead" if word in lexicon["words.withs"] else lexicon.verbs.get(word, "shared")
            return at, at + len(word), kind
    return None


def join_label(source: Source, pieces: list[Piece]) -> list[Piece]:
    """Join a label that speaks of two things and holds a separator: 责任单位、责任人:市科技局."""
    if len(pieces) < 2 or pieces[1].separator != "、":
        return pieces
    first, second = pieces[:2]
    label = source.lexicon.label.fullmatch(source.text, first.start, first.end)
    if label is None or find_label(source, second.start, second.end) is None:
        return pieces
    return [first._replace(end=second.end), *pieces[2:]]


def split_at_labels(source: Source, piece: Piece) -> Iterator[Piece]:
    """Part 市科技局 完成时限:6月 where a label stands inside a piece."""
    text, (separator, start, end) = source.text, piece
    colon = text.find(":", start, end)
    while colon >= 0:
        if _is_within_bracket(text, start, colon):
            colon = text.find(":", colon + 1, end)
            continue
        begin = max(text.rfind(" ", start, colon), text.rfind("\n", start, colon)) + 1
        stroke = max(text.rfind("/", start, colon), text.rfind("|", start, colon))
        if stroke >= 0 and text.find(":", max(begin, start), stroke) >= 0:  # 主办:市甲局/协办:市乙局, but 牵头/配合单位
            begin = stroke + 1
        label = find_label(source, begin, end) if begin > start else None
        if label is None and (glued := find_glued(source, start, colon)):
            begin, label = glued, find_label(source, glued, end)
        duty = label is None and begin > start and names.is_bureau(text[begin:colon], source.lexicon)
        if duty or (label and label[2] == colon + 1):
            yield Piece(separator, *trim(text, start, begin - (begin == stroke + 1)))
            separator, start = ";", begin
        colon = text.find(":", colon + 1, end)
    yield Piece(separator, start, end)


def _is_within_bracket(text: str, start: int, at: int) -> bool:
    near = max(start, at - _LONGEST_BRACKET)
    if not _OPENER.search(text, near, at):
        return False
    opened = text.count("(", near, at) + text.count("[", near, at)
    return opened > text.count(")", near, at) + text.count("]", near, at)


@lru_cache(maxsize=4096)
def is_plain(words: str, lexicon: Lexicon) -> bool:
    """Say whether words are a name and nothing else, as most pieces are: no sign, label or verb is looked for then."""
    opens = (*lexicon["words.withs"], "会", *lexicon["words.openers"], *lexicon["words.starters"])
    return (
        len(words) <= _LONGEST_PLAIN
        and words.isalpha()
        and bullets.skip_signs(words, 0, len(words)) == 0
        and not lexicon.label.match(words)
        and not words.startswith((*opens, *lexicon["words.times"]))
        and lexicon["words.by"][0] not in words
        and not lexicon.holds("words.does", words)
        and not _inner_verbs(lexicon).search(words, 2, max(0, len(words) - 2))
        and strip_words(words, lexicon) == (len(words), "")
        and not bullets.is_number(words)
    )
