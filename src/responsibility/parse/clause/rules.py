"""Rules: sentences that say who leads, for one clause or for all: 列首位的为牵头单位,其他为配合单位,下同.

In: words, the pieces of a clause in a Source, or a letter or remark. Out: whether they state a rule, and the pieces
that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from responsibility.kinds import Role, Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Finding, Rule
from responsibility.parse.clause.bullets import MARKS
from responsibility.parse.clause.mentions import ClauseReading, Source
from responsibility.parse.clause.scanner import Piece, trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_SIGN_IS = (
    rf"[\"'“(\[]?(?P<sign>[{MARKS}])[\"'”)\]]?(?:号|标记|标志|标识|符号)?的?{HAN}{{0,6}},?"
    rf"[为是系]{HAN}{{0,4}}"
)
_SIGNED = late(_SIGN_IS + "(?:牵头|主办|主责)")
_SIGNED_HELP = late(_SIGN_IS + "(?:配合|协办|协同|协助|参与|参加)")
_LOOKS = ("划线", "粗", "黑", "红")  # one of which each of the words below holds
_LOOK = "(?:划线|加粗|粗体|黑体|加黑|标红|红色|红字)"
_BY_LOOK = late(rf"{_LOOK}[^。;\n()]{{0,12}}[为是系即][^。;\n()]{{0,4}}(?:牵头|主办|主责)")
_LOOK_HELD = late(rf"[(\[][^()\[\]\n]{{0,20}}{_LOOK}[^()\[\]\n]{{2,40}}[)\]]")
_BEHIND = re.compile(rf"[(\[](?<={HAN}.)([^()\[\]\n:、]{{4,60}})[)\]]")
_UNTIL = re.compile(rf"(?:(?P<comma>逗号)|分号)[\"'”)]?[之以]?前面?的?{HAN}{{0,6}}[为是]{HAN}{{0,2}}(?:牵头|主办|主责)")
_SENTENCE = late(r"[。;\r\n]")
_LONGEST_RULE = 200  # the longest sentence that can state a rule
_COUNTED = "号"  # of 逗号 and 分号, which most words do not hold


_SIGNED_REST = late(r"[,;][^。\n,;]{0,4}(?:其余|其他|其它|未标|无标|不带)[^。\n,;]{0,10}(?:配合|协办|参与|参加|协助)")


def says_rest(text: str) -> bool:
    """Say whether words make helpers of those without the sign of the lead: 标▲的为牵头单位,其余为配合单位."""
    match = _SIGNED.search(text) if any(sign in text for sign in MARKS) else None
    return match is not None and _SIGNED_REST.search(text, match.end(), match.end() + 40) is not None


def find_sign(text: str) -> str:
    """Return the sign that a text says marks the lead, "" if it names none."""
    match = _SIGNED.search(text) if any(sign in text for sign in MARKS) else None
    return match["sign"] if match else ""


def find_help_sign(text: str, sign: str) -> str:
    """Return the sign that a text says marks those who help, "" if none. sign: that of the lead, "" for none."""
    match = _SIGNED_HELP.search(text) if sign else None
    return match["sign"] if match and match["sign"] != sign else ""


def tell_until(words: str) -> str:
    """Return the separator before which all lead: 逗号前为牵头单位; "" if words state no such rule."""
    match = _UNTIL.search(words) if _COUNTED in words else None
    return "" if match is None else "," if match["comma"] else ";"


def tell_looks(text: str) -> Iterator[Finding]:
    """Tell where words say that its look marks the lead, which no text keeps: 下划线单位为牵头单位, 加粗的牵头."""
    if any(word in text for word in _LOOKS):  # which few texts speak of
        for match in _BY_LOOK.finditer(text):
            yield Finding("RULE_BY_LOOK", Severity.WARNING, Span(*match.span()))


def blank_looks(text: str) -> str:
    """Blank out, at the same length, the brackets that hold such words and nobody's name."""
    if not any(word in text for word in _LOOKS):
        return text
    return _LOOK_HELD.sub(lambda match: " " * len(match[0]) if _BY_LOOK.search(match[0]) else match[0], text)


def is_rule(text: str, lexicon: Lexicon) -> bool:
    """Say whether words say that the first listed unit leads."""
    return lexicon.holds("rules.lead_word", text) and lexicon.holds("rules.first", text)


def blank_rules(text: str, lexicon: Lexicon) -> tuple[str, tuple[Rule, ...]]:
    """Blank out, at the same length, brackets behind a name or label that state a rule, and return the rules."""
    found = [match for match in _BEHIND.finditer(text) if _states_rule(_opening(match[1]), lexicon)]
    parts, at = [], 0
    for match in found:
        parts += [text[at : match.start()], " " * len(match[0])]
        at = match.end()
    return "".join([*parts, text[at:]]), tuple(_make_rule(match, lexicon) for match in found)


def _opening(words: str) -> str:
    """Return the first part of words, behind the exception that they may begin with: 除注明的外,列首位的牵头."""
    first, *rest = re.split("[,;。]", words)
    return rest[0] if rest and first.startswith("除") and first.endswith("外") else first


def _states_rule(words: str, lexicon: Lexicon) -> bool:
    return is_rule(words, lexicon) or bool(tell_until(words))


def _make_rule(match: re.Match[str], lexicon: Lexicon) -> Rule:
    rests = [part for part in match[1].split(",") if part.startswith(lexicon["rules.rest"])]
    supports = any(verb in part for part in rests for verb, kind in lexicon.verbs.items() if kind == "support")
    span = Span(*match.span())
    return Rule(span, span.start, rest=Role.SUPPORT if supports else None, until=tell_until(match[1]))


def take_rule(source: Source, pieces: list[Piece], reading: ClauseReading) -> list[Piece]:
    """Take out 列首位的为牵头单位,其他为配合单位,下同 and what belongs to it."""
    lexicon = source.lexicon
    whole = source.text[pieces[0].start : pieces[-1].end] if pieces else ""
    ruled = lexicon.holds("rules.first", whole) or lexicon.holds("rules.same", whole) or _COUNTED in whole
    if not (ruled or source.sign):
        return pieces
    kept: list[Piece] = []
    for piece in pieces:
        words = source.text[piece.start : piece.end]
        if is_rule(words, lexicon):
            while kept and source.text[kept[-1].start : kept[-1].end].startswith("除") and piece.separator == ",":
                kept.pop()
            colon = source.text.find(":", piece.start, piece.end)
            named = colon >= 0 and is_rule(source.text[piece.start : colon], lexicon)
            reading.rule = Span(piece.start, colon if named else piece.end)
            if named:  # 列首位的为牵头单位:市科技局、市财政局
                kept.append(Piece(";", *trim(source.text, colon + 1, piece.end)))
        elif until := tell_until(words):
            reading.rule, reading.until = Span(piece.start, piece.end), until
        elif source.sign and (
            find_sign(words) == source.sign or _SIGNED_HELP.fullmatch(words.lstrip("标带有").removesuffix("单位"))
        ):
            continue
        elif reading.rule and words.startswith(lexicon["rules.rest"]) and piece.separator in (",", ";"):
            reading.rest_supports = any(verb in words for verb, kind in lexicon.verbs.items() if kind == "support")
        elif not words.startswith(lexicon["rules.same"]):
            kept.append(piece)
    return kept


def find_prose_rules(source: Source, start: int, end: int, *, numbered: bool = False) -> Iterator[Rule]:
    """Find 责任单位中列首位的为牵头单位,其他为配合单位 in the covering letter or a closing remark.

    numbered: a point of the letter, which could as well be a task (建设全国首个由企业牵头的平台).
    """
    makes, whole = source.lexicon["rules.makes_lead"], source.text[start:end]
    if not (is_rule(whole, source.lexicon) or tell_until(whole)):
        return
    while start < end:
        match = _SENTENCE.search(source.text, start, end)
        stop = match.start() if match else end
        words = source.text[start:stop] if stop - start <= _LONGEST_RULE else ""
        until = tell_until(words)
        if until or (is_rule(words, source.lexicon) and (not numbered or any(word in words for word in makes))):
            yield Rule(Span(*trim(source.text, start, stop)), rest=_rest(source, start, stop), until=until)
        start = stop + 1


def _rest(source: Source, start: int, end: int) -> Role | None:
    """Say what a rule makes of those not listed first, None where it does not tell."""
    for part in source.text[start:end].split(","):
        if part.startswith(source.lexicon["rules.rest"]):
            supports = any(verb in part for verb, kind in source.lexicon.verbs.items() if kind == "support")
            return Role.SUPPORT if supports else None
    return None
