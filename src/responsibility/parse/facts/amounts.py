"""Amounts: numbers with a unit of measure, read whole.

In: folded words without blanks inside numbers. Out: Amounts in the order of the words, and Unread places where a
unit stands behind a numeral that cannot be read: its tail would be another number. Knows scales (350亿元, 2千亿),
parts (百分之八点五, 三分之一, 1/4), halves (两成半, 一个半月), doublings (翻一番), powers of ten (3.2×10⁸), vague
numerals (几十, 数百: more than that; 两三), ranges (3—5家, 20公里至30公里, 10%以上15%以下, 300与400之间) and
compounds (一年零四个月).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from responsibility.language.measures import load_measures
from responsibility.parse.facts.numerals import HAN_DIGITS, HAN_NUMERALS, SCALES, read_either, read_number, split_scale
from responsibility.patterns import late

_WORDS = load_measures("targets")
_NOT_UNITS = frozenset(_WORDS["not_units"])  # matched, so that nothing shorter is, and refused
_CARRIES = {tuple(each.split(":")[:2]): int(each.split(":")[2]) for each in _WORDS["carries"]}


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = re.compile(
    rf"(?P<scale>[十百千万亿]{{1,2}})??(?P<unit>{_any_of(_WORDS['units'] + _WORDS['not_units'])})(?:标煤|标准煤)?"
    rf"(?<![a-zA-Z](?=[a-zA-Z0-9]))(?:/(?:{_any_of(_WORDS['rates'])})|每(?:{_any_of(_WORDS['each'])}))?"
)
# Letters that no list of units knows (NTU, μS/cm, lx); 3A, 5G and 4K are grades and names.
_LETTERED = re.compile(
    r"(?P<unit>(?![ABCDEGHKPQSX](?<=(?<![0-9.])[0-9].)(?![a-zA-Zμµ/]))[a-zA-ZμµΩ°℃]{1,10}"
    r"(?:/[0-9]{0,3}[a-zA-ZμµΩ²³]{1,6}[²³0-9]?)?)(?![a-zA-Z0-9-]|级)"
)
_UNITS_BEGIN = frozenset(unit[0] for unit in _WORDS["units"] + _WORDS["not_units"]) | frozenset(SCALES)
_FIGURE = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?"
# 百分之, 百分点 and 千瓦 are no numerals, but 五千瓦 may be 五千 of them.
_SIGN = (
    rf"[{HAN_DIGITS}十亿几]|百(?!分[之点比])|万(?!分之)|千(?!分之|(?<=[万亿十百0-9]千)[瓦克伏米帕])"
    rf"|点(?=[{HAN_DIGITS}0-9])"
)
# 上千人 is more than a thousand; in 线上千人 and 以上千户 the first sign belongs to the word before.
_RUN = rf"(?:(?:数|(?<![以线网会之加])上)(?=[十百千万亿]))?+(?:{_FIGURE}|{_SIGN})++"
_SAID = r"的(?P<said>[0-9]{1,2}|[二三四五六七八九十]{1,2})次方"
_POWER = r"(?:(?P<times>[×xX*])?10(?:\^(?P<caret>-?[0-9]{1,2})(?![0-9])|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,3})" + rf"|{_SAID}))"
_NUMERAL = re.compile(
    r"(?P<whole>百分之?百)|(?P<double>翻了?(?:[一二两三四五六七八九]|[0-9](?:\.[0-9])?)?番)"
    r"|(?P<halved>(?<=减)半(?=以上|[,。;、)]|$))"
    r"|(?P<over>(?<=[比例重率]过)半(?![数天年月个]))"
    rf"|(?P<below>[{HAN_NUMERALS}]{{1,3}}|[0-9]{{1,3}})分之(?P<above>{_RUN})"
    r"|(?P<half>一半(?![天年月个日])|半(?=个?[天月小工吨亩公米]|[万亿]))"
    r"|(?P<parts>(?<![0-9/.(])[0-9]{1,2}/[0-9]{1,3})(?![0-9/)万]|[a-zA-Z月日号前底])"
    rf"|(?P<run>(?=10(?:[\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|的[0-9二三四五六七八九十]{{1,2}}次方))|{_RUN}){_POWER}?+"
)
_TO = re.compile(r"[-—–~〜]{1,2}|至|到|(?P<both>[与和])|(?P<over>以上[,、]?(?=[0-9]))")
_CLOSES = {"both": re.compile(r"之?间"), "over": re.compile(r"以[下内]"), None: re.compile(r"(?:之?间)?")}
_THROUGH = late(rf"[-—–~〜至到]({_RUN})(?!分之)")
_HALF_OF = late(r"个半(月|小时|工作日)")
_AND_HALF = late(r"半(?![年月天日个导数径价封闭岛])")
_TENTH = late(rf"[一二三四五六七八九](?![{HAN_NUMERALS}]|{_UNIT.pattern})")
_RATIOS = {"百": "%", "千": "‰", "一百": "%", "100": "%", "一千": "‰", "1000": "‰"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NEAR = 12  # signs before a number in which stands what it counts
_HIGHEST = 99  # power of ten; a float ends at 308
_REACHED = ("突破", "超", "过", "达", "达到", "逾", "近")
_LETTERS = late(rf"(?<=[0-9])[OoIl][0-9OoIl]*(?:{_UNIT.pattern})")
_CUT = re.compile(r"(?:[0-9][.×^*:·/'’_xXХх]|[×*]10 )$")
_SIGNS_OF_MORE = ("余", "多")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LISTED = re.compile(rf"(?:{_PLAIN.pattern}[、和及])+{_PLAIN.pattern}")
_BOUNDS_BEHIND = {"以上": ">=", "以下": "<=", "以内": "<=", "之内": "<="}
_LISTS = frozenset("、,和及与至到-—–~")
_GOES_ON = frozenset("-—–~〜至到与和个") | {greater[0] for greater, _ in _CARRIES}
_BARE = (*"。;,)", "以上", "以下", "以内", "之内", "左右")  # what a figure without a unit is told by
_COUNTING = frozenset(HAN_DIGITS) - frozenset("零〇○")
# What follows a Han digit that counts: 一家, 三万, 一、二产业; most others are part of a word: 统一, 一批.
_FOLLOWS = "".join(sorted(_UNITS_BEGIN | _GOES_ON | _LISTS | frozenset(f"{HAN_DIGITS}十几点半0123456789余多分")))
_BEGINS = re.compile(
    rf"[0-9百千万十几半翻数上{HAN_DIGITS}](?:(?<=[0-9])(?![0-9]{{0,3}}[年月])|(?<=[百千万十几半翻])"
    rf"|(?<=第[{HAN_DIGITS}])|(?<=[{HAN_DIGITS}])(?=[{re.escape(_FOLLOWS)}])|(?<=数)(?=[十百千万亿])|(?<=上)(?=[百千万亿]))"
)


class Amount(NamedTuple):
    """A number with its unit, or a range of two; start to end is the numeral and the unit.

    bound: ">" where the numeral itself says more (三十余, 几十), "-" where it says less (减半), or "".
    han: the numeral in Han signs, else "". part: a part of a whole, which needs no unit (三分之一, 一半). units: one
    for each value; empty where none stands. lettered: the unit is letters that no list knows.
    """

    start: int
    end: int
    values: tuple[float, ...]
    units: tuple[str, ...]
    bound: str = ""
    han: str = ""
    part: bool = False
    lettered: bool = False

    @property
    def unit(self) -> str:
        """The unit of the last value."""
        return self.units[-1]


class Unread(NamedTuple):
    """A unit behind a numeral that cannot be read."""

    start: int
    end: int


def scan_amounts(words: str) -> Iterator[Amount | Unread]:
    """Yield what is counted in words; ordinals (第17、18件) and names (PM2.5, 5G) are not."""
    at, listed, shares = 0, -1, "分别" in words
    while begins := _BEGINS.search(words, at):
        start = begins.start()
        if shares and (shared := _read_shared(words, start)):
            yield from shared
            start = shared[-1].end + 1
        found, at = _read(words, start)
        before = words[start - 1 : start]
        if before == "第" or (listed >= 0 and words[listed:start] in _LISTS):
            listed = found.end if found else at
        elif found is not None and not (before.isascii() and before.isalpha()):
            yield found


def _read_shared(words: str, start: int) -> list[Amount]:
    """Read the figures of 分别达到35、60微克以下 but for the last, whose unit and bound they share."""
    if "分别" not in words[max(0, start - _NEAR) : start] or (listed := _LISTED.match(words, start)) is None:
        return []
    *figures, last = _PLAIN.finditer(words, *listed.span())
    amount = _read(words, last.start())[0]
    if not isinstance(amount, Amount) or not amount.unit:
        return []
    bound = next((sign for word, sign in _BOUNDS_BEHIND.items() if words.startswith(word, amount.end)), "")
    return [Amount(*each.span(), (float(each[0]),), amount.units[-1:], bound) for each in figures]


def _read(words: str, start: int) -> tuple[Amount | Unread | None, int]:
    """Read the numeral at start with its unit and its range; also return where the next may begin."""
    numeral = _NUMERAL.match(words, start)
    if numeral is None:
        return None, start + 1
    low = _read_numeral(words, numeral)
    if low is None:
        return None, max(numeral.end(), start + 1)
    found = (_read_range(words, low) if isinstance(low, Amount) else None) or low
    if isinstance(found, Amount) and not (found.unit or found.part or words.startswith(_BARE, found.end)):
        return None, found.end
    return found, found.end


def _read_range(words: str, low: Amount) -> Amount | Unread | None:
    """Read the upper end behind low; both share the unit, and each has its own scale where it prints one."""
    to = _TO.match(words, low.end)
    numeral = _NUMERAL.match(words, to.end()) if to and len(low.values) == 1 else None
    high = _read_numeral(words, numeral) if numeral else None
    if to is None or not isinstance(high, Amount) or not high.unit or len(high.values) != 1:
        return None
    closes = _CLOSES[to.lastgroup].match(words, high.end)
    unit = _share_unit(low, high)
    comes_from = words[low.start - 1 : low.start] in ("由", "从") and to[0] in ("到", "至")
    if closes is None or not unit or comes_from or (to["over"] and not low.unit):
        return None
    if _size(low.values[0], unit) >= _size(high.values[0], high.unit):
        return Unread(low.start, closes.end())
    return Amount(
        low.start, closes.end(), low.values + high.values, (unit, high.unit), low.bound, low.han, lettered=high.lettered
    )


def _share_unit(low: Amount, high: Amount) -> str:
    """Return the unit of the lower end of a range; empty where the two do not measure the same."""
    base = high.unit.lstrip(SCALES)
    if low.unit.strip(SCALES):
        return low.unit if low.unit.lstrip(SCALES) == base else ""
    # 6000到2万元: the first is the larger figure, so the second's scale is not its own.
    return low.unit + base if low.unit or low.values[0] >= high.values[0] else high.unit


def _size(value: float, unit: str) -> float:
    for sign in unit[: len(unit) - len(unit.lstrip(SCALES))]:
        value *= read_number(sign) or 1
    return value


def _read_numeral(words: str, numeral: re.Match[str]) -> Amount | Unread | None:
    """Read one numeral and the unit behind it; the unit is empty, or a bare scale, where none stands there."""
    start, end = numeral.span()
    if numeral["run"] is not None:
        return _read_run(words, numeral)
    if numeral["above"]:
        return _read_ratio(words, numeral)
    if numeral["whole"] or numeral["halved"] or numeral["over"]:
        bound = "-" if numeral["halved"] else ">" if numeral["over"] else ""  # 减半, 占比过半
        return Amount(start - bool(bound), end, (50.0 if bound else 100.0,), ("%",), bound)
    if numeral["double"]:
        return Amount(start, end, (read_number(numeral["double"].strip("翻了番")) or 1.0,), ("番",))
    if numeral["half"] == "半":
        unit = _UNIT.match(words, end)
        return Amount(start, unit.end(), (0.5,), (unit[0],), han="半") if unit else None
    above, below = map(int, (numeral["parts"] or "1/2").split("/"))  # 一半 is 1/2
    return Amount(start, end, (round(above / below, 6),), ("",), part=True) if 0 < above < below else None


def _read_ratio(words: str, numeral: re.Match[str]) -> Amount | Unread | None:
    """Read 百分之八点五, 千分之四 and 三分之一."""
    start, end = numeral.span()
    values, scale = _value(numeral["above"])
    below = read_number(numeral["below"])
    if not values or not below:
        return Unread(start, end)
    values = tuple(_size(value, scale) for value in values)
    ratio = _RATIOS.get(numeral["below"], "")
    if ratio:
        through = _THROUGH.match(words, end)
        more = read_number(through[1]) if through and not _UNIT.match(words, through.end()) else None
        if through and more:
            values, end = (*values, more), through.end()  # 百分之三到五
    elif below == 10**4:
        values, ratio = tuple(value / 100 for value in values), "%"
    else:
        values = tuple(round(value / below, 6) for value in values)
    return Amount(start, end, values, (ratio,) * len(values), part=not ratio)


def _read_run(words: str, numeral: re.Match[str]) -> Amount | Unread | None:
    """Read a number in figures or Han signs, what makes it more (余), and its unit with its scale."""
    start, end, run = *numeral.span(), numeral["run"]
    behind = end + (words[end : end + 1] in _SIGNS_OF_MORE)
    unit = _UNIT.match(words, behind) if words[behind : behind + 1] in _UNITS_BEGIN else None
    unit = unit or (_LETTERED.match(words, end) if run.isascii() else None)
    if words.startswith(("O", "o", "I", "l"), end) and (letters := _LETTERS.match(words, end)):
        return Unread(start, letters.end())  # 5O家 and 1l个 are misprints of figures
    is_bare = run.isascii() and words.startswith(_BARE, behind)
    if unit is None and not is_bare and run[-1:] not in SCALES and words[behind : behind + 1] not in _GOES_ON:
        return None
    values, scale = (
        _raised(numeral)
        if numeral["caret"] or numeral["raised"] or numeral["said"]
        else _value(run, reached=behind > end or words.endswith(_REACHED, 0, start))
    )
    kilo = _UNIT.match(words, end - 1) if not values and len(run) > 1 and run.endswith("千") else None
    if kilo and not kilo["scale"]:
        unit, (values, scale) = kilo, _value(run[:-1])  # 十八千米
    if unit and unit["unit"] in _NOT_UNITS and not (_counts_issues(words, start, unit) or _counts_volume(run, unit)):
        return None
    if not values or (unit and _is_cut(words, start)):
        return Unread(start, unit.end()) if unit and unit.re is _UNIT and not _is_idle(run, unit["unit"]) else None
    bound = ">" if behind > end or run[:1] in ("数", "上") or "几" in run else ""
    plain = Amount(start, behind, values, (scale,) * len(values), bound, "" if run[:1].isascii() else run)
    return _add_half(words, plain, unit) or _carry(words, plain, unit) or _with_unit(plain, unit)


def _counts_issues(words: str, start: int, unit: re.Match[str]) -> bool:
    """Say whether 期 counts issues and courses (简报24期), and is no phase (二期工程)."""
    ends = unit.end() == len(words) or words.startswith((*_BARE, "、", "和", "及"), unit.end())
    return (
        unit["unit"] == "期" and ends and any(word in words[max(0, start - _NEAR) : start] for word in _WORDS["issues"])
    )


def _counts_volume(run: str, unit: re.Match[str]) -> bool:
    """Say whether 方 is a cubic metre (1.2亿方), and no party (三方协议)."""
    return unit["unit"] == "方" and run[-1] in "万亿" and len(run) > 1


def _with_unit(plain: Amount, unit: re.Match[str] | None) -> Amount:
    if unit is None:
        return plain
    units = (plain.unit + unit[0],) * len(plain.units)
    end, lettered = unit.end(), unit.re is _LETTERED
    return Amount(plain.start, end, plain.values, units, plain.bound, plain.han, lettered=lettered)


def _add_half(words: str, plain: Amount, unit: re.Match[str] | None) -> Amount | None:
    """Read the half of 一个半月, 一亿半元 or 三吨半, and the hundredths of 九成五."""
    tenth = _TENTH.match(words, unit.end()) if unit and unit[0] == "成" and not plain.units[0] else None
    if tenth:  # 九成五
        return plain._replace(
            end=tenth.end(), values=(plain.values[0] + (read_number(tenth[0]) or 0) / 10,), units=("成",)
        )
    if "半" not in words[plain.end : (unit.end() if unit else plain.end + 1) + 1]:
        return None
    half = _HALF_OF.match(words, plain.end)
    if half:
        of = half[1] if half[1] == "小时" else f"个{half[1]}"
        return plain._replace(end=half.end(), values=(plain.values[0] + 0.5,), units=(of,))
    of_scale = _UNIT.match(words, plain.end + 1) if plain.units[0] and words.startswith("半", plain.end) else None
    if of_scale and not of_scale["scale"]:  # 一亿半元
        units = (plain.units[0] + of_scale["unit"],)
        return plain._replace(end=of_scale.end(), values=(plain.values[0] + 0.5,), units=units)
    if unit and not plain.units[0] and _AND_HALF.match(words, unit.end()):
        return plain._replace(end=unit.end() + 1, values=(plain.values[0] + 0.5,), units=(unit[0],))
    return None


def _carry(words: str, plain: Amount, unit: re.Match[str] | None) -> Amount | None:
    """Read a compound as so many of its smaller unit: 一年零四个月, 2小时30分钟."""
    end = unit.start() if unit else plain.end
    if words[end : end + 1] not in _GOES_ON or len(plain.values) > 1 or plain.values[0] >= 1_000:
        return None
    for (greater, smaller), size in _CARRIES.items():
        at = end + len(greater)
        rest = (
            _NUMERAL.match(words, at + (words[at : at + 1] in ("零", "又"))) if words.startswith(greater, end) else None
        )
        more = _value(rest["run"])[0] if rest and rest["run"] else ()
        if rest and len(more) == 1 and words.startswith(smaller, rest.end()):
            whole = plain.values[0] * size + more[0]
            return plain._replace(end=rest.end() + len(smaller), values=(whole,), units=(smaller,))
    return None


def _raised(numeral: re.Match[str]) -> tuple[tuple[float, ...], str]:
    """Read 3.2×10⁸, 10^8 and 10的8次方."""
    printed = numeral["caret"] or (numeral["raised"] or "").translate(_SUPERSCRIPTS).rstrip("-")
    power = int(printed or read_number(numeral["said"] or "0") or 0)
    base = read_number(numeral["run"]) if numeral["times"] else 1.0
    return ((), "") if base is None or power > _HIGHEST else ((round(base * 10.0**power, 6),), "")


def _value(run: str, *, reached: bool = False) -> tuple[tuple[float, ...], str]:
    """Return the value of a numeral, or the two it may be, with the scale that belongs to the unit.

    reached: a word before it makes a bare scale a number: 突破千亿元.
    """
    if run.isascii():
        figure = read_number(run)
        return ((figure,) if figure is not None else ()), ""
    if run[0] in "数上" or "几" in run:
        run = run.lstrip("数上").replace("几", "")
    elif run[0] in SCALES[1:] and not reached:
        return (), ""  # 千家万户
    head, scale = split_scale(run)
    either = read_either(head)
    if either:
        return either, scale
    value = read_number(head)
    if value is None or (len(head) > 1 and not set(head) - _COUNTING):  # 三三两两
        return (), scale
    return ((round(value / 10**8, 10),), "亿") if "亿" in head else ((value,), scale)


def _is_cut(words: str, start: int) -> bool:
    """Say whether the numeral goes on before start with a sign that no numeral has: 3.2×10 8, 1.2.3, 3:1."""
    return _CUT.search(words, max(0, start - 4), start) is not None


def _is_idle(run: str, unit: str) -> bool:
    """Say whether a numeral that is none means no number: 千家万户, 几个, 一二三产, 7×24小时; or a time: 八点三十分."""
    if unit in _WORDS["durations"]:
        return True
    said = run.strip("几")
    return said[:1] in ("", *SCALES[1:]) or not set(said) - _COUNTING or ("点" in said and unit == "分")
