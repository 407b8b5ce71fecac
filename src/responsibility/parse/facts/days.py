"""Days: the Chinese words for a day or a stretch of days, and the calendar days that they name.

In: joined words and where to look. Out: Stretches: the words, the first and the last day, and what makes the last one
a day by which (到, 底, 前 …). Knows years in figures, in Han digits and of two figures; months, days, quarters,
halves, thirds, weeks; spans (8—10月, 6月10—12日, 2024—2026年); days in figures (2025.6.30); feasts of the solar
calendar; ends of five-year plans. Decides neither whether the words promise something nor what a label says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.parse.facts.numerals import HAN_NUMERALS, end_of_month, make_day, read_number
from responsibility.patterns import late

_WORDS = load_measures("deadlines")
_FEASTS = dict(each.split(":") for each in _WORDS["feasts"])
_N = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_Y = "(?:19|20)[0-9]{2}|[一二][〇○零九0O][〇○零一二三四五六七八九0O]{2}"  # 二0二六 is typed so
_TWICE = "(?:年(?=[底末内中初]))?"  # 明年年底
_TO = r"(?P<to>到|至|截[至止]到?|不[晚迟]于|最[晚迟]|赶在)?"
_HOUR = (
    r"(?:\((?:(?:星期|周|礼拜)[一二三四五六日天]|[^()0-9]{1,8}(?=\)[之以]?前))\))?"
    r"[ T]?(?:(?:上午|下午|中午|晚上?)?(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3}(?=[时点]))"
    r"(?:[时点](?:[0-9]{1,2}分|整|半|许)?|:[0-9]{2}(?::[0-9]{2})?)|下班)?"
    rf"(?:(?:{'|'.join(_WORDS['seasons'])})(?:来临|到来)?(?=[之以]?前))?"
)
# 底, 末, 初 and 前 open words of their own: 底线, 末端, 初步, 前期, 前10个月.
_AT = (
    "底(?![数线册层]|部(?![署分]))|的?最后一[天日周]|期?末(?![端梢])|初(?![中级步审次始验期])|中(?=[前完旬之以,。;]|$)"
)
# But 前提交, 前列入, 前置换, 前沿路, 前12家 and 10日内部署 are none of them.
_NOT_BY = (
    "[期往瞻款述]|提(?![交出供升高请报示])|列(?![入出支明])|置(?!换)|沿(?![路街线江河湖海])"
    "|[半一二三四五六七八九十0-9]{1,3}(?:个?[月季年天日周]|[位名强批大])|半"
)
NOT_WITHIN = "[资外地河涝容陆]|部(?!署)|需(?!要)|存(?!量|[入放])|网(?!格)"
_BY = (
    rf"(?:\(含[^()]{{0,4}}\))?\)?(?:或者?|及)?[之以]?前(?!{_NOT_BY})"
    rf"|[之以]?内(?!{NOT_WITHIN})|为?止"
)
_MARK = rf"(?P<at>{_AT})?(?P<by>{_BY})?"
_YEAR = (
    rf"(?:(?P<year>{_Y})(?:年度?{_TWICE}|(?=[上下前]半年|第?[1-4一二三四]季|Q[1-4])|\.(?=[0-9]{{1,2}}月))"
    rf"|(?<![0-9.])(?P<short>[0-9]{{2}})年{_TWICE}(?=(?:{_N})月|[上下]半年|年?[底末])"
    rf"|(?P<this>本年度?|当年|今年){_TWICE}|(?P<next>明年|次年|来年|翌年|下一?年度?|(?<![今前以此之背])(?P<second>后)年){_TWICE}"
    rf"|(?<![0-9几数半多{HAN_NUMERALS}])(?P<bare>年)(?=[底末内中初])|(?P<term>年度)(?=末|内(?:基本|全面|全部)?(?:{'|'.join(_WORDS['ends'])})))"
)
_PART = (
    r"(?:(?P<half>[上下前后]半年)|第?(?P<quarter>[1-4一二三四])季度|Q(?P<q>[1-4])|前(?P<quarters>[1-4一二两三四])个?季度"
    rf"|前(?P<months>{_N})个月|(?P<month>{_N})月份?(?:月(?=[底末初中]))?(?:(?P<day>{_N})(?:[日号]|(?=[之以]?前)){_HOUR}"
    r"|(?:[上中]、?(?=[中下]旬))?(?P<third>[上中下])旬|(?P<fortnight>[上下])半月|第?(?P<week>[一二三四五1-5])周)?"
    rf"|(?P<near>(?:本月|当月|次月|下个?月)(?:(?P<on>{_N})[日号])?|本季度?|下个?季度))"
)
_DATE = re.compile(rf"{_TO}{_YEAR}?{_PART}?{_MARK}")
_DAY_ONLY = late(rf"(?P<day>{_N})[日号]{_HOUR}{_MARK}")
_FIGURES = late(
    rf"{_TO}(?P<figures>(?:19|20)[0-9]{{2}}(?:(?P<sep>[-./])[0-9]{{1,2}}(?:(?P=sep)[0-9]{{1,2}})?|(?:0[1-9]|1[0-2])[0-3][0-9])"
    r"|(?<![0-9.])(?:2[0-9](?P<stop>[./-])[0-9]{1,2}(?P=stop)[0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}(?![.%/])))"
    rf"(?![0-9月])日?{_HOUR}{_MARK}"
)
_STOP = late("[-./]")
_FIGURED = re.compile(r"[^0-9]{0,4}[0-9]{1,4}(?:[-./]|[0-9]{4})")  # as all such days begin
# What a span begins with; 、 and 和 join numbers and months only: 7、8月份, 6月和7月.
_THROUGH = late("[-—–~〜至到]")
_FURTHER = "(?=[0-9一二三四五六七八九十次明当同第])"  # what a span goes on with
_HEAD = re.compile(
    rf"(?:到|至)?(?:(?P<year>{_Y})年?)?(?:(?P<month>{_N})月份?(?:(?P<day>{_N})[日号]?)?|第?(?P<number>{_N}))?"
    rf"(?P<more>(?:、(?:{_N})月份?)+)?[上中下]?旬?[底初末]?(?:[-—–~〜]{{1,2}}|至|到|(?P<listed>[、和])){_FURTHER}"
)
_FEAST = late(
    rf"{_YEAR}?[“\"]?(?P<feast>{'|'.join(sorted(_FEASTS, key=len, reverse=True))})"
    r"(?:[节”\"]|假期|小?长假|黄金周)*(?P<by>[之以]?前夕?(?P<around>后)?)"
)
_LONGEST = 40  # signs of a year, a feast and its 前
_FIVE_YEARS = re.compile(
    r'(?:到|至)?[“"]?(?P<plan>十[一二三四五六七八九]|二十[一二三]?)五[”"]?(?:规划)?(?:(?:时?期)?(?P<at>末)|期间|时期|期内)'
)
_SECOND = r"至止晚迟在0-9O〇○零一二三四五六七八九十两年度底末内中初半季月个\-—–~〜到、和./" + "".join(
    name[:2] for name in _FEASTS
)
# The first sign by itself, so that a search leaps over all others, and which may be the second; then what must follow.
_STARTS = re.compile(
    rf"[到至截不最赶0-9一二三四五六七八九十第本当今明次来翌下年上前后Q“\"{''.join(name[0] for name in _FEASTS)}]"
    rf"(?:(?<=[到至])|(?=[{_SECOND}])(?:"
    r"(?<=截)[至止]|(?<=不)[晚迟]于|(?<=最)[晚迟]|(?<=赶)在|(?<=[12])[09][0-9]{2}"
    r"|(?<=[一二])[〇○零九0O][〇○零一二三四五六七八九0O]{2}年|(?<=[0-9])[0-9]年|(?<=[本当今明次来翌下后])一?年"
    rf"|(?<=年)(?:[底内末中初]|度[内末])|(?<=[上下前后])半年|(?<=第)(?:{_N})[季、和至到]|(?<=Q)[1-4]|(?<=[本当次下])个?[月季]"
    rf"|(?<=[0-9一二三四五六七八九十])(?:[0-9]|[一二三四五六七八九十]{{1,2}})?(?:季度|月|(?:[-—–~〜]{{1,2}}|[至到、和]){_FURTHER})"
    r"|(?<=前)(?:[一二两三四1-4]个?季|[0-9]{1,2}个|[一二两三四五六七八九十]{1,2}个)"
    r"|(?<=[0-9])[0-9]?[./][0-9]{1,2}"
    r"|(?<=[“\"])二?十|(?<=十)[一二三四五六七八九]五|(?<=二)十[一二三四五六七八九]?五"
    rf"|{'|'.join(f'(?<={name[0]}){name[1:]}' for name in _FEASTS)}|(?<=[“\"])(?:{'|'.join(_FEASTS)})))"
)


class When(NamedTuple):
    """What a notice says of its time: the plan's year and the day of issue; None where it says neither.

    first: of a plan for several years its first, year its last; a month is then of none that can be told.
    """

    year: int | None = None
    issued: date | None = None
    first: int | None = None


class Stretch(NamedTuple):
    """Words that name days, first to last. None where no year is known or the calendar has no such day.

    to: the words before it (到, 截至). at: 底, 末, 初 or 中. by: the words of limit behind it (前, 以内). unit: what it
    names: a year, half, quarter, month, third (or another part of a month), day, near (本月), feast or plan (of five
    years); figures and brief are days in figures with a year and without. spanned: from one day to another. year: the
    year printed. doubtful: people could take another day.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    unit: str
    to: str = ""
    at: str = ""
    by: str = ""
    spanned: bool = False
    year: int | None = None
    doubtful: bool = False


def find_starts(words: str, at: int) -> int | None:
    """Return where the next words that may name a day begin."""
    start = _STARTS.search(words, at)
    return start.start() if start else None


def read_stretch(words: str, at: int, when: When) -> Stretch | None:
    """Read the words at that place; the longest reading goes first."""
    return (
        _read_figures(words, at, when)
        or _read_named(words, at, when)
        or _read_span(words, at, when)
        or _read_date(_DATE.match(words, at), when)
    )


def _read_figures(words: str, at: int, when: When) -> Stretch | None:
    """Read 2025.6.30, 20250630, 6/30 and a span of two such days."""
    first = _figures_at(words, at, when)
    to = _THROUGH.match(words, first.end) if first else None
    last = _figures_at(words, to.end(), when) if to else None
    return last._replace(start=at, spanned=True) if last else first


def _figures_at(words: str, at: int, when: When) -> Stretch | None:
    found = _FIGURES.match(words, at) if _FIGURED.match(words, at) else None  # most days are told by words
    if found is None:
        return None
    year, month, day = _numbers_of(found["figures"], when)
    if not (1 <= month <= 12 and day <= 31):
        return None
    if not year and (found["by"] or "").endswith("内"):
        return None  # 失业率5.5以内
    told = year or when.year or 0
    last = make_day(told, month, day) if day else end_of_month(told, month)
    first = last if day else make_day(told, month, 1)
    return _make(found, at, (first, last), "figures" if year else "brief", year=year or None)


def _numbers_of(figures: str, when: When) -> tuple[int, int, int]:
    """Return year, month and day, 0 for what is not printed; no month where a year of two figures is far."""
    if figures.isdecimal():
        return int(figures[:4]), int(figures[4:6]), int(figures[6:])
    first, *rest = _STOP.split(figures)
    if len(first) == len("2025"):
        year = int(first)
    elif len(rest) > 1:
        year = _year_of({"year": None, "short": first}, when) or 0
        rest = rest if year else ["0"]
    else:
        year, rest = 0, [first, *rest]
    month, day = map(int, [*rest, 0][:2])
    return year, month, day


def _read_named(words: str, at: int, when: When) -> Stretch | None:
    """Read 国庆节前, “十五五”末 and “十五五”期间."""
    plan = _FIVE_YEARS.match(words, at)
    if plan:
        last = date(1955 + 5 * (_int(plan["plan"]) or 0), 12, 31)  # the fourteenth ends with 2025
        return Stretch(at, plan.end(), last, last, "plan", at=plan["at"] or "")
    feast = _FEAST.match(words, at) if words.find("前", at, at + _LONGEST) >= 0 else None
    if feast is None:
        return None
    year = _year_of(feast, when)
    month, _, day = _FEASTS[feast["feast"]].partition(".")
    if not day or year is None:
        return _make(feast, at, (None, None), "feast", doubtful=True)
    eve = date(year + (month == "1" and not feast["year"]), int(month), int(day)) - timedelta(days=not feast["around"])
    return _make(feast, at, (eve, eve), "feast", year=_int(feast["year"]), doubtful=bool(feast["around"]))


def _read_span(words: str, at: int, when: When) -> Stretch | None:
    """Read 8—10月 and the like; the year and the month of its first day hold for its last."""
    head = _HEAD.match(words, at)
    if head is None or not (head["year"] or head["month"] or head["number"]):
        return None
    if head["listed"] and not head["number"] and (head["day"] or not head["month"]):
        return None
    printed, begins = _int(head["year"]), _int(head["month"] or head["number"])
    within = when._replace(year=printed, first=None) if printed else when
    tail = _DATE.match(words, head.end())
    found = _read_date(tail, within) if tail and not tail["to"] and not tail["bare"] else None
    if found is None and head["month"] and within.year and (rest := _DAY_ONLY.match(words, head.end())):
        last = None if within.first else make_day(within.year, begins or 0, _int(rest["day"]) or 0)
        found = _make(rest, at, (last, last), "day", doubtful=last is None)
    if found is None or found.unit == "near":
        return None
    is_printed = found.year or (tail and tail["next"])
    last = found.last if is_printed else _after(begins, found)
    return found._replace(start=at, last=last, spanned=True, year=found.year or printed)


def _after(begins: int | None, found: Stretch) -> date | None:
    """Return the last day of a span that begins with this month: 11月—2月 ends next year."""
    last = found.last
    if last is None or begins is None or found.unit not in ("month", "day") or last.month >= begins:
        return last
    if found.unit == "month":
        return end_of_month(last.year + 1, last.month)
    return make_day(last.year + 1, last.month, last.day)


def _read_date(found: re.Match[str] | None, when: When) -> Stretch | None:
    if found is None or not found[0]:  # each part may be missing
        return None
    named = found["year"] or found["short"] or found["this"] or found["next"] or found["bare"] or found["term"]
    part = next((key for key in _UNITS if found[key]), "")
    if not (named or part):
        return None
    if found["near"]:
        return _read_near(found, when)
    year = _year_of(found, when)
    days = _days_of(found, year) if year else (None, None)
    printed = year if found["year"] or found["short"] else None
    # A week and 月初 end when readers say; 26年 far from the plan's and 2月30日 are no days at all.
    doubtful = (
        bool(found["week"]) or found["at"] in ("初", "中") or ((year or when.year) is not None and days[1] is None)
    )
    return _make(found, found.start(), days, _UNITS.get(part, "year"), year=printed, doubtful=doubtful)


# The part of a year that words name, by what they print; the finest last.
_UNITS = {
    "day": "day", "third": "third", "fortnight": "third", "week": "third", "month": "month", "half": "half",
    "quarter": "quarter", "q": "quarter", "quarters": "quarter", "months": "half", "near": "near",
}  # fmt: skip


def _year_of(found: re.Match[str] | Mapping[str, str | None], when: When) -> int | None:
    """Return the year printed, or the plan's; one of two figures only where it is near the plan's."""
    if found["year"]:
        return _int(found["year"])
    if found["short"]:
        year = 2000 + int(found["short"])
        return year if when.year and when.year - 1 <= year <= when.year + 10 else None
    later = bool(found["next"]) + bool(found["next"] and found["second"])
    if when.first:
        is_near = found["this"] or found["next"]
        return when.issued.year + later if is_near and when.issued else None
    return when.year + later if when.year else None


def _days_of(found: re.Match[str], year: int) -> tuple[date | None, date | None]:
    """Return the first and the last day of what is named."""
    month = _int(found["month"]) or 0
    if month:
        return _days_within(found, year, month)
    number = _int(found["quarter"] or found["q"]) or 0
    if number:
        return make_day(year, 3 * number - 2, 1), end_of_month(year, 3 * number)
    through = 3 * (_int(found["quarters"]) or 0) or _int(found["months"]) or 12
    if found["half"]:
        through = 6 if found["half"][0] in "上前" else 12
    elif found["at"] in _YEAR_PARTS:
        through = _YEAR_PARTS[found["at"]]
    return make_day(year, 7 if found["half"] in ("下半年", "后半年") else 1, 1), end_of_month(year, through)


_YEAR_PARTS = {"初": 1, "中": 6}  # 年初, 年中
_THIRDS = {"上": 10, "中": 20}


def _days_within(found: re.Match[str], year: int, month: int) -> tuple[date | None, date | None]:
    first, last = make_day(year, month, 1), end_of_month(year, month)
    if first is None:
        return None, None
    if found["day"]:
        last = make_day(year, month, _int(found["day"]) or 0)
        return last, last
    if found["week"]:
        monday = first + timedelta(days=-first.weekday() % 7)
        return monday, monday + timedelta(days=7 * (_int(found["week"]) or 1) - 1)
    part = found["third"] or {"初": "上", "中": "中"}.get(found["at"] or "", "")
    ends = 15 if found["fortnight"] == "上" else _THIRDS.get(part)
    return first, make_day(year, month, ends) if ends else last


def _read_near(found: re.Match[str], when: When) -> Stretch:
    """Read 本月, 次月 and 本季度, which only the day of issue tells."""
    words, issued = found["near"], when.issued
    if issued is None:
        return _make(found, found.start(), (None, None), "near", doubtful=True)
    later = words[0] in "次下"
    month = issued.month + later if "月" in words else 3 * ((issued.month + 2) // 3 + later)
    year, month = issued.year + (month > 12), month - 12 * (month > 12)
    last = make_day(year, month, _int(found["on"]) or 0) if found["on"] else end_of_month(year, month)
    return _make(found, found.start(), (last, last), "near")


def _make(
    found: re.Match[str],
    start: int,
    days: tuple[date | None, date | None],
    unit: str,
    *,
    year: int | None = None,
    doubtful: bool = False,
) -> Stretch:
    to, at, by = ((key in found.re.groupindex and found[key]) or "" for key in ("to", "at", "by"))
    return Stretch(start, found.end(), *days, unit, to, at, by, year=year, doubtful=doubtful)


_ZEROS = str.maketrans("○0O", "〇〇〇")


def _int(words: str | None) -> int | None:
    number = read_number(words if words.isascii() else words.translate(_ZEROS)) if words else None
    return int(number) if number is not None else None
