"""Bulletin: the numbers of 通报.docx and of 进展台账.xlsx against the lights."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from docx.document import Document

from oracle.facts import Facts, numbers_of
from oracle.progress import ORDER, STATUSES, Row
from oracle.readers import find_tables
from oracle.tally import Tally, show
from oracle.templates import TEMPLATES, say

if TYPE_CHECKING:
    from oracle.course import Course
    from oracle.year import Year

STANDINGS = ("已完成", "超进度", "达进度", "欠进度", "不计进度", "未报")
COLOURS = dict(zip(("已完成", "绿灯", "蓝灯", "黄灯", "红灯", "不亮灯", "未报"), ORDER, strict=True))
WORDS = {key: words for words, key in STATUSES.items()}
Rows = dict[str, Row]


def standing_of(row: Row, ahead_points: float) -> str:
    """How a task stands in words: yellow and red are behind; green and blue by how far ahead of the course."""
    of_colour = {"done": "已完成", "yellow": "欠进度", "red": "欠进度", "none": "不计进度", "unreported": "未报"}
    is_ahead = row.light.gap is not None and -row.light.gap > ahead_points
    return of_colour.get(row.light.colour, "超进度" if is_ahead else "达进度")


def check_letter(year: Year, rows: Rows, letter: Document, tally: Tally) -> None:
    """总体情况 with shares of all tasks, who is missing or partial, and what is said of each task behind."""
    ahead = year.facts.settings["progress"]["ahead_points"]
    counts = Counter(standing_of(row, ahead) for row in rows.values())
    text = "\n".join(each.text for each in letter.paragraphs)
    found = re.search(r"共(\d+)项任务：(.*?)。", text)
    tally.same("tasks of the bulletin", len(rows), int(found[1]))
    told = {name: (count, share) for name, count, share in re.findall(r"(\w+?)(\d+)项，占([\d.]+%)", found[2])}
    for name in STANDINGS:
        count = counts[name]
        true = (str(count), show(count / len(rows), ".1%").replace(".0%", "%")) if count else None
        tally.same(("bulletin", name), true, told.get(name))
    _check_sent(year.facts, year.answers, text, tally)
    _check_behind(year.facts, rows, text, tally)


def check_period(course: Course, before: str, name: str, letter: Document, tally: Tally) -> None:
    """The same of a period with one before it and with inspections: what became more or less, what was looked at."""
    rows, text = course.rows(name), "\n".join(each.text for each in letter.paragraphs)
    check_letter(_View(course.facts, course.periods[name].answers), rows, letter, tally)
    ahead = course.facts.settings["progress"]["ahead_points"]
    now = Counter(standing_of(row, ahead) for row in rows.values())
    past = Counter(standing_of(row._replace(light=row.light._replace(percent=None)), ahead)
                   for row in course.rows(before).values())  # fmt: skip
    changes = {word: now[word] - past[word] for word in ("已完成", "欠进度", "未报") if now[word] != past[word]}
    said = dict(re.findall(r"(已完成|欠进度|未报)((?:增加|减少)\d+)项", text))
    true = {word: f"{'增加' if change > 0 else '减少'}{abs(change)}" for word, change in changes.items()}
    tally.same("since the period before", true, said)
    verdicts = Counter(row.verdict for row in rows.values() if row.verdict)
    seen = re.search(r"其中抽查核实(\d+)项：(?:属实(\d+)项)?(?:，?基本属实(\d+)项)?(?:，?与填报不一致(\d+)项)?", text)
    counts = [verdicts.total(), *(verdicts[key] for key in ("true", "partly", "false"))]
    tally.same("looked at", counts, [int(each or 0) for each in seen.groups()])


class _View(NamedTuple):
    facts: Facts
    answers: dict


def _check_sent(facts: Facts, answers: dict, text: str, tally: Tally) -> None:
    due, sent = re.search(r"应报送单位(\d+)个，已报送(\d+)个", text).groups()
    answered = {unit for _, unit in answers}
    tally.same("units of the bulletin", (len(facts.units), len(answered)), (int(due), int(sent)))


def _check_behind(facts: Facts, rows: Rows, text: str, tally: Tally) -> None:
    """第2项“…”，应完成100%，已完成20%: of each task that is behind by a number before its day."""
    number = {text: item for item, text in numbers_of(facts).items()}
    said = re.findall(r"第(\d+)项“[^”]*”，应完成([\d.]+)%，已完成([\d.]+)%", text)
    for ordinal, course, share in said:
        light = rows[number[ordinal]].light
        tally.same(("bulletin", ordinal, "course"), light.expected, float(course))
        tally.same(("bulletin", ordinal, "share"), light.percent, float(share))
    short = sum(row.light.why == "short" for row in rows.values())
    tally.same("tasks told to be behind", True, len(said) >= short)


def check_ledger(year: Year, rows: Rows, sheets: dict[str, list[list[object]]], tally: Tally) -> None:
    """亮灯表 and 进度走势: each light, share, course and gap, and how many of each."""
    (body,) = find_tables(sheets["亮灯表"], "编号", "序时进度", "亮灯", "原因")
    number = {text: item for item, text in numbers_of(year.facts).items()}
    tally.same("tasks of 亮灯表", len(rows), len(body))
    for row in body:
        item = number[str(row["编号"])]
        true = rows[item]
        tally.same(("亮灯表", item, "单位"), year.facts.short(true.unit), row["单位"].partition("（")[0].split("\n")[0])
        tally.same(("亮灯表", item, "亮灯"), true.light.colour, COLOURS[row["亮灯"]])
        tally.same(("亮灯表", item, "完成率"), true.light.percent, _percent(row["完成率"]))
        check_why(year, item, true, row["原因"], tally)
        tally.same(("亮灯表", item, "落后"), max(true.light.gap or 0, 0), _points(row["落后百分点"]))
    (course,) = find_tables(sheets["进度走势"], "期次", "绿灯", "红灯")
    counts = Counter(row.light.colour for row in rows.values())
    for head, colour in COLOURS.items():
        tally.same(("进度走势", head), counts[colour], course[-1][head])


def _percent(cell: object) -> float | None:
    if cell is None:
        return None
    return float(cell.rstrip("%")) if isinstance(cell, str) else round(cell * 100, 6)


def _points(cell: object) -> float:
    return max(float(cell), 0.0) if cell is not None else 0.0


def check_why(year: Year | Course, item: str, row: Row, words: str, tally: Tally) -> None:
    """One sentence, and whose word it is where that is not the one lead's."""
    tally.same(("why", item), say_why(year, item, row), words)
    tally.told.add(words)


def say_why(year: Year | Course, item: str, row: Row) -> str:
    voice = "" if row.voice == "lead" else TEMPLATES[f"progress.voice.{row.voice}"]
    light, due = row.light, year.dues[item]
    gap = light.gap or 0
    told = {
        "percent": percent(light.percent), "expected": percent(light.expected), "gap": f"{abs(gap):g}",
        "due": due_of(year, item) or (due.isoformat() if due else TEMPLATES["progress.end"]),
        "status": WORDS.get(row.status, ""),
        "place": f"{'超前' if gap <= 0 else '落后'} {abs(gap):g} 个百分点",
    }  # fmt: skip
    return say(f"progress.why.{light.why}", **told) + voice


def due_of(year: Year | Course, item: str) -> str:
    """The day as the notice prints it."""
    body = next(each.body for each in year.facts.items if each.id == item)
    found = re.search(r"\d+月\d*[日底]?前?|全年", body)
    return found[0] if found else ""


def percent(share: float | None) -> str:
    return "" if share is None else f"{share:g}%"
