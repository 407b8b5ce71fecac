"""Naming: what a plan and its tasks are called on paper.

In: a plan. Out: its own title, and each item's number as the notice prints it. Ids stay in tables
for programs; people speak of 第15项.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from responsibility.language.measures import load_measures
from responsibility.model import Plan
from responsibility.patterns import late
from responsibility.resolve.numbering import tell_apart

_WORDS = load_measures("header")
_ISSUED = late(
    rf"(?:关于|(?:{'|'.join(_WORDS['organs'])}))(?:{'|'.join(_WORDS['issuing'])})(.+?)的?通知(?:[（(][^（()）]*[）)])?$"
)
_QUOTED = late(r"[^《]*《([^《》]+)》$")
_INNER = str.maketrans("〈〉<>", "《》《》")
_BLANK = late(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


def plan_title(printed: str) -> str:
    """Return the plan's own title: without the wrapping of the notice that issues it, without stray blanks.

    >>> plan_title("甲市办公室关于印发《甲市2023年工作 计划》的通知"), plan_title("甲市关于做好就业工作的通知")
    ('甲市2023年工作计划', '甲市关于做好就业工作的通知')
    """
    title = _BLANK.sub("", printed.strip().lstrip("-—"))
    while wrapped := _ISSUED.search(title):
        inner = wrapped[1]
        quoted = _QUOTED.match(inner)
        title = quoted[1].translate(_INNER) if quoted else inner
    return title


_YEAR = late(r"(20\d\d)(?:年度|年)?")


def part_year(title: str) -> tuple[str, int]:
    """Return what the plans of a series are all called, and the year of this one; 0 where its title names none.

    >>> part_year("甲市2023年工作计划"), part_year("甲市2024年度工作计划"), part_year("甲市三年行动方案")
    (('甲市工作计划', 2023), ('甲市工作计划', 2024), ('甲市三年行动方案', 0))
    """
    found = _YEAR.search(title)
    return (title[: found.start()] + title[found.end() :], int(found[1])) if found else (title, 0)


def list_current(titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the plans, by id, that hold at present: of a series that goes on year by year, its latest alone."""
    parted = {plan: part_year(title) for plan, title in titles.items()}
    latest = {stem: max(year for other, year in parted.values() if other == stem) for stem, _ in parted.values()}
    return tuple(plan for plan, (stem, year) in parted.items() if year == latest[stem])


def cite_title(title: str) -> str:
    """Put a title into 《》, marks within it into 〈〉; titles that bring their own stay.

    >>> cite_title("甲市《乙》方案"), cite_title("《甲》和《乙》")
    ('《甲市〈乙〉方案》', '《甲》和《乙》')
    """
    if title.startswith("《") and title.endswith("》"):
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def join_number(number: str, title: str) -> str:
    """Write a number before a title; a bare one, as tables have it, is parted from it.

    >>> join_number("1.", "修缮泵站"), join_number("1", "修缮泵站")
    ('1.修缮泵站', '1 修缮泵站')
    """
    return f"{number} {title}" if number[-1:].isdigit() else number + title


def number_items(plan: Plan) -> Mapping[str, str]:
    """Return each item's number as people call it: 15, or （四）15 where numbers repeat."""
    return tell_apart(plan.items, {each.item_id for each in plan.assignments})


def name_items(plan: Plan) -> Callable[[str], str]:
    """Return what finds a task's id by the id itself or the number that the notice prints; "" where none or several."""
    ids, numbers = {item.id for item in plan.items}, number_items(plan)

    def find(words: str) -> str:
        meant = words.strip().removeprefix("第").removesuffix("项")
        found = [meant] if meant in ids else [item for item, number in numbers.items() if number == meant]
        return found[0] if len(found) == 1 else ""

    return find


def name_units(plan: Plan) -> Callable[[str], str]:
    """Return what finds a unit's id by id, short or full name, or as the notice calls it; "" where there is none."""
    names = {each.name: each.unit_id for each in plan.assignments}
    names |= {name: unit.id for unit in plan.units for name in (unit.name, unit.short, unit.id)}
    return lambda words: names.get(words.strip(), "")


_DIGITS = "零一二三四五六七八九"


def write_ordinal(number: int, language: str) -> str:
    """Write a number from 1 to 99 as heads count: 十二, in another language in figures.

    >>> [write_ordinal(number, "zh") for number in (3, 10, 12, 20, 25)]
    ['三', '十', '十二', '二十', '二十五']
    """
    if language != "zh" or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
