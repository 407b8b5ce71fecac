"""Targets: every quantity and every day that an item promises.

In: an item's span. Out: Promises: Targets in document order, each quoting its words, and a finding for each figure
and day that cannot be read. A number counts only with a unit of measure behind it (80家, 11.74公里, 350亿元, 6%), so
names and numbers of roads, phases, documents and items do not: 107国道, (二期), 第三产业, “三个一百”, 〔2020〕22号. A
number that only describes what is counted is no target (the 50亿元 of 产值超50亿元企业4家), nor is one that says where
things stand (the 12% of 由12%降至8%). One pass over the numbers; every look back or ahead is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from responsibility.kinds import Severity
from responsibility.language.measures import load_measures
from responsibility.model import Finding, Target
from responsibility.parse.facts.amounts import Amount, Unread, scan_amounts
from responsibility.parse.facts.days import NOT_WITHIN, When
from responsibility.parse.facts.deadlines import Due, scan_deadlines, tell_due
from responsibility.parse.facts.joined import blank_out, join_words
from responsibility.parse.facts.numerals import HAN_NUMERALS, SCALES, plain_numerals
from responsibility.patterns import late
from responsibility.spans import Span

_WORDS = load_measures("targets")
_ADDS, _PROMISES, _HOPES, _VAGUE = (_WORDS[key] for key in ("adds", "promises", "hopes", "vague"))
_DURATIONS, _SIZES, _SINGLE, _GOVERNS = (_WORDS[key] for key in ("durations", "sizes", "single", "governs"))
_MEASURES, _IDIOMS = _WORDS["measures"], _WORDS["idioms"]
_TIMES, _CLASSES = _WORDS["spans"], _WORDS["classes"]
# What stands right before a number, and the bound it sets.
_SIGNS = {"least": ">=", "above": ">", "most": "<=", "below": "<", "up": "+", "down": "-", "fallen": "-", "equal": "="}
_BOUNDS = load_measures("bounds")
_BEFORE = {word: sign for key, sign in _SIGNS.items() for word in _BOUNDS[key]}
_BOUND_WORDS, _LONGEST = tuple(_BEFORE), max(map(len, _BEFORE))
_BOUNDED = tuple(word + less for word in ("不", "不得", "不能") for less in (*_BOUNDS["below"], *_BOUNDS["above"]))
# 超过了, 至少要有, 不少于日均; but 下调为 is no change by so much.
_PARTICLES = (*"了有是为要需应±", "日均", "月均", "年均", "人均", "平均", "每年")
_NOT_BOUNDS = _BOUNDS["none"]
_CLAUSE_ENDS = ("", ",", "。", ";")
_KINDS = ("类", "种")  # 优先支持和适当支持两类
_POINTERS = tuple("分为这那前后述下列各其每上及和与")  # 分为三项, 以上三项
_BRIEF = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}")
_PLAIN_RATIO = late(r"[0-9]{1,2}\.[0-9]{1,2}$")  # what is said without a unit: an efficiency of 1.3
_COMPARES = (">=", "<=", ">", "<")
_TURNED = {">": "<=", "<": ">="}  # 不得超过
_AFAR_OFF = 8  # signs before a number in which 至少 stands
_AFAR = tuple((word, _BEFORE[word]) for word in _BOUNDS["afar"])
_AFTER = re.compile(
    r"(?:\(含[^()]{0,8}\)|含)?(?:(?:或者?|及)?(?:(?P<least>以上)|(?P<most>以下))"
    rf"|(?P<within>以内|之内|内(?!{NOT_WITHIN}))|(?P<about>左右|上下))"
)
_NEXT = rf"[到至为成](?=[0-9半数几{HAN_NUMERALS}])"
_TURN = re.compile(rf"(?:左右|上下|以[上下])?(?:{'|'.join(_BOUNDS['turns'])}){_NEXT}")
_FROM = re.compile(r"[由从自较比][^由从,;。、]{0,8}$")
_TO = re.compile(rf"(?:左右|上下|以[上下])?[^0-9,;。、()]{{0,6}}?{_NEXT}")
_LATELY = 40  # signs between 截至 and what it tells of
_ALREADY = late(r"(?:^|[底末月日年前今来在\n。;:,、!?()\x00]|(?:目前|累计|均|现|早|业))已经?[^的,。;]{1,12}$")
_UNTIL = late(r"截[至止][^。;\n再新]{1,14},?(?:已|累计|共|现有|完成)[^,。;\n的再]{0,12}")
_STOPS = frozenset("。;:,、!?()[]\n\x00")
_JOINTS = " 和及与并的"
_EACH = "分别"
_NEXT_NOUN = late(rf"[、和及](?:(?!{'|'.join(word for word in _BOUND_WORDS if len(word) > 1)})[^0-9,;。、()]){{2,8}}")
_COUNTED = re.compile(r"(?:\d{1,2}[.．](?!\d)|[①-⑳]|[一二三四五六七八九十]是)\s*")  # the number of a measure in a list
_LEVELS = ("千伏", "kV", "kVA", "千伏安")
_LESS = tuple(word for word in _BOUNDS["down"] if len(word) > 1)
_LONGEST_LESS = 10  # of what becomes less; behind more words the figure counts something else
_ENOUGH = 4  # a quantity of this many characters or fewer is a verb whose noun stands behind the number


class Promises(NamedTuple):
    """What an item promises, and what of it cannot be read."""

    targets: tuple[Target, ...]
    due: Due
    findings: tuple[Finding, ...]


class _Found(NamedTuple):
    """An amount with its bound; positions in the joined words."""

    start: int
    end: int
    amount: Amount
    bound: str
    quantity: str = ""


def find_promises(text: str, span: Span, when: When, beside: Sequence[Span] = ()) -> Promises:
    """Return what text[span] promises, document order, and a finding for each figure and day that cannot be read.

    A quantity's words run from its bound to its unit: 超过50%. value is in the printed unit (350, 亿元).
    bound: ">=" for at least (达, 不低于, 以上), "+" for an increase (净增, 增长; a decrease is negative), "=" where
    nothing is said. A range is two targets with the same words. A deadline has bound "by", an ISO date or else its
    words as value, and no unit. when: the plan's year, for 年底前, and the day of issue, for 本月底. beside: what
    holds no targets, though it may say when the item is due: its number and its clauses.
    """
    joined = join_words(text, span)
    # A cell of nothing but 12.5 is a figure; where its head says that it is a day, others read it.
    deadlines = tuple(each for each in scan_deadlines(joined, when) if not _BRIEF.fullmatch(each.text))
    due = tell_due(joined, deadlines, when)
    deadlines = tuple(each for each in deadlines if not any(other.holds(each.span) for other in beside))
    targets = [Target(each.text, "", each.due, "", "by", each.span) for each in deadlines]
    unread = [("DUE_DOUBTFUL", each.span) for each in deadlines if each.doubtful]
    if due.doubtful and due.words and not unread and (at := text.find(due.words, *span)) >= 0:
        unread.append(("DUE_DOUBTFUL", Span(at, at + len(due.words))))  # 完成时限:6月, which only the label promises
    hidden = sorted([*(each.at for each in deadlines), *(joined.find(each) for each in beside)])
    for found in _scan(plain_numerals(blank_out(joined.masked, hidden)), joined.words):
        place = joined.place(found.start, found.end)
        if isinstance(found, _Found):
            targets += _make_targets(found, place.of(text), place)
        else:
            unread.append(("FIGURE_UNREAD", place))
    findings = (Finding(code, Severity.WARNING, at, params={"words": at.of(text)}) for code, at in sorted(unread))
    return Promises(tuple(sorted(targets, key=lambda target: target.span)), due, tuple(findings))


def _scan(words: str, printed: str) -> Iterator[_Found | Unread]:
    """Yield what counts; a figure that says where things stand gives its name to the one that follows."""
    previous, quantity, turned, way = 0, "", False, ""
    last: _Found | None = None
    for amount in scan_amounts(words):
        if isinstance(amount, Amount) and _is_done(words, amount.start):
            continue
        if isinstance(amount, Amount) and _is_base(words, amount):
            at = _reach_back(words, amount.start, previous)
            quantity = _FROM.sub("", printed[at : amount.start]).strip(_JOINTS)
            previous, turned = amount.end, True
            continue
        found = _measure(words, amount) if isinstance(amount, Amount) else amount
        if isinstance(found, Unread):
            yield found
        if not isinstance(found, _Found) or _describes(words, found):
            continue
        # 分别奖励50万元、30万元: the second counts what the first does.
        follows = words[previous : found.start] in ("、", "和", "及")
        goes_on = turned or follows or previous == found.start
        least = found.start if turned else previous
        quantity = quantity if goes_on and quantity else _name_quantity(words, printed, found, least)
        if last and _lessens_too(words, last, found, words[previous : found.start]):
            found, follows = found._replace(bound="-"), False
        found, way = _with_way(words, found, way or _find_way(words, last)) if follows and last else (found, "")
        previous, turned, last = found.end, False, found
        yield found._replace(quantity=quantity)


def _with_way(words: str, found: _Found, before: str) -> tuple[_Found, str]:
    """Let a figure that goes on in a list rise or fall as the one before, 分别下降24%、25%以上; return that way too."""
    own = _find_way(words, found)
    if own or not before:
        return found, own
    if before in _COMPARES:  # 分别达到98%、95%
        return found._replace(bound=before if found.bound == "=" else found.bound), before
    return found._replace(bound=before if before == "-" or found.bound == "=" else found.bound), before


def _lessens_too(words: str, last: _Found, found: _Found, between: str) -> bool:
    """Say whether a share goes on in a list whose verb stands before its first noun: 压减会议10%、文件15%."""
    led = last.bound == "-" and not _bound_before(words, last.amount.start)[1]
    return led and found.amount.unit == last.amount.unit == "%" and _NEXT_NOUN.fullmatch(between) is not None


def _find_way(words: str, found: _Found) -> str:
    way = _bound_before(words, found.amount.start)[1]
    if way in _COMPARES and _EACH not in words[_reach_back(words, found.start, 0) : found.start]:
        return ""
    return way or (found.bound if found.bound in ("+", "-") else "")


def _is_done(words: str, start: int) -> bool:
    """Say whether a figure tells what has been done: 已更换300只; 截止3月底,累计更换300只.

    A day by which it shall be done is no more among the words: 截至12月底累计更换300只 promises.
    """
    if words.rfind("已", max(0, start - _LATELY), start) >= 0:
        behind = _reach_back(words, start, 0)
        if _ALREADY.search(words, max(0, behind - 1), start):
            return True
    told = words.rfind("截", max(0, start - _LATELY), start)
    return told >= 0 and _UNTIL.fullmatch(words, told, start) is not None


def _is_base(words: str, amount: Amount) -> bool:
    """Say whether a figure is where things stand, with where they shall be behind it: 由12%降至8%."""
    if _TURN.match(words, amount.end):
        return True
    comes_from = _FROM.search(words, max(0, amount.start - 10), amount.start)
    return comes_from is not None and len(amount.values) == 1 and _TO.match(words, amount.end) is not None


def _make_targets(found: _Found, text: str, place: Span) -> list[Target]:
    amount = found.amount
    bounds = (">=", "<=") if len(amount.values) == 2 else (found.bound,)
    return [
        Target(text, found.quantity, -value if bound == "-" else value, unit, bound.replace("-", "+"), place)
        for value, unit, bound in zip(amount.values, amount.units, bounds, strict=True)
    ]


def _measure(words: str, amount: Amount) -> _Found | Unread | None:
    """Add the bound to an amount; None where it promises nothing."""
    if not _is_counted(words, amount):
        return None
    end = amount.end
    start, bound = _bound_before(words, amount.start)
    after = _AFTER.match(words, end)
    if after:
        end = after.end()
        bound = _bound_behind(after, bound)
    elif bound in ("", "=") and amount.bound:
        bound = amount.bound
    if not bound and amount.unit in _DURATIONS and not words.endswith(_TIMES, 0, start):
        return None
    if not (amount.unit or amount.part or _PLAIN_RATIO.match(words, amount.start, amount.end)):
        return Unread(start, end)  # 达到9000: the unit, or a sign of it, is lost
    if amount.part and bound == "-" and words[amount.start] == "一":
        return Unread(start, end)  # 减少一半: the half that goes or the half that stays
    return _Found(start, end, amount, _bound_far(words, start, bound) if bound in ("", "+") else bound)


def _bound_behind(after: re.Match[str], bound: str) -> str:
    """Return the bound with the words behind a number: 达到35%左右 is no least."""
    if after["about"]:
        return "=" if bound in (">=", "<=") else bound
    return ">=" if after["least"] else "<="


def _is_counted(words: str, amount: Amount) -> bool:
    """Say whether the number counts: no part of a name, no ratio, no idle 一个."""
    start, end = amount.start, amount.end
    before, follows = words[max(0, start - 4) : start], words[end : end + 1]
    if before.endswith(("每", "(含", *_IDIOMS)) or follows == "级" or (amount.unit == "日" and before.endswith("月")):
        return False
    if amount.lettered:  # 不高于1NTU
        return _bound_before(words, start)[1] in _COMPARES or _AFTER.match(words, end) is not None
    if amount.part or not amount.unit.strip(SCALES):
        return _is_counted_bare(words, amount, before, follows)
    return not amount.han or _is_counted_in_han(words, amount, before, follows)


def _is_counted_bare(words: str, amount: Amount, before: str, follows: str) -> bool:
    """Say whether a number without a unit counts: 占1/4, 能效降到1.3以下, 投资5亿."""
    sign, goes_on = _bound_before(words, amount.start)[1], _AFTER.match(words, amount.end) is not None
    if amount.part:  # 1/4 and 一半 may be anything
        said = "分之" in words[amount.start : amount.end]
        return said or bool(sign) or goes_on or before.endswith(("占", "的")) or follows == "的"
    is_told = sign in _COMPARES if not amount.unit else bool(sign) or not amount.han
    return is_told and (goes_on or follows in ("", *_STOPS))


def _is_counted_in_han(words: str, amount: Amount, before: str, follows: str) -> bool:
    unit, value = amount.unit, amount.values[0]
    if len(amount.values) == 2:
        return unit != "类"  # 一二类
    if unit == "分" or (follows and follows in HAN_NUMERALS):
        return False  # 十分, 三个一百
    if amount.han == "一" and value == 1:
        return unit in (*_MEASURES, *_DURATIONS) or (unit in _SINGLE and before.endswith(_PROMISES))
    if unit not in _VAGUE or value >= 10 or before.endswith(_PROMISES):
        return True
    if follows in _CLAUSE_ENDS and unit not in _KINDS and not before.endswith((*_STOPS, *_POINTERS)):
        return True  # 开展巡诊三轮,
    sign = _bound_before(words, amount.start)[1]
    return sign in _TURNED.values() or _AFTER.match(words, amount.end) is not None  # 不少于两次, 三轮以上


def _bound_before(words: str, start: int) -> tuple[int, str]:
    """Return where the bound word right before start begins, and its sign; a particle may stand between."""
    if words.endswith(_NOT_BOUNDS, max(0, start - 3), start):
        return start, ""
    ends = [start]
    while len(ends) <= 2 and words.endswith(_PARTICLES, 0, ends[-1]):
        ends.append(ends[-1] - next(len(word) for word in _PARTICLES if words.endswith(word, 0, ends[-1])))
    if not any(words.endswith(_BOUND_WORDS, 0, end) for end in ends):
        return start, ""
    lengths = range(1, _LONGEST + 1)
    found = [(end - size, _BEFORE.get(words[end - size : end])) for end in ends for size in lengths if size <= end]
    to = words[start - 1 : start] == "为"
    at, sign = min(((at, sign) for at, sign in found if sign and not (to and sign in "+-")), default=(start, ""))
    turning = next((word for word in _BOUNDS["not"] if words.endswith(word, 0, at)), "") if sign in _TURNED else ""
    return (at - len(turning), _TURNED[sign]) if turning else (at, sign)


def _bound_far(words: str, start: int, near: str) -> str:
    """Return the bound where its word stands further off: 新增规上工业企业80家, 至少新增3个, 压减一般性支出12%."""
    at = _reach_back(words, start, 0)
    opens = words[at:start]
    sign = next((sign for word, sign in _AFAR if opens.startswith(word) or word in opens[-_AFAR_OFF:]), near)
    if sign or words.startswith(_ADDS, at):
        return sign or "+"
    noun = words[at:start].removeprefix(next((word for word in _LESS if words.startswith(word, at)), "\0"))
    is_near = start - at - len(noun) > 1 and 1 < len(noun) <= _LONGEST_LESS and noun[-1] not in "到至为成在"
    return "-" if is_near and not any(word in noun for word in ("的", *_PROMISES)) else "="


def _describes(words: str, found: _Found) -> bool:
    """Say whether the number only describes a noun: 产值超50亿元企业4家, 150万吨以上的企业, 220千伏变电站2座."""
    behind = _reach_on(words, found.end, 16)
    noun = words[found.end : behind]
    if noun and found.amount.unit in _CLASSES:
        return True
    after = words[max(0, found.end - 2) : found.end]
    follows = words[found.end : found.end + 1]
    if found.amount.unit in _LEVELS and noun:
        return True  # 110千伏变电站1座
    if found.bound == ">" and set(found.amount.han) <= {*SCALES} and found.amount.han and noun not in ("", "大关"):
        return found.amount.unit.endswith(_SIZES)  # 采深超千米煤矿
    if after in ("以上", "以下") and (noun or follows.isdigit()):
        meant = follows != "的" or words.endswith(_PROMISES, 0, found.start)  # 建成10个以上的示范点
        return not meant or follows.isdigit() or after == "以下" or found.amount.unit.endswith(_SIZES)
    if found.bound not in (">", ">=", "<=", "<"):
        return False
    return words[behind : behind + 1].isdigit() and len(noun) > 1 and noun[-2:] not in _BEFORE


def _reach_on(words: str, start: int, most: int) -> int:
    """Return where the next stop or digit behind start is."""
    end = start
    limit = min(len(words), start + most)
    while end < limit and words[end] not in _STOPS and not words[end].isdigit():
        end += 1
    return end


def _reach_back(words: str, end: int, least: int) -> int:
    """Return where the words that lead to end begin: behind a stop, and not before least."""
    start = end
    while start > least and end - start < 40 and words[start - 1] not in _STOPS:
        start -= 1
    return start


def _strip_joints(words: str) -> str:
    """Take joining words off both ends: 和水厂; but 并网 and 合并 are words of their own."""
    words = words.strip()
    kept = words if words.startswith(_WORDS["joined"]) else words.lstrip(_JOINTS)
    return kept if kept.endswith(_WORDS["ends_joined"]) else kept.rstrip(_JOINTS)


def _name_quantity(words: str, printed: str, found: _Found, previous: int) -> str:
    """Return what is counted: the words before the number, and those behind it where only a verb is before."""
    at = _reach_back(words, found.start, previous)
    while words.startswith("、", at - 1) and at > previous and _EACH in words[at : found.start]:
        at = _reach_back(words, at - 1, previous)  # 办结率、满意率分别达到98%、95%
    before = _strip_joints(printed[at : found.start]).removesuffix(_EACH)
    before = before[len(opens[0]) :] if (opens := _COUNTED.match(before)) else before
    before = before.removeprefix(next((hope for hope in _HOPES if before.startswith(hope)), ""))
    is_share = found.amount.unit in ("%", "‰")
    if before and (is_share or (len(before) > _ENOUGH and not before.endswith(_GOVERNS))):
        return before
    behind = _strip_joints(printed[found.end : _reach_on(words, found.end, 30)])
    named = before + ("" if behind.startswith(_BOUNDED) or behind in _BOUND_WORDS else behind)
    if named or words[at - 1 : at] != ",":
        return named
    return printed[_reach_back(words, at - 1, previous) : at - 1].strip(_JOINTS)  # 给予奖补,最高500万元
