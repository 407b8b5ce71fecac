"""Days: what is due when, by quarter and month and for whom, in lists, calendars and heads."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from oracle.facts import Facts, numbers_of
from oracle.readers import find_tables
from oracle.tally import Tally
from oracle.templates import TEMPLATES

Claims = dict[str, list[dict[str, object]]]
QUARTERS = "一二三四"
_GOALS = TEMPLATES["lists.dues.goals"]


class Entry(NamedTuple):
    """A day of a task: its own, or one of its stages with what is to be reached by then; said: the day in words."""

    item: str
    year: int
    month: int
    day: int
    stage: str
    said: str

    @property
    def quarter(self) -> tuple[int, str]:
        return self.year, QUARTERS[(self.month - 1) // 3]


def list_entries(facts: Facts) -> list[Entry]:
    """Every day of every task that names a unit."""
    found = []
    for row in facts.reading["items"]:
        told = [(row["due"], "", row["due_text"])]
        stages = {(each["due"], each["text"]): each["period"] for each in reversed(row["milestones"])}
        told += [(*key, period) for key, period in stages.items()]
        for day, words, said in told:
            late = bool(words and day and row["due"]) and _quarter(day) == _quarter(row["due"]) and day > row["due"]
            if day and row["id"] in facts.assigned and not late:  # what the quarter brings is reached by the task's day
                found.append(Entry(row["id"], *map(int, day.split("-")), words, said))
    return found


def _quarter(day: str) -> tuple[int, int]:
    year, month, _ = map(int, day.split("-"))
    return year, (month + 2) // 3


def list_days_told(facts: Facts) -> set[str]:
    """What is printed as it stands: a task or its stage beside its number, as in a calendar, and each stage."""
    number, told = numbers_of(facts), set()
    for entry in list_entries(facts):
        words = f"{number[entry.item]} {facts.titles[entry.item]}"
        words += f"：{entry.stage}" if entry.stage else ""
        told |= {words, f"{words}到期", f"{entry.stage}（阶段）"}
        sign = f"○{number[entry.item]} {entry.stage}" if entry.stage else f"●{words}"
        day = f"（{entry.year}年{entry.month}月{entry.day}日）"
        told |= {sign, f"{sign}{day}", TEMPLATES["calendar.other-years"].format(words=f"{sign}{day}")}
    for row in facts.reading["items"]:
        told |= {f"{each['period']}：{each['text']}" for each in row["milestones"]}
        told.add(f"{number.get(row['id'])} {row['title']}（{row['due_text']}）")
    return told


def claims_of_days(facts: Facts) -> Claims:
    entries = list_entries(facts)
    due = Counter(entry.quarter for entry in entries if not entry.stage)
    dated = {entry.item for entry in entries if not entry.stage}
    loose = [row for row in facts.reading["items"] if row["id"] in facts.assigned and row["id"] not in dated]
    open_ = [row for row in loose if row["due_text"]]
    months = Counter((entry.year, entry.month) for entry in entries if not entry.stage)
    return {
        "calendar.count": [{"count": count} for count in months.values()],
        "lists.dues.band": [{"year": year, "quarter": part, "count": due[year, part]} for year, part in due],
        "lists.dues.band-stages": [
            dict(zip(("year", "quarter"), each.quarter, strict=True)) for each in entries if not due[each.quarter]
        ],
        "lists.dues.open": [{"count": len(open_)}],
        "lists.dues.undated": [{"count": len([row for row in loose if not row["due_text"] and not row["milestones"]])}],
        "lists.dues.goal": [{"number": numbers_of(facts)[each.item], "words": each.stage} for each in entries],
        "calendar.title": [{"year": year} for year in {entry.year for entry in entries}],
        "calendar.month": [{"month": month} for month in range(1, 13)],
        "page.matrix.year-month": [{"year": each.year, "month": each.month} for each in entries],
    }


def check_calendar(facts: Facts, rows: list[list[object]], tally: Tally) -> None:
    """年度日历: in each month of each unit what is due for those that lead, or for all where none does."""
    entries = list_entries(facts)
    years = Counter(entry.year for entry in entries)
    year = max(years, key=lambda each: (years[each], -each))
    number, printed = numbers_of(facts), Counter()
    heads = next(at for at, row in enumerate(rows) if row[1] == TEMPLATES["calendar.month"].format(month=1))
    shorts, unit = {facts.short(each): each for each in facts.units}, None
    for row in rows[heads + 1 :]:
        unit = shorts.get(row[0], unit)
        for month in range(1, 13):
            printed.update((unit, month, each) for each in re.findall(r"^[●○](\d+) ", str(row[month] or ""), re.M))
    true = Counter(
        (unit, entry.month, number[entry.item])
        for entry in entries if entry.year == year
        for unit in _responsible(facts, entry.item)
    )  # fmt: skip
    tally.all_same("年度日历", true, printed)


def _responsible(facts: Facts, item: str) -> list[str]:
    units = facts.units_of[item]
    return [unit for unit in units if facts.role(item, unit) == "lead"] or units


def check_dues(facts: Facts, rows: list[list[object]], tally: Tally) -> None:
    """按时限: each day of each task once, under its quarter, in the notice's own words."""
    number, quarter, printed = numbers_of(facts), "", Counter()
    said: dict[object, set[str]] = {}
    for each in list_entries(facts):
        said.setdefault((each.quarter, number[each.item], each.stage), set()).add(each.said)
    (body,) = find_tables(rows, "序号", "工作任务", "时限")
    for row in body:
        band = re.match(r"(\d+)年(.)季度", str(row["序号"]))
        quarter = (int(band[1]), band[2]) if band else None if "（" in str(row["序号"]) else quarter
        told = str(row["序号"])
        if told.startswith(_GOALS):
            goals = [
                each
                for each in list_entries(facts)
                if each.quarter == quarter and each.stage and each.said[-2:] == "季度"
            ]
            true = "；".join(
                TEMPLATES["lists.dues.goal"].format(number=number[each.item], words=each.stage) for each in goals
            )
            below = sorted(told.removeprefix(_GOALS).split("；"))
            tally.same(("按时限", quarter, "goals"), sorted(true.split("；")), below)
            printed.update((quarter, number[each.item], each.stage) for each in goals)
        elif not band and quarter:
            stage = re.fullmatch(r"(.*)（阶段）", str(row["到期应达到的目标"] or ""))
            key = (quarter, str(row["序号"]), stage[1] if stage else "")
            printed[key] += 1
            tally.same(("按时限", key, "时限", row["时限"]), True, row["时限"] in said.get(key, ()))
    true = Counter((each.quarter, number[each.item], each.stage) for each in list_entries(facts))
    tally.all_same("按时限", true, printed)
