"""Clauses: from an item's text to the units it names.

In: a stretch of a Source that belongs to one item. Out: Clauses with their Mentions, rules for the whole notice,
and findings. Does not decide who a name is (registry) nor who leads where no word says so (resolve).

    clause   = "(" content ")" | "[" content "]" | label ":" content (to the line's end, two blanks or "。")
    content  = sentence (("。" | ";") sentence)*
    sentence = group (","? group)* | field | rule | blanket
    group    = label? names verbs?            责任单位:A、B   A、B牵头   A、B按职责分工负责   由A会同B负责
    names    = name (("、" | "," | 及 | 和) name)* closer?
    name     = words bracket?                 各县(市、区)人民政府   市交通委(市道运局)   市科技局(牵头)   A(B、C配合)
    closer   = 等 (有关部门 | 相关单位 | …)?
    field    = 完成时限:… | 责任领导:… | …     read over
    rule     = 列首位的为牵头单位 (,下同)?
    blanket  = …均需 names 落实, 不再一一列出

A bracket is a clause if a label opens it, if verbs close its groups and what they close reads as names, or if it
holds nothing but names and stands where a sentence ends. A bracket that only looks like one leaves a finding.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from responsibility.kinds import Role, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Clause, Finding, Rule
from responsibility.parse.clause import asides, names
from responsibility.parse.clause.asides import find_beside, find_duty, find_field, is_day, is_inner_office, is_person
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.labels import (
    find_label,
    find_nested,
    has_role_word,
    is_of_offices,
    split_at_labels,
    strip_verbs,
)
from responsibility.parse.clause.mentions import QUOTED, ClauseReading, Source, make_mentions
from responsibility.parse.clause.rules import find_sign, is_rule, tell_until
from responsibility.parse.clause.scanner import Brackets, pair_brackets, split_pieces, trim
from responsibility.parse.clause.unbracketed import (
    Found,
    find_bare,
    find_labelled,
    find_unclosed,
    reads_as_names,
    reads_cleanly,
)
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_LONGEST = 800  # of a clause that no label opens
_SHORTEST = 4  # a bracket that can hold a name
_BLANKS = 4  # that may stand before a bracket
_DEEPEST = 4  # brackets inside brackets that can be clauses; a text of brackets alone has thousands
_FEW = 20  # pieces that tell what a bracket is
_ENDS = "。;!?.\n\r \t”’」』\"'"
_ENDED = re.compile(r"[。;]?\s*?(?:\n|\Z)")
_LONGEST_LINE = 200
_LONGEST_GAP = 200
_LINES = late(r"\s*\n\s*|  +")
_FIELD_BEHIND = late(rf"[,;]\s*(?P<label>{HAN}{{2,12}}[ \t]*:)")
_COUNTED = re.compile(r"[0-9一二三四五六七八九十百千万余多两]\s?[处部科]\s*$")
_GAP = late(r"[\s、,;。.]*(?:\(?[0-9]{1,2}[).、]|[①-⑳])?\s*\Z")


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a stretch of text says about units. rules and blankets hold for later items too."""

    clauses: tuple[Clause, ...] = ()
    rules: tuple[Rule, ...] = ()
    blankets: tuple[Clause, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def find_clauses(source: Source, start: int, end: int) -> Clauses:
    """Find every clause in text[start:end]."""
    brackets = pair_brackets(source.text, start, end)
    findings: list[Finding] = []
    found = list(_bracketed(source, trim(source.text, start, end)[0], brackets, findings))
    found = [_past_early_closer(source, each, brackets, findings) for each in found]
    found += find_unclosed(source, brackets, end, findings)
    found = _apart(found)
    found.extend(find_labelled(source, Span(start, end), brackets, found, findings))
    found.extend(find_bare(source, Span(start, end), brackets, found))
    found.sort(key=lambda each: each.span)
    return settle(source, _merge_adjacent(source, found), findings)


def _past_early_closer(source: Source, clause: Found, brackets: Brackets, findings: list[Finding]) -> Found:
    """Take in the names behind a bracket that closed too early: (责任单位:市经信局)、市邮政管理局)."""
    text, end = source.text, clause.span.end
    stray = next((at for at in brackets.stray if at >= end), None)
    if (
        stray is None
        or stray - end > _LONGEST
        or text[end] not in "、,;"
        or not {"\n", "。"}.isdisjoint(text[end:stray])
    ):
        return clause
    kind = clause.reading.groups[-1].kind if clause.reading.groups else ""
    more = read_groups(source, *trim(text, end + 1, stray), pair_brackets(text, end + 1, stray), kind=kind)
    if not more.names or not reads_cleanly(source, more):
        return clause
    clause.reading.groups.extend(more.groups)
    brackets.stray.remove(stray)
    span = Span(clause.span.start, stray + 1)
    findings.append(Finding("CLAUSE_UNCLOSED", Severity.WARNING, span))
    return Found(span, clause.reading)


def _apart(found: list[Found]) -> list[Found]:
    """Order clauses and drop one that begins inside another: a bracket in a clause whose closer is missing."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: one.span):
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
    return kept


def _bracketed(source: Source, start: int, brackets: Brackets, findings: list[Finding]) -> Iterator[Found]:
    past = -1
    around: list[int] = []  # closers of the brackets that hold this one
    for opener, closer in sorted(brackets.closing.items()):
        while around and around[-1] < opener:
            around.pop()
        around.append(closer)
        if opener < past or closer - opener < _SHORTEST or len(around) > _DEEPEST or _is_in_line(source, opener):
            continue
        reading = _read_bracket(source, opener, closer, brackets)
        if reading is None and opener == start:
            reading = _read_head(source, opener, closer, brackets)
        if reading is not None:
            past = closer
            yield Found(Span(opener, closer + 1), reading)
        elif source.sign and find_sign(source.text[opener + 1 : closer]) == source.sign:
            continue  # (注:加★者为牵头单位) was taken
        elif _looks_like_clause(source, opener + 1, closer, brackets) or _holds_office(source, opener, closer, start):
            span = Span(opener, closer + 1)
            findings.append(
                Finding("BRACKET_UNUSED", Severity.NOTE, span, params={"text": span.of(source.original)[:QUOTED]})
            )


def _is_in_line(source: Source, opener: int) -> bool:
    """Say whether a bracket stands behind a name in a line that a label opens, and is read with that line."""
    text, near = source.text, max(0, opener - _LONGEST_LINE)
    if not text.endswith(source.lexicon["words.strong"], near, opener):
        return False
    start = max(text.rfind(sign, near, opener) for sign in "。;\n") + 1
    colon = text.find(":", start, opener)
    label = find_label(source, trim(text, start, opener)[0], opener) if colon > 0 else None
    return label is not None and label[1] != "other" and label[2] == colon + 1


def _read_bracket(source: Source, opener: int, closer: int, brackets: Brackets) -> ClauseReading | None:
    start, end = trim(source.text, opener + 1, closer)
    short = 1 < end - start <= _LONGEST
    words = source.text[start:end] if short else ""
    if _opens_with_label(source, start, end, brackets) or is_rule(words, source.lexicon) or tell_until(words):
        return read_groups(source, start, end, brackets)
    if not short or source.text.startswith(source.lexicon["notclause.starts"], start):
        return None
    if source.lexicon.verb.search(source.text, start, end) is None:
        return _read_bare(source, opener, closer, brackets)
    pieces = split_pieces(source.text, start, end, brackets)
    if not any(_says_who(source, each.start, each.end) for each in pieces):
        return _read_bare(source, opener, closer, brackets)
    reading = read_groups(source, start, end, brackets)
    return reading if reads_as_names(source, reading) else None


def _says_who(source: Source, start: int, end: int) -> bool:
    """Say whether a verb closes a piece, or stands between a unit and what it does."""
    return (
        bool(strip_verbs(source, start, end)[1])
        or find_nested(source, start, end) is not None
        or find_duty(source.text, start, end, source.lexicon) is not None
    )


def _opens_with_label(source: Source, start: int, end: int, brackets: Brackets) -> bool:
    label = find_label(source, start, end)
    if label is not None and label[1] != "other":
        return True
    end = min(end, start + _LONGEST)
    if label is None and source.text.find(":", start, end) < 0:
        return False
    whole = split_pieces(source.text, start, end, brackets)
    labelled = (each for each in whole if source.text.find(":", each.start, each.end) >= 0)
    pieces = (part for each in labelled for part in split_at_labels(source, each))
    later = (find_label(source, each.start, each.end) for each in pieces)
    return any(each is not None and each[1] != "other" and source.text[each[2] - 1] == ":" for each in later)


# (市科技局、市财政局,9月底前), (市科技局;长期); but (市统计局;2024年6月) is a source
_TERM = late(r".*(?:[前底末内止]|前报送?|全年|推进|坚持)\Z|[0-9]{1,2}月\Z")


def _read_bare(source: Source, opener: int, closer: int, brackets: Brackets) -> ClauseReading | None:
    """Read (市科技局、市财政局): names alone, where a sentence ends before or after."""
    text, lexicon = source.text, source.lexicon
    if closer - opener > _LONGEST // 2:
        return None
    ends_before = text[max(0, opener - _BLANKS) : opener].rstrip(" ")[-1:] in ("", *_ENDS)
    ends_after = closer + 1 >= len(text) or text[closer + 1] in "。;\r\n"
    counted = _COUNTED.search(text, max(0, opener - _BLANKS), opener)  # 改造路灯30处(市住建局)
    if text.endswith(lexicon["words.bureaux"], max(0, opener - _BLANKS), opener) and not counted:
        return None  # 市发改委(市粮食局): a second plate of what stands before
    end = _before_people(source, opener + 1, trim(text, opener + 1, closer)[1])
    last = max(text.rfind(sign, opener + 1, end) for sign in "、,;")
    if last > 0 and _is_term(text[last + 1 : end].strip(), lexicon):
        end = trim(text, opener + 1, last)[1]
    ends = (*lexicon["words.strong"], *lexicon["words.closing"], "等", "区", "市", "县", ")", "]")
    final = max(opener, *(text.rfind(sign, opener + 1, end) for sign in "、,;")) + 1
    first_name, last_name = text[opener + 1 : final - 1].partition("、")[0].rstrip(), text[final:end].strip()
    led = first_name.endswith(lexicon["words.bureaux"])  # 市文旅局、艺术馆; 县水利局,各乡镇
    placed_end = (ends_before or led) and names.is_placed(last_name, lexicon)
    placed_end = placed_end or (led and names.is_unit_like(last_name, lexicon))
    fills = _ENDED.match(text, closer + 1) is not None  # the line is at its end
    own = fills and is_inner_office(last_name, lexicon)
    ends_before = ends_before or (own and is_of_offices(text))
    office_end = ends_before and own and not _COUNTED.match(last_name)
    if not (ends_before or ends_after) or not (placed_end or office_end or text.endswith(ends, opener, end)):
        return None  # 依托中心学校(市一中)。
    reading = read_groups(source, *trim(text, opener + 1, closer), brackets)
    cleans = [name.folded for name in reading.names]
    strong = [names.core_of(clean).endswith(lexicon["words.strong"]) for clean in cleans]
    inner = lexicon["words.bureaux"] if ends_before else ()  # (职教处、高教处) in a bureau's own plan
    firm = sum(
        each or names.is_placed(clean, lexicon) or clean.endswith(inner)
        for each, clean in zip(strong, cleans, strict=True)
    )
    placed = sum(clean.startswith((*lexicon["elision.prefixes"], "各", "有关", "相关", "国家")) for clean in cleans)
    odd = any(each.severity is not Severity.NOTE for each in reading.findings)
    # Within a sentence, houses may only be examples: 免费开放场馆(市科技馆、市体育馆)。
    inside = not ends_before and (placed * 2 < len(cleans) or sum(strong) * 2 < len(cleans))
    if odd or not cleans or firm * 2 < len(cleans) or inside:
        return None
    return reading if all(names.is_unit_like(clean, lexicon) for clean in cleans) else None


def _read_head(source: Source, opener: int, closer: int, brackets: Brackets) -> ClauseReading | None:
    """Read [市委组织部]抓好培训: names in a square bracket that opens an item, of a place or of a bureau's own plan."""
    if source.text[opener] != "[" or not "\u4e00" <= source.text[closer + 1 : closer + 2] <= "\u9fff":
        return None
    reading = read_groups(source, *trim(source.text, opener + 1, closer), brackets)
    cleans = [name.folded for name in reading.names]
    offices = all(is_inner_office(each, source.lexicon) for each in cleans) and is_of_offices(source.text)
    known = offices or all(names.is_placed(each, source.lexicon) for each in cleans)
    return reading if cleans and not reading.findings and known else None


def _is_term(words: str, lexicon: Lexicon) -> bool:
    """Say whether words tell by when names before them act, or that they do below: 9月底前, 7月, 长期; 下同."""
    return words in (*lexicon["words.times"], *lexicon["rules.same"]) or (
        _TERM.match(words) is not None and is_day(words, lexicon)
    )


def _before_people(source: Source, start: int, end: int) -> int:
    """Return the end of the names before fields and persons: (市财政局 张某、李某), (市财政局,责任人:张某)."""
    text, lexicon = source.text, source.lexicon
    field = _FIELD_BEHIND.search(text, start, end)
    if field and find_field(text, field.start("label"), end, lexicon):
        end = field.start()
    while True:
        last = text.rfind("、", start, end)
        if last > 0 and is_person(text[last + 1 : end].strip(), lexicon) and find_beside(text, start, last, lexicon):
            end = last
        elif (beside := find_beside(text, start, end, lexicon)) is not None:
            end = asides.trim_beside(text, start, beside)
        else:
            return end


def _looks_like_clause(source: Source, start: int, end: int, brackets: Brackets) -> bool:
    """Say whether a bracket that was not read speaks of duties, or names units only."""
    end = min(end, start + _LONGEST)
    words = source.text[start:end]
    if any(cue in words for cue in source.lexicon["notclause.cues"]) or words.endswith(
        source.lexicon["notclause.cue_ends"]
    ):
        return True
    found = [*split_pieces(source.text, start, end, brackets)][:_FEW]
    pieces = [each for each in found if not source.text[each.start : each.start + 1].isdigit()]
    fields = (find_field(source.text, each.start, each.end, source.lexicon) for each in pieces)
    if any(field and field[0].endswith(source.lexicon["words.label_nouns"]) for field in fields):
        return True  # 贵任单位:市水利局
    if any(has_role_word(source.text[each.start : each.end], source.lexicon) for each in pieces):
        return True
    stripped = [strip_verbs(source, each.start, each.end) for each in pieces]
    firm = [
        names.core_of(source.text[each.start : stop]).endswith(source.lexicon["words.bureaux"])
        for each, (stop, _) in zip(pieces, stripped, strict=True)
    ]
    return (
        any(firm) if any(kind for _, kind in stripped) else len(found) > 1 and any(firm) and sum(firm) * 2 >= len(firm)
    )


def _holds_office(source: Source, opener: int, closer: int, start: int) -> bool:
    """Say whether a bracket that ends a line, or opens the stretch at start, holds an office's name: (住房保障科)."""
    words = source.text[opener + 1 : closer] if closer - opener < _FEW else ""
    placed = opener == start or _ENDED.match(source.text, closer + 1) is not None
    return placed and words.isalpha() and not _COUNTED.match(words) and is_inner_office(words, source.lexicon)


def _with_rule(source: Source, span: Span) -> Span:
    """Take in the rule in brackets that ends a line's clause."""
    at = bisect_left(source.rules, span.end, key=lambda rule: rule.span.start)
    behind = source.rules[at].span if at < len(source.rules) else span
    return Span(span.start, behind.end) if behind.start == span.end else span


def _merge_adjacent(source: Source, found: list[Found]) -> list[Found]:
    """Join clauses with nothing but blanks between whose labels differ: 牵头单位:A / 配合单位:B on two lines."""
    merged: list[Found] = []
    for each in found:
        last = merged[-1] if merged else None
        if last is not None and _complete(last, each) and _is_gap(source, last.span.end, each.span.start):
            reading = _join_readings(last.reading, each.reading)
            merged[-1] = Found(Span(last.span.start, each.span.end), reading)
        else:
            merged.append(each)
    return merged


def _is_gap(source: Source, start: int, end: int) -> bool:
    """Say whether nothing stands between two clauses but signs, and fields on lines of their own: 责任人:张某."""
    if _GAP.match(source.text, start, end):
        return True
    gap = source.text[start:end].rstrip(" \t\u3000")
    if end - start > _LONGEST_GAP or gap[-1:] not in ("\r", "\n"):
        return False  # 算力:建设中心1个。(责任单位:市甲局) is a task
    lines = _LINES.split(gap.strip(" \r\n\t,;。"))
    return all(find_field(line, 0, len(line), source.lexicon) for line in lines)


def _join_readings(one: ClauseReading, other: ClauseReading) -> ClauseReading:
    return ClauseReading(
        one.label or other.label,
        one.groups + other.groups,
        one.rule or other.rule,
        one.rest_supports or other.rest_supports,
        one.blanket or other.blanket,
        one.blanket_groups + other.blanket_groups,
        one.findings + other.findings,
        one.until or other.until,
    )


def _complete(last: Found, each: Found) -> bool:
    kinds = {group.kind for group in last.reading.groups}
    return bool(each.reading.groups) and bool(kinds) and not kinds & {group.kind for group in each.reading.groups}


def _is_unled(reading: ClauseReading) -> bool:
    """Say whether a verb makes guides or helpers of all that a label names as those who act: 责任单位:A、B指导."""
    acting = [each for each in reading.groups if each.kind not in ("guide", "support")]
    return not acting and any(each.labelled in ("lead", "shared") for each in reading.groups)


def settle(source: Source, found: list[Found], findings: list[Finding]) -> Clauses:
    """Turn what was read into Clauses, rules and blankets; findings: what was told before."""
    clauses: list[Clause] = []
    blankets: list[Clause] = []
    rules: list[Rule] = []
    for span, reading in ((each.span, each.reading) for each in found):
        mentions = make_mentions(source, reading.groups)
        findings.extend(reading.findings)
        if mentions:
            clauses.append(Clause(reading.label, _with_rule(source, span), mentions))
        elif not (reading.rule or reading.blanket or reading.open):
            findings.append(
                Finding("CLAUSE_EMPTY", Severity.ERROR, span, params={"text": span.of(source.original)[:QUOTED]})
            )
        if any(group.kind == "guide" for group in reading.groups):
            findings.append(Finding("ROLE_GUIDES", Severity.WARNING if _is_unled(reading) else Severity.NOTE, span))
        if reading.rule:
            rest = Role.SUPPORT if reading.rest_supports else None
            rules.append(Rule(reading.rule, reading.rule.start, rest=rest, until=reading.until))
        if reading.blanket:
            added = make_mentions(source, reading.blanket_groups)
            blankets.append(Clause("", reading.blanket, added))
            severity = Severity.NOTE if added else Severity.WARNING
            params = {"names": "、".join(mention.name for mention in added)}
            findings.append(Finding("BLANKET_UNITS", severity, reading.blanket, params=params))
    return Clauses(tuple(clauses), tuple(rules), tuple(blankets), tuple(findings))
