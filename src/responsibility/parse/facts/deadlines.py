"""Deadlines: the days by which an item promises something.

In: an item's span. Out: Deadlines, document order, each with its words, its day where one can be told, and its span.
A day needs a word that makes it a promise (到, 底, 前, 末, 内) or a verb of work behind a span or a part of a year;
the plan's own year, dates in 《》 or 〔〕 and how things stood (截至2月底，已办结) are none. 12月底 is its last day,
12月前 and 2025年前 the day before they begin, a quarter its last day. Words that name no day (长期, 三年内, 每季度末前)
have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.parse.facts.days import Stretch, When, find_starts, read_stretch
from responsibility.parse.facts.joined import Joined, fold_whole, join_words
from responsibility.parse.facts.numerals import HAN_NUMERALS
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_WORDS = load_measures("deadlines")
_OPEN = _WORDS["open"]
_LONGEST = 40  # signs of a labelled value
_APART = r"[ \u3000]{0,4}"  # between the signs of 完 成 时 限
_OWN_LABEL = rf"时间(?<!{HAN}时间)(?= ?:)"  # (时间:9月10日); but 活动时间
# Each begins with a sign by itself, so that a search leaps over all others.
_LABELS = re.compile(rf"(?:{'|'.join((*(_APART.join(word) for word in _WORDS['labels']), _OWN_LABEL))})\]? ?[:为]? ?")
_REST_OF_YEAR = late(r"(?<=[,、;。])全年(?=完成|达到|实现|新增)")
_QUARTERS = late(r"季度[^。;\n]{1,12}、$")  # 一季度30家、二季度60家
_SHARES = ("占比", "评比", "配比")  # 占比2026年底达到20%; but 比2025年底下降3%
_NOT_BEFORE, _NOT_BEHIND = frozenset(_WORDS["not_before"]), _WORDS["not_behind"]
_MOVED = _WORDS["moved"]
_FORMER = r"(?:原[定计]?划?[于在为]?|[由从])"  # 原定12月底, 由10月延长至12月
_IS_FORMER, _TELLS_FORMER = late(rf"{_FORMER}$"), late(rf"{_FORMER}(?=[0-9二“])")
_UP_TO_MOVED = late(r"(?:完成)?\s*[(,]?现?")  # 12月底(延期至明年6月底)
_SENTENCE_END = late(r"[。;\n]")
_ENDS = late(rf"(?:基本|全面|全部|初步)?(?:{'|'.join(_WORDS['ends'])})")
_RUNS = late(rf",?(?:{'|'.join(_WORDS['manners'])})?(?:{'|'.join(_WORDS['ends'] + _WORDS['runs'])})(?!的)")
_LIMITS = ("前", "之前", "以前", "内", "以内", "之内")  # 及以前 is that day too, and of a year no limit
_DAYS = ("day", "third", "month", "figures")
_BRACKET = 60  # signs of the units before the day of a bracket
_PARTED = late(r"[)\]0-9]")
_PARTS = ("half", "third", "near")  # which count where a verb of work follows
_DONE = ("已", "均已", "前已")  # 2024年12月底已完成
_NEAR = 16  # signs before and behind a span in which words stand that it belongs to
_LASTS = late(rf"(?:{'|'.join(_WORDS['lasts'])})[^。;,\n]{{0,12}}?(?:{'|'.join(_WORDS['lasting'])})$")
_LASTING = 24  # signs before 至 in which stand what lasts and its verb
_PAPERS, _GOVERNING = _WORDS["belongs"], _WORDS["governing"]
_NAMES_OR_PAST = late(
    rf"[^,。;:、()\n]{{0,6}}(?:的|已|以来)|[、和][0-9]|度(?!分)|[^,。;:、()\n]{{0,12}}?(?:{'|'.join(_WORDS['belongs'])})(?=[,。;:、()\n]|$)"
    rf"|(?:{'|'.join(_WORDS['measured'])})"
)
_EACH = late(r"[每上去历往]年[^,。;:(\n]*$")  # 每年6—8月和10—12月
_PAST = late(r"[,，]?(?:全[市县区省])?(?:已|累计|共|现有|办结|答复)|目前")
_NUMBER = rf"(?:[{HAN_NUMERALS}]{{1,3}}|[0-9]{{1,2}})"
# Words of limit that name no one day, by a sign in each: 每季度末前, 每月5日前, 三年内, 汛期前.
_ENDLESS = {
    "每": late(
        rf"每个?(?:半?年|季度?|双?月|周|旬)度?(?:首月|末月)?(?:{_NUMBER}月份?)?(?:{_NUMBER}[日号]|[底末初])[之以]?前?"
        "|每周[一二三四五六日天][之以]?前"
    ),
    "年": re.compile(
        rf"[半{HAN_NUMERALS}0-9](?<![^,。;:、在用于\n .].)"
        rf"(?:(?<=半)年|(?<=[{HAN_NUMERALS}])[{HAN_NUMERALS}]{{0,2}}年半?|(?<=[0-9])[0-9]?年半?)"
        rf"(?:(?:时间)?[之以]?内|(?:(?<=用..)|(?<=用...))(?:时间)?)(?=,?{_ENDS.pattern})"
    ),
    "冬": late("今冬明春"),
    "前": re.compile(rf"(?:{'|'.join(_WORDS['seasons'])})(?:来临|到来)?[之以]?前(?=[完建,。;]|$)"),
}
_ALONE = late(
    rf"(?P<from>[。;\n(,])(?=[{''.join(sorted({word[0] for word in _OPEN}))}])"
    rf"(?P<open>{'|'.join(sorted(_OPEN, key=len, reverse=True))})(?=(?P<to>[。;\n),]|$))"
)
_OF_YEAR = re.compile(r"^(?:20[0-9]{2}年|今年|本年度?)(?=全年)")  # 2025年全年
# A bracket, where it opens or closes it; else it is or closes a sentence.
_ALONE_IN = {"(": ",)", ",": ")。", ";": ")。;\n"}
_LOST_YEAR = late(rf"[{HAN_NUMERALS}0-9]年$")  # a year that was not read: the month behind it is of no other
_LISTED = re.compile("[^、,;\n]+")
_NOTED = re.compile(r"[(\[][^()\[\]:0-9]{2,12}[)\]]\Z")
_SERIAL = re.compile(r"[45][0-9]{4}(?:\.[0-9]+)?")  # days of a workbook, from 2009 to 2064
_FIRST_SERIAL = date(1899, 12, 30)
# A schedule has stages (6月底前封顶;12月底前招生): it ends where its line does or another label begins.
_VALUE, _STAGES = (
    re.compile(rf"(?:\([^():\n]{{0,12}}\)|(?!  |[;。]{end})[^()\n])*") for end in ("(?!第)", "[^第首;。:\\n]{2,8}:")
)
_OPEN_END = late(r"[;。)\n]|  ")
_PRINTED = late(rf"(?:\([^():\n]{{0,12}}\)|[^;。()\n]){{2,{_LONGEST}}}(?=[;。()\n]|$)")  # what a label says of no day


class Deadline(NamedTuple):
    """Words that set a day. day: None where there is no one day: no year, 长期, 每季度.

    at: where they stand in the joined words. doubtful: people could take another day.
    """

    text: str
    day: date | None
    span: Span
    at: tuple[int, int]
    doubtful: bool = False

    @property
    def due(self) -> str:
        """The ISO date, or the words where there is no one day."""
        return self.day.isoformat() if self.day else self.text


class Due(NamedTuple):
    """When an item is due. day: an ISO date, or None where no one day is named; words: as printed, or None.

    doubtful: people could take another day.
    """

    day: str | None = None
    words: str | None = None
    doubtful: bool = False


def scan_deadlines(joined: Joined, when: When) -> tuple[Deadline, ...]:
    """Return the deadlines in joined words.

    when: the plan's year, for 年底前 and 6月底前; a year printed before them in the same item goes first.
    """
    words = joined.masked
    whole = words.strip(" 。;,、\n")
    found = [*_open_ended(joined, words, whole), *_promised(joined, words, whole, when)]
    kept: list[Deadline] = []
    for deadline in sorted(found, key=lambda each: each.at):
        if not kept or deadline.at[0] >= kept[-1].at[1]:
            kept.append(deadline)
    rest = _REST_OF_YEAR.search(words, kept[-1].at[1]) if kept and when.year else None
    if rest and when.year:  # 上半年完成50%,全年完成100%
        place = joined.place(*rest.span())
        kept.append(Deadline(place.of(joined.text), date(when.year, 12, 31), place, rest.span()))
    return tuple(kept)


def find_due(text: str, span: Span, when: When) -> Due:
    """Return when text[span] is due, by the day and as printed; see tell_due."""
    joined = join_words(text, span)
    return tell_due(joined, scan_deadlines(joined, when), when)


def read_due_cell(text: str, span: Span, when: When) -> Due:
    """Return when a cell of deadlines says that its row is due: also by a list of days or a workbook's number."""
    due = find_due(text, span, when)
    return due if due.words else _read_value(text, span, when)


def _read_value(text: str, span: Span, when: When) -> Due:
    words = span.of(fold_whole(text))
    noted = _NOTED.search(words)
    if noted:  # 9月(含试运行)
        before = Span(span.start, span.start + noted.start())
        due = _latest(scan_deadlines(join_words(text, before), when))
        if due.day:
            return Due(due.day, _tidy(span.of(text)), due.doubtful)
    due = _latest(scan_deadlines(join_words(text, span), when))
    if due.words:
        return due
    if _SERIAL.fullmatch(words.strip()):
        return Due((_FIRST_SERIAL + timedelta(days=int(words.strip()[:5]))).isoformat(), words.strip())
    parts = [Span(span.start + part.start(), span.start + part.end()) for part in _LISTED.finditer(words)]
    dues = [find_due(text, part, when) for part in parts] if len(parts) > 1 else []
    return max((each for each in dues if each.day), key=lambda each: each.day or "", default=due)


def read_stage_day(joined: Joined, at: int, when: When) -> Deadline | None:
    """Read the day that stands at a place of joined words, whatever they promise by it: 上半年选址."""
    stretch = read_stretch(joined.masked, at, when)
    if stretch is None or joined.masked.startswith(("中", "初"), stretch.end):  # 年 in 年中开工
        return None
    place = joined.place(stretch.start, stretch.end)
    ends = (stretch.start, stretch.end)
    return Deadline(place.of(joined.text), _last_day(stretch, when), place, ends, stretch.doubtful)


def names_due(label: str) -> bool:
    """Say whether a label of an item's line says when it is due: 完成时限, 工作安排."""
    return "".join(label.split()) in _WORDS["labels"]


def names_end(words: str) -> bool:
    """Say whether words hold one that ends a task: 完工 in 拟完工时间, and not 开工 in 开工时间."""
    return any(word in words for word in _WORDS["ends"])


def tell_due(joined: Joined, deadlines: tuple[Deadline, ...], when: When) -> Due:
    """Return when the item is due that has these deadlines.

    A day behind a label (完成时限:…) goes first; otherwise the latest of the days, since the item is done when its last
    part is. There is no day where no year is known (年底前) and where there is no end (长期, 全年, 每季度末). What a
    label says of no day (完成时限:收到通知后10日内) is kept as printed.
    """
    label = _LABELS.search(joined.words)
    if label is None:
        return _latest(deadlines)
    labels = [label, *_LABELS.finditer(joined.words, label.end())]
    label = next(
        (each for each in labels if not {*":]"}.isdisjoint(each[0])), label
    )  # 办理时限压缩50%; but 完成时限:6月30日 tells
    if label[0].startswith(_WORDS["terms"]) and joined.words.startswith(_MOVED, label.end()):
        return _latest(deadlines)
    values = [_value_of(joined.words, each) for each in labels if each[0] == label[0]]  # each part has its own
    said = [_read_value(joined.text, joined.place(*each.span()), when) for each in values if each]
    due = max((each for each in said if each.words), key=lambda each: each.day or "", default=_latest(deadlines))
    if due.words or {*":]"}.isdisjoint(label[0]) or label[0].startswith(("时间", *_WORDS["schedules"])):
        return due
    printed = _PRINTED.match(joined.words, label.end())
    return Due(None, _tidy(joined.place(*printed.span()).of(joined.text))) if printed else due


def _value_of(words: str, label: re.Match[str]) -> re.Match[str] | None:
    return (_STAGES if label[0].startswith(_WORDS["schedules"]) else _VALUE).match(words, label.end())


def _latest(deadlines: tuple[Deadline, ...]) -> Due:
    if not deadlines:
        return Due()
    last = max((each for each in deadlines if each.day), key=lambda each: each.day or date.min, default=deadlines[-1])
    return Due(last.day.isoformat() if last.day else None, _tidy(last.text), last.doubtful)


def _tidy(words: str) -> str:
    """Put words on one line."""
    return re.sub(r"\s*\n\s*", "", words).strip()


def _promised(joined: Joined, words: str, whole: str, when: When) -> Iterator[Deadline]:
    """Yield the days that words promise; a year printed holds for the days behind it. A day that was moved is none."""
    at = 0
    held: Deadline | None = None
    while (start := find_starts(words, at)) is not None:
        stretch = read_stretch(words, start, when)
        at = max(stretch.end if stretch else 0, start + 1)
        if stretch is None:
            continue
        if when.first and _is_of_plan(stretch, words, when):  # 2025年新建3所,6月底前开工
            when = when._replace(year=stretch.year, first=None)
        begin = _find_moved(words, stretch)
        is_moved = begin < stretch.start and _is_of_task(words, begin, held)
        if is_moved or _promises(stretch, words, stretch.end - begin == len(whole), when):
            if held and not (is_moved and _is_former(words, held, begin)):
                yield held
            when = when._replace(year=stretch.year, first=None) if stretch.year else when
            place = joined.place(begin, stretch.end)
            lost = not stretch.year and _LOST_YEAR.search(words, max(0, start - 2), start) is not None
            day = None if lost else _last_day(stretch, when)
            held = Deadline(place.of(joined.text), day, place, (begin, stretch.end), stretch.doubtful or lost)
    if held:
        yield held


def _is_of_plan(stretch: Stretch, words: str, when: When) -> bool:
    """Say whether a year is one of the plan's, and none that figures are compared with."""
    year, first, last = stretch.year or 0, when.first or 0, when.year or 0
    return stretch.unit == "year" and first <= year <= last and not words.endswith(("比", "较"), 0, stretch.start)


def _find_moved(words: str, stretch: Stretch) -> int:
    """Return where words begin that move a deadline to these days, 延期至, 调整为; else where the days do."""
    joins = stretch.start if stretch.to in ("到", "至") else stretch.start - 1
    if joins < 0 or words[joins] not in "到至为":
        return stretch.start
    word = next((word for word in _MOVED if words.endswith(word, 0, joins)), "")
    return joins - len(word) if word else stretch.start


def _is_of_task(words: str, begin: int, held: Deadline | None) -> bool:
    """Say whether a day was moved that is the task's: its sentence names it, or its label; 缴费期延长至3月底 is not."""
    before = words[:begin]
    sentence = max(before.rfind(sign) for sign in "。;\n") + 1
    label = _LABELS.search(words, sentence, begin)
    told = label is not None and not label[0].startswith(_WORDS["terms"])
    told |= _TELLS_FORMER.search(words, sentence, begin) is not None
    return told or (held is not None and _is_former(words, held, begin))


def _is_former(words: str, held: Deadline, begin: int) -> bool:
    """Say whether a day is the one that was moved: 原定12月底完成,现延期至…, 12月底(延期至…)."""
    start, end = held.at
    if _UP_TO_MOVED.fullmatch(words, end, begin):
        return True
    return _IS_FORMER.search(words, max(0, start - 4), start) is not None and not _SENTENCE_END.search(
        words, end, begin
    )


def _open_ended(joined: Joined, words: str, whole: str) -> Iterator[Deadline]:
    """Yield 长期 and the like: alone, as a sentence, or behind a label; and words of limit that name no day."""
    for label in _LABELS.finditer(words):
        if words.startswith(_OPEN, label.end()):
            stop = _OPEN_END.search(words, label.end(), label.end() + _LONGEST)
            yield _open_at(joined, label.end(), stop.start() if stop else min(len(words), label.end() + _LONGEST))
    if len(whole) < _LONGEST and _OF_YEAR.sub("", whole) in _OPEN:
        yield _open_at(joined, words.index(whole), words.index(whole) + len(whole))
    else:
        for alone in _ALONE.finditer(words):
            if alone["to"] in _ALONE_IN.get(alone["from"], "。;\n"):
                yield _open_at(joined, *alone.span("open"))
    for sign, form in _ENDLESS.items():
        if sign in words:
            yield from (_open_at(joined, *endless.span()) for endless in form.finditer(words))


def _open_at(joined: Joined, start: int, end: int) -> Deadline:
    place = joined.place(start, end)
    return Deadline(place.of(joined.text), None, place, (start, end))


def _promises(stretch: Stretch, words: str, is_whole: bool, when: When) -> bool:
    """Say whether a stretch of days is one by which something shall be done."""
    before = words[max(0, stretch.start - 1) : stretch.start]
    if is_whole or (before and before in "([;,、" and _stands_alone(stretch, words, when)):
        return True
    listed = bool(stretch.at or stretch.by or stretch.spanned)  # 6月底、12月底前; 3—5月、9—11月开展
    near = max(0, stretch.start - _NEAR)
    listed |= stretch.unit == "quarter" and _QUARTERS.search(words, near, stretch.start) is not None
    is_of_another = before.isdigit() or (before in _NOT_BEFORE and not (listed and before == "、"))
    is_of_another |= before == "比" and not (stretch.by or words.endswith(_SHARES, 0, stretch.start))
    is_of_another |= words.startswith(_NOT_BEHIND, stretch.end) and not (listed and words[stretch.end] == "、")
    joins = stretch.start if stretch.to in ("到", "至") else stretch.start - 1
    if (
        is_of_another
        or (words[joins : joins + 1] in ("到", "至") and _LASTS.search(words, max(0, joins - _LASTING), joins))
        or words.startswith(_DONE, stretch.end)
        or (stretch.to.startswith("截") and _looks_back(stretch, words, when))
    ):
        return False
    if stretch.unit == "year" and not (stretch.at or stretch.to or stretch.spanned):
        later = bool(when.year and (stretch.year or 0) > when.year and _ENDS.match(words, stretch.end))
        return later or stretch.by in _LIMITS or words.startswith(("完成", "全年完成"), stretch.end)
    if stretch.by or stretch.at:
        return True
    runs = _RUNS.match(words, stretch.end) is not None
    if stretch.spanned or stretch.unit in _PARTS:
        return runs or (_is_stretch_of_work(stretch, words, when) if stretch.spanned else bool(stretch.to))
    is_named = bool(stretch.to) or stretch.unit == "quarter"
    return stretch.unit != "brief" and (is_named or _ENDS.match(words, stretch.end) is not None)


def _stands_alone(stretch: Stretch, words: str, when: When) -> bool:
    """Say whether days still to come are all that a bracket holds, or its part behind the units: 运动会(10月中旬).

    So are [6月] before a task and (市甲局;5月); (2024年5月) by itself tells when something was.
    """
    if words[stretch.end : stretch.end + 1] not in (")", "]") or stretch.unit not in _DAYS or stretch.to:
        return False
    if when.issued and stretch.last and stretch.last < when.issued:
        return False
    opener = stretch.start - 1
    if words[opener] in ";,、":
        opened = max(words.rfind("(", 0, opener), words.rfind("[", 0, opener))
        return opened >= 0 and opener - opened < _BRACKET and _PARTED.search(words, opened + 1, opener) is None
    before = words[max(0, opener - _NEAR) : opener]
    of_paper = before.endswith(("\x00", "\x01", *_PAPERS))  # what is quoted is masked
    return (bool(before) or words[opener] == "[") and not (of_paper or stretch.year)


def _is_stretch_of_work(stretch: Stretch, words: str, when: When) -> bool:
    """Say whether a span of years or months is one in which work is done, whatever verb follows.

    No stretch of what was (自2023年至2024年以来, a span that ended before the notice came), and no name of a paper:
    编制2026—2030年规划, 行动计划(2025—2027年).
    """
    if stretch.unit == "quarter" or (when.issued and stretch.last and stretch.last < when.issued):
        return False
    before, behind = words[max(0, stretch.start - _NEAR) : stretch.start], words[stretch.end : stretch.end + _NEAR]
    if before.endswith("(") and behind.startswith(")"):
        return not before[:-1].endswith(_PAPERS)
    return not (before.endswith(_GOVERNING) or _EACH.search(before) or _NAMES_OR_PAST.match(behind))


def _looks_back(stretch: Stretch, words: str, when: When) -> bool:
    """Say whether 截至 tells how things stood: 截至4月底企业人数; 截至2月底,已办结32件; a day before the notice's."""
    if when.issued and stretch.last and stretch.last <= when.issued:
        return True
    if when.issued and stretch.last and _ENDS.match(words, stretch.end):
        return False  # 截至9月底完成改造, in a notice of March
    return _PAST.match(words, stretch.end) is not None or (
        stretch.by[-1:] not in ("前", "止") and words[stretch.end : stretch.end + 1] != ","
    )


def _last_day(stretch: Stretch, when: When) -> date | None:
    """Return the last day: of 6月前 the one before June, unless that was past when the notice came."""
    begins = stretch.first
    is_before = stretch.by in _LIMITS and stretch.by.endswith("前") and not stretch.at
    if begins is None or not is_before or stretch.unit not in ("year", "month", "half"):
        return stretch.last
    if begins == date.min:
        return None
    day = begins - timedelta(days=1)
    return stretch.last if when.issued and day < when.issued else day
