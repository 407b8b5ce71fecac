"""Prose: items whose sentences say who acts, with no bracket and no label.

In: the stretches of a notice without a clause. Out: the clause that a sentence makes. A closing sentence of nothing
but names and verbs (由A牵头,B配合。) is a clause like any other. Where an item has none, what its sentences say in
passing (由A牵头制定方案; A要会同B安排资金) is read with the basis "prose"; nobody is charged by slogans, by what all
should do (各部门要切实负责) or by who makes up a meeting (由A牵头、B参加的联席会议).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from responsibility.kinds import Basis, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Clause, Finding
from responsibility.parse.clause import asides, names
from responsibility.parse.clause.clauses import Clauses, settle
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.headed import find_headed, read_names
from responsibility.parse.clause.labels import strip_verbs, strip_words
from responsibility.parse.clause.mentions import QUOTED, Group, Source, make_mentions
from responsibility.parse.clause.scanner import find_opener, pair_brackets, trim
from responsibility.parse.clause.unbracketed import Found, reads_cleanly
from responsibility.patterns import late
from responsibility.spans import Span

_LONGEST = 600  # of a closing sentence
_LONGEST_LIST = 500  # of names before their verb
_LONGEST_HOLDER = 40  # a bureau and who heads it
_TRIES = 6  # verbs tried behind one name
_SENTENCE = re.compile(r"[^。;!?\n]+")
# What makes a name of its own of a verb before it: 县委|督查|室, 管委|会办|公室; but 指导|组织 and 推进|科技 are none.
_OF_NAME = late(r"室|公室|组(?![织建成合])|科(?![学技研普创])|股|专班|中心|站|队")


def find_prose_clauses(source: Source, said: dict[Span, Clauses]) -> dict[Span, Clauses]:
    """Return what closing sentences that say nothing else say, for the stretches that have one.

    said: what was found in each stretch before.
    """
    closings = {each: found for each in said if (found := _closing(source, each)) is not None}
    return {span: _add(source, said[span], found) for span, found in closings.items()}


def _add(source: Source, said: Clauses, found: Found) -> Clauses:
    params = {"text": found.span.of(source.original)[:QUOTED]}
    told = Finding("CLAUSE_IN_PROSE", Severity.NOTE, found.span, params=params)
    added = settle(source, [found], [*said.findings, told])
    return replace(said, clauses=added.clauses, findings=added.findings)


def _closing(source: Source, stretch: Span) -> Found | None:
    """Read the last sentence; where it does not say who acts, the one before."""
    end = trim(source.text, stretch.start, stretch.end)[1]
    if not source.text.endswith("。", stretch.start, end):
        return None
    end -= 1
    begin = _begin(source, stretch.start, end)
    last = _sentence(source, begin, end)
    if last is not None or begin <= stretch.start:
        return last
    end = source.text.rfind("。", stretch.start, begin)
    return _sentence(source, _begin(source, stretch.start, end), end) if end > stretch.start else None


def _begin(source: Source, start: int, end: int) -> int:
    near = max(start, end - _LONGEST)
    return trim(source.text, max(near, source.text.rfind("。", near, end) + 1), end)[0]


def _sentence(source: Source, begin: int, end: int) -> Found | None:
    """Read a sentence that holds nothing but names and what they do."""
    end = find_opener(source.text, begin, end) or end  # 各学校负责(小学由中心小学统筹)。
    by = "," + source.lexicon["words.by"][0]
    said_before = source.text[begin : max(begin, source.text.find(by, begin, end))]
    if said_before and not strip_verbs(source, begin, begin + len(said_before))[1]:
        return None  # 建好平台,由市科技局负责
    if not strip_verbs(source, begin, end)[1]:
        return None
    reading = read_groups(source, begin, end, pair_brackets(source.text, begin, end))
    found = Found(Span(begin, end), reading)
    clean = bool(reading.names) and reads_cleanly(source, reading)
    return found if clean and _is_said_of_units(source, found) and _is_duty(source, found) else None


def _is_said_of_units(source: Source, found: Found) -> bool:
    """Say whether a sentence is neither exhortation (各部门要抓好落实) nor slogan (形成政府负责、部门协作)."""
    words, lexicon = found.span.of(source.text), source.lexicon
    named = (*lexicon["elision.prefixes"], *lexicon["words.collective_starts"])
    for name in found.reading.names:  # 市应急局 exhorts nobody
        words = words.replace(name.span.of(source.text), "", 1)
    return not any(word in words for word in lexicon["prose.exhorts"]) and all(
        name.folded.startswith(named) or not name.folded.endswith(lexicon["prose.nobody"])
        for name in found.reading.names
    )


def _is_duty(source: Source, found: Found) -> bool:
    """Say whether a sentence gives a duty (市科技局负责实施), and to a unit of its own."""
    said = any(word in found.span.of(source.text) for word in source.lexicon["prose.duties"])
    return said and not all(name.collective for name in found.reading.names)


def find_duties(source: Source, start: int, end: int) -> Clause | None:
    """Read whom the sentences of text[start:end] charge in passing; None if nobody."""
    headed = find_headed(source, start, end)
    groups = [
        group
        for sentence in _SENTENCE.finditer(source.text, start, end)
        for group in (*_duties(source, *sentence.span()),) or headed.get(sentence.start(), ())
        if group.names
    ]
    if not groups:
        return None
    mentions = tuple(each._replace(basis=Basis.PROSE) for each in make_mentions(source, groups))
    return Clause("", Span(mentions[0].span.start, mentions[-1].span.end), mentions)


@lru_cache(maxsize=8)
def _acts(lexicon: Lexicon) -> re.Pattern[str]:
    words = {*lexicon.verbs, *lexicon["words.withs"], *lexicon["words.adverbs"], *lexicon["prose.modals"]}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _duties(source: Source, start: int, end: int) -> Iterator[Group]:
    """Read a sentence: names at its beginning or behind 由, then those that go on with what others do."""
    text, lexicon = source.text, source.lexicon
    if any(word in text[start:end] for word in lexicon["prose.bodies"]):
        return
    at = trim(text, start, end, " \t\u3000.、")[0]
    first = at = at + text.startswith("(", at)
    withs = lexicon["words.withs"]
    while at < end:
        if at > first and text.startswith(withs, at):  # 由A牵头制定方案,会同B审核
            with_whom, at = _forward(source, at + len(next(word for word in withs if text.startswith(word, at))), end)
            yield from with_whom
        found = _duty(source, at, end, goes_on=at > first) or _asked(source, at, end)
        said = lexicon.holds("prose.duties", text[at:end]) or lexicon.holds("prose.asks", text[at:end])
        comma = text.find(",", at, end) + 1 if said else 0
        while found is None and comma:
            found = _whole_duty(source, comma, end) or _asked(source, comma, end)
            comma = text.find(",", comma, end) + 1
        if found is None:
            by = text.find(lexicon["words.by"][0], at, end)
            if by < 0:
                return
            at = by + 1
            if text.startswith(lexicon["prose.not_by"], max(start, by - 1), by + 2):
                continue
            found = _duty(source, at, end) or _done_by(source, at, end)
        if found is not None:
            yield from found[0]
            at = found[1]


def _asked(source: Source, at: int, end: int) -> tuple[list[Group], int] | None:
    """Read whom a sentence asks for something, whatever it is: 请市司法局对合同进行审核."""
    lexicon = source.lexicon
    word = next((word for word in lexicon["prose.asks"] if source.text.startswith(word, at, end)), "")
    if not word or not source.text.startswith(lexicon["elision.prefixes"], at + len(word), end):
        return None
    groups, behind = _forward(source, at + len(word), end)
    return (groups, behind) if groups[0].names else None


def _done_by(source: Source, at: int, end: int) -> tuple[list[Group], int] | None:
    """Read who does something behind 由, whatever it is: 由市甲局、市乙局分别制定."""
    lexicon = source.lexicon
    if not source.text.startswith(lexicon["elision.prefixes"], at, end):
        return None
    groups, behind = _forward(source, at, end)
    last = groups[0].names[-1].end if groups[0].names else end
    does = source.text[last : behind - (source.text[behind - 1] == ",")]
    describes = any(word in does for word in (*lexicon["prose.not_behind"], "后"))  # 由市委审定后公布
    return (groups, behind) if len(does) > 1 and not describes else None


def _whole_duty(source: Source, at: int, end: int) -> tuple[list[Group], int] | None:
    """Read names and what they do that fill the words up to the next comma: …,市甲局、市乙局共同牵头,…."""
    comma = source.text.find(",", at, end)
    stop = comma if comma >= 0 else end
    names_end, kind = strip_verbs(source, at, stop)
    if (
        not kind
        or names_end <= at
        or not any(word in source.text[names_end:stop] for word in source.lexicon["prose.duties"])
    ):
        return None
    found = _duty(source, at, stop)
    return (found[0], found[1] if found[1] < stop else stop + 1) if found else None


def _duty(source: Source, at: int, end: int, *, goes_on: bool = False) -> tuple[list[Group], int] | None:
    """Read names from a place on and what they do: the groups, and where the next may begin.

    goes_on: the sentence has charged somebody before; what inner offices do then needs no word of duty.
    """
    text, lexicon = source.text, source.lexicon
    limit = min(end, at + _LONGEST_LIST)
    comma = text.find(",", at, limit)
    limit = limit if comma < 0 else comma
    tries = 0
    for match in _acts(lexicon).finditer(text, at + 2, limit):
        stop = match.start() - (text[match.start() - 1] == ":")  # 市教育局:负责校园安全
        named = names.strip_closer(text, at, stop, lexicon)  # 市甲局、市乙局等负责
        if not text.endswith(lexicon["words.suffixes"], at, named) and text[named - 1] != ")":
            holder = asides.find_holder(text[at:named], lexicon) if named - at < _LONGEST_HOLDER else 0
            if not holder:
                continue
            stop = at + holder  # 市甲局局长张某负责
        if match[0] not in lexicon["prose.duties"] and text.startswith(lexicon["prose.bureaux"], match.end()):
            continue  # 社会保障局; but 市科技局牵头办好展会
        if match[0] not in lexicon["prose.duties"] and _OF_NAME.match(text, match.end()):
            continue
        offices = goes_on or match[0] in (*lexicon["prose.duties"], *lexicon["words.withs"])
        group = read_names(source, at, stop, offices=offices)
        if group is not None:
            return _acting(source, group, match.start(), end)
        tries += 1
        if tries > _TRIES:
            return None
    return None


def _acting(source: Source, group: Group, at: int, end: int) -> tuple[list[Group], int] | None:
    """Read 要牵头, 会同…, 负责 behind names; None where the words only describe (牵头的会议, 负责人)."""
    text, lexicon = source.text, source.lexicon
    modal = said = False
    withs = tuple("," + word for word in lexicon["words.withs"])
    while match := _acts(lexicon).match(text, at + (said and text.startswith(withs, at, end)), end):
        word, at = match[0], match.end()  # 由A牵头,会同B制定方案
        modal = modal or word in lexicon["prose.modals"]
        kind = (
            "lead" if word in lexicon["words.withs"] else _kind_of(word, _acts(lexicon).match(text, at, end), lexicon)
        )
        said = said or word in lexicon.verbs or word in lexicon["words.does"] or kind == "support"  # 做好配合
        group.kind = group.kind if group.kind in ("lead", "support") else kind or group.kind
        if word in lexicon["words.withs"]:
            with_whom, at = _forward(source, at, end)
            return [group, *with_whom], at
        if word in lexicon["words.object_takers"] and not text.startswith(lexicon["prose.helps"], at, end):
            break  # 负责保障资金: the duty is what follows
    if modal and all(name.collective for name in group.names):
        return None  # 各部门要切实负责
    if not (modal or said) or text.startswith((*lexicon["words.naming"], *lexicon["prose.not_behind"]), at, end):
        return None
    sign = text.find(",", at, end) if text[at : at + 1] != "、" else at  # A牵头、B配合
    return [group], sign + 1 if sign >= 0 else end


def _kind_of(word: str, more: re.Match[str] | None, lexicon: Lexicon) -> str:
    """Return what a word of acting says: 做好配合 supports; 协同 before another verb only says how."""
    if word in lexicon["words.adverbs"]:
        kind = "" if more else lexicon.verbs.get(word) or strip_words(word, lexicon)[1]
        return kind if kind == "support" else ""
    return lexicon.verbs.get(word, "")


def _forward(source: Source, at: int, end: int) -> tuple[list[Group], int]:
    """Read the names behind 会同, which no verb closes: 会同市财政局、市教育局制定办法."""
    text, lexicon = source.text, source.lexicon
    found: list[names.Name] = []
    while match := _bureau(lexicon).match(text, at, end):
        left, joiner, _ = match["name"].partition("和")
        nobody = joiner and names.is_open(left, lexicon)  # 有关部门和市教育局
        loose = joiner and names.is_unit_like(left, lexicon) and not (nobody or left.startswith("各"))
        start, stop = match.span("name")  # 协调小组和专家委员会 are loose words
        begin = start + (len(left) + 1 if nobody else 0)
        group = None if loose else read_names(source, begin, stop, offices=True)
        found += group.names if group else []
        at = match.end()
        if group is None or not match["more"]:
            break
    comma = text.find(",", at, end)
    return [Group(names=found)], comma + 1 if comma >= 0 else end


@lru_cache(maxsize=8)
def _bureau(lexicon: Lexicon) -> re.Pattern[str]:
    ends = "|".join(map(re.escape, lexicon["prose.bureaux"]))
    bodies = "|".join(lexicon["elision.party_bodies"])  # 市委组织部
    offices = "处(?![理置于罚分在以事])|科(?![技学研普创室目])"
    return re.compile(
        rf"(?P<name>[^、,]{{1,24}}?(?:{ends}|{offices}))(?!员会|公室|门|机关|(?<=委)(?:{bodies}))(?P<more>[、和及与]|以及)?"
    )
