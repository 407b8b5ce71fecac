"""Values: what people write for a share, a status or a day.

In: an Entry. Out: the value with how sure it is, or None. The words as typed are kept beside whatever is read here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from math import isnan

from responsibility.parse.facts.numerals import end_of_month, find_day, make_day, read_number
from responsibility.returns.cells import Typed
from responsibility.spans import fold

# Spaces, control characters, and the zero-width marks that come along with copied words.
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
_SERIALS = range(40_000, 60_001)  # 2009 to 2064: other numbers are no days
_EPOCH = date(1899, 12, 30)
_PERCENT = re.compile(r"^(?:约|已|达|完成|近)*(\d+(?:\.\d+)?)(%|个百分点)?(?:左右)?$")
_HAN_PERCENT = re.compile(r"^百分之([零〇一二两三四五六七八九十百点\d.]+)$")
_TENTHS = re.compile(r"^(?:约|已|达|完成|近)*([一二两三四五六七八九])成(半)?(?:多|左右|以上)?$")
_OVER_FULFILLED = 2  # in a percent cell 1.2 is 120 %; 85 was pasted there and means 85 %
_MOST = 1000.0  # a larger number is no share
_MONTH = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})月?(上旬|中旬|下旬|底|末|份|)$")
_TELEPHONE = re.compile(r"\+?\d[\d \-—()（）转]{4,}\d")
_OFFICE = re.compile(r"(?:科|处|室|股|办|中心|大队|支队|部|站|所|院)$")
_APART = re.compile(r"[\s、,，;；/:：]+")
_TENTH_DAYS = {"上旬": 10, "中旬": 20}


def squeeze(words: str) -> str:
    """Return words folded, without spaces and without signs that nobody sees."""
    return _UNSEEN.sub("", fold(words))


def read_share(entry: Typed) -> tuple[float | None, bool]:
    """Read a share as percent, and whether it is beyond doubt; (None, False) if it is none. Above 100 is never sure.

    >>> read_share(Entry("85%")), read_share(Entry(0.85)), read_share(Entry("８５"))
    ((85.0, True), (85.0, True), (85.0, True))
    >>> read_share(Entry(1.2, is_percent=True)), read_share(Entry("约三成")), read_share(Entry("过半"))
    ((120.0, False), (30.0, False), (None, False))
    """
    share, is_sure = _read_share(entry)
    return (None, False) if share is None or share > _MOST else (share, is_sure and share <= 100)


def _read_share(entry: Typed) -> tuple[float | None, bool]:
    value = _undate(entry.value) if isinstance(entry.value, date) else entry.value
    if isinstance(value, bool) or value is None:
        return None, False
    if isinstance(value, int | float):
        return _scale(float(value), entry.is_percent)
    words = squeeze(value)
    if found := _PERCENT.match(words):
        number = float(found[1])
        return (number, True) if found[2] else _scale(number, False)
    if found := _HAN_PERCENT.match(words):
        number_of = read_number(found[1]) if "点" not in found[1] else None
        return (number_of, number_of is not None)
    if found := _TENTHS.match(words):
        return (read_number(found[1]) or 0) * 10 + (5 if found[2] else 0), False
    return None, False


def _undate(value: date) -> int | None:
    """Return the number that was typed into a cell which Excel had made a date: 85 shows as 1900-03-25."""
    days = ((value.date() if isinstance(value, datetime) else value) - _EPOCH).days
    # Excel counts a 29 February 1900 that never was.
    return (days - 1 if days <= 60 else days) if value.year == 1900 else None


def _scale(number: float, is_percent: bool) -> tuple[float | None, bool]:
    """Bring a bare number to percent: 0.85 and 85 are the same share, 1.2 is 120; a bare 1 may be either end."""
    if number < 0 or isnan(number):
        return None, False
    if number == 1:
        return 100.0, is_percent
    if number < _OVER_FULFILLED:
        return round(number * 100, 6), number < 1
    return round(number, 6), not is_percent


@cache
def load_synonyms() -> Mapping[str, Mapping[str, str]]:
    """Return the words that people write instead of ours: table, then squeezed word to key."""
    text = files("responsibility").joinpath("returns/synonyms.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    return {
        name: {squeeze(word): key for key, words in table.items() for word in words} for name, table in tables.items()
    }


def read_contact(words: str) -> tuple[str, str, str]:
    """Part who answers for a task into office, person and telephone; what is neither of the others is the person.

    >>> read_contact("水利科 吴某 8111222"), read_contact("吴某 138 0000 1111"), read_contact("卫某")
    (('水利科', '吴某', '8111222'), ('', '吴某', '138 0000 1111'), ('', '卫某', ''))
    """
    telephones = [found.strip() for found in _TELEPHONE.findall(words)]
    rest = [each for each in _APART.split(_TELEPHONE.sub("\n", words)) if each]
    offices = [each for each in rest if _OFFICE.search(each)]
    people = [each for each in rest if each not in offices]
    return "、".join(offices), "、".join(people), "、".join(telephones)


def read_status(words: str, printed: Mapping[str, str]) -> str | None:
    """Read a status word; printed: key by the words of the drop-down list."""
    squeezed = squeeze(words).strip("。.;,")
    return printed.get(squeezed) or load_synonyms()["status"].get(squeezed)


def read_day(entry: Typed, year: int | None = None) -> tuple[date | None, bool]:
    """Read a day, and whether it is beyond doubt. year: the one meant where none is written.

    >>> read_day(Entry("2026年11月底"))
    (datetime.date(2026, 11, 30), True)
    """
    value = entry.value
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value), True
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (_EPOCH + timedelta(days=int(value)), False) if int(value) in _SERIALS else (None, False)
    words = squeeze(value) if isinstance(value, str) else ""
    if found := find_day(words):
        return found[0], True
    if words.isdecimal() and int(words) in _SERIALS:
        return _EPOCH + timedelta(days=int(words)), False
    if words.isdecimal() and len(words) == 8:
        return make_day(int(words[:4]), int(words[4:6]), int(words[6:])), True
    return _read_month(words, year)


def _read_month(words: str, year: int | None) -> tuple[date | None, bool]:
    found = _MONTH.fullmatch(words)
    named = int(found[1]) if found and found[1] else year
    if not found or named is None or not ("月" in words or found[1]):
        return None, False
    month, part = int(found[2]), found[3]
    day = make_day(named, month, _TENTH_DAYS[part]) if part in _TENTH_DAYS else end_of_month(named, month)
    return day, found[1] is not None
