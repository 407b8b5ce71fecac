"""Year: a plan with days at every edge, its sheets filled in by seed as units do, and collected by the program."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from oracle.facts import Facts, gather
from oracle.progress import STATUSES, Answer
from oracle.worlds import DEFAULTS
from responsibility.cli import main

HALF = "2025-q2", date(2025, 6, 30), date(2025, 6, 25)
AFTER = "2025-q4", date(2026, 1, 8), date(2025, 12, 25)  # judged when the year is over
# The day of a task is before, on, just after and long after the day of judgement, or not written.
DAYS = ("6月10日前", "6月30日前", "7月1日前", "7月14日前", "7月15日前", "12月底前", "")
UNITS = ("发改", "经信", "科技", "住建", "水利", "农业")
PERCENTS = (None, 0, 0.2, 0.394, 0.395, 0.3945, 0.5, 0.625, 0.995, 1, 1.2, "过半")


@dataclass(frozen=True)
class Year:
    """facts of the plan; dues: day of each item, None where none is written; files: what collect wrote.

    when: the period, the day of judgement and the day by which units report.
    """

    facts: Facts
    when: tuple[str, date, date]
    dues: dict[str, date | None]
    answers: dict[tuple[str, str], Answer]
    sent: dict[str, date | None]
    files: dict[str, bytes]


def write_notice() -> str:
    """Twenty-one tasks: one lead, two leads, none; each with each day."""
    lines = ["东川市人民政府关于印发2025年工作计划的通知", "", "一、重点任务"]
    clauses = ("牵头单位:{0};责任单位:{1}", "牵头单位:{0}、{1};配合单位:{2}", "配合单位:{0}、{1}")
    for number in range(21):
        named = [f"市{UNITS[(number + step) % len(UNITS)]}局" for step in range(3)]
        day = DAYS[number % 7]
        words = f"{number + 1}.推进第{number + 1}处工程。{day and day + '完成'}建设{number + 3}公里。"
        lines.append(f"{words}({clauses[number // 7].format(*named)})")
    return "\n".join(lines) + "\n2025年1月10日\n"


def write_units() -> str:
    rows = (f"u{place},东川市{name}局,市{name}局,government,,,,,\n" for place, name in enumerate(UNITS))
    return "id,name,short,kind,parent,valid_from,valid_to,succeeded_by,source\n" + "".join(rows)


def run_year(folder: Path, seed: int, preset: str, when: tuple[str, date, date], read: object) -> Year:
    """Issue the sheets, fill them in and collect them; folder: empty, and where the program works.

    read: returns what the program prints.
    """
    plan = folder / "matrix" / "plans" / "green-2025"
    plan.mkdir(parents=True)
    settings = f'[progress]\npreset = "{preset}"\n[overlap]\nsamples = 0\n[groups]\nruns = 1\nrandom_plans = 0\n'
    for path, words in (("plans/green-2025/notice.txt", write_notice()), ("units.csv", write_units()),
                        ("settings.toml", settings)):  # fmt: skip
        (folder / "matrix" / path).write_text(words, "utf-8")
    assert main(["reports", "--only", "tasks"]) in (0, 1)
    read()
    assert main(["read", str(plan / "notice.txt"), "--format", "json"]) == 0
    reading = json.loads(read())
    facts = gather(reading, write_units(), settings, DEFAULTS)
    dues = {item["id"]: date.fromisoformat(item["due"]) if item["due"] else None for item in reading["items"]}
    answers, sent = fill_sheets(folder, facts, Random(seed), when[2])
    assert main(["collect", when[0], str(folder / "sent"), "--as-of", when[1].isoformat()]) in (0, 1)
    made = folder / "output" / "green-2025" / "progress" / when[0]
    files = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    return Year(facts, when, dues, answers, sent, files)


def fill_sheets(folder: Path, facts: Facts, random: Random, due: date) -> tuple[dict, dict]:
    """Fill in all sheets but the first unit's; some rows stay blank, some sheets bear a late day."""
    (folder / "sent").mkdir()
    answers: dict[tuple[str, str], Answer] = {}
    sent: dict[str, date | None] = {}
    for place, unit in enumerate(facts.units):
        path = next((folder / "output" / "green-2025" / "tasks").glob(f"*-{facts.short(unit)}.xlsx"))
        if place == 0:
            continue
        book = load_workbook(io.BytesIO(path.read_bytes()))
        sheet = book["任务清单"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "item_id" for cell in row))
        columns = {str(cell.value).replace("\n", ""): cell.column for cell in head if cell.value}
        for row in range(head[0].row + 1, sheet.max_row + 1):
            if item := sheet.cell(row, columns["item_id"]).value:
                answer = _type(sheet, row, columns, random, blanks=place % 2)
                if not answer.is_blank:
                    answers[item, unit] = answer
        sent[unit] = _date(sheet, place, due)
        book.save(folder / "sent" / path.name)
    return answers, sent


def _type(sheet: object, row: int, columns: dict[str, int], random: Random, blanks: int) -> Answer:
    if blanks and random.random() < 0.3:
        return Answer()
    typed, status = random.choice(PERCENTS), random.choice(("", *STATUSES))
    words = random.choice(("", "已开工。"))
    for head, value in (("完成率", typed), ("进展状态", status), ("进展情况", words)):
        if value not in (None, ""):
            sheet.cell(row, columns[head]).value = value
    share = round(typed * 100, 4) if isinstance(typed, int | float) else None
    return Answer(STATUSES.get(status, ""), share, isinstance(typed, str), words)


def _date(sheet: object, place: int, due: date) -> date | None:
    """Write the day of filling in: none, in time, on the day, a day late, five days late."""
    day = (None, *(due + timedelta(days) for days in (-5, 0, 1, 5)))[place % 5]
    label = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("填报日期"))
    if day:
        sheet.cell(label.row, label.column + 1).value = f"{day.year}年{day.month}月{day.day}日"
    return day
