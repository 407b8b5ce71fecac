"""Lived: a whole year of an office on disk, by the command line alone; every paper is a file, filled in as clerks do.

What is typed into the papers is kept as values; what a test expects it counts from these values, not from the
program's tables.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from annual import words
from clerks import Form, fill_forms, fill_refinement, fill_tasks
from responsibility.analysis.course.refinement import Refinement
from responsibility.cli import main
from year import FALSE, PACES, date_sheet

PLAN = "green-2026"
START, END = date(2026, 1, 1), date(2026, 12, 31)
# Period: its last day and the day by which units report, moved by a holiday and a weekend in the third.
PERIODS = {
    "2026-q1": (date(2026, 3, 31), date(2026, 3, 25)),
    "2026-q2": (date(2026, 6, 30), date(2026, 6, 25)),
    "2026-q3": (date(2026, 9, 30), date(2026, 9, 28)),
    "2026-q4": (END, date(2026, 12, 25)),
}
NAMES = words(
    "发改 经信 教育 科技 民政 司法 财政 人社 住建 交通 水利 农业 商务 文旅 卫健 应急 审计 国资 市监 统计 "
    "医保 林业 城管 信访 体育 金融 档案 地震 粮食 气象"
)
UNITS = tuple(f"u{number:02}" for number in range(len(NAMES)))
MERGED, SUCCESSOR, LAST_DAY = "u03", "u04", date(2026, 6, 30)
SENT_BACK = "u07"  # whose refinement the office does not accept
HEAD = "id,name,short,kind,parent,valid_from,valid_to,succeeded_by,source\n"
SETTINGS = "[overlap]\nsamples = 0\n[groups]\nruns = 1\nrandom_plans = 0\n"


def short(unit: str) -> str:
    return f"市{NAMES[UNITS.index(unit)]}局"


@dataclass(frozen=True)
class Typed:
    """What one unit typed for one task in one period, and where."""

    period: str
    unit: str
    item: str
    percent: int
    words: str
    problems: str
    file: str
    row: int


@dataclass(frozen=True)
class Task:
    """Who has a task, the first leads; from when on, until when. joined: from when on the last has a part in it."""

    number: str
    units: tuple[str, ...]
    since: date = START
    due: date = END
    moved: date = START  # when the day moved; before, it was the year's end
    joined: date = START

    def members(self, day: date) -> tuple[str, ...]:
        return self.units if self.joined <= day else self.units[:-1]


@dataclass
class Lived:
    """A year lived. folder: where the office works; said: what the program printed, by verb; false: claims by task."""

    folder: Path
    tasks: dict[str, Task]
    pace: dict[str, float]
    typed: list[Typed] = field(default_factory=list)
    days: dict[tuple[str, str], date] = field(default_factory=dict)
    silent: set[tuple[str, str]] = field(default_factory=set)
    false: set[tuple[str, str]] = field(default_factory=set)
    found: dict[str, dict[str, Form]] = field(default_factory=dict)
    refined: dict[str, list[Refinement]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    before_meeting: bytes = b""  # the lights of the second period as they were

    def paper(self, path: str) -> bytes:
        return (self.folder / "output" / PLAN / path).read_bytes()

    def table(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(StringIO(self.paper(path).decode("utf-8-sig"))))

    def there(self, period: str) -> dict[str, Task]:
        """The tasks that there are at a period's end."""
        return {item: task for item, task in self.tasks.items() if task.since <= PERIODS[period][0]}


def live_year(folder: Path, read: Callable[[], str], seed: int = 2033) -> Lived:
    """Let an office work through its year; folder: empty, and where the program works. read: what was printed."""
    random = Random(seed)
    year = found_office(folder, random, read)

    def run(*words: str, key: str = "") -> None:
        assert main([*words]) in (0, 1), (words, read())
        year.said[key or " ".join(words)] = read()

    run("reports", "--only", "tasks")
    run("refine")
    refine(year)
    run("collect", "plan", "refined")
    before = "tasks"
    for number, period in enumerate(PERIODS, 1):
        report(year, random, period, number, folder / "output" / PLAN / before)
        run("collect", period, period, key=f"collect {period}")
        if number == 1:
            run("remind", period)
        else:
            run("inspect", period)
            look(year, period)
            run("inspect", period, f"{period}.xlsx")
        if number == 2:
            run("collect", period)
            year.before_meeting = year.paper(f"progress/{period}/data/lights.csv")
        if number in (2, 3):
            run("meeting", period, "--number", str(number - 1))
            decide(year, period, number - 1)
            merge(folder)
        if number > 1:
            run("collect", period)
        before = f"progress/{period}/next"
    run("assess", "2026")
    run("close", "2026")
    run("reports", "--only", "page", "--only", "calendar")
    return year


def found_office(folder: Path, random: Random, read: Callable[[], str]) -> Lived:
    """Write the notice of sixty tasks, two led by each unit, with two others in each; and the register."""
    plan = folder / "matrix" / "plans" / PLAN
    plan.mkdir(parents=True)
    members = {}
    lines = ["东川市人民政府关于印发2026年绿色发展工作计划的通知"]
    for number in range(2 * len(UNITS)):
        lead = UNITS[number % len(UNITS)]
        one, other = random.sample([unit for unit in UNITS if unit != lead], 2)
        members[str(number + 1)] = (lead, one, other)
        if number % 10 == 0:
            lines += ["", f"{'一二三四五六'[number // 10]}、第{number // 10 + 1}部分"]
        lines.append(
            f"{number + 1}.推进第{number + 1}处工程。建设{number + 3}公里。"
            f"(牵头单位:{short(lead)};责任单位:{short(one)}、{short(other)})"
        )
    (plan / "notice.txt").write_text("\n".join(lines) + "\n东川市人民政府\n2026年1月20日\n", "utf-8")
    write_register(folder)
    (folder / "matrix" / "settings.toml").write_text(SETTINGS, "utf-8")
    assert main(["read", str(plan / "notice.txt"), "--format", "json"]) == 0
    ids = {item["number"].rstrip("."): item["id"] for item in json.loads(read())["items"]}
    tasks = {ids[number]: Task(number, units) for number, units in members.items()}
    return Lived(folder, tasks, {item: random.choice(PACES) for item in tasks})


def write_register(folder: Path, ended: str = "", successor: str = "") -> None:
    rows = [
        f"{unit},东川{short(unit)},{short(unit)},government,,,"
        + (f"{LAST_DAY},{successor}," if unit == ended else ",,")
        for unit in UNITS
    ]
    (folder / "matrix" / "units.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")


def merge(folder: Path) -> None:
    """The reform: one unit becomes part of another, and the register says so from then on."""
    write_register(folder, MERGED, SUCCESSOR)


def refine(year: Lived) -> None:
    """Twenty-seven lead units send measures: figures and words for their first task, words for the second."""
    (year.folder / "refined").mkdir()
    decided = ["单位,任务,审核意见,理由"]
    for place, unit in enumerate(UNITS):
        if place % 10 == 9:
            continue
        for number, item in enumerate(item for item, task in year.tasks.items() if task.units[0] == unit):
            figures, words = ("200家", "20家", "60家", "120家", "200家"), ("建成", "立项", "开工", "完工", "验收")
            for goal, *quarters in (figures, words)[number:]:
                piece = Refinement(unit, item, f"{short(unit)}措施{goal}", goal, tuple(quarters), "办公室", "何某")  # type: ignore[arg-type]
                year.refined.setdefault(unit, []).append(replace(piece, telephone=f"86{place:05}"))
        (path,) = (year.folder / "output" / PLAN / "refinement").glob(f"*-{short(unit)}.xlsx")
        filled = fill_refinement(path.read_bytes(), year.refined[unit], f"联络{NAMES[place]}")
        (year.folder / "refined" / path.name).write_bytes(filled)
        decided.append(f"{short(unit)},," + ("退回,三季度目标偏低" if unit == SENT_BACK else "同意,"))
    (year.folder / "matrix" / "plans" / PLAN / "refinements.csv").write_text("\n".join(decided) + "\n", "utf-8")


def report(year: Lived, random: Random, period: str, quarter: int, issued: Path) -> None:
    """Every unit fills in the sheet that it was sent; a few send nothing, some are late, some claim too much."""
    (year.folder / period).mkdir()
    day, due = PERIODS[period]
    for unit in UNITS:
        sent = date_sheet(random, due)
        if sent is None:
            year.silent.add((period, unit))
            continue
        year.days[period, unit] = sent
        (path,) = issued.glob(f"*-{short(unit)}.xlsx")
        # After the reform the successor sends both sheets, under its own name.
        sender = SUCCESSOR if unit == MERGED and day > LAST_DAY else unit
        file = f"{period}-{short(sender)}{'（承接）' if sender != unit else ''}.xlsx"
        own = {}
        for item, task in year.there(period).items():
            if unit in task.members(day):
                is_lead = unit == task.units[0]
                percent = round(quarter * 25 * (year.pace[item] if is_lead else 1))
                if is_lead and random.random() < FALSE:
                    year.false.add((period, item))
                told = f"{short(unit)}办理第{task.number}项第{quarter}季度{random.randrange(10**6)}"
                held = f"用地未批，需{short(task.units[1])}支持" if is_lead and task.number in ("13", "27") else ""
                own[item] = (percent, told, held)
        data, rows = fill_tasks(path.read_bytes(), own, year.days[period, unit], short(sender))
        year.typed += [Typed(period, unit, item, *own[item], file, rows[item]) for item in own]
        (year.folder / period / file).write_bytes(data)


def look(year: Lived, period: str) -> None:
    """Fill in the forms of the tasks drawn: a false claim is found where there is one."""
    data = year.paper(f"inspection/{period}/抽查核实表.xlsx")
    drawn = [str(row[1].value) for row in load_workbook(BytesIO(data))["_inspect"].iter_rows(min_row=2)]
    day = PERIODS[period][0] + timedelta(days=8)
    year.found[period] = {
        item: ("不属实", 10, f"第{year.tasks[item].number}项与台账不符")
        if (period, item) in year.false
        else ("属实", None, "")
        for item in drawn
    }
    filled = fill_forms(data, list(year.found[period].values()), day)
    (year.folder / f"{period}.xlsx").write_bytes(filled)


def decide(year: Lived, period: str, number: int) -> None:
    """Write what a meeting decided into the draft's columns: a day that moves, a unit that joins, a new task."""
    path = year.folder / "matrix" / "plans" / PLAN / "meetings.csv"
    day = PERIODS[period][0] + timedelta(days=14)
    numbers = {task.number: item for item, task in year.tasks.items()}
    moved, due, helper = (("10", date(2026, 9, 30), "u20"), ("40", date(2026, 11, 30), ""))[number - 1]
    leads = (("u08", "u04"), ("u11", "u02"))[number - 1]
    head = year.paper(f"meeting/{period}/meetings.csv").decode("utf-8-sig").splitlines()[0]
    rows = [] if path.exists() else [head]
    rows.append(f"第{number}次联席会议,{day},{moved},提前完成第{moved}项,{helper and short(helper)},{due},张三")
    rows.append(f"第{number}次联席会议,{day},,编制第{number}批问题清单,{'、'.join(map(short, leads))},,张三")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    item = numbers[moved]
    task = replace(year.tasks[item], due=due, moved=day)
    year.tasks[item] = replace(task, units=(*task.units, helper), joined=day) if helper else task
    year.tasks[f"m.{number}"] = Task(f"会{number}", leads, since=day)
    year.pace[f"m.{number}"] = 1.0


class Counted:
    """One period counted by hand from the values typed: how each task stands, as claimed and as found."""

    def __init__(self, year: Lived, period: str, *, claimed: bool = False) -> None:
        self.year, self.period, (self.day, self.due) = year, period, PERIODS[period]
        self.tasks = year.there(period)
        self.leads = {item: task.units[0] for item, task in self.tasks.items()}
        self.typed = {(each.item, each.unit): each for each in year.typed if each.period == period}
        self.found = {} if claimed else year.found.get(period, {})

    def expected(self, item: str) -> float:
        """The share due: by accepted goals, else evenly to the task's day as it was then."""
        task, lead = self.tasks[item], self.leads[item]
        pieces = self.year.refined.get(lead, ()) if lead != SENT_BACK else ()
        if own := [piece for piece in pieces if piece.item_id == item]:
            quarter = [*PERIODS].index(self.period)
            return round(
                sum((10, 30, 60, 100)[quarter] if p.goal == "200家" else 25 * quarter + 25 for p in own) / len(own), 1
            )
        due, start = task.due if task.moved <= self.day else END, max(START, task.since)
        return min(100.0, round(100 * (self.day - start).days / (due - start).days + 1e-9, 1))

    def share(self, item: str) -> float | None:
        """The share that holds: as found where an inspection found one, else as typed."""
        found, typed = self.found.get(item), self.typed.get((item, self.leads[item]))
        return found[1] if found and found[1] is not None else typed.percent if typed else None

    def is_false(self, item: str) -> bool:
        return item in self.found and self.found[item][0] == "不属实"

    def light(self, item: str) -> str:
        share, task = self.share(item), self.tasks[item]
        due = task.due if task.moved <= self.day else END
        if share is None:
            return "unreported"
        gap = self.expected(item) - share
        if share >= 100:
            return "yellow" if self.is_false(item) else "done"
        if gap > 30 or self.day > due:
            return "red"
        return "yellow" if gap >= 10 or self.day == due or self.is_false(item) else "green"

    def stand(self, item: str) -> str:
        light = self.light(item)
        if light == "green":
            return "ahead" if self.expected(item) - (self.share(item) or 0) < -5 else "on-course"
        return {"yellow": "behind", "red": "behind"}.get(light, light)

    def counts(self) -> Counter[str]:
        return Counter(map(self.stand, self.tasks))


def expect_scores(year: Lived) -> dict[str, float]:
    """What each unit comes to by the plain rule, from the values typed."""
    totals = dict.fromkeys(UNITS, 100.0)
    for unit in UNITS:
        totals[unit] -= 5 * (unit not in year.refined)
        for period, (_, due) in PERIODS.items():
            totals[unit] -= 10 if (period, unit) in year.silent else 2 if year.days[period, unit] > due else 0
    for period, (day, _) in PERIODS.items():
        one = Counted(year, period)
        for item, unit, weight in list_parts(year, period, day):
            if one.is_false(item) and unit == one.leads[item]:
                totals[unit] -= 10
            elif one.light(item) == "red":
                totals[unit] -= 3 * weight
            if day == END and (one.share(item) or 0) > 100 and not one.is_false(item):
                totals[unit] += 2 * weight
    return totals


def list_parts(year: Lived, period: str, day: date) -> Iterator[tuple[str, str, float]]:
    for item, task in year.there(period).items():
        for unit in task.members(day):
            yield item, unit, 1.0 if unit == task.units[0] else 0.5
