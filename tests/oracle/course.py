"""Course: two periods of a year by every verb: collect, inspect, remind, meet, assess, close; sheets filled by seed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from oracle.facts import Facts, gather
from oracle.marks import Term
from oracle.progress import STATUSES, Answer, Asked, Found, Row, light_row
from oracle.worlds import DEFAULTS
from oracle.year import PERCENTS, UNITS, write_notice, write_units
from responsibility.cli import main
from responsibility.language.wording import load_wording

PLAN = "green-2025"
# Period: the day of judgement and the day by which units report.
PERIODS = {"2025-q1": (date(2025, 3, 31), date(2025, 3, 25)), "2025-q2": (date(2025, 6, 30), date(2025, 6, 25))}
VERDICTS = {"true": "属实", "partly": "基本属实", "false": "不属实"}
FOUND_WORDS = {"done": "已完成", "on-schedule": "达进度", "behind": "欠进度", "not-started": "未启动", "": ""}
OUTPUTS = (
    ("inspect", "2025-q2", "inspection/2025-q2"), ("remind", "2025-q2", "progress/2025-q2/remind"),
    ("meeting", "2025-q2", "meeting/2025-q2"), ("assess", "2025", "assessment/2025"), ("close", "2025", "closing/2025"),
)  # fmt: skip
REPORTS = (
    ("collecting", "report_progress"), ("collecting", "report_reminders"), ("meeting", "report_meeting"),
    ("assessing", "report_scores"), ("closing", "report_closing"), ("inspecting", "report_inspection"),
)  # fmt: skip
BY_HAND = (("u1", "praise", 1.5), ("u2", "blame", -2.25))


@dataclass
class Period:
    """What units typed and when, what was found, and what the program wrote.

    cells: of each answer the cell of its share, else of its status, else of its words, by item and unit; under "" that
    of the day. saved: when a unit's sheet was saved.
    """

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    sent: dict[str, date | None] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)


@dataclass
class Course:
    """facts of the plan; dues, stands: day of each item and whether it goes on all the year; outputs by verb.

    english: the papers of verbs and of the last period, told in English.
    """

    facts: Facts
    dues: dict[str, date | None]
    stands: set[str]
    periods: dict[str, Period]
    outputs: dict[str, dict[str, bytes]]
    printed: dict[str, str]
    english: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def rows(self, period: str, claimed: bool = False) -> dict[str, Row]:
        """Lights of a period; claimed: by the units' words alone."""
        rules, end, own = self.facts.settings["progress"], date(2025, 12, 31), self.periods[period]
        return {
            item: light_row(
                self.facts, item, own.answers,
                Asked(self.dues[item] or end, PERIODS[period][0], rules, item in self.stands),
                None if claimed else own.found.get(item),
            )
            for item in self.facts.assigned
        }  # fmt: skip

    def late(self, period: str) -> dict[str, int | None]:
        """Days late by unit, None without a day."""
        due = PERIODS[period][1]
        return {unit: max(0, (day - due).days) if day else None for unit, day in self.periods[period].sent.items()}

    def terms(self) -> list[Term]:
        return [Term(name, own.answers, self.rows(name), self.late(name)) for name, own in self.periods.items()]


def run_course(folder: Path, seed: int, read: Callable[[], str], score: str = "") -> Course:
    """Let an office work through two periods; folder: empty, and where the program works. score: of [score]."""
    random, plan = Random(seed), folder / "matrix" / "plans" / PLAN
    plan.mkdir(parents=True)
    settings = f"[overlap]\nsamples = 0\n[groups]\nruns = 1\nrandom_plans = 0\n[score]\n{score}\n"
    notice = write_notice().replace("\n2025年1月10日\n", f"{stand_tasks()}\n2025年1月10日\n")
    for path, words in (
        (f"plans/{PLAN}/notice.txt", notice),
        ("units.csv", write_units()),
        ("settings.toml", settings),
    ):
        (folder / "matrix" / path).write_text(words, "utf-8")
    _run("reports", "--only", "tasks")
    read()
    _run("read", str(plan / "notice.txt"), "--format", "json")
    reading = json.loads(read())
    facts = gather(reading, write_units(), settings, DEFAULTS)
    items = {item["id"]: item for item in reading["items"]}
    course = Course(
        facts,
        {item: date.fromisoformat(row["due"]) if row["due"] else None for item, row in items.items()},
        {item for item, row in items.items() if not row["due"] and (row["due_text"] or "").startswith("全年")},
        {name: Period() for name in PERIODS}, {}, {},
    )  # fmt: skip
    for place, name in enumerate(PERIODS):
        _fill(folder, course, name, random, silent=place)
        _run("collect", name, str(folder / name))
        course.printed[name] = read()
        _find(course, name, random)
        _write_found(plan / "inspections.csv", course)
        _run("collect", name)
        course.printed[name] = read()
        course.periods[name].files = _list(folder, f"progress/{name}")
    _give(plan / "scores.csv")
    for verb, when, output in OUTPUTS:
        read()
        _run(verb, when)
        course.printed[verb] = read()
        course.outputs[verb] = _list(folder, output)
    return course


def tell_in_english(folder: Path, course: Course, patch: pytest.MonkeyPatch) -> None:
    """Let the program write the same papers in English, from the sheets as they are; folder: where it worked."""
    for module, name in REPORTS:
        room = import_module(f"responsibility.workflows.{module}")
        patch.setattr(room, name, partial(_report_in_english, getattr(room, name)))
    name = list(PERIODS)[-1]
    _run("collect", name)
    made = _list(folder, f"progress/{name}")
    course.english[name] = {path: made[path] for path in course.periods[name].files}
    for verb, when, output in OUTPUTS:
        _run(verb, when)
        course.english[verb] = _list(folder, output)


def _report_in_english(report: Callable[..., object], about: object, *others: object) -> object:
    return report(_turn(about), *others)


def _turn(about: object) -> object:
    """A Scene in English words, or what has one, or several of these."""
    if isinstance(about, list | tuple):
        return [_turn(each) for each in about]
    return (
        replace(about, scene=_turn(about.scene)) if hasattr(about, "scene") else replace(about, say=load_wording("en"))
    )


def _run(*arguments: str) -> None:
    assert main(list(arguments)) in (0, 1), arguments


def _list(folder: Path, under: str) -> dict[str, bytes]:
    made = folder / "output" / PLAN / under
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in sorted(made.rglob("*")) if path.is_file()}


def stand_tasks() -> str:
    """Three tasks that go on all the year."""
    return "".join(
        f"\n{number}.巡查第{number}处河道。完成时限:全年。(牵头单位:市{UNITS[at]}局;责任单位:市{UNITS[at + 1]}局)"
        for at, number in enumerate((22, 23, 24))
    )


def _fill(folder: Path, course: Course, name: str, random: Random, silent: int) -> None:
    """Fill in the sheets of all units but one; some rows stay blank, some repeat the period before."""
    (folder / name).mkdir()
    own, before = course.periods[name], next(iter(course.periods.values()))
    for place, unit in enumerate(course.facts.units):
        if place == silent:
            continue
        path = next((folder / "output" / PLAN / "tasks").glob(f"*-{course.facts.short(unit)}.xlsx"))
        book = load_workbook(io.BytesIO(path.read_bytes()))
        sheet = book["任务清单"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "item_id" for cell in row))
        columns = {str(cell.value).replace("\n", ""): cell.column for cell in head if cell.value}
        for row in range(head[0].row + 1, sheet.max_row + 1):
            item = sheet.cell(row, columns["item_id"]).value
            if item and not (place % 2 and random.random() < 0.25):
                last = before.answers.get((item, unit)) if before is not own and random.random() < 0.3 else None
                answer = last or _say(random, unit)
                own.cells[item, unit] = _type(sheet, row, columns, answer)
                if not answer.is_blank:
                    own.answers[item, unit] = answer
        own.sent[unit], own.cells["", unit] = _date(sheet, place, PERIODS[name][1])
        book.save(folder / name / path.name)
        own.saved[unit] = f"{book.properties.modified:%Y-%m-%d %H:%M:%S}"


def _say(random: Random, unit: str) -> Answer:
    typed = random.choice(PERCENTS)
    share = round(typed * 100, 4) if isinstance(typed, int | float) else None
    other = random.choice([name for place, name in enumerate(UNITS) if f"u{place}" != unit])
    problems = random.choice(("", "", "", f"需市{other}局提供用地。"))
    words = random.choice(("", "已开工。", f"完成第{random.randint(2, 9)}标段。"))
    return Answer(STATUSES.get(random.choice(("", *STATUSES)), ""), share, isinstance(typed, str), words, problems)


def _type(sheet: object, row: int, columns: dict[str, int], answer: Answer) -> str:
    """Fill in a row; returns the first of its cells that counts."""
    status = next((words for words, key in STATUSES.items() if key == answer.status), None)
    share = "过半" if answer.is_unread else None if answer.percent is None else answer.percent / 100
    values = {"完成率": share, "进展状态": status, "进展情况": answer.words, "存在问题": answer.problems}
    for head, value in values.items():
        if value not in (None, ""):
            sheet.cell(row, columns[head]).value = value
    first = next((head for head in values if values[head] not in (None, "")), "完成率")
    return sheet.cell(row, columns[first]).coordinate


def _date(sheet: object, place: int, due: date) -> tuple[date | None, str]:
    """Write the day of filling in: none, in time, on the day, a day late, five days late."""
    day = (None, due.replace(day=20), due, due.replace(day=26), due.replace(day=30))[place % 5]
    label = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("填报日期"))
    if day:
        sheet.cell(label.row, label.column + 1).value = f"{day.year}年{day.month}月{day.day}日"
    return day, sheet.cell(label.row, label.column + 1).coordinate


def _find(course: Course, name: str, random: Random) -> None:
    for item in random.sample(course.facts.assigned, 6):
        status = random.choice(list(FOUND_WORDS))
        percent = random.choice((None, 20.0, 95.5)) if status != "done" else None
        course.periods[name].found[item] = Found(random.choice(list(VERDICTS)), status, percent)


def _write_found(path: Path, course: Course) -> None:
    numbers = {item.id: item.number.rstrip(".") for item in course.facts.items}
    rows = [
        (name, numbers[item], VERDICTS[each.verdict], FOUND_WORDS[each.status], each.percent)
        for name, own in course.periods.items() for item, each in own.found.items()
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("期次", "任务", "核实结论", "认定状态", "认定完成率"), *rows])


def _give(path: Path) -> None:
    words = {"praise": "加分", "blame": "扣分"}
    lines = [f"{unit},{words[cause]},{abs(value)},有据可查" for unit, cause, value in BY_HAND]
    path.write_text("\n".join(["单位,类别,分值,理由", *lines, ""]), "utf-8")
